"""How questions and answers are worded in English."""

import re
from collections.abc import Mapping

from corpus.language import ENGLISH as LANGUAGE
from qa.answering.languages.english.about_documents import ENGLISH as ABOUT
from qa.answering.languages.english.parts import ENGLISH as PARTS
from qa.answering.languages.english.replies import ENGLISH as REPLIES
from qa.answering.languages.english.turns import ENGLISH as TURNS
from qa.answering.languages.patterns import NEVER
from qa.answering.languages.phrases import Kind, Phrases, any_of, begins
from qa.answering.languages.small_words import ASKING

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
_NO_PLACE = (
    r"(?:ip(?:v[46])?|modbus|network|host|server|mac|e-?mail|mail|web|url|internet|i2c|bus|memory)"
    r" address"
)
_AMOUNTS = (
    "number percentage percent amount proportion share price population fraction fee rate cost "
    "costs budget size length area height depth width weight speed distance capacity salary "
    "fine limit temperature revenue turnover profit total average median age score ratio value "
    "sum dose voltage bandwidth humidity diameter torque altitude elevation"
).replace(" ", "|")
_PROPERTIES = (
    "current|frequency|pressure|resistance|resolution|density|thickness|radius|volume|angle"
)
"""Amounts of a thing; "Which resolution was adopted?" asks for none."""
_EXTREMES = "maximum|minimum|max|min|most|least|highest|lowest|largest|smallest|total|average"
_IS = r"(?:['’]s| is| are| was| were| will be)"
_AFTER = (  # no other noun, whose adjective it would be
    r"(?=\W*$|\s+(?:of|for|in|per|to|on|at|that|allowed|charged|paid|between|from|a|did|does?|is|was)\b)"
)
_OF = r"(?=(?: [\w-]+){0,2}(?: (?:that|which|of|allowed|for|in|you|one|an?)\b|\W*$))"

_QUESTION_WORD = re.compile(
    r"\b(?:when|who|whom|whose|where|why|how|what|which)(?:['’]s)?\b", re.IGNORECASE
)

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "number",
        any_of(
            "how (?:many|much|far|large|big|tall|high|deep|fast|often|wide|heavy|thick|old|likely)",
            r"how long(?= (?:is|are|was|were) (?:the|a|an|its|their)\b"
            r"| (?:may|can|should|must|could) (?:\S+ ){1,5}be\W*$)",
            "what (?:number|percentage|percent|amount|proportion|share|price|population|fraction)",
            rf"(?:what|which) (?:\w+ )?(?:{_AMOUNTS}){_AFTER}",
            rf"what{_IS} (?:the|its|their|his|her) (?:[\w-]+ ){{0,3}}?"
            rf"(?:{_AMOUNTS}|{_PROPERTIES}){_AFTER}",
            rf"what{_IS} the (?:{_EXTREMES}){_OF}",
            rf"what{_IS} the (?:longest|shortest|greatest) (?:time|period|distance|interval|wait)",
            r"(?:what|which) (?:\w+ )?(?:frequency|voltage|temperature|pressure|speed) range",
            rf"what{_IS} the (?:\w+ )?(?:frequency|voltage|temperature|pressure|speed|price) range",
            r"what (?:do|does|did) (?:\S+ ){1,5}cost",
        ),
    ),
    (
        "time",
        any_of(
            "when",
            "(?:what|which) (?:year|date|day|month|time|century|decade|season|period|weekday|week)",
            rf"what{_IS} (?:the|its|their|his|her) (?:\w+ )?(?:date|deadline|birthday|year|day)",
            "how (?:soon|long|recently)",
        ),
    ),
    (
        "person",
        any_of(
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
        any_of(
            "where",
            rf"(?:what|which) (?!{_NO_PLACE})(?:\w+ )?(?:{_PLACES})",
            rf"what{_IS} the (?:address|location|place|site|capital)",
        ),
    ),
    (
        "reason",
        any_of(
            "why",
            "what (?:caused|provoked|led|made|reason|reasons)",
            rf"what{_IS} the (?:\w+ )?(?:reasons?|causes?)",
            "for what reason",
            "how come",
        ),
    ),
)

MONTHS = (*LANGUAGE.months, *sorted(LANGUAGE.short_months, reverse=True))  # "sept" before "sep"
DAYS = LANGUAGE.weekdays
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

_NAME = r"(?<!^)(?<![.!?“\"] )\b[A-Z][\w’'-]*"

