"""Questions that need a quote for each of their parts: comparisons, and two questions in one."""

import re
from collections.abc import Sequence

from index.analysis import stem_all, tokenize, without_stop_words
from qa.answering.query_rewriting import Turn, standalone_question
from qa.answering.ranking import ScoredSentence

_THING = r"(?:(?:the|an?)\s+)?(?P<{}>[^\s,:;?.!]+(?:\s+[^\s,:;?.!]+){{0,3}}?)"
_ONE, _OTHER = _THING.format("one"), _THING.format("other")
_TRUE = re.compile(r"(?:true|false|right|wrong|yes|no|not|correct|incorrect)", re.IGNORECASE)
"""What is asked of one thing with an "or"; nothing is compared."""

_VERB = re.compile(
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|would|shall|should|might|must"
    r"|(?:will|may)(?!\s+(?-i:[A-Z]))|who|whom|whose|what|when|where|why|how)\b",
    re.IGNORECASE,
)
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
_BOTH_TO_COME = re.compile(r"\bbetween\b(?!.*\band\b)", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:about|between|by|from|of|on|than|to|with)\s+(?:who|what|when|where|why|how)\b",
    re.IGNORECASE,
)
"""A question that stands in another as a thing: the costs of how it works."""

_TOLD_TOO = re.compile(rf"(?:what|when|where|why|how)\s+(?!{_VERB.pattern})", re.IGNORECASE)
_TWO = re.compile(
    rf"^(?P<first>\W*{_ASKS}\b.{{6,}}?),?\s+and\s+(?P<second>{_ASKS}\b.{{6,}})$", re.IGNORECASE
)


def compared(question: str) -> tuple[str, str] | None:
    """Return the two things that a question compares; None where it compares none.

    "Is it true or false?" and "Did it sink or not?" compare none: what begins with a verb, or
    asks whether something holds, has no sides.
    """
    for pattern in _COMPARES:
        match = pattern.search(question)
        if match is None:
            continue
        sides = match["one"], match["other"]
        if not any(map(_TRUE.fullmatch, sides)) and not any(map(_VERB.match, sides)):
            return sides
    return None


def questions_in(question: str) -> list[str]:
    """Return the questions in one, each able to stand alone; itself where it is one.

    One that compares two things, each told as a question is ("how tax works and what duty
    costs"), is one.
    """
    text = question.strip()
    match = _TWO.match(text)
    if match is None:
        return [question]
    first, second = match["first"].rstrip(" ,"), match["second"]
    told = _TOLD.search(first) and _TOLD_TOO.match(second)
    if told or _BOTH_TO_COME.search(first):
        return [question]
    return [f"{first}?", standalone_question(second, [Turn(f"{first}?")])]


def for_each_side(
    quotes: list[ScoredSentence],
    ranked: Sequence[ScoredSentence],
    sides: tuple[str, str],
    most: int,
) -> list[ScoredSentence]:
    """Return the quotes with the best sentence about each side that none of them mentions.

    Those keep their places that alone mention a side; of the others the last make room.
    """
    places = {_place(quote): at for at, quote in enumerate(quotes)}
    kept: dict[int, ScoredSentence] = {}  # by the places; what comes behind is about a side
    for side in sides:
        stems = set(stem_all(without_stop_words(tokenize(side))))
        about = _about(stems, [*kept.values(), *quotes, *ranked]) if stems else None
        if about is not None:
            kept[places.setdefault(_place(about), len(places))] = about
    for place, quote in enumerate(quotes):
        if len(kept) >= most:
            break
        kept.setdefault(place, quote)
    return [kept[place] for place in sorted(kept)][:most]


def _about(stems: set[str], sentences: Sequence[ScoredSentence]) -> ScoredSentence | None:
    return next((one for one in sentences if stems <= _words(one)), None)


def _place(sentence: ScoredSentence) -> tuple[str, int]:
    return sentence.hit.document.id, sentence.span.start


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
