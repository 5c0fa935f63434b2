"""Whether a question and a sentence both say that something is so, or both that it is not."""

import re
from functools import lru_cache

from index.analysis import STOP_WORDS
from index.analysis.terms import terms_of

_NOT = r"(?:not|never|cannot|\w+n['’]t)"
_ASKS_NOT = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|must|may)\b"
    r"(?:\s+(?!not\b)[\w'’-]+){0,6}?\s+(?:not|(?-i:never))|cannot|\w+n['’]t|(?-i:never))\b"
    r"(?!\s+(?:only|just|merely)\b)",
    re.IGNORECASE,
)
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
_SAYS_NOT = re.compile(
    r"\b(?:not|never|cannot|\w+n['’]t|no|none|nobody|nothing|neither|nor|without|unable|fail\w*|refus\w+"
    r"|reject\w*|den(?:y|ied|ies)|lack\w*|avoid\w*|exclud\w+|except|instead of|rather than|against"
    r"|prohibit\w*|forb[ia]d\w*|ban(?:s|ned)?|prevent\w*|oppos\w+|exempt\w*|hardly|rarely|seldom"
    r"|un(?!der|til|it|ion|iq|ivers)[a-z]{4,}|non-?\w+"
    r"|in(?:activ|capab|complet|adequat|suffici|valid|eligib)\w+"
    r"|illegal\w*|dis(?:agree|allow|approv|continu|lik|regard)\w*|impossible|free of"
    r"|other than|absen\w+|missing|few|only"
    r"|little|stop\w*|ceas\w+|declin\w+|less|unlike|but|although|however|despite)\b",
    re.IGNORECASE,
)
"""Words that may deny: many, since a guard that takes a right sentence away does more harm."""
_DENIED = re.compile(
    rf"\b(?:{_NOT}|no longer|fail(?:ed|s)? to|refused? to|unable to|without)\s+"
    r"(?:(?:yet|ever|been|be|to|have|always|really|even|actually|usually)\s+)?(?P<verb>[a-z]+)",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^\W*(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|must|may)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=2_000)
def asks_not(question: str) -> bool:
    """Tell whether a question asks for what is not so: "Which ports did not pay?".

    "What happens if a port does not pay?" asks for what is so.
    """
    if yes_or_no(question) or _SUGGESTS.match(question):
        return False
    if _UNDER_CONDITION.match(question):
        question = _CONDITION.sub("", question)
    return _ASKS_NOT.search(question) is not None


def says_not(text: str) -> bool:
    """Tell whether any word of a text may deny something."""
    return _SAYS_NOT.search(text) is not None


def denied(text: str) -> frozenset[str]:
    """Return the terms of the verbs that a text denies: `pay` of "they did not pay"."""
    verbs = (match["verb"].lower() for match in _DENIED.finditer(text))
    return frozenset(term for verb in verbs if verb not in STOP_WORDS for term in terms_of(verb))


def yes_or_no(question: str) -> bool:
    """Tell whether a question may be answered with yes or no."""
    return _YES_NO.match(question) is not None
