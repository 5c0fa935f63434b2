"""`pincite ask` and `pincite search`."""

from pathlib import Path

import click

from index import Filter
from qa.answering.question import Request
from qa.commands.exporting import (
    ANSWER_FORMATS,
    chosen_format,
    write_answers,
    write_out,
    written_as,
)
from qa.commands.options import as_json, filtered, of_collections, print_searched, quoting
from qa.commands.output import json_text, print_hits, print_json, say, write_records
from qa.commands.written import asking, print_any, quoted, writing
from qa.config import Config
from qa.wiring import make_answerer, open_existing

_FORMATS = {**ANSWER_FORMATS, "annotations": ".jsonld"}  # W3C Web Annotations


@click.command("ask")
@click.argument("words", metavar="QUESTION", nargs=-1, required=True)
@click.option(
    "--save",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also save the answer to FILE, which `pincite verify` can check.",
)
@of_collections
@written_as(_FORMATS)
@quoting
@writing
@filtered
@as_json
@click.pass_obj
def ask_command(
    config: Config,
    words: tuple[str, ...],
    save: Path | None,
    format_: str | None,
    output: Path | None,
    quotes: int | None,
    written: bool,
    struck: bool,
    wanted: Filter,
    json_: bool,
    collections: tuple[str, ...],
) -> None:
    """Answer QUESTION with exact quotations, or say that the documents do not.

    With --written, the language model of PINCITE_LLM_URL writes the answer. Each of its
    sentences is checked against the documents; what they do not say is left out.

    \b
    Example:
      pincite ask "How much was Mehdi paid each month?"
      pincite ask --save answer.json "Who leads Brigade 315?"
      pincite verify answer.json
      pincite ask -o answer.docx "Who leads Brigade 315?"
      pincite ask --author Zelin --since 2019 "Who leads Brigade 315?"
      pincite ask --collection letters --collection reports "Who leads Brigade 315?"
    """
    form = chosen_format(format_, output, _FORMATS)
    if json_ and form is not None:
        raise click.UsageError(f"--json prints JSON: leave it out to write {form}")
    if collections:
        if written:
            raise click.UsageError(
                "--written takes one collection: leave it out to get quotes from several"
            )
        from qa.commands.across import ask_across

        request = Request(" ".join(words), max_quotes=quotes, filter=wanted)
        ask_across(config, collections, request, save, json_=json_, form=form, output=output)
        return
    index = open_existing(config)
    ask = asking(config, index, written=written)
    say("loading the model…")
    answer = ask(Request(" ".join(words), max_quotes=quotes, filter=wanted))
    if save is not None:
        write_records(save, answer.record())
    if form == "annotations":
        from qa.doors.annotations import annotations

        found = annotations(answer, index, config.public_url)
        write_out(f"{json_text(found)}\n".encode(), output)
    elif form is not None:
        from qa.commands.across import others_of

        write_answers([answer.record()], index, form, output, others_of(config))
    elif json_:
        print_json(answer.record())
    else:
        print_any(answer, struck=struck)
        print_searched(quoted(answer).within)


@click.command("search")
@click.argument("words", metavar="QUESTION", nargs=-1, required=True)
@click.option(
    "-n",
    "-k",
    "count",
    type=click.IntRange(1, 50),  # guesses: a screen, and ten of them
    default=5,
    show_default=True,
    help="The most passages to show.",
)
@of_collections
@filtered
@as_json
@click.pass_obj
def search_command(
    config: Config,
    words: tuple[str, ...],
    count: int,
    wanted: Filter,
    json_: bool,
    collections: tuple[str, ...],
) -> None:
    """Find the passages nearest to QUESTION, by words and by meaning.

    Of several collections the best of each come first.

    \b
    Example:
      pincite search -n 3 "weapons smuggling into Tunisia"
      pincite search --collection letters --collection reports "weapons smuggling"
    """
    question = " ".join(words)
    if collections:
        from qa.commands.across import search_several

        search_several(config, collections, question, count, wanted, json_=json_)
        return
    from qa.answering.citing import hit_record

    answerer = make_answerer(config, open_existing(config))
    say("loading the model…")
    hits = answerer.search(question, count, wanted)
    if json_:
        print_json({"hits": [hit_record(hit) for hit in hits]})
    else:
        print_hits([("", hit) for hit in hits])
