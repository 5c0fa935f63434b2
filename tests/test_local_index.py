"""A collection as a whole: what is added is found, what is removed is gone, come what may."""

import json
import multiprocessing
import random
import re
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from toys import WordEmbedder, add_numbered, numbered, open_toy_index, reading

from corpus import Document, Passage
from index import AddResult, Hit, IndexMismatch, LedgerDamaged, LocalIndex, back_up
from index.embedding.embedder import PassageText, PassageVectors
from index.errors import DiskFull, LedgerBusy, ReadOnly
from index.ledger.ledger import Ledger
from index.vectors.generations import generations

BIRDS = {
    "wrens.txt": "Wrens are small brown birds. They sing at dawn.\n\nTheir nests are round.",
    "owls.txt": "Owls hunt at night. An owl hears a mouse under snow.",
    "gulls.txt": "Gulls live at the coast. They steal chips from tourists.",
}
QUESTIONS = ("Where do gulls live?", "What hunts at night", "birds", "chips owl nests", "zzz")

MakeDocument = Callable[..., Document]


@pytest.fixture
def birds(index: LocalIndex, make_document: MakeDocument) -> LocalIndex:
    """A collection of three documents, its vectors saved."""
    add(index, *(make_document(text, name) for name, text in BIRDS.items()))
    index.checkpoint(always=True)
    return index


def give_up(steps: Iterator[Any]) -> None:
    """End a generator in the middle, as whoever leaves its loop does."""
    assert isinstance(steps, Generator)
    steps.close()


def add(index: LocalIndex, *documents: Document) -> list[AddResult]:
    return list(index.add(documents))


def ask(index: LocalIndex, question: str, k: int = 5) -> list[Hit]:
    hits: list[Hit] = reading(index).search(question, index.embedder.embed_question(question), k)
    return hits


def found(index: LocalIndex, question: str, k: int = 5) -> list[str]:
    """Return the sources of the hits that have a word of the question."""
    return [hit.document.source for hit in ask(index, question, k) if hit.lexical_rank]


def all_hits(index: LocalIndex) -> list[list[Hit]]:
    return [ask(index, question) for question in QUESTIONS]


def all_passages(index: LocalIndex) -> list[dict[Passage, tuple[float, float]]]:
    """Return what `all_hits` does, less the order of equal scores, which follows the ids."""
    return [
        {hit.passage: (hit.dense_score, hit.lexical_score) for hit in hits}
        for hits in all_hits(index)
    ]


def again(index: LocalIndex) -> LocalIndex:
    """Open the same collection as another process would."""
    return LocalIndex(index.directory, WordEmbedder)


def execute(index: LocalIndex, sql: str) -> None:
    """Write behind the ledger's back, as damage does."""
    with closing(sqlite3.connect(index.directory / "ledger.db")) as connection, connection:
        connection.execute(sql)


# Adding --------------------------------------------------------------------------


def test_what_was_added_is_found_by_its_words(birds: LocalIndex) -> None:
    (best, *_) = ask(birds, "Where do gulls live?")

    assert best.document.source == "gulls.txt"
    assert best.dense_rank == best.lexical_rank == 1
    assert best.passage.text == BIRDS["gulls.txt"]
    assert len(best.sentence_scores) == len(best.passage.sentences) == 2
    assert best.sentence_scores[0] > best.sentence_scores[1]


def test_scores_of_a_hit_are_what_the_slow_way_gives(
    birds: LocalIndex, embedder: WordEmbedder
) -> None:
    question = embedder.embed_question("owl hears night")
    hits = ask(birds, "owl hears night", k=10)

    assert hits
    for hit in hits:
        name, text = hit.document.title, hit.passage.text.strip()
        whole = embedder.embed_question(f"{name} {text}")
        assert hit.dense_score == pytest.approx(float(whole @ question), abs=1e-3)
        slow = [
            embedder.embed_question(hit.passage.quote(span)) @ question
            for span in hit.passage.sentences
        ]
        assert hit.sentence_scores == pytest.approx(slow, abs=2e-3), "they are kept in 16 bits"


def test_dense_ranks_are_what_comparing_every_passage_gives(birds: LocalIndex) -> None:
    hits = ask(birds, "small owls steal nests", k=10)
    by_rank = sorted(hits, key=lambda hit: hit.dense_rank or 0)

    assert [hit.dense_rank for hit in by_rank] == list(range(1, reading(birds).passage_count() + 1))
    scores = [hit.dense_score for hit in by_rank]
    assert scores == sorted(scores, reverse=True)


