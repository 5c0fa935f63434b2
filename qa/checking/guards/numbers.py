"""Whether a source gives the numbers of a sentence, with their units and bounds."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from qa.answering.named_things import numbers_behind
from qa.checking.amounts import RANK, Amount, amounts_in, mentions_unit, same_amount
from qa.checking.finding import Finding, Weight
from qa.checking.moments import moments_in
from qa.checking.number_forms import is_given_otherwise
from qa.checking.reckoning import is_reckoned, is_said_with_article, is_time, leaves_unit_out
from qa.checking.units import MONEY, SHARE
from qa.checking.verdict import Evidence
from qa.checking.words import LITTLE, without_list_marks

_CODE = re.compile(
    r"(?<![\w.])(?=[\w./-]*\d)(?=[\w./-]*[A-Za-z])[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*(?!\w)"
)
_VERSION = re.compile(r"(?<![\w.,/])\d+(?:[./-]\d+){2,}(?!\w)")
_GLUED_UNIT = re.compile(r"\d[\d.,]*(?:st|nd|rd|th|s|[a-zµ]{1,3}|[kKM]W|GB|MB|kB|°?C)|[ckd]?m[23]")
_HEDGED = 0.05
"""How far a number that says "about" may be from the source: 500 for 497, 480 for 500; a guess."""
_BEYOND = 1.5
"""How far a source may lie beyond "more than" or "at least"; a guess: 142 are more than a hundred,
and nobody would call 900 more than 200."""
_NUMBERED = frozenset(
    "annex appendix article case chapter clause figure item level line lot order page paragraph"
    " phase platform plot point room route sailing schedule section step table unit version volume"
    " byelaw part".split()
)
"""Words that have a number for a name."""
_POINTED = re.compile(r"\D{0,4}[1-9]\d{0,2}\.\d{3}(?![\d.])")
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_FEW = (2, 3)
_UP, _DOWN = ("above", "least"), ("below", "most")


def number_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to numbers and codes that the source does not give."""
    given = amounts_in(source.text)
    for amount in amounts_in(sentence):
        yield from _amount(sentence, amount, given, source)
    yield from _codes(sentence, source)


def _amount(
    sentence: str, amount: Amount, given: Sequence[Amount], source: Evidence
) -> Iterator[Finding]:
    alike = [one for one in given if _supports(amount, one, source)]
    if not alike:
        yield from _not_given(sentence, amount, given, source)
        return
    for differs, weight in _DIFFERENCES:
        if all(differs(amount, one) for one in alike):
            yield _instead(amount, alike[0], weight)
            return
    otherwise = _numbered_otherwise(sentence, amount, alike, source)
    if otherwise:
        yield otherwise
        return
    others = _of_other_value(amount, alike, given) or _in_its_place(sentence, amount, alike, source)
    if others:
        yield _instead(amount, others[0], "conflict")


def _not_given(
    sentence: str, amount: Amount, given: Sequence[Amount], source: Evidence
) -> Iterator[Finding]:
    """Object to a number that is none of a source's; as a doubt, if it may be found in it."""
    article = is_said_with_article(amount, source.text)
    is_alone = all(one.scale != amount.scale for one in given)
    if _is_year(amount, source) or (article and is_alone and not amount.bound):
        return
    others = _not_said(sentence, given)
    reckoned = article or is_reckoned(amount, given, source.text)
    if not reckoned:
        reckoned = is_given_otherwise(sentence, amount, given, source.text)
    if reckoned or _is_read_out(amount, others, source):
        reason = f"The source does not give {_in_full(amount)} itself."
        yield Finding("number", "doubt", (amount.start, amount.end), reason)
    else:
        yield from _missing(amount, others)


def _is_year(amount: Amount, source: Evidence) -> bool:
    """Tell whether a number is a year that a source gives, though it seems to count something."""
    if amount.scale or not _YEAR.fullmatch(amount.written):
        return False
    return any(("year", amount.written) in one.parts for one in moments_in(source.text))


def _numbered_otherwise(
    sentence: str, amount: Amount, alike: Sequence[Amount], source: Evidence
) -> Finding | None:
    """Return what is wrong with "Version 2.0" where the quote has another version only."""
    before = _word_before(sentence, amount)
    numbered = numbers_behind(before, source.quote) if before else frozenset[str]()
    if not numbered or any(_figures_of(one, source) in numbered for one in alike):
        return None
    reason = f"The source says {before} {min(numbered)}, not {before} {amount.written}."
    around = all(one.start >= len(source.quote) for one in alike)
    weight: Weight = "conflict" if around else "doubt"
    return Finding("number", weight, (amount.start, amount.end), reason)


