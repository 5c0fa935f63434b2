"""Whether a question leans on the ones before it, and which of its words carry meaning."""

import re
from typing import NamedTuple

from index.analysis import STOP_WORDS, stem_all, tokenize

_PRONOUN = re.compile(
    r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|hers)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:this|these|those|such|(?:the|an|any|what|which|are) other|others|another|both"
    r"|the (?:former|latter|same)|then|nearby|instead"
    r"|(?:the|which|that|this|any|first|second|third|last|next|previous|other) ones?(?! of\b)"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )there"
    r"(?! (?:is|are|was|were|has|have|had|will)\b)"
    r"|(?:is|was|does|do|did|of|about|for|with|after|before|like|by|from|on|to) that(?=\W|$)"
    r"(?! \w+ (?:is|are|was|were)\b))\b|\b(?:that|ones?)\W*$|^\W*that\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\W*(?:(?:and|but|or|so|then|also|plus|(?:\w+\W+)?i (?:mean|meant)|what about|how about"
    r"|what if|what else|anything else)\b"
    r"|(?:why(?: not)?|how(?: so| come)?|when|where|who|which(?: one)?)\W*$)",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^\W*(?:what|who) (?:is|are|was|were)\b|^\W*(?:define|explain|describe|tell me)\b", re.I
)
_CLAUSE = re.compile(
    r"[,;:.?!]|\b(?:and|or|but)\s+(?:why|how|what|when|where|who|is|are|was|were|did|does|do|has|have"
    r"|if|its|their|his|her|it|they|he|she)\b",
    re.IGNORECASE,
)
"""Where another clause begins. "It" is never the subject of its own: "Why did Musk start it?"."""

_SUBORDINATE = re.compile(
    r"\b(?:that|when|while|if|because|since|until|as|than|whether|after|before"
    r"|sa(?:y|ys|id)|think|thinks|thought|claim|claims|claimed|believes?|believed"
    r"|announced?|hopes?|hoped|promised?|knows?|knew)\b",
    re.IGNORECASE,
)
"""Where one may begin in which "it" is a name that stands before it."""

_OWNING = {"its", "their", "theirs", "his", "her", "hers", "itself", "themselves"}

_OWN_NOUN = re.compile(r"^\W*(?:which|whose|how many)\s+(\w+)", re.IGNORECASE)
_OF_WHAT = re.compile(
    r"^\W*(?:(?:what|which|who|how|where|when)(?: (?:is|are|was|were)|['’]s)"
    r"|tell me(?: more)? about|describe|explain)\s+(?:the|some of the)\s+"
    r"(?:[\w'’-]+\s+){0,3}[\w'’-]+\W*$"
    r"|^\W*(?:is|are|was|were) there (?:any|a|an|some|other)\b",
    re.IGNORECASE,
)
"""A thing of which the turn does not say what it belongs to: "What are the main layers?"."""

_DEFINITE = re.compile(r"\b(?:the|these|those)\s+((?:[\w'’-]+\s+){0,2}[\w'’-]+)", re.IGNORECASE)

_LAST_VERB = re.compile(r"\b(?:do|does|did)\b.*\s([a-z'’-]+)\W*$", re.IGNORECASE)
"""The verb at the end of a question, which is not part of the thing named before it."""

_WHOLE = re.compile(r"^\W*(?:who|what) (?!is\b|are\b|was\b|were\b)\w+ (?:the|an?)\b", re.I)
"""A short question with all its parts: "Who counted the herons?"."""

