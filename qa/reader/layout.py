"""What the reader reads of a passage, and where each sentence stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from qa.reader.matches import matches

MOST_TOKENS = 320
"""Of question, context and passage together. A guess: passages have some 128, and 254 at most."""
_MOST_QUESTION = 64  # tokens; a guess: 1 of 1,000 questions of the training sets has more
_MOST_CONTEXT = 40  # tokens; a guess: a title and two headings


@dataclass(frozen=True, slots=True)
class PassageWords:
    """What is read of a passage: what it stands under, and its sentences in order."""

    context: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Token ids as the model takes them, and the tokens of each sentence as (first, end).

    Of a sentence that did not fit, first and end are the same. `matches` says of each token of the
    question whether the rest has it, and of each other one whether the question does, see
    `qa.reader.matches`.
    """

    ids: tuple[int, ...]
    matches: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]


def lay_out(tokenizer: Tokenizer, question: str, passages: Sequence[PassageWords]) -> list[Layout]:
    """Return for each passage the tokens that are read: question, context and sentences.

    `tokenizer` neither cuts nor pads, and is one of the BERT family.
    """
    first, last = (tokenizer.token_to_id(mark) or 0 for mark in ("[CLS]", "[SEP]"))
    texts = [question]
    for passage in passages:
        texts += [passage.context, *passage.sentences]
    encoded = iter(tokenizer.encode_batch_fast(texts, add_special_tokens=False))
    asked = next(encoded).ids[:_MOST_QUESTION]
    found = []
    for passage in passages:
        ids = [first, *asked, last, *next(encoded).ids[:_MOST_CONTEXT], last]
        places = []
        for _ in passage.sentences:
            begin = min(len(ids), MOST_TOKENS - 1)
            ids += next(encoded).ids
            places.append((begin, min(len(ids), MOST_TOKENS - 1)))
        ids = [*ids[: MOST_TOKENS - 1], last]
        end = 1 + len(asked)
        found.append(
            Layout(tuple(ids), matches(ids, (1, end), (end + 1, len(ids) - 1)), tuple(places))
        )
    return found
