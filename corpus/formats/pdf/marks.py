"""Boxes that hide words of a line: a mark stands in their place, as a person sees a box there."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.formats.pdf.characters import NOWHERE, Box, Character, Style

MARK = "\N{FULL BLOCK}"

_ROW = 12.0  # points; a guess: about a line
_TALLEST = 4  # such rows; a guess: marks are set beside letters of the text, no posters
_STEPS = 100  # letters of a line that are looked at; a guess: those of its neighbors too
_LEVEL = 0.4  # of the size between the middles of what stands on one line; a guess
_TOUCHING = 0.12  # of the size; a guess: the narrowest space of justified text is wider
_LATE = 4.0  # of the size; a guess: a box over a name is wider than the name
_FAR = 2.5  # of the size; a guess: the lines before and behind are nearer
_AHEAD = 500  # characters; a guess: some lines that are covered
NEAR = 1.5
"""Of the size between a box and its line, as between words; a guess: columns are further apart."""


class Redaction(NamedTuple):
    """A box over words, or over none.

    `first` and `last` are the characters that it hides. A box that is a line of its own stands
    before the one that begins with the character `above`.
    """

    box: Box
    style: Style | None
    first: int = -1
    last: int = -1
    above: int = -1


class Beside(NamedTuple):
    """A character beside a box, and how far away, in sizes of the letters."""

    at: int
    gap: float


class Lines:
    """The characters of a page that are seen, by place."""

    def __init__(self, characters: Sequence[Character], seen: Iterable[int]) -> None:
        self._characters = characters
        self._seen = list(seen)
        self._rows: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
        for at in self._seen:
            box = characters[at].box
            self._rows[int(_middle(box) // _ROW)].append((box.left, at))
        for row in self._rows.values():
            row.sort()

    def size(self, at: int) -> float:
        """Return how high a character is."""
        return max(_height(self._characters[at].box), 1.0)

    def is_late(self, redaction: Redaction) -> bool:
        """Tell whether words were written when their line had long been."""
        if redaction.first < 0:
            return False
        place, height = bisect_left(self._seen, redaction.first), _height(redaction.box)
        drops = [
            direction * (_middle(self._characters[at].box) - _middle(redaction.box)) / height
            for direction, beside in (
                (1, self._seen[max(0, place - 1) : place]),
                (-1, self._seen[place : place + 1]),
            )
            for at in beside
        ]
        return not any(-_LEVEL < drop < _FAR for drop in drops)

    def within(self, box: Box) -> bool:
        """Tell whether a character stands in a box."""
        return any(
            box.holds(self._characters[at].box)
            for row in self._around(box)
            for _, at in self._from(row, box.left - _ROW)
            if self._characters[at].box.left < box.right
        )

    def left_of(self, box: Box) -> Beside | None:
        """Return what stands before a box on its line."""
        found = [
            (box.left - self._characters[at].box.right, at)
            for row in self._around(box)
            for at in self._on_level(box, self._until(row, _center(box)))
            if _center(self._characters[at].box) < _center(box)
        ]
        return self._nearest(found)

    def right_of(self, box: Box) -> Beside | None:
        """Return what stands behind a box on its line."""
        found = [
            (self._characters[at].box.left - box.right, at)
            for row in self._around(box)
            for at in self._on_level(box, self._from(row, _center(box)))
        ]
        return self._nearest(found)

    def begins(self, box: Box, direction: int) -> int:
        """Return what begins a line under a box or (direction 1) over it; -1 if there is none."""
        height = _height(box)
        for step in range(2, 2 * _TALLEST):
            moved = step * direction * height / 2
            start = Box(box.left - height, box.bottom + moved, box.left, box.top + moved)
            right = self.right_of(start)
            if right and abs(self._characters[right.at].box.left - box.left) < height:
                return right.at
        return -1

    def _nearest(self, found: Sequence[tuple[float, int]]) -> Beside | None:
        if not found:
            return None
        gap, at = min(found, key=lambda pair: abs(pair[0]))
        return Beside(at, gap / self.size(at))

    def _on_level(self, box: Box, row: Iterable[tuple[float, int]]) -> Iterator[int]:
        for _, at in row:
            other = self._characters[at].box
            if abs(_middle(box) - _middle(other)) < _LEVEL * max(_height(box), _height(other)):
                yield at
                return

    def _around(self, box: Box) -> Iterator[list[tuple[float, int]]]:
        row = int(_middle(box) // _ROW)
        reach = min(_TALLEST, int(_height(box) // (2 * _ROW)) + 1)
        for number in range(row - reach, row + reach + 1):
            if number in self._rows:
                yield self._rows[number]

    @staticmethod
    def _from(row: Sequence[tuple[float, int]], left: float) -> Sequence[tuple[float, int]]:
        begin = bisect_left(row, (left, -1))
        return row[begin : begin + _STEPS]

    @staticmethod
    def _until(row: Sequence[tuple[float, int]], left: float) -> Sequence[tuple[float, int]]:
        end = bisect_left(row, (left, -1))
        return row[max(0, end - _STEPS) : end][::-1]


def with_marks(
    characters: Sequence[Character | None], redactions: Sequence[Redaction], lines: Lines
) -> list[Character]:
    """Return the characters of a page with a mark where each box stands on its line.

    Args:
        characters: The characters; None for those that are left out.
        redactions: The boxes. What they hide is left out.
        lines: The characters that are seen.
    """
    hidden = {at for box in redactions for at in range(box.first, box.last + 1) if at >= 0}
    after, before, instead = _placed(redactions, lines)
    found: list[Character] = []
    skip = -1
    for at, character in enumerate(characters):
        if at in instead:
            found.append(_mark(instead[at], instead[at].style, at))
        if character is None or at in hidden or at < skip:
            continue
        if at in before:
            for box in before[at]:
                if box.above >= 0:
                    found += [_mark(box, character.style, at), Character(at, "\n", NOWHERE, None)]
            found += _run([box for box in before[at] if box.above < 0], character, None)
        found.append(character)
        if at in after:
            following = _next(characters, hidden, at)
            right = lines.right_of(after[at][-1].box)
            joins = right is not None and right.at == following and right.gap < NEAR
            found += _run(after[at], character, right if joins else None)
            skip = following if joins else -1
    return found


_Places = dict[int, list[Redaction]]


def _placed(
    redactions: Sequence[Redaction], lines: Lines
) -> tuple[_Places, _Places, dict[int, Redaction]]:
    """Return which boxes stand behind a character, before one, and where they are by themselves."""
    after: defaultdict[int, list[Redaction]] = defaultdict(list)
    before: defaultdict[int, list[Redaction]] = defaultdict(list)
    instead: dict[int, Redaction] = {}
    for box in sorted(redactions, key=lambda redaction: (-redaction.above, redaction.box.left)):
        if box.above >= 0:
            before[box.above].append(box)
            continue
        box = _brought(box, lines)
        left, right = lines.left_of(box.box), lines.right_of(box.box)
        turned = box.style is not None and box.style.turned
        empty = box.first < 0
        by_right = right is not None and right.gap < NEAR
        last = after[left.at][-1].box if left and left.at in after else None
        by_left = left and (left.gap < NEAR or (last and box.box.left - last.right < _ROW))
        if not turned and left and (by_left or (empty and not by_right)):
            after[left.at].append(box)
        elif not turned and right and (empty or by_right):
            before[right.at].append(box)
        elif not empty:
            instead[box.first] = box
    return dict(after), dict(before), instead


def _brought(redaction: Redaction, lines: Lines) -> Redaction:
    """Return a box over words that were written late, wide enough to reach the line before it."""
    box = redaction.box
    left, right = lines.left_of(box), lines.right_of(box)
    if not left or (right and right.gap < NEAR) or not NEAR <= left.gap < _LATE:
        return redaction
    if not lines.is_late(redaction):
        return redaction
    near = box.left - (left.gap - NEAR / 2) * lines.size(left.at)
    return redaction._replace(box=box._replace(left=near))


def _run(
    boxes: Sequence[Redaction], beside: Character, right: Beside | None
) -> Iterator[Character]:
    """Yield marks behind or before a character, with spaces where there is room for them."""
    if not boxes:
        return
    size = max(_height(beside.box), 1.0)
    leading = beside.box.right < _center(boxes[0].box)
    if leading and boxes[0].box.left - beside.box.right > _TOUCHING * size:
        yield _space(beside)
    for box, following in pairwise([*boxes, None]):
        assert box is not None
        yield _mark(box, beside.style, beside.place)
        if following and following.box.left - box.box.right > _TOUCHING * size:
            yield _space(beside)
    end = right.gap * size if right else 0 if leading else beside.box.left - boxes[-1].box.right
    if end > _TOUCHING * size:
        yield _space(beside)


def _next(characters: Sequence[Character | None], hidden: set[int], at: int) -> int:
    """Return where the next character is that is seen, and no space."""
    for place in range(at + 1, min(len(characters), at + _AHEAD)):
        character = characters[place]
        if character and character.style and character.text and place not in hidden:
            return place
    return -1


def _mark(redaction: Redaction, style: Style | None, place: int) -> Character:
    return Character(place, MARK, redaction.box, style)


def _space(beside: Character) -> Character:
    return Character(beside.place, " ", NOWHERE, None)


def _height(box: Box) -> float:
    return box.top - box.bottom


def _middle(box: Box) -> float:
    return (box.bottom + box.top) / 2


def _center(box: Box) -> float:
    return (box.left + box.right) / 2
