"""Word: numbers of lists, notes, symbols, tables and fields as the page shows them."""

import io
import zipfile

import pytest
from made_files import make_docx, paragraph

from corpus import Document, Source, read

FILE = Source("test:file", "papers/rules.bin")
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RUN = "<w:r><w:t>{}</w:t></w:r>"


def docx(body: str, **parts: str) -> Document:
    return read(make_docx(body, **parts), FILE)


def lines(document: Document) -> list[str]:
    return [line.strip() for line in document.text.splitlines() if line.strip()]


def item(words: str, number: int = 1, depth: int = 0, facts: str = "") -> str:
    return paragraph(
        words, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>{facts}'
    )


def level(depth: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
              ) -> str:  # fmt: skip
    return f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>{nums}'


# Numbers -------------------------------------------------------------------------------------


def test_lists_show_the_numbers_that_their_levels_define() -> None:
    levels = (
        level(0, "upperRoman", "Article %1.", start=4),
        level(1, "lowerLetter", "(%2)"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    document = docx(
        item("a") + item("b", depth=1) + item("c", depth=1) + item("d", depth=2) + item("e")
        + item("f", depth=1),
        numbering=numbering(*levels),
    )  # fmt: skip

    assert lines(document) == [
        "Article IV. a", "(a) b", "(b) c", "4.2.1 d", "Article V. e", "(a) f",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "start", "shown"),
    [
        ("decimalZero", 7, "07"), ("ordinal", 22, "22nd"), ("upperLetter", 28, "BB"),
        ("lowerRoman", 14, "xiv"), ("cardinalText", 21, "Twenty-one"),
        ("ordinalText", 23, "Twenty-third"), ("japaneseCounting", 12, "十二"),
        ("decimalEnclosedCircle", 3, "③"), ("bullet", 1, "-"), ("hebrew1", 1, "-"),
    ],
)  # fmt: skip
def test_forms_of_numbers(form: str, start: int, shown: str) -> None:
    document = docx(item("x"), numbering=numbering(level(0, form, "%1", start=start)))

    assert document.text == f"{shown} x"


def test_lists_start_anew_only_where_word_starts_them() -> None:
    change = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/></w:lvlOverride>'
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="7"/>{change if n == 3 else ""}</w:num>'
        for n in (1, 2, 3)
    )
    levels = (
        level(0, "decimal", "%1."),
        level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>'),
    )
    document = docx(
        item("a") + item("b", depth=1) + item("c", 2) + item("d", 2, depth=1) + item("e", 3)
        + item("", 3) + item("f", 3) + item("plain", 0),
        numbering=numbering(*levels, nums=nums),
    )  # fmt: skip

    # Lists of one definition go on; an empty paragraph has a number, too.
    assert lines(document) == ["1. a", "1) b", "2. c", "2) d", "12. e", "14. f", "plain"]


def test_styles_bring_numbers_with_them_also_headings() -> None:
    styles = (
        '<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="H2"><w:name w:val="heading 2"/>'
        '<w:basedOn w:val="H1"/></w:style><w:style w:styleId="Own"><w:basedOn w:val="H2"/>'
        '<w:name w:val="Own"/></w:style>'
    )
    levels = (
        level(0, "decimal", "%1", '<w:pStyle w:val="H1"/>'),
        level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>'),
    )
    document = docx(
        paragraph("Ships", '<w:pStyle w:val="H1"/>')
        + paragraph("Boats", '<w:pStyle w:val="H2"/>')
        + paragraph("Rafts", '<w:pStyle w:val="Own"/>'),
        styles=styles,
        numbering=numbering(*levels),
    )

    assert [h.title for h in document.headings] == ["1 Ships", "1.1 Boats", "1.2 Rafts"]


# Words ---------------------------------------------------------------------------------------


def test_raised_marks_never_join_the_number_before_them() -> None:
    styles = (
        '<w:style w:styleId="Ref"><w:name w:val="Ref"/><w:rPr><w:vertAlign w:val="superscript"/>'
        "</w:rPr></w:style>"
    )
    document = docx(
        f"<w:p>{RUN.format('1,500')}<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
        f"<w:t>3</w:t></w:r>{RUN.format(' m')}<w:r><w:rPr><w:position w:val='8'/></w:rPr><w:t>2"
        f"</w:t></w:r>{RUN.format(' in 2019')}<w:r><w:rPr><w:rStyle w:val='Ref'/></w:rPr><w:t>12"
        f"</w:t></w:r>{RUN.format('.')}</w:p>",
        styles=styles,
    )

    assert document.text == "1,500[3] m² in 2019[12]."


