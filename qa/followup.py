"""Makes a question stand alone that leans on the ones before it; without an LLM.

Words that the turn leaves out are carried over from the conversation: only when it leans,
and only words, so that nothing is put into anybody's mouth.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.words import STOP_WORDS, stems, words_of

MOST_WORDS = 8
"""The most words that are carried over."""

_POINTS_BACK = re.compile(
    r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|hers|this|that|these|those"
    r"|there|then|such|(?:the|an|any)?\s*other|others|another|the (?:former|latter|same)|both"
    r"|(?:the )?(?:first|second|third|last|next|previous) one|ones?)\b(?!\s+(?:is|are) there\b)",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|or|so|then|also|plus|what about|how about|what if|what else|anything else"
    r"|why(?: not)?\W*$|how(?: so| come)?\W*$|when\W*$|where\W*$|who\W*$|which(?: one)?\W*$)\b",
    re.IGNORECASE,
)
_EMPTY_THAT = re.compile(r"\b(?:so|such|is it true|said|says|believe|think|know|mean) that\b", re.I)
_FEW = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the conversation, and the answer that it got."""

    question: str
    answer: str = ""


def leans(question: str) -> bool:
    """Tell whether a question needs the ones before it to be understood."""
    if _CONTINUES.match(question):
        return True
    if _POINTS_BACK.search(_EMPTY_THAT.sub("", question)):
        return True
    content = [word for word in words_of(question) if word not in STOP_WORDS]
    return len(content) < _FEW


def carried(question: str, history: Sequence[Turn]) -> list[str]:
    """Return the words to carry over into a question, as they were written.

    Names come first, then the other content words of the question before; where that one
    leans itself, those that it leaned on. None where the question stands alone.
    """
    if not history or not leans(question):
        return []
    have = set(stems(words_of(question)))
    names: dict[str, str] = {}
    others: dict[str, str] = {}
    for turn in reversed(history):
        for stem, word, is_name in _content(turn.question):
            if stem not in have:
                (names if is_name else others).setdefault(stem, word)
        if not leans(turn.question):
            break
    return [*names.values(), *others.values()][:MOST_WORDS]


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """Return the question with the words that it leans on; itself where it stands alone."""
    words = carried(question, history)
    return f"{question} ({' '.join(words)})" if words else question


def _content(text: str) -> list[tuple[str, str, bool]]:
    """Return (stem, word, whether it is a name) for the words that carry meaning."""
    found = []
    for position, written in enumerate(text.split()):
        for word in words_of(written):
            if word in STOP_WORDS:
                continue
            is_name = any(c.isupper() for c in written[1:]) or (
                position > 0 and written[:1].isupper()
            )
            found.append((stems([word])[0], word, is_name or word.isdigit()))
    return found
