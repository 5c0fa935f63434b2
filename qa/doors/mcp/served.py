"""What the tools work with: an open collection, and what answers from it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, Semaphore
from typing import Protocol

from index import Embedder, Index
from index.errors import IndexFault
from qa.answering.answer_cache import AnswerCache
from qa.answering.answerer import Answerer
from qa.checking.checker import MOST_CHECKS, Checker
from qa.checking.verdict import Verifier
from qa.config import Config
from qa.errors import UnknownCollection
from qa.overview.cached_value import state_of
from qa.reader.reader import Reader
from qa.wiring import (
    collection_names,
    make_answerer,
    make_checker,
    open_existing,
    open_index,
    shared_embedder,
    shared_reader_model,
    shared_verifier,
)


class Served(Protocol):
    """A collection that is being served; `qa.service.service.Service` is one."""

    @property
    def config(self) -> Config: ...
    @property
    def index(self) -> Index: ...
    @property
    def answerer(self) -> Answerer: ...
    @property
    def answer_cache(self) -> AnswerCache: ...
    @property
    def checker(self) -> Checker: ...
    @property
    def verifier(self) -> Callable[[], Verifier]:
        """Return what makes or brings what judges sentences by evidence."""

    @property
    def checks(self) -> Semaphore:
        """Return what says how many drafts are checked at a time."""


class Others(Protocol):
    """The collections that a client may name."""

    def sizes(self) -> dict[str, int | None]:
        """Return by name how many documents each has, None where it cannot be read."""

    def named(self, name: str) -> Served:
        """Return one by its name.

        Raises:
            UnknownCollection: If there is none of this name that the client may read.
            IndexFault: If it cannot be opened.
        """


class OneCollection(UnknownCollection):
    """A collection is named where there is one alone."""

    code = "unknown_collection"
    public = (
        "Here you can ask one collection alone, so leave its name out. `/mcp` without a name "
        "in its address, and `pincite mcp` without --collection, take the names of others."
    )


class CollectionNeeded(UnknownCollection):
    """No collection is named, and the client's key does not open the default one."""

    code = "unknown_collection"
    public = (
        "Your key does not open the default collection: name one of those that the tool "
        "`collections` lists."
    )


class NoOthers:
    """No collection can be named: the client has the address of one."""

    def sizes(self) -> dict[str, int | None]:
        return {}

    def named(self, name: str) -> Served:
        raise OneCollection(f"{name!r} was named at the address of one collection")


NONE = NoOthers()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a client may ask: its own collection, None if none opens without a name, and others."""

    own: Served | None
    others: Others = NONE

    def one(self, name: str) -> Served:
        """Return the collection of this name, or the client's own for "".

        Raises:
            UnknownCollection: If there is none of this name that the client may read.
        """
        if name:
            return self.others.named(name)
        if self.own is None:
            raise CollectionNeeded("a tool was called without a collection")
        return self.own


@dataclass(frozen=True, slots=True)
class Models:
    """What all collections of a process use together; each is loaded when it is first needed."""

    embedder: Callable[[], Embedder]
    reader: Callable[[], Reader | None]
    verifier: Callable[[], Verifier]
    checks: Semaphore

    @classmethod
    def of(cls, config: Config) -> "Models":
        embedder = shared_embedder(config)
        return cls(
            embedder,
            shared_reader_model(config, embedder),
            shared_verifier(config, embedder),
            Semaphore(MOST_CHECKS),
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A collection that this process only reads."""

    config: Config
    index: Index
    answerer: Answerer
    answer_cache: AnswerCache
    checker: Checker
    verifier: Callable[[], Verifier]
    checks: Semaphore

    @classmethod
    def open(cls, config: Config, models: Models) -> "Opened":
        """Open the configured collection; its model is loaded at the first question.

        Raises:
            ConfigError: If it was named, and there is none of that name.
        """
        index = open_existing(config, embedder=models.embedder)
        answerer = make_answerer(config, index, models.reader)
        return cls(
            config,
            index,
            answerer,
            AnswerCache(answerer, lambda: state_of(index)),
            make_checker(config, index, models.verifier),
            models.verifier,
            models.checks,
        )


class InFolder:
    """All collections of a data directory, each opened when it is first named."""

    def __init__(self, config: Config, own: Opened, models: Models) -> None:
        self._config = config
        self._models = models
        self._opened: dict[str, Opened] = {config.collection: own}
        self._lock = Lock()

    def sizes(self) -> dict[str, int | None]:
        return {name: self._size(name) for name in sorted(collection_names(self._config))}

    def _size(self, name: str) -> int | None:
        try:
            with self._looked(name) as index, index.reader() as reader:
                return reader.document_count()
        except IndexFault:  # it is being moved, or damaged
            return None

    @contextmanager
    def _looked(self, name: str) -> Iterator[Index]:
        """Look into a collection; one that nobody has named is closed again, so it can be moved."""
        opened = self._opened.get(name)
        if opened is not None:
            yield opened.index
            return
        index = open_index(self._config, name, read_only=True, embedder=self._models.embedder)
        try:
            yield index
        finally:
            index.end()

    def named(self, name: str) -> Served:
        if name not in collection_names(self._config):
            raise UnknownCollection(f"there is no collection {name!r}: `collections` lists them")
        with self._lock:
            if name not in self._opened:
                config = self._config.with_options(collection=name)
                self._opened[name] = Opened.open(config, self._models)
            return self._opened[name]
