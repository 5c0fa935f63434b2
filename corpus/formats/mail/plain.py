"""The plain text of a mail: paragraphs that were wrapped to be sent, and marks of quotations."""

import re
from typing import NamedTuple

from corpus.formats.mail.marks import MARKS, marks_of

_WRAPPED = 66  # characters; a guess: programs wrap what they quote at 70 to 80
_ORPHAN = 30  # characters; a guess: what was wrapped off is short
_SIGNATURE = "-- "
_GOES_ON = re.compile(
    r"(?i)\b(?:and|or|of|the|a|an|to|in|at|by|with|from|for|und|oder|der|die|das|dem|den|ein|eine|im"
    r"|von|zu|mit|et|ou|le|la|les|un|une|de|des|du|à|y|o|el|los|las|una|en|con|e|il|di|een|het|och|og)$"
)
"""Words with which no sentence ends."""


class Line(NamedTuple):
    """A line without its marks, and how deep it is quoted: 0 is the writer's own."""

    depth: int
    words: str


def lines_of(text: str, *, flowed: bool = False, delete_spaces: bool = False) -> list[Line]:
    """Return the lines of a mail's plain text; of one in `format=flowed`, its paragraphs.

    Args:
        text: The text, with line feeds as its only line ends.
        flowed: Whether a space at the end of a line says that the paragraph goes on (RFC 3676).
        delete_spaces: Whether that space is no part of the text (`DelSp=yes`).
    """
    raw = text.split("\n")
    lines = [_line(raw, at, marks) for at, marks in enumerate(marks_of(raw))]
    return _unflowed(lines, delete_spaces) if flowed else _mended(lines)


def _line(raw: list[str], at: int, marks: re.Match[str] | None) -> Line:
    words = raw[at]
    if marks is None or _escaped(raw, at):
        return Line(0, words[1:] if words.startswith(">From ") else words)
    return Line(max(1, marks[0].count(">")), words[marks.end() :])


def _escaped(raw: list[str], at: int) -> bool:
    """Tell a line that begins with `From `, which mailboxes do not hold without a mark."""
    near = raw[at - 1 : at] + raw[at + 1 : at + 2]
    return raw[at].startswith(">From ") and not any(map(MARKS.match, near))


def _mended(lines: list[Line]) -> list[Line]:
    """Return lines with the end of a quoted one that was wrapped once more below its own mark.

    > > The dredger that the council ordered in March will not arrive before the end
    of June
    > > because the yard burned down.
    """
    mended = list(lines)
    for at in range(1, len(lines) - 1):
        before, line, after = lines[at - 1 : at + 2]
        if (
            line.depth < before.depth == after.depth
            and 0 < len(line.words.strip()) <= _ORPHAN
            and line.words[0].islower()
            and _is_cut(before, after)
        ):
            mended[at] = Line(before.depth, line.words)
    return mended


def _is_cut(before: Line, after: Line) -> bool:
    """Tell whether the end of a line was wrapped off."""
    words = before.words.rstrip()
    if _GOES_ON.search(words):
        return True
    wide = len(before.words) + 2 * before.depth >= _WRAPPED
    return wide and bool(after.words.strip())


def _unflowed(lines: list[Line], delete_spaces: bool) -> list[Line]:
    paragraphs: list[Line] = []
    open_depth, pieces = -1, list[str]()
    for depth, raw in lines:
        words = raw.removeprefix(" ") if not depth else raw
        if pieces and (depth != open_depth or words == _SIGNATURE):
            paragraphs.append(Line(open_depth, "".join(pieces)))
            pieces = []
        goes_on = words.endswith(" ") and words != _SIGNATURE
        pieces.append(words[:-1] if goes_on and delete_spaces else words)
        open_depth = depth
        if not goes_on:
            paragraphs.append(Line(depth, "".join(pieces)))
            pieces = []
    if pieces:
        paragraphs.append(Line(open_depth, "".join(pieces)))
    return paragraphs
