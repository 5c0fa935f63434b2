"""What a row of the ledger means, packed and checked."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus import Document, FileStat, Page, Passage, Span
from index import remedies
from index.embedding.embedder import PassageVectors
from index.errors import LedgerDamaged
from index.ledger.checksums import checksum_of, row_checksum
from index.ledger.layout import pack_rows, pack_voice, unpack_rows, unpack_voice
from index.types import DocumentInfo, FileState

Ids = NDArray[np.int64]
"""Ids of passages, rising."""

Found = list[tuple[int, float]]
"""Passage ids, each with what it scored, best first."""

_MANY = 500  # values in a statement; a guess, below the 999 that old versions of SQLite allow
_LENGTHS = (1, 4, 16, 64, 200, _MANY)  # a guess: few, and none much longer than is needed

_T = TypeVar("_T")


def info_row(info: DocumentInfo, whole_history: bool) -> tuple[Any, ...]:
    """Return a document as it is listed; see `schema.LISTED`."""
    values = (
        info.id,
        info.version,
        info.title,
        info.source,
        info.author,
        info.published,
        info.publisher,
        info.origin_sha256,
        info.characters,
        info.passages,
        info.added,
        info.hidden_characters,
        info.file_author,
        info.file_created,
        json.dumps(info.notes),
        info.reader,
        json.dumps(dict(info.uncorrected)),
        json.dumps(info.tags),
        info.language,
        int(whole_history),
    )
    return *values, row_checksum(values)


def to_info(row: Sequence[Any]) -> DocumentInfo:
    """Return what is listed of a document.

    Raises:
        LedgerDamaged: If it is not what was written.
    """
    *values, checksum = row
    if row_checksum(values) != checksum:
        raise LedgerDamaged(
            f"the record of the document {values[0]} is damaged: {remedies.document(values[0])}"
        )
    *plain, notes, reader, uncorrected, tags, language, _ = values
    said = () if uncorrected == "{}" else tuple(json.loads(uncorrected).items())
    return DocumentInfo(*(*plain, _words_in(notes), reader, said, _words_in(tags), language))


def _words_in(values: str) -> tuple[str, ...]:
    # Most documents have none, and a filter looks at every document.
    return () if values == "[]" else tuple(json.loads(values))


def outline_row(document: Document) -> tuple[Any, ...]:
    """Return the headings and pages of a document; see `schema.OUTLINE`."""
    values = (
        document.id,
        json.dumps([(h.level, h.title, h.start, h.end) for h in document.headings]),
        json.dumps([page_values(page) for page in document.pages]),
    )
    return *values, row_checksum(values)


def checked_outline(row: Sequence[Any]) -> tuple[str, str]:
    """Return headings and pages of a document as JSON.

    Raises:
        LedgerDamaged: If they are not what was written.
    """
    *values, checksum = row
    if row_checksum(values) != checksum:
        raise LedgerDamaged(
            f"the headings and pages of the document {values[0]} are damaged: "
            f"{remedies.document(values[0])}"
        )
    return values[1], values[2]


def file_row(file: FileState) -> tuple[Any, ...]:
    values = (file.key, file.document_id, *(file.stamp or (None, None, None)))
    return *values, row_checksum(values)


def to_file(row: Sequence[Any]) -> FileState:
    """Return a file that a document was read from.

    Raises:
        LedgerDamaged: If it is not what was written.
    """
    *values, checksum = row
    if row_checksum(values) != checksum:
        raise LedgerDamaged(
            f"the record of the file of the document {values[1]} is damaged: "
            f"{remedies.document(values[1])}"
        )
    return FileState(values[0], values[1], None if values[2] is None else FileStat(*values[2:]))


def original_checksum(document_id: str, origin: str, media_type: str, data: bytes) -> bytes:
    """Return the checksum of an original, which holds for the document that it is of."""
    return checksum_of(row_checksum((document_id, origin, media_type)), data)


def is_whole(row: Sequence[Any]) -> bool:
    """Tell whether a row is what was written; its checksum stands last."""
    return bool(row_checksum(row[:-1]) == row[-1])


def now() -> str:
    """Return the current time as the ledger writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def passage_row(passage: Passage, vector: bytes, context: str) -> tuple[Any, ...]:
    values = (
        passage.document_id,
        passage.ordinal,
        passage.start,
        passage.end,
        passage.text,
        json.dumps(passage.heading),
        passage.page,
        json.dumps(passage.sentences),
        pack_rows(passage.rows),
        pack_voice(passage.voice),
        vector,
        context,
    )
    return *values, passage_checksum(values)


def passage_checksum(values: Sequence[Any]) -> bytes:
    """Return the checksum of a passage: without rows and voice, that of format 6."""
    *listed, rows, voice, vector, context = values
    layout = [rows, voice] if rows or voice else []
    return checksum_of(json.dumps([*listed, context, *layout]).encode(), vector)


def page_values(page: Page) -> tuple[Any, ...]:
    """Return a page as the ledger has it: most have no more than their place."""
    told = (page.label, page.recognized) if page.label or page.recognized else ()
    return page.number, page.start, page.end, *told


def to_passage(row: Sequence[Any], pages: Mapping[int, Page]) -> Passage:
    """Return the passage in a row; `pages` are those that tell more than their place."""
    *values, checksum = row
    document_id, ordinal, start, stop, text, heading, page, sentences, rows, voice = values[:-2]
    if passage_checksum(values) != checksum:
        raise LedgerDamaged(
            f"passage {ordinal} of the document {document_id} is damaged: "
            f"{remedies.document(document_id)}"
        )
    told = pages.get(page)
    return Passage(
        document_id,
        ordinal,
        start,
        stop,
        text,
        tuple(json.loads(heading)),
        page,
        tuple(Span(*span) for span in json.loads(sentences)),
        "" if told is None else told.label,
        told is not None and told.recognized,
        unpack_rows(rows),
        unpack_voice(voice),
    )


def packed(key: bytes, vectors: PassageVectors) -> tuple[bytes, bytes, bytes, bytes]:
    passage = vectors.passage.astype("<f2").tobytes()
    sentences = vectors.sentences.astype("<f2").tobytes()
    return key, passage, sentences, checksum_of(key, passage, sentences)


def unpacked(key: bytes, passage: bytes, sentences: bytes, checksum: bytes) -> PassageVectors:
    if checksum_of(key, passage, sentences) != checksum:
        raise LedgerDamaged(f"the stored vector {key.hex()[:12]} is damaged: run `pincite rebuild`")
    row = np.frombuffer(passage, dtype="<f2").astype(np.float32)
    rows = np.frombuffer(sentences, dtype="<f2").astype(np.float32)
    return PassageVectors(row, rows.reshape(-1, len(row)))


def batches(values: Iterable[_T]) -> Iterator[tuple[_T, ...]]:
    """Yield the values in tuples that SQLite takes as parameters of one statement.

    A tuple has one of few lengths: the last value of all is repeated until it has. Each length is
    a statement of its own, and every connection keeps the last 128 of these, 2 MB and more.
    """
    remaining = iter(values)
    while some := tuple(islice(remaining, _MANY)):
        length = next(length for length in _LENGTHS if length >= len(some))
        yield some + some[-1:] * (length - len(some))


def quoted(word: str) -> str:
    """Return a word as FTS5 takes it for nothing but a word."""
    return '"' + word.replace('"', '""') + '"'


def marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
