"""Some room on the disk that is held back, so that removing works when the disk is full."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

_MOST = 64_000_000
_LEAST = 256_000


class Reserve:
    """A file that takes up room until that is needed, as a ledger of some size may need it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def hold(self, ledger_size: int) -> None:
        """Take up room, unless enough is taken up already or there is too little."""
        wanted = max(_LEAST, min(_MOST, ledger_size // 4))
        with suppress(OSError):
            held = self._path.stat().st_size if self._path.exists() else 0
            if held * 2 >= wanted or shutil.disk_usage(self._path.parent).free < 4 * wanted:
                return
            with self._path.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, wanted)

    def release(self) -> bool:
        """Give the room back to the disk; tell whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
