"""`pincite timeline`: dated sentences in order."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from index import Filter
from index.counted import counted
from qa.commands.exporting import chosen_format, write_out, written_as
from qa.commands.options import as_json, filtered, print_searched
from qa.commands.output import page_of, print_json, say, shown, wrapped
from qa.config import Config
from qa.wiring import make_answerer, open_existing

if TYPE_CHECKING:
    from qa.overview.events import Event
    from qa.overview.timeline import Timeline

_FORMATS = {"csv": ".csv", "xlsx": ".xlsx"}
_YEAR_FROM = {
    "heading": ", the year from its heading",
    "sentence_before": ", the year from the sentence before",
}


@click.command("timeline")
@click.option("--about", metavar="TOPIC", default="", help="Only passages about TOPIC.")
@click.option("--earliest", metavar="DATE", default="", help="Only dates from DATE on.")
@click.option("--latest", metavar="DATE", default="", help="Only dates up to DATE.")
@written_as(_FORMATS)
@filtered
@as_json
@click.pass_obj
def timeline_command(
    config: Config,
    about: str,
    earliest: str,
    latest: str,
    format_: str | None,
    output: Path | None,
    wanted: Filter,
    json_: bool,
) -> None:
    """List every sentence with a date, in the order of the dates.

    A date that has only a month or a year comes before the days of it. Relative dates ("last
    March") are listed where the date of their document resolves them, and days without a year
    ("on 3 March") where a heading, the sentence before or the date of the e-mail leaves no doubt
    about it; both are marked.

    \b
    Example:
      pincite timeline --about "weapons smuggling"
      pincite timeline --earliest 2011 --latest 2011-06 -o timeline.xlsx
    """
    from qa.overview.timeline import TimelineRequest, timeline

    form = chosen_format(format_, output, _FORMATS)
    if json_ and form is not None:
        raise click.UsageError(f"--json prints JSON: leave it out to write {form}")
    index = open_existing(config)
    if about:
        say("loading the model…")
    request = TimelineRequest(about, wanted, earliest, latest)
    found = timeline(index, make_answerer(config, index), request)
    if form is not None:
        from qa.doors.tables.dated import dated_as

        write_out(dated_as(found, form), output)
    elif json_:
        print_json(found.record())
    else:
        print_timeline(found)


def print_timeline(found: "Timeline") -> None:
    """Print dates as they are read and as they are written, each with its sentence and pin."""
    for event in found.events:
        click.echo(_heading(event))
        click.echo(wrapped(event.quote, "    "))
        where = f"{event.document_id}:{event.start}-{event.end}"
        click.echo(f"    {', '.join([shown(event.title), *page_of(event)])}  {where}\n")
    click.echo(f"{counted(found.total, 'date')} in {counted(found.documents, 'document')}")
    print_searched(found.within)


def _heading(event: "Event") -> str:
    """Return a date as it is read, how exact it is, and how it is written."""
    until = f" to {event.last}" if event.last != event.first else ""
    only = "" if event.precision == "day" else f" ({event.precision} only)"
    by = _YEAR_FROM.get(event.year_from or "", "")
    if event.relative or event.year_from == "mail":
        by = f", by the document's date {event.published}"
    return f"{event.first}{until}{only}  “{shown(event.written)}”{by}"
