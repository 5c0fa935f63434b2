"""Takes from a process what a reader of documents never needs: for its whole life.

On Linux it computes, and no more: no file is written or changed, none read but those of
Python, nothing is run, no process or thread started, no socket opened, no other process
touched, whatever a document makes the parser do. Elsewhere only the limits of the system hold.
"""

import ctypes
import mimetypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from corpus.sandbox import landlock, private_root, seccomp

MAX_FILES = 64  # a guess: Python, its pipes and a font or two need a fraction

FILTERED = "filter of system calls (seccomp)"
FENCED = "file tree for each of them alone (mount namespaces, or Landlock from Linux 5.13)"
LACKS = {
    FILTERED: "a document that took its reader over could reach the network and run programs",
    FENCED: "a document that took its reader over could see what files this user may read",
}
"""What a system may not have that confines readers, and what that means."""

SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store",
    "/etc/ld.so.cache")  # fmt: skip
"""Where the libraries of the system are."""

# Of linux/prctl.h.
_SET_DEATH_SIGNAL, _SET_DUMPABLE, _DROP_BOUND, _NO_NEW_PRIVS, _AMBIENT = 1, 4, 24, 38, 47
_CLEAR_AMBIENT = 4  # of linux/prctl.h
_CAPABILITIES, _SEARCHES_ALL = struct.pack("=II", 0x20080522, 0), 2  # of linux/capability.h
_INSTALLED = ("site-packages", "dist-packages")
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts", "/etc/fonts")
_MEMORY_LIMITS = ("RLIMIT_AS", "RLIMIT_DATA")
_ZERO_LIMITS = (
    "RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NPROC", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE",
    "RLIMIT_NICE", "RLIMIT_RTPRIO",
)  # fmt: skip


class Confinement(NamedTuple):
    """What confines a process: what of `LACKS` does not, and whether the kernel limits files.

    Without that, only who opens no file at all is kept from those of others.
    """

    lacks: list[str]
    files: bool


def confine(parent: int, memory: int, seconds: int, prepare: Callable[[], object]) -> Confinement:
    """Confine this process for good; it dies with `parent`, which must have started it.

    Args:
        parent: The id of the process that started it.
        memory: The bytes of addresses it may have.
        seconds: The work that it may do in all, in seconds of a processor.
        prepare: Imports all that it will need; called where it cannot have a file tree of
            its own, so that it opens nothing any more.

    Returns what this system does not have, or does not permit.
    """
    if sys.platform != "linux":
        limit(memory, seconds)
        return Confinement([*LACKS], files=False)
    libc = ctypes.CDLL(None, use_errno=True)
    die_with(libc, parent)
    private = private_root.enter(libc, _readable())
    if not private:
        prepare()
    limit(memory, seconds)
    # Root reads what it does not own only with this, so it keeps it where all is its own tree.
    give_up(libc, parent, kept=1 << _SEARCHES_ALL if private else 0)
    fenced = landlock.fence(libc, ["/"] if private else [])
    looking = seccomp.LOOKING if private else []
    filtered = seccomp.install(libc, [*seccomp.COMPUTING, *looking], opening=private)
    had = {FILTERED: filtered, FENCED: private or fenced or filtered}
    return Confinement([name for name in LACKS if not had[name]], files=private or fenced)


def limit(memory: int, seconds: int) -> None:
    """Set hard limits, which no process without privileges can lift."""
    for name in _MEMORY_LIMITS:
        _limit(name, memory)
    for name in _ZERO_LIMITS:
        _limit(name, 0)
    _limit("RLIMIT_NOFILE", MAX_FILES)
    _limit("RLIMIT_CPU", seconds)


def die_with(libc: ctypes.CDLL, parent: int) -> None:
    """Have the kernel end this process when the thread that started it ends."""
    libc.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before this could be asked for
        os._exit(1)


def give_up(libc: ctypes.CDLL, parent: int, kept: int = 0) -> None:
    """Give up every capability but those in `kept`, and that another program brings any."""
    for number in range(64):  # the most that Linux has bits for
        libc.prctl(_DROP_BOUND, number, 0, 0, 0)
    libc.prctl(_AMBIENT, _CLEAR_AMBIENT, 0, 0, 0)
    libc.capset(_CAPABILITIES, struct.pack("=6I", kept, kept, 0, 0, 0, 0))
    libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    die_with(libc, parent)  # a change of privileges takes it back


def _limit(name: str, most: int) -> None:
    kind = getattr(resource, name, None)
    if kind is None:
        return
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):  # macOS knows some of them by name only
        resource.setrlimit(kind, (most, most))


def _readable() -> Iterator[str]:
    """Yield what Python and its libraries read, and the fonts that pages are drawn with."""
    package = Path(__file__).parents[1]
    yield str(package)
    for entry in sys.path:
        if Path(entry) != package.parent or package.parent.name in _INSTALLED:
            yield entry
    yield from (f"{sys.base_prefix}/lib", f"{sys.prefix}/lib")
    yield from (os.fspath(path) for path in mimetypes.knownfiles)
    yield from (*SYSTEM, *_FONTS, "/usr/share/zoneinfo", "/etc/localtime")
