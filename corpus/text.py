"""Plain text: from bytes in any usual encoding to a document."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from corpus.document import Document, Heading, Page, Source
from corpus.encoding.decoding import decoded
from corpus.errors import EmptyDocument, UnsupportedFormat
from corpus.language import code_of
from corpus.structured.frontmatter import split_front_matter

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_SHARE = 0.02  # of control characters; a guess: text has next to none
_SAMPLE = 65_536  # characters, or bytes; a guess: twenty pages
_HEADING = re.compile(
    r"(?:\A|(?<![ \t\n])[ \t]*+\n)(?:[ \t]*+\n){2,}+"
    r"([^\s][^\n]{0,98}[^\s.!?:;,…])[ \t]*+\n(?:[ \t]*+\n)++(?=\S)"
)


def decode(data: bytes, declared: str = "") -> str:
    """Return the text in the bytes, with line feeds as its only line ends.

    A byte order mark decides; then UTF-8, UTF-16 without a mark, and the charset in which the
    words look most like words. The charset that a file or a mail declares for itself is
    believed only if the bytes fit it and no other makes far better words of them.

    Raises:
        UnsupportedFormat: If the bytes are not text at all.
        Undecodable: If they look like text but fit no encoding.
    """
    text = decoded(data, declared)
    if len(_CONTROL.findall(text[:_SAMPLE])) > _BINARY_SHARE * len(text[:_SAMPLE]):
        raise UnsupportedFormat("this is binary data, and of no format that Pincite reads")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(data: bytes, source: Source) -> Document:
    """Read plain text: its words exactly as they stand, form feeds as page ends.

    A front-matter block at the top gives title, author, date and publisher and is not
    part of the text. A short line alone after two empty lines is a heading.
    """
    return text_document(decode(data), source)


def text_document(decoded_text: str, source: Source) -> Document:
    """Return plain text as a document."""
    told, text = split_front_matter(decoded_text, whole=True)
    require_words(text)
    return Document(
        id=source.document_id,
        title=told.title or title_from(source),
        source=told.source or source.label,
        text=text,
        headings=tuple(_headings(text)),
        pages=tuple(_pages(text)),
        author=told.author,
        published=told.published,
        publisher=told.publisher,
        language=code_of(told.language),
    )


def require_words(text: str) -> None:
    """Refuse a text without a single letter or digit."""
    if not any(character.isalnum() for character in text):
        raise EmptyDocument("there are no words in it: nothing could be quoted")


def title_from(source: Source) -> str:
    """Make a title of the last part of a label: `papers/my_report.md` is `my report`."""
    stem = PurePosixPath(source.label).stem
    return re.sub(r"[\s_-]+", " ", stem).strip() or source.label


def _headings(text: str) -> Iterator[Heading]:
    for match in _HEADING.finditer(text):
        title = match[1].strip()
        if title[0].isupper() or title[0].isdigit():
            yield Heading(1, title, match.start(1), match.end(1))


def _pages(text: str) -> Iterator[Page]:
    if "\f" not in text.strip("\f"):
        return
    start = 0
    for number, part in enumerate(text.split("\f"), start=1):
        end = min(start + len(part) + 1, len(text))
        if start < end:
            yield Page(number, start, end)
        start = end
