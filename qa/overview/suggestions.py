"""Suggested questions drawn from a collection, each of which it answers.

Each question that can be made of what documents say (`questions`) is put to the collection, and
shown only if it is answered, by the document it was drawn from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from index import (
    ALL_DOCUMENTS,
    DocumentInfo,
    Filter,
    Index,
    IndexReader,
    Place,
    every_document,
)
from qa.answering.answerer import Answerer
from qa.answering.question import Request
from qa.errors import AnswerError
from qa.overview.questions import is_vague, questions_of

WANTED = 3  # a guess: they fit a line or two of the page
_TRIED = 16  # candidates that are answered at most; a guess: five for each that is wanted
_DOCUMENTS = 6  # a guess: twice as many as questions are wanted
_PASSAGES = 60  # of each document, its first; a guess: some twenty pages


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and the document that it was drawn from."""

    question: str
    document_id: str


def draw(index: Index, answerer: Answerer, wanted: int = WANTED) -> list[str]:
    """Return up to `wanted` questions that the collection answers; the same each time.

    They come from as many documents as there are, before a second from the same one.
    """
    chosen: list[Suggestion] = []
    with index.reader() as reader:
        candidates = list(islice(_candidates(reader), _TRIED))
    for suggestion in candidates:
        if len(chosen) == wanted:
            break
        if _is_answered(suggestion, answerer):
            chosen.append(suggestion)
    return [suggestion.question for suggestion in chosen]


def _candidates(reader: IndexReader) -> Iterator[Suggestion]:
    """Yield questions, the first of each document before the second of any."""
    documents = _some(list(every_document(reader)))
    per_document = [
        [Suggestion(q, info.id) for q in questions_of(info, reader.passages(info.id, 0, _PASSAGES))]
        for info in documents
    ]
    # Those with a question that asks for something come before those with names alone.
    per_document.sort(key=lambda own: not own or is_vague(own[0].question))
    seen: set[str] = set()
    for suggestion in chain.from_iterable(zip_longest(*per_document)):
        if suggestion is not None and suggestion.question not in seen:
            seen.add(suggestion.question)
            yield suggestion


def _some(documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """Return a few of the documents, evenly spread over the list."""
    step = max(1, -(-len(documents) // _DOCUMENTS))
    return list(documents[::step])


def _is_answered(suggestion: Suggestion, answerer: Answerer) -> bool:
    place = answered_at(suggestion.question, answerer)
    return place is not None and place.document_id == suggestion.document_id


def answered_at(question: str, answerer: Answerer, wanted: Filter = ALL_DOCUMENTS) -> Place | None:
    """Return where the first quote of the answer stands; None if there is none."""
    try:
        answer = answerer.answer(Request(question, filter=wanted))
    except AnswerError:
        return None
    return next((Place(c.document_id, c.start, c.end) for c in answer.citations), None)
