"""Sentences and passages as records name their place."""

from dataclasses import asdict, replace
from typing import Any

from corpus import Attribution, Passage, Span
from corpus.hidden import count_hidden
from corpus.language import language_of_code
from index import Hit
from index.analysis.terms import places_of
from qa.answering.answer import Citation, ClosestPassage, FoundPassage, LeadIn, WordSpan
from qa.answering.answer_spans import answer_spans
from qa.answering.features import question_terms
from qa.answering.metadata import Fact
from qa.answering.quoting import lead
from qa.answering.ranking import ScoredSentence
from qa.answering.rows import CellSpan, quoted_row


def cite(
    number: int, quote: ScoredSentence, place: str, asked: str, before: Passage | None = None
) -> Citation:
    """Return the citation of a sentence.

    Args:
        number: Its number in the answer.
        quote: The sentence.
        place: Where its file lies.
        asked: The question, as it was searched.
        before: The passage before its own, where its lead may stand.
    """
    cited = cite_sentence(quote.hit, quote.row, place, before)
    return replace(
        cited,
        number=number,
        score=round(quote.score, 6),
        answer_spans=answer_spans(asked, quote.text, quote.span.start),
    )


def cite_sentence(hit: Hit, row: int, place: str, before: Passage | None = None) -> Citation:
    """Return the citation of a sentence of a hit, without a number and with the hit's score.

    Args:
        hit: The passage that was found.
        row: Which of its sentences.
        place: Where its file lies.
        before: The passage before it, where the sentence's lead may stand.
    """
    span = hit.passage.sentences[row]
    cited = _cited(0, hit, span, hit.passage.quote(span), hit.score, place)
    return replace(cited, lead=lead_in(hit.passage, row, before))


def cite_span(
    number: int, hit: Hit, span: Span, quote: str, score: float, place: str, before: LeadIn | None
) -> Citation:
    """Return the citation of words that no question asked for, so that none of them are marked.

    Args:
        number: Its number.
        hit: The passage that the words begin in.
        span: Where they stand; they may go on in the next passage.
        quote: The words.
        score: How near they are.
        place: Where their file lies.
        before: The sentence that they lean on.
    """
    return replace(_cited(number, hit, span, quote, score, place), lead=before)


def lead_in(passage: Passage, row: int, before: Passage | None = None) -> LeadIn | None:
    """Return the words that a sentence of a passage leans on; see `quoting.lead`."""
    leading = lead(passage, row, before)
    if leading is None:
        return None
    own = passage if leading.start >= passage.start else before
    return LeadIn(*leading, own.quote(leading)) if own is not None else None


def cite_fact(fact: Fact, span: Span, place: str) -> Citation:
    """Return the citation of the line that says a fact of its document."""
    quote = fact.hit.passage.quote(span)
    cited = _cited(1, fact.hit, span, quote, fact.confidence, place)
    found = quote.find(fact.value)
    at = span.start + found
    marked = (CellSpan(at, at + len(fact.value)),) if found >= 0 else ()
    return replace(cited, kind="metadata", answer_spans=marked)


def found_passage(hit: Hit) -> FoundPassage:
    """Return the passage of a hit."""
    passage = hit.passage
    span = Span(passage.start, passage.end)
    return FoundPassage(text=passage.text, **_place(hit, span, passage.text, hit.score))


def closest_passage(hit: Hit, question: str) -> ClosestPassage:
    """Return the passage of a hit with the places of the words of a question, however inflected."""
    passage, language = hit.passage, language_of_code(hit.document.language)
    terms = frozenset(question_terms(question, language))
    span, first = Span(passage.start, passage.end), passage.start
    return ClosestPassage(
        text=passage.text,
        matches=tuple(
            WordSpan(first + a, first + b) for a, b in places_of(passage.text, terms, language)
        ),
        **_place(hit, span, passage.text, hit.score),
    )


def hit_record(hit: Hit) -> dict[str, Any]:
    """Return a hit as JSON takes it."""
    return asdict(found_passage(hit))


def _cited(number: int, hit: Hit, span: Span, quote: str, score: float, place: str) -> Citation:
    passage, document = hit.passage, hit.document
    own = Attribution(document.author, document.published)
    by = passage.voice or own
    row = quoted_row(passage, span)
    return Citation(
        number=number,
        source=document.source,
        place=place,
        author=by.author,
        published=by.published,
        publisher=document.publisher,
        quoted_by=None if passage.voice is None else document.author,
        quote=quote,
        cells=row.cells,
        heads=row.heads,
        lead=None,
        **_place(hit, span, quote, score),
    )


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
