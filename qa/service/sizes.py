"""How large the open collections are, counted again only after they changed."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index import State
from index.errors import IndexFault
from qa.service.service import Service


@dataclass(frozen=True, slots=True)
class Size:
    """What is in a collection at a moment; `waiting` counts uploads that are to be read."""

    collection: str
    documents: int
    passages: int
    waiting: int
    reading: int
    failed: int


class Sizes:
    """Remembers how large collections were. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[State, int, int]] = {}

    def of(self, services: Iterable[Service]) -> Iterator[Size]:
        """Yield the sizes of collections that are open; those that cannot be read are left out."""
        for service in services:
            try:
                yield self._size(service)
            except IndexFault:
                continue

    def _size(self, service: Service) -> Size:
        name = service.config.collection
        with self._lock:
            known = self._known.get(name)
        with service.index.reader() as reader:
            state = reader.state()
            if known is None or known[0] != state:
                known = (state, reader.document_count(), reader.passage_count())
        with self._lock:
            self._known[name] = known
        jobs = service.index.jobs.counts()
        open_ = (jobs.get("waiting", 0), jobs.get("reading", 0), jobs.get("failed", 0))
        return Size(name, known[1], known[2], *open_)
