"""One catalogue in PostgreSQL, changed by many at a time, some of whom are killed."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from ledger_calls import document_of
from plain_catalogue import PlainCatalogue
from postgres_server import PostgresServer, until
from toys import live_modules

from index.errors import CollectionGone, IndexAway
from index.ledger.change_rows import read_changes
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.registry import Registry
from index.ledger.postgres.store import PostgresStore
from index.types import ChangeQuery, LoggedChange

PROCESS = """
import sys, time
from plain_catalogue import PlainCatalogue
from index.ledger.postgres.registry import Registry
from index.ledger.postgres.store import PostgresStore
from index.types import LoggedChange

registry = Registry(sys.argv[1])
catalogue = PlainCatalogue(PostgresStore(registry, registry.find("main")))
print("ready", flush=True)
sys.stdin.readline()
"""
CHANGES = (
    PROCESS
    + """
for number in range(20):
    with catalogue.writing(sys.argv[2]) as change:
        change.log_change(LoggedChange("document_added", str(number)))
"""
)
UNFINISHED = (
    PROCESS
    + """
with catalogue.writing() as change, catalogue.alone("tidy") as mine:
    change.set_value("embedder", "nobody")
    print(mine, flush=True)
    time.sleep(600)
"""
)


@pytest.fixture
def registry(url: str) -> Registry:
    registry = Registry(url)
    registry.create("main")
    return registry


@pytest.fixture
def ledger(registry: Registry) -> Iterator[PlainCatalogue]:
    ledger = opened(registry)
    yield ledger
    ledger.end(0)


def opened(registry: Registry) -> PlainCatalogue:
    entry = registry.find("main")
    assert entry is not None
    return PlainCatalogue(PostgresStore(registry, entry))


def can_take(ledger: PlainCatalogue) -> bool:
    with ledger.alone("tidy") as mine:
        return mine


def begun(program: str, *arguments: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=live_modules(),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_no_change_of_many_processes_is_lost(ledger: PlainCatalogue, url: str) -> None:
    processes = [begun(CHANGES, url, name) for name in ("Ada", "Ben", "Cid")]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.close()
    for process in processes:
        assert process.wait(300) == 0
        assert process.stdout is not None
        process.stdout.close()

    with ledger.reading() as moment:
        lines = read_changes(moment.connection, ChangeQuery(), None, -1)
    assert [line.number for line in lines] == list(range(60, 0, -1))
    for name in ("Ada", "Ben", "Cid"):
        mine = [line.document_id for line in reversed(lines) if line.who == name]
        assert mine == [str(number) for number in range(20)]


def test_who_is_killed_leaves_nothing_and_keeps_nobody_waiting(
    ledger: PlainCatalogue, url: str
) -> None:
    process = begun(UNFINISHED, url)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "True\n"
    with ledger.alone("tidy") as mine:
        assert not mine
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    process.stdin.close()
    process.stdout.close()

    with ledger.writing() as change:  # it waits until PostgreSQL sees that nobody is there
        assert change.value("embedder") is None
    until(lambda: can_take(ledger))


def test_threads_have_a_bounded_number_of_connections(
    ledger: PlainCatalogue, db: PostgresConnection
) -> None:
    ledger.put(document_of())
    ready, go = threading.Barrier(17), threading.Event()

    def read(number: int) -> int:
        with ledger.reading() as moment:
            if number < 16:
                ready.wait(60)
                go.wait(60)
            return moment.count("documents")

    with ThreadPoolExecutor(40) as threads:
        found = [threads.submit(read, number) for number in range(16)]
        ready.wait(60)
        found += [threads.submit(read, number) for number in range(16, 40)]
        sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        (many,) = db.execute(sql).fetchone()
        go.set()
        assert [one.result() for one in found] == [1] * 40
    assert many == 17, "sixteen read, and one asks here"


def test_who_waits_too_long_for_a_connection_is_sent_away(
    ledger: PlainCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ledger.connections._WAIT_SECONDS", 0.01)
    monkeypatch.setattr(ledger._connections, "_most", 1)
    with ledger.reading(), ThreadPoolExecutor(1) as thread:
        refused = thread.submit(ledger.put, document_of())
        assert isinstance(refused.exception(), IndexAway)


def test_a_collection_that_is_renamed_is_gone_under_its_old_name(
    ledger: PlainCatalogue, registry: Registry
) -> None:
    entry = registry.find("main")
    assert entry is not None
    assert ledger.store.is_there
    with ledger.reading() as moment:
        registry.rename(entry, "papers")
        assert moment.count("documents") == 0, "who reads already reads on"
    with pytest.raises(CollectionGone), ledger.reading():
        pass
    assert not ledger.store.is_there
    with pytest.raises(CollectionGone), ledger.writing():
        pass
    registry.create("main")  # another one
    with pytest.raises(CollectionGone), ledger.reading():
        pass
    assert not ledger._connections.mine().in_transaction
    ledger._connections.give_back()


def test_one_that_follows_goes_on_by_any_name_until_it_is_removed(registry: Registry) -> None:
    entry = registry.find("main")
    assert entry is not None
    ledger = PlainCatalogue(PostgresStore(registry, entry, follows=True))
    registry.rename(entry, "papers")
    registry.create("main")  # another one
    ledger.put(document_of())
    papers = registry.find("papers")
    assert papers is not None
    removed = registry.remove(papers, "2026-11-26")
    with pytest.raises(CollectionGone), ledger.reading():
        pass
    assert not ledger.store.is_there
    registry.rename(removed, "back")

    with ledger.reading() as moment:
        assert moment.ids() == {"a"}
    assert ledger.store.is_there
    ledger.end(0)


def test_a_collection_that_is_removed_while_it_is_changed_waits_for_the_change(
    ledger: PlainCatalogue, registry: Registry
) -> None:
    entry = registry.find("main")
    assert entry is not None
    with ThreadPoolExecutor(1) as thread:
        with ledger.writing() as change:
            removing = thread.submit(registry.remove, entry, "2026-11-26")
            change.log_change(LoggedChange("document_added"))
        removed = removing.result()
    with closing(PostgresConnection.open(registry.url, removed.schema)) as db:
        assert db.execute("SELECT count(*) FROM changes").fetchone() == (1,)
    registry.erase(removed)
    assert registry.entries() == []


def test_a_catalogue_goes_on_once_its_server_is_back(server: PostgresServer) -> None:
    registry = Registry(server.new_database())
    registry.create("main")
    ledger = opened(registry)
    ledger.put(document_of())
    held = ledger.alone("tidy")
    assert held.__enter__()
    with ThreadPoolExecutor(4) as threads:  # so that several connections are idle
        list(threads.map(lambda _: ledger.put(document_of(name="b")), range(4)))
    server.stop(signal.SIGQUIT)  # as a crash
    try:
        with pytest.raises(IndexAway), ledger.reading():
            pass
        with pytest.raises(IndexAway):
            ledger.put(document_of(name="c"))
    finally:
        server.start()

    ledger.put(document_of(name="d"))
    with ledger.reading() as moment:
        assert moment.ids() == {"a", "b", "d"}
    held.__exit__(None, None, None)
    with ledger.alone("tidy") as mine:
        assert mine
    ledger.end(0)


def test_a_server_that_goes_while_somebody_reads_is_said_so(server: PostgresServer) -> None:
    registry = Registry(server.new_database())
    registry.create("main")
    ledger = opened(registry)

    def read() -> None:
        with ledger.reading() as moment:
            server.stop()
            moment.count("documents")

    try:
        with pytest.raises(IndexAway):
            read()
    finally:
        server.start()
    with ledger.reading() as moment:
        assert moment.count("documents") == 0
    ledger.end(0)
