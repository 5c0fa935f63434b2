"""Several collections asked at once, and the collections that saved answers name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index import Filter, Hit
from qa.answering.across import (
    AnswerAcross,
    answer_across,
    find_across,
    findings_across,
    hits_across,
    search_across,
)
from qa.answering.answer import Answer
from qa.answering.certainty import certainty
from qa.answering.question import Request
from qa.answering.topic_search import Findings
from qa.commands.exporting import write_answers, write_out
from qa.commands.found import print_findings
from qa.commands.options import print_searched
from qa.commands.output import (
    json_text,
    print_answer,
    print_hits,
    print_json,
    say,
    write_records,
)
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
    from qa.answering.answerer import Answerer


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
    opened = _opened(config, names)
    indexes = {name: one.index for name, one in opened.items()}
    say("loading the model…")

    def ask(name: str, request: Request) -> Answer:
        return opened[name].answerer.answer(request)

    across = answer_across(names, request, ask)
    if save is not None:
        write_records(save, across.record())
    if form == "annotations":
        from qa.doors.annotations import Whereabouts, annotations_across

        found = annotations_across(
            across, lambda name: Whereabouts(indexes[name], opened[name].config.public_url)
        )
        write_out(f"{json_text(found)}\n".encode(), output)
    elif form is not None:
        write_answers([across.record()], indexes[names[0]], form, output, indexes.get)
    elif json_:
        print_json(across.record())
    else:
        _print(across)


def search_several(
    config: Config,
    names: Sequence[str],
    question: str,
    count: int,
    wanted: Filter,
    *,
    json_: bool,
) -> None:
    """Print the passages for a question from collections by name, the best of each first.

    Raises:
        ConfigError: If there is none of a name.
    """
    opened = _opened(config, names)
    say("loading the model…")

    def search(name: str) -> list[Hit]:
        return opened[name].answerer.search(question, count, wanted)

    if json_:
        print_json({"hits": search_across(names, search, count)})
    else:
        print_hits(hits_across(names, search, count))


def find_several(
    config: Config,
    names: Sequence[str],
    topic: str,
    most: int | None,
    wanted: Filter,
    *,
    json_: bool,
    all_: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Print or write everything about a topic from collections by name, one after the other.

    Raises:
        ConfigError: If there is none of a name.
    """
    opened = _opened(config, names)
    say("loading the model…")

    def find(name: str) -> Findings:
        return opened[name].answerer.find(topic, most, wanted)

    if json_:
        print_json(find_across(names, find))
        return
    found, silent = findings_across(names, find)
    if form is not None:
        from qa.doors.tables.found import found_across_as

        write_out(found_across_as(dict(found), form), output)
        return
    for name, findings in found:
        click.echo(f"{name}\n")
        print_findings(findings, all_=all_)
        print_searched(findings.within)
        click.echo()
    for name, fault in silent.items():
        click.echo(f"{name}: {fault}")


def others_of(config: Config) -> "Callable[[str], Index | None]":
    """Return what opens the collection that a citation names, once; None if there is none."""

    @cache
    def opened(name: str) -> "Index | None":
        if name not in collection_names(config):
            return None
        return open_index(config, name, read_only=True)

    return opened


@dataclass(frozen=True, slots=True)
class _Opened:
    """A collection that is asked, with its settings."""

    config: Config
    index: "Index"
    answerer: "Answerer"


def _opened(config: Config, names: Sequence[str]) -> dict[str, _Opened]:
    """Return collections by name; they share their models.

    Raises:
        ConfigError: If there is none of a name.
    """
    embedder = shared_embedder(config)
    reader = shared_reader_model(config, embedder)
    opened = {}
    for name in names:
        own = _config_of(config, name)
        index = open_existing(own, embedder=embedder)
        opened[name] = _Opened(own, index, make_answerer(own, index, reader))
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
