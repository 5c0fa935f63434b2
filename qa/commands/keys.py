"""`pincite key`: who else may use a service, and for what."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from qa.commands.changing import command_line_user
from qa.commands.options import as_json
from qa.commands.output import note, print_json, print_table, say, shown
from qa.config import Config

if TYPE_CHECKING:
    from qa.service.key_store import KeyStore
    from qa.service.keys import Key, Right

_SPAN = re.compile(r"(\d{1,4})([hd])")
_UNITS = {"h": "hours", "d": "days"}
_NEVER, _ALL = "never", "all"
_DOING: "dict[Right, str]" = {"read": "read", "add": "read and add to", "manage": "manage"}


@click.group("key", invoke_without_command=True)
@as_json
@click.pass_context
def key_command(ctx: click.Context, json_: bool) -> None:
    """Add, list or revoke the keys of a service.

    Each key opens the collections that it names, to read them, to add documents, or to manage them.
    PINCITE_KEY opens everything, and is the only one that can create or remove collections. A
    running service takes a new key, and refuses a revoked one, at the next request.

    \b
    Example:
      pincite key add "Ada Lund" --collection letters --may read
      pincite key list
      pincite key revoke "Ada Lund"
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, json_)


@key_command.command("add")
@click.argument("name")
@click.option(
    "--collection",
    "collections",
    metavar="NAME",
    multiple=True,
    help="Open this collection; may be given several times.  [default: the one that is used]",
)
@click.option("--all-collections", is_flag=True, help="Open every collection, also future ones.")
@click.option(
    "--may",
    "right",
    type=click.Choice(("read", "add", "manage")),
    default="read",
    show_default=True,
    help="read: ask and read. add: also upload documents, mark answers and set alerts. manage: "
    "also edit, replace and remove documents, read the log and make framed links.",
)
@click.option(
    "--expires",
    metavar="WHEN",
    default=_NEVER,
    help="The last day, such as 2027-06-30 (UTC), or a time from now: 90d, 12h.",
)
@click.option(
    "--questions", type=click.IntRange(1), metavar="N", help="At most N questions a minute."
)
@click.option("--uploads", type=click.IntRange(1), metavar="N", help="At most N uploads a day.")
@click.option(
    "--megabytes", type=click.IntRange(1), metavar="N", help="At most N megabytes uploaded a day."
)
@as_json
@click.pass_obj
def add_command(
    config: Config,
    name: str,
    collections: tuple[str, ...],
    all_collections: bool,
    right: "Right",
    expires: str,
    questions: int | None,
    uploads: int | None,
    megabytes: int | None,
    json_: bool,
) -> None:
    """Add a key for NAME, a person or a program, and print it.

    It is printed this once: only its sha256 is stored.

    \b
    Example:
      pincite key add "Ada Lund" --collection letters --may read
      pincite key add importer --collection letters --may add --uploads 500 --expires 90d
    """
    from qa.service.keys import KeyLimits

    if all_collections and collections:
        raise click.UsageError("name collections, or --all-collections")
    names = None if all_collections else _checked(config, collections or (config.collection,))
    key, text = _store(config).add(
        name, right, names, _moment(expires), KeyLimits(questions, uploads, megabytes)
    )
    if json_:
        print_json({"key": text, **_record(key)})
        return
    _note_missing(config, key)
    note(f"{allowed_by(key)} Copy it now, because it is not shown again:")
    click.echo(text)
    if not config.key:
        note(
            "From now on a service asks everybody for a key. Set PINCITE_KEY for it as well, or "
            "nobody can administer it over HTTP."
        )


def allowed_by(key: "Key") -> str:
    """Return what a key allows, as a sentence."""
    until = "" if key.expires is None else f" until {_time(key.expires)}"
    where = "every collection" if key.collections is None else _collections(key)
    return f"{shown(key.name)} may {_DOING[key.right]} {where}{until} with this key."


