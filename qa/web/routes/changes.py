"""The route of the log of changes."""

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from qa.service.change_log import change_records
from qa.web.current import service
from qa.web.description import fails
from qa.web.schemas.changes import ChangesQuery, ChangesReply

changes = APIBlueprint("changes", __name__)


@changes.get(
    "/api/v1/changes",
    summary="List changes",
    responses={200: ChangesReply},
    openapi_extensions=fails("filter_rejected"),
)
def list_changes(query: ChangesQuery) -> Response:
    """Return who changed what in the collection and when, the newest change first.

    Changes of documents, uploads, marks, alerts and of the collection itself are logged as they
    are made; the last 100,000 are kept. Of a removed document the id is left, and nothing else.
    """
    with service().index.reader() as reader:
        records = change_records(reader, query.wanted(), query.after, query.most)
    more = len(records) == query.most
    return jsonify(changes=records, next=records[-1]["number"] if more else None)
