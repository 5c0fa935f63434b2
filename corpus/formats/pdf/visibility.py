"""Which characters of a page nobody sees: under boxes and pictures, on layers that are off.

A character is suspected by what is drawn over or under it. Drawing the page with and without
it decides: where both look the same, there is nothing to see.
"""

import ctypes
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.formats.pdf.characters import LIGHT, Box, Character
from corpus.formats.pdf.picture import Picture, area
from corpus.formats.pdf.redactions import redacted
from corpus.formats.pdf.shapes import Shape, Shapes

MAX_PAGES = 200
"""So many pages of a document are drawn for this; a page of text takes 8 ms for both pictures."""

_ALIKE = 32  # of 255 in each color; a guess: such words on such a ground are suspected
# Shares of the box of a character that are drawn otherwise without it. Measured on Times of 11
# points: 0.3 to 0.45 of letters, 0.09 of a full stop.
_NOTHING = 0.003
_TIPS = 0.1  # of the letters of a word; a guess: what sticks out of a bar over it
_A_WORD = 3  # letters; a guess: fewer are labels in drawings
_SCAN = 0.5  # of the page; a guess: a picture so large is the page, and words under it are OCR

BOX, LAYER, COLOR = "box", "layer", "color"
_BEHIND, _MARKED = "behind", "marked"
_COVERED = (BOX, COLOR, _MARKED)


class Visible(NamedTuple):
    """The characters of a page that are seen, why others are not, and whether it was drawn.

    `boxes` are those for which marks stand among the characters.
    """

    characters: list[Character]
    hidden: frozenset[str]
    drawn: bool
    boxes: tuple[Box, ...] = ()


def visible(
    page: pdfium.PdfPage,
    characters: Sequence[Character],
    extent: Box,
    shapes: Shapes,
    *,
    layers: bool,
    draw: bool,
) -> Visible:
    """Return the characters of a page that a person sees, with marks for boxes over words.

    Characters under a picture as large as the page become such that are not drawn: that is
    how some programs put recognized words behind a scan.

    Args:
        page: The page.
        characters: Its characters.
        extent: The page as it is seen.
        shapes: What is drawn on it.
        layers: Whether the document has layers, which may be off.
        draw: Whether the page may be drawn; otherwise only what is white is left out.
    """
    suspects = dict(_suspects(characters, extent, shapes, layers=layers))
    if not suspects and not shapes.bars:  # of most pages
        return Visible(list(characters), frozenset(), False)
    if draw:
        bars = [bar.box for bar in shapes.bars]
        part = _around([*(characters[place].box for place in suspects), *bars], extent)
        drawn: Picture | None = Picture(page, extent, part)
        assert drawn
        unseen = set(_unseen(page, characters, suspects, extent, drawn)) if suspects else set()
    else:
        drawn = None
        unseen = {place for place, why in suspects.items() if why == COLOR}
    kept: list[Character | None] = []
    for place, character in enumerate(characters):
        if place not in unseen:
            kept.append(character)
        elif suspects[place] == _BEHIND and character.style is not None:
            kept.append(character._replace(style=replace(character.style, drawn=False)))
        else:
            kept.append(character._replace(text="") if suspects[place] == BOX else None)
    letters = Counter(suspects[place] for place in unseen if characters[place].text.isalnum())
    hidden = {BOX if why == _MARKED else why for why in letters if letters[why] >= _A_WORD}
    covered = {place: suspects[place] for place in unseen if suspects[place] in _COVERED}
    hidden -= {_BEHIND}
    if drawn is None:
        return Visible([c for c in kept if c], frozenset(hidden), False)
    found, boxes = redacted(kept, characters, covered, shapes, extent, drawn)
    return Visible(found, frozenset(hidden), True, boxes)


def _suspects(
    characters: Sequence[Character], extent: Box, shapes: Shapes, *, layers: bool
) -> Iterator[tuple[int, str]]:
    """Yield the places of characters that may be hidden, with what may hide them."""
    page = area(extent)
    plain = None
    for place, (_, _, box, style) in enumerate(characters):
        if style is None or style is plain:
            continue
        order = shapes.texts.get(style.item, -1)
        in_form = style.item in shapes.covered_in_form
        if not (layers or style.white or in_form or shapes.may_hide(order, style.color)):
            plain = style
            continue
        here = list(shapes.at(box))
        over = [shape for shape in here if shape.order > order]
        scans = [shape for shape in here if shape.picture and area(shape.box) > _SCAN * page]
        if not style.drawn:
            if scans and any(shape.order > scans[-1].order for shape in here):
                yield place, _MARKED
        elif over or shapes.crowded or in_form:
            yield place, _BEHIND if over and scans and scans[-1] is over[-1] else BOX
        elif _like_ground(style.color, style.white, here):
            yield place, COLOR
        elif layers:
            yield place, LAYER


def _like_ground(color: tuple[int, int, int], white: bool, under: Sequence[Shape]) -> bool:
    """Tell whether words may have the color of what they stand on."""
    if white:
        return not any(shape.color and min(shape.color) < LIGHT for shape in under)
    return any(
        shape.color and max(abs(a - b) for a, b in zip(color, shape.color, strict=True)) < _ALIKE
        for shape in under
    )


def _unseen(
    page: pdfium.PdfPage,
    characters: Sequence[Character],
    suspects: Mapping[int, str],
    extent: Box,
    drawn: Picture,
) -> Iterator[int]:
    """Yield the places of those suspects that nobody sees."""
    with_style = [(characters[place].style, why) for place, why in suspects.items()]
    items = {style.item for style, why in with_style if style is not None and why != _MARKED}
    _activate(items, on=False)
    try:
        without = Picture(page, extent, drawn.part) if items else drawn
    finally:
        _activate(items, on=True)
    for word in _words(suspects):
        if suspects[word[0]] == _MARKED:
            yield from (place for place in word if drawn.is_flat(characters[place].box))
            continue
        shares = [drawn.difference(without, characters[place].box) for place in word]
        letters = any(characters[place].text.isalnum() for place in word)
        tips = letters and sum(shares) < _TIPS * len(shares)
        yield from (
            place for place, share in zip(word, shares, strict=True) if tips or share < _NOTHING
        )


def _words(places: Iterable[int]) -> Iterator[list[int]]:
    """Yield places that follow each other without a gap."""
    word: list[int] = []
    for place in places:
        if word and place != word[-1] + 1:
            yield word
            word = []
        word.append(place)
    if word:
        yield word


def _around(boxes: Iterable[Box], extent: Box) -> Box:
    """Return the part of a page that holds boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(
        max(extent.left, min(lefts) - 1),
        max(extent.bottom, min(bottoms) - 1),
        min(extent.right, max(rights) + 1),
        min(extent.top, max(tops) + 1),
    )


def _activate(items: Iterable[int], *, on: bool) -> None:
    """Have text objects drawn, or not, by their addresses."""
    for item in items:
        raw.FPDFPageObj_SetIsActive(ctypes.cast(item, raw.FPDF_PAGEOBJECT), on)
