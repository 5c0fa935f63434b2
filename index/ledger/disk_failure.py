"""What follows when the disk fails to write: this process stops writing, the next one verifies.

After a failed fsync the system may take pages for written that are not on the disk, and the next
fsync reports success: whoever just went on would acknowledge what is not there.
"""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from index.errors import DiskFailed


class DiskFailure:
    """Whether the disk of a collection failed: in this process, or in one before it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._marker = directory / "unclean"
        self._here = threading.Event()
        self._then: list[Callable[[], None]] = []

    def then(self, callback: Callable[[], None]) -> None:
        """Have something called once, by the thread that finds that the disk failed."""
        self._then.append(callback)

    def require_none(self) -> None:
        """Refuse to write where the disk failed.

        Raises:
            DiskFailed: If it failed in this process.
        """
        if self._here.is_set():
            raise DiskFailed(
                f"the disk of {self._directory} failed to write, so that nothing more is written: "
                "check the disk, then start again, which verifies the collection"
            )

    def remember(self) -> None:
        """Stop this process from writing, and leave a mark for the next, as far as that works."""
        if self._here.is_set():
            return
        self._here.set()
        with suppress(OSError):
            self._marker.touch(0o600)
            self._sync()
        for callback in self._then:
            callback()

    def is_here(self) -> bool:
        """Tell whether the disk failed in this process."""
        return self._here.is_set()

    def is_left(self) -> bool:
        """Tell whether an earlier process left the mark, and nobody has verified since."""
        return self._marker.exists()

    def forget(self) -> None:
        """Take the mark away, once the collection was verified."""
        with suppress(OSError):
            self._marker.unlink(missing_ok=True)
            self._sync()

    def _sync(self) -> None:
        folder = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
