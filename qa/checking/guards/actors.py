"""Who does something in a text: names, and nouns with an article, before and behind a verb."""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.analysis import STOP_WORDS
from index.analysis.english import IRREGULAR
from qa.answering.named_things import name_terms
from qa.checking.guards.names import names_in
from qa.checking.words import Word, words_of

_NOUN = re.compile(
    r"\b(?:the|an?|his|her|their|its|our|my|your|each|every|no)\s+"
    r"(?=(?P<words>[a-z][\w'’-]*(?:\s+[a-z][\w-]*){0,2}))",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(?P<verb>\w+)(?:\s+\w+){0,2}?\s+by\b",
    re.IGNORECASE,
)
_HELPING = frozenset(
    "is are was were be been has have had do does did shall will would may might can could must"
    " should not never also already once then only".split()
)
_BEING = frozenset("is are was were be been being".split())
_NO_VERB = re.compile(r"(?:tion|ment|ness|ity|ship|ance|ence|ism|ly)$")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that may do what a verb says, by its terms."""

    start: int
    end: int
    terms: frozenset[str]


@lru_cache(maxsize=2_000)
def actors_in(text: str) -> tuple[Actor, ...]:
    """Return the names in a text, and the nouns that have an article, in order."""
    found = [
        Actor(start, end, terms)
        for start, end in names_in(text)
        if (terms := frozenset(name_terms(text[start:end])))
    ]
    for match in _NOUN.finditer(text):
        noun = _noun(text, match)
        if noun and not any(one.start < noun.end and noun.start < one.end for one in found):
            found.append(noun)
    return tuple(sorted(found, key=lambda one: one.start))


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb behind an actor, and whether it is done to that actor."""

    verb: Word
    passive: bool


def deed_of(text: str, actor: Actor) -> Deed | None:
    """Return the verb right behind an actor, as far as its form shows that it is one."""
    last, passive = actor.end, False
    for word in words_of(text):
        if word.start < actor.end:
            continue
        if text[last : word.start].strip():
            return None
        if word.written.lower() not in _HELPING:
            return Deed(word, passive) if _is_verb(word) else None
        passive = passive or word.written.lower() in _BEING
        last = word.end
    return None


@lru_cache(maxsize=2_000)
def passives(text: str) -> frozenset[str]:
    """Return the terms of verbs that a text uses in the passive, with a "by"."""
    verbs = " ".join(match["verb"] for match in _PASSIVE.finditer(text))
    return frozenset(word.term for word in words_of(verbs))


def _noun(text: str, match: re.Match[str]) -> Actor | None:
    """Return the noun behind an article: the last word before a verb or a small word."""
    kept: list[Word] = []
    for word in words_of(match["words"]):
        if word.written.lower() in STOP_WORDS | _HELPING or (kept and _is_verb(word)):
            break
        kept.append(word)
    if not kept:
        return None
    start = match.start("words")
    return Actor(match.start(), start + kept[-1].end, frozenset({kept[-1].term}))


def _is_verb(word: Word) -> bool:
    lower = word.written.lower()
    if not word.written.islower() or not word.is_content or _NO_VERB.search(lower):
        return False
    return lower in _FORMS or lower.endswith(("ed", "es")) or lower in _PLAIN


_PLAIN = frozenset(
    "accept accuse approve ask bear blame build buy call carry cause charge choose clean collect"
    " cover"
    " deliver employ find follow get give help hire inform invite join keep lead leave lend lose"
    " make"
    " meet offer oppose own owns pay pays pays play provide provides publish receive receives"
    " refuse"
    " reject replace report run say says sell sells send serve show sign speak succeed succeeds"
    " support"
    " take teach tell terminate train visit want wants win write".split()
)
"""Verbs as they stand behind "shall" and "will", and of one who does it now."""
_FORMS = frozenset(IRREGULAR)
