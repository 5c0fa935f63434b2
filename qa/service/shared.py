"""What all collections of a service share: models, processes that read, and room for work."""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.sandbox.pool import ReaderPool
from index import Embedder
from qa.answering.answer_cache import Answers, Asking
from qa.checking.checker import MOST_CHECKS
from qa.config import Config
from qa.service.figures import Figures
from qa.service.stream_places import StreamPlaces
from qa.wiring import make_client, shared_embedder, shared_reader_model, shared_verifier

if TYPE_CHECKING:
    from qa.writing.client import ChatClient

log = logging.getLogger("pincite.web")


class Startup:
    """What the service is doing before it can answer: for its log, and for `/readyz`."""

    step = ""

    def say(self, text: str) -> None:
        """Tell the next step."""
        self.step = text
        log.info("%s", text)


class Shared:
    """What is there once, however many collections are served. Safe to share between threads."""

    def __init__(
        self,
        config: Config,
        embedder: Callable[[], Embedder],
        pool: ReaderPool,
        startup: Startup | None = None,
    ) -> None:
        """Prepare; no model is loaded yet.

        Args:
            config: The settings.
            embedder: Gives the embedder of every collection; the first call may take seconds.
            pool: Reads uploads and draws pages.
            startup: What has been done so far.
        """
        self.config = config
        self.embedder = embedder
        self.pool = pool
        self.startup = startup or Startup()
        self.reader_model = shared_reader_model(config, embedder, self.startup.say)
        self.verifier = shared_verifier(config, embedder, self.startup.say)
        self.asking = Asking()
        self.answers = Answers()
        self.figures = Figures()
        # A guess: the rest is for all others.
        self.streams = StreamPlaces(max(1, config.threads // 4))
        self.checks = threading.Semaphore(MOST_CHECKS)
        # One search for follow-ups at a time: each is as much work as eight questions.
        self.follow_ups = threading.Lock()
        self._client: ChatClient | None = None
        self._client_lock = threading.Lock()

    @classmethod
    def open(cls, config: Config, *, reads_folders: bool = False) -> "Shared":
        """Return what the settings say; with one more process where folders are read."""
        startup = Startup()
        embedder = shared_embedder(config, startup.say)
        # One is spare for drawing pages, and one reads folders.
        return cls(config, embedder, ReaderPool(config.workers + 1 + reads_folders), startup)

    def client(self) -> "ChatClient":
        """Return what asks the language model; it is made when it is first asked for.

        Raises:
            NoWriter: If no model is configured.
            ConfigError: If the file with its key cannot be read, or holds none.
        """
        with self._client_lock:
            if self._client is None:
                self._client = make_client(self.config)
            return self._client

    def begin_ending(self) -> None:
        """Let go whoever waits for a language model."""
        with self._client_lock:
            if self._client is not None:
                self._client.close()

    def close(self) -> None:
        """End every process that reads."""
        self.pool.close()
