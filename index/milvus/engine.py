"""The passages of one collection in Milvus, found by what its catalogue says of where they are."""

import secrets
import threading
from collections.abc import Collection
from contextlib import suppress
from typing import NamedTuple, Self

from index.errors import PassagesLost
from index.ledger.catalogue import AnyCatalogue
from index.ledger.document_rows import DocumentRows
from index.ledger.epoch_rows import Figures, figures
from index.ledger.transaction import Change
from index.milvus.client import Connection
from index.milvus.expressions import one_of
from index.milvus.passages import MilvusPassages
from index.milvus.schema import names_begin
from index.types import State

NAME, IDENTITY = "milvus", "identity"
_DIMENSION = "dimension"


class Place(NamedTuple):
    """The collection of Milvus that has the passages of one, embedded by one model."""

    name: str
    dimension: int

    @classmethod
    def of(cls, rows: DocumentRows) -> Self | None:
        """Return where the passages are; None before there were any."""
        name, dimension = rows.value(NAME), rows.value(_DIMENSION)
        return None if name is None or dimension is None else cls(name, int(dimension))

    def note(self, change: Change) -> None:
        """Say that the passages are here from now on."""
        change.set_value(NAME, self.name)
        change.set_value(_DIMENSION, str(self.dimension))


def identity_of(catalogue: AnyCatalogue) -> str:
    """Return what no other collection has, whatever the name of this one is; made if need be."""
    with catalogue.reading() as rows:
        identity = rows.value(IDENTITY)
    if identity is not None:
        return identity
    with catalogue.writing() as change:
        identity = change.value(IDENTITY) or secrets.token_hex(8)
        change.set_value(IDENTITY, identity)
        return identity


class Engine:
    """Milvus, as a collection uses it; safe to share between threads.

    Nothing is connected before passages are needed.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._lock = threading.Lock()
        self._open: dict[Place, MilvusPassages] = {}
        self._losses = 0
        self._figures = State(0, ""), Figures(0, 0)

    def passages(self, place: Place, *, make: bool = False) -> MilvusPassages:
        """Return the passages of a place, which whoever writes there has made where there is none.

        Raises:
            IndexAway: If Milvus cannot be reached.
            PassagesLost: If there is none, and none is to be made.
            IndexRefused: If it does not let us.
        """
        with self._lock:
            if self._losses != self.connection.losses:  # what is gone may have to be made again
                self._losses = self.connection.losses
                self._open.clear()
            if place not in self._open:
                self._open[place] = MilvusPassages(self.connection, *place, make=make)
            return self._open[place]

    def figures(self, rows: DocumentRows) -> Figures:
        """Return figures of the passages that are seen, added up once for each state."""
        state = rows.state()
        known = self._figures  # read once: another thread may bring it further
        if known[0] != state:
            known = self._figures = state, figures(rows.connection)
        return known[1]

    def delete(self, rows: DocumentRows, epochs: Collection[int]) -> None:
        """Delete all that was written under some epochs, wherever it is.

        That may be in the place of another model, where somebody began a rebuild or just ended one.
        """
        identity = rows.value(IDENTITY)
        if identity is None:  # nothing was ever written
            return
        for name in self.connection.names():
            if name.startswith(names_begin(identity)):
                with suppress(PassagesLost):  # somebody removed it this moment
                    self.connection.delete(name, one_of("epoch", epochs))

    def drop(self, name: str) -> None:
        """Remove a collection of Milvus with all that is in it, if it is there."""
        with self._lock:
            self._open = {place: one for place, one in self._open.items() if place.name != name}
        self.connection.drop(name)

    def drop_all(self, identity: str) -> None:
        """Remove all that was ever written of a collection, and nothing of any other."""
        for name in self.connection.names():
            if name.startswith(names_begin(identity)):
                self.drop(name)

    def close(self) -> None:
        """Hang up; the next use connects anew."""
        with self._lock:
            self._open.clear()
        self.connection.close()
