"""Tables of PDFs keep their columns, their heads, and cells of several lines."""

import io
from collections.abc import Sequence

import pytest
from made_files import lines, make_pdf
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table

from corpus import Document, Source, read
from corpus.formats.pdf.page_image import page_image

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


def drawn(
    heads: Sequence[Sequence[tuple[str, float, float]]],
    rows: Cells,
    *,
    right: bool = False,
    ruled: bool = False,
) -> list[str]:
    """Draw heads in the middle between two places, the rows below at 70, 150, 200, ….

    Return the lines of what is read.
    """

    def draw(canvas: Canvas) -> None:
        lines(
            canvas, ["The herons and the storks of the marsh were counted by the wardens."], y=800
        )
        canvas.setFont("Times-Roman", 10)
        for n, line in enumerate(heads):
            for words, start, end in line:
                canvas.drawCentredString((start + end) / 2, 760 - 14 * n, words)
                if ruled:
                    canvas.line(start, 757 - 14 * n, end, 757 - 14 * n)
        for n, row in enumerate(rows):
            y = 760 - 14 * (n + len(heads))
            canvas.drawString(70, y, row[0])
            for m, words in enumerate(row[1:]):
                if right:
                    canvas.drawRightString(175 + 50 * m, y, words)
                else:
                    canvas.drawCentredString(163 + 50 * m, y, words)

    return row_lines(read(make_pdf(draw), PDF))[2:]


MONTHS = ["Marsh", "May", "June", "July", "May", "June"]
COUNTS = [["Upper", "12", "14", "7", "9", "3"], ["Lower", "10", "15", "4", "8", "6"]]


@pytest.mark.parametrize("right", [False, True])
@pytest.mark.parametrize(
    ("first", "second"), [("2022", "2023"), ("Herons", "Storks"), ("1 May 2022", "1 May 2023")]
)
def test_centred_heads_stand_in_all_of_their_columns(
    first: str, second: str, *, right: bool
) -> None:
    def over(*spans: int) -> str:
        ends = [150, 150 + 50 * spans[0] - 25, 150 + 50 * sum(spans[:2]) - 25]
        head = [(first, ends[0], ends[1]), (second, ends[1] + 25, ends[2])]
        return drawn([head], [MONTHS, *COUNTS], right=right)[0]

    assert over(3, 2) == f"| {first} | {first} | {first} | {second} | {second}"
    assert over(2, 3) == f"| {first} | {first} | {second} | {second} | {second}"
    assert over(4, 1) == f"| {first} | {first} | {first} | {first} | {second}"
    assert over(1, 4) == f"| {first} | {second} | {second} | {second} | {second}"
    with_gap = [MONTHS, ["Upper", "12", "", "7", "9", "3"], *COUNTS[1:], *COUNTS[1:]]
    head = [(first, 150, 275), (second, 300, 375)]
    assert drawn([head], with_gap, right=right)[0] == over(3, 2)
    assert over(2, 2) == f"| {first} | {first} | {second} | {second} |", "the sum has no year"


def test_the_rule_below_a_head_shows_its_columns() -> None:
    head = [("Spring", 145, 285), ("Autumn", 295, 385)]
    assert drawn([head], [MONTHS, *COUNTS], ruled=True)[0] == (
        "| Spring | Spring | Spring | Autumn | Autumn"
    )


def test_heads_of_three_rows_and_years_below_words() -> None:
    upper = [("Birds", 150, 325), ("Fish", 350, 375)]
    lower = [("Herons", 150, 225), ("Storks", 250, 325), ("Eels", 350, 375)]
    rows = [["Marsh", "2021", "2022", "2021", "2022", "2022"], *COUNTS]

    assert drawn([lower], rows)[0] == "| Herons | Herons | Storks | Storks | Eels"
    assert drawn([upper, lower], rows)[:2] == [
        "| Birds | Birds | Birds | Birds | Fish", "| Herons | Herons | Storks | Storks | Eels",
    ]  # fmt: skip


def test_a_year_in_a_row_is_not_spread_over_an_empty_cell() -> None:
    rows = [["Reed", "2021", "", "2022"], ["Moor", "seen", "lost", "seen"], ["Fenn", "x", "y", "z"]]

    assert drawn([], rows)[0] == "Reed | 2021 |  | 2022"


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


@pytest.mark.parametrize("angle", [90, 270])
@pytest.mark.parametrize("framed", [True, False])
def test_a_table_on_its_side_keeps_its_empty_cells(angle: int, framed: bool) -> None:
    rows = [("Well", "Depth", "Salt"), ("W1", "12 m", "3%"), ("W2", "", "4%"), ("W3", "15 m", "")]

    def page(canvas: Canvas) -> None:
        lines(canvas, ["The table of the wells was turned, as it has a long head.", "It is short."])
        canvas.translate(300, 400)
        canvas.rotate(angle)
        for n, row in enumerate(rows):
            for x, cell in zip((0, 100, 200), row, strict=True):
                lines(canvas, [cell], x, -16 * n)
        if framed:
            canvas.grid([-5, 95, 195, 260], [12 - 16 * n for n in range(5)])

    data = make_pdf(page)
    document = read(data, PDF)
    said = "Well | Depth | Salt\nW1 | 12 m | 3%\nW2 |  | 4%\nW3 | 15 m |"
    assert said in document.text
    assert len(document.tables) == 1
    start = document.text.index("15 m")
    plain, boxed = (
        page_image(data, 1, document.text, span, 300) for span in ((0, 0), (start, start + 4))
    )
    assert plain != boxed
