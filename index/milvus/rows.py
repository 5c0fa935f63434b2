"""A passage as Milvus has it: packed into text, with a checksum over all of it."""

import base64
import binascii
import json
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from corpus import Passage, Span
from corpus.language import Language
from index import remedies
from index.analysis import stems_of
from index.embedding.embedder import PassageVectors
from index.errors import LedgerDamaged
from index.ledger.checksums import checksum_of
from index.ledger.layout import pack_rows, pack_voice, unpack_rows, unpack_voice
from index.milvus.schema import LONGEST, MOST_PIECES, passage_id, piece_id

Fields = dict[str, Any]
"""What Milvus has of a passage, by the names of the fields."""

_CHECKSUM = 8  # bytes
_HALF = "<f2"  # as in the ledger: 16 bits keep the same ten nearest


@dataclass(slots=True)  # not frozen: that takes twice as long, and a search makes 300
class Stems:
    """The stems of a passage in order: `own` of its text, then those of what stands over it."""

    both: tuple[str, ...]
    own: int

    @classmethod
    def of(cls, text: Sequence[str], over: Sequence[str] = ()) -> Self:
        """Return the stems of a text, and of title and headings over it."""
        return cls((*text, *over), len(text))

    @classmethod
    def made(cls, text: str, over: str, language: Language) -> Self:
        """Return the stems of a passage in a language."""
        return cls.of(stems_of(text, language), stems_of(over, language))

    @property
    def text(self) -> tuple[str, ...]:
        return self.both[: self.own]

    @property
    def over(self) -> tuple[str, ...]:
        return self.both[self.own :]

    def __len__(self) -> int:
        return len(self.both)

    def count(self, row: str) -> int:
        """Return how often some stems, with spaces between them, stand in a row."""
        if " " not in row:
            return self.both.count(row)
        return _count(self.text, row) + _count(self.over, row)

    def in_text(self, row: str) -> bool:
        """Tell whether some stems stand in a row in the text itself."""
        return _count(self.text, row) > 0


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage with its vectors, and what stands over it.

    `hash` is what it was embedded under.
    """

    passage: Passage
    hash: bytes
    context: str
    vectors: PassageVectors


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage to be written, with its stems."""

    row: PassageRow
    stems: Stems

    @classmethod
    def made(cls, row: PassageRow, language: Language) -> Self:
        """Return a passage with the stems that it has in a language."""
        return cls(row, Stems.made(row.passage.text, row.context, language))


def to_fields(epoch: int, new: NewPassage) -> Iterator[Fields]:
    """Yield what Milvus has of a passage: a row, and more where it does not fit into one.

    Raises:
        ValueError: If it does not fit at all.
    """
    passage = new.row.passage
    key = passage_id(epoch, passage.ordinal)
    first, *others = _cut(_packed(key, new.row))
    if len(others) >= MOST_PIECES:
        raise ValueError(f"passage {passage.ordinal:,} is too large for Milvus")
    vector = _halved(new.row.vectors.passage)
    place = {"id": key, "start": passage.start, "stop": passage.end}
    yield _fields(epoch, place, vector, first, new.stems, len(others) + 1)
    for number, piece in enumerate(others, start=1):
        nowhere = {"id": piece_id(key, number), "start": -1, "stop": -1}
        # Milvus wants a vector of every row; a search that finds it leaves it out.
        yield _fields(epoch, nowhere, vector, piece, Stems.of(()), 0)


def _fields(
    epoch: int, place: Fields, vector: np.ndarray, row: str, stems: Stems, pieces: int
) -> Fields:
    words, own = _written(stems)
    return {
        **place,
        "epoch": epoch,
        "vector": vector,
        "row": row,
        "stems": words,
        "own": own,
        "pieces": pieces,
    }


def to_row(fields: Fields, pieces: Mapping[int, str]) -> PassageRow:
    """Return the passage in a row, of which further pieces may stand elsewhere.

    Raises:
        LedgerDamaged: If it is not what was written.
    """
    key = int(fields["id"])
    others = [pieces.get(piece_id(key, number), "") for number in range(1, fields["pieces"])]
    try:
        packed = base64.b64decode("".join((fields["row"], *others)), validate=True)
    except (binascii.Error, ValueError):
        packed = b""
    return _unpacked(key, packed, np.asarray(fields["vector"], dtype=np.float32))


def to_stems(fields: Fields) -> Stems:
    """Return the stems in a row."""
    return Stems(tuple(fields["stems"].split()), int(fields["own"]))


def _packed(key: int, row: PassageRow) -> bytes:
    """Return all of a passage but its place among the others and its vector."""
    passage = row.passage
    values = (
        passage.document_id,
        passage.ordinal,
        passage.start,
        passage.end,
        passage.text,
        passage.heading,
        passage.page,
        passage.sentences,
        passage.page_label,
        passage.recognized,
        pack_rows(passage.rows),
        pack_voice(passage.voice),
        row.hash.hex(),
        row.context,
    )
    said = zlib.compress(json.dumps(values, separators=(",", ":")).encode(), 1)
    sentences = row.vectors.sentences.astype(_HALF).tobytes()
    vector = row.vectors.passage.astype(_HALF).tobytes()
    body = struct.pack("<I", len(said)) + said + sentences
    return checksum_of(str(key).encode(), vector, body) + body


def _unpacked(key: int, packed: bytes, vector: np.ndarray) -> PassageRow:
    checksum, body = packed[:_CHECKSUM], packed[_CHECKSUM:]
    if checksum_of(str(key).encode(), vector.astype(_HALF).tobytes(), body) != checksum:
        raise LedgerDamaged(f"passage {key} in Milvus is damaged: {remedies.LEDGER}")
    (length,) = struct.unpack_from("<I", body)
    said, sentences = body[4 : 4 + length], body[4 + length :]
    *plain, digest, context = json.loads(zlib.decompress(said))
    rows = np.frombuffer(sentences, dtype=_HALF).astype(np.float32)
    vectors = PassageVectors(vector, rows.reshape(-1, len(vector)))
    return PassageRow(_passage(plain), bytes.fromhex(digest), context, vectors)


def _passage(values: Sequence[Any]) -> Passage:
    *place, text, heading, page, sentences, label, recognized, rows, voice = values
    document_id, ordinal, start, stop = place
    return Passage(
        document_id,
        ordinal,
        start,
        stop,
        text,
        tuple(heading),
        page,
        tuple(Span(*span) for span in sentences),
        label,
        recognized,
        unpack_rows(rows),
        unpack_voice(voice),
    )


def _cut(packed: bytes) -> list[str]:
    text = base64.b64encode(packed).decode()
    return [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)]


def _halved(vector: np.ndarray) -> np.ndarray:
    """Return a vector as exact as the ledger keeps it, so that both engines rank alike."""
    return vector.astype(_HALF).astype(np.float32)


def _written(stems: Stems) -> tuple[str, int]:
    """Return stems as Milvus parts them at spaces, and how many are of the text itself.

    What does not fit into one field is left out, headings first: it is not found by those words.
    """
    words = " ".join(stems.both).encode()
    if len(words) <= LONGEST:
        return words.decode(), stems.own
    kept = words[: LONGEST + 1].rpartition(b" ")[0].decode()
    return kept, min(stems.own, len(kept.split()))


def _count(stems: Sequence[str], row: str) -> int:
    """Return how often the stems of a row follow one another among others."""
    if " " not in row:
        return stems.count(row)
    wanted = tuple(row.split(" "))
    size = len(wanted)
    return sum(tuple(stems[at : at + size]) == wanted for at in range(len(stems) - size + 1))
