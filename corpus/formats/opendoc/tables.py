"""Tables in OpenDocument texts: rows of words, merged cells in every place that they span."""

from collections.abc import Callable, Iterator

from lxml import etree

from corpus.formats.cells import padded
from corpus.formats.heads import Part, headed, parted
from corpus.formats.opendoc.common import TABLE, TEXT, repeats

_MOST_COLUMNS = 1_000  # a guess: no page is as wide
_MOST_ROWS = 1_000  # times that a row is repeated; a guess
_MOST_CELLS = 200_000  # of one table; a guess: a file of a few bytes can claim a billion
_GONE = ("collapse", "filter")
_HEAD = ("Table_20_Heading", "Table Heading")
"""The style that programs give the paragraphs of head rows."""


def read_table(
    table: etree._Element,
    words: Callable[[etree._Element], str],
    is_head_style: Callable[[str], bool],
) -> list[Part] | None:
    """Return the parts of a table that have heads of their own; None for a mere frame.

    `words` reads a cell.
    """
    found = list(_rows(table, is_head=False))
    if _only_arranges([row for row, _ in found]):
        return None
    rows: list[list[str]] = []
    below: dict[int, tuple[str, int]] = {}
    cells = 0
    for row, _ in found:
        said = _read_row(row, below, words)
        for _ in range(repeats(row, "number-rows-repeated", _MOST_ROWS if any(said) else 1)):
            cells += len(said)
            if cells <= _MOST_CELLS:
                rows.append(said)
    rows = padded(rows)
    heads = sum(is_head for _, is_head in found)
    if not 0 < heads < len(rows):
        styled = [_is_styled(row, is_head_style) for row, _ in found[:2]]
        return list(parted(rows, marked=styled == [True, False]))
    return [headed(rows, heads)]


def _rows(parent: etree._Element, *, is_head: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the rows of a table, and whether each is a head row."""
    for child in parent:
        if child.tag == f"{TABLE}table-row":
            if child.get(f"{TABLE}visibility") not in _GONE:
                yield child, is_head
        elif child.tag == f"{TABLE}table-header-rows":
            yield from _rows(child, is_head=True)
        elif child.tag in (f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(child, is_head=is_head)


def _read_row(
    row: etree._Element, below: dict[int, tuple[str, int]], words: Callable[[etree._Element], str]
) -> list[str]:
    """Read a row; `below` holds the words of cells that reach down, and for how many rows."""
    said: list[str] = []
    for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        count = repeats(cell, "number-columns-repeated", _MOST_COLUMNS)
        if cell.tag == f"{TABLE}covered-table-cell":
            for _ in range(count):
                above, left = below.get(len(said), ("", 0))
                if left:
                    below[len(said)] = (above, left - 1)
                said.append(above if left else "")
            continue
        shown = words(cell)
        wide = repeats(cell, "number-columns-spanned", _MOST_COLUMNS)
        high = repeats(cell, "number-rows-spanned", _MOST_ROWS)
        for at in range(len(said), len(said) + wide):
            # Covered cells of this row follow; they take the words from here, too.
            below[at] = (shown, high - 1 + (at > len(said)))
        said += [shown] * count
        if len(said) > _MOST_COLUMNS:
            break
    while said and not said[-1]:
        said.pop()
    return said


def _only_arranges(rows: list[etree._Element]) -> bool:
    """Tell whether a table is a frame: one column of blocks, or tables beside each other."""
    cells = [cell for row in rows for cell in row.iterchildren(f"{TABLE}table-cell")]
    inner = [table for cell in cells for table in cell.iterchildren(f"{TABLE}table")]
    if any(len(list(_rows(table, is_head=False))) > 1 for table in inner):
        return True
    wide = any(len(row.findall(f"{TABLE}table-cell")) > 1 for row in rows)
    return not wide and any(len(cell.findall(f"{TEXT}p")) > 1 for cell in cells)


def _is_styled(row: etree._Element, is_head_style: Callable[[str], bool]) -> bool:
    styles = [p.get(f"{TEXT}style-name", "") for p in row.iter(f"{TEXT}p")]
    return bool(styles) and all(map(is_head_style, styles))


def is_head_style(chain: Iterator[str]) -> bool:
    """Tell whether one of a style and those it is based on is that of head rows."""
    return any(name in _HEAD for name in chain)
