"""Words of one document that no question asked for: what it is about, and what somebody picks."""

from bisect import bisect_right
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from corpus import Document, Span
from index import Hit, IndexReader
from qa.answering.answer import Citation
from qa.answering.citing import cite_sentence, cite_span
from qa.answering.gist import central
from qa.answering.links import linked
from qa.answering.rows import row_in

SENTENCES = 3
"""How many sentences say what a document is about; a guess: what is read at a glance."""
_FULL = 10  # words of a sentence; a guess: shorter ones say little without those around them


def about(reader: IndexReader, document_id: str, public_url: str | None) -> list[Citation]:
    """Return the most central sentences of a document, in its order, numbered from 1.

    Short ones are taken only where there are not enough others. Empty where it has no whole
    sentence. `public_url` is as `links.linked` takes it.
    """
    ranked = central(reader, document_id)
    nearest = sorted(ranked, key=lambda sentence: not _says_much(sentence.text))[:SENTENCES]
    place = reader.file_paths([document_id]).get(document_id, "")
    cited = [cite_sentence(sentence.hit, sentence.row, place) for sentence in nearest]
    return [
        linked(replace(citation, number=number), public_url)
        for number, citation in enumerate(sorted(cited, key=lambda c: c.start), start=1)
    ]


def _says_much(text: str) -> bool:
    """Tell whether a sentence is likely to say something to whoever reads it alone.

    Without this, a third of those taken from 12 everyday documents were short ones such as "Last
    year was a dry one.", or began with the mark of a list.
    """
    return len(text.split()) >= _FULL and text[0].isalnum()


def excerpt(
    reader: IndexReader, document_id: str, span: Span, public_url: str | None
) -> Citation | None:
    """Return the citation of any words of a document, as `verify` confirms it.

    Page, heading and author are those where the words begin. None where there is no such
    document, or no such span in it.
    """
    found = words_at(reader, document_id, span)
    if found is None:
        return None
    place = reader.file_paths([document_id]).get(document_id, "")
    cited = cite_span(1, found.hit, span, found.text, 0.0, place, None)
    row = row_in(found.document, span)  # the words may go on in the next passage
    return linked(replace(cited, cells=row.cells, heads=row.heads), public_url)


class WordsAt(NamedTuple):
    """Words of a document, and the passage that they begin in, as a hit that no search found."""

    document: Document
    hit: Hit
    text: str


def words_at(reader: IndexReader, document_id: str, span: Span) -> WordsAt | None:
    """Return the words of a span; None if there is no such document, or no such span in it."""
    details = reader.details(document_id)
    if details is None or not 0 <= span.start < span.end <= len(details.document.text):
        return None
    at = bisect_right(details.passages, span.start, key=attrgetter("start")) - 1
    hit = Hit(details.passages[at], details.info, 0.0, None, 0.0, None, 0.0, ())
    return WordsAt(details.document, hit, details.document.text[slice(*span)])
