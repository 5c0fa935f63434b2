"""What is being done to documents while they are added, for whoever waits for it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """A file of so many bytes is being read; its name is as its document's `source`."""

    source: str
    size: int


@dataclass(frozen=True, slots=True)
class Embedding:
    """Of the passages that are new in some documents, so many are embedded."""

    sources: tuple[str, ...]
    done: int
    passages: int


@dataclass(frozen=True, slots=True)
class Spreading:
    """So many files are with workers, which have so many threads together."""

    threads: int
    files: int


Step = Reading | Embedding | Spreading
Watch = Callable[[Step], None]


def unwatched(step: Step) -> None:
    """Watch nothing."""
