"""The plain text of a mail: paragraphs that were wrapped to be sent, and marks of quotations."""

import re
from typing import NamedTuple

_MARKS = re.compile(r"(?:>(?!=)[ \t]?)+")
_WRAPPED = 66  # characters; a guess: programs wrap what they quote at 70 to 80
_ORPHAN = 30  # characters; a guess: what was wrapped off is short
_SIGNATURE = "-- "


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
    lines = [_line(raw, at) for at in range(len(raw))]
    return _unflowed(lines, delete_spaces) if flowed else _mended(lines)


def _line(raw: list[str], at: int) -> Line:
    words = raw[at]
    marks = _MARKS.match(words)
    if marks is None or _escaped(raw, at):
        return Line(0, words[1:] if words.startswith(">From ") else words)
    return Line(marks[0].count(">"), words[marks.end() :])


def _escaped(raw: list[str], at: int) -> bool:
    """Tell a line that begins with `From `, which mailboxes do not hold without a mark."""
    near = raw[at - 1 : at] + raw[at + 1 : at + 2]
    return raw[at].startswith(">From ") and not any(map(_MARKS.match, near))


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
            and len(before.words) + 2 * before.depth >= _WRAPPED
            and after.words.strip()
            and line.words[0].islower()
        ):
            mended[at] = Line(before.depth, line.words)
    return mended


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
