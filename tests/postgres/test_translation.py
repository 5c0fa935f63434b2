"""What SQLite takes is what PostgreSQL is given."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ledger.database import Values
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.tables import tables
from index.ledger.postgres.texts import read, written
from index.ledger.postgres.translation import translated
from index.ledger.schema import TABLES, statements


@pytest.mark.parametrize(
    ("sql", "values", "expected", "bound"),
    [
        ("SELECT ?, ?", (7, 8), "SELECT $1, $2", [7, 8]),
        ("SELECT ?2, ?1, ?2", (7, 8), "SELECT $1, $2, $1", [8, 7]),
        ("SELECT ?2, ?", (7, 8, 9), "SELECT $1, $2", [8, 9]),  # SQLite goes on after the highest
        ("SELECT :b, :a, :b", {"a": 1, "b": 2, "c": 3}, "SELECT $1, $2, $1", [2, 1]),
        ("SELECT '?', 'it''s :a', ?", (7,), "SELECT '?', 'it''s :a', $1", [7]),
        ("SELECT a LIMIT ? OFFSET ?", (-1, 2), "SELECT a LIMIT nullif($1, -1) OFFSET $2", [-1, 2]),
        (
            "a IN (SELECT value FROM json_each(?1)) AND b = ?1",
            ('["x", 1]',),
            "a IN (SELECT value FROM unnest(CAST($1 AS text[])) AS listed (value)) AND b = $2",
            [["x", "1"], '["x", 1]'],
        ),
        (
            "DELETE FROM main.documents WHERE id IN (SELECT id FROM documents) OR main.files.a = ?",
            (1,),
            "DELETE FROM all_documents WHERE id IN (SELECT id FROM documents) OR files.a = $1",
            [1],
        ),
        ("SELECT instr(a, ?)", ("x",), "SELECT strpos(a, $1)", ["x"]),
        ("SELECT seq FROM sqlite_sequence", (), "SELECT seq FROM sequences", []),
    ],
)
def test_a_statement_becomes_one_of_postgresql(
    sql: str, values: Values, expected: str, bound: list[object]
) -> None:
    statement = translated(sql)

    assert statement.sql == expected
    assert statement.bound(values) == bound


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_text_comes_back_from_what_is_stored(text: str) -> None:
    assert read(written(text)) == text
    assert "\0" not in written(text)


@pytest.mark.parametrize("text", ["\0", "\ufdd0", "\ufdd1", "\ufdd0\0\ufdd1", "\ufdd0\ufdd0", "é"])
def test_a_text_comes_back_from_the_server(db: PostgresConnection, text: str) -> None:
    db.script("CREATE TABLE things (said TEXT)")
    db.execute("INSERT INTO things VALUES (?)", (text,))

    assert db.execute("SELECT said FROM things WHERE said = ?", (text,)).fetchall() == [(text,)]


def test_the_tables_have_the_columns_that_they_have_in_sqlite(db: PostgresConnection) -> None:
    kinds = {"TEXT": "text", "INTEGER": "bigint", "BLOB": "bytea", "REAL": "double precision"}
    with closing(sqlite3.connect(":memory:")) as sqlite:
        for statement in statements(TABLES):
            sqlite.execute(statement)
        names = [row[1] for row in sqlite.execute("PRAGMA table_list") if row[2] == "table"]
        expected = {
            name: [(row[1], kinds[row[2]]) for row in sqlite.execute(f"PRAGMA table_info({name})")]
            for name in names
            if not name.startswith(("sqlite_", "words", "passages", "vectors"))
        }
    db.script("CREATE SCHEMA tables; SET search_path = tables")
    for statement in tables():
        db.script(statement)

    columns = db.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = 'tables' ORDER BY table_name, ordinal_position"
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for name, column, kind in columns:
        found.setdefault(name, []).append((column, kind))

    assert found.pop("sequences")
    for name in ("originals", "all_originals"):
        assert found[name].pop() == ("rowid", "bigint"), "which SQLite has by itself"
    for name in ("documents", "originals"):  # the views have the columns of what they show
        assert found.pop(f"all_{name}") == expected[name]
    assert found == expected


def test_numbers_are_given_once_and_in_a_row(db: PostgresConnection) -> None:
    db.script("CREATE SCHEMA tables; SET search_path = tables")
    for statement in tables():
        db.script(statement)

    def new() -> int:
        sql = "INSERT INTO states (token) VALUES ('x') RETURNING number"
        return int(db.execute(sql).fetchone()[0])

    assert [new(), new()] == [1, 2]
    db.execute("DELETE FROM states WHERE number = ?", (2,))
    db.execute("BEGIN")
    assert new() == 3
    db.execute("ROLLBACK")
    assert new() == 3
    db.execute("INSERT INTO states VALUES (?, 'x')", (10,))
    assert new() == 11
    assert db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'states'").fetchone() == (11,)


def test_texts_are_in_the_order_of_their_bytes(db: PostgresConnection) -> None:
    db.script("CREATE SCHEMA tables; SET search_path = tables")
    for statement in tables():
        db.script(statement)
    words = ["b", "B", "a", "é", "_", "-", "z", "Ω", "\U0001f600", "\uffee"]
    db.executemany("INSERT INTO removals VALUES (?)", [(word,) for word in words])

    rows = db.execute("SELECT document_id FROM removals ORDER BY document_id").fetchall()

    assert [row[0] for row in rows] == sorted(words)
