"""What the model reads of a pair, and where claim and evidence stand in it."""

from dataclasses import dataclass

from tokenizers import Tokenizer

from qa.reader.matches import matches

MOST_TOKENS = 256
"""Of claim and evidence together: as many as the embedding model was trained on."""
MOST_CLAIM = 96  # tokens; a guess: 1 of 1,000 claims of the training sets has more


@dataclass(frozen=True, slots=True)
class PairLayout:
    """Token ids as the model takes them; the claim's tokens as (first, end), and the evidence's.

    If either is empty, its first and end are the same. `matches` says of each token whether the
    other text has it, see `qa.reader.matches`.
    """

    ids: tuple[int, ...]
    matches: tuple[int, ...]
    claim: tuple[int, int]
    evidence: tuple[int, int]


def lay_out_pair(tokenizer: Tokenizer, claim: str, evidence: str) -> PairLayout:
    """Return the tokens that are read.

    `tokenizer` neither cuts nor pads, and is one of the BERT family.
    """
    first, last = (tokenizer.token_to_id(mark) or 0 for mark in ("[CLS]", "[SEP]"))
    said, given = tokenizer.encode_batch_fast([claim, evidence], add_special_tokens=False)
    words = said.ids[:MOST_CLAIM]
    begin = len(words) + 2
    rest = given.ids[: MOST_TOKENS - begin - 1]
    ids = (first, *words, last, *rest, last)
    said_at, given_at = (1, 1 + len(words)), (begin, begin + len(rest))
    return PairLayout(ids, matches(ids, said_at, given_at), said_at, given_at)
