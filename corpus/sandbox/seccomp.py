"""A filter of system calls: what is not listed here is refused by the kernel (seccomp(2)).

The lists are what `strace -f` showed for readers of every format, their page images and
tesseract, and what the C library and Python may do instead on another version.
"""

import ctypes
import errno
import fcntl
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_SET_SECCOMP, _MODE_FILTER = 22, 2  # of linux/prctl.h and linux/seccomp.h, as the next line
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
# Of linux/bpf_common.h.
_LOAD, _AND, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_X32 = 0x40000000  # a call of the x32 ABI: other numbers, under the name of x86_64
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # of linux/audit.h

COMPUTING = (
    "read write readv writev pread64 lseek close fstat dup mmap munmap mremap mprotect brk madvise"
    " membarrier futex set_robust_list rseq sched_yield sched_getaffinity rt_sigaction"
    " rt_sigprocmask rt_sigreturn sigaltstack setitimer getitimer clock_gettime clock_getres"
    " clock_nanosleep nanosleep gettimeofday time times getrandom getpid gettid getppid getuid"
    " geteuid getgid getegid uname sysinfo getrusage getrlimit poll ppoll select pselect6"
    " restart_syscall exit exit_group"
).split()
"""What a process may do that only turns bytes it holds into others."""

LOOKING = (
    "stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents64 getcwd"
).split()
"""What takes a path, beside opening: only for who sees no foreign tree."""

STARTING = (
    "execve arch_prctl set_tid_address getpgrp getpgid dup2 dup3 chdir wait4 getgroups"
).split()
"""What a program needs to start in place of this one; also a shell, which may be its wrapper."""

_OPENING = {"open": 1, "openat": 2}
_NEVER_OPENED = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_DESCRIPTORS = (
    fcntl.F_DUPFD, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, getattr(fcntl, "F_DUPFD_CLOEXEC", 0)
)  # fmt: skip
"""Of `fcntl`; F_SETOWN would let it send any signal to any process of its user."""

