"""What a request needs, and whether its key may do that.

Everything is here that decides: what a route does not say of itself, it cannot forget. An endpoint
that is not listed is the administrator's alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, current_app, g, request

from index import Alert
from index.errors import IndexFault
from qa.errors import KeysUnusable, LimitReached, UnknownCollection
from qa.service.keys import ADMINISTRATOR, Grant, Power
from qa.web.current import collection_name, collections, is_named, require_collection
from qa.web.errors import ApiError
from qa.web.security import cors, proxy
from qa.web.security.access import BY_FEED_KEY, OPEN, Access, Sent, sent_key
from qa.web.security.left import left_headers, wait_for
from qa.web.security.sessions import Header, token_in

NEEDED: dict[Power, frozenset[str]] = {
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
        {
            "changes.list_changes",
            "documents.correct_document",
            "documents.remove_document",
            "framed.make_framed",
            "framed.revoke_framed",
        }
    ),
}
"""What each endpoint needs in the collection of its request."""

ANYWHERE = frozenset(
    {"collections.list_collections", "collections.show_collection", "sessions.sign_in"}
)
"""The endpoints that need a valid key, and are of no one collection: those of collections ask
`qa.service.collections`, which shows each key its own."""

ADMINISTRATORS = frozenset(
    {
        "changes.list_service_changes", "collections.create_collection",
        "collections.erase_collection", "collections.list_bin", "collections.remove_collection",
        "collections.rename_collection", "collections.restore_collection", "metrics.show",
    }
)  # fmt: skip
"""The endpoints of the whole service, which are the administrator's; so is whatever is not listed
anywhere."""

NAMED_IN_BODY = frozenset(
    {
        "anthropic.create_message", "api.ask", "api.find", "api.search", "exports.export_found",
        "mcp.message", "openai.chat_completions", "openai.create_response", "openai.list_models",
        "openai.show_model",
    }
)  # fmt: skip
"""The endpoints that are of the collections of their `model` or `collections` where the address
names none. They ask `qa.web.current` for each, which lets nobody have one that the key may not
read, the default one included."""

QUESTIONS = frozenset(
    {
        "anthropic.create_message", "anthropic.search_results", "api.ask", "api.find", "api.search",
        "checks.check", "checks.check_file", "exports.export_dated", "exports.export_found",
        "openai.chat_completions", "openai.create_response", "timelines.dated_about",
    }
)  # fmt: skip
"""The endpoints that count as a question each; `mcp.message` counts the tools that it calls. What
the page asks for by itself does not count."""

_NOBODY = Grant("", "nobody", "read", frozenset())
_RIGHT_FOR: dict[str, Power] = {
    endpoint: right for right, endpoints in NEEDED.items() for endpoint in endpoints
}
_MEANS: dict[Power, str] = {
    "read": "read",
    "add": "add documents",
    "manage": "edit or remove documents, or read the log",
    "administer": "administer",
}


def right_for(endpoint: str | None) -> Power:
    """Return what an endpoint needs that is not open."""
    return _RIGHT_FOR.get(endpoint or "", "administer")


def may_send(grant: Grant, endpoint: str | None, collection: str, default: str) -> bool:
    """Tell by the head of a request whether its body is worth receiving; `let_in` decides then.

    `collection` is what its address names, "" for none.
    """
    named_in_body = endpoint in NAMED_IN_BODY and not collection
    return named_in_body or grant.may(right_for(endpoint), collection or default)


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
            _feed_key,
            request.args["key"],
            request.remote_addr or "",
            collection_name(),
            _alert_id(),
        )
    else:
        g.grant = _access().grant(endpoint, _sent(), request.remote_addr or "")
        if endpoint is not None and not _asks_itself(endpoint):  # what leads nowhere says so
            _require(right_for(endpoint))
        if endpoint in QUESTIONS:
            count_question()


def _asks_itself(endpoint: str) -> bool:
    return endpoint in ANYWHERE or (endpoint in NAMED_IN_BODY and not is_named())


def count_question() -> None:
    """Count what is asked as a question of the key of this request.

    Raises:
        ApiError: If it is one too many.
    """
    with _limited():
        g.left = _access().count_question(g.grant)


def require_sender(sender: str) -> None:
    """Let the key of a request pass that sent something, or may manage what others sent.

    Raises:
        ApiError: If it did not, and may not.
    """
    if g.grant.name != sender and not may("manage"):
        raise ApiError(
            "not_allowed",
            "Somebody else sent this. Ask the administrator for a key that may edit or remove "
            "documents.",
        )


@contextmanager
def counted_upload(size: int) -> Iterator[None]:
    """Count an upload of so many bytes; not if what is done with it fails.

    Raises:
        ApiError: If it is more than the key of this request may upload today.
        KeysUnusable: If it cannot be written down; `index.errors` has the usual reasons.
    """
    with _limited():
        g.left = _access().count_upload(g.grant, size)
    try:
        yield
    except BaseException:
        _access().give_back_upload(g.grant, size)
        raise


def show_left(response: Response) -> None:
    """Say in headers what is left of the limits that this request counted against."""
    response.headers.update(left_headers(g.get("left", [])))


@contextmanager
def _limited() -> Iterator[None]:
    try:
        yield
    except LimitReached as exc:
        g.left = list(exc.left)
        raise ApiError(exc.code, exc.message, retry_after=wait_for(exc.left)) from exc


def require_still() -> None:
    """Let a reply go on that is being sent, as long as the key of its request is valid.

    Raises:
        ApiError: If it is not any more.
    """
    grant = _access().grant_of(_sent(), request.remote_addr or "")
    if grant is None or not grant.may(right_for(request.endpoint), collection_name()):
        raise ApiError("key_needed", "Your key was revoked or has expired.")


def may(power: Power) -> bool:
    """Tell whether the key of this request may do more in its collection than it needs here."""
    grant: Grant = g.grant
    return grant.may(power, collection_name())


def holder() -> str:
    """Return as whose a place counts that this request takes for long: its key's.

    Of what needs no key, or has the administrator's, it counts as its address's.
    """
    grant: Grant = g.grant
    return grant.key_id or request.remote_addr or ""


def may_call() -> bool:
    """Tell whether a request that needs no key has one for its collection, or none is needed."""
    grant, _ = who()
    return grant is not None and grant.may("read", collection_name())


def who() -> tuple[Grant | None, str]:
    """Return what a request that needs no key may do, and the token of its session.

    What it may is noted in `g.grant`. A wrong key counts here too, or keys could be guessed at an
    open address.
    """
    sent = _sent()
    try:
        grant = _access().grant(request.endpoint, sent, request.remote_addr or "")
    except (ApiError, KeysUnusable, IndexFault):
        return None, ""
    g.grant = grant
    return grant, "" if sent.authorization or not is_locked() else sent.session


def begin_session() -> tuple[str, int] | None:
    """Begin a session with the key of this request; return its token and how long it lasts.

    None comes where no key is needed.

    Raises:
        ApiError: If the request is itself of a session.
        KeysUnusable: If it cannot be stored; `index.errors` has the usual reasons.
    """
    sent = _sent()
    if not sent.authorization and is_locked():
        raise ApiError("key_needed", "Send a valid key as `Authorization: Bearer KEY`.")
    return _access().begin_session(sent.authorization)


def end_session() -> None:
    """End the session of this request, if it is of one.

    Raises:
        KeysUnusable: If that cannot be stored; `index.errors` has the usual reasons.
    """
    token = _sent().session
    if token:
        _access().end_session(token)


def is_by_tls() -> bool:
    """Tell whether the browser that sent this request came by TLS, as far as it or a proxy says."""
    return request.is_secure or request.headers.get("Origin", "").startswith("https://")


def is_locked() -> bool:
    """Tell whether a key is needed here."""
    return _access().is_locked()


def feed_key(alert: Alert) -> str:
    """Return the key that the feed of an alert has for whoever sent this request."""
    return _access().feed_key(g.grant, collection_name(), alert.id, alert.feed_key)


def _require(power: Power) -> None:
    grant: Grant = g.grant
    if power == "administer":
        if grant.power != "administer":
            raise ApiError("not_allowed", "Only the administrator may do this.")
        return
    if not grant.may("read", collection_name()):
        if not is_named():
            require_collection()  # which says that it is the default one
        raise UnknownCollection("the key of a request may not read the collection that it names")
    if not grant.may(power, collection_name()):
        raise ApiError(
            "not_allowed",
            f"Your key may only {_MEANS[grant.power]} here. Ask the administrator for one that may "
            f"{_MEANS[power]}.",
        )
    require_collection()


def _access() -> Access:
    found: Access = current_app.extensions[Access.__name__]
    return found


def _alert_id() -> str:
    return str((request.view_args or {}).get("alert_id", ""))


def _feed_key() -> str:
    """Return the key of the feed that is requested in the default collection, or ""."""
    with collections().default.index.reader() as reader:
        alert = reader.alert(_alert_id())
    return "" if alert is None else alert.feed_key


def _sent() -> Sent:
    """Return what of this request says who sent it.

    Who a proxy's cookie makes a user of, the page of another site must not act as.
    """

    def header(name: str) -> str:
        return request.headers.get(name, "")

    user = "" if cors.is_foreign() else proxy.user()
    return sent_in(request.method, request.endpoint, header, _access().by_tls, user)


def sent_in(method: str, endpoint: str | None, header: Header, by_tls: bool, user: str) -> Sent:
    """Return what the head of a request says of who sent it: a key that it carries goes first."""
    authorization = sent_key(endpoint, header("Authorization"), header("X-Api-Key"))
    if authorization:
        return Sent(authorization)
    return Sent(session=token_in(method, header, secure=by_tls), user=user)
