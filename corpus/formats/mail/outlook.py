"""Messages as Outlook saves them (.msg): properties in a compound file (MS-OXMSG)."""

import struct
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO
from typing import NamedTuple

import olefile

from corpus.document import Contents, Source
from corpus.errors import CorpusError, Damaged, Encrypted
from corpus.formats.mail import fields
from corpus.formats.mail.compressed_rtf import decompress
from corpus.formats.mail.html import seen_of_html
from corpus.formats.mail.parts import Body, Collected, collect, says_all
from corpus.formats.mail.reader import SHOWN, compose
from corpus.formats.rtf.reader import read_rtf

_MAX_FILES = 1_000  # a guess: far above what people send
_MAX_DEPTH = 3  # messages in one another
_TEXT, _TEXT_8_BIT, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_HEADERS = {"": 32, "attach": 8, "recip": 8, "message": 24}  # bytes before the properties
_PROPERTY = struct.Struct("<HHI8s")
_INTERNET_CHARSET, _CHARSET = 0x3FDE, 0x3FFD
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_RECEIVER_TYPE = 0x0C15
_METHOD, _EMBEDDED = 0x3705, 5
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_ENCRYPTED = "the e-mail is encrypted: decrypt it in Outlook and save it"


def read_msg(data: bytes, source: Source) -> Contents:
    """Read a message of Outlook, as a mail: what came with it apart."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            message = _Message(_Storage(file, (), "", _listing(file)), source)
            return compose(source, message.head(), message.collected())
    except CorpusError:
        raise
    except (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error) as exc:
        raise Damaged("this Outlook message is damaged: save it again, or as .eml") from exc


def _listing(file: olefile.OleFileIO) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(entry) for entry in file.listdir(streams=True, storages=True))


class _Storage(NamedTuple):
    """A folder of a compound file: a message, a receiver, or an attachment."""

    file: olefile.OleFileIO
    path: tuple[str, ...]
    kind: str
    listing: frozenset[tuple[str, ...]]

    def inside(self, name: str, kind: str) -> "_Storage":
        return self._replace(path=(*self.path, name), kind=kind)

    def folders(self, prefix: str) -> list[str]:
        """Return the names of the folders in it that begin like this, sorted."""
        at = len(self.path)
        return sorted(
            entry[at]
            for entry in self.listing
            if len(entry) == at + 1 and entry[:at] == self.path and entry[at].startswith(prefix)
        )[:_MAX_FILES]

    def has(self, name: str) -> bool:
        return (*self.path, name) in self.listing

    def binary(self, number: int, kind: str) -> bytes:
        """Return a property that is a stream of its own; empty where there is none."""
        return self._stream(f"__substg1.0_{number:04X}{kind}")

    def words(self, number: int, charset: str = "") -> str:
        """Return a property that is text."""
        if wide := self.binary(number, _TEXT):
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        narrow = self.binary(number, _TEXT_8_BIT).rstrip(b"\x00")
        return fields.text_of(narrow, charset) if narrow else ""

    def fixed(self) -> dict[int, bytes]:
        """Return the properties of a fixed size, eight bytes each."""
        stream = self._stream("__properties_version1.0")
        body = stream[_HEADERS[self.kind] :]
        whole = body[: len(body) - len(body) % _PROPERTY.size]
        return {number: value for _, number, _, value in _PROPERTY.iter_unpack(whole)}

    def _stream(self, name: str) -> bytes:
        if not self.has(name):
            return b""
        with self.file.openstream("/".join((*self.path, name))) as stream:
            found: bytes = stream.read()
        return found


class _Message:
    """A message: the one that was saved, or one that is attached to it."""

    def __init__(self, storage: _Storage, source: Source, depth: int = 0) -> None:
        self._storage = storage
        self._source = source
        self._depth = depth
        self._fixed = storage.fixed()
        self._charset = self._charset_of(_CHARSET)

    def head(self) -> dict[str, str]:
        """Return who wrote to whom, when, and about what; as it was sent, if that is there."""
        sent = message_from_string(self._words(0x007D), policy=policy.compat32)
        own = {
            "From": self._sender(),
            "To": self._receivers(1) or self._words(0x0E04),
            "Cc": self._receivers(2) or self._words(0x0E03),
            "Date": self._date(),
            "Subject": self._words(0x0037),
        }
        shown = {name: fields.field(sent, name) or fields.raw_value(own[name]) for name in SHOWN}
        return {**shown, "Subject": fields.raw_value(own["Subject"]) or shown["Subject"]}

    def collected(self) -> Collected:
        """Return its text and its files.

        Raises:
            Encrypted: If it is.
        """
        kind = self._words(0x001A).lower()
        folders = self._storage.folders("__attach_version1.0_#")
        files = [self._storage.inside(name, "attach") for name in folders]
        if kind.startswith("ipm.note.smime") and files:
            return self._sealed(kind, files[0])
        found = Collected()
        if body := self._body():
            found.bodies.append(body)
        for file in files:
            self._attach(file, found)
        return found

    def as_mail(self) -> bytes:
        """Return the message in the format of the internet, as a file of its own."""
        found, made = self.collected(), EmailMessage()
        for name, value in self.head().items():
            if value:
                made[name] = value
        made["Message-ID"] = f"<{self._words(0x1035).strip('<>') or 'none@invalid'}>"
        for body in found.bodies:
            made.set_content(body.text, subtype=body.media_type.partition("/")[2])
        for part in found.files:
            made.add_attachment(
                part.data, maintype="application", subtype="octet-stream", filename=part.name
            )
        return made.as_bytes()

    def _sealed(self, kind: str, file: _Storage) -> Collected:
        """Return what is in a signed message.

        Raises:
            Encrypted: If it is encrypted.
        """
        data = file.binary(0x3701, _BINARY)
        if not kind.endswith("multipartsigned"):
            raise Encrypted(_ENCRYPTED)
        return collect(message_from_bytes(data, policy=policy.compat32))

    def _body(self) -> Body | None:
        """Return its text: the HTML, of which Outlook makes the plain one, unless it says less."""
        plain = self._words(0x1000).replace("\r\n", "\n")
        page = self._html()
        if page and says_all(seen_of_html(page).words, plain):
            return Body(page, "text/html")
        if plain.strip():
            return Body(plain, "text/plain")
        packed = self._storage.binary(0x1009, _BINARY)
        return Body(self._rtf(packed), "text/plain") if packed else None

    def _html(self) -> str:
        page = self._storage.binary(0x1013, _BINARY)
        charset = self._charset_of(_INTERNET_CHARSET)
        return fields.text_of(page, charset) if page else self._words(0x1013)

    def _rtf(self, packed: bytes) -> str:
        try:
            return read_rtf(decompress(packed), self._source).text
        except CorpusError:
            return ""

    def _attach(self, file: _Storage, found: Collected) -> None:
        name = file.words(0x3707, self._charset) or file.words(0x3704, self._charset)
        name = name or file.words(0x3001, self._charset)
        method = int.from_bytes(file.fixed().get(_METHOD, b"")[:4], "little")
        inner = f"__substg1.0_3701{_OBJECT}"
        if name.lower().endswith(".rpmsg"):
            raise Encrypted(_ENCRYPTED)
        if method != _EMBEDDED or not file.has(inner):
            data = file.binary(0x3701, _BINARY)
            found.attach(name, data, file.words(0x370E, self._charset).lower())
        elif self._depth < _MAX_DEPTH:
            message = _Message(file.inside(inner, "message"), self._source, self._depth + 1)
            found.attach(f"{name or 'message'}.eml", message.as_mail())
        else:
            found.unread.append(name)

    def _sender(self) -> str:
        """Return who the message is from, rather than who sent it for them."""
        for name, addresses in ((0x0042, (0x5D02, 0x0065)), (0x0C1A, (0x5D01, 0x0C1F))):
            if sender := _address(self._words(name), map(self._words, addresses)):
                return sender
        return ""

    def _receivers(self, kind: int) -> str:
        found = []
        for name in self._storage.folders("__recip_version1.0_#"):
            receiver = self._storage.inside(name, "recip")
            if receiver.fixed().get(_RECEIVER_TYPE, b"")[:1] == bytes([kind]):
                words = [receiver.words(n, self._charset) for n in (0x3001, 0x39FE, 0x3003)]
                found.append(_address(words[0], words[1:]))
        return ", ".join(filter(None, found))

    def _date(self) -> str:
        for number in (_SUBMITTED, _DELIVERED):
            ticks = int.from_bytes(self._fixed.get(number, b""), "little")
            if 0 < ticks < 1 << 58:  # until the year 2514
                return format_datetime(_EPOCH + timedelta(microseconds=ticks // 10))
        return ""

    def _words(self, number: int) -> str:
        return self._storage.words(number, self._charset)

    def _charset_of(self, number: int) -> str:
        page = int.from_bytes(self._fixed.get(number, b"")[:4], "little")
        return {0: "", 65001: "utf-8", 20127: "ascii", 28591: "iso-8859-1"}.get(page, f"cp{page}")


def _address(name: str, addresses: "map[str] | list[str]") -> str:
    """Return name and address as a mail's head has them; addresses of Exchange say nothing."""
    address = next((a for a in addresses if "@" in a), "")
    name = name.strip().strip("'\"")
    return f"{name} <{address}>" if name and address and name != address else name or address
