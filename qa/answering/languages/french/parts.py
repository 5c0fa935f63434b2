"""How questions with several parts are worded in French: comparisons, and two in one."""

import re

from qa.answering.languages.parts import Parts, sides, two
from qa.answering.languages.patterns import NEVER

_UN, _AUTRE = sides("le|la|les|un|une|des|du")
_DEMANDE = (
    r"qui|que|quoi|quand|où|pourquoi|comment|combien|quel(?:le)?s?|lequel|laquelle|qu['’]est-ce"
    r"|à qui|de qui|depuis quand"
)

FRENCH = Parts(
    compares=(
        re.compile(rf",\s*{_UN}\s+ou\s+{_AUTRE}\s*\??$"),
        re.compile(rf"\bentre\s+{_UN}\s+et\s+{_AUTRE}\s*(?:\?|$|\ben\b|\bà\b)", re.IGNORECASE),
        re.compile(rf"\bcompare[zr]?\s+{_UN}\s+(?:et|à|avec)\s+{_AUTRE}\s*[?.!]?$", re.IGNORECASE),
        re.compile(rf"^{_UN}\s+(?:ou|contre|vs\.?)\s+{_AUTRE}\s*(?::|\?|,|$)"),
    ),
    true=re.compile(r"(?:vrai|faux|oui|non|pas)", re.IGNORECASE),
    verb=re.compile(
        rf"(?:est|sont|était|étaient|a|ont|avait|sera|peut|peuvent|doit|doivent|{_DEMANDE})\b",
        re.IGNORECASE,
    ),
    two=two(_DEMANDE, "et"),
    told=NEVER,
    told_too=NEVER,
    both_to_come=re.compile(r"\bentre\b(?!.*\bet\b)", re.IGNORECASE),
)
