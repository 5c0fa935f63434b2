"""Backups: one file that holds a collection as it was at one moment.

The file is a ZIP archive with three members and no other: `manifest.json`, `ledger.db`
and, where there is one, `calibration.json`. The manifest gives the size and sha256 of the
others. Vectors of searching are left out, because they are made again from the ledger.
"""

import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import (
    BackupRefused,
    DiskFailed,
    DiskFull,
    IndexFault,
    LedgerBusy,
    LedgerDamaged,
    LedgerUnusable,
    ReadOnly,
)
from index.ledger.backup_archive import (
    BACKUP_FORMAT,
    CALIBRATION,
    LEDGER,
    BackupManifest,
    is_backup,
    measured,
    pack,
    unpack,
)
from index.ledger.change_rows import read_changes, take_over_changes
from index.ledger.disk_failure import DiskFailure
from index.ledger.erasure import erase
from index.ledger.foreign_schema import foreign_in
from index.ledger.integrity import check_integrity
from index.ledger.ledger import Ledger
from index.ledger.lock import alone
from index.ledger.migration import analyse_again, format_of, migrate
from index.ledger.rows import now
from index.ledger.schema import FORMAT, MIGRATED
from index.ledger.sqlite_faults import BUSY_SECONDS, fault_of
from index.ledger.temp_folder import work_folder
from index.types import ALL_CHANGES, LoggedChange

_FIRST_PAGES = 16  # fewer than the tables of an empty ledger take
_BEFORE = "format-{}.pincite"  # what a collection was before it was brought to this format

log = logging.getLogger(__name__)


def back_up(directory: Path, target: Path) -> BackupManifest:
    """Write the collection in a directory to a file, as it is at this moment.

    Others may go on writing to it. The copy is checked as `findings` does before it takes
    its name; a file that was there before is replaced only then.

    Raises:
        BackupRefused: If another kind of file is there; it stays.
        LedgerDamaged: If what would be written is damaged, since that is no backup.
        LedgerUnusable: If the file cannot be written.
    """
    return _write_backup(directory, target, FORMAT, _erased_and_checked)


def bring_up_to_date(directory: Path) -> None:
    """Bring a collection of an older format to this one, in place, once it is backed up beside.

    Nothing happens where it is of this format, or of one that cannot be brought to it.

    Raises:
        LedgerBusy: If it is being served, which another version of Pincite may do.
        LedgerUnusable: If it cannot be written; it stays as it is.
    """
    before = format_of(directory / LEDGER)
    if before not in MIGRATED:
        return
    kept = directory / _BEFORE.format(before)
    with _alone_with(directory):
        if format_of(directory / LEDGER) == FORMAT:
            return
        _write_backup(directory, kept, before, lambda path: _counted(path, MIGRATED))
        migrate(directory / LEDGER)
    log.warning(
        "%s was of format %s and is of format %s now; until a document is removed or replaced, "
        "what it was is in %s",
        *(directory, before, FORMAT, kept.name),
    )


def drop_kept(directory: Path) -> None:
    """Remove what `bring_up_to_date` kept: it holds the words of what was removed since.

    Raises:
        LedgerUnusable: If it cannot be removed.
    """
    for before in MIGRATED:
        path = directory / _BEFORE.format(before)
        try:
            path.unlink(missing_ok=True)
        except OSError as exc:
            raise LedgerUnusable(f"{path} cannot be removed: {exc.strerror}") from exc


