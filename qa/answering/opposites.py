"""Words of which one rules out the other: how many were hurt does not say how many died."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from index.analysis import STOP_WORDS
from index.analysis.terms import terms_of
from qa.answering.named_things import first_written
from qa.answering.negation import yes_or_no


class Opposites(NamedTuple):
    """Words of a question, and their opposite, which a text has instead."""

    asked: str
    given: str


def _both_ways(pairs: str) -> tuple[tuple[str, str], ...]:
    """Return pairs that stand between semicolons, each also the other way round."""
    split = [pair.split() for pair in pairs.split(";")]
    return tuple(way for one, two in split for way in ((one, two), (two, one)))


_DEGREES = _both_ways(
    """
    least most; fewest most; fewer more; less more; smallest largest; lowest highest; lower higher;
    minimum maximum; worst best; earliest latest; shortest longest; weakest strongest;
    slowest fastest; youngest oldest; decrease increase; prohibit allow; forbid allow;
    forbidden allowed; impossible possible; informal formal; infinite finite; easy difficult;
    simple complex
    """
)
_SORTS = _both_ways(
    """
    public private; northern southern; eastern western; north south; east west; upper lower;
    inner outer; left right; front rear; front back; old new; first last; internal external;
    domestic foreign; urban rural; morning afternoon; morning evening;
    afternoon evening; gross net; direct indirect; positive negative;
    legal illegal; major minor; hot cold; single double; indoor outdoor; senior junior;
    civil criminal; temporary permanent; summer winter; large small; natural artificial;
    primary secondary; former current; previous next; before after
    """
)
_SORTS += tuple(permutations("first second third fourth fifth sixth seventh eighth".split(), 2))
"""What tells a thing from another of its name: the old bridge, the new bridge; after the fire."""

_COUNTED = re.compile(
    r"\b(?P<number>\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
    r"-(?P<unit>[a-z]{3,})\b",
    re.IGNORECASE,
)
"""What tells things from others by a number: a two-point shot, the 50-metre pool."""

_EVENTS = """
die died dead death kill killed fatality | injured injury wounded wound hurt
arrive arrival | depart departure
import imported importer | export exported exporter
born birth | died die death dead
increase increased grow grew growth rise rose | decrease decreased decline declined shrink shrank
accept accepted approve approved adopt adopted | reject rejected refuse refused
deposit deposited | withdraw withdrew withdrawal
encourage encouraged | discourage discouraged
strengthen strengthened | weaken weakened
appoint appointed | dismiss dismissed resign resigned
income revenue turnover | expense expenditure spending
profit surplus | loss deficit
asset | liability
disadvantage drawback | advantage benefit
input | output
minority | majority
absent absentee absence apology apologies | attend attended attendance attendee
begin began begun start started | end ended finish finished
"""
_ROLES = """
landlord lessor | tenant lessee
lender creditor | borrower debtor
buyer purchaser | seller vendor
employer | employee
claimant plaintiff | defendant
appellant | respondent
sender | recipient addressee
"""
"""Who stands on either side. Only who it is, and what one must or may do, is told apart: who
bought from the seller is the buyer."""


def _sides(text: str) -> Iterator[tuple[list[str], list[str]]]:
    for line in text.strip().splitlines():
        one, other = (half.split() for half in line.split("|"))
        yield one, other
        yield other, one


def _any_of(words: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(words)})s?\b"


_ROLE_WORDS = tuple((_any_of(one), _any_of(other)) for one, other in _sides(_ROLES))
_TERMS = tuple(
    (frozenset(terms_of(" ".join(one))), frozenset(terms_of(" ".join(other))))
    for one, other in _sides(_EVENTS)
)
_DENIAL = r"\b(?:not|no|never|nor|neither|without|nobody|none|\w+n['’]t)\b"
_DENIES = re.compile(_DENIAL, re.IGNORECASE)
_NEAR = r"(?:\W+\w+){0,3}?\W+"  # up to three words; a guess: "nobody was seriously hurt"
_SETS_AGAINST = re.compile(r"\b(?:but|although|though|however|until)\b", re.IGNORECASE)
"""What joins both sides: refused at first, but gave in."""

_SPAN = re.compile(
    r"\d{3,4}\)?\s?[-–—]{1,2}\s?(?:[\w ]{0,12} )?\d{4}|\b(?:from|since|until|till|through)\b", re.I
)
"""What gives a beginning and an end without these words: `1810–1849`, from May until June."""

_HOW = re.compile(r"\bhow (?:easy|difficult|simple|complex|formal|fast|slow)\b", re.IGNORECASE)
"""What asks for a degree, which the opposite may give: how difficult is it, easy."""

_SET = re.compile(r"\bat (?:the )?(?:least|most|last|first)\b|\b(?:end\w*|start\w*) up\b", re.I)
"""Phrases in which these words mean something else."""

_BOUND = re.compile(
    r"\b(?:more|less|fewer|higher|lower|later|earlier) than (?:an?|one|two|three|half|[^\w\s]?\d)",
    re.I,
)
"""A bound, which is the opposite only of another one: more than 30 days late."""

_OWNER = r"(?:the|an?|his|her|its|their|our|my)"
_WHO_IS = rf"^\W*(?:who|what|which \w+)\s+(?:is|are|was|were)\s+{_OWNER}\s+(?:\w+\s+)?"
_MAY = r"(?:must|shall|may|can|should|has|have|is|are|will|undertakes?|pays?|agrees?)"


def opposite_of(question: str, text: str) -> Opposites | None:
    """Return words of a question of which a text has only the opposite; None if there are none.

    A text that has both is left alone, as it may set them apart. Measured on SQuAD 2.0: such are
    the likeliest sentences of 34 unanswerable questions of 1,527, and no right one of 1,278; of
    76,000 right sentences of other sets, 1 in 1,600.
    """
    if yes_or_no(question) or _HOW.search(question):
        return None
    return next(_opposites(_SET.sub(" ", question), _SET.sub(" ", text)), None)


def _opposites(question: str, text: str) -> Iterator[Opposites]:
    yield from _degrees(question, text)
    yield from _sorts(question, text)
    yield from _counted(question, text)
    yield from _roles(question, text)
    if not _DENIES.search(question) and not _SETS_AGAINST.search(text):
        yield from _events(question, text)


def _degrees(question: str, text: str) -> Iterator[Opposites]:
    bounds = " than " in question
    asked, given = _small_words(question), _small_words(text if bounds else _BOUND.sub(" ", text))
    for one, other in _DEGREES:
        if one in asked and other in given and one not in given and other not in asked:
            yield Opposites(one, other)


def _small_words(text: str) -> set[str]:
    return {*re.findall(r"\b[a-z]+\b", text)}


def _events(question: str, text: str) -> Iterator[Opposites]:
    """Yield the events that a text tells instead: injuries for deaths, exports for imports."""
    asked, given = {*terms_of(question)}, {*terms_of(text)}
    for one, other in _TERMS:
        wanted, instead = asked & one, given & other
        if wanted and instead and not (asked & other or given & one) and not _SPAN.search(text):
            word = first_written(text, instead)
            if not re.search(rf"{_DENIAL}{_NEAR}{re.escape(word)}\b", text, re.IGNORECASE):
                yield Opposites(first_written(question, wanted), word)


def _sorts(question: str, text: str) -> Iterator[Opposites]:
    """Yield another thing of the same name: the new bridge for the old one."""
    for one, other, written, thing in _sorts_asked(question):
        if re.search(rf"\b{one}\b", text, re.IGNORECASE):
            continue
        for given in _thing_behind(other).finditer(text):
            if terms_of(given["thing"]) == thing:
                yield Opposites(written, given[0])


@lru_cache(maxsize=2_000)
def _sorts_asked(question: str) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """Return the words of a question that have an opposite, that, and what stands behind them."""
    folded = question.casefold()  # few have any, and a hundred patterns take 15 ms to make
    return tuple(
        (one, other, asked[0], terms_of(asked["thing"]))
        for one, other in _SORTS
        if one in folded
        and (asked := _thing_behind(one).search(question))
        and asked["thing"].lower() not in STOP_WORDS
    )


def _counted(question: str, text: str) -> Iterator[Opposites]:
    """Yield another number before the same unit: a three-point shot for a two-point one."""
    given = {match["unit"].lower(): match for match in _COUNTED.finditer(text)}
    for asked in _COUNTED.finditer(question):
        other = given.get(asked["unit"].lower())
        if other and not re.search(rf"\b{asked['number']}\b", text, re.IGNORECASE):
            yield Opposites(asked[0], other[0])


@lru_cache(maxsize=2 * len(_SORTS))
def _thing_behind(word: str) -> re.Pattern[str]:
    article = rf"(?:{_OWNER}\s+)?" if word in {"before", "after"} else ""
    return re.compile(rf"\b{word}\s+{article}(?P<thing>[a-z]{{3,}})\b", re.IGNORECASE)


def _roles(question: str, text: str) -> Iterator[Opposites]:
    for role, own, given in _roles_asked(question):
        other = re.search(given, text, re.IGNORECASE)
        if other and not re.search(own, text, re.IGNORECASE):
            yield Opposites(role, other["role"])


@lru_cache(maxsize=2_000)
def _roles_asked(question: str) -> tuple[tuple[str, str, str], ...]:
    """Return the roles that are asked about, with patterns of them and of those opposite."""
    found = []
    for own, other in _ROLE_WORDS:
        for before, behind in ((_WHO_IS, ""), (rf"\b{_MAY}\s+the\s+", rf"\s+{_MAY}\b")):
            asked = re.search(rf"{before}(?P<role>{own})", question, re.IGNORECASE)
            if asked:
                found.append((asked["role"], own, rf"(?P<role>{other}){behind}"))
    return tuple(found)
