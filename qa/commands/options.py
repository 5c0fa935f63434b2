"""The options that say which documents a question is put to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from index.counted import counted
from qa.answering.filters import Scope, Searched, told

_OPTIONS = (
    click.option(
        "--document", "documents", metavar="ID", multiple=True, help="Search only this document."
    ),
    click.option(
        "--folder", "folders", metavar="FOLDER", multiple=True,
        help="Search only what came from this folder, as `pincite list` shows it.",
    ),
    click.option(
        "--author", "authors", metavar="NAME", multiple=True, help="Search only what NAME wrote."
    ),
    click.option("--since", metavar="DATE", default="", help="Search nothing older: 2019-05-01."),
    click.option("--until", metavar="DATE", default="", help="Search nothing newer: 2020-06."),
)  # fmt: skip


def scoped(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that limit a search, which the command gets as its `scope`."""

    @wraps(function)
    def with_scope(
        *arguments: Any,
        documents: tuple[str, ...],
        folders: tuple[str, ...],
        authors: tuple[str, ...],
        since: str,
        until: str,
        **options: Any,
    ) -> Any:
        scope = Scope(documents, folders, authors, since, until)
        return function(*arguments, scope=scope, **options)

    for option in reversed(_OPTIONS):
        with_scope = option(with_scope)
    return with_scope


def print_searched(searched: Searched | None) -> None:
    """Print what was searched, where it was not everything."""
    if searched is not None:
        undated = f"; {searched.undated:,} left out without a date" if searched.undated else ""
        click.echo(
            f"searched {searched.documents:,} of {counted(searched.of, 'document')} "
            f"({told(searched.filter)}{undated})"
        )
