"""The stems that begin with a letter: read once for each state of the ledger."""

import threading

from index.search.moment import Moment
from index.types import State

_MOST = 100  # letters; a guess: those of three alphabets


class Beginnings:
    """Remembers stems, which FTS5 takes 12 ms for a letter of 100,000 passages.

    Those of a letter are kept as one text, in a tenth of the memory that strings would take.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = State(0, "")
        self._stems: dict[str, str] = {}

    def of(self, moment: Moment, letter: str) -> list[str]:
        """Return the stems that begin with a letter."""
        state = moment.state()
        with self._lock:
            if state != self._state or len(self._stems) > _MOST:
                self._state, self._stems = state, {}
            stems = self._stems  # another state has another dictionary
        if letter not in stems:
            stems[letter] = " ".join(moment.stems_from(letter))
        return stems[letter].split(" ") if stems[letter] else []
