"""Readers that do what a parser may do when a document is made to break it."""

import ctypes
import errno
import fcntl
import mmap
import os
import resource
import signal
import socket
import stat
import struct
import sys
import threading
import time
from ctypes import addressof, create_string_buffer
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.document import Contents, Document, Heading, Source
from corpus.reading import FORMATS, MAX_BYTES, Format
from corpus.sandbox import seccomp
from corpus.sandbox.child import serve
from corpus.sandbox.messages import HEAD, MAX_BLOB, MAX_JSON, contents_fields, pack
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
    _ = bytearray(5_000_000_000)  # at once: page by page a busy machine takes too long


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


NUMBERS = {
    "x86_64": dict(
        prlimit64=302, tkill=200, rt_sigqueueinfo=129, rt_tgsigqueueinfo=297, fcntl=72, ioctl=16,
        fchmod=91, fchown=93, utimensat=280, fsetxattr=190, sched_setscheduler=144, ioprio_set=251,
        ptrace=101, process_vm_readv=310, process_vm_writev=311, io_uring_setup=425,
        memfd_create=319, execveat=322, prctl=157, getpid=39, vfork=58,
    ),
    "aarch64": dict(
        prlimit64=261, tkill=130, rt_sigqueueinfo=138, rt_tgsigqueueinfo=240, fcntl=25, ioctl=29,
        fchmod=52, fchown=55, utimensat=88, fsetxattr=7, sched_setscheduler=119, ioprio_set=30,
        ptrace=117, process_vm_readv=270, process_vm_writev=271, io_uring_setup=425,
        memfd_create=279, execveat=281, prctl=167, getpid=172,
    ),
}.get(os.uname().machine, {})  # fmt: skip
"""System calls that the C library has no function for, or one that does something else first."""


def _call(name: str | int, *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    number = NUMBERS[name] if isinstance(name, str) else name
    result: int = libc.syscall(ctypes.c_long(number), *arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _fork() -> None:
    os.fork()


def _bomb() -> None:
    for _ in range(100):
        _call("vfork" if "vfork" in NUMBERS else 220)


def _thread() -> None:
    try:
        threading.Thread(target=lambda: None).start()
    except RuntimeError as exc:
        raise PermissionError from exc


def _run() -> None:
    os.execv("/bin/true", ["true"])


def _run_memory() -> None:
    program = _call("memfd_create", b"program", 0)
    os.write(program, b"#!/bin/true")
    _call("execveat", program, b"", None, None, 0x1000)


def _connect() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def _datagram() -> None:
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", "/run/systemd/notify")


def _pair() -> None:
    socket.socketpair()


def _write() -> None:
    with open("written-by-a-reader", "w") as file:
        file.write("x")


def _remove() -> None:
    os.unlink(__file__)


def _node() -> None:
    os.mkfifo("made-by-a-reader")


def _mode() -> None:
    os.chmod(__file__, 0o666)


def _mode_open() -> None:
    _call("fchmod", _opened(), 0o666)


def _owner() -> None:
    _call("fchown", _opened(), 1, 1)


def _time() -> None:
    _call("utimensat", _opened(), None, None, 0)


def _attribute() -> None:
    _call("fsetxattr", _opened(), b"user.x", b"x", 1, 0)


def _kill() -> None:
    os.kill(os.getppid(), 0)


def _thread_kill() -> None:
    _call("tkill", os.getppid(), 0)


def _signal() -> None:
    code = (-1).to_bytes(4, sys.byteorder, signed=True)  # SI_QUEUE
    info = ctypes.create_string_buffer(bytes(8) + code, 128)
    _call("rt_sigqueueinfo", os.getppid(), 0, info)


def _pidfd() -> None:
    os.pidfd_open(os.getppid())


def _owned_pipe() -> None:
    _call("fcntl", 0, 8, os.getppid())  # F_SETOWN: its signals go to the service


def _owned_pipe_again() -> None:
    try:
        _call("ioctl", 0, 0x8901, struct.pack("i", os.getppid()))  # FIOSETOWN
    except OSError as exc:
        raise (PermissionError if exc.errno == errno.ENOTTY else exc) from exc


def _limit_parent() -> None:
    _call("prlimit64", os.getppid(), 4, struct.pack("QQ", 0, 0), None)  # RLIMIT_CORE


def _see_limits_of_parent() -> None:
    _call("prlimit64", os.getppid(), 7, None, create_string_buffer(16))


def _lift_limit() -> None:
    _call("prlimit64", 0, 9, struct.pack("QQ", 2**40, 2**40), None)  # RLIMIT_AS


def _lift_soft_limits() -> None:
    """Do it as far as the hard limits go, which must be no further than the soft ones."""
    for name in ("AS", "DATA", "NPROC", "FSIZE", "NOFILE", "CORE", "CPU"):
        soft, hard = resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))
        if soft != hard or hard == resource.RLIM_INFINITY:
            return
    raise PermissionError


def _priority() -> None:
    os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)


def _nice() -> None:
    os.nice(1)


def _processors() -> None:
    os.sched_setaffinity(os.getppid(), {0})


def _schedule() -> None:
    _call("sched_setscheduler", os.getppid(), 5, struct.pack("i", 0))  # SCHED_IDLE


def _input_output() -> None:
    _call("ioprio_set", 1, os.getppid(), 3 << 13)  # IOPRIO_CLASS_IDLE


def _trace() -> None:
    _call("ptrace", 16, os.getppid(), None, None)


def _read_memory() -> None:
    _call("process_vm_readv", os.getppid(), None, 0, None, 0, 0)


