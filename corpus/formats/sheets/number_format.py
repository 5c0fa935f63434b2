"""Number formats: what a cell of a spreadsheet shows (`7.5%`), not what is stored (`0.075`).

The codes are those of ECMA-376, part 1, 18.8.31, which every office program writes.
"""

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from corpus.formats.sheets.dates import DateFormat
from corpus.text_builder import one_line

GENERAL = "General"
_WIDTH = 11  # characters; what Excel shows of a fraction in a cell of the format General
_EXACT = 10**15  # doubles hold every integer below, so that none is shown rounded
# Doubles reach 1.8e308, codes may ask for 30 decimals more.
_ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP)
_QUICK = 1e8
_MOST_QUICK = 5
_NEAR_HALF = 0.001
"""Below `_QUICK`, with fewer than `_MOST_QUICK` decimals, doubles are exact to a thousandth of the
last place that is shown."""
_MAX_CODE = 255  # characters; Excel's own limit

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.?|\*.?|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>(?i:general))|(?P<exponent>[Ee][+-])|(?P<digit>[0#?])"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<literal>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_DATE = re.compile(r"(?i)[ymdhseg]|\bb{2,4}\b")
_ELAPSED = re.compile(r"(?i)\[(h+|m+|s+)\]")
_UNREAD = re.compile(r'(?i)"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|general|e[+-]|am/pm|a/p')
_FRACTION = re.compile(r"([0#?]+) */ *([0#?]*)([1-9]\d*)?")
_SECTION = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;])*', re.DOTALL)
_TESTS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda value, bound: value < bound,
    "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound,
    ">=": lambda value, bound: value >= bound,
    "=": lambda value, bound: value == bound,
    "<>": lambda value, bound: value != bound,
}


def general(value: float) -> str:
    """Return a number as Excel shows it without a format, but long integers whole."""
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    exponent = int(f"{abs(value):.15e}".partition("e")[2])
    if exponent < -9 or exponent >= _WIDTH:
        return _trim(f"{value:.5E}")
    decimals = _WIDTH - 2 - max(exponent, 0)
    return _trim(f"{_round(value, decimals):f}")


def _trim(number: str) -> str:
    digits, mark, exponent = number.partition("E")
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) + mark + exponent


def _round(value: float, decimals: int) -> Decimal:
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), context=_ROUNDING)


@lru_cache(maxsize=1024)
def number_format(code: str) -> "NumberFormat":
    """Return a format made ready; a code of more than 255 characters is cut there."""
    code = code[:_MAX_CODE]
    sections: list[_Section] = []
    at = 0
    while at <= len(code) and len(sections) < 4:
        found = _SECTION.match(code, at)
        sections.append(_Section(found[0] if found else ""))
        at = (found.end() if found else at) + 1
    return NumberFormat(sections if code else [_Section(GENERAL)])


class NumberFormat:
    """Shows numbers and words as cells do.

    A code has up to four sections: for positive numbers, negative ones, zero, and words; or for
    numbers that fulfil conditions.
    """

    def __init__(self, sections: list["_Section"]) -> None:
        self._text = sections.pop() if len(sections) == 4 else None
        self._numbers = [s for s in sections if not s.is_text_only] or [_Section(GENERAL)]
        if self._text is None:
            self._text = next((s for s in sections if s.is_text_only), None)
        self._conditional = any(section.condition for section in self._numbers)
        self._plain: Callable[[float], str] | None = None
        if len(self._numbers) == 1 and not self._conditional:
            self._plain = self._numbers[0].plain

    @property
    def is_tidy(self) -> bool:
        """Tell whether what it shows has no space too many."""
        return self._plain is not None and (shown := self._plain(1.0)) == one_line(shown)

    @property
    def changes_words(self) -> bool:
        """Tell whether words are shown otherwise than they are."""
        return self._text is not None and self._text.code != "@"

    def show(self, value: float, *, since_1904: bool = False) -> str:
        """Return a number as a cell shows it; empty where the format hides it."""
        if self._plain is not None:
            shown = self._plain(abs(value))
            return f"-{shown}" if value < 0 else shown
        section, negative = self._choose(value)
        if value < 0 and section.is_date:
            return general(value)
        shown = section.show(abs(value) if value < 0 else value, since_1904=since_1904)
        return f"-{shown}" if negative and shown else shown

    def show_text(self, words: str) -> str:
        """Return words as a cell shows them."""
        return words if self._text is None else self._text.show_text(words)

    def _choose(self, value: float) -> tuple["_Section", bool]:
        """Return the section for a value, and whether a minus sign has to be added."""
        sections = self._numbers
        if self._conditional:
            for section in sections:
                if section.condition is None or section.condition(value):
                    return section, value < 0 and not section.is_for_negatives
            return sections[-1], value < 0
        if value < 0 and len(sections) > 1:
            return sections[1], False
        if value == 0 and len(sections) > 2:
            return sections[2], False
        return sections[0], value < 0


