"""Two commits of Pincite side by side: a warm question, and `pincite ask` from cold.

    python -m benchmarks.commits OLD NEW --work DIR
    python -m benchmarks.commits HEAD~1 HEAD --work DIR --passages 3000 --rounds 3

Each commit is checked out below DIR, makes a collection of its own there (in its own format) and
serves it. Both services run at once and each question goes to both, one first in turn; so do
the starts from cold. What counts is the median over the rounds of the ratio new / old, because a
machine that slows down slows both.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
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


def ratios(old: Callable[[], float], new: Callable[[], float], rounds: int) -> list[float]:
    """Return new / old of each round; which of the two goes first changes each time."""
    found = []
    for number in range(rounds):
        if number % 2:
            later, earlier = new(), old()
        else:
            earlier, later = old(), new()
        found.append(later / earlier)
    return found


def asking(service: Service, questions: Sequence[str]) -> Callable[[], float]:
    """Return what asks the next few questions, and returns the median of their seconds."""
    remaining = iter(questions)

    def ask() -> float:
        seconds = []
        for _ in range(_EACH):
            question = next(remaining)
            began = time.perf_counter()
            service.ask(question)
            seconds.append(time.perf_counter() - began)
        return statistics.median(seconds)

    return ask


_EACH = 20  # questions a round: the median of fewer moved by a tenth on a shared machine


def compare(old: Side, new: Side, rounds: int, work: Path) -> dict[str, list[float]]:
    """Return the ratios of a warm question, and of `pincite ask` from cold."""
    writer = Writer(sentences(), 0)
    questions = [writer.question() for _ in range(_EACH * (rounds + 2))]
    with ExitStack() as stack:
        asked = []
        for one in (old, new):
            command = [sys.executable, *PINCITE, "serve", "--port", "0"]
            log = work / f"serve-{one.commit}.log"
            service = stack.enter_context(serving(command, one.environment, log, one.tree))
            service.wait()
            ask = asking(service, questions)
            ask()  # the first questions fill caches, and may be asked while a graph is made
            ask()
            asked.append(ask)
        tell("asking both services")
        warm = ratios(asked[0], asked[1], rounds)
    tell("starting both from cold")
    ask_once = ["ask", "--json", ARTICLE_QUESTIONS[0]]
    starts = [
        lambda one=one: cold(one.program(), work / f"cold-{one.commit}.log", ask_once)
        for one in (old, new)
    ]
    return {"warm question": warm, "cold ask": ratios(starts[0], starts[1], rounds)}


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
    for name, values in found.items():
        low, high = min(values), max(values)
        print(f"{name:15} new / old: {statistics.median(values):.3f} ({low:.3f} to {high:.3f})")
    record = {"old": old.commit, "new": new.commit, "passages": options.passages, "ratios": found}
    print(json.dumps(record))


if __name__ == "__main__":
    main()
