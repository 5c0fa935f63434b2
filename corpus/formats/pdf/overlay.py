"""Puts words that OCR found behind the pages of a PDF that are pictures."""

import io
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import Damaged
from corpus.formats.pdf.pages import opened, seen

_SCALE = 200 / 72  # pixels of a point: as sharp as what tesseract reads
_MOST_PIXELS = 6_000_000  # as `page_image`: 2,400 pixels in width at A4


def with_words(data: bytes, recognized: bytes, numbers: Sequence[int]) -> bytes:
    """Return a PDF with the words of another behind some of its pages.

    A page that is a picture stays as it is. Another one, whose own text says something else than
    it shows, becomes a picture of itself.

    Args:
        data: The PDF.
        recognized: A PDF with a page of words that are not drawn for each of those pages.
        numbers: The pages, from 1.

    Raises:
        Damaged: If one of them cannot be read.
    """
    out = io.BytesIO()
    with opened(data) as document:
        words = pdfium.PdfDocument(recognized)
        try:
            for place, number in enumerate(numbers[: len(words)]):
                page = document[number - 1]
                found = seen(page)
                if not found.scan:
                    _become_picture(document, page)
                _add_words(document, page, words, place)
                page.gen_content()
                page.close()
            document.save(out, flags=raw.FPDF_NO_INCREMENTAL | raw.FPDF_REMOVE_SECURITY)
        except pdfium.PdfiumError as exc:
            raise Damaged("what OCR read cannot be added to it") from exc
        finally:
            words.close()
    return out.getvalue()


def _add_words(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, words: pdfium.PdfDocument, place: int
) -> None:
    """Add a page of words as one object, as large as the page and turned with it."""
    source = words[place]
    across, down = source.get_size()
    source.close()
    form = words.page_as_xobject(place, document).as_pageobject()
    form.set_matrix(_onto(page, page.get_width() / across, page.get_height() / down))
    page.insert_obj(form)


def _become_picture(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> None:
    """Put a picture of a page in the place of all that is on it."""
    across, down = page.get_size()
    scale = min(_SCALE, (_MOST_PIXELS / max(across * down, 1.0)) ** 0.5)
    image = pdfium.PdfImage.new(document)
    image.set_bitmap(page.render(scale=scale))
    for item in list(page.get_objects(max_depth=1)):
        page.remove_obj(item)
    image.set_matrix(_onto(page, across, down))
    page.insert_obj(image)


def _onto(page: pdfium.PdfPage, across: float, down: float) -> pdfium.PdfMatrix:
    """Return what places a thing on a page as it is seen, so many times as large."""
    x0, y0, x1, y1 = page.get_cropbox()
    match page.get_rotation():
        case 90:
            return pdfium.PdfMatrix(0, across, -down, 0, x1, y0)
        case 180:
            return pdfium.PdfMatrix(-across, 0, 0, -down, x1, y1)
        case 270:
            return pdfium.PdfMatrix(0, -across, down, 0, x0, y1)
    return pdfium.PdfMatrix(across, 0, 0, down, x0, y0)