@key_command.command("list")
@as_json
@click.pass_obj
def list_command(config: Config, json_: bool) -> None:
    """List the keys: what each may do, where, and whether it is valid.

    \b
    Example:
      pincite key list
    """
    _list(config, json_)


@key_command.command("revoke")
@click.argument("keys", metavar="KEY...", nargs=-1, required=True)
@click.pass_obj
def revoke_command(config: Config, keys: tuple[str, ...]) -> None:
    """Revoke each KEY, which is its name or its id, for good.

    A running service refuses it at the next request, and ends its sessions and streams.

    \b
    Example:
      pincite key revoke "Ada Lund"
    """
    store = _store(config)
    for one in keys:
        key = store.revoke(one)
        if key is None:
            raise click.ClickException(f"no key {one!r}: `pincite key list` shows their names")
        again = "was revoked before" if key.revoked is not None else "revoked"
        click.echo(f"key {key.id} ({shown(key.name)}) {again}")


def _list(config: Config, json_: bool) -> None:
    keys = _store(config).all()
    if json_:
        print_json({"keys": [_record(key) for key in keys]})
    elif not keys:
        say("there are no keys: add one with `pincite key add NAME`")
    else:
        head = ("ID", "NAME", "MAY", "STATE", "EXPIRES", "LIMITS", "COLLECTIONS")
        print_table([head, *map(_row, keys)])


def _row(key: "Key") -> tuple[str, ...]:
    expires = _NEVER if key.expires is None else _time(key.expires)
    state = key.state(time.time())
    return key.id, key.name, key.right, state, expires, _limits(key), _collections(key)


def _limits(key: "Key") -> str:
    limits = key.limits
    named = (
        (limits.questions, "questions/min"),
        (limits.uploads, "uploads/day"),
        (limits.megabytes, "MB/day"),
    )
    return ", ".join(f"{number:,} {what}" for number, what in named if number) or "none"


def _collections(key: "Key") -> str:
    return _ALL if key.collections is None else ", ".join(sorted(key.collections)) or "none"


def _record(key: "Key") -> dict[str, Any]:
    """Return a key as JSON takes it, without anything that opens something."""
    limits = key.limits
    return {
        "id": key.id,
        "name": key.name,
        "may": key.right,
        "collections": None if key.collections is None else sorted(key.collections),
        "state": key.state(time.time()),
        "created": _time(key.created),
        "expires": None if key.expires is None else _time(key.expires),
        "revoked": None if key.revoked is None else _time(key.revoked),
        "questions_a_minute": limits.questions,
        "uploads_a_day": limits.uploads,
        "megabytes_a_day": limits.megabytes,
    }


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="minutes").replace("+00:00", "Z")


def _moment(text: str) -> int | None:
    """Return when a key ends, in seconds since 1970; of a day its end."""
    if text == _NEVER:
        return None
    now = datetime.now(UTC)
    if match := _SPAN.fullmatch(text):
        return int((now + timedelta(**{_UNITS[match[2]]: int(match[1])})).timestamp())
    try:
        day = date.fromisoformat(text) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise click.UsageError(
            f"--expires {text}: write a day such as 2027-06-30, or a time from now such as 90d"
        ) from None
    end = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if end <= now:
        raise click.UsageError(f"--expires {text}: this day is over")
    return int(end.timestamp())


def _checked(config: Config, names: tuple[str, ...]) -> frozenset[str]:
    """Return the names of collections."""
    return frozenset(config.with_options(collection=name).collection for name in names)


def _note_missing(config: Config, key: "Key") -> None:
    """Say which collections of a key are not there; they may come yet."""
    from qa.wiring import collection_names

    for name in sorted((key.collections or frozenset()).difference(collection_names(config))):
        note(f"there is no collection {name!r} yet")


def _store(config: Config) -> "KeyStore":
    from qa.service.key_store import KeyStore
    from qa.service.places import key_place

    return KeyStore(key_place(config), who=command_line_user())
