"""A page of a PDF as a picture, with quoted words boxed."""

import ctypes
import struct
import zlib
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import Unreadable
from corpus.formats.pdf.pages import HYPHEN, Piece, load_page, opened, seen
from corpus.formats.pdf.reading_order import in_order
from corpus.formats.pdf.ruling import ruling
from corpus.formats.pdf.sideways import parted
from corpus.formats.pdf.tables import with_tables

MAX_WIDTH = 2_400  # pixels; a guess: a page over the width of a sharp screen
_MAX_HEIGHT = 6_000  # pixels; with the width, 43 MB of red, green and blue
_FILL = (168, 224, 194, 255)  # red, green, blue, opacity: the marker of the page, `--mark-now`
_EDGE = (10, 95, 67, 255)  # a darker green (`--pin`), visible in black and white too
_AHEAD = 2_000  # characters that may be missing from the text before a piece; a guess: half a page
_AHEAD_OF_LETTER = 60  # characters; a guess: short words, as numbers of pages, stand anywhere
_LONG = 12  # characters; a guess: longer words are not found by chance
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB = 2  # the color type of PNG


def page_image(data: bytes, number: int, text: str, span: Sequence[int], width: int) -> bytes:
    """Return a page as PNG; the words of a span of its text are boxed where they are found.

    Args:
        data: The PDF.
        number: The page, from 1.
        text: The page's part of the canonical text.
        span: Start and end of what to box, in `text`.
        width: The width of the picture in pixels, at most `MAX_WIDTH`.

    Raises:
        Unreadable: If there is no such page.
    """
    with opened(data) as document:
        if not 1 <= number <= len(document):
            raise Unreadable(f"there is no page {number}: it has {len(document)}")
        page = load_page(document, number).page
        words = seen(page)  # it turns the page upright
        if span[0] < span[1]:
            drawn = ruling(page, words.boxes)
            pieces, sideways = parted(words.pieces, words.sideways, drawn)
            rows = [*with_tables(in_order(pieces), drawn), *sideways]
            _box(page, cited([piece for row in rows for piece in row.pieces], text, *span))
        across, down = max(page.get_width(), 1.0), max(page.get_height(), 1.0)
        scale = min(min(width, MAX_WIDTH) / across, _MAX_HEIGHT / down)
        bitmap = page.render(scale=scale, rev_byteorder=True)
        return _png(bitmap, scale)


def cited(pieces: Sequence[Piece], text: str, start: int, end: int) -> list[tuple[int, ...]]:
    """Return for each piece that a span of the text touches the characters of it that lie in it.

    The text is that of the pieces in their order; some may be missing in it (running
    headers), or stand earlier (notes), and hyphens at the ends of lines may be missing.
    """
    letters = [place for place, character in enumerate(text) if not character.isspace()]
    bare = "".join(text[place] for place in letters)
    found: list[tuple[int, ...]] = []
    position = 0
    for piece in pieces:
        words = "".join(piece.text.split())
        key = words.strip(HYPHEN).replace(HYPHEN, "-")
        ahead = min(_AHEAD, _AHEAD_OF_LETTER * len(key))
        begins = bare.find(key, position, position + len(key) + ahead)
        if begins >= 0:
            position = begins + len(key)
        elif len(key) >= _LONG:
            begins = bare.find(key)
        if begins < 0 or not key:
            continue
        lead = len(words) - len(words.lstrip(HYPHEN))
        within = [
            piece.chars[lead + offset]
            for offset in range(len(key))
            if start <= letters[begins + offset] < end and lead + offset < len(piece.chars)
        ]
        if within:
            found.append(tuple(within))
    return found


def _box(page: pdfium.PdfPage, runs: Sequence[Sequence[int]]) -> None:
    """Draw a box under each run of characters, as part of the page, so that it turns with it."""
    text = page.get_textpage()
    for left, bottom, right, top in list(_areas(text, runs)):
        box = raw.FPDFPageObj_CreateNewRect(
            left - 1, bottom - 1, right - left + 2, top - bottom + 2
        )
        raw.FPDFPageObj_SetFillColor(box, *_FILL)
        raw.FPDFPageObj_SetStrokeColor(box, *_EDGE)
        raw.FPDFPageObj_SetStrokeWidth(box, 0.7)  # points; a guess: a hairline
        raw.FPDFPath_SetDrawMode(box, raw.FPDF_FILLMODE_ALTERNATE, True)
        raw.FPDFPageObj_SetBlendMode(box, b"Multiply")
        raw.FPDFPage_InsertObject(page.raw, box)
    text.close()


def _areas(
    text: pdfium.PdfTextPage, runs: Sequence[Sequence[int]]
) -> Iterator[tuple[float, float, float, float]]:
    area = raw.FS_RECTF()
    for run in runs:
        boxes = [
            (area.left, area.bottom, area.right, area.top)
            for place in run
            if raw.FPDFText_GetLooseCharBox(text.raw, place, ctypes.byref(area))
        ]
        if boxes:
            lefts, bottoms, rights, tops = zip(*boxes, strict=True)
            yield min(lefts), min(bottoms), max(rights), max(tops)


def _png(bitmap: pdfium.PdfBitmap, scale: float) -> bytes:
    """Return a bitmap as PNG (RFC 2083): its lines, each after a zero, compressed.

    `scale` is how many pixels a point has; the file tells it as pixels of a metre.
    """
    size, stride = 3 * bitmap.width, bitmap.stride
    data = bytes(bitmap.buffer)
    if bitmap.n_channels != 3:
        raise Unreadable("the page cannot be shown as a picture")
    lines = b"".join(
        b"\0" + data[line * stride : line * stride + size] for line in range(bitmap.height)
    )
    # 8 bits for each color.
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, _RGB, 0, 0, 0)
    metre = round(scale * 72 / 0.0254)  # an inch has 72 points and 0.0254 m
    size_on_paper = struct.pack(">IIB", metre, metre, 1)
    chunks = (
        (b"IHDR", header),
        (b"pHYs", size_on_paper),
        (b"IDAT", zlib.compress(lines, 6)),  # zlib's own default
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
