"""Which words of a quote answer: dates, figures or names, as the question asks for them."""

import re
from collections.abc import Iterator

from corpus import Span
from index.analysis import stem_all, tokenize, without_stop_words
from qa.answering.answer_types import DAYS, Kind, kind_asked
from qa.answering.dates import dates
from qa.answering.rows import CellSpan
from qa.answering.sides import questions_in
from qa.answering.slots import is_time, name_runs

_MOST = 5  # spans of a quote; a guess: more mark nothing any more
_NUMERAL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif"
    r"|six|seven|eigh|nine)ty(?:-\w+)?|half|several|dozens?|hundreds?)"
)
_FIGURE = r"[€$£¥]?\s?\d[\d.,]*(?:\s\d{3})*(?<![.,])"
_SCALE = r"(?:\s(?:hundred|thousand|million|billion|dozen))*"
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?:{_FIGURE}|\b{_NUMERAL}\b){_SCALE}"
    r"(?:\s?(?:%|per cent|percent|‰|°C|°F|[€$£]|euros?|dollars?|pounds?|kroner|crowns?|km²?|m²?"
    r"|cm|mm|miles?|feet|metres?|meters?|kilomet(?:re|er)s?|kg|g|tons?|tonnes?|kWh?|MWh?|GWh?|litres?|l"
    r"|hours?|minutes?|days?|weeks?|months?|years?)(?![\w²]))?",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[€$£¥]|\b(?:euros?|dollars?|pounds?|kroner|crowns?|cents?|pence)\b", re.I)
_COSTS = re.compile(
    r"\b(?:costs?|price[sd]?|fees?|fares?|pay|paid|charge[sd]?|worth|spen[dt]|rent|fine|salary)\b"
    r"|^\W*how much (?:is|are|was|were)\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    rf"\b(?:(?:about|some|nearly|over)\s)?(?:{_FIGURE}|{_NUMERAL}|an?){_SCALE}[\s-]"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies))\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    rf"\b\d{{1,2}}(?:[:.]\d{{2}})?\s?(?:[ap]\.?m\.?|o['’]clock)|\b\d{{1,2}}:\d{{2}}\b"
    rf"|\b(?:{'|'.join(DAYS)})s?\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|at|near|from|to|of|on|off|across|through|into|around)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_PARTICLE = (
    r"(?:al|el|ad|an|ar|as|ash|at|bin|ibn|abu|de|da|dos|del|della|den|der|di|la|le|ter|van|von)"
)
_NAME_GOES_ON = re.compile(rf"(?:[ ](?:{_PARTICLE}[ -]){{1,2}}[A-ZÀ-ÖØ-Þ][\w’'-]*)+")
_OWNS = re.compile(r"['’]s?$")
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|in order to|so that|as a result of)\b[^.;]*", re.IGNORECASE
)


def answer_spans(question: str, quote: str, start: int) -> tuple[CellSpan, ...]:
    """Return where the words of the kind asked for stand, as offsets in the document.

    Words that the question has itself are no answer. None where the question asks for no
    such kind, or the quote has none.

    Args:
        question: As it was searched.
        quote: The words of the quote.
        start: Where they begin in the document.
    """
    asked = set(stem_all(tokenize(question)))
    found: list[Span] = []
    parts = questions_in(question)
    spans = {span for part in parts for span in _candidates(kind_asked(part), part, quote)}
    for span in sorted(spans):
        words = set(stem_all(without_stop_words(tokenize(quote[span.start : span.end]))))
        if words and not words <= asked and not (found and span.start < found[-1].end):
            found.append(span)
    return tuple(CellSpan(start + span.start, start + span.end) for span in found[:_MOST])


def _candidates(kind: Kind, question: str, quote: str) -> Iterator[Span]:
    if kind == "time":
        yield from _times(question, quote)
    elif kind == "number":
        yield from _numbers(question, quote)
    elif kind in {"person", "place"}:
        yield from _named(kind, quote)
    elif kind == "reason":
        yield from (Span(*match.span()) for match in _REASON.finditer(quote))


def _named(kind: Kind, quote: str) -> list[Span]:
    """Return the names; if some seem to be of the kind asked for, only those.

    "In" and "of" come before places and groups, seldom before people. `Selby's` names an owner,
    who is seldom the one asked for.
    """
    runs = [run for run in name_runs(quote) if not is_time(quote[run.start : run.end])]
    placed = [run for run in runs if _PLACED.search(quote[: run.start])]
    if kind == "place":
        return placed or runs
    people = [
        run for run in runs if run not in placed and not _OWNS.search(quote[run.start : run.end])
    ]
    return [_whole_name(quote, run) for run in people or runs]


def _whole_name(quote: str, run: Span) -> Span:
    """Return a name with what follows after a particle: `Ahmad Omar al-Ansari`."""
    further = _NAME_GOES_ON.match(quote, run.end)
    return Span(run.start, further.end()) if further else run


def _numbers(question: str, quote: str) -> list[Span]:
    when = [*_dates(quote)]
    found = [
        _trimmed(quote, Span(*match.span()))
        for match in _NUMBER.finditer(quote)
        if not any(day.start <= match.start() < day.end for day in when)
    ]
    money = [span for span in found if _MONEY.search(quote[span.start : span.end])]
    return money if money and _COSTS.search(question) else found


def _times(question: str, quote: str) -> Iterator[Span]:
    lasting = [Span(*match.span()) for match in _LASTS.finditer(quote)]
    if re.search(r"\bhow (?:long|old|soon)\b", question, re.IGNORECASE) and lasting:
        yield from lasting
        return
    when = [*_dates(quote), *(Span(*match.span()) for match in _CLOCK.finditer(quote))]
    yield from when or lasting


def _dates(quote: str) -> Iterator[Span]:
    place = 0
    for date in dates(quote):
        place = quote.find(date, place)
        if place < 0:
            return
        yield Span(place, place + len(date))
        place += len(date)


def _trimmed(quote: str, span: Span) -> Span:
    text = quote[span.start : span.end]
    return Span(span.end - len(text.lstrip()), span.start + len(text.rstrip()))
