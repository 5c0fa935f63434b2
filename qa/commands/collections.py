"""`pincite collections`: list, create, rename, remove and restore whole collections."""

import os
from contextlib import suppress
from dataclasses import asdict
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index import LoggedChange
from index.types import ChangeKind
from qa.commands.changing import command_line_user
from qa.commands.options import as_json
from qa.commands.output import print_json, print_table, say
from qa.config import Config, collection_name
from qa.service.data_folder import BIN
from qa.wiring import collection_names, open_index

if TYPE_CHECKING:
    from qa.service.data_folder import DataFolder


def _checked(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return the name of a collection, if it is one."""
    try:
        return None if value is None else collection_name(value)
    except ValueError as exc:
        raise click.BadParameter(str(exc)) from exc


@click.group("collections", invoke_without_command=True)
@as_json
@click.pass_context
def collections_command(ctx: click.Context, json_: bool) -> None:
    """List the collections with their documents and their size on disk, or change them.

    What you remove stays in a bin for 30 days. While a service has a collection open, rename and
    remove it there: on its page, or over HTTP.

    \b
    Example:
      pincite collections
      pincite collections create letters
      pincite collections remove letters
      pincite collections restore letters
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, json_)


@collections_command.command("create")
@click.argument("name", callback=_checked)
@click.pass_obj
def create_command(config: Config, name: str) -> None:
    """Create an empty collection NAME."""
    _folder(config).create(name, lambda: open_index(config, name).end())
    _log(config, config.data / name, "collection_created")
    click.echo(f"created {name}")


@collections_command.command("rename")
@click.argument("name")
@click.argument("new", callback=_checked)
@click.pass_obj
def rename_command(config: Config, name: str, new: str) -> None:
    """Rename the collection NAME to NEW; links into it change with it."""
    _folder(config).rename(name, new)
    _log(config, config.data / new, "collection_renamed", ("from", name), ("to", new))
    click.echo(f"renamed {name} to {new}")


@collections_command.command("remove")
@click.argument("name")
@click.option("--now", is_flag=True, help="Erase it now. This cannot be undone.")
@click.pass_obj
def remove_command(config: Config, name: str, now: bool) -> None:
    """Put the collection NAME into the bin, from which it is erased after 30 days.

    \b
    Example:
      pincite collections remove letters
      pincite collections remove letters --now
    """
    folder = _folder(config)
    removed = folder.remove(name)
    if now:
        folder.erase(removed.id)
        click.echo(f"erased {name}")
        return
    _log(config, config.data / BIN / removed.id, "collection_removed")
    click.echo(
        f"removed {name}: `pincite collections restore {name}` brings it back until "
        f"{removed.erased[:10]}"
    )


@collections_command.command("bin")
@as_json
@click.pass_obj
def bin_command(config: Config, json_: bool) -> None:
    """List the collections that can be restored."""
    found = _folder(config).removed()
    if json_:
        print_json({"removed": [asdict(one) for one in found]})
    elif not found:
        say("the bin is empty")
    else:
        rows = [(one.id, one.name, one.removed[:10], one.erased[:10]) for one in found]
        print_table([("ID", "NAME", "REMOVED", "ERASED"), *rows])


@collections_command.command("restore")
@click.argument("removed", metavar="NAME|ID")
@click.option("--as", "name", callback=_checked, metavar="NAME", help="Restore it under this name.")
@click.pass_obj
def restore_command(config: Config, removed: str, name: str | None) -> None:
    """Bring a collection back from the bin: the one removed last of that NAME, or that ID.

    \b
    Example:
      pincite collections restore letters
      pincite collections restore letters --as old-letters
    """
    folder = _folder(config)
    back = folder.restore(_id_of(folder, removed), name or "")
    _log(config, config.data / back, "collection_brought_back")
    click.echo(f"restored {back}")


@collections_command.command("erase")
@click.argument("removed", metavar="ID", required=False)
@click.option("--all", "all_", is_flag=True, help="Erase all that is in the bin.")
@click.pass_obj
def erase_command(config: Config, removed: str | None, all_: bool) -> None:
    """Erase a collection that is in the bin. This cannot be undone."""
    from index.counted import counted

    if bool(removed) == all_:
        raise click.UsageError("name the id of a removed collection, or --all")
    folder = _folder(config)
    ids = [removed] if removed else [one.id for one in folder.removed()]
    for one in ids:
        folder.erase(one)
    click.echo(f"{counted(len(ids), 'collection')} erased")


def _log(config: Config, folder: Path, what: ChangeKind, *details: tuple[str, str]) -> None:
    from qa.service.change_log import log_whole

    log_whole(config, folder, command_line_user(), LoggedChange(what, details=details))


def _folder(config: Config) -> "DataFolder":
    from qa.service.data_folder import DataFolder

    return DataFolder(config.data, command_line_user())


def _id_of(folder: "DataFolder", removed: str) -> str:
    """Return the id of what was removed last of a name; any other text is an id."""
    return next((one.id for one in folder.removed() if one.name == removed), removed)


def _list(config: Config, json_: bool) -> None:
    from index import IndexFault

    found: list[dict[str, Any]] = []
    for name in collection_names(config):
        try:
            with open_index(config, name, read_only=True).reader() as reader:
                counts, fault = dict(reader.counts()), None
        except IndexFault as exc:
            counts, fault = {}, str(exc)
        if name not in collection_names(config):
            continue  # it was moved away meanwhile
        sizes = {key: counts.get(key) for key in ("documents", "passages")}
        found.append({"name": name, **sizes, "bytes": _size(config.data / name), "fault": fault})
    if json_:
        print_json({"collections": found})
    elif not found:
        say("there is no collection yet: add documents with `pincite add PATH`")
    else:
        head = ("NAME", "DOCUMENTS", "PASSAGES", "MEGABYTES")
        print_table([head, *map(_row, found)])
        for one in filter(itemgetter("fault"), found):
            click.echo(f"{one['name']}: {one['fault']}", err=True)


def _row(one: dict[str, Any]) -> tuple[str, str, str, str]:
    megabytes = f"{one['bytes'] / 1e6:,.1f}"
    if one["fault"]:
        return one["name"], "unreadable", "", megabytes
    return one["name"], f"{one['documents']:,}", f"{one['passages']:,}", megabytes


def _size(folder: Path) -> int:
    """Return the bytes that a collection takes, without its reserve."""
    size = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # it may vanish while we look
                size += os.lstat(os.path.join(where, name)).st_size if name != "reserve" else 0
    return size
