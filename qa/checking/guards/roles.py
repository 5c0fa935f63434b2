"""Whether who did it to whom, and which value belongs to what, is the same in the source."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from qa.answering.named_things import name_terms
from qa.checking.amounts import Amount, amounts_in, same_amount
from qa.checking.finding import Finding, Source
from qa.checking.guards.names import names_in
from qa.checking.moments import Moment, moments_in
from qa.checking.words import clauses, segments, words_of

_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(?P<verb>\w+)(?:\s+\w+){0,2}?\s+by\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\b(?P<way>from|to|into)\s+(?:the\s+)?(?P<what>[\w'’.-]+)", re.IGNORECASE)
_JOINT = re.compile(r"\b(?:(?P<grade>\w+)\s+than|before|(?P<after>after))\b", re.IGNORECASE)
_TURNED = "The source says it the other way round."
_ELSEWHERE = 2  # words of a clause that another place shares more, before a value is its; a guess


@dataclass(frozen=True, slots=True)
class _Act:
    """A verb between two names, and whether it was done to the first of them."""

    first: frozenset[str]
    verb: str
    last: frozenset[str]
    passive: bool

    @property
    def actors(self) -> tuple[frozenset[str], frozenset[str]]:
        """Who did it, and to whom."""
        return (self.last, self.first) if self.passive else (self.first, self.last)


@dataclass(frozen=True, slots=True)
class _Joint:
    """A word between two things that are compared or follow one another."""

    word: str
    first: frozenset[str]
    last: frozenset[str]
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Value:
    """A number or date of a sentence: whether a part of a text has it, or another of its kind."""

    start: int
    end: int
    holds: Callable[[str], bool]
    has_rival: Callable[[str], bool]


def role_findings(sentence: str, source: Source) -> Iterator[Finding]:
    """Object where two names have changed places around a verb, or "from" and "to" have."""
    given = _acts(source.text)
    for act in _acts(sentence):
        same = [one for one in given if one.verb == act.verb]
        if any(_agree(act, one) for one in same) or not any(_turned(act, one) for one in same):
            continue
        word = next(word for word in words_of(sentence) if word.term == act.verb)
        yield Finding("roles", "conflict", (word.start, word.end), _TURNED)
        return
    yield from _ways(sentence, source)
    yield from _subjects(sentence, source)
    yield from _compared(sentence, source)


def _agree(act: _Act, one: _Act) -> bool:
    (who, whom), (his, theirs) = act.actors, one.actors
    return bool(who & his and whom & theirs)


def _turned(act: _Act, one: _Act) -> bool:
    (who, whom), (his, theirs) = act.actors, one.actors
    return bool(who & theirs and whom & his) and not who & whom


@lru_cache(maxsize=2_000)
def _acts(text: str) -> tuple[_Act, ...]:
    found: list[_Act] = []
    for start, end in segments(text):
        part = text[start:end]
        names = [(span, frozenset(name_terms(part[span[0] : span[1]]))) for span in names_in(part)]
        passive = {m["verb"].lower() for m in _PASSIVE.finditer(part)}
        for place, (first, own) in enumerate(names):
            for last, other in names[place + 1 :]:
                found += [
                    _Act(own, word.term, other, word.written.lower() in passive)
                    for word in words_of(part)
                    if first[1] <= word.start and word.end <= last[0] and word.is_content
                ]
    return tuple(found)


def _ways(sentence: str, source: Source) -> Iterator[Finding]:
    own, given = _bound_ways(sentence), _bound_ways(source.text)
    for what, (way, span) in own.items():
        other = given.get(what)
        if other is None or other[0] == way:
            continue
        if any(given.get(w, ("",))[0] not in ("", v) for w, (v, _) in own.items() if w != what):
            yield Finding("roles", "conflict", span, _TURNED)
            return


def _bound_ways(text: str) -> dict[str, tuple[str, tuple[int, int]]]:
    found: dict[str, tuple[str, tuple[int, int]]] = {}
    for match in _FROM_TO.finditer(text):
        what = match["what"].lower().rstrip(".'’-")
        way = match["way"].lower().removeprefix("in")
        if what in found and found[what][0] != way:
            found[what] = ("", match.span("what"))
        else:
            found[what] = (way, match.span("what"))
    return {what: way for what, way in found.items() if way[0]}


def _subjects(sentence: str, source: Source) -> Iterator[Finding]:
    """Object where the source has another name right before the verb than the sentence has."""
    given = _before_verbs(source.text)
    for verb, (names, span) in _before_verbs(sentence).items():
        other = given.get(verb)
        if (
            other is None
            or other[0] & names
            or verb in _passives(sentence) | _passives(source.text)
        ):
            continue
        others = source.text[other[1][0] : other[1][1]]
        mine = sentence[span[0] : span[1]]
        reason = f"The source says this of {others}, not of {mine}."
        yield Finding("roles", "conflict", span, reason)
        return


@lru_cache(maxsize=2_000)
def _before_verbs(text: str) -> dict[str, tuple[frozenset[str], tuple[int, int]]]:
    """Return for each word right behind a name the names before it, and where the first stands."""
    found: dict[str, tuple[frozenset[str], tuple[int, int]]] = {}
    for start, end in names_in(text):
        terms = frozenset(name_terms(text[start:end]))
        behind = [word for word in words_of(text) if word.start >= end][:1]
        for word in behind:
            between = text[end : word.start]
            if terms and word.written.islower() and word.is_content and not between.strip():
                own, place = found.get(word.term, (frozenset(), (start, end)))
                found[word.term] = (own | terms, place)
    return found


@lru_cache(maxsize=2_000)
def _passives(text: str) -> frozenset[str]:
    verbs = " ".join(match["verb"] for match in _PASSIVE.finditer(text))
    return frozenset(word.term for word in words_of(verbs))


def _compared(sentence: str, source: Source) -> Iterator[Finding]:
    """Object to "A is heavier than B" or "A before B" where the source says it of B and A."""
    own, given = _around_joints(sentence), _around_joints(source.text)
    for joint in own:
        for other in given:
            if joint.word == other.word and _crossed(joint, other):
                yield Finding("roles", "conflict", joint.span, _TURNED)
                return


def _crossed(one: _Joint, other: _Joint) -> bool:
    early = (one.first & other.last) - other.first
    late = (one.last & other.first) - other.last
    straight = (one.first & other.first) | (one.last & other.last)
    return bool(early and late) and len(early | late) >= len(straight)


def _around_joints(text: str) -> list[_Joint]:
    """Return what is compared by "than", "before" and "after", the earlier or greater first."""
    found = []
    for match in _JOINT.finditer(text):
        part = next(((a, b) for a, b in segments(text) if a <= match.start() < b), (0, len(text)))
        words = [w for w in words_of(text) if part[0] <= w.start < part[1] and w.is_content]
        first = frozenset(w.term for w in words if w.end <= match.start())
        last = frozenset(w.term for w in words if w.start >= match.end())
        word = match["grade"] or "before"
        if match["after"]:
            first, last = last, first
        found.append(_Joint(word.lower(), first, last, match.span()))
    return found


def binding_findings(sentence: str, source: Source) -> Iterator[Finding]:
    """Object where a value stands in another row or sentence of the source than what it is said of.

    Rows and sentences are compared by the words that they share with the clause of the value.
    """
    parts = [source.quote[start:end] for start, end in segments(source.quote)]
    if len(parts) < 2:
        return
    for value in _values(sentence):
        start, end = value.start, value.end
        clause = next(((a, b) for a, b in _wide_clauses(sentence) if a <= start < b), None)
        if clause is None:
            continue
        own = {w.term for w in words_of(sentence[clause[0] : clause[1]]) if w.is_content}
        with_it = [_shared(own, part) for part in parts if value.holds(part)]
        others = [
            _shared(own, part) for part in parts if not value.holds(part) and value.has_rival(part)
        ]
        if with_it and others and max(others) - max(with_it) >= _ELSEWHERE:
            reason = f"The source says {sentence[start:end].strip()} of something else."
            yield Finding("binding", "missing", (start, end), reason)


def _wide_clauses(sentence: str) -> Sequence[tuple[int, int]]:
    return segments(sentence) if len(clauses(sentence)) < 3 else clauses(sentence)


def _shared(terms: set[str], part: str) -> int:
    return len(terms & {word.term for word in words_of(part)})


def _values(sentence: str) -> Iterator[_Value]:
    for amount in amounts_in(sentence):
        yield _Value(amount.start, amount.end, partial(_holds, amount), partial(_rivals, amount))
    for moment in moments_in(sentence):
        yield _Value(moment.start, moment.end, partial(_dates, moment), partial(_others, moment))


def _holds(amount: Amount, part: str) -> bool:
    return any(same_amount(amount, other) for other in amounts_in(part))


def _rivals(amount: Amount, part: str) -> bool:
    return any(amount.scale == other.scale for other in amounts_in(part))


def _dates(moment: Moment, part: str) -> bool:
    return any(moment.parts <= other.parts for other in moments_in(part))


def _others(moment: Moment, part: str) -> bool:
    return any(moment.units <= other.units for other in moments_in(part))
