"""What is no backup, or a ledger that others wrote, is refused."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from backup_calls import names
from toys import WordEmbedder, numbered, open_toy_index

from index import LocalIndex, restore
from index.errors import (
    BackupRefused,
    LedgerDamaged,
    LedgerUnusable,
)

# What is no backup --------------------------------------------------------------------


def rewritten(backup: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Return a copy of a backup whose members were changed."""
    with zipfile.ZipFile(backup) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    change(members)
    path = backup.with_name("changed.pincite")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def manifest_with(**values: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        found = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps(found | values).encode()

    return change


def named(name: str) -> Callable[[dict[str, bytes]], None]:
    """Put the ledger under another name, in the manifest too."""

    def change(members: dict[str, bytes]) -> None:
        found = json.loads(members["manifest.json"])
        members[name] = members["ledger.db"]
        found["files"][name] = found["files"]["ledger.db"]
        members["manifest.json"] = json.dumps(found).encode()

    return change


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        del members[name]

    return change


TRICKS: dict[str, Callable[[dict[str, bytes]], None]] = {
    "newer format": manifest_with(format=2),
    "newer ledger": manifest_with(ledger_format="999"),
    "no files": manifest_with(files={}),
    "files of no kind": manifest_with(files=[1, 2]),
    "a bomb that says so": manifest_with(files={"ledger.db": [10**15, "0" * 64]}),
    "a wrong hash": manifest_with(files={"ledger.db": [4096, "0" * 64]}),
    "one field more": manifest_with(more=1),
    "no manifest": without("manifest.json"),
    "a manifest of junk": lambda members: members.update({"manifest.json": b"[" * 90_000}),
    "no ledger": without("ledger.db"),
    "a file more": lambda members: members.update({"more.txt": b"x"}),
    "up": named("../evil.db"),
    "absolute": named("/tmp/evil.db"),
    "windows": named("..\\evil.db"),
    "into the vectors": named("vectors/gen-1/manifest.json"),
    "not a ledger": lambda members: members.update({"ledger.db": b"x"}),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_what_is_no_backup_changes_nothing(
    filled: LocalIndex, backup: Path, tmp_path: Path, trick: str
) -> None:
    path = rewritten(backup, TRICKS[trick])
    list(filled.add([numbered("later")]))
    before, files = names(filled), sorted(p for p in tmp_path.rglob("*") if p != path)

    with pytest.raises(BackupRefused):
        restore(path, filled.directory, with_removed=False)
    assert names(filled) == before
    assert list(filled.findings()) == []
    assert sorted(p for p in tmp_path.rglob("*") if p != path) == files
    assert not Path("/tmp/evil.db").exists()


def test_every_cut_and_flipped_byte_is_noticed_or_without_effect(
    filled: LocalIndex, backup: Path, tmp_path: Path
) -> None:
    data, path = backup.read_bytes(), tmp_path / "hurt.pincite"
    hurt = [data[: len(data) * share // 100] for share in (0, 1, 16, 50, 99)]
    for position in range(7, len(data), max(1, len(data) // 60)):
        hurt.append(data[:position] + bytes([data[position] ^ 0x41]) + data[position + 1 :])
    refused = 0
    for number, bad in enumerate(hurt):
        path.write_bytes(bad)
        target = tmp_path / f"target-{number}"
        try:
            restore(path, target, with_removed=False)
        except BackupRefused:
            refused += 1
            assert not target.exists()
        else:
            assert names(open_toy_index(target)) == ["a", "b", "c"]
    assert refused > len(hurt) * 3 // 4


def test_a_backup_with_a_damaged_row_is_refused(backup: Path, tmp_path: Path) -> None:
    """The archive is whole, but what was put into it is not."""
    with zipfile.ZipFile(backup) as archive:
        archive.extract("ledger.db", tmp_path)
    with sqlite3.connect(tmp_path / "ledger.db") as db:
        db.execute("UPDATE passages SET text = 'x' WHERE id = 1")
    db.close()
    data = (tmp_path / "ledger.db").read_bytes()

    def change(members: dict[str, bytes]) -> None:
        found = json.loads(members["manifest.json"])
        found["files"]["ledger.db"] = [len(data), hashlib.sha256(data).hexdigest()]
        members["ledger.db"] = data
        members["manifest.json"] = json.dumps(found).encode()

    with pytest.raises(BackupRefused, match="damaged"):
        restore(rewritten(backup, change), tmp_path / "target", with_removed=False)


@pytest.mark.parametrize("what", ["missing", "folder", "pipe-free junk"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / "x"
    if what == "folder":
        path.mkdir()
    elif what != "missing":
        path.write_bytes(os.urandom(1000))

    with pytest.raises(BackupRefused):
        restore(path, tmp_path / "target", with_removed=False)
    assert not (tmp_path / "target").exists()


def test_a_ledger_that_vanished_beside_its_vectors_is_noticed(
    filled: LocalIndex, backup: Path
) -> None:
    filled.checkpoint(always=True)
    for path in filled.directory.glob("ledger.db*"):
        path.unlink()

    with pytest.raises(LedgerDamaged, match="is missing"):
        open_toy_index(filled.directory)
    restore(backup, filled.directory, with_removed=False)
    assert names(LocalIndex(filled.directory, WordEmbedder)) == ["a", "b", "c"]
    shutil.rmtree(filled.directory)


# A ledger that others wrote -------------------------------------------------------------

FOREIGN = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON passages BEGIN DELETE FROM removals; END",
    "a view": "CREATE VIEW v AS SELECT * FROM documents",
    "a table": "CREATE TABLE t (x)",
    "a virtual table": "CREATE VIRTUAL TABLE t USING fts5 (x)",
    "an index": "CREATE INDEX i ON passages (text)",
    "a column": "ALTER TABLE documents ADD COLUMN x TEXT",
    "a table lost": "DROP TABLE removals",
    "a view for a table": "CREATE VIEW w AS SELECT 1; DROP TABLE spool; CREATE VIEW spool AS "
    "SELECT 1 AS job, x'' AS data",
}


def with_ledger(backup: Path, folder: Path, script: str) -> Path:
    """Return a copy of a backup, its manifest true, on whose ledger a script was run."""
    with zipfile.ZipFile(backup) as archive:
        archive.extract("ledger.db", folder)
    with closing(sqlite3.connect(folder / "ledger.db")) as db:
        db.executescript(script)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = (folder / "ledger.db").read_bytes()

    def change(members: dict[str, bytes]) -> None:
        found = json.loads(members["manifest.json"])
        found["files"]["ledger.db"] = [len(data), hashlib.sha256(data).hexdigest()]
        members["ledger.db"] = data
        members["manifest.json"] = json.dumps(found).encode()

    return rewritten(backup, change)


@pytest.mark.parametrize("script", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_ledger_with_what_is_not_ours_is_not_restored(
    filled: LocalIndex, backup: Path, tmp_path: Path, script: str
) -> None:
    list(filled.add([numbered("later")]))
    before = names(filled)

    with pytest.raises(BackupRefused, match="was not made by Pincite"):
        restore(with_ledger(backup, tmp_path, script), filled.directory, with_removed=False)
    assert names(filled) == before
    restore(with_ledger(backup, tmp_path, "SELECT 1"), filled.directory, with_removed=False)


@pytest.mark.parametrize("script", FOREIGN.values(), ids=FOREIGN.keys())
def test_doctor_tells_of_what_is_not_ours(filled: LocalIndex, script: str) -> None:
    with closing(sqlite3.connect(filled.directory / "ledger.db")) as db:
        db.executescript(script)
    try:
        found = list(open_toy_index(filled.directory).findings())
    except LedgerUnusable as fault:
        found = [str(fault)]

    assert found
    assert all("pincite" in finding for finding in found)


@pytest.mark.parametrize("read_only", [False, True])
def test_no_connection_trusts_the_schema(filled: LocalIndex, read_only: bool) -> None:
    for directory in (filled.directory, filled.directory / "none"):
        index = LocalIndex(directory, WordEmbedder, read_only=read_only)
        with index._ledger.reading() as snapshot:
            assert snapshot.connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
