"""Fields and texts of a mail as words, whatever encoding they lie about."""

import re
from collections.abc import Mapping
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value, parsedate_to_datetime
from typing import Any, TypeAlias

from corpus.errors import CorpusError
from corpus.formats.mail.dates import find_day
from corpus.text import decode
from corpus.text_builder import one_line

_LONGEST = 1_000  # characters of a field; a guess: a dozen receivers
_ENCODED = re.compile(r"(\?=)\s+(=\?)")

Mail: TypeAlias = "Message[str, str]"


def field(message: Mail, name: str) -> str:
    """Return a field of a mail's head as one line of words; empty where there is none."""
    return one_line(words_of(_raw(message).get(name.lower(), "")))[:_LONGEST]


def words_of(raw: str) -> str:
    """Return the words of a field: those that are encoded (RFC 2047), and bytes that are not."""
    raw = raw[: 4 * _LONGEST].replace("\r", "").replace("\n", "")
    if "=?" not in raw:
        return _unescaped(raw)
    try:
        pieces = decode_header(_ENCODED.sub(r"\1\2", raw))
    except (HeaderParseError, ValueError):
        return _unescaped(raw)
    return "".join(
        _unescaped(words) if isinstance(words, str) else text_of(words, charset or "")
        for words, charset in pieces
    )


def text_of(data: bytes, charset: str = "") -> str:
    """Return the text in bytes; of bytes that are no text, what can be made of them."""
    try:
        return decode(data, charset)
    except CorpusError:
        return data.decode("cp1252", "replace").replace("\r\n", "\n").replace("\x00", "")


def file_name(part: Mail) -> str:
    """Return the name of an attachment; empty where it has none."""
    for parameter, name in (("filename", "content-disposition"), ("name", "content-type")):
        given = part.get_param(parameter, "", name)
        if given:
            return one_line(words_of(collapse_rfc2231_value(given)))
    return ""


def day_of(written: str) -> str:
    """Return the day in the date of a mail, as `2021-05-04`; empty where it has none."""
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        day = find_day(written[:100])
        return day.iso if day else ""


def content_of(part: Mail) -> bytes:
    """Return the bytes of a part, out of base64 or quoted-printable."""
    try:
        raw = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        raw = None
    return raw if isinstance(raw, bytes) else b""


def charset_of(part: Mail) -> str:
    """Return the charset that a part declares; empty where it declares none."""
    try:
        return part.get_content_charset("") or ""
    except (ValueError, LookupError, UnicodeError):
        return ""


def _raw(message: Mail) -> Mapping[str, str]:
    """Return the first field of each name, as it stands in the mail."""
    fields: dict[str, str] = {}
    for name, value in message.raw_items():
        fields.setdefault(name.lower(), str(value))
    return fields


def _unescaped(raw: str) -> str:
    """Return words whose bytes beyond ASCII the parser has kept as surrogates."""
    if not any("\udc80" <= character <= "\udcff" for character in raw):
        return raw
    return text_of(raw.encode("utf-8", "surrogateescape"))


def raw_value(value: Any) -> str:
    """Return a value of a field that may be of any type as words."""
    return one_line(words_of(str(value)))[:_LONGEST]
