"""E-mail as it is saved (.eml): who wrote what to whom and when."""

from codecs import BOM_UTF8
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from selectolax.lexbor import LexborHTMLParser

from corpus.document import Document, Source
from corpus.errors import Damaged
from corpus.formats.html import write_html
from corpus.text_builder import TextBuilder, one_line

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_LONGEST = 1_000  # characters of a header; a guess: a dozen receivers
_PARTS = 200  # attachments that are named; a guess: far above what people send


def read_mail(data: bytes, source: Source) -> Document:
    """Read a message: sender, receivers, date and subject, then its text.

    Of a message in two forms the plain one is taken. What is attached is named and left out.
    """
    try:
        message = message_from_bytes(data.removeprefix(BOM_UTF8), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return _read(message, source)
    except (MessageError, LookupError, ValueError, AttributeError, IndexError) as exc:
        raise Damaged("it is no whole e-mail: save it again") from exc


def _read(message: EmailMessage, source: Source) -> Document:
    layout = TextBuilder()
    head = {name: one_line(str(message.get(name, "")))[:_LONGEST] for name in _SHOWN}
    layout.lines("\n".join(f"{name}: {words}" for name, words in head.items() if words))
    body = message.get_body(("plain", "html"))
    if body is not None:
        content = _content(body)
        if body.get_content_type() == "text/html":
            page = LexborHTMLParser(content).body
            if page is not None:
                write_html(layout, page)
        else:
            layout.lines(content)
    layout.part()
    for part in list(message.iter_attachments())[:_PARTS]:
        # A guess: fits a line or two.
        name = one_line(part.get_filename() or "without a name")[:200]
        layout.item(f"Attachment left out: {name} ({part.get_content_type()})")
    return layout.document(
        source, title=head["Subject"], author=head["From"], published=_date(message)
    )


def _content(body: MIMEPart) -> str:
    raw = body.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    charset = body.get_content_charset("utf-8")
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return data.decode("cp1252", "replace")


def _date(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(str(message["Date"])).date().isoformat()
    except (TypeError, ValueError):
        return ""
