"""Which of the ranked sentences answer a question together: items, sides, or the best few."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus import Passage
from index import IndexReader
from index.analysis.terms import terms_of
from qa.answering.cells import is_row, is_row_asked
from qa.answering.definitions import asked_term
from qa.answering.features import AnalyzedQuestion
from qa.answering.lists import announces, asks_for_several, with_items
from qa.answering.question import MOST_QUOTES
from qa.answering.quoting import MAX_QUOTES, choose, leans
from qa.answering.ranking import ScoredSentence
from qa.answering.sides import compared, for_each_side
from qa.answering.speech import is_said_by

_NAMED = re.compile(
    r"\W*(?:(?:this|that|it|these|which)(?: \w+)? (?:is|are|was) )?(?:also )?"
    r"(?:called|known as|termed|named) (?:an? |the )?(?P<term>[^.;:]+)\.?\W*$",
    re.IGNORECASE,
)
"""A sentence that gives a name to what the one before describes."""

_AS = re.compile(r", (?:as|for) (?:he|she|it|they|we|his|her|its|their|our|the|an?|this|there)\b")
"""What gives a reason too, but stands in too many sentences that give none to count elsewhere."""


def selected(
    reader: IndexReader, asked: AnalyzedQuestion, ranked: list[ScoredSentence], most: int | None
) -> list[ScoredSentence]:
    """Return the sentences to quote: of a list its items, of a comparison both sides.

    Of a table only the row that the question names, of several speakers only the one asked for.
    """
    quotes = choose(ranked, most or MAX_QUOTES)
    best = quotes[0]
    if is_row_asked(asked, best):
        quotes = [best, *(quote for quote in quotes[1:] if not is_row(quote))]
    elif _is_said(asked, best):
        quotes = [quote for quote in quotes if _is_said(asked, quote)]
    sides = compared(asked.text)
    if sides is not None and most != 1:
        quotes = for_each_side(quotes, ranked, sides, most or MAX_QUOTES)
    if asks_for_several(asked.text):
        return with_items(reader, asked, quotes, most or MOST_QUOTES, ranked)
    if announces(quotes[0].text):
        return with_items(reader, asked, quotes, most or MAX_QUOTES)
    return _answer_before(asked, quotes)[: most or MAX_QUOTES]


def _answer_before(asked: AnalyzedQuestion, quotes: list[ScoredSentence]) -> list[ScoredSentence]:
    """Return the quotes with the sentence before the best one first, where that is the answer.

    "He left the room and did not vote" says what was asked about, and the sentence before why;
    "This is called trace" names what the sentence before describes.
    """
    best = quotes[0]
    if not best.row or best.objection:
        return quotes
    before = replace(best, row=best.row - 1)
    if not (_has_reason_before(asked, best, before) or _only_names(asked, best)):
        return quotes
    there = before.hit.document.id, before.span
    others = [one for one in quotes[1:] if (one.hit.document.id, one.span) != there]
    return [before, best, *others]


def _has_reason_before(
    asked: AnalyzedQuestion, best: ScoredSentence, before: ScoredSentence
) -> bool:
    if asked.kind != "reason" or not leans(best.text) or _gives_reason(asked, best):
        return False
    return _gives_reason(asked, before)


def _only_names(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    """Tell whether a sentence only gives what was described the name whose meaning is asked."""
    wanted = asked_term(asked.text)
    named = _NAMED.match(sentence.text)
    if wanted is None or named is None:
        return False
    return terms_of(named["term"]) == terms_of(wanted.term)


def _gives_reason(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    return asked.holds_kind(sentence.text) or _AS.search(sentence.text) is not None


def _is_said(asked: AnalyzedQuestion, quote: ScoredSentence) -> bool:
    return is_said_by(asked, quote.hit.passage, quote.row)


def passages_before(
    reader: IndexReader, quotes: Sequence[ScoredSentence]
) -> dict[tuple[str, int], Passage]:
    """Return the passages before those that begin with a quote, by document and ordinal."""
    return preceding(reader, [quote.hit.passage for quote in quotes if quote.row == 0])


def preceding(reader: IndexReader, passages: Sequence[Passage]) -> dict[tuple[str, int], Passage]:
    """Return the passage before each of the given ones, by their document and ordinal."""
    found: dict[tuple[str, int], Passage] = {}
    for passage in passages:
        if passage.ordinal:
            for before in reader.passages(passage.document_id, passage.ordinal - 1, 1):
                found[passage.document_id, passage.ordinal] = before
    return found
