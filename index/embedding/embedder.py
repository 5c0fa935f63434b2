"""The seam between text and vectors."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from corpus import Span
from index.types import Vector, Vectors


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is embedded of a passage: its text, and where its sentences lie in it."""

    text: str
    sentences: tuple[Span, ...]


class PassageVectors(NamedTuple):
    """The vector of a passage, and one row for each of its sentences, in order."""

    passage: Vector
    sentences: Vectors


class Embedder(Protocol):
    """Turns text into vectors that are compared by their dot product.

    Questions and passages have separate methods because many models treat them
    differently; a mode flag on a shared object would not be safe between threads.
    """

    @property
    def id(self) -> str:
        """Name the model and its arithmetic: vectors of equal ids are comparable."""

    @property
    def dimension(self) -> int:
        """Return the number of components of a vector."""

    @property
    def window(self) -> int:
        """Return the most tokens of a text that the model reads."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, without those that the model adds."""

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """Return the vectors of each passage, in order.

        Raises:
            PassageTooLong: If a text is longer than the window.
        """

    def embed_question(self, text: str) -> Vector:
        """Return the vector of a question; a longer one than the window is cut."""


class LazyEmbedder:
    """Makes an embedder at its first call, and returns the same one ever after."""

    def __init__(self, make: Callable[[], Embedder]) -> None:
        """Make it by `make`, which may take seconds."""
        self._make = make
        self._made: Embedder | None = None
        self._making = threading.Lock()

    def __call__(self) -> Embedder:
        if self._made is None:
            with self._making:  # who comes meanwhile waits
                if self._made is None:
                    self._made = self._make()
        return self._made