_HELD: Mapping[Kind, re.Pattern[str]] = {
    "time": any_of(
        r"1\d{3}s?", r"20\d{2}s?", *MONTHS, *DAYS, "spring", "summer", "autumn", "winter",
        r"\d{1,2}[:.]\d{2}", r"\d{1,2} ?[ap]\.?m", "noon", "midnight", "dawn", "dusk", "today",
        "yesterday", "tomorrow", "tonight", r"\w+ (?:ago|later)",
        r"[\w,]+ (?:second|minute|hour|day|week|month|year|decade|centur)\w*",
        r"\d+(?:th|st) century",
    ),
    "number": re.compile(r"\d|" + any_of(*_NUMERALS).pattern, re.IGNORECASE),
    "person": re.compile(_NAME),
    "place": re.compile(
        r"\b(?:in|at|near|from|to|of|on|across|through|into|around)\s+(?:the\s+|\w+ern\s+)?[A-Z]"
        rf"|{_NAME}"
    ),
    "reason": any_of(
        "because", "since", "due to", "owing to", "as a (?:result|consequence)", "in order to",
        "so that", "therefore", "thus", r"result(?:ed|s|ing)? (?:in|from)", "caused?", "causing",
        "led to", "responses?", "reasons?", "enabl\\w+", "allow\\w+",
    ),
}  # fmt: skip

_UNDER_WHICH = re.compile(
    r"^\W*(?:and |but )?when (?:is|are|may|can|must|should|do|does|shall|need)\b", re.IGNORECASE
)
_CONDITION = any_of(
    "if", "unless", "whenever", "once", "where", "as soon as", "provided", "in case"
)

_TERM = r"[“\"'‘]?(?P<term>[\w][\w'’&./+-]*(?:\s+[\w'’&./+-]+){0,4}?)[”\"'’]?"
_A = r"(?:(?:an?|the)\s+)?(?:(?:abbreviation|acronym|term|word|expression|initials?|letters?)\s+)?"
_THERE = r"(?:,?\s+(?:according\s+to|in\s+(?:this|the)\s+(?:context|glossary|document|text))\b.*)?"
_TERMS = (
    re.compile(
        rf"^\W*what\s+(?:does|do|did)\s+{_A}{_TERM}\s+(?:mean|stands?\s+for|refer\s+to)\b", re.I
    ),
    re.compile(
        rf"^\W*what(?:['’]s|\s+is|\s+are)\s+(?:meant\s+by\s+)?{_A}{_TERM}{_THERE}\W*$", re.I
    ),
    re.compile(
        rf"^\W*(?:what(?:['’]s|\s+is)\s+)?(?:the\s+)?(?:meaning|definition)\s+of\s+{_A}{_TERM}\W*$",
        re.I,
    ),
    re.compile(rf"^\W*(?:define|explain)\s+{_A}{_TERM}\W*$", re.I),
    re.compile(rf"^\W*{_TERM}\s+(?:meaning|definition|abbreviation)\W*$", re.I),
)
_STANDS_FOR = re.compile(r"\bstands?\s+for\b|\babbreviation\b|\bacronym\b", re.IGNORECASE)
_THE = re.compile(r"^\W*what(?:['’]s|\s+is|\s+are)\s+(?:the|its|their|his|her|your|our|my)\b", re.I)
_MEANING = re.compile(
    r"\b(?:meaning|definition|abbreviation|acronym|the\s+(?:term|word))\b", re.IGNORECASE
)
"""What says that a meaning is asked for: "the word owl", but not "the fee per word"."""
_NO_TERM = frozenset("it this that they them there he she we you i going happening".split())

_DEFINES_AFTER = (
    r"(?:\s*\([^)]*\))?[”\"'’]?\s*(?:"
    r"(?:is|are|was|were)\s+(?:an?|the|any|one|what|when|where|how|that|those|usually|also|generally|each"
    r"|every|all|used|defined|described|understood|made|played|short|[a-z]+ing|not)\b"
    r"|(?:mean|means|meant|refers?\s+to|denotes?|stands?\s+for|describes?|signif(?:y|ies)|designates?"
    r"|quantif(?:y|ies)|measures|represents?|expresses|assesses|characteri[sz]es|indicates?"
    r"|consists?\s+of|comprises?|includes?)\b"
    r"|[–—:=|]|\s-\s"
    r"|,\s+(?:an?|the|or|which|that\s+is|i\.e\.|meaning|short\s+for)\b"
    r"|\(\s*[^)]{4,}\))"
)
_DEFINES_BEFORE = (
    r"(?:\bcalled|\bknown\s+as|\btermed|\bnamed|\breferred\s+to\s+as|\bdefin\w+|\bby|\bmeaning\s+of|\bterm"
    r"|\(|\babbreviated(?:\s+as)?|\bcounts?\s+as|\bi\.e\.)\s*(?:(?:an?|the)\s+)?[“\"'‘]?"
)

_ASKS_NOT = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|must|may)\b"
    r"(?:\s+(?!not\b)[\w'’-]+){0,6}?\s+(?:not|(?-i:never))|cannot|\w+n['’]t|(?-i:never))\b"
    r"(?!\s+(?:only|just|merely)\b)",
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

_YES_NO = begins(
    "is|are|was|were|do|does|did|can|could|may|might|must|has|have|had|will|would|shall|should|am"
)

