"""The keys as a running service knows them: in memory, and as new as what is stored."""

import threading
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

from qa.service.key_file import FILE, KeyFile
from qa.service.key_place import KeyPlace
from qa.service.key_store import read_keys
from qa.service.keys import Key, digest_of, parts_of
from qa.service.sessions import Session, read_sessions


class KeyRing:
    """Looks keys up; every look sees what any process has written. Safe to share.

    Each time it is asked whether anything has changed: a look at a number in memory that SQLite
    shares with all who have the file open, or a question to the store. So a revoked key is refused
    at the next request, on every server.
    """

    def __init__(self, place: Path | KeyPlace, clock: Callable[[], float] = time.time) -> None:
        """Look up the keys in a place, or those in the file of a data directory."""
        known = KeyFile(place / FILE) if isinstance(place, Path) else place
        self._watched = known.watch()
        self._clock = clock
        self._lock = threading.Lock()
        self._version: object = None
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
        """Close the keys; the next look opens them again."""
        with self._lock:
            self._forget()

    def _current(self) -> dict[str, Key]:
        with self._lock:
            try:
                self._look()
            except BaseException:
                self._forget()  # what cannot be read opens nothing
                raise
            self._locked = self._locked or bool(self._keys)
            return self._keys

    def _look(self) -> None:
        """Read the keys if they are others, or were written to, since the last look."""
        with self._watched.look() as found:
            if found is None:
                self._keys, self._sessions, self._version = {}, {}, None
                return
            connection, version = found
            if version != self._version:
                self._keys = {key.id: key for key in read_keys(connection)}
                self._sessions = read_sessions(connection)
                self._version = version

    def _forget(self) -> None:
        self._watched.close()
        self._keys, self._sessions, self._version = {}, {}, None
