"""The compressed RTF in which Outlook keeps texts (MS-OXRTFCP)."""

import struct

from corpus.errors import Damaged
from corpus.reading import MAX_BYTES

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_HEADER = struct.Struct("<IIII")
_SIZE = 4_096  # bytes of the ring that references point into
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D  # "LZFu", "MELA"


def decompress(data: bytes) -> bytes:
    """Return the RTF in a compressed one.

    Raises:
        Damaged: If it is none, or too long.
    """
    if len(data) < _HEADER.size:
        raise Damaged("the text of this message is damaged: save it again")
    _, size, kind, _ = _HEADER.unpack_from(data)
    if kind not in (_COMPRESSED, _PLAIN) or size > MAX_BYTES:
        raise Damaged("the text of this message is damaged: save it again")
    packed = data[_HEADER.size :]
    return packed[:size] if kind == _PLAIN else _unpacked(packed, size)


def _unpacked(packed: bytes, size: int) -> bytes:
    out = bytearray(_DICTIONARY)
    at = 0
    while at < len(packed) and len(out) - len(_DICTIONARY) < size:
        flags = packed[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(packed):
                    return bytes(out[len(_DICTIONARY) :])
                reference = packed[at] << 8 | packed[at + 1]
                at += 2
                place = reference >> 4
                if place == len(out) % _SIZE:  # the end mark
                    return bytes(out[len(_DICTIONARY) :])
                _copy(out, place, (reference & 15) + 2)
            elif at < len(packed):
                out.append(packed[at])
                at += 1
    return bytes(out[len(_DICTIONARY) :][:size])


def _copy(out: bytearray, place: int, length: int) -> None:
    """Append bytes from the ring, which may be those that are being appended."""
    begin = len(out) - ((len(out) - place) % _SIZE)
    for n in range(length):
        out.append(out[begin + n] if 0 <= begin + n < len(out) else 0x20)
