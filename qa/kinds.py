"""What kind of answer a question asks for, and whether a sentence holds one."""

import re
from typing import Literal

Kind = Literal["person", "time", "place", "number", "reason", "other"]

_ASKED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "time",
        re.compile(
            r"\b(when|what (?:year|date|day|month|time)|which (?:year|day|month)|in which year|how (?:soon|long|old|recently))\b",
            re.I,
        ),
    ),
    (
        "number",
        re.compile(
            r"\b(how (?:many|much|far|large|big|tall|high|deep|fast|often)|what (?:number|percentage|percent|amount|proportion|share|price|population)|how \w+ (?:is|are|was|were) the population)\b",
            re.I,
        ),
    ),
    (
        "person",
        re.compile(
            r"\b(who|whom|whose|which (?:person|man|woman|leader|author|president|king|queen))\b",
            re.I,
        ),
    ),
    (
        "place",
        re.compile(
            r"\b(where|(?:what|which) (?:place|country|countries|city|cities|town|region|area|state|river|street|neighbou?rhood))\b",
            re.I,
        ),
    ),
    (
        "reason",
        re.compile(r"\b(why|what (?:caused|provoked|led|reason)|for what reason|how come)\b", re.I),
    ),
)
_MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_NUMERAL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\\w+)?|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter"
_NAME = re.compile(r"(?<!^)(?<![.!?“\"] )\b[A-Z][\w’'-]*(?:\s+(?:[a-z]{1,3}[- ])?[A-Z][\w’'-]*)*")
_HELD: dict[Kind, re.Pattern[str]] = {
    "time": re.compile(
        rf"\b(?:1\d{{3}}|20\d{{2}}|{_MONTH}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|(?:\w+|\d+) (?:second|minute|hour|day|week|month|year|decade|centur)\w*|century)\b",
        re.I,
    ),
    "number": re.compile(rf"\d|\b(?:{_NUMERAL})\b", re.I),
    "person": _NAME,
    "place": re.compile(
        rf"\b(?:in|at|near|from|to|of|on|across|through|into|around)\s+(?:the\s+|\w+ern\s+)?[A-Z]|{_NAME.pattern}"
    ),
    "reason": re.compile(
        r"\b(?:because|since|due to|owing to|as a (?:result|consequence)|in order to|so that|therefore|thus|result(?:ed|s|ing)? (?:in|from)|caused?|led to|response|reason|to \w+)\b",
        re.I,
    ),
}


def kind_asked(question: str) -> Kind:
    """Return the kind of answer that a question asks for."""
    for kind, pattern in _ASKED:
        if pattern.search(question):
            return kind
    return "other"


def holds(sentence: str, kind: Kind) -> bool:
    """Tell whether a sentence holds something of the kind; of "other", any does."""
    return kind == "other" or _HELD[kind].search(sentence) is not None
