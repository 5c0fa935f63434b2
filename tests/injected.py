"""System calls that fail: a child does some work under strace, which has one of its calls fail."""

import os
import re
import shutil
import subprocess
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from index import IndexFault
from qa.errors import AnswerError

DONE, REFUSED = 0, 3


class NoStrace(Exception):
    """strace is missing, or may not look into a process here."""


def failing(work: Callable[[], None], call: str, error: str, number: int, log: Path) -> int | None:
    """Do some work in a child whose call of this name and number fails with this error.

    The child is a fork, so nothing is imported again, and it says nothing but how it ends,
    because what it says would be calls as well.

    Returns:
        `DONE` if the work was done, another status if it was refused; None if there is no such
        call, because the work was done before it.

    Raises:
        NoStrace: If it cannot be done here.
        AssertionError: If the child failed by anything but a refusal.
    """
    status = _ended(work, call, log, f"inject={call}:error={error}:when={number}")
    assert status not in (1, -11), f"{call} number {number} fails with {error}: {status}"
    return status if "(INJECTED)" in log.read_text("utf-8", "replace") else None


def killed(work: Callable[[], None], call: str, number: int, log: Path) -> bool:
    """Do some work in a child that is killed at its call of this name and number.

    Returns False if there is no such call, because the work was done before it.

    Raises:
        NoStrace: If it cannot be done here.
        AssertionError: If the child ended by anything else.
    """
    status = _ended(work, call, log, f"inject={call}:signal=KILL:when={number}")
    assert status in (DONE, -9), f"{call} number {number}: {status}"
    return status == -9


def counted(work: Callable[[], None], calls: Iterable[str], log: Path) -> Counter[str]:
    """Do some work in a child, and return how many calls of each name it makes.

    Raises:
        NoStrace: If it cannot be done here.
    """
    status = _ended(work, ",".join(calls), log)
    assert status == DONE, status
    return Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text("utf-8", "replace"), re.MULTILINE))


def _ended(work: Callable[[], None], calls: str, log: Path, *more: str) -> int:
    """Do some work in a child under strace, which looks at calls; return how it ended."""
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        os._exit(_status(work, ready))
    try:
        strace = _attached(child, [f"trace={calls}", *more], log)
    except NoStrace:
        os.kill(child, 9)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(ready)
    os.write(go, b"x")
    os.close(go)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    strace.wait()
    return status


def _status(work: Callable[[], None], ready: int) -> int:
    os.read(ready, 1)
    try:
        work()
    except (IndexFault, AnswerError, SystemExit):
        return REFUSED
    except BaseException:
        traceback.print_exc()
        return 1
    return DONE


def _attached(child: int, what: Iterable[str], log: Path) -> "subprocess.Popen[bytes]":
    program = shutil.which("strace")
    if program is None:
        raise NoStrace
    command = [
        program,
        "-f",
        "-qq",
        "-o",
        str(log),
        *(word for one in what for word in ("-e", one)),
    ]
    strace = subprocess.Popen([*command, "-p", str(child)], stderr=subprocess.DEVNULL)
    status = Path(f"/proc/{child}/status")
    while "TracerPid:\t0\n" in status.read_text("ascii"):
        if strace.poll() is not None:
            raise NoStrace
        time.sleep(0.001)
    return strace
