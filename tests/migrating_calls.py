"""Collections that are carried elsewhere, and all that can be read of them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

from toys import WordEmbedder, open_toy_index

from index import Embedder, Index, LocalIndex, restore
from index.embedding.embedder import PassageText, PassageVectors
from index.ingest.migrating import CarriedVectors, migrate
from index.ledger.schema import FORMAT
from index.protocol import every_document, every_file

LEDGERS = Path(__file__).parent / "ledgers"


def restored(folder: Path) -> LocalIndex:
    """Return a collection with a row of every kind, without the upload that waits in it."""
    restore(LEDGERS / f"format-{FORMAT}.zip", folder, with_removed=False)
    index = open_toy_index(folder)
    for job in index.jobs.all():
        if job.open:
            index.jobs.dismiss(job.id)
    return index


class Refusing(WordEmbedder):
    """Makes no vector of a passage: all must come along."""

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        raise AssertionError(f"embedded again: {passages[0].text!r}")


class Target:
    """A collection that others are carried into."""

    def __init__(
        self, embedder: WordEmbedder, open_index: Callable[[Callable[[], Embedder]], Index]
    ) -> None:
        self.vectors = CarriedVectors(embedder)
        self.index = open_index(lambda: self.vectors)

    @classmethod
    def in_folder(cls, folder: Path, embedder: WordEmbedder) -> Self:
        return cls(embedder, lambda make: LocalIndex(folder, make))

    def take(self, source: Index, most: int | None = None) -> list[str]:
        taken: list[str] = []
        for info in migrate(source, self.index, self.vectors):
            taken.append(info.id)
            if len(taken) == most:
                break
        return taken


def held(index: Index) -> dict[str, Any]:
    """Return all that can be read of a collection, but for the numbers that lines have in it."""
    with index.reader() as reader:
        infos = list(every_document(reader))
        sayings = reader.carried_sayings()
        return {
            "infos": infos,
            "documents": [reader.details(info.id) for info in infos],
            "evidence": [reader.evidence(info.id) for info in infos],
            "originals": [reader.original(info.id) for info in infos],
            "files": list(every_file(reader)),
            "marks": sayings.marks,
            "alerts": [(one.id, one.words, one.feed_key, one.looked) for one in sayings.alerts],
            "sightings": [(s.alert_id, s.start, s.end, s.found) for s in sayings.sightings],
            "changes": [(c.what, c.who, c.made, c.subject, c.details) for c in sayings.changes],
            "removed": sayings.removed,
            "passages": reader.passage_count(),
            "vectors": sorted(reader.sample(1000).vectors.tolist()),
            "found": sorted(
                (hit.passage.document_id, hit.passage.start, round(hit.dense_score, 3))
                for hit in reader.search("owls", _vector(), 100)
            ),
        }


def _vector() -> Any:
    return WordEmbedder().embed_question("Who counts owls in winter?")
