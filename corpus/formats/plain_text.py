"""Plain text, and mails that were saved as plain text."""

from collections.abc import Iterator
from dataclasses import replace

from corpus.document import Document, Source
from corpus.formats.mail.heads import Announced, head
from corpus.formats.mail.marks import marks_of
from corpus.formats.mail.thread import Depth, voices
from corpus.text import decode, text_document
from corpus.text_builder import metadata_text

_LONGEST_HEAD = 4_000  # characters; a guess: some fifty receivers


def read_plain_text(data: bytes, source: Source) -> Document:
    """Read plain text as it stands.

    A text that begins with the head of a mail (`From:`, `Sent:`, `Subject:`, an empty line) has
    its sender, day and subject, and what is quoted in it is known to be by somebody else.
    """
    text = decode(data)
    document = text_document(text, source)
    start = len(text) - len(text.lstrip("\n"))
    lines = text[start : start + _LONGEST_HEAD].split("\n")
    found = head(lines, 0, Announced.FILE)
    if found is None or not all(found.writer) or any(lines[found.lines : found.lines + 1]):
        return document
    body = start + sum(len(line) + 1 for line in lines[: found.lines])
    return replace(
        document,
        title=metadata_text(found.subject) or document.title,
        author=metadata_text(found.writer.author),
        published=found.writer.published,
        voices=voices(text, list(_depths(text, body)), body, found.writer.author),
    )


def _depths(text: str, place: int) -> Iterator[Depth]:
    """Yield where the number of marks before the lines changes."""
    before = -1
    lines = text[place:].split("\n")
    for line, marks in zip(lines, marks_of(lines), strict=True):
        bare = line.replace(" ", "")
        depth = len(bare) - len(bare.lstrip(">"))
        depth = max(depth, marks[0].count(">"), 1) if marks else depth
        if bare and depth != before:
            yield Depth(place, depth)
            before = depth
        place += len(line) + 1
