"""Damage of the ledger is noticed, and its file is made and kept well."""

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ledger_calls import document_of, execute, findings, put, remove

from index.errors import DiskFull, IndexFault, LedgerBusy, LedgerDamaged, LedgerUnusable
from index.ledger.ledger import Ledger

# Damage --------------------------------------------------------------------------

DAMAGES = {
    "a letter changed": "UPDATE passages SET text = replace(text, 'night', 'nacht')",
    "a bit of a letter flipped": "UPDATE passages SET text = CAST(x'ff4f' AS TEXT) WHERE id = 1",
    "text swapped between passages": "UPDATE passages SET ordinal = 9 - ordinal",
    "a passage lost": "DELETE FROM passages WHERE ordinal = 1",
    "the last passage lost": "DELETE FROM passages WHERE ordinal = 3",
    "all passages lost": "DELETE FROM passages",
    "a sentence moved": "UPDATE passages SET sentences = '[[1, 5]]' WHERE ordinal = 2",
    "an offset moved": "UPDATE passages SET start = start + 1, stop = stop + 1",
    "another heading": "UPDATE passages SET heading = '[\"Wrens\"]'",
    "another version": "UPDATE documents SET version = '00'",
    "a count changed": "UPDATE documents SET passages = 7",
    "a vector changed": "UPDATE vectors SET passage = zeroblob(256)",
    "a sentence vector changed": "UPDATE vectors SET sentences = zeroblob(128)",
    "a vector cut": "UPDATE vectors SET passage = substr(passage, 1, 100)",
    "vectors lost": "DELETE FROM vectors",
    "a vector that nothing uses": "INSERT INTO vectors VALUES (x'00', x'', x'', x'')",
    "words lost": "INSERT INTO words (words) VALUES ('delete-all')",
}


@pytest.mark.parametrize("sql", DAMAGES.values(), ids=DAMAGES.keys())
def test_every_damage_is_among_the_findings(ledger: Ledger, sql: str) -> None:
    put(ledger, document_of())
    assert findings(ledger) == []

    execute(ledger, sql)

    assert findings(ledger)


READINGS: dict[str, Callable[[Ledger], object]] = {
    "document": lambda ledger: _read(ledger, "document", "a"),
    "passages": lambda ledger: _read(ledger, "passages", "a"),
    "passages_by_id": lambda ledger: _read(ledger, "passages_by_id", [1, 2, 3, 4]),
    "passage_vectors": lambda ledger: _read(ledger, "passage_vectors", np.arange(1, 5)),
}


def _read(ledger: Ledger, name: str, *values: object) -> Any:
    with ledger.reading() as snapshot:
        return getattr(snapshot, name)(*values)


@pytest.mark.parametrize(
    ("damage", "reading"),
    [
        ("a letter changed", "document"),
        ("a letter changed", "passages"),
        ("a letter changed", "passages_by_id"),
        ("a bit of a letter flipped", "document"),
        ("a bit of a letter flipped", "passages_by_id"),
        ("a passage lost", "document"),
        ("all passages lost", "document"),
        ("a sentence moved", "passages_by_id"),
        ("an offset moved", "passages"),
        ("another version", "document"),
        ("a vector changed", "passage_vectors"),
        ("a sentence vector changed", "passage_vectors"),
        ("a vector cut", "passage_vectors"),
        ("vectors lost", "passage_vectors"),
    ],
)
def test_nothing_damaged_is_ever_read(ledger: Ledger, damage: str, reading: str) -> None:
    put(ledger, document_of())
    execute(ledger, DAMAGES[damage])

    with pytest.raises(LedgerDamaged, match=r"pincite (remove|rebuild)"):
        READINGS[reading](ledger)


def test_a_damaged_document_can_be_removed_and_put_again(ledger: Ledger) -> None:
    """It is what the error says to do."""
    put(ledger, document_of())
    execute(ledger, DAMAGES["a letter changed"])

    assert remove(ledger, "a")
    put(ledger, document_of())

    assert findings(ledger) == []


def test_every_cut_or_overwritten_page_is_found_or_refused(ledger: Ledger) -> None:
    """What a broken disk does; the header and the log are spared no more than the rest."""
    put(ledger, document_of())
    ledger.shrink_log()
    ledger.close()
    whole = ledger.path.read_bytes()

    for at in range(0, len(whole), 4096):
        ledger.path.write_bytes(whole[:at] + b"\xa5" * 4096 + whole[at + 4096 :])
        try:
            broken = Ledger(ledger.path)
        except IndexFault:
            continue
        try:
            assert findings(broken), f"page {at // 4096} was overwritten"
        except IndexFault:
            pass
        finally:
            broken.close()


# The file ------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"no database " * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_ledger_is_refused_and_kept(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "ledger.db").write_bytes(data)

    with pytest.raises(LedgerDamaged, match="pincite restore FILE --replace"):
        Ledger(tmp_path / "ledger.db")
    assert (tmp_path / "ledger.db").read_bytes() == data


def test_a_ledger_of_another_format_is_refused_with_both(ledger: Ledger) -> None:
    execute(ledger, "UPDATE meta SET value = '99' WHERE key = 'format'")

    with pytest.raises(LedgerUnusable, match=r"format 99, and this Pincite reads \d+"):
        Ledger(ledger.path)


def test_a_data_directory_that_cannot_be_made_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(LedgerUnusable, match="set PINCITE_DATA"):
        Ledger(tmp_path / "file" / "data" / "ledger.db")


def test_only_its_owner_may_look_into_the_data_directory(tmp_path: Path) -> None:
    Ledger(tmp_path / "data" / "ledger.db").close()

    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_many_openers_of_a_new_ledger_all_get_the_same(tmp_path: Path) -> None:
    faults: list[IndexFault] = []

    def open_and_put(name: str) -> None:
        try:
            ledger = Ledger(tmp_path / "ledger.db")
            put(ledger, document_of(name=name))
            ledger.close()
        except IndexFault as fault:
            faults.append(fault)

    threads = [threading.Thread(target=open_and_put, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert len(_read(Ledger(tmp_path / "ledger.db"), "infos")) == 6


def test_a_writer_that_waits_too_long_is_told_why(ledger: Ledger) -> None:
    ledger._connection().execute("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(LedgerBusy, match="another process"):
            put(ledger, document_of())


def test_a_full_disk_is_told_and_loses_nothing(ledger: Ledger) -> None:
    put(ledger, document_of())
    connection = ledger._connection()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DiskFull, match="free some space"):
        put(ledger, document_of("Many words. " * 5000, "b"))

    connection.execute("PRAGMA max_page_count = 1000000")
    assert [info.id for info in _read(ledger, "infos")] == ["a"]
    assert findings(ledger) == []
    put(ledger, document_of("Many words. " * 5000, "b"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_directory_can_be_read_and_says_why_it_is_not_written(ledger: Ledger) -> None:
    put(ledger, document_of())
    ledger.shrink_log()
    ledger.close()
    folder = ledger.path.parent
    folder.chmod(0o555)
    try:
        reader = Ledger(ledger.path)
        assert _read(reader, "document", "a") == document_of()
        with pytest.raises(LedgerUnusable, match="read-only"):
            put(reader, document_of("New."))
        reader.close()
    finally:
        folder.chmod(0o755)
