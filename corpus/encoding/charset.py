"""What an 8-bit text is encoded in: the charset in which its words look most like words."""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from corpus.encoding.letters import cost

_LATIN = tuple(
    "en de fr es it pt nl da sv no fi is ca cy et lv lt pl cs sk sl hr hu ro sq tr".split()
)
_CYRILLIC = ("ru", "uk", "bg", "mk", "sr")
_ARABIC = ("ar", "fa")

# Charset, what it costs before any byte is seen (the rarer, the more), and its languages. The
# costs are guesses in that order; each letter of a text outweighs them.
_CHARSETS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("cp1252", 0, _LATIN),
    ("cp1250", 6, _LATIN),
    ("cp1254", 8, _LATIN),
    ("cp1257", 9, _LATIN),
    ("iso8859_15", 8, _LATIN),
    ("iso8859_2", 9, _LATIN),
    ("iso8859_16", 16, _LATIN),
    ("iso8859_13", 14, _LATIN),
    ("iso8859_4", 16, _LATIN),
    ("iso8859_3", 18, _LATIN),
    ("mac_roman", 12, _LATIN),
    ("mac_latin2", 18, _LATIN),
    ("mac_turkish", 18, _LATIN),
    ("mac_croatian", 20, _LATIN),
    ("mac_romanian", 20, _LATIN),
    ("cp850", 12, _LATIN),
    ("cp437", 13, _LATIN),
    ("cp852", 15, _LATIN),
    ("cp857", 17, _LATIN),
    ("cp775", 18, _LATIN),
    ("cp865", 19, _LATIN),
    ("cp861", 20, _LATIN),
    ("cp1251", 4, _CYRILLIC),
    ("koi8_r", 7, _CYRILLIC),
    ("koi8_u", 9, _CYRILLIC),
    ("cp866", 9, _CYRILLIC),
    ("iso8859_5", 10, _CYRILLIC),
    ("mac_cyrillic", 12, _CYRILLIC),
    ("cp855", 14, _CYRILLIC),
    ("cp1253", 5, ("el",)),
    ("iso8859_7", 7, ("el",)),
    ("cp737", 12, ("el",)),
    ("mac_greek", 14, ("el",)),
    ("cp869", 16, ("el",)),
    ("cp1255", 6, ("he",)),
    ("cp862", 14, ("he",)),
    ("cp1256", 6, _ARABIC),
    ("iso8859_6", 9, _ARABIC),
    ("cp874", 8, ("th",)),
    ("gb18030", 8, ("zh-s",)),
    ("big5hkscs", 9, ("zh-t",)),
    ("cp932", 7, ("ja",)),
    ("euc_jp", 8, ("ja",)),
    ("cp949", 7, ("ko",)),
)
_ALL = (*_LATIN, *_CYRILLIC, *_ARABIC, "el", "he", "th", "zh-s", "zh-t", "ja", "ko")
_SAFE = re.compile(
    r"(?:cp|iso8859|iso2022|koi8|mac|gb|big5|euc|shift|hz|johab|kz1048|ptcp154|tis|utf)"
)
# As browsers read what is declared: the larger charset that programs mean.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}

_HIGH = re.compile(rb"[\x80-\xff]")
_BEFORE = re.compile(rb"(?:[!-~]{1,30} )?[!-~]*\Z")
_AFTER = re.compile(rb"[!-\xff]{1,400}(?: [!-~]{1,30}(?![!-\xff]))?")
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_STRAY = "pincite-stray-bytes"
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
_SAMPLE = 2_000  # bytes of words that show the charset; more would decide no better, only later
_MOST_BYTES = 100_000  # a guess: as many are looked at until so many different ones are found
_BACK = 80  # bytes; a guess: two words
_ANOTHER_LANGUAGE = 8  # for a word that is not of the text's language: a name, a quotation
_PER_BYTE = 3  # how much better than the declared charset another must be, for each byte
_PER_BYTE_MEANT = 5  # where what is declared is not what programs declare without looking
_PER_LETTER_MEANT = 20  # and all words are of letters: in a language that is not known here
_DEFAULTS = ("cp1252", "iso8859-15", "utf-8")
_MARGIN = 12  # and in all
_WORDS = 9  # for each character; measured: texts in their charset 4 to 9, in another 10 to 30
_NO_WORDS = 12  # and noise 15 and more
_SHORT = 25  # in all: a single word may be a name
_DAMAGED = 0.005  # of the characters; a guess: one bad byte on a page does not spoil a text

