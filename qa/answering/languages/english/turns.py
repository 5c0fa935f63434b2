"""How a turn of a conversation leans on the ones before it, as English words that."""

import re

from corpus.language import ENGLISH as LANGUAGE
from index.analysis import stem_all
from qa.answering.languages.patterns import YEARS_END
from qa.answering.languages.turns import Turns

DAYS = LANGUAGE.weekdays
MONTHS = (*LANGUAGE.months, *sorted(LANGUAGE.short_months, reverse=True))


_PREPOSITIONS = "in|at|on|for|from|by|with|near|of|to|during|before|after|under|over|between"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_YEAR = rf"\b(?:FY ?)?(?:1\d{{3}}|20\d{{2}}){YEARS_END}s?\b"
_DATE = (
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b{_MONTH}\b\.?"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?\b)?(?:,?\s+\d{4}\b)?"
)
_ASPECTS = frozenset(
    stem_all(
        """
        advantage advantages aspect aspects bad benefit benefits best big biggest cause causes
        characteristic characteristics common cons cost costs definition describe describes
        detail details differ difference differences different disadvantage disadvantages
        drawback drawbacks effect effects example examples explain fact facts factor factors
        famous feature features find finding findings first function functions good happen
        happened happens help history impact impacts implication implications importance
        important key kind kinds know largest list long main major many mean
        meaning means method methods name origin origins outcome outcomes popular pros purpose
        purposes reason reasons result results risk risks role roles side sign significance
        similar similarities sort sorts step steps symptom symptoms tell theme themes thing
        things top type types typical use used useful uses way ways work works worth
        available ask call called come comes explanation get gets give given hi hello make makes
        mention need needed needs okay please question said say says see suggest sure thank thanks
        think want
        """.split()
    )
)

