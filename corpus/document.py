"""What a document is: its canonical text, and everything that points into it."""

import base64
import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from corpus.passage import Attribution
from corpus.table import Table

_INSIDE = "//#"
"""Between the key of a file and what it holds: no path, cleaned, and no upload's key has it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line of a document; `document.text[start:end]` is the line itself."""

    level: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document, numbered from 1; pages follow each other without gaps.

    `label` is what the document itself calls the page (`iv`, `9`), where that is not its
    number. The words of a `recognized` page were read from a picture and may be wrong; those of
    an `unread` one are still in its picture, which only OCR can read. An index forgets that.
    """

    number: int
    start: int
    end: int
    label: str = ""
    recognized: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from.

    `key` tells one source from every other and never changes (`file:/srv/a.md`);
    it stays private. `label` is what people are shown (`papers/a.md`).
    """

    key: str
    label: str

    @property
    def document_id(self) -> str:
        """Return the id of the document from here: 26 characters of a-z and 2-7."""
        digest = hashlib.sha256(self.key.encode("utf-8", "surrogatepass")).digest()
        return base64.b32encode(digest).decode("ascii").lower()[:26]  # 130 bits

    @property
    def file_key(self) -> str:
        """Return the key of the file that this is a part of; of a whole file, its own key."""
        return file_key(self.key)

    def part(self, name: str, number: int) -> "Source":
        """Return the source of a file inside this one.

        Args:
            name: What tells it from the others in here, whatever else is added or removed.
            number: Its place among them: `a.zip#2` is shown, or `a.zip#2.3` for what is in that.
        """
        mark = "." if _INSIDE in self.key else "#"
        return Source(f"{self.key}{_INSIDE}{name}", f"{self.label}{mark}{number}")


PAGED = ("application/pdf",)
"""The media types whose pages can be shown as pictures."""


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that a document was read from, or the file that it was in."""

    media_type: str
    data: bytes

    @property
    def has_pages(self) -> bool:
        """Return whether its pages can be shown as pictures."""
        return self.media_type in PAGED


@dataclass(frozen=True, slots=True)
class Voice:
    """A part of a document that somebody other than its author wrote: mail that is quoted.

    `author` and `published` are empty where they are not known.
    """

    start: int
    end: int
    author: str
    published: str

    @property
    def attribution(self) -> Attribution:
        """Return who wrote it, and when."""
        return Attribution(self.author, self.published)


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be quoted, and what its source tells of it.

    `text` is canonical: made once, when the bytes are read, and never touched again.
    Every offset in Pincite counts its characters (Unicode code points), so that
    `text[start:end]` is the quoted words in any language that counts the same way.
    `origin_sha256` is the sha256 of the bytes that it was read from. `original` is there
    only when the document was just read: an index keeps it apart.

    `author`, `published` and `publisher` are what the document itself says. What only the
    properties of its file say, as the program that made it wrote them, is `file_author` and
    `file_created`; no citation carries it. Fields of which nothing is known are empty.
    `notes` are sentences for people on how it was read: what was left out, what may be wrong.
    `language` is a code of `corpus.language`: from a reader what the file says, "" where it says
    none that is known there, and from an index the one that its words are in.
    """

    id: str
    title: str
    source: str
    text: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[Page, ...] = ()
    author: str = ""
    published: str = ""
    publisher: str = ""
    file_author: str = ""
    file_created: str = ""
    tables: tuple[Table, ...] = ()
    voices: tuple[Voice, ...] = ()
    notes: tuple[str, ...] = ()
    origin_sha256: str = ""
    language: str = field(default="", compare=False)
    original: Original | None = field(default=None, repr=False, compare=False)
    version: str = field(init=False)

    def __post_init__(self) -> None:
        """Derive the version, so that no document can carry a wrong one."""
        object.__setattr__(self, "version", version_of(self.text))


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a file, which could be added alone: an attachment, a mail of a mailbox."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds that holds other files; `document` is None where it has no words itself.

    `notes` say which of the files in it are no parts, and why.
    """

    document: Document | None
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()


def file_key(key: str) -> str:
    """Return the key of the file that the source of this key is, or is a part of."""
    return key.partition(_INSIDE)[0]


def file_label(source: Source) -> str:
    """Return the label of the file that a source is a part of; of a whole file, its own.

    The name of a file may hold what looks like the place of a part: only the key tells.
    """
    return source.label.rpartition("#")[0] if _INSIDE in source.key else source.label


def holder_keys(key: str) -> list[str]:
    """Return the keys of the files that the source of a key lies in, the outermost first."""
    steps = key.split(_INSIDE)
    return [_INSIDE.join(steps[:count]) for count in range(1, len(steps))]


def parts_prefix(key: str) -> str:
    """Return what the keys of all parts of a file begin with, at any depth, and no others."""
    return f"{key}{_INSIDE}"


def version_of(text: str) -> str:
    """Return the version of a canonical text: the sha256 of its UTF-8 bytes, in hex.

    Raises:
        UnicodeEncodeError: If the text holds a lone surrogate, which no reader makes.
    """
    return hashlib.sha256(text.encode()).hexdigest()


def page_at(pages: Sequence[Page], position: int) -> Page | None:
    """Return the page that a character stands on; None in a document without pages."""
    begun = bisect_right(pages, position, key=attrgetter("start"))
    return pages[begun - 1] if begun else None


def heading_path(headings: Sequence[Heading], position: int) -> tuple[str, ...]:
    """Return the titles that stand over a position, the outermost first."""
    before = headings[: bisect_right(headings, position, key=attrgetter("start"))]
    return heading_paths(before)[-1] if before else ()


def heading_paths(headings: Sequence[Heading]) -> list[tuple[str, ...]]:
    """Return for each heading the titles that stand over what follows it, its own the last."""
    path: list[Heading] = []
    paths: list[tuple[str, ...]] = []
    for heading in headings:
        while path and path[-1].level >= heading.level:
            path.pop()
        path.append(heading)
        paths.append(tuple(above.title for above in path))
    return paths
