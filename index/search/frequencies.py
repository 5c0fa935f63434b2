"""In how many passages words stand: counted once for each state of the ledger."""

import threading
from collections.abc import Iterable

from index.ledger.snapshot import Snapshot
from index.types import State

_MOST = 20_000  # stems; a guess: the words of thousands of questions


class Frequencies:
    """Remembers counts, which take FTS5 milliseconds for a common word of many passages."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = State(0, "")
        self._counts: dict[str, int] = {}

    def of(self, snapshot: Snapshot, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many passages each stemmed term stands; absent ones are left out."""
        wanted, state = set(terms), snapshot.state()
        with self._lock:
            if state != self._state or len(self._counts) > _MOST:
                self._state, self._counts = state, {}
            counts = self._counts  # another state has another dictionary
        missing = wanted - counts.keys()
        if missing:
            found = snapshot.frequencies(missing)
            counts.update((term, found.get(term, 0)) for term in missing)
        return {term: counts[term] for term in wanted if counts[term]}