ENGLISH = Turns(
    language=LANGUAGE,
    pronoun=re.compile(
        r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|hers)\b", re.IGNORECASE
    ),
    points_back=re.compile(
        r"\b(?:this|these|those|such|(?:the|an|any|what|which|are) other|others|another|both"
        r"|the (?:former|latter|same)|then|nearby|instead"
        r"|(?:the|which|that|this|any|first|second|third|last|next|previous|other) ones?(?! of\b)"
        r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )there"
        r"(?! (?:is|are|was|were|has|have|had|will)\b)"
        r"|(?:is|was|does|do|did|of|about|for|with|after|before|like|by|from|on|to) that(?=\W|$)"
        r"(?! \w+ (?:is|are|was|were)\b))\b|\b(?:that|ones?)\W*$|^\W*that\b",
        re.IGNORECASE,
    ),
    continues=re.compile(
        r"^\W*(?:(?:and|but|or|so|then|also|plus|(?:\w+\W+)?i (?:mean|meant)|what about|how about"
        r"|what if|what else|anything else)\b"
        r"|(?:why(?: not)?|how(?: so| come)?|when|where|who|which(?: one)?)\W*$)",
        re.IGNORECASE,
    ),
    defines=re.compile(
        r"^\W*(?:what|who) (?:is|are|was|were)\b|^\W*(?:define|explain|describe|tell me)\b", re.I
    ),
    clause=re.compile(
        r"[,;:.?!]|\b(?:and|or|but)\s+(?:why|how|what|when|where|who|is|are|was|were|did|does|do|has|have"
        r"|if|its|their|his|her|it|they|he|she)\b",
        re.IGNORECASE,
    ),
    subordinate=re.compile(
        r"\b(?:that|when|while|if|because|since|until|as|than|whether|after|before"
        r"|sa(?:y|ys|id)|think|thinks|thought|claim|claims|claimed|believes?|believed"
        r"|announced?|hopes?|hoped|promised?|knows?|knew)\b",
        re.IGNORECASE,
    ),
    owning=frozenset({"its", "their", "theirs", "his", "her", "hers", "itself", "themselves"}),
    own_noun=re.compile(r"^\W*(?:which|whose|how many)\s+(\w+)", re.IGNORECASE),
    of_what=re.compile(
        r"^\W*(?:(?:what|which|who|how|where|when)(?: (?:is|are|was|were)|['’]s)"
        r"|tell me(?: more)? about|describe|explain)\s+(?:the|some of the)\s+"
        r"(?:[\w'’-]+\s+){0,3}[\w'’-]+\W*$"
        r"|^\W*(?:is|are|was|were) there (?:any|a|an|some|other)\b",
        re.IGNORECASE,
    ),
    definite=re.compile(r"\b(?:the|these|those)\s+((?:[\w'’-]+\s+){0,2}[\w'’-]+)", re.IGNORECASE),
    last_verb=re.compile(r"\b(?:do|does|did)\b.*\s([a-z'’-]+)\W*$", re.IGNORECASE),
    whole=re.compile(r"^\W*(?:who|what) (?!is\b|are\b|was\b|were\b)\w+ (?:the|an?)\b", re.I),
    little=3,  # a guess: what such a turn is told from other topics by
    few=2,  # measured on TREC CAsT 2019: such turns lean more often than not
    aspects=_ASPECTS,
    cut=frozenset(
        """
    aren couldn d didn doesn don hadn hasn haven isn ll m re shouldn ve wasn weren won wouldn
    """.split()
    ),
    verbs=(
        re.compile(r"^\W*(?:[Ww]ho|[Ww]hich|[Ww]hat)\s+([\w'’-]+)(?=\s+(?:an?\b|the\b|[A-Z0-9]))"),
        re.compile(
            r"^\W*(?:when|where|why|how(?: \w+)?)\s+(?:do|does|did|will|can|could|should)\s+"
            r"(?:(?:an?|the|my|our)\s+(?:[\w'’-]+\s+){1,2}|(?:\S+\s+)*(?-i:[A-Z0-9])[\w'’-]*\s+|[\w'’-]+\s+)"
            r"([a-z'’-]+)\W*$",
            re.IGNORECASE,
        ),
        re.compile(r"\b(?:is|are|was|were|been|be)\b.*\s([a-z'’-]+ed)\b(?!\s+[a-z]+s?\W*$)", re.I),
    ),
    prepositions=_PREPOSITIONS,
    places=frozenset({"in", "at", "on", "near"}),
    article=r"(?:an?|the)",
    articles=frozenset({"the"}),
    turn=re.compile(
        r"^\W*(?:(?:(?:and|but|or|so|ok|okay|well|also)\b[\s,]+)*(?:(?:what|how) about\s+)"
        r"|and[\s,]+)?"
        rf"((?:{_PREPOSITIONS})\s+)?(.+?)[\s?.!]*$",
        re.IGNORECASE,
    ),
    marked=re.compile(r"^\W*(?:and\b|(?:\w+[\s,]+)?(?:what|how) about\b)", re.IGNORECASE),
    no_filler=frozenset(
        """
    about are as be both by can could did do does each else from had has have he her him how if
    is it not one ones or other others same she should such than that them then there these they
    this those to was were what when where which who whom whose why will with would
    """.split()
    ),
    times=(
        re.compile(rf"(?:between {_YEAR} and|from {_YEAR} to) {_YEAR}|{_YEAR}", re.IGNORECASE),
        re.compile(_DATE, re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join(DAYS)})s?\b", re.IGNORECASE),
        re.compile(r"\b(?:spring|summer|autumn|fall|winter)\b", re.IGNORECASE),
    ),
    spans=("between ", "from "),
    within="in",
    definition=re.compile(
        r"^\W*(?:(?:what|who)(?: (?:is|are|was|were)|['’]s)|define|explain|describe"
        r"|tell me(?: more)? about)\s+(?:an?\s+|the\s+|meant by\s+)?(?P<a>[^?.!]+?)\W*$"
        r"|^\W*what (?:does|do|did)\s+(?:an?\s+|the\s+)?(?P<b>[^?.!]+?)\s+(?:mean|stand for)\W*$",
        re.IGNORECASE,
    ),
    copula=re.compile(
        r"^\W*(?:(?:when|where|why|how(?: \w+)?|what \w+)\s+)?(?:is|are|was|were)\s+"
        r"(?:an?\s+|the\s+)?",
        re.IGNORECASE,
    ),
    predicate=re.compile(r"\s+(?:open|closed|due|ready|available|free|safe|valid|\w+ed)$", re.I),
    does=re.compile(r"\b(?:do|does|did)\s+(?:an?\s+|the\s+)?", re.IGNORECASE),
    bare=re.compile(r"^\W*(?:and\s+)?(why|when|where|how)\W*$", re.IGNORECASE),
    adverb=re.compile(
        r"^\W*(?:(?:why|when|where|how)\s+)?(?=(?:is|are|was|were|do|does|did|has|have|had|can|could"
        r"|will|would|should)\b)",
        re.IGNORECASE,
    ),
    who_did=re.compile(
        rf"^\W*(?:and )?who\s+(?P<did>\w+ed|built|found|made|sold|bought|paid|sent|led|held)\s+"
        rf"(?P<what>(?!(?:{_PREPOSITIONS}|that|whether|if|up|out)\b)[\w'’ -]+?)\W*$",
        re.IGNORECASE,
    ),
    named=re.compile(
        r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|there)\b", re.IGNORECASE
    ),
    person=re.compile(r"\b(?:he|him|his|she|her|hers)\b", re.IGNORECASE),
    asks_for_name=re.compile(
        r"^\W*(?:who|whom|whose|where)\b(?!(?: is| was| are| were|['’]s) (?-i:[A-Z]))"
        r"(?!(?: is| was| are| were) the (?:(?-i:[A-Z])\S*\s*)+$)"
        r"|\b(?:which|what) (?!(?:is|are|was|were|do|does|did)\b)\w+",
        re.IGNORECASE,
    ),
    placed=re.compile(r"\b(?:in|on|at|near|to|from|of|the)\s+$", re.IGNORECASE),
    is_name=re.compile(r"^\W*who(?: is| was|['’]s) (?-i:[A-Z])", re.IGNORECASE),
    why=re.compile(r"^\W*(?:(?:and|but)\s+)?(?:why|how)(?: not| so| come)?\W*$", re.IGNORECASE),
)
