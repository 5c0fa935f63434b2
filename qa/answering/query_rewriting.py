"""Makes a question stand alone that leans on the ones before it; without an LLM.

Words that the turn leaves out are carried over from the conversation: only when it leans,
and only words, so that nothing is put into anybody's mouth.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis import STOP_WORDS, stem_all, tokenize

MOST_WORDS = 8
"""The most words that are carried over; a guess: more would outweigh the question's own."""

_PRONOUN = re.compile(
    r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|hers)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:this|these|those|such|(?:the|an|any)\s+other|others|another|both"
    r"|the (?:former|latter|same)|then"
    r"|(?:the|which|that|this|any|first|second|third|last|next|previous|other) ones?(?! of\b)"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )there"
    r"(?! (?:is|are|was|were|has|have|had|will)\b)"
    r"|(?:is|was|does|do|did|of|about|for|with|after|before|like|by|from|on|to) that(?=\W|$)"
    r"(?! \w+ (?:is|are|was|were)\b))\b|\b(?:that|ones?)\W*$|^\W*that\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|or|so|then|also|plus|what about|how about|what if|what else|anything else"
    r"|why(?: not)?\W*$|how(?: so| come)?\W*$|when\W*$|where\W*$|who\W*$|which(?: one)?\W*$)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^\W*(?:what|who) (?:is|are|was|were)\b|^\W*(?:define|explain|describe|tell me)\b", re.I
)
_OWN_NOUN = re.compile(r"^\W*(?:which|what|whose|how many)\s+(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the conversation, and the answer that it got."""

    question: str
    answer: str = ""


def depends_on_context(question: str) -> bool:
    """Tell whether a question needs the ones before it to be understood."""
    if _CONTINUES.match(question) or _POINTS_BACK.search(question):
        return True
    pronoun = _PRONOUN.search(question)
    if pronoun and not _may_mean_something_in(question[: pronoun.start()]):
        return True
    content = [word for word in tokenize(question) if word not in STOP_WORDS]
    return not content or (len(content) == 1 and not _DEFINES.match(question))


def _may_mean_something_in(before: str) -> bool:
    """Tell whether a pronoun can stand for what comes before it in the same question.

    That is a name, or the noun of "Which group …".
    """
    noun = _OWN_NOUN.match(before)
    if noun and not {noun[1].lower()} & STOP_WORDS:
        return True
    return any(is_name for _, _, is_name in _content(before))


def context_words(question: str, history: Sequence[Turn]) -> list[str]:
    """Return the words to carry over into a question, as they were written.

    Where the question asks something of its own ("Where is it based?"), the names of the
    question before are what it leans on; where it only goes on ("And in Mali?", "Why?"), all
    its content words, names first. Where that one leans itself, those that it leaned on too.
    None where the question stands alone.
    """
    if not history or not depends_on_context(question):
        return []
    have = set(stem_all(tokenize(question)))
    names: dict[str, str] = {}
    others: dict[str, str] = {}
    for turn in reversed(history):
        for stem, word, is_name in _content(turn.question):
            if stem not in have:
                (names if is_name else others).setdefault(stem, word)
        if not depends_on_context(turn.question):
            break
    own = [word for word in tokenize(question) if word not in STOP_WORDS]
    asks_anew = own and not _CONTINUES.match(question)
    words = names if names and asks_anew else names | others
    return [*words.values()][:MOST_WORDS]


def standalone_question(question: str, history: Sequence[Turn]) -> str:
    """Return the question with the words that it leans on; itself where it stands alone."""
    words = context_words(question, history)
    return f"{question} ({' '.join(words)})" if words else question


def _content(text: str) -> list[tuple[str, str, bool]]:
    """Return (stem, word as written, whether it is a name) for the words that carry meaning."""
    found = []
    for position, written in enumerate(text.split()):
        parts = tokenize(written)
        bare = written.strip("\"'“”‘’()[]{}.,;:!?…")
        for part in parts:
            if part in STOP_WORDS:
                continue
            is_name = any(c.isupper() for c in written[1:]) or (
                position > 0 and written[:1].isupper()
            )
            word = bare if len(parts) == 1 else part
            found.append((stem_all([part])[0], word, is_name or part.isdigit()))
    return found
