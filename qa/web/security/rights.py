"""What a request needs, and whether its key may do that.

Everything is here that decides: what a route does not say of itself, it cannot forget. An endpoint
that is not listed is the administrator's alone.
"""

from flask import current_app, g, request

from index import Alert
from index.errors import IndexFault
from qa.errors import KeysUnusable, UnknownCollection
from qa.service.keys import ADMINISTRATOR, Grant, Power, Right
from qa.web.current import service
from qa.web.errors import ApiError
from qa.web.security import cors, proxy
from qa.web.security.access import BY_FEED_KEY, OPEN, Access, sent_key

NEEDED: dict[Right, frozenset[str]] = {
    "read": frozenset(
        {
            "alerts.list_alerts",
            "alerts.read_feed",
            "alerts.show_alert",
            "anthropic.create_message",
            "anthropic.search_results",
            "api.ask",
            "api.find",
            "api.search",
            "api.verify_record",
            "checks.check",
            "checks.check_file",
            "checks.export_check",
            "collection.draw_map",
            "collection.passages",
            "collection.suggest_next",
            "collection.suggestions",
            "documents.cite_excerpt",
            "documents.describe_document",
            "documents.document_gist",
            "documents.document_text",
            "exports.export",
            "exports.export_batch",
            "exports.export_dated",
            "exports.export_found",
            "folders.folder_progress",
            "marks.list_marks",
            "mcp.message",
            "openai.chat_completions",
            "openai.create_response",
            "openai.list_models",
            "openai.show_model",
            "page_images.page_image",
            "timelines.dated",
            "timelines.dated_about",
            "uploads.describe_job",
            "uploads.list_documents",
            "uploads.list_jobs",
        }
    ),
    # What brings something in, and takes back what one has brought in oneself. Nothing that others
    # have brought in is lost by it: see `uploads.upload_document`.
    "add": frozenset(
        {
            "alerts.add_alert",
            "alerts.remove_alert",
            "folders.look_again",
            "marks.mark_answer",
            "marks.remove_mark",
            "uploads.dismiss_job",
            "uploads.retry_job",
            "uploads.upload_document",
        }
    ),
    "manage": frozenset(
        # A framed link goes on when the key of who made it is revoked.
        {"documents.correct_document", "documents.remove_document", "framed.make_framed"}
    ),
}
"""What each endpoint needs in the collection of its request."""

_NOBODY = Grant("", "nobody", "read", frozenset())
_RIGHT_FOR: dict[str, Power] = {
    endpoint: right for right, endpoints in NEEDED.items() for endpoint in endpoints
}
_MEANS: dict[Power, str] = {
    "read": "read",
    "add": "add documents",
    "manage": "edit or remove documents",
    "administer": "administer",
}


def right_for(endpoint: str | None) -> Power:
    """Return what an endpoint needs that is not open."""
    return _RIGHT_FOR.get(endpoint or "", "administer")


def let_in() -> None:
    """Let a request through whose key may do what it asks for; note in `g.grant` what it may.

    Raises:
        ApiError: If it has no valid key, or one that may not.
        UnknownCollection: If its key may not read the collection. Whether there is such a
            collection has not been looked up then, so neither the reply nor its time can tell.
        KeysUnusable: If the keys cannot be read.
    """
    endpoint = request.endpoint
    if endpoint in OPEN:
        g.grant = _NOBODY if is_locked() else ADMINISTRATOR
    elif endpoint == BY_FEED_KEY and "key" in request.args:
        g.grant = _access().require_feed_key(
            _feed_key, request.args["key"], request.remote_addr or "", _collection(), _alert_id()
        )
    else:
        g.grant = _access().grant_of_user(_user()) or _access().grant(
            endpoint, _sent_key(), request.remote_addr or ""
        )
        if endpoint is not None:  # otherwise it leads nowhere, and says so
            _require(right_for(endpoint))


def require_still() -> None:
    """Let a reply go on that is being sent, as long as the key of its request is valid.

    Raises:
        ApiError: If it is not any more.
    """
    grant = _access().grant_of_user(_user()) or _access().grant_of(_sent_key())
    if grant is None or not grant.may(right_for(request.endpoint), _collection()):
        raise ApiError("key_needed", "Your key was revoked or has expired.")


def may(power: Power) -> bool:
    """Tell whether the key of this request may do more in its collection than it needs here."""
    grant: Grant = g.grant
    return grant.may(power, _collection())


def may_call() -> bool:
    """Tell whether a request that needs no key has one for its collection, or none is needed.

    A wrong one counts here too, or keys could be guessed at an open address.
    """
    try:
        grant = _access().grant_of_user(_user()) or _access().grant(
            request.endpoint, _sent_key(), request.remote_addr or ""
        )
    except (ApiError, KeysUnusable, IndexFault):
        return False
    return grant.may("read", _collection())


def is_locked() -> bool:
    """Tell whether a key is needed here."""
    return _access().is_locked()


def feed_key(alert: Alert) -> str:
    """Return the key that the feed of an alert has for whoever sent this request."""
    return _access().feed_key(g.grant, _collection(), alert.id, alert.feed_key)


def _require(power: Power) -> None:
    grant: Grant = g.grant
    if not grant.may("read", _collection()):
        raise UnknownCollection("the key of a request may not read the collection that it names")
    if grant.may(power, _collection()):
        return
    if power == "administer":
        raise ApiError("not_allowed", "Only the administrator may do this.")
    raise ApiError(
        "not_allowed",
        f"Your key may only {_MEANS[grant.power]} here. Ask the administrator for one that may "
        f"{_MEANS[power]}.",
    )


def _access() -> Access:
    found: Access = current_app.extensions[Access.__name__]
    return found


def _collection() -> str:
    """Return the name of the collection that this request is of, whether there is one or not."""
    return service().config.collection


def _alert_id() -> str:
    return str((request.view_args or {}).get("alert_id", ""))


def _feed_key() -> str:
    """Return the key of the feed that is requested, or "" if there is none."""
    with service().index.reader() as reader:
        alert = reader.alert(_alert_id())
    return "" if alert is None else alert.feed_key


def _user() -> str:
    """Return the user whom a trusted proxy has let in, and who counts for this request.

    A key that the request carries counts instead; and who the proxy's cookie makes a user of, the
    page of another site must not act as.
    """
    return "" if _sent_key() or cors.is_foreign() else proxy.user()


def _sent_key() -> str:
    named = (request.headers.get(name, "") for name in ("Authorization", "X-Api-Key"))
    return sent_key(request.endpoint, *named)
