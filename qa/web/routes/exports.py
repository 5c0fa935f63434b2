"""Answers as files to download."""

from flask import Response
from flask.json import dumps
from flask_openapi3.blueprint import APIBlueprint

from qa.doors.annotations import MEDIA_TYPE, saved_annotations
from qa.doors.exports.formats import FORMATS
from qa.doors.exports.saved import saved_answers
from qa.doors.tables.found import MEDIA_TYPES, found_as
from qa.web.current import service
from qa.web.description import fails
from qa.web.schemas import exports as bodies
from qa.web.schemas.requests import FindBody

exports = APIBlueprint("exports", __name__)

_FILES = {
    "content": {
        form.media_type.partition(";")[0]: {
            "schema": {"type": "array" if form.media_type.endswith("json") else "string"}
        }
        for form in FORMATS.values()
    }
    | {MEDIA_TYPE: {"schema": {"type": "object"}}}
}
_TABLES = {
    "content": {
        name.partition(";")[0]: {"schema": {"type": "string"}} for name in MEDIA_TYPES.values()
    }
}


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
    answers = saved_answers([body.model_dump(exclude_unset=True)], index)
    if query.format == "jsonld":
        found = saved_annotations(answers[0], index, service().config.public_url)
        return download(dumps(found).encode(), MEDIA_TYPE, "answer.jsonld")
    form = FORMATS[query.format]
    return download(form.write(answers), form.media_type, f"answer{form.suffix}")


@exports.post(
    "/api/v1/find/export",
    summary="Write all about a topic as a table",
    responses={200: _TABLES},
    openapi_extensions=fails(
        "question_rejected", "filter_rejected", "nothing_within", "collection_empty", embeds=True
    ),
)
def export_found(body: FindBody, query: bodies.TableQuery) -> Response:
    """Find as `POST /api/v1/find` does, and return a table with a row for each passage.

    Each row has the count of its document; a workbook also lists the documents with none.
    """
    findings = service().answerer.find(body.topic, body.k, body.within.filter())
    media_type = MEDIA_TYPES[query.format]
    return download(found_as(findings, query.format), media_type, f"passages.{query.format}")


def download(data: bytes, media_type: str, name: str) -> Response:
    """Return a file that the browser saves under a name of ours."""
    reply = Response(data, content_type=media_type)
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply
