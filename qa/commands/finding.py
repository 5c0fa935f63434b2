"""`pincite find`: everything about a topic."""

from typing import TYPE_CHECKING

import click

from qa.cli import as_json
from qa.commands.printing import page_of, print_json, print_table, say, shown, wrapped
from qa.commands.scoping import print_searched, scoped
from qa.config import Config
from qa.scope import Scope
from qa.wiring import make_answerer, open_existing

if TYPE_CHECKING:
    from qa.find import Findings


@click.command("find")
@click.argument("words", metavar="TOPIC", nargs=-1, required=True)
@click.option(
    "-k",
    "most",
    type=click.IntRange(min=1),
    help="The most passages to show of each document, the best.  [default: all]",
)
@scoped
@as_json
@click.pass_obj
def find_command(
    config: Config, words: tuple[str, ...], most: int | None, scope: Scope, json_: bool
) -> None:
    """Find every passage about TOPIC, by words and by meaning, document by document.

    Nothing is cut off: every passage is looked at, and the documents with none are named.

    \b
    Example:
      pincite find "weapons smuggling"
      pincite find -k 3 Mali
    """
    answerer = make_answerer(config, open_existing(config))
    say("loading the model…")
    findings = answerer.find(" ".join(words), most, scope)
    if json_:
        print_json(findings.record())
    else:
        print_findings(findings)
        print_searched(findings.within)


def print_findings(findings: "Findings") -> None:
    """Print what was found, document by document, then how much was searched."""
    for group in findings.documents:
        least = "" if len(group.passages) == group.matched else f", {len(group.passages)} shown"
        click.echo(f"{shown(group.document.title)}  ({_count(group.matched, 'passage')}{least})\n")
        for match in group.passages:
            passage = match.hit.passage
            where = f"{passage.document_id}:{passage.start}-{passage.end}"
            click.echo(f"  {'  '.join([where, *page_of(passage)])}  (by {' and '.join(match.by)})")
            click.echo(wrapped(passage.text, "    ") + "\n")
    if findings.documents_without:
        click.echo("Nothing about it in:")
        print_table([("", info.id, info.title) for info in findings.documents_without])
        click.echo()
    matched = findings.words + findings.meaning - findings.both
    click.echo(
        f"{matched:,} of {_count(findings.passages_searched, 'passage')} in "
        f"{len(findings.documents):,} of {_count(findings.documents_searched, 'document')}: "
        f"{findings.words:,} by words, {findings.meaning:,} by meaning (cosine "
        f"{findings.meaning_floor:.2f} or more), {findings.both:,} by both"
    )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
