"""Removing what has an id of its own beside the documents: marks and alerts."""

import functools
from collections.abc import Callable, Iterable
from typing import Any

import click


def ids_or_all(noun: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the argument ID and `--all`; the command gets `ids`, which is empty for all."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        @click.argument("ids", metavar="[ID]...", nargs=-1)
        @click.option("--all", "all_", is_flag=True, help=f"Remove every {noun}.")
        @functools.wraps(function)
        def with_ids(*arguments: Any, ids: tuple[str, ...], all_: bool, **options: Any) -> Any:
            if bool(ids) == all_:
                raise click.UsageError(f"name the ids of {noun}s, or --all")
            return function(*arguments, ids=ids, **options)

        return with_ids

    return add


def remove_and_count(
    noun: str,
    ids: tuple[str, ...],
    remove: Callable[[Iterable[str]], set[str]],
    remove_all: Callable[[], int],
    unknown: Callable[[str], click.ClickException],
) -> None:
    """Remove what has these ids, or all if there are none, and print how many there were.

    Raises:
        click.ClickException: What `unknown` returns for the first id that nothing has. What has
            one of the other ids is removed all the same.
    """
    from index.counted import counted

    if not ids:
        click.echo(f"{counted(remove_all(), noun)} removed")
        return
    done = remove(filter(str.isascii, ids))  # an argument may hold bytes that are not text
    click.echo(f"{counted(len(done), noun)} removed")
    for one in ids:
        if one not in done:
            raise unknown(one)
