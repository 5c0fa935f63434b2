"""What stands before the text of an RTF file: fonts, styles, the day when it was made."""

import re

from corpus.formats.rtf.fonts import Font, Fonts, code_page
from corpus.text_builder import one_line

_HEADING = re.compile(r"(?i)(?:heading|überschrift|titre|título|titolo|kop) ([1-9])|(title)$")


class Head:
    """Takes the control words of the groups that define things.

    `levels` are those of headings by the numbers of their styles; 0 for no heading.
    """

    def __init__(self) -> None:
        self.fonts = Fonts()
        self.font: Font | None = None
        self.levels: dict[int, int] = {}
        self._style: tuple[int, int] | None = None
        self._day: dict[str, int] = {}

    @property
    def created(self) -> str:
        """Return the day when the file was made; empty where it is not said."""
        year, month, day = (self._day.get(part, 0) for part in ("yr", "mo", "dy"))
        return f"{year:04}-{month:02}-{day:02}" if year and month and day else ""

    def use(self, code_page: str) -> None:
        """Take the code page of the file."""
        self.fonts.code_page = code_page
        self.fonts.changed()

    def font_word(self, word: str, number: int | None) -> None:
        """Take a control word of the table of fonts."""
        self.fonts.changed()
        if word == "f":
            self.font = self.fonts.by_number.setdefault(number or 0, Font())
        elif self.font is not None and word == "fcharset":
            self.font.charset = number or 0
        elif self.font is not None and word == "cpg" and number:
            self.font.code_page = code_page(number)

    def font_words(self, words: str) -> None:
        """Take a part of a font's name, which a semicolon ends."""
        if self.font is not None:
            self.font.name = (self.font.name + words).partition(";")[0].strip()

    def style_word(self, word: str, number: int | None) -> None:
        """Take a control word of the table of styles."""
        if word in ("s", "cs", "ds", "ts"):
            self._style = (number or 0, 0) if word == "s" else None
        elif word == "outlinelevel" and self._style is not None and 0 <= (number or 0) < 9:
            self._style = (self._style[0], (number or 0) + 1)

    def end_style(self, name: str) -> None:
        """End a style of this name."""
        if self._style is not None:
            named = _HEADING.match(one_line(name).rstrip(";"))
            level = self._style[1] or (int(named[1] or 1) if named else 0)
            self.levels[self._style[0]] = level
        self._style = None

    def day_word(self, word: str, number: int | None) -> None:
        """Take a part of the day when the file was made."""
        if word in ("yr", "mo", "dy"):
            self._day[word] = min(max(number or 0, 0), 9999)