_NUMBERS = {
    "x86_64": dict(
        read=0, write=1, open=2, close=3, stat=4, fstat=5, lstat=6, poll=7, lseek=8, mmap=9,
        mprotect=10, munmap=11, brk=12, rt_sigaction=13, rt_sigprocmask=14, rt_sigreturn=15,
        ioctl=16, pread64=17, readv=19, writev=20, access=21, select=23, sched_yield=24, mremap=25,
        madvise=28, dup=32, dup2=33, nanosleep=35, getitimer=36, setitimer=38, getpid=39,
        execve=59, exit=60, wait4=61, uname=63, fcntl=72, getcwd=79, chdir=80, readlink=89,
        gettimeofday=96, getrlimit=97, getrusage=98, sysinfo=99, times=100, getuid=102, getgid=104,
        geteuid=107, getegid=108, getppid=110, getpgrp=111, getgroups=115, getpgid=121,
        sigaltstack=131, arch_prctl=158, gettid=186, time=201, futex=202, sched_getaffinity=204,
        getdents64=217, set_tid_address=218, restart_syscall=219, clock_gettime=228,
        clock_getres=229, clock_nanosleep=230, exit_group=231, tgkill=234, openat=257,
        newfstatat=262, readlinkat=267, faccessat=269, pselect6=270, ppoll=271,
        set_robust_list=273, dup3=292, prlimit64=302, getrandom=318, membarrier=324, statx=332,
        rseq=334, clone3=435, faccessat2=439,
    ),
    "aarch64": dict(
        getcwd=17, dup=23, dup3=24, fcntl=25, ioctl=29, faccessat=48, chdir=49, openat=56, close=57,
        getdents64=61, lseek=62, read=63, write=64, readv=65, writev=66, pread64=67, pselect6=72,
        ppoll=73, readlinkat=78, newfstatat=79, fstat=80, exit=93, exit_group=94,
        set_tid_address=96, futex=98, set_robust_list=99, nanosleep=101, getitimer=102,
        setitimer=103, clock_gettime=113, clock_getres=114, clock_nanosleep=115,
        sched_getaffinity=123, sched_yield=124, restart_syscall=128, tgkill=131, sigaltstack=132,
        rt_sigaction=134, rt_sigprocmask=135, rt_sigreturn=139, times=153, getpgid=155,
        getgroups=158, uname=160, getrlimit=163, getrusage=165, gettimeofday=169, getpid=172,
        getppid=173, getuid=174, geteuid=175, getgid=176, getegid=177, gettid=178, sysinfo=179,
        brk=214, munmap=215, mremap=216, execve=221, mmap=222, mprotect=226, madvise=233,
        wait4=260, prlimit64=261, getrandom=278, membarrier=283, statx=291, rseq=293, clone3=435,
        faccessat2=439,
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


class _Word(NamedTuple):
    """A condition on 32 bits of an argument: those in `bits` are `value`."""

    argument: int
    value: int
    bits: int = 0xFFFFFFFF
    upper: bool = False


def install(libc: ctypes.CDLL, names: Iterable[str], *, opening: bool) -> bool:
    """Have the kernel refuse this process all calls but `names`; tell whether it does.

    It must have given up new privileges before. `opening` permits files to be opened for
    reading. Nothing that is permitted reaches another process.
    """
    machine = platform.machine()
    if machine not in _NUMBERS:
        return False
    rules = list(_rules(machine, names, opening))
    program = _Program(len(rules), (_Instruction * len(rules))(*rules))
    return bool(libc.prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _rules(machine: str, names: Iterable[str], opening: bool) -> Iterator[_Instruction]:
    """Yield a program that the kernel runs before each system call."""
    numbers = _NUMBERS[machine]
    yield _Instruction(_LOAD, 0, 0, 4)
    yield _Instruction(_IF_EQUAL, 1, 0, _AUDIT[machine])
    yield _returning(_KILL_PROCESS)
    yield _Instruction(_LOAD, 0, 0, 0)
    yield _Instruction(_IF_AT_LEAST, 0, 1, _X32)
    yield _returning(_ERRNO | errno.EPERM)
    for name in names:
        if name in numbers:
            yield from _when(numbers[name], (), _ALLOW)
    yield from _when(numbers["ioctl"], (), _ERRNO | errno.ENOTTY)  # nothing here is a terminal
    yield from _when(numbers["clone3"], (), _ERRNO | errno.ENOSYS)  # as on an old kernel
    for name, words in _conditions(opening):
        if name in numbers:
            yield from _when(numbers[name], words, _ALLOW)
    yield _returning(_ERRNO | errno.EPERM)


def _conditions(opening: bool) -> Iterator[tuple[str, Sequence[_Word]]]:
    """Yield the calls that are permitted with certain arguments only."""
    # Its own limits may be read; writing them, or those of others, takes a new value.
    yield "prlimit64", (_Word(0, 0), _Word(2, 0), _Word(2, 0, upper=True))
    yield "tgkill", (_Word(0, os.getpid()),)  # abort()
    for command in _DESCRIPTORS:
        yield "fcntl", (_Word(1, command),)
    if opening:
        for name, flags in _OPENING.items():
            yield name, (_Word(flags, 0, bits=_NEVER_OPENED),)


def _when(number: int, words: Sequence[_Word], action: int) -> Iterator[_Instruction]:
    """Yield what does `action` for a call whose arguments are so; else what follows is asked."""
    if not words:
        yield _Instruction(_IF_EQUAL, 0, 1, number)
        yield _returning(action)
        return
    rest = 3 * len(words) + 1
    yield _Instruction(_IF_EQUAL, 0, rest + 1, number)
    for word in words:
        rest -= 3
        low = word.upper == (sys.byteorder == "big")
        yield _Instruction(_LOAD, 0, 0, 16 + 8 * word.argument + (0 if low else 4))
        yield _Instruction(_AND, 0, 0, word.bits)
        yield _Instruction(_IF_EQUAL, 0, rest, word.value)
    yield _returning(action)
    yield _Instruction(_LOAD, 0, 0, 0)  # the number again: the arguments took its place


def _returning(action: int) -> _Instruction:
    return _Instruction(_RETURN, 0, 0, action)
