"""Tables of Word: rows of words, with merged cells in every place that they span."""

import re
from collections.abc import Callable, Iterator
from typing import Protocol

from lxml import etree

from corpus.formats.cells import cell_words, padded
from corpus.formats.heads import Part, headed, parted
from corpus.formats.office import WORD as W
from corpus.formats.office import choices, is_on, value_of
from corpus.formats.word.inline import GONE, is_placeholder
from corpus.text_builder import one_line

_MOST_SPANNED = 63  # columns; Word's own limit of a table


class ParagraphReader(Protocol):
    """Reads the paragraphs of cells."""

    def read(self, paragraph: etree._Element) -> tuple[str, int, int, str | None]: ...


def read_table(
    table: etree._Element, reader: ParagraphReader, marks_first_row: Callable[[str], bool]
) -> list[Part] | None:
    """Return the parts of a table that have heads of their own; None for a mere frame.

    `marks_first_row` tells whether a style of tables sets the first row apart.
    """
    elements = list(_rows(table))
    if _only_arranges(elements):
        return None
    rows: list[list[str]] = []
    heads = 0
    for number, element in enumerate(elements):
        heads += heads == number and is_on(element.find(f"{W}trPr/{W}tblHeader"))
        rows.append(_read_row(element, rows[-1] if rows else [], reader))
    rows = padded(rows)
    if not 0 < heads < len(rows):
        marked = _is_marked(elements) or _is_styled(table.find(f"{W}tblPr"), marks_first_row)
        return list(parted(rows, marked=marked))
    return [headed(rows, heads)]


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, also those in content controls, without deleted ones."""
    for child in choices(parent):
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag not in GONE and child.tag != f"{W}tbl":
            yield from _rows(child)


def _cells(parent: etree._Element) -> Iterator[etree._Element]:
    for child in choices(parent):
        if child.tag == f"{W}tc":
            yield child
        elif child.tag not in GONE:
            yield from _cells(child)


def _only_arranges(rows: list[etree._Element]) -> bool:
    """Tell whether a table is a frame: one column of blocks, or tables beside each other."""
    cells = [cell for row in rows for cell in _cells(row)]
    if any(_is_real(inner) for cell in cells for inner in cell.iterchildren(f"{W}tbl")):
        return True
    wide = any(len(list(_cells(row))) > 1 for row in rows)
    return not wide and any(len(cell.findall(f"{W}p")) > 1 for cell in cells)


def _is_real(table: etree._Element) -> bool:
    rows = list(_rows(table))
    return len(rows) > 1 and any(len(list(_cells(row))) > 1 for row in rows)


def _read_row(row: etree._Element, above: list[str], reader: ParagraphReader) -> list[str]:
    words = [""] * _count(row.find(f"{W}trPr"), "gridBefore", 0)
    for cell in _cells(row):
        facts = cell.find(f"{W}tcPr")
        span = _count(facts, "gridSpan", 1)
        said = cell_words(_parts(cell, reader))
        at = len(words)
        if _goes_on(facts, "vMerge") and at < len(above):
            said = above[at]
        elif _goes_on(facts, "hMerge") and words:
            said = words[-1]
        words += [said] * span
    return words


def _parts(parent: etree._Element, reader: ParagraphReader) -> Iterator[str]:
    """Yield the paragraphs of a cell, with their numbers, and those of tables in it."""
    for child in choices(parent):
        if child.tag == f"{W}p":
            words, _, _, number = reader.read(child)
            said = one_line(words)
            yield f"{number} {said}" if said and number and number != "-" else said
        elif child.tag == f"{W}sdt" and is_placeholder(child):
            continue
        elif child.tag not in GONE:
            yield from _parts(child, reader)


def _goes_on(facts: etree._Element | None, name: str) -> bool:
    """Tell whether a cell continues the one above or before it."""
    merged = facts.find(f"{W}{name}") if facts is not None else None
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"


def _count(facts: etree._Element | None, name: str, default: int) -> int:
    value = value_of(facts, name) if facts is not None else ""
    return min(int(value), _MOST_SPANNED) if value.isdecimal() and len(value) < 6 else default


def _is_styled(facts: etree._Element | None, marks_first_row: Callable[[str], bool]) -> bool:
    """Tell whether a table's style sets its first row apart."""
    look = facts.find(f"{W}tblLook") if facts is not None else None
    if facts is None or look is None or not marks_first_row(value_of(facts, "tblStyle")):
        return False
    bits = look.get(f"{W}val", "0")
    older = bool(int(bits, 16) & 0x20) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", bits) else False
    return look.get(f"{W}firstRow", "1" if older else "0") in ("1", "true")


def _is_marked(rows: list[etree._Element]) -> bool:
    """Tell whether the first row is bold or has a colour, and the second does not."""
    return len(rows) > 1 and _stands_out(rows[0]) and not _stands_out(rows[1])


def _stands_out(row: etree._Element) -> bool:
    cells = [
        cell for cell in _cells(row) if any((t.text or "").strip() for t in cell.iter(f"{W}t"))
    ]
    return bool(cells) and all(_is_bold(cell) or _has_colour(cell) for cell in cells)


def _is_bold(cell: etree._Element) -> bool:
    runs = [run for run in cell.iter(f"{W}r") if run.find(f"{W}t") is not None]
    return all(is_on(run.find(f"{W}rPr/{W}b")) for run in runs)


def _has_colour(cell: etree._Element) -> bool:
    shade = cell.find(f"{W}tcPr/{W}shd")
    return shade is not None and shade.get(f"{W}fill", "auto").lower() not in ("auto", "ffffff")
