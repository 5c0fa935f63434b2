"""MHTML (.mht, .mhtml): a web page with its pictures and style sheets, saved as one file."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from corpus.document import Document, Source
from corpus.errors import Damaged, EmptyDocument
from corpus.formats.html.encoding import decode_html
from corpus.formats.html.reader import read_page
from corpus.formats.mail import fields
from corpus.formats.mail.fields import Mail

_PARTS = 10_000  # a guess: a page has some hundred pictures
_SHEETS = 1_000_000  # characters; a guess: twice what large sites send
_PAGES = ("text/html", "application/xhtml+xml")


def read_mhtml(data: bytes, source: Source) -> Document:
    """Read the page in the file: its main text, title, author, date and address.

    Its pictures, style sheets and frames are no documents, and left out.
    """
    try:
        message = message_from_bytes(data.removeprefix(BOM_UTF8))
        return _read(message, source)
    except (MessageError, LookupError, ValueError, AttributeError, IndexError, TypeError) as exc:
        raise Damaged("this saved page is damaged: save it again") from exc


def _read(message: Mail, source: Source) -> Document:
    parts = list(_leaves(message))
    page = _root(message, parts)
    if page is None:
        raise EmptyDocument("there is no page in this file: save the page again")
    address = fields.field(message, "Snapshot-Content-Location") or fields.field(
        page, "Content-Location"
    )
    return read_page(
        decode_html(fields.content_of(page), fields.charset_of(page)),
        source,
        address=address if _is_web(address) else "",
        title=fields.field(message, "Subject"),
        css="\n".join(_style_sheets(parts)),
        saved=_day(fields.field(message, "Date")),
    )


def _leaves(message: Mail) -> Iterator[Mail]:
    """Yield the parts of the file, in their order; never by recursion."""
    waiting = [message]
    for _ in range(_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        inside = part.get_payload()
        if part.is_multipart() and isinstance(inside, list):
            waiting += [child for child in reversed(inside) if not isinstance(child, str)]
        else:
            yield part


def _root(message: Mail, parts: list[Mail]) -> "Mail | None":
    """Return the part with the page: the one that the file names, else the first page in it."""
    start = str(message.get_param("start", "")).strip("<> ")
    address = fields.field(message, "Snapshot-Content-Location")
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    for part in pages:
        if start and fields.field(part, "Content-ID").strip("<> ") == start:
            return part
        if address and fields.field(part, "Content-Location") == address:
            return part
    return pages[0] if pages else None


def _style_sheets(parts: list[Mail]) -> Iterator[str]:
    room = _SHEETS
    for part in parts:
        if part.get_content_type() == "text/css" and room > 0:
            sheet = fields.text_of(fields.content_of(part)[:_SHEETS], fields.charset_of(part))
            room -= len(sheet)
            yield sheet


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False


def _day(date: str) -> str:
    """Return the day on which the page was saved."""
    try:
        return parsedate_to_datetime(date).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""
