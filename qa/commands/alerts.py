"""`pincite alert`: questions and topics that are asked again when documents are added."""

from typing import TYPE_CHECKING, Any

import click

from qa.commands.changing import existing_to_change, index_to_change
from qa.commands.options import as_json
from qa.commands.output import page_of, print_json, print_table, say, shown, wrapped
from qa.commands.removing import ids_or_all, remove_and_count
from qa.config import Config
from qa.wiring import make_answerer, open_existing

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Alert, Index, IndexReader
    from qa.answering.answerer import Answerer
    from qa.overview.alerts.found import AlertFound, FoundWords

_KINDS = {"question": "question", "find": "topic"}


@click.group("alert", invoke_without_command=True)
@as_json
@click.pass_context
def alert_command(ctx: click.Context, json_: bool) -> None:
    """Watch a question or topic for news in new documents.

    Alerts are asked again when documents are added: while `pincite serve` runs, after each change
    that `pincite sync --watch` picks up, and by `pincite alert check`. The first look records what
    is there already; only what comes later is new. The page lists alerts, and each has a feed.

    \b
    Example:
      pincite alert add "Who leads Brigade 315?"
      pincite alert add --find "weapons smuggling"
      pincite alert check
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, json_)


@alert_command.command("add")
@click.argument("words", metavar="QUESTION", nargs=-1, required=True)
@click.option(
    "--find", is_flag=True, help="Watch for every passage about a topic, not for answers."
)
@click.pass_obj
def add_command(config: Config, words: tuple[str, ...], find: bool) -> None:
    """Add an alert for QUESTION, and take its first look now.

    \b
    Example:
      pincite alert add "Who leads Brigade 315?"
    """
    from qa.overview.alerts.looking import checked_alert

    alert = checked_alert("find" if find else "question", " ".join(words))
    index = index_to_change(config)
    kept = index.add_alert(alert)
    if not kept.looked:
        _look(config, index, make_answerer(config, index))
    click.echo(f"alert {kept.id}: {shown(kept.words)}")


@alert_command.command("list")
@as_json
@click.pass_obj
def list_command(config: Config, json_: bool) -> None:
    """List the alerts, and how much each has found since its first look."""
    _list(config, json_)


def _list(config: Config, json_: bool) -> None:
    with open_existing(config).reader() as reader:
        alerts = _with_found(config, reader, reader.alerts())
    if json_:
        print_json({"alerts": [_record(config, one) for one in alerts]})
    elif not alerts:
        say('there are no alerts: add one with `pincite alert add "QUESTION"`')
    else:
        rows = [("ID", "KIND", "FOUND", "LAST LOOK", "WORDS")]
        for one in alerts:
            alert, found = one.alert, f"{len(one.found):,}"
            looked = alert.looked or "not yet"
            rows.append((alert.id, _KINDS[alert.kind], found, looked, alert.words))
        print_table(rows)


@alert_command.command("show")
@click.argument("alert_id", metavar="ID")
@as_json
@click.pass_obj
def show_command(config: Config, alert_id: str, json_: bool) -> None:
    """Show what an alert has found since its first look, newest first."""
    with open_existing(config).reader() as reader:
        alert = reader.alert(alert_id) if alert_id.isascii() else None
        if alert is None:
            raise _unknown(alert_id)
        (one,) = _with_found(config, reader, [alert])
    if json_:
        print_json(_record(config, one))
        return
    click.echo(f"{shown(alert.words)}\n")
    if not one.found:
        click.echo("nothing new yet")
    for words in one.found:
        _print(words)


@alert_command.command("check")
@click.pass_obj
def check_command(config: Config) -> None:
    """Ask every alert again if documents were added since its last look; print what is new.

    \b
    Example:
      pincite add ~/papers && pincite alert check
    """
    from qa.overview.alerts.looking import due

    index = existing_to_change(config)
    if _look(config, index, make_answerer(config, index)):
        return
    with index.reader() as reader:
        elsewhere = due(reader)
    if elsewhere:
        click.echo("another process is asking the alerts now: `pincite alert` lists what it finds")
    else:
        click.echo("nothing new")


@alert_command.command("remove")
@ids_or_all("alert")
@click.pass_obj
def remove_command(config: Config, ids: tuple[str, ...]) -> None:
    """Remove the alerts with these IDs, or all of them, with what they found and their feeds.

    \b
    Example:
      pincite alert remove 3f9c1e0a77b2d415
    """
    index = existing_to_change(config)
    remove_and_count("alert", ids, index.remove_alerts, index.remove_all_alerts, _unknown)


def news_printer(config: Config, index: "Index") -> "Callable[[], object]":
    """Return a function that asks every alert that is due again, and prints what is new.

    What keeps alerts from being asked is printed, and does not stop the caller.
    """
    from index.errors import LedgerDamaged
    from qa.errors import AnswerError

    answerer: Answerer | None = None

    def print_news() -> None:
        nonlocal answerer
        try:
            with index.reader() as reader:
                if not reader.alerts():
                    return
            answerer = answerer or make_answerer(config, index)
            _look(config, index, answerer)
        except (LedgerDamaged, AnswerError) as exc:
            click.echo(f"not all alerts were asked: {exc}", err=True)

    return print_news


def _look(config: Config, index: "Index", answerer: "Answerer") -> bool:
    """Ask every alert that is due again; print what is new, and return whether anything is."""
    from index.counted import counted
    from qa.overview.alerts.watcher import looks

    any_new = False
    for news in looks(index, answerer):
        if not news.new:
            continue
        any_new = True
        click.echo(f"{shown(news.alert.words)}  ({counted(len(news.new), 'new quote')})\n")
        with index.reader() as reader:
            (one,) = _with_found(config, reader, [news.alert])
        numbers = {sighting.number for sighting in news.new}
        for words in one.found:
            if words.number in numbers:
                _print(words)
    return any_new


def _with_found(config: Config, reader: "IndexReader", alerts: "list[Alert]") -> "list[AlertFound]":
    from index.ledger.alert_rows import HELD
    from qa.overview.alerts.found import with_found

    return with_found(reader, alerts, HELD, config.public_url)


def _record(config: Config, one: "AlertFound") -> dict[str, Any]:
    """Return an alert as JSON takes it, with where the feed of a collection that is named is read.

    In a service that is not the one that addresses without a name mean, as far as anybody knows
    here, so its feed has the name in its address, and a key that is made of the data directory.
    """
    from qa.overview.alerts.found import feed_path
    from qa.service.addresses import address_of
    from qa.service.framed import FrameKey

    name = config.collection
    if not config.origins.get("collection", "").startswith("option"):
        return one.record()
    key = FrameKey(config.data).feed_key(name, one.alert.id)
    return one.record() | {"feed": address_of(name, feed_path(one.alert, key))}


def _print(words: "FoundWords") -> None:
    where = f"{words.document_id}:{words.start}-{words.end}"
    click.echo("  " + "  ".join([", ".join([shown(words.title), *page_of(words)]), where]))
    click.echo(wrapped(words.quote, "    ") + "\n")


def _unknown(alert_id: str) -> click.ClickException:
    return click.ClickException(f"no alert {alert_id!r}: `pincite alert` lists them")