def _word_before(sentence: str, amount: Amount) -> str:
    """Return the word whose number this is: "Version" of "Version 2.0"; "" where it counts."""
    match = re.search(r"\b([^\W\d_]{3,})\s+$", sentence[: amount.start])
    plain = re.fullmatch(r"\d+(?:\.\d+)*", amount.written)
    if match is None or plain is None or amount.unit or match[1].lower() in LITTLE:
        return ""
    return match[1] if match[1].lower() in _NUMBERED else ""


def _figures_of(one: Amount, source: Evidence) -> str:
    return source.text[one.start : one.end].lower()


def _instead(amount: Amount, other: Amount, weight: Weight) -> Finding:
    rates = (other.per, amount.per) if other.per != amount.per and amount.per else ("", "")
    theirs, mine = (f" per {rate}" if rate else "" for rate in rates)
    reason = f"The source says {_in_full(other)}{theirs}, not {_in_full(amount)}{mine}."
    return Finding("number", weight, (amount.start, amount.end), reason)


def _supports(amount: Amount, one: Amount, source: Evidence) -> bool:
    if amount.scale == RANK or one.scale == RANK:
        return amount.value == one.value and (amount.scale == one.scale or not one.nouns)
    if (
        amount.scale
        and not one.scale
        and (one.plural or _is_article(one) or not _leaves_out(source.text, amount, one))
    ):
        return False
    if one.scale and not amount.scale and (amount.plural or amount.per):
        return False
    return any(
        same_amount(mine, theirs) or _near(mine, theirs)
        for mine in _readings(amount)
        for theirs in _readings(one)
    )


def _leaves_out(text: str, amount: Amount, one: Amount) -> bool:
    """Tell whether a text may leave out the unit of a number: its column has it, or one before."""
    if mentions_unit(text, amount):
        return True
    before = [other for other in amounts_in(text) if other.start < one.start and other.scale]
    return not one.nouns and bool(before) and before[-1].scale == amount.scale


def _readings(amount: Amount) -> Iterator[Amount]:
    """Yield a number, and what it is if its point parts thousands: 5.000 in a German text."""
    yield amount
    if _POINTED.match(amount.written) and amount.scale in ("", *MONEY.values()):
        yield replace(amount, value=amount.value * 1000, base=amount.base * 1000)


def _near(amount: Amount, one: Amount) -> bool:
    """Tell whether a number with a bound or a hedge is right of an exact one, and rounder."""
    if amount.scale != one.scale or not one.base:
        return False
    ratio = amount.base / one.base
    if one.bound or (_figures(amount) > _figures(one) and amount.written[0].isdigit()):
        return False
    if amount.bound == "about":
        return abs(ratio - 1) <= _HEDGED
    if amount.bound in _UP:
        return 1 / _BEYOND <= ratio <= 1
    return amount.bound in _DOWN and 1 <= ratio <= _BEYOND


def _figures(amount: Amount) -> int:
    """Return how many figures a number is given with: one for 500."""
    return len(f"{abs(amount.value):.6g}".replace(".", "").strip("0"))


def _opposed(amount: Amount, one: Amount) -> bool:
    return {amount.bound, one.bound} in ({"least", "most"}, {"above", "below"}, {"least", "below"})


def _loosened(amount: Amount, one: Amount) -> bool:
    """Tell whether equal numbers have bounds that say different things.

    "About" may come and go, as whoever reports a number rounds it. A bound may not.
    """
    return _side(amount.bound) != _side(one.bound) and same_amount(amount, one)


def _of_other_rate(amount: Amount, one: Amount) -> bool:
    return bool(amount.per and one.per and amount.per != one.per)


def _led_otherwise(amount: Amount, one: Amount) -> bool:
    """Tell whether one number is a change and the other what came of it: by a fifth, to a fifth."""
    return bool(amount.lead and one.lead and amount.lead != one.lead)


def _side(bound: str) -> str:
    return "up" if bound in _UP else "down" if bound in _DOWN else ""


def _missing(amount: Amount, given: Sequence[Amount]) -> Iterator[Finding]:
    others = _rivals(amount, given)
    if others:
        yield _instead(amount, others[0], "conflict")
    elif not _is_article(amount):
        reason = f"The source does not mention {_in_full(amount)}."
        weight: Weight = "doubt" if _may_be_counted(amount) else "missing"
        yield Finding("number", weight, (amount.start, amount.end), reason)


def _is_read_out(amount: Amount, others: Sequence[Amount], source: Evidence) -> bool:
    """Tell whether a source may give a number without its unit, as a time, or within a limit."""
    if leaves_unit_out(amount, source.text) or is_time(amount, source.text):
        return True
    if amount.scale == RANK:
        return re.search(rf"\bthe {re.escape(amount.written)}\b", source.text, re.I) is not None
    rivals = _rivals(amount, others)
    return bool(rivals) and not amount.bound and all(_allows(one, amount) for one in rivals)


