"""Heads of columns: a row is taken for one only where that is certain, in every format."""

import json
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import make_docx, paragraph

from corpus import Document, Source
from corpus.formats.heads import parted
from corpus.reading import read

SOURCE = Source("file:/t", "t")
WORDS = ["", "Port", "Fee", "2024", "2025", "7", "n/a", "yes", "Ann Reed", "x", "a_b", "Sum (m)"]


def table(words: str) -> list[list[str]]:
    return [row.split(",") for row in words.split("/")]


def parts(words: str) -> list[tuple[int, int]]:
    """Return of each part of a table how many rows it has, and how many are heads."""
    return [(len(part.rows), part.heads) for part in parted(table(words))]


@pytest.mark.parametrize(
    "words",
    [
        # The value of the first row is not known, or is a word.
        "Cash,unknown/Stock,13/Bonds,14",
        "Total revenue,n/a/Costs,13/Profit,14",
        "Total revenue,pending/Costs,13/Profit,14",
        "Adults,free/Children,5/Dogs,2",
        "Hull,none recorded/Goole,4/York,5",
        "Crew,unknown,unknown/Ships,3,4",
        "Paris,twelve/Lyon,13/Nice,14",
        # Rows of values, of which one may be a usual name.
        "Ann Reed,London/Bert Ohm,Paris/Carl Day,Rome",
        "Ann Reed,London,late/Bert Ohm,Paris,13/Carl Day,Rome,14",
        "Chair,Ann Reed,York/Clerk,Bert Ohm,Hull/Porter,Cy Day,Hull",
        "Ely,City/Selby,market town/Hull,port",
        "Value Street 1,Selby Town/Price Road 2,Hull",
        "Manchester City,Hull City/Leeds United,Derby County/Ely,Selby",
        "first item,second item/third item,fourth item",
        "Ann Reed,yes/Bert Ohm,no",
        "Lead,A-101/Zinc,A-102",
        "2020,2021/1,2",
        "Founded,1950,1962/Members,400,300",
        # Two rows of words over words are no heads of two rows.
        "Bridge,Open,Open/Quay,Shut,Open/Lock,Open,Shut",
        "Quay,Shut,Open/Lock,3,4/Gate,5,open",
        "Opened,März 2022,Mai 2023/Shut,May 2022,mars 2023",
        # Forms.
        "Name,Ann/Age,40/Height,170",
        "Vessel,Ada/Tonnage,400/Crew,12",
        "Company,Acme/Revenue,400/Staff,12",
        "Type,Company/Country,Norway/Email,a@b.org",
        "Payer:,Ann/Sum:,40",
    ],
)
def test_in_doubt_no_row_names_the_columns(words: str) -> None:
    assert parts(words) == [(len(table(words)), 0)]


@pytest.mark.parametrize(
    "words",
    [
        "Bird,Length/Heron,98",
        "Reservoir,Inflow,Outflow/Alder,1,2/Birk,3,4",
        "Name,Department,Salary/Ann,Sales,90/Bo,Ops,80",
        "Employee,Start date,End date/Ann Reed,2021-01-02,2022-03-04",
        "Office,Approved,Pending,Rejected/Hull,3,4,5/York,6,7,8",
        "Region,Port,2023/North,Selby,4/South,Hull,5",
        ",May,June/Selby,4,5/Hull,6,7",
        "Depth [m],Salinity (psu)/1,34.5/2,34.6",
        "x,y,z/1,2,3",
        "col_c,col_d/TRUE,",
        "Country,Capital/Norway,Oslo/Italy,Rome",
        "Term,Definition/Quay,a place where ships are tied/Lock,a chamber with gates",
        "PORT,HARBOUR MASTER/Selby,Ann Reed/Hull,Bo Holt",
        "species,diet/Heron,Fish/Stork,Frogs",
        "Date of birth,Place/2001-02-03,Selby",
        "名前,年齢/佐藤,30",
        "Museum,Besucher 2022,Besucher 2023/Ely,7,8/Selby,9,6",
        "Mill,Kilos 2022,Kilos 2023/Ely,7,8/Selby,9,6",
    ],
)
def test_heads_are_seen_by_usual_names_and_by_what_stands_below(words: str) -> None:
    assert parts(words) == [(len(table(words)), 1)]


