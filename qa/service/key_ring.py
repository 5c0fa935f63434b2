"""The keys as a running service knows them: in memory, and as new as the file."""

import os
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from qa.service.key_file import FILE, connect_to_read, translated
from qa.service.key_store import read_keys
from qa.service.keys import Key, digest_of, parts_of
from qa.service.sessions import Session, read_sessions


class KeyRing:
    """Looks keys up; every look sees what any process has written. Safe to share.

    The file is asked whether it has changed each time, which is a look at a number in memory that
    SQLite shares with all who have it open. So a revoked key is refused at the next request.
    """

    def __init__(self, data: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = data / FILE
        self._clock = clock
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._version: int | None = None
        self._keys: dict[str, Key] = {}
        self._sessions: dict[bytes, Session] = {}
        self._locked = False

    def find(self, text: str) -> Key | None:
        """Return the valid key with this text; None if there is none.

        Raises:
            KeysUnusable: If the file cannot be read.
        """
        key = self.known(text)
        return key if key is not None and key.state(self._clock()) == "valid" else None

    def known(self, text: str) -> Key | None:
        """Return the key with this text, also if it is not valid any more; None if there is none.

        Raises:
            KeysUnusable: If the file cannot be read.
        """
        parts = parts_of(text)
        if parts is None:
            return None
        key_id, secret = parts
        key = self._current().get(key_id)
        return key if key is not None and key.fits(secret) else None

    def valid(self, key_id: str) -> Key | None:
        """Return the key with an id if it is valid now; None otherwise.

        Raises:
            KeysUnusable: If the file cannot be read.
        """
        key = self._current().get(key_id)
        return key if key is not None and key.state(self._clock()) == "valid" else None

    def session(self, token: str) -> Session | None:
        """Return the session with this token; None if it is over, or there is none.

        Raises:
            KeysUnusable: If the file cannot be read.
        """
        self._current()
        found = self._sessions.get(digest_of(token))
        return found if found is not None and found.expires > self._clock() else None

    def named(self, name: str) -> Key | None:
        """Return the valid key of a name; None if there is none.

        Raises:
            KeysUnusable: If the file cannot be read.
        """
        now, wanted = self._clock(), unicodedata.normalize("NFC", name)
        named = (key for key in self._current().values() if key.name == wanted)
        return next((key for key in named if key.state(now) == "valid"), None)

    def locks(self) -> bool:
        """Tell whether there are keys, or were: then nobody may do without one.

        Keys that are revoked or expired count, and so do those of a file that is gone, so that
        nothing opens a service that was closed.

        Raises:
            KeysUnusable: If the file cannot be read.
        """
        return bool(self._current()) or self._locked

    def now(self) -> float:
        """Return the seconds since 1970, by which keys are valid or not."""
        return self._clock()

    def close(self) -> None:
        """Close the file; the next look opens it again."""
        with self._lock:
            self._forget()

    def _current(self) -> dict[str, Key]:
        with self._lock, translated(self._path):
            try:
                self._look()
            except BaseException:
                self._forget()  # what cannot be read opens nothing
                raise
            self._locked = self._locked or bool(self._keys)
            return self._keys

    def _look(self) -> None:
        """Read the file if it is another one, or was written to, since the last look."""
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            self._forget()
            return
        if self._file != (status.st_dev, status.st_ino):
            self._forget()
            self._connection = connect_to_read(self._path)
            self._file = status.st_dev, status.st_ino
        assert self._connection is not None
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._keys = {key.id: key for key in read_keys(self._connection)}
            self._sessions = read_sessions(self._connection)
            self._version = version

    def _forget(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = self._file = self._version = None
        self._keys, self._sessions = {}, {}
