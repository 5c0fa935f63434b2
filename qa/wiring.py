"""Picks the concrete classes; the one place that knows which index and model are used.

Imports stand inside the functions, because each command needs only some of them and
they are what starting takes.
"""

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from qa.config import Config
from qa.errors import ConfigError

if TYPE_CHECKING:
    from index import CollectionIndex, Embedder, Index, MilvusIndex
    from index.ledger.postgres.registry import Entry, Registry
    from index.ledger.store import Store
    from qa.answering.answerer import Answerer
    from qa.answering.calibration import Home
    from qa.answering.choosing import Chooser
    from qa.answering.counting import AnswerWatch
    from qa.answering.ranking import Weights
    from qa.checking.checker import Checker
    from qa.checking.entailment.loading import EntailmentChoice
    from qa.checking.entailment.model import Entailment
    from qa.checking.verdict import Verifier
    from qa.reader.loading import ReaderChoice
    from qa.reader.reader import Reader
    from qa.writing.client import ChatClient
    from qa.writing.writer import Writer

BIN = ".bin"
"""Where removed collections are in the data directory; no collection can have this name."""
_LEDGER = "ledger.db"

T = TypeVar("T")


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

    return SentenceEncoder(find_model(config.model), _light_models(config), say)


def _light_models(config: Config) -> Path | None:
    """Return the directory of the light forms of models; None if the models themselves run."""
    return config.light_models if config.runtime == "light" else None


def shared_embedder(
    config: Config, say: Callable[[str], None] = say_aloud
) -> "Callable[[], Embedder]":
    """Return a function that makes the embedder once and returns the same one ever after."""
    return _made_once(lambda: make_embedder(config, say))


def _made_once(make: Callable[[], T]) -> Callable[[], T]:
    """Return a function that makes something at its first call, and returns the same ever after."""
    lock, cached = threading.Lock(), cache(make)

    def made() -> T:
        with lock:  # `cache` alone would let two threads make one each
            return cached()

    return made


def open_index(
    config: Config,
    collection: str = "",
    *,
    read_only: bool = False,
    follows: bool = False,
    embedder: "Callable[[], Embedder] | None" = None,
) -> "CollectionIndex":
    """Open a collection, by default the configured one; the model is loaded when it is needed.

    With `read_only`, a missing one is seen as empty. One that `follows` goes on by any name.
    """
    from index import LocalIndex, Policy

    folder = config.data / collection if collection else config.directory
    embedder = embedder or shared_embedder(config)
    if config.index:
        ways = {"read_only": read_only, "follows": follows}
        store = _store(config, folder.name, **ways) if config.store else None
        return _open_in_milvus(config, folder, store, embedder, read_only=read_only)
    policy = Policy(config.effort)
    return LocalIndex(
        folder,
        embedder,
        policy,
        read_only=read_only,
        keep_originals=config.originals,
        language=config.language,
    )


def _open_in_milvus(
    config: Config,
    folder: Path,
    store: "Store | None",
    embedder: "Callable[[], Embedder]",
    *,
    read_only: bool = False,
) -> "MilvusIndex":
    from index import MilvusIndex
    from index.milvus.address import Address

    return MilvusIndex(
        folder,
        Address.parse(config.index),
        embedder,
        store,
        read_only=read_only,
        keep_originals=config.originals,
        language=config.language,
    )


def _store(config: Config, name: str, *, read_only: bool, follows: bool) -> "Store":
    """Return where the store has a collection; one that is missing is made, or seen as empty."""
    from index.ledger.postgres.store import PostgresStore
    from index.ledger.sqlite_store import SqliteStore

    registry = open_registry(config)
    entry = registry.find(name)
    if entry is None and not read_only:
        entry = registry.create(name) or registry.find(name)  # somebody else may just have made it
    if entry is None:
        return SqliteStore.nothing()
    return PostgresStore(registry, entry, follows=follows)


