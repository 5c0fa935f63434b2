"""How much there may be of a document, whatever it was read from.

The service holds a document in its memory, and trusts a reader with no more than this.
"""

import re
from dataclasses import replace

from corpus.document import Document
from corpus.errors import TooLarge

MAX_CHARACTERS = 10_000_000  # a guess: three times as long as "War and Peace"
MAX_HEADINGS = 100_000  # a guess: one for each 100 characters of the longest text
MAX_PAGES = 20_000  # a guess: a page of a printed book has about 2,000 characters
MAX_LEVEL = 9  # Word's; HTML and Markdown have six
MAX_TITLE = 1_000
"""A guess: a longer heading is a paragraph that looks like one; its words are text all the same."""

MAX_VOICES = 5_000  # a guess: far above the turns of any thread of mail

MAX_PARTS = 5_000
"""Files in a file, at any depth; a guess: the mails of years in one mailbox, and as many files as
any office document is made of."""

MAX_PARTS_BYTES = 200_000_000  # unpacked, at any depth; a guess: eight of the largest documents

MAX_UNITS = 500_000
"""Lines and sentences; cutting so many into passages takes the service about 8 s."""

_FEW = 1_000_000  # characters, a guess: they cannot hold so many as to matter
_UNIT = re.compile(r"[.!?\u2026\u0964\u061f]\s|[\u3002\uff01\uff1f\uff0e]|\n[^\n]")


def within_extent(document: Document) -> Document:
    """Return the document with headings of the length and the levels that headings have.

    Raises:
        TooLarge: If there is more of it than one document may have.
    """
    for number, most, what in (
        (len(document.text), MAX_CHARACTERS, "characters"),
        (len(document.headings), MAX_HEADINGS, "headings"),
        (len(document.pages), MAX_PAGES, "pages"),
        (len(document.voices), MAX_VOICES, "quoted parts"),
        (_units(document.text), MAX_UNITS, "lines and sentences"),
    ):
        if number > most:
            raise TooLarge(
                f"it has {number:,} {what}, and one document may have {most:,}: "
                "cut it into several files"
            )
    headings = tuple(
        replace(heading, level=max(1, min(heading.level, MAX_LEVEL)))
        for heading in document.headings
        if len(heading.title) <= MAX_TITLE
    )
    return replace(document, headings=headings)


def _units(text: str) -> int:
    return sum(1 for _ in _UNIT.finditer(text)) if len(text) > _FEW else 0