def test_symbols_are_read_as_what_they_show() -> None:
    wingdings = '<w:rFonts w:ascii="Wingdings"/>'
    document = docx(
        '<w:p><w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>' + RUN.format(" 5 ")
        + '<w:r><w:sym w:font="Symbol" w:char="62"/></w:r></w:p>'
        + paragraph("\uf0fc done", run=wingdings.replace("Wingdings", "Other"))
        + paragraph("\uf0fc", run=wingdings)
    )  # fmt: skip

    assert lines(document) == ["≤ 5 β", "done", "✓"]


def test_empty_content_controls_are_left_out_and_filled_ones_read() -> None:
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    filled = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    document = docx(
        f"<w:p>{RUN.format('Name: ')}{empty.format(RUN.format('Click here.'))}</w:p>"
        + empty.format(paragraph("Choose an item."))
        + filled.format(paragraph("Ann Reed"))
    )

    assert lines(document) == ["Name:", "Ann Reed"]


def test_fields_show_their_results_and_never_their_codes() -> None:
    def mark(kind: str, more: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{more}</w:fldChar></w:r>'

    code = "<w:r><w:instrText>IF</w:instrText></w:r>"
    inner = mark("begin") + code + mark("separate") + RUN.format("unseen") + mark("end")
    box = "<w:ffData><w:checkBox><w:default w:val='{}'/></w:checkBox></w:ffData>"
    document = docx(
        f"<w:p>{mark('begin')}{code}{inner}{mark('separate')}{RUN.format('Seen')}{mark('end')}"
        f"{RUN.format(' on ')}<w:fldSimple>{RUN.format('page 7')}</w:fldSimple></w:p>"
        f"<w:p>{mark('begin', box.format(1))}{code}{mark('end')}{RUN.format(' paid')}</w:p>"
        f"<w:p>{mark('begin')}{code}</w:p>{paragraph('Damage ends with its paragraph.')}"
    )

    assert lines(document) == ["Seen on page 7", "☒ paid", "Damage ends with its paragraph."]


def test_hidden_and_struck_out_text_is_left_out_and_said_to_be() -> None:
    styles = '<w:style w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    document = docx(
        f"<w:p>{RUN.format('The fee is ')}<w:r><w:rPr><w:strike/></w:rPr><w:t>40 </w:t></w:r>"
        f"{RUN.format('55 crowns.')}</w:p>"
        + paragraph("By the style of a paragraph.", '<w:pStyle w:val="Gone"/>')
        + paragraph("Shown again.", '<w:pStyle w:val="Gone"/>', '<w:vanish w:val="0"/>'),
        styles=styles,
    )

    assert lines(document) == ["The fee is 55 crowns.", "Shown again."]
    assert document.notes == ("Hidden words were left out.", "Struck-out words were left out.")


def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next() -> None:
    document = docx(
        paragraph("It goes ", "<w:rPr><w:del/></w:rPr>") + paragraph("on.") + paragraph("Next.")
    )

    assert lines(document) == ["It goes on.", "Next."]


def test_a_text_box_is_read_once() -> None:
    inner = f"<w:txbxContent>{paragraph('Inner.')}</w:txbxContent>"
    box = f"<w:txbxContent><w:p>{RUN.format('In a box.')}<w:r>{inner}</w:r></w:p></w:txbxContent>"
    both = (
        f"<mc:AlternateContent {MC}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent>"
    )
    document = docx(
        f"<w:p>{RUN.format('Before.')}<w:r>{both}</w:r></w:p><w:tbl><w:tr><w:tc><w:p>"
        f"{RUN.format('cell')}<w:r>{both}</w:r></w:p></w:tc><w:tc>{paragraph('x')}</w:tc></w:tr>"
        "</w:tbl>"
    )

    assert lines(document) == ["Before.", "In a box.", "Inner.", "cell | x", "In a box.", "Inner."]


