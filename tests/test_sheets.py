"""Spreadsheets: what their sheets show, and nothing that they hide."""

import base64
import io
import zlib
from collections.abc import Callable

import pytest
from made_files import make_zip
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from corpus import Document, Source, read

FILE = Source("test:file", "papers/boats.bin")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(fill: Callable[[Worksheet], None]) -> Document:
    book = Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return read(out.getvalue(), FILE)


def rows(*rows: list[object]) -> Callable[[Worksheet], None]:
    def fill(found: Worksheet) -> None:
        for row in rows:
            found.append(row)

    return fill


def said(document: Document) -> list[str]:
    """Return the blocks of a document below the name of its sheet."""
    return document.text.split("\n\n")[1:]


def test_truth_values_and_errors_show_as_in_the_sheet() -> None:
    document = sheet(rows(["Item", "Paid", "Rate"], ["Rope", True, "#N/A"], ["Tar", False, 2]))

    assert said(document) == [
        "Item: Rope; Paid: TRUE; Rate: #N/A",
        "Item: Tar; Paid: FALSE; Rate: 2",
    ]


def test_cells_show_their_number_formats() -> None:
    def fill(found: Worksheet) -> None:
        rows(["Item", "Share", "File"], ["Rope", 0.075, 427])(found)
        found["B2"].number_format, found["C2"].number_format = "0.0%", "000000"

    assert said(sheet(fill)) == ["Item: Rope; Share: 7.5%; File: 000427"]


def test_hidden_rows_and_columns_are_left_out_and_said_to_be() -> None:
    def fill(found: Worksheet) -> None:
        rows(["Payee", "Sum", "Note"], ["Ann", 5, "x"], ["Kim", 9, "y"], ["Ole", 7, "z"])(found)
        found.row_dimensions[3].hidden = True
        found.column_dimensions["C"].hidden = True
        found["A3"].comment = Comment("of a hidden row", "Ann")

    document = sheet(fill)

    assert said(document) == ["Payee: Ann; Sum: 5", "Payee: Ole; Sum: 7"]
    assert document.notes == ("1 hidden row and 1 hidden column were left out.",)


def test_columns_without_width_and_collapsed_groups_are_hidden() -> None:
    columns = '<cols><col min="2" max="2" width="0" customWidth="1"/></cols>'
    cells = "".join(
        f'<row {facts}><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>7</v></c></row>'
        for n, facts in enumerate(("", 'ht="0" customHeight="1"', ""), 1)
    )

    assert said(made_sheet(cells, columns=columns)) == ["1\n3"]


def test_hidden_sheets_are_left_out_and_said_to_be() -> None:
    book = Workbook()
    book.active.append(["seen", "words"])
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state).append(["secret"])
        book[state].sheet_state = state
    out = io.BytesIO()
    book.save(out)
    document = read(out.getvalue(), FILE)

    assert "secret" not in document.text
    assert document.notes == ("2 hidden sheets were left out.",)


def test_two_rows_of_heads_under_a_title_and_merged_cells_name_each_value() -> None:
    def fill(found: Worksheet) -> None:
        rows(
            ["Budget of the port"],
            ["Department", 2023, None, 2024, None],
            [None, "Planned", "Spent", "Planned", "Spent"],
            ["Dredging", 410, 395, 520, 611],
        )(found)
        for cells in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
            found.merge_cells(cells)

    assert said(sheet(fill)) == [
        "Budget of the port",
        "Department: Dredging; 2023 Planned: 410; 2023 Spent: 395; 2024 Planned: 520; "
        "2024 Spent: 611",
    ]


def test_heads_of_two_rows_need_no_merged_cells() -> None:
    document = sheet(
        rows(
            ["Port", "2023", None, "2024", None],
            [None, "Planned", "Spent", "Planned", "Spent"],
            ["Selby", 4, 3, 5, 6],
        )
    )

    assert said(document) == [
        "Port: Selby; 2023 Planned: 4; 2023 Spent: 3; 2024 Planned: 5; 2024 Spent: 6"
    ]


