"""What the tools work with: an open collection, and what answers from it."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Semaphore
from typing import Protocol

from index import Index
from qa.answering.answer_cache import AnswerCache
from qa.answering.answerer import Answerer
from qa.checking.checker import MOST_CHECKS, Checker
from qa.checking.verdict import Verifier
from qa.config import Config
from qa.overview.cached_value import state_of
from qa.wiring import make_answerer, make_checker, open_existing, shared_verifier


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
    def open(cls, config: Config) -> "Opened":
        """Open the configured collection; its model is loaded at the first question.

        Raises:
            ConfigError: If it was named, and there is none of that name.
        """
        index = open_existing(config)
        answerer = make_answerer(config, index)
        cache = AnswerCache(answerer, lambda: state_of(index))
        verifier = shared_verifier(config, lambda: index.embedder)
        return cls(
            config,
            index,
            answerer,
            cache,
            make_checker(config, index, verifier),
            verifier,
            Semaphore(MOST_CHECKS),
        )
