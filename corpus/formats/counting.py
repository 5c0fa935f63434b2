"""Numbers as lists show them: `iv`, `B`, `07`, `2nd`, `Three`."""

from collections.abc import Callable

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ONES = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen "
    "Fifteen Sixteen Seventeen Eighteen Nineteen"
).split()
_TENS = "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety".split()
_ORDINALS = {
    "One": "First", "Two": "Second", "Three": "Third", "Five": "Fifth", "Eight": "Eighth",
    "Nine": "Ninth", "Twelve": "Twelfth",
}  # fmt: skip
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_CHINESE = "〇一二三四五六七八九"
_MOST_LETTERS = 30  # of one number; Word's own limit
_LARGEST_ROMAN = 4_999


def roman(number: int) -> str:
    """Return `XIV` for 14."""
    shown = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        shown += letters * count
    return shown


def doubled_letters(number: int, letters: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ") -> str:
    """Return `B` for 2 and `BB` for 28, as Word counts."""
    times, place = divmod(number - 1, len(letters))
    return letters[place] * min(times + 1, _MOST_LETTERS)


def letters(number: int) -> str:
    """Return `B` for 2 and `AB` for 28, as OpenDocument and HTML count."""
    shown = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        shown = chr(65 + place) + shown
    return shown


def ordinal(number: int) -> str:
    """Return `2nd` for 2."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def in_words(number: int) -> str:
    """Return `Twenty-one` for 21; digits from a hundred on."""
    if number < 20:
        return _ONES[number]
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_ONES[ones].lower()}" if ones else "")


def ordinal_in_words(number: int) -> str:
    """Return `Twenty-first` for 21; `100th` from a hundred on."""
    if number > 99:
        return ordinal(number)
    first, dash, last = in_words(number).rpartition("-")
    last = last.capitalize()
    last = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{first}{dash}{last.lower() if dash else last}"


def chinese(number: int) -> str:
    """Return `二十一` for 21; digits from a hundred on."""
    if number < 10 or number > 99:
        return _CHINESE[number] if number < 10 else str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")


def _circled(number: int) -> str:
    return chr(0x245F + number) if 1 <= number <= 20 else str(number)


WORD: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "upperLetter": doubled_letters,
    "lowerLetter": lambda n: doubled_letters(n).lower(),
    "ordinal": ordinal,
    "cardinalText": in_words,
    "ordinalText": ordinal_in_words,
    "numberInDash": lambda n: f"- {n} -",
    "hex": lambda n: f"{n:X}",
    "chicago": lambda n: doubled_letters(n, "*†‡§"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "decimalFullWidth": lambda n: "".join(chr(0xFF10 + int(digit)) for digit in str(n)),
    "decimalHalfWidth": str,
    "russianLower": lambda n: doubled_letters(n, _RUSSIAN),
    "russianUpper": lambda n: doubled_letters(n, _RUSSIAN.upper()),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "none": lambda n: "",
}
"""By the names that Word gives them (`w:numFmt`)."""


def counted(number: int, form: str) -> str | None:
    """Return a number in one of Word's forms; None where the form is not known."""
    show = WORD.get(form)
    if show is None:
        return None
    if number < 1 and form not in ("decimal", "decimalZero", "none"):
        return str(number) if form.startswith("decimal") else ""
    if form.endswith("Roman") and number > _LARGEST_ROMAN:
        return str(number)
    return show(number)
