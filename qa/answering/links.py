"""Addresses of quoted words: in Pincite's reader, and on the page that a document came from."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode, urlsplit

from qa.answering.answer import Citation

_LONG = 300  # characters; Chromium marks longer words by their start and end too
_WORDS = 5  # at each end of long words; a guess: fewer may stand elsewhere on the page
_DIRECTIVE = ":~:text="
_IN_ADDRESSES = "%/:?#[]@!$&'()*+,;="


def linked(citation: Citation, public_url: str | None) -> Citation:
    """Return a citation with its links; `public_url` is where the service is reached, if known."""
    c = citation
    link = span_link(public_url, c.document_id, c.version, c.start, c.end)
    live = None if len(c.cells) > 1 else live_link(c.source, c.quote)
    return replace(c, link=link, live_link=live)


def span_link(
    public_url: str | None, document_id: str, version: str, start: int, end: int
) -> str | None:
    """Return the absolute address that opens the reader at a span.

    None without a `public_url`, as `PINCITE_PUBLIC_URL` has it, without a slash at its end.
    """
    if public_url is None:
        return None
    return public_url + _path(document_id, version, start, end)


def live_link(source: str, words: str) -> str | None:
    """Return the address of a document on the web with a text fragment that marks some words.

    Long words, and those of several lines, are given by their start and end, because a browser
    finds no words that run from one block into the next. None if the source is not an address.

    Source: https://wicg.github.io/scroll-to-text-fragment/.
    """
    address = web_address(source)
    if address is None or not words.split():
        return None
    page, _, fragment = address.partition("#")
    return f"{page}#{fragment.partition(':~:')[0]}{_DIRECTIVE}{_fragment(words)}"


def address(citation: Citation) -> str:
    """Return where the words of a citation can be looked up; `pincite:ID:START-END` if offline."""
    c = citation
    return c.link or c.live_link or f"pincite:{c.document_id}:{c.start}-{c.end}"


def leads_elsewhere(citation: Mapping[str, Any]) -> bool:
    """Tell whether a link in a saved citation points to anything but the words it cites.

    The host of `link` cannot be checked: the service may have run under any name.
    """
    link, live = citation.get("link"), citation.get("live_link")
    span = citation["document_id"], citation["version"], citation["start"], citation["end"]
    if link is not None and not (_is_web(link) and link.endswith(_path(*span))):
        return True
    if live is None or citation.get("source") is None:
        return False
    address = web_address(citation["source"])
    return address is None or live.partition("#")[0] != address.partition("#")[0]


def _path(document_id: str, version: str, start: int, end: int) -> str:
    query = urlencode({"version": version, "start": start, "end": end})
    return f"/read/{percent_encoded(document_id, safe='')}?{query}"


def _fragment(words: str) -> str:
    """Return the value of a text directive for some words."""
    lines = [line.split() for line in words.splitlines() if line.strip()]
    first, last = lines[0], lines[-1]
    few = len(lines) == 1 and len(first) < 2 * _WORDS
    if few or (len(lines) == 1 and len(words) <= _LONG):
        return _encoded(" ".join(first))
    return f"{_encoded(' '.join(first[:_WORDS]))},{_encoded(' '.join(last[-_WORDS:]))}"


def _encoded(words: str) -> str:
    """Return words percent-encoded; in a text directive a hyphen has a meaning of its own."""
    return percent_encoded(words, safe="").replace("-", "%2D")


def web_address(source: str) -> str | None:
    """Return a source as a web address in ASCII; None if it is not one."""
    if not _is_web(source) or any(c.isspace() or not c.isprintable() for c in source):
        return None
    return percent_encoded(source, safe=_IN_ADDRESSES)


def _is_web(address: str) -> bool:
    """Tell whether this is a web address with a host, and nothing before an @ posing as one."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc
