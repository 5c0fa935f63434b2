"""Cells of tables: those that hold several lines, and rows that lack some."""

from collections.abc import Iterable, Sequence

_BETWEEN = " / "
"""Stands between lines that end without a mark, as where verse is quoted on one line."""
_ENDS = tuple(".!?:;,…。！？：；，")


def cell_words(parts: Iterable[str]) -> str:
    """Return the paragraphs of a cell on one line, so that they do not run together."""
    words = ""
    for part in parts:
        if part and words:
            words += " " if words.endswith(_ENDS) else _BETWEEN
        words += part
    return words


def padded(rows: Sequence[list[str]]) -> list[list[str]]:
    """Return rows with as many cells in each, empty ones at the end of those that have fewer."""
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]
