"""Questions that need a quote for each of their parts: comparisons, and two questions in one."""

import re
from collections.abc import Sequence

from corpus.language import Language, language_of_code
from index.analysis import stems_of, tokenize, without_stop_words
from qa.answering.languages import asked_in
from qa.answering.query_rewriting import Turn, standalone_question
from qa.answering.ranking import ScoredSentence

_COMPARES = re.compile(
    r"\b(?:more|less|fewer|than|between|versus|vs|same|better|worse|both|differ\w*|compar\w*"
    r"|mehr|weniger|zwischen|unterschied\w*|vergleich\w*|plus|moins|entre|différ\w*|más|menos"
    r"|mejor|peor|mayor|menor|difer\w*|\w{2,}(?:er|est|ere|eren|este|esten))\b",
    re.IGNORECASE,
)
"""Words of a comparison in English, German, French and Spanish; and others, such as "number"."""


def compared(question: str) -> tuple[str, str] | None:
    """Return the two things that a question compares; None where it compares none.

    "Is it true or false?" and "Did it sink or not?" compare none: what begins with a verb, or
    asks whether something holds, has no sides.
    """
    parts = asked_in(question).parts
    for pattern in parts.compares:
        match = pattern.search(question)
        if match is None:
            continue
        sides = match["one"], match["other"]
        if not any(map(parts.true.fullmatch, sides)) and not any(map(parts.verb.match, sides)):
            return sides
    return None


def questions_in(question: str) -> list[str]:
    """Return the questions in one, each able to stand alone; itself where it is one.

    One that compares two things, each told as a question is ("how tax works and what duty
    costs"), is one.
    """
    text = question.strip()
    parts = asked_in(text).parts
    match = parts.two.match(text)
    if match is None:
        return [question]
    first, second = match["first"].rstrip(" ,"), match["second"]
    told = parts.told.search(first) and parts.told_too.match(second)
    if told or parts.both_to_come.search(first):
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
        about = _about(side, [*kept.values(), *quotes, *ranked])
        if about is not None:
            kept[places.setdefault(_place(about), len(places))] = about
    for place, quote in enumerate(quotes):
        if len(kept) >= most:
            break
        kept.setdefault(place, quote)
    return [kept[place] for place in sorted(kept)][:most]


def without_other_side(question: str, ranked: Sequence[ScoredSentence]) -> Sequence[ScoredSentence]:
    """Return the ranked sentences less those about the side that the best one is not about.

    They are no rivals of the best one: a comparison needs both. All are returned where the best
    one is about both sides or neither, and where no sides are compared: "Is it due on Monday or
    on Tuesday?" has one answer.
    """
    sides = compared(question)
    if sides is None or _COMPARES.search(question) is None:
        return ranked
    best = ranked[0]
    own = [side for side in sides if _is_about(side, best)]
    if len(own) != 1:
        return ranked
    other = sides[0] if own[0] == sides[1] else sides[1]
    return [
        one for one in ranked if one is best or _is_about(own[0], one) or not _is_about(other, one)
    ]


def _about(side: str, sentences: Sequence[ScoredSentence]) -> ScoredSentence | None:
    """Return the first sentence with the words of a side."""
    return next((one for one in sentences if _is_about(side, one)), None)


def _is_about(side: str, sentence: ScoredSentence) -> bool:
    """Tell whether a sentence has the words of a side, as its document's language has them."""
    language = language_of_code(sentence.hit.document.language)
    words = without_stop_words(tokenize(side), language)
    return bool(words) and set(stems_of(" ".join(words), language)) <= _words(sentence, language)


def _place(sentence: ScoredSentence) -> tuple[str, int]:
    return sentence.hit.document.id, sentence.span.start


def _words(sentence: ScoredSentence, language: Language) -> set[str]:
    heads = " ".join(sentence.hit.passage.heading)
    row = next(
        (
            " ".join(head.text for cell in row.cells for head in cell.heads)
            for row in sentence.hit.passage.rows
            if row.cells and row.cells[0].start <= sentence.span.start < row.cells[-1].end
        ),
        "",
    )
    return set(stems_of(f"{heads} {row} {sentence.text}", language))
