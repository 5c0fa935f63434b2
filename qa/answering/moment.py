"""All that an answer takes from the collection, of one moment; two questions' in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpus import Passage
from index import FilterReport, Hit, Reading
from qa.answering.answer import Citation, Difference
from qa.answering.citing import cite, cite_fact
from qa.answering.conflicts import differences
from qa.answering.features import AnalyzedQuestion, Evidence
from qa.answering.metadata import Fact
from qa.answering.ranking import ScoredSentence


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for a question.

    Attributes:
        searched: The question as it was searched.
        asked: The same, analysed.
        passages: What was found, best first.
        quotes: The sentences that answer; none where nothing does.
        confidence: How surely they do.
        places: The paths of the documents that are quoted, by id.
        before: The passages before those that begin with a quote, by document and ordinal.
        closest: What may hold the answer where there is none.
        reason: Why there is no answer, or none to a part of the question.
        within: Which documents were searched, where it was not all.
        embed_ms: How long embedding took.
        search_ms: How long searching took.
        fact: What a document says of itself, where that was asked.
        readings: Unknown words, and how they were read.
        parts: What was read for each question in one that has an answer; empty for one.
    """

    searched: str
    asked: AnalyzedQuestion
    passages: Sequence[Evidence]
    quotes: Sequence[ScoredSentence]
    confidence: float
    places: Mapping[str, str]
    before: Mapping[tuple[str, int], Passage]
    closest: Sequence[Hit]
    reason: str | None
    within: FilterReport | None
    embed_ms: float
    search_ms: float
    fact: Fact | None = None
    readings: tuple[Reading, ...] = ()
    parts: tuple["Read", ...] = ()

    @property
    def answered(self) -> bool:
        """Tell whether there are words to quote."""
        return bool(self.quotes) or (self.fact is not None and self.fact.span is not None)

    def citations(self) -> tuple[Citation, ...]:
        """Return the quotes with their places, numbered from 1."""
        if self.fact is not None and self.fact.span is not None:
            place = self.places.get(self.fact.hit.document.id, "")
            return (cite_fact(self.fact, self.fact.span, place),)
        return tuple(
            cite(
                number,
                quote,
                self.places.get(quote.hit.document.id, ""),
                self.searched,
                self.before.get((quote.hit.document.id, quote.hit.passage.ordinal)),
            )
            for number, quote in enumerate(self.quotes, start=1)
        )

    def differences(self) -> tuple[Difference, ...]:
        """Return what the quotes give differently, of each part by what that part asks."""
        if not self.parts:
            return differences(self.asked, self.quotes)
        numbers = {_place(quote): number for number, quote in enumerate(self.quotes, start=1)}
        found: dict[Difference, None] = {}
        for part in self.parts:
            kept = [quote for quote in part.quotes if _place(quote) in numbers]
            for one in differences(part.asked, kept):
                first, second = (numbers[_place(kept[number - 1])] for number in one.citations)
                found[replace(one, citations=(first, second))] = None
        return tuple(found)


def together(searched: str, reads: Sequence[Read], most: int) -> Read | None:
    """Return what was read for the questions in one as one, their quotes in turn.

    What of them has no answer, or no room for a quote, is said in the reason. None where none of
    them is answered.

    Args:
        searched: The whole question, as it is searched.
        reads: What was read for each of the questions in it.
        most: How many sentences may be quoted.
    """
    answered = tuple(read for read in reads if read.answered)
    if not answered:
        return None
    taken = [*zip_longest(*(read.quotes for read in answered))]
    quotes = {_place(quote): quote for row in taken for quote in row if quote is not None}
    kept = dict([*quotes.items()][:most])
    return replace(
        answered[0],
        searched=searched,
        quotes=[*kept.values()],
        confidence=min(read.confidence for read in answered),
        places={key: place for read in answered for key, place in read.places.items()},
        before={key: passage for read in answered for key, passage in read.before.items()},
        passages=[item for read in reads for item in read.passages],
        reason=" ".join(filter(None, (_missing(read, kept, most) for read in reads))) or None,
        embed_ms=sum(read.embed_ms for read in reads),
        search_ms=sum(read.search_ms for read in reads),
        readings=tuple(dict.fromkeys(one for read in reads for one in read.readings)),
        parts=answered,
    )


def _missing(read: Read, kept: Mapping[tuple[str, int, int], ScoredSentence], most: int) -> str:
    """Say that a question in one has no quote, and why; "" where it has one."""
    if not read.answered:
        return f"“{read.searched}” has no clear answer. {read.reason or ''}".strip()
    if any(_place(quote) in kept for quote in read.quotes):
        return ""
    return f"“{read.searched}” has an answer, but no more than {most} may be quoted."


def _place(quote: ScoredSentence) -> tuple[str, int, int]:
    return quote.hit.document.id, quote.span.start, quote.span.end
