"""Pieces of a document that are no sentence and answer nothing: blanks, contents, bare cells."""

import re

from qa.answering.answer_types import holds
from qa.answering.features import AnalyzedQuestion, answer_part

_MOST_WORDS = 8  # a guess: a heading that was not set as one
_MOST_LEADER = 60  # characters; a guess: dots and a page number
_BLANK = re.compile(r"_{3,}|\.{4,}|…{2,}")
_LISTED_PAGE = re.compile(r"(?:\.[ ]?|…){4,}\s*[\divxlc]+$", re.IGNORECASE)
_LABEL = re.compile(r"[^:|;]*:")
_SET_APART = re.compile(r"[ \t]\|[ \t]|:\s+\S|^(?:[-*+•‣–]|\(?[0-9]{1,3}[.)])\s")


def is_fragment(asked: AnalyzedQuestion, sentence: str) -> bool:
    """Tell whether what stands here cannot answer.

    A form's line that nobody filled in; a line of a table of contents; a number alone, where
    no number or time is asked for; and a few words without a full stop, such as a heading that was
    not set as one, that give no number, time or name where that is asked for. What a label
    (`Open: at dawn`), a list or a table sets apart may answer, and what is not plain English may.
    """
    if _LISTED_PAGE.search(sentence[-_MOST_LEADER:]):
        return True
    if _BLANK.search(sentence) and _is_unfilled(sentence):
        return True
    if not any(character.isalpha() for character in sentence):
        return asked.kind not in ("number", "time", "other")
    if _states(sentence) or _SET_APART.search(sentence) or len(sentence.split()) > _MOST_WORDS:
        return False
    wanted = asked.kind in ("number", "time", "person") and sentence.isascii()
    return wanted and not holds(answer_part(asked, sentence), asked.kind)


def _is_unfilled(sentence: str) -> bool:
    """Tell whether nothing stands after the labels of a line with blanks: `Name: ____`."""
    words = _BLANK.sub(" ", sentence)
    if ":" in words:
        return not any(map(str.isalnum, _LABEL.sub("", words)))
    return _BLANK.search(sentence[-4:]) is not None and len(words.split()) <= _MOST_WORDS


def _states(words: str) -> bool:
    return words.rstrip("\"”’'»)] ").endswith((".", "!", "…"))
