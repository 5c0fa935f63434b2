"""A question to several collections at once, and the collections that saved answers name."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.answering.across import AnswerAcross, answer_across
from qa.answering.answer import Answer
from qa.answering.certainty import certainty
from qa.answering.question import Request
from qa.commands.exporting import write_answers, write_out
from qa.commands.options import print_searched
from qa.commands.output import json_text, print_answer, print_json, say, write_records
from qa.config import Config
from qa.service.addresses import address_of
from qa.wiring import (
    collection_names,
    make_answerer,
    open_existing,
    open_index,
    shared_embedder,
    shared_reader_model,
)

if TYPE_CHECKING:
    from index import Index


def ask_across(
    config: Config,
    names: Sequence[str],
    request: Request,
    save: Path | None,
    *,
    json_: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Ask collections by name, and print, save or write out what they say together.

    Raises:
        ConfigError: If there is none of a name.
    """
    embedder = shared_embedder(config)
    reader = shared_reader_model(config, embedder)
    configs = {name: _config_of(config, name) for name in names}
    indexes = {name: open_existing(own, embedder=embedder) for name, own in configs.items()}
    answerers = {name: make_answerer(configs[name], indexes[name], reader) for name in indexes}
    say("loading the model…")

    def ask(name: str, request: Request) -> Answer:
        return answerers[name].answer(request)

    across = answer_across([*answerers], request, ask)
    if save is not None:
        write_records(save, across.record())
    if form == "annotations":
        from qa.doors.annotations import Whereabouts, annotations_across

        found = annotations_across(
            across, lambda name: Whereabouts(indexes[name], configs[name].public_url)
        )
        write_out(f"{json_text(found)}\n".encode(), output)
    elif form is not None:
        write_answers([across.record()], indexes[names[0]], form, output, indexes.get)
    elif json_:
        print_json(across.record())
    else:
        _print(across)


def others_of(config: Config) -> "Callable[[str], Index | None]":
    """Return what opens the collection that a citation names, once; None if there is none."""

    @cache
    def opened(name: str) -> "Index | None":
        if name not in collection_names(config):
            return None
        return open_index(config, name, read_only=True)

    return opened


def _config_of(config: Config, name: str) -> Config:
    """Return the settings of a collection, whose links lead to its own address."""
    public_url = None if config.public_url is None else config.public_url + address_of(name, "")
    return replace(config.with_options(collection=name), public_url=public_url)


def _print(across: AnswerAcross) -> None:
    print_answer(across.answer)
    for citation, name in zip(across.answer.citations, across.citations, strict=True):
        click.echo(f"[{citation.number}] is in {name}")
    for one in across.asked:
        said = certainty(one.confidence) if one.status == "answered" else "no answer"
        click.echo(f"{one.name}: {said}")
    print_searched(across.answer.within)
