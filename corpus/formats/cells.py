"""Cells of tables that hold several paragraphs or lines."""

from collections.abc import Iterable

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
