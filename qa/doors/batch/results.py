"""The answers of a batch as tables and as JSON, each citation checked once more."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import DocumentInfo, Index
from qa.doors.batch.asking import Result
from qa.doors.exports.reference import line, page, quoted, reference
from qa.doors.exports.saved import SavedAnswer, SavedCitation, saved_answers
from qa.doors.tables.table import Cell, Table

QUOTES_HEAD = (
    "number", "question", "status", "confidence", "reason", "quote", "warning", "author", "title",
    "published", "page", "source", "document_id", "version", "start", "end", "link",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """A result, and its answer as it was checked."""

    result: Result
    answer: SavedAnswer

    @property
    def confidence(self) -> float:
        """Return the probability that the quoted words answer, or what was too little."""
        return float(self.result.record["confidence"])

    @property
    def document(self) -> DocumentInfo | None:
        return self.result.asked.document

    @property
    def is_answered(self) -> bool:
        return bool(self.answer.sentences)


def checked(results: Sequence[Result], index: Index) -> list[Answered]:
    """Check the citations of all results against the documents as they are now."""
    answers = saved_answers([result.record for result in results], index)
    return [Answered(*pair) for pair in zip(results, answers, strict=True)]


def as_json(answered: Sequence[Answered]) -> str:
    """Return a list of answer records, which `pincite verify` and `pincite cite` read.

    Each has beside it the `number` of its question, and the `document` that it was put to.
    """
    records = [
        {"number": a.result.asked.number, "document": _named(a.document), **a.result.record}
        for a in answered
    ]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def quotes_table(answered: Sequence[Answered]) -> Table:
    """Return a table with a row for each quote, and for each question without an answer."""
    return Table("Quotes", QUOTES_HEAD, [row for a in answered for row in _quote_rows(a)])


def documents_table(answered: Sequence[Answered], questions: Sequence[str]) -> Table:
    """Return a table with a row for each document and a column for each question."""
    rows: dict[str, list[Cell]] = {}
    for a in answered:
        assert a.document is not None, "it was put to each document"
        info = a.document
        empty: list[Cell] = [info.title, info.source, info.id, info.version, *[""] * len(questions)]
        rows.setdefault(info.id, empty)[3 + a.result.asked.number] = cell_text(a)
    head = ["title", "source", "document_id", "version", *questions]
    return Table("Answers", head, list(rows.values()))


def cell_text(answered: Answered) -> str:
    """Return an answer in one cell: each quote with its page and pin, or why there is none."""
    sure = f"{answered.confidence:.0%}"
    if not answered.is_answered:
        return f"not answered ({sure}): {line(answered.answer.reason)}"
    quotes = [
        " ".join(filter(None, (quoted(c.quote, [c.short_warning]), page(c), f"[{c.pin}]")))
        for c in cited(answered)
    ]
    return "\n".join([*quotes, f"({sure})"])


def cited(answered: Answered) -> list[SavedCitation]:
    """Return the citations that the sentences of an answer rest on, in order."""
    return list({c.number: c for s in answered.answer.sentences for c in s.citations}.values())


def named(citation: SavedCitation) -> str:
    """Return what the link to a citation says: its source, page and pin."""
    return f"{reference(citation)} [{citation.pin}]"


def _quote_rows(answered: Answered) -> Iterator[list[Cell]]:
    asked, info = answered.result.asked, answered.document
    status = "answered" if answered.is_answered else "not answered"
    start: list[Cell] = [
        asked.number, asked.question, status, round(answered.confidence, 4), answered.answer.reason,
    ]  # fmt: skip
    if not answered.is_answered:
        yield [*start, *([""] * 9 if info is None else _whereabouts(info)), None, None, ""]
    for c in cited(answered):
        yield [
            *start, c.quote, c.warning, c.author, c.title, c.published, c.locator, c.source,
            c.document_id, c.version, c.start, c.end, c.link,
        ]  # fmt: skip


def _whereabouts(info: DocumentInfo) -> list[Cell]:
    return ["", "", info.author, info.title, info.published, "", info.source, info.id, info.version]


def _named(info: DocumentInfo | None) -> dict[str, str] | None:
    if info is None:
        return None
    return {"id": info.id, "version": info.version, "title": info.title}
