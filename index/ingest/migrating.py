"""Carries a collection into another one, whatever engines they are of, and compares both.

Nothing is embedded again: the vectors come along under the hashes that they were made under. What
is there already, just as it is to be, is left alone, so a run that was interrupted goes on where
it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus import Passage
from index import Embedder, Index, IndexReader, every_id
from index.counted import counted
from index.embedding.embedder import PassageText, PassageVectors
from index.errors import IndexMismatch, MigrationRefused
from index.ledger.carried import as_carried
from index.types import DocumentInfo, Vector
from index.writing.new_document import NewDocument
from index.writing.prepare import embedded_under

QUESTIONS = 100
_PAGE = 1000  # ids that are compared at a time; a guess: 30 kB
_BEST = 10
_LISTED = 20  # documents that are named; a guess: who has more looks at the first ones anyway
_WORDS = 30  # of a passage that are asked for; a guess: a long question


class CarriedVectors:
    """An `Embedder` that returns vectors which were made elsewhere, and makes those that it lacks.

    `embedded` counts what it had to make.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._held: dict[str, Mapping[bytes, PassageVectors]] = {}
        self.embedded = 0

    @property
    def id(self) -> str:
        return self._embedder.id

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    @property
    def window(self) -> int:
        return self._embedder.window

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.count_tokens(texts)

    def embed_question(self, text: str) -> Vector:
        return self._embedder.embed_question(text)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        found = [self._known(passage) for passage in passages]
        missing = [one for one, known in zip(passages, found, strict=True) if known is None]
        made = iter(self._embedder.embed_passages(missing) if missing else [])
        self.embedded += len(missing)
        return [next(made) if known is None else known for known in found]

    def hold(self, document_id: str, vectors: Mapping[bytes, PassageVectors]) -> None:
        """Have the vectors of a document, until it is dropped."""
        self._held[document_id] = vectors

    def drop(self, document_id: str) -> None:
        self._held.pop(document_id, None)

    def _known(self, passage: PassageText) -> PassageVectors | None:
        key = embedded_under(self.id, passage)
        return next((held[key] for held in self._held.values() if key in held), None)


def migrate(source: Index, target: Index, vectors: CarriedVectors) -> Iterator[DocumentInfo]:
    """Carry all of a collection into another, yielding each document as it is there.

    `vectors` must be what the target embeds with. Nobody may change the source meanwhile, nor read
    uploads into it.

    Raises:
        MigrationRefused: If uploads wait in the source, or the target has other documents.
        IndexMismatch: If the source was made with another model.
        LedgerDamaged: If some of the source is not what was written.
    """
    _require_same_model(source, vectors.id)
    _require_nothing_waits(source)
    _require_only_ours(source, target)
    last: DocumentInfo | None = None
    while page := _page_after(source, last):
        last = page[-1]
        same = _same_in(target, page)
        yield from (info for info in page if info.id in same)
        wanted = [info.id for info in page if info.id not in same]
        for result in target.add(_arrivals(source, wanted, vectors)):
            vectors.drop(result.document.id)
            yield result.document
    with source.reader() as reader:
        sayings = reader.carried_sayings()
    target.take_over(sayings)


def _arrivals(source: Index, ids: Sequence[str], vectors: CarriedVectors) -> Iterator[NewDocument]:
    for document_id in ids:
        with source.reader() as reader:
            carried = reader.carried(document_id)
        if carried is None:
            raise MigrationRefused(
                f"the document {document_id} was removed while it was carried: leave the "
                "collection alone, and run it again"
            )
        vectors.hold(document_id, carried.embedded)
        info = carried.info
        said = info.language if "language" in info.corrected else ""
        yield NewDocument(carried.document, language=said, carried=carried)


def _page_after(source: Index, last: DocumentInfo | None) -> list[DocumentInfo]:
    with source.reader() as reader:
        return reader.documents(last)


def _same_in(target: Index, page: Sequence[DocumentInfo]) -> set[str]:
    """Return the ids of those that are there just as they are to be."""
    with target.reader() as reader:
        there = reader.infos(info.id for info in page)
    return {info.id for info in page if _is_same(info, there.get(info.id))}


def _is_same(info: DocumentInfo, there: DocumentInfo | None) -> bool:
    return there is not None and as_carried(info, there) == there


