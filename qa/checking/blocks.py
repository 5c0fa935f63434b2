"""Which lines of a draft are prose: what is left without headings, code, tables and sources."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus import Span

Kind = Literal["prose", "row"]

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(?=[\w-][\w .-]{0,60}:\s).*?^(?:---|\.\.\.)[ \t]*\r?$",
    re.DOTALL | re.MULTILINE,
)
_COMMENT = re.compile(r"^[ \t]*+<!--", re.MULTILINE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)(.*)$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_RULE = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_ROW = re.compile(r"[ \t]*+\|.*\|[ \t]*+$|.*[^\s|][ \t]\|[ \t]")
_ITEM = re.compile(r"[ \t]*+(?:>[ \t]?)*+[ \t]*+(?:[-*+•]|\d{1,3}[.)])[ \t]++\S")
_NOTE = re.compile(
    r" {0,3}(?:[-*+•][ \t]+)?"
    r"\[(?:\^(?P<name>[^\]\s]{1,60})\]:|(?P<number>\d{1,3})\][.:]?)[ \t]+(?=\S)"
)
_SOURCES = re.compile(
    r"(?i)(?:sources|references|bibliography|works cited|endnotes|footnotes|further reading"
    r"|quellen|quellenverzeichnis|literatur|literaturverzeichnis|einzelnachweise)[ \t]*:?$"
)
_ENTRY = re.compile(
    r"[ \t]*(?:(?:[-*+•]|\(?\d{1,3}[.)])[ \t]"  # an item of a list
    r"|[\[<]|https?:|doi:"
    r"|[^\W\d_][\w'’-]*,[ ]"  # Lund, A., or Lund, Ada.
    r"(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w-]+(?:[ ][^\W\d_a-z]\.)?[.:;(])"
    r"|.*(?:https?://|doi[:.]|ISBN|pincite:)\S{0,300}[ \t]*$"
    r"|.*\b[a-z2-7]{26}:\d{1,12}[-–]\d)"
)
"""What begins an entry of a list of sources; prose below such a list is prose again."""
_BULLET = re.compile(r"(?m)^[ \t]*[-*+•][ \t]+(?=\[)")
_LONGEST = 10_000
"""The most characters of a paragraph, which is cut there; a guess: three pages. To look for
sentences in 200,000 characters of `![` takes a minute."""

_BOLD = re.compile(r"[*_]{2}")


@dataclass(frozen=True, slots=True)
class Note:
    """An entry of a list of sources, or a footnote: what its mark is called, and its words."""

    key: str
    start: int
    text: str


@dataclass(slots=True)
class Blocks:
    """The parts of a draft: paragraphs and rows of tables in their order, and its notes."""

    parts: list[tuple[Kind, Span]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def blocks(text: str, left_out: Iterable[tuple[int, int]] = ()) -> Blocks:
    """Return what is to be checked of a draft in plain text or Markdown.

    Left out are headings, code, comments, front matter, the names and rules of tables, and lists
    of sources, whose entries are the notes. A text without any of these is all prose.

    Args:
        text: The draft.
        left_out: Spans that are known to be none of it: the headings of a Word file.
    """
    front = [match.span() for match in _FRONT_MATTER.finditer(text)]
    return _Scan(text, sorted([*_comments(text), *front, *left_out])).run()


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield the comments that begin a line and end one."""
    position = 0
    while match := _COMMENT.search(text, position):
        end = text.find("-->", match.end())
        if end < 0:
            return
        position = end + 3
        line_end = text.find("\n", position)
        if not text[position : line_end if line_end >= 0 else None].strip():
            yield match.start(), position


def heading_of(paragraph: str) -> tuple[int, str] | None:
    """Return the level and the words of a paragraph of Markdown that is a heading; else None."""
    match = _HEADING.fullmatch(paragraph.strip("\n"))
    return None if match is None else (len(match[1]), match[2].strip(" \t#"))


