"""Sentences and passages as records name their place."""

from collections.abc import Set
from dataclasses import asdict
from typing import Any

from corpus import Attribution, Span
from corpus.hidden import count_hidden
from index import Hit
from index.analysis import places_of
from qa.answering.answer import Citation, ClosestPassage, FoundPassage, LeadIn, WordSpan
from qa.answering.quoting import lead
from qa.answering.ranking import ScoredSentence
from qa.answering.rows import quoted_row


def cite(number: int, quote: ScoredSentence, place: str) -> Citation:
    """Return the citation of a sentence, under a number; `place` is where its file lies."""
    passage, document = quote.hit.passage, quote.hit.document
    before = lead(quote)
    own = Attribution(document.author, document.published)
    by = passage.voice or own
    row = quoted_row(passage, quote.span)
    return Citation(
        number=number,
        source=document.source,
        place=place,
        author=by.author,
        published=by.published,
        publisher=document.publisher,
        quoted_by=None if passage.voice is None else document.author,
        quote=quote.text,
        cells=row.cells,
        heads=row.heads,
        lead=None if before is None else LeadIn(*before, passage.quote(before)),
        **_place(quote.hit, quote.span, quote.text, quote.score),
    )


def found_passage(hit: Hit) -> FoundPassage:
    """Return the passage of a hit."""
    passage = hit.passage
    span = Span(passage.start, passage.end)
    return FoundPassage(text=passage.text, **_place(hit, span, passage.text, hit.score))


def closest_passage(hit: Hit, terms: Set[str]) -> ClosestPassage:
    """Return the passage of a hit with the places of words that have one of these stems."""
    passage = hit.passage
    span, first = Span(passage.start, passage.end), passage.start
    return ClosestPassage(
        text=passage.text,
        matches=tuple(WordSpan(first + a, first + b) for a, b in places_of(passage.text, terms)),
        **_place(hit, span, passage.text, hit.score),
    )


def hit_record(hit: Hit) -> dict[str, Any]:
    """Return a hit as JSON takes it."""
    return asdict(found_passage(hit))


def _place(hit: Hit, span: Span, text: str, score: float) -> dict[str, Any]:
    """Return the fields of a `CitedPlace`: of a span in the passage of a hit, and its text."""
    passage, document = hit.passage, hit.document
    return {
        "document_id": document.id,
        "version": document.version,
        "title": document.title,
        "page": passage.page,
        "page_label": passage.page_label,
        "recognized": passage.recognized,
        "heading": passage.heading,
        "start": span.start,
        "end": span.end,
        "score": round(score, 6),
        "dense_rank": hit.dense_rank,
        "dense_score": round(hit.dense_score, 6),
        "lexical_rank": hit.lexical_rank,
        "lexical_score": round(hit.lexical_score, 6),
        "hidden_characters": count_hidden(text),
    }
