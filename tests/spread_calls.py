"""Schedulers and workers of Dask on this machine, in processes of their own, over toy embedders."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from toys import WordEmbedder, live_modules

from index import LocalIndex
from index.embedding.embedder import PassageText, PassageVectors

DASK = Path(sys.executable).with_name("dask")


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


@dataclass
class Cluster:
    """A scheduler and its workers."""

    folder: Path
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_scheduler(self) -> None:
        named = self.folder / f"scheduler-{time.monotonic_ns()}.json"
        self.scheduler = _started(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(named),
        )  # fmt: skip
        until = time.monotonic() + 120
        while not named.exists():
            assert time.monotonic() < until, "the scheduler did not start"
            time.sleep(0.05)
        self.address = json.loads(named.read_text())["address"]

    def start_worker(self, environment: Mapping[str, str] | None = None) -> None:
        self.workers.append(
            _started(
                "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1",
                "--no-nanny", "--no-dashboard", "--dashboard-address", "127.0.0.1:0",
                "--local-directory", str(self.folder), environment=environment,
            )
        )  # fmt: skip

    def kill_scheduler(self) -> None:
        if self.scheduler is not None:
            self.scheduler.kill()
            self.scheduler.wait()

    def end(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.kill_scheduler()


def _started(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [DASK, *arguments],
        env=os.environ | live_modules() | dict(environment or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """Start a scheduler with workers of one thread; all are ended afterwards."""
    started = Cluster(folder)
    try:
        started.start_scheduler()
        for _ in range(workers):
            started.start_worker()
        yield started
    finally:
        started.end()


def write_notes(folder: Path, count: int) -> None:
    """Write so many files, each with words of its own, of two passages."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        words = " ".join(f"bird{number}x{part}" for part in range(30))
        (folder / f"note-{number:03}.txt").write_text(f"Heron {words}.\n\nOwl {words}.\n")
