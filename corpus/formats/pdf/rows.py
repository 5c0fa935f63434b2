"""The rows of a page of a PDF."""

from dataclasses import dataclass
from functools import cached_property

from corpus.formats.pdf.characters import Box
from corpus.formats.pdf.pages import Piece


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """How many rows of a table are heads, how many columns name its rows, and where these are."""

    heads: int
    labels: int
    columns: tuple[tuple[float, float], ...] = ()

    def goes_on(self, other: "Shape") -> bool:
        """Tell whether another table, without heads, has its columns where this one has them."""
        return (
            not other.heads
            and len(self.columns) == len(other.columns)
            and all(
                min(right, end) > max(left, start)
                for (left, right), (start, end) in zip(self.columns, other.columns, strict=True)
            )
        )


@dataclass(frozen=True, eq=False)
class Row:
    """Pieces that stand on one line, from left to right as they are read.

    A row of a table has the lines of each of its cells beside them, and all rows of one
    table have the same `table`. A row of a form has cells only, if some are empty.
    """

    pieces: tuple[Piece, ...]
    cells: tuple[tuple[str, ...], ...] = ()
    table: "Shape | None" = None

    @property
    def text(self) -> str:
        return " | ".join(piece.text for piece in self.pieces)

    @cached_property
    def words(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @cached_property
    def size(self) -> float:
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @cached_property
    def bold(self) -> bool:
        return all(piece.bold for piece in self.pieces)

    @cached_property
    def turned(self) -> bool:
        return any(piece.turned for piece in self.pieces)

    @cached_property
    def box(self) -> Box:
        if len(self.pieces) == 1:
            return self.pieces[0].box
        boxes = [piece.box for piece in self.pieces]
        return Box(
            min(b.left for b in boxes),
            min(b.bottom for b in boxes),
            max(b.right for b in boxes),
            max(b.top for b in boxes),
        )
