"""The reader process: takes a document's bytes in, gives the document out, and no more.

It is started by `corpus.apart`, confines itself before it sees the first byte, and reads
one document after the other until its standard input ends.
"""

import os
import resource
import signal
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO

from corpus.confine import confine, limit_memory
from corpus.document import Source
from corpus.errors import CorpusError
from corpus.reading import FORMATS, Format, read_as, require_format
from corpus.wire import HEAD, document_fields, pack

_DETECTING = Format("", "", seconds=60)
_WORN = 300_000_000 if sys.platform == "darwin" else 300_000


def serve(parent: int, formats: Mapping[str, Format] = FORMATS) -> None:
    """Read what is asked for on standard input, until that ends.

    What anything here prints goes nowhere, so that it cannot pass for a reply.
    """
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    lacks = confine(parent)
    while head := requests.read(HEAD.size):
        fields, blob = _body(requests, head)
        try:
            answer, out = _done(fields, blob, formats, lacks)
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
        answer.setdefault("worn", _held() > _WORN)
        replies.write(pack(answer, out))
        replies.flush()


def _held() -> int:
    """Return the kilobytes of memory that this process holds now.

    The peak that `getrusage` tells would not do: a process begins with that of its parent.
    """
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * resource.getpagesize() // 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _done(
    fields: Mapping[str, Any], data: bytes, formats: Mapping[str, Format], lacks: list[str]
) -> tuple[dict[str, Any], bytes]:
    """Do what is asked for, within the limits of the format."""
    if fields["task"] == "confinement":
        return {"lacks": lacks}, b""
    _limit(_DETECTING)
    media_type = require_format(data, fields["name"])
    _limit(formats[media_type])
    if fields["task"] == "read":
        document = read_as(formats[media_type], data, Source(**fields["source"]))
        return {"document": document_fields(document), "media_type": media_type}, b""
    from corpus.formats.page_image import page_image

    return {}, page_image(data, **fields["page"])


def _limit(format: Format) -> None:
    limit_memory(format.memory)
    _watch(format.seconds)


def _watch(seconds: int) -> None:
    """Let the system end this process after so many seconds of work, or thrice as many."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, 3 * seconds)


def _refusal(error: str, message: str) -> dict[str, Any]:
    return {"error": error, "message": message}


def _body(requests: BinaryIO, head: bytes) -> tuple[dict[str, Any], bytes]:
    import json

    length, size = HEAD.unpack(head)
    fields: dict[str, Any] = json.loads(requests.read(length))
    return fields, requests.read(size)
