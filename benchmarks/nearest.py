"""How much of the nearest a graph finds, and how much sooner, on real vectors.

    PINCITE_EVAL_DATA=DIR pincite eval          # makes collections, unless you have your own
    python -m benchmarks.nearest --data DIR     # the directory that holds collections

Takes the vectors of all passages and sentences of the collections. Some sentences are kept out
and asked for. Exact search in 16 bits, as Pincite does it, says which are the nearest. Figures go
to a file of JSON, which `python -m benchmarks.report` shows.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from benchmarks.machine import RESULTS, circumstances, tell
from index.ledger.ledger import Ledger
from index.ledger.rows import Found
from index.vectors.flat import Flat
from index.vectors.hnsw import Graph

EFFORTS = (100, 128, 200, 300, 400)
_NEAREST = 10
_POOL = 100
_NOTHING = np.empty(0, dtype=np.int64)

Search = Callable[[np.ndarray], Found]


def vectors(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the vectors of passages and of sentences in all collections of a directory."""
    passages: list[np.ndarray] = []
    sentences: list[np.ndarray] = []
    for path in sorted(data.glob("*/ledger.db")):
        with Ledger(path, read_only=True).reading() as snapshot:
            rows = snapshot.connection.execute("SELECT hash FROM vectors").fetchall()
            for found in snapshot.vectors(row[0] for row in rows).values():
                passages.append(found.passage)
                sentences.append(found.sentences)
    if not passages:
        raise SystemExit(f"there is no collection in {data}: make some with `pincite eval`")
    return np.stack(passages), np.concatenate(sentences)


def measure(way: str, search: Search, questions: np.ndarray, near: Sequence[set[int]]) -> Any:
    """Return how long a search takes and which share of the nearest it finds."""
    began = time.perf_counter()
    found = [search(question) for question in questions]
    seconds = time.perf_counter() - began
    kept = sum(
        len(those & {key for key, _ in one[:_NEAREST]})
        for one, those in zip(found, near, strict=True)
    )
    return {
        "way": way,
        "ms": round(seconds / len(questions) * 1000, 3),
        "recall": round(kept / (_NEAREST * len(questions)), 4),
    }


def in_8_bits(rows: np.ndarray) -> Search:
    """Return exact search of the same rows in half the memory."""
    scalars = faiss.IndexScalarQuantizer(
        rows.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    scalars.train(rows)
    scalars.add(rows)

    def search(question: np.ndarray) -> Found:
        scores, found = scalars.search(question.reshape(1, -1), _POOL)
        return list(zip(found[0].tolist(), scores[0].tolist(), strict=True))

    return search


def by(graph: Graph) -> Search:
    return lambda question: graph.search(question, _POOL, _NOTHING)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.nearest", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--data", type=Path, required=True, help="where collections are")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--output", type=Path, default=RESULTS / "nearest.json")
    options = parser.parse_args(arguments)
    found = circumstances("benchmarks.nearest", sys.argv[1:])
    passages, sentences = vectors(options.data)
    np.random.default_rng(0).shuffle(sentences)
    questions, rest = np.split(sentences, [min(options.questions, len(sentences) // 2)])
    rows = np.ascontiguousarray(np.concatenate([passages, rest]))
    ids = np.arange(len(rows))
    flat = Flat.empty(rows.shape[1]).changed(_NOTHING, ids, lambda some: rows[some])

    def exact(question: np.ndarray) -> Found:
        return flat.search(question, _POOL, None, _NOTHING)

    near = [{key for key, _ in exact(question)[:_NEAREST]} for question in questions]
    tell(f"making a graph over {len(rows):,} vectors")
    began = time.perf_counter()
    graph = Graph.over(flat, EFFORTS[0], lambda: False)
    assert graph is not None, "nothing stops it"
    seconds = time.perf_counter() - began
    ways = [measure("exact", exact, questions, near)]
    ways.append(measure("exact, 8 bits", in_8_bits(rows), questions, near))
    for effort in EFFORTS:
        ways.append(measure(f"graph, effort {effort}", by(graph.trying(effort)), questions, near))
    result = {
        "circumstances": found,
        "vectors": len(rows),
        "questions": len(questions),
        "build_s": round(seconds, 1),
        "ways": ways,
    }
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    tell(f"{options.output}: python -m benchmarks.report shows it")


if __name__ == "__main__":
    main(sys.argv[1:])
