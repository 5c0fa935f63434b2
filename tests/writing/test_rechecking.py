"""Whether `verify` knows written answers, and sees what somebody changed in them."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from model_server import answering, model_server
from writers import written

from corpus import Document
from index import LocalIndex
from qa.answering.record_reading import read_records
from qa.answering.verification import all_verbatim, verify
from qa.checking.verdict import Evidence, Judgement
from qa.checking.verifier import EvidenceVerifier
from qa.errors import RecordRejected
from qa.writing.rechecking import MAX_CITED, MAX_SENTENCE, recheck

FULL = "Ada Lund counted 40 herons in 1871."
PARTLY = "The wrens were counted by Bo Ek in Berlin in 1902."

Record = dict[str, Any]


@pytest.fixture
def record(index: LocalIndex, make_document: Callable[..., Document]) -> Record:
    """A written answer of two sentences, the second of which is said in part."""
    list(index.add([make_document(f"{FULL} The wrens were counted by Bo Ek in 1902.")]))
    with model_server(answering(f"{FULL} {PARTLY}")) as server:
        answer = written(index, server, "Who counted the herons and the wrens?")
    made: Record = json.loads(json.dumps(answer.record()))
    assert [s["verdict"] for s in made["sentences"]] == ["supported", "partly"]
    return made


def test_a_written_answer_holds_as_it_was_saved(index: LocalIndex, record: Record) -> None:
    (read,) = read_records(json.dumps(record))

    found = recheck([read], index, EvidenceVerifier)
    assert found.holds
    assert [one.holds for one in found.sentences] == [True, True]


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (0, {"text": "Ada Lund counted 60 herons in 1871."}),
        (0, {"text": "Bo Ek counted 40 herons in 1871."}),
        (1, {"verdict": "supported", "unsupported": []}),
        (1, {"unsupported": [{"start": 0, "end": 3}]}),
    ],
)
def test_a_changed_sentence_no_longer_holds(
    index: LocalIndex, record: Record, number: int, change: dict[str, Any]
) -> None:
    record["sentences"][number] |= change

    found = recheck(read_records(json.dumps(record)), index, EvidenceVerifier)
    assert not found.holds
    assert [one.holds for one in found.sentences] == [n != number for n in range(2)]


def test_a_sentence_that_claims_to_be_verbatim_must_be(index: LocalIndex, record: Record) -> None:
    record["sentences"][1] |= {"verdict": "verbatim"}

    assert not all_verbatim([record], verify(record, index))


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "true"},
        {"unsupported": [{"start": 0, "end": 999}]},
        {"unsupported": [{"start": 3, "end": 3}]},
        {"unsupported": "all"},
    ],
)
def test_a_record_that_pincite_did_not_write_is_refused(
    record: Record, change: dict[str, Any]
) -> None:
    record["sentences"][1] |= change

    with pytest.raises(RecordRejected):
        read_records(json.dumps(record))


def test_a_record_of_quotes_has_no_sentence_to_judge(index: LocalIndex, record: Record) -> None:
    record["sentences"] = [{"text": FULL, "citations": [1], "verdict": "verbatim"}]

    def never() -> EvidenceVerifier:
        raise AssertionError("quotes need no verifier")

    assert recheck([record], index, never).sentences == []


@pytest.mark.parametrize(
    "change", [{"text": "a" * (MAX_SENTENCE + 1)}, {"citations": [1] * (MAX_CITED + 1)}]
)
def test_what_would_take_for_ever_is_refused(
    index: LocalIndex, record: Record, change: dict[str, Any]
) -> None:
    record["sentences"][0] |= change

    with pytest.raises(RecordRejected, match="at most"):
        recheck([record], index, EvidenceVerifier)


def test_a_citation_that_is_named_twice_is_judged_once(index: LocalIndex, record: Record) -> None:
    judged: list[int] = []

    class Counting(EvidenceVerifier):
        def judge(self, sentence: str, evidence: Sequence[Evidence]) -> list[Judgement]:
            judged.append(len(evidence))
            return super().judge(sentence, evidence)

    once = [len(sentence["citations"]) for sentence in record["sentences"]]
    for sentence in record["sentences"]:
        sentence["citations"] *= 2

    assert all(one.holds for one in recheck([record], index, Counting).sentences)
    assert judged == once
