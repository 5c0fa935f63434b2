"""`pincite find`: everything about a topic."""

from pathlib import Path

import click

from index import Filter
from qa.commands.exporting import chosen_format, write_out, written_as
from qa.commands.found import print_findings
from qa.commands.options import as_json, filtered, of_collections, print_searched
from qa.commands.output import print_json, say
from qa.config import Config
from qa.wiring import make_answerer, open_existing

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
@of_collections
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
    collections: tuple[str, ...],
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
      pincite find --collection letters --collection reports "weapons smuggling"
    """
    form = chosen_format(format_, output, _FORMATS)
    if json_ and form is not None:
        raise click.UsageError(f"--json prints JSON: leave it out to write {form}")
    topic = " ".join(words)
    if collections:
        from qa.commands.across import find_several

        find_several(
            config, collections, topic, most, wanted, json_=json_, all_=all_, form=form,
            output=output,
        )  # fmt: skip
        return
    answerer = make_answerer(config, open_existing(config))
    say("loading the model…")
    findings = answerer.find(topic, most, wanted)
    if form is not None:
        from qa.doors.tables.found import found_as

        write_out(found_as(findings, form), output)
    elif json_:
        print_json(findings.record())
    else:
        print_findings(findings, all_=all_)
        print_searched(findings.within)
