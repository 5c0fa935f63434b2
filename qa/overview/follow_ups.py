"""What to ask next: questions made of what was quoted and stands near it, each answered there."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from corpus import Passage
from index import ALL_DOCUMENTS, Filter, Index, IndexReader, Place
from qa.answering.answerer import Answerer
from qa.overview.questions import questions_of, topics
from qa.overview.suggestions import answered_at

WANTED = 3  # a guess: they fit below an answer
_TRIED = 8  # candidates that are answered at most; a guess: within a second
_AROUND = 3  # passages on each side of a quoted one; a guess: about a page
_QUOTES = 3  # of an answer, its first; a guess: as many as are shown at once


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An answer that somebody sees: what was `asked` so far, and the `places` that it quotes."""

    asked: tuple[str, ...]
    places: tuple[Place, ...]
    filter: Filter = ALL_DOCUMENTS


@dataclass(frozen=True, slots=True)
class _Near:
    """A stretch of a document about a quote, and the questions that can be made of it."""

    place: Place
    questions: tuple[str, ...]


def follow_ups(
    index: Index,
    answerer: Answerer,
    shown: AnswerShown,
    goes_on: Callable[[], bool] = lambda: True,
) -> list[str]:
    """Return up to three questions that the words near an answer's quotes answer.

    None is like one that was asked, and the words that answer each are neither shown already nor
    the answer to another. Once `goes_on` says no, because somebody is asking, those found so far
    are returned.
    """
    with index.reader() as reader:
        near = [found for place in shown.places[:_QUOTES] if (found := _near(reader, place))]
    chosen: list[str] = []
    said = set(shown.places)
    for question, stretch in islice(_candidates(near, shown.asked), _TRIED):
        if len(chosen) == WANTED or not goes_on():
            break
        place = answered_at(question, answerer, shown.filter)
        if place is not None and _is_in(place, stretch) and place not in said:
            said.add(place)  # no two are answered by the same words
            chosen.append(question)
    return chosen


def _near(reader: IndexReader, place: Place) -> _Near | None:
    info = reader.infos([place.document_id]).get(place.document_id)
    if info is None:
        return None
    passages = _around(reader, info.passages, place)
    if not passages:
        return None
    stretch = Place(info.id, passages[0].start, passages[-1].end)
    return _Near(stretch, tuple(questions_of(info, passages)))


def _around(reader: IndexReader, count: int, place: Place) -> Sequence[Passage]:
    """Return the passage of a place with those around it; its document has `count` passages."""

    def start_of(ordinal: int) -> int:
        return reader.passages(place.document_id, ordinal, 1)[0].start

    ordinal = max(0, bisect_right(range(count), place.start, key=start_of) - 1)
    return reader.passages(place.document_id, max(0, ordinal - _AROUND), 2 * _AROUND + 1)


def _candidates(near: Sequence[_Near], asked: Sequence[str]) -> Iterator[tuple[str, Place]]:
    """Yield questions with where they came from: the first of each quote, then the second."""
    pairs = ([(question, one.place) for question in one.questions] for one in near)
    seen: set[str] = set()
    for pair in chain.from_iterable(zip_longest(*pairs)):
        if pair is not None and pair[0] not in seen and not _like(pair[0], asked):
            seen.add(pair[0])
            yield pair


def _like(question: str, others: Sequence[str]) -> bool:
    """Return whether a question is about nothing that one of the others is not about too."""
    about = topics(question)
    return any(about <= topics(other) for other in others)


def _is_in(place: Place, stretch: Place) -> bool:
    return place.document_id == stretch.document_id and stretch.start <= place.start < stretch.end
