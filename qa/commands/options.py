"""Options that several commands share: JSON, and which documents a question is put to."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import click

from index import Filter, FilterReport
from index.counted import counted
from qa.answering.question import MOST_QUOTES
from qa.config import Config

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


def of_collections(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option of which collections are asked, which the command gets as `collections`.

    One alone is the configured one for all that follows.
    """
    return click.option(
        "--collection",
        "collections",
        metavar="NAME",
        multiple=True,
        is_eager=True,
        callback=_chosen,
        help="Ask this collection; give it several times to ask several at once.",
    )(function)


def _chosen(ctx: click.Context, _: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the collections that are named, each once; none where it is one alone."""
    named = tuple(dict.fromkeys(names))
    if len(named) > 1:
        return named
    for name in named:
        ctx.obj = ctx.find_root().obj = ctx.obj.with_options(collection=name)
    return ()


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
    """Return the ids of the documents with these names; collections are opened only for some.

    Raises:
        click.ClickException: If none of the collections that are asked has one of them.
    """
    if not names:
        return ()
    ctx = click.get_current_context()
    several = ctx.params.get("collections")
    configs = [ctx.obj.with_options(collection=name) for name in several or ()] or [ctx.obj]
    found = [_ids_in(configs, name) for name in names]
    return tuple(dict.fromkeys(one for ids in found for one in ids))


def _ids_in(configs: Sequence[Config], name: str) -> list[str]:
    from qa.commands.naming import documents_named
    from qa.wiring import open_existing

    ids: list[str] = []
    refused: list[click.ClickException] = []
    for config in configs:
        with open_existing(config).reader() as reader:
            try:
                ids += documents_named(reader, [name])
            except click.ClickException as exc:
                refused.append(exc)
    if not ids:
        raise refused[0]
    return ids


def print_searched(searched: FilterReport | None) -> None:
    """Print what was searched, where it was not everything."""
    if searched is not None:
        undated = f"; {searched.undated:,} left out without a date" if searched.undated else ""
        click.echo(
            f"searched {searched.documents:,} of {counted(searched.of, 'document')} "
            f"({searched.filter}{undated})"
        )
