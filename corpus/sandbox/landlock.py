"""Takes from a process the files of everybody else: it reads what it is told, and no more.

Landlock is part of Linux since 5.13. It also keeps a process from looking into others
through /proc, which no filter of system calls can: an open file has no name any more.
"""

import ctypes
import os
import struct
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same on every machine
_TELL_VERSION, _BENEATH = 1, 1  # of linux/landlock.h, as those below
_EXECUTE, _READ_FILE, _READ_DIR = 0x1, 0x4, 0x8
_ALL_OF_FILES, _ALL_OF_NET, _ALL_OF_SCOPE = 0x1FFF, 0x3, 0x3


def fence(libc: ctypes.CDLL, readable: Iterable[str], runnable: Iterable[str] = ()) -> bool:
    """Let this process read these files, run those, and signal none but itself.

    It must have given up new privileges before. Returns whether the kernel does that.
    """
    version = libc.syscall(_CREATE, None, ctypes.c_size_t(0), _TELL_VERSION)
    if version < 1:
        return False
    fields = [_ALL_OF_FILES]
    fields += [_ALL_OF_NET] if version >= 4 else []
    fields += [_ALL_OF_SCOPE] if version >= 6 else []
    asked = struct.pack(f"={len(fields)}Q", *fields)
    rules = libc.syscall(_CREATE, asked, ctypes.c_size_t(len(asked)), 0)
    if rules < 0:
        return False
    try:
        for path in readable:
            _allow(libc, rules, path, _READ_FILE | _READ_DIR)
        for path in runnable:
            _allow(libc, rules, path, _READ_FILE | _EXECUTE)
        return bool(libc.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str, access: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        access &= _ALL_OF_FILES if os.path.isdir(path) else _READ_FILE | _EXECUTE
        rule = struct.pack("=Qi", access, place)
        libc.syscall(_ADD, rules, _BENEATH, rule, 0)
    finally:
        os.close(place)
