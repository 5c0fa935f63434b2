"""Why a question is not answered, in words that are true of the collection."""

import re
from collections.abc import Mapping, Sequence

from index import Hit
from index.analysis.terms import terms_of, written_terms
from index.counted import counted
from qa.answering.answer_types import Kind
from qa.answering.features import AnalyzedQuestion

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
_UNREAD = re.compile(
    r"\bleft out\b|\bnot (?:be )?read\b|\bno (?:saved value|words)\b|\bpictures?\b"
)
"""How readers say in their notes that words are missing."""
_ASKING = re.compile(
    r"\b(?:how (?:soon|long|old|recently|far|large|big|tall|high|deep|fast|often|wide|heavy)"
    r"|much|many)\b",
    re.IGNORECASE,
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
    rare_first = sorted(_topics(asked), key=lambda term: -asked.weights[term])
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
        return f"{reason}, but not {missing}. No sentence clearly {_GIVES[asked.kind]}."
    return f"{reason}, but no sentence clearly {_GIVES[asked.kind]}."


def unread(hits: Sequence[Hit]) -> str:
    """Say what was not read of the documents whose passages come closest; "" if nothing is known.

    The answer may be there.
    """
    said: dict[str, None] = {}
    for hit in hits:
        for note in hit.document.notes:
            if _UNREAD.search(note):
                said[f"Note on “{hit.document.title}”: {note}"] = None
    return " ".join(list(said)[:_MOST_NOTES])


def _topics(asked: AnalyzedQuestion) -> list[str]:
    """Return the stems of the question's words, less those that only ask ("how much")."""
    left = set(terms_of(_ASKING.sub(" ", asked.text)))
    return [term for term in asked.weights if term in left]


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
