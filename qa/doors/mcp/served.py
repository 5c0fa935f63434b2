"""What the tools work with: an open collection, and what answers from it."""

from dataclasses import dataclass
from typing import Protocol

from index import Index
from qa.answering.answer_cache import AnswerCache
from qa.answering.answerer import Answerer
from qa.config import Config
from qa.overview.cached_value import state_of
from qa.wiring import make_answerer, open_existing


class Served(Protocol):
    """A collection that is being served; `qa.service.Service` is one."""

    @property
    def config(self) -> Config: ...
    @property
    def index(self) -> Index: ...
    @property
    def answerer(self) -> Answerer: ...
    @property
    def answer_cache(self) -> AnswerCache: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A collection that this process only reads."""

    config: Config
    index: Index
    answerer: Answerer
    answer_cache: AnswerCache

    @classmethod
    def open(cls, config: Config) -> "Opened":
        """Open the configured collection; its model is loaded at the first question.

        Raises:
            ConfigError: If it was named, and there is none of that name.
        """
        index = open_existing(config)
        answerer = make_answerer(config, index)
        return cls(config, index, answerer, AnswerCache(answerer, lambda: state_of(index)))
