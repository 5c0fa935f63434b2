"""The keys of a running service: as new as the file, and closed where it cannot be read."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from qa.errors import KeysUnusable
from qa.service.key_file import FILE
from qa.service.key_ring import KeyRing
from qa.service.key_store import KeyStore
from qa.service.keys import key_text, parts_of

LETTERS = frozenset({"letters"})
ELSEWHERE = """
import sys
from pathlib import Path
from qa.service.key_store import KeyStore
store = KeyStore(Path(sys.argv[1]))
print(store.add(sys.argv[2], "read", None)[1] if sys.argv[2] else store.revoke(sys.argv[3]))
"""


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path)


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path)


def elsewhere(folder: Path, *arguments: str) -> str:
    """Change the keys in a process of its own, as a command does."""
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(folder), *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_key_of_another_process_opens_and_closes_at_the_next_look(
    ring: KeyRing, tmp_path: Path
) -> None:
    assert not ring.locks()
    text = elsewhere(tmp_path, "Ada")
    found = ring.find(text)
    assert found is not None
    assert found.name == "Ada"
    assert ring.locks()
    elsewhere(tmp_path, "", "Ada")

    assert ring.find(text) is None
    assert ring.valid(found.id) is None
    assert ring.locks()


def test_only_the_whole_key_opens(ring: KeyRing, store: KeyStore) -> None:
    key, text = store.add("Ada", "read", LETTERS)
    _, other = store.add("Bo", "read", LETTERS)
    parts, others = parts_of(text), parts_of(other)
    assert parts
    assert others
    mixed = key_text(parts[0], others[1])
    wrong = [
        "", text[:-1], text + "x", text + " ", text.upper(), text.swapcase(), mixed,
        key_text("00000000", parts[1]), parts[1], "é" * 60, "\ud800", "\0", "x" * 8000,
        text.replace("_", "-"), text + "\n",
    ]  # fmt: skip

    assert [one for one in wrong if ring.find(one)] == []
    found = ring.find(text)
    assert found is not None
    assert found.id == key.id


def test_a_key_that_is_over_opens_nothing(tmp_path: Path, store: KeyStore) -> None:
    moment = 1000.0
    ring = KeyRing(tmp_path, lambda: moment)
    _, text = store.add("Ada", "read", LETTERS, expires=1001)
    assert ring.find(text)
    moment = 1001.0

    assert ring.find(text) is None
    assert ring.locks()


def test_a_file_that_is_gone_opens_nothing_and_frees_nobody(ring: KeyRing, store: KeyStore) -> None:
    _, text = store.add("Ada", "read", LETTERS)
    assert ring.find(text)
    store.path.unlink()

    assert ring.find(text) is None
    assert ring.locks()


def test_a_file_that_was_replaced_counts_at_once(
    ring: KeyRing, store: KeyStore, tmp_path: Path
) -> None:
    _, text = store.add("Ada", "read", LETTERS)
    assert ring.find(text)
    other = KeyStore(tmp_path / "other")
    _, new = other.add("Bo", "read", LETTERS)
    os.replace(other.path, store.path)

    assert ring.find(text) is None
    assert ring.find(new)


def test_a_damaged_file_opens_nothing(ring: KeyRing, store: KeyStore, tmp_path: Path) -> None:
    _, text = store.add("Ada", "read", LETTERS)
    assert ring.find(text)
    broken = tmp_path / "broken"
    broken.write_bytes(b"no database" * 1000)
    os.replace(broken, store.path)

    with pytest.raises(KeysUnusable, match=FILE):
        ring.find(text)
    with pytest.raises(KeysUnusable):
        ring.locks()


def test_keys_are_read_from_a_disk_that_cannot_be_written(store: KeyStore, tmp_path: Path) -> None:
    _, text = store.add("Ada", "read", LETTERS)
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a read-only disk")
    try:
        shutil.copy(store.path, disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        ring = KeyRing(disk)
        assert ring.find(text)
        ring.close()
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_many_threads_look_while_keys_come_and_go(ring: KeyRing, store: KeyStore) -> None:
    _, text = store.add("Ada", "read", LETTERS)
    missed: list[str] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            if ring.find(text) is None:
                missed.append(text)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(20):
        _, new = store.add(f"key {number}", "read", LETTERS)
        assert ring.find(new)
        store.revoke(f"key {number}")
        assert ring.find(new) is None
    over.set()
    for thread in threads:
        thread.join()

    assert missed == []


def test_a_file_whose_tables_are_not_there_yet_holds_no_keys(ring: KeyRing, tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / FILE).close()
    (tmp_path / FILE).touch()

    assert not ring.locks()


def test_what_two_processes_write_in_turn_is_seen(
    ring: KeyRing, store: KeyStore, tmp_path: Path
) -> None:
    """SQLite locks by process, so a descriptor that is closed beside it would free its locks."""
    texts = [store.add("first", "read", LETTERS)[1]]
    for turn in range(3):
        assert all(ring.find(text) for text in texts)
        texts.append(store.add(f"mine {turn}", "read", LETTERS)[1])
        texts.append(elsewhere(tmp_path, f"theirs {turn}"))
        texts.append(store.add(f"mine again {turn}", "read", LETTERS)[1])

    assert [text for text in texts if not ring.find(text)] == []
