"""Where words are too common to score every row that holds them, the rarest choose."""

import sqlite3
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document
from index import LocalIndex
from index.ledger.term_selection import telling

HELD = {"heron": 2, "tern": 3, "wren": 20, "gull": 38, "auk": 0}
"""In how many of 40 rows each word stands."""


def plan(terms: list[str], most: int) -> list[str]:
    return telling({term: HELD[term] for term in terms}, 40, most)


@pytest.mark.parametrize(
    ("terms", "most", "expected"),
    [
        (["gull", "heron", "wren"], 100, ['"heron" OR "wren" OR "gull"']),
        (["gull", "heron", "wren"], 25, ['"heron" OR "wren"']),
        (["gull", "heron", "wren"], 10, ['"heron"']),
        (["gull", "auk"], 100, ['"gull"']),
        (["gull", "auk"], 3, ['"gull"']),
        (["auk"], 3, []),
        ([], 3, []),
        (["gull", "wren"], 19, ['"wren" AND "gull"', '"wren"']),
        (["gull", "tern", "wren"], 2, ['"tern" AND "wren"', '"tern"']),
        (
            ["gull", "tern", "wren"],
            1,
            ['"tern" AND "wren" AND "gull"', '"tern" AND "wren"', '"tern"'],
        ),
    ],
)
def test_the_rarest_words_choose(terms: list[str], most: int, expected: list[str]) -> None:
    assert plan(terms, most) == expected


@given(st.lists(st.sampled_from(sorted(HELD)), min_size=1), st.integers(1, 60))
def test_something_is_found_wherever_any_word_stands(terms: list[str], most: int) -> None:
    *_, last = plan(terms, most) or [""]

    assert "AND" not in last
    assert bool(last) == any(HELD[term] for term in terms)


def test_words_that_never_stand_together_are_found_apart(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    texts = ["A gull eats." if n % 2 else "A tern dives." for n in range(60)]
    list(index.add(make_document(text, f"{n}.txt") for n, text in enumerate(texts)))

    with index._ledger.reading() as snapshot:
        found = snapshot.search_words(["gull", "tern"], 50, most_scored=5)
    assert len(found) == 10


def test_a_search_among_too_many_rows_finds_those_with_the_rare_word(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    texts = ["A gull eats." if n else "A gull and a heron eat." for n in range(30)]
    list(index.add(make_document(text, f"{n}.txt") for n, text in enumerate(texts)))

    with index._ledger.reading() as snapshot:
        all_of_them = snapshot.search_words(["gull", "heron"], 50)
        few = snapshot.search_words(["gull", "heron"], 50, most_scored=10)
        common = snapshot.search_words(["gull", "eat"], 50, most_scored=10)
    assert (len(all_of_them), len(few), len(common)) == (30, 1, 20)
    assert few[0][0] == all_of_them[0][0]


def test_a_search_within_documents_matches_once_and_not_once_a_row(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    """FTS5 takes `rowid = …` for a search of its own; with many rows that takes minutes."""
    documents = [make_document(f"A gull eats {n} eggs.", f"{n}.txt") for n in range(9)]
    list(index.add(documents))
    ran: list[str] = []
    with index._ledger.reading() as snapshot:
        assert isinstance(snapshot._db, sqlite3.Connection)
        snapshot._db.set_trace_callback(ran.append)
        found = snapshot.search_words(["gull"], 9, {documents[0].id, documents[1].id})
        snapshot._db.set_trace_callback(None)
        (search,) = [sql for sql in ran if "bm25" in sql]
        plan = [row[3] for row in snapshot._db.execute(f"EXPLAIN QUERY PLAN {search}")]

    assert len(found) == 2
    assert any("words VIRTUAL TABLE" in step for step in plan)
    assert not any("VIRTUAL TABLE INDEX 0:=" in step for step in plan)
