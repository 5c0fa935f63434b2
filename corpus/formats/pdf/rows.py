"""The rows of a page of a PDF."""

from dataclasses import dataclass

from corpus.formats.pdf.characters import Box
from corpus.formats.pdf.pages import Piece


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """How many rows of a table are heads, and how many columns name its rows."""

    heads: int
    labels: int


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces that stand on one line, from left to right as they are read.

    A row of a table has the lines of each of its cells beside them, and all rows of one
    table have the same `table`.
    """

    pieces: tuple[Piece, ...]
    cells: tuple[tuple[str, ...], ...] = ()
    table: "Shape | None" = None

    @property
    def text(self) -> str:
        return " | ".join(piece.text for piece in self.pieces)

    @property
    def words(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def size(self) -> float:
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @property
    def bold(self) -> bool:
        return all(piece.bold for piece in self.pieces)

    @property
    def turned(self) -> bool:
        return any(piece.turned for piece in self.pieces)

    @property
    def box(self) -> Box:
        boxes = [piece.box for piece in self.pieces]
        return Box(
            min(b.left for b in boxes),
            min(b.bottom for b in boxes),
            max(b.right for b in boxes),
            max(b.top for b in boxes),
        )