def _require_same_model(source: Index, embedder_id: str) -> None:
    with source.reader() as reader:
        made_with = reader.embedder_id()
    if made_with not in (None, embedder_id):
        raise IndexMismatch(
            f"the collection was made with {made_with}, and the model is {embedder_id}: set "
            "PINCITE_MODEL to the former, or run `pincite rebuild` before"
        )


def _require_nothing_waits(source: Index) -> None:
    counts = source.jobs.counts()
    waiting = counts.get("waiting", 0) + counts.get("reading", 0)
    if waiting:
        raise MigrationRefused(
            f"the source has {counted(waiting, 'upload')} to be read: start `pincite serve` and "
            "wait, or dismiss them"
        )


def _require_only_ours(source: Index, target: Index) -> None:
    with target.reader() as reader:
        there = every_id(reader)
        while some := list(islice(there, _PAGE)):
            with source.reader() as ours:
                others = set(some) - ours.existing(some)
            if others:
                raise MigrationRefused(
                    f"the target holds {min(others)}, which is not in the source: name an empty "
                    "collection, or remove it there"
                )


# Comparing ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two collections differ.

    `counts` has what is counted in both, by name. `differing` are ids of documents whose text or
    record differs, the first few; `differ` is their number. Of so many `questions`, the same
    passage came `first`, and the same ten came in all.
    """

    counts: Mapping[str, tuple[int, int]]
    differ: int
    differing: tuple[str, ...]
    questions: int
    first: int
    ten: int

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is missing or different in the second."""
        return not self.differ and all(one == other for one, other in self.counts.values())


def compare_collections(source: Index, target: Index) -> Comparison:
    """Read both from end to end: each text against its hash, each record against the other's.

    Raises:
        LedgerDamaged: If a text in one of them is not what was written.
    """
    differing = [info.id for info in _differing(source, target)]
    questions = list(_questions(source))
    first = ten = 0
    for question in questions:
        ours, theirs = _best(source, question), _best(target, question)
        first += ours[:1] == theirs[:1]
        ten += set(ours) == set(theirs)
    return Comparison(
        _counts(source, target),
        len(differing),
        tuple(differing[:_LISTED]),
        len(questions),
        first,
        ten,
    )


def _differing(source: Index, target: Index) -> Iterator[DocumentInfo]:
    last: DocumentInfo | None = None
    while page := _page_after(source, last):
        last = page[-1]
        same = _same_in(target, page)
        for info in page:
            with target.reader() as reader:  # one for each: a text is long to read
                document = reader.document(info.id)
            if info.id not in same or document is None or document.version != info.version:
                yield info


def _counts(source: Index, target: Index) -> dict[str, tuple[int, int]]:
    with source.reader() as one, target.reader() as other:
        ours, theirs = _counted(one), _counted(other)
    return {name: (ours[name], theirs[name]) for name in ours}


def _counted(reader: IndexReader) -> dict[str, int]:
    sayings = reader.carried_sayings()
    return {
        "documents": reader.document_count(),
        "passages": reader.passage_count(),
        "originals": reader.originals()[0],
        "marks": len(sayings.marks),
        "alerts": len(sayings.alerts),
        "sightings": len(sayings.sightings),
        "changes": len(sayings.changes),
    }


def _questions(source: Index) -> Iterator[str]:
    """Yield words of passages of documents that are spread evenly over the collection."""
    with source.reader() as reader:
        total = reader.document_count()
        for number in range(min(QUESTIONS, total)):
            (document_id,) = reader.ids(number * total // min(QUESTIONS, total), 1)
            info = reader.infos([document_id])[document_id]
            ordinal = number * 7919 % info.passages if info.passages else 0  # a prime: anywhere
            for passage in reader.passages(document_id, ordinal, 1):
                yield _longest_sentence(passage)


def _longest_sentence(passage: Passage) -> str:
    texts = [passage.text[s - passage.start : e - passage.start] for s, e in passage.sentences]
    return " ".join(max(texts, key=len, default=passage.text).split()[:_WORDS])


def _best(index: Index, question: str) -> list[tuple[str, int]]:
    with index.reader() as reader:
        hits = reader.search(question, reader.embed_question(question), _BEST)
    return [(hit.passage.document_id, hit.passage.start) for hit in hits]
