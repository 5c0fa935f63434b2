"""Readers that do what a parser may do when a document is made to break it."""

import ctypes
import errno
import os
import signal
import socket
import struct
import sys
import threading
import time
from ctypes import addressof, create_string_buffer
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.document import Document, Heading, Source
from corpus.inside import serve
from corpus.reading import FORMATS, Format
from corpus.text import read_text

SECONDS = 1


def read_faulty(data: bytes, source: Source) -> Document:
    """Do what the text asks for, or read it."""
    word = data.decode(errors="replace").split()[0]
    fault = globals().get(f"_{word}")
    document = read_text(data, source)
    made = fault() if fault is not None else None
    return replace(document, **made) if made else document


def _spin() -> None:
    while True:
        pass


def _sleep() -> None:
    time.sleep(600)


def _deaf() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(600)


def _crash() -> None:
    ctypes.string_at(0)


def _abort() -> None:
    os.abort()


def _quit() -> None:
    os._exit(3)


def _swell() -> None:
    _ = [bytearray(50_000_000) for _ in range(100)]


def _recurse() -> None:
    _recurse()


def _print() -> None:
    sys.stdout.write("x" * 1_000_000)
    sys.stdout.flush()
    os.write(1, b"\xff" * 1_000_000)
    os.write(2, b"\xff" * 1_000_000)


def _flood() -> None:
    for _ in range(1_000):  # the pipe to the other side has one of these numbers
        for number in range(3, 20):
            try:
                os.write(number, b"\xff" * 65_536)
            except OSError:
                continue


def _files() -> None:
    _ = [open("/dev/null", "rb") for _ in range(100)]  # noqa: SIM115


def _environment() -> None:
    assert "PINCITE_KEY" not in os.environ


def _fork() -> None:
    os.fork()


def _run() -> None:
    os.execv("/bin/true", ["true"])


def _connect() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def _write() -> None:
    with open("written-by-a-reader", "w") as file:
        file.write("x")


def _remove() -> None:
    os.unlink(__file__)


def _kill() -> None:
    os.kill(os.getppid(), signal.SIGTERM)


def _signal() -> None:
    info = ctypes.create_string_buffer(128)
    info[8:12] = (-1 & 0xFFFFFFFF).to_bytes(4, sys.byteorder)  # SI_QUEUE
    number = {"x86_64": 129, "aarch64": 138}[os.uname().machine]
    if ctypes.CDLL(None, use_errno=True).syscall(number, os.getppid(), 0, info):
        raise OSError(ctypes.get_errno(), "rt_sigqueueinfo")


def _pidfd() -> None:
    os.pidfd_open(os.getppid())


def _node() -> None:
    os.mkfifo("made-by-a-reader")


def _peep() -> None:
    Path(f"/proc/{os.getppid()}/environ").read_bytes()


def _memory() -> None:
    with open(f"/proc/{os.getppid()}/mem", "rb"):
        pass


def _password() -> None:
    Path("/etc/passwd").read_bytes()


def _list() -> None:
    os.listdir("/etc")


def _lie() -> dict[str, Any]:
    return {"id": "a" * 26, "origin_sha256": "0" * 64}


def _astray() -> dict[str, Any]:
    return {"headings": (Heading(1, "Nowhere", 0, 5_000),)}


def _thread() -> None:
    done = threading.Thread(target=lambda: None)
    done.start()
    done.join()


def old_kernel(*missing: str) -> None:
    """Have the kernel do for this process, and all that it starts, as one that lacks a thing."""
    libc = ctypes.CDLL(None)
    control, returned = {"x86_64": 157, "aarch64": 167}[os.uname().machine], 0x00050000
    rules = [(0x20, 0, 0, 0)]  # load the number of the call
    if "landlock" in missing:
        rules += [(0x15, 0, 1, 444), (0x06, 0, 0, returned | errno.ENOSYS)]
    if "seccomp" in missing:
        low = 16 if sys.byteorder == "little" else 20
        rules += [(0x15, 0, 3, control), (0x20, 0, 0, low)]
        rules += [(0x15, 0, 1, 22), (0x06, 0, 0, returned | errno.EINVAL)]
    packed = b"".join(struct.pack("=HBBI", *rule) for rule in [*rules, (0x06, 0, 0, 0x7FFF0000)])
    first = create_string_buffer(packed)
    program = struct.pack("@HP", len(packed) // 8, addressof(first))
    assert libc.prctl(38, 1, 0, 0, 0) == 0
    assert libc.prctl(22, 2, program, 0, 0) == 0


def main() -> None:
    """Serve text with the faulty reader, within limits that tests can wait for."""
    faulty = Format("text", "faulty_readers:read_faulty", 10_000_000, SECONDS, 500_000_000)
    serve(int(sys.argv[1]), {**FORMATS, "text/plain": faulty})
