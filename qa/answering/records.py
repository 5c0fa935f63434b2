"""What is listed, as JSON takes it: the same on the command line and over HTTP."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from corpus import Document, Passage, Span, Table
from index import DocumentInfo, Job, Mark


def passage_record(passage: Passage) -> dict[str, Any]:
    """Return a passage of a known document as JSON takes it."""
    return {
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "page": passage.page,
        "page_label": passage.page_label,
        "recognized": passage.recognized,
        "heading": list(passage.heading),
    }


def info_record(info: DocumentInfo, place: str) -> dict[str, Any]:
    """Return what is listed of a document as JSON takes it, and where its file lies."""
    record = asdict(info)
    record["corrected"] = dict(record.pop("uncorrected"))
    return {**record, "place": place}


def document_record(info: DocumentInfo, document: Document, place: str) -> dict[str, Any]:
    """Return what is known of a document, with its outline and pages, as JSON takes it."""
    return {
        **info_record(info, place),
        "headings": [asdict(heading) for heading in document.headings],
        "pages": [asdict(page) for page in document.pages],
        "tables": [table_record(table) for table in document.tables],
    }


def table_record(table: Table) -> dict[str, Any]:
    """Return where a table and its cells stand, as JSON takes it: a cell as its start and end."""
    return {
        "start": table.start,
        "end": table.end,
        "heads": table.heads,
        "labels": table.labels,
        "caption": None if table.caption is None else Span._asdict(table.caption),
        "rows": table.rows,
    }


def job_record(job: Job) -> dict[str, Any]:
    """Return an upload as JSON takes it; it names its document once there is one."""
    ready = job.state == "ready"
    return {
        "id": job.id,
        "name": job.name,
        "size": job.size,
        "state": job.state,
        "status": job.code if ready else None,
        "document_id": job.document_id if ready else None,
        "tries": job.tries,
        "code": None if ready else job.code or None,
        "reason": job.reason or None,
        "replaced": replaced_record(job),
        "created": job.created,
        "changed": job.changed,
    }


def mark_record(mark: Mark, infos: Mapping[str, DocumentInfo]) -> dict[str, Any]:
    """Return a mark as JSON takes it; `infos` has its document, by id."""
    info = infos.get(mark.document_id)  # it may have been removed just now
    return {
        **asdict(mark),
        "title": info.title if info else "",
        "current": info is not None and info.version == mark.version,
    }


def replaced_record(job: Job) -> dict[str, str | None] | None:
    """Return what an upload replaces: a version of its document, or one that was not read yet."""
    if job.replaced is None:
        return None
    return {"id": job.document_id, "version": job.replaced or None}
