"""Backups: taken while others write, restored whole or not at all."""

import hashlib
import json
import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from faults import Acknowledge, dies
from test_removal import CANARY, traces
from toys import WordEmbedder, numbered, open_toy_index, reading

from corpus import Document
from index import LocalIndex, back_up, restore
from index.errors import (
    BackupRefused,
    DiskFull,
    LedgerBusy,
    LedgerDamaged,
    LedgerUnusable,
    ReadOnly,
)
from index.ledger.backup import _go_on
from index.ledger.snapshot import Snapshot

MakeDocument = Callable[..., Document]


@pytest.fixture
def filled(index: LocalIndex) -> LocalIndex:
    for name in ("a", "b", "c"):
        list(index.add([numbered(name)]))
    (index.directory / "calibration.json").write_text("{}")
    return index


@pytest.fixture
def backup(filled: LocalIndex, tmp_path: Path) -> Path:
    path = tmp_path / "birds.pincite"
    back_up(filled.directory, path)
    return path


def names(index: LocalIndex) -> list[str]:
    return [info.title for info in reading(index).documents()]


def test_what_is_restored_is_what_was_backed_up(
    filled: LocalIndex, backup: Path, tmp_path: Path
) -> None:
    restore(backup, tmp_path / "other", with_removed=False)
    other = open_toy_index(tmp_path / "other")

    assert reading(other).documents() == reading(filled).documents()
    assert [reading(other).document(x) for x in "abc"] == [
        reading(filled).document(x) for x in "abc"
    ]
    assert list(other.findings()) == []
    assert (tmp_path / "other" / "calibration.json").read_text() == "{}"
    vector = other.embedder.embed_question("birds")
    assert reading(other).search("birds", vector, 5) == reading(filled).search("birds", vector, 5)


def test_a_backup_under_full_write_load_is_of_one_moment(tmp_path: Path) -> None:
    """Documents are added in pairs, and one of each pair is removed later: it is never torn."""
    index, ending = open_toy_index(tmp_path / "live"), threading.Event()

    def write() -> None:
        for number in range(100_000):
            if ending.is_set():
                return
            list(index.add([numbered(f"{number}-a")]))
            list(index.add([numbered(f"{number}-b")]))
            index.delete(f"{number}-a")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for round_ in range(5):
            back_up(index.directory, tmp_path / f"{round_}.pincite")
    finally:
        ending.set()
        writer.join()
    for round_ in range(5):
        restore(tmp_path / f"{round_}.pincite", tmp_path / str(round_), with_removed=False)
        restored = open_toy_index(tmp_path / str(round_))
        assert list(restored.findings()) == []
        whole = [name for name in names(restored) if name.endswith("-a")]
        assert len(whole) <= 1, "at most the one that was being removed"


def test_a_service_that_is_running_goes_on_with_what_was_restored(
    filled: LocalIndex, backup: Path
) -> None:
    """Ids that were given since are never taken for others."""
    vector = filled.embedder.embed_question("cranes")
    reading(filled).search("cranes", vector, 5)
    for name in ("newer", "newest", "last"):
        list(filled.add([numbered(name)]))
    reading(filled).search("cranes", vector, 5)
    restore(backup, filled.directory, with_removed=False)
    assert names(filled) == ["a", "b", "c"]
    list(filled.add([numbered("cranes")]))

    hits = reading(filled).search("cranes", vector, 20)
    fresh = reading(open_toy_index(filled.directory)).search("cranes", vector, 20)
    assert hits == fresh
    assert {hit.document.id for hit in hits if hit.dense_rank} == {"a", "b", "c", "cranes"}
    assert list(filled.findings()) == []


def test_what_was_removed_since_stays_away_unless_it_is_wanted(
    filled: LocalIndex, backup: Path
) -> None:
    filled.delete("b")
    filled.delete("c")
    list(filled.add([numbered("c")]))
    restore(backup, filled.directory, with_removed=False)
    assert names(filled) == ["a", "c"]

    restore(backup, filled.directory, with_removed=True)
    assert names(filled) == ["a", "b", "c"]


def test_what_is_removed_stays_away_over_two_restores(
    filled: LocalIndex, backup: Path, tmp_path: Path
) -> None:
    """The backup that was restored between them does not hold it."""
    older, without = tmp_path / "older.pincite", backup
    list(filled.add([numbered("d")]))
    back_up(filled.directory, older)
    filled.delete("d")
    restore(without, filled.directory, with_removed=False)
    restore(older, filled.directory, with_removed=False)
    assert names(filled) == ["a", "b", "c"]

    restore(without, filled.directory, with_removed=True)
    restore(older, filled.directory, with_removed=True)
    assert names(filled) == ["a", "b", "c", "d"]


