"""Whether a sentence only repeats a question, or says that somebody asked it."""

import re

from index.analysis import STOP_WORDS, stem_all, tokenize
from index.analysis.terms import terms_of
from qa.answering.features import AnalyzedQuestion
from qa.answering.languages import asked_in
from qa.answering.languages.english.phrases import ENGLISH
from qa.answering.negation import yes_or_no

_EMBEDDED = re.compile(
    r"\b(?:explain|describ|tell|told|say|said|ask|show|know|knew|investigat|examin|discuss|report|found|wonder"
    r"|stud|learn|decid|set out|look|consider)\w*\s+(?:\w+\s+){0,2}?"
    r"(?P<word>why|how|when|where|whether|who|what)\s+(?P<clause>[^.;:]+)",
    re.IGNORECASE,
)
"""A question inside a sentence, which then only says what something is about."""

_NEARLY = 0.7  # of the weight of the question; a guess: one word of three may be another

_ASKS_REMEDY = re.compile(
    r"^\W*(?:and |but |so )?(?:why|how come)\b|\bwhat (?:causes?|caused|now|then)\b"
    r"|\bwhat (?:(?:can|should|do|must|could|shall) (?:i|we|you|one)|to) (?:do|try|check)\b"
    r"|\bwhat(?:['’]s| is| are| was| might be| could be) (?:wrong|causing"
    r"|the (?:cause|reason|fix|solution|remedy|matter))\b"
    r"|\bhow (?:to|(?:do|can|should) (?:i|we|you|one)) (?:fix|solve|get rid of|stop|repair"
    r"|cure|prevent|avoid|clear|resolve|deal with|handle|recover)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|^\W*(?:wh|(?:how|is|are|can|do|does|did|list|tell|name|give|show|find|number|rate)\b)",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"n['’]t\b|\b(?:cannot|can not|fail(?:s|ed|ing)?|errors?|stuck|keeps?|stops|stopped|crash\w*"
    r"|broken|freez\w*|frozen|leak\w*|problems?|no longer|refuses|hangs|wrong|dead|faults?)\b",
    re.IGNORECASE,
)
_REMEDY = re.compile(
    r"\b(?:because|due to|owing to|caus\w+|since|reasons?|results?|result(?:ed|ing)|so that|thus"
    r"|therefore|check|make sure|ensure|try|us(?:e|ing)|replac\w+|set|must|should|needs?|turn"
    r"|press|remov\w+|restart|reboot|disabl\w+|enabl\w+|instead|solution|fix\w*|means?|indicat\w+"
    r"|led|leads?|thanks|out of|as an?|(?<!soon )(?<!long )(?<!well )as the|after|by|want\w*"
    r"|to|for|over|if|when|whenever|during|until|unless)\b|\d",
    re.IGNORECASE,
)
_SELDOM = frozenset("occasionally sometimes often usually generally commonly frequently".split())
_NUMBERS = re.compile(r"\d+")
_RESTATED = 0.6
"""The share of a sentence's words that are the question's where it only tells of the trouble again.
Of 1,645 questions of public sets for a cause or a remedy so do 3 right sentences and 50 others."""


def repeats(asked: AnalyzedQuestion, own: str) -> bool:
    """Tell whether a sentence is a heading that was not set as one, or has the question in it.

    `Article 12.` is such a heading; "She explained why the mill closed" does not say why.

    To a yes-or-no question its own words may be the answer. Words are compared by their stems
    alone: a leader is not what led.
    """
    same = {*_stems(own)} <= {*_stems(asked.text)} and not yes_or_no(asked.text)
    return same or _has_question(own, asked) or _restates(own, asked.text)


def asks_remedy(question: str) -> bool:
    """Tell whether a question asks what is behind a trouble or what helps, or just tells of one.

    "My printer skips steps, what can I do?", "Why does it leak?", "build fails with an error".
    """
    if asked_in(question) is not ENGLISH:
        return False
    told = _ASKS.search(question) is None and _TROUBLE.search(question) is not None
    return told or _ASKS_REMEDY.search(question) is not None


def may_help(own: str) -> bool:
    """Tell whether a sentence has a word of a cause, a purpose, something to do, or a figure."""
    return _REMEDY.search(own) is not None


def _restates(own: str, question: str) -> bool:
    """Tell whether a sentence only tells again of the trouble that a question tells of.

    One that begins with something new may name the cause: "Frost stopped the pump."
    """
    if not asks_remedy(question) or may_help(_left_out(own, question)):
        return False
    words, asked = _content(own), {*_content(question)}
    if not words or words[0] not in asked:
        return False
    return len(asked.intersection(words)) >= _RESTATED * len({*words})


def _left_out(own: str, question: str) -> str:
    """Return a sentence without the numbers that the question has too."""
    known = {*_NUMBERS.findall(question)}
    return _NUMBERS.sub(lambda match: "" if match[0] in known else match[0], own)


def _has_question(own: str, asked: AnalyzedQuestion) -> bool:
    """Tell whether a sentence only says that somebody asked or answered the question."""
    inside = _EMBEDDED.search(own)
    if inside is None:
        return False
    word = "whether" if yes_or_no(asked.text) else inside["word"].lower()
    same = inside["word"].lower() == word and (word == "whether" or _begins(word, asked.text))
    return same and asked.cover({*terms_of(inside["clause"])}) >= _NEARLY


def _begins(word: str, question: str) -> bool:
    return re.match(rf"\W*(?:and |but )?{word}\b", question, re.IGNORECASE) is not None


def _stems(text: str) -> list[str]:
    return stem_all(tokenize(text))


def _content(text: str) -> list[str]:
    """Return the stems of the words that say something, in order."""
    left_out = STOP_WORDS | _SELDOM
    return stem_all([one for one in tokenize(text) if one not in left_out and one.isalpha()])