_FEW = 2  # words of meaning; measured on TREC CAsT 2019: such turns lean more often than not
_ASPECTS = frozenset(
    stem_all(
        """
        advantage advantages aspect aspects bad benefit benefits best big biggest cause causes
        characteristic characteristics common cons cost costs definition describe describes
        detail details differ difference differences different disadvantage disadvantages
        drawback drawbacks effect effects example examples explain fact facts factor factors
        famous feature features find finding findings first function functions good happen
        happened happens help history impact impacts implication implications importance
        important interesting key kind kinds know largest list long main major many mean
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
"""Words of what is asked about a thing, not of the thing; a list made by hand."""


_CUT = frozenset(
    """
    aren couldn d didn doesn don hadn hasn haven isn ll m re shouldn ve wasn weren won wouldn
    """.split()
)
"""What is left of "aren't", "we'll" when words are told apart by their letters."""

_VERBS = (
    re.compile(r"^\W*(?:[Ww]ho|[Ww]hich|[Ww]hat)\s+([\w'’-]+)(?=\s+(?:an?\b|the\b|[A-Z0-9]))"),
    re.compile(
        r"^\W*(?:when|where|why|how(?: \w+)?)\s+(?:do|does|did|will|can|could|should)\s+"
        r"(?:(?:an?|the|my|our)\s+(?:[\w'’-]+\s+){1,2}|(?:\S+\s+)*(?-i:[A-Z0-9])[\w'’-]*\s+|[\w'’-]+\s+)"
        r"([a-z'’-]+)\W*$",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:is|are|was|were|been|be)\b.*\s([a-z'’-]+ed)\b(?!\s+[a-z]+s?\W*$)", re.I),
)
"""Where a question has its verb, as far as its form shows that."""


class Word(NamedTuple):
    """A word that carries meaning: its stem, how it is written, what it is in its sentence."""

    stem: str
    written: str
    is_name: bool
    is_verb: bool = False

    @property
    def is_aspect(self) -> bool:
        """Return whether it says what is asked about a thing, not which thing."""
        return self.stem in _ASPECTS


def content(text: str) -> list[Word]:
    """Return the words of a text that carry meaning, in order."""
    found = []
    verbs = {match[1] for pattern in _VERBS if (match := pattern.search(text))}
    for position, written in enumerate(text.split()):
        parts = tokenize(written)
        bare = written.strip("\"'“”‘’()[]{}.,;:!?…")
        for part in parts:
            if part in STOP_WORDS or (part in _CUT and len(parts) > 1):
                continue
            is_name = any(c.isupper() for c in written[1:]) or (
                position > 0 and written[:1].isupper()
            )
            word = bare if len(parts) == 1 else part
            named = is_name or part.isdigit()
            found.append(Word(stem_all([part])[0], word, named, not named and bare in verbs))
    return found


def continues(question: str) -> bool:
    """Tell whether a question only goes on with the one before it: "And in Mali?", "Why?"."""
    return _CONTINUES.match(question) is not None


def leans_surely(question: str) -> bool:
    """Tell whether the form of a question alone shows that it leans."""
    return continues(question) or points_back(question)


def may_stand_alone(question: str) -> bool:
    """Tell whether a question that leans may also be complete as it is: "Does melatonin help?"."""
    return not leans_surely(question) and any(not word.is_aspect for word in content(question))


def points_back(question: str) -> bool:
    """Tell whether words of a question stand for something outside it: "it", "the other"."""
    if _POINTS_BACK.search(question):
        return True
    pronouns = [*_PRONOUN.finditer(question)]
    return bool(pronouns) and not _has_antecedent(pronouns[0], question)


def depends_on_context(question: str, said: str = "") -> bool:
    """Tell whether a question needs the turns before it to be understood.

    `said` is what the turn before it asked and was answered: "the system" means the one that
    stands there.
    """
    if continues(question) or points_back(question):
        return True
    words = content(question)
    if not words or (len(words) == 1 and not _DEFINES.match(question)):
        return True
    if any(word.is_name for word in words):
        return False
    if all(word.is_aspect for word in words) or _OF_WHAT.match(question):
        return True
    if len(words) <= _FEW and not _DEFINES.match(question) and not _WHOLE.match(question):
        return True
    return bool(said) and _means_what_was_said(question, said)


def _means_what_was_said(question: str, said: str) -> bool:
    known = set(stem_all(tokenize(said)))
    verb = _LAST_VERB.search(question)
    nouns = question[: verb.start(1)] if verb else question
    return any(
        word.stem in known and not word.is_aspect
        for match in _DEFINITE.finditer(nouns)
        for word in content(match[1])
    )


def _has_antecedent(pronoun: re.Match[str], question: str) -> bool:
    """Tell whether a pronoun can stand for something before it in the same question.

    That is something in an earlier clause, or the subject of its own where it only owns:
    "Which group pays its fighters?".
    """
    before, through = question[: pronoun.start()], question[: pronoun.end()]
    if pronoun[0].lower() in _OWNING and (_has_name(before) or _asks_which(before)):
        return True
    ends = [match.start() for match in _CLAUSE.finditer(through)]
    if ends and any(not word.is_aspect for word in content(before[: ends[-1]])):
        return True
    ends = [match.start() for match in _SUBORDINATE.finditer(before)]
    return bool(ends) and _has_name(before[: ends[-1]])


def _has_name(text: str) -> bool:
    return any(word.is_name for word in content(text))


def _asks_which(before: str) -> bool:
    noun = _OWN_NOUN.match(before)
    return noun is not None and noun[1].lower() not in STOP_WORDS
