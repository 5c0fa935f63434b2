"""What is found of documents: the same on every engine, and by the local one's own order."""

import numpy as np
import pytest
from toys import numbered, reading

from corpus import Document
from index import ALL_DOCUMENTS, CollectionIndex, Correction, Filter, TopicQuery
from index.analysis.terms import terms_of

from .conftest import Open

WORDLESS = "full"  # the Milvus that is tried and has no search by words
QUESTIONS = ("When do owls hunt?", "Who counted herons in 1871?", "US navy", "e-mail of the ranger")


def documents() -> list[Document]:
    """Return documents of some languages, of which several passages are alike."""
    return [
        Document("herons", "On herons", "a/herons.md", HERONS, author="Ann Reed", published="2020"),
        Document("owls", "Owls", "a/owls.txt", "Owls hunt at night. Nobody counts owls in winter."),
        Document("wrens", "Wrens", "b/wrens.txt", "Wrens sing at dawn. Owls hear them.\n" * 40),
        Document("navy", "Ships", "b/ships.txt", "The U.S. navy met us. Send an e mail to it."),
        Document("haus", "Bau", "c/haus.txt", "Die Häuser stehen am Wasser, und sie sind alt."),
        *(numbered(f"note-{n}") for n in range(4)),
    ]


HERONS = "# Wading\n\nHerons wade in shallow water.\n\n## Counts\n\nThey were counted in 1871.\n"


@pytest.fixture
def filled(birds: CollectionIndex) -> CollectionIndex:
    list(birds.add(documents()))
    return birds


@pytest.fixture
def local(engine: str, open_again: Open, tmp_path: object) -> CollectionIndex:
    """The same on this machine."""
    from pathlib import Path

    from toys import open_toy_index

    assert isinstance(tmp_path, Path)
    index = open_toy_index(tmp_path / "local")
    list(index.add(documents()))
    return index


def outcome(
    index: CollectionIndex, question: str, wanted: Filter = ALL_DOCUMENTS
) -> list[tuple[object, ...]]:
    """Return what a search finds, less the ids of passages, which engines give as they like."""
    with index.reader() as reader:
        hits = reader.search(question, reader.embed_question(question), 12, wanted)
    return [
        (
            hit.document.id,
            hit.passage.ordinal,
            hit.dense_rank,
            round(hit.dense_score, 3),
            hit.lexical_rank,
            round(hit.lexical_score, 5),
            tuple(round(score, 3) for score in hit.sentence_scores),
            round(hit.likeness, 3),
        )
        for hit in hits
    ]


def owners(index: CollectionIndex, question: str, wanted: Filter) -> set[object]:
    return {row[0] for row in outcome(index, question, wanted)}


def test_a_search_finds_what_it_finds_on_one_machine(
    engine: str, filled: CollectionIndex, local: CollectionIndex
) -> None:
    if engine == WORDLESS:
        pytest.skip("it finds by meaning alone")
    for question in QUESTIONS:
        assert outcome(filled, question) == outcome(local, question), question


def test_a_search_of_some_documents_finds_no_others(
    filled: CollectionIndex, local: CollectionIndex
) -> None:
    for wanted in (
        Filter(documents=("owls", "herons")),
        Filter(folders=("a",)),
        Filter(authors=("reed",)),
        Filter(since="2019"),
    ):
        assert owners(filled, "owls", wanted) == owners(local, "owls", wanted), wanted
        assert reading(filled).apply(wanted) == reading(local).apply(wanted)
    assert outcome(filled, "owls", Filter(documents=("nothing",))) == []
    filled.correct("owls", Correction(add_tags=("night",)))
    assert owners(filled, "owls", Filter(tags=("night",))) == {"owls"}


def test_a_filter_that_lets_most_through_leaves_the_rest_out(filled: CollectionIndex) -> None:
    most = tuple(document.id for document in documents() if document.id != "wrens")
    found = owners(filled, "owls hear wrens", Filter(most))

    assert "wrens" not in found
    assert "owls" in found


def test_no_document_crowds_out_the_others(filled: CollectionIndex) -> None:
    with filled.reader() as reader:
        hits = reader.search("wrens sing at dawn", reader.embed_question("wrens sing at dawn"), 9)

    assert sum(hit.document.id == "wrens" for hit in hits) <= 4
    assert len(hits) == 9


def test_hits_are_compared_with_the_mean_of_the_best(filled: CollectionIndex) -> None:
    """One hit is its own mean; of two, both are as near to the mean between them."""
    with filled.reader() as reader:
        vector = reader.embed_question("wrens sing at dawn")
        (alone,) = reader.search("wrens sing at dawn", vector, 1)
        one, two = reader.search("wrens sing at dawn", vector, 2)
        many = reader.search("wrens sing at dawn", vector, 9)

    assert alone.likeness == pytest.approx(1.0, abs=1e-3)
    assert one.likeness == pytest.approx(two.likeness, abs=1e-3)
    assert min(hit.likeness for hit in many) < 0.9


def topic(index: CollectionIndex, *words: str) -> TopicQuery:
    vector = index.embedder.embed_question(" ".join(words))
    return TopicQuery(words, vector, None, 0.6, 0.25, (0.3, 0.9))


