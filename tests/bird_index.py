"""A collection of birds, and how tests ask it."""

import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Any

from toys import WordEmbedder, reading

from corpus import Document, Passage
from index import AddResult, CollectionIndex, Hit, LocalIndex

BIRDS = {
    "wrens.txt": "Wrens are small brown birds. They sing at dawn.\n\nTheir nests are round.",
    "owls.txt": "Owls hunt at night. An owl hears a mouse under snow.",
    "gulls.txt": "Gulls live at the coast. They steal chips from tourists.",
}
QUESTIONS = ("Where do gulls live?", "What hunts at night", "birds", "chips owl nests", "zzz")
MakeDocument = Callable[..., Document]


def give_up(steps: Iterator[Any]) -> None:
    """End a generator in the middle, as whoever leaves its loop does."""
    assert isinstance(steps, Generator)
    steps.close()


def add(index: LocalIndex, *documents: Document) -> list[AddResult]:
    return list(index.add(documents))


def ask(index: LocalIndex, question: str, k: int = 5) -> list[Hit]:
    hits: list[Hit] = reading(index).search(question, index.embedder.embed_question(question), k)
    return hits


def found(index: LocalIndex, question: str, k: int = 5) -> list[str]:
    """Return the sources of the hits that have a word of the question."""
    return [hit.document.source for hit in ask(index, question, k) if hit.lexical_rank]


def all_hits(index: LocalIndex) -> list[list[Hit]]:
    return [ask(index, question) for question in QUESTIONS]


def all_passages(index: LocalIndex) -> list[dict[Passage, tuple[float, float]]]:
    """Return what `all_hits` does, less the order of equal scores, which follows the ids."""
    return [
        {hit.passage: (hit.dense_score, hit.lexical_score) for hit in hits}
        for hits in all_hits(index)
    ]


def again(index: LocalIndex) -> LocalIndex:
    """Open the same collection as another process would."""
    return LocalIndex(index.directory, WordEmbedder)


def execute(index: CollectionIndex, sql: str) -> None:
    """Write behind the ledger's back, as damage does."""
    with closing(sqlite3.connect(index.directory / "ledger.db")) as connection, connection:
        connection.execute(sql)
