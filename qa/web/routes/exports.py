"""Answers as files to download."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Response
from flask.json import dumps
from flask_openapi3.blueprint import APIBlueprint

from index.errors import FilterRejected
from qa.answering.across import findings_across
from qa.answering.topic_search import Findings
from qa.doors.annotations import MEDIA_TYPE, saved_annotations
from qa.doors.batch.formats import written
from qa.doors.batch.results import checked
from qa.doors.batch.returned import results
from qa.doors.exports.formats import FORMATS
from qa.doors.exports.saved import saved_answers
from qa.doors.tables.dated import dated_as
from qa.doors.tables.found import found_across_as, found_as
from qa.doors.tables.table import MEDIA_TYPES
from qa.overview.timeline import timeline
from qa.web.current import service, visited
from qa.web.description import fails
from qa.web.routes.several import index_of, names_in, whereabouts
from qa.web.schemas import exports as bodies
from qa.web.schemas.requests import FindAcrossBody
from qa.web.schemas.timeline import DatesBody

exports = APIBlueprint("exports", __name__)

_ASKING = ("question_rejected", "filter_rejected", "nothing_within", "collection_empty")
_FILES = {
    "content": {
        form.media_type.partition(";")[0]: {
            "schema": {"type": "array" if form.media_type.endswith("json") else "string"}
        }
        for form in FORMATS.values()
    }
    | {MEDIA_TYPE: {"schema": {"type": "object"}}}
}
MOST_DATES = 100_000
"""Rows of a timeline that is written as a table; a guess: more than anybody reads, and all of them
are in memory meanwhile."""

_BATCH_MEDIA_TYPES = {**MEDIA_TYPES, "html": "text/html; charset=utf-8"}


def _written_in(media_types: Iterable[str]) -> dict[str, Any]:
    """Return the description of a reply that is a file of one of these types."""
    return {
        "content": {name.partition(";")[0]: {"schema": {"type": "string"}} for name in media_types}
    }


_TABLES = _written_in(MEDIA_TYPES.values())
_BATCHES = _written_in(_BATCH_MEDIA_TYPES.values())


@exports.post(
    "/api/v1/export",
    summary="Write an answer as a file",
    responses={200: _FILES},
    openapi_extensions=fails("record_rejected"),
)
def export(body: bodies.ExportBody, query: bodies.ExportQuery) -> Response:
    """Write an answer record, or a board of quotes, as a document, references or annotations.

    Each citation is checked first, as `POST /api/v1/verify` does. Words that do not stand in the
    documents any more are marked in the file. The media type of the reply is that of the format.
    """
    index = service().index
    answers = saved_answers([body.model_dump(exclude_unset=True)], index, index_of)
    if query.format == "jsonld":
        public_url = service().config.public_url
        found = saved_annotations(answers[0], index, public_url, whereabouts)
        return download(dumps(found).encode(), MEDIA_TYPE, "answer.jsonld")
    form = FORMATS[query.format]
    return download(form.write(answers), form.media_type, f"answer{form.suffix}")


@exports.post(
    "/api/v1/find/export",
    summary="Write all about a topic as a table",
    responses={200: _TABLES},
    openapi_extensions=fails(*_ASKING, embeds=True),
)
def export_found(body: FindAcrossBody, query: bodies.TableQuery) -> Response:
    """Find as `POST /api/v1/find` does, and return a table with a row for each passage.

    Each row has the count of its document; a workbook also lists the documents with none. Of
    several collections each row has the name of its own.
    """
    if body.collections:
        found, _ = findings_across(names_in(body), partial(_findings, body))
        return _table(found_across_as(dict(found), query.format), "passages", query.format)
    findings = service().answerer.find(body.topic, body.k, body.within.filter())
    return _table(found_as(findings, query.format), "passages", query.format)


@exports.post(
    "/api/v1/timeline/export",
    summary="Write dated sentences as a table",
    responses={200: _TABLES},
    openapi_extensions=fails(*_ASKING, embeds=True),
)
def export_dated(body: DatesBody, query: bodies.TableQuery) -> Response:
    """Return all dates that `POST /api/v1/timeline` lists as a table, with a row for each.

    There may be up to 100,000 of them.
    """
    serving = service()
    dates = timeline(serving.index, serving.answerer, replace(body.request(), most=MOST_DATES))
    if dates.total > MOST_DATES:
        raise FilterRejected(
            f"there are {dates.total:,} dates, and a table may have {MOST_DATES:,}: choose some of "
            "the documents, or a shorter time"
        )
    return _table(dated_as(dates, query.format), "timeline", query.format)


@exports.post(
    "/api/v1/batch/export",
    summary="Write the answers to many questions as a table",
    responses={200: _BATCHES},
    openapi_extensions=fails("record_rejected"),
)
def export_batch(body: bodies.BatchBody, query: bodies.BatchQuery) -> Response:
    """Write answers as `pincite batch` does: a row for each quote, or for each document.

    Ask each question with `POST /api/v1/ask`; `within` asks it of one document. Each citation is
    checked first, as `POST /api/v1/verify` does. Answers from documents that have been removed
    since are left out.
    """
    index = service().index
    answers = checked(results(body.questions, body.returned(), index), index)
    return _table(written(answers, body.questions, query.format), "answers", query.format)


def _findings(body: FindAcrossBody, name: str) -> Findings:
    return visited(name).answerer.find(body.topic, body.k, body.within.filter())


def _table(data: bytes, name: str, format_: str) -> Response:
    return download(data, _BATCH_MEDIA_TYPES[format_], f"{name}.{format_}")


def download(data: bytes, media_type: str, name: str) -> Response:
    """Return a file that the browser saves under a name of ours."""
    reply = Response(data, content_type=media_type)
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply
