"""Ends the service when the disk fails to write, because no promise can be kept from then on."""

import logging
import os
import threading
from pathlib import Path

from index import Index

log = logging.getLogger("pincite.web")

FAILED = 74
"""The exit status (EX_IOERR), so that whoever started the service knows why it ended."""

_SECONDS = 1.0  # for the replies to those whose request was not stored; a guess: they are short


def end_on_disk_failure(index: Index, place: Path) -> None:
    """Have this process end soon after the disk fails to write, which holds what is in a `place`.

    It does not close the ledger, which would write once more: the next start verifies it.
    """

    def end() -> None:
        log.critical(
            "the disk of %s failed to write: the service ends; check the disk, then start it "
            "again, which verifies the collection",
            place,
        )
        threading.Timer(_SECONDS, os._exit, (FAILED,)).start()

    index.on_disk_failure(end)
