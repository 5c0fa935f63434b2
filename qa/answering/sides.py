"""Questions that need a quote for each of their parts: comparisons, and two questions in one."""

import re
from collections.abc import Sequence

from index.analysis import stem_all, tokenize, without_stop_words
from qa.answering.query_rewriting import Turn, standalone_question
from qa.answering.ranking import ScoredSentence

_THING = r"(?:(?:the|an?)\s+)?(?P<{}>[^\s,?.!]+(?:\s+[^\s,?.!]+){{0,3}}?)"
_ONE, _OTHER = _THING.format("one"), _THING.format("other")
_COMPARES = (
    re.compile(rf",\s*{_ONE}\s+or\s+{_OTHER}\s*\??$"),
    re.compile(rf"\bbetween\s+{_ONE}\s+and\s+{_OTHER}\s*(?:\?|$|\bin\b|\bwhen\b)", re.IGNORECASE),
    re.compile(rf"\bcompare[sd]?\s+{_ONE}\s+(?:and|with|to)\s+{_OTHER}\s*\??$", re.IGNORECASE),
    re.compile(
        rf"\b(?:do|does|did|is|are)\s+{_ONE}\s+(?:and|or)\s+{_OTHER}\s+"
        r"(?:differ|better|worse|the same|more|less|\w+er)\b", re.IGNORECASE,
    ),
    re.compile(rf"^{_ONE}\s+(?:or|versus|vs\.?)\s+{_OTHER}\s*(?::|\?|,|$)"),
)  # fmt: skip
_ASKS = r"(?:who|whom|whose|what|when|where|why|which|how)"
_TWO = re.compile(
    rf"^(?P<first>\W*{_ASKS}\b.{{6,}}?),?\s+and\s+(?P<second>{_ASKS}\b.{{6,}})$", re.IGNORECASE
)


def compared(question: str) -> tuple[str, str] | None:
    """Return the two things that a question compares; None where it compares none."""
    for pattern in _COMPARES:
        match = pattern.search(question)
        if match is not None:
            return match["one"], match["other"]
    return None


def questions_in(question: str) -> list[str]:
    """Return the questions in one, each able to stand alone; itself where it is one."""
    match = _TWO.match(question.strip())
    if match is None:
        return [question]
    first = match["first"].rstrip(" ,") + "?"
    return [first, standalone_question(match["second"], [Turn(first)])]


def for_each_side(
    quotes: list[ScoredSentence],
    ranked: Sequence[ScoredSentence],
    sides: tuple[str, str],
    most: int,
) -> list[ScoredSentence]:
    """Return the quotes with the best sentence about a side that none of them mentions."""
    for side in sides:
        stems = set(stem_all(without_stop_words(tokenize(side))))
        if not stems or any(stems <= _words(quote) for quote in quotes):
            continue
        about = next((found for found in ranked if stems <= _words(found)), None)
        if about is not None:
            quotes = [*quotes[: most - 1], about]
    return quotes


def _words(sentence: ScoredSentence) -> set[str]:
    heads = " ".join(sentence.hit.passage.heading)
    row = next(
        (
            " ".join(head.text for cell in row.cells for head in cell.heads)
            for row in sentence.hit.passage.rows
            if row.cells and row.cells[0].start <= sentence.span.start < row.cells[-1].end
        ),
        "",
    )
    return set(stem_all(tokenize(f"{heads} {row} {sentence.text}")))
