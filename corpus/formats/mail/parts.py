"""What a mail is made of: texts to be read in their order, and files that came with them."""

import re
from binascii import Error, a2b_base64
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from email.message import Message
from io import BytesIO

from corpus.document import Part
from corpus.errors import Encrypted
from corpus.formats.html.encoding import decode_html
from corpus.formats.mail import fields
from corpus.formats.mail.armor import without_armor
from corpus.formats.mail.fields import Mail
from corpus.formats.mail.html import Seen, seen_of_html
from corpus.media_type import unreadable
from corpus.reading import MAX_BYTES

_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature",
    "application/x-pkcs7-signature", "application/pgp-keys", "text/rfc822-headers")  # fmt: skip
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_TEXTS = ("text/plain", "text/html")
_PGP = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
_UNREAD = ("image", "audio", "video", "font")
_ENDINGS = {"text/plain": ".txt", "text/html": ".html", "text/csv": ".csv", "text/calendar": ".ics"}


@dataclass(frozen=True, slots=True)
class Body:
    """A text of a mail; `flowed` and `delete_spaces` are of its plain text (RFC 3676)."""

    text: str
    media_type: str
    flowed: bool = False
    delete_spaces: bool = False


@dataclass(slots=True)
class Collected:
    """What was found in a mail: texts, files, names of files that nothing here reads, and notes."""

    bodies: list[Body] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def attach(self, name: str, data: bytes, media_type: str = "") -> None:
        """Take a file that came with a mail."""
        shown = name or f"without a name{_ENDINGS.get(media_type, '')}"
        if name.lower() == "winmail.dat" or media_type == "application/ms-tnef":
            self.notes.append(f"{shown} was not read: it is in a format only Outlook uses.")
        elif (
            not data
            or len(data) > MAX_BYTES
            or media_type.partition("/")[0] in _UNREAD
            or unreadable(data)
        ):
            self.unread.append(shown)
        else:
            self.files.append(Part(shown, data))


def collect(message: Mail) -> Collected:
    """Return the texts of a mail, in their order, and the files that came with it.

    Raises:
        Encrypted: If it has no text but a sealed one.
    """
    found = Collected()
    _walk(message, found)
    return found


def _walk(part: Mail, found: Collected, *, texts: bool = True) -> None:
    """Take a part and what is in it; without `texts`, only its files."""
    media_type = part.get_content_type()
    children = _children(part)
    match media_type:
        case "multipart/encrypted":
            raise Encrypted("the e-mail is encrypted: decrypt it in your mail program and save it")
        case "multipart/alternative" if children:
            _choose(children, found, texts=texts)
        case "message/rfc822" | "message/global":
            found.attach(*_forwarded(part, children), media_type)
        case "message/delivery-status" | "message/disposition-notification":
            report = "\n\n".join(_field_lines(child) for child in children)
            found.bodies.append(Body(report or _text(part), "text/plain"))
        case _ if children:
            for child in children:
                _walk(child, found, texts=texts)
        case _:
            _leaf(part, media_type, found, texts=texts)


def _children(part: Mail) -> list[Mail]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if part.is_multipart() else []


def _leaf(part: Mail, media_type: str, found: Collected, *, texts: bool) -> None:
    name = fields.file_name(part)
    attached = part.get_content_disposition() == "attachment"
    if media_type in _SIGNATURES:
        return
    if media_type in _SEALED:
        if "signed" not in str(part.get_param("smime-type", "")) and not found.bodies:
            raise Encrypted("the e-mail is encrypted: decrypt it in your mail program and save it")
        found.notes.append("The part protected by S/MIME was not read. Save the e-mail without it.")
        return
    if media_type == "text/calendar" and texts and not attached:
        found.bodies.append(Body(_text(part), media_type))
    elif media_type in _TEXTS and not attached and not (name and found.bodies):
        if texts:
            _take(part, media_type, found)
    elif name or attached or media_type.partition("/")[0] not in ("text", "multipart"):
        found.attach(name, fields.content_of(part), media_type)


