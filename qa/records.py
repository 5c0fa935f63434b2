"""What is found and listed, as JSON takes it: the same on the command line and over HTTP."""

from dataclasses import asdict
from typing import Any

from corpus import Document
from index import DocumentInfo, Hit, Job


def hit_record(hit: Hit) -> dict[str, Any]:
    """Return a hit as JSON takes it."""
    passage, document = hit.passage, hit.document
    return {
        "document_id": document.id,
        "version": document.version,
        "title": document.title,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "page": passage.page,
        "heading": list(passage.heading),
        "score": round(hit.score, 6),
        "dense_rank": hit.dense_rank,
        "lexical_rank": hit.lexical_rank,
    }


def info_record(info: DocumentInfo) -> dict[str, Any]:
    """Return what is listed of a document as JSON takes it."""
    return asdict(info)


def document_record(info: DocumentInfo, document: Document) -> dict[str, Any]:
    """Return what is known of a document, with its outline and pages, as JSON takes it."""
    return {
        **info_record(info),
        "headings": [asdict(heading) for heading in document.headings],
        "pages": [asdict(page) for page in document.pages],
    }


def job_record(job: Job) -> dict[str, Any]:
    """Return an upload as JSON takes it; its document is told once there is one."""
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
        "created": job.created,
        "changed": job.changed,
    }
