"""Sessions of browsers that stay signed in: beside the keys, each by the sha256 of its token.

A session allows what its key allows, and ends with it.
"""

import secrets
from dataclasses import dataclass

from index.ledger.database import Database
from qa.service.key_store import KeyStore
from qa.service.keys import digest_of

LIFETIME = 30 * 86_400
"""Seconds; a guess: whoever comes once a month signs in again."""
MOST = 20
"""Sessions of one key, of which the oldest goes; a guess: nobody has more browsers."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in, until a time in seconds since 1970.

    The administrator's has no key in the ring, and a `proof` instead: it can be checked only by
    who has both the token and the administrator's key, so it ends when that is changed.
    """

    key_id: str
    expires: int
    proof: bytes


def new_token() -> str:
    """Return a token of 256 random bits."""
    return secrets.token_urlsafe(32)


def begin_session(store: KeyStore, token: str, session: Session) -> None:
    """Store a session, and forget those that are over.

    Raises:
        KeysUnusable: If the file cannot be written; `index.errors` has the usual reasons.
    """
    with store.changing() as connection:
        connection.execute(
            "DELETE FROM sessions WHERE expires <= ? OR key_id IN "
            "(SELECT id FROM keys WHERE revoked IS NOT NULL)",
            (int(store.now()),),
        )
        connection.execute(
            "INSERT INTO sessions VALUES (?, ?, ?, ?)",
            (digest_of(token), session.key_id, session.expires, session.proof),
        )
        connection.execute(
            "DELETE FROM sessions WHERE key_id = ?1 AND rowid NOT IN "
            "(SELECT rowid FROM sessions WHERE key_id = ?1 ORDER BY rowid DESC LIMIT ?2)",
            (session.key_id, MOST),
        )


def end_session(store: KeyStore, token: str) -> None:
    """Forget a session, if there is one with this token.

    Raises:
        KeysUnusable: If the file cannot be written; `index.errors` has the usual reasons.
    """
    if store.place.exists():
        with store.changing() as connection:
            connection.execute("DELETE FROM sessions WHERE token_sha256 = ?", (digest_of(token),))


def read_sessions(connection: Database) -> dict[bytes, Session]:
    """Return every session by the sha256 of its token."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sessions'").fetchone():
        return {}
    rows = connection.execute("SELECT token_sha256, key_id, expires, proof FROM sessions")
    return {
        digest: Session(str(key_id), int(expires), proof) for digest, key_id, expires, proof in rows
    }
