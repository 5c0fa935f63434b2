"""What is removed is gone: from answers at once, and from every byte on the disk."""

import queue
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from job_calls import submit, take
from toys import WordEmbedder, reading

from corpus import Document, find_files
from corpus.sandbox.pool import ReaderPool
from index import LocalIndex
from index.ingest.files import ingest
from index.ingest.upload_worker import Worker

CANARY = "qzkanaribird"
"""A word that shares no beginning with another, since the full text stores those once."""

MakeDocument = Callable[..., Document]


def traces(folder: Path) -> list[str]:
    """Return the files whose bytes hold the canary, in any place, also in their names."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if CANARY in path.name or (path.is_file() and CANARY.encode() in path.read_bytes().lower())
    ]


@pytest.fixture
def filled(index: LocalIndex, make_document: MakeDocument) -> LocalIndex:
    """A collection with documents before and after the one with the canary, saved."""
    for number in range(30):
        list(index.add([make_document(f"Bird {number} sings of herons.", f"{number}.txt")]))
    text = "\n\n".join(f"The {CANARY} number {n} sings to {CANARY}{n}. " * 9 for n in range(5))
    list(index.add([make_document(text, f"{CANARY}.txt")]))
    list(index.add([make_document("Owls hoot.", "owls.txt")]))
    index.checkpoint(always=True)
    return index


def victim(index: LocalIndex) -> str:
    (found,) = [info.id for info in reading(index).documents() if CANARY in info.source]
    return str(found)


def test_a_removed_document_is_gone_from_every_byte(filled: LocalIndex) -> None:
    assert traces(filled.directory)
    filled.delete(victim(filled))

    assert (
        not reading(filled)
        .search(CANARY, filled.embedder.embed_question(CANARY), 50)[0]
        .lexical_rank
    )
    assert traces(filled.directory) == ["ledger.db"], "its stems, in segments that are not merged"
    assert filled.purge()
    assert traces(filled.directory) == []
    assert not filled.purge()
    assert list(filled.findings()) == []
    assert reading(filled).frequencies(["heron"]) == {"heron": 30}


def test_a_former_version_is_gone_from_every_byte(
    filled: LocalIndex, make_document: MakeDocument
) -> None:
    document = make_document("Nothing of it.", f"{CANARY}.txt")
    list(filled.add([replace(document, title="x", source="x")]))
    filled.purge()

    assert traces(filled.directory) == []


def test_a_crash_before_the_traces_are_overwritten_only_delays_that(filled: LocalIndex) -> None:
    """The process ends right after the removal; the next one to tidy up finds it to do."""
    document_id = victim(filled)
    with filled._ledger.writing() as change:
        change.remove(document_id)
    again = LocalIndex(filled.directory, WordEmbedder)

    sources = [info.source for info in reading(again).documents()]
    assert len(sources) == 31
    assert not any(CANARY in source for source in sources)
    assert again.purge()
    assert traces(again.directory) == []


def test_a_rebuild_brings_nothing_back(filled: LocalIndex) -> None:
    filled.delete(victim(filled))
    list(filled.rebuild())
    filled.purge()

    assert traces(filled.directory) == []
    assert len(reading(filled).documents()) == 31


def test_an_upload_leaves_nothing_when_its_document_is_removed(index: LocalIndex) -> None:
    """Neither one that is ready, nor one that failed, nor one that still waits."""
    for number in range(3):
        data = f"The {CANARY} {number} sings.".encode()
        job = submit(index, f"{CANARY}-{number}.txt", data)
        if number == 1:
            index.jobs.fail(take(index).claim, "unreadable", "It is torn.")
        index.delete(job.document_id)
    index.purge()

    assert traces(index.directory) == []


def test_a_dismissed_upload_leaves_nothing(index: LocalIndex) -> None:
    job = submit(index, f"{CANARY}.txt", f"The {CANARY} sings.".encode())
    assert traces(index.directory)
    index.jobs.dismiss(job.id)
    index.tidy()

    assert traces(index.directory) == []


def test_a_file_that_was_synced_leaves_not_even_its_path(tmp_path: Path, index: LocalIndex) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / f"{CANARY}.txt").write_text("Herons wade.")
    list(ingest(find_files([folder]), index))
    assert traces(index.directory)
    index.delete(reading(index).documents()[0].id)
    index.purge()

    assert traces(index.directory) == []


def test_removing_is_gone_for_who_reads_at_the_same_time(filled: LocalIndex) -> None:
    """A reader that goes on keeps the log; it is emptied when that one has ended."""
    other, document_id = LocalIndex(filled.directory, WordEmbedder), victim(filled)
    with other._ledger.reading() as snapshot:
        assert snapshot.count("documents") == 32
        filled.delete(document_id)
        filled.purge()
        assert not filled.tidy()
    filled._ledger.close()  # as if it ended here: the next to tidy up still knows
    later = LocalIndex(filled.directory, WordEmbedder)

    assert later.purge()
    assert not later.purge()
    assert later.tidy()
    assert traces(filled.directory) == []


def test_a_service_tidies_up_again_once_nobody_reads_what_was_removed(
    filled: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Told(LocalIndex):
        """Tells whether all could be tidied up, each time."""

        def tidy(self) -> bool:
            done = super().tidy()
            tidied.put(done)
            return done

    tidied: queue.Queue[bool] = queue.Queue()
    monkeypatch.setattr("index.ingest.upload_worker._HINDERED", 0.05)
    index = Told(filled.directory, WordEmbedder)
    with ReaderPool() as room:
        worker = Worker(index, room)
        with filled._ledger.reading() as snapshot:
            assert snapshot.count("documents") == 32
            index.delete(victim(index))
            worker.start()
            assert not tidied.get(timeout=120)
        while not tidied.get(timeout=120):
            pass
        worker.stop()

    assert traces(filled.directory) == []
