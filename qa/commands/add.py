"""`pincite add` and `pincite sync`: how documents come into the collection."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from index.counted import counted
from qa.commands.alerts import news_printer
from qa.commands.changing import index_to_change
from qa.commands.options import as_json
from qa.commands.output import print_json, shown
from qa.commands.spreading import crew_of, tell_rate
from qa.config import Config
from qa.wiring import open_index

if TYPE_CHECKING:
    from index import Index
    from index.ingest.files import Outcome
    from index.ingest.sync import PlannedChange
    from index.writing.progress import Watch

_INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it
_LOOK_AGAIN = 60.0  # seconds; a guess: some disks of other machines tell of no change
_TICK_MS = 500  # a guess: nobody notices


@click.command("add")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--bundled", is_flag=True, help="Add the article that comes with Pincite.")
@click.option(
    "--language",
    metavar="CODE",
    help="The language that all of them are in: en, de, fr or es. Without it, Pincite finds out.",
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Have the workers of a Dask scheduler read and embed the files, as tcp://host:8786; "
    "`local` starts some on this machine.",
)
@as_json
@click.pass_obj
def add_command(
    config: Config,
    paths: tuple[Path, ...],
    bundled: bool,
    language: str | None,
    dask: str | None,
    json_: bool,
) -> None:
    """Add files, folders and glob patterns to the collection.

    A file that has not changed since it was added is skipped, one that has replaces its
    earlier version. If you interrupt `add`, run it again to resume. In folders, hidden files,
    files that programs leave behind (`Thumbs.db`, `~$notes.docx`, incomplete downloads) and
    anything matched by `.gitignore` or `.pinciteignore` are skipped. The exit status is 1 if
    any file was refused.

    \b
    Example:
      pincite add ~/papers notes.md "letters/**/*.txt"
      pincite add --language de ~/briefe
      pincite add --dask tcp://10.0.0.5:8786 /archive
    """
    from corpus import bundled as bundled_files
    from corpus import find_files
    from index import Correction
    from index.ingest.files import ingest
    from index.ingest.spread import spread

    if not paths and not bundled:
        raise click.UsageError("name the files or folders to add, or use --bundled")
    files = [*(bundled_files() if bundled else []), *find_files(paths)]
    if not files:
        raise click.ClickException(f"there are no files in {', '.join(map(str, paths))}")
    said = Correction(language=language)
    index = index_to_change(config)
    code = said.language or ""
    crew = None if dask is None else crew_of(config, dask)

    def begin(watch: "Watch") -> "Iterator[Outcome]":
        if crew is None:
            return ingest(files, index, watch=watch, language=code)
        return spread(files, index, crew, watch, code)

    began = time.monotonic()
    done = carry_out(index, begin, len(files), json_)
    if crew is not None and not json_:
        tell_rate(done, time.monotonic() - began)
    for outcome in done:
        if code and outcome.document is not None and outcome.document.language != code:
            index.correct(outcome.document.id, said)  # its file had not changed
    if any(outcome.status == "refused" for outcome in done):
        raise SystemExit(1)


@click.command("sync")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--watch", is_flag=True, help="Keep running and sync each change as it happens.")
@click.option(
    "--allow-empty",
    is_flag=True,
    help="If the folder, or one in it, is empty or gone, remove its documents.",
)
@click.option(
    "--reread", is_flag=True, help="Also read again what an older version of Pincite read."
)
@click.option("--strict", is_flag=True, help="Exit with 1 if a file was refused or kept.")
@as_json
@click.pass_obj
def sync_command(
    config: Config,
    folder: Path,
    dry_run: bool,
    watch: bool,
    allow_empty: bool,
    reread: bool,
    strict: bool,
    json_: bool,
) -> None:
    """Add what is new in FOLDER, update what changed, and remove what is gone.

    Documents from other places stay. The same files are skipped as by `pincite add`. If you
    interrupt `sync`, run it again to resume. Files that have not changed are not opened, and
    --dry-run opens no new ones, so a file listed as "to read" may still turn out to have no
    text. Files that cannot be read are listed and stop nothing.

    If a folder inside FOLDER is empty or gone, its documents are kept, because its disk may
    only be disconnected. If you deleted it, add --allow-empty. Files that were moved or renamed
    are removed from their old place.

    \b
    Example:
      pincite sync --dry-run ~/papers
      pincite sync --watch ~/papers
    """
    from index.ingest.sync import compare, plan, sync

    if watch and (dry_run or json_):
        raise click.UsageError("--watch cannot be used with --dry-run or --json")
    index = open_index(config, read_only=True) if dry_run else index_to_change(config)
    difference = compare(folder, index, may_be_empty=allow_empty, reread=reread)
    if dry_run:
        planned = list(plan(difference))
        _foretell(planned, json_)
        statuses: set[str] = {change.fate for change in planned}
    else:
        outcomes = carry_out(
            index, lambda watch: sync(difference, index, watch), len(difference), json_
        )
        statuses = {outcome.status for outcome in outcomes}
    if watch:
        watch_folder(folder, index, news_printer(config, index), may_be_empty=allow_empty)
    elif strict and statuses & {"refused", "kept", "to_refuse", "to_keep"}:
        raise SystemExit(1)


def _foretell(foreseen: "Sequence[PlannedChange]", json_: bool) -> None:
    """Print what would be done, and nothing of it as if it had been."""
    from index.ingest.sync import Action

    counts = Counter(one.fate for one in foreseen)
    if json_:
        print_json(
            {
                "counts": {fate: counts[fate] for fate in get_args(Action)},
                "files": [_file_record(one, one.fate) for one in foreseen],
            }
        )
        return
    listed = ", ".join(
        f"{counts[fate]:,} {fate.replace('_', ' ')}"
        for fate in get_args(Action)
        if counts[fate] or fate in ("to_read", "unchanged")
    )
    click.echo(f"{listed}; nothing was changed")
    for one in foreseen:
        more = {
            "to_read": " (changed)" if one.document else " (new)",
            "to_refuse": f": {one.reason}",
            "to_keep": f": {one.reason}",
        }
        if one.fate != "unchanged":
            click.echo(f"{one.fate.replace('_', ' ')}: {shown(one.label)}{more.get(one.fate, '')}")


def watch_folder(
    folder: Path, index: "Index", then: Callable[[], object], *, may_be_empty: bool
) -> None:
    """Carry over each change of a folder until interrupted, and call `then` after each.

    A disk that tells of no changes, as one on the network may, is looked at every minute.
    """
    import watchfiles

    from index.errors import DiskFull, LedgerBusy

    click.echo(f"watching {folder} (press Ctrl+C to stop)", err=True)
    refused: set[Outcome] = set()
    untidy = False
    looked = -_LOOK_AGAIN  # the first time soon: something may have changed before we watched
    try:
        for changes in watchfiles.watch(
            folder, watch_filter=None, rust_timeout=_TICK_MS, yield_on_timeout=True
        ):
            if not changes and time.monotonic() - looked < _LOOK_AGAIN:
                continue
            looked = time.monotonic()
            try:
                if _follow(folder, index, refused, may_be_empty=may_be_empty) or untidy:
                    index.purge()
                    index.checkpoint()
                    then()
                untidy = False
            except (LedgerBusy, DiskFull) as exc:
                untidy = True  # some of it may have been carried over
                click.echo(f"not synced yet: {exc}", err=True)
    except KeyboardInterrupt:
        return


def _follow(folder: Path, index: "Index", refused: "set[Outcome]", *, may_be_empty: bool) -> bool:
    """Carry over what changed in a folder; print each file that did, and return if any did.

    `refused` are those, refused or kept, that were reported already, and are not reported again.
    """
    from corpus import CorpusError
    from index.ingest.sync import compare, sync

    try:
        difference = compare(folder, index, may_be_empty=may_be_empty)
    except CorpusError as exc:  # it may be back at the next look
        click.echo(f"not checked: {exc}", err=True)
        return False
    changed = False
    for outcome in sync(difference, index):
        if outcome.status != "unchanged" and outcome not in refused:
            reason = f": {outcome.reason}" if outcome.reason else ""
            click.echo(f"{outcome.status}: {shown(outcome.label)}{reason}")
            changed |= outcome.status not in ("refused", "kept")
        if outcome.status in ("refused", "kept"):
            refused.add(outcome)
    return changed


def carry_out(
    index: "Index",
    begin: "Callable[[Watch], Iterator[Outcome]]",
    total: int,
    json_: bool,
) -> "list[Outcome]":
    """Go through the outcomes, showing how far that is, then print and return them all.

    Args:
        index: Where they come from.
        begin: Returns the outcomes; it is given what shows each step in between.
        total: How many outcomes there will be.
        json_: Whether to tell them as JSON.

    Raises:
        SystemExit: With 130 if it was interrupted.
    """
    from qa.commands.progress import FileProgress

    done: list[Outcome] = []
    interrupted = False
    with FileProgress(total) as progress:
        try:
            for outcome in begin(progress.step):
                done.append(outcome)
                progress.done()
        except KeyboardInterrupt:
            interrupted = True
    if any(outcome.status in ("added", "updated", "removed") for outcome in done):
        index.purge()
        index.checkpoint(always=True)
    _tell(done, json_)
    if interrupted:
        click.echo(
            f"interrupted with {total - len(done):,} of {total:,} to do: run it again to resume",
            err=True,
        )
        raise SystemExit(_INTERRUPTED)
    return done


def _tell(outcomes: "Iterable[Outcome]", json_: bool) -> None:
    """Print how many files went which way, and why those that were refused were."""
    from index.ingest.files import Status

    outcomes = list(outcomes)
    counts = Counter(outcome.status for outcome in outcomes)
    embedded = sum(outcome.embedded for outcome in outcomes)
    if json_:
        print_json(
            {
                "counts": {status: counts[status] for status in get_args(Status)},
                "embedded": embedded,
                "files": [_file_record(outcome, outcome.status) for outcome in outcomes],
            }
        )
    else:
        always = ("added", "updated", "unchanged", "refused")
        statuses = [one for one in get_args(Status) if counts[one] or one in always]
        listed = ", ".join(f"{counts[status]:,} {status}" for status in statuses)
        click.echo(f"{listed}; {counted(embedded, 'passage')} embedded")
    for outcome in outcomes:
        if outcome.status == "refused":
            click.echo(f"refused: {shown(outcome.label)}: {outcome.reason}", err=True)
    kept = Counter(outcome.reason for outcome in outcomes if outcome.status == "kept")
    for reason, number in kept.items():
        click.echo(f"kept: {counted(number, 'document')}: {shown(reason)}", err=True)


def _file_record(one: "PlannedChange | Outcome", status: str) -> dict[str, Any]:
    return {
        "source": one.label,
        "status": status,
        "document_id": one.document and one.document.id,
        "reason": one.reason or None,
    }
