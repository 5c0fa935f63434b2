"""Answers of several parts: the items of a list, the steps of an instruction."""

import re
from collections.abc import Iterator

from corpus import Passage
from index import Hit, IndexReader
from qa.answering.features import AnalyzedQuestion, Evidence, extract_features
from qa.answering.ranking import ScoredSentence

_ASKS = re.compile(
    r"^\W*(?:how (?:do|can|should|would|could|must) (?:i|you|we|one)\b|how (?:to|is|are) \w+"
    r"|what (?:should|must|do|can) (?:i|you|we|one)\b|(?:list|name|enumerate)\b"
    r"|what (?:are|were) (?:the|some|its|their|all)\b"
    r"|(?:which|what)(?: \w+)? (?!does\b|has\b|was\b)\w+(?<!s)s\b"
    r"(?: (?:on|in|at|of|for|from) .{1,40}?)?"
    r" (?:are|were|have|had|do|did|does|can|must|is|was)\b)"
    r"|\b(?:steps?|instructions?)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^(?:[-–—•‣◦*·]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,4}[.)])\s+\S")
_ACROSS = 3  # passages after that of the best sentence; a guess: the longest list of twenty items


def asks_for_several(question: str) -> bool:
    """Tell whether a question asks for a list or for steps."""
    return _ASKS.search(question) is not None


def is_item(text: str) -> bool:
    """Tell whether a sentence begins as an item of a list does."""
    return _ITEM.match(text) is not None


def announces(text: str) -> bool:
    """Tell whether a sentence only says that something follows."""
    return text.rstrip().endswith(":")


def with_items(
    reader: IndexReader, asked: AnalyzedQuestion, quotes: list[ScoredSentence], most: int
) -> list[ScoredSentence]:
    """Return the quotes with the other items of the list that the first one is of.

    The first stays the first; the others of its list follow it in their order. Where it only
    announces them, they take its place. As it was where it belongs to no list.
    """
    if not quotes:
        return quotes
    best = quotes[0]
    around = [*_sentences(reader, asked, best)]
    places = [(s.hit.passage.ordinal, s.row) for s in around]
    at = places.index((best.hit.passage.ordinal, best.row))
    if announces(best.text):
        items = [*_items(around[at + 1 :])]
        chosen = items
    elif is_item(best.text):
        first = at
        while first and (is_item(around[first - 1].text) or _goes_on(around, first - 1)):
            first -= 1
        items = [s for s in _items(around[first:]) if s.span != best.span]
        chosen = [best, *items]
    else:
        return quotes
    if not items:
        return quotes
    listed = {(s.hit.document.id, s.span) for s in (best, *chosen)}
    others = [s for s in quotes[1:] if (s.hit.document.id, s.span) not in listed]
    return [*chosen, *others][:most]


def _items(sentences: list[ScoredSentence]) -> Iterator[ScoredSentence]:
    """Yield the items that sentences begin with, whole: up to what is no part of one."""
    for place, sentence in enumerate(sentences):
        if not is_item(sentence.text) and not _goes_on(sentences, place):
            return
        yield sentence


def _goes_on(sentences: list[ScoredSentence], place: int) -> bool:
    """Tell whether a sentence stands in the line of an item."""
    while place and not is_item(sentences[place].text):
        before, own = sentences[place - 1], sentences[place]
        passage = own.hit.passage
        if before.hit.passage.ordinal != passage.ordinal:
            return False
        if "\n" in passage.text[before.span.end - passage.start : own.span.start - passage.start]:
            return False
        place -= 1
    return is_item(sentences[place].text)


def _sentences(
    reader: IndexReader, asked: AnalyzedQuestion, best: ScoredSentence
) -> Iterator[ScoredSentence]:
    """Yield the sentences of the passage of one, and of those around it in its section."""
    own = best.hit.passage
    first = max(0, own.ordinal - 1)
    count = own.ordinal - first + 1 + _ACROSS
    for passage in reader.passages(own.document_id, first, count):
        if passage.heading == own.heading:
            is_own = passage.ordinal == own.ordinal
            evidence = best.evidence if is_own else _beside(asked, best.hit, passage)
            for row in range(len(passage.sentences)):
                yield ScoredSentence(evidence, row, best.score)


def _beside(asked: AnalyzedQuestion, hit: Hit, passage: Passage) -> Evidence:
    """Return the figures of a passage that no search found: by words, for it has no cosines."""
    unread = (0.0,) * len(passage.sentences)
    found = Hit(passage, hit.document, hit.score, None, 0.0, None, 0.0, unread)
    return extract_features(asked, [found])[0]
