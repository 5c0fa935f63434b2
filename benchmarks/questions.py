"""Whether questions that come at the same time are embedded sooner one by one or together.

    python -m benchmarks.questions

Figures go to a file of JSON, which `python -m benchmarks.report` shows.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from benchmarks.machine import RESULTS, circumstances, tell
from benchmarks.texts import Writer, sentences
from index import Embedder, PassageText
from qa.config import Config
from qa.wiring import make_embedder

_CLIENTS = 8


def ways(embedder: Embedder) -> dict[str, Callable[[Sequence[str]], object]]:
    """Return what embeds many questions, by what it is called."""

    def one_by_one(questions: Sequence[str]) -> None:
        for question in questions:
            embedder.embed_question(question)

    def at_once(questions: Sequence[str]) -> None:
        with ThreadPoolExecutor(_CLIENTS) as pool:
            list(pool.map(embedder.embed_question, questions))

    def together(questions: Sequence[str]) -> None:
        for start in range(0, len(questions), _CLIENTS):
            some = questions[start : start + _CLIENTS]
            embedder.embed_passages([PassageText(question, ()) for question in some])

    return {
        "one after the other": one_by_one,
        f"by {_CLIENTS} threads, one each": at_once,
        f"{_CLIENTS} together": together,
    }


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.questions", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--output", type=Path, default=RESULTS / "questions.json")
    options = parser.parse_args(arguments)
    found = circumstances("benchmarks.questions", sys.argv[1:])
    embedder = make_embedder(Config.from_env())
    writer = Writer(sentences())
    questions = [writer.question() for _ in range(options.questions)]
    taken: dict[str, list[float]] = {name: [] for name in ways(embedder)}
    for _ in range(options.rounds + 1):  # the first warms up
        for name, embed in ways(embedder).items():
            began = time.perf_counter()
            embed(questions)
            taken[name].append((time.perf_counter() - began) / len(questions) * 1000)
    result = {
        "circumstances": found,
        "ways": [{"way": name, "ms": round(median(each[1:]), 3)} for name, each in taken.items()],
    }
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    tell(f"{options.output}: python -m benchmarks.report shows it")


if __name__ == "__main__":
    main(sys.argv[1:])
