"""Whose words a question asks for, and whether a sentence gives them."""

import re
from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from corpus import Passage
from index.analysis.terms import terms_of
from qa.answering.features import AnalyzedQuestion
from qa.answering.named_things import name_terms
from qa.answering.quoting import leans
from qa.answering.reading import sentence_words

SAYING = (
    r"(?:say|says|said|think|thinks|thought|believes?|believed|tells?|told|writes?|wrote|written|warn(?:s|ed)?"
    r"|claim(?:s|ed)?|argue[sd]?|promise[sd]?|ask(?:s|ed)?|answer(?:s|ed)?|suggest(?:s|ed)?|propose[sd]?"
    r"|recommend(?:s|ed)?|call(?:s|ed)?|describe[sd]?|advise[sd]?|report(?:s|ed)?|announce[sd]?"
    r"|mention(?:s|ed)?|explain(?:s|ed)?|state[sd]?|complain(?:s|ed)?|predict(?:s|ed)?|criticis(?:e|ed))"
)
"""The verbs of saying, as they stand in questions and texts."""

_NAME_WORD = r"[A-ZÀ-Þ][\w'’-]+"
ASKED_OF = re.compile(
    rf"\b(?:[Ww]hat|[Hh]ow|[Ww]hy|[Ww]hen|[Ww]here|[Ww]hom?)\b(?: \w+)? (?:did|does|do|has|had)"
    rf" (?P<who>(?:[\w.'’-]+ ){{0,4}}{_NAME_WORD}) (?:\w+ly )?(?P<verb>{SAYING})\b"
)
"""A question about what somebody, `who`, said."""

_VERB = re.compile(rf"\b{SAYING}\b", re.IGNORECASE)
_INVERTED = re.compile(
    r"(?:said|says|wrote|writes|warn|claim|argue|explain|announce|report)\w*", re.I
)
"""Verbs that the speaker may follow; whoever comes after "told" or "asked" only listens."""

_PASSIVE = frozenset("was were is are been being be to".split())
_NEAR = 6  # words between a speaker and the verb; a guess: "Ida Brandt, the head of the mill, said"
_TOPIC = 0.7  # of the weight of what was spoken of; a guess: one word of three may be another
_NAME = rf"{_NAME_WORD}(?:\s+{_NAME_WORD})+"
_NAME_BEHIND = re.compile(
    rf"\s+(?:(?:the|its|their|his|her)\s+(?:\w+\s+)?)?(?P<name>{_NAME_WORD}(?:\s+{_NAME_WORD})*)"
)
_SPEAKER = re.compile(
    rf"(?P<before>{_NAME})(?:,[^,.]{{1,60}},)?\s+(?:said|says|warned|told|added|replied|answered|explained"
    rf"|argued|claimed|wrote|announced)\b|\b(?:said|added|wrote)\s+(?P<behind>{_NAME})"
)
"""A speaker with a name of two words; a single one may just begin a sentence."""

