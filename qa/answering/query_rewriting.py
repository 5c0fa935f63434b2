"""Makes a question stand alone that leans on the turns before it; without an LLM.

What the turn leaves out is carried over from the conversation: only when it leans, and only
words that were asked or quoted, so that nothing is put into anybody's mouth.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis import STOP_WORDS, stems_of, tokenize
from qa.answering.languages import asked_in
from qa.answering.languages.english.turns import ENGLISH
from qa.answering.languages.turns import Turns
from qa.answering.leaning import Word, content, continues, depends_on_context, points_back
from qa.answering.slots import continued, is_time, name_runs

MOST_WORDS = 8
"""The most words that are carried over; a guess: more would outweigh the question's own."""

_ANSWERED = 400  # characters of an answer that are looked at for names; a guess: its first quote
_SAYS_MUCH = 3  # words of meaning; a guess: "What about investing with Lendingclub or Prosper?"

_NO_PERSON = re.compile(r"[\d\n]")
"""What no name of a person has: the end of a heading and a year look like one."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the conversation, and the answer that it got."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class _Talk:
    """What a conversation is about after some turns.

    `asked` is the last question, able to stand alone as far as it could be made to; `topic`
    are the words that say what it is about, `answer` is what was quoted, `person` whom
    "she" means, `turns` how its language leans.
    """

    asked: str = ""
    topic: tuple[Word, ...] = ()
    answer: str = ""
    person: str = ""
    turns: Turns = ENGLISH

    @property
    def said(self) -> str:
        return f"{self.asked} {self.answer}".strip()


def standalone_question(question: str, history: Sequence[Turn]) -> str:
    """Return the question with what it leans on; itself where it stands alone.

    "And in 2022?" becomes the question before it, with 2022 in the place of its year. Other
    turns get the words that say what the conversation is about behind them, in parentheses.
    Where they only go on ("Anything else?") that is all that was asked, and where a pronoun may
    mean it, the name that the last answer gave.
    """
    return _standalone(question, _talk(history, turns_of(question, history)))[0]


def turns_of(question: str, history: Sequence[Turn]) -> Turns:
    """Return how the language of a conversation leans: that of a question and the one before it."""
    before = f"{history[-1].question} " if history else ""
    return asked_in(f"{before}{question}").turns


def _talk(history: Sequence[Turn], turns: Turns) -> _Talk:
    talk = _Talk(turns=turns)
    for turn in history:
        _, asked = _standalone(turn.question, talk)
        person = _person(turn.question, talk)
        topic = _topic(turn.question, asked, talk)
        talk = _Talk(asked, topic, turn.answer, person, turns)
    return talk


def _standalone(question: str, talk: _Talk) -> tuple[str, str]:
    """Return a question as it is searched, and without the words that were carried over."""
    replaced = continued(question, talk.asked, talk.turns) if talk.asked else None
    asked = replaced or question
    if replaced is not None and not points_back(asked, talk.turns):
        return asked, asked
    person = _person(asked, talk)
    if person:
        named = talk.turns.person.sub(lambda match: _in_place_of(match, person), asked)
        return named, named
    words = _carried(asked, talk)
    return (f"{asked} ({' '.join(words)})" if words else asked), asked


def _person(question: str, talk: _Talk) -> str:
    """Return the name that "she" or "his" stands for; "" where none can be made out."""
    if not talk.turns.person.search(question) or not points_back(question, talk.turns):
        return ""
    answered = " ".join(word.written for word in _answer_names(question, talk))
    if answered or talk.person:
        return answered or talk.person
    asked = [talk.asked[run.start : run.end] for run in name_runs(talk.asked, talk.turns)]
    named = [name for name in asked if len(name.split()) > 1 and not is_time(name, talk.turns)]
    return named[0] if len(named) == 1 and talk.turns.is_name.match(talk.asked) else ""


def _in_place_of(pronoun: re.Match[str], name: str) -> str:
    word, behind = pronoun[0].lower(), tokenize(pronoun.string[pronoun.end() :])[:1]
    owns = word in {"his", "hers"} or (word == "her" and behind and behind[0] not in STOP_WORDS)
    return f"{name}’s" if owns else name


def _topic(question: str, asked: str, talk: _Talk) -> tuple[Word, ...]:
    """Return what the conversation is about after one more question.

    A turn that leans by its form says more of the same thing; one that stands alone begins
    another. Between them the own words come first.
    """
    words = content(asked, talk.turns)
    own = tuple(word for word in words if not word.is_aspect)
    if not talk.asked or not own:
        return talk.topic or own or tuple(words)
    if points_back(question, talk.turns):
        return talk.topic
    if asked != question or not depends_on_context(question, talk.said, talk.turns):
        return own
    return (*own, *(word for word in talk.topic if word not in own))[:MOST_WORDS]


def _carried(question: str, talk: _Talk) -> list[str]:
    turns = talk.turns
    if not talk.asked or not depends_on_context(question, talk.said, turns):
        return []
    have = set(stems_of(question, turns.language))
    words = [word for word in talk.topic if word.stem not in have]
    most = MOST_WORDS
    if not continues(question, turns):  # it asks anew
        words = [word for word in words if not word.is_verb] or words
    elif not points_back(question, turns) and len(content(question, turns)) >= _SAYS_MUCH:
        most = turns.little
    meant = [word for word in _answer_names(question, talk) if word.stem not in have]
    first = sorted(words, key=lambda word: not word.is_name)[: most - len(meant)]
    chosen = (*meant, *(word for word in words if word in first))
    return [*dict.fromkeys(word.written for word in chosen)][:most]


def _answer_names(question: str, talk: _Talk) -> list[Word]:
    """Return the name in the last answer that a pronoun may mean.

    That is the first one that the question before it did not have, if that asked for one.
    """
    turns = talk.turns
    pronoun = turns.named.search(question)
    points = pronoun is not None and points_back(question, turns)
    if not points or not turns.asks_for_name.search(talk.asked):
        return []
    answer = talk.answer[:_ANSWERED]
    asked = set(stems_of(talk.asked, turns.language))
    for run in name_runs(answer, turns):
        name = answer[run.start : run.end]
        words = content(f"- {name}", turns)
        fresh = [w for w in words if w.stem not in asked and not is_time(w.written, turns)]
        is_place = (
            len(words) < 2 or turns.placed.search(answer[: run.start]) or _NO_PERSON.search(name)
        )
        if fresh and not (is_place and turns.person.search(question)):
            return words
    return []
