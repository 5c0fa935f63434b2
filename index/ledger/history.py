"""What a document told of itself before it was read anew, as far as a record can be checked by it.

Of each earlier state only digests are kept, so that no word of a former version stays in the
ledger. A state that was replaced can be recognized, but not read.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import Document, Heading, Page, Voice
from corpus.document import heading_paths
from index import remedies
from index.errors import LedgerDamaged
from index.ledger.checksums import checksum_of, row_checksum
from index.ledger.database import Database
from index.types import DocumentInfo

OF_DOCUMENT = ("title", "source", "author", "published", "publisher")
"""What is told of a document as a whole."""

_MOST = 16  # states of one document; a guess, some kilobytes for most documents


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document of one version told at one time, as digests.

    `pages` and `headings` are (first character, digests) in their order. So are `voices`: what
    others than its author wrote, and without digests where the author goes on.
    """

    version: str
    document: Mapping[str, str]
    pages: Sequence[tuple[int, Mapping[str, str]]]
    headings: Sequence[tuple[int, Mapping[str, str]]]
    voices: Sequence[tuple[int, Mapping[str, str]]] = ()

    def differing(self, document_id: str, said: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the names of what is said of words at `start` and was not told.

        What is not said is not compared.
        """
        start = said["start"]
        told = {
            **self.document,
            **_at(self.voices, start, _digests(document_id, _NO_VOICE)),
            **_at(self.pages, start, _digests(document_id, _NO_PAGE)),
            **_at(self.headings, start, _digests(document_id, _NO_HEADING)),
        }
        return tuple(
            name
            for name, digest in told.items()
            if name in said and _digest(document_id, name, said[name]) != digest
        )


@dataclass(frozen=True, slots=True)
class History:
    """The earlier states of a document, the oldest first; whether these are all there were."""

    states: Sequence[Facts]
    whole: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a record of a document can be checked by, of one moment.

    `keys` are those of the files that it was read from; they never change for an id.
    """

    now: Facts
    history: History
    keys: Sequence[str]


_NO_PAGE: Mapping[str, Any] = {"page": None, "page_label": "", "recognized": False}
_NO_HEADING: Mapping[str, Any] = {"heading": []}
_NO_VOICE: Mapping[str, Any] = {"quoted_by": None}


def facts_of(
    document: Document | DocumentInfo,
    headings: Sequence[Heading],
    pages: Sequence[Page],
    voices: Sequence[Voice],
) -> Facts:
    """Return what a document with these headings, pages and voices says."""
    told = {name: getattr(document, name) for name in OF_DOCUMENT}
    on_pages = [
        (p.start, {"page": p.number, "page_label": p.label, "recognized": p.recognized})
        for p in pages
    ]
    under = [
        (heading.start, {"heading": list(path)})
        for heading, path in zip(headings, heading_paths(headings), strict=True)
    ]
    by_others: list[tuple[int, Mapping[str, Any]]] = []
    for voice in voices:
        said = {**voice.attribution._asdict(), "quoted_by": document.author}
        by_others += [(voice.start, said), (voice.end, _NO_VOICE)]
    return Facts(
        document.version,
        _digests(document.id, told),
        [(start, _digests(document.id, values)) for start, values in on_pages],
        [(start, _digests(document.id, values)) for start, values in under],
        [(start, _digests(document.id, values)) for start, values in by_others],
    )


def add_state(db: Database, document_id: str, old: Facts, history: History) -> bool:
    """Add a state to the earlier ones of a document, and tell if they are still all there are."""
    _insert(db, document_id, old)
    dropped = db.execute(
        "DELETE FROM earlier WHERE document_id = ?1 AND number NOT IN (SELECT number FROM earlier "
        "WHERE document_id = ?1 ORDER BY number DESC LIMIT ?2)",
        (document_id, _MOST),
    ).rowcount
    return history.whole and not dropped


def replace_history(db: Database, document_id: str, history: History) -> None:
    """Write earlier states of a document in place of those that are there."""
    forget_history(db, document_id)
    for facts in history.states:
        _insert(db, document_id, facts)


def _insert(db: Database, document_id: str, facts: Facts) -> None:
    values = (document_id, _packed(facts))
    db.execute(
        "INSERT INTO earlier (document_id, facts, checksum) VALUES (?,?,?)",
        (*values, row_checksum(values)),
    )


def forget_history(db: Database, document_id: str) -> None:
    """Erase what a document told before, as its removal does."""
    db.execute("DELETE FROM earlier WHERE document_id = ?", (document_id,))


def read_history(db: Database, document_id: str, *, whole: bool) -> History:
    """Return the earlier states of a document.

    Raises:
        LedgerDamaged: If one is not what was written.
    """
    rows = db.execute(
        "SELECT document_id, facts, checksum FROM earlier WHERE document_id = ? ORDER BY number",
        (document_id,),
    )
    return History([_unpacked(*row) for row in rows], whole)


def _packed(facts: Facts) -> str:
    parts = [facts.version, facts.document, facts.pages, facts.headings]
    return json.dumps([*parts, facts.voices] if facts.voices else parts)


def _unpacked(document_id: str, text: str, checksum: bytes) -> Facts:
    if row_checksum((document_id, text)) != checksum:
        raise LedgerDamaged(
            f"the history of the document {document_id} is damaged: "
            f"{remedies.document(document_id)}"
        )
    version, document, *places = json.loads(text)
    pages, headings, voices = ([(s, d) for s, d in spans] for spans in (*places, [])[:3])
    return Facts(version, document, pages, headings, voices)


def _at(
    spans: Sequence[tuple[int, Mapping[str, str]]], position: int, before: Mapping[str, str]
) -> Mapping[str, str]:
    """Return what is told where the last of some spans begins that begin up to a position."""
    begun = bisect_right(spans, position, key=lambda span: span[0])
    return spans[begun - 1][1] if begun else before


def _digests(document_id: str, values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _digest(document_id, name, value) for name, value in values.items()}


def _digest(document_id: str, name: str, value: Any) -> str:
    return checksum_of(json.dumps([document_id, name, value]).encode()).hex()
