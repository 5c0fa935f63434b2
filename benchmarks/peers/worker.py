"""The program around a library: reads a command a line, answers a line, both in JSON.

Times are taken here, in seconds, so that what passes between the processes counts for nothing.
It runs under every library's own Python, and therefore imports nothing but Python's modules.
"""

import json
import os
import queue
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol, TextIO


class Library(Protocol):
    """What is measured of a library; `open` or `ingest` comes before the first `ask`."""

    def load(self) -> None:
        """Load the model."""

    def ingest(self, workload: Path, store: Path) -> None:
        """Take in the texts of the workload, and save everything in the folder."""

    def open(self, store: Path) -> None:
        """Open what was saved, ready to be asked."""

    def ask(self, question: str) -> list[str]:
        """Return what was found, the best first."""


Make = Callable[[], Library]


def model_folder() -> str:
    """Return the folder of the model's weights, which is the same for every library."""
    return os.environ["BENCHMARK_MODEL"]


def passages(workload: Path) -> Iterator[dict[str, str]]:
    """Yield the passages of the workload: `id`, `text`, and `embedded`, as Pincite embeds it."""
    with (workload / "passages.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def main(make: Make) -> None:
    """Answer once and end (`cold STORE QUESTION`), or do what is told until nothing more is."""
    replies = _replies()
    if len(sys.argv) == 4 and sys.argv[1] == "cold":
        library = make()
        library.open(Path(sys.argv[2]))
        print(json.dumps({"found": library.ask(sys.argv[3])[:1]}), file=replies, flush=True)
        return
    library = make()
    for line in sys.stdin:
        command = json.loads(line)
        do = COMMANDS[command.pop("do")]
        print(json.dumps(do(library, **command)), file=replies, flush=True)


def _replies() -> TextIO:
    """Keep standard output for replies: what libraries print there goes to standard error."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return replies


def _load(library: Library) -> dict[str, Any]:
    return {"seconds": _seconds(library.load), **memory()}


def _ingest(library: Library, workload: str, store: str) -> dict[str, Any]:
    return {"seconds": _seconds(lambda: library.ingest(Path(workload), Path(store))), **memory()}


def _open(library: Library, store: str) -> dict[str, Any]:
    return {"seconds": _seconds(lambda: library.open(Path(store))), **memory()}


def _ask(library: Library, question: str) -> dict[str, Any]:
    began = time.perf_counter()
    found = library.ask(question)
    return {"seconds": time.perf_counter() - began, "found": found[:1]}


def _crowd(library: Library, questions: list[str], clients: int) -> dict[str, Any]:
    """Ask by several threads at once, each its next question when it has its answer."""
    return crowd(lambda question: library.ask(question), questions, clients)


def _memory(library: Library) -> dict[str, Any]:
    return memory()


def _versions(library: Library, names: list[str]) -> dict[str, Any]:
    return {name: metadata.version(name) for name in names}


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    "load": _load,
    "ingest": _ingest,
    "open": _open,
    "ask": _ask,
    "crowd": _crowd,
    "memory": _memory,
    "versions": _versions,
}


def crowd(ask: Callable[[str], object], questions: list[str], clients: int) -> dict[str, Any]:
    """Ask all questions by several threads.

    Returns:
        `seconds` for all of them, `latencies` of those that were answered, and `errors`: what
        was raised, and how often.
    """
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for question in questions:
        waiting.put(question)
    latencies: list[float] = []
    errors: dict[str, int] = {}

    def client() -> None:
        while True:
            try:
                question = waiting.get_nowait()
            except queue.Empty:
                return
            began = time.perf_counter()
            try:
                ask(question)
            except Exception as exc:
                name = f"{type(exc).__name__}: {exc}"[:200]
                errors[name] = errors.get(name, 0) + 1
            else:
                latencies.append(time.perf_counter() - began)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"seconds": time.perf_counter() - began, "latencies": latencies, "errors": errors}


def memory() -> dict[str, float]:
    """Return the most memory that this process ever held, and what it holds now, in MB."""
    status = Path("/proc/self/status")
    if not status.exists():  # ru_maxrss counts bytes on macOS
        return {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return {
        name: int(fields[field].split()[0]) * 1024 / 1e6
        for name, field in (("peak_mb", "VmHWM"), ("now_mb", "VmRSS"))
    }


def _seconds(do: Callable[[], None]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
