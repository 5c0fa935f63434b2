"""A lock between processes; it ends with the process that holds it."""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from index.errors import LedgerUnusable


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


@contextmanager
def alone_rebuilding(directory: Path) -> Iterator[bool]:
    """Hold the lock of whoever rebuilds a collection; false where somebody else holds it.

    Raises:
        LedgerUnusable: If the file of the lock cannot be made.
    """
    path = directory / "rebuild.lock"
    with ExitStack() as stack:
        try:
            mine = stack.enter_context(alone(path))
        except OSError as exc:
            raise LedgerUnusable(f"{path} cannot be written: {exc.strerror}") from exc
        yield mine
