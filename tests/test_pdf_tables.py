"""Tables of PDFs keep their columns, their heads, and cells of several lines."""

import io
from collections.abc import Sequence

from made_files import lines, make_pdf
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table

from corpus import Document, Source, read

PDF = Source("test:pdf", "papers/the_heron.pdf")
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
Cells = Sequence[Sequence[str]]


def table_pdf(cells: Cells, *style: tuple[object, ...], widths: Sequence[float] = ()) -> Document:
    out = io.BytesIO()
    table = Table(cells, colWidths=list(widths) or [90] * len(cells[0]))
    table.setStyle([("FONTSIZE", (0, 0), (-1, -1), 10), *style])
    SimpleDocTemplate(out, pagesize=A4).build([table])
    return read(out.getvalue(), PDF)


def row_lines(document: Document) -> list[str]:
    return document.text.splitlines()


def test_an_empty_cell_keeps_its_place() -> None:
    cells = [["Marsh", "2019", "2020", "2021"], ["Upper", "12", "", "7"], ["Lower", "", "5", ""]]
    right = ("ALIGN", (1, 0), (-1, -1), "RIGHT")
    for style in ([], [right], [GRID], [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)]):
        document = table_pdf(cells, *style)
        assert row_lines(document) == [
            "Marsh | 2019 | 2020 | 2021", "Upper | 12 |  | 7", "Lower |  | 5 |",
        ]  # fmt: skip
        (table,) = document.tables
        assert (table.heads, table.labels) == (1, 1)
        last = table.rows[2]
        assert [document.text[c.start : c.end] for c in last] == ["Lower", "", "5", ""]


def test_a_head_over_several_columns_stands_in_each_of_them() -> None:
    cells = [
        ["", "Herons", "", "Storks", ""],
        ["Marsh", "May", "June", "May", "June"],
        ["Upper", "12", "14", "7", ""],
        ["Lower", "", "5", "1", "2"],
    ]
    spans = [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))]
    centred = ("ALIGN", (1, 0), (-1, -1), "CENTER")
    for style in ([GRID], [centred], []):
        document = table_pdf(cells, *spans, *style)
        assert row_lines(document)[:2] == [
            "| Herons | Herons | Storks | Storks", "Marsh | May | June | May | June",
        ]  # fmt: skip
        assert document.tables[0].heads == 2


def test_a_cell_of_several_lines_is_one_cell() -> None:
    cells = [
        ["Bird", "Seen", "Heard"],
        ["The great white\negret of the\nupper marsh", "4", "1"],
        ["Heron", "12", "3"],
    ]
    for style in ([GRID], [("VALIGN", (0, 0), (-1, -1), "TOP")]):
        assert row_lines(table_pdf(cells, *style)) == [
            "Bird | Seen | Heard",
            "The great white egret of the upper marsh | 4 | 1",
            "Heron | 12 | 3",
        ]


def test_a_cell_over_several_rows_stands_in_each_of_them() -> None:
    cells = [["Marsh", "Bird", "Seen"], ["Upper", "Heron", "4"], ["", "Stork", "5"]]
    document = table_pdf(cells, GRID, ("SPAN", (0, 1), (0, 2)))
    assert row_lines(document)[1:] == ["Upper | Heron | 4", "Upper | Stork | 5"]


def test_the_words_of_cells_that_stand_close_are_parted_where_columns_begin() -> None:
    def page(canvas: Canvas) -> None:
        rows = [("Place Code", "Nest", "Eggs"), ("U-1204-77", "N-12", "4"), ("U-7", "", "5")]
        for number, row in enumerate(rows):
            for cell, x in zip(row, (72, 130, 220), strict=True):
                lines(canvas, [cell], x, 700 - 24 * number)

    assert row_lines(read(make_pdf(page), PDF)) == [
        "Place Code | Nest | Eggs", "U-1204-77 | N-12 | 4", "U-7 |  | 5",
    ]  # fmt: skip


def test_cells_of_numbers_that_stand_close_are_cells() -> None:
    cells = [["", "Planned", "Spent"], ["Reeds", "$1,200", "$1,350"], ["Boats", "$ 9,000", "—"]]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([Table(cells)])
    assert row_lines(read(out.getvalue(), PDF)) == [
        "| Planned | Spent", "Reeds | $1,200 | $1,350", "Boats | $ 9,000 | —",
    ]  # fmt: skip