class _Section:
    """One section of a code, made ready to show numbers."""

    def __init__(self, code: str) -> None:
        self.code = code
        found = _CONDITION.search(code)
        self.condition: Callable[[float], bool] | None = None
        self.is_for_negatives = False
        if found is not None:
            test, bound = _TESTS[found[1]], float(found[2])
            self.condition = lambda value: test(value, bound)
            self.is_for_negatives = found[1] in ("<", "<=") and bound <= 0
        self._tokens = _tokens(code)
        kinds = {kind for kind, _ in self._tokens}
        self.is_text_only = "text" in kinds and not kinds & {"digit", "general"}
        bare = _UNREAD.sub("", code)
        self._date: DateFormat | None = None
        self._number: _Number | None = None
        self._fraction = None
        if _ELAPSED.search(code) or ("general" not in kinds and _DATE.search(bare)):
            self._date = DateFormat(code)
        elif "digit" in kinds:
            self._fraction = _FRACTION.search(bare)
            self._number = _Number(self._tokens)

    @property
    def plain(self) -> Callable[[float], str] | None:
        """Return what shows a number, where nothing but digits is asked for."""
        is_plain = self._number is not None and self._fraction is None and self._date is None
        return self._number.show if self._number is not None and is_plain else None

    @property
    def is_date(self) -> bool:
        return self._date is not None

    def show(self, value: float, *, since_1904: bool) -> str:
        if self._date is not None:
            return self._date.show(value, since_1904=since_1904) or general(value)
        if self._fraction is not None:
            return _fraction(value, self._fraction, self.code)
        if self._number is not None:
            return self._number.show(value)
        return self._literally({"general": general(value), "text": general(value)})

    def show_text(self, words: str) -> str:
        return self._literally({"text": words, "general": words})

    def _literally(self, values: dict[str, str]) -> str:
        return "".join(values.get(kind, words) for kind, words in self._tokens)


Tokens = Sequence[tuple[str, str]]


def _tokens(code: str) -> Tokens:
    found: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(code):
        kind, words = match.lastgroup or "", match[0]
        if kind == "bracket":
            currency = match["bracket"]
            if currency.startswith("$"):  # [$kr-414]
                found.append(("literal", currency[1:].rpartition("-")[0] or currency[1:]))
                if currency[1:].startswith("-"):
                    found.pop()
        elif kind in ("quoted", "escaped"):
            found.append(("literal", match[kind]))
        elif kind:
            found.append((kind, words))
        elif words.startswith("_"):
            found.append(("literal", " "))  # as wide as the character after it
    return found


