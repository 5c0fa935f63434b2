"""Collections on the command line: made, only read, restored, synced."""

import shutil
import sqlite3
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from command_line import HERONS, QUESTION, Pincite, complaint, told_json
from tiny_model import make_tiny_model


def test_rebuild_changes_a_collection_over_to_another_model(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    other = make_tiny_model(tmp_path / "other", seed=1)

    assert "run `pincite rebuild`" in complaint(pincite("--model", other, "ask", QUESTION))
    calibration = tmp_path / "data" / "main" / "calibration.json"
    calibration.write_text("{}")
    told = pincite("--model", other, "rebuild").stdout
    assert told.startswith("1 document rebuilt with")
    assert "calibration was for the earlier model" in told
    assert not calibration.exists()
    assert pincite("--model", other, "ask", QUESTION).exit_code == 0
    assert "run `pincite rebuild`" in complaint(pincite("ask", QUESTION))


def test_a_misspelt_collection_is_not_made_but_named(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    reading: list[list[object]] = [
        ["list"], ["ask", QUESTION], ["search", QUESTION], ["find", "herons"], ["show", "x"],
        ["remove", "x"], ["export"], ["doctor"], ["backup", tmp_path / "x"], ["rebuild"],
    ]  # fmt: skip
    for command in reading:
        told = complaint(pincite("--collection", "mian", *command))
        assert told.startswith("there is no collection 'mian' (there is: 'main')"), command
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"keys.db", "main"}


READING = [
    ["list"], ["ask", QUESTION], ["search", QUESTION], ["find", "herons"], ["show", "DOCUMENT"],
    ["export"], ["doctor"], ["collections"], ["sync", "--dry-run", "NOTES"], ["chat"],
    ["verify", "ANSWER"], ["backup", "BACKUP"],
]  # fmt: skip


def files_in(folder: Path) -> dict[Path, tuple[int, int]]:
    """Return what lies in a folder, with its size and when it was written.

    SQLite keeps a log beside a ledger for as long as it is read.
    """
    return {
        path: (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_a_command_that_only_reads_writes_nothing(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path, command: list[str]
) -> None:
    """Not even room for removing, which whoever adds holds back."""
    (tmp_path / "answer.json").write_text(pincite("ask", "--json", QUESTION).stdout)
    meant = {
        "DOCUMENT": document_id, "NOTES": note.parent, "BACKUP": tmp_path / "backup",
        "ANSWER": tmp_path / "answer.json",
    }  # fmt: skip
    with closing(sqlite3.connect(tmp_path / "data" / "main" / "ledger.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (tmp_path / "data" / "main" / "reserve").unlink()
    before = files_in(tmp_path / "data")

    assert pincite(*(meant.get(word, word) for word in command)).exit_code == 0
    assert files_in(tmp_path / "data") == before


@pytest.mark.parametrize("command", READING[:10], ids=lambda command: command[0])
def test_a_command_that_only_reads_begins_no_collection(
    pincite: Pincite, note: Path, tmp_path: Path, command: list[str]
) -> None:
    result = pincite(*(note.parent if word == "NOTES" else word for word in command))

    assert not (tmp_path / "data").exists()
    assert result.exit_code in (0, 1)
    if command[0] in ("list", "doctor", "collections"):
        assert result.exit_code == 0


def test_what_was_added_has_room_held_back_for_removing_it(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    assert (tmp_path / "data" / "main" / "reserve").stat().st_size >= 256_000


def test_collections_that_vanish_while_they_are_listed_are_passed_over(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path
) -> None:
    """Saved vectors are replaced all the time, and a folder may be moved away."""
    data, stop = tmp_path / "data", threading.Event()
    pincite("--collection", "moving", "add", note)

    def change() -> None:
        while not stop.is_set():
            (data / "main" / "vectors" / "gen-9").mkdir(parents=True, exist_ok=True)
            (data / "main" / "vectors" / "gen-9" / "vectors.faiss").write_bytes(b"x")
            (data / "moving").rename(tmp_path / "away")
            shutil.rmtree(data / "main" / "vectors" / "gen-9")
            (tmp_path / "away").rename(data / "moving")

    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(change)
        try:
            for _ in range(40):
                found = told_json(pincite("collections", "--json"))["collections"]
                assert (found[0]["name"], found[0]["documents"]) == ("main", 1)
                assert [one["name"] for one in found[1:]] in ([], ["moving"])
        finally:
            stop.set()
        changing.result()


def test_collections_are_listed_with_what_they_hold(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path
) -> None:
    pincite("--collection", "other", "add", note)
    (tmp_path / "data" / "torn").mkdir()
    (tmp_path / "data" / "torn" / "ledger.db").write_bytes(b"torn" * 1000)
    found = told_json(pincite("collections", "--json"))["collections"]

    assert [(one["name"], one["documents"], one["fault"] is None) for one in found] == [
        ("main", 1, True), ("other", 1, True), ("torn", None, False),
    ]  # fmt: skip
    assert all(one["bytes"] > 0 for one in found)
    listed = pincite("collections")
    assert "unreadable" in listed.stdout
    assert "torn: " in listed.stderr


def test_one_that_an_older_pincite_made_is_not_called_damaged(
    pincite: Pincite, tmp_path: Path
) -> None:
    with zipfile.ZipFile(Path(__file__).parent.parent / "ledgers" / "format-9.zip") as archive:
        archive.extract("ledger.db", tmp_path / "data" / "old")
    listed = pincite("collections")

    assert "damaged" not in listed.stdout
    assert "doctor --migrate" in listed.stderr


def test_a_backup_is_restored_where_nothing_is_or_by_replacing(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "birds.pincite"
    assert "1 document, 1 passage: " in pincite("backup", backup).stdout
    assert pincite("--collection", "other", "restore", backup).exit_code == 0
    assert document_id in pincite("--collection", "other", "list").stdout
    note.write_text("Somebody else counted 41.")
    pincite("add", note)
    assert "use --replace" in complaint(pincite("restore", backup))

    assert pincite("restore", "--replace", backup).exit_code == 0
    assert HERONS in pincite("show", document_id).stdout
    assert told_json(pincite("doctor", "--json"))["findings"] == []
    assert (tmp_path / "data" / "other" / "reserve").is_file(), "it can be removed on a full disk"


def test_a_folder_is_synced_and_what_would_be_done_told(pincite: Pincite, note: Path) -> None:
    pincite("add", note)
    (note.parent / "owls.txt").write_text("Owls hoot.")
    note.unlink()
    (note.parent / "none.txt").touch()
    foreseen = pincite("sync", "--dry-run", note.parent)
    assert foreseen.stdout.splitlines() == [
        "1 to read, 0 unchanged, 1 to remove, 1 to refuse; nothing was changed",
        "to refuse: notes/none.txt: the file is empty: there is nothing to quote",
        "to read: notes/owls.txt (new)",
        "to remove: herons.txt",
    ]
    foretold = told_json(pincite("sync", "--dry-run", "--json", note.parent))
    assert foretold["counts"] == {
        "to_read": 1, "unchanged": 0, "to_remove": 1, "to_keep": 0, "to_refuse": 1,
    }  # fmt: skip
    assert [file["status"] for file in foretold["files"]] == ["to_refuse", "to_read", "to_remove"]
    (note.parent / "none.txt").unlink()
    counts = told_json(pincite("sync", "--json", note.parent))["counts"]

    assert counts == {
        "added": 1, "updated": 0, "unchanged": 0, "removed": 1, "kept": 0, "refused": 0,
    }  # fmt: skip
    assert pincite("sync", "--watch", "--dry-run", note.parent).exit_code == 2


def test_collections_are_apart(pincite: Pincite, document_id: str) -> None:
    pincite("--collection", "other", "add", "--bundled")

    (document,) = told_json(pincite("--collection", "other", "list", "--json"))["documents"]
    assert document["id"] != document_id


def test_sync_ends_well_beside_what_is_refused_or_kept_unless_it_is_strict(
    pincite: Pincite, note: Path
) -> None:
    (note.parent / "usb").mkdir()
    (note.parent / "usb" / "owls.txt").write_text("Owls hunt at night.")
    (note.parent / "usb" / "wrens.txt").write_text("Wrens sing.")
    pincite("sync", note.parent)
    (note.parent / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for name in ("owls", "wrens"):
        (note.parent / "usb" / f"{name}.txt").unlink()
    done = pincite("sync", note.parent)

    assert done.exit_code == 0
    assert done.stdout.startswith("0 added, 0 updated, 1 unchanged, 2 kept, 1 refused;")
    assert "refused: notes/photo.png: " in done.stderr
    assert "kept: 2 documents: the folder notes/usb is empty now: if it is on a disk" in done.stderr
    assert pincite("sync", "--strict", note.parent).exit_code == 1
    assert "2 to keep" in pincite("sync", "--dry-run", note.parent).stdout
    assert pincite("sync", "--dry-run", "--strict", note.parent).exit_code == 1
    assert "2 removed" in pincite("sync", "--allow-empty", note.parent).stdout
