"""The routes for uploads: accepted at once, read in the background, to be watched."""

import hashlib
import re
from typing import Any, get_args

from flask import Response, jsonify, request
from flask_openapi3.blueprint import APIBlueprint

from corpus.naming import upload_source
from corpus.reading import require_bytes, require_size
from index import Job, Limits, every_document
from index.errors import NameTaken
from index.ledger.jobs import OnConflict
from qa.answering.records import info_record, job_record, replaced_record
from qa.web.current import here, service
from qa.web.description import fails
from qa.web.errors import STATUS, ApiError, reply
from qa.web.schemas import documents
from qa.web.schemas import requests as bodies
from qa.web.security.rights import counted_upload, holder, may, require_sender
from qa.web.sse import streamed
from qa.web.watching.author import index_to_change

Reply = Response | tuple[Response | str, int]

uploads = APIBlueprint("uploads", __name__)

_UPLOADING = (
    "unsupported_format", "empty_document", "undecodable", "damaged", "encrypted", "needs_ocr",
    "reader_stopped", "unreadable", "passage_too_long", "too_large", "queue_full",
    "quota_reached", "removed", "replaced", "crashed", "name_taken",
)  # fmt: skip
_MAY_NOT_REPLACE = (
    "There is already a document of this name, and your key may not replace it. Send "
    "on_conflict=keep, or take another name."
)
_MOST_WAIT = 60  # seconds; a guess: many a proxy gives up after 60
_CONFLICTS: tuple[OnConflict, ...] = get_args(OnConflict)
_CONFLICT = re.compile(r"(?:^|[,;\s])on_conflict=([^,;\s]*)")
_PREFERRED = re.compile(r"(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])")


@uploads.get("/api/v1/documents", summary="List documents", responses={200: documents.ListReply})
def list_documents(query: bodies.ListQuery) -> Reply:
    """Return what is known of every document, or of those with one version, by title."""
    with service().index.reader() as reader:
        infos = (
            reader.by_version([query.version]) if query.version else list(every_document(reader))
        )
        places = reader.file_paths({info.id for info in infos})
    return jsonify(documents=[info_record(info, places.get(info.id, "")) for info in infos])


@uploads.post(
    "/api/v1/documents",
    summary="Upload a document",
    responses={
        200: documents.UploadReply,
        201: documents.UploadReply,
        202: documents.UploadReply,
        409: documents.TakenReply,
    },
    openapi_extensions=fails(*_UPLOADING, stores=True),
)
def upload_document(form: bodies.UploadForm, query: bodies.UploadQuery) -> Reply:
    """Take in a document, or a new version of the one that was uploaded by this name.

    It is safe on disk when the reply comes, 202, with a job that tells when it was read; or
    wait for that with `?wait=SECONDS`: 201 when it is new, 200 when it is not, and the
    error if it cannot be read. The same bytes twice are one document. A mailbox, a ZIP archive or
    an e-mail with attachments becomes several: `document` is the first, `documents` are all.

    A document of the same name is replaced, and `replaced` names the version that was there.
    With `?on_conflict=keep` both are kept, the new one under a name like `report (2).pdf`; with
    `?on_conflict=refuse` the reply is 409, and its error names the document that exists. A key that
    may add documents and not manage them replaces none: it gets 409 instead.
    """
    if len(request.files.getlist("file")) != 1:
        raise ApiError("invalid_field", "file: Send one document, with its file name.")
    sent = form.file.headers.get("Content-Disposition", "")
    on_conflict = _allowed(_preferred_conflict() or query.on_conflict)
    source = upload_source(form.file.filename or "", sent)
    data = form.file.stream.read()
    require_bytes(len(data))
    require_size(len(data))
    config = service().config
    limits = Limits(waiting=config.queue, documents=config.documents)
    digest = hashlib.sha256(data).hexdigest()
    try:
        with counted_upload(len(data)):
            taken = index_to_change().jobs.submit(
                source, data, digest, limits, on_conflict, query.language or ""
            )
    except NameTaken as exc:
        return _taken(exc)
    if not isinstance(taken, Job):
        return jsonify(status="unchanged", **_documents(taken.id), job=None, replaced=None)
    service().worker.wake()
    job = _waited(taken, max(query.wait, _preferred_wait()))
    if job.state == "failed" and job.code and job.created == taken.created:
        index_to_change().jobs.dismiss(job.id)  # its sender gets the reason, so nothing is stored
    return _answered(job)


def _allowed(wanted: OnConflict) -> OnConflict:
    """Return what becomes of an upload whose name exists; who may only add replaces nothing."""
    return "refuse" if wanted == "replace" and not may("manage") else wanted


def _taken(exc: NameTaken) -> Response:
    """Refuse an upload whose name exists, and name the document that has it."""
    existing = {"id": exc.document_id, "version": exc.version, "name": exc.name}
    message = exc.message if may("manage") else _MAY_NOT_REPLACE
    return reply(STATUS[exc.code], exc.code, message, existing=existing)


def _waited(job: Job, seconds: int) -> Job:
    """Wait for a job, if a thread can be spared for that."""
    place = service().streams.take(holder()) if seconds else None
    if place is None:
        return job
    try:
        done = service().worker.wait_for(
            job.id, min(seconds, _MOST_WAIT), lambda: place.is_taken_away
        )
    finally:
        place.give_back()
    if done is None:
        raise ApiError("removed", "The upload was cancelled before it was read.")
    return done


