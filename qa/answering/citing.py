"""Sentences and passages as the answer record names their place."""

from corpus.hidden import count_hidden
from index import Hit
from qa.answering.answer import Citation, ClosestPassage, LeadIn
from qa.answering.quoting import lead
from qa.answering.ranking import ScoredSentence
from qa.answering.records import ranks_of


def cite(number: int, quote: ScoredSentence, place: str) -> Citation:
    """Return the citation of a sentence, under a number; `place` is where its file lies."""
    passage, document = quote.hit.passage, quote.hit.document
    before = lead(quote)
    return Citation(
        number=number,
        document_id=document.id,
        version=document.version,
        title=document.title,
        source=document.source,
        place=place,
        author=document.author,
        published=document.published,
        publisher=document.publisher,
        page=passage.page,
        page_label=passage.page_label,
        recognized=passage.recognized,
        heading=passage.heading,
        start=quote.span.start,
        end=quote.span.end,
        quote=quote.text,
        lead=None if before is None else LeadIn(*before, passage.quote(before)),
        score=round(quote.score, 6),
        hidden_characters=count_hidden(quote.text),
        **ranks_of(quote.hit),
    )


def close(hit: Hit) -> ClosestPassage:
    """Return a passage as it is shown where no sentence answers."""
    passage, document = hit.passage, hit.document
    return ClosestPassage(
        document_id=document.id,
        version=document.version,
        title=document.title,
        page=passage.page,
        page_label=passage.page_label,
        recognized=passage.recognized,
        heading=passage.heading,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=round(hit.score, 6),
        hidden_characters=count_hidden(passage.text),
        **ranks_of(hit),
    )
