"""Whether who did it to whom, and which value belongs to what, is the same in the source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from qa.checking.coverage import SAME_WORDS, coverage
from qa.checking.finding import Finding, Weight
from qa.checking.guards.actors import Actor, Deed, actors_in, deed_of, passives
from qa.checking.guards.names import names_in
from qa.checking.verdict import Evidence
from qa.checking.words import Word, clauses, segments, terms_in, words_of

_FROM_TO = re.compile(r"\b(?P<way>from|to|into)\s+(?:the\s+)?(?P<what>[\w'’.-]+)", re.IGNORECASE)
_JOINT = re.compile(
    r"\b(?:(?P<grade>more|less|fewer|\w{2,}er)\b(?:\s+[\w'’-]+){0,5}?\s+than|before|(?P<after>after))\b",
    re.IGNORECASE,
)
_BEHIND_OTHERS = re.compile(
    r"\b(?:of|for|on|in|at|by|from|with|to|into|near|over|under|about|without|against|as|and|or)\s+$",
    re.IGNORECASE,
)
"""What stands before a noun that is not the one that does what the next verb says."""
_CONVERSE = {"sell": "buy", "lend": "borrow", "sale": "buy"}
"""Verbs that say of the second what others say of the first."""
_TURNED = "The source says it the other way round."


@dataclass(frozen=True, slots=True)
class _Act:
    """A verb between two actors, and whether it was done to the first of them."""

    first: frozenset[str]
    verb: str
    last: frozenset[str]
    passive: bool
    written: str

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


def role_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object where two have changed places around a verb, "from" and "to", "than" or "before"."""
    sure = coverage(sentence, source) >= SAME_WORDS
    for finding in _exchanged(sentence, source):
        yield finding if sure else replace(finding, weight="doubt")


def _exchanged(sentence: str, source: Evidence) -> Iterator[Finding]:
    given = _acts(source.text)
    for act in _acts(sentence):
        same = [one for one in given if one.verb == act.verb]
        if any(_agree(act, one) for one in same) or not any(_turned(act, one) for one in same):
            continue
        word = next(word for word in words_of(sentence) if word.written == act.written)
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
    """Return who does what to whom; of the passive, only with a "by"."""
    found: list[_Act] = []
    for start, end in segments(text):
        part = text[start:end]
        actors = actors_in(part)
        for place, first in enumerate(actors):
            deed = deed_of(part, first)
            if deed is not None and (not deed.passive or deed.verb.term in passives(part)):
                others = _behind(part, deed.verb, actors[place + 1 :])
                found += [_act(first, deed, last) for last in others]
    return tuple(found)


def _behind(text: str, verb: Word, actors: Sequence[Actor]) -> list[Actor]:
    """Return the actors behind a verb in its clause."""
    end = next((b for _, b in clauses(text) if b > verb.start), len(text))
    return [one for one in actors if verb.end <= one.start < end]


def _act(first: Actor, deed: Deed, last: Actor) -> _Act:
    name = _CONVERSE.get(deed.verb.term, deed.verb.term)
    turned = deed.passive != (deed.verb.term in _CONVERSE)
    return _Act(first.terms, name, last.terms, turned, deed.verb.written)


def _ways(sentence: str, source: Evidence) -> Iterator[Finding]:
    own, given = _bound_ways(sentence), _bound_ways(source.text)
    for what, (way, span) in own.items():
        other = given.get(what)
        if other is None or other[0] == way:
            continue
        yield Finding("roles", "doubt", span, f"The source says “{other[0]} {what}”, not “{way}”.")
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


def _subjects(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object where the source has somebody else right before a verb than the sentence has."""
    given, text = _before_verbs(source.text), terms_in(source.text)
    for (verb, passive), own in _before_verbs(sentence).items():
        others, mine = given.get((verb, passive), ()), own[0]
        whole = sum(word.term == verb for word in words_of(source.text))
        if not others or len(others) < whole or not mine.terms <= text:
            continue
        if not any(one.terms & mine.terms for one in others):
            other = source.text[others[0].start : others[0].end]
            reason = f"The source says this of {other}, not of {sentence[mine.start : mine.end]}."
            same = _is_name(sentence, mine) == _is_name(source.text, others[0])
            weight: Weight = "conflict" if same else "doubt"  # a name may stand for "the claimant"
            yield Finding("roles", weight, (mine.start, mine.end), reason)
            return


def _is_name(text: str, actor: Actor) -> bool:
    return any(start <= actor.start < end for start, end in names_in(text))


@lru_cache(maxsize=2_000)
def _before_verbs(text: str) -> dict[tuple[str, bool], tuple[Actor, ...]]:
    """Return for each verb, and whether it is in the passive, who stands right before it."""
    found: dict[tuple[str, bool], tuple[Actor, ...]] = {}
    for actor in actors_in(text):
        deed = None if _BEHIND_OTHERS.search(text[: actor.start]) else deed_of(text, actor)
        if deed is not None:
            key = deed.verb.term, deed.passive
            found[key] = (*found.get(key, ()), actor)
    return found


def _compared(sentence: str, source: Evidence) -> Iterator[Finding]:
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
