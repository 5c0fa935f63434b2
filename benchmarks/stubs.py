"""Documents and an embedder that cost a known time, for what is measured beside the model."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import Index, PassageText, PassageVectors, Vector
from index.types import Vectors
from qa.config import Config
from qa.wiring import open_index

BATCH = 64
"""Passages that the stub takes its time for, as those of a real model's batch."""

_DIMENSION = 384
_CHARACTERS = 4  # of a token
_WORDS = (
    "bittern crake dunlin egret fieldfare gannet heron ibis jackdaw kestrel linnet merlin nuthatch "
    "osprey plover quail redstart siskin teal wagtail"
).split()


class StubEmbedder:
    """Takes so many seconds for each batch, begun or full; equal texts have equal vectors."""

    id = "stub@benchmark"
    dimension = _DIMENSION
    window = 128

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // _CHARACTERS + 1 for text in texts]

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        time.sleep(self._seconds * -(-len(passages) // BATCH))
        return [
            PassageVectors(
                self.embed_question(passage.text),
                self._rows([passage.text[start:end] for start, end in passage.sentences]),
            )
            for passage in passages
        ]

    def embed_question(self, text: str) -> Vector:
        return np.asarray(self._rows([text])[0], dtype=np.float32)

    def _rows(self, texts: Sequence[str]) -> Vectors:
        rows = np.empty((len(texts), _DIMENSION), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
            row[:] = np.random.default_rng(int.from_bytes(digest, "big")).normal(size=_DIMENSION)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class StubIndex:
    """Opens the collection that the environment names with a stub, wherever it is called."""

    seconds: float

    def __call__(self) -> Index:
        return open_index(Config.from_env(), embedder=lambda: StubEmbedder(self.seconds))


def write_documents(folder: Path, count: int, passages: int) -> None:
    """Write so many files of about so many passages, no two with a sentence in common."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        paragraphs = (_paragraph(number, part) for part in range(passages))
        (folder / f"document-{number:05}.txt").write_text("\n\n".join(paragraphs) + "\n")


def _paragraph(number: int, part: int) -> str:
    """Return some 400 characters, which are a passage."""
    bird = _WORDS[(number * 7 + part) % len(_WORDS)]
    return " ".join(
        f"In sector {number} of reach {part} observer {line} counted "
        f"{number * 31 + part * 7 + line} {bird}s before noon and wrote it down."
        for line in range(4)
    )
