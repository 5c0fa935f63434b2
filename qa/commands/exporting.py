"""Options of commands that write a file in one of several formats, and the writing itself."""

import json
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.counted import counted
from qa.commands.output import say

if TYPE_CHECKING:
    from index import Index

ANSWER_FORMATS = {
    "docx": ".docx", "md": ".md", "txt": ".txt", "ris": ".ris", "bibtex": ".bib", "csl": ".json",
}  # fmt: skip
"""The formats of answers, and how the names of their files end."""

STDOUT = Path("-")
_NOT_TEXT = ("docx", "xlsx")


def written_as(formats: Collection[str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--format` and `-o`, which the command gets as its `format_` and `output`."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        function = click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
            metavar="FILE",
            help="Write to FILE instead of standard output.",
        )(function)
        return click.option(
            "--format",
            "format_",
            type=click.Choice(list(formats)),
            help="The format to write. By default what the name of FILE says.",
        )(function)

    return add


def chosen_format(
    format_: str | None, output: Path | None, suffixes: Mapping[str, str]
) -> str | None:
    """Return the format to write: the one named, or that of the file; None if neither is.

    Raises:
        click.UsageError: If the name of the file does not say which, or the format needs a file.
    """
    if format_ in _NOT_TEXT and output in (None, STDOUT):
        raise click.UsageError(f"{format_} is not text: name a file, as in -o answer.{format_}")
    if format_ is not None or output in (None, STDOUT):
        return format_
    by_suffix = {suffix: name for name, suffix in suffixes.items()}
    assert output is not None, "it was looked at above"
    if output.suffix.lower() not in by_suffix:
        raise click.UsageError(
            f"cannot tell the format from the name {output.name!r}: "
            f"add --format, one of {', '.join(suffixes)}"
        )
    return by_suffix[output.suffix.lower()]


def write_answers(
    records: Sequence[Mapping[str, Any]],
    index: "Index",
    format_: str,
    output: Path | None,
    others: "Callable[[str], Index | None]",
) -> None:
    """Check answer records and write them; say on standard error what is not verbatim any more.

    `others` gives the collections that citations name.
    """
    from qa.doors.exports.formats import FORMATS
    from qa.doors.exports.saved import saved_answers

    as_saved = json.loads(json.dumps(records))  # lists for tuples, as a file brings them back
    answers = saved_answers(as_saved, index, others)
    write_out(FORMATS[format_].write(answers), output)
    doubtful = sum(bool(c.warning) for answer in answers for c in answer.citations)
    if doubtful:
        are = "is" if doubtful == 1 else "are"
        click.echo(
            f"{counted(doubtful, 'citation')} {are} not verbatim any more and marked so: "
            "`pincite verify` says why",
            err=True,
        )


def write_out(data: bytes, output: Path | None) -> None:
    """Write to a file, whole or not at all, or UTF-8 to standard output."""
    if output is None or output == STDOUT:
        click.echo(data.decode("utf-8-sig"), nl=False)  # the mark is for files alone
    else:
        write_whole(output, data)
        say(f"wrote {output}")


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file in one step, so that nobody sees half of it."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        try:
            aside.write_bytes(data)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as exc:
        raise click.ClickException(f"{path} cannot be written: {exc.strerror}") from exc
