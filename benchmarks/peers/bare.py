"""The arithmetic alone: the same engine over the same texts, and FAISS; no words, no store.

What it embeds is what Pincite embeds, title and headings before each passage.
"""

import sys
from pathlib import Path

import faiss
import numpy as np

from benchmarks.peers.worker import main, passages
from index import PassageText
from qa.config import Config
from qa.wiring import make_embedder


class Bare:
    """An exact FAISS index of inner products, searched by one thread."""

    def __init__(self) -> None:
        faiss.omp_set_num_threads(1)
        self._embedder = make_embedder(Config.from_env())

    def load(self) -> None:
        self._embedder.embed_question("ready")

    def ingest(self, workload: Path, store: Path) -> None:
        texts = [PassageText(p["embedded"], ()) for p in passages(workload)]
        rows = np.stack([found.passage for found in self._embedder.embed_passages(texts)])
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
        store.mkdir(parents=True, exist_ok=True)
        faiss.write_index(index, str(store / "vectors.faiss"))

    def open(self, store: Path) -> None:
        self._index = faiss.read_index(str(store / "vectors.faiss"))

    def ask(self, question: str) -> list[str]:
        vector = self._embedder.embed_question(question)
        _, rows = self._index.search(vector.reshape(1, -1), 10)
        return [str(row) for row in rows[0]]


class Faiss(Bare):
    """FAISS alone: what is asked becomes some vector, and none of the time."""

    def open(self, store: Path) -> None:
        super().open(store)
        self._rows = np.random.default_rng(0).standard_normal((64, self._index.d), np.float32)

    def ask(self, question: str) -> list[str]:
        _, rows = self._index.search(self._rows[len(question) % 64][None], 10)
        return [str(row) for row in rows[0]]


if __name__ == "__main__":
    main(Faiss if sys.argv[1:] == ["faiss"] else Bare)
