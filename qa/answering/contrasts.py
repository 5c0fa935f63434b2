"""What tells the thing asked about from others of its kind: the book stall, tours in French.

A sentence about another of them has nearly the same words, and does not answer.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from index.analysis import STOP_WORDS
from index.analysis.terms import terms_of
from qa.answering.named_things import first_written

_ARTICLE = r"(?i:the|an?|any|no|this|each|every|our|your|his|her|its|their)"
_COMPOUND = re.compile(rf"\b{_ARTICLE}\s+(?P<which>[a-z]{{3,}})\s+(?P<thing>[a-z]{{3,}})\b")
_FOLLOWED = re.compile(r"\s*(?:[?.,;:!)]|$|(?P<word>[\w'’-]+))")
_QUALITY = re.compile(
    r"(?:al|ive|ous|ful|able|ible|ic|ed|ing|est|ary|ory|\w{3}[ae]nt|ish|less|ly|er|or|ern|some)$"
)
"""Endings of words that mostly describe, for which there are many other words."""

_VAGUE = frozenset(
    "new old main whole full same key top big large small high low long short great good bad best"
    " worst real true right wrong major minor next past late early own prime chief lead single sole"
    " joint young wide deep free basic modern common human local base core rough firm fixed exact"
    " net gross most more many few much less least further various other such entire overall upper"
    " lower"
    " one two three four five six seven eight nine ten dozen half".split()
)
_RANK = re.compile(
    r"\b(?P<rank>vice|deputy|assistant|associate|acting|interim|honorary|junior)[- ]"
    r"(?P<office>[A-Za-z]{4,})\b",
    re.IGNORECASE,
)
_OFFICES = (
    "directors?|officers?|managers?|secretar(?:y|ies)|ministers?|editors?|engineers?|inspectors?"
)
_OFFICE = re.compile(
    rf"\b(?P<which>(?!managing|executive|general|acting|current|former)[a-z]{{3,}})\s+"
    rf"(?P<office>{_OFFICES})\b(?!\s+of\b)",
    re.IGNORECASE,
)
_OFFICE_OF = re.compile(
    rf"\b(?P<office>{_OFFICES})\s+(?:of|for)\s+(?:the\s+)?(?P<which>[a-z]{{3,}})\b", re.IGNORECASE
)
_CLASSES = tuple(
    frozenset(terms_of(words))
    for words in (
        "red blue green yellow orange purple violet pink brown black white grey gray amber golden",
        "adult child pensioner toddler",
        "boy girl",
        "men women",
        "male female",
        "northern southern eastern western",
        "breakfast lunch dinner supper",
        "monthly weekly daily hourly",
        "indoor outdoor",
        "wooden brick steel iron concrete plastic",
    )
)
"""Words, each of which rules out the others on its line."""

_PAIR = re.compile(r"\b(?P<which>[a-z]{3,})\s+(?P<thing>[a-z]{3,})\b")
_DONE_TO = re.compile(
    r"^\W*(?:when|where|why|how|by whom)\s+(?P<is>was|were)\s+the\s+(?P<thing>[a-z]{3,})\s+"
    r"(?P<did>[a-z]{3,})\b",
    re.IGNORECASE,
)
_NAMED_DONE_TO = re.compile(
    r"^\W*(?i:when|where|why|how|by whom)\s+(?P<is>was|were)\s+(?:the\s+)?"
    r"(?P<thing>(?:[\w'’-]+\s+){0,3}?[A-Z][\w'’-]+(?:\s+[\w'’-]+){0,3}?)\s+(?P<did>[a-z]{3,})"
    r"(?:\s+(?:as|to|from|by|for)\b[^?]*)?\W*$"
)
_DONE = r"(?:is|was|are|were|ha[sd] been|have been)\s+(?:first\s+|then\s+|also\s+)?"
_SUBJECT = r"(?P<other>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*)"
_TONGUE = re.compile(r"\bin (?:(?:the|a|an)\s+)?(?P<name>[A-Z][a-z]+)\b")
_PRONOUNS = frozenset("he she it they this that these those there which who one".split())
_TONGUES = frozenset(
    terms_of(
        "English French German Italian Spanish Portuguese Dutch Danish Swedish Norwegian Finnish"
        " Polish Czech Russian Ukrainian Turkish Arabic Hebrew Greek Chinese Japanese Korean Hindi"
        " Welsh Irish Hungarian Romanian Croatian Serbian Latin"
    )
)


class Contrast(NamedTuple):
    """What a question asks about, and what a sentence is about instead."""

    asked: str
    given: str


def contrasts(
    question: str, own: str, is_said: Callable[[str], bool], is_known: Callable[[str], bool]
) -> Iterator[Contrast]:
    """Yield what a sentence is about instead of what a question asks about.

    Args:
        question: The question.
        own: The words of the sentence.
        is_said: Tells whether a term stands in the sentence or in what it stands under.
        is_known: Tells whether a term stands anywhere in what was found of the document.
    """
    yield from _compounds(question, own, is_said, is_known)
    yield from _ranks(question, own, is_said)
    yield from _offices(question, own, is_said)
    yield from _classes(question, own, is_said)
    yield from _unknown(question, own, is_known)
    yield from _subjects(question, own, is_said, is_known)
    yield from _tongues(question, own, is_known)


def _compounds(
    question: str, own: str, is_said: Callable[[str], bool], is_known: Callable[[str], bool]
) -> Iterator[Contrast]:
    """Yield other things of the same kind: the plant stall for the book stall.

    The question's word must be found nowhere in the document: otherwise both words may mean the
    same.
    """
    asked = {*terms_of(question)}
    for which, thing in _things(question):
        terms = terms_of(which)
        if any(is_said(term) or is_known(term) for term in terms):
            continue
        for other, its in _things(own):
            if terms_of(its) == terms_of(thing) and asked.isdisjoint(terms_of(other)):
                yield Contrast(f"{which} {thing}", f"{other} {its}")


@lru_cache(maxsize=2_000)
def _things(text: str) -> tuple[tuple[str, str], ...]:
    """Return the things in a text that are named by two nouns, as (`book`, `stall`)."""
    return tuple(
        (match["which"], match["thing"])
        for match in _COMPOUND.finditer(text)
        if _is_noun(match["which"]) and _is_noun(match["thing"], last=True) and _ends(text, match)
    )


def _is_noun(word: str, *, last: bool = False) -> bool:
    if word in STOP_WORDS or word in _VAGUE:
        return False
    return last or _QUALITY.search(word) is None


def _ends(text: str, match: re.Match[str]) -> bool:
    """Tell whether the name ends here: no other noun follows."""
    following = _FOLLOWED.match(text, match.end())
    return following is not None and (
        following["word"] is None or following["word"].lower() in STOP_WORDS
    )


def _ranks(question: str, own: str, is_said: Callable[[str], bool]) -> Iterator[Contrast]:
    """Yield the office itself where its deputy is asked for."""
    terms = {*terms_of(own)}
    for match in _RANK.finditer(question):
        if any(map(is_said, terms_of(match["rank"]))):
            continue
        if terms.issuperset(terms_of(match["office"])):
            yield Contrast(match[0], match["office"])


def _offices(question: str, own: str, is_said: Callable[[str], bool]) -> Iterator[Contrast]:
    """Yield another office of that kind: the director of nursing for the medical director."""
    for match in _OFFICE.finditer(question):
        which, office = terms_of(match["which"]), terms_of(match["office"])
        if not which or match["which"].lower() in STOP_WORDS | _VAGUE or any(map(is_said, which)):
            continue
        others = [*_OFFICE_OF.finditer(own), *_OFFICE.finditer(own)]
        given = [one[0] for one in others if terms_of(one["office"]) == office]
        if given:
            yield Contrast(match[0], given[0])


def _classes(question: str, own: str, is_said: Callable[[str], bool]) -> Iterator[Contrast]:
    """Yield what rules out the word asked for: adults for children."""
    asked, given = {*terms_of(question)}, {*terms_of(own)}
    for words in _CLASSES:
        wanted, others = asked & words, given & words
        if len(wanted) == 1 and others and not any(map(is_said, wanted)):
            yield Contrast(first_written(question, wanted), first_written(own, others))


def _unknown(question: str, own: str, is_known: Callable[[str], bool]) -> Iterator[Contrast]:
    """Yield the plain thing where a colour or the like is asked for that is mentioned nowhere."""
    terms = {*terms_of(own)}
    for match in _PAIR.finditer(question):
        which, thing = terms_of(match["which"]), terms_of(match["thing"])
        closed = which and any(which[0] in words for words in _CLASSES)
        if closed and thing and thing[0] in terms and not any(map(is_known, which)):
            yield Contrast(match[0], match["thing"])


def _subjects(
    question: str, own: str, is_said: Callable[[str], bool], is_known: Callable[[str], bool]
) -> Iterator[Contrast]:
    """Yield another thing to which the same was done: "The bridge was built" for the ferry.

    The document must mention the one asked for somewhere: otherwise both may be the same.
    """
    yield from _named_subjects(question, own, is_known)
    match = _DONE_TO.match(question)
    if match is None:
        return
    thing = terms_of(match["thing"])
    if not thing or not all(map(is_known, thing)) or any(map(is_said, thing)):
        return
    stated = rf"\b[Tt]he\s+(?P<other>[a-z]{{3,}})\s+{match['is']}\s+(?:first\s+)?{match['did']}\b"
    for other in re.finditer(stated, own):
        if terms_of(other["other"]) != thing:
            yield Contrast(match["thing"], other["other"])


def _named_subjects(question: str, own: str, is_known: Callable[[str], bool]) -> Iterator[Contrast]:
    """Yield another name to which the same was done, in place of the one asked for.

    "Solvane was founded in 2009 by men of Kessock" does not say when Kessock was founded. Where the
    name asked for is not in the sentence, the document must have it, and the other be a full one.
    """
    match = _NAMED_DONE_TO.match(question)
    if match is None or not any(map(str.isupper, match["thing"])):
        return
    asked, last = {*terms_of(match["thing"])}, match["thing"].split()[-1]
    beside = bool(asked & {*terms_of(own)})
    done = rf"{_DONE}{match['did']}\b"
    if re.search(rf"\b{re.escape(last)}\s+{done}", own, re.I):
        return
    if not beside and not all(map(is_known, asked)):
        return
    for other in re.finditer(rf"\b{_SUBJECT}\s+{done}", own):
        words = other["other"].lower().split()
        terms = {*terms_of(other["other"])}
        full = len(words) > 1 and words[0] not in STOP_WORDS
        if terms and terms.isdisjoint(asked) and words[0] not in _PRONOUNS and (beside or full):
            yield Contrast(match["thing"], other["other"])


def _tongues(question: str, own: str, is_known: Callable[[str], bool]) -> Iterator[Contrast]:
    """Yield the language given where another is asked for that is mentioned nowhere."""
    for match in _TONGUE.finditer(question):
        terms = terms_of(match["name"])
        if not _TONGUES.issuperset(terms) or any(map(is_known, terms)):
            continue
        named = (other["name"] for other in _TONGUE.finditer(own))
        others = [name for name in named if _TONGUES.issuperset(terms_of(name))]
        yield Contrast(match["name"], others[0] if others else "")


_DIGITS = r"(?<![\w#-])\+?\(?(?:\d[\s()/.-]{0,2}){5,}"
_STAMP = re.compile(
    r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[T ,]+\d{1,2}:\d\d(?::\d\d)?)?|\b\d{1,2}:\d\d(?::\d\d)?\b"
    r"|[€$£]\s?\d[\d,.]*|\b\d[\d,.]*\d\s?[€$£%]"
)
"""Dates, times and amounts, which have as many figures as a phone number."""

_FORMS = (
    (
        re.compile(r"\be-?mail address|\bmail address|\be-?mails? (?:of|for)\b", re.IGNORECASE),
        re.compile(r"\S@\S"),
    ),
    (
        re.compile(
            r"\b(?:(?:tele)?phone|fax|mobile|extension) numbers?\b|\bnumber (?:can|do|should|must)"
            r" (?:i|you|we|one) (?:call|ring|dial)\b",
            re.IGNORECASE,
        ),
        re.compile(rf"{_DIGITS}|\bext(?:ension|\.)? ?\d{{2,}}|\b\d{{3}}\b", re.IGNORECASE),
    ),
    (
        re.compile(
            r"\bweb ?(?:site|page)(?: address)? of\b|\bweb address\b|\burl\b", re.IGNORECASE
        ),
        re.compile(r"https?://|www\.|\b[\w-]+\.(?:[a-z]{2}|com|org|net|info|example)\b"),
    ),
    (
        re.compile(
            r"\bborn\b(?=\W*$|\s(?:in|on|at)\b)|\bbirth ?(?:places?|days?|dates?)\b", re.IGNORECASE
        ),
        re.compile(
            r"\bborn|birth|\bnative\b|\bn[ée]e?\b|\bgebor|\bnaiss|\bb\.|\bbab(?:y|ies)\b|\bfrom\b"
            r"|[(*†][^()]*\d{4}",
            re.IGNORECASE,
        ),
    ),
)
"""What asks for an address, a phone number or a birth, and how such a thing is written."""


def lacks_form(question: str, text: str) -> str:
    """Return the words that ask for an address, a phone number or a birth that a text has not.

    "" where it has one, or none is asked for.
    """
    for asks, form in _FORMS:
        match = asks.search(question)
        if match is not None and form.search(_STAMP.sub(" ", text)) is None:
            return match[0]
    return ""
