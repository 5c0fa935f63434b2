"""The routes of the logs of changes: that of a collection, and that of the service."""

from typing import Any

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from qa.service.change_log import change_records, service_records
from qa.web.current import collections, service
from qa.web.description import fails
from qa.web.schemas.changes import ChangesQuery, ChangesReply, ServiceChangesQuery

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
    return _page(records, query.most)


@changes.get(
    "/api/v1/service/changes",
    summary="List changes of the service",
    responses={200: ChangesReply},
    openapi_extensions=fails("filter_rejected"),
)
def list_service_changes(query: ServiceChangesQuery) -> Response:
    """Return who changed keys or whole collections and when, the newest change first.

    Logged are keys that are added or revoked, and collections that are created, renamed, removed,
    restored or erased. The last 100,000 changes are kept, also of collections that are gone.
    """
    config = collections().config
    return _page(service_records(config, query.wanted(), query.after, query.most), query.most)


def _page(records: list[dict[str, Any]], most: int) -> Response:
    more = len(records) == most
    return jsonify(changes=records, next=records[-1]["number"] if more else None)
