"""Kills a process between any two writes of a change, again and again, and looks what is left.

A process of its own, which forks: no channel of gRPC may be open before, since that does not
survive a fork. `python killed.py URL FOLDER STORE`, where STORE is the PostgreSQL with the
catalogue, or "".
"""

import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from faults import Acknowledge, dies
from toys import WordEmbedder, numbered, reading

from corpus import Document
from index import CollectionIndex, LocalIndex, MilvusIndex
from index.ledger.postgres.registry import Registry
from index.ledger.postgres.store import PostgresStore
from index.milvus.address import Address

OLD, NEW = "Owls hunt at night. Nobody counts owls.", "Owls hunt at noon, some say."


class Where(NamedTuple):
    """Where a collection is: its folder, the Milvus and the PostgreSQL that have it, or ""."""

    folder: Path
    milvus: str
    postgres: str


def open_index(where: Where) -> CollectionIndex:
    if not where.milvus:
        return LocalIndex(where.folder, WordEmbedder)
    return MilvusIndex(where.folder, Address.parse(where.milvus), WordEmbedder, store_of(where))


def store_of(where: Where) -> PostgresStore | None:
    if not where.postgres:
        return None
    registry, name = Registry(where.postgres), where.folder.name
    entry = registry.find(name) or registry.create(name)
    assert entry is not None
    return PostgresStore(registry, entry)


def owls(text: str) -> Document:
    return Document("owls", "Owls", "owls.txt", text)


def begin(where: Where) -> None:
    list(open_index(where).add([owls(OLD), numbered("a")]))


def change(where: Where) -> None:
    """Replace a document, add another, remove a third, rebuild, and tidy up."""
    index = open_index(where)
    _count_calls()
    list(index.add([owls(NEW), numbered("b")]))
    index.delete("a")
    list(index.rebuild())
    index.tidy()


def _count_calls() -> None:
    """Have what is sent to Milvus and PostgreSQL count as a step before and after.

    `faults` counts what SQLite runs, so a statement of no use is run for each.
    """
    import sqlite3

    from index.ledger.postgres.connection import PostgresConnection
    from index.milvus.client import Connection

    database = sqlite3.connect(":memory:", check_same_thread=False)
    for name in ("upsert", "delete"):
        setattr(Connection, name, _counted(getattr(Connection, name), database))
    for name in ("execute", "executemany"):
        counted = _counted(getattr(PostgresConnection, name), database)
        setattr(PostgresConnection, name, counted)


def _counted(call: Any, database: Any) -> Any:
    def counted(*arguments: Any, **options: Any) -> Any:
        database.execute("SELECT 1")
        done = call(*arguments, **options)
        database.execute("SELECT 2")
        return done

    return counted


def check(where: Where) -> None:
    """See that each document is old or new, and that what is left over goes."""
    index = open_index(where)
    assert list(index.findings()) == []
    texts = {}
    for info in reading(index).documents():
        texts[info.id] = reading(index).document(info.id).text
    assert texts["owls"] in (OLD, NEW), texts
    assert ("b" in texts) == (texts["owls"] == NEW), "they came in one change"
    assert "a" in texts or texts["owls"] == NEW, "removed before the change that came first"
    found = {}
    with index.reader() as reader:
        for hit in reader.search("owls paragraph", reader.embed_question("owls"), 50):
            assert texts[hit.document.id][hit.passage.start : hit.passage.end] == hit.passage.text
            found[hit.document.id] = hit.document.version
        assert found.keys() == texts.keys()
    list(index.add([owls(NEW)]))
    list(index.rebuild())
    until = time.monotonic() + 60
    while not index.tidy():  # PostgreSQL takes a moment to see that who was killed is gone
        assert where.postgres
        assert time.monotonic() < until
        time.sleep(0.5)
    assert list(index.findings()) == []
    if where.milvus:
        _check_rows(index)


def _check_rows(index: Any) -> None:
    """See that Milvus has what is seen and nothing else, and that stems are counted as they are."""
    from index.ledger.epoch_rows import has_garbage
    from index.milvus.engine import Place
    from index.milvus.expressions import one_of, within
    from index.milvus.rows import to_stems
    from index.milvus.schema import LIMIT, WORDS

    with index._ledger.reading() as moment:
        place = Place.of(moment)
        seen = moment.passage_ids().tolist()
        counted = dict(moment.connection.execute("SELECT term, passages FROM terms"))
        left = has_garbage(moment.connection)
    assert place is not None
    connection = index._engine.connection
    assert not left
    until = time.monotonic() + 30  # the real Milvus shows late what was deleted
    while len(connection.query(place.name, within("id", 0, 2**62), ("id",), LIMIT)) != len(seen):
        assert time.monotonic() < until
        time.sleep(0.5)
    held: dict[str, int] = {}
    for row in connection.query(place.name, one_of("id", seen), WORDS, len(seen)):
        stems = to_stems(row)
        for stem in {*stems.text, *stems.over}:
            held[stem] = held.get(stem, 0) + 1
    assert counted == held


def lived(work: Callable[[Where], None], where: Where, step: int = 0) -> bool:
    def run(_: Acknowledge) -> None:
        work(where)

    return dies(run, step=step)[1]


def main(milvus: str, folder: Path, postgres: str) -> None:
    warm = Where(folder / "warm", "", "")
    for work in (begin, check):  # what they import and cache is so for each child
        work(warm)
    for name in ("psycopg", "pymilvus"):
        importlib.import_module(name)
    step, done, runs = 1, False, 0
    while not done:
        where = Where(folder / str(step), milvus, postgres)
        assert lived(begin, where)
        done = lived(change, where, step=step)
        assert lived(check, where), f"killed at step {step}"
        step += 1 + step // (2 if postgres else 4)  # each of the first, and of the others some
        runs += 1
    sys.stdout.write(f"{runs} runs, {step} steps\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