_ASKS = re.compile(
    r"^\W*(?:how (?:do|can|should|would|could|must) (?:i|you|we|one)\b|how (?:to|is|are) \w+"
    r"|what (?:should|must|do|can) (?:i|you|we|one)\b|(?:list|name|enumerate)\b"
    r"|what (?:are|were) (?:the|some|its|their|all)\b"
    r"|(?:which|what)(?: \w+)? (?!does\b|has\b|was\b)\w+(?<!s)s\b"
    r"(?: (?:on|in|at|of|for|from) .{1,40}?)?"
    r" (?:are|were|have|had|do|did|does|can|must|is|was)\b)"
    r"|\b(?:steps?|instructions?)\b",
    re.IGNORECASE,
)

_ASKS_STEPS = re.compile(
    r"^\W*(?:how (?:do|can|should|would|could|must) (?:i|you|we|one)\b|how to\b"
    r"|what (?:should|must|do|can) (?:i|you|we|one)\b.*\bdo\b)|\b(?:steps?|instructions?)\b",
    re.IGNORECASE,
)

_HOW_TO = re.compile(r"^\W*how (?:to\b|(?:do|can|should|must) (?:i|you|we|one)\b)", re.IGNORECASE)

_ASKS_VALUE = re.compile(
    r"^\W*(?:how (?:many|much|long|far|old|often|high|large|big|heavy|deep|tall|fast)|what|which"
    r"|at what|when|until when|who)\b",
    re.IGNORECASE,
)

_BESIDE = re.compile(
    r"\b(?:(?:after|before|since|until|till|following|between)\s(?:[\w,.]+\s){0,5}?|(?:from|by)\s)"
    rf"(?:\d{{4}}\b|{'|'.join(MONTHS[:12])}|{'|'.join(DAYS)})",
    re.IGNORECASE,
)

_NUMERAL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif"
    r"|six|seven|eigh|nine)ty(?:-\w+)?|half|several|dozens?|hundreds?)"
)
_FIGURE = r"[€$£¥]?\s?\d[\d.,]*(?:\s\d{3})*(?<![.,])"
_SCALE = r"(?:\s(?:hundred|thousand|million|billion|dozen))*"
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?:{_FIGURE}|\b{_NUMERAL}\b){_SCALE}"
    r"(?:\s?(?:%|per cent|percent|‰|°C|°F|[€$£]|euros?|dollars?|pounds?|kroner|crowns?|km²?|m²?"
    r"|cm|mm|miles?|feet|metres?|meters?|kilomet(?:re|er)s?|kg|g|tons?|tonnes?|kWh?|MWh?|GWh?|litres?|l"
    r"|hours?|minutes?|days?|weeks?|months?|years?)(?![\w²]))?",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[€$£¥]|\b(?:euros?|dollars?|pounds?|kroner|crowns?|cents?|pence)\b", re.I)
_COSTS = re.compile(
    r"\b(?:costs?|price[sd]?|fees?|fares?|pay|paid|charge[sd]?|worth|spen[dt]|rent|fine|salary)\b"
    r"|^\W*how much (?:is|are|was|were)\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    rf"\b(?:(?:about|some|nearly|over)\s)?(?:{_FIGURE}|{_NUMERAL}|an?){_SCALE}[\s-]"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies))\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    rf"\b\d{{1,2}}(?:[:.]\d{{2}})?\s?(?:[ap]\.?m\.?|o['’]clock)|\b\d{{1,2}}:\d{{2}}\b"
    rf"|\b(?:{'|'.join(DAYS)})s?\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|at|near|from|to|of|on|off|across|through|into|around)\s+(?:the\s+)?$",
    re.IGNORECASE,
)

_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|in order to|so that|as a result of)\b[^.;]*", re.IGNORECASE
)


ENGLISH = Phrases(
    language=LANGUAGE,
    replies=REPLIES,
    about=ABOUT,
    parts=PARTS,
    turns=TURNS,
    is_read=True,
    names_large=True,
    question_word=_QUESTION_WORD,
    kinds=_KINDS,
    held=_HELD,
    asks_condition=_UNDER_WHICH,
    gives_condition=_CONDITION,
    yes_or_no=_YES_NO,
    asks_not=_ASKS_NOT,
    says_not=_SAYS_NOT,
    terms=_TERMS,
    no_terms=_NO_TERM,
    stands_for=_STANDS_FOR,
    definite=_THE,
    meaning=_MEANING,
    defines_after=_DEFINES_AFTER,
    defines_before=_DEFINES_BEFORE,
    asks_several=_ASKS,
    asks_steps=_ASKS_STEPS,
    asks_how=_HOW_TO,
    asks_value=_ASKS_VALUE,
    measures=frozenset(
        "much many long far old often high large big heavy deep tall fast time cost price spend"
        " spent pay paid earn earned".split()
    ),
    asking=ASKING[LANGUAGE.code],
    how=any_of("how (?:old|long|far|large|big|tall|high|deep|fast|wide|heavy|thick|often)"),
    beside=_BESIDE,
    prepositions=frozenset("in at on of for from by to near".split()),
    placed=_PLACED,
    number=_NUMBER,
    lasting=_LASTS,
    clock=_CLOCK,
    dates=NEVER,
    money=_MONEY,
    costs=_COSTS,
    how_long=any_of("how (?:long|old|soon)"),
    reasons=_REASON,
)
