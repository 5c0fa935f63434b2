"""Schedulers and workers of Dask on this machine, in processes of their own, over toy embedders."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from toys import WordEmbedder, live_modules

from benchmarks import dask_cluster
from benchmarks.dask_cluster import Cluster
from index import Index, LocalIndex
from index.embedding.embedder import PassageText, PassageVectors
from qa.config import Config
from qa.wiring import open_index


class LoggingEmbedder(WordEmbedder):
    """Writes down each passage that it embeds, and takes a while for each batch.

    It ends its process at a passage that says so.
    """

    def __init__(self, log: Path, seconds: float) -> None:
        super().__init__()
        self._log = log
        self._seconds = seconds

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        if any("DEADLY" in passage.text for passage in passages):
            os._exit(1)
        lines = "".join(json.dumps(passage.text) + "\n" for passage in passages)
        file = os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(file, lines.encode())
        os.close(file)
        time.sleep(self._seconds)
        return super().embed_passages(passages)


@dataclass(frozen=True, slots=True)
class ToyIndex:
    """Opens a collection with such an embedder, wherever it is called."""

    directory: Path
    log: Path
    seconds: float = 0.0

    def __call__(self) -> LocalIndex:
        return LocalIndex(self.directory, lambda: LoggingEmbedder(self.log, self.seconds))

    def embedded(self) -> list[str]:
        """Return the passages that were embedded so far, in every process."""
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@dataclass(frozen=True, slots=True)
class MilvusToyIndex:
    """Opens a collection whose passages are in Milvus, wherever it is called.

    Its records are in a folder that all share, or in a `store`.
    """

    data: Path
    url: str
    store: str
    log: Path
    seconds: float = 0.0

    def __call__(self) -> Index:
        config = Config(data=self.data, index=self.url, store=self.store)
        return open_index(config, embedder=lambda: LoggingEmbedder(self.log, self.seconds))


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """Start a scheduler with workers of one thread that find these toys."""
    with dask_cluster.cluster(folder, workers, live_modules()) as started:
        yield started


def write_notes(folder: Path, count: int) -> None:
    """Write so many files, each with words of its own, of two passages."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        words = " ".join(f"bird{number}x{part}" for part in range(30))
        (folder / f"note-{number:03}.txt").write_text(f"Heron {words}.\n\nOwl {words}.\n")
