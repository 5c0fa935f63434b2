"""Runs tesseract, confined: it reads its pictures and its own files, computes, and writes out.

A picture of a page is drawn by us, but what it shows is a stranger's.
"""

import ctypes
import os
import re
import sys
from collections.abc import Iterator

from corpus.sandbox import landlock, private_root, seccomp
from corpus.sandbox.confine import SYSTEM, die_with, give_up, limit

MEMORY = 2_000_000_000  # a page of 1654 pixels in width takes tesseract 5 about 250 MB

_DATA = ("/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata")
_ALSO = ("/usr/share/locale", "/usr/share/zoneinfo", "/etc/localtime")
_SCRIPT = re.compile(rb"#! ?(/[^\s]+)")
_LOADER = re.compile(rb"(/[\w./+-]{1,200}/ld-[\w.+-]{1,100})\0")
_HEAD = 4096  # bytes; the loader's path stands in an ELF file's first page


def run(parent: int, seconds: int, tool: str, folder: str, *arguments: str) -> None:
    """Become the tool, confined for good; it dies with `parent`, which must have started us.

    Args:
        parent: The id of the process that started this one.
        seconds: The work that it may do, in seconds of a processor.
        tool: The program, by its real path.
        folder: What it reads beside its own files.
        arguments: What it is called with.
    """
    if sys.platform == "linux":
        _confine(parent, seconds, tool, folder)
    else:
        limit(MEMORY, seconds)
    os.execv(tool, [tool, *arguments])


def _confine(parent: int, seconds: int, tool: str, folder: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    die_with(libc, parent)
    programs = [tool, *_started_by(tool)]
    readable = [*SYSTEM, *_DATA, *_ALSO, os.environ.get("TESSDATA_PREFIX") or folder, folder]
    private_root.enter(libc, [*readable, *programs])
    limit(MEMORY, seconds)
    give_up(libc, parent)
    landlock.fence(libc, readable, programs)
    calls = [*seccomp.COMPUTING, *seccomp.LOOKING, *seccomp.STARTING]
    seccomp.install(libc, calls, opening=True)


def _started_by(program: str) -> Iterator[str]:
    """Yield the programs that the kernel starts in place of one: its shell, its loader."""
    with open(program, "rb") as file:
        head = file.read(_HEAD)
    if script := _SCRIPT.match(head):
        shell = os.fsdecode(script[1])
        yield shell
        yield from _started_by(shell)
    elif loader := _LOADER.search(head):
        yield os.fsdecode(loader[1])
