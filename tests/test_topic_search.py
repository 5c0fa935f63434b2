"""Everything about a topic: compared with looking at every passage the slow obvious way."""

import math
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import numpy as np
import pytest
from toys import WordEmbedder, reading, view_of

from corpus import Document, Passage
from index import DocumentInfo, LocalIndex
from index.analysis import stem_all, tokenize, without_stop_words
from index.ledger.ledger import Ledger
from index.search.local_moment import LocalMoment
from index.search.topic import meaning_floor
from index.vectors.view import VectorView
from qa.answering.answerer import Answerer
from qa.answering.question import MAX_QUESTION
from qa.answering.topic_search import ENOUGH, HIGHEST, LOWEST, QUARTILE, Findings, find
from qa.commands.found import print_findings
from qa.config import Config
from qa.errors import CollectionEmpty, QuestionRejected
from qa.wiring import make_answerer

WORDS = (
    "heron wren owl gull lake shore nest egg winter count survey canal mouse snow reed boat "
    "keeper bridge mill rain"
).split()
BIRDS = {
    "herons.txt": "A heron stands in the lake.\n\nThe heron eats fish.",
    "owls.txt": "Owls hunt at night.",
    "wrens.txt": "The wren sings, and so does the heron.\n\nIts nest is round.",
}

MakeDocument = Callable[..., Document]


def searched(index: LocalIndex, topic: str, most: int | None = None) -> Findings:
    return find(reading(index), topic, index.embedder.embed_question(topic), most)


def places(findings: Findings) -> dict[tuple[str, int], list[str]]:
    """Return for each passage that was found how it was."""
    return {
        (group.document.id, match.hit.passage.start): list(match.by)
        for group in findings.documents
        for match in group.passages
    }


def every_passage(index: LocalIndex) -> list[tuple[DocumentInfo, Passage]]:
    return [
        (info, p)
        for info in reading(index).documents()
        for p in reading(index).all_passages(info.id)
    ]


def slowly(index: LocalIndex, topic: str) -> tuple[dict[tuple[str, int], list[str]], float]:
    """Look at each passage on its own; return what `places` does, and the floor."""
    passages = every_passage(index)
    held = [set(stem_all(tokenize(passage.text))) for _, passage in passages]
    asked = set(stem_all(without_stop_words(tokenize(topic))))
    weight = {w: math.log(1 + len(held) / (1 + sum(w in h for h in held))) for w in asked}
    covers = [sum(weight[w] for w in asked & h) / sum(weight.values()) for h in held]
    embed, question = WordEmbedder().embed_question, WordEmbedder().embed_question(topic)
    texts = [" ".join((i.title, *p.heading, p.text)) for i, p in passages]
    kept = [embed(text).astype(np.float16).astype(np.float32) for text in texts]
    cosines = [float(row @ question) for row in kept]
    whole = sorted(c for c, cover in zip(cosines, covers, strict=True) if cover > 0.9999)
    floor = np.quantile(whole, 0.25) if whole else LOWEST
    floor = min(HIGHEST, max(LOWEST, math.floor((floor + 1e-5) * 10_000) / 10_000))
    found = {}
    for (info, passage), cover, cosine in zip(passages, covers, cosines, strict=True):
        by = ["words"] * (cover >= ENOUGH - 1e-5) + ["meaning"] * (cosine >= floor - 1e-5)
        if by:
            found[info.id, passage.start] = by
    return found, floor


@pytest.fixture
def birds(index: LocalIndex, make_document: MakeDocument) -> LocalIndex:
    list(index.add(make_document(text, name) for name, text in BIRDS.items()))
    return index


@pytest.fixture
def answerer(birds: LocalIndex) -> Answerer:
    return make_answerer(Config(), birds)


def scribbled(random: Random, paragraphs: int) -> str:
    return "\n\n".join(
        " ".join(random.choices(WORDS, k=random.randint(3, 30))).capitalize() + "."
        for _ in range(paragraphs)
    )


# What is found ----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_is_what_looking_at_each_passage_finds(
    index: LocalIndex, make_document: MakeDocument, seed: int
) -> None:
    random = Random(seed)
    names = [f"{n} {random.choice(WORDS)}.txt" for n in range(12)]
    list(index.add(make_document(scribbled(random, random.randint(1, 9)), n) for n in names))
    for size in (1, 2, 3, 5):
        topic = " ".join(random.sample([*WORDS, "unicorn"], size))
        findings = searched(index, topic)

        assert (places(findings), findings.meaning_floor) == slowly(index, topic), topic


