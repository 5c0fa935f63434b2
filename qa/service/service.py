"""What the routes work with: the collection, what answers from it, and how ready both are."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.sandbox.pool import ReaderPool
from index import Embedder, Index
from index.ingest.folder_worker import FolderWorker
from index.ingest.upload_worker import Worker
from qa.answering.answer_cache import AnswerCache
from qa.answering.answerer import Answerer
from qa.checking.checker import MOST_CHECKS
from qa.config import Config
from qa.overview.alerts.watcher import AlertWatcher
from qa.overview.cached_value import CachedValue, state_of
from qa.overview.map import CollectionMap
from qa.overview.suggestions import draw
from qa.wiring import (
    make_answerer,
    make_checker,
    make_writer,
    open_index,
    shared_embedder,
    shared_verifier,
)

if TYPE_CHECKING:
    from qa.writing.writer import Writer

log = logging.getLogger("pincite.web")

State = Literal["loading", "ready", "failed"]


class Startup:
    """What the service is doing before it can answer: for its log, and for `/readyz`."""

    step = ""

    def say(self, text: str) -> None:
        """Tell the next step."""
        self.step = text
        log.info("%s", text)


class Service:
    """One collection being served."""

    def __init__(
        self,
        config: Config,
        embedder: Callable[[], Embedder],
        pool: ReaderPool,
        index: Index,
        *,
        answerer: Answerer | None = None,
        startup: Startup | None = None,
        folders: Sequence[Path] = (),
    ) -> None:
        """Serve an index; uploads and folders are not read before their workers are started.

        Args:
            config: The settings.
            embedder: Gives the embedder that the index uses; the first call may take seconds.
            pool: Reads uploads and draws pages.
            index: The collection.
            answerer: Answers questions; without it, as the settings say.
            startup: What has been done so far.
            folders: Folders to take in, besides what the collection already holds.
        """
        self.config = config
        self.embedder = embedder
        self.pool = pool
        self.index = index
        self.startup = startup or Startup()
        self.answerer = answerer or make_answerer(config, index, self.startup.say)
        self.state: State = "loading"
        self.worker = Worker(index, pool, config.workers, config.documents)
        self.folders = FolderWorker(index.by("(watched folder)"), pool, folders, self.worker.wake)
        # A guess: the rest is for all others.
        self.streams = threading.Semaphore(max(1, config.threads // 4))
        self.answer_cache = AnswerCache(self.answerer, lambda: state_of(index))
        self.alerts = AlertWatcher(index, self.answerer, self.answer_cache.is_quiet)
        self.verifier = shared_verifier(config, index, self.startup.say)
        self.checker = make_checker(config, index, self.verifier)
        self.checks = threading.Semaphore(MOST_CHECKS)
        # One search for follow-ups at a time: each is as much work as eight questions.
        self.follow_ups = threading.Lock()
        self._writer: Writer | None = None
        self._writer_lock = threading.Lock()
        self.map = CollectionMap(index)
        self.suggestions = CachedValue(lambda: state_of(index), lambda: draw(index, self.answerer))

    @classmethod
    def open(cls, config: Config, folders: Sequence[Path] = ()) -> "Service":
        """Open the configured collection for serving these folders; its model is not loaded yet."""
        startup = Startup()
        embedder = shared_embedder(config, startup.say)
        # One is spare for drawing pages, and one reads folders.
        pool = ReaderPool(config.workers + 1 + bool(folders))
        index = open_index(config, embedder=embedder)
        return cls(config, embedder, pool, index, startup=startup, folders=folders)

    def writer(self) -> "Writer":
        """Return what has a language model write; it is made when it is first asked for.

        Raises:
            NoWriter: If no model is configured.
            ConfigError: If the file with its key cannot be read, or holds none.
        """
        with self._writer_lock:
            if self._writer is None:
                self._writer = make_writer(self.config, self.index, self.verifier())
            return self._writer

    def begin_ending(self) -> None:
        """Let go whoever waits for uploads or for a language model, and begin none."""
        self.worker.stop(0)
        self.alerts.stop(0)
        self.folders.stop(0)
        with self._writer_lock:
            if self._writer is not None:
                self._writer.close()

    def close(self) -> None:
        """End the workers, every process that reads, and what the index does meanwhile."""
        self.worker.stop(0)
        self.folders.stop(0)
        self.pool.close()
        self.worker.stop()
        self.alerts.stop()
        self.folders.stop()
        self.index.close()

    def load(self) -> None:
        """Load model and vectors, so that the first question is as quick as any."""
        self.startup.say("loading the model and the vectors: a few seconds")
        try:
            self.embedder().embed_question("ready")
            with self.index.reader() as reader:
                reader.embed_question("ready")  # refuses a collection of another model
            self.index.warm()
            self.answerer.load()
        except Exception:
            log.exception("the service cannot answer: run `pincite doctor`")
            self.state = "failed"
        else:
            self.state = "ready"
