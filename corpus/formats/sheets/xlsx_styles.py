"""The styles of an Excel file: how each shows what its cells hold."""

from lxml import etree

from corpus.archive import Archive
from corpus.formats.sheets.number_format import GENERAL, NumberFormat, general, number_format
from corpus.formats.symbols import from_symbol_font, is_symbol_font
from corpus.text_builder import one_line

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);("$"#,##0.00)',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd hh:mm",
    37: "#,##0_);(#,##0)", 38: "#,##0_);(#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);(#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The formats that have a number only. Those of days that every computer shows in its own
order (14 and 22, 27 to 36, 50 to 58) are shown as `2026-03-15`."""
_DAY = "yyyy-mm-dd"
_ANY_DAY = frozenset([14, *range(27, 37), *range(50, 59)])
_DIGITS = 15  # that Excel keeps of a number


def built_in_format(number: int) -> str:
    """Return the code of a format that a file names by its number only."""
    return _DAY if number in _ANY_DAY else _BUILT_IN.get(number, GENERAL)


def as_number(text: str) -> float | None:
    """Return the number that a cell holds; None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None


class Style:
    """How a cell shows what it holds: its number format, whether its font has symbols, is bold."""

    def __init__(self, code: str, font: str, *, bold: bool = False) -> None:
        self.bold = bold
        self._format: NumberFormat | None = None if code == GENERAL else number_format(code)
        self._font = font if is_symbol_font(font) else ""
        self._as_they_are = not self._font and (
            self._format is None or not self._format.changes_words
        )

        self._is_tidy = self._format is not None and self._format.is_tidy

    def words(self, words: str) -> str:
        """Return words as the cell shows them."""
        if self._as_they_are:
            return words
        if self._font:
            words = from_symbol_font(words, self._font)
        return words if self._format is None else one_line(self._format.show_text(words))

    def number(self, text: str, since_1904: bool) -> str:
        """Return a stored number as the cell shows it."""
        if self._format is None and len(text) <= _DIGITS and text.isdecimal():
            return text
        value = as_number(text)
        if value is None or value - value != 0:  # no finite number
            return one_line(text)
        if self._format is None:
            return general(value)
        shown = self._format.show(value, since_1904=since_1904)
        return shown if self._is_tidy else one_line(shown)


PLAIN = Style(GENERAL, "")


def read_styles(archive: Archive, part: str) -> dict[str, Style]:
    root = archive.xml(part)
    codes = {
        found.get("numFmtId", ""): found.get("formatCode", GENERAL)
        for found in root.iterfind("{*}numFmts/{*}numFmt")
    }
    fonts = [
        (name.get("val", "") if (name := font.find("{*}name")) is not None else "", _is_bold(font))
        for font in root.iterfind("{*}fonts/{*}font")
    ]
    styles: dict[str, Style] = {}
    for number, found in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        key, font = found.get("numFmtId", "0"), found.get("fontId", "")
        code = codes.get(key) or built_in_format(int(key) if key.isdecimal() else 0)
        if key == "14":
            code = _DAY
        at = int(font) if font.isdecimal() else len(fonts)
        family, bold = fonts[at] if at < len(fonts) else ("", False)
        styles[str(number)] = Style(code, family, bold=bold)
    return styles


def _is_bold(font: etree._Element) -> bool:
    bold = font.find("{*}b")
    return bold is not None and bold.get("val", "1") in ("1", "true")
