"""How Pincite does as a collection grows, over HTTP and from the command line.

    python -m benchmarks.growth --work DIR
    python -m benchmarks.growth --work DIR --sizes 1000 10000 100000 1000000

The collections are made through the index's own interface, of texts as `benchmarks.texts` makes
them. Their vectors are those of real passages with noise, because a million real ones take
hours and search no differently; questions are embedded by the real model. Collections are kept
in DIR and used again. Figures go to a file of JSON, which `python -m benchmarks.report` shows.
"""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.machine import RESULTS, circumstances, summary, tell, throughput
from benchmarks.peers.worker import crowd
from benchmarks.process import Program, cold, size_of
from benchmarks.service import PINCITE, Service, serving
from benchmarks.texts import ARTICLE_QUESTIONS, Writer, documents, sentences
from corpus import Document
from index import Embedder, Index, LocalIndex, PassageText, PassageVectors, Vector
from qa.config import Config
from qa.wiring import make_embedder

_AROUND = (300, 10_000)
_NOISE = 0.02
_WARM_UP = 5
_TO_SETTLE = 30
_COLLECTION = "main"
_STAGES = ("embed_ms", "search_ms", "total_ms")


class NoisyEmbedder:
    """Gives passages vectors near those of real ones, and goes by the real embedder's name.

    So the collection can be served by the real one. A token counts as four characters.
    """

    def __init__(self, real: Embedder, rows: np.ndarray) -> None:
        self._rows = rows
        self._random = np.random.default_rng(0)
        self.id, self.dimension, self.window = real.id, real.dimension, real.window
        self.embed_question = real.embed_question

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 4 + 1 for text in texts]

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        counts = [1 + len(passage.sentences) for passage in passages]
        near = np.split(self._near(sum(counts)), np.cumsum(counts)[:-1])
        return [PassageVectors(rows[0], rows[1:]) for rows in near]

    def _near(self, count: int) -> np.ndarray:
        rows = self._rows[self._random.integers(len(self._rows), size=count)]
        rows = rows + self._random.standard_normal(rows.shape, np.float32) * np.float32(_NOISE)
        unit: Vector = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(unit, dtype=np.float32)


def build(folder: Path, size: int, real: Embedder) -> float:
    """Make a collection of at least so many passages; return the seconds that it took."""
    began = time.perf_counter()
    embedder = noisy(real, size)
    index = LocalIndex(folder / _COLLECTION, lambda: embedder)
    fill(index, size)
    index.checkpoint(always=True)
    return time.perf_counter() - began


