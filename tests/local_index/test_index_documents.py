"""Documents are added, deleted and found, by one or by many."""

import multiprocessing
import random
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest
from bird_index import BIRDS, MakeDocument, add, again, all_hits, all_passages, ask, found, give_up
from toys import WordEmbedder, add_numbered, numbered, open_toy_index, reading

from corpus import Document
from index import LocalIndex
from index.vectors.generations import generations

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
