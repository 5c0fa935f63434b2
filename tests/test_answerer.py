"""From a question to an answer pinned to its words, over an embedder that knows only words."""

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from toys import WordEmbedder, reading, strip_timings

from corpus import CorpusError, Document, Source, read
from corpus.text import read_text
from index import LocalIndex
from qa.answering.answer import Answer, Citation
from qa.answering.answerer import Answerer, Found, Quoted
from qa.answering.question import MAX_QUESTION, Request
from qa.answering.verification import verify
from qa.config import Config
from qa.errors import CollectionEmpty, QuestionRejected
from qa.wiring import make_answerer

HERONS = (
    "The heron stands in shallow water. It was first counted in 1871 by Ada Lund.\n\n"
    "The survey of wrens was paid for by the canal company. It cost 40 pounds.\n\n"
    "Nobody keeps a record of owls."
)
COUNTED = "Who counted the heron first?"

MakeDocument = Callable[..., Document]


@pytest.fixture
def answerer(index: LocalIndex, make_document: MakeDocument) -> Answerer:
    """An answerer over one note that quotes whatever comes nearest."""
    list(index.add([make_document(HERONS)]))
    return answerer_of(index, 0.0)


@pytest.fixture
def doubter(index: LocalIndex, answerer: Answerer) -> Answerer:
    """An answerer over the same note that is never sure enough."""
    return answerer_of(index, 1.0)


def answerer_of(index: LocalIndex, threshold: float) -> Answerer:
    return make_answerer(Config(confidence=threshold), index)


def test_an_answer_quotes_the_sentences_that_hold_the_words(answerer: Answerer) -> None:
    answer = answerer.answer(Request("How much did the survey of wrens cost the canal company?"))

    assert answer.status == "answered"
    assert answer.reason is None
    assert answer.closest == ()
    assert "canal company" in answer.sentences[0].text


def test_every_sentence_is_the_words_of_its_own_citation(answerer: Answerer) -> None:
    answer = answerer.answer(Request(COUNTED))

    assert [c.number for c in answer.citations] == [*range(1, len(answer.citations) + 1)] != []
    for sentence, citation in zip(answer.sentences, answer.citations, strict=True):
        assert sentence.citations == (citation.number,)
        assert (sentence.text, sentence.verdict) == (citation.quote, "verbatim")


def test_a_citation_says_where_its_document_comes_from(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    told = "---\ntitle: On Herons\nauthor: A. Lund\ndate: 1872\npublisher: The Lake\n---\n"
    list(index.add([make_document(told + HERONS)]))
    citation = answerer_of(index, 0.0).answer(Request(COUNTED)).citations[0]

    assert (citation.title, citation.source) == ("On Herons", "note.txt")
    assert (citation.author, citation.published) == ("A. Lund", "1872")
    assert citation.publisher == "The Lake"


def test_an_unanswered_question_shows_what_is_closest_and_why(doubter: Answerer) -> None:
    answer = doubter.answer(Request("Which comet frightened the astronomers of Samarkand?"))

    assert answer.status == "unanswered"
    assert answer.reason
    assert answer.reason.endswith(".")
    assert (answer.sentences, answer.citations) == ((), ())
    assert answer.closest


def test_the_closest_passages_are_words_of_their_documents(
    index: LocalIndex, doubter: Answerer
) -> None:
    closest = doubter.answer(Request("Which comet frightened Samarkand?")).closest

    assert closest
    for close in closest:
        document = reading(index).document(close.document_id)

        assert document is not None
        assert document.text[close.start : close.end] == close.text
        assert close.version == document.version


def test_the_words_of_the_question_are_named_in_the_closest_passages(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    """By stem and without accents, as search finds them; words without meaning are not."""
    text = "\U0001f426 Rain. The he\u0301rons were counting: one Heron, no here on the lake."
    list(index.add([make_document("A first passage. " * 60 + "\n\n" + text)]))
    answer = answerer_of(index, 1.0).answer(Request("What did the HÉRON count on the lake?"))
    document = reading(index).document(answer.closest[0].document_id)
    told = [
        document.text[match.start : match.end]
        for close in answer.closest
        for match in close.matches
    ]

    assert told == ["he\u0301rons", "counting", "Heron", "lake"]


def test_the_threshold_decides_between_quoting_and_silence(index: LocalIndex) -> None:
    list(index.add([read_text(HERONS.encode(), Source("a", "a.txt"))]))
    sure = answerer_of(index, 0.0).answer(Request(COUNTED)).confidence

    assert 0 < sure < 1
    assert answerer_of(index, sure).answer(Request(COUNTED)).status == "answered"
    assert answerer_of(index, sure + 0.0001).answer(Request(COUNTED)).status == "unanswered"


def test_the_stages_are_hits_then_sentences_then_the_answer(answerer: Answerer) -> None:
    first, *quoted, last = answerer.stages(Request(COUNTED))

    assert isinstance(first, Found)
    assert first.hits
    assert isinstance(last, Answer)
    assert quoted == [Quoted(*pair) for pair in zip(last.sentences, last.citations, strict=True)]
    assert quoted


def test_the_last_stage_is_what_answering_at_once_returns(answerer: Answerer) -> None:
    *_, last = answerer.stages(Request(COUNTED))

    assert isinstance(last, Answer)
    assert strip_timings(last.record()) == strip_timings(answerer.answer(Request(COUNTED)).record())


def test_the_same_question_on_the_same_state_gets_the_same_record(
    index: LocalIndex, answerer: Answerer
) -> None:
    again = LocalIndex(index.directory, WordEmbedder)
    records = [answerer.answer(Request(COUNTED)).record() for _ in range(3)]
    records.append(answerer_of(again, 0.0).answer(Request(COUNTED)).record())

    assert len({repr(strip_timings(record)) for record in records}) == 1


def test_white_space_around_a_question_does_not_matter(answerer: Answerer) -> None:
    answer = answerer.answer(Request(f" \n{COUNTED}\t"))

    assert answer.question == COUNTED
    assert strip_timings(answer.record()) == strip_timings(
        answerer.answer(Request(COUNTED)).record()
    )


def test_timings_are_told_and_add_up(answerer: Answerer) -> None:
    timings = answerer.answer(Request(COUNTED)).timings

    assert 0 <= timings.embed_ms + timings.search_ms <= timings.total_ms + 0.01


def test_an_empty_collection_says_how_to_fill_it(index: LocalIndex) -> None:
    empty = answerer_of(index, 0.5)
    asks = (lambda q: empty.answer(Request(q)), lambda q: empty.search(q, 3))
    for ask in asks:
        with pytest.raises(CollectionEmpty, match="pincite add PATH"):
            ask("Who leads?")


def test_a_removed_document_is_never_quoted_again(index: LocalIndex, answerer: Answerer) -> None:
    (info,) = reading(index).documents()
    index.delete(info.id)

    with pytest.raises(CollectionEmpty):
        answerer.answer(Request(COUNTED))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "empty: ask in words"),
        (" \t\n\u2003", "empty: ask in words"),
        ("?!…", "empty: ask in words"),
        ("why " * 2500, r"9,999 characters, but at most 4,000 .*: shorten it"),
        ("why \ud800?", r"not valid Unicode \(character 4\): send it as UTF-8"),
    ],
    ids=["nothing", "spaces", "marks", "long", "surrogate"],
)
def test_what_is_no_question_is_refused_with_the_reason(
    answerer: Answerer, question: str, told: str
) -> None:
    with pytest.raises(QuestionRejected, match=told):
        answerer.answer(Request(question))
    with pytest.raises(QuestionRejected, match=told):
        answerer.search(question, 3)


