"""Tables in text: whatever separates the cells, no value moves, is lost or changes."""

import pytest

from corpus import Source
from corpus.reading import read

FILE = Source("test:birds", "birds.csv")


def rows(text: str, encoding: str = "utf-8") -> list[str]:
    return read(text.encode(encoding), FILE, "birds.csv").text.split("\n\n")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_rows_name_their_columns_whatever_separates_the_cells(mark: str) -> None:
    text = "Bird,Length\nHeron,98\nStork,102\n".replace(",", mark)

    assert rows(text) == ["Bird: Heron; Length: 98", "Bird: Stork; Length: 102"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_tables_are_read_in_any_encoding(encoding: str) -> None:
    assert rows("Ort\tBetrag\r\nKöln\t9\r\n", encoding) == ["Ort: Köln; Betrag: 9"]


def test_numbers_with_decimal_commas_stay_whole() -> None:
    assert rows("Bird;kg\nHeron;1,5\nStork;3,75\n") == [
        "Bird: Heron; kg: 1,5",
        "Bird: Stork; kg: 3,75",
    ]
    assert rows("1,5;2,5\n3,5;4,5\n") == ["1,5 | 2,5\n3,5 | 4,5"]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_in_which_excel_names_the_separator_is_no_row(line: str) -> None:
    assert rows(f"{line}\r\nBird;Note\r\nHeron;a, b\r\n") == ["Bird: Heron; Note: a, b"]


def test_lines_over_a_table_are_its_title() -> None:
    document = read(b"Birds of the fen\nAs of May\n\nBird,Length\nHeron,98\n", FILE, "birds.csv")

    assert document.title == "Birds of the fen"
    assert document.text == "Birds of the fen\n\nAs of May\n\nBird: Heron; Length: 98"
    assert rows("Birds of the fen,,\nBird,Length,Eggs\nHeron,98,4\n") == [
        "Birds of the fen",
        "Bird: Heron; Length: 98; Eggs: 4",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee,Oslo,boat builder\nBo Ek,Rome,cook\nCy Fox,Bonn,driver\n",
        "1,Ann\n2,Bo\n3,Cy\n",
        "Heron,98\nStork,102\nEgret,60\n",
        "2020-01-01,calm\n2020-01-02,windy\n",
        "Heron,grey\nHeron,white\n",
    ],
)
def test_a_first_row_that_is_like_the_others_is_not_taken_for_a_head(text: str) -> None:
    assert rows(text) == [text.strip().replace(",", " | ")]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Town,Country", "Oslo,Norway"),
        ("first_name,last_name", "Ann,Lee"),
        ("Bird,2019,2020", "Heron,5,6"),
        ("Bird,Status", "Heron,yes"),
        ("WHAT,HOW", "heron,often seen in the reeds"),
    ],
)
def test_a_head_is_recognized_by_its_words_and_what_stands_below(head: str, row: str) -> None:
    names, cells = head.split(","), row.split(",")

    assert rows(f"{head}\n{row}\n") == [
        "; ".join(f"{n}: {c}" for n, c in zip(names, cells, strict=True))
    ]


def test_columns_of_one_name_and_ragged_rows_keep_every_cell() -> None:
    text = "Bird,Fee,Fee\nHeron,1,2\nStork,,4\nEgret,5\nOwl,6,7,8\nSource: the fen\n"

    assert rows(text) == [
        "Bird: Heron; Fee: 1; Fee: 2",
        "Bird: Stork; Fee: 4",
        "Bird: Egret; Fee: 5",
        "Bird: Owl; Fee: 6; Fee: 7; 8",
        "Source: the fen",
    ]


def test_quoted_cells_may_hold_anything() -> None:
    text = 'Bird,Remark\nHeron,"Gone in May.\nBack in June, says ""Bo""."\nStork,5 o\'clock\n'

    assert rows(text)[0] == 'Bird: Heron; Remark: Gone in May. Back in June, says "Bo".'
    assert rows('Bird,Remark\nHeron,"a \\"b\\", c"\n') == ['Bird: Heron; Remark: a "b", c']


@pytest.mark.parametrize("after", ["", "Stork\twhite\n" * 300])
def test_a_quotation_mark_that_is_never_closed_swallows_no_rows(after: str) -> None:
    text = 'Bird\tNote\nOwl\t"a, b"\nHeron\t"tall\nEgret\twhite\n' + after

    assert rows(text)[:3] == [
        "Bird: Owl; Note: a, b",
        'Bird: Heron; Note: "tall',
        "Bird: Egret; Note: white",
    ]


def test_a_later_quotation_mark_does_not_close_one_that_was_left_open() -> None:
    text = 'Name,Note\nAnn,"left open\nBo,"in Rome, by ship"\nCy,"two\nlines"\n'

    assert rows(text) == [
        'Name: Ann; Note: "left open',
        "Name: Bo; Note: in Rome, by ship",
        "Name: Cy; Note: two lines",
    ]
    assert rows('Name,Note\nAnn,"well" said\n')[0] == "Name: Ann; Note: well said"


def test_many_open_quotation_marks_take_no_time() -> None:
    text = "Name,Note\n" + 'a"," b\n' * 100_000

    assert len(rows(text)) == 100_000


def test_prose_with_commas_is_no_table() -> None:
    text = "Herons wade, storks stand.\nOwls hoot.\n"

    assert rows(text) == [text]