_OPENING = frozenset("“„‘‚«‹¿¡")
_CLOSING = frozenset("”’»›…‰™®°ºª²³½¼¾")
_COUNTED = frozenset("‰°½¼¾")  # behind a number
_BEFORE_NUMBER = frozenset("£¥€©§±")
_ANYWHERE = frozenset("–—•·§©€£¥±×÷µ\xa0†¶")
_SYMBOL = 11
_ODD_SYMBOL = 24
_WRONG_PLACE = 16
_CONTROL = 40
_CASE = 14
_LETTERS = re.compile(r"[^\W\d_ªº¹²³¼½¾]{2}")
_LINES = re.compile("[\u2500-\u259f]+")


def detect(data: bytes, declared: str = "") -> str | None:
    """Return the text in bytes that are not Unicode; None where nothing looks like words.

    What is declared holds unless the words look far better in another charset.
    """
    samples = _samples(data)
    weighed = _Weighed(samples)
    costs = {name: prior + weighed.cost(name, known) for name, prior, known in _CHARSETS}
    if _SEQUENCE.search(data):
        costs["utf-8"] = weighed.cost("utf-8", _ALL)
    ranked = sorted(costs, key=costs.__getitem__)
    name = codec_of(declared)
    if name and weighed.believes(name, costs[ranked[0]]):
        text = _read(data, name)
        if _is_whole(text) and not _CONTROLS.search(text):
            return text
    for charset in ranked[:3]:
        text = _read(data, charset)
        if weighed.are_words(costs[charset]) and _is_whole(text) and _LETTERS.search(text):
            return text
    return None


class _Weighed:
    """What words cost in one charset or another; words that two make of the same bytes, once."""

    def __init__(self, samples: list[bytes]) -> None:
        self._samples = samples
        self._size = sum(map(len, samples))
        self._scored: dict[tuple[str, str], int] = {}

    def cost(self, charset: str, languages: tuple[str, ...]) -> int:
        return _cost([_read(sample, charset) for sample in self._samples], languages, self._scored)

    def are_words(self, cost: int) -> bool:
        return cost <= _NO_WORDS * self._size + _SHORT

    def believes(self, declared: str, best: int) -> bool:
        """Return whether a declared charset is plausible beside another whose words cost `best`."""
        if best > _WORDS * self._size + _SHORT:
            return True
        high = sum(byte > 127 for sample in self._samples for byte in sample)
        margin = _MARGIN + high * self._margin(declared)
        return self.cost(declared, _languages(declared)) <= best + margin

    def _margin(self, declared: str) -> int:
        if declared in _DEFAULTS:
            return _PER_BYTE
        tokens = [token for sample in self._samples for token in _read(sample, declared).split()]
        return _PER_BYTE_MEANT if any(map(_shape, tokens)) else _PER_LETTER_MEANT


def codec_of(declared: str) -> str:
    """Return the codec for a charset by any of its names; empty for what is none of a text."""
    name = declared.strip().lower().removeprefix("x-").removesuffix("-i").removesuffix("-e")
    for alias in (name, re.sub(r"^(?:cp|dos|ibm|windows)[-_]?(?=\d)", "cp", name)):
        try:
            codec = codecs.lookup(alias).name
        except (LookupError, ValueError):
            continue
        codec = _MEANT.get(codec, codec)
        return codec if _SAFE.match(codec) else ""
    return ""


def _languages(charset: str) -> tuple[str, ...]:
    """Return the languages in which the words of a declared charset are weighed."""
    for name, _, languages in _CHARSETS:
        if name == charset.replace("-", "_"):
            return languages
    families = (("big5", "zh-t"), ("euc_jis", "ja"), ("shift", "ja"), ("iso2022_jp", "ja"))
    family = [
        language for start, language in (*families, ("johab", "ko")) if charset.startswith(start)
    ]
    return tuple(family) or (*_LATIN, *_CYRILLIC)