def test_equations_stand_on_one_line() -> None:
    m = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    run = "<m:r><m:t>{}</m:t></m:r>"
    document = docx(
        f"<w:p><m:oMath {m}><m:f><m:num>{run.format('a+b')}</m:num><m:den>{run.format('2')}"
        f"</m:den></m:f>{run.format(' = ')}<m:sSup><m:e>{run.format('x')}</m:e><m:sup>"
        f"{run.format('2')}</m:sup></m:sSup></m:oMath></w:p>"
    )

    assert document.text == "(a+b)/2 = x²"


def test_charts_and_diagrams_are_read_once() -> None:
    a = "http://schemas.openxmlformats.org/drawingml/2006"
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    chart = f'<c:chart xmlns:c="{a}/chart" {r} r:id="r1"/>'
    diagram = f'<d:relIds xmlns:d="{a}/diagram" {r} r:dm="r2"/>'
    body = f"<w:p><w:r><w:drawing>{chart}{diagram}</w:drawing></w:r></w:p>"
    related = '<R><r Id="r1" Target="c.xml"/><r Id="r2" Target="d.xml"/></R>'
    point = '<c:pt idx="0"><c:v>{}</c:v></c:pt>'
    chart_xml = (
        f'<c:chartSpace xmlns:c="{a}/chart"><c:chart><c:ser><c:cat>{point.format("Selby")}</c:cat>'
        f"<c:val>{point.format(4)}</c:val></c:ser></c:chart></c:chartSpace>"
    )
    diagram_xml = (
        f'<d:dataModel xmlns:d="{a}/diagram" xmlns:a="{a}/main"><d:ptLst><d:pt modelId="1"><a:p>'
        "<a:r><a:t>Catch</a:t></a:r></a:p></d:pt></d:ptLst></d:dataModel>"
    )
    out = io.BytesIO(make_docx(body + body))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/_rels/document.xml.rels", related)
        archive.writestr("word/c.xml", chart_xml)
        archive.writestr("word/d.xml", diagram_xml)

    assert lines(read(out.getvalue(), FILE)) == ["Selby | 4", "- Catch"]


# Notes ---------------------------------------------------------------------------------------


def test_notes_and_comments_are_marked_and_comments_have_their_author() -> None:
    def note(kind: str, key: int, words: str) -> str:
        return (
            f'<w:{kind} w:id="{key}"><w:p><w:r><w:{kind}Ref/></w:r>{RUN.format(words)}</w:p>'
            f"</w:{kind}>"
        )

    body = (
        f"<w:p>{RUN.format('Herons wade')}<w:r><w:footnoteReference w:id='4'/></w:r>"
        f"{RUN.format(' and storks stand')}<w:r><w:endnoteReference w:id='5'/></w:r>"
        f"<w:r><w:footnoteReference w:id='6' w:customMarkFollows='1'/><w:t>*</w:t></w:r>"
        f"{RUN.format('.')}<w:r><w:commentReference w:id='9'/></w:r></w:p>"
    )
    document = docx(
        body,
        footnotes=note("footnote", 4, "In May.") + note("footnote", 6, "Mostly."),
        endnotes=note("endnote", 5, "At night."),
        comments='<w:comment w:id="9" w:author="Ann Reed" w:date="2024-05-06T07:08:09Z">'
        + paragraph("Surely not.") + "</w:comment>",
    )  # fmt: skip

    assert lines(document) == [
        "Herons wade[1] and storks stand[i]*.", "[1] In May.", "[i] At night.", "* Mostly.",
        "Comment by Ann Reed: Surely not.",
    ]  # fmt: skip
    (voice,) = document.voices
    assert (voice.author, voice.published) == ("Ann Reed", "2024-05-06")


def test_marks_that_start_anew_on_each_page_are_not_invented() -> None:
    document = docx(
        f"<w:p>{RUN.format('Herons wade.')}<w:r><w:footnoteReference w:id='4'/></w:r></w:p>",
        footnotes=f'<w:footnote w:id="4">{paragraph("In May.")}</w:footnote>',
        settings='<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>',
    )

    assert lines(document) == ["Herons wade.[note]", "[note] In May."]


# Tables --------------------------------------------------------------------------------------


def cell(content: str, facts: str = "") -> str:
    return f"<w:tc><w:tcPr>{facts}</w:tcPr>{content}</w:tc>"


def row(*cells: str, facts: str = "") -> str:
    return f"<w:tr><w:trPr>{facts}</w:trPr>{''.join(cells)}</w:tr>"


