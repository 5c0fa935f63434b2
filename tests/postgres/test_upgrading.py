"""A collection of an older format is brought to this one in place, whole or not at all.

For each format that collections in PostgreSQL ever had there is a dump in `tests/ledgers/`, made
by the Pincite of its time; `make_stored.py` there makes the next.
"""

import sqlite3
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from ledger_calls import document_of
from plain_catalogue import PlainCatalogue
from toys import WordEmbedder

from index import MilvusIndex
from index.errors import LedgerBusy, LedgerUnusable
from index.ledger.change_rows import read_changes
from index.ledger.postgres import upgrading
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.locks import writer_lock
from index.ledger.postgres.registry import Entry, Registry
from index.ledger.postgres.store import PostgresStore
from index.ledger.postgres.upgrading import UPGRADED, bring_up_to_date
from index.ledger.schema import FORMAT
from index.ledger.schema_11 import FORMAT_11
from index.milvus.address import Address
from index.types import ChangeQuery
from qa.config import Config
from qa.wiring import open_existing, open_removed

LEDGERS = Path(__file__).parent.parent / "ledgers"
OLDEST = UPGRADED[0]

_SHAPE = (
    "SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = ?",
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = ?",
    "SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal "
    "AND c.relnamespace = to_regnamespace(?)",
    "SELECT CAST(CAST(conrelid AS regclass) AS text), pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = to_regnamespace(?)",
    "SELECT pg_get_functiondef(oid), '' FROM pg_proc WHERE pronamespace = to_regnamespace(?)",
)
"""All of a schema but the order of columns, which is another where they came later."""


def laid(url: str, ledger_format: str = OLDEST) -> Entry:
    """Return a collection as the Pincite of its time left it."""
    with closing(PostgresConnection.open(url)) as db:
        db.script((LEDGERS / f"format-{ledger_format}.sql").read_text())
    entry = Registry(url).find("birds")
    assert entry is not None
    return entry


@pytest.fixture
def old(url: str) -> Entry:
    return laid(url)


@pytest.fixture
def open_store(url: str) -> Callable[[Entry], PostgresStore]:
    return lambda entry: PostgresStore(Registry(url), entry)


def rows_of(url: str, entry: Entry, table: str, columns: str) -> list[Any]:
    with closing(PostgresConnection.open(url, entry.schema)) as db:
        return sorted(db.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)


def format_of(url: str, entry: Entry) -> str:
    ((found,),) = rows_of(url, entry, "meta WHERE key = 'format'", "value")
    return str(found)


def put_format(url: str, entry: Entry, ledger_format: str) -> None:
    with closing(PostgresConnection.open(url, entry.schema)) as db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'format'", (ledger_format,))


def shape_of(url: str, entry: Entry) -> set[str]:
    with closing(PostgresConnection.open(url)) as db:
        found = [row for sql in _SHAPE for row in db.execute(sql, (entry.schema,)).fetchall()]
    return {repr(row).replace(entry.schema, "here") for row in found}


def test_there_is_a_dump_of_every_format_that_is_opened() -> None:
    there = {path.stem for path in LEDGERS.glob("format-*.sql")}
    assert there == {f"format-{number}" for number in (*UPGRADED, FORMAT)}


@pytest.mark.parametrize("ledger_format", [*UPGRADED, FORMAT])
def test_what_was_there_is_there_in_tables_as_they_are_made_now(
    ledger_format: str,
    url: str,
    open_store: Callable[[Entry], PostgresStore],
    tmp_path: Path,
) -> None:
    entry = laid(url, ledger_format)
    bring_up_to_date(url, entry)

    assert format_of(url, entry) == FORMAT
    if ledger_format != FORMAT:
        new = Registry(url).create("new")
        assert new is not None
        assert shape_of(url, entry) == shape_of(url, new)
    with zipfile.ZipFile(LEDGERS / f"format-{ledger_format}.zip") as archive:
        ledger = archive.extract("ledger.db", tmp_path)
    with closing(sqlite3.connect(ledger)) as db:
        for table in ("documents", "earlier", "marks", "alerts", "files", "jobs", "spool"):
            rows = db.execute(f"SELECT * FROM {table}")
            columns = ", ".join(column[0] for column in rows.description)
            assert rows_of(url, entry, table, columns) == sorted(rows.fetchall(), key=repr)
    _goes_on(PlainCatalogue(open_store(entry)), upgraded=ledger_format != FORMAT)