@contextmanager
def _alone_with(directory: Path) -> Iterator[None]:
    """Hold the lock of whoever serves a collection, waiting for one that changes it over too."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            with alone(directory / "worker.lock") as mine:
                if mine:
                    yield
                    return
        except OSError as exc:
            raise LedgerUnusable(f"{directory} cannot be written: {exc.strerror}") from exc
        if time.monotonic() > until:
            raise LedgerBusy(
                f"{directory} has an older format, and another process is serving it: stop that"
            )
        time.sleep(0.05)  # a guess: nobody notices


def _write_backup(
    directory: Path, target: Path, ledger_format: str, facts_of: Callable[[Path], dict[str, Any]]
) -> BackupManifest:
    if target.is_file() and target.stat().st_size and not is_backup(target):
        raise BackupRefused(f"{target} exists and is not a Pincite backup: name another file")
    try:
        with work_folder(target.parent) as folder:
            members = {LEDGER: folder / LEDGER}
            _copy(directory / LEDGER, members[LEDGER])
            facts = facts_of(members[LEDGER])
            with suppress(FileNotFoundError):
                members[CALIBRATION] = shutil.copyfile(
                    directory / CALIBRATION, folder / CALIBRATION
                )
            manifest = BackupManifest(
                BACKUP_FORMAT,
                ledger_format,
                now(),
                **facts,
                files={name: measured(path) for name, path in members.items()},
            )
            packed = folder / "packed"
            packed.touch(0o600)
            with packed.open("wb") as file:
                pack(file, manifest, members)
                file.flush()
                os.fsync(file.fileno())
            packed.replace(target)
    except OSError as exc:
        raise LedgerUnusable(f"{target} cannot be written: {exc.strerror}") from exc
    return manifest


def restore(source: Path, directory: Path, *, with_removed: bool, who: str = "") -> BackupManifest:
    """Put what a backup holds in place of the collection in a directory, at once.

    The backup is unpacked beside and checked first. Documents that were removed from the
    collection since the backup was made stay away, unless they too are wanted back. A
    service that is running goes on with what was restored. The log of changes keeps the lines
    of both, and says that `who` restored it.

    Raises:
        BackupRefused: If the file is no whole backup of this format; nothing is changed.
        LedgerUnusable: If the collection cannot be written to; nothing is changed.
    """
    try:
        return _restore(source, directory, with_removed=with_removed, who=who)
    except OSError as exc:
        raise LedgerUnusable(f"{directory} cannot be written: {exc.strerror}") from exc


def _restore(source: Path, directory: Path, *, with_removed: bool, who: str) -> BackupManifest:
    directory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with work_folder(directory.parent) as folder:
        manifest = unpack(source, folder)
        _require_ours(folder / LEDGER, manifest.ledger_format)
        try:
            migrate(folder / LEDGER)
            _checked(folder / LEDGER, "the backup")
        except LedgerDamaged as exc:
            raise BackupRefused(str(exc)) from exc
        target = _ledger_in(directory)
        restored = Ledger(folder / LEDGER)

        def go_on() -> None:
            _go_on(target, restored, with_removed=with_removed, who=who)

        _copy(folder / LEDGER, directory / LEDGER, go_on)
        try:
            _replace_rest(target, directory, folder)
        except (OSError, IndexFault) as exc:
            log.warning("%s is restored; what lies beside it is from before: %s", directory, exc)
    return manifest


def _replace_rest(ledger: Ledger, directory: Path, folder: Path) -> None:
    """Change over what belongs to a ledger that was restored; without it, it is restored too."""
    shutil.rmtree(directory / "vectors", ignore_errors=True)
    (directory / CALIBRATION).unlink(missing_ok=True)
    if (folder / CALIBRATION).exists():
        shutil.move(folder / CALIBRATION, directory / CALIBRATION)
    ledger.shrink_log()


def _copy(source: Path, target: Path, alone: Callable[[], None] | None = None) -> None:
    """Copy a ledger into another, which changes over in one transaction.

    Args:
        source: The ledger to copy; without `alone`, what it holds at one moment.
        target: The ledger to write.
        alone: Is called as soon as nobody else can write to the target; it may still
            change the source.
    """
    waiting = [alone] if alone is not None else []

    def locked(status: int, _left: int, _total: int) -> None:
        if waiting and status == sqlite3.SQLITE_BUSY:
            raise LedgerBusy(
                f"another process is writing to {target}: try again when it has finished"
            )
        if waiting:
            waiting.pop()()

    with (
        closing(_connected(source)) as read,
        closing(_connected(target)) as written,
    ):
        try:
            written.execute("PRAGMA synchronous = FULL")
            # SQLite locks the target with the first page, and begins again if the source
            # is changed, still holding that lock.
            read.backup(written, pages=_FIRST_PAGES if alone else -1, progress=locked)
        except sqlite3.Error as exc:
            if isinstance(fault := fault_of(exc, target), DiskFailed):
                DiskFailure(target.parent).remember()
                raise fault from exc
            raise LedgerUnusable(f"{source} cannot be copied: {exc}") from exc


def _connected(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection
    except sqlite3.Error as exc:
        raise LedgerUnusable(f"{path} cannot be opened: {exc}") from exc


def _require_ours(path: Path, ledger_format: str) -> None:
    """Refuse a ledger that holds tables, views or triggers of others, before it is opened."""
    try:
        strange = foreign_in(path, ledger_format)
    except sqlite3.Error as exc:
        raise BackupRefused(f"the ledger of the backup cannot be read: {exc}") from exc
    if strange:
        raise BackupRefused(
            f"the backup was not made by Pincite, or was changed afterwards: {strange[0]}"
        )


def _erased_and_checked(path: Path) -> dict[str, Any]:
    """Erase from a copy what was removed and is not erased there yet, and check the rest."""
    ledger = Ledger(path)
    try:
        erase(ledger)
        analyse_again(ledger)
    finally:
        ledger.close()
    return _checked(path, "the collection")


def _checked(path: Path, what: str) -> dict[str, Any]:
    """Return what a manifest tells of a ledger that nobody else uses.

    Raises:
        LedgerDamaged: If there is any finding in it.
        DiskFull: If there is no room to check it.
    """
    ledger = Ledger(path)
    try:
        with ledger.reading() as snapshot:
            finding = next(check_integrity(snapshot), None)
    except (LedgerDamaged, DiskFull):
        raise
    except IndexFault as exc:
        raise LedgerDamaged(str(exc)) from exc
    finally:
        ledger.close()
    if finding is not None:
        raise LedgerDamaged(f"{what} is damaged: {finding}")
    return _counted(path, (FORMAT,))


def _counted(path: Path, formats: Collection[str]) -> dict[str, Any]:
    """Return what a manifest tells of a ledger, as its rows say it."""
    ledger = Ledger(path, formats=formats)
    try:
        with ledger.reading() as snapshot:
            return {
                "embedder": snapshot.value("embedder") or "",
                "documents": snapshot.count("main.documents"),
                "passages": snapshot.count("main.passages"),
            }
    finally:
        ledger.close()


def _ledger_in(directory: Path) -> Ledger:
    """Return the ledger that is to be replaced; a damaged one is set aside, and an empty made."""
    try:
        bring_up_to_date(directory)
        ledger = Ledger(directory / LEDGER)
        with ledger.reading() as snapshot:
            snapshot.removals()
        return ledger
    except (DiskFull, ReadOnly, LedgerBusy):
        raise  # it is whole
    except (LedgerDamaged, LedgerUnusable):
        aside = directory / f"damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        aside.mkdir()
        for path in sorted(directory.glob(f"{LEDGER}*")):
            path.rename(aside / path.name)
        return Ledger(directory / LEDGER)


def _go_on(current: Ledger, restored: Ledger, *, with_removed: bool, who: str) -> None:
    """Make a restored ledger one that comes after the current one, which it will replace.

    Its states and ids go on from those of the current one, so that nobody who knows these
    takes one for another. A document that was removed and added again is not known as
    removed, so that whatever is was removed after a backup that holds it.
    """
    with current.reading() as snapshot:
        removed = snapshot.removals()
        state, last_id = snapshot.state(), snapshot.last_passage_id()
        changes = read_changes(snapshot.connection, ALL_CHANGES, None, -1)
    with restored.writing(who) as change:
        for document_id in [] if with_removed else removed:
            change.remove(document_id)
        change.note_removals(removed)
        if state.number:  # what was read since the backup may have told other things
            change.doubt_history()
        change.go_past(state, last_id)
        take_over_changes(change.connection, reversed(changes))
        change.log_change(LoggedChange("collection_restored"))
    restored.close()
