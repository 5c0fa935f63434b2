"""Embeds what is new of documents, in pieces, saying how far it is."""

from collections.abc import Collection, Mapping, Sequence

from index.embedding.embedder import Embedder, PassageText, PassageVectors
from index.writing.prepare import Prepared
from index.writing.progress import Embedding, Watch, unwatched

BATCH = 256  # passages: enough to be sorted by length, few enough to be lost; a guess
_PIECE = 64  # passages of a large document, embedded between two words on how far it is; a guess


def texts_of(items: Sequence[Prepared]) -> dict[bytes, PassageText]:
    """Return the texts of the passages of documents, each under what it is embedded by."""
    return {key: text for item in items for key, text in item.texts.items()}


def embed(
    embedder: Embedder,
    texts: Mapping[bytes, PassageText],
    wanted: Collection[bytes],
    sources: tuple[str, ...] = (),
    watch: Watch = unwatched,
) -> dict[bytes, PassageVectors]:
    """Embed what is wanted of some texts, telling how far that is."""
    keys = [key for key in texts if key in wanted]
    many = len(keys)
    if many > BATCH:  # by length, because the embedder takes texts of like length together
        keys.sort(key=lambda key: len(texts[key].text))
    piece = _PIECE if many > BATCH else BATCH
    vectors: dict[bytes, PassageVectors] = {}
    for first in range(0, many, piece):
        some = keys[first : first + piece]
        watch(Embedding(sources, first, many))
        embedded = embedder.embed_passages([texts[key] for key in some])
        vectors.update(zip(some, embedded, strict=True))
    if many:
        watch(Embedding(sources, many, many))
    return vectors
