"""The seam to the words of a collection, and to the languages that they are of."""

from collections.abc import Iterable
from typing import Protocol

from corpus.language import Language
from index.filter import ALL_DOCUMENTS, Filter
from index.types import Reading


class Vocabulary(Protocol):
    """The words that documents have at one moment."""

    def languages(self) -> list[Language]:
        """Return the languages that documents are in; English where there are none."""

    def main_language(self) -> Language:
        """Return the collection's language: one that it was given, or that of most documents."""

    def asked_language(self, question: str) -> Language:
        """Return the language of a question, of those of the documents; the main one in doubt."""

    def readings(self, question: str) -> tuple[Reading, ...]:
        """Return which words of a question, standing nowhere, are read as which that do.

        Only words that the collection does not know; none where it knows all.
        """

    def frequencies(self, terms: Iterable[str], wanted: Filter = ALL_DOCUMENTS) -> dict[str, int]:
        """Return in how many passages each term stands, however written; absent ones left out.

        Terms are those of `index.analysis.terms`: of most words the stem.
        """
