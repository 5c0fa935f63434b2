"""Another name in the place of the one that a question asks about."""

import re
from collections.abc import Sequence, Set
from difflib import SequenceMatcher

from corpus.language import ENGLISH, Language
from index.analysis import STOP_WORDS
from qa.answering.named_things import Thing, is_wide, name_terms, other_names
from qa.answering.slots import name_runs

_SHORT_NAME = 4  # letters; a guess: shorter ones are abbreviations
ALIKE = 0.75  # of two spellings of a name, by difflib; a guess: Abdulrachman, Abdelrahman
_VERB = r"(?:is|was|are|were|has|had|have|did|does|do|will)"
_WHO_IS = re.compile(
    r"\W*who\s+(?:is|was|are|were)\s+(?:the|his|her|its|their|our|my)\s+(?P<whom>[\w-]+)\W*$", re.I
)
_OF_ITSELF = re.compile(r"['’]s? (?:full |real )?(?:name|identity)", re.I)
_BOTH = 2  # parts that two names must have to begin alike and end otherwise
_GENERATIONS = frozenset("senior junior sr jr ii iii iv".split())
_TITLE = r"(?:mr|mrs|ms|dr|prof|sir|lady)\.?"


def in_same_place(thing: Thing, question: str, others: Sequence[str], own: str) -> str:
    """Return another name behind the same noun: the head of Selby for the head of Askvik; or ""."""
    if not thing.before:
        return ""
    before = re.search(
        rf"\b(?P<noun>\w{{3,}})\s+{thing.before}\s+(?:the\s+)?{re.escape(thing.written)}", question
    )
    if before is None or before["noun"].lower() in STOP_WORDS:
        return ""
    phrase = f"{before['noun']} {thing.before}"
    others = [name for name in others if not _may_be_the_same(thing.written, name)]
    return next(
        (
            name
            for name in others
            if re.search(rf"\b{phrase} (?:the )?{re.escape(name)}\b", own, re.I)
        ),
        "",
    )


def is_initialled(thing: Thing, own: str) -> bool:
    """Tell whether a text has a name with initials: `L Okonjo`, `L. M. Okonjo` for Lucy Okonjo."""
    first, *others = thing.written.split()
    if not others:
        return False
    pattern = rf"\b{re.escape(first[0])}\.?\s*(?:[A-Z]\.?\s*)*{re.escape(others[-1])}\b"
    return re.search(pattern, own) is not None


def shares_half(thing: Thing, own: str, language: Language = ENGLISH) -> str:
    """Return the name that begins as another one and stands there in its place; else "".

    "Who led Ansar al-Sharia?", "He commanded Ansar al-Din." Where the part stands by itself as
    well, it may mean the one asked for, and so may one that only ends alike: `Chancellor Lund`.
    """
    asked = name_terms(thing.written, language)
    found = ""
    for run in name_runs(own):
        name = own[run.start : run.end]
        terms = name_terms(name, language)
        if {*asked}.isdisjoint(terms):
            continue
        alike = _are_alike({*asked} - {*terms}, {*terms} - {*asked})
        if min(len(asked), len(terms)) < _BOTH or asked[0] != terms[0] or alike:
            return ""
        if terms[-1] in _GENERATIONS or {*asked} <= {*terms} or {*terms} <= {*asked}:
            return ""
        found = found or name
    return found


def other_subject(thing: Thing, question: str, own: str, passage: str) -> str:
    """Return the name a sentence is about where the question asks about another; else "".

    "How old is Ida Brandt?", "Omar Nasri is 40 years old." On SQuAD 2.0 that is so of
    the likeliest sentences of 6 unanswerable questions of 1,527, and of no right one of 1,278, nor
    of 19,870 of other sets.
    """
    asked = rf"\b{_VERB}\s+(?:the\s+)?(?:{_TITLE}\s+)?{re.escape(thing.written)}\b(?!['’]s)"
    if not re.search(asked, question, re.IGNORECASE):
        return ""
    told = re.match(
        rf"\W*(?:(?:the|{_TITLE})\s+)?(?P<name>\w[^,;:()]{{2,60}}?)\s+{_VERB}\b", own, re.I
    )
    name = told["name"] if told else ""
    if not name or name.lower() in STOP_WORDS or _may_be_the_same(thing.written, name):
        return ""
    # The first word of a sentence is known for a name by another place where it is one.
    return name if name in other_names(question, f"{own} {passage}") else ""


def belongs_to_it(question: str, own: str) -> tuple[str, str] | None:
    """Return who is asked for, and what of theirs a sentence tells instead; None if it does not.

    "Who is the defendant?", "The defendant's expert is Omar Nasri." No right sentence of 1,278 of
    SQuAD 2.0 does, and none of 19,870 of other sets.
    """
    asked = _WHO_IS.match(question)
    if asked is None:
        return None
    found = [*re.finditer(rf"\b{re.escape(asked['whom'])}(?P<of>['’]s? \w+)?", own, re.IGNORECASE)]
    if found and all(one["of"] and not _OF_ITSELF.fullmatch(one["of"]) for one in found):
        return asked["whom"], found[0][0]
    return None


def _may_be_the_same(name: str, other: str) -> bool:
    """Tell whether two names may mean the same: Riley, Ryley; Pitt, Pittsburgh; US, American."""
    terms = {*name_terms(other)}
    if not terms or is_wide(other) or is_wide(name) or min(len(name), len(other)) < _SHORT_NAME:
        return True
    return _are_alike({*name_terms(name)}, terms)


def _are_alike(terms: Set[str], others: Set[str]) -> bool:
    """Tell whether two names may share a part that one of them spells differently."""
    return any(
        SequenceMatcher(None, one, two).ratio() > ALIKE or one.startswith(two[:_SHORT_NAME])
        for one in terms
        for two in others
    )
