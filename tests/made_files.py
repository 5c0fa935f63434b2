"""Makes small files of every format that is read, and broken ones."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def make_pdf(*pages: Callable[[Canvas], None], **told: str) -> bytes:
    """Return a PDF whose pages are drawn by functions; `told` is its title, author …"""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True, encrypt=told.pop("encrypt", None))
    for name, value in told.items():
        getattr(canvas, f"set{name.title()}")(value)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def raw_pdf(
    content: bytes,
    *more: bytes,
    annotations: bytes = b"",
    catalog: bytes = b"",
    resources: bytes = b"",
    fonts: bytes = b"",
) -> bytes:
    """Return a PDF of one page with what reportlab does not write.

    Args:
        content: What draws the page; the font `/F` is Helvetica.
        more: Further objects, the first of them number 6.
        annotations: Those of the page.
        catalog: Further entries of the catalog.
        resources: Further resources of the page.
        fonts: Its further fonts.
    """
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots["
        + annotations + b"]/Resources<</Font<</F 5 0 R" + fonts + b">>" + resources + b">>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        *more,
    ]  # fmt: skip
    body = b"%PDF-1.7\n"
    places = []
    for number, written in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj%b\nendobj\n" % (number, written)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(places) + 1, b"".join(places))
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + table + end % (len(places) + 1, len(body))


def lines(
    canvas: Canvas,
    words: Sequence[str],
    x: float = 72,
    y: float = 750,
    size: float = 11,
    font: str = "Times-Roman",
) -> None:
    """Draw lines below each other."""
    canvas.setFont(font, size)
    for number, line in enumerate(words):
        canvas.drawString(x, y - number * size * 1.2, line)


def text_page(*words: str) -> Callable[[Canvas], None]:
    """Return what draws a page of lines."""
    return lambda canvas: lines(canvas, words)


def scanned_page(words: str, called: int = 0) -> Callable[[Canvas], None]:
    """Return what draws a picture with recognized words behind it, on a page with a label."""

    def draw(canvas: Canvas) -> None:
        if called:
            canvas.addPageLabel(canvas.getPageNumber() - 1, style="ARABIC", start=called)
        canvas.drawImage(ImageReader(Image.new("L", (40, 40), 128)), 0, 0, 500, 700)
        text = canvas.beginText(72, 600)
        text.setTextRenderMode(3)
        text.textLine(words)
        canvas.drawText(text)

    return draw


def make_zip(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_docx(body: str, **parts: str) -> bytes:
    """Return a Word file with a body in XML; `parts` are further files of `word/`."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "docProps/core.xml": '<p xmlns:dc="dc" xmlns:dcterms="t"><dc:title>The Heron</dc:title>'
        "<dc:creator>Ann Reed</dc:creator><dcterms:created>2024-05-06T07:08:09Z</dcterms:created>"
        "</p>",
    }
    files |= {f"word/{name}.xml": f"<w:{name} {_W}>{xml}</w:{name}>" for name, xml in parts.items()}
    return make_zip(files)


def paragraph(words: str, facts: str = "", run: str = "") -> str:
    """Return a paragraph of Word, with facts about it and about its one run."""
    return (
        f"<w:p><w:pPr>{facts}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
    )


def make_epub(
    chapters: Sequence[str], again: int = 1, files: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """Return a book of HTML chapters, whose spine names them so many times."""
    items = "".join(f'<item id="c{n}" href="c%20{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters))) * again
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata><dc:title>Birds</dc:title><dc:creator>Ann Reed</dc:creator>"
        "<dc:date>2001-02-03</dc:date><dc:publisher>Marsh Press</dc:publisher></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    pages = {f"OEBPS/c {n}.xhtml": page for n, page in enumerate(chapters)}
    return make_zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": book,
            **pages,
            **files,
        }
    )
