"""Every passage of a collection at once, for questions that ask for all there is."""

from collections.abc import Callable, Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from index import remedies
from index.errors import LedgerDamaged
from index.ledger.rows import Found
from index.search.asked import rows_in
from index.search.fusion import fuse
from index.search.moment import Moment
from index.types import Hit, Vector

Rows = NDArray[np.intp]
"""Places of something in a sequence."""

Mask = NDArray[np.bool_]
"""A truth value for each of many."""


class Scan:
    """All passages of one moment beside a topic; of use while that is open.

    Attributes:
        documents: The ids of the documents, by title, then by id.
        owners: For each passage the place of its document among these. Passages are in the order
            of their ids, which rise within a document.
        cosines: The cosine of each passage and the topic.
        occurrences: A column for each word: which passages hold it, stemmed, in their own text, not
            in title or headings.
    """

    def __init__(
        self,
        moment: Moment,
        words: Sequence[str],
        vector: Vector,
        load: Callable[[Sequence[int], dict[int, float], Found, Found], list[Hit]],
        within: Set[str] | None = None,
    ) -> None:
        """Take in every passage; `load` makes hits of (ids, scores, dense, lexical).

        Of some documents only, where `within` holds their ids.
        """
        self._moment, self._load = moment, load
        self._rows = [rows_in(moment, word) for word in words]
        self._within = within
        places = moment.places(within)
        self._ids = np.array([key for key, _ in places], dtype=np.int64)
        ids = [info.id for info in moment.infos()]
        self.documents = ids if within is None else [key for key in ids if key in within]
        position = {key: place for place, key in enumerate(self.documents)}
        self.owners = np.array([_place_of(owner, position) for _, owner in places], np.intp)
        self.cosines = moment.cosines(self._ids, vector)
        self.occurrences = np.zeros((len(places), len(words)), dtype=np.bool_)
        for column, rows in enumerate(self._rows):
            self.occurrences[:, column] = np.isin(self._ids, moment.postings(rows))

    def hits(self, rows: Rows, by_words: Mask, by_meaning: Mask) -> list[Hit]:
        """Return the passages of some rows, in the order of the rows.

        Args:
            rows: Which passages.
            by_words: Which of all passages are found by words; ranks count among them.
            by_meaning: The same by meaning.
        """
        wanted = set(self._ids[by_words].tolist())
        found: Found = []
        if wanted:
            asked = list(dict.fromkeys(row for rows in self._rows for row in rows))
            found = self._moment.search_words(asked, len(self._ids), self._within)
        lexical = [(key, score) for key, score in found if key in wanted]
        near = zip(self._ids[by_meaning].tolist(), self.cosines[by_meaning].tolist(), strict=True)
        dense = sorted(near, key=lambda pair: (-pair[1], pair[0]))
        scores = fuse([(1.0, [key for key, _ in ranked]) for ranked in (dense, lexical)])
        return self._load(self._ids[rows].tolist(), scores, dense, lexical)


def _place_of(owner: str, position: Mapping[str, int]) -> int:
    """Return the place of a document; a passage names one that is not there if it is damaged."""
    if owner not in position:
        raise LedgerDamaged(f"there are passages of a document {owner!r}: {remedies.LEDGER}")
    return position[owner]
