"""Word, PowerPoint, Excel, OpenDocument, RTF and tables in text: what a reader sees."""

import io
from datetime import date
from pathlib import Path

import pytest
from made_files import make_docx, make_zip, paragraph
from openpyxl import Workbook

from corpus import (
    Damaged,
    Document,
    EmptyDocument,
    Encrypted,
    Source,
    TooLarge,
    UnsupportedFormat,
    read,
)

FILE = Source("test:file", "papers/birds.bin")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Own"><w:name w:val="My head"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="•"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="•"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def docx(body: str, **parts: str) -> Document:
    return read(make_docx(body, **parts), FILE)


def listed(words: str, number: int, depth: int = 0) -> str:
    facts = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(words, facts)


def test_word_headings_paragraphs_and_lists() -> None:
    document = docx(
        paragraph("Birds", '<w:pStyle w:val="H1"/>')
        + paragraph("Herons wade.")
        + paragraph("Food", '<w:pStyle w:val="Own"/>')
        + listed("Fish", 1)
        + listed("Frogs", 1)
        + listed("green ones", 2, 1)
        + paragraph("They nest in trees."),
        styles=STYLES,
        numbering=NUMBERING,
    )

    assert document.text == (
        "Birds\n\nHerons wade.\n\nFood\n\n1. Fish\n2. Frogs\n  - green ones\n\nThey nest in trees."
    )
    assert [(h.level, h.title) for h in document.headings] == [(1, "Birds"), (2, "Food")]
    assert (document.title, document.author, document.published) == ("The Heron", "", "")
    assert (document.file_author, document.file_created) == ("Ann Reed", "2024-05-06")


def test_word_tables_are_read_row_by_row_with_merged_and_nested_cells() -> None:
    def cell(words: str, facts: str = "") -> str:
        return f"<w:tc><w:tcPr>{facts}</w:tcPr>{paragraph(words)}</w:tc>"

    first = '<w:vMerge w:val="restart"/>'
    inner = f"<w:tc><w:tbl><w:tr>{cell('in')}{cell('side')}</w:tr></w:tbl><w:p/></w:tc>"
    text = docx(
        paragraph("Before.")
        + f"<w:tbl><w:tr>{cell('Bird')}{cell('Length')}</w:tr>"
        + f"<w:tr>{cell('Heron', first)}{cell('98 cm')}</w:tr>"
        + f"<w:tr>{cell('ignored', '<w:vMerge/>')}{cell('1.5 kg')}</w:tr>"
        + f"<w:tr>{inner}{cell('x')}</w:tr>"
        + f"<w:tr><w:trPr><w:del/></w:trPr>{cell('deleted')}</w:tr></w:tbl>"
        + paragraph("After.")
    ).text

    assert text == (
        "Before.\n\nBird | Length\nHeron | 98 cm\nHeron | 1.5 kg\nin / side | x\n\nAfter."
    )


def test_word_tracked_changes_are_accepted_and_codes_of_fields_left_out() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    text = docx(
        f"<w:p>{run.format('Herons ')}<w:del><w:r><w:delText>hate</w:delText></w:r></w:del>"
        f"<w:ins>{run.format('love')}</w:ins><w:moveFrom>{run.format(' moved away')}</w:moveFrom>"
        '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f"<w:hyperlink>{run.format(' fish')}</w:hyperlink>"
        f"<w:moveTo>{run.format('.')}</w:moveTo></w:p>",
        comments="<w:comment><w:p><w:r><w:t>A remark.</w:t></w:r></w:p></w:comment>",
    ).text

    assert text == "Herons love fish."


def test_word_footnotes_follow_the_paragraph_that_cites_them() -> None:
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Seen in May.</w:t></w:r></w:p></w:footnote>'
    text = docx(
        '<w:p><w:r><w:t>Herons wade.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        + paragraph("Storks stand."),
        footnotes=note,
    ).text

    assert text == "Herons wade.[1]\n\n[1] Seen in May.\n\nStorks stand."


def test_word_text_that_nobody_sees_is_left_out() -> None:
    text = docx(
        paragraph("Seen.")
        + paragraph("Hidden.", run="<w:vanish/>")
        + paragraph("Hidden by style.", run='<w:rStyle w:val="Gone"/>')
        + paragraph("White on white.", run='<w:color w:val="FFFFFF"/>')
        + paragraph("One point.", run='<w:sz w:val="2"/>')
        + paragraph("White on blue.", run='<w:color w:val="FFFFFF"/><w:shd w:fill="0000FF"/>')
        + paragraph("Zero\u200bwidth\U000e0041."),
        styles=STYLES,
    ).text

    assert text == "Seen.\n\nWhite on blue.\n\nZerowidth."


