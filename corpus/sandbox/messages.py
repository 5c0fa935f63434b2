"""Messages between a process and its reader: JSON and bytes, each after its length.

Never pickle: what comes from the reader is as little trusted as the document. The text of a
document is in the bytes, for a JSON of that size takes twenty times its memory to parse;
all else of it is in a JSON that is small, because a document may have so much and no more.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

from corpus.document import Contents, Document, Heading, Page, Part, Source, Voice
from corpus.extent import (
    MAX_CHARACTERS,
    MAX_HEADINGS,
    MAX_LEVEL,
    MAX_PAGES,
    MAX_PARTS,
    MAX_TITLE,
    MAX_VOICES,
)
from corpus.language import code_of
from corpus.naming import LONGEST, part_name
from corpus.reading import MAX_BYTES
from corpus.table import pack_tables, unpack_tables
from corpus.text_builder import MAX_NOTES

HEAD = struct.Struct(">IQ")
"""The length of the JSON and of the bytes that follow it."""

MAX_JSON = 4_000_000
"""A document of `MAX_HEADINGS`, `MAX_PAGES`, `MAX_CELLS` and `MAX_VOICES` with names of usual
length needs 3.5 MB; parsing what is made to cost most takes about 50 bytes for each."""

MAX_BLOB = 4 * MAX_CHARACTERS + 10_000_000
"""The longest text takes four bytes for each character; the largest page image 45 MB."""

_ROOM = 30_000_000
"""The bytes of parts in one reply: any part fits, and a document with the longest text."""

_TOLD = (
    *("title", "source", "author", "published", "publisher", "file_author", "file_created"),
    "language",
)
_MAX_TOLD = 10_000  # a guess: a source's label is at most a path, 4,096 bytes on Linux


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reader gives of a file: its document if asked, and some of the files in it.

    `following` is the number of the part to be asked for next; none is left where it is -1.
    """

    contents: Contents
    media_type: str
    following: int


def pack(fields: Mapping[str, Any], blob: bytes = b"") -> bytes:
    """Return a message."""
    body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    return HEAD.pack(len(body), len(blob)) + body + blob


def document_fields(document: Document) -> tuple[dict[str, Any], bytes]:
    """Return a document as JSON takes it, and its text."""
    fields: dict[str, Any] = {name: getattr(document, name) for name in _TOLD}
    fields["headings"] = [*chain(*((h.level, h.start, h.end) for h in document.headings))]
    fields["pages"] = [*chain(*((p.number, p.start, p.end, _marks(p)) for p in document.pages))]
    fields["labels"] = {str(at): p.label for at, p in enumerate(document.pages) if p.label}
    fields["tables"] = pack_tables(document.tables)
    fields["voices"] = [[v.start, v.end, v.author, v.published] for v in document.voices]
    fields["notes"] = document.notes
    return fields, document.text.encode()


def _marks(page: Page) -> int:
    return page.recognized + 2 * page.unread


def contents_fields(contents: Contents, first: int | None) -> tuple[dict[str, Any], bytes]:
    """Return a document as JSON takes it, with the parts from the first that fit in a reply.

    Without a first part there is none; with any but 0, there is no document.
    """
    document, text = None, b""
    if contents.document is not None and not first:
        document, text = document_fields(contents.document)
    sent: list[Part] = []
    parts = contents.parts[: MAX_PARTS + 1]  # with one too many, the parent says so
    room = min(_ROOM, MAX_BLOB - len(text))
    for part in parts[first:] if first is not None else ():
        room -= len(part.data)
        if room < 0:
            break
        sent.append(part)
    following = (first or 0) + len(sent)
    fields = {
        "document": document,
        "text": len(text),
        "parts": [[part.name[:LONGEST], len(part.data)] for part in sent],
        "following": following if following < len(parts) else -1,
        "notes": contents.notes[:MAX_NOTES],
    }
    return fields, b"".join((text, *(part.data for part in sent)))


