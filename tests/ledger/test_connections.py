"""Connections to a ledger: as many as work at once, and no more for long."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from index.ledger.connections import Connections


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Opened:
    """Opens connections, and knows which are open still."""

    def __init__(self) -> None:
        self._all: list[sqlite3.Connection] = []

    def __call__(self) -> sqlite3.Connection:
        self._all.append(sqlite3.connect(":memory:", check_same_thread=False))
        return self._all[-1]

    def open(self) -> list[sqlite3.Connection]:
        return [one for one in self._all if _is_open(one)]


def _is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


@contextmanager
def working(connections: Connections) -> Iterator[sqlite3.Connection]:
    """Have another thread work with a connection meanwhile."""
    taken, done = threading.Event(), threading.Event()
    found: list[sqlite3.Connection] = []

    def work() -> None:
        found.append(connections.mine())
        taken.set()
        done.wait(60)
        connections.give_back()

    thread = threading.Thread(target=work)
    thread.start()
    assert taken.wait(60)
    try:
        yield found[0]
    finally:
        done.set()
        thread.join(60)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def connections(opened: Opened, clock: Clock) -> Connections:
    return Connections(opened, clock)


def use(connections: Connections) -> sqlite3.Connection:
    """Work with a connection for a moment; return it."""
    mine = connections.mine()
    connections.give_back()
    return mine


def test_what_many_needed_at_once_is_closed_when_nobody_needs_it(
    connections: Connections, opened: Opened, clock: Clock
) -> None:
    with ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(working(connections))
    assert len(opened.open()) == 5
    clock.now = 9.0
    last = use(connections)
    assert len(opened.open()) == 5, "who comes again soon finds them"
    for clock.now in range(11, 16):
        assert use(connections) is last

    assert opened.open() == [last]


def test_those_in_use_stay_open(connections: Connections, opened: Opened, clock: Clock) -> None:
    with working(connections) as theirs:
        clock.now = 100.0
        mine = use(connections)
        assert opened.open() == [theirs, mine]


def test_one_that_all_take_in_turn_is_never_closed(
    connections: Connections, opened: Opened, clock: Clock
) -> None:
    first = use(connections)
    for clock.now in range(0, 100, 20):
        assert use(connections) is first


def test_all_are_closed_at_the_end(connections: Connections, opened: Opened) -> None:
    with working(connections), working(connections):
        assert not connections.end(0.0), "two are in use"
    assert connections.end(60)
    assert opened.open() == []
