"""Where paragraphs and sentences begin and end, as spans of the text."""

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

from corpus.passage import Span

LANGUAGE = "en"

_PARAGRAPH_BREAK = re.compile(
    r"(?:\r\n|[\n\r\f\v\u2028\u2029])[^\S\n\r]*(?:[\n\r\f\v\u2029]\s*|$)|\f\s*"
)
_LIST_ITEM = r"(?:[-*+•‣–]|\(?[0-9]{1,3}[.)]|\([a-z]\)|\[[0-9]{1,3}\])[ \t]+\S"
_TABLE_ROW = r"[^\n]*[^\s|][ \t]\|[ \t][^\n]*"
_NEW_UNIT = re.compile(rf"\n(?=[ \t]*+(?:{_LIST_ITEM}|{_TABLE_ROW}))")
_AFTER_ROW = re.compile(rf"(?m)^(?>{_TABLE_ROW})(\n)")
# What sentencex 1.0 takes for the end of a sentence and is not: an abbreviation that
# only ever stands before something, and the number of a list item.
_NEVER_LAST = re.compile(
    r"(?:^|[\s(])(?:approx|para|paras|rev|gen|col|lt|capt|sgt|adm|hon|messrs|mr|mrs|ms|dr|prof|viz"
    r"|cf|ca)\.$"
    r"|^\(?[0-9]{1,3}[.)]$"
    r"|^\(?[ivxlc]{1,7}[.)]$",
    re.IGNORECASE,
)

_MARK = re.compile('["“”]')
_LONG_QUOTATION = 200  # characters; a guess: three sentences, then a mark is taken for a stray one
_BEFORE_OPENING = "([{—–-‘'"


def paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the paragraphs of `text[start:end]`: what stands between empty lines.

    Spans hold no white space at either end, and none is empty.
    """
    position = start
    for gap in _PARAGRAPH_BREAK.finditer(text, start, end):
        yield from _stripped(text, position, gap.start())
        position = gap.end()
    yield from _stripped(text, position, end)


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of one paragraph, `text[start:end]`.

    List items and table rows are sentences of their own, and may hold several. Spans
    hold no white space at either end, and none is empty. The boundaries are those of
    sentencex, less the ones that would make a quotation begin in the middle.
    """
    cuts = {match.end() for match in _NEW_UNIT.finditer(text, start, end)}
    cuts |= {match.end() for match in _AFTER_ROW.finditer(text, start, end)}
    cuts -= {start}
    bounds = [start, *sorted(cuts), end]
    for unit_start, unit_end in pairwise(bounds):
        yield from _split(text, unit_start, unit_end)


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    unit = text[start:end]
    held: int | None = None
    for boundary in sentencex.get_sentence_boundaries(LANGUAGE, _without_stray_marks(unit)):
        first = boundary["start_index"] if held is None else held
        last = boundary["end_index"]
        words = unit[first:last].rstrip()
        glued = last < len(unit) and not unit[last - 1].isspace()
        if last < len(unit) and (glued or _NEVER_LAST.search(words)):
            held = first
            continue
        held = None
        yield from _stripped(text, start + first, start + last)
    if held is not None:
        yield from _stripped(text, start + held, end)


def _without_stray_marks(unit: str) -> str:
    """Return the unit with spaces for the quotation marks that have no partner near by.

    sentencex ends no sentence between two marks, so one that was never closed would join
    all that follows it up to the next, and a long quotation would be one sentence.
    """
    if not _MARK.search(unit):
        return unit
    strays: list[int] = []
    opened: int | None = None
    for match in _MARK.finditer(unit):
        place = match.start()
        opens = _opens(unit, place)
        if opens:
            if opened is not None:
                strays.append(opened)
            opened = place
        elif opened is None:
            strays.append(place)
        else:
            strays += (opened, place) if place - opened > _LONG_QUOTATION else ()
            opened = None
    if opened is not None:
        strays.append(opened)
    letters = list(unit)
    for place in strays:
        letters[place] = " "
    return "".join(letters)


def _opens(unit: str, place: int) -> bool:
    if unit[place] != '"':
        return unit[place] == "“"
    before = unit[place - 1] if place else " "
    return before.isspace() or before in _BEFORE_OPENING


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
