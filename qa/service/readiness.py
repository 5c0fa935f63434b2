"""How ready each part of a service is: for whoever runs it, and has to know what to look at."""

from dataclasses import dataclass
from typing import Literal

from index.errors import IndexAway
from qa.service.disk import free_bytes
from qa.service.service import LOADED, Service

PartState = Literal["ready", "loading", "waiting", "failed", "away", "off", "low"]
"""`waiting` is for the part before it, `away` for a server that comes back by itself, `off` a
reader that is not used, `low` a disk that is nearly full."""

LOW = 64_000_000
"""Bytes free on the disk below which it is `low`; a guess: four times as much as is held back, at
most, for removing on a full disk."""


@dataclass(frozen=True, slots=True)
class Part:
    """How ready a part is, with numbers that say more."""

    state: PartState
    numbers: tuple[tuple[str, int], ...] = ()

    def record(self) -> dict[str, str | int]:
        return {"state": self.state, **dict(self.numbers)}


def parts(service: Service) -> dict[str, Part]:
    """Return the parts of a service.

    They are the model, the ledger, the vectors, the reader that weighs sentences, the processes
    that read documents, and the disk. A service whose vectors are away is ready all the same: what
    needs none goes on, and no other server of the collection has them either.
    """
    found = {name: Part(_loaded(service, name)) for name in LOADED}
    if found["reader"].state == "ready" and not service.answerer.reads():
        found["reader"] = Part("off")
    if found["vectors"].state == "ready" and (trouble := service.index.trouble()):
        found["vectors"] = Part("away" if isinstance(trouble, IndexAway) else "failed")
    pool = service.pool.figures()
    numbers = (("running", pool.running), ("most", pool.most))
    found["readers"] = Part("failed" if pool.fails else "ready", numbers)
    free = free_bytes(service.config.data)
    found["disk"] = Part("low" if free < LOW else "ready", (("free_bytes", free),))
    return found


def _loaded(service: Service, name: str) -> PartState:
    """Return how far a part is that is loaded when a service begins; each after the one before."""
    if service.state == "ready":
        return "ready"
    ahead = LOADED.index(name) - LOADED.index(service.loading)
    return "ready" if ahead < 0 else "waiting" if ahead else service.state
