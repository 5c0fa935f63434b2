"""Which features a PDF uses, told from the names in its objects: PDFium does not say."""

import re
import zlib
from collections.abc import Iterator

_OBJECTS = re.compile(rb"/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")
_NEAR = 600  # bytes; a guess: a stream's dictionary, from its type to its end
_MOST = 20_000_000  # bytes of objects, unpacked; a guess: a tenth of it is a large book
LAYERS = b"/OCProperties"
PORTFOLIO = b"/Collection"


def uses(data: bytes, name: bytes) -> bool:
    """Tell whether a name of PDF occurs in a file; where its objects are encrypted, it may.

    The strings of a document could hold it too: ask only what does no harm then.
    """
    if name in data:
        return True
    if _OBJECTS.search(data) is None:
        return False
    return b"/Encrypt" in data or any(name in objects for objects in _unpacked(data))


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Yield the objects that are packed in streams, up to a limit of all."""
    left, position = _MOST, 0
    for found in _OBJECTS.finditer(data):
        stream = _STREAM.search(data, found.end(), found.end() + _NEAR)
        if found.start() < position or stream is None or left <= 0:
            continue
        end = data.find(b"endstream", stream.end())
        position = len(data) if end < 0 else end  # so that no byte is looked at twice
        try:
            objects = zlib.decompressobj().decompress(data[stream.end() : position], left)
        except zlib.error:
            continue
        left -= len(objects)
        yield objects
