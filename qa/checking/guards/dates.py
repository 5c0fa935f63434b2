"""Whether a source gives the dates and times of a sentence."""

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.checking.amounts import amounts_in
from qa.checking.finding import Finding
from qa.checking.moments import Moment, is_at_hour, moments_in
from qa.checking.reckoning import is_meant
from qa.checking.verdict import Evidence

_SIDE = re.compile(r"\b(after|since|before|until|early|late)\s+(?:in\s+|the\s+)?$", re.IGNORECASE)
_ENDS = {
    "since": re.compile(
        r"\b(?:since|bec[oa]me\w*|beg[aiu]n\w*|start\w*|found\w*|establish\w*|open\w+|introduc\w+"
        r"|launch\w*|form(?:s|ed)|join\w*|appoint\w*|elected|built|first|came|took)\b",
        re.IGNORECASE,
    ),
    "before": re.compile(r"\b(?:earliest|latest|from|by)\b", re.IGNORECASE),
    "after": re.compile(r"\b(?:latest|from|since)\b", re.IGNORECASE),
    "until": re.compile(
        r"\b(?:end\w*|clos\w+|ceas\w+|stop\w*|left|died|abolish\w*|expir\w*|earliest|latest)\b",
        re.IGNORECASE,
    ),
}
"""What says in other words what a side says: "became so in 1872" for "since 1872"."""
_IN = re.compile(r"\b(?:in|on)\s+(?:the\s+)?$", re.IGNORECASE)


def date_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to dates and times that the source does not give as exactly."""
    given = [*moments_in(source.text)]
    for moment in moments_in(sentence):
        if not _is_given(moment, given, source):
            found = _finding(moment, _not_said(sentence, given))
            is_open = is_meant(moment, source.quote)
            yield replace(found, weight="doubt") if is_open else found
        elif other := _in_its_place(sentence, moment, source.quote, given):
            yield _finding(moment, [other])
        else:
            yield from _beside(sentence, moment, given, source)


def _beside(
    sentence: str, moment: Moment, given: list[Moment], source: Evidence
) -> Iterator[Finding]:
    """Object to "after 1872" where the source has it in 1872."""
    side = _SIDE.search(sentence[: moment.start])
    same = [one for one in given if moment.parts <= one.parts]
    told = _ENDS.get(side[1].lower()) if side else None
    if told is not None and told.search(source.text):
        return
    if side and same and all(_IN.search(source.text[: one.start]) for one in same):
        reason = f"The source does not say “{side[1].lower()} {_plain(moment)}”."
        yield Finding("date", "doubt", (side.start(1), moment.end), reason)


def _in_its_place(sentence: str, moment: Moment, quote: str, given: list[Moment]) -> Moment | None:
    """Return the date of the quote in the place of one that only stands around it."""
    here = [*moments_in(quote)]
    if any(moment.parts <= _wider(one) or one.parts <= moment.parts for one in here):
        return None
    if not any(moment.parts <= one.parts for one in given):
        return None
    others = _not_said(sentence, here)
    return next((one for one in others if one.units == moment.units), None)


def _not_said(sentence: str, given: list[Moment]) -> list[Moment]:
    """Return the dates of a source that a sentence does not give, here or elsewhere."""
    own = [*moments_in(sentence)]
    return [one for one in given if not any(mine.parts <= one.parts for mine in own)]


def _plain(moment: Moment) -> str:
    """Return how a moment is written, without the full stop of its sentence."""
    return re.sub(r"(?<=[ap]m)\.$", "", moment.written)


def _wider(moment: Moment) -> frozenset[tuple[str, str]]:
    """Return the parts of a date with the decade and the century that its year is in."""
    year = next((int(value) for unit, value in moment.parts if unit == "year"), None)
    decade = next((int(value) * 10 for unit, value in moment.parts if unit == "decade"), None)
    found = set(moment.parts)
    for unit, value in moment.parts:
        if unit == "clock":
            hour, _, minute = value.partition(":")
            found.add(("dial", f"{int(hour) % 12}:{minute}"))
    if year is not None:
        found.add(("decade", str(year // 10)))
    if (year or decade) is not None:
        found.add(("century", str(((year or decade or 0) - (1 if year else 0)) // 100 + 1)))
    return frozenset(found)


def _is_given(moment: Moment, given: list[Moment], source: Evidence) -> bool:
    if any(moment.parts <= _wider(one) or _on_dial(moment, one) for one in given):
        return True
    if moment.units == {"year"}:  # in a row of a table it may look like a number
        year = next(iter(moment.parts))[1]
        return re.search(rf"(?<!\d){year}(?!\d)", source.text) is not None
    years = {part for part in moment.parts if part[0] in ("year", "weekday")}
    rest = moment.parts - years
    if rest and years and all(any(part in one.parts for one in given) for part in years):
        return any(rest <= one.parts and _has_no_other(one, years) for one in given)
    return moment.units in ({"clock"}, {"dial"}) and _is_bare_hour(moment, source)


def _on_dial(moment: Moment, one: Moment) -> bool:
    """Tell whether a source tells a time in words that the sentence gives in figures."""
    return one.units == {"dial"} and one.parts <= _wider(moment)


def _has_no_other(one: Moment, years: set[tuple[str, str]]) -> bool:
    units = {unit for unit, _ in years}
    return all(part in years for part in one.parts if part[0] in units)


def _is_bare_hour(moment: Moment, source: Evidence) -> bool:
    """Tell whether a source has a time without a sign of one: "open 10 to 16", "about 16.15"."""
    unit, value = next(iter(moment.parts))
    hour, _, minute = value.partition(":")
    hours = {int(hour), int(hour) + 12} if unit == "dial" else {int(hour)}
    numbers = [one for one in amounts_in(source.text) if not one.scale]
    if minute == "00":
        told = {each % 12 or 12 for each in hours}  # "until eight", of the morning or the evening
        return any(
            one.value in hours
            or (one.value in told and not one.nouns and is_at_hour(source.text, one.start))
            for one in numbers
        )
    return any(one.written in {f"{each}.{minute}" for each in hours} for one in numbers)


def _finding(moment: Moment, given: list[Moment]) -> Finding:
    own = [one for one in given if moment.units <= one.units]
    span = (moment.start, moment.end)
    if own:
        other = max(own, key=lambda one: (len(one.parts & moment.parts), -one.start))
        reason = f"The source says {_plain(other)}, not {_plain(moment)}."
        return Finding("date", "conflict", span, reason.replace("..", "."))
    wider = [one for one in given if one.parts < moment.parts]
    if wider:
        reason = f"The source says only {_plain(wider[0])}, not {_plain(moment)}."
    else:
        reason = f"The source does not mention {_plain(moment)}."
    return Finding("date", "missing", span, reason.replace("..", "."))
