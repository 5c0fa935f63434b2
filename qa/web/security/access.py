"""Who is calling: what is open is listed, everything else asks for a key.

What decides stands in the headers of a request, so a server can ask here before it takes a body.
What a key may do is in `rights.py`.
"""

import hashlib
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from flask import Flask
from werkzeug.exceptions import HTTPException

from index.errors import IndexFault
from qa.config import Config
from qa.errors import KeysUnusable, Left
from qa.service.addresses import split_address
from qa.service.allowances import (
    Questions,
    Room,
    count_upload,
    give_back_upload,
    upload_room,
)
from qa.service.key_ring import KeyRing
from qa.service.key_store import KeyStore
from qa.service.keys import ADMINISTRATOR, Grant, digest_of
from qa.service.places import frame_key, key_place
from qa.service.sessions import LIFETIME, Session, begin_session, end_session, new_token
from qa.web.errors import ApiError
from qa.web.security.wrong_keys import WrongKeys

_Value = TypeVar("_Value")

log = logging.getLogger("pincite.web")

OPEN = frozenset(
    {
        "api.healthz", "api.readyz", "docs", "openapi", "page", "read", "sessions.show_session",
        "sessions.sign_out", "show_framed", "static",
    }
)  # fmt: skip
"""The endpoints that ask for no key: the page, which asks its user for it, the description of
the API, whether the service lives and is ready, who one is, and the words of a signed link."""

BY_API_KEY = frozenset(
    {
        "anthropic.create_message",
        "anthropic.search_results",
        "openai.list_models",
        "openai.show_model",
    }
)
"""The endpoints of clients that send the key as `X-Api-Key`."""

BY_FEED_KEY = "alerts.read_feed"
"""The endpoint whose key is in its address, because feed readers send no headers."""

_MAC = 16  # bytes of a key of a feed; as many as a random one has that nobody can guess


def sent_key(endpoint: str | None, authorization: str, api_key: str) -> str:
    """Return the key of a request as its `Authorization` header has it, or would have it.

    `api_key` is its header `X-Api-Key`, which counts where clients send their key in it.
    """
    if endpoint in BY_API_KEY and api_key and not authorization:
        return f"Bearer {api_key}"
    return authorization


@dataclass(frozen=True, slots=True)
class Sent:
    """What of a request says who sent it: its `Authorization`, or the token of its session.

    `user` is whom a trusted proxy has let in. The first that there is counts.
    """

    authorization: str = ""
    user: str = ""
    session: str = ""


