"""Links that show one span of a document to whoever has them: signed, for a time, read only.

A link holds what it opens and until when, and an HMAC-SHA256 of that under a secret of the data
directory (RFC 2104). So nothing is stored of a link, and none can be made or changed without the
secret. Whoever deletes the file of the secret ends all links; of one that is revoked its sha256 is
stored until it would have ended.
"""

import base64
import binascii
import hmac
import json
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus import Passage, Span
from index import IndexReader
from qa.answering.answer import Citation
from qa.answering.excerpts import excerpt
from qa.answering.links import web_address
from qa.errors import FrameKeyUnusable, SpanRejected
from qa.service.key_store import KeyStore
from qa.service.revoked_links import is_revoked, revoke_link

FILE = "frame.key"
"""The secret in the data directory; no collection can have this name."""
MOST_DAYS = 365  # a guess: nobody remembers all links, so each has to end
DAYS = 30  # a guess: a page of an intranet is looked through about once a month
LONGEST = 2000
"""Characters of a span; a guess: some paragraphs. A link is for words, not for a document."""
SURROUNDING = 600
"""Characters that are shown on either side at most, and none of another passage; a guess: passages
have some 600."""

_BYTES = 32
_MESSAGE = b"pincite framed span 1\0"
_LONGEST_TOKEN = 2000  # characters; a token has some 250
_DIRECTIONS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, slots=True)
class FramedSpan:
    """What a link opens, and until when, in seconds since 1970."""

    collection: str
    document_id: str
    version: str
    start: int
    end: int
    until: int


@dataclass(frozen=True, slots=True)
class FramedWords:
    """The words of a link as they are shown, with those of their passage around them.

    `page` is empty where the document has none.
    """

    title: str
    file: str
    page: str
    before: str
    quote: str
    after: str