def test_years_name_columns_and_merged_cells_name_each_of_their_rows() -> None:
    def fill(found: Worksheet) -> None:
        rows(
            ["Region", "Port", 2023, 2024], ["North", "Askvik", 4, 5], [None, "Selby", 6, 7]
        )(found)  # fmt: skip
        found.merge_cells("A2:A3")

    assert said(sheet(fill)) == [
        "Region: North; Port: Askvik; 2023: 4; 2024: 5",
        "Region: North; Port: Selby; 2023: 6; 2024: 7",
    ]


def test_days_name_columns_too() -> None:
    document = sheet(rows(["Port", "2024-01-31", "2024-02-29"], ["Askvik", 4, 5], ["Selby", 6, 7]))

    assert said(document)[0] == "Port: Askvik; 2024-01-31: 4; 2024-02-29: 5"


def test_a_form_has_no_names_of_columns() -> None:
    marked = rows(["Payer:", "Ann"], ["Place:", "Selby"], ["Due:", "May"])
    mixed = rows(["Payer", "Ann Reed"], ["Place", "Selby"], ["Sum", 1234])

    assert said(sheet(marked)) == ["Payer: | Ann\nPlace: | Selby\nDue: | May"]
    assert said(sheet(mixed)) == ["Payer | Ann Reed\nPlace | Selby\nSum | 1234"]


def test_bold_words_over_others_name_the_columns() -> None:
    def fill(found: Worksheet) -> None:
        rows(["Lock", "Gate"], ["Ann Reed", "Low"], ["Bo Holt", "High"])(found)
        for cell in found[1]:
            cell.font = Font(bold=True)

    assert said(sheet(fill))[0] == "Lock: Ann Reed; Gate: Low"
    assert said(sheet(rows(["Lock", "Gate"], ["Ann Reed", "Low"], ["Bo Holt", "High"]))) == [
        "Lock | Gate\nAnn Reed | Low\nBo Holt | High"
    ]


def test_rows_of_one_cell_stand_over_and_under_tables() -> None:
    def fill(found: Worksheet) -> None:
        rows(
            ["Port", "Tonnes", "Ships"], ["North", None, None], ["Selby", 4, 2], ["Marle", 7, 3],
            ["Source: harbour office"],
        )(found)  # fmt: skip
        found.merge_cells("A2:C2")

    assert said(sheet(fill)) == [
        "North", "Port: Selby; Tonnes: 4; Ships: 2", "Port: Marle; Tonnes: 7; Ships: 3",
        "Source: harbour office",
    ]  # fmt: skip


def test_an_empty_column_does_not_take_the_names_from_numbers_beside_it() -> None:
    document = sheet(rows(["Port", None, "Tonnes", None, "Ships"], ["Selby", None, 4, None, 2]))

    assert said(document) == ["Port: Selby; Tonnes: 4; Ships: 2"]


def test_formulas_without_saved_values_are_calculated_where_that_is_certain() -> None:
    document = sheet(
        rows(
            ["Quarter", "Sum"], ["Q1", 100], ["Q2", 250.5], ["Total", "=SUM(B2:B3)"],
            ["Mean", "=AVERAGE(B2:B3)"], ["Twice", "=2*(B4-0.5)"], ["Same", "=A2"],
            ["Chain", "=B4+B5"], ["Odd", '=VLOOKUP("x",A1:B3,2)'], ["Circle", "=B10"],
        )
    )  # fmt: skip

    assert said(document)[2:] == [
        "Quarter: Total; Sum: 350.5", "Quarter: Mean; Sum: 175.25", "Quarter: Twice; Sum: 700",
        "Quarter: Same; Sum: Q1", "Quarter: Chain; Sum: 525.75", "Quarter: Odd",
        "Quarter: Circle",
    ]  # fmt: skip
    assert [note.split(" no saved")[0] for note in document.notes] == [
        "5 formulas have", "2 formulas have",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=-B2^2", "100"), ("=B2*10%", "1"), ("=SUM(B2,B3,1)", "31"), ("=MAX(B:B)", "20"),
        ("=B2/0", ""), ("=A2*2", ""), ("=SUM(C2:C9)", "0"), ("=IF(B2>1,1,0)", ""),
        ("=ROUND(B2,0)", ""), ("=B2+", ""), ("=1E400", ""), ("='No such'!A1", ""),
    ],
)  # fmt: skip
def test_formulas(formula: str, shown: str) -> None:
    def fill(found: Worksheet) -> None:
        rows(["Name", "Value"], ["a", 10], ["b", 20])(found)
        found["E20"] = formula

    assert sheet(fill).text.partition("Value: 20")[2].strip() == shown


