"""Search of one moment: by meaning and by words, fused, no document crowding out the others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial

import numpy as np

from index.embedding.engine import unit
from index.ledger.rows import Found
from index.search.asked import searched_rows
from index.search.beginnings import Beginnings
from index.search.frequencies import Frequencies
from index.search.fusion import fuse, limit_per_document
from index.search.moment import Moment
from index.search.scan import Scan
from index.types import Hit, Vector

_CANDIDATES = 100  # candidates of each kind; a guess: twice as many as are ranked
_BEST = 7
"""How many of the best passages all are compared with; set on Cranfield (`docs/quality.md`)."""


class Searcher:
    """Searches what a collection holds at one moment."""

    def __init__(self, frequencies: Frequencies) -> None:
        self._frequencies = frequencies
        self._beginnings = Beginnings()

    def search(
        self, moment: Moment, question: str, vector: Vector, k: int, within: Set[str] | None
    ) -> list[Hit]:
        """Return up to `k` hits, best first; see `index.protocol.IndexReader.search`."""
        if k < 1:
            raise ValueError(f"k is {k}, must be at least 1")
        terms, candidates = searched_rows(moment, question), max(_CANDIDATES, k)
        cap = max(3, k // 2)
        dense, lexical = self._candidates(moment, terms, vector, candidates, within)
        scores, owners = _fused(moment, dense, lexical)
        counts = Counter(owners.values())
        crowding = {key for key, count in counts.items() if count > cap}
        if crowding and sum(min(count, cap) for count in counts.values()) < k:
            # Whoever has more than his share may have kept all others out of the pools.
            others = (moment.ids() if within is None else within) - crowding
            more = self._candidates(moment, terms, vector, k, others)
            dense, lexical = dense + _new(more[0], dense), lexical + _new(more[1], lexical)
            scores, owners = _fused(moment, dense, lexical)
        ranked = [key for key in scores if key in owners]
        chosen = limit_per_document(ranked, owners, cap, k)
        return _hits(moment, chosen, scores, dense, lexical, vector, chosen[:_BEST])

    def compared(self, moment: Moment, ids: Sequence[int], vector: Vector) -> list[Hit]:
        """Return hits of passages that no search found, in their order."""
        return _hits(moment, ids, dict.fromkeys(ids, 0.0), [], [], vector)

    def scan(
        self, moment: Moment, words: Sequence[str], vector: Vector, within: Set[str] | None
    ) -> Scan:
        """Compare a topic with every passage, while the moment is open."""

        def load(
            ids: Sequence[int], scores: Mapping[int, float], dense: Found, lexical: Found
        ) -> list[Hit]:
            return _hits(moment, ids, scores, dense, lexical, vector)

        return Scan(moment, words, vector, load, within)

    def frequencies(self, moment: Moment, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many passages each term stands; absent ones are left out."""
        return self._frequencies.of(moment, terms)

    def stems_from(self, moment: Moment, letter: str) -> list[str]:
        """Return the stems that begin with a letter."""
        return self._beginnings.of(moment, letter)

    def _candidates(
        self,
        moment: Moment,
        terms: Sequence[str],
        vector: Vector,
        candidates: int,
        within: Set[str] | None,
    ) -> tuple[Found, Found]:
        """Return the passages by meaning and by words, best first."""
        dense = moment.nearest(vector, candidates, within)
        frequencies = partial(self._frequencies.of, moment)
        return dense, moment.search_words(terms, candidates, within, held=frequencies)


def _fused(moment: Moment, dense: Found, lexical: Found) -> tuple[dict[int, float], dict[int, str]]:
    """Return the scores of the passages of two rankings, and the documents they are of."""
    scores = fuse([(1.0, [key for key, _ in dense]), (1.0, [key for key, _ in lexical])])
    return scores, moment.documents_of(list(scores))


def _new(ranked: Found, known: Found) -> Found:
    seen = {key for key, _ in known}
    return [pair for pair in ranked if pair[0] not in seen]


def _hits(
    moment: Moment,
    chosen: Sequence[int],
    scores: Mapping[int, float],
    dense: Found,
    lexical: Found,
    vector: Vector,
    best: Sequence[int] = (),
) -> list[Hit]:
    """Return the hits of passages, compared with the mean of the `best` of them too."""
    dense_ranks = {key: rank for rank, (key, _) in enumerate(dense, start=1)}
    lexical_ranks = {key: rank for rank, (key, _) in enumerate(lexical, start=1)}
    lexical_scores = dict(lexical)
    rows = moment.passages_with_vectors(chosen)
    centre = unit(np.sum([rows[key][1].passage for key in best], axis=0)) if best else None
    infos = moment.infos_of({passage.document_id for passage, _ in rows.values()})
    hits: list[Hit] = []
    for key in chosen:
        passage, found = rows[key]
        hits.append(
            Hit(
                passage=passage,
                document=infos[passage.document_id],
                score=scores[key],
                dense_rank=dense_ranks.get(key),
                dense_score=float(found.passage @ vector),
                lexical_rank=lexical_ranks.get(key),
                lexical_score=lexical_scores.get(key, 0.0),
                sentence_scores=tuple(float(x) for x in found.sentences @ vector),
                likeness=0.0 if centre is None else float(found.passage @ centre),
            )
        )
    return hits
