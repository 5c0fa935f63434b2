"""How much of what its limits allow a key has used: questions of a minute, uploads of a day.

Flask-Limiter (4.1.1) was looked at. It keeps counts in memory, where a restart begins the day
anew, or in Redis, Memcached, MongoDB or etcd, each one more server to look after; it sends
`X-RateLimit-…`; and bytes that are given back when an upload is refused are not in its words. What
is here is a table in a file that there is anyway.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from index.ledger.database import Database
from qa.errors import Left, LimitReached
from qa.service.key_store import KeyStore
from qa.service.keys import Grant

MINUTE, DAY = 60, 86_400
MEGABYTE = 1_000_000
_TOMORROW = "try again after midnight UTC, or ask the administrator for more"


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes a key may still upload today, and the refusal of more."""

    size: int
    refusal: LimitReached


class Questions:
    """Counts the questions of each key, minute by minute. Safe to share between threads.

    A minute begins with a question. Counts are lost with the process, which starts in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._minutes: dict[str, tuple[float, int]] = {}

    def count(self, grant: Grant) -> Left | None:
        """Count a question; return what is left, or None where there is no limit.

        Raises:
            LimitReached: If it is one too many, which is not counted.
        """
        quota = grant.limits.questions
        if quota is None:
            return None
        with self._lock:
            now = self._clock()
            began, asked = self._minutes.get(grant.key_id, (now, 0))
            if now - began >= MINUTE:
                began, asked = now, 0
            resets = max(1, math.ceil(began + MINUTE - now))
            if asked >= quota:
                left = Left("questions", quota, MINUTE, 0, resets)
                raise LimitReached(
                    f"your key may ask {_many(quota, 'question')} a minute: try again in "
                    f"{_many(resets, 'second')}",
                    [left],
                )
            self._minutes[grant.key_id] = began, asked + 1
        return Left("questions", quota, MINUTE, quota - asked - 1, resets)


def count_upload(store: KeyStore, grant: Grant, size: int) -> list[Left]:
    """Count an upload of so many bytes; return what is left of the day.

    Nothing is written for a key without such limits. A day begins at midnight UTC, and a restart
    of the service changes nothing of it.

    Raises:
        LimitReached: If it is more than the key may upload today, which is not counted.
        KeysUnusable: If it cannot be written down; `index.errors` has the usual reasons.
    """
    if not _has_limits(grant):
        return []
    day, resets = _today(store.now())
    with store.changing() as connection:
        uploads, used = _used(connection, grant.key_id, day)
        room = _room(grant, uploads, used, resets)
        if room is not None and size > room.size:
            raise room.refusal
        _write(connection, grant.key_id, day, uploads + 1, used + size)
    return _left(grant, uploads + 1, used + size, resets)


def upload_room(store: KeyStore, grant: Grant) -> Room | None:
    """Return how much a key may still upload today; None for as much as it likes.

    Nothing is counted, so what arrives meanwhile may leave less.

    Raises:
        LimitReached: If it may upload no further document.
        KeysUnusable: If what it has used cannot be read; `index.errors` has the usual reasons.
    """
    if not _has_limits(grant):
        return None
    day, resets = _today(store.now())
    with store.reading() as connection:
        uploads, used = _used(connection, grant.key_id, day)
    return _room(grant, uploads, used, resets)


def give_back_upload(store: KeyStore, grant: Grant, size: int) -> None:
    """Take an upload off the count that was not taken in after all.

    Raises:
        KeysUnusable: If it cannot be written down; `index.errors` has the usual reasons.
    """
    if not _has_limits(grant):
        return
    day, _ = _today(store.now())
    with store.changing() as connection:
        uploads, used = _used(connection, grant.key_id, day)
        _write(connection, grant.key_id, day, max(0, uploads - 1), max(0, used - size))


def _has_limits(grant: Grant) -> bool:
    return grant.limits.uploads is not None or grant.limits.megabytes is not None


def _room(grant: Grant, uploads: int, used: int, resets: int) -> Room | None:
    limits, left = grant.limits, _left(grant, uploads, used, resets)
    if limits.uploads is not None and uploads >= limits.uploads:
        raise LimitReached(
            f"your key may upload {_many(limits.uploads, 'document')} a day: {_TOMORROW}", left
        )
    if limits.megabytes is None:
        return None
    refusal = LimitReached(
        f"your key may upload {limits.megabytes:,} MB a day, and this is more than is left of it: "
        f"{_TOMORROW}",
        left,
    )
    return Room(max(0, limits.megabytes * MEGABYTE - used), refusal)


def _today(now: float) -> tuple[int, int]:
    """Return the number of a day since 1970, and the seconds until the next."""
    day = int(now // DAY)
    return day, max(1, math.ceil((day + 1) * DAY - now))


def _used(connection: Database, key_id: str, day: int) -> tuple[int, int]:
    row = connection.execute(
        "SELECT uploads, bytes FROM spent WHERE key_id = ? AND day = ?", (key_id, day)
    ).fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def _write(connection: Database, key_id: str, day: int, uploads: int, used: int) -> None:
    """Write down what a key has used; it has one row, which is of the last day."""
    connection.execute(
        "INSERT INTO spent VALUES (?, ?, ?, ?) ON CONFLICT (key_id) DO UPDATE SET "
        "day = excluded.day, uploads = excluded.uploads, bytes = excluded.bytes",
        (key_id, day, uploads, used),
    )


def _left(grant: Grant, uploads: int, used: int, resets: int) -> list[Left]:
    quotas = (
        ("uploads", grant.limits.uploads, uploads),
        ("megabytes", grant.limits.megabytes, math.ceil(used / MEGABYTE)),
    )
    return [
        Left(name, quota, DAY, max(0, quota - spent), resets)
        for name, quota, spent in quotas
        if quota is not None
    ]


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