@pytest.mark.parametrize(
    "title",
    ["PowerPoint Presentation", "Microsoft Word - a.doc", "Document1", "[Title]", "old name.docx"],
)
def test_titles_that_programs_make_up_are_none(title: str) -> None:
    files = {
        "word/document.xml": f"<w:document {W}><w:body>{paragraph('Herons wade.')}</w:body>"
        "</w:document>",
        "docProps/core.xml": f'<p xmlns:dc="dc"><dc:title>{title}</dc:title></p>',
    }

    assert read(make_zip(files), FILE).title == "birds"


def test_a_word_file_without_words_is_refused() -> None:
    with pytest.raises(EmptyDocument):
        docx("<w:p/>")


def test_word_opens_no_entity_and_nothing_that_it_points_to(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def ten(number: int) -> str:
        return f"&l{number};" * 10

    bomb = "".join(f"<!ENTITY l{n} '{ten(n - 1)}'>" for n in range(1, 10))
    for entities, use in (
        (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "&x;"),
        (f'<!ENTITY l0 "lol">{bomb}', "&l9;"),
    ):
        xml = (
            f"<!DOCTYPE d [{entities}]><w:document {w}><w:body><w:p><w:r><w:t>Seen {use}</w:t>"
            "</w:r></w:p></w:body></w:document>"
        )
        with pytest.raises(Damaged, match=r"entities|XML"):
            read(make_zip({"word/document.xml": xml}), FILE)


# ZIP files made to flood ----------------------------------------------------------------


def test_a_word_file_that_is_too_large_unpacked_is_refused_before_it_is() -> None:
    with pytest.raises(TooLarge, match="too large when unpacked"):
        docx(paragraph("A" * 60_000_000))


def test_an_archive_of_very_many_files_is_refused() -> None:
    with pytest.raises(TooLarge, match="holds 5,001 files"):
        read(make_zip({f"{n}": b"" for n in range(5_001)}), FILE)


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    honest = make_docx(paragraph("A" * 3_000_000))
    size = len("A" * 3_000_000)
    start = honest.index(b"PK\x01\x02")
    lying = bytearray(honest)
    for at in range(start, len(lying) - 4):
        value = int.from_bytes(lying[at : at + 4], "little")
        if size <= value < size + 1_000:
            lying[at : at + 4] = (100).to_bytes(4, "little")
    assert bytes(lying) != honest

    with pytest.raises(Damaged):
        read(bytes(lying), FILE)


def test_an_archive_in_an_archive_is_not_opened() -> None:
    inner = make_docx(paragraph("Herons wade."))
    with pytest.raises(UnsupportedFormat, match="only holds other files"):
        read(make_zip({"inner.docx": inner}), FILE)


# The others --------------------------------------------------------------------------


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Birds"
    for row in (["Bird", "Length", "Seen"], ["Heron", 98.0, date(2024, 5, 6)], ["Stork", 110.5]):
        sheet.append(row)
    sheet["B6"], sheet["C6"] = "Fish", "Food"
    sheet["B7"], sheet["C7"] = "Carp", True
    hidden = book.create_sheet("Secret")
    hidden.append(["Never", "shown"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_workbook_rows_name_their_columns_sheet_by_sheet_table_by_table() -> None:
    document = read(workbook(), FILE)

    assert document.text == (
        "Birds\n\nBird: Heron; Length: 98; Seen: 2024-05-06\n\nBird: Stork; Length: 110.5\n\n"
        "Fish | Food\nCarp | TRUE"  # two rows of two are as likely a form
    )
    assert [heading.title for heading in document.headings] == ["Birds"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_rows_name_their_columns(mark: str) -> None:
    rows = [["Name", "Note"], ["Heron", f'"kr{mark}ank"'], ["Stork", "nothing"]]
    data = "\n".join(mark.join(row) for row in rows).encode("utf-16")

    said = f"kr{mark}ank".replace("\t", " ")
    assert read(data, FILE, "birds.csv").text == (
        f"Name: Heron; Note: {said}\n\nName: Stork; Note: nothing"
    )


def test_csv_without_names_of_columns_is_rows() -> None:
    assert read(b"1,2\n3,4\n5,6 words", FILE, "a.csv").text == "1 | 2\n3 | 4\n5 | 6 words"


ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def make_odt(body: str, manifest: str = "<m/>") -> bytes:
    return make_zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": manifest,
            "content.xml": f"<office:document-content {ODF}><office:automatic-styles>"
            '<style:style style:name="Gone"><style:text-properties text:display="none"/>'
            "</style:style></office:automatic-styles><office:body><office:text>"
            f"{body}</office:text></office:body></office:document-content>",
            "meta.xml": '<m xmlns:dc="dc" xmlns:meta="m"><dc:title>The Heron</dc:title>'
            "<meta:initial-creator>Ann Reed</meta:initial-creator>"
            "<meta:creation-date>2024-05-06T07:08:09</meta:creation-date></m>",
        }
    )


def test_opendocument_text() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    document = read(
        make_odt(
            "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
            '<text:h text:outline-level="2">Birds</text:h>'
            "<text:p>Herons<text:s text:c='3'/>wade<text:note><text:note-citation>1"
            "</text:note-citation><text:note-body><text:p>In May.</text:p></text:note-body>"
            "</text:note>.<office:annotation><text:p>A remark.</text:p></office:annotation>"
            "</text:p>"
            "<text:list><text:list-item><text:p>Fish</text:p></text:list-item>"
            "<text:list-item><text:p>Frogs</text:p></text:list-item></text:list>"
            f"<table:table><table:table-row>{cell.format('a')}{cell.format('b')}"
            "</table:table-row></table:table>"
            '<text:p text:style-name="Gone">Hidden.</text:p>'
        ),
        FILE,
    )

    assert document.text == (
        "Birds\n\nHerons wade[1].\n\n[1] In May.\n\nComment: A remark.\n\n- Fish\n- Frogs\n\na | b"
    )
    assert (document.title, document.author, document.published) == ("The Heron", "", "")
    assert (document.file_author, document.file_created) == ("Ann Reed", "2024-05-06")


def test_opendocument_with_a_password_is_refused() -> None:
    with pytest.raises(Encrypted):
        read(make_odt("<text:p>x</text:p>", "<m><encryption-data/></m>"), FILE)


def test_powerpoint_slides_are_pages_and_their_titles_headings() -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def shape(words: str, kind: str = "body") -> str:
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr/><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr><p:txBody>'
            f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    def slide(content: str, facts: str = "") -> str:
        return f"<p:sld {a} {p} {facts}>{content}</p:sld>"

    document = read(
        make_zip(
            {
                "ppt/presentation.xml": f'<p:presentation {p} xmlns:r="{r}"><p:sldIdLst>'
                '<p:sldId r:id="r2"/><p:sldId r:id="r1"/><p:sldId r:id="r3"/></p:sldIdLst>'
                "</p:presentation>",
                "ppt/_rels/presentation.xml.rels": '<R><r Id="r1" Target="slides/slide1.xml"/>'
                '<r Id="r2" Target="/ppt/slides/slide2.xml"/><r Id="r3" Target="slides/3.xml"/>'
                '<r Id="r4" TargetMode="External" Target="http://127.0.0.1:9/x"/></R>',
                "ppt/slides/slide1.xml": slide(shape("Herons eat fish.") + shape("Food", "title")),
                "ppt/slides/slide2.xml": slide(shape("Birds", "ctrTitle") + shape("7", "sldNum")),
                "ppt/slides/3.xml": slide(shape("Hidden."), 'show="0"'),
            }
        ),
        FILE,
    )

    assert document.text == "Birds\n\nFood\n\nHerons eat fish."
    assert [document.text[p.start : p.end].strip() for p in document.pages] == [
        "Birds", "Food\n\nHerons eat fish.", "",
    ]  # fmt: skip
    assert [heading.title for heading in document.headings] == ["Birds", "Food"]


def test_rtf() -> None:
    document = read(
        rb"{\rtf1\ansi\ansicpg1252{\info{\title The Heron}{\author Ann Reed}"
        rb"{\creatim\yr2024\mo5\dy6}}{\fonttbl{\f0 Times;}}\f0 Herons \b wade\b0  in caf\'e9s.\par "
        rb"Storks stand.\par {\v Hidden words.}}",
        FILE,
    )

    assert document.text == "Herons wade in cafés.\n\nStorks stand."
    assert (document.title, document.author, document.published) == ("The Heron", "", "")
    assert (document.file_author, document.file_created) == ("Ann Reed", "2024-05-06")