def test_comments_on_cells_are_marked_and_have_their_author() -> None:
    def fill(found: Worksheet) -> None:
        rows(["Port", "Tonnes"], ["Selby", 4])(found)
        found["B2"].comment = Comment("Weighed twice.", "Ann Reed")

    document = sheet(fill)

    assert said(document)[-1] == "Comment on B2: Weighed twice."
    assert [voice.author for voice in document.voices] == ["Ann Reed"]


def test_text_boxes_on_a_sheet_are_read() -> None:
    drawing = (
        '<d:wsDr xmlns:d="d" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<d:sp><d:txBody><a:p><a:r><a:t>Seen.</a:t></a:r></a:p></d:txBody></d:sp><d:sp><d:nvSpPr>"
        '<d:cNvPr hidden="1"/></d:nvSpPr><a:p><a:r><a:t>Unseen.</a:t></a:r></a:p></d:sp></d:wsDr>'
    )
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": '<R><r Id="r1" Target="../drawings/1.xml"/></R>',
        "xl/drawings/1.xml": drawing,
    }

    assert said(made_sheet("<row><c><v>1</v></c></row>", **parts)) == ["1", "Seen."]


def test_raised_runs_of_a_string_do_not_join_the_number_before_them() -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><t>1,500</t></r><r><rPr><vertAlign val="superscript"/></rPr>'
        "<t>3</t></r><r><t> tonnes</t></r><rPh><t>unsaid</t></rPh></si></sst>"
    )
    assert said(made_sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings)) == [
        "1,500[3] tonnes"
    ]


def made_sheet(
    cells: str, strings: str = "", styles: str = "", book: str = "", columns: str = "", **parts: str
) -> Document:
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return read(
        make_zip(
            {
                "[Content_Types].xml": "<Types/>",
                "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{related}">{book}<sheets>'
                '<sheet name="Boats" r:id="r1"/></sheets></workbook>',
                "xl/_rels/workbook.xml.rels": '<R><r Id="r1" Target="worksheets/sheet1.xml"/>'
                '<r Id="r2" Target="sharedStrings.xml"/><r Id="r3" Target="styles.xml"/></R>',
                "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{columns}<sheetData>{cells}'
                "</sheetData></worksheet>",
                "xl/sharedStrings.xml": strings or "<sst/>",
                "xl/styles.xml": styles or "<styleSheet/>",
                **parts,
            }
        ),
        FILE,
    )


def test_shared_formulas_move_with_their_cells() -> None:
    cells = ""
    for row in (1, 2, 3):
        formula = '<f t="shared" ref="B1:B3" si="0">A1*10</f>' if row == 1 else (
            '<f t="shared" si="0"/>'
        )  # fmt: skip
        cells += (
            f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}">{formula}<v></v></c></row>'
        )

    assert said(made_sheet(cells)) == ["1 | 10\n2 | 20\n3 | 30"]


def test_a_zero_that_waits_to_be_calculated_is_no_value() -> None:
    cells = '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A1+3</f><v>0</v></c></row>'

    assert said(made_sheet(cells, book='<calcPr fullCalcOnLoad="1"/>')) == ["2 | 5"]
    assert said(made_sheet(cells)) == ["2 | 0"]


def test_symbols_of_a_cells_font_are_read_as_what_they_show() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font><name val="Calibri"/></font><font>'
        '<name val="Wingdings"/></font></fonts><cellXfs><xf numFmtId="0" fontId="0"/>'
        '<xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>'
    )
    cells = '<row><c t="inlineStr"><is><t>Paid</t></is></c><c s="1" t="str"><v>ü</v></c></row>'

    assert said(made_sheet(cells, styles=styles)) == ["Paid | ✓"]


