"""The fields of a passage in Milvus, and the ids of passages."""

import hashlib

LIMIT = 16_384
"""The most rows that Milvus looks for at once; it refuses to look for more."""

LONGEST = 65_000  # bytes of a VARCHAR; Milvus allows 65,535, and milvus-lite does not check
MOST_PIECES = 64  # of a row: 4 MB, where a passage with a hundred sentences has 80 kB

_ORDINALS = 2**20

PLACE = ("id", "start", "stop")
WORDS = ("id", "own", "stems")
PACKED = ("id", "pieces", "row", "vector")
"""Fields that are read together.

`id` is of a passage's epoch and ordinal; `start` and `stop` say where it stands. `stems` are those
of its text, of which there are `own`, and after them of what stands over it. `row` is all the rest,
packed, in as many `pieces`: what does not fit into one VARCHAR stands in rows of its own, which are
no passages and have ids below zero.
"""


def passage_id(epoch: int, ordinal: int) -> int:
    """Return the id of a passage, which no other ever has.

    Raises:
        ValueError: If no document may have so many passages.
    """
    if not 0 <= ordinal < _ORDINALS:
        raise ValueError(f"passage {ordinal:,}: a document has at most {_ORDINALS:,}")
    return epoch * _ORDINALS + ordinal


def piece_id(passage: int, piece: int) -> int:
    """Return the id of a further piece of a passage's row, counted from 1."""
    return -(passage * MOST_PIECES + piece)


def is_piece(key: int) -> bool:
    """Tell whether what stands under an id is a piece of a row, and no passage."""
    return key < 0


def epoch_of(key: int) -> int:
    """Return the epoch that a passage was written in."""
    return key // _ORDINALS


def collection_name(identity: str, embedder_id: str, dimension: int) -> str:
    """Return the name of the collection in Milvus of passages embedded by one model.

    Args:
        identity: What no other collection has; of it, letters and digits count.
        embedder_id: The model and its arithmetic.
        dimension: The length of its vectors.
    """
    digest = hashlib.blake2b(f"{embedder_id}\0{dimension}".encode(), digest_size=6).hexdigest()
    return f"{names_begin(identity)}{digest}"


def names_begin(identity: str) -> str:
    """Return how the names of all collections in Milvus begin that one of ours has, or had."""
    kept = "".join(c if c.isascii() and c.isalnum() else "_" for c in identity)
    return f"pincite_{kept[:200]}_"
