"""Which words of a quote answer: dates, figures or names, as the question asks for them."""

import re
from collections.abc import Iterator

from corpus import Span
from index.analysis import stem_all, tokenize, without_stop_words
from qa.answering.answer_types import Kind, kind_asked
from qa.answering.dates import dates
from qa.answering.languages import Phrases, asked_in
from qa.answering.particles import ANY_PARTICLE
from qa.answering.rows import CellSpan
from qa.answering.sides import questions_in
from qa.answering.slots import is_time, name_runs

_MOST = 5  # spans of a quote; a guess: more mark nothing any more
_NAME_GOES_ON = re.compile(rf"(?:[ ](?:{ANY_PARTICLE}[ -]){{1,2}}[A-ZÀ-ÖØ-Þ][\w’'-]*)+")
_MARKS = re.compile(r"\b\d{1,2}(?::\d\d){1,2}\b|\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]")
"""Times of a recording and numbers of notes: `[00:11:09]`, `[12, 13]`."""
_OWNS = re.compile(r"['’]s?$")


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
    spans = {span for part in parts for span in _candidates(part, quote)}
    for span in sorted(spans):
        words = set(stem_all(without_stop_words(tokenize(quote[span.start : span.end]))))
        if words and not words <= asked and not (found and span.start < found[-1].end):
            found.append(span)
    return tuple(CellSpan(start + span.start, start + span.end) for span in found[:_MOST])


def _candidates(question: str, quote: str) -> Iterator[Span]:
    kind, phrases = kind_asked(question), asked_in(question)
    if kind == "time":
        yield from _times(question, quote, phrases)
    elif kind == "number":
        yield from _numbers(question, quote, phrases)
    elif kind in {"person", "place"}:
        yield from _named(kind, quote, phrases)
    elif kind == "reason":
        yield from (Span(*match.span()) for match in phrases.reasons.finditer(quote))


def _named(kind: Kind, quote: str, phrases: Phrases) -> list[Span]:
    """Return the names; if some seem to be of the kind asked for, only those.

    "In" and "of" come before places and groups, seldom before people. `Selby's` names an owner,
    who is seldom the one asked for.
    """
    runs = [run for run in name_runs(quote) if not is_time(quote[run.start : run.end])]
    placed = [run for run in runs if phrases.placed.search(quote[: run.start])]
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


def _numbers(question: str, quote: str, phrases: Phrases) -> list[Span]:
    when = [*_dates(quote, phrases), *(Span(*match.span()) for match in _MARKS.finditer(quote))]
    found = [
        _trimmed(quote, Span(*match.span()))
        for match in phrases.number.finditer(quote)
        if not any(day.start <= match.start() < day.end for day in when)
    ]
    money = [span for span in found if phrases.money.search(quote[span.start : span.end])]
    return money if money and phrases.costs.search(question) else found


def _times(question: str, quote: str, phrases: Phrases) -> Iterator[Span]:
    lasting = [Span(*match.span()) for match in phrases.lasting.finditer(quote)]
    if phrases.how_long.search(question) and lasting:
        yield from lasting
        return
    clock = (Span(*match.span()) for match in phrases.clock.finditer(quote))
    when = [*_dates(quote, phrases), *clock]
    yield from when or lasting


def _dates(quote: str, phrases: Phrases) -> Iterator[Span]:
    yield from (Span(*match.span()) for match in phrases.dates.finditer(quote))
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
