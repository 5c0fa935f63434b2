"""Which of the ranked sentences answer a question together: items, sides, or the best few."""

from collections.abc import Sequence

from corpus import Passage
from index import IndexReader
from qa.answering.cells import is_row, is_row_asked
from qa.answering.features import AnalyzedQuestion
from qa.answering.lists import announces, asks_for_several, with_items
from qa.answering.question import MOST_QUOTES
from qa.answering.quoting import MAX_QUOTES, choose
from qa.answering.ranking import ScoredSentence
from qa.answering.sides import compared, for_each_side
from qa.answering.speech import is_said_by


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
        return with_items(reader, asked, quotes, most or MOST_QUOTES)
    if announces(quotes[0].text):
        return with_items(reader, asked, quotes, most or MAX_QUOTES)
    return quotes


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
