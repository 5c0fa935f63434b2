"""Whether a source gives the dates and times of a sentence."""

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
    if year is not None:
        found.add(("decade", str(year // 10)))
    if (year or decade) is not None:
        found.add(("century", str(((year or decade or 0) - (1 if year else 0)) // 100 + 1)))
    return frozenset(found)


def _is_given(moment: Moment, given: list[Moment], source: Source) -> bool:
    if any(moment.parts <= _wider(one) for one in given):
        return True
    years = {part for part in moment.parts if part[0] in ("year", "weekday")}
    rest = moment.parts - years
    if rest and years and all(any(part in one.parts for one in given) for part in years):
        return any(rest <= one.parts and _has_no_other(one, years) for one in given)
    return moment.units == {"clock"} and _is_bare_hour(moment, source)


def _has_no_other(one: Moment, years: set[tuple[str, str]]) -> bool:
    units = {unit for unit, _ in years}
    return all(part in years for part in one.parts if part[0] in units)


def _is_bare_hour(moment: Moment, source: Source) -> bool:
    """Tell whether a source has the hour as a number: "Saturday 10 to 16"."""
    hour, minute = next(iter(moment.parts))[1].split(":")
    numbers = amounts_in(source.text)
    if minute != "00":
        return any(one.written == f"{hour}.{minute}" for one in numbers)
    return any(one.value == int(hour) and not one.scale for one in numbers)


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
