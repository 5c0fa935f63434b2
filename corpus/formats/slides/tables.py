"""Tables on slides: rows of words, merged cells in every place that they span."""

from lxml import etree

from corpus.formats.cells import cell_words, padded
from corpus.formats.drawing_text import A, paragraphs
from corpus.formats.heads import head_rows, label_columns
from corpus.text_builder import TextBuilder

_MOST_SPANNED = 200  # columns; a guess: no slide is as wide


def write_table(layout: TextBuilder, table: etree._Element) -> None:
    """Write a table row by row."""
    rows: list[list[str]] = []
    for row in table.iterchildren(f"{A}tr"):
        said: list[str] = []
        for cell in row.iterchildren(f"{A}tc"):
            if _is_on(cell, "vMerge") and rows and len(said) < len(rows[-1]):
                said.append(rows[-1][len(said)])
            elif _is_on(cell, "hMerge") and said:
                said.append(said[-1])
            else:
                said.append(cell_words(_part(p.number, p.words) for p in paragraphs(cell)))
            if len(said) >= _MOST_SPANNED:
                break
        rows.append(said)
    facts = table.find(f"{A}tblPr")
    rows = padded(rows)
    is_named = facts is not None and _is_on(facts, "firstRow")
    heads = head_rows(rows, marked=True) if is_named else 0
    labels = int(facts is not None and _is_on(facts, "firstCol")) or label_columns(rows, heads)
    layout.table(rows, heads=heads, labels=labels if heads else 0)


def _part(number: str, words: str) -> str:
    return f"{number} {words}" if number else words


def _is_on(element: etree._Element, name: str) -> bool:
    return element.get(name) in ("1", "true")