def test_a_question_of_the_longest_allowed_length_is_taken(answerer: Answerer) -> None:
    assert answerer.answer(Request("heron " * (MAX_QUESTION // 6))).status in (
        "answered",
        "unanswered",
    )


@pytest.mark.parametrize(
    "question",
    (
        "\"¦'; DROP TABLE documents;--¦a AND¦NEAR(a¦a*¦-x¦text:heron¦%s%n a¦{{7*7}}¦a\x00b¦"
        f"{'é' * 4000}¦🦩 heron 🦩¦{'a' * 4000}¦^a OR b)¦(x|x)*y"
    ).split("¦"),
    ids=range(15),
)
def test_marks_in_a_question_are_never_syntax(answerer: Answerer, question: str) -> None:
    """FTS5 takes quotes, operators, stars and colons for syntax unless they are quoted."""
    try:
        answer = answerer.answer(Request(question))
    except QuestionRejected:
        return

    assert answer.question == question.strip()


def test_search_returns_at_most_as_many_hits_as_asked_for(answerer: Answerer) -> None:
    assert len(answerer.search("heron water survey", 1)) == 1


# What may stand in a document: words to be asked for, and everything that makes counting
# characters hard.
_PIECES = st.sampled_from(
    "heron;Heron;cafe\u0301;a\u0300\u0301\u0302;𝔥𝔢𝔯𝔬𝔫;🦩;👩\u200d🚀;日本語。;\u202ebidi;1871."
    ";Gen. Khalifa;U.S.;[1];“Quite.”;—;\u00a0;\u200b;\ufdfa;- item;# Heading;| a | b |;...;e.g."
    f";';\";\x1b;\u0085;\u2028;{'x' * 700}".split(";")
)
_GAPS = st.sampled_from(" |. |.\n|\r\n|\n\n|\r\n\r\n\r\n|\f|\r|\t|".split("|"))
_TEXTS = st.one_of(
    st.lists(st.tuples(_PIECES, _GAPS), max_size=60).map(lambda p: "".join(a + b for a, b in p)),
    st.text(st.characters(codec="utf-8"), max_size=300),
    st.text("aé\u0301🦩.\n\f \r", max_size=200),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(_TEXTS, min_size=1, max_size=3), question=_PIECES | st.text(max_size=40))
@example(texts=["a"], question="a")
@example(texts=["", "\f", "\f\fheron\f"], question="heron")
@example(texts=["cafe\u0301 🦩\r\nheron\f𝔥𝔢𝔯𝔬𝔫 heron.\r\n\r\nThe heron 🦩."], question="heron")
def test_every_citation_is_verbatim_whatever_the_document(texts: list[str], question: str) -> None:
    """The promise of Pincite, over documents made to break it, as text and as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        index = LocalIndex(Path(folder), WordEmbedder)
        list(index.add(readable(texts)))
        try:
            answer = answerer_of(index, 0.0).answer(Request(f"heron {question}"))
        except (CollectionEmpty, QuestionRejected):
            return
        assert all(is_verbatim(citation, index) for citation in answer.citations)
        assert [s.text for s in answer.sentences] == [c.quote for c in answer.citations]
        record = json.loads(json.dumps(answer.record()))
        assert {check.verdict for check in verify(record, index)} <= {"verbatim"}


def is_verbatim(citation: Citation, index: LocalIndex) -> bool:
    document, lead = reading(index).document(citation.document_id), citation.lead
    assert document is not None
    if lead is not None and document.text[lead.start : lead.end] != lead.text:
        return False
    return bool(document.text[citation.start : citation.end] == citation.quote != "")


def readable(texts: list[str]) -> Iterator[Document]:
    for number, text in enumerate(texts):
        for name in (f"{number}.txt", f"{number}.md"):
            with contextlib.suppress(CorpusError):
                yield read(text.encode(), Source(f"test:{name}", name))
