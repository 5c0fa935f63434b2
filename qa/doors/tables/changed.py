"""The log of changes as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from qa.doors.tables.table import Table, as_csv, as_xlsx

_HEAD = ("number", "when", "who", "what", "document_id", "title", "subject", "details")


def changes_as(records: Sequence[Mapping[str, Any]], format_: str) -> bytes:
    """Return lines of the log as csv or xlsx, one a row."""
    rows = [[*(record[name] for name in _HEAD[:-1]), details_of(record)] for record in records]
    table = Table("Changes", _HEAD, rows)
    return as_xlsx([table]) if format_ == "xlsx" else as_csv(table).encode("utf-8-sig")


def details_of(record: Mapping[str, Any]) -> str:
    """Return what else a line says, in one."""
    return "; ".join(f"{name}: {value}" for name, value in record["details"].items())
