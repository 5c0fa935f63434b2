"""Whether a source gives the dates and times of a sentence."""

import re
from collections.abc import Iterator

from qa.checking.amounts import amounts_in
from qa.checking.finding import Finding, Source
from qa.checking.moments import Moment, moments_in


def date_findings(sentence: str, source: Source) -> Iterator[Finding]:
    """Object to dates and times that the source does not give as exactly."""
    given = [*moments_in(source.text)]
    for moment in moments_in(sentence):
        if not _is_given(moment, given, source):
            yield _finding(moment, given)


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


def _is_given(moment: Moment, given: list[Moment], source: Source) -> bool:
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


def _is_bare_hour(moment: Moment, source: Source) -> bool:
    """Tell whether a source has a time without a sign of one: "open 10 to 16", "about 16.15"."""
    unit, value = next(iter(moment.parts))
    hour, _, minute = value.partition(":")
    hours = {int(hour), int(hour) + 12} if unit == "dial" else {int(hour)}
    numbers = [one for one in amounts_in(source.text) if not one.scale]
    if minute == "00":
        return any(one.value in hours for one in numbers)
    return any(one.written in {f"{each}.{minute}" for each in hours} for one in numbers)


def _finding(moment: Moment, given: list[Moment]) -> Finding:
    own = [one for one in given if moment.units <= one.units]
    span = (moment.start, moment.end)
    if own:
        other = max(own, key=lambda one: (len(one.parts & moment.parts), -one.start))
        reason = f"The source says {other.written}, not {moment.written}."
        return Finding("date", "conflict", span, reason)
    wider = [one for one in given if one.parts < moment.parts]
    if wider:
        reason = f"The source says only {wider[0].written}, not {moment.written}."
    else:
        reason = f"The source does not mention {moment.written}."
    return Finding("date", "missing", span, reason)
