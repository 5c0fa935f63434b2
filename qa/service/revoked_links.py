"""Framed links that were revoked: beside the keys, by the sha256 of each token, until it ends."""

import hashlib

from index.ledger.database import Database
from qa.errors import KeysUnusable
from qa.service.key_store import KeyStore
from qa.service.keys import digest_of

TABLE = """CREATE TABLE revoked_links (
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
        if not _is_there(connection):
            connection.execute(TABLE)
        connection.execute("DELETE FROM revoked_links WHERE until <= ?", (int(store.now()),))
        connection.execute(
            "INSERT INTO revoked_links VALUES (?, ?, ?) ON CONFLICT (token_sha256) "
            "DO UPDATE SET until = excluded.until, checksum = excluded.checksum",
            (digest, until, _checksum(digest, until)),
        )


def is_revoked(store: KeyStore, token: str) -> bool:
    """Tell whether a link was revoked.

    Raises:
        KeysUnusable: If the file cannot be read, or a row is damaged: it may be that of this link.
    """
    if not store.place.exists():
        return False
    with store.reading() as connection:
        rows = _rows(connection)
    if any(checksum != _checksum(digest, until) for digest, until, checksum in rows):
        raise KeysUnusable(
            f"{store.place.label} is damaged, and with it the list of revoked links: put a copy of "
            "it in its place, or end all framed links by deleting frame.key"
        )
    wanted = digest_of(token)
    return any(digest == wanted for digest, _, _ in rows)


def _rows(connection: Database) -> list[tuple[bytes, int, bytes]]:
    if not _is_there(connection):
        return []
    return connection.execute("SELECT token_sha256, until, checksum FROM revoked_links").fetchall()


def _is_there(connection: Database) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'revoked_links'")
    return found.fetchone() is not None


def _checksum(digest: bytes, until: int) -> bytes:
    return hashlib.sha256(digest + str(until).encode()).digest()
