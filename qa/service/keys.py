"""Keys of a service: what each may do, and where.

A key is `pincite_ID_SECRET`. The secret has 256 random bits, so its sha256 is as good as a slow
hash, and nobody can make the server work hard with wrong ones (OWASP, ASVS 5.0, 11.4).
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Literal, get_args

from qa.errors import KeyRejected

Right = Literal["read", "add", "manage"]
"""What a key may do in its collections; each includes those before it."""

RIGHTS: tuple[Right, ...] = get_args(Right)

Power = Literal["read", "add", "manage", "administer"]
"""What something takes: a right in one collection, or to `administer` all of them."""

POWERS: tuple[Power, ...] = get_args(Power)

_PREFIX = "pincite"
_KEY = re.compile(rf"{_PREFIX}_([0-9a-f]{{8}})_([\w-]{{43}})", re.ASCII)
_NAME = re.compile(r"\w[\w .,@+'’-]{0,63}")
_RESERVED = "administrator"


@dataclass(frozen=True, slots=True)
class KeyLimits:
    """How much a key may do; None is as much as it likes."""

    questions: int | None = None
    """Questions in a minute."""
    uploads: int | None = None
    """Uploads in a day, which begins at midnight UTC."""
    megabytes: int | None = None
    """What these may have together in a day, of a million bytes each."""


NO_LIMITS = KeyLimits()


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody may do. It comes from a key, and never from what a request says.

    `collections` are the names of those it holds for; None is all there are and will be.
    `key_id` is empty for the administrator.
    """

    key_id: str
    name: str
    power: Power
    collections: frozenset[str] | None
    limits: KeyLimits = NO_LIMITS

    def may(self, power: Power, collection: str) -> bool:
        """Tell whether it allows something in a collection, whether there is one or not."""
        covers = self.collections is None or collection in self.collections
        return covers and POWERS.index(power) <= POWERS.index(self.power)


ADMINISTRATOR = Grant("", _RESERVED, "administer", None)


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is stored: without its secret. Times are seconds since 1970.

    One whose row is `damaged` is never valid.
    """

    id: str
    name: str
    right: Right
    collections: frozenset[str] | None
    created: int
    expires: int | None = None
    revoked: int | None = None
    limits: KeyLimits = NO_LIMITS
    digest: bytes = field(default=b"", repr=False)
    damaged: bool = False

    def state(self, now: float) -> Literal["valid", "expired", "revoked", "damaged"]:
        """Return whether it opens anything now, or why it does not."""
        if self.damaged:
            return "damaged"
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and self.expires <= now else "valid"

    def fits(self, secret: str) -> bool:
        """Tell whether this is its secret, in a time that does not depend on how wrong it is."""
        return hmac.compare_digest(digest_of(secret), self.digest)

    def grant(self) -> Grant:
        """Return what it allows while it is valid."""
        return Grant(self.id, self.name, self.right, self.collections, self.limits)


def new_secret() -> tuple[str, str]:
    """Return the id and the secret of a new key."""
    return secrets.token_hex(4), secrets.token_urlsafe(32)


def key_text(key_id: str, secret: str) -> str:
    """Return a key as its owner sends it."""
    return f"{_PREFIX}_{key_id}_{secret}"


def parts_of(text: str) -> tuple[str, str] | None:
    """Return the id and the secret of a key as its owner sends it; None if it is no such key."""
    match = _KEY.fullmatch(text)
    return (match[1], match[2]) if match else None


def digest_of(secret: str) -> bytes:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()


def checked_name(text: str) -> str:
    """Return the name of a key, in one form for all ways to write its letters.

    Raises:
        KeyRejected: If it cannot be one.
    """
    name = unicodedata.normalize("NFC", text.strip())
    if not _NAME.fullmatch(name) or name.lower() == _RESERVED:
        raise KeyRejected(
            f"{text!r} cannot be the name of a key: use up to 64 letters, digits, spaces and "
            f". , @ + ' -, and not “{_RESERVED}”"
        )
    return name
