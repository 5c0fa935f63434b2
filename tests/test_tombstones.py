"""A removed document is gone for everybody at once, while its rows go step by step."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from faults import Acknowledge, dies
from test_removal import traces
from toys import open_toy_index, reading

from corpus import Document, FileStat, Original
from index import FileState, Filter, LocalIndex, NewDocument, back_up, restore
from index.ledger.erasure import PASSAGES, erase
from index.search.local_moment import LocalMoment

CANARY = "qzkanaribird"
VICTIM = "victim"  # the id: that of a removed document is kept, to be known as removed
OWLS = "Owls hoot at night. The heron sleeps."


def large(name: str = CANARY, passages: int = PASSAGES + 20) -> Document:
    """Return a document of more passages than are removed at once, with an original."""
    text = "\n\n".join(f"The {name} number {n} sings to herons. " * 5 for n in range(passages))
    data = f"The bytes of {name}. ".encode() * 100_000
    return Document(VICTIM, name, f"{name}.pdf", text, original=Original("application/pdf", data))


def fill(index: LocalIndex, *, with_victim: bool) -> LocalIndex:
    owls = Document("owls", "Owls", "owls.txt", OWLS)
    list(index.add([NewDocument(owls, "file:/birds/owls.txt", FileStat(1, 2, 3))]))
    if with_victim:
        list(index.add([NewDocument(large(), f"file:/birds/{CANARY}.pdf", FileStat(4, 5, 6))]))
    return index


@pytest.fixture
def without(tmp_path: Path) -> LocalIndex:
    """A collection that never had the document."""
    return fill(open_toy_index(tmp_path / "without"), with_victim=False)


@pytest.fixture
def buried(tmp_path: Path) -> LocalIndex:
    """A collection where the document is under a tombstone, with all of its rows."""
    index = fill(open_toy_index(tmp_path / "buried"), with_victim=True)
    index.warm()
    assert index.delete(VICTIM)
    assert rows(index) == (2, 1 + PASSAGES + 20, 1)
    return index


def rows(index: LocalIndex) -> tuple[int, int, int]:
    """Return how many documents, passages and originals the tables hold, whoever may see them."""
    with closing(sqlite3.connect(index.directory / "ledger.db")) as db:
        tables = ("documents", "passages", "originals")
        a, b, c = (db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
        return a, b, c


def vector(index: LocalIndex) -> np.ndarray:
    return index.embedder.embed_question("herons sing")


def by_words(index: LocalIndex) -> object:
    """Return the one passage that is best by words, which a removed one must not keep out."""
    with index._ledger.reading() as snapshot:
        return [key for key, _ in snapshot.search_words(["heron"], 1)]


def scan(index: LocalIndex) -> object:
    with index._ledger.reading() as snapshot:
        found = index._searcher.scan(
            LocalMoment(snapshot, index._vectors), ["heron", CANARY], vector(index), None
        )
        return found.documents, found.occurrences.tolist(), np.round(found.cosines, 3).tolist()


READINGS: dict[str, Callable[[LocalIndex], object]] = {
    "documents": lambda index: [info.id for info in reading(index).documents()],
    "document": lambda index: reading(index).document(VICTIM),
    "info": lambda index: reading(index).info(VICTIM),
    "whole": lambda index: reading(index).details(VICTIM),
    "original": lambda index: reading(index).original(VICTIM),
    "passages": lambda index: reading(index).all_passages(VICTIM),
    "excerpt": lambda index: reading(index).passages(VICTIM, 0, 10),
    "holding": lambda index: reading(index).by_version([large().version]),
    "known content": lambda index: reading(index).by_upload("new", large().origin_sha256) is None,
    "files": lambda index: reading(index).files(),
    "places of files": lambda index: reading(index).file_paths(
        [d.id for d in reading(index).documents()]
    ),
    "counts": lambda index: reading(index).counts(),
    "size in documents": lambda index: reading(index).document_count(),
    "size": lambda index: reading(index).passage_count(),
    "frequencies": lambda index: reading(index).frequencies(["heron", "owl", CANARY]),
    "frequencies within": lambda index: reading(index).frequencies(
        ["heron", CANARY], Filter(documents=(VICTIM, "owls"))
    ),
    "search": lambda index: [
        h.document.id for h in reading(index).search(CANARY, vector(index), 50)
    ],
    "search within": lambda index: reading(index).search(
        CANARY, vector(index), 50, Filter(documents=(VICTIM,))
    ),
    "search by words": by_words,
    "scan": scan,
    "sample": lambda index: reading(index).sample(1000).places,
    "passage at": lambda index: reading(index).passages_at([(VICTIM, 5)]).places,
    "findings": lambda index: list(index.findings()),
}


@pytest.mark.parametrize("read", READINGS.values(), ids=READINGS.keys())
def test_nobody_sees_what_is_under_a_tombstone(
    buried: LocalIndex, without: LocalIndex, read: Callable[[LocalIndex], object]
) -> None:
    """Every reading is as if the document had never been: here, and for who opens it now."""
    assert read(buried) == read(without)
    assert read(open_toy_index(buried.directory)) == read(without)
    assert read(LocalIndex(buried.directory, lambda: without.embedder, read_only=True)) == read(
        without
    )


def test_the_rows_under_a_tombstone_go_in_steps_and_leave_no_byte(buried: LocalIndex) -> None:
    assert traces(buried.directory)
    assert buried.tidy()

    assert rows(buried) == (1, 1, 0)
    assert traces(buried.directory) == []
    assert list(buried.findings()) == []
    assert not buried.purge()


def test_a_document_that_is_removed_while_others_are_erased_keeps_no_original(
    buried: LocalIndex,
) -> None:
    """Its tombstone may come after the originals were erased, and before the passages are."""
    with buried._ledger.writing() as change:
        while change.erase_passages(PASSAGES):
            pass
        assert not change.erase_document(), "its original is still there"
    buried.tidy()

    assert rows(buried) == (1, 1, 0)
    assert list(buried.findings()) == []


def test_others_read_and_write_between_the_steps(buried: LocalIndex) -> None:
    other = open_toy_index(buried.directory)
    move_log, seen = buried._ledger.move_log, list[int]()

    def between() -> None:
        move_log()
        list(other.add([Document(f"n{len(seen)}", "New", "new.txt", "Gulls cry.")]))
        seen.append(len(reading(other).search(CANARY, vector(other), 300)))

    buried._ledger.move_log = between  # type: ignore[method-assign]
    erase(buried._ledger, passages=50)
    assert seen == list(range(2, len(seen) + 2)), "the owls, and one more each time"
    assert len(seen) > 5
    assert rows(buried)[0] == 1 + len(seen)


def test_a_document_under_a_tombstone_can_be_added_again(buried: LocalIndex) -> None:
    """As another of the same id, or the very same, whose original is overwritten in part."""
    erasing = erase.__globals__["_erased"](
        buried._ledger, erase.__globals__["_bytes_to_erase"](buried._ledger), 1000
    )
    next(erasing)
    (again,) = buried.add([large()])
    list(erasing)
    assert again.status == "added"
    buried.tidy()

    assert reading(buried).document(VICTIM) is not None
    assert reading(buried).original(VICTIM) == large().original
    assert rows(buried) == (2, 1 + PASSAGES + 20, 1)
    assert list(buried.findings()) == []


def test_a_document_that_is_added_again_has_no_original_of_before(buried: LocalIndex) -> None:
    """Where it comes without one, though of the same file: what is there is half overwritten."""
    list(buried.add([replace(large(), original=None)]))

    assert reading(buried).original(VICTIM) is None


def test_what_is_removed_twice_is_removed_once(buried: LocalIndex) -> None:
    assert not buried.delete(VICTIM)
    assert buried.delete_all([VICTIM, "owls"]) == {"owls"}


def test_vectors_that_others_use_stay(buried: LocalIndex) -> None:
    """Of a text that is in another document as well, which came while the first was erased."""
    text = large().text
    list(buried.add([Document("copy", CANARY, "copy.txt", text)]))
    buried.tidy()

    assert reading(buried).counts()["vectors"] == PASSAGES + 21
    assert list(buried.findings()) == []


def test_a_rebuild_leaves_what_is_under_a_tombstone_gone(buried: LocalIndex) -> None:
    assert [info.id for info in buried.rebuild()] == ["owls"]
    buried.tidy()

    assert traces(buried.directory) == []
    assert list(buried.findings()) == []


def test_a_backup_holds_nothing_of_what_is_under_a_tombstone(
    buried: LocalIndex, tmp_path: Path
) -> None:
    manifest = back_up(buried.directory, tmp_path / "backup")
    restored = tmp_path / "restored"
    restore(tmp_path / "backup", restored, with_removed=True)

    assert (manifest.documents, manifest.passages) == (1, 1)
    assert rows(open_toy_index(restored)) == (1, 1, 0)


def test_a_restored_backup_does_not_bring_back_what_is_under_a_tombstone(
    tmp_path: Path,
) -> None:
    index = fill(open_toy_index(tmp_path / "c"), with_victim=True)
    back_up(index.directory, tmp_path / "backup")
    index.delete(VICTIM)
    restore(tmp_path / "backup", index.directory, with_removed=False)

    assert [info.id for info in reading(index).documents()] == ["owls"]
    index.tidy()
    assert traces(index.directory) == []


def test_a_kill_between_the_steps_is_gone_on_from(tmp_path: Path) -> None:
    """At any step: gone at once it was acknowledged, and erased by whoever tidies up next."""
    warm = fill(open_toy_index(tmp_path / "warm"), with_victim=True)
    warm._ledger.shrink_log()
    warm._ledger.close()

    def work(acknowledge: Acknowledge) -> None:
        index = open_toy_index(directory)
        index.delete(VICTIM)
        acknowledge("gone")
        erase(index._ledger, passages=60)
        index.tidy()

    lived, step = False, 0
    while not lived:
        step += 9
        directory = tmp_path / str(step)
        directory.mkdir()
        (directory / "ledger.db").write_bytes((warm.directory / "ledger.db").read_bytes())
        told, lived = dies(work, step=step)
        index = open_toy_index(directory)
        if told:
            assert [info.id for info in reading(index).documents()] == ["owls"], step
            assert index.purge() or lived or rows(index) == (1, 1, 0), step
            assert traces(directory) == [], step
        assert list(index.findings()) == [], step
    assert step > 50


def test_a_note_of_a_file_under_a_tombstone_is_not_kept(buried: LocalIndex) -> None:
    buried.note([FileState("file:/x", VICTIM, FileStat(1, 1, 1))])

    assert [file.document_id for file in reading(buried).files()] == ["owls"]
