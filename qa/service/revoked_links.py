"""Framed links that were revoked: in `keys.db`, each by the sha256 of its token, until it ends."""

import hashlib
import sqlite3

from qa.errors import KeysUnusable
from qa.service.key_store import KeyStore
from qa.service.keys import digest_of

_TABLE = """
CREATE TABLE IF NOT EXISTS revoked_links (
    token_sha256 BLOB PRIMARY KEY,
    until INTEGER NOT NULL,
    checksum BLOB NOT NULL
) STRICT
"""


def revoke_link(store: KeyStore, token: str, until: int) -> None:
    """Store that a link is revoked, and forget those that are over by themselves.

    Raises:
        KeysUnusable: If the file cannot be written; `index.errors` has the usual reasons.
    """
    digest = digest_of(token)
    with store.changing() as connection:
        connection.execute(_TABLE)
        connection.execute("DELETE FROM revoked_links WHERE until <= ?", (int(store.now()),))
        connection.execute(
            "INSERT OR REPLACE INTO revoked_links VALUES (?, ?, ?)",
            (digest, until, _checksum(digest, until)),
        )


def is_revoked(store: KeyStore, token: str) -> bool:
    """Tell whether a link was revoked.

    Raises:
        KeysUnusable: If the file cannot be read, or a row is damaged: it may be that of this link.
    """
    if not store.path.exists():
        return False
    with store.reading() as connection:
        rows = _rows(connection)
    if any(checksum != _checksum(digest, until) for digest, until, checksum in rows):
        raise KeysUnusable(
            f"{store.path} is damaged, and with it the list of revoked links: put a copy of it in "
            "its place, or end all framed links by deleting frame.key"
        )
    return any(digest == digest_of(token) for digest, _, _ in rows)


def _rows(connection: sqlite3.Connection) -> list[tuple[bytes, int, bytes]]:
    there = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'revoked_links'")
    if there.fetchone() is None:
        return []
    return connection.execute("SELECT token_sha256, until, checksum FROM revoked_links").fetchall()


def _checksum(digest: bytes, until: int) -> bytes:
    return hashlib.sha256(digest + str(until).encode()).digest()
