"""Services of several collections, over embedders of words."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from toys import WordEmbedder

from corpus import Source, read
from corpus.sandbox.pool import ReaderPool
from index import LocalIndex
from qa.config import Config
from qa.service.collections import Collections
from qa.service.service import Service
from qa.service.shared import Shared
from qa.wiring import open_index


def add(folder: Path, name: str, text: str) -> str:
    """Add a document to a collection, as another process would; return its id."""
    index = LocalIndex(folder, WordEmbedder)
    document = read(text.encode(), Source(f"test:{name}", name), name)
    (added,) = index.add([document])
    index.end()
    return added.document.id


@contextmanager
def several(
    data: Path,
    *,
    only: tuple[str, ...] = (),
    opened: Callable[[Service], object] = lambda service: None,
    idle: float = 3600.0,
    **settings: Any,
) -> Iterator[Collections]:
    """Serve the collections in a data directory; `main` is the default one."""
    config = Config(**{"data": data, "confidence": 0.0, "port": 0, **settings})
    embedder = WordEmbedder()
    shared = Shared(config, lambda: embedder, ReaderPool(config.workers + 1))
    default = Service(shared, open_index(config, embedder=shared.embedder))
    default.state = "ready"
    default.worker.start()
    collections = Collections(default, only, opened=opened, idle=idle)
    try:
        yield collections
    finally:
        collections.close()


def fill(data: Path, notes: Mapping[str, str]) -> None:
    """Make a collection of each name that holds one note, `note.txt`."""
    for name, text in notes.items():
        add(data / name, "note.txt", text)


def descriptors() -> int:
    """Return how many descriptors this process has open that something still uses."""
    gc.collect()
    return len(os.listdir("/proc/self/fd"))
