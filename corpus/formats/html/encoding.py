"""From the bytes of a page to its text: by what it declares, where the words look like words."""

import codecs
import re

from corpus.errors import Undecodable
from corpus.text import decode

_HEAD = 4096  # bytes; the standard asks for the first 1,024
_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]{1,40})", re.IGNORECASE)
_XHTML = re.compile(r"\A\s*<\?xml|<html[^>]{0,300}xmlns\s*=", re.IGNORECASE)
_CLOSED = re.compile(
    r"<(title|script|style|iframe|textarea|noscript|template)\b"
    r"((?:[^<>\"'/]|/(?!>)|\"[^\"<>]*\"|'[^'<>]*')*+)/>",
    re.IGNORECASE,
)


def decode_html(data: bytes, declared: str = "") -> str:
    """Return the text of a page: by its byte order mark, what it declares, or its looks.

    Args:
        data: The page.
        declared: The encoding that was sent with the page, which is believed before its own.

    Raises:
        Undecodable: If it declares UTF-7, which is used to deceive, or fits no encoding.
    """
    head = data[:_HEAD]
    found = _META.search(head) or _XML.search(head)
    own = found[1].decode("ascii", "replace") if found else ""
    text = decode(data, _known(declared) or _known(own))
    if _XHTML.search(text[:_HEAD]):  # `<title/>` is an empty title there, and never ends here
        text = _CLOSED.sub(r"<\1\2></\1>", text)
    return text


def _known(name: str) -> str:
    """Return the name of an encoding, "" for one that nobody knows."""
    try:
        codec = codecs.lookup(name.strip().lower()).name
    except (LookupError, ValueError):
        return ""
    if codec == "utf-7":
        raise Undecodable(f"the page declares the encoding {name}: save it as UTF-8")
    # Whoever can read the declaration as ASCII does not read UTF-16.
    return "" if codec.startswith("utf-16") else name
