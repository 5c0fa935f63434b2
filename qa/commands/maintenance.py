"""`pincite verify`, `doctor` and `rebuild`: whether everything is as it should be."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.counted import counted
from qa.commands.across import others_of
from qa.commands.changing import existing_to_change
from qa.commands.options import as_json
from qa.commands.output import print_json, print_table, shown
from qa.config import Config
from qa.errors import ConfigError
from qa.service.disk import free_bytes
from qa.wiring import (
    calibration_home,
    current_weights,
    entailment_choice,
    has_collection,
    make_embedder,
    open_existing,
    reader_choice,
    shared_verifier,
    writer_trouble,
)

if TYPE_CHECKING:
    from index import Index
    from qa.answering.verification import Check


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@as_json
@click.pass_obj
def verify_command(config: Config, file: Path, json_: bool) -> None:
    """Check each citation in FILE against the documents as they are now.

    FILE has answers, or drafts that `pincite check` checked: of these, the words that each verdict
    rests on. Each citation is verbatim, stale (the document has changed), altered (the document
    never had these words, or this title, author, date, source, page or heading) or gone. If only
    the file was moved or the title corrected, the citation is still verbatim, with a note.
    Sentences that a language model wrote are checked against the words that they cite. The exit
    status is 1 unless every citation is verbatim and says what is written, and if FILE has nothing
    to check.

    \b
    Example:
      pincite ask --json "Who leads Brigade 315?" > answer.json
      pincite verify answer.json
    """
    from qa.answering.record_reading import read_records
    from qa.checking.record_reading import as_quotes, read_checked
    from qa.writing.rechecking import recheck

    text = text_of(file)
    drafts = read_checked(text)
    records = read_records(text) if drafts is None else list(map(as_quotes, drafts))
    index = open_existing(config)
    found = recheck(
        records,
        index,
        shared_verifier(config, lambda: index.embedder),
        others=others_of(config),
    )
    if json_:
        print_json(found.record())
    else:
        for check in found.citations:
            click.echo(_line(check))
        for one in found.sentences:
            claim = one.verdict if one.holds else f"claimed {one.verdict}, is {one.now}"
            click.echo(f"{claim}: {shown(one.text)}")
        if silent := sum(not record["sentences"] for record in records):
            click.echo(f"{counted(silent, 'record')} without a sentence to check")
    if not found.holds:
        raise SystemExit(1)


def _line(check: "Check") -> str:
    """Return what became of a citation: its own span, and where its words are if not there."""
    cited = f"{check.document_id}:{check.start}-{check.end}"
    found = cited
    if check.found_at is not None:
        found = f"{check.found_in}:{check.found_at[0]}-{check.found_at[1]}"
    parts = [f"{check.verdict.ljust(8)}  [{check.number}] {shown(check.title)}", shown(cited)]
    if found != cited:
        parts.append(f"found at {found}")
    if found != cited or check.verdict != "verbatim" or check.differing:
        parts.append(f"({check.note})")
    return "  ".join(parts)


@click.command("doctor")
@click.option(
    "--migrate", is_flag=True, help="First upgrade a collection made by an older Pincite."
)
@click.option("--repair", is_flag=True, help="Rebuild a damaged full-text index from the passages.")
@as_json
@click.pass_obj
def doctor_command(config: Config, migrate: bool, repair: bool, json_: bool) -> None:
    """Show every setting and where it comes from, then check the model and the collection.

    Each finding says what to do about it. The exit status is 1 if there are any. Notes, such
    as that this system confines the document readers less, do not count. --json is for monitoring:
    its fields stay as `docs/deploy.md` says.

    \b
    Example:
      pincite doctor
    """
    began = time.monotonic()
    if migrate:
        open_existing(config, read_only=False)
    notes = _repaired(config) if repair else []
    state = _checked(config)
    notes += [
        *_writer(config, state.findings["language_model"]),
        *_lacks(state.findings["readers"]),
        *_missing_models(config),
        *state.lacks,
    ]
    if state.outdated:
        notes.append(
            f"{counted(state.outdated, 'document')} read by an older version of Pincite: run "
            "`pincite rebuild --reread` to read what is still there again"
        )
    findings = list(dict.fromkeys(one for found in state.findings.values() for one in found))
    if json_:
        print_json(_record(config, state, findings, notes, time.monotonic() - began))
    else:
        print_table([("SETTING", "VALUE", "FROM"), *config.rows()])
        click.echo()
        if any(state.counts.values()):
            for name, number in state.counts.items():
                click.echo(counted(number, name.removesuffix("s")))
            files, size = state.originals
            click.echo(f"{counted(files, 'original')} kept ({size / 1e6:,.1f} MB)")
        elif not findings:
            click.echo("the collection is empty: add documents with `pincite add PATH`")
        for finding in findings:
            click.echo(f"finding: {shown(finding)}")
        for note in notes:
            click.echo(f"note: {note}")
        if not findings:
            click.echo(f"{'otherwise ' if notes else ''}everything is in order")
    if findings:
        raise SystemExit(1)


def _record(
    config: Config, state: "_State", findings: list[str], notes: list[str], seconds: float
) -> dict[str, Any]:
    """Return all that was found, for programs; `docs/deploy.md` says what each field means."""
    return {
        "format": 1,  # changes if a field goes, or means something else; others may be added
        "status": "findings" if findings else "ok",
        "version": version("pincite"),
        "checked": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "collection": config.collection,
        "checks": {
            name: {"status": "findings" if found else "ok", "findings": found}
            for name, found in state.findings.items()
        },
        "disk": {"free_bytes": free_bytes(config.data)},
        "counts": state.counts,
        "originals": {"files": state.originals[0], "bytes": state.originals[1]},
        "outdated": state.outdated,
        "findings": findings,
        "notes": notes,
        "settings": [{"name": n, "value": v, "origin": o} for n, v, o in config.rows()],
    }


def _writer(config: Config, findings: list[str]) -> list[str]:
    """Ask the language model for a word, if there is one; it is a finding if it says none."""
    if not config.llm_url:
        return []
    if trouble := writer_trouble(config):
        findings.append(f"the language model {config.llm_model} does not answer: {trouble}")
        return []
    return [f"the language model {config.llm_model} answers, and writes where it is asked to"]


def _repaired(config: Config) -> list[str]:
    """Repair what can be made again from the rest; return what was repaired."""
    from index import IndexFault

    try:
        if not _is_meant(config):
            return []
        mended = open_existing(config, read_only=False).repair()
    except IndexFault:
        return []  # the check tells it
    return ["the full-text index was damaged and has been repaired"] if mended else []


def _is_meant(config: Config) -> bool:
    """Return whether there should be a collection: it is there, or was named."""
    if "collection" in config.origins:
        return True
    return has_collection(config) if config.store else config.directory.exists()


_CHECKS = ("model", "calibration", "collection", "readers", "language_model")


@dataclass(slots=True)
class _State:
    """What is wrong, by what was checked, and how much there is.

    `originals` are the files whose bytes are kept, and these bytes; `outdated` counts the
    documents that an older version of the readers read.
    """

    findings: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in _CHECKS})
    counts: dict[str, int] = field(default_factory=dict)
    originals: tuple[int, int] = (0, 0)
    outdated: int = 0
    lacks: list[str] = field(default_factory=list)


def _checked(config: Config) -> _State:
    """Check the model and the collection."""
    from index import IndexFault

    state = _State()
    for name, check in (("model", make_embedder), ("calibration", current_weights)):
        try:
            check(config)
        except (IndexFault, ConfigError) as fault:
            state.findings[name].append(str(fault))
    try:
        if _is_meant(config) or config.index:  # is Milvus there, before anything is?
            index = open_existing(config)
            with index.reader() as reader:
                state.counts = dict(reader.counts())
                state.originals, state.outdated = reader.originals(), reader.outdated()
            state.findings["collection"] += index.findings()
            state.lacks = index.lacks()
            index.warm()  # as the first question would: is this the model that made it?
    except IndexFault as fault:
        state.findings["collection"].append(str(fault))
    return state


def _missing_models(config: Config) -> list[str]:
    """Return notes about the models that come with Pincite and are not used here."""
    from qa.checking.entailment.loading import why_none as why_no_entailment
    from qa.reader.loading import why_none

    notes = []
    if none := why_none(reader_choice(config)):
        notes.append(f"sentences are chosen by words and vectors alone: {none}")
    if none := why_no_entailment(entailment_choice(config)):
        notes.append(f"`pincite check` compares words alone: {none}")
    return notes


def _lacks(findings: list[str]) -> list[str]:
    """Return how readers are less confined here; that there are none is a finding."""
    from corpus import ReaderStopped
    from corpus.sandbox.pool import ReaderPool

    try:
        with ReaderPool(1) as pool:
            return pool.lacks()
    except ReaderStopped as fault:
        findings.append(f"documents cannot be read: {fault}")
        return []


@click.command("rebuild")
@click.option("--reread", is_flag=True, help="Read again what an older version of Pincite read.")
@click.pass_obj
def rebuild_command(config: Config, reread: bool) -> None:
    """Split and embed every document again with the configured model.

    The collection keeps answering as before until the last document is done. If you
    interrupt `rebuild`, run it again to resume.

    With --reread, what an older version of Pincite read is read again where its file, or the
    bytes of an upload, are still there. Where its text is the same, nothing changes; where it
    differs, `pincite verify` says whether quoted words still stand.

    \b
    Example:
      PINCITE_MODEL=~/models/e5-small pincite rebuild
      pincite rebuild --reread
    """
    from tqdm import tqdm

    from qa.answering.calibration import forget

    index = existing_to_change(config)
    with index.reader() as reader:
        total, before = reader.document_count(), reader.embedder_id()
    for _ in tqdm(index.rebuild(), total=total, unit="document", disable=None, leave=False):
        pass
    index.purge()
    click.echo(f"{counted(total, 'document')} rebuilt with {index.embedder.id}")
    if before != index.embedder.id and forget(calibration_home(config)):
        click.echo(
            "its calibration was for the earlier model and was removed: run `pincite calibrate`"
        )
    if reread:
        _reread(index)


def _reread(index: "Index") -> None:
    """Read again what an older version of the readers read; print what became of it."""
    from index.ingest.files import Known, ingest
    from index.ingest.reread import outdated_files
    from qa.commands.add import carry_out

    files = outdated_files(index)
    known = Known(index, reread=True)
    carry_out(index, lambda watch: ingest(files, index, known, watch), len(files), False)


def text_of(path: Path) -> str:
    """Return the text of a file of saved answers, or of standard input for `-`.

    Raises:
        click.ClickException: If it cannot be read, or is a document or a table instead.
    """
    try:
        with click.open_file(str(path), encoding="utf-8") as file:
            text: str = file.read()
    except OSError as exc:
        raise click.ClickException(f"{path} cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise _not_saved(path) from exc
    if not text.lstrip().startswith(("{", "[")):
        raise _not_saved(path)
    return text


def _not_saved(path: Path) -> click.ClickException:
    return click.ClickException(
        f"{path} is not a saved answer: `pincite verify` and `pincite cite` read the JSON that "
        "`pincite ask --save` writes; `pincite check` reads Word and text"
    )
