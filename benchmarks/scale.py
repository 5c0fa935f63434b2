"""Whether Milvus gives the same answers as the index of one machine, and how fast.

    python -m benchmarks.scale alike --work DIR --url milvus+http://127.0.0.1:19530
    python -m benchmarks.scale speed --work DIR --url milvus+http://127.0.0.1:19530

`alike` asks questions of public sets (PINCITE_EVAL_DATA), `speed` those of `benchmarks.texts` of a
hundred thousand passages, made as `benchmarks.growth` makes them. Collections stay in DIR and in
Milvus, and used again. Figures go to a file of JSON.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.growth import fill, noisy
from benchmarks.machine import RESULTS, circumstances, summary, tell
from benchmarks.texts import Writer, sentences
from index import Embedder, Index, LocalIndex
from index.ingest.migrating import CarriedVectors, migrate
from index.milvus.address import Address
from index.milvus.index import MilvusIndex
from qa.answering.answer import Answer
from qa.answering.answerer import Answerer
from qa.answering.question import Request
from qa.answering.ranking import CANDIDATES
from qa.config import Config
from qa.evaluation.sets import load
from qa.wiring import make_answerer, make_embedder

_SETS = ("squad2", "mtrag", "cranfield")
_WARM_UP = 5
_TEN = 10


@dataclass(frozen=True, slots=True)
class Engine:
    """A collection on one of the engines, with what answers from it."""

    name: str
    index: Index
    answerer: Answerer


def engines(folder: Path, url: str, embedder: Embedder) -> list[Engine]:
    """Return a collection on this machine, and one in Milvus."""
    local = LocalIndex(folder / "main", lambda: embedder)
    there = MilvusIndex(folder / "milvus", Address.parse(url), lambda: embedder)
    config = Config(models=folder.parent / "models", data=folder, collection="main")
    both: dict[str, Index] = {"local": local, "milvus": there}
    return [Engine(name, index, make_answerer(config, index)) for name, index in both.items()]


# The same answers --------------------------------------------------------------------


def alike(options: argparse.Namespace, real: Embedder) -> dict[str, Any]:
    """Compare what both find for questions of public sets."""
    folder = options.work / f"alike-{options.passages}"
    questions = _public(folder / "main", options, real)
    carried = CarriedVectors(real)
    local, there = engines(folder, options.url, carried)
    tell("carrying them into Milvus")
    for _ in migrate(local.index, there.index, carried):
        pass
    counts = dict.fromkeys(("ten", "order", "first", "confidence"), 0)
    differing: list[str] = []
    for question in questions:
        one, other = (_found(engine, question) for engine in (local, there))
        counts["ten"] += set(one.ten) == set(other.ten)
        counts["order"] += one.ten == other.ten
        counts["first"] += one.first == other.first
        counts["confidence"] += one.confidence == other.confidence
        if one != other:
            differing.append(question)
    return {
        "passages": _passages(there.index),
        "questions": len(questions),
        **{name: round(count / len(questions), 4) for name, count in counts.items()},
        "differing": differing[:20],
    }


def _public(folder: Path, options: argparse.Namespace, real: Embedder) -> list[str]:
    """Fill a collection with documents of public sets, and return some of their questions."""
    data = Config.from_env().eval_data
    found = [load(name, data) for name in _SETS]
    index = LocalIndex(folder, lambda: real)
    if not _passages(index):
        tell(f"taking in {options.passages} passages of public sets")
        everything = [document for one in found for document in one.documents or ()]
        documents = random.Random(0).sample(everything, len(everything))
        count = 0
        for result in index.add(documents):
            count += result.document.passages
            if count >= options.passages:
                break
        index.checkpoint(always=True)
    questions = [case.question for one in found for case in one.cases]
    return random.Random(0).sample(questions, options.questions)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an engine found: the places of ten passages, and the words of the first quote."""

    ten: tuple[tuple[str, int], ...]
    first: tuple[str, int, int] | None
    confidence: float


def _found(engine: Engine, question: str) -> Asked:
    with engine.index.reader() as reader:
        hits = reader.search(question, reader.embed_question(question), _TEN)
    answer = engine.answerer.answer(Request(question))
    ten = tuple((hit.passage.document_id, hit.passage.start) for hit in hits)
    return Asked(ten, _first_quote(answer), answer.confidence)


def _first_quote(answer: Answer) -> tuple[str, int, int] | None:
    for citation in answer.citations[:1]:
        return citation.document_id, citation.start, citation.end
    return None


# Speed -------------------------------------------------------------------------------


def speed(options: argparse.Namespace, real: Embedder) -> dict[str, Any]:
    """Measure a search of both kinds, and a whole answer, on both engines in turn."""
    folder = options.work / f"growth-{options.passages}"
    both = engines(folder, options.url, real)
    empty = [engine.name for engine in both if not _passages(engine.index)]
    if empty:
        # Made once more to be filled: questions are embedded by the real model.
        made = noisy(real, options.passages)
        for engine in engines(folder, options.url, made):
            if engine.name in empty:
                tell(f"making a collection of {options.passages} passages: {engine.name}")
                fill(engine.index, options.passages)
                engine.index.checkpoint(always=True)
    writer = Writer(sentences(), seed=7)
    questions = [writer.question() for _ in range(_WARM_UP + options.questions)]
    taken: dict[str, dict[str, list[float]]] = {
        engine.name: {"search": [], "answer": []} for engine in both
    }
    for number, question in enumerate(questions):
        for engine in both[:: 1 if number % 2 else -1]:
            for what, seconds in _timed(engine, question).items():
                taken[engine.name][what].append(seconds)
    return {
        "passages": _passages(both[1].index),
        **{
            name: {what: summary(seconds[_WARM_UP:]) for what, seconds in kinds.items()}
            for name, kinds in taken.items()
        },
    }


def _timed(engine: Engine, question: str) -> dict[str, float]:
    with engine.index.reader() as reader:
        vector = reader.embed_question(question)
        searched = _seconds(lambda: reader.search(question, vector, CANDIDATES))
    return {
        "search": searched,
        "answer": _seconds(lambda: engine.answerer.answer(Request(question))),
    }


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _passages(index: Index) -> int:
    with index.reader() as reader:
        return reader.passage_count()


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale", description=__doc__.splitlines()[0]
    )
    parser.add_argument("what", choices=("alike", "speed"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--url", required=True, help="a Milvus to be filled")
    parser.add_argument("--passages", type=int, help="5,000 for alike, 100,000 for speed")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--output", type=Path, default=RESULTS / "scale.json")
    options = parser.parse_args(arguments)
    options.passages = options.passages or (5_000 if options.what == "alike" else 100_000)
    found = circumstances("benchmarks.scale", arguments)
    config = Config.from_env()
    real = make_embedder(
        Config(model=config.model, models=config.models or options.work / "models")
    )
    measured = {
        "circumstances": found,
        **{"alike": alike, "speed": speed}[options.what](options, real),
    }
    known = json.loads(options.output.read_text("utf-8")) if options.output.exists() else {}
    options.output.write_text(
        json.dumps({**known, options.what: measured}, indent=1) + "\n", "utf-8"
    )
    tell(f"{options.output}: {json.dumps(measured, indent=1)}")


if __name__ == "__main__":
    main(sys.argv[1:])
