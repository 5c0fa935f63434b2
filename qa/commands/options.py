"""Options that several commands share: JSON, and which documents a question is put to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from index import Filter, FilterReport
from index.counted import counted
from qa.answering.question import MOST_QUOTES

_OPTIONS = (
    click.option(
        "--document", "documents", metavar="DOCUMENT", multiple=True,
        help="Search only this document: its id, file, path or title.",
    ),
    click.option(
        "--folder", "folders", metavar="FOLDER", multiple=True,
        help="Search only documents from this folder, as `pincite list` shows it.",
    ),
    click.option(
        "--author", "authors", metavar="NAME", multiple=True, help="Search only documents by NAME."
    ),
    click.option(
        "--tag", "tags", metavar="TAG", multiple=True, help="Search only documents with this tag."
    ),
    click.option(
        "--since", metavar="DATE", default="",
        help="Search only documents from DATE on, such as 2019-05-01.",
    ),
    click.option(
        "--until", metavar="DATE", default="",
        help="Search only documents up to DATE, such as 2020-06.",
    ),
)  # fmt: skip


def as_json(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the `--json` option to a command that prints results."""
    return click.option("--json", "json_", is_flag=True, help="Print JSON.")(function)


def quoting(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option of how much to quote, which the command gets as its `quotes`."""
    return click.option(
        "--quotes",
        type=click.IntRange(1, MOST_QUOTES),
        metavar="N",
        help=f"Quote at most N sentences: 1 to {MOST_QUOTES}. By default three, and all items of a "
        "list or an instruction.",
    )(function)


def filtered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that limit a search, which the command gets as its `wanted`."""

    @wraps(function)
    def with_filter(
        *arguments: Any,
        documents: tuple[str, ...],
        folders: tuple[str, ...],
        authors: tuple[str, ...],
        tags: tuple[str, ...],
        since: str,
        until: str,
        **options: Any,
    ) -> Any:
        wanted = Filter(_ids(documents), folders, authors, since, until, tags)
        return function(*arguments, wanted=wanted, **options)

    for option in reversed(_OPTIONS):
        with_filter = option(with_filter)
    return with_filter


def _ids(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of the documents with these names; the collection is opened only for some."""
    from qa.commands.naming import documents_named
    from qa.wiring import open_existing

    if not names:
        return ()
    with open_existing(click.get_current_context().obj).reader() as reader:
        return tuple(documents_named(reader, names))


def print_searched(searched: FilterReport | None) -> None:
    """Print what was searched, where it was not everything."""
    if searched is not None:
        undated = f"; {searched.undated:,} left out without a date" if searched.undated else ""
        click.echo(
            f"searched {searched.documents:,} of {counted(searched.of, 'document')} "
            f"({searched.filter}{undated})"
        )