def open_registry(config: Config, *, keeps: bool = False) -> "Registry":
    """Return what says which collections the store has; the store is not asked yet.

    One that `keeps` its connection is for whoever asks often.
    """
    from index.ledger.postgres.registry import Registry

    return Registry(config.store, keeps=keeps)


def open_removed(config: Config, removed_id: str) -> "CollectionIndex":
    """Open a collection that is in the bin.

    Raises:
        CollectionGone: If it is not there any more.
    """
    from index.ledger.postgres.store import PostgresStore

    if not config.store:
        return open_index(replace(config, data=config.data / BIN), removed_id)
    registry = open_registry(config)
    entry = registry.removed(removed_id)
    folder, store = config.data / BIN / removed_id, PostgresStore(registry, entry)
    return _open_in_milvus(config, folder, store, shared_embedder(config))


def drop_passages(config: Config, entry: "Entry") -> None:
    """Remove from Milvus what a collection of the store has there.

    Raises:
        IndexAway: If Milvus or the store cannot be reached.
    """
    from index.ledger.postgres.store import PostgresStore

    store = PostgresStore(open_registry(config), entry)
    index = _open_in_milvus(config, config.data / entry.name, store, shared_embedder(config))
    try:
        index.drop_passages()
    finally:
        index.end()


def drop_passages_of_folder(config: Config, folder: Path) -> None:
    """Remove from Milvus what a collection in a folder has there, if it has anything.

    Raises:
        IndexAway: If Milvus cannot be reached.
        LedgerUnusable: If PINCITE_INDEX does not say where it is.
    """
    from index.errors import LedgerUnusable
    from index.milvus.address import Address
    from index.milvus.removal import drop_all_of, name_in_milvus

    ledger = folder / _LEDGER
    if not ledger.exists():
        return
    if config.index:
        drop_all_of(ledger, Address.parse(config.index))
    elif name := name_in_milvus(ledger):
        raise LedgerUnusable(
            f"PINCITE_INDEX does not name the Milvus that has the collection {name}: drop it there"
        )


def calibration_home(config: Config) -> "Home":
    """Return where the fit of the configured collection is kept."""
    if not config.store:
        return config.directory
    from index.ledger.postgres.facts import CollectionFacts

    return CollectionFacts(open_registry(config), config.collection)


def open_existing(
    config: Config,
    *,
    read_only: bool = True,
    embedder: "Callable[[], Embedder] | None" = None,
) -> "CollectionIndex":
    """Open the configured collection, by default only to read it.

    Raises:
        ConfigError: If it was named, and there is none of that name: it may be misspelt.
    """
    if "collection" in config.origins and not has_collection(config):
        names = ", ".join(map(repr, collection_names(config))) or "none yet"
        raise ConfigError(
            f"there is no collection {config.collection!r} (there is: {names}): check the "
            "spelling, or begin it with `pincite add PATH`"
        )
    return open_index(config, read_only=read_only, embedder=embedder)


def has_collection(config: Config) -> bool:
    """Return whether there is the configured collection."""
    if config.store:
        return open_registry(config).find(config.collection) is not None
    return (config.directory / _LEDGER).exists()


def collection_names(config: Config) -> list[str]:
    """Return the names of the collections in the data directory, or in the store."""
    if config.store:
        return [entry.name for entry in open_registry(config).entries() if not entry.removed]
    try:
        names = os.listdir(config.data)
    except OSError:
        return []
    return sorted(name for name in names if os.path.isfile(config.data / name / _LEDGER))


def current_weights(config: Config) -> "Weights":
    """Return the weights that come with Pincite, calibrated to the collection if it was."""
    from qa.answering.calibration import calibrated
    from qa.answering.ranking import shipped_weights

    return calibrated(shipped_weights(), calibration_home(config))


def reader_choice(config: Config) -> "ReaderChoice":
    """Return what decides which reader reads."""
    from qa.reader.loading import ReaderChoice

    return ReaderChoice(config.reader, config.model, _light_models(config))


