"""`pincite marks`: what people said of answers, listed, exported and removed."""

import json
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TextIO

import click

from qa.commands.changing import existing_to_change
from qa.commands.options import as_json
from qa.commands.output import print_json, print_table, say
from qa.commands.removing import ids_or_all, remove_and_count
from qa.config import Config
from qa.wiring import open_existing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index import IndexReader, Mark

_SAID = {"answers": "answers", "does_not_answer": "does not answer"}
_SHOWN = 60  # characters of the marked words; a guess: enough to know them again


@click.group("marks", invoke_without_command=True)
@as_json
@click.pass_context
def marks_command(ctx: click.Context, json_: bool) -> None:
    """List what people said of answers on the page: "Answers", "Does not answer".

    Marks are only made by a click on the page or a call of the API. They are deleted with their
    document, and backups hold them. `pincite eval marks` measures answers by them, `pincite
    calibrate` fits the confidence to them.

    \b
    Example:
      pincite marks
      pincite marks export -o marks.jsonl
      pincite marks remove 3f9c1e0a77b2d415
      pincite marks remove --all
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, json_)


def _list(config: Config, json_: bool) -> None:
    from index import every_mark
    from qa.answering.records import mark_record

    with open_existing(config).reader() as reader:
        kept = list(every_mark(reader))
        infos = reader.infos({mark.document_id for mark in kept})
        records = [mark_record(mark, infos) for mark in kept]
        words = {} if json_ else _words(reader, kept)
    if json_:
        print_json({"marks": records})
    elif not kept:
        say("there are no marks: click “Answers” or “Does not answer” under answers on the page")
    else:
        rows = [("ID", "VERDICT", "CONFIDENCE", "QUESTION")]
        for mark, record in zip(kept, records, strict=True):
            sure = f"{mark.confidence:.0%}"
            rows.append((mark.id, _SAID[mark.verdict], sure, mark.searched))
            said = f"“{words[mark.id]}”" if words[mark.id] else "changed since"
            where = f"{record['title']}: {said}"
            rows.append(("", "", "", f"  {where}"))
        print_table(rows)


def _words(reader: "IndexReader", marks: "Iterable[Mark]") -> dict[str, str]:
    """Return by the id of each mark its first words; "" where they are not there any more.

    Documents are read one after the other, each once.
    """
    words: dict[str, str] = {}
    by_document = attrgetter("document_id")
    for document_id, own in groupby(sorted(marks, key=by_document), by_document):
        document = reader.document(document_id)
        for mark in own:
            there = document is not None and document.version == mark.version
            text = document.text[mark.start : mark.end] if document and there else ""
            said = " ".join(text.split())
            words[mark.id] = said if len(said) <= _SHOWN else said[: _SHOWN - 1].rstrip() + "…"
    return words


@marks_command.command("export")
@click.option(
    "-o",
    "--output",
    type=click.File("w", "utf-8", lazy=True),
    default="-",
    help="Write to this file instead of standard output.",
)
@click.pass_obj
def export_command(config: Config, output: TextIO) -> None:
    """Write the marked questions as JSON lines, which `pincite eval FILE` reads.

    Marks of the same question are one line: answerable, with the words that were marked as its
    answer, or not answerable. Marks whose words are not in their document any more are left out.

    \b
    Example:
      pincite marks export -o marks.jsonl
      pincite eval marks.jsonl
    """
    from index.counted import counted
    from qa.evaluation.marks import marked

    with open_existing(config).reader() as reader:
        found = marked(reader)
    for question in found.questions:
        output.write(json.dumps(question.row(), ensure_ascii=False) + "\n")
    if found.lost:
        click.echo(f"{counted(found.lost, 'mark')} left out: their words have changed", err=True)


@marks_command.command("remove")
@ids_or_all("mark")
@click.pass_obj
def remove_command(config: Config, ids: tuple[str, ...]) -> None:
    """Remove the marks with these IDs, or all of them; their questions are overwritten.

    \b
    Example:
      pincite marks remove 3f9c1e0a77b2d415
    """
    index = existing_to_change(config)
    remove_and_count("mark", ids, index.unmark, index.unmark_all, _unknown)


def _unknown(mark_id: str) -> click.ClickException:
    return click.ClickException(f"no mark {mark_id!r}: `pincite marks` shows the ids")
