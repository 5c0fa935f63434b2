"""The text that a person sees on the pages of a PDF, line by line, by PDFium."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Part
from corpus.errors import Damaged, Encrypted, TooLarge
from corpus.formats.pdf.accents import with_accents
from corpus.formats.pdf.annotations import Note, annotations
from corpus.formats.pdf.characters import NOWHERE, Box, Character, Characters
from corpus.formats.pdf.gibberish import is_unmapped
from corpus.formats.pdf.raised import with_raised
from corpus.formats.pdf.scans import has_gibberish, is_scan
from corpus.formats.pdf.shapes import Shapes
from corpus.formats.pdf.visibility import visible

MAX_PAGES = 2_000  # a guess: the longest books printed in one volume
_GAP = 1.5  # of the size of a letter; a guess: wider than justified text spaces words
_MOST = 0.6  # of the letters; a guess: a page of a table has a header and its number beside it
_FEWEST = 20  # letters; a guess: fewer are a stamp
HYPHEN = "\x02"
"""Stands where a line ends in a hyphen, which may belong to the word or not."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words beside each other on one line, without a wide gap.

    `chars` are the places of its characters in PDFium's text, one for each that is no space,
    `sides` where these begin and end from left to right.
    `turned` words do not run from left to right, or from right to left.
    """

    text: str
    chars: tuple[int, ...]
    box: Box
    bold: bool
    turned: bool = False
    sides: tuple[tuple[float, float], ...] = ()

    @property
    def size(self) -> float:
        return self.box.top - self.box.bottom

    def spaces(self) -> Iterator[float]:
        """Yield how wide the spaces between its words are."""
        place = 0
        for word in self.text.split()[:-1]:
            place += len(word)
            if place < len(self.sides):
                yield self.sides[place][0] - self.sides[place - 1][1]

    def words(self) -> list["Piece"]:
        """Return its words, each a piece."""
        if len(self.sides) != len(self.chars):
            return [self]
        found: list[Piece] = []
        start = 0
        for word in self.text.split():
            sides = self.sides[start : start + len(word)]
            if not sides:
                return [self]
            left, right = min(s[0] for s in sides), max(s[1] for s in sides)
            box = self.box._replace(left=left, right=right)
            chars = self.chars[start : start + len(word)]
            found.append(replace(self, text=word, chars=chars, box=box, sides=sides))
            start += len(word)
        return found


def joined(pieces: Sequence[Piece]) -> Piece:
    """Return pieces of one line as one, with spaces between them."""
    first = pieces[0]
    if len(pieces) == 1:
        return first
    box = first.box._replace(
        left=min(piece.box.left for piece in pieces), right=max(piece.box.right for piece in pieces)
    )
    return replace(
        first,
        text=" ".join(piece.text for piece in pieces),
        chars=tuple(place for piece in pieces for place in piece.chars),
        box=box,
        bold=all(piece.bold for piece in pieces),
        sides=tuple(side for piece in pieces for side in piece.sides),
    )


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF.

    Raises:
        Encrypted: If it opens with a password only.
        Damaged: If PDFium cannot open it.
        TooLarge: If it has more than `MAX_PAGES` pages.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as exc:
        if "password" in str(exc).lower() or "security" in str(exc).lower():
            raise Encrypted("it needs a password to open: save it without one") from exc
        raise Damaged("this PDF is damaged or incomplete") from exc
    try:
        if len(document) > MAX_PAGES:
            raise TooLarge(
                f"it has {len(document):,} pages, more than {MAX_PAGES:,}: "
                "cut it into several files"
            )
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        yield document
    finally:
        document.close()


class LoadedPage(NamedTuple):
    """A page with what was filled into its forms and drawn on it, its notes, and files on it."""

    page: pdfium.PdfPage
    notes: tuple[Note, ...]
    files: tuple[Part, ...]


def load_page(document: pdfium.PdfDocument, number: int) -> LoadedPage:
    """Return a page, from 1.

    Raises:
        Damaged: If PDFium cannot read it.
    """
    try:
        page = document[number - 1]
        found = annotations(page)
        if document.formenv is not None or found.drawn:
            raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number - 1]
    except pdfium.PdfiumError as exc:
        raise Damaged(f"page {number} is damaged") from exc
    return LoadedPage(page, found.notes, found.files)


class Seen(NamedTuple):
    """The text of a page, and how it was read.

    Attributes:
        pieces: What can be read.
        recognized: Whether the words were recognized in a picture by whoever made the file.
        scan: Whether the page is a picture of which nobody recognized the words.
        gibberish: Whether it has a text that is not what it shows, which was left out.
        hidden: What hides other words that were left out.
        drawn: Whether the page was drawn to find that out.
        boxes: What stands in the place of words: boxes that are no frames of tables.
    """

    pieces: list[Piece]
    recognized: bool
    scan: bool
    gibberish: bool
    hidden: frozenset[str]
    drawn: bool
    boxes: tuple[Box, ...]


def seen(
    page: pdfium.PdfPage, *, layers: bool = False, draw: bool = True, turn: bool = True
) -> Seen:
    """Return what can be seen of the text of a page, in the order of the file.

    Text that is not drawn is left out, but where the page is a picture, it is taken: then it
    is what somebody recognized in that picture.

    Args:
        page: The page. It is turned where its words lie on their side or upside down.
        layers: Whether the document has layers, which may be off.
        draw: Whether the page may be drawn to find out what can be seen.
        turn: Whether the page may be turned.
    """
    text = page.get_textpage()
    try:
        characters = Characters(page, text)
        found = list(characters)
        if turn and (angle := _angle(found)):
            page.set_rotation((page.get_rotation() + angle) % 360)
            return seen(page, layers=layers, draw=draw, turn=False)
        extent = characters.extent
        shapes = Shapes(page, extent, characters.turned)
        found, hidden, was_drawn, boxes = visible(
            page, found, extent, shapes, layers=layers, draw=draw
        )
    finally:
        text.close()
    drawn = [character for character in found if character.style is None or character.style.drawn]
    any_drawn = any(character.style and character.text for character in drawn)
    behind = len(found) > len(drawn)
    scan = is_scan(shapes, extent, drawn)
    recognized = behind and (scan or (not any_drawn and _has_image(page)))
    words = _with_recognized(found, drawn) if recognized else drawn
    gibberish = is_unmapped(characters.unmapped, len(found)) or has_gibberish(words)
    pieces = [] if gibberish else list(_pieces(with_raised(with_accents(words))))
    return Seen(
        pieces,
        recognized and bool(pieces),
        scan and not recognized,
        gibberish,
        hidden,
        was_drawn,
        boxes,
    )


def _angle(characters: Sequence[Character]) -> int:
    """Return how far a page must be turned, clockwise, so that most of its words stand upright."""
    angles = Counter(c.style.angle for c in characters if c.style is not None and c.text.isalnum())
    angle, count = max(angles.items(), key=lambda item: item[1], default=(0, 0))
    return -angle % 360 if count >= max(_FEWEST, _MOST * angles.total()) else 0


def _with_recognized(found: Sequence[Character], drawn: Sequence[Character]) -> list[Character]:
    """Return all characters but those recognized where others are drawn: a stamp on a scan."""
    stamps = [piece.box for piece in _pieces(drawn)]
    return [
        character
        for character in found
        if character.style is None
        or character.style.drawn
        or not any(stamp.holds(character.box) for stamp in stamps)
    ]


def _has_image(page: pdfium.PdfPage) -> bool:
    return any(item.type == raw.FPDF_PAGEOBJ_IMAGE for item in page.get_objects(max_depth=3))


def _pieces(characters: Sequence[Character]) -> Iterator[Piece]:
    run: list[Character] = []
    last: Box | None = None
    ended = turned = False
    for character in characters:
        _, words, box, style = character
        if style is None:  # a space or line end that PDFium adds
            ended = ended or words == "\n"
            if run and words == " ":
                run.append(character)
            continue
        if not words:  # hidden, with its line going on behind it
            if run and last is not None and not ended and not _apart(last, box):
                run.append(Character(character.place, " ", NOWHERE, None))
                last = box
            continue
        if last is not None and (
            style.turned != turned  # a stamp across the page
            or (
                _apart(last, box)
                if not ended and not style.turned
                else ended and (style.turned or not _raised(last, box))
            )
        ):
            yield from _piece(run)
            run = []
        run.append(character)
        last, ended, turned = box, False, style.turned
    yield from _piece(run)


def _apart(last: Box, box: Box) -> bool:
    """Tell whether a character does not continue the words of the one before."""
    size = max(last.top - last.bottom, box.top - box.bottom)
    gap = max(box.left - last.right, last.left - box.right)
    level = abs((box.top + box.bottom) - (last.top + last.bottom)) / 2
    return gap > _GAP * size or level > 0.7 * size  # a guess: above a raised figure


def _raised(last: Box, box: Box) -> bool:
    """Tell whether a character follows at once, a little higher or lower: `x²`, `H₂O`."""
    size = max(last.top - last.bottom, box.top - box.bottom)
    # Guesses: letters that overlap a little, and less than a space between words.
    return -0.3 * size < box.left - last.right < 0.4 * size and not _apart(last, box)


def _piece(run: Sequence[Character]) -> Iterator[Piece]:
    letters = [(place, text, box, style) for place, text, box, style in run if style is not None]
    if not letters:
        return
    words = " ".join("".join(text for _, text, _, _ in run).split(" ")).strip()
    boxes = [box for _, _, box, _ in letters]
    sizes = sorted(box.top - box.bottom for box in boxes)
    bottom = sorted(box.bottom for box in boxes)[len(boxes) // 2]
    box = Box(
        min(b.left for b in boxes),
        bottom,
        max(b.right for b in boxes),
        bottom + sizes[len(sizes) // 2],
    )
    turned = all(style.turned for _, _, _, style in letters if style)
    if turned:
        box = Box(box.left, min(b.bottom for b in boxes), box.right, max(b.top for b in boxes))
    bold = sum(style.bold for _, _, _, style in letters if style) * 2 > len(letters)
    places = tuple(place for place, text, _, _ in letters for _ in text)
    sides = tuple((box.left, box.right) for _, text, box, _ in letters for _ in text)
    yield Piece(" ".join(words.split()), places, box, bold, turned, sides)
