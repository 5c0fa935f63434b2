"""Whether one piece of evidence says together what a clause of a sentence says together."""

from collections.abc import Iterator, Sequence

from qa.checking.finding import Check, Finding
from qa.checking.guards.dates import date_findings
from qa.checking.guards.names import name_findings, names_in
from qa.checking.guards.numbers import number_findings
from qa.checking.verdict import Evidence
from qa.checking.words import segments

_VALUES: tuple[Check, ...] = (number_findings, date_findings, name_findings)


def piece_findings(sentence: str, pieces: Sequence[Evidence]) -> Iterator[Finding]:
    """Object where the names, numbers and dates of a clause are in no piece of evidence together.

    A sentence may rest on several pieces, as where it joins two facts, but none of them may be
    made of a name from one and a number from another.
    """
    if len(pieces) < 2:
        return
    missing = [_missing(sentence, piece) for piece in pieces]
    for start, end in segments(sentence.replace(" and ", " ;   ")):
        if not any(start <= first < end for first, _ in names_in(sentence)):
            continue
        lacking = [{span for span in one if start <= span[0] < end} for one in missing]
        if all(lacking) and not set.intersection(*lacking):
            reason = "No one source says this together."
            yield Finding("binding", "doubt", (start, end), reason)


def _missing(sentence: str, piece: Evidence) -> set[tuple[int, int]]:
    """Return where names, numbers and dates stand that a piece does not have."""
    return {
        one.span for check in _VALUES for one in check(sentence, piece) if one.weight != "doubt"
    }
