"""The marks of quoted lines: `> `, and in some programs `KO> ` or `| `."""

import re
from collections.abc import Iterator, Sequence

from corpus.formats.mail.attribution import attribution
from corpus.formats.mail.dates import find_day
from corpus.formats.mail.phrases import VERB
from corpus.formats.mail.writer import ADDRESS, MAX_LINE, bare

MARKS = re.compile(r"(?:>(?!=)[ \t]?)+")
_NAMED = re.compile(r"[ \t]?([^\W\d_]{1,12})>{1,5}(?!=)[ \t]?(?:>(?!=)[ \t]?)*")
_BARS = re.compile(r"\|[ \t]+(?=[\w\"'>(])(?!.*\|)")
_INITIALS = re.compile(r"[ \t]?([^\W\d_]{2,3})>[ \t]")
_ENDS = (":", "\uff1a")
_CLOCK = re.compile(r"\d:\d\d")
_TRIES = 300
"""Lines of a mail that may name whom the next ones quote; a guess."""


def marks_of(lines: Sequence[str]) -> Iterator[re.Match[str] | None]:
    """Yield the marks of each line; None where it is not quoted.

    `KO> ` is a mark below a line that says that Karl Ohm wrote; `SQL> ` is none. `| ` is one
    below such a line, where it begins a paragraph and no table.
    """
    names: set[str] = set()
    above = ""
    unnamed = False  # whether `On 3 May 2021, 10:07, you wrote:` stands above
    after_bar = False
    tries = _TRIES if any(map(_may_be_marked, lines)) else 0
    for line in lines:
        if unnamed and line.strip():
            names |= _initials(line)
            unnamed = False
        marks = MARKS.match(line) or _named(line, names)
        after_bar = (after_bar or not above.strip() or above.rstrip().endswith(_ENDS)) and (
            line.startswith("|")
        )
        if marks is None and after_bar and names:
            marks = _BARS.match(line)
            after_bar = marks is not None
        yield marks
        if marks is None and tries > 0 and line.rstrip().endswith(_ENDS):
            tries -= 1
            unnamed = VERB.search(line[:MAX_LINE]) is not None and _is_timed(line)
            names |= _names(line) | _names(f"{above} {line}")
        above = line


def _may_be_marked(line: str) -> bool:
    return line.startswith("|") or _NAMED.match(line) is not None


def _named(line: str, names: set[str]) -> re.Match[str] | None:
    """Return marks such as `KO> ` where they stand for somebody who is quoted."""
    found = _NAMED.match(line) if names else None
    if found is None or not (found[1] in names or (">>" in found[0] and found[1].isupper())):
        return None
    return found


def _is_timed(line: str) -> bool:
    return find_day(line[:MAX_LINE]) is not None and _CLOCK.search(line[:MAX_LINE]) is not None


def _initials(line: str) -> set[str]:
    """Return the initials with which a line is marked, if it is."""
    found = _INITIALS.match(line)
    return {found[1]} if found is not None and found[1].isupper() else set()


def _names(line: str) -> set[str]:
    """Return how the one whom a line names may be marked: `KO`, `Karl`, `Ohm`."""
    if len(line) > MAX_LINE or VERB.search(line) is None or (found := attribution(line)) is None:
        return set()
    words = [word for word in bare(ADDRESS.sub(" ", found.writer.author)).split() if word.isalpha()]
    initials = "".join(word[0] for word in words)
    marks = {*words, initials, initials[:1] + initials[-1:]}
    return {mark for mark in marks if len(mark) > 1}
