"""Formulas whose results a file does not hold: the simple ones are calculated.

Programs that write workbooks without a spreadsheet's engine leave results out. Sums, means and
arithmetic over cells give what any spreadsheet shows; everything else stays unknown.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from corpus.formats.sheets.sheet import cell_place

_LONGEST = 1_000  # characters of a formula; a guess: a longer one is none of the simple ones
_DEEPEST = 40  # formulas that lean on formulas not seen yet; a guess, far from Python's limit
_MOST_CELLS = 2_000_000  # that all formulas of a file may name together: about a second
_LAST_ROW = 1_048_576

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<range>(?:(?:'(?:[^'\[]|'')+'|[A-Za-z_][\w.]*)!)?"
    r"(?:\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w(!]))"
    r"|(?P<function>[A-Za-z]+)(?=\()|(?P<sign>[-+*/^%(),]))"
)
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and by how many rows and columns it was moved from where it is written."""

    code: str
    down: int
    right: int
    sheet: str


Content = float | str | Formula
CellValues = Mapping[tuple[int, int], Content]


class _UnknownError(Exception):
    """A formula that is none of the simple ones, or names a cell that has no number."""


class Evaluator:
    """Calculates formulas; `done` and `undone` count those that cells were asked for."""

    def __init__(self, cells: Callable[[str], CellValues | None]) -> None:
        self.done = self.undone = 0
        self._cells = cells
        self._sheets: dict[str, CellValues | None] = {}
        self._shared: dict[tuple[str, str], tuple[str, int, int]] = {}
        self._values: dict[Formula, float | str | None] = {}
        self._open: set[Formula] = set()
        self._seen = 0

    def formula(self, sheet: str, row: int, column: int, element: etree._Element) -> Formula:
        """Return the formula of a cell; cells below each other may share one."""
        code = element.text or ""
        if element.get("t") == "shared":
            key = (sheet, element.get("si", ""))
            if code:
                self._shared[key] = (code, row, column)
            code, top, left = self._shared.get(key, ("", row, column))
            return Formula(code, row - top, column - left, sheet)
        return Formula("" if element.get("t") == "dataTable" else code, 0, 0, sheet)

    def value(self, formula: Formula) -> float | str | None:
        """Return what a formula gives; None where that is not known."""
        found = self._value(formula)
        self.done += found is not None
        self.undone += found is None
        return found

    def _value(self, formula: Formula) -> float | str | None:
        if formula not in self._values:
            if formula in self._open or len(self._open) >= _DEEPEST:
                return None
            self._open.add(formula)
            try:
                self._values[formula] = _Parser(formula, self).result()
            except (_UnknownError, ArithmeticError, ValueError):
                self._values[formula] = None
            finally:
                self._open.discard(formula)
        return self._values[formula]

    def cells(self, sheet: str, top: int, left: int, bottom: int, right: int) -> Iterator[Content]:
        """Yield what the cells of a range hold, those that hold something."""
        if sheet not in self._sheets:
            self._sheets[sheet] = self._cells(sheet)
        found = self._sheets[sheet]
        if found is None:
            raise _UnknownError
        size = (bottom - top + 1) * (right - left + 1)
        self._seen += min(size, len(found))
        if self._seen > _MOST_CELLS:
            raise _UnknownError
        if size <= len(found):
            places = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
            inside = [found[place] for place in places if place in found]
        else:
            inside = [
                content
                for (row, column), content in found.items()
                if top <= row <= bottom and left <= column <= right
            ]
        for content in inside:
            value = self._value(content) if isinstance(content, Formula) else content
            if value is None:
                raise _UnknownError
            yield value