class _Scan:
    """Goes through a draft line by line."""

    def __init__(self, text: str, hidden: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._hidden = hidden
        self._lines = list(_lines(text))
        self._numbers = _numbers_cited(text)
        self._found = Blocks()
        self._begun: int | None = None
        self._ended = 0
        self._sources_under: int | None = None
        """The level of the heading of the list of sources that a line stands under."""

    def run(self) -> Blocks:
        at = 0
        while at < len(self._lines):
            at = self._take(at)
        self._close()
        return self._found

    def _take(self, at: int) -> int:
        """Take the block that begins with a line; return where the next one begins."""
        start, end = self._lines[at]
        line = self._text[start:end]
        if not line.strip() or self._is_hidden(start, end) or _BREAK.match(line):
            self._close()
            return at + 1
        if fence := _FENCE.match(line):
            self._close()
            return self._after_fence(at, fence[1])
        if (level := self._heading(at)) is not None:
            return self._enter(at, level)
        if (note := _NOTE.match(line)) and self._is_cited(note):
            return self._note(at, note)
        if self._sources_under is not None and _ENTRY.match(line):
            return self._after_entry(at)
        if _ROW.match(line) or (_RULE.match(line) and "|" in line):
            return self._row(at, line)
        self._prose(start, end, line)
        return at + 1

    def _is_cited(self, note: re.Match[str]) -> bool:
        """Tell whether a line that begins with a mark is an entry of a list of sources."""
        listed = self._sources_under is not None or note["number"] in self._numbers
        return listed or note["name"] is not None

    def _prose(self, start: int, end: int, line: str) -> None:
        if _ITEM.match(line):
            self._close()
        if self._begun is None:
            self._begun = start
        self._ended = end

    def _row(self, at: int, line: str) -> int:
        """Take a row of a table, unless it is a rule or names the columns."""
        self._close()
        after = self._line(at + 1)
        names = _RULE.match(after) is not None and "-" in after
        if not _RULE.match(line) and not names:
            self._found.parts.append(("row", Span(*self._lines[at])))
        return at + 1

    def _heading(self, at: int) -> int | None:
        """Return the level of the heading that a line is; None if it is none."""
        line = self._line(at)
        if match := _HEADING.match(line):
            return len(match[1])
        if _SOURCES.match(_BOLD.sub("", line).strip()) and not self._line(at - 1).strip():
            return 6
        below = self._line(at + 1)
        alone = self._begun is None and _UNDERLINE.match(below) and "|" not in line
        return (1 if "=" in below else 2) if alone and not _ITEM.match(line) else None

    def _enter(self, at: int, level: int) -> int:
        """Go below a heading; return where that begins."""
        self._close()
        line = self._line(at)
        match = _HEADING.match(line)
        title = _BOLD.sub("", match[2].rstrip(" \t#") if match else line).strip()
        if _SOURCES.match(title):
            self._sources_under = level
        elif self._sources_under is not None and level <= self._sources_under:
            self._sources_under = None
        return at + (1 if match or not _UNDERLINE.match(self._line(at + 1)) else 2)

    def _note(self, at: int, note: re.Match[str]) -> int:
        """Take an entry of a list of sources: to an empty line, or to the next entry."""
        self._close()
        last = at
        while (line := self._line(last + 1)).strip() and not _NOTE.match(line):
            if _HEADING.match(line):
                break
            last += 1
        start = self._lines[at][0]
        words = self._text[start + note.end() : self._lines[last][1]]
        self._found.notes.append(Note(note["name"] or note["number"], start, words))
        return last + 1

    def _after_entry(self, at: int) -> int:
        """Go past an entry that has no number, or a link: to an empty line or a heading."""
        self._close()
        at += 1
        while self._line(at).strip() and not _HEADING.match(self._line(at)):
            at += 1
        return at

    def _after_fence(self, at: int, mark: str) -> int:
        closing = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
        at += 1
        while at < len(self._lines) and not closing.match(self._line(at)):
            at += 1
        return at + 1

    def _line(self, at: int) -> str:
        """Return a line; "" before the first and after the last."""
        if not 0 <= at < len(self._lines):
            return ""
        start, end = self._lines[at]
        return self._text[start:end]

    def _is_hidden(self, start: int, end: int) -> bool:
        at = bisect_right(self._hidden, (start, len(self._text))) - 1
        return at >= 0 and end <= self._hidden[at][1]

    def _close(self) -> None:
        """End the paragraph that has begun."""
        if self._begun is not None:
            for start in range(self._begun, self._ended, _LONGEST):
                span = Span(start, min(start + _LONGEST, self._ended))
                self._found.parts.append(("prose", span))
        self._begun = None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends, without what ends it: LF or CR LF."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line.removesuffix("\r"))
        start += len(line) + 1


def _numbers_cited(text: str) -> frozenset[str]:
    """Return the numbers in brackets that stand somewhere else than at the start of a line.

    A line that begins with one of them is an entry of a list; one that begins with another may
    be a numbered paragraph.
    """
    text = _BULLET.sub("", text)
    found = re.finditer(r"(?<=[^\n\s])[ \t]*\[(\d{1,3}(?:[ \t]*[,;–-][ \t]*\d{1,3})*)\]", text)
    return frozenset(number for match in found for number in numbers_in(match[1]))


def numbers_in(listed: str) -> list[str]:
    """Return the numbers of a mark: 1, 3, 4, 5 for `1, 3-5`."""
    numbers: list[str] = []
    for part in re.split(r"[,;]", listed):
        first, _, last = part.replace("–", "-").partition("-")
        begin, end = int(first), int(last or first)
        numbers += map(str, range(begin, min(end, begin + _MOST) + 1))
    return numbers


_MOST = 20  # numbers that a range may stand for; a guess: `[1-900]` is no citation