def test_who_writes_while_a_backup_is_restored_writes_to_what_was_restored(
    filled: LocalIndex, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> None:
        other = open_toy_index(filled.directory)
        other.delete("b")
        list(other.add([numbered("d")]))

    def go_on(*arguments: Any, **options: Any) -> None:
        real(*arguments, **options)
        writer.start()
        writer.join(0.3)

    real, writer = _go_on, threading.Thread(target=write)
    monkeypatch.setattr("index.ledger.backup._go_on", go_on)
    vector = filled.embedder.embed_question("birds")
    reading(filled).search("birds", vector, 5)
    restore(backup, filled.directory, with_removed=False)
    writer.join()

    assert names(filled) == ["a", "c", "d"]
    assert list(filled.findings()) == []
    assert reading(filled).search("birds", vector, 20) == reading(
        open_toy_index(filled.directory)
    ).search("birds", vector, 20)


def test_a_large_collection_is_restored_over_an_empty_one(tmp_path: Path) -> None:
    """In many steps of copying, over a ledger that is in use."""
    live = open_toy_index(tmp_path / "live")
    list(live.add([numbered(f"{number:03}") for number in range(200)]))
    back_up(live.directory, tmp_path / "x.pincite")
    list(live.delete_all([info.id for info in reading(live).documents()]))
    restore(tmp_path / "x.pincite", live.directory, with_removed=True)

    assert len(names(live)) == 200
    assert list(live.findings()) == []


def test_a_removed_word_is_in_no_byte_after_a_restore(
    index: LocalIndex, make_document: MakeDocument, tmp_path: Path
) -> None:
    list(index.add([make_document(f"The {CANARY} sings.", f"{CANARY}.txt"), numbered("a")]))
    back_up(index.directory, tmp_path / "old.pincite")
    index.delete(next(info.id for info in reading(index).documents() if info.id != "a"))
    restore(tmp_path / "old.pincite", index.directory, with_removed=False)
    index.purge()

    assert traces(index.directory) == []
    assert names(index) == ["a"]


def test_a_damaged_collection_is_set_aside_when_it_is_replaced(
    filled: LocalIndex, backup: Path
) -> None:
    ledger = filled.directory / "ledger.db"
    filled._ledger.close()
    ledger.write_bytes(b"no ledger" * 1000)
    restore(backup, filled.directory, with_removed=False)

    assert names(open_toy_index(filled.directory)) == ["a", "b", "c"]
    (aside,) = filled.directory.glob("damaged-*/ledger.db")
    assert aside.read_bytes().startswith(b"no ledger")


@pytest.mark.parametrize("fault", [LedgerBusy, DiskFull, ReadOnly])
def test_a_whole_collection_is_never_set_aside(
    filled: LocalIndex, backup: Path, monkeypatch: pytest.MonkeyPatch, fault: type[LedgerUnusable]
) -> None:
    """What hinders the restoring is not damage."""

    def hindered(_: Snapshot) -> list[str]:
        raise fault("not now")

    monkeypatch.setattr(Snapshot, "removals", hindered)
    with pytest.raises(fault):
        restore(backup, filled.directory, with_removed=False)
    assert names(filled) == ["a", "b", "c"]
    assert not list(filled.directory.glob("damaged-*"))


def test_a_damaged_collection_makes_no_backup(filled: LocalIndex, tmp_path: Path) -> None:
    with filled._ledger.writing() as change:
        change.connection.execute("UPDATE main.passages SET text = 'x' WHERE id = 1")

    with pytest.raises(LedgerDamaged, match="the collection is damaged"):
        back_up(filled.directory, tmp_path / "bad.pincite")
    assert list(tmp_path.glob("*.pincite*")) == list(tmp_path.glob(".*")) == []


def test_a_backup_takes_the_place_of_a_backup_and_of_nothing_else(
    filled: LocalIndex, backup: Path, tmp_path: Path
) -> None:
    back_up(filled.directory, backup)
    mine = tmp_path / "mine.txt"
    mine.write_text("My own words.")

    with pytest.raises(BackupRefused, match=r"mine\.txt exists and is not a Pincite backup"):
        back_up(filled.directory, mine)
    assert mine.read_text() == "My own words."


def test_a_backup_that_cannot_be_written_leaves_the_former(
    filled: LocalIndex, backup: Path
) -> None:
    before = backup.read_bytes()

    with pytest.raises(LedgerUnusable, match="cannot be written"):
        back_up(filled.directory, backup.parent / "nowhere" / "x")
    assert backup.read_bytes() == before


def test_what_a_killed_backup_left_goes_with_the_next(filled: LocalIndex, tmp_path: Path) -> None:
    """Whichever step it was killed at; a folder that got no mark yet holds no byte."""

    def make_backup(_: Acknowledge) -> None:
        back_up(filled.directory, tmp_path / "x.pincite")

    lived, step, left = False, 3, 0
    while not lived:
        _, lived = dies(make_backup, step=step)
        left += bool(list(tmp_path.glob(".pincite-*")))
        back_up(filled.directory, tmp_path / "x.pincite")
        assert not any(path.stat().st_size for path in tmp_path.glob(".*/*")), step
        step += 9
    assert left > 3, "some were killed while they worked"


@pytest.mark.parametrize(
    "name", [".pincite-notes", ".pincite-work-notes", ".pincite-work-abcd1234"]
)
def test_folders_of_others_beside_a_backup_are_left_alone(
    filled: LocalIndex, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "precious.txt").write_text("Keep me.")
    back_up(filled.directory, tmp_path / "x.pincite")

    assert [path.name for path in (tmp_path / name).iterdir()] == ["precious.txt"]


def test_backups_at_the_same_time_leave_each_other_alone(
    filled: LocalIndex, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(4) as pool:
        targets = [tmp_path / f"{number}.pincite" for number in range(12)]
        list(pool.map(back_up, [filled.directory] * len(targets), targets))

    assert all(zipfile.is_zipfile(target) for target in targets)
    assert not list(tmp_path.glob(".*"))


def test_a_backup_is_for_its_owner_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_into_a_file_is_refused_by_name(filled: LocalIndex, backup: Path) -> None:
    with pytest.raises(LedgerUnusable, match="cannot be written: Not a directory"):
        back_up(filled.directory, backup / "x")


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
