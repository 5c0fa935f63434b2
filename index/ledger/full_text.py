"""Which passages hold a word: the full text of the ledger, from one snapshot."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

import numpy as np

from corpus.language import Language, language_of_code
from index.ledger.document_rows import DocumentRows
from index.ledger.rows import Found, Ids, batches, marks, quoted
from index.ledger.schema import GONE, IDS_WITHIN, LEFT_WORDS
from index.ledger.term_selection import MOST_SCORED, any_of, telling

_ALL = -1  # no limit, to SQLite


class FullText(DocumentRows):
    """The full text, from the snapshot that a connection reads."""

    def search_words(
        self,
        terms: Sequence[str],
        k: int,
        within: Set[str] | None = None,
        *,
        held: Callable[[Iterable[str]], Mapping[str, int]] | None = None,
        most_scored: int = MOST_SCORED,
    ) -> Found:
        """Return up to `k` (passage id, BM25) pairs for any of the terms, best first.

        Args:
            terms: Stems, or some with spaces between them that must stand in a row; they are
                never taken for syntax.
            k: How many to return at most.
            within: The ids of the documents to search, if not all.
            held: Returns in how many passages terms stand; `frequencies` if None.
            most_scored: How many rows are scored at most, about (`index.ledger.term_selection`).
        """
        documents = json.dumps(sorted(within or ()))
        if within is not None and not self._many(documents, most_scored):
            return self._best(any_of(terms), k, documents, _ALL) if terms else []
        stems = [term for term in terms if " " not in term]
        counts = (held or self.frequencies)(stems)
        size = self.size()
        known = {stem: counts.get(stem, 0) for stem in stems}
        known |= {row: self.count_with([row]) for row in terms if row not in known}
        for match in telling(known, size, most_scored):
            found = self._best(match, k, None if within is None else documents, 2 * most_scored)
            if found:
                return found
        return []

    def _best(self, match: str, k: int, documents: str | None, most: int) -> Found:
        """Return the best of what matches; only of some documents, if given as JSON.

        Of more than `most` rows the first are scored, in the order that they came in.
        """
        # Without the +, FTS5 takes `rowid = …` for a search of its own and matches once a row.
        only = "" if documents is None else f"AND +rowid IN ({IDS_WITHIN}) "
        only += self._none_gone()
        # The inner LIMIT bounds what is scored, before anything is sorted. FTS5 gives the best the
        # lowest score, hence the minus; by rowid where equal, so that an answer is always the same.
        rows = self._db.execute(
            "SELECT rowid, score FROM (SELECT rowid, -bm25(words) AS score FROM words "
            f"WHERE words MATCH :match {only}LIMIT :most) ORDER BY score DESC, rowid LIMIT :k",
            {"match": match, "documents": documents, "most": most, "k": k},
        )
        return [(row[0], row[1]) for row in rows]

    def _gone(self) -> str:
        """Return which rows of the full text nobody may see, as a condition; "" where all may."""
        hidden, left = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM tombstones), EXISTS (SELECT 1 FROM meta WHERE key = ?)",
            (LEFT_WORDS,),
        ).fetchone()
        if left:  # the view has none under a tombstone either
            return "NOT IN (SELECT id FROM passages)"
        return f"IN ({GONE})" if hidden else ""

    def _none_gone(self) -> str:
        gone = self._gone()
        return f"AND NOT (+rowid {gone}) " if gone else ""

    def _many(self, documents: str, most: int) -> bool:
        """Return whether some documents have too many passages to score each."""
        # The LIMIT ends the count there.
        (count,) = self._db.execute(
            f"SELECT count(*) FROM ({IDS_WITHIN} LIMIT :most + 1)",
            {"documents": documents, "most": most},
        ).fetchone()
        return bool(count > most)

    def postings(self, rows_of_stems: Sequence[str]) -> Ids:
        """Return the ids of the passages that hold any of some rows of stems in their own text."""
        if not rows_of_stems:
            return np.empty(0, dtype=np.int64)
        # Of the column `text` alone: a heading is the context of many passages.
        rows = self._db.execute(
            "SELECT rowid FROM words WHERE words MATCH ? " + self._none_gone(),
            (f"text : ({any_of(rows_of_stems)})",),
        ).fetchall()
        return np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))

    def frequencies(self, terms: Iterable[str], within: Set[str] | None = None) -> dict[str, int]:
        """Return in how many passages each stemmed term occurs; absent ones are left out."""
        if within is not None:
            return self._frequencies_within(terms, within)
        found: dict[str, int] = {}
        for some in batches(terms):
            rows = self._db.execute(
                f"SELECT term, doc FROM vocabulary WHERE term IN ({marks(some)})", some
            )
            found.update((row[0], row[1]) for row in rows)
        gone = self._gone()
        return self._without_gone(found, gone) if gone else found

    def known_stems(self, stems: Iterable[str]) -> set[str]:
        """Return those of the stems that stand somewhere, in removed documents perhaps."""
        found: set[str] = set()
        for some in batches(stems):
            # Not of `vocabulary`, which counts all rows of a stem: 5 ms for one in most of 100,000.
            rows = self._db.execute(
                f"WITH asked (stem) AS (VALUES {','.join(['(?)'] * len(some))}) SELECT stem "
                "FROM asked WHERE EXISTS (SELECT 1 FROM places WHERE term = stem)",
                some,
            )
            found.update(row[0] for row in rows)
        return found

    def stems_from(self, letter: str) -> list[str]:
        """Return the stems that begin with a letter, in removed documents perhaps."""
        rows = self._db.execute(
            "SELECT term FROM vocabulary WHERE term >= ? AND term < ?",
            (letter, chr(ord(letter) + 1)),
        )
        return [row[0] for row in rows]

    def texts_with(self, row: str, most: int) -> list[tuple[str, Language]]:
        """Return the texts of passages that hold a row of stems, with context and language."""
        rows = self._db.execute(
            "SELECT context || ' ' || text, (SELECT language FROM main.documents AS d "
            "WHERE d.id = document_id) FROM passages WHERE id IN (SELECT rowid FROM words "
            f"WHERE words MATCH :match {self._none_gone()}LIMIT :most)",
            {"match": quoted(row), "most": most},
        )
        return [(text, language_of_code(code or "")) for text, code in rows]

    def count_with(self, rows_of_stems: Sequence[str], within: Set[str] | None = None) -> int:
        """Return how many passages hold any of some rows of stems."""
        documents = None if within is None else json.dumps(sorted(within))
        only = "" if documents is None else f"AND +rowid IN ({IDS_WITHIN}) "
        (count,) = self._db.execute(
            f"SELECT count(*) FROM words WHERE words MATCH :match {only}{self._none_gone()}",
            {"match": any_of(rows_of_stems), "documents": documents},
        ).fetchone()
        return int(count)

    def count_large(
        self, rows_of_stems: Sequence[str], word: str, within: Set[str] | None = None
    ) -> int:
        """Return in how many passages with such rows a word is written large: `US` or `U.S`."""
        documents = None if within is None else json.dumps(sorted(within))
        only = "" if documents is None else f"AND +rowid IN ({IDS_WITHIN}) "
        large = [f"*[^A-Za-z0-9]{way}[^A-Za-z0-9]*" for way in (word, ".".join(word))]
        (count,) = self._db.execute(
            "SELECT count(*) FROM (SELECT ' ' || context || ' ' || text || ' ' AS told "
            "FROM passages WHERE id IN (SELECT rowid FROM words "
            f"WHERE words MATCH :match {only}{self._none_gone()})) "
            # Comparing patterns is slow, so it is done only where the letters stand at all.
            "WHERE (instr(told, :word) AND told GLOB :joined) "
            "OR (instr(told, :initials) AND told GLOB :dotted)",
            {
                "match": any_of(rows_of_stems),
                "documents": documents,
                "word": word,
                "initials": ".".join(word),
                "joined": large[0],
                "dotted": large[1],
            },
        ).fetchone()
        return int(count)

    def _without_gone(self, counts: Mapping[str, int], gone: str) -> dict[str, int]:
        """Return counts without the rows of removed documents."""
        # `vocabulary` counts all rows, erased or not; `places` has a row for each occurrence, hence
        # DISTINCT, and is asked only while something is hidden.
        found = {}
        for term, count in counts.items():
            (hidden,) = self._db.execute(
                f"SELECT count(DISTINCT doc) FROM places WHERE term = ? AND doc {gone}", (term,)
            ).fetchone()
            if count > hidden:
                found[term] = count - hidden
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
