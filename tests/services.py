"""Services over an index of the test's own."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.sandbox.pool import ReaderPool
from index import CollectionIndex
from qa.answering.answerer import Answerer
from qa.config import Config
from qa.service.service import Service, State
from qa.service.shared import Shared


class LastingReaders(ReaderPool):
    """Readers of many services, one after the other: to start one takes longer than most tests."""

    def close(self) -> None:
        """Do nothing, as a service that ends is not the last one."""

    def end(self) -> None:
        super().close()


def make_service(
    index: CollectionIndex,
    config: Config | None = None,
    *,
    answerer: Answerer | None = None,
    pool: ReaderPool | None = None,
    state: State = "ready",
    folders: Sequence[Path] = (),
) -> Service:
    """Return a service over an index, ready to answer; its workers are not started."""
    config = config or Config()
    if config.data == Config().data:  # nobody's own: their keys would count
        config = replace(config, data=index.directory.parent)
    pool = pool or ReaderPool(config.workers + 1 + bool(folders))
    shared = Shared(config, lambda: index.embedder, pool)
    service = Service(shared, index, answerer=answerer, folders=folders)
    service.state = state
    return service
