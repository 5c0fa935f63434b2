"""Whether a source gives the numbers of a sentence, with their units and bounds."""

import re
from collections.abc import Iterator, Sequence

from qa.checking.amounts import Amount, amounts_in, mentions_unit, same_amount
from qa.checking.finding import Finding, Source
from qa.checking.moments import moments_in

_CODE = re.compile(
    r"(?<![\w.])(?=[\w./-]*\d)(?=[\w./-]*[A-Za-z])[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*(?!\w)"
)
_VERSION = re.compile(r"(?<![\w.,/])\d+(?:[./-]\d+){2,}(?!\w)")
_GLUED_UNIT = re.compile(r"\d[\d.,]*(?:st|nd|rd|th|s|[a-zµ]{1,3}|[kKM]W|GB|MB|kB|°?C)")
_HEDGED = 0.05
"""How far a number that says "about" may be from the source: 500 for 497, 480 for 500; a guess."""
_BEYOND = 1.25
"""How far a source may lie beyond "more than" or "at least"; a guess: 214 are more than 200, and
nobody would call 900 so."""
_UP, _DOWN = ("above", "least"), ("below", "most")


def number_findings(sentence: str, source: Source) -> Iterator[Finding]:
    """Object to numbers and codes that the source does not give."""
    given = amounts_in(source.text)
    for amount in amounts_in(sentence):
        yield from _amount(amount, given, source)
    yield from _codes(sentence, source)


def _amount(amount: Amount, given: Sequence[Amount], source: Source) -> Iterator[Finding]:
    alike = [one for one in given if _supports(amount, one, source)]
    span = (amount.start, amount.end)
    if not alike:
        yield _missing(amount, given, source)
        return
    if all(_loosened(amount, one) for one in alike):
        other = alike[0]
        opposed = {amount.bound, other.bound} in ({"least", "most"}, {"above", "below"})
        reason = f"The source says {_in_full(other)}, not {_in_full(amount)}."
        yield Finding("number", "conflict" if opposed else "missing", span, reason)
    elif amount.nouns and (others := _of_other_value(amount, alike, given)):
        reason = f"The source says {_in_full(others[0])}, not {_in_full(amount)}."
        yield Finding("number", "conflict", span, reason)


def _supports(amount: Amount, one: Amount, source: Source) -> bool:
    if amount.scale and not one.scale and not mentions_unit(source.text, amount):
        return False
    if {amount.scale, one.scale} == {"ordinal", ""}:
        return False
    return same_amount(amount, one) or _near(amount, one)


def _near(amount: Amount, one: Amount) -> bool:
    """Tell whether a number with a bound or a hedge is right of another one."""
    if amount.scale != one.scale or not one.base:
        return False
    ratio = amount.base / one.base
    if amount.bound == "about":
        return abs(ratio - 1) <= _HEDGED and _figures(amount) <= _figures(one)
    if amount.bound in _UP:
        return one.bound not in _DOWN and 1 / _BEYOND <= ratio <= 1
    if amount.bound in _DOWN:
        return one.bound not in _UP and 1 <= ratio <= _BEYOND
    return False


def _figures(amount: Amount) -> int:
    """Return how many figures a number is given with: one for 500."""
    return len(f"{abs(amount.value):.6g}".replace(".", "").strip("0"))


def _loosened(amount: Amount, one: Amount) -> bool:
    """Tell whether equal numbers have bounds that say different things.

    "About" may come and go, as whoever reports a number rounds it. A bound may not.
    """
    mine, other = (_side(each.bound) for each in (amount, one))
    return mine != other and same_amount(amount, one)


def _side(bound: str) -> str:
    return "up" if bound in _UP else "down" if bound in _DOWN else ""


def _missing(amount: Amount, given: Sequence[Amount], source: Source) -> Finding:
    span = (amount.start, amount.end)
    others = _rivals(amount, given)
    if others:
        reason = f"The source says {_in_full(others[0])}, not {_in_full(amount)}."
        return Finding("number", "conflict", span, reason)
    return Finding("number", "missing", span, f"The source does not mention {_in_full(amount)}.")


def _rivals(amount: Amount, given: Sequence[Amount]) -> list[Amount]:
    """Return numbers that may stand in the place of one: of the same things, or the same unit."""
    same = [one for one in given if set(amount.nouns) & set(one.nouns)]
    if same:
        return same
    if amount.scale:
        return [one for one in given if one.scale == amount.scale]
    plain = [one for one in given if one.scale in ("", amount.scale)]
    return plain if len(plain) == 1 else []


def _of_other_value(
    amount: Amount, alike: Sequence[Amount], given: Sequence[Amount]
) -> list[Amount]:
    """Return numbers of the same things, where the equal numbers are all of others."""
    if amount.scale or any(_same_things(amount, one) or not one.nouns for one in alike):
        return []
    return [one for one in given if _same_things(amount, one)]


def _same_things(amount: Amount, one: Amount) -> bool:
    return bool(set(amount.nouns[:1]) & set(one.nouns) or set(amount.nouns) & set(one.nouns[:1]))


def _in_full(amount: Amount) -> str:
    words = {"least": "at least ", "most": "at most ", "above": "more than ", "below": "less than "}
    return f"{words.get(amount.bound, '')}{amount.written}"


def _codes(sentence: str, source: Source) -> Iterator[Finding]:
    plain = _plain(source.text)
    for match in [*_CODE.finditer(sentence), *_VERSION.finditer(sentence)]:
        if _GLUED_UNIT.fullmatch(match[0]) or _is_compound(match[0]) or _is_date(match, sentence):
            continue
        if not re.search(rf"(?<![a-z0-9]){re.escape(_plain(match[0]))}(?![a-z0-9])", plain):
            reason = f"The source does not mention {match[0]}."
            yield Finding("number", "missing", match.span(), reason)


def _is_date(match: re.Match[str], sentence: str) -> bool:
    return any(one.start <= match.start() < one.end for one in moments_in(sentence))


def _is_compound(written: str) -> bool:
    """Tell whether a word only joins a number to what it counts: `50-centimetre`, `2-room`."""
    return re.fullmatch(r"\d[\d.,]*(?:-[a-z]{3,})+", written) is not None


def _plain(text: str) -> str:
    return re.sub(r"[-/.\s]+(?=\w)", " ", text.lower())
