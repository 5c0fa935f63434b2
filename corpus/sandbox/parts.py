"""Reads a file and the files in it, each as a document: attachments, mailboxes, archives.

All of it happens on our side of the sandbox: a reader gives the bytes of what is in a file, and
each of them goes to a reader like any file that a stranger sent.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from corpus.document import Document, Part, Source, holder_keys
from corpus.errors import CorpusError, ReaderStopped, TooLarge, UnsupportedFormat
from corpus.extent import MAX_PARTS, MAX_PARTS_BYTES
from corpus.naming import numbered
from corpus.sandbox.messages import Reply
from corpus.text_builder import MAX_NOTES

MAX_DEPTH = 3  # a mailbox, a mail, a mail attached to it, what is attached to that
_ARCHIVE = "application/zip"
_ARCHIVES = 2  # in one another; a guess: more are made to break readers
_MAILS = ("message/rfc822", "application/vnd.ms-outlook")


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A file, or a file inside it, and what became of it: a document, or why there is none.

    `source` is where it is: `a.zip` of the file itself, `a.zip#2` of the second file in it,
    `a.zip#2.3` of what is in that. `name` is its name there. A file may come twice: with its
    document, and then with the reason why not all files in it were read. `unread` is "all" where
    nothing of it was read, and "rest" where some of the files in it were not looked at.
    """

    source: Source
    name: str
    result: Document | CorpusError
    unread: Literal["", "all", "rest"] = ""


class Unread:
    """What was not looked at of a file and the files in it, in one reading of them.

    What an earlier reading found there may still be there.
    """

    def __init__(self) -> None:
        self._refused: set[str] = set()
        self._holders: set[str] = set()
        self.may_pass = False
        """Whether it may be read at another time: a reader was too slow, or was stopped."""

    def add(self, part: ReadPart) -> None:
        """Note a part of the file, where it, or what is in it, was not read."""
        if part.unread:
            self._holders.add(part.source.key)
            self.may_pass |= isinstance(part.result, ReaderStopped)
        if part.unread == "all":
            self._refused.add(part.source.key)

    def covers(self, key: str) -> bool:
        """Return whether a part of this key was not looked at."""
        return key in self._refused or not self._holders.isdisjoint(holder_keys(key))


class Open(Protocol):
    """Reads a file in the sandbox: its document, and the files in it from `first` on."""

    def __call__(self, data: bytes, source: Source, name: str, first: int, /) -> Reply: ...


class PartReader:
    """Reads one file and everything in it, within what one file may hold at any depth."""

    def __init__(self, open: Open, stopped: Callable[[], bool]) -> None:
        self._open = open
        self._stopped = stopped
        self._parts = 0
        self._bytes = 0

    def read(self, data: bytes, source: Source, name: str) -> Iterator[ReadPart]:
        """Yield the document of a file, if it has one, and then of each file in it.

        Raises:
            CorpusError: If the file itself cannot be read; what is in it stops nothing else.
        """
        reply = self._open(data, source, name, 0)
        yield from _shown(reply, source, name)
        yield from self._inside(reply, _File(data, source, source.label, name or source.label))

    def _part(self, file: "_File", about: str) -> Iterator[ReadPart]:
        """Read a file inside another; what is wrong with it is its own."""
        try:
            reply = self._open(file.data, file.asked, file.name, 0)
        except CorpusError as exc:
            if self._stopped():
                raise
            yield ReadPart(file.source, file.name, exc, "all")
            return
        for read in _shown(reply, file.source, file.name):
            yield _placed(read, about and f"{about} as \u201c{file.name}\u201d.")
        yield from self._inside(reply, file)

    def _inside(self, reply: Reply, file: "_File") -> Iterator[ReadPart]:
        """Read what is in a file, or say why the rest of it is not read."""
        archives = file.archives + (reply.media_type == _ARCHIVE)
        about = _whose(reply)
        sources = _Sources(file.source, 1 if reply.contents.document is None else 2)
        try:
            for part in self._received(reply, file):
                _require_shallow(file.depth, archives)
                source = sources.next(part.name)
                inner = _File(part.data, source, part.name, part.name, file.depth + 1, archives)
                yield from self._part(inner, about)
        except CorpusError as exc:
            if self._stopped():
                raise
            yield ReadPart(file.source, file.name, exc, "rest")

    def _received(self, reply: Reply, file: "_File") -> Iterator[Part]:
        """Yield what is in a file, asking for as much at a time as a reply holds.

        Raises:
            TooLarge: If there is more than one file may hold.
        """
        while True:
            waiting, following = deque(reply.contents.parts), reply.following
            del reply
            while waiting:
                part = waiting.popleft()
                self._count(len(part.data))
                yield part
            if following < 0:
                return
            reply = self._open(file.data, file.asked, file.name, following)
            if not reply.contents.parts:
                raise ReaderStopped("the reader gave less than it said")

    def _count(self, size: int) -> None:
        self._parts += 1
        self._bytes += size
        if self._parts > MAX_PARTS or self._bytes > MAX_PARTS_BYTES:
            raise TooLarge(
                f"only the first {self._parts - 1:,} files in it were read: the limit is "
                f"{MAX_PARTS:,} files and {MAX_PARTS_BYTES // 1_000_000:,} MB. "
                "Unpack it or split it"
            )


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is read: where it is, what a reader is to call it, and what it lies in."""

    data: bytes
    source: Source
    label: str
    name: str
    depth: int = 0
    archives: int = 0

    @property
    def asked(self) -> Source:
        """Return its source with a label that makes a title: `a.eml#2` makes none."""
        return replace(self.source, label=self.label)


class _Sources:
    """Gives the files in a file their numbers, and keys that no two of them share."""

    def __init__(self, file: Source, first: int) -> None:
        self._file = file
        self._number = first
        self._names: dict[str, int] = {}

    def next(self, name: str) -> Source:
        unique, again = name, self._names.get(name, 0)
        while unique in self._names:
            again += 1
            unique = numbered(name, again + 1)
        self._names[name] = again
        self._names.setdefault(unique, 0)
        self._number += 1
        return self._file.part(unique, self._number - 1)


def _shown(reply: Reply, source: Source, name: str) -> Iterator[ReadPart]:
    """Yield a file's document; without one, why files in it are no parts."""
    contents = reply.contents
    if contents.document is None:
        yield from (ReadPart(source, name, UnsupportedFormat(note)) for note in contents.notes)
        return
    notes = (*contents.document.notes, *contents.notes)[:MAX_NOTES]
    yield ReadPart(source, name, replace(contents.document, notes=notes))


def _placed(read: ReadPart, about: str) -> ReadPart:
    """Return the document of a file inside another with the place that it has there."""
    document = read.result
    if not isinstance(document, Document):
        return read
    label = read.source.label if document.source == read.name else document.source
    notes = (*filter(None, [about]), *document.notes)[:MAX_NOTES]
    return replace(read, result=replace(document, source=label, notes=notes))


def _whose(reply: Reply) -> str:
    """Return the beginning of a note on what lies in this file: it ends with a name."""
    if reply.media_type == _ARCHIVE:
        return "In the archive"
    mail = reply.contents.document
    if mail is None or reply.media_type not in _MAILS:
        return ""
    sender = f" from {mail.author}" if mail.author else ""
    day = f" of {mail.published}" if mail.published else ""
    return f"Attached to the e-mail \u201c{mail.title}\u201d{sender}{day}"


def _require_shallow(depth: int, archives: int) -> None:
    if depth == MAX_DEPTH or archives > _ARCHIVES:
        raise TooLarge(
            "the files in it were not read because it is nested too deeply. Add it separately"
        )
