"""Answers of several parts: the items of a list, the steps of an instruction."""

import re
from collections.abc import Iterator, Sequence

from corpus import Passage
from index import Hit, IndexReader
from index.analysis.terms import question_terms
from qa.answering.features import AnalyzedQuestion, Evidence, extract_features
from qa.answering.languages import asked_in
from qa.answering.ranking import ScoredSentence

_ITEM = re.compile(r"^(?:[-–—•‣◦*·]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,4}[.)])\s+\S")
_NUMBERED = re.compile(r"^\(?\d{1,3}[.)]\s")
_SECTION = re.compile(r"^\W*\d{1,2}(?:\.\d{1,2})*[.)]?\s+")  # the number of a heading
_ACROSS = 3  # passages after that of the best sentence; a guess: the longest list of twenty items


def asks_for_several(question: str) -> bool:
    """Tell whether a question asks for a list or for steps."""
    return asked_in(question).asks_several.search(question) is not None


def is_item(text: str) -> bool:
    """Tell whether a sentence begins as an item of a list does."""
    return _ITEM.match(text) is not None


def announces(text: str) -> bool:
    """Tell whether a sentence only says that something follows."""
    return text.rstrip().endswith(":")


def with_items(
    reader: IndexReader,
    asked: AnalyzedQuestion,
    quotes: list[ScoredSentence],
    most: int,
    ranked: Sequence[ScoredSentence] = (),
) -> list[ScoredSentence]:
    """Return the quotes with the other items of the list that the first one is of.

    The first stays the first; the others of its list follow it in their order. Where it only
    announces them, they take its place, and where it stands beside the list that is asked for,
    they go before it. As it was where it belongs to no list. `ranked` are all sentences that may
    answer, among which there may be a step under the heading that is asked for.
    """
    if not quotes:
        return quotes
    best = quotes[0]
    before: list[ScoredSentence] = []
    if announces(best.text):
        items, after = _behind(reader, asked, best), quotes[1:]
    elif (step := _step_meant(asked, ranked)) is not None and not _is_under(asked, best):
        items, after = _list_of(reader, asked, step), quotes
    elif is_item(best.text):
        items = [one for one in _list_of(reader, asked, best) if one.span != best.span]
        before, after = [best], quotes[1:]
    else:
        meant = _item_meant(asked, quotes)
        items = _list_of(reader, asked, meant) if meant is not None else []
        after = quotes
    if not items:
        return quotes
    listed = {(one.hit.document.id, one.span) for one in items}
    others = [one for one in after if (one.hit.document.id, one.span) not in listed]
    return [*before, *items, *others][:most]


def _behind(
    reader: IndexReader, asked: AnalyzedQuestion, announcing: ScoredSentence
) -> list[ScoredSentence]:
    """Return the items that a sentence announces."""
    around = [*_sentences(reader, asked, announcing)]
    return [*_items(around[_place_among(around, announcing) + 1 :])]


def _list_of(
    reader: IndexReader, asked: AnalyzedQuestion, item: ScoredSentence
) -> list[ScoredSentence]:
    """Return all items of the list that one is of, in their order."""
    around = [*_sentences(reader, asked, item)]
    first = _place_among(around, item)
    while first and (is_item(around[first - 1].text) or _goes_on(around, first - 1)):
        first -= 1
    return [*_items(around[first:])]


def _place_among(around: list[ScoredSentence], sentence: ScoredSentence) -> int:
    places = [(one.hit.passage.ordinal, one.row) for one in around]
    return places.index((sentence.hit.passage.ordinal, sentence.row))


def _item_meant(asked: AnalyzedQuestion, quotes: list[ScoredSentence]) -> ScoredSentence | None:
    """Return an item of the list that is asked for, though its best sentence stands beside it.

    That is a numbered one of the same section where steps are asked for, or one under a heading
    that the question has all words of, where the best sentence has no such heading.
    """
    best = quotes[0]
    for one in quotes[1:]:
        if not is_item(one.text):
            continue
        same = _section(one) == _section(best)
        if same and asked.phrases.asks_steps.search(asked.text) and _NUMBERED.match(one.text):
            return one
        if not _is_under(asked, best) and _is_under(asked, one):
            return one
    return None


def _step_meant(asked: AnalyzedQuestion, ranked: Sequence[ScoredSentence]) -> ScoredSentence | None:
    """Return a numbered step under the heading that the question names, if it asks how.

    The question has all words of the heading, and hardly others: "How do I switch off the heating?"
    does not name "Switching on".
    """
    if asked.phrases.asks_how.match(asked.text) is None:
        return None
    steps = (one for one in ranked if _NUMBERED.match(one.text))
    named = (one for one in steps if _is_under(asked, one))
    return next((one for one in named if 2 * len(_heading(asked, one)) >= len(asked.weights)), None)


def _section(sentence: ScoredSentence) -> tuple[str, tuple[str, ...]]:
    return sentence.hit.document.id, sentence.hit.passage.heading


def _is_under(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    """Tell whether all words of the last heading over a sentence are among those asked for."""
    heading = _heading(asked, sentence)
    return bool(heading) and heading <= asked.weights.keys()


def _heading(asked: AnalyzedQuestion, sentence: ScoredSentence) -> set[str]:
    """Return the terms of the last heading over a sentence, without its number."""
    above = " ".join(sentence.hit.passage.heading[-1:])
    return {*question_terms(_SECTION.sub("", above), asked.language)}


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