def test_everything_about_a_topic_is_what_it_is_on_one_machine(
    engine: str, filled: CollectionIndex, local: CollectionIndex
) -> None:
    if engine == WORDLESS:
        pytest.skip("it finds by meaning alone")
    for words in (("owls",), ("owls", "hear"), ("nothing",), ("paragraph", "birds")):
        with filled.reader() as reader:
            found = reader.find(topic(filled, *words))
        with local.reader() as reader:
            expected = reader.find(topic(local, *words))
        assert found.matched == expected.matched, words
        assert (found.searched, found.words, found.meaning, found.both) == (
            expected.searched,
            expected.words,
            expected.meaning,
            expected.both,
        )
        assert [(h.document.id, h.passage.ordinal) for h in found.hits] == [
            (h.document.id, h.passage.ordinal) for h in expected.hits
        ]


def test_words_are_counted_and_read_as_on_one_machine(
    engine: str, filled: CollectionIndex, local: CollectionIndex
) -> None:
    terms = ["owl", "heron", "zzz", "haus", "1871", "US\N{PRIVATE USE TWO}"]
    wanted = Filter(documents=("owls", "wrens"))
    for name in ("languages", "main_language", "document_count", "passage_count"):
        assert getattr(reading(filled), name)() == getattr(reading(local), name)()
    assert reading(filled).frequencies(terms[:5]) == reading(local).frequencies(terms[:5])
    if engine == WORDLESS:
        return
    assert reading(filled).frequencies(terms, wanted) == reading(local).frequencies(terms, wanted)
    for question in (
        "when do owlz hunt",
        "Where are the herrons?",
        "email to the us navy",
        "hauser",
    ):
        assert reading(filled).readings(question) == reading(local).readings(question), question


def test_a_word_that_is_written_in_several_ways_counts_once_in_a_passage(
    engine: str, filled: CollectionIndex, local: CollectionIndex
) -> None:
    if engine == WORDLESS:
        return
    told = ("They decided. It was a decision.", "We decide.", "A decision.", "An e-mail: email us.")
    added = [Document(f"d{n}", "Notes", "", text) for n, text in enumerate(told)]
    for index in (filled, local):
        list(index.add(added))
    terms = sorted(terms_of("decide decision e-mail email"))

    counts = reading(local).frequencies(terms)

    assert max(counts.values()) == 3
    assert reading(filled).frequencies(terms) == counts


def test_all_passages_can_be_drawn(filled: CollectionIndex, local: CollectionIndex) -> None:
    found, expected = reading(filled).sample(1000), reading(local).sample(1000)
    order = sorted(range(len(found.places)), key=found.places.__getitem__)
    other = sorted(range(len(expected.places)), key=expected.places.__getitem__)

    assert [found.places[n] for n in order] == [expected.places[n] for n in other]
    assert np.allclose(found.vectors[order], expected.vectors[other], atol=1e-3)
    assert found.passages == expected.passages
    some = reading(filled).sample(5)
    assert (len(some.places), len(some.vectors), some.passages) == (5, 5, found.passages)


def test_passages_at_positions_are_those_that_stand_there(filled: CollectionIndex) -> None:
    found = reading(filled).passages_at([("herons", 40), ("owls", 3), ("owls", 999), ("z", 0)])

    assert {place.document_id for place in found.places} == {"herons", "owls"}
    for place in found.places:
        assert place.start <= {"herons": 40, "owls": 3}[place.document_id] < place.end


def test_passages_of_a_document_are_compared_in_order(filled: CollectionIndex) -> None:
    with filled.reader() as reader:
        vector = reader.embed_question("wrens sing")
        hits = reader.compared("wrens", 1, 3, vector)
        passages = reader.passages("wrens", 1, 3)

    assert [hit.passage for hit in hits] == passages
    assert {(hit.score, hit.dense_rank, hit.likeness) for hit in hits} == {(0.0, None, 0.0)}


def test_documents_that_came_are_told_since(filled: CollectionIndex) -> None:
    reached = reading(filled).last_passage()
    assert reading(filled).came_after(reached) == []
    list(filled.add([Document("owls", "Owls", "a/owls.txt", "Owls hunt by day."), numbered("z")]))

    assert reading(filled).came_after(reached) == ["owls", "z"]
    assert reading(filled).came_after(reached, "owls") == ["z"]
    again = reading(filled).last_passage()
    filled.correct("z", Correction(title="Z"))
    assert reading(filled).came_after(again) == []


def test_an_empty_collection_finds_nothing(birds: CollectionIndex) -> None:
    assert outcome(birds, "owls") == []
    assert reading(birds).sample(9).places == ()
    assert reading(birds).frequencies(["owl"]) == {}
    assert reading(birds).readings("owlz") == ()
    assert reading(birds).last_passage() == 0
    with birds.reader() as reader:
        assert reader.find(topic(birds, "owls")).hits == ()
    assert list(birds.findings()) == []
    assert birds.tidy()


def test_what_an_engine_lacks_is_said(engine: str, filled: CollectionIndex) -> None:
    assert [sentence[:37] for sentence in filled.lacks()] == (
        ["this Milvus is older than 2.5 and has"] if engine == WORDLESS else []
    )
