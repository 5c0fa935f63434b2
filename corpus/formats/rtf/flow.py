"""What an RTF reader collects: paragraphs of the body, of a note, of a box; rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.formats.cells import cell_words, padded
from corpus.formats.heads import headed, parted
from corpus.formats.runs import Run, join_runs
from corpus.text_builder import TextBuilder, one_line

_NEAR = 40  # twips, a guess: programs round where columns end
_MOST_COLUMNS = 200  # a guess: no page is as wide


@dataclass(slots=True)
class CellFacts:
    """Where a cell ends, and whether it continues the one beside or above it."""

    end: int = 0
    beside: bool = False
    above: bool = False


@dataclass(slots=True)
class RowFacts:
    """What a row says of its cells."""

    left: int = 0
    head: bool = False
    cells: list[CellFacts] = field(default_factory=list)
    _next: CellFacts = field(default_factory=CellFacts)

    def take(self, word: str, value: int) -> None:
        """Take a control word, if it is one of rows and cells."""
        match word:
            case "trhdr":
                self.head = True
            case "trleft":
                self.left = value
            case "clmrg":
                self._next.beside = True
            case "clvmrg":
                self._next.above = True
            case "cellx":
                self._next.end = value
                self.cells.append(self._next)
                self._next = CellFacts()


@dataclass(slots=True)
class Paragraph:
    """What the current paragraph says of itself."""

    in_table: bool = False
    depth: int = 0
    level: int = 0
    style: int = 0


@dataclass(slots=True)
class Attached:
    """Paragraphs of a note, a comment or a box, to be written after the block."""

    kind: str
    lines: list[str]
    mark: str = ""
    author: str = ""


class Flow:
    """Text that runs from paragraph to paragraph."""

    def __init__(self, kind: str, mark: str = "", author: str = "") -> None:
        self.kind, self.mark, self.author = kind, mark, author
        self.runs: list[Run] = []
        self.marker: list[Run] = []
        self.lines: list[str] = []
        self.attached: list[Attached] = []
        self._below: list[Attached] = []  # of the cells so far, to be written after the table
        self._parts: list[str] = []
        self._cells: list[str] = []
        self._rows: list[tuple[RowFacts, list[str]]] = []

    def end_paragraph(self, layout: TextBuilder, facts: Paragraph) -> None:
        """End a paragraph: write it, or keep it for its cell."""
        words, marker = join_runs(self.runs), one_line(join_runs(self.marker))
        self.runs, self.marker = [], []
        said = one_line(words)
        if marker and not any(map(str.isalnum, marker)):
            marker = "-"
        if self.kind != "body":
            self.lines.append(f"{marker} {said}" if marker not in ("", "-") and said else said)
        elif facts.in_table:
            self._parts.append(f"{marker} {said}" if marker not in ("", "-") and said else said)
        else:
            self.end_table(layout)
            self._write(layout, facts, words, said, marker)

    def end_cell(self, layout: TextBuilder, facts: Paragraph) -> None:
        """End a cell with what was written since the one before."""
        facts.in_table = True
        self.end_paragraph(layout, facts)
        self._cells.append(cell_words(self._parts))
        self._parts = []
        self._below += self.attached
        self.attached = []

    def end_row(self, facts: RowFacts) -> None:
        """End a row."""
        if self._cells:
            self._rows.append((facts, self._cells))
        self._cells = []

    def end_table(self, layout: TextBuilder) -> None:
        """Write the rows so far as a table, and what is attached to them."""
        rows, self._rows = self._rows, []
        if self._cells:
            rows.append((RowFacts(), self._cells))
            self._cells = []
        if rows:
            grid = _grid(rows)
            heads = 0
            while heads < len(rows) and rows[heads][0].head:
                heads += 1
            marked = 0 < heads < len(rows)
            parts = [headed(grid, heads)] if marked else parted(grid)
            for table in parts:
                layout.table(table.rows, heads=table.heads, labels=table.labels)
        below, self._below = self._below, []
        self._write_attached(layout, below)
        for part in self._parts:
            layout.paragraph(part)
        self._parts = []

    def write_attached(self, layout: TextBuilder) -> None:
        """Write notes, comments and boxes of what was written last."""
        attached, self.attached = self.attached, []
        self._write_attached(layout, attached)

    @staticmethod
    def _write_attached(layout: TextBuilder, attached: Sequence[Attached]) -> None:
        for found in attached:
            lines = list(filter(None, found.lines))
            if found.kind == "annotation":
                layout.voice(found.author)
                by = f" by {found.author}" if found.author else ""
                layout.paragraph(f"Comment{by}: {' '.join(lines)}" if lines else "")
                layout.end_voice()
                continue
            for number, line in enumerate(lines):
                layout.paragraph(f"{found.mark} {line}" if number == 0 else line)

    def _write(
        self, layout: TextBuilder, facts: Paragraph, words: str, said: str, marker: str
    ) -> None:
        if facts.level and said:
            layout.heading(facts.level, f"{marker} {said}" if marker not in ("", "-") else said)
        elif marker and said:
            layout.item(said, facts.depth, marker)
        else:
            layout.lines("\n".join(filter(None, map(one_line, words.split("\n")))))
        self.write_attached(layout)


def _grid(rows: Sequence[tuple[RowFacts, list[str]]]) -> list[list[str]]:
    """Return rows in which merged cells stand in every place that they span."""
    exact = all(len(facts.cells) == len(cells) for facts, cells in rows)
    edges = _edges([facts for facts, _ in rows]) if exact else []
    grid: list[list[str]] = []
    for facts, cells in rows:
        said: list[str] = []
        before = facts.left
        for number, words in enumerate(cells):
            cell = facts.cells[number] if exact else CellFacts()
            if cell.beside and said:
                words = said[-1]
            elif cell.above and grid and len(said) < len(grid[-1]):
                words = grid[-1][len(said)]
            span = sum(before + _NEAR < edge <= cell.end + _NEAR for edge in edges)
            said += [words] * max(1, span)
            before = max(before, cell.end)
        grid.append(said)
    return padded(grid)


def _edges(rows: Sequence[RowFacts]) -> list[int]:
    """Return where the columns of a table end, near ones as one."""
    found: list[int] = []
    for end in sorted({cell.end for row in rows for cell in row.cells}):
        if not found or end > found[-1] + _NEAR:
            found.append(end)
    return found if len(found) <= _MOST_COLUMNS else []