def test_a_form_has_no_heads_however_its_first_row_looks() -> None:
    def heads(words: str) -> int:
        return next(parted(table(words), marked=True)).heads

    assert heads("Name,Ann/Age,40/Height,170") == 0
    assert heads("Total,unknown/Cash,98") == 0
    assert heads("Lock,Gate/Ann Reed,Low") == 1
    assert heads("Item,Amount/Price,12/Cost,3") == 1
    assert heads("Field,Use/Name,who it is/Age,how old") == 1


def test_heads_of_two_rows_stand_over_numbers() -> None:
    assert parts("Port,2023,2023/Port,May,June/Selby,1,2") == [(3, 2)]
    assert parts("Port,2023,2023/,May,June/Selby,open,shut") == [(3, 0)]


def test_further_heads_end_what_the_first_ones_name() -> None:
    assert parts("Item,Cost/A,1/B,2/Item,Weight/A,30/B,40") == [(3, 1), (3, 1)]
    assert parts("Item,Cost/A,1/Item,Cost/B,2") == [(2, 1), (2, 1)]
    # Perhaps heads: what is below them has none.
    assert parts("Port,Fee/Selby,98/Hull,77/Ship,Hold/Ada,400") == [(3, 1), (2, 0)]
    # A word for a number is a value.
    assert parts("Port,Fee/Selby,98/Hull,waived/Goole,77") == [(4, 1)]
    assert parts("Port,Fee/Selby,98/Hull,n/York,5") == [(4, 1)]


@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=3), max_size=9), st.booleans()
)
def test_parts_are_the_whole_table(rows: list[list[str]], marked: bool) -> None:
    found = list(parted(rows, marked=marked))

    assert [row for part in found for row in part.rows] == rows
    assert all(part.heads < len(part.rows) or not part.heads for part in found)


def test_many_further_heads_take_no_time() -> None:
    rows = [["Port", "Fee"], ["Ada", "4"], ["Bea", "5"]] * 10_000

    assert sum(part.heads for part in parted(rows)) == 10_000


def csv(rows: list[list[str]]) -> Document:
    return read("\n".join(map(",".join, rows)).encode(), SOURCE, "t.csv")


def xlsx(rows: list[list[str]]) -> Document:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    data = BytesIO()
    book.save(data)
    return read(data.getvalue(), SOURCE, "t.xlsx")


def docx(rows: list[list[str]]) -> Document:
    cells = ["".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in row) for row in rows]
    body = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return read(make_docx(f"<w:tbl>{body}</w:tbl>"), SOURCE, "t.docx")


def rtf(rows: list[list[str]]) -> Document:
    body = "".join(
        r"\trowd\cellx1000\cellx2000 " + "".join(rf"{c}\cell " for c in row) + r"\row"
        for row in rows
    )
    return read(rf"{{\rtf1\ansi {body}\pard\par}}".encode(), SOURCE, "t.rtf")


def html(rows: list[list[str]]) -> Document:
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) for row in rows)
    return read(f"<!doctype html><p>Words.<table>{body}</table>".encode(), SOURCE, "t.html")


def json_lists(rows: list[list[str]]) -> Document:
    return read(json.dumps(rows).encode(), SOURCE, "t.json")


@pytest.mark.parametrize("made", [csv, xlsx, docx, rtf, html, json_lists])
@pytest.mark.parametrize("words", ["Name,Ann/Age,40/Height,170", "Total,n.a./Cash,98/Gold,77"])
def test_no_format_makes_values_heads(made: object, words: str) -> None:
    document = made(table(words))  # type: ignore[operator]

    assert words.replace(",", " | ").replace("/", "\n") in document.text
    assert [t.heads for t in document.tables] == [0]
