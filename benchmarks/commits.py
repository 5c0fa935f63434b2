"""Two commits of Pincite side by side: warm questions and searches, and starts from cold.

    python -m benchmarks.commits OLD NEW --work DIR
    python -m benchmarks.commits HEAD~1 HEAD --work DIR --passages 3000 --rounds 3

Each commit is checked out below DIR, makes a collection of its own there (in its own format) and
serves it. Both services run at once and each question goes to both, one first in turn; so do
the searches, eight questions at once, and the starts from cold. What counts is the median over the
rounds of the ratio new / old, because a machine that slows down slows both.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from benchmarks.machine import tell
from benchmarks.process import ROOT, Program, cold
from benchmarks.service import PINCITE, Service, serving
from benchmarks.texts import ARTICLE_QUESTIONS, Writer, sentences

_BUILD = """
import sys
from pathlib import Path
from benchmarks.growth import build
from qa.config import Config
from qa.wiring import make_embedder
folder, size, models = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
build(folder, size, make_embedder(Config(models=models)))
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two commits: its files, its collection, and how its program is run."""

    commit: str
    tree: Path
    data: Path
    environment: dict[str, str]

    def program(self) -> Program:
        command = (sys.executable, *PINCITE)
        return Program(self.commit, command, self.environment, folder=self.tree)


def checked_out(commit: str, work: Path) -> tuple[str, Path]:
    """Check a commit out, where that was not done before; return its short name and its files."""
    name = _git("rev-parse", "--short", commit)
    tree = work / f"tree-{name}"
    if not tree.exists():
        _git("worktree", "add", "--detach", str(tree), commit)
    return name, tree


def side(commit: str, work: Path, passages: int) -> Side:
    """Check a commit out and make its collection, where that was not done before."""
    name, tree = checked_out(commit, work)
    data = work / f"data-{name}-{passages}"
    models = work / "models"
    if not (data / "built").exists():
        tell(f"{name}: making a collection of {passages} passages")
        subprocess.run(
            [sys.executable, "-c", _BUILD, str(data), str(passages), str(models)],
            cwd=tree,
            check=True,
        )
        (data / "built").touch()
    environment = {
        "PINCITE_DATA": str(data),
        "PINCITE_MODELS": str(models),
        "HF_HUB_OFFLINE": "1",
    }
    return Side(name, tree, data, environment)


Sides = tuple[Callable[[], list[float]], Callable[[], list[float]]]
"""What is measured of the old commit, and of the new one: each call returns seconds."""


def measured(sides: Sides, rounds: int) -> tuple[list[list[float]], list[list[float]]]:
    """Return the seconds of each round, old and new; which goes first changes each time."""
    found: tuple[list[list[float]], list[list[float]]] = [], []
    for number in range(rounds):
        for which in (1, 0) if number % 2 else (0, 1):
            found[which].append(sides[which]())
    return found


def ratios(old: list[list[float]], new: list[list[float]]) -> list[float]:
    """Return new / old of each round: of the medians of its seconds."""
    return [
        statistics.median(later) / statistics.median(earlier)
        for earlier, later in zip(old, new, strict=True)
    ]


def tail_ratio(old: list[list[float]], new: list[list[float]]) -> float:
    """Return new / old of the 95th percentile of the seconds of all rounds."""
    return _tail([*chain(*new)]) / _tail([*chain(*old)])


def _tail(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]


def each_of(do: Callable[[str], object], questions: Iterator[str]) -> Callable[[], list[float]]:
    """Return what does something with the next few questions, and returns the seconds of each."""

    def take() -> list[float]:
        seconds = []
        for _ in range(_EACH):
            question = next(questions)
            began = time.perf_counter()
            do(question)
            seconds.append(time.perf_counter() - began)
        return seconds

    return take


_EACH = 20  # questions a round: the median of fewer moved by a tenth on a shared machine
_CROWD = 8


def crowd_of(service: Service, questions: Iterator[str]) -> Callable[[], list[float]]:
    """Return what has eight ask at once, and returns the seconds that a question took in all."""

    def take() -> list[float]:
        asked = [next(questions) for _ in range(4 * _CROWD)]
        began = time.perf_counter()
        with ThreadPoolExecutor(_CROWD) as crowd:
            list(crowd.map(service.ask, asked))
        return [(time.perf_counter() - began) / len(asked)]

    return take


def starting(one: Side, work: Path) -> Callable[[], list[float]]:
    """Return what starts the service and returns the seconds until it is ready."""

    def take() -> list[float]:
        began = time.perf_counter()
        with serving(_SERVE, one.environment, work / f"ready-{one.commit}.log", one.tree) as ready:
            ready.wait()
            return [time.perf_counter() - began]

    return take


_SERVE = (sys.executable, *PINCITE, "serve", "--port", "0")


def compare(
    old: Side, new: Side, rounds: int, work: Path
) -> dict[str, tuple[list[list[float]], list[list[float]]]]:
    """Return the seconds of warm questions and searches, of a crowd, and of starts from cold."""
    found = {}
    with ExitStack() as stack:
        services = []
        for one in (old, new):
            log = work / f"serve-{one.commit}.log"
            service = stack.enter_context(serving(_SERVE, one.environment, log, one.tree))
            service.wait()
            services.append(service)
        for number, (name, make) in enumerate(_WARM.items()):
            tell(f"both services: {name}")
            first, second = (make(service, _questions(number)) for service in services)
            for _ in range(2):  # these fill caches, and may be asked while a graph is made
                first()
                second()
            found[name] = measured((first, second), rounds)
    tell("starting both from cold")
    found["serve until ready"] = measured((starting(old, work), starting(new, work)), rounds)
    arguments = ["ask", "--json", ARTICLE_QUESTIONS[0]]
    first, second = (
        lambda one=one: [cold(one.program(), work / f"cold-{one.commit}.log", arguments)]
        for one in (old, new)
    )
    found["cold ask"] = measured((first, second), rounds)
    return found


_WARM: dict[str, Callable[[Service, Iterator[str]], Callable[[], list[float]]]] = {
    "warm question": lambda service, questions: each_of(service.ask, questions),
    "warm search": lambda service, questions: each_of(service.search, questions),
    "eight at once": crowd_of,
}


def _questions(seed: int) -> Iterator[str]:
    """Yield questions without end, the same ones for both."""
    writer = Writer(sentences(), seed)
    while True:
        yield writer.question()


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.commits", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args(arguments)
    work = options.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    old, new = (side(commit, work, options.passages) for commit in (options.old, options.new))
    found = compare(old, new, options.rounds, work)
    for name, seconds in found.items():
        values, tail = ratios(*seconds), tail_ratio(*seconds)
        middle = statistics.median(chain(*seconds[1]))
        print(
            f"{name:17} new / old: {statistics.median(values):.3f} "
            f"({min(values):.3f} to {max(values):.3f}), 95th percentile {tail:.3f}; "
            f"new {middle * 1000:.0f} ms"
        )
    record = {"old": old.commit, "new": new.commit, "passages": options.passages, "seconds": found}
    print(json.dumps(record))


if __name__ == "__main__":
    main()
