"""Many who read, write and save at once; and who may not read at all."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from toys import numbered, open_toy_index, reading

from index import IndexFault, LocalIndex


def at_once(*works: Callable[[], None]) -> None:
    """Do everything at once, each in a thread, and raise what any of them raises."""
    raised: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as exc:
            raised.append(exc)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for exc in raised:
        raise exc


def test_who_searches_while_vectors_are_saved_anew_sees_whole_documents(tmp_path: Path) -> None:
    """Twenty generations come and go; each result is of one moment, and nobody fails."""
    index = open_toy_index(tmp_path)
    list(index.add([numbered(f"first-{number}") for number in range(10)]))
    vector, done = index.embedder.embed_question("birds"), threading.Event()
    rounds = []

    def search() -> None:
        other = open_toy_index(tmp_path)
        while not done.is_set():
            for one in (index, other):
                hits = reading(one).search("birds", vector, 200)
                assert {f"first-{n}" for n in range(10)} <= {hit.document.id for hit in hits}
                assert all(hit.passage.text in numbered(hit.document.id).text for hit in hits)
            rounds.append(1)

    def change() -> None:
        try:
            for number in range(20):
                list(index.add([numbered(f"new-{number}")]))
                index.checkpoint(always=True)
                index.delete(f"new-{number - 3}")
                while len(rounds) < number:  # so that they search in between
                    time.sleep(0.001)
        finally:
            done.set()

    at_once(change, *[search] * 6)
    assert list(index.findings()) == []
    assert not [file for file in open_files() if "(deleted)" in file and str(tmp_path) in file]


def open_files() -> list[str]:
    found = []
    for place in Path("/proc/self/fd").iterdir():
        try:
            found.append(os.readlink(place))
        except OSError:
            continue
    return found


def test_eight_who_write_and_eight_who_read_lose_no_change(tmp_path: Path) -> None:
    open_toy_index(tmp_path)

    def write(label: int) -> None:
        index = open_toy_index(tmp_path)
        for number in range(6):
            list(index.add([numbered(f"{label}-{number}")]))
            if number % 3 == 2:
                assert index.delete(f"{label}-{number - 1}")

    def read() -> None:
        index = open_toy_index(tmp_path)
        for _ in range(20):
            for info in reading(index).documents():
                document = reading(index).document(info.id)
                assert document is None or document == numbered(info.id)

    at_once(*[lambda n=n: write(n) for n in range(8)], *[read] * 8)
    index = open_toy_index(tmp_path)
    expected = {f"{label}-{number}" for label in range(8) for number in (0, 2, 3, 5)}

    assert {info.id for info in reading(index).documents()} == expected
    assert list(index.findings()) == []


def test_a_log_that_a_long_reader_kept_from_being_emptied_is_emptied_after(
    index: LocalIndex,
) -> None:
    log = index.directory / "ledger.db-wal"
    list(index.add([numbered("old")]))
    index.tidy()
    begun, stop, kept = threading.Event(), threading.Event(), list[int]()

    def read() -> None:
        with index._ledger.reading() as snapshot:
            assert [info.id for info in snapshot.infos()] == ["old"]
            begun.set()
            assert stop.wait(120)
            assert [info.id for info in snapshot.infos()] == ["old"], "it is of one moment"

    def write() -> None:
        assert begun.wait(60)
        list(index.add([numbered(f"{number}") for number in range(60)]))
        index.tidy()
        kept.append(log.stat().st_size)
        stop.set()

    at_once(read, write)
    assert kept[0] > 100_000
    assert index.tidy()
    assert log.stat().st_size == 0
    assert len(reading(index).documents()) == 61


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("hidden", [".", "ledger.db"])
def test_somebody_who_may_not_read_a_collection_is_told_so(tmp_path: Path, hidden: str) -> None:
    """A service that is started under another user, as after a copy made by root."""
    list(open_toy_index(tmp_path / "c").add([numbered("a")]))
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder != Path("/") and "pytest" in str(folder):
            folder.chmod(0o755)
    (tmp_path / "c").chmod(0o755)
    (tmp_path / "c" / hidden).chmod(0o000)
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        try:
            reading(open_toy_index(tmp_path / "c")).documents()
        except IndexFault as exc:
            os._exit(3 if "permission" in str(exc).lower() or "PINCITE_DATA" in str(exc) else 4)
        except BaseException:
            os._exit(1)
        os._exit(0)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
