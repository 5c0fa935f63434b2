"""The reader process: takes a document's bytes in, gives the document out, and no more.

It is started by `corpus.sandbox.pool`, confines itself before it sees the first byte, and reads
one document after the other until its standard input ends.
"""

import ctypes
import json
import os
import pkgutil
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO

from corpus.document import Source
from corpus.errors import CorpusError
from corpus.reading import FORMATS, MEMORY, Format, read_as, require_format
from corpus.sandbox.confine import Confinement, confine
from corpus.sandbox.messages import HEAD, contents_fields, pack

_DETECTING = 5  # seconds; a guess: only the first bytes are looked at, or a ZIP's list
# 300 MB (macOS counts in bytes); a guess: a third of `MEMORY`.
_WORN = 300_000_000 if sys.platform == "darwin" else 300_000
_WORK = 300  # seconds of a processor; a guess: starting anew costs little by then
_PAGES = "corpus.formats.pdf.page_image"
_OVERLAY = "corpus.formats.pdf.overlay"
_ADDING = 60  # seconds; a guess: 200 pages that become pictures, 100 ms each, three times
_LATER = (
    "email.parser", "email.generator", "email.iterators", "email.contentmanager",
    "email.headerregistry", "email.quoprimime", "quopri", "unicodedata", "_strptime",
)  # fmt: skip
"""Modules of Python that others import when they are called."""


def serve(parent: int, formats: Mapping[str, Format] = FORMATS, memory: int = MEMORY) -> None:
    """Read what is asked for on standard input, until that ends.

    What anything here prints goes nowhere, so that it cannot pass for a reply. After
    `_WORK` seconds of it this process gives way to a new one; the system ends it at twice
    that, so that one that was taken over does not work for itself for ever.
    """
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    memory_now, give_back = _open_memory(), _trimming()
    confined = confine(parent, memory, 2 * _WORK, lambda: _import_all(formats))
    while head := requests.read(HEAD.size):
        fields, blob = _body(requests, head)
        try:
            answer, out = _done(fields, blob, formats, confined)
        except CorpusError as exc:
            answer, out = _refusal(type(exc).__name__, str(exc)), b""
        except MemoryError:
            answer, out = _refusal("ReaderStopped", "reading it takes too much memory"), b""
            answer["worn"] = True
        except RecursionError:
            answer, out = _refusal("Damaged", "it is nested too deeply to be read"), b""
        except Exception as exc:  # a bug of a reader is a fault of one document
            why = f"it cannot be read as what it seems to be ({type(exc).__name__})"
            answer, out = _refusal("Damaged", why), b""
        _watch(0)
        worn = _held(memory_now) > _WORN or time.process_time() > _WORK
        answer.setdefault("worn", worn)
        replies.write(pack(answer, out))
        replies.flush()
        give_back()


def _trimming() -> Callable[[], object]:
    """Return what gives freed memory back to the system, where there is glibc.

    Documents of different sizes leave heaps with holes: in a soak of half an hour readers grew by
    1.0 to 1.4 MB a minute without it.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # musl has none, and needs none
        return lambda: None
    return lambda: trim(0)


def _import_all(formats: Mapping[str, Format]) -> None:
    """Import what any document may need, for no file can be opened afterwards."""
    import encodings

    for format in formats.values():
        format.load()
    for name in (_PAGES, _OVERLAY, *_LATER):
        import_module(name)
    for module in pkgutil.iter_modules(encodings.__path__):
        with suppress(ImportError):  # those of other systems
            import_module(f"encodings.{module.name}")


def _open_memory() -> BinaryIO | None:
    """Open what tells how much memory this process holds: later it sees no /proc."""
    try:
        return open("/proc/self/statm", "rb", buffering=0)
    except OSError:
        return None


def _held(memory_now: BinaryIO | None) -> int:
    """Return the kilobytes of memory that this process holds now.

    The peak that `getrusage` tells would not do: a process begins with that of its parent.
    """
    if memory_now is None:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory_now.seek(0)
    return int(memory_now.read(100).split()[1]) * resource.getpagesize() // 1024


def _done(
    fields: Mapping[str, Any], data: bytes, formats: Mapping[str, Format], confined: Confinement
) -> tuple[dict[str, Any], bytes]:
    """Do what is asked for, within the limits of the format."""
    if fields["task"] == "confinement":
        return {"lacks": confined.lacks, "open": not confined.files}, b""
    if fields["task"] == "overlay":
        _watch(_ADDING)
        size = fields["size"]
        made: bytes = import_module(_OVERLAY).with_words(data[:size], data[size:], fields["pages"])
        return {}, made
    _watch(_DETECTING)
    media_type = require_format(data, fields["name"])
    _watch(formats[media_type].seconds_for(len(data)))
    if fields["task"] == "read":
        contents = read_as(formats[media_type], data, Source(**fields["source"]))
        told, blob = contents_fields(contents, fields["first"])
        return {**told, "media_type": media_type}, blob
    image: bytes = import_module(_PAGES).page_image(data, **fields["page"])
    return {}, image


def _watch(seconds: float) -> None:
    """Let the system end this process after so many seconds of work, or thrice as many."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, 3 * seconds)


def _refusal(error: str, message: str) -> dict[str, Any]:
    return {"error": error, "message": message}


def _body(requests: BinaryIO, head: bytes) -> tuple[dict[str, Any], bytes]:
    length, size = HEAD.unpack(head)
    fields: dict[str, Any] = json.loads(requests.read(length))
    return fields, requests.read(size)
