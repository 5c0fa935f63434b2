"""Which pages are pictures of pages, and which of their words somebody recognized."""

from collections.abc import Sequence

from corpus.formats.pdf.characters import Box, Character, Style
from corpus.formats.pdf.gibberish import is_gibberish, is_language
from corpus.formats.pdf.shapes import Shapes

_PICTURE = 0.5  # of the page; a guess: a scan has margins, an illustration has text around it
_WHOLE_PICTURE = 0.8  # of the page, where there are words as well
_STAMP = 300  # characters; a guess: two lines at the top of a page and two at its bottom
_STAMP_SIZE = 16.0  # points; a guess: titles of slides are larger
_EDGE = 0.13  # of the height of the page; a guess: where court clerks and fax machines print
_FEWEST = 60  # letters of one font; a guess: fewer do not show a wrong map
_MUCH = 0.2  # of the letters of a page; a guess: then what is left of it makes no sense


def is_scan(shapes: Shapes, extent: Box, words: Sequence[Character]) -> bool:
    """Tell whether a page is a picture, at most with a stamp at its edge.

    Args:
        shapes: What is drawn on the page.
        extent: The page as it is seen.
        words: The characters that are drawn on it.
    """
    letters = [(c.box, c.style) for c in words if c.style is not None and c.text]
    share = min(1.0, sum(_shared(shape.box, extent) for shape in shapes.pictures))
    if not letters:
        return share >= _PICTURE
    return share >= _WHOLE_PICTURE and len(letters) <= _STAMP and _at_the_edge(letters, extent)


def _at_the_edge(letters: Sequence[tuple[Box, Style]], extent: Box) -> bool:
    height = _EDGE * (extent.top - extent.bottom)
    low, high = extent.bottom + height, extent.top - height
    return all(
        style.size <= _STAMP_SIZE and (style.turned or box.top < low or box.bottom > high)
        for box, style in letters
    )


def _shared(box: Box, extent: Box) -> float:
    """Return how much of a page lies in a box."""
    width = min(box.right, extent.right) - max(box.left, extent.left)
    height = min(box.top, extent.top) - max(box.bottom, extent.bottom)
    page = (extent.right - extent.left) * (extent.top - extent.bottom)
    return max(0.0, width) * max(0.0, height) / max(page, 1.0)


def has_gibberish(characters: Sequence[Character]) -> bool:
    """Tell whether much of a page is in a font that does not say what it shows."""
    if is_language("".join(" " if c.text == "\n" else c.text for c in characters)):
        return False
    words: dict[int, list[str]] = {}
    font: list[str] = []
    last = None
    for _, text, _, style in characters:
        if style is not None and style is not last:
            last = style
            font = words.setdefault(style.font, [])
            font.append(" ")
        font.append(" " if text == "\n" else text)
    texts = ["".join(parts) for parts in words.values()]
    fewest = max(_FEWEST, _MUCH * sum(map(len, texts)))
    return any(len(text) >= fewest and is_gibberish(text) for text in texts)
