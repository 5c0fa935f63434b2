"""How long a warm question takes over a collection of many passages.

    python benchmarks/latency.py --passages 10000

The passages are made of the bundled article's sentences in random order, so that words are as
frequent as in a real text; their vectors are those of real passages with noise, because
embedding 10,000 passages takes minutes and changes nothing here. The question is embedded
by the real model. Prints medians and 95th percentiles of each stage in milliseconds.
"""

import argparse
import json
import os
import platform
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "2")

import numpy as np

from corpus import Document, Source, bundled, read_file
from index import LocalIndex, PassageText, PassageVectors, SentenceEncoder, Vector, find_model
from qa.answerer import Answerer
from qa.ranking import shipped_weights

QUESTIONS = (
    "Who leads Brigade 315?",
    "How much was Mehdi paid each month?",
    "When did the first reports of foreign fighters reach the public?",
    "What did the Library of Congress report of August 2012 argue?",
    "Why did nationalist forces fail to sideline the jihadists?",
)


class NoisyEncoder:
    """Embeds questions for real, and passages as noise around the vectors of real ones."""

    def __init__(self, real: SentenceEncoder, rows: np.ndarray) -> None:
        self._real = real
        self._rows = rows
        self._random = np.random.default_rng(0)
        self.id, self.dimension, self.window = real.id + "+noise", real.dimension, real.window

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._real.count_tokens(texts)

    def embed_question(self, text: str) -> Vector:
        return self._real.embed_question(text)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        return [
            PassageVectors(self._near(1)[0], self._near(len(passage.sentences)))
            for passage in passages
        ]

    def _near(self, count: int) -> np.ndarray:
        rows = self._rows[self._random.integers(len(self._rows), size=count)]
        rows = rows + self._random.normal(0, 0.02, rows.shape)
        unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(unit, dtype=np.float32)


def documents(article: Document, sentences: list[str], count: int) -> Iterator[Document]:
    """Yield the article, then documents of about 100 passages made of its sentences."""
    yield article
    rng = random.Random(0)
    for number in range(count // 100):
        text = "\n\n".join(" ".join(rng.choices(sentences, k=3)) for _ in range(100))
        source = Source(f"made:{number}", f"made-{number}.txt")
        yield Document(source.document_id, f"Made {number}", source.label, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    real = SentenceEncoder(find_model("all-MiniLM-L6-v2"))
    article = read_file(bundled()[0])
    with tempfile.TemporaryDirectory() as folder:
        plain = LocalIndex(Path(folder, "plain"), lambda: real)
        list(plain.add([article]))
        passages = plain.passages(article.id)
        words = [p.quote(s) for p in passages for s in p.sentences]
        texts = [PassageText(p.text.strip(), ()) for p in passages]
        rows = np.stack([vectors.passage for vectors in real.embed_passages(texts)])
        encoder = NoisyEncoder(real, rows)
        index = LocalIndex(Path(folder, "large"), lambda: encoder)
        for _ in index.add(documents(article, words, options.passages)):
            pass
        answerer = Answerer(index, encoder.embed_question, 0.0, shipped_weights())
        answerer.answer(QUESTIONS[0])
        timings = [
            answerer.answer(QUESTIONS[turn % len(QUESTIONS)]).timings
            for turn in range(options.rounds)
        ]
        report = {
            "passages": index.size(),
            "questions": len(timings),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        }
    for stage in ("embed_ms", "search_ms", "total_ms"):
        values = [getattr(timing, stage) for timing in timings]
        report[stage] = {
            "p50": round(float(np.percentile(values, 50)), 1),
            "p95": round(float(np.percentile(values, 95)), 1),
        }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
