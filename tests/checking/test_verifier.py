"""What holds of every judgement, whatever the sentence; and that no model overrules a guard."""

import json
import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qa.checking.amounts import amounts_in
from qa.checking.entailment.model import Probabilities
from qa.checking.verdict import Evidence
from qa.checking.verifier import EvidenceVerifier
from qa.evaluation.everyday import everyday_folder

VERIFIER = EvidenceVerifier()
CLAIMS = [
    json.loads(line)
    for line in (everyday_folder() / "claims.jsonl").read_text("utf-8").splitlines()
]
QUOTES = sorted({row["evidence"] for row in CLAIMS})
quotes = st.sampled_from(QUOTES)
sentences = st.sampled_from([row["claim"] for row in CLAIMS])
texts = st.one_of(sentences, quotes, st.text(max_size=80))


class Certain:
    """A model that is sure of one thing, whatever it reads."""

    id = "certain"

    def __init__(self, column: int) -> None:
        self._row = np.eye(4, dtype=np.float32)[column]

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> Probabilities:
        return np.tile(self._row, (len(pairs), 1))


BELIEVES_ALL = EvidenceVerifier(Certain(0))


@given(quotes)
def test_a_sentence_is_supported_by_itself(quote: str) -> None:
    for verifier in (VERIFIER, EvidenceVerifier(Certain(3))):
        assert verifier.judge(quote, [Evidence(quote)])[0].verdict == "supported"


@given(quotes, st.integers(1, 9), st.data())
def test_a_sentence_is_not_supported_by_itself_with_another_number(
    quote: str, by: int, data: st.DataObject
) -> None:
    found = [one for one in amounts_in(quote) if re.match(r"[£€$]?\d+(?:\D|$)", one.written)]
    assume(found)
    one = data.draw(st.sampled_from(found))
    digit = next(at for at in range(one.start, one.end) if quote[at].isdigit())
    other = str((int(quote[digit]) + by) % 10 or 1)
    changed = f"{quote[:digit]}{other}{quote[digit + 1 :]}"
    assume(changed != quote)
    for verifier in (VERIFIER, BELIEVES_ALL):
        assert verifier.judge(changed, [Evidence(quote)])[0].verdict != "supported", changed


@settings(max_examples=40)
@given(texts, st.lists(st.builds(Evidence, texts, st.sampled_from(["", *QUOTES[:9]])), max_size=4))
def test_what_is_unsupported_lies_in_the_sentence(sentence: str, evidence: list[Evidence]) -> None:
    for verifier in (VERIFIER, BELIEVES_ALL, EvidenceVerifier(Certain(2))):
        found = verifier.judge(sentence, evidence)
        assert len(found) == len(evidence)
        for one in (*found, verifier.judge_together(sentence, evidence)):
            ends = [place for span in one.unsupported for place in span]
            assert ends == sorted(ends)
            assert all(0 <= start < end <= len(sentence) for start, end in one.unsupported)
            assert 0 <= one.support <= 1
            assert (one.verdict == "supported") == (one.reason is None)
            assert one.reason is None or one.reason.endswith(".")


@settings(max_examples=40)
@given(texts, st.lists(quotes, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_evidence_changes_nothing(sentence: str, found: list[str], draw) -> None:  # type: ignore[no-untyped-def]
    evidence = [Evidence(quote) for quote in found]
    turned = evidence[:]
    draw.shuffle(turned)
    together = VERIFIER.judge_together(sentence, evidence)
    assert together == VERIFIER.judge_together(sentence, turned)
    alone = dict(zip(evidence, VERIFIER.judge(sentence, evidence), strict=True))
    assert VERIFIER.judge(sentence, turned) == [alone[one] for one in turned]


def test_no_model_overrules_a_guard() -> None:
    kinds = ("number", "date", "unit", "quote")
    wrong = [row for row in CLAIMS if row["kind"] in kinds and row["label"] != "supported"]
    passed = [
        row["claim"]
        for row in wrong
        if BELIEVES_ALL.judge(row["claim"], [Evidence(row["evidence"], row["context"])])[0].verdict
        == "supported"
    ]
    assert len(passed) <= 0.04 * len(wrong), passed


def test_a_model_adds_what_is_said_in_other_words() -> None:
    evidence = [Evidence("Hens may be kept, six at most on a plot.")]
    sentence = "You are welcome to have chickens on your land."
    assert VERIFIER.judge(sentence, evidence)[0].verdict == "not_found"
    assert BELIEVES_ALL.judge(sentence, evidence)[0].verdict == "supported"
    denied = EvidenceVerifier(Certain(2)).judge(sentence, evidence)[0]
    assert (denied.verdict, denied.reason) == ("contradicted", "The source says otherwise.")
    assert BELIEVES_ALL.id != VERIFIER.id


def test_what_is_said_together_must_stand_together() -> None:
    evidence = [Evidence("Anna Bell came in 1920."), Evidence("Tom Reed came in 1930.")]
    joined = "Anna Bell came in 1920 and Tom Reed in 1930."
    assert VERIFIER.judge_together(joined, evidence).verdict == "supported"
    mixed = VERIFIER.judge_together("Anna Bell came in 1930.", evidence)
    assert (mixed.verdict, mixed.reason) == ("partly", "The source says 1930 of something else.")


@pytest.mark.parametrize("sentence", ["", " ", "…", "?!"])
def test_no_words_are_not_supported(sentence: str) -> None:
    for verifier in (VERIFIER, BELIEVES_ALL):
        assert verifier.judge(sentence, [Evidence(sentence)])[0].verdict == "not_found"
