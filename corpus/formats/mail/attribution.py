"""The lines with which mail programs say whom they quote."""

import re
from typing import NamedTuple

from corpus.formats.mail.dates import Day, find_day
from corpus.formats.mail.phrases import (
    AFTER_DAY,
    BEFORE_DAY,
    BESIDE_NAME,
    FUNCTION_WORDS,
    LEADING_WEEKDAY,
    MADE,
    PARTICLES,
    VERB,
    WHEN,
)
from corpus.formats.mail.writer import (
    ADDRESS,
    MAX_LINE,
    MAX_NAME,
    UNKNOWN,
    Writer,
    author_of,
    bare,
    is_name,
)

_ENGLISH = re.compile(r"\b(?:wrote|writes|said|says)\b", re.IGNORECASE)
_INTRO = re.compile(
    r"(?i)^[\s*>\"]*(?:in\s(?:article|message)\s<[^<>]*>,?\s|quoting\s|zitat\svon\s|citando\s(?:a\s)?"
    r"|citation\sde\s)"
)
_TIME = re.compile(
    rf"(?i)^(?:{AFTER_DAY.pattern.removeprefix('(?i)')}|"
    r"[\s,;.]|\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?(?:[ap]\.?m\b\.?|(?!\d))|[+\u2212-]\d{1,2}(?::?\d{2})?\b"
    r"|\(?\b(?:(?:utc|gmt)(?:\s?[+\u2212-]\d{1,2}(?::?\d{2})?)?|cet|cest|mez|mesz|bst|est|edt|cst|cdt|mst|mdt"
    r"|pst|pdt|msk|eet|eest|wet|west|ist|jst|kst|hkt|sgt|[an]e?[sz][sd]t|sast|brt|art|trt|z)\b\)?"
    r"|\b(?:at|um|kello|à|a\slas?|alle(?:\sore)?|ore|om|o|kl|klo|às|в|г|uhr|h|[ap]\.?\s?m|tarihinde"
    r"|pzt|sal|çar|per|cum|cmt|paz)\b\.?|於|于|[周週][一二三四五六日天]|星期[一二三四五六日天]|[上下]午"
    r"|오전|오후|\([月火水木金土日월화수목금토일]\))+"
)
_SPOKEN = re.compile(r"(?i)sa(?:id|ys)")
_CLOCK = re.compile(r"\d[:.h]\d\d")
_SECONDS = re.compile(r"\b\d{1,2}:\d\d:\d\d\b")
_DASHES = re.compile(r"^\s*-{2,}\s")
_STAMP = re.compile(
    r"([^\W\d_][^\d,:;]{2,40}),\s\d{1,2}[./]\d{1,2}[./]\d{4},?\s\d{1,2}:(\d\d)(?::\d\d)?$"
)
"""A name and a time, as some programs write; a meeting is written so, too, at a round time."""

_ROUND = 5  # minutes
_WEEKDAY = 5  # letters of a weekday's short form, in languages that write it small
_VERBLESS = re.compile(
    r"\s*(?:\d{4}-\d\d-\d\d,?\s\d\d?:\d\d\s(?:GMT|UTC|[+-]\d)|[а-я]{2},\s\d|\d{4}年\d\d?月\d\d?日\([月火水木金土日]\))"
)
"""How Gmail begins attributions without a verb. In other forms an agenda names speakers, too."""


class Attribution(NamedTuple):
    """What a line says of whom it quotes.

    One that is `certain` is written by a program: it opens a quotation even without its marks.
    """

    writer: Writer
    certain: bool


def attribution(line: str) -> Attribution | None:
    """Return what a line like `On 3 May 2021, Bert Ohm <b@x.org> wrote:` says; None of others.

    Nobody is named where more is left of it than a name: `As the minister Karl Ohm wrote:`.
    """
    line = " ".join(line.split()).rstrip("*_ ")
    if len(line) > MAX_LINE or not line.endswith((":", "：")):
        return None
    dashes = _DASHES.match(line) is not None
    line, quoting = _INTRO.subn("", line[:-1].strip())
    verb = next(reversed([*VERB.finditer(line)]), None)
    day = find_day(line, day_first=verb is None or not _ENGLISH.search(verb[0]))
    address = ADDRESS.search(line)
    if verb is None and (address is None or not (day or quoting)):
        return _stamped(line, day)
    pieces = [line] if verb is None else [line[: verb.start()], line[verb.end() :]]
    left = [words for piece in pieces for words in _left(ADDRESS.sub(" ", piece))]
    name = left[0] if left else ""
    via = author_of(name, "")
    if len(left) > 1 or (name and not _may_be_name(via, line, address is not None)):
        return Attribution(UNKNOWN, certain=False)
    author = author_of(name, address[1] if address else "")
    certain = bool(quoting and address) or _is_certain(line, verb, day, address is not None, dashes)
    return Attribution(Writer(author, day.iso if day and author else ""), certain)


def _is_certain(
    line: str, verb: re.Match[str] | None, day: Day | None, has_address: bool, dashes: bool
) -> bool:
    """Tell whether only a program writes a line so."""
    if WHEN.search(line) or (verb is not None and _SPOKEN.match(verb[0])):
        return False
    if verb is None and not _VERBLESS.match(line):
        return False
    if has_address and dashes:
        return True
    if day is None or not _CLOCK.search(line):
        return False
    if has_address or _SECONDS.search(line) or MADE.search(line):
        return True
    return verb is not None and "(" in verb[0]  # `napsal(a)`: no person writes so of one


def _stamped(line: str, day: Day | None) -> Attribution | None:
    """Return what a line such as `Karl Ohm, 06.09.2021 18:02:` says."""
    match = _STAMP.match(line)
    if match is None or day is None or int(match[2]) % _ROUND == 0:
        return None
    name = bare(match[1])
    if " " not in name or not is_name(name):
        return None
    return Attribution(Writer(name, day.iso), certain=True)


def _left(piece: str) -> list[str]:
    """Return what is left of a piece of an attribution without day, time and what joins them."""
    piece = BESIDE_NAME.sub(" ", piece)
    day = find_day(piece)
    if day is None:
        piece, weekdays = LEADING_WEEKDAY.subn("", WHEN.sub(" ", piece).strip())
        parts = [_TIME.sub("", piece) if weekdays else piece]
    else:
        parts = [_before(piece[: day.start]), _TIME.sub("", piece[day.end :].strip())]
    return [words for words in map(bare, parts) if any(map(str.isalpha, words))]


def _before(words: str) -> str:
    """Return what stands before a day without preposition and weekday."""
    words = bare(BEFORE_DAY.sub(" ", words))
    lone = words.rstrip(".")
    short = len(lone) <= _WEEKDAY and lone.isalpha() and lone.islower()
    return "" if short and lone not in FUNCTION_WORDS else words


def _may_be_name(name: str, line: str, has_address: bool) -> bool:
    """Tell whether what is left of a line is a name.

    Where a program wrote the line, between the time and an address, it may be of any words.
    """
    if len(name) > MAX_NAME or _CLOCK.search(name):
        return False
    if not has_address:
        return is_name(name)
    words = name.split()
    if len(words) == 1 and name.lower() in FUNCTION_WORDS:
        return False
    if find_day(line[: line.find(words[0])]) is not None:
        return len(words) <= 8 and not (FUNCTION_WORDS - PARTICLES).intersection(words)
    return is_name(name, lower=len(words) <= 3)