def _take(part: Mail, media_type: str, found: Collected) -> None:
    text = _text(part)
    if media_type == "text/plain" and _PGP.match(text):
        raise Encrypted("the e-mail is encrypted: decrypt it in your mail program and save it")
    if media_type == "text/plain":
        text, files = without_armor(text)
        for name, data in files:
            found.attach(name, data)
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    delete_spaces = str(part.get_param("delsp", "")).lower() == "yes"
    found.bodies.append(Body(text, media_type, flowed, delete_spaces))


def _text(part: Mail) -> str:
    data, charset = fields.content_of(part), fields.charset_of(part)
    if part.get_content_type() == "text/html" and not charset:
        return decode_html(data)
    return fields.text_of(data, charset)


def _choose(children: list[Mail], found: Collected, *, texts: bool) -> None:
    """Take one of several forms of the same text, and the files of all of them."""
    plain = next((c for c in children if _kind(c) == "text/plain"), None)
    rich = next((c for c in reversed(children) if _kind(c) == "text/html"), None)
    chosen = plain or rich or children[-1]
    if texts and plain is not None and rich is not None:
        chosen = _better(plain, rich, found)
    for child in children:
        calendar = child.get_content_type() == "text/calendar"
        if child is chosen or calendar or child.is_multipart():
            _walk(child, found, texts=texts and (child is chosen or calendar))


def _kind(part: Mail) -> str:
    """Return which form of a text a part is: the first text in it."""
    return next((p.get_content_type() for p in part.walk() if p.get_content_type() in _TEXTS), "")


def _better(plain: Mail, rich: Mail, found: Collected) -> Mail:
    """Return the form that says more; of two that say the same, the one that has the tables."""
    said = "\n".join(_text(p) for p in plain.walk() if p.get_content_type() == "text/plain")
    pages = [_text(p) for p in rich.walk() if p.get_content_type() == "text/html"]
    seen = [seen_of_html(page) for page in pages]
    shown = Seen("\n".join(s.words for s in seen), any(s.has_table for s in seen))
    if says_less(said, shown.words):
        found.notes.append("The plain text of this e-mail was not read: its HTML says more.")
    return rich if html_is_better(said, shown) else plain


def html_is_better(plain: str, rich: Seen) -> bool:
    """Tell whether the plain form of a text says less, or as much without the tables."""
    return says_less(plain, rich.words) or (rich.has_table and says_all(rich.words, plain))


_WORD = re.compile(r"\w+")
_LINK = re.compile(r"https?://\S+")
_FEW = 0.2  # of the words of the plain text; a guess: marks and addresses of links
_SHARE = 0.5  # of the words of the HTML; a guess: what is left out of a plain form is menus


def says_less(plain: str, rich: str) -> bool:
    """Tell a plain text that stands for another: `view it in a browser`."""
    missing, words = _missing(plain, rich)
    return missing > _SHARE * words and words > _missing(rich, plain)[1]


def says_all(text: str, other: str) -> bool:
    """Tell whether nearly all words of another text are in this one."""
    missing, words = _missing(text, other)
    return missing <= _FEW * words


def _missing(text: str, other: str) -> tuple[int, int]:
    """Return how many words of another text are not in this one, and how many it has."""
    words, others = (set(_WORD.findall(_LINK.sub(" ", t).lower())) for t in (text, other))
    return len(others - words), len(others)


def _forwarded(part: Mail, children: list[Mail]) -> tuple[str, bytes]:
    """Return name and bytes of a mail that is attached to another."""
    name = fields.file_name(part)
    if not children:
        return name or "message.eml", fields.content_of(part)
    inner = children[0]
    if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        raw = inner.get_payload()
        data = _from_base64(raw) if isinstance(raw, str) else b""
    else:
        data = _as_bytes(inner)
    subject = fields.field(inner, "Subject")
    return name or f"{subject.replace('/', '-')[:100] or 'message'}.eml", data


def _as_bytes(message: Mail) -> bytes:
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, maxheaderlen=0).flatten(message)
    return out.getvalue()


def _from_base64(raw: str) -> bytes:
    try:
        return a2b_base64(raw.encode("ascii", "ignore"))
    except Error:
        return b""


def _field_lines(message: Mail) -> str:
    return "\n".join(f"{name}: {fields.raw_value(value)}" for name, value in message.items())
