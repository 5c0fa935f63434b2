"""What the routes work with: a collection, what answers from it, and how ready both are."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index import Index
from index.errors import CollectionGone
from index.ingest.folder_worker import FolderWorker
from index.ingest.upload_worker import Worker
from qa.answering.answer_cache import AnswerCache
from qa.answering.answerer import Answerer
from qa.config import Config
from qa.overview.alerts.watcher import AlertWatcher
from qa.overview.cached_value import CachedValue, state_of
from qa.overview.map import CollectionMap
from qa.overview.suggestions import draw
from qa.service.shared import Shared
from qa.wiring import make_answerer, make_checker, make_writer, open_index

if TYPE_CHECKING:
    from qa.writing.writer import Writer

log = logging.getLogger("pincite.web")

State = Literal["loading", "ready", "failed"]

LOADED = ("model", "ledger", "vectors", "reader")
"""What is loaded before questions are answered, in this order."""

_LEFT = 1.0
"""Seconds that ending a collection waits for each thing that works on it; a guess: whoever works on
for longer gets CollectionGone."""


def has_work(index: Index) -> bool:
    """Return whether there is something to do in a collection though nobody asks it.

    Uploads wait to be read, or there are alerts, which are asked again when documents come.
    """
    if any(job.open for job in index.jobs.all()):
        return True
    with index.reader() as reader:
        return bool(reader.alerts())


class Service:
    """One collection being served."""

    def __init__(
        self,
        shared: Shared,
        index: Index,
        *,
        config: Config | None = None,
        answerer: Answerer | None = None,
        folders: Sequence[Path] = (),
    ) -> None:
        """Serve an index; uploads and folders are not read before their workers are started.

        Args:
            shared: What it shares with other collections of the service.
            index: The collection.
            config: Its settings, where they differ from what all share.
            answerer: Answers questions; without it, as the settings say.
            folders: Folders to take in, besides what the collection already holds.
        """
        self.shared = shared
        self.config = config = config or shared.config
        self.embedder = shared.embedder
        self.pool = shared.pool
        self.index = index
        self.startup = shared.startup
        figures = shared.figures
        self.answerer = answerer or make_answerer(
            config, index, shared.reader_model, figures.answers
        )
        self.state: State = "loading"
        self.loading = LOADED[0]
        self.worker = Worker(index, self.pool, config.workers, config.documents, figures.jobs.add)
        self.folders = FolderWorker(
            index.by("(watched folder)"), self.pool, folders, self.worker.wake
        )
        self.streams = shared.streams
        self.answer_cache = AnswerCache(
            self.answerer,
            lambda: state_of(index),
            shared.answers,
            asking=shared.asking,
            watch=figures.answers,
        )
        self.alerts = AlertWatcher(index, self.answerer, self.answer_cache.is_quiet)
        self.verifier = shared.verifier
        self.checker = make_checker(config, index, self.verifier)
        self.checks = shared.checks
        self.follow_ups = shared.follow_ups
        self._writer: Writer | None = None
        self._writer_lock = threading.Lock()
        self.map = CollectionMap(index)
        self.suggestions = CachedValue(lambda: state_of(index), lambda: draw(index, self.answerer))

    @classmethod
    def open(cls, config: Config, folders: Sequence[Path] = ()) -> "Service":
        """Open the configured collection for serving these folders; its model is not loaded yet."""
        shared = Shared.open(config, reads_folders=bool(folders))
        index = open_index(config, follows=True, embedder=shared.embedder)
        return cls(shared, index, folders=folders)

    def writer(self) -> "Writer":
        """Return what has a language model write; it is made when it is first asked for.

        Raises:
            NoWriter: If no model is configured.
            ConfigError: If the file with its key cannot be read, or holds none.
        """
        with self._writer_lock:
            if self._writer is None:
                client = self.shared.client()
                self._writer = make_writer(self.config, self.index, self.verifier(), client)
            return self._writer

    def follow(self, name: str) -> None:
        """Go by the name that another server gave the collection."""
        self.config = replace(self.config, collection=name)

    def begin_ending(self) -> None:
        """Let go whoever waits for uploads, and begin none."""
        self.worker.stop(0)
        self.alerts.stop(0)
        self.folders.stop(0)

    def close(self) -> None:
        """End the workers, every process that reads, and what the index does meanwhile."""
        self.worker.stop(0)
        self.folders.stop(0)
        self.shared.close()
        self.worker.stop()
        self.alerts.stop()
        self.folders.stop()
        self.index.close()

    def end(self) -> bool:
        """Let go of this collection alone; return whether nobody uses it any more.

        Whoever uses it later gets CollectionGone.
        """
        self.worker.stop(0, CollectionGone("the collection was renamed or removed meanwhile"))
        self.begin_ending()
        self.worker.stop(_LEFT)
        self.alerts.stop(_LEFT)
        ended = self.index.end()
        self.answer_cache.forget()
        return ended

    def rest(self) -> None:
        """Give back the memory that asking takes, until somebody asks again."""
        self.answer_cache.forget()
        self.map.forget()
        self.index.forget_vectors()

    def load(self) -> None:
        """Load model and vectors, so that the first question is as quick as any."""
        self.startup.say("loading the model and the vectors: a few seconds")
        self._load()

    def begin(self) -> None:
        """Load the vectors, and begin to read uploads and ask alerts; the model is loaded."""
        self._load()
        self.worker.start()
        if self.state == "ready":
            self.alerts.start()

    def _load(self) -> None:
        steps = (self._load_model, self._look_into_ledger, self.index.warm, self.answerer.load)
        try:
            for part, step in zip(LOADED, steps, strict=True):
                self.loading = part
                step()
        except CollectionGone:
            self.state = "failed"
        except Exception:
            log.exception("the service cannot answer: run `pincite doctor`")
            self.state = "failed"
        else:
            self.state = "ready"

    def _load_model(self) -> None:
        self.embedder().embed_question("ready")

    def _look_into_ledger(self) -> None:
        with self.index.reader() as reader:
            reader.embed_question("ready")  # refuses a collection of another model