def _goes_on(ledger: PlainCatalogue, *, upgraded: bool) -> None:
    """A collection can be read and changed, and knows that it was upgraded."""
    with ledger.reading() as moment:
        lines = read_changes(moment.connection, ChangeQuery(what="collection_upgraded"), None, -1)
        many = moment.count("documents")
        assert len(moment.infos()) == many == 7
    assert [line.details for line in lines] == [(("from", OLDEST), ("to", FORMAT))] * upgraded
    ledger.put(document_of())
    with ledger.writing() as change:
        assert change.remove("tally")
    with ledger.reading() as moment:
        assert moment.count("documents") == many
        assert moment.info("tally") is None
    ledger.end(0)


def test_of_many_servers_that_start_at_once_one_upgrades(url: str, old: Entry) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: bring_up_to_date(url, old), range(8)))

    assert format_of(url, old) == FORMAT
    assert len(rows_of(url, old, "changes WHERE what = 'collection_upgraded'", "1")) == 1


def test_what_ends_before_its_end_leaves_the_old_format(
    url: str, old: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shape_of(url, old)

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(upgrading, "write_change", end)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date(url, old)
    assert format_of(url, old) == OLDEST
    assert shape_of(url, old) == before
    bring_up_to_date(url, old)

    assert format_of(url, old) == FORMAT


def test_whoever_is_changing_it_is_waited_for(url: str, old: Entry) -> None:
    with (
        ThreadPoolExecutor(1) as thread,
        closing(PostgresConnection.open(url, old.schema)) as other,
    ):
        other.script(f"BEGIN; SELECT pg_advisory_xact_lock({writer_lock(old.id)})")
        upgraded = thread.submit(bring_up_to_date, url, old)
        other.execute("INSERT INTO removals VALUES (?)", ("removed meanwhile",))
        other.script("COMMIT")
        upgraded.result()

    assert ("removed meanwhile",) in rows_of(url, old, "removals", "document_id")
    assert format_of(url, old) == FORMAT


@pytest.mark.parametrize(
    ("wait", "hold"),
    [
        ("_OTHERS_MS", "SELECT pg_advisory_xact_lock({lock})"),
        ("_READERS_MS", "SELECT * FROM documents"),
    ],
)
def test_whoever_uses_it_for_long_leaves_it_as_it_is(
    wait: str, hold: str, url: str, old: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrading, wait, 10)
    with closing(PostgresConnection.open(url, old.schema)) as other:
        other.script(f"BEGIN; {hold.format(lock=writer_lock(old.id))}")
        with pytest.raises(LedgerBusy):
            bring_up_to_date(url, old)

    assert format_of(url, old) == OLDEST


def test_one_of_a_newer_format_is_refused_and_left_alone(
    url: str, open_store: Callable[[Entry], PostgresStore]
) -> None:
    entry = laid(url, FORMAT)
    ledger = PlainCatalogue(open_store(entry))
    put_format(url, entry, "99")  # a newer Pincite upgrades it while this one has it open
    bring_up_to_date(url, entry)
    assert format_of(url, entry) == "99"
    refused = pytest.raises(LedgerUnusable, match=r"has format 99.*a newer one")
    with refused, ledger.reading():
        pass
    with refused, ledger.writing():
        pass
    with refused:
        PlainCatalogue(open_store(entry))
    put_format(url, entry, FORMAT)

    with ledger.reading() as moment:
        assert moment.count("documents") == 7
    ledger.end(0)


def test_who_only_reads_is_told_to_upgrade_and_who_changes_does(url: str, old: Entry) -> None:
    config = Config(index="milvus+http://127.0.0.1:1", store=url, collection="birds")
    with pytest.raises(LedgerUnusable, match=f"has format {OLDEST}.*`pincite doctor --migrate`"):
        open_existing(config)
    assert format_of(url, old) == OLDEST
    open_existing(config, read_only=False).end()

    assert format_of(url, old) == FORMAT


def test_one_in_the_bin_is_upgraded_too(url: str, old: Entry) -> None:
    config = Config(index="milvus+http://127.0.0.1:1", store=url)
    removed = Registry(url).remove(old, "20261126T000000Z")
    open_removed(config, removed.removed_id).end()

    assert format_of(url, old) == FORMAT


def test_a_catalogue_of_milvus_in_a_file_is_upgraded_too(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db, db:
        db.executescript(FORMAT_11)
        db.execute("INSERT INTO meta VALUES ('format', '11')")
    MilvusIndex(tmp_path, Address.parse("milvus+http://127.0.0.1:1"), WordEmbedder).end()

    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        found = db.execute("SELECT value FROM meta WHERE key = 'format'")
        assert found.fetchone() == (FORMAT,)