def _samples(data: bytes) -> list[bytes]:
    """Return words with bytes above 127, each with the ASCII words beside it, up to three times."""
    counts: Counter[bytes] = Counter()
    size = end = 0
    for high in islice(_HIGH.finditer(data), _MOST_BYTES):
        if high.start() >= end:
            before = _BEFORE.search(data[max(end, high.start() - _BACK) : high.start()])
            after = _AFTER.match(data, high.start())
            assert before is not None
            assert after is not None
            end = after.end()
            sample = before[0] + after[0]
            counts[sample] += 1
            size += len(sample) * (counts[sample] <= 3)
        if size > _SAMPLE:
            break
    return [sample for sample, count in counts.items() for _ in range(min(count, 3))]


def _read(data: bytes, charset: str) -> str:
    return data.decode(charset, _STRAY if charset == "utf-8" else "replace")


def _is_whole(text: str) -> bool:
    """Return whether the charset has all but a few of the characters."""
    return text.count("\ufffd") <= _DAMAGED * len(text) + 1


def _read_stray(fault: UnicodeError) -> tuple[str, int]:
    """Read a byte that is no UTF-8 as Windows-1252, half a character as U+FFFD."""
    assert isinstance(fault, UnicodeDecodeError)
    bad = fault.object[fault.start : fault.end]
    if len(bad) > 1 or fault.end == len(fault.object):
        return "\ufffd", fault.end
    return bad.decode("cp1252", "replace"), fault.end


codecs.register_error(_STRAY, _read_stray)


def _cost(
    words: Iterable[str], languages: tuple[str, ...], scored: dict[tuple[str, str], int]
) -> int:
    """Return what the words cost in the language that most of them are of."""
    counts = Counter(token for word in words for token in word.split())
    total = sum(count * _shape(token) for token, count in counts.items())
    known = (*languages, "en")
    rows: list[tuple[int, list[int]]] = []
    for token, count in counts.items():
        small = token.lower().replace("i\u0307", "i")
        row = []
        for language in known:
            if (small, language) not in scored:
                scored[small, language] = cost(small, language)
            row.append(scored[small, language])
        rows.append((count, row))
    spelling = min(
        sum(n * min(row[at], min(row) + _ANOTHER_LANGUAGE) for n, row in rows)
        for at in range(len(known))
    )
    return total + spelling


def _shape(token: str) -> int:
    """Return what is odd about a word in any language: signs and capitals within it."""
    total = 0
    lines = _LINES.findall(token)
    total += sum(
        10 + 10 * len(set(run)) if run == token else _SYMBOL + 10 * len(run) for run in lines
    )
    before = ""
    for at, letter in enumerate(token):
        after = token[at + 1 : at + 2]
        if letter > "\x7f" and not _LINES.match(letter):
            total += _oddness(before, letter, after)
        rises = letter.isupper() and before.islower()
        falls = letter.islower() and before.isupper() and at > 1 and token[at - 2].isupper()
        total += _CASE * (rises or falls)
        before = letter
    return total


def _oddness(before: str, letter: str, after: str) -> int:
    if letter == "\ufffd" or "\x80" <= letter <= "\x9f" or unicodedata.category(letter) == "Co":
        return _CONTROL
    if letter.isalpha() and letter not in "ªº":
        return sum(_CONTROL for beside in (before, after) if _foreign_to(letter, beside))
    inside = before.isalpha() and after.isalpha()
    if unicodedata.combining(letter) or ord(letter) >= 0x2E80:
        return _ODD_SYMBOL if inside and (before + after).isascii() else 0
    if letter in _OPENING:
        return _SYMBOL + (_WRONG_PLACE if before.isalnum() or not after else 0)
    if letter in _CLOSING:
        wrong = (
            not before or (inside and letter != "’") or (letter in _COUNTED and before.isalpha())
        )
        return _SYMBOL + (_WRONG_PLACE if wrong else 0)
    if letter in _ANYWHERE:
        wrong = (inside and letter not in "–—\xa0·") or (
            letter in _BEFORE_NUMBER and after.islower()
        )
        return _SYMBOL + (_WRONG_PLACE if wrong else 0)
    return _ODD_SYMBOL + (_WRONG_PLACE if inside else 0)


def _foreign_to(letter: str, beside: str) -> bool:
    return beside.isalpha() and _script(letter) != _script(beside)


def _script(letter: str) -> int:
    """Return a number for the script of a letter, the same for all East Asian ones."""
    place = ord(letter)
    if place < 0x370 or 0x1E00 <= place < 0x1F00:
        return 0
    return 0x2E if place >= 0x2E80 else place >> 8
