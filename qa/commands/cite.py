"""`pincite cite`: saved answers as documents and lists of references."""

from pathlib import Path

import click

from qa.commands.exporting import ANSWER_FORMATS, chosen_format, write_answers, written_as
from qa.commands.maintenance import text_of
from qa.config import Config
from qa.wiring import open_existing


@click.command("cite")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@written_as(ANSWER_FORMATS)
@click.pass_obj
def cite_command(config: Config, file: Path, format_: str | None, output: Path | None) -> None:
    """Write the answers saved in FILE with their citations, by default as Markdown.

    Formats: docx (Word, with footnotes), md (Markdown), txt, ris, bibtex and csl (CSL-JSON), the
    last three for reference managers such as Zotero: one entry for each document and version.
    Every citation is checked first; words that do not stand there any more are marked.

    \b
    Example:
      pincite ask --save answer.json "Who leads Brigade 315?"
      pincite cite answer.json -o answer.docx
      pincite cite answer.json --format bibtex
    """
    from qa.answering.record_reading import read_records

    records = read_records(text_of(file))
    form = chosen_format(format_, output, ANSWER_FORMATS) or "md"
    write_answers(records, open_existing(config), form, output)
