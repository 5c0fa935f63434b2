"""Picks the concrete classes; the one place that knows which index and model are used.

Imports stand inside the functions, because each command needs only some of them and
they are what starting takes.
"""

import os
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.config import Config
from qa.errors import ConfigError, NoWriter

if TYPE_CHECKING:
    from index import Embedder, Index, LocalIndex
    from qa.answering.answerer import Answerer
    from qa.answering.choosing import Chooser
    from qa.answering.ranking import Weights
    from qa.checking.checker import Checker
    from qa.checking.verdict import Verifier
    from qa.reader.loading import ReaderChoice
    from qa.writing.call import Endpoint
    from qa.writing.writer import Writer


def say_aloud(text: str) -> None:
    """Say something on standard error, above the progress bar where there is one."""
    from tqdm import tqdm

    with tqdm.external_write_mode(file=sys.stderr):
        click.echo(text, err=True)


def make_embedder(config: Config, say: Callable[[str], None] = say_aloud) -> "Embedder":
    """Return the embedder of the configured model, its files verified.

    `say` reports what the first use of the model does, which takes half a minute.
    """
    from index import SentenceEncoder, find_model

    light = config.light_models if config.runtime == "light" else None
    return SentenceEncoder(find_model(config.model), light, say)


def shared_embedder(
    config: Config, say: Callable[[str], None] = say_aloud
) -> "Callable[[], Embedder]":
    """Return a function that makes the embedder once and returns the same one ever after."""
    lock = threading.Lock()
    make = cache(lambda: make_embedder(config, say))

    def embedder() -> "Embedder":
        with lock:  # `cache` alone would let two threads make one each
            return make()

    return embedder


def open_index(
    config: Config,
    collection: str = "",
    *,
    read_only: bool = False,
    embedder: "Callable[[], Embedder] | None" = None,
) -> "LocalIndex":
    """Open a collection, by default the configured one; the model is loaded when it is needed.

    With `read_only`, a missing collection is not created: it is empty then.
    """
    from index import LocalIndex, Policy

    folder = config.data / collection if collection else config.directory
    policy = Policy(config.effort)
    embedder = embedder or shared_embedder(config)
    return LocalIndex(
        folder, embedder, policy, read_only=read_only, keep_originals=config.originals
    )


def open_existing(config: Config, *, read_only: bool = True) -> "LocalIndex":
    """Open the configured collection, by default only to read it.

    Raises:
        ConfigError: If it was named, and there is none of that name: it may be misspelt.
    """
    if "collection" in config.origins and not _ledger(config.directory).exists():
        names = ", ".join(map(repr, collection_names(config))) or "none yet"
        raise ConfigError(
            f"there is no collection {config.collection!r} (there is: {names}): check the "
            "spelling, or begin it with `pincite add PATH`"
        )
    return open_index(config, read_only=read_only)


def collection_names(config: Config) -> list[str]:
    """Return the names of the collections in the data directory; of those that can be seen."""
    try:
        names = os.listdir(config.data)
    except OSError:
        return []
    return sorted(name for name in names if os.path.isfile(_ledger(config.data / name)))


def _ledger(folder: Path) -> Path:
    return folder / "ledger.db"


def current_weights(config: Config) -> "Weights":
    """Return the weights that come with Pincite, calibrated to the collection if it was."""
    from qa.answering.calibration import calibrated
    from qa.answering.ranking import shipped_weights

    return calibrated(shipped_weights(), config.directory)


def reader_choice(config: Config) -> "ReaderChoice":
    """Return what decides which reader reads."""
    from qa.reader.loading import ReaderChoice

    light = config.light_models if config.runtime == "light" else None
    return ReaderChoice(config.reader, config.model, light)


def make_chooser(
    config: Config,
    index: "Index",
    weights: "Weights",
    say: Callable[[str], None] = say_aloud,
) -> "Chooser":
    """Return what puts sentences in order, with the configured reader."""
    from qa.answering.choosing import Chooser
    from qa.reader.loading import shared_reader

    return Chooser(weights, shared_reader(reader_choice(config), lambda: index.embedder.id, say))


def make_answerer(
    config: Config, index: "Index", say: Callable[[str], None] = say_aloud
) -> "Answerer":
    """Return what answers questions from an index."""
    from qa.answering.answerer import Answerer

    chooser = make_chooser(config, index, current_weights(config), say)
    return Answerer(index, config.confidence, chooser)


def shared_verifier() -> "Callable[[], Verifier]":
    """Return a function that makes what judges sentences once and returns the same ever after."""
    lock = threading.Lock()

    @cache
    def make() -> "Verifier":
        from qa.checking.verifier import EvidenceVerifier

        return EvidenceVerifier()

    def verifier() -> "Verifier":
        with lock:  # `cache` alone would let two threads make one each
            return make()

    return verifier


def make_checker(config: Config, index: "Index") -> "Checker":
    """Return what checks drafts against an index."""
    from qa.checking.checker import Checker

    return Checker(index, shared_verifier())


def endpoint(config: Config) -> "Endpoint":
    """Return the language model that may write, and where it is.

    Raises:
        NoWriter: If none is configured.
        ConfigError: If the file with its key cannot be read, or holds none.
    """
    from qa.writing.call import Deadlines, Endpoint

    if not config.llm_url:
        raise NoWriter(
            "there is no language model to write: set PINCITE_LLM_URL and PINCITE_LLM_MODEL, or "
            "ask for quotes"
        )
    path = "/chat/completions"
    return Endpoint(
        config.llm_url.removesuffix(path) + path,
        config.llm_model,
        config.llm_key or _key_in(config.llm_key_file),
        Deadlines(config.llm_connect, config.llm_first, config.llm_gap, config.llm_total),
    )


def _key_in(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        key = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as exc:
        why = exc.strerror if isinstance(exc, OSError) else "it is not ASCII"
        raise ConfigError(f"PINCITE_LLM_KEY_FILE: {path} cannot be read: {why}") from None
    if not key or not key.isprintable() or " " in key:
        raise ConfigError(f"PINCITE_LLM_KEY_FILE: {path} must hold the key and nothing else")
    return key


def make_writer(config: Config, index: "Index") -> "Writer":
    """Return what has the configured language model write.

    Raises:
        NoWriter: If none is configured.
        ConfigError: If the file with its key cannot be read, or holds none.
    """
    from qa.checking.verifier import EvidenceVerifier
    from qa.writing.client import ChatClient
    from qa.writing.writer import Writer

    # A silent model must not hold all threads that answer questions: half of them go on quoting.
    calls = min(config.llm_calls, max(1, config.questions // 2))
    return Writer(index, EvidenceVerifier(), ChatClient(endpoint(config), calls))