def test_the_counts_are_those_of_the_passages(index: LocalIndex, birds: LocalIndex) -> None:
    findings = searched(birds, "heron lake")
    ways = list(places(findings).values())

    assert findings.passages_searched == reading(birds).passage_count()
    assert findings.documents_searched == len(BIRDS)
    assert findings.words == sum("words" in by for by in ways)
    assert findings.meaning == sum("meaning" in by for by in ways)
    assert findings.both == sum(len(by) == 2 for by in ways)
    assert findings.documents
    assert all(group.matched == len(group.passages) for group in findings.documents)


def test_nothing_is_cut_off(index: LocalIndex, make_document: MakeDocument) -> None:
    """A search stops at a hundred candidates; this must not."""
    text = "\n\n".join(f"The heron number{n} stands in the reeds. " * 8 for n in range(260))
    list(index.add([make_document(text)]))
    findings = searched(index, "heron")

    assert findings.words == findings.documents[0].matched == reading(index).passage_count() > 250
    ranks = [match.hit.lexical_rank for match in findings.documents[0].passages]
    assert sorted(rank or 0 for rank in ranks) == list(range(1, reading(index).passage_count() + 1))


def test_the_words_of_a_title_count_for_meaning_and_not_as_words_of_a_passage(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    """Else every passage of "The Unicorn" would be one about unicorns."""
    list(index.add([make_document("Gulls live at the coast.", "unicorn.txt")]))

    assert list(places(searched(index, "unicorn")).values()) == [["meaning"]]


def test_one_rare_word_may_outweigh_two_frequent_ones(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    texts = ["A bird at the lake."] * 40 + ["The quagga.", "A bird, a lake, a quagga."]
    list(index.add(make_document(text, f"{n}.txt") for n, text in enumerate(texts)))
    findings = searched(index, "quagga bird lake")
    by_words = {g.document.source for g in findings.documents if "words" in g.passages[0].by}

    assert by_words == {"40.txt", "41.txt"}


def test_a_word_that_stands_nowhere_is_missed_everywhere(birds: LocalIndex) -> None:
    assert searched(birds, "heron of Samarkand").words == 0


@pytest.mark.parametrize("topic", ['"heron', "heron OR NOT (", "text : heron", "HÉRONS*", "heron-"])
def test_a_topic_is_never_taken_for_syntax(birds: LocalIndex, topic: str) -> None:
    assert places(searched(birds, topic)) == slowly(birds, topic)[0]


def test_a_topic_of_stop_words_finds_the_passages_that_hold_them(birds: LocalIndex) -> None:
    assert searched(birds, "and so does the").words == 1


# The floor --------------------------------------------------------------------------


def floor_of(cosines: Sequence[float], covers: Sequence[float]) -> float:
    rows = np.array(cosines, dtype=np.float32)
    return meaning_floor(rows, np.array(covers), QUARTILE, (LOWEST, HIGHEST))


def test_three_of_four_passages_with_all_the_words_are_above_the_floor() -> None:
    cosines = [0.36, 0.37, 0.38, 0.39, 0.395]

    assert floor_of([*cosines, 0.9], [1, 1, 1, 1, 1, 0.9]) == pytest.approx(0.37)


@pytest.mark.parametrize(
    ("cosines", "floor"), [([0.1, 0.2], LOWEST), ([0.8, 0.9], HIGHEST), ([], LOWEST)]
)
def test_the_floor_stays_between_two_bounds(cosines: list[float], floor: float) -> None:
    assert floor_of([*cosines, 0.95], [*(1 for _ in cosines), 0.5]) == floor


# How it is shown --------------------------------------------------------------------


def test_documents_come_by_how_much_they_hold_then_by_title(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    many = "\n\n".join("The heron stands in the reeds by the old mill. " * 8 for _ in range(3))
    texts = {"c.txt": "A heron.", "b.txt": many, "a.txt": "One heron.", "d.txt": "Owls."}
    list(index.add(make_document(text, name) for name, text in texts.items()))
    findings = searched(index, "heron")

    assert [group.document.source for group in findings.documents] == ["b.txt", "a.txt", "c.txt"]
    assert [info.source for info in findings.documents_without] == ["d.txt"]


def test_every_document_is_either_found_or_named_as_without(birds: LocalIndex) -> None:
    for topic in ("heron", "unicorn", "the lake at night", "nest"):
        findings = searched(birds, topic)
        found = {group.document.id for group in findings.documents}
        without = {info.id for info in findings.documents_without}

        assert found | without == {info.id for info in reading(birds).documents()}
        assert not found & without


FILLER = "mill rain boat keeper bridge winter snow mouse canal egg survey count " * 3
PAGES = (
    f"The heron at the lake, {FILLER}.",
    "heron lake " * 20 + ".",
    f"A heron. A lake. {FILLER}.",
)


@pytest.fixture
def pages(index: LocalIndex, make_document: MakeDocument) -> LocalIndex:
    """A document of three passages about herons, the nearest in the middle, and another."""
    list(index.add([make_document("\n\n".join(PAGES), "a.txt"), make_document("A heron.")]))
    return index


def test_the_passages_of_a_document_come_in_its_order_and_are_its_words(
    pages: LocalIndex,
) -> None:
    group = searched(pages, "heron lake").documents[0]
    passages = [match.hit.passage for match in group.passages]
    document = reading(pages).document(group.document.id)

    assert document is not None
    assert [passage.ordinal for passage in passages] == [0, 1, 2]
    assert all(document.text[p.start : p.end] == p.text for p in passages)


def test_a_limit_keeps_the_best_of_each_document_and_counts_them_all(pages: LocalIndex) -> None:
    whole, cut = searched(pages, "heron lake"), searched(pages, "heron lake", most=1)

    assert [group.matched for group in whole.documents] == [3, 1]
    assert [group.matched for group in cut.documents] == [3, 1]
    assert (cut.words, cut.meaning, cut.both) == (whole.words, whole.meaning, whole.both)
    assert [[m.hit.passage.ordinal for m in g.passages] for g in cut.documents] == [[1], [0]]


def test_the_record_has_the_documented_shape(birds: LocalIndex) -> None:
    record = searched(birds, "owls").record()
    first = record["documents"][0]

    assert list(record) == (
        "topic passages_searched documents_searched matched meaning_floor documents "
        "documents_without within"
    ).split(" ")
    assert list(record["matched"]) == ["words", "meaning", "both"]
    assert list(first) == ["id", "title", "matched", "passages"]
    assert first["passages"][0]["by"] == ["words", "meaning"]
    assert list(record["documents_without"][0]) == ["id", "title"]


def test_what_is_printed_names_what_was_found_and_the_documents_without(
    birds: LocalIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = searched(birds, "owls")
    print_findings(findings, all_=True)
    told, _, without = capsys.readouterr().out.partition("Nothing was found in 2 documents:\n")
    (owls,) = findings.documents

    assert told.startswith("owls  (1 passage)\n")
    assert f"{owls.document.id}:0-19  (by words and meaning)\n    Owls hunt at night.\n" in told
    assert without.split("\n\n") == [
        "\n".join(f"  {info.id}  {info.title}" for info in findings.documents_without),
        "1 of 3 passages in 1 of 3 documents: 1 by words, 1 by meaning (cosine "
        f"{findings.meaning_floor:.2f} or more), 1 by both\n",
    ]


def test_documents_with_nothing_are_counted_unless_they_are_wanted(
    birds: LocalIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    print_findings(searched(birds, "owls"))

    assert (
        "Nothing was found in 2 documents (--all lists them).\n\n1 of 3" in capsys.readouterr().out
    )


# The scan ---------------------------------------------------------------------------


def test_what_was_removed_is_found_no_more(birds: LocalIndex) -> None:
    before = searched(birds, "heron")
    birds.delete(before.documents[0].document.id)
    after = searched(birds, "heron")

    assert places(after) == slowly(birds, "heron")[0]
    assert after.documents_searched == before.documents_searched - 1


def test_vectors_that_are_not_in_memory_come_from_the_ledger(birds: LocalIndex) -> None:
    """What is in memory may be of a later moment than the snapshot that is scanned."""
    vector = birds.embedder.embed_question("heron at the lake")
    with Ledger(birds.directory / "ledger.db").reading() as snapshot:
        moment = LocalMoment(snapshot, birds._vectors)
        ids = moment.passage_ids()
        expected = moment.cosines(ids, vector).tolist()
        birds._vectors._view = (snapshot.state(), VectorView.empty(birds.embedder.dimension))
        found = moment.cosines(ids, vector).tolist()

    assert found == pytest.approx(expected)
    assert len(found) == reading(birds).passage_count() > 0


def test_cosines_come_by_rising_id_whatever_the_order_they_were_added_in() -> None:
    rows = np.eye(3, dtype=np.float32)
    view = view_of([7, 2, 5], rows)
    ids, cosines = view.cosines(rows[1])

    assert (ids.tolist(), cosines.tolist()) == ([2, 5, 7], [1.0, 0.0, 0.0])


# Topics -----------------------------------------------------------------------------


@pytest.mark.parametrize("topic", ["", "  ?! ", "a" * (MAX_QUESTION + 1), "heron \ud800"])
def test_what_is_no_topic_is_refused_by_that_name(answerer: Answerer, topic: str) -> None:
    with pytest.raises(QuestionRejected, match=r"^the topic "):
        answerer.find(topic)


def test_an_empty_collection_is_told(index: LocalIndex) -> None:
    with pytest.raises(CollectionEmpty, match="pincite add"):
        make_answerer(Config(), index).find("heron")


def test_white_space_around_a_topic_does_not_matter(answerer: Answerer) -> None:
    record: dict[str, Any] = answerer.find(" heron\n").record()

    assert record == answerer.find("heron").record()