class Access:
    """Decides who is calling the routes of an app. Safe to share between threads.

    `PINCITE_KEY` is the administrator's; all others are in the key ring. Where there is none, and
    never was one, everybody is the administrator.
    """

    def __init__(
        self,
        app: Flask,
        config: Config,
        default: Callable[[], str],
        wrong_keys: WrongKeys | None = None,
    ) -> None:
        """Decide for an app; `default` returns the name of the default collection."""
        self._app = app
        self._default = default
        self.by_tls = (config.public_url or "").startswith("https:")
        """Whether people reach the service by TLS alone."""
        self._key = digest_of(config.key) if config.key else None
        self._secret = config.key.encode()
        self._ring = KeyRing(key_place(config))
        self._store = KeyStore(key_place(config))
        self._wrong_keys = wrong_keys or WrongKeys()
        self._questions = Questions()
        self._frame_key = frame_key(config)

    def is_open(self, method: str, path: str) -> bool:
        """Tell whether a request needs no key; an address that leads nowhere needs it."""
        try:
            _, of_one = split_address(path)
            endpoint, _ = self._app.url_map.bind("localhost").match(of_one, method=method)
        except HTTPException:
            return False
        return endpoint in OPEN

    def is_locked(self) -> bool:
        """Tell whether a key is needed. It is where nobody can say."""
        try:
            return self._key is not None or self._ring.locks()
        except (KeysUnusable, IndexFault):
            return True

    def grant(self, endpoint: str | None, sent: Sent, address: str) -> Grant:
        """Return what the key of a request allows.

        A key of the ring cannot be guessed, so it is let through whatever was sent from its
        address, and one that was valid once does not count as a guess.

        Raises:
            ApiError: If it has none that is valid, or too many wrong ones came from its address.
            KeysUnusable: If it has one, and the keys cannot be read.
        """
        if not self.is_locked():
            return ADMINISTRATOR
        text = _bearer(sent.authorization)
        known = self._ring.known(text)
        if known is not None:
            if known.state(self._ring.now()) == "valid":
                return known.grant()
        elif not sent.authorization:
            grant = self._of_user(sent.user) or self._of_session(sent.session)
            if grant is not None:
                return grant
        else:
            self._wrong_keys.require_few(address)
            if self._is_administrators(text):
                self._wrong_keys.right(address)
                return ADMINISTRATOR
            self._wrong_keys.wrong(address)
        other = " or as `X-Api-Key: KEY`" if endpoint in BY_API_KEY else ""
        raise ApiError("key_needed", f"Send a valid key as `Authorization: Bearer KEY`{other}.")

    def grant_of(self, sent: Sent, address: str) -> Grant | None:
        """Return what a request may do; None without a valid key; a wrong one is not counted.

        From an address that sent too many, the administrator's is not looked at either: whether a
        body is taken would tell that it was guessed.
        """
        if not self.is_locked():
            return ADMINISTRATOR
        text = _bearer(sent.authorization)
        if self._is_administrators(text):
            return None if self._wrong_keys.are_too_many(address) else ADMINISTRATOR
        try:
            key = self._ring.find(text)
            if key is None and not sent.authorization:
                return self._of_user(sent.user) or self._of_session(sent.session)
        except (KeysUnusable, IndexFault):
            return None
        return key.grant() if key is not None else None

    # Limits ----------------------------------------------------------------------------

    def count_question(self, grant: Grant) -> list[Left]:
        """Count a question; return what is left where there is a limit.

        Raises:
            LimitReached: If it is one too many.
        """
        left = self._questions.count(grant)
        return [] if left is None else [left]

    def count_upload(self, grant: Grant, size: int) -> list[Left]:
        """Count an upload of so many bytes; return what is left where there are limits.

        Raises:
            LimitReached: If it is more than the key may upload today.
            KeysUnusable: If it cannot be written down; `index.errors` has the usual reasons.
        """
        return count_upload(self._store, grant, size)

    def upload_room(self, grant: Grant) -> Room | None:
        """Return how much a key may still upload today; None for as much as it likes.

        Raises:
            LimitReached: If it may upload no further document.
            KeysUnusable: If that cannot be read; `index.errors` has the usual reasons.
        """
        return upload_room(self._store, grant)

    def give_back_upload(self, grant: Grant, size: int) -> None:
        """Take an upload off the count that was not taken in.

        Raises:
            KeysUnusable: If it cannot be written down; `index.errors` has the usual reasons.
        """
        give_back_upload(self._store, grant, size)

    # Sessions --------------------------------------------------------------------------

    def begin_session(self, authorization: str) -> tuple[str, int] | None:
        """Begin a session with the valid key of a request.

        Returns its token, and the seconds that it lasts; None where no key is needed.

        Raises:
            KeysUnusable: If it cannot be stored; `index.errors` has the usual reasons.
        """
        if not self.is_locked():
            return None
        token, key = new_token(), self._ring.find(_bearer(authorization))
        now = int(self._ring.now())
        expires = now + LIFETIME
        if key is None:
            session = Session("", expires, self._proof(token))
        else:
            session = Session(key.id, min(expires, key.expires or expires), b"")
        begin_session(self._store, token, session)
        return token, session.expires - now

    def end_session(self, token: str) -> None:
        """End a session, if there is one with this token.

        Raises:
            KeysUnusable: If that cannot be stored; `index.errors` has the usual reasons.
        """
        end_session(self._store, token)

    def _of_user(self, user: str) -> Grant | None:
        """Return what the key allows that has the name of a user whom a proxy has let in."""
        key = self._ring.named(user) if user else None
        return None if key is None else key.grant()

    def _of_session(self, token: str) -> Grant | None:
        session = self._ring.session(token) if token else None
        if session is None:
            return None
        if session.key_id:
            key = self._ring.valid(session.key_id)
            return key.grant() if key is not None else None
        proven = self._key is not None and hmac.compare_digest(session.proof, self._proof(token))
        return ADMINISTRATOR if proven else None

    def _proof(self, token: str) -> bytes:
        """Return what shows that the administrator's key began a session, and shows nothing else.

        Without the token, of which only the sha256 is stored, no key can be tried against it.
        """
        return hmac.digest(digest_of(token + "proof"), self._secret, "sha256")

    def _is_administrators(self, text: str) -> bool:
        return self._key is not None and hmac.compare_digest(digest_of(text), self._key)

    # Feeds -----------------------------------------------------------------------------

    def feed_key(self, grant: Grant, collection: str, alert_id: str, own: str) -> str:
        """Return the key that somebody's feed of an alert has in its address.

        It opens this feed alone, and only while their own key may read the collection. `own` is
        the key that the alert itself has, which the administrator uses in the default collection.
        """
        if not self.is_locked() or (grant == ADMINISTRATOR and collection == self._default()):
            return own
        secret = self._feed_secret(grant.key_id)
        assert secret is not None
        return f"{grant.key_id}.{_mac(secret, collection, alert_id)}"

    def require_feed_key(
        self, right: Callable[[], str], sent: str, address: str, collection: str, alert_id: str
    ) -> Grant:
        """Let a request for a feed through that has a key of it; return what that allows.

        `right` returns the key that the alert itself has, or "" if there is no such feed; the error
        is the same, so that a stranger does not learn which feeds there are. It is called only for
        those who may still try, and for the default collection, so that the time does not tell
        which other ones there are. For others the command line has a key of the data directory.

        Raises:
            ApiError: If the key is wrong, or too many wrong keys came from this address.
        """
        if not self.is_locked():
            return ADMINISTRATOR
        if self._frame_key.opens_feed(sent, collection, alert_id):
            return ADMINISTRATOR
        key_id, dot, mac = sent.partition(".")
        grant = self._feed_grant(key_id) if dot else None
        if grant is not None and grant.may("read", collection):
            secret = self._feed_secret(key_id)
            if secret is not None and _same(_mac(secret, collection, alert_id), mac):
                return grant
        self._wrong_keys.require_few(address)
        own = right() if not dot and collection == self._default() else ""
        if own and _same(own, sent):
            return ADMINISTRATOR
        self._wrong_keys.wrong(address)
        raise ApiError("key_needed", "This is not the key of a feed: copy its address again.")

    def _feed_grant(self, key_id: str) -> Grant | None:
        if not key_id:
            return ADMINISTRATOR if self._key is not None else None
        key = self._ring.valid(key_id)
        return key.grant() if key is not None else None

    def _feed_secret(self, key_id: str) -> bytes | None:
        if key_id:
            key = self._ring.valid(key_id)
            return key.digest if key is not None else None
        return self._administrators_feed_secret if self._key is not None else None

    @cached_property
    def _administrators_feed_secret(self) -> bytes:
        """Made slowly: people may choose a key that can be guessed from what is made with it."""
        return hashlib.scrypt(self._secret, salt=b"pincite feeds", n=2**14, r=8, p=1)


def _bearer(authorization: str) -> str:
    scheme, _, key = authorization.partition(" ")
    return key if scheme == "Bearer" else ""


def _mac(secret: bytes, collection: str, alert_id: str) -> str:
    said = f"feed\0{collection}\0{alert_id}".encode("utf-8", "surrogateescape")
    return hmac.digest(secret, said, "sha256")[:_MAC].hex()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(digest_of(one), digest_of(other))
