"""Backups are of one moment, checked, and restored in one change."""

import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from backup_calls import MakeDocument, names
from faults import Acknowledge, dies
from test_removal import CANARY, traces
from toys import numbered, open_toy_index, reading

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
