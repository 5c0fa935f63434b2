"""The canonical text of a document that is not plain text, built block by block.

Blocks stand apart by an empty line, list items and table rows follow each other line by
line, a heading is a line of its own: the layout of plain text, which splitting knows.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

from corpus.document import Document, Heading, Page, Source, Voice
from corpus.errors import TooLarge
from corpus.extent import MAX_CHARACTERS
from corpus.language import code_of
from corpus.passage import Span
from corpus.table import MAX_CELLS, MAX_COLUMNS, MAX_TABLES, Table
from corpus.text import require_words, title_from
from corpus.titles import real_title

# What nobody sees: controls, direction marks, zero-width spaces and tags, in which text can
# hide from people; the joiners of Persian and Indic scripts stay.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\ud800-\udfff]"
)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_DATE = re.compile(r"(?:D:)?(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?")
MAX_NOTES = 50  # a guess: who reads more of them?
_BETWEEN = " | "
_LONGEST_METADATA = 500  # characters; a guess: longer than any title, and fits a page


def clean(words: str) -> str:
    """Return words without characters that nobody sees, ligatures as letters."""
    if words.isascii() and words.isprintable():  # most are, and nothing is to be done then
        return words
    seen = _UNSEEN.sub("", words)
    return seen if seen.isascii() else seen.translate(_LIGATURES)


def one_line(words: str) -> str:
    """Return words cleaned, on one line, with single spaces."""
    return " ".join(clean(words).split())


def metadata_text(words: str | None) -> str:
    """Return what a document tells of itself (title, author) as it is shown."""
    return one_line(words or "")[:_LONGEST_METADATA].strip()


def metadata_date(words: str | None) -> str:
    """Return the date in `2024-05-01…` or `D:20240501…`, as far as it is told; or nothing."""
    match = _DATE.match((words or "").strip())
    if match is None or not 1000 <= int(match[1]) <= 2200:  # four digits that may be a year
        return ""
    return "-".join(part for part in match.groups() if part)


class TextBuilder:
    """Collects the canonical text block by block, and where headings and pages stand."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self._tables: list[Table] = []
        self._cells = 0
        self._voices: list[Voice] = []
        self._speaking: tuple[int, str, str] | None = None
        self._notes: dict[str, None] = {}
        self._starts: list[int] = []
        self._parts: list[str] = []
        self._length = 0
        self._apart = False

    @property
    def length(self) -> int:
        """Return how many characters there are so far."""
        return self._length

    @property
    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._parts)

    def page(self, start: int = -1) -> None:
        """Begin a page: at this place, or with what is written next."""
        self._starts.append(start)

    def heading(self, level: int, words: str) -> int:
        """Write a heading and return where it starts; an empty one is none."""
        title = one_line(words)
        if not title:
            return self._length
        start = self._line(title, apart=True)
        self.headings.append(Heading(level, title, start, start + len(title)))
        self._apart = True
        return start

    def paragraph(self, words: str) -> None:
        """Write a paragraph on one line."""
        self.lines(one_line(words))

    def lines(self, words: str) -> int:
        """Write a block whose lines stay lines; return where it starts."""
        kept = [line.rstrip() for line in clean(words).splitlines()]
        start = self._line("\n".join(kept).strip("\n"), apart=True)
        self._apart = True
        return start

    def item(self, words: str, depth: int = 0, marker: str = "-") -> None:
        """Write an item of a list, below the one before it."""
        if line := one_line(words):
            # A guess: deeper lists would leave no room for words.
            self._line(f"{'  ' * min(depth, 10)}{marker} {line}", apart=self._apart)
            self._apart = False

    def row(self, cells: Sequence[str]) -> int:
        """Write a row of a table, its cells parted by ` | `; return where it starts."""
        kept = [one_line(cell) for cell in cells]
        while kept and not kept[-1]:
            kept.pop()
        if not any(kept):
            return self._length
        start = self._line(" | ".join(kept), apart=self._apart)
        self._apart = False
        return start

    def table(
        self, rows: Sequence[Sequence[str]], *, heads: int = 0, labels: int = 0, caption: str = ""
    ) -> int:
        """Write a table, a line for each row, its cells parted by ` | `; return where it starts.

        Args:
            rows: The words of the cells. One that spans several rows or columns stands in each;
                an empty one is "", and keeps its place.
            heads: How many rows, the first ones, name the columns.
            labels: How many columns, the first ones, name the rows.
            caption: What the table shows; written as a line over it.
        """
        cells = [[one_line(cell) for cell in row] for row in rows]
        width = max(map(len, cells), default=0)
        if width > MAX_COLUMNS:
            return self._wide_rows(cells)
        filled = [[*row, *[""] * (width - len(row))] for row in cells if any(row)]
        heads -= sum(not any(row) for row in cells[:heads])
        if not filled:
            return self._length
        over = self._caption(caption)
        self._apart = True
        spans: list[tuple[Span, ...]] = []
        for row in filled:
            start = self._line(_BETWEEN.join(row).strip(), apart=self._apart)
            self._apart = False
            spans.append(cells_at(start, row))
        self._apart = True
        self._cells += width * len(spans)
        if self._cells <= MAX_CELLS and len(self._tables) < MAX_TABLES:
            self._tables.append(Table(tuple(spans), heads, min(labels, width), over))
        return spans[0][0].start

    def _wide_rows(self, cells: Sequence[Sequence[str]]) -> int:
        """Write rows that are too wide to be read as those of a table; return where they start."""
        self._apart = True
        starts = [self.row(row) for row in cells]
        self._apart = True
        return starts[0]

    def _caption(self, words: str) -> Span | None:
        line = one_line(words)
        if not line:
            return None
        start = self._line(line, apart=True)
        return Span(start, start + len(line))

    def records(self, rows: Sequence[Sequence[str]], heads: int = 1) -> None:
        """Write rows as paragraphs that name their columns: `Port: Selby; Fee: 98`.

        Args:
            rows: The words of the cells, the heads first.
            heads: How many rows, the first ones, name the columns; two are read together
                (`2024 Spent`).
        """
        names = [
            " ".join(dict.fromkeys(filter(None, map(one_line, column))))
            for column in zip_longest(*rows[:heads], fillvalue="")
        ]
        for row in rows[heads:]:
            named = [
                f"{name}: {words}" if name else words
                for name, cell in zip_longest(names, row, fillvalue="")
                if (words := one_line(cell))
            ]
            self._line("; ".join(named), apart=True)
            self._apart = True

    def voice(self, author: str, published: str = "") -> None:
        """Begin what somebody other than the document's author wrote; "" where it is not known.

        Voices do not nest: a further one ends the one before.
        """
        self.end_voice()
        self._speaking = (self._length, metadata_text(author), metadata_date(published))

    def end_voice(self) -> None:
        """Go on in the words of the document's author."""
        if self._speaking is not None and self._speaking[0] < self._length:
            start, author, published = self._speaking
            self._voices.append(Voice(start, self._length, author, published))
        self._speaking = None
        self._apart = True

    def note(self, sentence: str) -> None:
        """Say how the document was read; the same sentence is said once."""
        if len(self._notes) < MAX_NOTES and (words := metadata_text(sentence)):
            self._notes[words] = None

    def part(self) -> None:
        """End a list or a table: what follows stands apart from it."""
        self._apart = True

    def document(
        self,
        source: Source,
        *,
        title: str = "",
        author: str = "",
        published: str = "",
        publisher: str = "",
        label: str = "",
        file_author: str = "",
        file_created: str = "",
        language: str = "",
    ) -> Document:
        """Return the document; without a title it is the first heading of the highest level.

        A title that a program made up does not count, nor one that is spaced out (`R E P O R T`).
        If the heading does not count either, the title is the name of the file.

        `file_author` and `file_created` are what the file's properties say; see `Document`.
        `language` is what the file says of it, as `code_of` reads it.

        Raises:
            EmptyDocument: If no word was written.
        """
        self.end_voice()
        text = self.text
        require_words(text)
        top = min((heading.level for heading in self.headings), default=0)
        first = next((h.title for h in self.headings if h.level == top), "")
        return Document(
            id=source.document_id,
            title=real_title(metadata_text(title)) or real_title(first) or title_from(source),
            source=metadata_text(label) or source.label,
            text=text,
            headings=tuple(self.headings),
            pages=self._pages(),
            author=metadata_text(author),
            published=metadata_text(published),
            publisher=metadata_text(publisher),
            file_author=metadata_text(file_author),
            file_created=metadata_date(file_created),
            tables=tuple(self._tables),
            voices=tuple(self._voices),
            notes=tuple(self._notes),
            language=code_of(language),
        )

    def _pages(self) -> tuple[Page, ...]:
        starts = [self._length if start < 0 else start for start in self._starts]
        if starts:
            starts[0] = 0
        bounds = zip(starts, [*starts[1:], self._length], strict=False)
        return tuple(Page(number, *bound) for number, bound in enumerate(bounds, 1))

    def _line(self, words: str, *, apart: bool) -> int:
        if not words.strip():
            return self._length
        if self._parts:
            self._append("\n\n" if apart or self._apart else "\n")
        for place in range(len(self._starts) - 1, -1, -1):
            if self._starts[place] >= 0:
                break
            self._starts[place] = self._length
        start = self._length
        self._append(words)
        return start

    def _append(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
        if self._length > MAX_CHARACTERS:
            raise TooLarge(
                f"its text is more than the {MAX_CHARACTERS:,} characters that one document "
                "may have: cut it into several files"
            )


def cells_at(start: int, row: Sequence[str]) -> tuple[Span, ...]:
    """Return where the cells of a row stand that was written at `start`, stripped."""
    line = _BETWEEN.join(row)
    place = start - (len(line) - len(line.lstrip()))
    end = start + len(line.strip())
    spans: list[Span] = []
    for cell in row:
        first = min(max(place, start), end)
        spans.append(Span(first, first + len(cell)))
        place += len(cell) + len(_BETWEEN)
    return tuple(spans)
