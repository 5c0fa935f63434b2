"""Where the citations of a draft lead: to words of a document, to an old version, or nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus import Span
from index import DocumentInfo, IndexReader
from index.protocol import every_document
from qa.answering.excerpts import words_at
from qa.checking.candidates import Candidate, cited_words, passage_before
from qa.checking.marking import Mark, Pointer

State = Literal["found", "stale", "gone", "unresolved"]

_LONGEST = 2_000
"""The most characters that a citation is judged by; a guess: a page has as many."""
_WHOLE = 64  # digits of a whole version

MOST_PLACES = 20
"""The most places that a sentence is judged by: 4,000 took 5 s on two cores, and nobody reads
more than 20 sources for one sentence (a guess)."""
_LEFT_OUT = f"Only the first {MOST_PLACES} places that this cites were checked."


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where a citation of a draft leads; `note` says in a sentence why to no words."""

    mark: str
    state: State
    words: Candidate | None = None
    note: str | None = None


class Versions:
    """Finds documents by the first digits of a version, as references on paper have them."""

    def __init__(self) -> None:
        self._known: list[tuple[str, str]] | None = None

    def holding(self, reader: IndexReader, digits: str) -> str | None:
        """Return the id of a document whose version begins so; None where there is none.

        The first call looks at every document.
        """
        if self._known is None:
            self._known = [(info.version, info.id) for info in every_document(reader)]
        return next((key for version, key in self._known if version.startswith(digits)), None)


def own_places(
    reader: IndexReader, marks: Sequence[Mark], versions: Versions
) -> Iterator[OwnPlace]:
    """Yield where each citation of a sentence leads, the same place of the same mark once.

    One that names several places leads to all of them. Where there are more than `MOST_PLACES`,
    the last says in its note that the rest was left out.
    """
    once = dict.fromkeys((m.text, pointer) for m in marks for pointer in m.pointers or (None,))
    for place, (mark, pointer) in enumerate(once):
        if place == MOST_PLACES:
            yield OwnPlace(mark, "unresolved", note=_LEFT_OUT)
            return
        if pointer is None:
            note = f"The draft does not say which words {mark} means."
            yield OwnPlace(mark, "unresolved", note=note)
        else:
            yield _followed(reader, mark, pointer, versions)


def _followed(reader: IndexReader, mark: str, pointer: Pointer, versions: Versions) -> OwnPlace:
    info = _document(reader, pointer, versions)
    if info is None:
        return OwnPlace(
            mark, "gone", note=f"The collection does not have the document that {mark} cites."
        )
    if not info.version.startswith(pointer.version):
        note = f"“{info.title}” has changed since {mark} was written."
        return OwnPlace(mark, "stale", note=note)
    if not pointer.end:
        note = f"{mark} names a document, but not which of its words."
        return OwnPlace(mark, "unresolved", note=note)
    if pointer.end - pointer.start > _LONGEST:
        note = f"{mark} cites {pointer.end - pointer.start:,} characters, which is too many."
        return OwnPlace(mark, "unresolved", note=note)
    words = _words(reader, info.id, Span(pointer.start, pointer.end))
    if words is None:
        note = f"“{info.title}” does not contain the passage that {mark} cites."
        return OwnPlace(mark, "gone", note=note)
    return OwnPlace(mark, "found", words)


def _document(reader: IndexReader, pointer: Pointer, versions: Versions) -> DocumentInfo | None:
    """Return the document that is meant: the one of its id, or where its text is now."""
    own = reader.infos([pointer.document_id]).get(pointer.document_id)
    if own is not None and own.version.startswith(pointer.version):
        return own
    if not pointer.version:
        return None
    if len(pointer.version) == _WHOLE:
        moved = reader.by_version([pointer.version])
        return moved[0] if moved else own
    found = versions.holding(reader, pointer.version)
    return own if found is None else reader.infos([found]).get(found, own)


def _words(reader: IndexReader, document_id: str, span: Span) -> Candidate | None:
    """Return the words of a span; None where the document has no such place, or no word there."""
    found = words_at(reader, document_id, span)
    if found is None or not any(map(str.isalnum, found.text)):
        return None
    before = next(iter(passage_before(reader, found.hit.passage)), None)
    return cited_words(found.hit, span, found.text, before)
