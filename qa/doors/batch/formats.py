"""The formats that the answers of a batch can be written in."""

from collections.abc import Sequence

from qa.doors.batch.page import as_html
from qa.doors.batch.results import Answered, as_json, documents_table, quotes_table
from qa.doors.tables.table import Table, as_csv, as_xlsx


def written(answered: Sequence[Answered], questions: Sequence[str], format_: str) -> bytes:
    """Return answers as csv, xlsx, html or json; CSV has a mark by which Excel knows UTF-8."""
    if format_ == "xlsx":
        return as_xlsx(_tables(answered, questions))
    if format_ == "html":
        return as_html(answered, questions).encode()
    if format_ == "json":
        return as_json(answered).encode(errors="replace")
    return as_csv(_tables(answered, questions)[0]).encode("utf-8-sig")


def _tables(answered: Sequence[Answered], questions: Sequence[str]) -> list[Table]:
    """Return the tables, the one that people want first: of documents, where each was asked."""
    quotes = quotes_table(answered)
    if all(a.document is None for a in answered):
        return [quotes]
    return [documents_table(answered, questions), quotes]