def _write_memory() -> None:
    _call("process_vm_writev", os.getppid(), None, 0, None, 0, 0)


def _ring() -> None:
    _call("io_uring_setup", 1, create_string_buffer(120))


def _outlive() -> None:
    _call("prctl", 1, 0, 0, 0, 0)  # PR_SET_PDEATHSIG


def _x32() -> None:
    _call(NUMBERS["getpid"] | 0x40000000)


def _i386() -> None:
    """Call getpid as a program of 32 bits does, whose numbers are others."""
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20; int 0x80; ret
    ctypes.CFUNCTYPE(ctypes.c_long)(addressof(ctypes.c_char.from_buffer(code)))()


def _every_other_call() -> None:
    """Make each system call that is not on the list; one that gets through is no refusal."""
    listed = {*seccomp.COMPUTING, *seccomp.LOOKING, "open", "openat"}
    listed |= {"fcntl", "prlimit64", "tgkill"}
    numbers = seccomp._NUMBERS[os.uname().machine]
    permitted = {numbers[name] for name in listed if name in numbers}
    permitted |= {335, 336}  # of the kernel's own probes: whoever else calls these is ended
    answers = {numbers["ioctl"]: errno.ENOTTY, numbers["clone3"]: errno.ENOSYS}
    for number in set(range(500)) - permitted:
        try:
            _call(number, 0, 0, 0, 0, 0, 0)
        except OSError as exc:
            if exc.errno == answers.get(number, errno.EPERM):
                continue
        raise AssertionError(number)
    raise PermissionError


def _opened() -> int:
    return os.open(__file__, os.O_RDONLY)


def _peep() -> None:
    Path(f"/proc/{os.getppid()}/environ").read_bytes()


def _memory() -> None:
    with open(f"/proc/{os.getppid()}/mem", "rb"):
        pass


def _password() -> None:
    Path("/etc/passwd").read_bytes()


def _list() -> None:
    os.listdir("/home")


def _look() -> None:
    os.stat("/etc/passwd")


def _reach() -> None:
    os.stat("../" * 20 + "etc/passwd")


def _lie() -> dict[str, Any]:
    return {"id": "a" * 26, "origin_sha256": "0" * 64}


def _astray() -> dict[str, Any]:
    return {"headings": (Heading(1, "Nowhere", 0, 5_000),)}


def _shout() -> None:
    """Answer with a JSON of 60 MB that is made to take as much memory as it can."""
    body = b"[" + b"{}," * 20_000_000 + b"{}]"
    _answer(HEAD.pack(len(body), 0) + body)


def _ramble() -> None:
    """Answer with the most that passes for a reply."""
    body = b"[" + b"[]," * ((MAX_JSON - 4) // 3) + b"[]]"
    _answer(HEAD.pack(len(body), MAX_BLOB) + body + b"\xf0\x9f\x90\xa6" * (MAX_BLOB // 4))


def _curse() -> None:
    _answer(pack({"error": "__doc__", "message": "x" * 1_000_000, "worn": True}))


def _backwards() -> dict[str, Any]:
    return {"headings": (Heading(1, "Nowhere", 3, 5), Heading(1, "Nowhere", 0, 5))}


def _deep() -> None:
    fields, text = contents_fields(Contents(Document("", "", "", "x")), 0)
    fields["document"]["headings"] = [10**6, 0, 1]
    _answer(pack({**fields, "media_type": "text/plain", "worn": True}, text))


def _holding(parts: list[tuple[str, int]], data: bytes, following: int = -1) -> None:
    """Answer as for a file that holds others."""
    told = {"document": None, "text": 0, "parts": parts, "following": following, "notes": []}
    _answer(pack({**told, "media_type": "application/zip", "worn": True}, data))


def _boast() -> None:
    _holding([("a.txt", 2**40)], b"x")


def _overlap() -> None:
    _holding([("a.txt", 2), ("b.txt", -1)], b"x")


def _hoard() -> None:
    _holding([("a.txt", MAX_BYTES + 1)], b"x" * (MAX_BYTES + 1))


def _many() -> None:
    _holding([("a", 0)] * 100_000, b"")


def _endless() -> None:
    _holding([("../../etc/passwd", 12)], b"Herons wade.", 1)


def _promise() -> None:
    _holding([], b"", 1)


def _answer(reply: bytes) -> None:
    for number in range(3, 20):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode) and fcntl.fcntl(number, fcntl.F_GETFL) & 1:
                with open(number, "wb", closefd=False) as out:
                    out.write(reply)
                time.sleep(600)
        except OSError:
            continue


def old_kernel(*missing: str) -> None:
    """Have the kernel do for this process, and all that it starts, as one that lacks a thing."""
    libc = ctypes.CDLL(None)
    control, returned = {"x86_64": 157, "aarch64": 167}[os.uname().machine], 0x00050000
    rules = [(0x20, 0, 0, 0)]  # load the number of the call
    if "landlock" in missing:
        rules += [(0x15, 0, 1, 444), (0x06, 0, 0, returned | errno.ENOSYS)]
    if "namespaces" in missing:
        unshare = {"x86_64": 272, "aarch64": 97}[os.uname().machine]
        rules += [(0x15, 0, 1, unshare), (0x06, 0, 0, returned | errno.EPERM)]
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
    faulty = Format("text", "faulty_readers:read_faulty", 10_000_000, SECONDS)
    serve(int(sys.argv[1]), {**FORMATS, "text/plain": faulty}, memory=500_000_000)
