"""Some room on the disk that is held back, so that removing works when the disk is full."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

_MOST = 16_000_000
"""Several steps of what removes and overwrites, whatever the size of the document
(`erasure`); a guess."""

_LEAST = 256_000  # bytes; a guess: a small ledger's steps are some dozen pages


class DiskReserve:
    """A file that takes up room until that is needed, as a ledger of some size may need it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def hold(self, ledger_size: int, *, again: bool = False) -> None:
        """Take up room, unless enough is taken up already or there is too little.

        What was given back is taken `again` as far as there is room, for the next to remove.
        """
        wanted = max(_LEAST, min(_MOST, ledger_size // 4))
        with suppress(OSError):
            held = self._path.stat().st_size if self._path.exists() else 0
            free = shutil.disk_usage(self._path.parent).free
            if held * 2 >= wanted or (free < 2 * wanted and not again):
                return
            for share in (1, 2, 4):  # of what is free a disk needs some for itself
                with self._path.open("ab") as file, suppress(OSError):
                    os.posix_fallocate(file.fileno(), 0, min(wanted, held + free) // share)
                    return

    def release(self) -> bool:
        """Give the room back to the disk; tell whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
