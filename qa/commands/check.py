"""`pincite check`: whether the documents say what a draft says."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index import Filter
from qa.commands.exporting import STDOUT, chosen_format, write_out, written_as
from qa.commands.options import as_json, filtered, print_searched
from qa.commands.output import print_json, say, shown, wrapped
from qa.config import Config
from qa.wiring import make_checker, open_existing, shared_verifier

if TYPE_CHECKING:
    from qa.checking.checked import CheckedDraft
    from qa.checking.checker import Checker
    from qa.checking.draft import Draft

_FORMATS = {"md": ".md", "docx": ".docx", "json": ".json"}

_COLOURS = {
    "supported": "green",
    "partly": "yellow",
    "contradicted": "red",
    "not_found": "magenta",
    "unchecked": "bright_black",
}
_WORD = "wordprocessingml.document"


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@written_as(_FORMATS)
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 1 if a sentence is contradicted or not found, or if nothing was checked. "
    "Sentences that are partly supported do not count.",
)
@filtered
@as_json
@click.pass_obj
def check_command(
    config: Config,
    file: Path,
    format_: str | None,
    output: Path | None,
    strict: bool,
    wanted: Filter,
    json_: bool,
) -> None:
    """Check each sentence of a draft in FILE against the documents; `-` reads standard input.

    A sentence is supported, partly supported (the rest is marked), contradicted or not found, and
    you see the words that say so. What a sentence cites itself, as Pincite's exports write it, is
    checked first; if it does not support the sentence and other words do, these are named.
    FILE is plain text, Markdown, Word, or anything else that `pincite add` reads.

    The checked draft is written as Markdown with footnotes (md), as Word with a comment on each
    sentence (docx), or as the record that `pincite verify` checks again (json).

    \b
    Example:
      pincite check draft.md
      pincite check draft.docx -o checked.docx
      pincite check --strict --json draft.md > checked.json
      pincite verify checked.json
    """
    form = chosen_format(format_, output, _FORMATS)
    _require_other(file, output)
    data, draft = _read(file)
    index = open_existing(config)
    say("loading the model…")
    checked = _checked(
        make_checker(config, index, shared_verifier(config, lambda: index.embedder)), draft, wanted
    )
    record = checked.record()
    to_file = output is not None and output != STDOUT
    if form is not None and (to_file or not json_):
        write_out(_exported(record, form, data), output)
    if json_:
        print_json(record)
    elif form is None or to_file:
        _print(record)
        print_searched(checked.within)
    if strict and _fails(record["counts"]):
        raise SystemExit(1)


def _fails(counts: Mapping[str, int]) -> bool:
    """Tell whether a draft does not pass; one in which nothing was checked does not."""
    nothing = not sum(counts.values()) - counts["unchecked"]
    return bool(nothing or counts["contradicted"] or counts["not_found"])


def _require_other(file: Path, output: Path | None) -> None:
    """Refuse to write over the draft itself."""
    written = output is not None and file != STDOUT and output.exists() and file.exists()
    if written and file.samefile(str(output)):
        raise click.UsageError(f"{output} is the draft itself: give -o another name.")


def _read(file: Path) -> tuple[bytes, "Draft"]:
    """Return the bytes of a draft and the draft.

    Raises:
        click.ClickException: If it cannot be read; the message names the file.
    """
    from corpus import CorpusError
    from qa.errors import DraftRejected

    standard = str(file) == "-"
    try:
        data = _bytes_of(file)
        return data, _draft(data, "" if standard else file.name)
    except (CorpusError, DraftRejected) as exc:
        name = "standard input" if standard else str(file)
        raise click.ClickException(str(exc) if name in str(exc) else f"{name}: {exc}") from exc


def _bytes_of(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input for `-`."""
    from corpus.files import read_bytes

    if str(path) == "-":
        return sys.stdin.buffer.read()
    return read_bytes(path)


def _draft(data: bytes, name: str) -> "Draft":
    from corpus.reading import require_bytes, require_size
    from corpus.sandbox.pool import ReaderPool
    from qa.checking.draft import read_draft

    require_bytes(len(data))
    require_size(len(data))
    with ReaderPool(1) as pool:
        return read_draft(data, name, pool)


def _checked(checker: "Checker", draft: "Draft", wanted: Filter) -> "CheckedDraft":
    """Check a draft, with a bar that counts its sentences where a person is watching."""
    from tqdm import tqdm

    from qa.checking.checked import CheckedDraft
    from qa.checking.checker import Checked

    total = len(draft.sentences)
    with tqdm(total=total, unit="sentence", disable=None, leave=False) as bar:
        for stage in checker.stages(draft, wanted):
            bar.update(isinstance(stage, Checked))
    assert isinstance(stage, CheckedDraft)
    return stage


def _exported(record: Mapping[str, Any], form: str, data: bytes) -> bytes:
    import json

    if form == "json":
        return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
    if form == "md":
        from qa.checking.markdown_export import markdown_of

        return markdown_of(record).encode()
    from qa.checking.word_export import word_file

    original = data if record["draft"]["media_type"].endswith(_WORD) else None
    return word_file(record, original)


def _print(record: Mapping[str, Any]) -> None:
    """Print each sentence with its verdict, why, and the words that say so; then the counts."""
    from qa.checking.wording import VERDICT_WORDS, summary

    for sentence in record["sentences"]:
        name = sentence["verdict"]
        click.secho(VERDICT_WORDS[name], fg=_COLOURS[name], bold=True)
        click.echo(_marked(record, sentence))
        for line in _beneath(record, sentence):
            click.echo(line)
        click.echo()
    click.echo(summary(record["counts"]))


def _beneath(record: Mapping[str, Any], sentence: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is printed under a sentence."""
    from qa.checking.wording import cited, explanation, place_of

    for line in explanation(record, sentence):
        yield wrapped(line, "    ")
    for citation in cited(record, sentence):
        yield wrapped(f"“{citation['quote']}”", "    ")
        yield f"    [{citation['number']}] {shown(place_of(citation))}"
    for passage in sentence["closest"][:1]:
        yield wrapped(f"closest: “{passage['text']}”", "    ")
        yield f"    {shown(place_of(passage))}"


def _marked(record: Mapping[str, Any], sentence: Mapping[str, Any]) -> str:
    """Return a sentence as it is printed, its unsupported words underlined where that shows."""
    text, done = record["draft"]["text"], sentence["start"]
    parts: list[str] = []
    for part in sorted(sentence["unsupported"], key=lambda one: one["start"]):
        parts.append(shown(text[done : part["start"]]))
        parts.append(click.style(shown(text[part["start"] : part["end"]]), underline=True))
        done = part["end"]
    parts.append(shown(text[done : sentence["end"]]))
    return "  " + " ".join("".join(parts).split())