class _Number:
    """Placeholders for digits, and what stands before, between and behind them."""

    def __init__(self, tokens: Tokens) -> None:
        kinds = [kind for kind, _ in tokens]
        first = kinds.index("digit")
        last = len(kinds) - 1 - kinds[::-1].index("digit")
        if "point" in kinds[:first]:
            first = kinds.index("point")
        self._prefix = _words(tokens[:first])
        self._percents = kinds.count("percent")
        body = list(tokens[first : last + 1])
        rest = list(tokens[last + 1 :])
        scaling = 0
        while rest and rest[0][0] in ("comma", "point"):
            kind, _ = rest.pop(0)
            scaling += kind == "comma"
            if kind == "point":
                body.append(("point", "."))
        self._suffix = _words(rest)
        self._exponent = next((w for k, w in body if k == "exponent"), "")
        if self._exponent:
            at = [k for k, _ in body].index("exponent")
            self._exponent_digits = sum(k == "digit" for k, _ in body[at:])
            body = body[:at]
        point = [k for k, _ in body].index("point") if ("point", ".") in body else len(body)
        whole, self._has_point = body[:point], point < len(body)
        while whole and whole[-1][0] == "comma":
            whole.pop()
            scaling += 1
        self._thousands = any(kind == "comma" for kind, _ in whole)
        self._whole = [token for token in whole if token[0] != "comma"]
        self._decimals = [token for token in body[point + 1 :] if token[0] != "comma"]
        self._places = sum(kind == "digit" for kind, _ in self._decimals)
        self._last = Decimal(1).scaleb(-self._places)  # the last place that is shown
        self._scale = Decimal(100) ** self._percents / Decimal(1000) ** scaling
        self._plain = self._layout() if not self._exponent else ""
        self._factor = float(self._scale)
        self._shift = 10.0**self._places
        form = f"{{:{',' if self._thousands else ''}.{self._places}f}}"
        self._quick = f"{_escaped(self._prefix)}{form}{_escaped(self._suffix)}".format

    def _layout(self) -> str:
        """Return how Python writes such a number, where it can: most formats are that plain."""
        whole = "".join(words for _, words in self._whole).lstrip("#")
        decimals = "".join(words for _, words in self._decimals)
        if whole != "0" or decimals.strip("0") or (self._has_point and not decimals):
            return ""
        return "{:,f}" if self._thousands else "{:f}"

    def show(self, value: float) -> str:
        if self._plain and self._places < _MOST_QUICK and value < _QUICK:
            # Only near a half do binary and decimal rounding differ.
            scaled = value * self._factor
            if abs(scaled * self._shift % 1 - 0.5) > _NEAR_HALF:
                return self._quick(scaled)
        number = Decimal(f"{value:.15g}") * self._scale
        if self._plain:
            rounded = number.quantize(self._last, context=_ROUNDING)
            return f"{self._prefix}{self._plain.format(rounded)}{self._suffix}"
        exponent = ""
        if self._exponent:
            number, exponent = self._scientific(number)
        rounded = number.quantize(self._last, context=_ROUNDING)
        whole, _, decimals = f"{rounded:f}".partition(".")
        point = "." if self._has_point else ""
        shown = f"{self._show_whole(whole)}{point}{self._show_decimals(decimals)}"
        return f"{self._prefix}{shown}{exponent}{self._suffix}"

    def _show_whole(self, digits: str) -> str:
        digits = digits.lstrip("0")
        out: list[str] = []
        written = 0
        places = sum(kind == "digit" for kind, _ in self._whole)
        for kind, words in reversed(self._whole):
            if kind != "digit":
                out.append(words)
                continue
            places -= 1
            taken = digits[::-1] if places == 0 else digits[-1:]
            digits = "" if places == 0 else digits[:-1]
            for digit in taken or ("0" if words == "0" else ""):
                if self._thousands and written and written % 3 == 0:
                    out.append(",")
                out.append(digit)
                written += 1
        return "".join(reversed(out)) if out else digits

    def _show_decimals(self, digits: str) -> str:
        needed = max((n for n, token in enumerate(self._digits(), 1) if token == "0"), default=0)
        shown = max(len(digits.rstrip("0")), needed)
        out: list[str] = []
        at = 0
        for kind, words in self._decimals:
            if kind != "digit":
                out.append(words)
            else:
                out.append(digits[at : at + 1] if at < shown else "")
                at += 1
        return "".join(out)

    def _digits(self) -> list[str]:
        return [words for kind, words in self._decimals if kind == "digit"]

    def _scientific(self, number: Decimal) -> tuple[Decimal, str]:
        step = max(1, sum(kind == "digit" for kind, _ in self._whole))
        power = number.adjusted() // step * step if number else 0
        mantissa = number.scaleb(-power)
        rounded = mantissa.quantize(self._last, context=_ROUNDING)
        if rounded >= Decimal(10) ** step:
            power, mantissa = power + step, number.scaleb(-power - step)
        sign = "-" if power < 0 else self._exponent[1].replace("-", "")
        return mantissa, f"E{sign}{abs(power):0{self._exponent_digits}}"


def _escaped(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")


def _words(tokens: Tokens) -> str:
    shown = ("literal", "percent", "comma", "point")
    return "".join(words for kind, words in tokens if kind in shown)


def _fraction(value: float, found: re.Match[str], code: str) -> str:
    """Return a number as `1 1/2`: with this denominator, or one of so many digits."""
    exact = Fraction(f"{value:.15g}")
    mixed = re.search(r"[0#?]", _UNREAD.sub("", code)[: found.start()]) is not None
    whole = exact.__floor__() if mixed else 0
    if found[3] and not found[2]:
        bottom = int(found[3])
        top = int((exact - whole) * bottom + Fraction(1, 2))
    else:
        near = (exact - whole).limit_denominator(10 ** min(len(found[2]), 7) - 1)
        top, bottom = near.numerator, near.denominator
    if mixed and top == bottom:
        whole, top = whole + 1, 0
    if mixed and not top:
        return str(whole)
    return f"{whole} {top}/{bottom}" if whole else f"{top}/{bottom}"
