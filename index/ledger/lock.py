"""Locks between processes; each ends with the process that holds it."""

import fcntl
import os
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import CollectionGone

_PATIENCE = 2.0
"""Seconds that moving a collection waits for those who only look into it; a guess: a list of
collections has each open for some milliseconds."""
_TURN = 0.05  # seconds between two tries; a guess


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold the lock at a path; false where another process, or thread, holds it.

    Raises:
        OSError: If the file of the lock cannot be made.
    """
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


class Hold:
    """Keeps a collection where it is for as long as it is open.

    The lock is on the folder itself, so that nothing is written for it: it goes along when the
    folder is moved, and holds on a read-only disk.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._release = weakref.finalize(self, os.close, descriptor)

    @classmethod
    def taken(cls, directory: Path) -> "Hold | None":
        """Return a hold of a folder; None if there is none, or no lock can be had there.

        Raises:
            CollectionGone: If somebody is moving the folder, or has just done so.
        """
        try:
            hold = cls(os.open(directory, os.O_RDONLY | os.O_DIRECTORY))
        except OSError:  # whoever opens the ledger says what is wrong with it
            return None
        try:
            fcntl.flock(hold._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            moved = not os.path.samestat(os.fstat(hold._descriptor), directory.stat())
        except (BlockingIOError, FileNotFoundError):
            moved = True
        except OSError:  # a file system without locks
            return hold
        if moved:
            hold.release()
            raise CollectionGone(f"{directory} was just renamed or removed: look what is there now")
        return hold

    def is_alone(self) -> bool:
        """Return whether nobody else has the folder open now."""
        for _ in _turns():
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                fcntl.flock(self._descriptor, fcntl.LOCK_SH)
            else:
                fcntl.flock(self._descriptor, fcntl.LOCK_SH)
                return True
        return False

    def release(self) -> None:
        """Let the folder be moved."""
        self._release()


@contextmanager
def alone_moving(directory: Path) -> Iterator[bool]:
    """Keep others from opening a collection while it is moved; false where somebody has it open.

    Raises:
        OSError: If its folder cannot be opened.
    """
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield any(_is_locked(descriptor) for _ in _turns())
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _turns() -> Iterator[None]:
    until = time.monotonic() + _PATIENCE
    yield
    while time.monotonic() < until:
        time.sleep(_TURN)
        yield
