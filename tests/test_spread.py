"""Files that Dask workers take in: each once, whatever ends meanwhile."""

import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from spread_calls import ToyIndex, cluster, write_notes
from sync_calls import told
from toys import WordEmbedder, reading

from benchmarks.dask_cluster import Cluster
from corpus import Document, find_files
from corpus.document import file_key
from index import LocalIndex
from index.errors import IndexAway, IndexMismatch, SpreadLost
from index.ingest import parcel as parcels
from index.ingest import spread as spreading
from index.ingest.files import Known, Outcome, ingest
from index.ingest.parcel import patiently
from index.ingest.spread import LOCAL, Crew, spread
from index.protocol import every_document, every_file

MAIL = b"""From: ada@example.org
Subject: Herons
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=X

--X
Content-Type: text/plain

The heron stands in shallow water.
--X
Content-Type: text/plain; name=owls.txt
Content-Disposition: attachment; filename=owls.txt

Nobody counts owls.
--X--
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    write_notes(tmp_path / "notes", 12)
    return tmp_path / "notes"


@pytest.fixture
def toy(tmp_path: Path) -> ToyIndex:
    return ToyIndex(tmp_path / "spread", tmp_path / "embedded.log")


@pytest.fixture
def two_workers(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path, 2) as started:
        yield started


def taken_in(folder: Path, toy: ToyIndex, address: str) -> Iterator[Outcome]:
    return spread(find_files([folder]), toy(), Crew(address, toy))


def listed(index: LocalIndex) -> list[tuple[object, ...]]:
    """Return what a collection holds, but for when it came."""
    with index.reader() as reader:
        documents = [(i.id, i.version, i.passages, i.source) for i in every_document(reader)]
        return [*documents, *((row.key, row.document_id) for row in every_file(reader))]


def test_workers_take_in_what_one_process_would(
    notes: Path, toy: ToyIndex, two_workers: Cluster, index: LocalIndex
) -> None:
    (notes / "empty.txt").write_bytes(b"")
    (notes / "mail.eml").write_bytes(MAIL)

    outcomes = told(taken_in(notes, toy, two_workers.address))

    assert outcomes == told(ingest(find_files([notes]), index))
    assert Counter(outcomes.values()) == {"added": 14, "refused": 1}
    assert listed(toy()) == listed(index)


def test_what_did_not_change_is_not_sent_again_and_what_did_is(
    notes: Path, toy: ToyIndex, two_workers: Cluster
) -> None:
    list(taken_in(notes, toy, two_workers.address))
    before = len(toy.embedded())
    (notes / "note-003.txt").write_text("Cranes dance.")

    outcomes = told(taken_in(notes, toy, two_workers.address))

    assert outcomes.pop("notes/note-003.txt") == "updated"
    assert set(outcomes.values()) == {"unchanged"}
    assert toy.embedded()[before:] == ["note 003\nCranes dance."]


def test_a_worker_that_is_killed_loses_nothing_and_one_that_joins_helps(
    notes: Path, tmp_path: Path, two_workers: Cluster
) -> None:
    toy = ToyIndex(tmp_path / "spread", tmp_path / "embedded.log", seconds=0.2)
    outcomes: list[Outcome] = []
    for outcome in taken_in(notes, toy, two_workers.address):
        outcomes.append(outcome)
        if len(outcomes) == 3:
            two_workers.start_worker()
            two_workers.workers[0].send_signal(signal.SIGKILL)

    assert Counter(one.label for one in outcomes) == {
        f"notes/note-{number:03}.txt": 1 for number in range(12)
    }
    assert {one.status for one in outcomes} <= {"added", "unchanged"}, "added, then told by another"
    assert reading(toy()).counts()["documents"] == 12
    assert reading(toy()).counts()["passages"] == 24


def test_a_run_that_lost_its_scheduler_goes_on_and_embeds_nothing_twice(
    notes: Path, tmp_path: Path, two_workers: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "_CONNECT", 10)  # for so long it looks for a scheduler again
    toy = ToyIndex(tmp_path / "spread", tmp_path / "embedded.log", seconds=0.2)
    outcomes = taken_in(notes, toy, two_workers.address)
    for _ in range(4):
        next(outcomes)
    two_workers.kill_scheduler()
    with pytest.raises(SpreadLost, match="run it again to resume"):
        list(outcomes)
    for worker in two_workers.workers:
        worker.wait()  # they end by themselves, after what they are adding
    there = reading(toy()).counts()["passages"]

    two_workers.start_scheduler()
    two_workers.start_worker()
    before = len(toy.embedded())
    list(taken_in(notes, toy, two_workers.address))

    assert reading(toy()).counts()["passages"] == 24
    assert len(toy.embedded()) - before == 24 - there
    assert 0 < there < 24


def test_a_file_that_ends_its_workers_is_refused_and_the_others_are_taken_in(
    notes: Path, toy: ToyIndex
) -> None:
    (notes / "bad.txt").write_text("This is DEADLY.")
    shutil.copy(notes / "note-000.txt", notes / "again.txt")

    outcomes = list(spread(find_files([notes]), toy(), Crew(LOCAL, toy, workers=2)))

    refused = [one for one in outcomes if one.status == "refused"]
    assert [(one.label, one.code) for one in refused] == [("notes/bad.txt", "reader_stopped")]
    assert "several Dask workers ended" in refused[0].reason
    assert reading(toy()).counts()["documents"] == 13


def test_a_worker_of_another_collection_is_found_out(
    notes: Path, tmp_path: Path, toy: ToyIndex, two_workers: Cluster
) -> None:
    other = ToyIndex(tmp_path / "other", tmp_path / "other.log")
    crew = Crew(two_workers.address, other)

    with pytest.raises(SpreadLost, match="adds to another collection: give all workers the"):
        list(spread(find_files([notes]), toy(), crew))


def test_a_collection_of_another_model_ends_the_run(
    notes: Path, toy: ToyIndex, two_workers: Cluster, make_document: Callable[..., Document]
) -> None:
    index = LocalIndex(toy.directory, lambda: WordEmbedder("another"))
    list(index.add([make_document("Cranes dance.")]))

    with pytest.raises(IndexMismatch, match="another@toy"):
        list(taken_in(notes, toy, two_workers.address))


def test_a_scheduler_that_is_not_there_is_named_with_what_to_do(
    notes: Path, toy: ToyIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "_CONNECT", 0.2)

    with pytest.raises(SpreadLost, match=r"by way of tcp://127\.0\.0\.1:1: start `dask scheduler`"):
        list(taken_in(notes, toy, "tcp://127.0.0.1:1"))


def test_who_waits_tries_again_until_the_collection_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parcels, "_PAUSES", (0.0,))
    away = iter([IndexAway("away"), IndexAway("away")])

    def work() -> str:
        for fault in away:
            raise fault
        return "done"

    assert patiently(work) == "done"


def test_patience_ends_with_what_is_wrong() -> None:
    def work() -> None:
        raise IndexAway("milvus does not answer")

    with pytest.raises(IndexAway, match="milvus does not answer"):
        patiently(work, patience=0)


def test_a_few_files_are_looked_up_as_all_would_be(tmp_path: Path, index: LocalIndex) -> None:
    folder = tmp_path / "notes"
    write_notes(folder, 3)
    (folder / "mail.eml").write_bytes(MAIL)
    (folder / "mail.eml.txt").write_text("Its name begins like that of the mail.")
    for path in folder.iterdir():
        os.utime(path, (1, 1))
    files = list(find_files([folder]))
    list(ingest(files, index))

    for found in files:
        every, only = Known(index), Known(index, only=[found])
        assert only.parts(found) == every.parts(found)
        assert only.info(found) == every.info(found)
        assert only.is_untouched(found) == every.is_untouched(found)
        assert set(only.files) == {key for key in every.files if file_key(key) == found.source.key}
