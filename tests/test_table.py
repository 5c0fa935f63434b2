"""Tables keep their cells in place, and their rows know what stands over them."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, Passage, Source, split
from corpus.sandbox.messages import document_fields, to_document
from corpus.table import MAX_CELLS, MAX_COLUMNS, pack_tables, unpack_tables
from corpus.text_builder import TextBuilder
from index.writing.prepare import context_of

SOURCE = Source("file:/t", "t")
words = st.text(st.sampled_from("ab |.\n"), max_size=4)
grids = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(words, min_size=width, max_size=width), max_size=5)
)


def count(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def built(rows: list[list[str]], **how: object) -> Document:
    builder = TextBuilder()
    builder.paragraph("Before it.")
    builder.table(rows, **how)  # type: ignore[arg-type]
    builder.paragraph("After it.")
    return builder.document(SOURCE)


def cells(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [[document.text[slice(*cell)] for cell in row] for row in table.rows]


def only(document: Document) -> Passage:
    (passage,) = split(document, count, 500)
    return passage


@given(grids)
def test_a_cell_is_where_the_table_says_that_it_is(rows: list[list[str]]) -> None:
    document = built(rows)
    kept = [[" ".join(cell.split()) for cell in row] for row in rows if any(map(str.strip, row))]
    assert (cells(document) if document.tables else []) == kept


def test_empty_cells_keep_their_columns() -> None:
    document = built([["Port", "June", "July"], ["Torvik", "", "5"], ["", "4", ""]], heads=1)
    assert "Port | June | July\nTorvik |  | 5\n| 4 |" in document.text
    assert cells(document)[1:] == [["Torvik", "", "5"], ["", "4", ""]]


def test_a_row_knows_its_heads_of_two_rows_and_its_caption() -> None:
    document = built(
        [["", "2023", "2023"], ["Port", "Planned", "Spent"], ["Selby", "9", "7"]],
        heads=2,
        labels=1,
        caption="Table 1: Costs",
    )
    *heads, row = only(document).rows
    assert all(head.names_columns for head in heads)
    assert [[h.text for h in cell.heads] for cell in row.cells] == [
        ["Port"], ["2023", "Planned"], ["2023", "Spent"],
    ]  # fmt: skip
    assert row.caption is not None
    assert row.caption.text == "Table 1: Costs"
    assert row.labels == 1
    over = [head for cell in row.cells for head in cell.heads]
    assert all(document.text[h.start : h.end] == h.text for h in (row.caption, *over))


def test_a_row_is_one_unit_though_a_cell_ends_a_sentence() -> None:
    document = built([["Port", "State"], ["Selby", "Closed. Opens in June. So they say"]], heads=1)
    quotes = [only(document).quote(span) for span in only(document).sentences]
    assert quotes == [
        "Before it.", "Port | State", "Selby | Closed. Opens in June. So they say", "After it.",
    ]  # fmt: skip


def test_a_long_row_is_cut_into_sentences() -> None:
    document = built([["Port", "One sentence here. " * 40]])
    assert len(only(document).sentences) > 40


def test_rows_in_a_later_passage_are_embedded_under_caption_and_heads() -> None:
    rows = [["Port", "Fee"], *([f"Port {n}", f"{n} crowns"] for n in range(40))]
    document = built(rows, heads=1, caption="Fees of 2021")
    passages = split(document, count, 40, 40)
    assert len(passages) > 3
    assert context_of(document, passages)[0] == document.title
    assert context_of(document, passages)[-1] == f"{document.title} › Fees of 2021 › Port › Fee"


def test_a_reader_hands_over_tables_voices_and_notes() -> None:
    builder = TextBuilder()
    builder.table([["a", ""], ["", "b"]], heads=1, caption="Two")
    builder.paragraph("By Anna.")
    builder.voice("Bert", "2021-05-03")
    builder.paragraph("By Bert.")
    builder.end_voice()
    builder.note("A hidden row was left out.")
    document = builder.document(SOURCE, author="Anna", file_author="Office", file_created="2020")
    fields, text = document_fields(document)
    assert to_document(json.loads(json.dumps(fields)), text, SOURCE, "") == document
    assert [(v.author, document.text[v.start : v.end].strip()) for v in document.voices] == [
        ("Bert", "By Bert.")
    ]


def test_a_passage_is_by_one_author() -> None:
    builder = TextBuilder()
    builder.paragraph("By Anna. Also by Anna.")
    builder.voice("Bert", "2021-05-03")
    builder.paragraph("By Bert.")
    builder.voice("", "")
    builder.paragraph("By nobody knows whom.")
    builder.end_voice()
    builder.paragraph("By Anna again.")
    document = builder.document(SOURCE, author="Anna")
    passages = split(document, count, 500)
    assert [(p.text.strip(), p.voice) for p in passages] == [
        ("By Anna. Also by Anna.", None),
        ("By Bert.", ("Bert", "2021-05-03")),
        ("By nobody knows whom.", ("", "")),
        ("By Anna again.", None),
    ]


@pytest.mark.parametrize(
    "packed",
    [
        None,
        [[0, 0, 0, 0, [], [0, 1]]],  # no columns
        [[2, 0, 1, 0, [], [0, 1]]],  # more heads than rows
        [[0, 2, 1, 0, [], [0, 1]]],  # more labels than columns
        [[0, 0, 2, 0, [], [0, 1]]],  # half a row
        [[0, 0, 1, 0, [], [0, 99]]],  # beyond the text
        [[0, 0, 1, 0, [], [-1, 1]]],
        [[0, 0, 1, 0, [5, 5], [0, 1]]],
        [[0, 0, 1, 0, [], [0, True]]],
        [[0, 0, 1, 5, [], [0, 1]], [0, 0, 1, 0, [], [0, 1]]],  # backwards
        [[0, 0, 1, 0, [], [0, 0] * (MAX_CELLS + 1)]],
        [[0, 0, MAX_COLUMNS + 1, 0, [], [0, 0] * (MAX_COLUMNS + 1)]],  # wider than any table
    ],
)
def test_what_a_reader_says_of_tables_is_not_believed(packed: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        unpack_tables(packed, 10)


@given(grids)
def test_packing_loses_nothing(rows: list[list[str]]) -> None:
    document = built(rows, heads=1)
    assert unpack_tables(pack_tables(document.tables), len(document.text)) == document.tables


def test_a_table_needs_a_row_with_words() -> None:
    assert built([["", ""], [" "]]).tables == ()


def test_records_name_their_columns_by_two_heads() -> None:
    builder = TextBuilder()
    builder.records([["", "2024", "2024"], ["Town", "Planned", "Spent"], ["Selby", "", "611"]], 2)
    assert builder.document(SOURCE).text == "Town: Selby; 2024 Spent: 611"


def test_rows_too_wide_for_a_table_are_text_alone() -> None:
    wide = [["a"] * (MAX_COLUMNS + 1), ["b"]]
    document = built(wide, heads=1)
    assert document.tables == ()
    assert "\n\na | a | a" in document.text
    assert "a\nb\n\nAfter it." in document.text