def test_adding_tells_what_became_of_each_document(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    first = add(index, make_document("Old words."), make_document("Other words.", "b.txt"))
    second = add(index, make_document("New words."), make_document("Other words.", "b.txt"))

    assert [addition.status for addition in first] == ["added", "added"]
    assert [addition.status for addition in second] == ["updated", "unchanged"]
    assert [addition.embedded for addition in second] == [1, 0]
    assert [info.source for info in reading(index).documents()] == ["b.txt", "note.txt"]
    assert reading(index).document(second[0].document.id) == make_document("New words.")


def test_an_updated_document_is_found_by_its_new_words_only(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    add(birds, make_document("Gulls have left for Iceland.", "gulls.txt"))

    assert found(birds, "Iceland") == ["gulls.txt"]
    assert found(birds, "chips tourists") == []
    hits = ask(birds, "chips", k=50)
    assert hits, "by meaning"
    assert [hit for hit in hits if "chips" in hit.passage.text] == []


def test_only_passages_that_changed_are_embedded(
    index: LocalIndex, embedder: WordEmbedder, make_document: MakeDocument
) -> None:
    paragraphs = [f"Paragraph {n} is long enough for itself. " * 5 for n in range(6)]
    add(index, make_document("\n\n".join(paragraphs)))
    before = embedder.embedded
    paragraphs[2] = "Something else stands here now. " * 5

    (addition,) = add(index, make_document("\n\n".join(paragraphs)))

    assert before == reading(index).passage_count() == 6
    assert addition.embedded == embedder.embedded - before == 1


def test_equal_passages_are_embedded_once(
    index: LocalIndex, embedder: WordEmbedder, make_document: MakeDocument
) -> None:
    """What is embedded is the title too, so only under the same title they are equal."""
    text = "---\ntitle: Same\n---\nThe same words."
    add(index, make_document(text, "a.txt"), make_document(text, "b.txt"))
    add(index, make_document(text, "c.txt"))

    assert embedder.embedded == 1
    assert reading(index).counts() == {"documents": 3, "passages": 3, "vectors": 1}
    assert len(ask(index, "same", k=9)) == 3


def test_a_text_may_move_from_one_document_to_another(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    """Its vector is left by one and taken by the other within one change."""
    head = "---\ntitle: Same\n---\n"
    add(index, make_document(f"{head}Moving words.", "a.txt"))

    add(
        index,
        make_document(f"{head}Other words.", "a.txt"),
        make_document(f"{head}Moving words.", "b.txt"),
    )

    assert found(index, "moving") == ["b.txt"]
    assert list(index.findings()) == []


def test_a_new_title_alone_is_an_update(index: LocalIndex, make_document: MakeDocument) -> None:
    add(index, make_document("---\ntitle: Old\n---\nWords."))

    (addition,) = add(index, make_document("---\ntitle: Fresh\n---\nWords."))

    assert addition.status == "updated"
    assert found(index, "fresh") == ["note.txt"]
    assert found(index, "old") == []


def test_each_document_is_searchable_once_it_is_yielded(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    documents = (make_document(f"Bird number{n} sings.", f"{n}.txt") for n in range(200))
    added = 0
    for addition in index.add(documents):
        number = addition.document.source.removesuffix(".txt")
        assert found(index, f"number{number}")[0] == addition.document.source
        added += 1
    assert added == 200


def test_an_addition_that_is_given_up_keeps_what_was_yielded(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    additions = index.add(make_document(f"Text {n}.", f"{n}.txt") for n in range(200))
    first = next(additions)
    give_up(additions)

    assert reading(index).document(first.document.id) is not None
    assert list(index.findings()) == []


def test_a_long_passage_never_stops_an_addition(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    """Title, headings and text together have to fit what the model reads."""
    title = "---\ntitle: " + "word " * 90 + "\n---\n"
    heading = "x\n\n\n" + "A Heading " * 9 + "x\n\n"

    add(index, make_document(title + heading + "and words without a stop " * 80))

    assert list(index.findings()) == []


def test_a_text_without_sentences_can_be_added_and_searched(index: LocalIndex) -> None:
    for text in ("", " \n ", "x", "\u0301", "…"):
        add(index, Document(id="odd", title="Odd", source="odd.txt", text=text))
        assert len(ask(index, "odd")) == (1 if text else 0)


# Deleting ------------------------------------------------------------------------


def test_deleted_is_gone_from_everything(birds: LocalIndex) -> None:
    (info,) = [info for info in reading(birds).documents() if info.source == "gulls.txt"]

    assert birds.delete(info.id) is True
    assert birds.delete(info.id) is False

    assert reading(birds).document(info.id) is reading(birds).info(info.id) is None
    assert reading(birds).all_passages(info.id) == []
    assert reading(birds).counts() == {"documents": 2, "passages": 2, "vectors": 2}
    assert reading(birds).frequencies(["gull", "owl"]) == {"owl": 1}
    for index in (birds, again(birds)):
        assert "gulls.txt" not in {hit.document.source for hit in ask(index, "gulls", k=50)}


def test_deleted_stays_gone_when_older_vectors_come_back(birds: LocalIndex, tmp_path: Path) -> None:
    """A restored folder, or a copy that was synchronised back."""
    vectors = birds.directory / "vectors"
    shutil.copytree(vectors, tmp_path / "copy")
    birds.delete(next(i.id for i in reading(birds).documents() if i.source == "gulls.txt"))
    shutil.rmtree(vectors, ignore_errors=True)
    shutil.copytree(tmp_path / "copy", vectors)

    for k in (1, 2, 50):
        assert "gulls.txt" not in {hit.document.source for hit in ask(again(birds), "gulls", k)}


def test_deleting_leaves_no_vectors_of_the_document_on_the_disk(birds: LocalIndex) -> None:
    assert generations(birds.directory / "vectors")

    birds.delete(reading(birds).documents()[0].id)
    assert not generations(birds.directory / "vectors")

    birds.checkpoint(always=True)
    assert len(generations(birds.directory / "vectors")) == 1
    assert list(birds.findings()) == []


def test_re_adding_what_was_deleted_finds_it_again(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    before = all_passages(birds)
    (info,) = [info for info in reading(birds).documents() if info.source == "owls.txt"]
    birds.delete(info.id)
    (addition,) = add(birds, make_document(BIRDS["owls.txt"], "owls.txt"))

    assert addition.status == "added"
    assert all_passages(birds) == before


# Searching -----------------------------------------------------------------------


def test_an_empty_collection_finds_nothing(index: LocalIndex) -> None:
    assert reading(index).state().number == 0
    assert ask(index, "anything") == []
    assert reading(index).documents() == list(index.findings()) == []


@pytest.mark.parametrize("k", [0, -1])
def test_fewer_than_one_hit_cannot_be_asked_for(birds: LocalIndex, k: int) -> None:
    with pytest.raises(ValueError, match=f"k is {k}"):
        ask(birds, "owls", k)


def test_more_hits_than_passages_gives_every_passage_once(birds: LocalIndex) -> None:
    hits = ask(birds, "owls", k=1000)

    assert len({hit.passage for hit in hits}) == len(hits) == reading(birds).passage_count() == 3


@pytest.mark.parametrize(
    "question",
    [
        '"', '""', "(", ")", "*", "owl*", "a AND", "OR", "NOT owl", "NEAR(", "NEAR(owl gull, 2)",
        "col:val", "text:owl", "-owl", "^owl", "+", "'; DROP TABLE passages; --", "\x00",
        "owl\x00x", "{text}: owl", "", " ", "…", "😀", "e\u0301", "\u202eowl", "owl " * 3000,
    ],
)  # fmt: skip
def test_no_question_is_taken_for_syntax(birds: LocalIndex, question: str) -> None:
    hits = ask(birds, question, k=3)

    assert len(hits) == 3
    if "owl" in question:
        assert "owls.txt" in {hit.document.source for hit in hits if hit.lexical_rank}


def test_one_document_does_not_take_all_places(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    long = "\n\n".join(f"Owl owl number {n} hunts here again. " * 5 for n in range(12))
    short = "An owl sits far apart among many other words that nobody asked for."
    add(index, make_document(long, "long.txt"), make_document(short, "short.txt"))

    for k, share in ((4, 3), (6, 5), (13, 12)):
        places = [hit.document.source for hit in ask(index, "owl hunts again", k)]
        assert places == ["long.txt"] * share + ["short.txt"]


def test_the_same_question_gives_the_same_hits_bit_for_bit(birds: LocalIndex) -> None:
    assert all_hits(birds) == all_hits(birds) == all_hits(again(birds))


# Several readers and writers -----------------------------------------------------


def test_what_another_process_adds_and_deletes_is_seen_at_the_next_search(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    other = again(birds)
    assert found(other, "swan") == []

    (addition,) = add(birds, make_document("A swan glides.", "swan.txt"))
    assert found(other, "swan") == ["swan.txt"]
    assert ask(other, "swan glides")[0].dense_rank == 1

    birds.delete(addition.document.id)
    assert found(other, "swan") == []
    assert all_hits(other) == all_hits(birds)


def test_threads_may_search_while_others_add_and_delete(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    faults: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                hits = ask(birds, "owls sing", k=20)
                assert hits
                for hit in hits:
                    assert hit.document.characters >= hit.passage.end
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(15):
        (addition,) = add(birds, make_document(f"Owl {n} sings. " * (n + 1), f"{n % 4}.txt"))
        if n % 3 == 0:
            birds.delete(addition.document.id)
    stop.set()
    for thread in threads:
        thread.join()

    assert faults == []
    assert all_hits(birds) == all_hits(again(birds))


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Real processes that start quickly: what they import is imported once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["toys"])
    return context


def test_two_processes_may_add_at_once(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext
) -> None:
    workers = [
        processes.Process(target=add_numbered, args=(tmp_path / "c", first, 20))
        for first in (0, 10)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0, 0]
    index = open_toy_index(tmp_path / "c")
    assert {info.id for info in reading(index).documents()} == {f"note-{n}" for n in range(30)}
    assert reading(index).document("note-15") == numbered("note-15")
    assert list(index.findings()) == []


@pytest.mark.parametrize("attempt", range(10))
def test_a_process_killed_at_any_moment_leaves_each_document_whole_or_absent(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext, attempt: int
) -> None:
    """Half of them while the ledger is made and first written, half while much is added."""
    chance = random.Random(attempt)
    index = open_toy_index(tmp_path / "c") if attempt % 2 else None
    worker = processes.Process(target=add_numbered, args=(tmp_path / "c", 0, 60))
    worker.start()
    while index and not reading(index).info(f"note-{chance.randrange(50)}"):
        time.sleep(0.002)
    worker.join(chance.uniform(0, 0.1))
    worker.kill()
    worker.join()

    assert worker.exitcode == -signal.SIGKILL
    index = open_toy_index(tmp_path / "c")
    assert list(index.findings()) == []
    listed = reading(index).documents()
    assert [
        i.id for i in reading(index).documents() if reading(index).document(i.id) != numbered(i.id)
    ] == []
    assert len(ask(index, "birds", k=1000)) == sum(info.passages for info in listed)
    add_numbered(tmp_path / "c", 0, 60)
    assert len(reading(index).documents()) == 60
    assert list(index.findings()) == []


# Caches may be lost --------------------------------------------------------------


def _overwrite(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data)


def _flip(folder: Path) -> None:
    data = bytearray((folder / "vectors.faiss").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "vectors.faiss").write_bytes(data)


def _cut(folder: Path) -> None:
    data = (folder / "vectors.faiss").read_bytes()
    (folder / "vectors.faiss").write_bytes(data[:-8])


def _other_token(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["ledger"]["token"] = "0123456789abcdef"
    (folder / "manifest.json").write_text(json.dumps(manifest))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "one bit flipped": _flip,
    "cut": _cut,
    "emptied": _overwrite("vectors.faiss", b""),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "manifest is junk": _overwrite("manifest.json", b"junk"),
    "of another ledger": _other_token,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_vectors_are_noticed_and_change_no_answer(
    birds: LocalIndex, damage: Callable[[Path], object]
) -> None:
    before = all_hits(birds)
    (folder,) = generations(birds.directory / "vectors")
    damage(folder)

    assert any(folder.name in finding for finding in again(birds).findings())
    index = again(birds)
    assert all_hits(index) == before
    index.checkpoint(always=True)
    assert list(again(birds).findings()) == []


def test_lost_vectors_change_no_answer(birds: LocalIndex) -> None:
    before = all_hits(birds)
    shutil.rmtree(birds.directory / "vectors")

    assert all_hits(again(birds)) == before


def test_saved_vectors_are_used_and_only_what_changed_since_is_read(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    """If all came from the ledger, saving them would be for nothing."""
    add(birds, make_document("A swan glides.", "swan.txt"))
    sql = "UPDATE vectors SET checksum = x'00' WHERE hash IN (SELECT vector FROM passages {})"
    execute(birds, sql.format("WHERE text NOT LIKE '%swan%'"))

    again(birds).warm()
    execute(birds, sql.format(""))
    with pytest.raises(LedgerDamaged):
        again(birds).warm()


def test_an_older_ledger_is_never_answered_from_newer_vectors(
    birds: LocalIndex, make_document: MakeDocument, tmp_path: Path
) -> None:
    """A ledger restored from a backup goes another way, and gives the same ids again."""
    backup = _backed_up(birds, tmp_path / "backup.db")
    add(birds, make_document("A swan glides over the lake.", "swan.txt"))
    add(birds, make_document("A crow caws.", "crow.txt"))
    birds.checkpoint(always=True)
    before = tmp_path / "restored"
    shutil.copytree(birds.directory / "vectors", before / "vectors")
    shutil.copy(backup, before / "ledger.db")

    restored = LocalIndex(before, WordEmbedder)
    assert any("not of this ledger" in finding for finding in restored.findings())
    assert found(restored, "swan") == []
    add(restored, make_document("A heron waits.", "heron.txt"))
    for index in (restored, LocalIndex(before, WordEmbedder)):
        (best, *_) = ask(index, "heron waits")
        assert (best.document.source, best.dense_rank) == ("heron.txt", 1)


def test_a_ledger_restored_under_a_running_reader_is_noticed(
    birds: LocalIndex, make_document: MakeDocument, tmp_path: Path
) -> None:
    """The ids of its new passages are those of others that the reader has in memory."""
    backup = _backed_up(birds, tmp_path / "backup.db")
    add(birds, make_document("A swan glides over the lake.", "swan.txt"))
    assert ask(birds, "swan glides")[0].dense_rank == 1

    with (
        closing(sqlite3.connect(backup)) as source,
        closing(sqlite3.connect(birds.directory / "ledger.db")) as target,
    ):
        source.backup(target)
    add(again(birds), make_document("A heron waits.", "heron.txt"))

    assert all_hits(birds) == all_hits(again(birds))
    ranks = {hit.document.source: hit.dense_rank for hit in ask(birds, "heron waits", k=9)}
    assert ranks["heron.txt"] == 1


def _backed_up(index: LocalIndex, path: Path) -> Path:
    with (
        closing(sqlite3.connect(index.directory / "ledger.db")) as source,
        closing(sqlite3.connect(path)) as target,
    ):
        source.backup(target)
    return path


def test_saving_waits_for_enough_changes_unless_it_must(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    (before,) = generations(birds.directory / "vectors")
    add(birds, make_document("A swan glides.", "swan.txt"))
    birds.checkpoint()
    assert generations(birds.directory / "vectors") == [before]

    birds.checkpoint(always=True)
    assert generations(birds.directory / "vectors") != [before]


def test_vectors_that_cannot_be_saved_stop_nothing(
    index: LocalIndex, make_document: MakeDocument, caplog: pytest.LogCaptureFixture
) -> None:
    (index.directory / "vectors").write_text("in the way")
    add(index, make_document("Owls hunt."))

    index.checkpoint(always=True)

    assert "were not saved" in caplog.text
    assert found(index, "owls") == ["note.txt"]


# Damage of the ledger itself -----------------------------------------------------


def test_a_damaged_passage_is_never_a_hit(birds: LocalIndex) -> None:
    execute(birds, "UPDATE passages SET text = replace(text, 'small', 'great')")

    with pytest.raises(LedgerDamaged, match="pincite remove"):
        ask(birds, "small birds")
    assert any("pincite remove" in finding for finding in birds.findings())


_SCHEMA = "UPDATE sqlite_master SET sql = replace(sql, '{}', '{}')"


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (_SCHEMA.format("(origin_sha256)", "(title)"), "SQLite reports"),
        ("DELETE FROM documents WHERE title = 'owls'", "points at documents that are not there"),
        ("DELETE FROM passages WHERE id = 1", "is damaged"),
        ("UPDATE documents SET passages = 7", "what is listed of the document"),
        ("DELETE FROM vectors", "points at vectors that are not there: run `pincite rebuild`"),
        ("INSERT INTO words (words) VALUES ('delete-all')", "missing in the full text"),
        (
            "INSERT INTO words (rowid, context, text) VALUES (999, '', 'x')",
            "in the full text alone",
        ),
        ("INSERT INTO originals VALUES ('gone', '', '', x'', x'')", "originals of documents"),
    ],
)
def test_each_finding_ends_in_what_to_do(birds: LocalIndex, sql: str, told: str) -> None:
    with closing(sqlite3.connect(birds.directory / "ledger.db")) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(sql)
    findings: list[str] = []
    try:
        findings += again(birds).findings()
        again(birds).warm()
    except LedgerDamaged as fault:
        findings.append(str(fault))

    assert any(told in finding for finding in findings)
    assert all(re.search(r": (run|restore a backup with) `pincite ", one) for one in findings)


def test_words_of_a_passage_that_is_not_there_are_no_hit(birds: LocalIndex) -> None:
    execute(birds, "INSERT INTO words (rowid, context, text) VALUES (999, '', 'a ghost owl')")

    assert found(birds, "ghost owl") == ["owls.txt"]
    assert any("full text" in finding for finding in birds.findings())


def test_a_damaged_vector_is_never_compared_and_a_rebuild_mends_it(birds: LocalIndex) -> None:
    before = all_passages(birds)
    execute(birds, "UPDATE vectors SET passage = zeroblob(256)")
    with pytest.raises(LedgerDamaged, match="pincite rebuild"):
        ask(birds, "owls")

    list(birds.rebuild())

    assert list(birds.findings()) == []
    assert all_passages(birds) == before


@pytest.mark.parametrize(
    "sql", ["DELETE FROM vectors", "INSERT INTO words (words) VALUES ('delete-all')"]
)
def test_a_rebuild_makes_again_what_was_lost(birds: LocalIndex, sql: str) -> None:
    before = all_passages(birds)
    execute(birds, sql)
    assert list(again(birds).findings())

    index = again(birds)
    list(index.rebuild())

    assert list(index.findings()) == []
    assert all_passages(index) == before


def test_a_full_disk_stops_an_addition_and_loses_nothing(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    before = all_hits(birds)
    connection = birds._ledger._connection()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DiskFull, match="nothing that was stored is lost"):
        add(birds, make_document("Many more words here. " * 3000, "big.txt"))

    assert all_hits(birds) == before
    assert list(birds.findings()) == []


# Other models --------------------------------------------------------------------


class Heron(WordEmbedder):
    """Another model, which fails on a passage with the word heron."""

    def __init__(self) -> None:
        super().__init__("other", dimension=32)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        if any("heron" in passage.text.lower() for passage in passages):
            raise RuntimeError("no herons")
        return super().embed_passages(passages)


def other(index: LocalIndex, make: Callable[[], WordEmbedder] = Heron) -> LocalIndex:
    """Open the same collection with another model."""
    return LocalIndex(index.directory, make)


def test_a_collection_of_another_model_is_refused_with_the_remedy(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    with pytest.raises(IndexMismatch, match=r"words@toy.*other@toy.*`pincite rebuild`"):
        ask(other(birds), "owls")
    with pytest.raises(IndexMismatch, match="`pincite rebuild`"):
        add(other(birds), make_document("New words."))
    with pytest.raises(IndexMismatch, match="`pincite rebuild`"):
        other(birds).checkpoint(always=True)
    assert reading(other(birds)).document(reading(birds).documents()[0].id) is not None, (
        "texts need no model"
    )


def test_a_rebuild_changes_over_to_another_model(birds: LocalIndex) -> None:
    documents = [reading(birds).document(info.id) for info in reading(birds).documents()]
    index = other(birds)

    rebuilt = [info.id for info in index.rebuild()]

    assert rebuilt == [document.id for document in documents if document]
    assert [reading(index).document(key) for key in rebuilt] == documents
    assert ask(index, "gulls at the coast")[0].document.source == "gulls.txt"
    assert reading(index).counts() == {"documents": 3, "passages": 3, "vectors": 3}
    assert list(index.findings()) == []
    with pytest.raises(IndexMismatch):
        ask(again(birds), "owls")


def test_a_rebuild_that_is_given_up_changes_nothing(birds: LocalIndex) -> None:
    before = all_hits(birds)
    rebuilding = other(birds).rebuild()
    next(rebuilding)
    give_up(rebuilding)

    assert all_hits(birds) == all_hits(again(birds)) == before


def test_a_rebuild_that_has_not_ended_is_no_damage(birds: LocalIndex, tmp_path: Path) -> None:
    """Its vectors are kept while it runs; when it was interrupted, tidying up drops them."""
    rebuilding = other(birds).rebuild()
    next(rebuilding)
    assert list(birds.findings()) == []
    back_up(birds.directory, tmp_path / "during")
    with pytest.raises(LedgerBusy, match="rebuilding"):
        next(again(birds).rebuild())
    assert birds.tidy()
    assert reading(birds).counts()["vectors"] == 4
    give_up(rebuilding)

    assert list(birds.findings()) == []
    back_up(birds.directory, tmp_path / "after")
    assert birds.tidy()
    assert reading(birds).counts()["vectors"] == 3


def test_a_rebuild_that_fails_changes_nothing_and_goes_on_where_it_was(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    (heron,) = add(birds, make_document("The heron waits.", "zz-heron.txt"))
    before = all_hits(birds)
    index = other(birds)
    with pytest.raises(RuntimeError, match="no herons"):
        list(index.rebuild())
    assert all_hits(birds) == before

    birds.delete(heron.document.id)
    embedder = index.embedder
    assert isinstance(embedder, WordEmbedder)
    embedded = embedder.embedded
    list(index.rebuild())
    assert embedder.embedded == embedded == 3
    assert list(index.findings()) == []


def test_a_document_added_during_a_rebuild_is_part_of_it(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    index = other(birds)
    rebuilding = index.rebuild()
    assert len([next(rebuilding) for _ in reading(birds).documents()]) == 3
    add(birds, make_document("A swan glides.", "swan.txt"))
    birds.delete(next(i.id for i in reading(birds).documents() if i.source == "owls.txt"))
    list(rebuilding)

    assert {info.source for info in reading(index).documents()} == {
        "gulls.txt",
        "swan.txt",
        "wrens.txt",
    }
    assert found(index, "swan") == ["swan.txt"]
    assert list(index.findings()) == []


def test_the_embedder_is_made_when_it_is_first_needed(birds: LocalIndex) -> None:
    """Listing and reading must not wait seconds for a model, or fail without one."""

    def fail() -> WordEmbedder:
        raise AssertionError("no model is needed for this")

    index = LocalIndex(birds.directory, fail)

    assert len(reading(index).documents()) == reading(index).counts()["documents"] == 3
    assert reading(index).document(reading(index).documents()[0].id) is not None
    assert reading(index).frequencies(["owl"]) == {"owl": 1}
    assert index.delete(reading(index).documents()[0].id)
    assert list(index.findings()) == []


def test_the_embedder_is_made_once_however_many_ask_first(tmp_path: Path) -> None:
    """A model is seconds and hundreds of megabytes."""
    made: list[WordEmbedder] = []

    def make() -> WordEmbedder:
        made.append(WordEmbedder())
        time.sleep(0.05)  # as long as it takes the others to ask, too
        return made[-1]

    index = LocalIndex(tmp_path, make)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: index.embedder, range(8)))

    assert found == made * 8
    assert len(made) == 1


def test_who_only_reads_can_change_nothing(birds: LocalIndex, tmp_path: Path) -> None:
    only = LocalIndex(birds.directory, WordEmbedder, read_only=True)

    assert all_hits(only) == all_hits(birds)
    with pytest.raises(ReadOnly):
        only.delete(reading(birds).documents()[0].id)
    nothing = LocalIndex(tmp_path / "nothing", WordEmbedder, read_only=True)
    assert (reading(nothing).documents(), ask(nothing, "owls"), list(nothing.findings())) == (
        [],
        [],
        [],
    )
    assert not (tmp_path / "nothing").exists()


def test_passages_tile_their_document_after_all_of_it(birds: LocalIndex) -> None:
    infos = reading(birds).documents()
    assert infos
    for info in infos:
        document = reading(birds).document(info.id)
        assert document is not None
        passages: list[Passage] = reading(birds).all_passages(info.id)
        assert "".join(passage.text for passage in passages) == document.text
        assert np.all([p.text == document.text[p.start : p.end] for p in passages])


def test_a_closed_ledger_opens_again_by_itself(birds: LocalIndex) -> None:
    ledger = Ledger(birds.directory / "ledger.db")
    ledger.close()
    ledger.close()

    with ledger.reading() as snapshot:
        assert snapshot.counts()["documents"] == 3
