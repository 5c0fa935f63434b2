"""Which boxes of a page a person sees in the place of words: what was blacked out."""

from collections.abc import Iterator, Mapping, Sequence

from corpus.formats.pdf.characters import LIGHT, Box, Character
from corpus.formats.pdf.marks import NEAR, Lines, Redaction, with_marks
from corpus.formats.pdf.picture import Picture, area
from corpus.formats.pdf.shapes import DARK, Shape, Shapes

_BIG = 0.5  # of the page; a guess: a ground, or a picture of the page
_LOW = 2.5  # sizes of the letters; a guess: a bar over one line, no panel and no picture
_BAR = (0.5, 2.2)  # sizes of the letters beside it; a guess
_WIDE = 1.5  # times the height; a guess: squares are bullets and boxes to tick
_LONG_BAR = 3.0  # times the height; a guess: a line that is blacked out
_TOUCHING = 0.5  # of the size; a guess: a space


def redacted(
    kept: Sequence[Character | None],
    characters: Sequence[Character],
    covered: Mapping[int, str],
    shapes: Shapes,
    extent: Box,
    drawn: Picture,
) -> tuple[list[Character], tuple[Box, ...]]:
    """Return the characters that are seen, with a mark for each box over words, and the boxes.

    Args:
        kept: The characters; None, or without a text, for those that are not seen.
        characters: All of them.
        covered: The places of those that something covers, or that have its color.
        shapes: What is drawn on the page.
        extent: The page as it is seen.
        drawn: A picture of what holds those characters, and the bars of the page.
    """
    page = area(extent)
    behind = any(area(picture.box) > _BIG * page for picture in shapes.pictures)
    seen = [
        at
        for at, character in enumerate(kept)
        if character and character.text and character.style and (behind or character.style.drawn)
    ]
    lines = Lines(characters, seen)
    found: list[Redaction] = []
    if any(characters[at].text.isalnum() for at in seen):
        runs = list(_runs(characters, seen, covered))
        found = [run for run in runs if _is_seen(run, characters, shapes, lines, drawn, page)]
        found += _bars(shapes.bars, [run.box for run in runs], lines, drawn)
    boxes = [box for redaction in found for box in _boxes(redaction, shapes)]
    return with_marks(kept, found, lines), tuple(boxes)


def _boxes(redaction: Redaction, shapes: Shapes) -> Iterator[Box]:
    """Yield the boxes that a mark stands for."""
    if redaction.first < 0:
        yield redaction.box
        return
    height = redaction.box.top - redaction.box.bottom
    order = shapes.texts.get(redaction.style.item, -1) if redaction.style else -1
    for shape in shapes.at(redaction.box):
        dark = shape.color is not None and max(shape.color) < DARK
        if shape.box.top - shape.box.bottom < _LOW * height and (shape.order > order or dark):
            yield shape.box


def _runs(
    characters: Sequence[Character], seen: Sequence[int], covered: Mapping[int, str]
) -> Iterator[Redaction]:
    """Yield the covered characters that follow each other on a line."""
    visible = set(seen)
    run: list[int] = []
    for at in sorted(covered):
        box = characters[at].box
        if run and (
            any(place in visible for place in range(run[-1] + 1, at))
            or not _follows(characters[run[-1]].box, box)
        ):
            yield _redaction(characters, run)
            run = []
        run.append(at)
    if run:
        yield _redaction(characters, run)


def _follows(last: Box, box: Box) -> bool:
    size = max(last.top - last.bottom, box.top - box.bottom)
    level = abs((box.top + box.bottom) - (last.top + last.bottom)) / 2
    return level < size / 2 and -size < box.left - last.right < NEAR * size


def _redaction(characters: Sequence[Character], run: Sequence[int]) -> Redaction:
    lefts, bottoms, rights, tops = zip(*(characters[at].box for at in run), strict=True)
    box = Box(min(lefts), min(bottoms), max(rights), max(tops))
    return Redaction(box, characters[run[0]].style, run[0], run[-1])


def _is_seen(
    run: Redaction,
    characters: Sequence[Character],
    shapes: Shapes,
    lines: Lines,
    drawn: Picture,
    page: float,
) -> bool:
    """Tell whether a person sees that something covers words: a box, or a gap in a line."""
    words = characters[run.first : run.last + 1]
    if not any(character.text.isalnum() for character in words) or lines.within(run.box):
        return False
    color = drawn.color(_middle(run.box))
    if color is None or min(color) >= LIGHT:
        beside = (lines.left_of(run.box), lines.right_of(run.box))
        return not _in_color(run, shapes) and all(b and b.gap < NEAR for b in beside)
    if run.style and run.style.item in shapes.covered_in_form:  # by what is not known
        return max(color) < DARK
    size = run.box.top - run.box.bottom
    over = [shape for shape in shapes.at(run.box) if area(shape.box) < _BIG * page]
    low = any(shape.box.top - shape.box.bottom < _LOW * size for shape in over)
    return bool(over) and (low or max(color) < DARK)


def _middle(box: Box) -> Box:
    """Return a box without its ends, where letters may stick out of what covers them."""
    inset = min((box.right - box.left) / 4, (box.top - box.bottom) / 2)
    return box._replace(left=box.left + inset, right=box.right - inset)


def _in_color(run: Redaction, shapes: Shapes) -> bool:
    """Tell whether words only have the color of what they stand on."""
    order = shapes.texts.get(run.style.item, -1) if run.style else -1
    return not any(shape.order >= order for shape in shapes.at(run.box))


def _bars(
    bars: Sequence[Shape], covering: Sequence[Box], lines: Lines, drawn: Picture
) -> Iterator[Redaction]:
    """Yield the boxes in a line, or between lines, under which no words are left."""
    done: list[Box] = list(covering)
    for bar in bars:
        box = bar.box
        if lines.within(box) or any(box.holds(other) or other.holds(box) for other in done):
            continue
        color = drawn.color(box)
        if color is None or max(color) >= DARK:
            continue
        if _in_line(box, lines):
            done.append(box)
            yield Redaction(box, None)
        elif (above := _is_line(box, lines)) >= 0:
            done.append(box)
            yield Redaction(box, None, above=above)


def _in_line(box: Box, lines: Lines) -> bool:
    """Tell whether a box stands beside words of a line, in their size."""
    left, right = lines.left_of(box), lines.right_of(box)
    beside = [other for other in (left, right) if other]
    low, high = _BAR
    height, width = box.top - box.bottom, box.right - box.left
    if not beside or not all(low < height / lines.size(other.at) < high for other in beside):
        return False
    near = [other for other in beside if other.gap < NEAR]
    if width < _WIDE * height:
        return len(near) == 2 and all(other.gap < _TOUCHING for other in near)
    return bool(near) or len(beside) == 2


def _is_line(box: Box, lines: Lines) -> int:
    """Return what begins the line under a box that is a line between two others, or -1."""
    if box.right - box.left < _LONG_BAR * (box.top - box.bottom):
        return -1
    below, over = lines.begins(box, -1), lines.begins(box, 1)
    if min(below, over) < 0:
        return -1
    low, high = _BAR
    fits = low < (box.top - box.bottom) / lines.size(below) < high
    return below if fits else -1
