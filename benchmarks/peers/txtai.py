"""txtai as its documentation sets up hybrid search over stored content."""

import threading
from pathlib import Path

from txtai import Embeddings

from benchmarks.peers.worker import main, model_folder, passages


class Txtai:
    """FAISS for vectors, SQLite for content, its own BM25 for words.

    Threads that search at once share its SQLite cursor and end the process (txtai 9.14), so
    they take turns here, as they would have to in any program.
    """

    def __init__(self) -> None:
        self._one = threading.Lock()

    def load(self) -> None:
        self._embeddings = Embeddings(path=model_folder(), hybrid=True, content=True)
        self._embeddings.transform("ready")

    def ingest(self, workload: Path, store: Path) -> None:
        self._embeddings.index((p["id"], p["text"], None) for p in passages(workload))
        self._embeddings.save(str(store))

    def open(self, store: Path) -> None:
        self._embeddings = Embeddings()
        self._embeddings.load(str(store))

    def ask(self, question: str) -> list[str]:
        with self._one:
            return [row["text"] for row in self._embeddings.search(question, 10)]


if __name__ == "__main__":
    main(Txtai)
