"""The answers of a batch as a client sends them back, to be written as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index import DocumentInfo, Index
from qa.doors.batch.asking import Asked, Result
from qa.errors import RecordRejected

MOST_CELLS = 1_000_000
"""Of a table with a row for each document and a column for each question; a guess: a hundred for
each answer that a request may hold, because most are empty if a batch was stopped."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The record of an answer to a question, which is given by its number, from 1.

    `document` is the id of the document that was asked, None if all were.
    """

    number: int
    document: str | None
    record: Mapping[str, Any]


def results(questions: Sequence[str], answers: Sequence[Returned], index: Index) -> list[Result]:
    """Return answers as results of a batch; those of documents that are gone are left out.

    Raises:
        RecordRejected: If an answer belongs to no question, only some are of one document, or
            their table has more than a million cells.
    """
    with index.reader() as reader:
        infos = reader.infos({a.document for a in answers if a.document is not None})
    if len(infos) * len(questions) > MOST_CELLS:
        raise RecordRejected(
            f"{len(infos):,} documents and {len(questions):,} questions make a table of more than "
            f"{MOST_CELLS:,} cells: send fewer of either"
        )
    if any(a.document is None for a in answers) and any(a.document for a in answers):
        raise RecordRejected("name the document of every answer, or of none")
    return [
        Result(_asked(questions, answer.number, infos.get(answer.document or "")), answer.record)
        for answer in answers
        if answer.document is None or answer.document in infos
    ]


def _asked(questions: Sequence[str], number: int, info: DocumentInfo | None) -> Asked:
    if not 1 <= number <= len(questions):
        raise RecordRejected(
            f"an answer is to question {number}, but there are {len(questions)}: was it edited?"
        )
    return Asked(number, questions[number - 1], info)
