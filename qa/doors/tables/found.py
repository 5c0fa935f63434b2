"""Everything about a topic as tables: the passages, and how many each document has."""

from collections.abc import Iterator

from qa.answering.topic_search import Findings, Group
from qa.doors.tables.table import Cell, Table, as_csv, as_xlsx

_PASSAGES = (
    "title", "author", "published", "source", "passages_in_document", "page", "text", "found_by",
    "document_id", "version", "start", "end",
)  # fmt: skip
_DOCUMENTS = (
    "title", "author", "published", "source", "passages_in_document", "document_id", "version",
)  # fmt: skip


def found_as(findings: Findings, format_: str) -> bytes:
    """Return findings as csv or xlsx: a row for each passage, with the count of its document.

    A workbook has a second sheet, with every document that was searched, those with none too.
    """
    passages = Table("Passages", _PASSAGES, list(_passage_rows(findings)))
    if format_ == "xlsx":
        return as_xlsx([passages, Table("Documents", _DOCUMENTS, list(_document_rows(findings)))])
    return as_csv(passages).encode("utf-8-sig")


def _passage_rows(findings: Findings) -> Iterator[list[Cell]]:
    for group in findings.documents:
        for match in group.passages:
            passage = match.hit.passage
            page = passage.page_label or passage.page
            by, info = " and ".join(match.by), group.document
            yield [
                *_named(group), page, passage.text, by, info.id, info.version, passage.start,
                passage.end,
            ]  # fmt: skip


def _document_rows(findings: Findings) -> Iterator[list[Cell]]:
    groups = [*findings.documents, *(Group(i, 0, ()) for i in findings.documents_without)]
    for group in groups:
        yield [*_named(group), group.document.id, group.document.version]


def _named(group: Group) -> list[Cell]:
    info = group.document
    return [info.title, info.author, info.published, info.source, group.matched]