_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our)\b")
_INTERVIEW = re.compile(
    r"\b(?:interview\w*|conversation|talk|questions|q\s?&\s?a)\b", re.IGNORECASE
)
_TURN = re.compile(r"\W*(?:[QAFI]|Question|Answer|Frage|Antwort)\s?:\s")
_ANSWERS = re.compile(r"\W*(?:A|Answer|Antwort)\s?:\s")
_TITLES = frozenset("mr mrs ms miss dr prof professor sir lady lord dame captain rev".split())
_HE_SAYS = re.compile(rf"\W*(?:and |but )?(?:he|she|they) (?:also )?{SAYING}\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)


class AskedSpeech(NamedTuple):
    """Whose words are asked for: the terms of the name, the verb, and what was spoken of."""

    who: frozenset[str]
    verb: str
    topic: frozenset[str]


@lru_cache(maxsize=2_000)
def asked_speech(question: str) -> AskedSpeech | None:
    """Return whose words a question asks for: "What did Ida Brandt say about the mill?"."""
    match = re.match(r"\W*what\b", question, re.IGNORECASE) and ASKED_OF.search(question)
    who = frozenset(name_terms(match["who"])) if match else frozenset[str]()
    if not match or not who:
        return None
    topic = {*terms_of(question[match.end() :])} - {"report", "peopl"}
    return AskedSpeech(who, match["verb"], frozenset(topic))


def is_said_by(asked: AnalyzedQuestion, passage: Passage, row: int) -> bool:
    """Tell whether a sentence gives the words of the person whose words are asked for.

    It names them as the speaker, or says "he said" after a sentence that names them, or says "I"
    in a text that they wrote, or answers in an interview with them. It must mention what they spoke
    of, too, or the interviewer does.
    """
    speech = asked_speech(asked.text)
    if speech is None:
        return False
    own = sentence_words(passage, row)
    put = _question_put(passage, row)
    near = sentence_words(passage, row - 1) if row and leans(own) else ""
    above = " ".join(passage.heading)
    if not _is_about(asked, speech.topic, {*terms_of(f"{own} {near} {put} {above}")}):
        return False
    if put and speech.who <= {*terms_of(" ".join(passage.heading))}:
        return True
    if _is_by(speech.who, passage):
        said = {*terms_of(own)} >= {*terms_of(speech.verb)}
        return _FIRST_PERSON.search(own) is not None and (said or bool(speech.topic))
    if _speaks(speech.who, own) or _goes_on_to_say(speech.who, own):
        return True
    return bool(near) and speech.who <= {*terms_of(near)} and _he_says(own)


def _is_about(asked: AnalyzedQuestion, topic: frozenset[str], terms: set[str]) -> bool:
    weights = {term: asked.weights[term] for term in asked.weights if term in topic}
    held = sum(weight for term, weight in weights.items() if term in terms)
    return held >= _TOPIC * sum(weights.values())


def _is_by(who: frozenset[str], passage: Passage) -> bool:
    return passage.voice is not None and who <= {*terms_of(passage.voice.author)}


def _question_put(passage: Passage, row: int) -> str:
    """Return the question that a sentence of an interview answers; "" where it is of none.

    The turns of an interview begin with `Q:` and `A:`, and its heading says with whom it is.
    """
    if not any(map(_INTERVIEW.search, passage.heading)):
        return ""
    before = [sentence_words(passage, place) for place in range(row, -1, -1)]
    answer = next((n for n, words in enumerate(before) if _TURN.match(words)), None)
    if answer is None or not _ANSWERS.match(before[answer]):
        return ""
    return next((words for words in before[answer:] if not _ANSWERS.match(words)), "")


def _speaks(who: frozenset[str], text: str) -> bool:
    """Tell whether the speaker is named beside a verb of saying, or before a colon."""
    for verb in _VERB.finditer(text):
        if _is_subject(who, text[: verb.start()].split()[-_NEAR:]):
            return True
        behind = _NAME_BEHIND.match(text, verb.end()) if _INVERTED.fullmatch(verb[0]) else None
        if behind is not None and _names(who, [behind["name"]]):
            return True
    label, colon, _ = text.partition(":")
    return bool(colon) and len(label.split()) <= _NEAR and _names(who, label.split())


def _goes_on_to_say(who: frozenset[str], text: str) -> bool:
    """Tell whether a sentence begins with a speaker, and another part of it says "she said"."""
    first, *others = text.split("; ")
    speaker = next((w for w in first.split() if w.rstrip(".").lower() not in _TITLES), "")
    return _names(who, [speaker]) and any(map(_HE_SAYS.match, others))


def other_speaker(who: Set[str], text: str) -> str:
    """Return the name of a speaker in a text who is not the one asked for; "" if there is none."""
    if _speaks(frozenset(who), text):
        return ""
    match = _SPEAKER.search(text)
    name = (match["before"] or match["behind"]) if match else ""
    return name if name and who.isdisjoint(terms_of(name)) else ""


def _is_subject(who: frozenset[str], before: list[str]) -> bool:
    """Tell whether the last words before a verb name who does it: not "Ida was told"."""
    if before and before[-1].lower() in _PASSIVE:
        return False
    places = [place for place, word in enumerate(before) if _names(who, [word])]
    between = before[places[-1] :] if places else []
    apart = any(word.endswith(",") for word in between)
    return bool(places) and (apart or not any(word[:1].isupper() for word in between[1:]))


def _names(who: frozenset[str], words: list[str]) -> bool:
    return not who.isdisjoint(terms_of(" ".join(words)))


def _he_says(text: str) -> bool:
    return any(
        _HE.search(text[max(0, verb.start() - 10) : verb.end() + 10])
        for verb in _VERB.finditer(text)
    )
