"""The routes by which the page learns what its key may do, and stays signed in."""

from flask import Response, jsonify, request
from flask_openapi3.blueprint import APIBlueprint

from qa.web.description import fails
from qa.web.schemas.sessions import SessionReply
from qa.web.security import rights
from qa.web.security.sessions import drop_cookies, page_token, set_cookie

sessions = APIBlueprint("sessions", __name__)

_ADDRESS = "/api/v1/session"


@sessions.get(_ADDRESS, summary="See what your key may do", responses={200: SessionReply})
def show_session() -> Response:
    """Return what the key of the request allows, or that of the session of its cookie."""
    return jsonify(_session().model_dump())


@sessions.post(
    _ADDRESS,
    summary="Stay signed in",
    responses={200: SessionReply},
    openapi_extensions=fails(stores=True),
)
def sign_in() -> Response:
    """Have the browser stay signed in with the key of the request, by a cookie.

    The session lasts 30 days, or as long as its key. Programs need none: they send their key. Where
    no key is needed, nothing is kept.
    """
    begun = rights.begin_session()
    said = _session()
    if begun is None:
        return jsonify(said.model_dump())
    token, seconds = begun
    said = said.model_copy(update={"kept": True, "token": page_token(token)})
    reply = jsonify(said.model_dump())
    set_cookie(reply, token, seconds, request.script_root, secure=rights.is_by_tls())
    return reply


@sessions.delete(
    _ADDRESS, summary="Sign out", responses={204: None}, openapi_extensions=fails(stores=True)
)
def sign_out() -> tuple[Response, int]:
    """End the session of the cookie that comes with the request, if there is one."""
    rights.end_session()
    reply = Response()
    drop_cookies(reply, request.script_root)
    return reply, 204


def _session() -> SessionReply:
    grant, token = rights.who()
    if grant is None:
        return SessionReply(locked=rights.is_locked())
    names = None if grant.collections is None else sorted(grant.collections)
    return SessionReply(
        locked=rights.is_locked(),
        name=grant.name,
        may=grant.power,
        collections=names,
        reads=rights.may("read"),
        kept=bool(token),
        token=page_token(token) if token else "",
    )