class FrameKey:
    """Signs links, reads what a link says, and revokes links. Safe to share."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE
        self._store = KeyStore(data)

    def sign(self, span: FramedSpan) -> str:
        """Return the token of a link; makes the secret if there is none yet.

        Raises:
            FrameKeyUnusable: If the secret cannot be read or made, or others could read it.
        """
        said = json.dumps(
            [span.collection, span.document_id, span.version, span.start, span.end, span.until],
            separators=(",", ":"),
        ).encode()
        return f"{_text(said)}.{_text(_mac(self._secret(), said))}"

    def read(self, token: str, now: float) -> FramedSpan | None:
        """Return what a token opens; None if it is not one of ours, is over, or was revoked.

        Raises:
            FrameKeyUnusable: If the secret cannot be read, or others could read it.
            KeysUnusable: If the list of revoked links cannot be read.
        """
        body, _, mac = token.partition(".")
        try:
            said, signed = _bytes(body), _bytes(mac)
        except (ValueError, binascii.Error):
            return None
        secret = _read(self._path)
        if secret is None or not hmac.compare_digest(_mac(secret, said), signed):
            return None
        span = FramedSpan(*json.loads(said))  # it is ours, so it is as `sign` made it
        return span if now < span.until and not is_revoked(self._store, token) else None

    def revoke(self, token: str, now: float) -> FramedSpan | None:
        """Have a token open nothing from now on; return what it opened, None if nothing.

        Raises:
            FrameKeyUnusable: If the secret cannot be read, or others could read it.
            KeysUnusable: If that cannot be stored; `index.errors` has the usual reasons.
        """
        span = self.read(token, now)
        if span is not None:
            revoke_link(self._store, token, span.until)
        return span

    def feed_key(self, collection: str, alert_id: str) -> str:
        """Return the key to the feed of an alert, for whoever uses the data directory itself.

        It makes the secret if there is none yet, and holds as long as that does.

        Raises:
            FrameKeyUnusable: If the secret cannot be read or made, or others could read it.
        """
        return f".{_feed_mac(self._secret(), collection, alert_id)}"

    def opens_feed(self, sent: str, collection: str, alert_id: str) -> bool:
        """Tell whether a key is that of a feed; it says nothing of whether there is such a feed."""
        try:
            secret = _read(self._path)
        except FrameKeyUnusable:
            return False
        right = "" if secret is None else f".{_feed_mac(secret, collection, alert_id)}"
        return bool(right) and hmac.compare_digest(
            right.encode(), sent.encode("utf-8", "surrogateescape")
        )

    def _secret(self) -> bytes:
        found = _read(self._path)
        if found is None:
            _make(self._path)
            found = _read(self._path)
        assert found is not None, "it was made, by this process or by another"
        return found


def checked_span(
    reader: IndexReader, collection: str, document_id: str, words: Span, until: int
) -> FramedSpan | None:
    """Return what a link to words of a document as it is now opens; None without such a document.

    Raises:
        SpanRejected: If the document has no such words, or a link may not have so many.
    """
    info = reader.infos([document_id]).get(document_id)
    if info is None:
        return None
    if words.end - words.start > LONGEST:
        raise SpanRejected(f"a link may show up to {LONGEST:,} characters: choose fewer words")
    if excerpt(reader, document_id, words, None) is None:
        raise SpanRejected(
            "the document has no words from start to end: its text says how long it is"
        )
    return FramedSpan(collection, document_id, info.version, *words, until)


def link_to(
    reader: IndexReader, key: FrameKey, collection: str, cited: Mapping[str, Any], until: int
) -> str | None:
    """Return the path of a link to the words of a saved citation.

    None if they are not in the document any more as it is now, or a link may not have so many.
    """
    words = Span(cited["start"], cited["end"])
    try:
        span = checked_span(reader, collection, cited["document_id"], words, until)
    except SpanRejected:
        return None
    if span is None or span.version != cited["version"]:
        return None
    return path_of(key.sign(span))


def path_of(token: str) -> str:
    """Return where the words of a link are shown, below the address of the service."""
    return f"/framed/{token}"


def token_of(link: str) -> str:
    """Return the token of a link; of what is none, itself."""
    return link.rpartition(path_of(""))[2]


def framed_words(reader: IndexReader, span: FramedSpan) -> FramedWords | Literal["changed"] | None:
    """Return the words that a link opens; "changed" of another version, None if there are none.

    Nothing of a new version is shown: nobody has said that its words may be.
    """
    details = reader.details(span.document_id)
    if details is None:
        return None
    if details.info.version != span.version:
        return "changed"
    words = Span(span.start, span.end)
    cited = excerpt(reader, span.document_id, words, None)
    if cited is None:
        return None
    first, last = _surrounding(details.passages, words)
    text = details.document.text
    return FramedWords(
        title=_seen(cited.title),
        file=_file(cited),
        page=_seen(str(cited.page_label or cited.page or "")),
        before=_seen(text[first : words.start]),
        quote=_seen(cited.quote),
        after=_seen(text[words.end : last]),
    )


def _surrounding(passages: list[Passage], words: Span) -> tuple[int, int]:
    """Return where the words around some words begin and end."""
    touched = [p for p in passages if p.start < words.end and p.end > words.start]
    first = max(touched[0].start, words.start - SURROUNDING)
    return first, min(touched[-1].end, words.end + SURROUNDING)


def _file(cited: Citation) -> str:
    """Return the address of a page, or the name of a file without the folders that it lies in."""
    place = cited.place or cited.source
    return _seen(place if web_address(place) else re.split(r"[/\\]", place)[-1])


def _seen(text: str) -> str:
    """Return a text in which nothing turns the order of what is read around."""
    return _DIRECTIONS.sub("\ufffd", text)


def _mac(secret: bytes, said: bytes) -> bytes:
    return hmac.digest(secret, _MESSAGE + said, "sha256")


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    """Return the bytes of a part of a token.

    Raises:
        ValueError: If it is none; every part has one spelling alone.
    """
    if len(text) > _LONGEST_TOKEN:
        raise ValueError("it is too long")
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _text(data) != text:
        raise ValueError("it has another spelling")
    return data


def _feed_mac(secret: bytes, collection: str, alert_id: str) -> str:
    said = b"pincite feed 1\0" + f"{collection}\0{alert_id}".encode("utf-8", "surrogateescape")
    return hmac.digest(secret, said, "sha256").hex()


def _read(path: Path) -> bytes | None:
    """Return the secret; None if there is none.

    Raises:
        FrameKeyUnusable: If it cannot be read, or others could read it.
    """
    try:
        with path.open("rb") as file:
            mode, secret = os.fstat(file.fileno()).st_mode, file.read(_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise FrameKeyUnusable(f"{path} cannot be read ({exc.strerror}): check its owner") from exc
    if mode & 0o077:
        raise FrameKeyUnusable(f"others may read {path}: run `chmod 600 {path}`")
    if len(secret) != _BYTES:
        raise FrameKeyUnusable(f"{path} is damaged: delete it, which ends all framed links")
    return secret


def _make(path: Path) -> None:
    """Make the secret, whole or not at all; that of another process stays.

    Raises:
        FrameKeyUnusable: If it cannot be written.
    """
    aside = path.with_name(f".{FILE}-{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(aside, path)
    except OSError as exc:
        raise FrameKeyUnusable(f"{path} cannot be written ({exc.strerror})") from exc
    finally:
        aside.unlink(missing_ok=True)
