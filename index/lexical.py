"""What the full text of the ledger tells at one moment: which passages hold a word."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set

import numpy as np

from index.rows import Ids, batches, marks, quoted
from index.schema import IDS_WITHIN
from index.telling import MOST_SCORED, any_of, telling


class Lexical:
    """What the full text tells at the moment that a connection sees."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def search_words(
        self,
        terms: Sequence[str],
        k: int,
        within: Set[str] | None = None,
        most_scored: int = MOST_SCORED,
    ) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, BM25) pairs for any of the terms, best first.

        Higher is better. Terms are words; what they hold is never taken for syntax. About
        `most_scored` rows are scored at most (`index.telling`).
        """
        if not terms:
            return []
        values = {"k": k, "documents": json.dumps(sorted(within or ())), "most": most_scored}
        match, only = any_of(terms), ""
        if within is not None:
            only = f"AND +rowid IN ({IDS_WITHIN}) "  # without the +, FTS5 matches once a row
        if within is None or self._many(values):
            match = telling(terms, self._matched, most_scored)
        rows = self._db.execute(
            "SELECT rowid, -bm25(words) FROM words WHERE words MATCH :match "
            f"{only}ORDER BY bm25(words), rowid LIMIT :k",
            {**values, "match": match},
        )
        return [(row[0], row[1]) for row in rows]

    def _many(self, values: Mapping[str, object]) -> bool:
        """Tell whether there are too many passages within some documents to score each."""
        (count,) = self._db.execute(
            f"SELECT count(*) FROM ({IDS_WITHIN} LIMIT :most + 1)", values
        ).fetchone()
        return bool(count > values["most"])

    def _matched(self, match: str, most: int) -> int:
        """Return how many rows match, or `most` if there are more."""
        (count,) = self._db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)",
            (match, most),
        ).fetchone()
        return int(count)

    def holders(self, word: str) -> Ids:
        """Return the ids of the passages that hold a word, stemmed, in their own text."""
        rows = self._db.execute(
            "SELECT rowid FROM words WHERE words MATCH ?", ("text : " + quoted(word),)
        ).fetchall()
        return np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))

    def frequencies(self, terms: Iterable[str], within: Set[str] | None = None) -> dict[str, int]:
        """Return in how many passages each stemmed term stands; absent ones are left out."""
        if within is not None:
            return self._frequencies_within(terms, within)
        found: dict[str, int] = {}
        for some in batches(terms):
            rows = self._db.execute(
                f"SELECT term, doc FROM vocabulary WHERE term IN ({marks(some)})", some
            )
            found.update((row[0], row[1]) for row in rows)
        return found

    def _frequencies_within(self, terms: Iterable[str], within: Set[str]) -> dict[str, int]:
        documents, found = json.dumps(sorted(within)), {}
        for term in terms:
            (count,) = self._db.execute(
                "SELECT count(DISTINCT doc) FROM places WHERE term = :term "
                f"AND doc IN ({IDS_WITHIN})",
                {"term": term, "documents": documents},
            ).fetchone()
            if count:
                found[term] = count
        return found