def noisy(real: Embedder, size: int) -> NoisyEmbedder:
    """Return what gives so many passages vectors near those of real sentences."""
    writer = Writer(sentences())
    least, most = _AROUND
    some = [writer.sentence() for _ in range(min(most, max(least, size // 10)))]
    fit = [t for t, n in zip(some, real.count_tokens(some), strict=True) if n <= real.window]
    around = real.embed_passages([PassageText(text, ()) for text in fit])
    return NoisyEmbedder(real, np.stack([found.passage for found in around]))


def fill(index: Index, size: int) -> None:
    """Add made documents until there are at least so many passages."""
    began = time.perf_counter()
    count, step = 0, max(size // 10, 1)

    def enough() -> Iterator[Document]:
        for document in documents(Writer(sentences())):
            if count >= size:
                return
            yield document

    for addition in index.add(enough()):
        before, count = count, count + addition.document.passages
        if count // step > before // step:
            tell(f"  {count} passages, {time.perf_counter() - began:.0f} s")


def ready(service: Service, began: float) -> float:
    """Return the seconds from the beginning until the service answers questions."""
    service.wait()
    return round(time.perf_counter() - began, 3)


def settled(service: Service, log: Path, questions: Sequence[str]) -> float:
    """Ask until a graph is made, where one is; return the seconds that it took, 0 for none."""
    begin = log.stat().st_size
    for question in questions:
        service.ask(question)
    began = time.perf_counter()
    while True:
        said = log.read_bytes()[begin:]
        if b"making a graph" not in said:
            return 0.0
        if b"the graph was made" in said or b"it is not used" in said:
            return round(time.perf_counter() - began, 1)
        time.sleep(0.5)


def serve(folder: Path, environment: dict[str, str], options: argparse.Namespace) -> dict[str, Any]:
    """Return what is measured of the service: started, killed, started again, and asked."""
    command = [sys.executable, *PINCITE, "serve", "--port", "0"]
    log = folder / "serve.log"
    writer = Writer(sentences(), options.seed)
    questions = [writer.question() for _ in range(_WARM_UP + options.questions + options.crowd)]
    alone = _WARM_UP + options.questions
    with serving(command, environment, log) as service:
        service.wait()
        graph_s = settled(service, log, questions[:_TO_SETTLE])
    starts = []
    for _ in range(options.starts - 1):
        began = time.perf_counter()
        with serving(command, environment, log) as service:
            starts.append(ready(service, began))
            service.ask(ARTICLE_QUESTIONS[0])  # then it is killed
    began = time.perf_counter()
    with serving(command, environment, log) as service:
        starts.append(ready(service, began))
        at_rest = service.memory_mb()
        seconds: list[float] = []
        stages: dict[str, list[float]] = {stage: [] for stage in _STAGES}
        for question in questions[:alone]:
            began = time.perf_counter()
            answer = service.ask(question)
            seconds.append(time.perf_counter() - began)
            for stage in _STAGES:
                stages[stage].append(answer["timings"][stage] / 1000)
        done = crowd(service.ask, questions[alone:], options.clients)
        return {
            "graph_s": graph_s,
            "ready_s": starts,
            "ready_mb": round(at_rest, 1),
            "serving_mb": round(service.memory_mb(), 1),
            "http": summary(seconds[_WARM_UP:]),
            "crowd": throughput(done, options.clients),
            **{stage: summary(found[_WARM_UP:]) for stage, found in stages.items()},
        }


def measure(size: int, options: argparse.Namespace) -> dict[str, Any]:
    """Build a collection of a size where there is none yet, and measure it."""
    config = Config.from_env()
    models = config.models or options.work / "models"
    folder = options.work.absolute() / f"growth-{size}"
    built = folder / "built.json"
    if not built.exists():
        shutil.rmtree(folder, ignore_errors=True)
        tell(f"making a collection of {size} passages")
        real = make_embedder(Config(model=config.model, models=models))
        seconds = build(folder, size, real)
        built.write_text(json.dumps({"build_s": round(seconds, 1)}), "utf-8")
    tell(f"asking the collection of {size} passages")
    environment = {
        "PINCITE_DATA": str(folder),
        "PINCITE_MODELS": str(models.absolute()),
        "HF_HUB_OFFLINE": "1",
    }
    program = Program("pincite", (sys.executable, *PINCITE), environment)
    ask = ["ask", "--json", ARTICLE_QUESTIONS[0]]
    return {
        "asked_for": size,
        "passages": _passages(folder),
        **json.loads(built.read_text("utf-8")),
        "disk_mb": round(size_of(folder / _COLLECTION) / 1e6, 1),
        "cold_s": [
            round(cold(program, folder / "cold.log", ask), 3) for _ in range(options.starts)
        ],
        **serve(folder, environment, options),
    }


def _passages(folder: Path) -> int:
    with LocalIndex(folder / _COLLECTION, _none).reader() as reader:
        return reader.passage_count()


def _none() -> Embedder:
    raise AssertionError("counting passages needs no model")


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--work", type=Path, required=True, help="where collections are kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=200, help="asked one after the other")
    parser.add_argument("--crowd", type=int, default=400, help="asked by many clients at once")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--starts", type=int, default=3, help="how often it is started")
    parser.add_argument("--seed", type=int, default=1, help="another one asks other questions")
    parser.add_argument("--output", type=Path, default=RESULTS / "growth.json")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    options = parsed(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    found = circumstances("benchmarks.growth", sys.argv[1:])
    sizes = [measure(size, options) for size in options.sizes]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    result = {"circumstances": found, "sizes": sizes}
    options.output.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    tell(f"{options.output}: python -m benchmarks.report shows it")


if __name__ == "__main__":
    main(sys.argv[1:])