def shared_reader_model(
    config: Config, embedder: "Callable[[], Embedder]", say: Callable[[str], None] = say_aloud
) -> "Callable[[], Reader | None]":
    """Return a function that loads the configured reader once; None comes where there is none."""
    from qa.reader.loading import shared_reader

    return shared_reader(reader_choice(config), lambda: embedder().id, say)


def make_chooser(
    config: Config,
    index: "Index",
    weights: "Weights",
    reader: "Callable[[], Reader | None] | None" = None,
) -> "Chooser":
    """Return what puts sentences in order, with this reader or the configured one."""
    from qa.answering.choosing import Chooser

    return Chooser(weights, reader or shared_reader_model(config, lambda: index.embedder))


def make_answerer(
    config: Config,
    index: "Index",
    reader: "Callable[[], Reader | None] | None" = None,
    watch: "AnswerWatch | None" = None,
) -> "Answerer":
    """Return what answers questions from an index, with this reader or the configured one.

    `watch` hears how each answer is made.
    """
    from qa.answering.answerer import Answerer
    from qa.answering.counting import UNWATCHED

    chooser = make_chooser(config, index, current_weights(config), reader)
    return Answerer(index, config.confidence, chooser, config.public_url, watch or UNWATCHED)


def make_client(config: Config) -> "ChatClient":
    """Return what asks the configured language model.

    Raises:
        NoWriter: If none is configured.
        ConfigError: If the file with its key cannot be read, or holds none.
    """
    from qa.writing.client import ChatClient
    from qa.writing.endpoint import endpoint

    # A silent model must not hold all threads that answer questions: half of them go on quoting.
    return ChatClient(endpoint(config), min(config.llm_calls, max(1, config.questions // 2)))


def make_writer(
    config: Config, index: "Index", verifier: "Verifier", client: "ChatClient | None" = None
) -> "Writer":
    """Return what has this language model write, or the configured one.

    Raises:
        NoWriter: If none is configured.
        ConfigError: If the file with its key cannot be read, or holds none.
    """
    from qa.writing.writer import Writer

    return Writer(index, verifier, client or make_client(config), config.public_url)


def shared_verifier(
    config: Config, embedder: "Callable[[], Embedder]", say: Callable[[str], None] = say_aloud
) -> "Callable[[], Verifier]":
    """Return a function that makes once what judges sentences by evidence; that takes a second."""

    def make() -> "Verifier":
        from qa.checking.verifier import EvidenceVerifier

        # The form of the model is made out of the light form of the embedder, which using it makes.
        embedder().embed_question("ready")
        return EvidenceVerifier(make_entailment(config, embedder, say)())

    return _made_once(make)


def make_checker(config: Config, index: "Index", verifier: "Callable[[], Verifier]") -> "Checker":
    """Return what checks drafts against an index."""
    from qa.checking.checker import Checker

    return Checker(index, verifier, config.public_url)


def entailment_choice(config: Config) -> "EntailmentChoice":
    """Return what decides whether there is an entailment model."""
    from qa.checking.entailment.loading import EntailmentChoice

    return EntailmentChoice(config.model, _light_models(config))


def make_entailment(
    config: Config, embedder: "Callable[[], Embedder]", say: Callable[[str], None] = say_aloud
) -> "Callable[[], Entailment | None]":
    """Return a function that loads the entailment model once; None comes where there is none."""
    from qa.checking.entailment.loading import shared_entailment

    return shared_entailment(entailment_choice(config), lambda: embedder().id, say)


def writer_trouble(config: Config) -> str:
    """Return why the configured language model does not answer; "" where it does."""
    from contextlib import closing

    from qa.writing.client import ChatClient
    from qa.writing.endpoint import endpoint
    from qa.writing.failures import ModelFailed

    try:
        client = ChatClient(endpoint(config), calls=1)
        with closing(client.stream([{"role": "user", "content": "Say yes."}])) as texts:
            any(texts)  # as far as its first word
    except ModelFailed as failure:
        return failure.reason
    except ConfigError as fault:
        return str(fault)
    return ""
