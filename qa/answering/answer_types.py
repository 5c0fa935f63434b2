"""What kind of answer a question asks for, and whether a sentence holds one."""

import re
from typing import Literal

Kind = Literal["person", "time", "place", "number", "reason", "other"]


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b", re.IGNORECASE)


_ASKED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "time",
        _any_of(
            "when",
            "(?:what|which) (?:year|date|day|month|time|century|decade|season|period)",
            "how (?:soon|long|old|recently)",
        ),
    ),
    (
        "number",
        _any_of(
            "how (?:many|much|far|large|big|tall|high|deep|fast|often|wide|heavy)",
            "what (?:number|percentage|percent|amount|proportion|share|price|population|fraction)",
            "what (?:is|was) the (?:number|percentage|amount|price|population|size|length|area)",
        ),
    ),
    (
        "person",
        _any_of(
            "who",
            "whom",
            "whose",
            "(?:what|which) (?:person|man|woman|leader|author|president|king|queen|scientist)",
        ),
    ),
    (
        "place",
        _any_of(
            "where",
            "(?:what|which) (?:place|country|countries|city|cities|town|region|area|state"
            "|river|street|neighbou?rhood|continent|island|county|province)",
        ),
    ),
    (
        "reason",
        _any_of("why", "what (?:caused|provoked|led|reason)", "for what reason", "how come"),
    ),
)

MONTHS = (  # as they are written, in full and short
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept?",
    "oct",
    "nov",
    "dec",
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMERALS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "(?:thir|four|fif|six|seven|eigh|nine)teen",
    "(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\\w+)?",
    "hundreds?",
    "thousands?",
    "millions?",
    "billions?",
    "dozens?",
    "half",
    "thirds?",
    "quarters?",
)
_NAME = r"(?<!^)(?<![.!?“\"] )\b[A-Z][\w’'-]*"

_HELD: dict[Kind, re.Pattern[str]] = {
    "time": _any_of(
        r"1\d{3}s?", r"20\d{2}s?", *MONTHS, *DAYS, "spring", "summer", "autumn", "winter",
        r"[\w,]+ (?:second|minute|hour|day|week|month|year|decade|centur)\w*",
        r"\d+(?:th|st) century",
    ),
    "number": re.compile(r"\d|" + _any_of(*_NUMERALS).pattern, re.IGNORECASE),
    "person": re.compile(_NAME),
    "place": re.compile(
        r"\b(?:in|at|near|from|to|of|on|across|through|into|around)\s+(?:the\s+|\w+ern\s+)?[A-Z]"
        rf"|{_NAME}"
    ),
    "reason": _any_of(
        "because", "since", "due to", "owing to", "as a (?:result|consequence)", "in order to",
        "so that", "therefore", "thus", r"result(?:ed|s|ing)? (?:in|from)", "caused?", "causing",
        "led to", "responses?", "reasons?", "enabl\\w+", "allow\\w+",
    ),
}  # fmt: skip


def kind_asked(question: str) -> Kind:
    """Return the kind of answer that a question asks for."""
    for kind, pattern in _ASKED:
        if pattern.search(question):
            return kind
    return "other"


def holds(sentence: str, kind: Kind) -> bool:
    """Tell whether a sentence holds something of the kind; of "other", any does."""
    return kind == "other" or _HELD[kind].search(sentence) is not None
