"""`pincite cite`: saved answers as documents and lists of references, and links to their quotes."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from index.counted import counted
from qa.commands.across import others_of
from qa.commands.exporting import (
    ANSWER_FORMATS,
    chosen_format,
    write_answers,
    write_out,
    written_as,
)
from qa.commands.maintenance import text_of
from qa.config import Config
from qa.errors import ConfigError
from qa.wiring import open_existing

_DAYS, _MOST_DAYS = 30, 365  # as `qa.service.framed` has them, which takes time to load
_DAY = 86_400  # seconds


@click.command("cite")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@written_as(ANSWER_FORMATS)
@click.option("--frame", is_flag=True, help="Write links that show each quote without a key.")
@click.option(
    "--days",
    type=click.IntRange(1, _MOST_DAYS),
    default=_DAYS,
    show_default=True,
    help="With --frame: the days after which the links open nothing.",
)
@click.pass_obj
def cite_command(
    config: Config, file: Path, format_: str | None, output: Path | None, frame: bool, days: int
) -> None:
    """Write the answers saved in FILE with their citations, by default as Markdown.

    Formats: docx (Word, with footnotes), md (Markdown), txt, ris, bibtex and csl (CSL-JSON), the
    last three for reference managers such as Zotero: one entry for each document and version.
    Every citation is checked first; words that do not stand there any more are marked.

    With --frame, it writes one line for each citation instead: its number, a link, and the title.
    The links show the quoted words, and up to 600 characters around them, to whoever has them.

    \b
    Example:
      pincite ask --save answer.json "Who leads Brigade 315?"
      pincite cite answer.json -o answer.docx
      pincite cite answer.json --format bibtex
      pincite cite answer.json --frame --days 90
    """
    from qa.answering.record_reading import read_records

    if frame and format_ is not None:
        raise click.UsageError("--frame writes links, so leave --format out")
    records = read_records(text_of(file))
    if frame:
        write_out("".join(_links(config, records, days)).encode(), output)
        return
    form = chosen_format(format_, output, ANSWER_FORMATS) or "md"
    write_answers(records, open_existing(config), form, output, others_of(config))


def _links(config: Config, records: Sequence[Mapping[str, Any]], days: int) -> list[str]:
    """Return a line for each citation of some answers that still stands in its document.

    Raises:
        ConfigError: If the address of the service is not known.
    """
    from qa.service.framed import FrameKey, link_to

    if config.public_url is None:
        raise ConfigError(
            "set PINCITE_PUBLIC_URL to the address of the service: links begin with it"
        )
    until = int(time.time()) + days * _DAY
    key = FrameKey(config.data)
    citations = [cited for record in records for cited in record["citations"]]
    own, others = open_existing(config), others_of(config)

    def path_of(cited: Mapping[str, Any]) -> str | None:
        name = str(cited.get("collection") or "")
        index = others(name) if name else own
        if index is None:
            return None
        with index.reader() as reader:
            return link_to(reader, key, name or config.collection, cited, until)

    paths = [*map(path_of, citations)]
    ends = datetime.fromtimestamp(until, UTC).date().isoformat()
    click.echo(f"{counted(len(paths) - paths.count(None), 'link')}, valid until {ends}", err=True)
    if None in paths:
        gone = counted(paths.count(None), "citation")
        click.echo(f"{gone} left out: `pincite verify` says why", err=True)
    return [
        f"[{cited['number']}] {config.public_url}{path} {' '.join(cited['title'].split())}\n"
        for cited, path in zip(citations, paths, strict=True)
        if path is not None
    ]