def test_a_sheet_with_few_cells_far_apart_takes_little() -> None:
    cells = "".join(
        f'<row r="{n * 300 + 1}"><c r="{column}{n * 300 + 1}"><v>{n}</v></c></row>'
        for n, column in enumerate(("A", "XFD", "ZZ") * 1000)
    )

    assert len(said(made_sheet(cells))) == 3000


# Old Excel -----------------------------------------------------------------------------------

# Made with xlwt, which nothing else here needs: formats, a hidden row, column and sheet, a
# merged cell.
_XLS = (
    "eNrtWE1IVFEU/u57b/50dMZf0GAYxrQySaNNG5sSy9UMVot+CGrUB4XmxHOCDCrLBtoEUauijWBFGyuCfuh/FxQotQiCQI"
    "tWroKCFurr3DPv+TuCAyYo7wz3vHvOvefcc88579w7b2S4aHTgUeUY5sEOqJgyfXDP4glqPpsIgsZNU3btp5ea6cCqAp+X"
    "Aul24UXBR4+MoYz3GBQ81N4RBr5TO4JTiCe79fAKQhPbkBDShkahUe4puE2tEBVsVzHjdsYljB/w3JeMdzLnKuNGmjsqDm"
    "M4Gq/dbuXxQSXCY4WEBZ6yzFfmbEUZ3ss8vnBNZOa6sMs4kehyBhYMhDQ/BkFp06J364akfbgDDWjY0lAd0oK4i3wgsj5S"
    "VVdVRbyGkBbAPeQBzc31sVj9IYJRlFLODeKPGQZ+28XlbdjhryxfgPh/5/I9i/C9FOVsfB8FPBs/j4KejZ+/iB5/Fv4Nhf"
    "KqD+YxId/YNApQ75IjLjQlE6meNL3KbzwyN93Yr7cbemoCcZlp3Ei0NWmkSGD/8YShq/Q8fZJwc6KXhuLJlC6H9K62Xkrw"
    "M8RqoWpHrFjC6NKpIvawRqkpUy6Dc8plARcRP+EOBLhfxKUkSI6auP/rU6ytNXqUOX18REorBarlhmDiopTwnyN5jX7X8w"
    "N8zEIpRGZ7Nq5lDZsZX+JV1nG/knEpzaFnTWuZ1dnTz3Mu82gNrbuN4XN0w6z+Ruqnx/c+C6V/RDdRf6hl7Gzp0JfoACIU"
    "zA62U6AfdaJO3Lop4XnUfgqrBH9jXLGgHHuVoGW7ad0eApjkaID8IyFDSW+JaUqxfJehVKLUaUojSrM0iyyaBWuWvlLJe9"
    "LyYmunj6OvqC+PkBKMX/GQt5pGFNKckZJ63ZZehS3K6A1behXW67FmqGzX3JVVniFje16RlKCK+UFaqHiJUniHUlbjHc7I"
    "viYZzfKHlJTHXDnb8pMtU3mULmNKMZ5IM+hgm4HlzEfMy0c7/8Q0Xq35J7Lmn8/2KrJ51QEHHHDAAQfWOAi+koCvMJp11Z"
    "SXCI/1XWeS2pTzmWTNwj4k6Zeif1u70U1PA7055U85XMLWJZYoY38vlHCAVjfQiTa2ozPn/KVLoJi9nyULBpfvFcp1/alc"
    "7PzP6/8DawhCYg=="
)


def test_old_workbooks_say_what_their_sheets_show() -> None:
    document = read(zlib.decompress(base64.b64decode(_XLS)), FILE)

    assert said(document) == [
        "Port: Selby; Share: 7.5%; Sum: $1,234.50; Day: 15/03/2026",
        "Port: Marle; Share: 50.0%; Sum: TRUE", "Port: Marle; Share: 100.0%",
    ]  # fmt: skip
    assert document.notes == ("1 hidden row, 1 hidden column and 1 hidden sheet were left out.",)


