"""The fonts of an RTF file: which code page their bytes are of."""

import codecs
from dataclasses import dataclass, field

_CHARSETS = {
    77: "mac_roman", 78: "cp932", 79: "cp949", 80: "cp936", 81: "cp950", 128: "cp932",
    129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_ANSI = "cp1252"


@dataclass(slots=True)
class Font:
    """A font of the table: its name, and what its text is encoded in."""

    name: str = ""
    charset: int = 1
    code_page: str = ""


@dataclass(slots=True)
class Fonts:
    """The fonts by number; `code_page` is what the file says of itself."""

    code_page: str = _ANSI
    default: int = 0
    by_number: dict[int, Font] = field(default_factory=dict)
    _known: dict[int | None, str] = field(default_factory=dict)

    def encoding(self, number: int | None) -> str:
        """Return what text in a font is encoded in."""
        if number not in self._known:
            self._known[number] = self._encoding(number)
        return self._known[number]

    def changed(self) -> None:
        """Forget what was found out: the table of fonts, or the code page, is another now."""
        self._known.clear()

    def _encoding(self, number: int | None) -> str:
        font = self.by_number.get(self.default if number is None else number)
        if font is None:
            return self.code_page
        if font.code_page:
            return font.code_page
        if font.charset == 0 and self._named_by_fonts():
            return _ANSI
        return _CHARSETS.get(font.charset, self.code_page)

    def name(self, number: int | None) -> str:
        """Return the name of a font, as far as it is known."""
        font = self.by_number.get(self.default if number is None else number)
        return "" if font is None else font.name

    def _named_by_fonts(self) -> bool:
        """Tell whether fonts name the file's own code page.

        Then those that say Western mean it; elsewhere that is only what a program always writes.
        """
        return any(
            _CHARSETS.get(font.charset) == self.code_page for font in self.by_number.values()
        )


def code_page(number: int | None) -> str:
    """Return the name of a code page in Python; Western where Python does not know it."""
    name = {65001: "utf-8", 10000: "mac_roman", 1361: "johab"}.get(number or 0, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return _ANSI
    return name
