"""A question to several collections at once."""

from collections.abc import Sequence
from pathlib import Path

import click

from qa.answering.across import AnswerAcross, answer_across
from qa.answering.answer import Answer
from qa.answering.certainty import certainty
from qa.answering.question import Request
from qa.commands.options import print_searched
from qa.commands.output import print_answer, print_json, say, write_records
from qa.config import Config
from qa.wiring import make_answerer, open_existing, shared_embedder, shared_reader_model


def ask_across(
    config: Config, names: Sequence[str], request: Request, save: Path | None, *, json_: bool
) -> None:
    """Ask collections by name, and print or save what they say together.

    Raises:
        ConfigError: If there is none of a name.
    """
    embedder = shared_embedder(config)
    reader = shared_reader_model(config, embedder)
    answerers = {}
    for name in names:
        own = config.with_options(collection=name)
        answerers[name] = make_answerer(own, open_existing(own, embedder=embedder), reader)
    say("loading the model…")

    def ask(name: str, request: Request) -> Answer:
        return answerers[name].answer(request)

    across = answer_across([*answerers], request, ask)
    if save is not None:
        write_records(save, across.record())
    if json_:
        print_json(across.record())
    else:
        _print(across)


def _print(across: AnswerAcross) -> None:
    print_answer(across.answer)
    for citation, name in zip(across.answer.citations, across.citations, strict=True):
        click.echo(f"[{citation.number}] is in {name}")
    for one in across.asked:
        said = certainty(one.confidence) if one.status == "answered" else "no answer"
        click.echo(f"{one.name}: {said}")
    print_searched(across.answer.within)
