"""In how many passages words stand: counted once for each state of the ledger."""

import threading
from collections.abc import Iterable, Sequence, Set

from corpus.language import ENGLISH, Language
from index.analysis import stem_all
from index.analysis.foreign import rows_of
from index.analysis.spellings import spellings
from index.analysis.terms import LARGE
from index.search.moment import Moment
from index.types import State

_MOST = 20_000  # stems; a guess: the words of thousands of questions


class Frequencies:
    """Remembers counts, which take FTS5 milliseconds for a common word of many passages."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = State(0, "")
        self._counts: dict[str, int] = {}

    def of(self, moment: Moment, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many passages each term stands, however written; absent ones are left out.

        Terms are those of `index.analysis.terms`; stems are some of them.
        """
        wanted, state = set(terms), moment.state()
        with self._lock:
            if state != self._state or len(self._counts) > _MOST:
                self._state, self._counts = state, {}
            counts = self._counts  # another state has another dictionary
        missing = wanted - counts.keys()
        if missing:
            found = count_terms(moment, missing)
            counts.update((term, found.get(term, 0)) for term in missing)
        return {term: counts[term] for term in wanted if counts[term]}


def count_terms(
    moment: Moment, terms: Iterable[str], within: Set[str] | None = None
) -> dict[str, int]:
    """Return in how many passages each term stands, of some documents or of all.

    A term that is written in several ways is counted once for each passage.
    """
    found: dict[str, int] = {}
    for term, (stems, ways) in ways_of(moment, terms).items():
        if term.endswith(LARGE):
            count = moment.count_large(ways, term[:-1].upper(), within)
        elif len(stems) == 1 == len(ways):
            (count,) = moment.frequencies(stems, within).values() or (0,)
        else:
            count = moment.count_with(ways, within)
        if count:
            found[term] = count
    return found


def ways_of(
    moment: Moment, terms: Iterable[str]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return by term, where it may stand at all, the stems it is written with, and their rows.

    Of a row of several stems each stands somewhere, if not in a row. A term may be of any of the
    languages that documents are in.
    """
    languages = moment.languages()
    parts = {
        term: {way: tuple(way.split(" ")) for way in _rows_of(term, languages)} for term in terms
    }
    known = moment.known_stems({s for ways in parts.values() for ss in ways.values() for s in ss})
    found = {}
    for term, ways in parts.items():
        there = [way for way, stems in ways.items() if known.issuperset(stems)]
        if there:
            stems = dict.fromkeys(stem for way in there for stem in ways[way])
            found[term] = tuple(stems), tuple(there)
    return found


def _rows_of(term: str, languages: Sequence[Language]) -> dict[str, None]:
    rows: dict[str, None] = {}
    for language in languages:
        if language is ENGLISH:
            rows |= dict.fromkeys(" ".join(stem_all(way.split(" "))) for way in spellings(term))
        else:
            rows |= dict.fromkeys(rows_of(term.removesuffix(LARGE), language))
    return rows
