"""How commands print: results to standard output, progress and errors beside it."""

import json
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from index import Hit, Reading
from qa.answering import wording
from qa.answering.answer import Answer, Citation
from qa.answering.certainty import certainty
from qa.answering.rows import QuotedRow, named_cells
from qa.answering.wording import NO_CLEAR_ANSWER, OnPage

WIDTH = 88  # characters; a guess: longer lines are hard to read
MAY_ANSWER = "These passages may hold the answer; Pincite is not sure"
_NARROWEST = 20  # characters; a guess: below it each line would be a word
_BEGIN, _END = "\x01", "\x02"  # no text that is `shown` has them


def print_json(value: Any) -> None:
    """Print a value as JSON, readable and in its own script."""
    click.echo(json_text(value))


def json_text(value: Any) -> str:
    """Return a value as JSON, readable and in its own script."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def write_records(path: Path, value: dict[str, Any] | Sequence[dict[str, Any]]) -> None:
    """Write one answer record, or several as a list, as `pincite verify` reads them."""
    try:
        path.write_text(json_text(value) + "\n", "utf-8")
    except OSError as exc:
        raise click.ClickException(f"{path} cannot be written: {exc.strerror}") from exc


def shown(text: str) -> str:
    """Return text as it may be printed: control and bidi characters cannot act."""
    return "".join(
        c
        if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
        else "\N{REPLACEMENT CHARACTER}"
        for c in text
    )


def wrapped(text: str, indent: str = "") -> str:
    """Return text on one or more lines, for reading; its words are unchanged."""
    return _filled(shown(text), indent)


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent
    )


def print_answer(answer: Answer) -> None:
    """Print an answer with its citations, or why there is none and what was found."""
    cited = {citation.number: citation for citation in answer.citations}
    if answer.readings:
        click.echo(wrapped(_did_you_mean(answer.readings)) + "\n")
    for sentence in answer.sentences:
        marks = "".join(f"[{number}]" for number in sentence.citations)
        words = " ".join(_marked(cited[number]) for number in sentence.citations[:1])
        click.echo(_bold(_filled(f"{words} {marks}")))
    if answer.reason is not None and answer.sentences:
        click.echo("\n" + wrapped(answer.reason))
    elif answer.reason is not None:
        click.echo(wrapped(f"{NO_CLEAR_ANSWER}. {answer.reason}"))
    for difference in answer.differences:
        click.echo("\n" + wrapped(wording.conflict(difference)))
    click.echo()
    for citation in answer.citations:
        click.echo(place(citation))
        if citation.lead is not None:
            click.echo(wrapped(f"before it: {citation.lead.text}", "    "))
    if answer.closest:
        click.echo(f"{MAY_ANSWER}:")
        for close in answer.closest:
            title = ", ".join([shown(close.title), *page_of(close)])
            click.echo(f"\n  {title}  {close.document_id}:{close.start}-{close.end}")
            click.echo(wrapped(close.text, "    "))
    said = certainty(answer.confidence) if answer.sentences else "too low to quote"
    click.echo(f"\nconfidence: {said} ({answer.confidence:.0%})")


def _did_you_mean(readings: Sequence[Reading]) -> str:
    """Say which words stand nowhere, and what each was read as."""
    said = ", ".join(f"{reading.read_as} for “{reading.word}”" for reading in readings)
    return f"Did you mean {said}? What you wrote is not in the documents."


def _marked(citation: Citation) -> str:
    """Return a quote as it may be printed, with the words that answer between two marks."""
    if citation.cells:
        return shown(_readable(citation))
    parts, done = [], citation.start
    for span in citation.answer_spans:
        for start, end in ((done, span.start), (span.start, span.end)):
            parts.append(shown(citation.quote[start - citation.start : end - citation.start]))
        parts[-1] = f"{_BEGIN}{parts[-1]}{_END}"
        done = span.end
    return "".join([*parts, shown(citation.quote[done - citation.start :])])


def _bold(text: str) -> str:
    """Return text with what is between the marks bold; colourless output is left as it is."""
    for mark, code in ((_BEGIN, "\x1b[1m"), (_END, "\x1b[22m")):
        text = text.replace(mark, code)  # click takes the codes out where no terminal reads them
    return text


def _readable(citation: Citation) -> str:
    """Return a quote as it is read aloud: a row of a table with the name of each column."""
    if not citation.cells:
        return citation.quote
    row = QuotedRow(citation.cells, citation.heads)
    return named_cells(citation.quote, citation.start, row)


def place(citation: Citation) -> str:
    """Return one line that says where a citation is to be found."""
    parts = [shown(citation.title)]
    if citation.author:
        parts.append(shown(citation.author))
    if citation.quoted_by is not None:
        by = f" by {shown(citation.quoted_by)}" if citation.quoted_by else ""
        parts.append(f"quoted{by}")
    parts += page_of(citation)
    if citation.place:
        parts.append(shown(citation.place))
    where = f"{citation.document_id}:{citation.start}-{citation.end}"
    return f"[{citation.number}] {', '.join(parts)}  {where}"


def page_of(place: OnPage) -> list[str]:
    """Return the page of something as it may be printed."""
    return [shown(part) for part in wording.page_of(place)]


def print_table(rows: Iterable[tuple[str, ...]], width: int | None = None) -> None:
    """Print rows in columns as wide as what they hold.

    The last column takes what is left of the `width`, or of a terminal's width, and goes on
    in further lines; without either it is as long as it is.
    """
    cells = [tuple(shown(cell) for cell in row) for row in rows]
    if width is None and sys.stdout.isatty():
        width = shutil.get_terminal_size().columns
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)][:-1]
    start = sum(widths) + 2 * len(widths)
    continued = "\n" + " " * start
    for *columns, last in cells:
        padded = map(str.ljust, columns, widths)
        parts = textwrap.wrap(last, max(_NARROWEST, width - start)) if width else [last]
        click.echo("  ".join([*padded, continued.join(parts)]).rstrip())


def say(line: str) -> None:
    """Tell something beside the result, where a person is watching."""
    if sys.stderr.isatty():
        click.echo(line, err=True)


def note(line: str) -> None:
    """Say what matters also to whoever reads it later, in the log of a script."""
    click.echo(line, err=True)


def print_hits(hits: Iterable[tuple[str, Hit]]) -> None:
    """Print passages with their ranks, each behind the name of its collection, "" for the one."""
    for number, (collection, hit) in enumerate(hits, start=1):
        passage = hit.passage
        by_words = "-" if hit.lexical_rank is None else hit.lexical_rank
        meaning = "-" if hit.dense_rank is None else hit.dense_rank
        title = ", ".join([shown(hit.document.title), *page_of(passage)])
        click.echo(
            f"{number}. {f'{collection}: ' if collection else ''}{title}  "
            f"{passage.document_id}:{passage.start}-{passage.end}  "
            f"(rank by words {by_words}, by meaning {meaning})"
        )
        click.echo(wrapped(passage.text, "   ") + "\n")
