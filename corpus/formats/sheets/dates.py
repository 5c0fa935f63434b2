"""Days and times in a cell: days since 1900 (or 1904), shown by a format such as `dd.mm.yy`."""

import re
from datetime import datetime, timedelta

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.?|\*.?|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<half>am/pm|a/p)|(?P<part>y+|m+|d+|h+|s+|e+)|\.(?P<split>0+)|(?P<era>g+|b+)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_DAY = 86_400_000  # milliseconds
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_LAST = 2_958_465  # the day 9999-12-31
_ENGLISH = 9  # the primary language in a Windows language code
_SYSTEM = ("F800", "F400", "x-sysdate", "x-systime")
_FALSE_LEAP_DAY = 60  # 29 February 1900, which never was; Excel counts it


class DateFormat:
    """A format of days and times, made ready to show them.

    Where what it shows depends on the reader's computer, or needs names that are not
    English, the day is shown as `2026-03-15`.
    """

    def __init__(self, code: str) -> None:
        self._tokens = [
            (match.lastgroup or "", match[match.lastgroup] if match.lastgroup else " ")
            for match in _TOKEN.finditer(code)
        ]
        self._mark_minutes()
        parts = [words.lower() for kind, words in self._tokens if kind in ("part", "elapsed")]
        kinds = {kind for kind, _ in self._tokens}
        self._half = "half" in kinds
        self._days = any(words[0] in "yde" for words in parts) or ("part", "m") in self._shape()
        self._times = any(kind == "minute" or words[0] in "hsHS" for kind, words in self._timed())
        self._split = next((len(words) for kind, words in self._tokens if kind == "split"), 0)
        self._seconds = any(words[0] in "sS" for _, words in self._timed())
        named = any(words[:3] in ("mmm", "ddd") for words in parts)
        foreign = any(_is_foreign(w, named) for k, w in self._tokens if k == "bracket")
        self._iso = foreign or "era" in kinds or any(words[0] == "e" for words in parts)

    def show(self, value: float, *, since_1904: bool) -> str:
        """Return what the cell shows; nothing where the number is no day."""
        if not 0 <= value <= _LAST:
            return ""
        total = round(value * _DAY)
        if self._seconds:
            unit = 10 ** max(3 - self._split, 0)
            total = (total + unit // 2) // unit * unit
        days, rest = divmod(total, _DAY)
        day = _day(days, since_1904=since_1904)
        if self._iso:
            return self._as_iso(day, rest)
        if not since_1904 and days == _FALSE_LEAP_DAY and self._days:
            return "1900-02-29"
        return "".join(self._token(kind, words, day, total, rest) for kind, words in self._tokens)

    def _as_iso(self, day: datetime, rest: int) -> str:
        seconds = f":{rest // 1000 % 60:02}" if self._seconds else ""
        time = f"{rest // 3_600_000:02}:{rest // 60_000 % 60:02}{seconds}"
        shown = [f"{day:%Y-%m-%d}"] if self._days or not self._times else []
        return " ".join([*shown, time] if self._times else shown)

    def _token(self, kind: str, words: str, day: datetime, total: int, rest: int) -> str:
        match kind:
            case "part":
                return self._part(words.lower(), day, rest)
            case "minute":
                return f"{rest // 60_000 % 60:0{len(words)}}"
            case "elapsed":
                unit = {"h": 3_600_000, "m": 60_000, "s": 1000}[words[0].lower()]
                return f"{total // unit:0{len(words)}}"
            case "half":
                half = "AM" if rest < _DAY // 2 else "PM"
                return half if len(words) > 3 else half[0]
            case "split":
                return f".{rest % 1000:03}".ljust(len(words) + 1, "0")[: len(words) + 1]
            case "bracket":
                return words[1:].rpartition("-")[0] if words.startswith("$") else ""
            case _:
                return words

    def _part(self, words: str, day: datetime, rest: int) -> str:
        wide = min(len(words), 2)
        match words[0]:
            case "y":
                return f"{day.year % 100:02}" if len(words) < 3 else f"{day.year:04}"
            case "m":
                return _named(_MONTHS[day.month - 1], f"{day.month:0{wide}}", len(words))
            case "d":
                return _named(_DAYS[day.weekday()], f"{day.day:0{wide}}", len(words))
            case "h":
                hour = rest // 3_600_000
                return f"{(hour - 1) % 12 + 1 if self._half else hour:0{wide}}"
            case _:
                return f"{rest // 1000 % 60:0{wide}}"

    def _mark_minutes(self) -> None:
        """Find the `m` that are minutes: behind hours, or before seconds."""
        timed = [
            (at, words[0].lower(), len(words))
            for at, (kind, words) in enumerate(self._tokens)
            if kind in ("part", "elapsed")
        ]
        for place, (at, letter, size) in enumerate(timed):
            before = timed[place - 1][1] if place else ""
            after = timed[place + 1][1] if place + 1 < len(timed) else ""
            is_part = self._tokens[at][0] == "part"
            if letter == "m" and size < 3 and is_part and (before == "h" or after == "s"):
                self._tokens[at] = ("minute", self._tokens[at][1])

    def _shape(self) -> set[tuple[str, str]]:
        return {(kind, words[:1].lower()) for kind, words in self._tokens}

    def _timed(self) -> list[tuple[str, str]]:
        return [t for t in self._tokens if t[0] in ("part", "elapsed", "minute")]


def _day(days: int, *, since_1904: bool) -> datetime:
    if since_1904:
        return datetime(1904, 1, 1) + timedelta(days=min(days, _LAST - 1462))
    # Serial 0 is shown as 1900-01-00 by Excel; the day before the first is the nearest there is.
    return datetime(1899, 12, 31 if days < _FALSE_LEAP_DAY else 30) + timedelta(days=days)


def _named(name: str, number: str, size: int) -> str:
    return {3: name[:3], 5: name[0]}.get(size, name) if size > 2 else number


def _is_foreign(bracket: str, named: bool) -> bool:
    """Tell whether `$-407` asks for names or a calendar that are not known here."""
    if not bracket.startswith("$"):
        return False
    code = bracket.rpartition("-")[2] if bracket.count("-") == 1 else bracket[2:]
    if any(code.startswith(system) for system in _SYSTEM):
        return True
    try:
        number = int(code, 16)
    except ValueError:
        return named and not code.lower().startswith("en")
    calendar = number >> 16 & 0xFF
    return calendar > 1 or (named and number & 0x3FF not in (0, _ENGLISH))
