"""From the bytes of a page to its text: by what it declares, where that fits."""

import codecs
import re
from contextlib import suppress

from corpus.errors import Undecodable
from corpus.text import decode

_HEAD = 4096  # bytes; the standard asks for the first 1,024
_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]{1,40})", re.IGNORECASE)
_NO_TEXT = frozenset("idna punycode unicode-escape raw-unicode-escape undefined utf-7".split())
# What browsers take these for: the standard's larger set of the same encoding.
_LARGER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_XHTML = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?<\?xml|<html[^>]{0,300}xmlns\s*=", re.IGNORECASE)
_CLOSED = re.compile(
    r"<(title|script|style|iframe|textarea|noscript|template)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)/>",
    re.IGNORECASE,
)
_ONE_BYTE = ("cp12", "cp8", "iso8859", "koi8", "mac")
_REPLACED = 0.001  # of the characters; a guess: a page cut in the middle of a letter, or patched


def decode_html(data: bytes, declared: str = "") -> str:
    """Return the text of a page: by its byte order mark, what it declares, or its looks.

    Args:
        data: The page.
        declared: The encoding that was sent with the page, which is believed before its own.

    Raises:
        Undecodable: If it declares UTF-7, which is used to deceive, or fits no encoding.
    """
    text = _decode(data, declared)
    if _XHTML.search(data[:_HEAD]):  # `<title/>` is an empty title there, and never ends here
        text = _CLOSED.sub(r"<\1\2></\1>", text)
    return text


def _decode(data: bytes, sent: str) -> str:
    head = data[:_HEAD]
    if data.startswith(_BOMS):
        return decode(data)
    found = _META.search(head) or _XML.search(head)
    own = found[1].decode("ascii", "replace") if found else ""
    for name in filter(None, (sent, own)):
        encoding = _encoding(name)
        if encoding in _NO_TEXT:
            raise Undecodable(f"the page declares the encoding {name}: save it as UTF-8")
        text = _fitting(data, encoding)
        if text is not None:
            return text
    return decode(data)


def _encoding(name: str) -> str:
    """Return Python's name of an encoding, "" for one that it does not know."""
    try:
        encoding = codecs.lookup(name.strip().lower()).name
    except (LookupError, ValueError):
        return ""
    # Whoever can read the declaration as ASCII does not read UTF-16.
    return "utf-8" if encoding.startswith("utf-16") else _LARGER.get(encoding, encoding)


def _fitting(data: bytes, encoding: str) -> str | None:
    """Return the text if the bytes are of that encoding, but for very few."""
    if not encoding:
        return None
    try:
        if encoding.startswith(_ONE_BYTE):  # fits all bytes, and UTF-8 fits no others by chance
            with suppress(UnicodeDecodeError):
                return data.decode()
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    except LookupError:  # no encoding of texts
        return None
    if encoding not in ("utf-8", "cp1252"):
        return None
    text = data.decode(encoding, "replace")
    others = sum(not c.isascii() for c in text)
    lost = text.count("\ufffd")
    return text if lost <= _REPLACED * len(text) and lost * 10 <= others else None
