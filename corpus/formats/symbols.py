"""Fonts whose letters are pictures: Symbol, Wingdings; their characters as Unicode has them."""

import re

_SYMBOL = (
    " !∀#∃%&∍()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ"
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
_SYMBOL_LAST = "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
_SYMBOL_MAP = (
    {0x20 + n: c for n, c in enumerate(_SYMBOL)}
    | {0xA0 + n: c for n, c in enumerate(_SYMBOL_HIGH)}
    | {0xF1 + n: c for n, c in enumerate(_SYMBOL_LAST)}
)
# Those of Wingdings that say something; its ornaments and clocks become a bullet or nothing.
_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x41: "✌", 0x43: "👍", 0x44: "👎",
    0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x4D: "💣",
    0x4E: "☠", 0x51: "✈", 0x52: "☼", 0x54: "❄", 0x56: "✞", 0x58: "✠", 0x59: "✡", 0x5A: "☪",
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧",
    0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "☒", 0x79: "⍓", 0x7B: "❀", 0x7D: "❝",
    0x7E: "❞", 0x80: "⓪", **{0x81 + n: chr(0x2460 + n) for n in range(10)}, 0x8B: "⓿",
    **{0x8C + n: chr(0x2776 + n) for n in range(10)}, 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○",
    0xA2: "⭕", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xAC: "✶", 0xAD: "✴",
    0xD5: "⌫", 0xD6: "⌦", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE7: "←", 0xE8: "→", 0xE9: "↑", 0xEA: "↓",
    0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄", 0xF4: "⇳", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x55: "⊗", 0x56: "⊗",
    0x97: "•", 0x98: "•", 0xA2: "■", 0xA3: "□", 0xF8: "※",
}  # fmt: skip
_WEBDINGS = {
    0x61: "✓", 0x63: "□", 0x67: "■", 0x69: "ℹ", 0x6E: "●", 0x72: "✗", 0x33: "◀", 0x34: "▶",
    0x35: "▲", 0x36: "▼", 0x3D: "■",
}  # fmt: skip
_FONTS = {
    "symbol": _SYMBOL_MAP,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": {},
    "webdings": _WEBDINGS,
    "zapfdingbats": {},
}
_LIKELY = {
    code: _SYMBOL_MAP[code]
    for code in (*range(0x20, 0x7B), 0xA3, 0xAC, 0xAD, 0xAE, 0xAF, 0xB0, 0xB1, 0xB3, 0xB4, 0xB7)
    if code not in (0x6C, 0x6E, 0x6F, 0x71, 0x72, 0x75, 0x76)  # bullets of Wingdings
}
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def is_symbol_font(font: str) -> bool:
    """Tell whether the letters of a font are pictures."""
    return font.strip().lower() in _FONTS


def from_symbol_font(words: str, font: str) -> str:
    """Return words that are set in such a font as what they show; others as they are.

    A picture that stands for nothing becomes nothing: its letter would be no word.
    """
    known = _FONTS.get(font.strip().lower())
    if known is None:
        return words
    return "".join(_shown(character, known) for character in words)


def without_private(words: str) -> str:
    """Return words without the private characters of symbol fonts, where the font is not known.

    Those that are common in the Symbol font alone are read as it shows them; the others could
    be of any font.
    """
    return _PRIVATE.sub(lambda match: _LIKELY.get(ord(match[0]) - 0xF000, ""), words)


def _shown(character: str, known: dict[int, str]) -> str:
    code = ord(character)
    if 0xF000 <= code <= 0xF0FF:
        return known.get(code - 0xF000, "")
    if character.isspace():
        return character
    return known.get(code, "") if code < 0x100 else character
