"""`pincite log`: who changed what in the collection, or of the service, and when."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from index.types import ChangeKind
from qa.commands.exporting import chosen_format, write_out, written_as
from qa.commands.options import as_json
from qa.commands.output import print_json, print_table, say
from qa.config import Config
from qa.wiring import open_existing

if TYPE_CHECKING:
    from index import ChangeQuery, IndexReader

_FORMATS = {"csv": ".csv", "xlsx": ".xlsx"}
_OF_KEYS = ("key_added", "key_revoked")  # they belong to no collection
_LINES = 50  # of a table, if not said; a guess: what anybody scrolls through
_PAGE = 1000  # lines that are read at a time, as `index.protocol.PAGE`


@click.command("log")
@click.option("--since", metavar="TIME", default="", help="Only changes from TIME on.")
@click.option("--before", metavar="TIME", default="", help="Only changes before TIME.")
@click.option(
    "--document", metavar="DOCUMENT", help="Only of this document: its id, file, path or title."
)
@click.option("--who", metavar="NAME", default="", help="Only changes by NAME.")
@click.option("--what", type=click.Choice(get_args(ChangeKind)), help="Only changes of this kind.")
@click.option(
    "-n", "most", type=click.IntRange(1), metavar="N", help="Show at most N changes, the newest."
)
@click.option(
    "--service",
    is_flag=True,
    help="List changes of keys and of whole collections, erased ones too, instead.",
)
@written_as(_FORMATS)
@as_json
@click.pass_obj
def log_command(
    config: Config,
    since: str,
    before: str,
    document: str | None,
    who: str,
    what: str | None,
    most: int | None,
    service: bool,
    format_: str | None,
    output: Path | None,
    json_: bool,
) -> None:
    """List who changed what in the collection and when, the newest change first.

    Changes of documents, uploads, marks, alerts and of the collection itself are logged as they
    are made; with --service, those of keys, and which collections were created, renamed, removed,
    restored or erased. NAME is that of a key, or `command line (USER)`. Times are in UTC: 2026-05,
    2026-05-01 or 2026-05-01T14:30. The log has no titles and no words, only ids: titles are those
    of today, and of a removed document the id alone is left. It has the last 100,000 changes.

    \b
    Example:
      pincite log --since 2026-05-01
      pincite log --document report.pdf --what document_removed
      pincite log -o changes.csv
      pincite log --service --what collection_erased
    """
    from qa.service.change_log import change_query

    form = chosen_format(format_, output, _FORMATS)
    if json_ and form is not None:
        raise click.UsageError(f"--json prints JSON: leave it out to write {form}")
    if service and document:
        raise click.UsageError("the log of --service has no documents: leave out --document")
    if what in _OF_KEYS and not service:
        raise click.UsageError("changes of keys are in the log of the service: add --service")
    as_table = form is None and not json_
    limit = most or (_LINES if as_table else None)
    wanted = change_query(since=since, before=before, who=who, what=what or "")
    if service:
        records = _of_service(config, wanted, limit)
    else:
        records = _of_collection(config, wanted, document, limit)
    if form is not None:
        from qa.doors.tables.changed import changes_as

        write_out(changes_as(records, form), output)
    elif json_:
        print_json({"changes": records})
    else:
        _print(records, limited=most is None and len(records) == limit)


def _document_id(reader: "IndexReader", name: str) -> str:
    """Return the id of the document with a name, or the name: it may be the id of a removed one."""
    from qa.commands.naming import document_named

    try:
        return document_named(reader, name)
    except click.ClickException:
        if name.isascii() and reader.changes(_of(name), None, 1):
            return name
        raise


def _of(document_id: str) -> "ChangeQuery":
    from index import ChangeQuery

    return ChangeQuery(document_id=document_id)


def _of_collection(
    config: Config, wanted: "ChangeQuery", document: str | None, limit: int | None
) -> list[dict[str, Any]]:
    from qa.service.change_log import change_records

    with open_existing(config).reader() as reader:
        named = _document_id(reader, document) if document else ""
        wanted = replace(wanted, document_id=named)
        return list(_pages(partial(change_records, reader, wanted), limit))


def _of_service(config: Config, wanted: "ChangeQuery", limit: int | None) -> list[dict[str, Any]]:
    from qa.service.change_log import service_records

    return list(_pages(partial(service_records, config, wanted), limit))


def _pages(
    read: Callable[[int | None, int], list[dict[str, Any]]], limit: int | None
) -> Iterator[dict[str, Any]]:
    """Yield lines, read page by page: from the number of a line on, so many."""
    last: int | None = None
    left = limit
    while left is None or left > 0:
        page = read(last, _PAGE if left is None else min(_PAGE, left))
        yield from page
        if not page:
            return
        last = page[-1]["number"]
        left = None if left is None else left - len(page)


def _print(records: list[dict[str, Any]], *, limited: bool) -> None:
    from qa.doors.tables.changed import details_of

    if not records:
        click.echo("there are no such changes", err=True)  # into a pipe too: no line is no proof
        return
    rows = [("WHEN", "WHO", "WHAT", "ABOUT")]
    for record in records:
        about = [record["title"] or record["document_id"], record["subject"], details_of(record)]
        what = record["what"].replace("_", " ")
        rows.append((record["when"][:19], record["who"], what, ", ".join(filter(None, about))))
    print_table(rows)
    if limited:
        say(f"the newest {len(records)}: -n N shows more")
