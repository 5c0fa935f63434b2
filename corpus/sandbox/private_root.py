"""Gives a process a file tree of its own, in which only what it needs is to be found.

Mount namespaces are there for root, and for everybody where user namespaces are permitted
(not in most containers).
"""

import ctypes
import os
import struct
from collections.abc import Iterable

# Of linux/sched.h.
_NEW_USER, _NEW_MOUNTS, _NEW_NET, _NEW_IPC = 0x10000000, 0x00020000, 0x40000000, 0x08000000
_BARE = 0x2 | 0x4 | 0x8  # no set-uid, no devices, nothing to run
_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x40000  # of sys/mount.h and fcntl.h, as those below
_DETACH = 2
_MOUNT_SETATTR = 442  # Linux 5.12, the same on every machine
_HERE, _ALL_BELOW = -100, 0x8000
_ATTRIBUTES = struct.pack("=QQQQ", 0x1 | 0x2 | 0x4, 0, 0, 0)  # read only, no set-uid, no devices
_BASE = b"/usr"  # any folder would do: it is covered for a moment only
_OLD = "/old"


def enter(libc: ctypes.CDLL, readable: Iterable[str]) -> bool:
    """Let this process, which has one thread, see the files in `readable` and no others.

    Returns whether it is so; where the system does not permit it, nothing has changed but
    that the process may have no network.
    """
    sources = [(path, os.path.realpath(path)) for path in _outermost(readable)]
    if not _unshare(libc):
        return False
    before = os.open("/", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _must(libc.mount(b"none", b"/", None, _RECURSIVE | _PRIVATE, None))
        _must(libc.mount(b"none", _BASE, b"tmpfs", _BARE, b"size=64k,mode=755"))
        try:
            _build(libc, sources)
        except OSError:
            os.fchdir(before)
            libc.chroot(b".")  # is where it was already, unless the root was changed
            libc.umount2(_BASE, _DETACH)
            raise
    except OSError:
        return False
    finally:
        os.close(before)
    return True


def _outermost(paths: Iterable[str]) -> list[str]:
    """Return the absolute paths that exist, without those below another."""
    kept: list[str] = []
    for path in sorted({os.path.abspath(path) for path in paths if os.path.exists(path)}):
        if not any(path.startswith(f"{above}/") for above in kept):
            kept.append(path)
    return kept


def _unshare(libc: ctypes.CDLL) -> bool:
    user, group = os.geteuid(), os.getegid()
    spaces = _NEW_MOUNTS | _NEW_NET | _NEW_IPC
    if libc.unshare(spaces) == 0:
        return True
    if libc.unshare(spaces | _NEW_USER) == 0:
        maps = {"uid_map": f"{user} {user} 1", "setgroups": "deny", "gid_map": f"{group} {group} 1"}
        for name, line in maps.items():
            try:
                with open(f"/proc/self/{name}", "w") as file:
                    file.write(line)
            except OSError:
                return False
        return True
    libc.unshare(_NEW_NET)
    return False


def _build(libc: ctypes.CDLL, sources: Iterable[tuple[str, str]]) -> None:
    os.chdir(_BASE)
    os.mkdir(_OLD[1:])
    _must(libc.pivot_root(b".", _OLD[1:].encode()))
    os.chdir("/")
    for path, source in sources:
        if os.path.isdir(_OLD + source):
            os.makedirs(path, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC))
        there, here = os.fsencode(_OLD + source), os.fsencode(path)
        _must(libc.mount(there, here, None, _BIND | _RECURSIVE, None))
    _must(libc.umount2(_OLD.encode(), _DETACH))
    os.rmdir(_OLD)
    _must(libc.syscall(_MOUNT_SETATTR, _HERE, b"/", _ALL_BELOW, _ATTRIBUTES, len(_ATTRIBUTES)))


def _must(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
