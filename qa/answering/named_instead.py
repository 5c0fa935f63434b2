"""Another name in the place of the one that a question asks about."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from index.analysis import STOP_WORDS
from qa.answering.named_things import Thing, is_wide, name_terms, other_names

_SHORT_NAME = 4  # letters; a guess: shorter ones are abbreviations
ALIKE = 0.75  # of two spellings of a name, by difflib; a guess: Abdulrachman, Abdelrahman
_VERB = r"(?:is|was|are|were|has|had|have|did|does|do|will)"
_TITLE = r"(?:mr|mrs|ms|dr|prof|sir|lady)\.?"


def in_same_place(thing: Thing, question: str, others: Sequence[str], own: str) -> str:
    """Return another name behind the same noun: the head of Selby for the head of Askvik; or ""."""
    if not thing.before:
        return ""
    before = re.search(
        rf"\b(?P<noun>\w{{3,}})\s+{thing.before}\s+(?:the\s+)?{re.escape(thing.written)}", question
    )
    if before is None or before["noun"].lower() in STOP_WORDS:
        return ""
    phrase = f"{before['noun']} {thing.before}"
    others = [name for name in others if not _may_be_the_same(thing.written, name)]
    return next(
        (
            name
            for name in others
            if re.search(rf"\b{phrase} (?:the )?{re.escape(name)}\b", own, re.I)
        ),
        "",
    )


def other_subject(thing: Thing, question: str, own: str, passage: str) -> str:
    """Return the name of whom a sentence tells instead of whom the question asks about; or "".

    "How old is Ida Brandt?", "Omar Nasri is 40 years old." On SQuAD 2.0 so tell the likeliest
    sentences of 6 unanswerable questions of 1,527, and no right one of 1,278.
    """
    asked = rf"\b{_VERB}\s+(?:the\s+)?(?:{_TITLE}\s+)?{re.escape(thing.written)}\b(?!['’]s)"
    if not re.search(asked, question, re.IGNORECASE):
        return ""
    told = re.match(
        rf"\W*(?:(?:the|{_TITLE})\s+)?(?P<name>\w[^,;:()]{{2,60}}?)\s+{_VERB}\b", own, re.I
    )
    # The first word of a sentence is known for a name by another place where it is one.
    if told is None or told["name"] not in other_names(question, f"{own} {passage}"):
        return ""
    return "" if _may_be_the_same(thing.written, told["name"]) else told["name"]


def _may_be_the_same(name: str, other: str) -> bool:
    """Tell whether two names may be of the same: Riley, Ryley; Pitt, Pittsburgh; US, American."""
    terms = {*name_terms(other)}
    if not terms or is_wide(other) or is_wide(name) or min(len(name), len(other)) < _SHORT_NAME:
        return True
    return any(
        SequenceMatcher(None, one, two).ratio() > ALIKE or one.startswith(two[:4])
        for one in name_terms(name)
        for two in terms
    )
