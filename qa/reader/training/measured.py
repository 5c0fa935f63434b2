"""Makes examples of the parts of evaluation sets that are not measured on.

Those are the first articles of SQuAD 2.0 with their adversarial questions, and half the questions
of SelQA. What stands beside an answer is what Pincite's own search finds.
"""

import random
from collections.abc import Iterable, Iterator, Sequence

from tqdm import tqdm

from index import Filter, Hit, Index
from qa.answering.ranking import rank_passages, retrieve, shipped_weights
from qa.answering.reading import passage_words
from qa.evaluation.cases import Case, EvalSet
from qa.reader.training.examples import Example, ReadPassage

_READ = 15  # passages of the search that are looked at; a guess
_NEAR = 6  # of how many passages found the wrong ones are drawn; a guess
_TWO_WRONG = 0.5  # share of the questions with a second wrong passage; a guess
_WITHOUT_GOLD = 0.1  # share of the questions whose passage is taken away; a guess


def squad_examples(cases: EvalSet, index: Index, draw: random.Random) -> Iterator[Example]:
    """Yield an example for each question about a paragraph that is found."""
    asked = [case for case in cases.cases if case.regime in ("answerable", "adversarial")]
    for case in tqdm(asked, cases.name, disable=None):
        own, wrong = _found(case, index)
        if case.regime == "answerable":
            own = [passage for passage in own if passage.right]
            if not own:
                continue
        near = wrong[:_NEAR]
        many = 1 + (draw.random() < _TWO_WRONG)
        passages = draw.sample(near, min(many, len(near)))
        if case.regime != "answerable" or draw.random() >= _WITHOUT_GOLD:
            passages = [*own[:1], *passages]
        yield from _shuffled(cases.name, case, passages, draw)


def _found(case: Case, index: Index) -> tuple[list[ReadPassage], list[ReadPassage]]:
    """Return the passages of the paragraph that a question is about, and the others found."""
    with index.reader() as reader:
        _, evidence = retrieve(reader, case.question, reader.embed_question(case.question))
    own, wrong = [], []
    for item in rank_passages(evidence, shipped_weights())[:_READ]:
        if item.hit.document.id in case.relevant:
            own.append(_with_answers(item.hit, case.answers))
        else:
            words = passage_words(item.hit)
            wrong.append(ReadPassage(words.context, words.sentences))
    return own, wrong


def _with_answers(hit: Hit, answers: Iterable[str]) -> ReadPassage:
    """Return what the reader reads of a hit, with the answers marked where they stand."""
    words = passage_words(hit)
    spans = [
        (row, start, start + len(answer))
        for row, sentence in enumerate(words.sentences)
        for answer in answers
        if (start := sentence.lower().find(answer.lower())) >= 0
    ]
    right = dict.fromkeys(row for row, _, _ in spans)
    return ReadPassage(words.context, words.sentences, tuple(right), tuple(dict.fromkeys(spans)))


def selqa_examples(cases: EvalSet, index: Index, draw: random.Random) -> Iterator[Example]:
    """Yield an example for each question, with passages of its own section."""
    for case in tqdm(cases.cases, cases.name, disable=None):
        found = _of_section(case, index)
        right = [passage for passage in found if passage.right]
        wrong = [passage for passage in found if not passage.right]
        passages = [*right[:1], *draw.sample(wrong, min(2, len(wrong)))]
        yield from _shuffled(cases.name, case, passages, draw)


def _of_section(case: Case, index: Index) -> list[ReadPassage]:
    within = Filter(documents=tuple(case.relevant))
    with index.reader() as reader:
        vector = reader.embed_question(case.question)
        _, evidence = retrieve(reader, case.question, vector, wanted=within)
    return [_with_sentences(item.hit, case) for item in evidence]


def _with_sentences(hit: Hit, case: Case) -> ReadPassage:
    words = passage_words(hit)
    right = [
        row
        for row, span in enumerate(hit.passage.sentences)
        if any(span.start < end and span.end > start for _, start, end in case.spans)
    ]
    return ReadPassage(words.context, words.sentences, tuple(right))


def _shuffled(
    name: str, case: Case, passages: Sequence[ReadPassage], draw: random.Random
) -> Iterator[Example]:
    order = list(passages)
    draw.shuffle(order)
    if order:
        yield Example(name, case.question, tuple(order))
