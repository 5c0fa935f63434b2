"""Everything about a topic as tables: the passages, and how many each document has."""

from collections.abc import Callable, Iterator, Mapping, Sequence

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
    return _tables({"": findings}, (), format_)


def found_across_as(findings: Mapping[str, Findings], format_: str) -> bytes:
    """Return the findings of several collections, by name, as `found_as` does those of one.

    Each row has its collection first.
    """
    return _tables(findings, ("collection",), format_)


def _tables(findings: Mapping[str, Findings], first: Sequence[str], format_: str) -> bytes:
    """Return the tables; `first` names the column before the others that has the collection."""
    passages = _rows(findings, first, _passage_rows)
    documents = _rows(findings, first, _document_rows)
    found = Table("Passages", (*first, *_PASSAGES), passages)
    if format_ == "xlsx":
        return as_xlsx([found, Table("Documents", (*first, *_DOCUMENTS), documents)])
    return as_csv(found).encode("utf-8-sig")


def _rows(
    findings: Mapping[str, Findings],
    first: Sequence[str],
    rows_of: Callable[[Findings], Iterator[list[Cell]]],
) -> list[list[Cell]]:
    return [[*[name][: len(first)], *row] for name, one in findings.items() for row in rows_of(one)]


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