def plain(*words: str) -> list[str]:
    return [cell(paragraph(word)) for word in words]


def grid(document: Document, number: int = 0) -> list[list[str]]:
    return [
        [document.text[c.start : c.end] for c in cells] for cells in document.tables[number].rows
    ]


def test_paragraphs_and_lists_in_cells_do_not_run_together() -> None:
    duties = paragraph("They shall:") + item("deliver") + item("send an invoice")
    document = docx(
        "<w:tbl>"
        + row(*plain("Supplier"), cell(duties))
        + row(*plain("Buyer"), cell(paragraph("pays") + paragraph("inspects")))
        + "</w:tbl>",
        numbering=numbering(level(0, "decimal", "%1.")),
    )

    assert lines(document) == [
        "Supplier | They shall: 1. deliver / 2. send an invoice", "Buyer | pays / inspects",
    ]  # fmt: skip


def test_merged_and_missing_cells_keep_the_columns_in_place() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = docx(
        "<w:tbl>"
        + row(
            *plain("Port"), cell(paragraph("Summer"), '<w:gridSpan w:val="2"/>'), *plain("Winter")
        )
        + row(cell(paragraph("Askvik"), down), *plain("12", "", "7"))
        + row(cell("<w:p/>", on), *plain("13", "15", "8"))
        + row(*plain("9", "9"), facts='<w:gridBefore w:val="2"/>')
        + "</w:tbl>"
    )

    assert grid(document) == [
        ["Port", "Summer", "Summer", "Winter"], ["Askvik", "12", "", "7"],
        ["Askvik", "13", "15", "8"], ["", "", "9", "9"],
    ]  # fmt: skip


def test_head_rows_are_those_that_word_repeats_or_that_look_so() -> None:
    def heads(*rows: str, facts: str = "", **parts: str) -> int:
        return docx(f"<w:tbl>{facts}{''.join(rows)}</w:tbl>", **parts).tables[0].heads

    bold = [cell(paragraph(w, run="<w:b/>")) for w in ("Name", "Place")]
    words = row(*plain("Ann", "Selby"))
    look = '<w:tblPr><w:tblStyle w:val="Grid"/><w:tblLook w:firstRow="1"/></w:tblPr>'
    styled = (
        '<w:style w:styleId="Grid" w:type="table"><w:name w:val="Grid"/><w:tblStylePr '
        'w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
    )
    assert heads(row(*plain("Name", "Place"), facts="<w:tblHeader/>"), words) == 1
    assert heads(row(*bold), words) == 1
    assert heads(row(*plain("Name", "Place")), words, facts=look, styles=styled) == 1
    assert heads(row(*plain("Port", "Sum")), row(*plain("A", "1")), row(*plain("B", "2"))) == 1
    # A form: nothing says that its first row is another than the rest.
    assert heads(row(*plain("Name", "Ann")), row(*plain("Place", "Selby"))) == 0


def test_a_table_that_only_frames_others_is_none_itself() -> None:
    inner = f"<w:tbl>{row(*plain('a', 'b'))}{row(*plain('c', 'd'))}</w:tbl><w:p/>"
    frame = f"<w:tbl>{row(cell(paragraph('Left.')), cell(inner))}</w:tbl>"
    box = f"<w:tbl>{row(cell(paragraph('One.') + paragraph('Two.')))}</w:tbl>"

    assert docx(frame + box).text == "Left.\n\na | b\nc | d\n\nOne.\n\nTwo."


def test_a_caption_over_a_table_belongs_to_it() -> None:
    styles = '<w:style w:styleId="C"><w:name w:val="caption"/></w:style>'

    def caption(words: str) -> str:
        return paragraph(words, '<w:pStyle w:val="C"/>')

    table = f"<w:tbl>{row(*plain('a', 'b'))}</w:tbl>"
    document = docx(
        caption("Table 1: Fees") + table + caption("Figure 1: A boat") + paragraph("Words.")
        + caption("The end"),
        styles=styles,
    )  # fmt: skip

    assert lines(document) == [
        "Table 1: Fees", "a | b", "Figure 1: A boat", "Words.", "The end",
    ]  # fmt: skip
    (found,) = document.tables
    assert found.caption is not None
    assert document.text[slice(*found.caption)] == "Table 1: Fees"
