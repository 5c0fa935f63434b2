"""Takes from a process what a reader of documents never needs: for its whole life.

On Linux no files are written or removed, none read but those of Python, nothing is run,
no socket opened, no other process touched, whatever a document makes the parser do.
Elsewhere only the limits of the system hold.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterator

from corpus.landlock import fence

MAX_FILES = 64

_SET_DEATH_SIGNAL, _SET_DUMPABLE, _SET_SECCOMP, _NO_NEW_PRIVS = 1, 4, 22, 38
_NEW_NET = 0x40000000
_FILTER = 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS = 1, 38
_LOAD, _EQUAL, _HAS, _RETURN = 0x20, 0x15, 0x45, 0x06
_THREAD = 0x10000
_FILTERED = "a filter of system calls (seccomp)"
_FENCED = "Landlock (Linux 5.13 or newer)"
LACKS = {
    _FILTERED: "a document that took its reader over could reach the network and run programs",
    _FENCED: "a document that took its reader over could see what files this user may read",
}
"""What a system may not have that confines readers, and what that means."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

_REFUSED = (
    "socket connect bind sendto execve execveat fork vfork ptrace process_vm_readv"
    " process_vm_writev kill tkill unlink unlinkat rename renameat renameat2 rmdir mkdir mkdirat"
    " link linkat symlink symlinkat truncate chmod fchmodat chown fchownat mount setns"
    " io_uring_setup rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_send_signal pidfd_getfd"
    " mknod mknodat process_madvise"
).split()
_CALLS = {
    "x86_64": (
        0xC000003E,
        dict(
            socket=41, connect=42, bind=49, sendto=44, execve=59, execveat=322, fork=57, vfork=58,
            ptrace=101, process_vm_readv=310, process_vm_writev=311, kill=62, tkill=200, unlink=87,
            unlinkat=263, rename=82, renameat=264, renameat2=316, rmdir=84, mkdir=83, mkdirat=258,
            link=86, linkat=265, symlink=88, symlinkat=266, truncate=76, chmod=90, fchmodat=268,
            chown=92, fchownat=260, mount=165, setns=308, io_uring_setup=425, open=2, creat=85,
            openat=257, openat2=437, clone=56, clone3=435, tgkill=234, rt_sigqueueinfo=129,
            rt_tgsigqueueinfo=297, mknod=133, mknodat=259, pidfd_open=434,
            pidfd_send_signal=424, pidfd_getfd=438, process_madvise=440,
        ),
    ),
    "aarch64": (
        0xC00000B7,
        dict(
            socket=198, connect=203, bind=200, sendto=206, execve=221, execveat=281, ptrace=117,
            process_vm_readv=270, process_vm_writev=271, kill=129, tkill=130, unlinkat=35,
            renameat=38, renameat2=276, mkdirat=34, linkat=37, symlinkat=36, truncate=45,
            fchmodat=53, fchownat=54, mount=40, setns=268, io_uring_setup=425, openat=56,
            openat2=437, clone=220, clone3=435, tgkill=131, rt_sigqueueinfo=138,
            rt_tgsigqueueinfo=240, mknodat=33, pidfd_open=434,
            pidfd_send_signal=424, pidfd_getfd=438, process_madvise=440,
        ),
    ),
}  # fmt: skip
"""The kernel's numbers of system calls, by machine; they never change."""


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("met", ctypes.c_ubyte),
        ("unmet", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


def confine(parent: int) -> list[str]:
    """Confine this process for good; it dies with `parent`, which must have started it.

    Returns what of `LACKS` this system does not have, or does not permit.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_FILES, MAX_FILES))
    if sys.platform != "linux":
        return [*LACKS]
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before this could be asked for
        os._exit(1)
    libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    libc.unshare(_NEW_NET)  # where it is permitted; no socket is opened anyway
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    had = {_FENCED: fence(libc), _FILTERED: _filter(libc)}
    return [name for name in LACKS if not had[name]]


def _filter(libc: ctypes.CDLL) -> bool:
    """Have the kernel refuse what a reader never asks for; tell whether it does."""
    if platform.machine() not in _CALLS:
        return False
    rules = list(_rules(*_CALLS[platform.machine()]))
    program = _Program(len(rules), (_Instruction * len(rules))(*rules))
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def limit_memory(size: int) -> None:
    """Let this process have `size` bytes of addresses, until it is called again."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size, most))


def _rules(machine: int, calls: dict[str, int]) -> Iterator[_Instruction]:
    """Yield a program that the kernel runs before each system call (seccomp(2))."""
    number, architecture = 0, 4
    yield _Instruction(_LOAD, 0, 0, architecture)
    yield _Instruction(_EQUAL, 1, 0, machine)
    yield _Instruction(_RETURN, 0, 0, _KILL)
    yield _Instruction(_LOAD, 0, 0, number)
    for name in [*_REFUSED, "creat"]:
        if name in calls:
            yield from _when(calls[name], [_Instruction(_RETURN, 0, 0, _REFUSE | _EPERM)])
    for name in ("clone3", "openat2"):  # the C library then uses the older call
        yield from _when(calls[name], [_Instruction(_RETURN, 0, 0, _REFUSE | _ENOSYS)])
    for name, flags in (("open", 1), ("openat", 2)):
        if name in calls:
            yield from _when(calls[name], _unless_clear(flags, _WRITING))
    yield from _when(calls["clone"], _unless_set(0, _THREAD))
    yield from _when(calls["tgkill"], _unless_equal(0, os.getpid()))
    yield _Instruction(_RETURN, 0, 0, _ALLOW)


def _when(number: int, rules: list[_Instruction]) -> Iterator[_Instruction]:
    yield _Instruction(_EQUAL, 0, len(rules), number)
    yield from rules


def _unless(argument: int, code: int, value: int, refused_if_met: bool) -> list[_Instruction]:
    low = 16 + 8 * argument + (0 if struct.pack("=H", 1)[0] else 4)
    return [
        _Instruction(_LOAD, 0, 0, low),
        _Instruction(code, 0, 1, value) if refused_if_met else _Instruction(code, 1, 0, value),
        _Instruction(_RETURN, 0, 0, _REFUSE | _EPERM),
        _Instruction(_RETURN, 0, 0, _ALLOW),
    ]


def _unless_clear(argument: int, bits: int) -> list[_Instruction]:
    return _unless(argument, _HAS, bits, refused_if_met=True)


def _unless_set(argument: int, bits: int) -> list[_Instruction]:
    return _unless(argument, _HAS, bits, refused_if_met=False)


def _unless_equal(argument: int, value: int) -> list[_Instruction]:
    return _unless(argument, _EQUAL, value, refused_if_met=False)
