"""Why a question is not answered, in words that are true of the collection."""

import re
from collections.abc import Mapping, Sequence

from index import Hit
from index.analysis.terms import terms_of, written_terms
from index.counted import counted
from qa.answering.answer_types import Kind
from qa.answering.features import AnalyzedQuestion
from qa.answering.objection import Guard, Objection

_GIVES: Mapping[Kind, str] = {
    "person": "says who",
    "time": "says when",
    "place": "says where",
    "number": "gives the number",
    "reason": "says why",
    "other": "says what the question asks for",
}
_MOST = 3  # words of each kind that are named; a guess: fits a line
_MOST_NOTES = 2  # a guess: they fit two lines
_ABOUT = 0.5  # of the weight of the question; a guess: half of its words
_UNREAD = re.compile(
    r"\bleft out\b|\bnot (?:be )?read\b|\bno (?:saved value|words)\b|\bpictures?\b"
)
"""How readers say in their notes that words are missing."""
_ASKING = re.compile(
    r"\b(?:how (?:soon|long|old|recently|far|large|big|tall|high|deep|fast|often|wide|heavy|thick)"
    r"|much|many|say(?:s|ing)?|said|tells?|told|mention(?:s|ed)?|get(?:s|ting)?|got|give[sn]?|gave"
    r"|find(?:s|ing)?|found|happen(?:s|ed)?|called|named|kinds?|sorts?|things?|ways?|know[ns]?|knew"
    r"|make[sn]?|made|go(?:es)?|went|come|came|take[sn]?|took|use[sd]?|put|need(?:s|ed)?|think"
    r"|thought|describe[sd]?|explain(?:s|ed)?|according)\b",
    re.IGNORECASE,
)
"""Words that ask, or stand in nearly any text: that they are missing tells nothing."""

_PARTICLE = re.compile(
    r"\b(?:de[nr]?|del|della|di|da|dos|van|von|zu|la|le|ter|al|el|bin|ibn)\b(?=(?:\s+\w+)?\s+[A-ZÀ-ÖØ-Þ])"
)
"""Parts of names (`de Graaf`), of which it tells nothing in how many passages they stand."""

_OBJECTED: Mapping[Guard, str] = {
    "negation": "The closest sentence says what is so, and the question asks for what is not.",
    "speaker": "The closest sentence does not name “{asked}” as the one who says it.",
    "definition": "The closest sentence does not say what “{asked}” means.",
    "form": "The closest sentence does not give what you ask for: “{asked}”.",
}
"""What is said where the best sentence fails a guard."""

_OF_WHAT = (
    (re.compile(r"\bhow old\b", re.IGNORECASE), "says how old"),
    (re.compile(r"\bhow long\b", re.IGNORECASE), "says how long"),
    (re.compile(r"\bhow (?:far|large|big|tall|high|deep|fast|wide|heavy|thick|often)\b", re.I), ""),
)


def reason(
    asked: AnalyzedQuestion, frequencies: Mapping[str, int], *, filtered: bool = False
) -> str:
    """Say which of the question's words the collection knows, and what no sentence gives.

    Args:
        asked: The question.
        frequencies: In how many passages each of its stemmed words stands.
        filtered: Whether only some documents were searched.
    """
    documents = "documents searched" if filtered else "documents"
    gives = _gives(asked)
    rare_first = sorted(_topics(asked, frequencies), key=lambda term: -asked.weights[term])
    if not rare_first:
        return "The question has no word to search for."
    written = _written(asked)
    absent = [f"“{written[term]}”" for term in rare_first if not frequencies.get(term, 0)]
    present = [
        f"“{written[term]}” in {_passages(frequencies[term])}"
        for term in rare_first
        if frequencies.get(term, 0)
    ]
    if not present:
        return f"Nothing in the {documents} mentions {_listed(absent[:_MOST], 'or')}."
    reason = f"The {documents} mention {_listed(present[:_MOST], 'and')}"
    if absent:
        missing = _listed(absent[:_MOST], "or")
        return f"{reason}, but not {missing}. No sentence clearly {gives}."
    return f"{reason}, but no sentence clearly {gives}."


def objected(
    objection: Objection | None, hits: Sequence[Hit], frequencies: Mapping[str, int]
) -> str:
    """Say which guard the best sentence fails, as far as that is true of the closest passages.

    "" where none fails, and where `reason` says already that the documents do not mention it.
    """
    if objection is None:
        return ""
    asked, given = objection.asked, objection.given
    if asked and not any(frequencies.get(term, 0) for term in terms_of(asked)):
        return ""
    texts = [" ".join((h.document.title, *h.passage.heading, h.passage.text)) for h in hits]
    missing = bool(asked) and not any({*terms_of(text)} & {*terms_of(asked)} for text in texts)
    if objection.guard in ("name", "number", "time") and missing:
        named = f"None of the closest passages mentions “{asked}”"
        return f"{named}; the closest gives “{given}”." if given else f"{named}."
    if (
        objection.guard in ("other name", "other thing", "number", "time", "opposite")
        and asked
        and given
    ):
        return f"The closest passage gives “{given}”, not “{asked}”."
    return _OBJECTED.get(objection.guard, "").format(asked=asked)


def unread(asked: AnalyzedQuestion, hits: Sequence[Hit]) -> str:
    """Say what was not read of the documents whose passages come closest; "" if nothing is known.

    The answer may be there, as far as the document is about what is asked.
    """
    said: dict[str, None] = {}
    for hit in hits:
        words = (hit.document.title, hit.document.source, *hit.passage.heading, hit.passage.text)
        if asked.cover({*terms_of(" ".join(words))}) < _ABOUT:
            continue
        for note in hit.document.notes:
            if _UNREAD.search(note):
                said[f"Note on “{hit.document.title}”: {note}"] = None
    return " ".join(list(said)[:_MOST_NOTES])


def _gives(asked: AnalyzedQuestion) -> str:
    """Return what the answer would have to do, in the question's own words where it has any."""
    for pattern, gives in _OF_WHAT:
        if match := pattern.search(asked.text):
            return gives or f"says {match[0].lower()}"
    return _GIVES[asked.kind]


def _topics(asked: AnalyzedQuestion, frequencies: Mapping[str, int]) -> list[str]:
    """Return the terms of the question, less those that only ask ("how much").

    Common verbs are told of only where they are all that there is.
    """
    left = set(terms_of(_PARTICLE.sub(" ", _ASKING.sub(" ", asked.text))))
    telling = [term for term in asked.weights if term in left]
    if telling:
        return telling
    return [term for term in asked.weights if frequencies.get(term, 0)]


def _written(asked: AnalyzedQuestion) -> dict[str, str]:
    """Return for each term of the question the word as it was written there."""
    written: dict[str, str] = {}
    for term, words, _ in written_terms(asked.text):
        written.setdefault(term, words)
    return {term: written.get(term, term) for term in asked.weights}


def _passages(count: int) -> str:
    return counted(count, "passage")


def _listed(items: list[str], word: str) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"
