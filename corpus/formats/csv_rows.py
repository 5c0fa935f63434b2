"""CSV: each row a paragraph that names its columns, so that it says something alone."""

import csv
import re
from collections.abc import Sequence
from itertools import groupby

from corpus.document import Document, Source
from corpus.errors import Damaged
from corpus.structured.delimited import Dialect, Row, find_dialect, read_rows
from corpus.text import decode
from corpus.text_builder import TextBuilder, one_line

_LONGEST_NAME = 80  # characters; a guess: names of columns are short, sentences are not
_CHECKED = 50  # rows; a guess: enough to see what a column holds
_ALIKE = 0.8  # of the cells below; a guess: a column of numbers may have gaps and remarks
_FIGURES = re.compile(
    r"[^\w\s]?\s?[-+(]?\d[\d\s.,:/'’%()T+Z-]*\s?(?:[€$£¥%°]|[A-Za-z]{1,3})?|\S+@\S+|https?://\S+"
    r"|(?i:yes|no|true|false|ja|nein|oui|non|y|n)"
)
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_NAMES = frozenset(
    "id no nr num number key code ref name names firstname lastname surname forename first last"
    " title date day month year time start end from to begin town city place port country state"
    " region county address street zip postcode location site company organisation organization"
    " office department team role position job status type kind category class group tag tags"
    " label labels description remark remarks note notes comment comments text question answer"
    " subject body message author sender receiver email mail phone tel telephone mobile fax url"
    " link web website amount price cost fee sum total value unit quantity qty count rate balance"
    " currency age sex gender birthday language source file filename item product species colour"
    " color size weight height length width depth latitude longitude lat lon party votes score"
    " rank head chair owner ort stadt datum betrag preis anzahl beschreibung bemerkung strasse"
    " straße plz land titel typ art menge summe vorname nachname nachricht nom prénom prenom ville"
    " pays rue montant prix quantité libellé nombre apellido ciudad país fecha precio cantidad"
    " importe dirección naam plaats bedrag nome città data prezzo navn by beløb namn belopp imię"
    " nazwisko miasto jméno příjmení город имя фамилия дата сумма цена".split()
)


def read_csv(data: bytes, source: Source) -> Document:
    """Read rows of separated values, each as `Column: value; …`.

    Lines over the table are its title. A table whose first row is no head but like the rows
    below it has no names of columns: its rows are ` | ` lines.
    """
    text = decode(data)
    dialect = find_dialect(text) or Dialect(",", 1)
    layout = TextBuilder()
    try:
        rows = [[one_line(cell) for cell in row] for row in read_rows(text, dialect)]
    except csv.Error as exc:
        raise Damaged(f"this table cannot be read to its end ({exc}): save it again") from exc
    filled = [row for row in rows if any(row)]
    first = _first_row(filled, dialect.width)
    for number, row in enumerate(filled[:first]):
        words = dialect.delimiter.join(filter(None, row))
        layout.paragraph(words) if number else layout.heading(1, words)
    _write(layout, filled[first:], dialect.width)
    return layout.document(source)


def _first_row(rows: Sequence[Row], width: int) -> int:
    """Return where the table begins under its titles: at the first row with most of its cells."""
    for number, row in enumerate(rows):
        if len(row) >= width and sum(map(bool, row)) > width // 2:
            return number
    return 0


def _write(layout: TextBuilder, rows: Sequence[Row], width: int) -> None:
    if not has_head(rows):
        layout.table(rows)
        return
    for alone, group in groupby(rows[1:], lambda row: len(row) == 1 < width):
        if alone:  # lines under a table, such as its source
            for row in group:
                layout.paragraph(row[0])
        else:
            layout.records([rows[0], *group])


def has_head(rows: Sequence[Row]) -> bool:
    """Tell whether the first row names the columns: by its words, and by what stands below."""
    if len(rows) < 2:
        return False
    head, body = rows[0], rows[1 : _CHECKED + 1]
    names = [name for name in head if name]
    wordy = all(_is_name(name) for name in names)
    if len(names) < 2 or not wordy or all(map(_YEAR.fullmatch, names)):
        return False
    columns = [[row[at] for row in body if at < len(row) and row[at]] for at in range(len(head))]
    pairs = [(name, column) for name, column in zip(head, columns, strict=True) if name and column]
    figures = [(_is_figures(name), _are_figures(column)) for name, column in pairs]
    if any(below for _, below in figures):
        return not any(above and below for above, below in figures)
    if any(word in _NAMES for name in names for word in _WORD.findall(name.lower())):
        return True
    if any(name in column for name, column in pairs):
        return False
    cased = any(
        name[0].isupper() not in (cell[0].isupper() for cell in cells) for name, cells in pairs
    )
    unlike = sum(_shape(name) not in map(_shape, column) for name, column in pairs)
    return cased or 2 * unlike > len(pairs)


def _is_name(words: str) -> bool:
    short = len(words) <= _LONGEST_NAME
    return short and (any(map(str.isalpha, words)) or _YEAR.fullmatch(words) is not None)


def _is_figures(cell: str) -> bool:
    """Tell whether a cell holds a number, a date, an address of mail or web, or yes or no."""
    return _FIGURES.fullmatch(cell) is not None and _YEAR.fullmatch(cell) is None


def _are_figures(column: Sequence[str]) -> bool:
    found = sum(_FIGURES.fullmatch(cell) is not None for cell in column)
    return bool(column) and found >= _ALIKE * len(column)


def _shape(cell: str) -> tuple[int, str]:
    """Return how a cell looks: how many words, and which of them begin with a capital."""
    words = cell.split()
    return min(len(words), 4), "".join("A" if w[0].isupper() else "a" for w in words[:3])
