"""A collection about herons, and drafts that are checked against it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from corpus import Document
from index import Index
from qa.checking.checked import CheckedDraft, CheckedSentence
from qa.checking.checker import Checker
from qa.checking.draft import draft_of
from qa.checking.verifier import EvidenceVerifier

HERONS = (
    "The herons of Lake Vessa nest in tall alders. Ada Lund counted 40 herons in 1871. "
    "She did not count the egrets.\n\n"
    "Her brother Nils drew a map of the lake in 1872. The map shows three islands.\n\n"
    "Fishermen of the village caught pike and perch near the northern shore."
)
MakeDocument = Callable[..., Document]


def filled(index: Index, document: Document, *more: Document) -> Document:
    """Add documents to a collection; return the first."""
    list(index.add([document, *more]))
    return document


def checked(index: Index, text: str, **more: Any) -> CheckedDraft:
    return Checker(index, EvidenceVerifier).check(draft_of(text), **more)


def only(draft: CheckedDraft) -> CheckedSentence:
    """Return the sentence of a draft that has one."""
    (sentence,) = draft.sentences
    return sentence


def place(document: Document, words: str) -> str:
    """Return where words stand in a document, as Pincite writes it."""
    start = document.text.index(words)
    return f"{document.id}:{start}-{start + len(words)}"


def link(document: Document, words: str) -> str:
    """Return the link of words of a document, as the page copies it."""
    start = document.text.index(words)
    span = f"start={start}&end={start + len(words)}"
    return f"http://localhost:8000/read/{document.id}?version={document.version}&{span}"


def with_text(document: Document, text: str) -> Document:
    """Return a new version of a document."""
    return replace(document, text=text)
