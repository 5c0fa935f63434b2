"""Some room on the disk that is held back, so that removing works when the disk is full."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

_MOST = 64_000_000
_LEAST = 256_000
_SHARE = 100


class Reserve:
    """A file that takes up room until that is needed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def hold(self) -> None:
        """Take up the room, if it is not taken up already and there is enough."""
        with suppress(OSError):
            if self._path.exists():
                return
            free = shutil.disk_usage(self._path.parent).free
            size = max(_LEAST, min(_MOST, free // _SHARE))
            if free < 4 * size:
                return
            with self._path.open("xb") as file:
                os.posix_fallocate(file.fileno(), 0, size)

    def release(self) -> bool:
        """Give the room back to the disk; tell whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
