"""What is read of a claim and its evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_model import make_tiny_model
from tokenizers import Tokenizer

from index.embedding.encoder import whole_tokenizer
from qa.checking.entailment.layout import MOST_CLAIM, MOST_TOKENS, lay_out_pair


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    return whole_tokenizer(make_tiny_model(tmp_path_factory.mktemp("model")))


def words(tokenizer: Tokenizer, ids: tuple[int, ...]) -> list[str | None]:
    return [tokenizer.id_to_token(number) for number in ids]


def test_claim_and_evidence_stand_between_marks(tokenizer: Tokenizer) -> None:
    layout = lay_out_pair(tokenizer, "a b", "c d e")

    assert words(tokenizer, layout.ids) == ["[CLS]", "a", "b", "[SEP]", "c", "d", "e", "[SEP]"]
    assert (layout.claim, layout.evidence) == ((1, 3), (4, 7))


@given(
    claim=st.integers(0, 2 * MOST_CLAIM).map("a ".__mul__),
    evidence=st.integers(0, 2 * MOST_TOKENS).map("b ".__mul__),
)
def test_however_long_both_are_they_fit(tokenizer: Tokenizer, claim: str, evidence: str) -> None:
    layout = lay_out_pair(tokenizer, claim, evidence)
    found = words(tokenizer, layout.ids)

    assert len(layout.ids) <= MOST_TOKENS
    assert found[slice(*layout.claim)] == ["a"] * min(claim.count("a"), MOST_CLAIM)
    assert set(found[slice(*layout.evidence)]) <= {"b"}
    assert (found[0], found[layout.claim[1]], found[-1]) == ("[CLS]", "[SEP]", "[SEP]")


def test_marks_in_a_text_are_read_as_marks_of_nothing_else(tokenizer: Tokenizer) -> None:
    """A document cannot end the evidence, or begin another claim: places stay what they were."""
    layout = lay_out_pair(tokenizer, "a", "b [SEP] c")

    assert layout.claim == (1, 2)
    assert layout.evidence[1] == len(layout.ids) - 1
