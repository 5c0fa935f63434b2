"""Opens the ledger of a collection, whatever became of it since it was closed."""

import logging
from contextlib import suppress
from pathlib import Path

from index.errors import DiskFull, LedgerDamaged, LedgerUnusable, ReadOnly
from index.ledger.backup import bring_up_to_date
from index.ledger.backup_archive import LEDGER
from index.ledger.disk_reserve import DiskReserve
from index.ledger.integrity import check_integrity
from index.ledger.ledger import Ledger
from index.ledger.migration import analyse_again
from index.vectors.generations import generations
from index.writing.repair import repair_words

VECTORS = "vectors"

log = logging.getLogger(__name__)


def open_ledger(
    directory: Path, reserve: DiskReserve, *, read_only: bool, language: str = ""
) -> Ledger:
    """Open the ledger of a collection, brought to this format; an empty one where none is.

    Where another version of the stemmers made its full text, that is made anew.

    Raises:
        IndexFault: If what is there cannot be used, with the reason.
    """
    _require_ledger(directory)
    if not read_only:
        bring_up_to_date(directory)
    ledger = _opened(directory / LEDGER, reserve, read_only=read_only, language=language)
    if not read_only and ledger.is_unclean():
        _verify_after_failure(ledger)
    if not read_only:
        with suppress(DiskFull, ReadOnly):  # some forms of a word are not found until then
            analyse_again(ledger)
    return ledger


def _require_ledger(directory: Path) -> None:
    """Refuse a collection whose ledger vanished, or which this user may not look into."""
    try:
        missing = not (directory / LEDGER).exists()
    except OSError as exc:
        raise LedgerUnusable(
            f"{directory} cannot be read ({exc.strerror}): run Pincite as the user who owns it, "
            "or set PINCITE_DATA to another folder"
        ) from exc
    if missing and generations(directory / VECTORS):
        raise LedgerDamaged(
            f"{directory / LEDGER} is missing, but vectors of it are there: restore a backup "
            "with `pincite restore FILE`, or remove the folder and add the documents again"
        )


def _opened(path: Path, reserve: DiskReserve, *, read_only: bool, language: str) -> Ledger:
    """Open a ledger; on a full disk in the room that is held back, since SQLite needs a little."""
    try:
        return Ledger(path, read_only=read_only, language=language)
    except DiskFull:
        if not reserve.release():
            raise
        try:
            return Ledger(path, read_only=read_only, language=language)
        finally:
            reserve.hold(path.stat().st_size, again=True)


def _verify_after_failure(ledger: Ledger) -> None:
    """Check all that is there, since the disk failed to write in an earlier process.

    Raises:
        DiskFailed: If it fails again.
        LedgerDamaged: If what it holds is not whole.
    """
    directory = ledger.path.parent
    log.warning("%s: its disk failed to write, so it is being verified", directory)
    ledger.shrink_log()  # writes the pages again that the system may not have written
    ledger.failure.require_none()
    if repair_words(ledger):
        log.warning("%s: its full-text index was damaged and has been repaired", directory)
    with ledger.reading() as snapshot:
        finding = next(check_integrity(snapshot), None)
    if finding is not None:
        raise LedgerDamaged(f"the disk of {directory} failed to write: {finding}")
    ledger.forget_failure()
