"""A timeline as a table."""

from qa.doors.tables.table import Table, as_csv, as_xlsx
from qa.overview.events import Event
from qa.overview.timeline import Timeline

_HEAD = (
    "date", "until", "precision", "as_written", "relative_to", "year_from", "sentence", "title",
    "author", "published", "source", "page", "document_id", "version", "start", "end",
)  # fmt: skip


def dated_as(found: Timeline, format_: str) -> bytes:
    """Return a timeline as csv or xlsx: a row for each date; `until` is the end of a range."""
    table = Table("Timeline", _HEAD, [_row(event) for event in found.events])
    return as_xlsx([table]) if format_ == "xlsx" else as_csv(table).encode("utf-8-sig")


def _row(event: Event) -> list[str | int | float | None]:
    until = event.last if event.last != event.first else ""
    return [
        event.first, until, event.precision, event.written,
        event.published if event.relative else "", (event.year_from or "").replace("_", " "),
        event.quote, event.title, event.author, event.published, event.source,
        event.page_label or event.page, event.document_id, event.version, event.start, event.end,
    ]  # fmt: skip
