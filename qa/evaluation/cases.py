"""What a question of a set is, and a set of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus import Document
from index import ALL_DOCUMENTS, Filter
from qa.answering.query_rewriting import Turn
from qa.evaluation.gold import Gold

Regime = Literal["answerable", "off-topic", "removed", "near-miss", "adversarial"]
"""answerable, or why not: questions of other fields; of an article that was taken out;
close to what the documents say; written to look answerable."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what is known of its answer.

    `relevant` are the ids of the documents that hold the answer, `answers` wordings of it,
    `spans` its exact places (document id, start, end). `within` limits the search.
    `candidates` are the sentences of one document, as spans, to be put in order.

    Cases of an everyday set name the file and the words instead: of `gold` any is right, or all
    together where `needs_all`. `kind` is what is asked for, `trap` what makes an unanswerable
    question look answerable; of `history` only the questions are given.
    """

    id: str
    question: str
    regime: Regime = "answerable"
    relevant: frozenset[str] = frozenset()
    answers: tuple[str, ...] = ()
    spans: tuple[tuple[str, int, int], ...] = ()
    history: tuple[Turn, ...] = ()
    rewrite: str = ""
    within: frozenset[str] | None = None
    candidates: tuple[tuple[int, int], ...] = ()
    gold: tuple[Gold, ...] = ()
    needs_all: bool = False
    kind: str = ""
    trap: str = ""

    @property
    def wanted(self) -> Filter:
        """Return the documents that the question is put to."""
        within = self.within
        return ALL_DOCUMENTS if within is None else Filter(documents=tuple(sorted(within)))


@dataclass(frozen=True, slots=True)
class EvalSet:
    """Questions, the documents they are asked of (None: the user's collection), a digest.

    `keys` are those of the files that documents were read from, by document id. `notes` say what
    was left out of it here, and why.
    """

    name: str
    cases: tuple[Case, ...]
    documents: tuple[Document, ...] | None
    digest: str = field(default="")
    keys: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
