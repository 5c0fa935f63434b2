"""Whether a question leans on the ones before it, and which of its words carry meaning."""

import re
from typing import NamedTuple

from index.analysis import stems_of, tokenize
from index.analysis.stemming import stop_words
from qa.answering.languages.english.turns import ENGLISH
from qa.answering.languages.turns import Turns


class Word(NamedTuple):
    """A word that carries meaning: its stem, how it is written, what it is in its sentence."""

    stem: str
    written: str
    is_name: bool
    is_verb: bool = False
    is_aspect: bool = False
    """Whether it says what is asked about a thing, not which thing."""


def content(text: str, turns: Turns = ENGLISH) -> list[Word]:
    """Return the words of a text that carry meaning, in order."""
    found = []
    small, cut = stop_words(turns.language), turns.cut | turns.language.elided
    verbs = {match[1] for pattern in turns.verbs if (match := pattern.search(text))}
    for position, written in enumerate(text.split()):
        parts = tokenize(written)
        bare = written.strip("\"'“”‘’()[]{}.,;:!?…")
        for part in parts:
            if part in small or (len(parts) > 1 and part in cut):
                continue
            is_name = any(c.isupper() for c in written[1:]) or (
                position > 0 and written[:1].isupper()
            )
            word = bare if len(parts) == 1 else part
            named = is_name or part.isdigit()
            stem = stems_of(part, turns.language)[0]
            is_verb = not named and bare in verbs
            found.append(Word(stem, word, named, is_verb, stem in turns.aspects))
    return found


def continues(question: str, turns: Turns = ENGLISH) -> bool:
    """Tell whether a question only goes on with the one before it: "And in Mali?", "Why?"."""
    return turns.continues.match(question) is not None


def leans_surely(question: str, turns: Turns = ENGLISH) -> bool:
    """Tell whether the form of a question alone shows that it leans."""
    return continues(question, turns) or points_back(question, turns)


def may_stand_alone(question: str, turns: Turns = ENGLISH) -> bool:
    """Tell whether a question that leans may also be complete as it is: "Does melatonin help?"."""
    if leans_surely(question, turns):
        return False
    return any(not word.is_aspect for word in content(question, turns))


def points_back(question: str, turns: Turns = ENGLISH) -> bool:
    """Tell whether words of a question stand for something outside it: "it", "the other"."""
    if turns.points_back.search(question):
        return True
    pronouns = [*turns.pronoun.finditer(question)]
    return bool(pronouns) and not _has_antecedent(pronouns[0], question, turns)


def depends_on_context(question: str, said: str = "", turns: Turns = ENGLISH) -> bool:
    """Tell whether a question needs the turns before it to be understood.

    `said` is what the turn before it asked and was answered: "the system" means the one that
    stands there.
    """
    if leans_surely(question, turns):
        return True
    words = content(question, turns)
    if not words or (len(words) == min(1, turns.few) and not turns.defines.match(question)):
        return True
    if any(word.is_name for word in words):
        return False
    if all(word.is_aspect for word in words) or turns.of_what.match(question):
        return True
    whole = turns.defines.match(question) or turns.whole.match(question)
    if len(words) <= turns.few and not whole:
        return True
    return bool(said) and _means_what_was_said(question, said, turns)


def _means_what_was_said(question: str, said: str, turns: Turns) -> bool:
    known = set(stems_of(said, turns.language))
    verb = turns.last_verb.search(question)
    nouns = question[: verb.start(1)] if verb else question
    return any(
        word.stem in known and not word.is_aspect
        for match in turns.definite.finditer(nouns)
        for word in content(match[1], turns)
    )


def _has_antecedent(pronoun: re.Match[str], question: str, turns: Turns) -> bool:
    """Tell whether a pronoun can stand for something before it in the same question.

    That is something in an earlier clause, or the subject of its own where it only owns:
    "Which group pays its fighters?".
    """
    before, through = question[: pronoun.start()], question[: pronoun.end()]
    owns = pronoun[0].lower() in turns.owning
    if owns and (_has_name(before, turns) or _asks_which(before, turns)):
        return True
    ends = [match.start() for match in turns.clause.finditer(through)]
    if ends and any(not word.is_aspect for word in content(before[: ends[-1]], turns)):
        return True
    ends = [match.start() for match in turns.subordinate.finditer(before)]
    return bool(ends) and _has_name(before[: ends[-1]], turns)


def _has_name(text: str, turns: Turns) -> bool:
    return any(word.is_name for word in content(text, turns))


def _asks_which(before: str, turns: Turns) -> bool:
    noun = turns.own_noun.match(before)
    return noun is not None and noun[1].lower() not in turns.language.stop_words