def _allows(limit: Amount, amount: Amount) -> bool:
    """Tell whether a number is within what a source sets as a limit: sixteen, "under eighteen"."""
    if limit.bound in _UP:
        return amount.base > limit.base or (limit.bound == "least" and amount.base == limit.base)
    if limit.bound in _DOWN:
        return amount.base < limit.base or (limit.bound == "most" and amount.base == limit.base)
    return False


def _may_be_counted(amount: Amount) -> bool:
    """Tell whether a reader may have counted it, or say so of what is not counted.

    "The two of them" are two who are named, "a second time" is again, and "half" is 42 of 84.
    """
    if not amount.written.replace(" ", "").isalpha():
        return False
    if amount.scale == SHARE:
        return not amount.written.lower().endswith("cent")
    return amount.value in _FEW and amount.scale in ("", RANK)


def _is_article(amount: Amount) -> bool:
    """Tell whether "one" may be no number: "one gets", "one of them", "one year"."""
    return amount.written.lower().split()[0] == "one" and amount.value == 1


def _rivals(amount: Amount, given: Sequence[Amount]) -> list[Amount]:
    """Return numbers that may stand in the place of one: of the same things, or the same unit."""
    same = [one for one in given if _same_things(amount, one)]
    if same or _is_article(amount):
        return same
    if not amount.scale and _may_be_counted(amount) and amount.nouns[:1] != ("time",):
        return []  # "the two of them" are not counted; "two times" are
    if amount.scale:
        return [one for one in given if one.scale == amount.scale]
    plain = [one for one in given if not one.scale and not _is_article(one)]
    return plain if len(plain) == 1 else []


def _of_other_value(
    amount: Amount, alike: Sequence[Amount], given: Sequence[Amount]
) -> list[Amount]:
    """Return numbers of the same things, where the equal numbers are all of others."""
    if (
        not amount.nouns
        or amount.scale
        or any(_same_things(amount, one) or not one.nouns for one in alike)
    ):
        return []
    return [one for one in given if _same_things(amount, one)]


def _in_its_place(
    sentence: str, amount: Amount, alike: Sequence[Amount], source: Evidence
) -> list[Amount]:
    """Return numbers of the quote in the place of one that only stands around it.

    What stands around a quote says which thing it is about, and rarely how much of it.
    """
    if any(one.start < len(source.quote) for one in alike):
        return []
    return [
        one
        for one in _not_said(sentence, amounts_in(source.quote))
        if _same_things(amount, one) or (amount.scale and amount.scale == one.scale)
    ]


def _not_said(sentence: str, given: Sequence[Amount]) -> list[Amount]:
    """Return the numbers of a source that a sentence does not give, here or elsewhere."""
    own = amounts_in(sentence)
    return [one for one in given if not any(_equal(one, mine) for mine in own)]


def _equal(one: Amount, other: Amount) -> bool:
    return one.scale == other.scale and same_amount(one, other)


def _same_things(amount: Amount, one: Amount) -> bool:
    return bool(set(amount.nouns[:1]) & set(one.nouns) or set(amount.nouns) & set(one.nouns[:1]))


def _in_full(amount: Amount) -> str:
    words = {"least": "at least ", "most": "at most ", "above": "more than ", "below": "less than "}
    return f"{words.get(amount.bound, '')}{amount.written}"


_DIFFERENCES: Sequence[tuple[Callable[[Amount, Amount], bool], Weight]] = (
    (_opposed, "conflict"),
    (_of_other_rate, "conflict"),
    (_led_otherwise, "conflict"),
    (_loosened, "doubt"),
)
"""In what equal numbers may differ, and how much that weighs."""


def _codes(sentence: str, source: Evidence) -> Iterator[Finding]:
    written = without_list_marks(sentence)
    for match in [*_CODE.finditer(written), *_VERSION.finditer(written)]:
        if _GLUED_UNIT.fullmatch(match[0]) or _is_compound(match[0]) or _is_date(match, sentence):
            continue
        code = rf"(?<![a-z0-9]){re.escape(_plain(match[0]))}(?![a-z0-9])"
        if not re.search(code, _plain(source.text)):
            reason = f"The source does not mention {match[0]}."
            yield Finding("number", "missing", match.span(), reason)


def _is_date(match: re.Match[str], sentence: str) -> bool:
    return any(one.start <= match.start() < one.end for one in moments_in(sentence))


def _is_compound(written: str) -> bool:
    """Tell whether a word only joins a number to what it counts: `50-centimetre`, `2-room`."""
    return re.fullmatch(r"\d[\d.,]*(?:-[a-z]{3,})+", written) is not None


@lru_cache(maxsize=1_000)
def _plain(text: str) -> str:
    return re.sub(r"[-/.\s]+(?=\w)", " ", text.lower())
