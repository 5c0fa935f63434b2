"""Notes, stamps and attachments of PDFs, and pages that only stand for something else."""

import io

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from made_files import make_docx, make_pdf, paragraph, raw_pdf, text_page
from reportlab.pdfgen.canvas import Canvas

from corpus import Contents, Document, Source, UnsupportedFormat, read
from corpus.reading import read_contents

PDF = Source("test:pdf", "gulls.pdf")
TEXT = b"BT /F 12 Tf 72 700 Td (The north pier is open in spring.) Tj ET"
SAID = "The north pier is open in spring."


def annotated(*annotations: bytes, more: tuple[bytes, ...] = ()) -> Document:
    return read(raw_pdf(TEXT, *more, annotations=b" ".join(annotations)), PDF)


def test_notes_are_read_as_notes_with_their_author_and_day() -> None:
    note = (
        b"<</Type/Annot/Subtype/Text/Rect[400 700 420 720]/T(Ida Moor)/M(D:20210304120000)"
        b"/Contents(The pier was closed in March.)>>"
    )
    document = annotated(note)
    assert document.text == f"{SAID}\n\nNote: The pier was closed in March."
    assert [(v.author, v.published) for v in document.voices] == [("Ida Moor", "2021-03-04")]


def test_typed_notes_with_and_without_looks_are_read_once() -> None:
    bare = (
        b"<</Subtype/FreeText/Rect[72 500 400 520]/DA(/Helv 12 Tf 0 g)/Contents(Put off to May.)>>"
    )
    drawn = (
        b"<</Subtype/FreeText/Rect[72 400 400 420]/DA(/Helv 12 Tf 0 g)/F 4/AP<</N 6 0 R>>"
        b"/Contents(Agreed in June.)>>"
    )
    content = b"BT /F 12 Tf 2 5 Td (Agreed in June.) Tj ET"
    looks = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 328 20]/Resources<</Font<</F 5 0 R>>>>"
        b"/Length %d>>stream\n%b\nendstream" % (len(content), content)
    )
    text = annotated(bare, drawn, more=(looks,)).text
    assert text.count("Put off to May.") == 1
    assert text.count("Agreed in June.") == 1


@pytest.mark.parametrize(
    "unseen",
    [
        b"<</Subtype/Text/Rect[1 1 9 9]/F 2/Contents(Hidden remark.)>>",
        b"<</Subtype/Text/Rect[1 1 9 9]/F 32/Contents(Hidden remark.)>>",
        b"<</Subtype/Link/Rect[1 1 9 9]/Contents(Hidden remark.)>>",
        b"<</Subtype/Popup/Rect[1 1 9 9]/Contents(Hidden remark.)>>",
        b"<</Subtype/Text/Rect[1 1 9 9]/StateModel(Review)/Contents(Hidden remark.)>>",
        b"<</Subtype/Highlight/Rect[1 1 9 9]/Contents(The north pier is open in spring.)>>",
    ],
)
def test_what_nobody_sees_or_is_there_already_is_no_note(unseen: bytes) -> None:
    assert annotated(unseen).text == SAID


def test_a_note_stays_on_its_page() -> None:
    def noted(canvas: Canvas) -> None:
        canvas.textAnnotation("Seen by the warden.", (400, 700, 420, 720))
        text_page("The heron is a bird that lives near wa-")(canvas)

    document = read(make_pdf(noted, text_page("ter and eats fish.")), PDF)
    first, second = document.pages
    assert "Seen by the warden." in document.text[first.start : first.end]
    assert "lives near water and eats fish." in document.text
    assert "eats fish" in document.text[second.start : second.end]


def embedding(data: bytes, name: str, said: str = SAID) -> Contents:
    """Return what is read of a PDF with a file in it."""
    document = pdfium.PdfDocument(make_pdf(text_page(said)))
    wide = (name + "\0").encode("utf-16-le")
    characters = (raw.FPDF_WCHAR * (len(wide) // 2)).from_buffer_copy(wide)
    file = raw.FPDFDoc_AddAttachment(document.raw, characters)
    raw.FPDFAttachment_SetFile(file, document.raw, data, len(data))
    out = io.BytesIO()
    document.save(out)
    return read_contents(out.getvalue(), PDF)


def test_an_attachment_is_a_part_beside_the_document() -> None:
    inner = make_docx(paragraph("The minutes of June."))
    contents = embedding(inner, "minutes.docx")
    assert contents.document is not None
    assert contents.document.text == SAID
    assert [(part.name, part.data) for part in contents.parts] == [("minutes.docx", inner)]


def test_a_file_attached_to_a_place_on_a_page_is_a_part() -> None:
    pin = b"<</Subtype/FileAttachment/Rect[9 9 20 20]/FS 6 0 R>>"
    data = raw_pdf(
        TEXT,
        b"<</Type/Filespec/F(fees.txt)/UF(fees.txt)/EF<</F 7 0 R>>>>",
        b"<</Type/EmbeddedFile/Length 20>>stream\nThe fee is 12 crowns\nendstream",
        annotations=pin,
    )
    contents = read_contents(data, PDF)
    assert [(part.name, part.data) for part in contents.parts] == [
        ("fees.txt", b"The fee is 12 crowns")
    ]


COVERS = [
    "For the best experience, open this PDF portfolio in Acrobat X or Adobe Reader X, or later.",
    "Optimale Ergebnisse erzielen Sie, wenn Sie dieses PDF-Portfolio in Adobe Reader öffnen.",
    "Pour un résultat optimal, ouvrez ce porte-documents PDF dans Adobe Reader.",
]


@pytest.mark.parametrize("cover", COVERS)
def test_the_cover_of_a_portfolio_is_no_document(cover: str) -> None:
    contents = embedding(b"The fee is 12 crowns.", "fees.txt", cover)
    assert contents.document is None
    assert [part.name for part in contents.parts] == ["fees.txt"]
    with pytest.raises(UnsupportedFormat, match="portfolio"):
        read(make_pdf(text_page(cover)), PDF)


def test_a_form_that_only_says_to_wait_is_refused() -> None:
    page = text_page(
        "Please wait...",
        "If this message is not eventually replaced by the proper contents of the document,",
        "your PDF viewer may not be able to display this type of document.",
    )
    with pytest.raises(UnsupportedFormat, match="XFA"):
        read(make_pdf(page), PDF)


def test_a_document_that_speaks_of_portfolios_is_one() -> None:
    said = ["A PDF portfolio is opened in Adobe Acrobat."] + ["It holds several files."] * 60
    assert "Adobe Acrobat" in read(make_pdf(text_page(*said)), PDF).text
