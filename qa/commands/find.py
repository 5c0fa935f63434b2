"""`pincite find`: everything about a topic."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from index import Filter
from index.counted import counted
from qa.commands.exporting import chosen_format, write_out, written_as
from qa.commands.options import as_json, filtered, print_searched
from qa.commands.output import page_of, print_json, print_table, say, shown, wrapped
from qa.config import Config
from qa.wiring import make_answerer, open_existing

if TYPE_CHECKING:
    from qa.answering.topic_search import Findings

_FORMATS = {"csv": ".csv", "xlsx": ".xlsx"}


@click.command("find")
@click.argument("words", metavar="TOPIC", nargs=-1, required=True)
@click.option(
    "-n",
    "-k",
    "most",
    type=click.IntRange(min=1),
    help="Show at most this many passages of each document, best first.  [default: all]",
)
@click.option("--all", "all_", is_flag=True, help="Also list the documents that have none.")
@written_as(_FORMATS)
@filtered
@as_json
@click.pass_obj
def find_command(
    config: Config,
    words: tuple[str, ...],
    most: int | None,
    all_: bool,
    format_: str | None,
    output: Path | None,
    wanted: Filter,
    json_: bool,
) -> None:
    """Show every passage about TOPIC, document by document.

    A passage is about TOPIC if it has most of its words (rare words count more) or if its
    meaning is close enough (the summary gives the cosine used). Every passage is compared, so
    none is cut off, but one that puts it in very different words may be missed. With --json,
    documents without any are listed too.

    \b
    Example:
      pincite find "weapons smuggling"
      pincite find -n 3 --all Mali
      pincite find "weapons smuggling" -o passages.xlsx
    """
    form = chosen_format(format_, output, _FORMATS)
    if json_ and form is not None:
        raise click.UsageError(f"--json prints JSON: leave it out to write {form}")
    answerer = make_answerer(config, open_existing(config))
    say("loading the model…")
    findings = answerer.find(" ".join(words), most, wanted)
    if form is not None:
        from qa.doors.tables.found import found_as

        write_out(found_as(findings, form), output)
    elif json_:
        print_json(findings.record())
    else:
        print_findings(findings, all_=all_)
        print_searched(findings.within)


def print_findings(findings: "Findings", *, all_: bool = False) -> None:
    """Print what was found, document by document, then how much was searched.

    The documents with none are counted, and listed if `all_` are wanted.
    """
    for group in findings.documents:
        least = "" if len(group.passages) == group.matched else f", {len(group.passages)} shown"
        click.echo(f"{shown(group.document.title)}  ({counted(group.matched, 'passage')}{least})\n")
        for match in group.passages:
            passage = match.hit.passage
            where = f"{passage.document_id}:{passage.start}-{passage.end}"
            click.echo(f"  {'  '.join([where, *page_of(passage)])}  (by {' and '.join(match.by)})")
            click.echo(wrapped(passage.text, "    ") + "\n")
    if findings.documents_without:
        without = counted(len(findings.documents_without), "document")
        click.echo(f"Nothing was found in {without}{':' if all_ else ' (--all lists them).'}")
        if all_:
            print_table([("", info.id, info.title) for info in findings.documents_without])
        click.echo()
    matched = findings.words + findings.meaning - findings.both
    click.echo(
        f"{matched:,} of {counted(findings.passages_searched, 'passage')} in "
        f"{len(findings.documents):,} of {counted(findings.documents_searched, 'document')}: "
        f"{findings.words:,} by words, {findings.meaning:,} by meaning (cosine "
        f"{findings.meaning_floor:.2f} or more), {findings.both:,} by both"
    )
