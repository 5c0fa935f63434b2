"""The numbers beside numbered lines, as in transcripts, pleadings and bills."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from corpus.formats.pdf.pages import Piece, joined

_FEWEST = 8  # a guess: fewer lines may be a list
_FEWEST_STEPS = 3  # of five lines; a guess: 5, 10, 15
_HIGHEST = 9_999
_TRIED = 4  # runs; a guess: a page has one, or one for each column
_ALIGNED = 3.0  # points; a guess: a half of a figure
_EVEN = 0.3  # of the distance between two numbers; a guess: lines are set evenly
_GOING_ON = 0.15  # of the lines begin low or name a speaker; a guess: items of lists do not
_SPEAKER = re.compile(r"[QA](?:[.:]|\s|$)|[A-Z][A-Z .]+:")


def without_line_numbers(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a page without the numbers of its lines, if it has any."""
    heads = {place: number for place, piece in enumerate(pieces) if (number := _number(piece))}
    if len(heads) < _FEWEST_STEPS:
        return list(pieces)
    runs = [run for left in (True, False) for run in _runs(pieces, heads, left_side=left)]
    for run in sorted(runs, key=len, reverse=True)[:_TRIED]:
        if _are_numbers_of_lines(pieces, run, heads[run[1]] - heads[run[0]]):
            dropped = set(run)
            rests = (_rest(p) if n in dropped else p for n, p in enumerate(pieces))
            return [piece for piece in rests if piece is not None]
    return list(pieces)


def _number(piece: Piece) -> int:
    """Return the number that a piece begins with, 0 where there is none."""
    word = piece.text.partition(" ")[0]
    if piece.turned or not (word.isascii() and word.isdigit() and word[0] != "0"):
        return 0
    return int(word) if len(word) <= len(str(_HIGHEST)) else 0


def _rest(piece: Piece) -> Piece | None:
    words = piece.words()[1:]
    return joined(words) if words else None


def _edge(piece: Piece, *, left_side: bool) -> float:
    word = piece.words()[0].box if " " in piece.text else piece.box
    return word.left if left_side else word.right


def _runs(
    pieces: Sequence[Piece], heads: dict[int, int], *, left_side: bool
) -> Iterator[list[int]]:
    """Yield numbers below each other that count one by one, or in fives."""
    places = sorted(heads, key=lambda n: _edge(pieces[n], left_side=left_side))
    groups: list[list[int]] = []
    for place in places:
        at = _edge(pieces[place], left_side=left_side)
        if not groups or at - _edge(pieces[groups[-1][0]], left_side=left_side) > _ALIGNED:
            groups.append([])
        groups[-1].append(place)
    for group in groups:
        run: list[int] = []
        for place in sorted(group, key=lambda n: -pieces[n].box.bottom):
            step = heads[place] - heads[run[-1]] if run else 0
            before = heads[run[1]] - heads[run[0]] if len(run) > 1 else step
            if run and (step not in (1, 5) or step != before):
                yield from _long(run, before)
                run = []
            run.append(place)
        yield from _long(run, heads[run[1]] - heads[run[0]] if len(run) > 1 else 0)


def _long(run: list[int], step: int) -> Iterator[list[int]]:
    if len(run) >= (_FEWEST if step == 1 else _FEWEST_STEPS):
        yield run


def _are_numbers_of_lines(pieces: Sequence[Piece], run: Sequence[int], step: int) -> bool:
    """Tell whether numbers stand evenly beside lines of prose, and not in a table or a list."""
    heights = [pieces[place].box.bottom for place in run]
    gaps = [above - below for above, below in pairwise(heights)]
    usual = median(gaps)
    if step == 5 and max(abs(gap - usual) for gap in gaps) > _EVEN * usual:
        return False
    numbers = set(run)
    lines = _lines_beside(pieces, numbers, heights[-1] - usual, heights[0] + usual)
    several = sum(len(line) > 1 and not _SPEAKER.match(line[0].text) for line in lines)
    if several > len(lines) / 4 or len(lines) < len(run) / 2:
        return False
    if step == 5 and len(lines) < 3 * len(run):
        return False
    prose = sum(line[0].text[0].islower() or bool(_SPEAKER.match(line[0].text)) for line in lines)
    return prose >= _GOING_ON * len(lines)


def _lines_beside(
    pieces: Sequence[Piece], numbers: set[int], bottom: float, top: float
) -> list[list[Piece]]:
    """Return the lines of words between two heights, without their numbers."""
    rest = [
        part
        for place, piece in enumerate(pieces)
        if bottom < piece.box.bottom < top and not piece.turned
        if (part := _rest(piece) if place in numbers else piece) is not None
    ]
    lines: list[list[Piece]] = []
    for piece in sorted(rest, key=lambda piece: -piece.box.bottom):
        if not lines or lines[-1][0].box.bottom - piece.box.bottom > 0.5 * piece.size:
            lines.append([])
        lines[-1].append(piece)
    return [sorted(line, key=lambda piece: piece.box.left) for line in lines]
