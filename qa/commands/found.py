"""Shows what was found about a topic."""

import click

from index.counted import counted
from qa.answering.topic_search import Findings
from qa.commands.output import page_of, print_table, shown, wrapped


def print_findings(findings: Findings, *, all_: bool = False) -> None:
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
