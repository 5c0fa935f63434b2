"""A file on its way to a worker, and what a worker keeps to take it in."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import TypeVar

from corpus import FileStat, Found, Source
from corpus.files import bytes_of
from corpus.sandbox.pool import ReaderPool
from index import Index
from index.errors import IndexAway, LedgerBusy
from index.ingest.files import Known, Outcome, ingest

log = logging.getLogger("pincite.spread")

OpenIndex = Callable[[], Index]
"""Opens the collection wherever it is called; it is pickled on its way there."""

_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)  # seconds; a guess: the last is tried again and again
PATIENCE = 1800.0
"""Seconds that a worker waits for a server to come back; a guess: a Milvus that was killed took up
to two minutes, and people need longer to notice."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file with its bytes, so that no worker needs the disk that it lies on.

    `language` is the code of the one that it is said to be in; "" to find it out.
    """

    path: Path
    source: Source
    stamp: FileStat | None
    data: bytes
    language: str = ""

    @classmethod
    def of(cls, found: Found, language: str = "") -> "Parcel":
        """Return a file with its bytes.

        Raises:
            CorpusError: If it cannot be read.
        """
        return cls(found.path, found.source, found.stamp, bytes_of(found), language)

    def found(self) -> Found:
        return Found(self.path, self.source, self.stamp, load=lambda: self.data)


class Bench:
    """What a worker opens once: the collection with its model, and what reads files for it."""

    def __init__(self, open_index: OpenIndex, processes: int = 1) -> None:
        """Open the collection; `processes` files may be read at once."""
        self._index = open_index()
        self._pool = ReaderPool(processes)

    def take_in(self, parcel: Parcel) -> list[Outcome]:
        """Add a file to the collection; return what became of it and of what is in it.

        Done twice, it changes nothing the second time. While the collection is away or busy, it
        waits.

        Raises:
            IndexFault: If the collection cannot be written to.
        """
        return patiently(lambda: self._ingested(parcel))

    def _ingested(self, parcel: Parcel) -> list[Outcome]:
        files = [parcel.found()]
        known = Known(self._index, only=files)  # looked up now: it may be there since
        return list(
            ingest(files, self._index, known, pool=self._pool, language=parcel.language),
        )

    def close(self) -> None:
        self._index.close()
        self._pool.close()


def patiently(work: Callable[[], _T], patience: float = PATIENCE) -> _T:
    """Do some work; while the collection is away or busy, wait and do it again.

    Raises:
        IndexFault: If it is still away after so many seconds.
    """
    until = time.monotonic() + patience
    for pause in _pauses():
        try:
            return work()
        except (IndexAway, LedgerBusy) as exc:
            if time.monotonic() + pause > until:
                raise
            log.warning("waiting for the collection: %s", exc)
            time.sleep(pause)
    raise AssertionError("the pauses never end")


def _pauses() -> Iterator[float]:
    return chain(_PAUSES, repeat(_PAUSES[-1]))
