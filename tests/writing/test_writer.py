"""Written answers: what of a model's sentences is shown, and what stands where none is."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_server import (
    HEAD,
    Connection,
    Script,
    answering,
    breaking_off,
    endless,
    falling_silent,
    flooding,
    model_server,
    piece,
    refusing,
    sending,
    silent,
)
from toys import WordEmbedder, reading, strip_timings
from writers import HASTY, KEY, make_writer, texts, written

from corpus import Document, Source
from corpus.text import read_text
from index import LocalIndex
from qa.answering.answerer import Found, Quoted
from qa.answering.question import Request
from qa.checking.verifier import RULES
from qa.config import Config
from qa.wiring import make_answerer
from qa.writing.writer import MOST_SENTENCES
from qa.writing.written import Rejected, Written, WrittenAnswer

HERONS = (
    "Ada Lund counted 40 herons in 1871. She was paid by the canal company. "
    "The wrens were counted by Bo Ek in 1902. The canal was closed in 1910."
)
QUESTION = "Who counted the herons?"

MakeDocument = Callable[..., Document]


@pytest.fixture
def herons(index: LocalIndex, make_document: MakeDocument) -> LocalIndex:
    list(index.add([make_document(HERONS)]))
    return index


def drafting(make: Callable[[Connection], str]) -> Script:
    """Write a draft that depends on the keys."""
    return lambda connection: connection.answer(make(connection))


def cited(connection: Connection, text: str, words: str) -> str:
    return f"{text} [{connection.key_of(words)}]"


# What is shown ------------------------------------------------------------------------


def test_a_sentence_that_its_source_says_is_shown_with_the_words_that_say_it(
    herons: LocalIndex,
) -> None:
    with model_server(
        drafting(lambda c: cited(c, "In 1871, 40 herons were counted by Ada Lund.", "Ada Lund"))
    ) as server:
        answer = written(herons, server, QUESTION)

    (sentence,) = answer.sentences
    assert (sentence.text, sentence.verdict) == (
        "In 1871, 40 herons were counted by Ada Lund.",
        "supported",
    )
    assert answer.writer.status == "written"
    assert answer.writer.reason is None
    (citation,) = answer.citations
    assert (citation.number, citation.quote) == (1, "Ada Lund counted 40 herons in 1871.")
    document = reading(herons).document(citation.document_id)
    assert document.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund counted 60 herons in 1871.",
        "Ada Lund counted 40 herons in 1872.",
        "Bo Ek counted 40 herons in 1871.",
        "Ada Lund did not count 40 herons in 1871.",
        "The moon is made of cheese.",
    ],
)
def test_what_the_source_does_not_say_is_left_out_with_a_reason(
    herons: LocalIndex, text: str
) -> None:
    with model_server(drafting(lambda c: cited(c, text, "Ada Lund"))) as server:
        answer = written(herons, server, QUESTION)

    (rejected,) = answer.rejected
    assert rejected.text == text
    assert rejected.reason
    assert answer.sentences == ()
    assert answer.writer.status == "unsupported"
    assert answer.record()["sentences"][0]["verdict"] == "verbatim", "the quotes stand"


def test_words_that_the_source_does_not_say_are_marked_beside_a_sentence_that_it_says(
    herons: LocalIndex,
) -> None:
    partly = "The wrens were counted by Bo Ek in Berlin in 1902."
    full = "Ada Lund counted 40 herons in 1871."
    with model_server(
        drafting(lambda c: f"{cited(c, partly, 'Bo Ek')} {cited(c, full, 'Ada Lund')}")
    ) as server:
        answer = written(herons, server, QUESTION)
        alone = written(herons, server, "Who counted the wrens?")

    assert [(s.text, s.verdict) for s in answer.sentences] == [
        (partly, "partly"),
        (full, "supported"),
    ]
    (unsaid,) = answer.sentences[0].unsupported
    assert partly[unsaid.start : unsaid.end] == "Berlin"
    assert alone.sentences, "the same draft answers both"


def test_a_sentence_that_is_said_in_part_alone_is_no_answer(herons: LocalIndex) -> None:
    partly = "The wrens were counted by Bo Ek in Berlin in 1902."
    with model_server(drafting(lambda c: cited(c, partly, "Bo Ek"))) as server:
        answer = written(herons, server, QUESTION)

    assert answer.sentences == ()
    assert [(one.text, one.verdict) for one in answer.rejected] == [(partly, "partly")]
    assert answer.writer.status == "unsupported"


def test_without_a_citation_the_source_is_looked_for(herons: LocalIndex) -> None:
    with model_server(answering("The canal was closed in 1910.")) as server:
        answer = written(herons, server, QUESTION)

    assert [citation.quote for citation in answer.citations] == ["The canal was closed in 1910."]


def test_a_wrong_citation_is_replaced_by_the_right_one(herons: LocalIndex) -> None:
    with model_server(
        drafting(lambda c: cited(c, "The canal was closed in 1910.", "Ada Lund"))
    ) as server:
        answer = written(herons, server, QUESTION)

    assert [citation.quote for citation in answer.citations] == ["The canal was closed in 1910."]


@pytest.mark.parametrize("mark", ["[1]", "[99]", "[zzzz]", "【3†source】"])
def test_citations_that_nobody_gave_are_left_out(herons: LocalIndex, mark: str) -> None:
    with model_server(answering(f"Ada Lund counted 40 herons in 1871 {mark}.")) as server:
        assert texts(written(herons, server, QUESTION)) == ["Ada Lund counted 40 herons in 1871."]


def test_a_sentence_that_leans_is_shown_only_after_one_from_the_same_place(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    """ "She" would else seem to be somebody else."""
    list(index.add([make_document(HERONS), make_document("Eva Dahl fed owls.", "owls.txt")]))
    leaning = "She was paid by the canal company."
    with model_server(
        answering(f"Ada Lund counted 40 herons in 1871. {leaning}"),
        answering(f"Eva Dahl fed owls. {leaning}"),
        answering(leaning),
    ) as server:
        after, elsewhere, alone = (written(index, server, QUESTION) for _ in range(3))

    assert texts(after) == ["Ada Lund counted 40 herons in 1871.", leaning]
    assert texts(elsewhere) == ["Eva Dahl fed owls."]
    assert elsewhere.rejected[0].reason == "It is not clear what “She” refers to."
    assert texts(alone) == []


@pytest.mark.parametrize(
    "text",
    [
        "The wrens were counted by Bo Ek in 1902 at dawn.",
        "(note.txt)",
        "Note.",
        "A. Ada Lund",
        "D. Canal",
        "Ada Lund counted 40 herons",
    ],
)
def test_a_word_more_or_a_title_alone_is_not_said(herons: LocalIndex, text: str) -> None:
    with model_server(answering(text)) as server:
        assert texts(written(herons, server, QUESTION)) == []


def test_a_model_that_goes_round_in_circles_is_stopped(herons: LocalIndex) -> None:
    def script(connection: Connection) -> None:
        connection.send(HEAD)
        while True:
            connection.say("The canal was closed in 1910. ")

    with model_server(script) as server:
        answer = written(herons, server, QUESTION)

    assert texts(answer) == ["The canal was closed in 1910."]
    assert (answer.writer.status, answer.writer.reason) == (
        "incomplete",
        "The model repeated itself.",
    )


def test_citations_are_numbered_as_they_are_first_used(herons: LocalIndex) -> None:
    with model_server(
        answering(
            "The canal was closed in 1910. Ada Lund counted 40 herons in 1871. "
            "In 1910 the canal was closed."
        )
    ) as server:
        answer = written(herons, server, QUESTION)

    assert [sentence.citations for sentence in answer.sentences] == [(1,), (2,), (1,)]
    assert [citation.number for citation in answer.citations] == [1, 2]


def test_what_is_said_again_and_again_is_said_once(herons: LocalIndex) -> None:
    with model_server(answering("The canal was closed in 1910. " * 3)) as server:
        assert texts(written(herons, server, QUESTION)) == ["The canal was closed in 1910."]


def test_a_number_in_another_document_is_no_support(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    """The words of two sources together say what neither of them says."""
    list(
        index.add(
            [
                make_document("Ada Lund counted herons.", "a.txt"),
                make_document("Bo Ek counted 40 wrens.", "b.txt"),
            ]
        )
    )
    with model_server(answering("Ada Lund counted 40 herons.")) as server:
        assert texts(written(index, server, QUESTION)) == []


# The stages, the record, and what stays as it was --------------------------------------


def test_quotes_come_first_then_each_sentence_as_it_is_checked(herons: LocalIndex) -> None:
    answerer = make_answerer(Config(confidence=0.0), herons)
    with model_server(answering("The canal was closed in 1910. The moon is cheese.")) as server:
        stages = [*make_writer(herons, server).stages(answerer.stages(Request(QUESTION)))]

    kinds = [type(stage) for stage in stages]
    assert kinds[0] is Found
    assert kinds[-1] is WrittenAnswer
    assert [kind for kind in kinds if kind in (Written, Rejected)] == [Written, Rejected]
    assert kinds.index(Quoted) < kinds.index(Written)
    shown = next(stage for stage in stages if isinstance(stage, Written))
    assert shown.citations == stages[-1].citations  # type: ignore[union-attr]


def test_a_sentence_is_shown_before_the_next_one_has_come(herons: LocalIndex) -> None:
    def script(connection: Connection) -> None:
        connection.send(HEAD)
        connection.say("The canal was closed in 1910. The wrens ")
        connection.wait_until_closed()

    answerer = make_answerer(Config(confidence=0.0), herons)
    with model_server(script) as server:
        stages = make_writer(herons, server).stages(answerer.stages(Request(QUESTION)))
        assert any(isinstance(stage, Written) for stage in stages)
        stages.close()


def test_the_record_is_that_of_the_quotes_with_what_was_written_in_it(herons: LocalIndex) -> None:
    plain = make_answerer(Config(confidence=0.0), herons).answer(Request(QUESTION)).record()
    with model_server(answering("The canal was closed in 1910. The moon is cheese.")) as server:
        record = json.loads(json.dumps(written(herons, server, QUESTION).record()))

    assert record.keys() == plain.keys() | {"rejected", "writer"}
    same = plain.keys() - {"sentences", "citations", "differences", "timings"}
    assert {name: record[name] for name in same} == json.loads(
        json.dumps({name: plain[name] for name in same})
    )
    assert record["sentences"] == [
        {
            "text": "The canal was closed in 1910.",
            "citations": [1],
            "verdict": "supported",
            "unsupported": [],
        }
    ]
    assert [one["text"] for one in record["rejected"]] == ["The moon is cheese."]
    assert record["writer"] == {
        "model": "toy",
        "prompt": "1",
        "verifier": f"rules-{RULES}",
        "status": "written",
        "reason": None,
        "usage": None,
    }


def test_the_record_has_the_tokens_that_the_server_counted_last(herons: LocalIndex) -> None:
    def counting(connection: Connection) -> None:
        connection.send(HEAD)
        for wrote in (1, 9):
            part = json.loads(piece("The canal was closed in 1910." if wrote == 1 else ""))
            usage = {"prompt_tokens": 300, "completion_tokens": wrote}
            connection.event(json.dumps({**part, "usage": usage}))
        connection.event("[DONE]")
        connection.end()

    with model_server(counting) as server:
        record = written(herons, server, QUESTION).record()

    assert record["writer"]["status"] == "written"
    assert record["writer"]["usage"] == {"prompt_tokens": 300, "completion_tokens": 9}


def test_without_the_documents_to_answer_the_model_is_not_asked(herons: LocalIndex) -> None:
    with model_server(answering("The canal was closed in 1910.")) as server:
        answer = written(herons, server, QUESTION, confidence=1.0)

    assert server.seen == []
    assert answer.writer.status == "unanswered"
    assert answer.record()["sentences"] == ()


@pytest.mark.parametrize(
    ("script", "status"),
    [
        (silent, "slow"),
        (falling_silent, "slow"),
        (refusing("500 Internal Server Error"), "failed"),
        (refusing("401 Unauthorized"), "refused"),
        (refusing("301 Moved", "Location: http://127.0.0.1:9/"), "refused"),
        (lambda connection: connection.reset(), "unreachable"),
        (endless, "too_long"),
        (flooding, "too_long"),
        (answering(*[f"Word {n} is here. " for n in range(MOST_SENTENCES + 2)]), "too_long"),
        (answering(), "empty"),
        (answering("\n \n"), "empty"),
        (answering("[99]"), "empty"),
        (answering("The sources do not answer this."), "declined"),
        (answering("Sorry, I cannot help with that."), "unsupported"),
        (sending([b"data: \xff\xfe\n\n"]), "failed"),
    ],
)
def test_whatever_the_model_does_the_quotes_stand(
    herons: LocalIndex, script: Script, status: str
) -> None:
    plain = make_answerer(Config(confidence=0.0), herons).answer(Request(QUESTION)).record()
    with model_server(script) as server:
        answer = written(herons, server, QUESTION, limits=HASTY)

    assert answer.writer.status == status
    assert answer.writer.reason
    kept = {k: v for k, v in answer.record().items() if k not in ("rejected", "writer")}
    assert strip_timings(kept) == strip_timings(plain)


def test_what_was_said_before_a_break_stays_and_half_a_sentence_does_not(
    herons: LocalIndex,
) -> None:
    with model_server(breaking_off) as server:
        answer = written(herons, server, QUESTION)

    assert texts(answer) == ["Ada Lund counted 40 herons in 1871."]
    assert answer.writer.status == "incomplete"
    assert answer.writer.reason == "The connection to the model broke off."
    assert answer.rejected == ()


def test_no_sentence_rests_on_a_document_that_was_removed_meanwhile(
    herons: LocalIndex,
) -> None:
    (name,) = reading(herons).ids()

    def script(connection: Connection) -> None:
        connection.send(HEAD)
        connection.say("Ada Lund counted 40 herons in 1871. ", "The canal ")
        herons.delete(name)
        connection.say("was closed in 1910.")
        connection.event(piece("", "stop"))
        connection.end()

    with model_server(script) as server:
        answer = written(herons, server, QUESTION)

    assert answer.sentences == ()
    assert {one.reason for one in answer.rejected} == {
        "The document that says this was removed or replaced meanwhile."
    }


@settings(max_examples=25)  # each one takes a server
@given(st.lists(st.text(max_size=60), max_size=6))
def test_whatever_is_written_only_what_stands_there_is_shown(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    index = LocalIndex(tmp_path_factory.mktemp("any"), WordEmbedder)
    list(index.add([read_text(HERONS.encode(), Source("test:a", "a.txt"))]))
    with model_server(answering(*parts, "The canal was closed in 1910.")) as server:
        answer = written(index, server, QUESTION)
    index.close()

    for sentence in answer.sentences:
        assert sentence.citations
    for citation in answer.citations:
        assert HERONS[citation.start : citation.end] == citation.quote
    json.dumps(answer.record()).encode()
    assert KEY not in repr(answer)
