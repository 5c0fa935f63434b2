"""Processes that die: a child does some work and is killed at a chosen moment."""

import contextlib
import os
import signal
import sqlite3
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import IO, Any

Acknowledge = Callable[[str], None]
"""Tells the parent, which outlives the child, that something is promised."""

_WATCHED = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}


def dies(
    work: Callable[[Acknowledge], None], *, step: int = 0, seconds: float = 0
) -> tuple[list[str], bool]:
    """Do some work in a child that is killed with SIGKILL at a step, or after some seconds.

    A step is a statement that SQLite runs, or a file that is opened, moved or removed.
    Returns what was acknowledged before, and whether the child lived to the end.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with os.fdopen(write, "w", buffering=1) as pipe:
            _work(work, pipe, step)
    os.close(write)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(read) as pipe:
        told = [line[:-1] for line in pipe if line.endswith("\n")]
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL), f"the child failed by itself: {code}"
    return told, code == 0


def _work(work: Callable[[Acknowledge], None], pipe: IO[str], step: int) -> None:
    lock = threading.Lock()

    def acknowledge(what: str) -> None:
        with lock:
            pipe.write(what + "\n")

    code = 1
    try:
        if faiss := sys.modules.get("faiss"):
            faiss.omp_set_num_threads(1)  # those of the parent are not here, and are waited for
        if step:
            _die_at(step)
        work(acknowledge)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            pipe.flush()
        os._exit(code)


def _die_at(step: int) -> None:
    """Have this process killed at a step of its work."""
    left = step

    def passed() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, _: tuple[object, ...]) -> None:
        if event in _WATCHED:
            passed()

    connect = sqlite3.connect

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(lambda _: passed())
        return connection

    sys.addaudithook(heard)
    setattr(sqlite3, "connect", traced)  # noqa: B010  in this child only
