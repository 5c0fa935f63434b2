"""Mailboxes (mbox): many mails in one file, each after a line that begins with `From `."""

import hashlib
import re
from collections.abc import Iterator

from corpus.document import Contents, Part, Source
from corpus.errors import EmptyDocument
from corpus.extent import MAX_PARTS
from corpus.media_type import envelopes

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,9})[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_ID = re.compile(rb"^message-id:\s*<?([^\s<>]{1,200})", re.MULTILINE | re.IGNORECASE)
_STATUS = re.compile(rb"^x-mozilla-status:\s*([0-9a-f]{4})", re.MULTILINE | re.IGNORECASE)
_EXPUNGED = 0x0008  # of X-Mozilla-Status: deleted, and in the file until it is compacted
_INTERNAL = b"FOLDER INTERNAL DATA"  # the subject of what Pine and others write for themselves


def read_mbox(data: bytes, source: Source) -> Contents:
    """Read the mails in a mailbox, each named after its Message-ID; deleted ones are left out."""
    parts: list[Part] = []
    deleted = 0
    for mail in _mails(data):
        head = mail[: end.start()] if (end := _HEAD_END.search(mail)) else mail
        status = _STATUS.search(head)
        if status is not None and int(status[1], 16) & _EXPUNGED:
            deleted += 1
        elif _INTERNAL not in head:
            parts.append(Part(_name(head, mail), mail))
    if not parts:
        raise EmptyDocument("there are no e-mails in this mailbox")
    plural = "e-mails were" if deleted > 1 else "e-mail was"
    notes = (f"{deleted:,} deleted {plural} left out.",) if deleted else ()
    return Contents(None, tuple(parts), notes)


def _mails(data: bytes) -> Iterator[bytes]:
    """Yield each mail, without the marks that keep its lines from beginning another."""
    found = envelopes(data, 4 * MAX_PARTS)
    at = 0
    while at < len(found):
        begins = found[at][1]
        at += 1
        after = _whole(data, begins, found[at][0] if at < len(found) else len(data))
        while at < len(found) and found[at][0] < after:
            at += 1
        ends = found[at][0] if at < len(found) else len(data)
        yield _ESCAPED.sub(rb"\1", data[begins:ends])


def _whole(data: bytes, begins: int, next_one: int) -> int:
    """Return where a mail ends as it says itself, if another one begins there, or none."""
    end = _HEAD_END.search(data, begins, next_one)
    length = _LENGTH.search(data, begins, end.start()) if end else None
    if end is None or length is None:
        return begins
    after = end.end() + int(length[1])
    rest = data[after : after + 10].lstrip(b"\r\n")
    return after if after <= len(data) and (not rest or rest.startswith(b"From ")) else begins


def _name(head: bytes, mail: bytes) -> str:
    found = _ID.search(head)
    name = found[1].decode("ascii", "replace") if found else hashlib.sha256(mail).hexdigest()[:32]
    return f"{name.replace('/', '_')}.eml"
