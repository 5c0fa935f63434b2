"""What the routes work with: the collection, what answers from it, and how ready both are."""

import logging
import threading
from dataclasses import dataclass, field
from typing import Literal

from corpus.sandbox.pool import ReaderPool
from index import Index
from index.ingest.upload_worker import Worker
from qa.answer_cache import AnswerCache
from qa.answering.answerer import Answerer
from qa.config import Config
from qa.overview.cached_value import CachedValue, state_of
from qa.overview.map import CollectionMap
from qa.overview.suggestions import draw
from qa.wiring import make_answerer, open_index

log = logging.getLogger("pincite.web")

State = Literal["loading", "ready", "failed"]


class Startup:
    """What the service is doing before it can answer: for its log, and for `/readyz`."""

    step = ""

    def say(self, text: str) -> None:
        """Tell the next step."""
        self.step = text
        log.info("%s", text)


@dataclass(slots=True)
class Service:
    """One collection being served."""

    config: Config
    index: Index
    answerer: Answerer
    state: State = "loading"
    startup: Startup = field(default_factory=Startup)
    room: ReaderPool = field(init=False)
    worker: Worker = field(init=False)
    streams: threading.Semaphore = field(init=False)
    remembered: AnswerCache = field(init=False)
    picture: CollectionMap = field(init=False)
    examples: CachedValue[list[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Make what reads uploads, which waits to be started, and count who may listen."""
        self.room = ReaderPool(self.config.workers + 1)  # one is left to draw pages
        self.worker = Worker(self.index, self.room, self.config.workers)
        # A guess: the rest is for all others.
        self.streams = threading.Semaphore(max(1, self.config.threads // 4))
        self.remembered = AnswerCache(self.answerer, lambda: state_of(self.index))
        self.picture = CollectionMap(self.index)
        self.examples = CachedValue(
            lambda: state_of(self.index), lambda: draw(self.index, self.answerer)
        )

    @classmethod
    def open(cls, config: Config) -> "Service":
        """Open the configured collection; its model is not loaded yet."""
        startup = Startup()
        index = open_index(config, say=startup.say)
        return cls(config, index, make_answerer(config, index), startup=startup)

    def begin_ending(self) -> None:
        """Let go whoever waits for uploads, and begin none."""
        self.worker.stop(0)

    def close(self) -> None:
        """End the worker, every process that reads, and what the index does meanwhile."""
        self.worker.stop(0)
        self.room.close()
        self.worker.stop()
        self.index.close()

    def load(self) -> None:
        """Load model and vectors, so that the first question is as quick as any."""
        self.startup.say("loading the model and the vectors: a few seconds")
        try:
            with self.index.reader() as reader:
                reader.embed_question("ready")
            self.index.warm()
        except Exception:
            log.exception("the service cannot answer: run `pincite doctor`")
            self.state = "failed"
        else:
            self.state = "ready"
