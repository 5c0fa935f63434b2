"""From bytes to text: marks, Unicode with and without faults, and then what words look like."""

import codecs
import re
import unicodedata
from collections import Counter

from corpus.encoding.charset import codec_of, detect
from corpus.errors import Undecodable, UnsupportedFormat

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEVEN_BIT = re.compile(r"iso2022|hz|utf[-_]?7")
_JAPANESE_SHIFT = re.compile(rb"\x1b\$[@B]")
_SAMPLE = 65_536  # bytes; a guess: twenty pages
# Blocks of 256 characters that texts without an alphabet are in: kana, Han, Hangul, full width.
_EAST_ASIAN = frozenset((0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0), *range(0xAC, 0xD8)))
_ASCII = re.compile(rb"[\t\n\r -~]")
_MOST_ASCII = 0.75  # of the bytes; measured: Chinese in UTF-16 0.5, English text with a zero 1
_ALPHABETS = 3  # blocks that nearly all of another text is in: ASCII, its own, punctuation
_NEARLY_ALL = 0.97


def decoded(data: bytes, declared: str = "") -> str:
    """Return the text in the bytes; `corpus.text.decode` says in which order."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    if data.isascii() and b"\x00" not in data:
        return _seven_bit(data, declared)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        pass
    else:
        if "\x00" not in text:
            return text
    return _unmarked(data, declared)


def _unmarked(data: bytes, declared: str) -> str:
    if encoding := _unmarked_utf16(data):
        return _strictly(data, encoding)
    if b"\x00" in data:
        raise UnsupportedFormat("this is binary data, and of no format that Pincite reads")
    if (text := detect(data, declared)) is not None:
        return text
    raise Undecodable("the text is in an unknown encoding: save it as UTF-8")


def _seven_bit(data: bytes, declared: str) -> str:
    """Return a text in bytes below 128: ASCII, or what switches to other letters in it."""
    name = codec_of(declared)
    if not _SEVEN_BIT.match(name):
        name = "iso2022_jp_2" if _JAPANESE_SHIFT.search(data) else "ascii"
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return data.decode("ascii")


def _marked(data: bytes, encoding: str) -> str:
    try:
        return _strictly(data, encoding)
    except Undecodable:
        text = detect(data) if encoding == "utf-8-sig" else None
        if text is None or not text.startswith("\ufeff"):
            raise
        return text[1:]


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise Undecodable(
            f"the text is not valid {encoding} (byte {exc.start}): save it as UTF-8"
        ) from exc


def _unmarked_utf16(data: bytes) -> str:
    """Return the name of UTF-16 without a mark that the bytes are, if they are."""
    if len(data) % 2 or b"\x00" not in data:
        return ""
    sample = data[:_SAMPLE]
    if len(_ASCII.findall(sample)) > _MOST_ASCII * len(sample):
        return ""
    found = {name: _spaces(sample, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= 0 else ""


def _spaces(sample: bytes, encoding: str) -> int:
    """Count the ASCII characters of a text in UTF-16; -1 for what is no text or has none."""
    text = sample.decode(encoding, "replace")
    kinds = {character: unicodedata.category(character) for character in set(text)}
    if any(
        kind in ("Cn", "Co", "Cs") or (kind == "Cc" and character not in "\t\n\r\f\x85")
        for character, kind in kinds.items()
    ):
        return -1
    blocks = Counter(ord(character) >> 8 for character in text)
    common = sum(count for _, count in blocks.most_common(_ALPHABETS))
    if common < _NEARLY_ALL * len(text) and not blocks.keys() <= _EAST_ASIAN:
        return -1
    return sum(map(str.isascii, text)) or -1