def to_reply(fields: Mapping[str, Any], blob: bytes, source: Source, origin: str) -> Reply:
    """Return what a reader gave of a file, as little believed as `to_document` believes it.

    Raises:
        TypeError, KeyError, ValueError: If it is not what a file can hold.
    """
    place, following = fields["text"], fields["following"]
    sizes = [size for _, size in fields["parts"]]
    _require(all(type(n) is int for n in (place, following, *sizes)), "numbers")
    _require(min(place, *sizes, following + 1) >= 0 and place + sum(sizes) == len(blob), "sizes")
    _require(len(sizes) <= MAX_PARTS and max(sizes, default=0) <= MAX_BYTES, "parts")
    _require(len(fields["notes"]) <= MAX_NOTES, "notes")
    read = fields["document"]
    document = None if read is None else to_document(read, blob[:place], source, origin)
    parts: list[Part] = []
    for name, size in fields["parts"]:
        parts.append(Part(part_name(_told(name)), blob[place : place + size]))
        place += size
    notes = tuple(_told(note) for note in fields["notes"])
    return Reply(Contents(document, tuple(parts), notes), _told(fields["media_type"]), following)


def to_document(fields: Mapping[str, Any], data: bytes, source: Source, origin: str) -> Document:
    """Return the document in the fields and the bytes of its text.

    What a reader says of where the document comes from is not asked: one that was taken over
    could say anything.

    Raises:
        TypeError, KeyError, ValueError: If they are not those of a document.
    """
    text = data.decode()
    _require(len(text) <= MAX_CHARACTERS, "text")
    told = {name: _told(fields[name]) for name in _TOLD}
    headings = [*_rows(fields["headings"], 3, MAX_HEADINGS)]
    pages = [*_rows(fields["pages"], 4, MAX_PAGES)]
    _require_order([(start, end) for _, start, end in headings], len(text))
    _require_order([(start, end) for _, start, end, _ in pages], len(text))
    _require(all(1 <= level <= MAX_LEVEL for level, _, _ in headings), "levels")
    _require(all(end - start <= MAX_TITLE for _, start, end in headings), "titles")
    voices = [_voice(*values) for values in fields["voices"]]
    _require(len(voices) <= MAX_VOICES and len(fields["notes"]) <= MAX_NOTES, "numbers")
    _require_order([(voice.start, voice.end) for voice in voices], len(text))
    labels = {int(at): _told(label) for at, label in fields["labels"].items()}
    return Document(
        id=source.document_id,
        text=text,
        headings=tuple(Heading(level, text[at:end], at, end) for level, at, end in headings),
        pages=tuple(
            Page(number, start, end, labels.get(at, ""), bool(marks & 1), bool(marks & 2))
            for at, (number, start, end, marks) in enumerate(pages)
        ),
        origin_sha256=origin,
        title=told["title"],
        source=told["source"],
        author=told["author"],
        published=told["published"],
        publisher=told["publisher"],
        file_author=told["file_author"],
        file_created=told["file_created"],
        tables=unpack_tables(fields["tables"], len(text)),
        voices=tuple(voices),
        notes=tuple(_told(note) for note in fields["notes"]),
        language=code_of(told["language"]),
    )


def _voice(start: object, end: object, author: object, published: object) -> Voice:
    if type(start) is not int or type(end) is not int:
        raise TypeError("numbers")
    return Voice(start, end, _told(author), _told(published))


def _rows(numbers: object, width: int, most: int) -> list[tuple[int, ...]]:
    """Return a flat list of numbers as rows of so many."""
    if not isinstance(numbers, list) or not all(type(number) is int for number in numbers):
        raise TypeError("numbers")
    _require(len(numbers) <= width * most, "numbers")
    return list(zip(*[iter(numbers)] * width, strict=True))


def _require_order(spans: Sequence[tuple[int, int]], length: int) -> None:
    """Refuse places that are not in the text, or go back in it."""
    _require(all(0 <= start <= end <= length for start, end in spans), "places")
    _require(all(before[1] <= after[0] for before, after in pairwise(spans)), "places")


def _told(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("words")
    _require(len(value) <= _MAX_TOLD, "words")
    value.encode()
    return value


def _require(sound: bool, what: str) -> None:
    if not sound:
        raise ValueError(what)
