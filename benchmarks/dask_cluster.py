"""A scheduler of Dask and its workers on this machine, each a process that can be killed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.process import ROOT

DASK = Path(sys.executable).with_name("dask")
_LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")


@dataclass
class Cluster:
    """A scheduler and its workers, of one thread each.

    `environment` is added to this process's own; their files are in `folder`.
    """

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    scheduler: "subprocess.Popen[bytes] | None" = None
    workers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def start_scheduler(self, seconds: float = 120) -> None:
        """Start a scheduler on a free port.

        Raises:
            TimeoutError: If it is not there after so long.
        """
        named = self.folder / f"scheduler-{time.monotonic_ns()}.json"
        self.scheduler = self._started(
            "scheduler", *_LOOPBACK, "--port", "0", "--scheduler-file", str(named)
        )
        until = time.monotonic() + seconds
        while not (named.exists() and named.read_text()):
            if time.monotonic() > until:
                raise TimeoutError("the scheduler did not start")
            time.sleep(0.05)
        self.address = json.loads(named.read_text())["address"]

    def start_worker(self) -> None:
        self.workers.append(
            self._started(
                *("worker", self.address, *_LOOPBACK, "--nthreads", "1", "--no-nanny"),
                *("--local-directory", str(self.folder)),
            )
        )

    def kill_scheduler(self) -> None:
        if self.scheduler is not None:
            self.scheduler.kill()
            self.scheduler.wait()

    def end(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.kill_scheduler()

    def _started(self, *arguments: str) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [DASK, *arguments],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
            )


@contextmanager
def cluster(
    folder: Path, workers: int, environment: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """Start a scheduler with workers of one thread; all are ended afterwards."""
    from distributed import Client

    started = Cluster(folder, environment or {})
    try:
        started.start_scheduler()
        for _ in range(workers):
            started.start_worker()
        with Client(started.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)
        yield started
    finally:
        started.end()
