"""Pincite: the whole answer, with its quotations; with the argument `search`, passages alone.

The collection lies in the store; `PINCITE_MODELS` says where the light form of the model is.
"""

import sys
from functools import cached_property
from pathlib import Path

from benchmarks.peers.worker import main
from corpus import find_files
from index import Embedder, LocalIndex
from index.ingest.files import ingest
from qa.answering.answerer import Answerer
from qa.answering.question import Request
from qa.config import Config
from qa.wiring import make_answerer, make_embedder


class Pincite:
    """Answers as `pincite ask` does."""

    def __init__(self) -> None:
        self._config = Config.from_env()

    @cached_property
    def _embedder(self) -> Embedder:
        return make_embedder(self._config)

    def load(self) -> None:
        self._embedder.embed_question("ready")

    def ingest(self, workload: Path, store: Path) -> None:
        index = self._index(store)
        refused = [
            outcome.reason
            for outcome in ingest(find_files([workload / "documents"]), index)
            if outcome.status == "refused"
        ]
        if refused:
            raise RuntimeError(f"{len(refused)} documents were refused: {refused[0]}")
        index.checkpoint(always=True)

    def open(self, store: Path) -> None:
        index = self._index(store)
        index.warm()
        self._answerer: Answerer = make_answerer(self._config, index)

    def ask(self, question: str) -> list[str]:
        answer = self._answerer.answer(Request(question))
        return [s.text for s in answer.sentences] or [close.text for close in answer.closest]

    def _index(self, store: Path) -> LocalIndex:
        return LocalIndex(store / self._config.collection, lambda: self._embedder)


class PinciteSearch(Pincite):
    """Finds passages as `pincite search` does: what the other libraries are asked for."""

    def ask(self, question: str) -> list[str]:
        return [hit.passage.text for hit in self._answerer.search(question, 10)]


if __name__ == "__main__":
    searching = sys.argv[1:] == ["search"]
    main(PinciteSearch if searching else Pincite)
