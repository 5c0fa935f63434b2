"""What the writes of a shared collection cost in PostgreSQL and in SQLite, in turn.

    python -m benchmarks.stores --work DIR --url postgresql://user:password@127.0.0.1:5432/empty

Each write is made in one store and then in the other, one first in turn, so that a machine that is
busy slows both. It is what a server writes to its store: passages would go to Milvus besides. The
database has to be an empty one, on a server that waits for its disk (fsync), as SQLite does here.
"""

import argparse
import hashlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.machine import RESULTS, circumstances, summary, tell
from benchmarks.texts import Writer, sentences
from corpus import Document, FileStat, Passage, Span
from corpus.naming import upload_source
from index import Limits, LoggedChange
from index.analysis import stems_of
from index.ledger.epoch_rows import begin_epochs, packed
from index.ledger.jobs import Jobs
from index.ledger.postgres.registry import Registry
from index.ledger.postgres.store import PostgresStore
from index.milvus.address import Address
from index.milvus.catalogue import MilvusCatalogue
from index.milvus.change import Written
from index.milvus.client import Connection
from index.milvus.engine import Engine
from index.types import FileState

_PASSAGES = 20  # of a document, as in docs/scale.md
_UPLOAD = bytes(20_000)
_LIMITS = Limits(waiting=1_000_000)
_WRITERS = 4

Write = Callable[[MilvusCatalogue, int], object]


class Texts:
    """Documents of made sentences, and what Milvus' rows would say of them."""

    def __init__(self) -> None:
        self._writer = Writer(sentences())

    def document(self, number: int, version: int) -> tuple[Document, list[Passage], list[str]]:
        texts = [f"{self._writer.paragraph()} " for _ in range(_PASSAGES)]
        texts[0] = f"{number} {version} {texts[0]}"
        passages, start = [], 0
        name = f"document {number}"
        for ordinal, text in enumerate(texts):
            end = start + len(text)
            spans = (Span(start, end - 1),)
            passages.append(Passage(name, ordinal, start, end, text, (), None, spans))
            start = end
        return Document(name, name, f"{name}.txt", "".join(texts)), passages, texts


def writes(texts: Texts) -> dict[str, Write]:
    """Return what is written, by name; each is given a number of its own."""

    def line(catalogue: MilvusCatalogue, number: int) -> None:
        with catalogue.writing() as change:
            change.log_change(LoggedChange("link_revoked", subject=str(number)))

    def upload(catalogue: MilvusCatalogue, number: int) -> None:
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        Jobs(catalogue).submit(upload_source(f"{number}.txt"), _UPLOAD, sha256, _LIMITS)

    def document(catalogue: MilvusCatalogue, number: int) -> None:
        _put(catalogue, *texts.document(number, 0))

    def replaced(catalogue: MilvusCatalogue, number: int) -> None:
        _put(catalogue, *texts.document(0, number))

    def read(catalogue: MilvusCatalogue, number: int) -> None:
        with catalogue.reading() as moment:
            moment.info(f"document {number % 10}")

    return {
        "a line of the log": line,
        "an upload of 20 kB": upload,
        f"a new document of {_PASSAGES} passages": document,
        f"a new version of one of {_PASSAGES} passages": replaced,
        "a reading of one record": read,
    }


def _put(
    catalogue: MilvusCatalogue, document: Document, passages: list[Passage], texts: list[str]
) -> None:
    """Write a document in the two changes that adding takes; Milvus gets its rows in between."""
    with catalogue.writing() as change:
        (epoch,) = begin_epochs(change.connection, [document.id], "writing-0")
    stems = [set(stems_of(text)) for text in texts]
    held = {stem: sum(stem in some for some in stems) for stem in set().union(*stems)}
    written = Written(
        document.id, epoch, "en", "en", len(passages), sum(map(len, stems)), packed(held), epoch
    )
    hashes = [hashlib.sha256(text.encode()).digest() for text in texts]
    with catalogue.writing() as change:
        change.expect([written])
        change.put(document, passages, hashes, [document.title] * len(passages))
        change.note([FileState(f"file:/{document.id}", document.id, FileStat(1, 2, 3))])


def in_turn(stores: dict[str, MilvusCatalogue], write: Write, times: int) -> dict[str, Any]:
    """Return how long a write takes in each store, and PostgreSQL's median by SQLite's."""
    took: dict[str, list[float]] = {name: [] for name in stores}
    for number in range(times):
        for name in sorted(stores, reverse=bool(number % 2)):
            began = time.perf_counter()
            write(stores[name], number)
            took[name].append(time.perf_counter() - began)
    found: dict[str, Any] = {name: summary(seconds) for name, seconds in took.items()}
    for name, seconds in took.items():
        found[name]["per_second"] = round(1 / statistics.mean(seconds), 1)
    return {**found, "ratio": _ratio(found, "p50_ms")}


def together(stores: dict[str, MilvusCatalogue], write: Write, times: int) -> dict[str, Any]:
    """Return how many writes a second several threads get through in each store."""
    rates: dict[str, list[float]] = {name: [] for name in stores}
    numbers = count(1_000_000)
    for turn in range(4):
        for name in sorted(stores, reverse=bool(turn % 2)):
            began = time.perf_counter()
            with ThreadPoolExecutor(_WRITERS) as threads:
                some = [next(numbers) for _ in range(times)]
                list(threads.map(lambda number, name=name: write(stores[name], number), some))
            rates[name].append(times / (time.perf_counter() - began))
    found = {name: {"per_second": round(statistics.median(rates[name]), 1)} for name in stores}
    return {**found, "ratio": _ratio(found, "per_second")}


def _ratio(found: dict[str, dict[str, float]], name: str) -> float:
    return round(found["postgresql"][name] / found["sqlite"][name], 2)


def sizes(registry: Registry, folder: Path) -> dict[str, int]:
    """Return the bytes that each takes on its disk in the end."""
    (entry,) = registry.entries()
    return {
        "postgresql": registry.size(entry),
        "sqlite": sum(path.stat().st_size for path in folder.iterdir()),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="an empty folder, for SQLite")
    parser.add_argument("--url", required=True, help="the address of an empty database")
    parser.add_argument("--times", type=int, default=200, help="times that each is written")
    parser.add_argument("--output", type=Path, default=RESULTS / "stores.json")
    given = parser.parse_args(arguments)
    registry = Registry(given.url)
    entry = registry.create("main")
    if entry is None:
        parser.error("the database has a collection already: name an empty one")
    engine = Engine(Connection(Address.parse("milvus+http://127.0.0.1:1")))  # it is never asked
    given.work.mkdir(parents=True, exist_ok=True)
    stores = {
        "postgresql": MilvusCatalogue(PostgresStore(registry, entry), engine),
        "sqlite": MilvusCatalogue(given.work / "ledger.db", engine),
    }
    texts = Texts()
    result: dict[str, Any] = circumstances("benchmarks.stores", ["--times", str(given.times)])
    try:
        for name, write in writes(texts).items():
            tell(name)
            result[name] = in_turn(stores, write, given.times)
        tell("several at once")
        result[f"lines of the log by {_WRITERS} at once"] = together(
            stores, writes(texts)["a line of the log"], given.times
        )
        result["bytes"] = sizes(registry, given.work)
    finally:
        for catalogue in stores.values():
            catalogue.end(10)
    given.output.write_text(json.dumps(result, indent=1) + "\n")
    json.dump(result, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