# OpenDocument --------------------------------------------------------------------------------

ODF = "urn:oasis:names:tc:opendocument:xmlns"


def ods(table: str, facts: str = "") -> Document:
    content = (
        f'<o:document-content xmlns:o="{ODF}:office:1.0" xmlns:t="{ODF}:table:1.0" '
        f'xmlns:x="{ODF}:text:1.0" xmlns:s="{ODF}:style:1.0" xmlns:dc="dc">'
        '<o:automatic-styles><s:style s:name="gone" s:family="table"><s:table-properties '
        't:display="false"/></s:style></o:automatic-styles><o:body><o:spreadsheet>'
        f'<t:table t:name="Boats" {facts}>{table}</t:table>'
        '<t:table t:name="Secret" t:style-name="gone"><t:table-row><t:table-cell><x:p>secret'
        "</x:p></t:table-cell></t:table-row></t:table></o:spreadsheet></o:body>"
        "</o:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return read(make_zip({"mimetype": mimetype, "content.xml": content}), FILE)


def cell(words: object, facts: str = "", more: str = "") -> str:
    return f"<t:table-cell {facts}><x:p>{words}</x:p>{more}</t:table-cell>"


def row(*cells: str, facts: str = "") -> str:
    return f"<t:table-row {facts}>{''.join(cells)}</t:table-row>"


def test_opendocument_sheets_say_what_they_show() -> None:
    remark = "<o:annotation><dc:creator>Ann</dc:creator><x:p>Weighed.</x:p></o:annotation>"
    document = ods(
        '<t:table-column/><t:table-column t:visibility="collapse"/><t:table-column/>'
        + row(cell("Port"), cell("Hidden"), cell("Share"))
        + row(cell("Selby"), cell("no"), cell("7.5%", 'o:value-type="percentage" o:value="0.075"'))
        + row(cell("Gone"), cell("no"), cell(1), facts='t:visibility="filter"')
        + row(cell("Marle", more=remark), cell("no"), cell(3), facts='t:number-rows-repeated="2"')
        + row(cell("", 't:number-columns-repeated="99999"'), facts='t:number-rows-repeated="99999"')
    )

    assert said(document) == [
        "Port: Selby; Share: 7.5%", "Port: Marle; Share: 3", "Port: Marle; Share: 3",
        "Comment on A4: Weighed.",
    ]  # fmt: skip
    assert document.notes == ("1 hidden row, 1 hidden column and 1 hidden sheet were left out.",)


def test_merged_cells_of_opendocument_name_each_of_their_rows_and_columns() -> None:
    covered = "<t:covered-table-cell/>"
    document = ods(
        row(
            cell("Port", 't:number-rows-spanned="2"'),
            cell(2024, 't:number-columns-spanned="2"'), covered,
        )
        + row(covered, cell("Planned"), cell("Spent"))
        + row(cell("Selby"), cell(4), cell(5))
    )  # fmt: skip

    assert said(document) == ["Port: Selby; 2024 Planned: 4; 2024 Spent: 5"]


def test_stored_values_stand_where_a_cell_shows_no_words() -> None:
    def stored(kind: str, facts: str) -> str:
        return f'<t:table-cell o:value-type="{kind}" {facts}/>'

    document = ods(
        row(
            stored("float", 'o:value="4.50"'), stored("percentage", 'o:value="0.075"'),
            stored("time", 'o:time-value="PT30H00M00S"'),
            stored("boolean", 'o:boolean-value="true"'),
            stored("date", 'o:date-value="2026-03-15"'),
            '<t:table-cell t:formula="of:=X()"/>',
        )
    )  # fmt: skip

    assert said(document) == ["4.5 | 7.5% | 30:00 | TRUE | 2026-03-15"]
    assert document.notes[-1].startswith("1 formula has no saved value")


def test_a_claim_of_a_billion_equal_rows_fills_no_memory() -> None:
    document = ods(row(cell("x") * 3, facts='t:number-rows-repeated="1000000000"'))

    assert document.text.count("x | x | x") < 1_000_000
