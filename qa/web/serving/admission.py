"""Decides by the head of a request which threads answer it, and whether its body is received."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Flask
from werkzeug.exceptions import HTTPException

from index.errors import IndexFault
from qa.config import Config
from qa.errors import KeysUnusable, LimitReached
from qa.service.addresses import split_address
from qa.service.collections import Collections
from qa.service.keys import Grant
from qa.web.routes.answers import WITH_BODY, WITH_FILE, most_json
from qa.web.security.access import Access
from qa.web.security.proxy import Proxies
from qa.web.security.rights import may_send, sent_in
from qa.web.security.sessions import Header
from qa.web.serving.parser import Admit, Admitted
from qa.web.serving.waitress_errors import LimitUsedUp

LANES = {
    "api.healthz": "alive",
    "api.readyz": "ready",
    "api.ask": "questions",
    "api.search": "questions",
    "api.find": "questions",
    "api.verify_record": "questions",
    "exports.export_found": "questions",
    "exports.export_dated": "questions",
    "timelines.dated": "questions",
    "timelines.dated_about": "questions",
    "mcp.message": "questions",
    "openai.chat_completions": "questions",
    "openai.create_response": "questions",
    "anthropic.create_message": "questions",
    "anthropic.search_results": "questions",
}
_UPLOAD = "uploads.upload_document"
_FORM = 100_000
"""What a form has besides its document: boundaries, and the headers of its parts; a guess: they
have some hundred bytes."""


def admission(app: Flask, config: Config) -> Admit:
    """Return what decides for an application.

    Only a route that takes a body gets one, of its size, and only from a key that may. All
    else goes on to the application without a body, so that it says itself what is wrong.
    """
    routes = app.url_map.bind("")
    access: Access = app.extensions[Access.__name__]
    collections: Collections = app.extensions[Collections.__name__]
    proxies: Proxies = app.extensions[Proxies.__name__]
    largest_upload = config.upload_mb * 1_000_000 + _FORM

    def admit(method: str, path: str, headers: Mapping[str, str], peer: str) -> Admitted:
        arrival = proxies.arrival(peer, headers)
        refused = Admitted(client=arrival.address)
        decoded = path.encode("latin-1", "replace").decode("utf-8", "replace")
        found = proxies.inside("/" + decoded.lstrip("/"), arrival.removed)
        if found is None:
            return refused
        collection, of_one = split_address(found[1])
        try:
            endpoint, _ = routes.match(of_one, method)
        except HTTPException:  # there is no such route, or it does not take that method
            return refused
        lane = LANES.get(endpoint, "other")
        if method not in WITH_BODY:
            return Admitted(lane, client=arrival.address)
        sent = sent_in(method, endpoint, header_of(headers), access.by_tls, arrival.user)
        grant = access.grant_of(sent, arrival.address)
        if grant is None or not (
            may_send(grant, endpoint, collection, collections.default_name)
            or may_send(grant, endpoint, collection, collections.follow())
        ):
            return refused  # and takes no place of one who may ask
        limit = largest_upload if endpoint in WITH_FILE else most_json(endpoint)
        admitted = Admitted(lane, limit, arrival.address)
        return _with_room(admitted, access, grant) if endpoint == _UPLOAD else admitted

    return admit


def _with_room(admitted: Admitted, access: Access, grant: Grant) -> Admitted:
    """Take no more of an upload than its key may still send today.

    What is let through is counted when it is there, to the byte; a key that cannot be looked up is
    left to the route.
    """
    admitted = replace(admitted, largest=admitted.body_limit)
    try:
        room = access.upload_room(grant)
    except LimitReached as exc:
        return replace(admitted, refusal=LimitUsedUp(exc))
    except (KeysUnusable, IndexFault):
        return admitted
    if room is None or room.size + _FORM >= admitted.body_limit:
        return admitted
    return replace(admitted, body_limit=room.size + _FORM, too_large=LimitUsedUp(room.refusal))


def header_of(headers: Mapping[str, str]) -> Header:
    """Return what gives a header by its name out of those that waitress has read."""
    return lambda name: headers.get(name.upper().replace("-", "_"), "")
