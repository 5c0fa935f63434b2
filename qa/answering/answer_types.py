"""What kind of answer a question asks for, and whether a sentence holds one."""

import re
from typing import Literal

Kind = Literal["person", "time", "place", "number", "reason", "other"]


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b", re.IGNORECASE)


_ROLES = (
    "person people man men woman women boy girl leader author president king queen scientist "
    "doctor physician nurse judge lawyer boss chief ceo cfo cto director manager chair chairman "
    "chairwoman chairperson minister mayor governor senator captain commander officer player "
    "actor actress artist singer writer poet painter architect engineer founder owner editor "
    "journalist reporter teacher professor researcher coach pilot witness politician candidate "
    "emperor pope bishop spokesman spokeswoman spokesperson secretary master colleague relative"
).replace(" ", "|")
_PLACES = (
    "place country countries city cities town village region area state river street address "
    "location site venue port harbour harbor station airport building room neighbourhood "
    "neighborhood continent island county province"
).replace(" ", "|")
_AMOUNTS = (
    "number percentage percent amount proportion share price population fraction fee rate cost "
    "costs budget size length area height depth width weight speed distance capacity salary "
    "fine limit temperature revenue turnover profit total average median age score ratio value "
    "sum dose"
).replace(" ", "|")
_EXTREMES = "maximum|minimum|max|min|most|least|highest|lowest|largest|smallest|total|average"
_IS = r"(?:['’]s| is| are| was| were| will be)"
_AFTER = (  # no other noun, whose adjective it would be
    r"(?=\W*$|\s+(?:of|for|in|per|to|on|at|that|allowed|charged|paid|between|from|a|did|does?|is|was))"
)
_OF = r"(?=(?: [\w-]+){0,2}(?: (?:that|which|of|allowed|for|in|you|one|an?)\b|\W*$))"
_QUESTION_WORD = re.compile(
    r"\b(?:when|who|whom|whose|where|why|how|what|which)(?:['’]s)?\b", re.IGNORECASE
)

# Matched where the first question word stands; what comes later ("the town where …") asks nothing.
_ASKED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "number",
        _any_of(
            "how (?:many|much|far|large|big|tall|high|deep|fast|often|wide|heavy|thick|old|likely)",
            r"how long(?= (?:is|are|was|were) (?:the|a|an|its|their)\b)",
            "what (?:number|percentage|percent|amount|proportion|share|price|population|fraction)",
            rf"(?:what|which) (?:\w+ )?(?:{_AMOUNTS}){_AFTER}",
            rf"what{_IS} (?:the|its|their|his|her) (?:[\w-]+ ){{0,3}}?(?:{_AMOUNTS}){_AFTER}",
            rf"what{_IS} the (?:{_EXTREMES}){_OF}",
            r"what (?:do|does|did) (?:\S+ ){1,5}cost",
        ),
    ),
    (
        "time",
        _any_of(
            "when",
            "(?:what|which) (?:year|date|day|month|time|century|decade|season|period|weekday|week)",
            rf"what{_IS} (?:the|its|their|his|her) (?:\w+ )?(?:date|deadline|birthday|year|day)",
            "how (?:soon|long|recently)",
        ),
    ),
    (
        "person",
        _any_of(
            "who",
            "who['’]s",
            "whom",
            "whose",
            rf"(?:what|which) (?:of the )?(?:\w+ )?(?:{_ROLES})(?!['’])",
            rf"what{_IS} the name of (?:the|a|his|her|their|its) (?:[\w'’]+ )?(?:{_ROLES})",
        ),
    ),
    (
        "place",
        _any_of(
            "where",
            rf"(?:what|which) (?:\w+ )?(?:{_PLACES})",
            rf"what{_IS} the (?:address|location|place|site|capital)",
        ),
    ),
    (
        "reason",
        _any_of(
            "why",
            "what (?:caused|provoked|led|made|reason|reasons)",
            rf"what{_IS} the (?:\w+ )?(?:reasons?|causes?)",
            "for what reason",
            "how come",
        ),
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
    "zero",
    "once",
    "twice",
    "thirds?",
    "quarters?",
)
_ORGANIZATION = re.compile(r"\bWHO\b")
_NAME = r"(?<!^)(?<![.!?“\"] )\b[A-Z][\w’'-]*"

_HELD: dict[Kind, re.Pattern[str]] = {
    "time": _any_of(
        r"1\d{3}s?", r"20\d{2}s?", *MONTHS, *DAYS, "spring", "summer", "autumn", "winter",
        r"\d{1,2}[:.]\d{2}", r"\d{1,2} ?[ap]\.?m", "noon", "midnight", "dawn", "dusk", "today",
        "yesterday", "tomorrow", "tonight", r"\w+ (?:ago|later)",
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


_UNDER_WHICH = re.compile(
    r"^\W*(?:and |but )?when (?:is|are|may|can|must|should|do|does|shall|need)\b", re.IGNORECASE
)
_CONDITION = _any_of(
    "if", "unless", "whenever", "once", "where", "as soon as", "provided", "in case"
)


def asks_condition(question: str) -> bool:
    """Tell whether "when" may mean "under what condition": "When is a permit refused?"."""
    return _UNDER_WHICH.match(question) is not None


def gives_condition(sentence: str) -> bool:
    """Tell whether a sentence has a condition: "if", "unless", "provided"."""
    return _CONDITION.search(sentence) is not None


def kind_asked(question: str) -> Kind:
    """Return the kind of answer that a question asks for.

    WHO in large letters asks for nobody, unless all of the question is in large letters.
    """
    if any(map(str.islower, question)):
        question = _ORGANIZATION.sub(" ", question)
    first = _QUESTION_WORD.search(question)
    if first is not None:
        for kind, pattern in _ASKED:
            if pattern.match(question, first.start()):
                return kind
    return "other"


def holds(sentence: str, kind: Kind) -> bool:
    """Tell whether a sentence holds something of the kind; of "other", any does."""
    return kind == "other" or _HELD[kind].search(sentence) is not None
