"""Whether a question and a sentence both say that something is so, or both that it is not."""

import re
from functools import lru_cache

from index.analysis import STOP_WORDS
from index.analysis.terms import terms_of
from qa.answering.languages import Phrases, asked_in
from qa.answering.languages.english.phrases import ENGLISH

_NOT = r"(?:not|never|cannot|\w+n['’]t)"
_SUGGESTS = re.compile(r"^\W*why (?:not|\w+n['’]t (?:i|we|you))\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?<=\w)\s+(?:if|when|unless|that|which|who|whom|whose|because|although)\s+(?=[^,]*$).*",
    re.IGNORECASE | re.DOTALL,
)
"""The clause at the end of a question that sets its condition: "if a port does not pay"."""

_UNDER_CONDITION = re.compile(
    r"^\W*(?:how|when|where|by when|what (?:happens|must|should|can|do|does|is|are|applies))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    rf"\b(?:{_NOT}|no longer|fail(?:ed|s)? to|refused? to|unable to|without)\s+"
    r"(?:(?:yet|ever|been|be|to|have|always|really|even|actually|usually)\s+)?(?P<verb>[a-z]+)",
    re.IGNORECASE,
)


@lru_cache(maxsize=2_000)
def asks_not(question: str) -> bool:
    """Tell whether a question asks for what is not so: "Which ports did not pay?".

    "What happens if a port does not pay?" asks for what is so.
    """
    phrases = asked_in(question)
    if yes_or_no(question) or _SUGGESTS.match(question):
        return False
    if phrases is ENGLISH and _UNDER_CONDITION.match(question):
        question = _CONDITION.sub("", question)
    return phrases.asks_not.search(question) is not None


def says_not(text: str, phrases: Phrases = ENGLISH) -> bool:
    """Tell whether any word of a text may deny something.

    Many may, since a guard that takes a right sentence away does more harm.
    """
    return phrases.says_not.search(text) is not None


def denied(text: str) -> frozenset[str]:
    """Return the terms of the verbs that a text denies: `pay` of "they did not pay"."""
    verbs = (match["verb"].lower() for match in _DENIED.finditer(text))
    return frozenset(term for verb in verbs if verb not in STOP_WORDS for term in terms_of(verb))


def yes_or_no(question: str) -> bool:
    """Tell whether a question may be answered with yes or no."""
    return asked_in(question).yes_or_no.match(question) is not None
