"""Makes examples of sets of whole documents, with what Pincite's own search finds beside them."""

import hashlib
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index import Hit, Index, IndexReader
from qa.answering.query_rewriting import standalone_question
from qa.answering.ranking import rank_passages, retrieve, shipped_weights
from qa.answering.reading import passage_words
from qa.evaluation.cases import Case, EvalSet
from qa.evaluation.gold import Gold
from qa.reader.training.examples import Example, ReadPassage

HELD_OUT = 3
"""Of ten documents, how many are not trained on: the weights of the choice are fitted there."""

_NEAR = 6  # of how many passages found the wrong ones are drawn; a guess
_WITHOUT_GOLD = 0.1  # share of the questions whose passage is taken away; a guess
_TWO_WRONG = 0.6  # share of the questions with a second wrong passage; a guess


@dataclass(frozen=True, slots=True)
class _Found:
    gold: list[ReadPassage]
    wrong: list[ReadPassage]


def is_held_out(file: str) -> bool:
    """Tell whether a document is not trained on; by its name, so that it is always the same."""
    return int(hashlib.sha256(file.encode()).hexdigest(), 16) % 10 < HELD_OUT


def split(cases: EvalSet) -> tuple[list[Case], list[Case]]:
    """Return the cases to train on and those held out.

    A question that nothing answers goes with the document of the question before it.
    """
    kept: tuple[list[Case], list[Case]] = ([], [])
    file = ""
    for case in cases.cases:
        file = case.gold[0].file if case.gold else file
        kept[is_held_out(file)].append(case)
    return kept


def collected_examples(
    name: str, cases: Iterable[Case], index: Index, draw: random.Random
) -> Iterator[Example]:
    """Yield an example for each case whose answer is found, and for each that has none."""
    for case in cases:
        with index.reader() as reader:
            question, found = _found(case, reader)
        if case.gold and not found.gold:
            continue
        many = 1 + (draw.random() < _TWO_WRONG)
        near = found.wrong[:_NEAR]
        if not case.gold:  # what looks most like an answer is always among them
            passages = near[:1] + draw.sample(near[1:], min(many, len(near[1:])))
        elif draw.random() < _WITHOUT_GOLD:
            passages = draw.sample(near, min(2, len(near)))
        else:
            passages = found.gold[: 1 + case.needs_all] + draw.sample(near, min(many, len(near)))
        draw.shuffle(passages)
        if passages:
            yield Example(name, question, tuple(passages))


def _found(case: Case, reader: IndexReader) -> tuple[str, _Found]:
    question = standalone_question(case.question, case.history)
    _, evidence = retrieve(reader, question, reader.embed_question(question))
    ranked = [item.hit for item in rank_passages(evidence, shipped_weights())]
    passages = [marked(hit, case.gold) for hit in ranked]
    return question, _Found(
        [passage for passage in passages if passage.right],
        [passage for passage in passages if not passage.right],
    )


def marked(hit: Hit, gold: Sequence[Gold]) -> ReadPassage:
    """Return what the reader reads of a hit, with the sentences marked that hold gold."""
    words = passage_words(hit)
    right: dict[int, None] = {}
    spans: dict[tuple[int, int, int], None] = {}
    for place, (span, sentence) in enumerate(
        zip(hit.passage.sentences, words.sentences, strict=True)
    ):
        for item in gold:
            around = f"{sentence} {words.context}"
            if item.is_held(hit, hit.passage.quote(span), around):
                right[place] = None
                where = _place(sentence, item.text)
                if where is not None:
                    spans[(place, *where)] = None
    return ReadPassage(words.context, words.sentences, tuple(right), tuple(spans))


def _place(sentence: str, text: str) -> tuple[int, int] | None:
    words = [re.escape(word) for word in re.findall(r"[^\W_]+", text)]
    together = r"[\W_]+".join(words)
    found = re.search(rf"(?i)(?<!\w){together}(?!\w)", sentence) if words else None
    return None if found is None else found.span()