def test_heads_that_stand_beside_their_numbers_head_them() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for column, head in enumerate(("Year", "Eggs", "Young")):
            canvas.drawString(72 + 130 * column, 700, head)
        for n, row in enumerate((("2019", "1,200", "7"), ("2020", "", "13"), ("2021", "9", ""))):
            for column, cell in enumerate(row):
                canvas.drawRightString(182 + 130 * column, 680 - 16 * n, cell)

    document = read(make_pdf(page), PDF)
    assert row_lines(document) == [
        "Year | Eggs | Young", "2019 | 1,200 | 7", "2020 |  | 13", "2021 | 9 |",
    ]  # fmt: skip
    assert document.tables[0].heads == 1


def test_a_table_goes_on_over_the_page_and_says_of_each_row_its_page() -> None:
    cells = [["Nest", "Eggs", "Young"], *([f"N-{n}", str(n % 5), str(n % 3)] for n in range(60))]
    document = table_pdf(cells)
    (table,) = document.tables
    assert (len(table.rows), table.heads) == (61, 1)
    first, second = document.pages
    assert document.text[second.start :].startswith("N-")
    assert second.start in {row[0].start for row in table.rows}
    assert first.end == second.start


def test_a_caption_belongs_to_its_table() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, ["Herons wade in the shallow water of the marsh all day."], y=760)
        lines(canvas, ["Table 2: Eggs in the nests of the marsh"], y=730)
        for n, row in enumerate([("Nest", "Eggs"), ("Upper", "4"), ("Lower", "5")]):
            for column, cell in enumerate(row):
                lines(canvas, [cell], 72 + 150 * column, 700 - 20 * n)

    document = read(make_pdf(page), PDF)
    caption = document.tables[0].caption
    assert caption is not None
    assert document.text[caption.start : caption.end] == "Table 2: Eggs in the nests of the marsh"
    assert document.pages[0].end == len(document.text)


def test_labels_with_their_values_are_a_table_without_heads() -> None:
    def page(canvas: Canvas) -> None:
        pairs = [("Name:", "Ann Reed"), ("Bird:", "Heron"), ("Seen on:", "4 May")]
        lines(canvas, ["The form of the bird watch follows below."], y=780)
        for n, (label, value) in enumerate(pairs):
            lines(canvas, [label], 72, 700 - 30 * n)
            lines(canvas, [value], 180, 700 - 30 * n)

    document = read(make_pdf(page), PDF)
    assert "Bird: | Heron" in document.text
    assert all(table.heads == 0 for table in document.tables)


def test_a_label_of_a_form_without_a_value_has_an_empty_cell() -> None:
    rows = [
        ("Name:", "Ann Reed", "Born:", "3 May 1950"), ("Town:", "Urk", "Phone:", ""),
        ("Fee:", "", "Paid:", "yes"), ("Nest:", "44/20", "Judge:", "Nora Moor"),
    ]  # fmt: skip

    def page(canvas: Canvas) -> None:
        for n, row in enumerate(rows):
            for x, cell in zip((60, 120, 300, 360), row, strict=True):
                lines(canvas, [cell], x, 700 - 20 * n)

    said = "Town: | Urk | Phone:\nFee: |  | Paid: | yes\nNest: | 44/20"
    assert said in read(make_pdf(page), PDF).text


def test_prose_in_columns_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        for n in range(12):
            for column, x in enumerate((50, 220, 390)):
                lines(canvas, [f"column {column} line {n} tells of birds"], x, 700 - 13 * n, 9)

    document = read(make_pdf(page), PDF)
    assert not document.tables
    assert document.text.index("column 0 line 11") < document.text.index("column 1 line 0")
    assert "column 0 line 3 tells of birds column 0 line 4" in document.text


def test_columns_whose_lines_stand_at_other_heights_are_read_one_after_the_other() -> None:
    def page(canvas: Canvas) -> None:
        for n in range(12):
            for column, x in enumerate((50, 220, 390)):
                y = 700 - 13 * n - 4 * column
                lines(canvas, [f"column {column} line {n} tells of birds"], x, y, 9)

    text = read(make_pdf(page), PDF).text
    assert "column 1 line 3 tells of birds column 1 line 4" in text


def test_signatures_beside_each_other_are_kept_apart_and_each_together() -> None:
    def page(canvas: Canvas) -> None:
        first = ["MARSH TRUST", "By: ________", "Name: Ann Reed", "Title: Warden"]
        second = ["BIRD CLUB", "By: ________", "Name: Ben Moor", "Title: Clerk"]
        lines(canvas, ["Both sides agree that the marsh is kept as it is, and by whom."], y=760)
        for n, pair in enumerate(zip(first, second, strict=True)):
            for words, x in zip(pair, (72, 320), strict=True):
                lines(canvas, [words], x, 700 - 13 * n)

    text = read(make_pdf(page), PDF).text
    assert "MARSH TRUST\nBy: ________\nName: Ann Reed\nTitle: Warden\n\nBIRD CLUB" in text