def _answered(job: Job) -> Reply:
    """Reply with what has become of an upload."""
    if job.state == "failed" and job.code:
        raise ApiError(job.code, job.reason)
    if job.state == "deleted":
        raise ApiError(job.code, f"{job.reason[:1].upper()}{job.reason[1:]}.")
    if job.open:
        accepted = jsonify(
            status=job.state,
            document=None,
            documents=[],
            job=job_record(job),
            replaced=replaced_record(job),
        )
        accepted.headers["Location"] = here(f"/api/v1/jobs/{job.id}")
        return accepted, 202
    found = _documents(job.document_id)
    if not found["documents"]:
        raise ApiError("removed", "The document was removed as soon as it was ready.")
    done = jsonify(status=job.code, **found, job=job_record(job), replaced=replaced_record(job))
    return done, 201 if job.code == "added" else 200


def _documents(document_id: str) -> dict[str, Any]:
    """Return the document that came of an upload, and all that came of it, the first one first."""
    with service().index.reader() as reader:
        infos = reader.in_file(document_id)
        places = reader.file_paths({info.id for info in infos})
    records = [info_record(info, places.get(info.id, "")) for info in infos]
    own = next((record for record in records if record["id"] == document_id), None)
    return {"document": own, "documents": records}


@uploads.get(
    "/api/v1/jobs",
    summary="List uploads",
    responses={200: documents.JobsReply},
    openapi_extensions=fails(stream=True),
)
def list_jobs() -> Reply:
    """Return what became of each upload, the newest first.

    A client that accepts `text/event-stream` gets a `job` event for each, then for each change.
    """
    if request.accept_mimetypes.best == "text/event-stream":
        return _stream(None)
    return jsonify(jobs=[job_record(job) for job in service().index.jobs.all()])


@uploads.get(
    "/api/v1/jobs/<job_id>",
    summary="Watch an upload",
    responses={200: documents.JobReply},
    openapi_extensions=fails("unknown_job", stream=True),
)
def describe_job(path: bodies.JobPath) -> Reply:
    """Return what became of an upload.

    A client that accepts `text/event-stream` gets a `job` event now and at each change,
    until it is read or has failed.
    """
    job = _known(path.job_id)
    if request.accept_mimetypes.best == "text/event-stream":
        return _stream(job.id)
    return jsonify(job_record(job))


@uploads.post(
    "/api/v1/jobs/<job_id>/retry",
    summary="Try an upload again",
    responses={202: documents.JobReply},
    openapi_extensions=fails("unknown_job", "not_failed", stores=True),
)
def retry_job(path: bodies.JobPath) -> Reply:
    """Let an upload that failed be read again; its bytes were kept."""
    if _known(path.job_id).state != "failed":
        raise ApiError("not_failed", "Only an upload that failed can be tried again.")
    job = index_to_change().jobs.retry(path.job_id)
    if job is None:
        raise _unknown()
    service().worker.wake()
    return jsonify(job_record(job)), 202


@uploads.delete(
    "/api/v1/jobs/<job_id>",
    summary="Dismiss an upload",
    responses={204: None},
    openapi_extensions=fails("unknown_job", stores=True),
)
def dismiss_job(path: bodies.JobPath) -> Reply:
    """Forget an upload; one that is not read yet is cancelled. A ready document stays.

    A key that may add documents and not manage them dismisses only what it sent, and what is ready.
    """
    if _known(path.job_id).state != "ready":
        require_sender(service().index.jobs.sender(path.job_id))
    if not index_to_change().jobs.dismiss(path.job_id):
        raise _unknown()
    service().worker.wake()
    return "", 204


def _preferred_conflict() -> OnConflict | None:
    match = _CONFLICT.search(request.headers.get("Prefer", ""))
    if match is None:
        return None
    for known in _CONFLICTS:
        if match[1] == known:
            return known
    raise ApiError("invalid_field", "Prefer: on_conflict is replace, keep or refuse.")


def _preferred_wait() -> int:
    match = _PREFERRED.search(request.headers.get("Prefer", ""))
    return int(match[1]) if match else 0


def _known(job_id: str) -> Job:
    job = service().index.jobs.get(job_id)
    if job is None:
        raise _unknown()
    return job


def _unknown() -> ApiError:
    return ApiError("unknown_job", "There is no job with this id: GET /api/v1/jobs lists them.")


def _stream(job_id: str | None) -> Response:
    """Stream jobs as they change: one, until it is done, or all of them."""
    jobs, worker = service().index.jobs, service().worker
    place = service().streams.take(holder())
    if place is None:
        raise ApiError("busy", "Too many open streams. Poll the job instead.")

    def look() -> list[Job]:
        if place.is_taken_away:
            raise ApiError(
                "busy", "Others wait, and you have the most streams. Poll the job instead."
            )
        if job_id is None:
            return jobs.all()
        job = jobs.get(job_id)
        return [] if job is None else [job]

    watched = worker.watch(look, for_ever=job_id is None)
    stream = streamed(None if job is None else ("job", job_record(job)) for job in watched)
    # Not the generator gives the place back: to HEAD, or to who left at once, it never starts.
    stream.call_on_close(place.give_back)
    return stream