class _Parser:
    """Reads one formula from left to right and calculates on the way."""

    def __init__(self, formula: Formula, evaluator: Evaluator) -> None:
        if not formula.code or len(formula.code) > _LONGEST:
            raise _UnknownError
        self._formula = formula
        self._evaluator = evaluator
        self._tokens = list(_tokens(formula.code.lstrip("=")))
        self._at = 0

    def result(self) -> float | str:
        if len(self._tokens) == 1 and self._tokens[0][0] == "range":
            return self._only_cell(self._tokens[0][1])
        value = self._sum()
        if self._at < len(self._tokens) or not math.isfinite(value):
            raise _UnknownError
        return value

    def _sum(self) -> float:
        value = self._product()
        while sign := self._take("+", "-"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> float:
        value = self._power()
        while sign := self._take("*", "/"):
            other = self._power()
            value = value * other if sign == "*" else value / other
        return value

    def _power(self) -> float:
        value = self._signed()
        while self._take("^"):
            value = math.pow(value, self._signed())
        return value

    def _signed(self) -> float:
        if sign := self._take("-", "+"):
            value = self._signed()
            return -value if sign == "-" else value
        value = self._one()
        while self._take("%"):
            value /= 100
        return value

    def _one(self) -> float:
        if self._take("("):
            value = self._sum()
            self._need(")")
            return value
        kind, words = self._next()
        if kind == "number":
            return float(words)
        if kind == "range":
            value_or_words = self._only_cell(words)
            if isinstance(value_or_words, str):
                raise _UnknownError
            return value_or_words
        if kind == "function":
            return self._call(words.upper())
        raise _UnknownError

    def _call(self, name: str) -> float:
        self._need("(")
        values: list[float] = []
        scalars = 0
        while True:
            kind, words = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
            after = self._tokens[self._at + 1][1] if self._at + 1 < len(self._tokens) else ""
            if kind == "range" and after in (",", ")"):
                self._at += 1
                values += [v for v in self._range(words) if not isinstance(v, str)]
            else:
                values.append(self._sum())
                scalars += 1
            if not self._take(","):
                break
        self._need(")")
        return _apply(name, values)

    def _only_cell(self, words: str) -> float | str:
        if ":" in words.rpartition("!")[2]:
            raise _UnknownError
        found = list(self._range(words))
        value = found[0] if found else 0.0
        if isinstance(value, Formula):
            raise _UnknownError
        return value

    def _range(self, words: str) -> Iterator[float | str]:
        sheet, _, cells = words.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        first, _, last = cells.partition(":")
        if not any(c.isdigit() for c in cells):
            first, last = f"{first}$1", f"{last}${_LAST_ROW}"
        top, left = self._place(first)
        bottom, right = self._place(last or first)
        box = (min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        for value in self._evaluator.cells(sheet or self._formula.sheet, *box):
            if not isinstance(value, Formula):
                yield value

    def _place(self, name: str) -> tuple[int, int]:
        found, place = _CELL.fullmatch(name), cell_place(name)
        if found is None or place is None:
            raise _UnknownError
        row = place[0] if found[3] else place[0] + self._formula.down
        column = place[1] if found[1] else place[1] + self._formula.right
        return row, column

    def _take(self, *signs: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at] in [("sign", s) for s in signs]:
            self._at += 1
            return self._tokens[self._at - 1][1]
        return ""

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise _UnknownError

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise _UnknownError
        self._at += 1
        return self._tokens[self._at - 1]


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    at = 0
    code = code.rstrip()
    while at < len(code):
        found = _TOKEN.match(code, at)
        if found is None or found.lastgroup is None:
            raise _UnknownError
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


def _apply(name: str, values: list[float]) -> float:
    match name:
        case "SUM":
            return math.fsum(values)
        case "AVERAGE" if values:
            return math.fsum(values) / len(values)
        case "MIN":
            return min(values, default=0.0)
        case "MAX":
            return max(values, default=0.0)
        case "COUNT":
            return float(len(values))
        case "PRODUCT" if values:
            return math.prod(values)
        case "ABS" if len(values) == 1:
            return abs(values[0])
        case _:
            raise _UnknownError
