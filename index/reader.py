"""A collection on one machine as it is at one moment."""

from collections.abc import Callable, Iterable, Mapping, Set
from functools import partial

from corpus import Document, Original, Passage, Source
from corpus.document import parts_prefix
from corpus.language import Language
from corpus.reading import READERS
from index.embedding.embedder import Embedder
from index.filter import ALL_DOCUMENTS, Filter, FilterReport, matching
from index.ledger.alert_rows import read_alert, read_alerts, read_sightings
from index.ledger.change_rows import read_changes
from index.ledger.file_paths import file_paths
from index.ledger.history import Evidence
from index.ledger.mark_rows import read_marks
from index.ledger.sample import passages_at, sample
from index.ledger.snapshot import Snapshot
from index.protocol import PAGE
from index.search.asked import asked_language
from index.search.frequencies import count_terms
from index.search.searcher import Searcher
from index.search.spelling import read_words
from index.search.topic import find_topic
from index.types import (
    ALL_CHANGES,
    Alert,
    ChangeQuery,
    DocumentDetails,
    DocumentInfo,
    FileState,
    Hit,
    LoggedChange,
    Mark,
    Reading,
    Sample,
    Sighting,
    State,
    TopicHits,
    TopicQuery,
    Vector,
)
from index.vectors.cache import require_embedder


class LocalReader:
    """Reads from one snapshot of the ledger, with the vectors that go with it."""

    def __init__(
        self, snapshot: Snapshot, searcher: Searcher, embedder: Callable[[], Embedder]
    ) -> None:
        """Read from an open snapshot; the embedder is made when a question needs it."""
        self._snapshot = snapshot
        self._searcher = searcher
        self._embedder = embedder
        self._applied: dict[Filter, tuple[Set[str], FilterReport]] = {}

    # The collection as a whole ----------------------------------------------------

    def state(self) -> State:
        return self._snapshot.state()

    def embedder_id(self) -> str | None:
        return self._snapshot.value("embedder")

    def embed_question(self, text: str) -> Vector:
        require_embedder(self._snapshot, self._embedder())
        return self._embedder().embed_question(text)

    def passage_count(self) -> int:
        return self._snapshot.size()

    def document_count(self) -> int:
        return self._snapshot.count("documents")

    def last_added(self) -> str:
        return self._snapshot.last_added()

    def counts(self) -> Mapping[str, int]:
        return self._snapshot.counts()

    def sample(self, limit: int) -> Sample:
        return sample(self._snapshot, limit)

    def passages_at(self, positions: Iterable[tuple[str, int]]) -> Sample:
        return passages_at(self._snapshot, positions)

    # Documents --------------------------------------------------------------------

    def documents(
        self,
        after: DocumentInfo | None = None,
        limit: int = PAGE,
        wanted: Filter = ALL_DOCUMENTS,
    ) -> list[DocumentInfo]:
        return self._snapshot.infos_after(after, limit, self._within(wanted))

    def infos(self, document_ids: Iterable[str]) -> dict[str, DocumentInfo]:
        return self._snapshot.infos_of(document_ids)

    def by_version(self, versions: Iterable[str]) -> list[DocumentInfo]:
        return self._snapshot.by_version(versions)

    def by_upload(self, document_id: str, sha256: str) -> DocumentInfo | None:
        own = self._snapshot.info(document_id)
        if own is not None:
            same = own.origin_sha256 == sha256 and own.reader >= READERS
            return own if same and not self._snapshot.is_unfinished(own.id) else None
        return self._snapshot.known_content(sha256)

    def in_file(self, document_id: str) -> list[DocumentInfo]:
        found = self.infos(self._snapshot.in_file(document_id))
        return sorted(found.values(), key=lambda info: _numbers(info.source))

    def parts(self, document_id: str) -> list[DocumentInfo]:
        found = self.infos(self._snapshot.parts_of(document_id))
        return sorted(found.values(), key=lambda info: _numbers(info.source))

    def in_upload(self, key: str) -> dict[str, str]:
        found = {row.document_id: row.key for row in self._snapshot.files(under=parts_prefix(key))}
        own = Source(key, "").document_id
        return {one: found.get(one, key) for one in self.existing([own, *found])}

    def existing(self, document_ids: Iterable[str]) -> set[str]:
        return self._snapshot.existing(document_ids)

    def ids(self, first: int = 0, limit: int = PAGE) -> list[str]:
        return self._snapshot.ids_in_order(first, limit)

    def evidence(self, document_id: str) -> Evidence | None:
        snapshot = self._snapshot
        if snapshot.info(document_id) is None:
            return None
        now, history = snapshot.facts(document_id), snapshot.history(document_id)
        return Evidence(now, history, tuple(snapshot.keys_of(document_id)))

    def document(self, document_id: str) -> Document | None:
        return self._snapshot.document(document_id)

    def details(self, document_id: str) -> DocumentDetails | None:
        snapshot = self._snapshot
        info, document = snapshot.info(document_id), snapshot.document(document_id)
        if info is None or document is None:
            return None
        passages = snapshot.passages(document_id)
        return DocumentDetails(info, document, passages, snapshot.shows_pages(document_id))

    def originals(self) -> tuple[int, int]:
        return self._snapshot.originals()

    def outdated(self) -> int:
        return self._snapshot.outdated()

    def original(self, document_id: str) -> Original | None:
        return self._snapshot.original(document_id)

    def changes(
        self, wanted: ChangeQuery = ALL_CHANGES, after: int | None = None, limit: int = PAGE
    ) -> list[LoggedChange]:
        return read_changes(self._snapshot.connection, wanted, after, limit)

    def marks(self, first: int = 0, limit: int = PAGE) -> list[Mark]:
        return read_marks(self._snapshot.connection, first, limit)

    def mark_count(self) -> int:
        return self._snapshot.count("marks")

    def alerts(self) -> list[Alert]:
        return read_alerts(self._snapshot.connection)

    def alert(self, alert_id: str) -> Alert | None:
        return read_alert(self._snapshot.connection, alert_id)

    def sightings(self, alert_id: str, limit: int = PAGE) -> list[Sighting]:
        return read_sightings(self._snapshot.connection, alert_id, limit)

    def last_passage(self) -> int:
        return self._snapshot.last_passage_id()

    def came_after(self, passage: int, after: str = "", limit: int = PAGE) -> list[str]:
        return self._snapshot.came_after(passage, after, limit)

    def passages(self, document_id: str, first: int, limit: int) -> list[Passage]:
        return self._snapshot.passages(document_id, first, limit)

    def files(self, after: str = "", limit: int = PAGE, *, under: str = "") -> list[FileState]:
        return self._snapshot.files(after, limit, under)

    def file_paths(self, document_ids: Iterable[str]) -> dict[str, str]:
        return file_paths(self._snapshot.connection, set(document_ids))

    # Searching --------------------------------------------------------------------

    def apply(self, wanted: Filter) -> FilterReport:
        return self._matching(wanted)[1]

    def search(
        self, question: str, vector: Vector, k: int, wanted: Filter = ALL_DOCUMENTS
    ) -> list[Hit]:
        return self._searcher.search(self._snapshot, question, vector, k, self._within(wanted))

    def compared(self, document_id: str, first: int, limit: int, vector: Vector) -> list[Hit]:
        passages = self._snapshot.passages(document_id, first, limit)
        return self._searcher.compared(self._snapshot, passages, vector)

    def readings(self, question: str) -> tuple[Reading, ...]:
        counts = partial(self._searcher.frequencies, self._snapshot)
        return read_words(self._snapshot, counts, question, self._is_usual)

    def languages(self) -> list[Language]:
        return self._snapshot.languages()

    def main_language(self) -> Language:
        return self._snapshot.main_language()

    def asked_language(self, question: str) -> Language:
        return asked_language(self._snapshot, question)

    def _is_usual(self, word: str) -> bool:
        """Tell whether a word is one that the model knows whole, as it does usual ones."""
        return self._embedder().count_tokens([word]) == [1]

    def find(self, topic: TopicQuery, wanted: Filter = ALL_DOCUMENTS) -> TopicHits:
        within = self._within(wanted)
        scan = self._searcher.scan(self._snapshot, topic.words, topic.vector, within)
        return find_topic(scan, topic)

    def frequencies(self, terms: Iterable[str], wanted: Filter = ALL_DOCUMENTS) -> dict[str, int]:
        within = self._within(wanted)
        if within is None:
            return self._searcher.frequencies(self._snapshot, terms)
        return count_terms(self._snapshot, terms, within)

    def _within(self, wanted: Filter) -> Set[str] | None:
        """Return the ids of the documents that match a filter; None for all of them."""
        return self._matching(wanted)[0] if wanted else None

    def _matching(self, wanted: Filter) -> tuple[Set[str], FilterReport]:
        # Once for all searches of an answer: a filter looks at every document.
        if wanted not in self._applied:
            paths = file_paths(self._snapshot.connection, None) if wanted.folders else {}
            self._applied[wanted] = matching(wanted, self._snapshot.infos(), paths)
        return self._applied[wanted]


def _numbers(label: str) -> list[int]:
    """Return the place of a file in another, as its label says it: 3, 2 for `box.mbox#3.2`."""
    place = label.rpartition("#")[2] if "#" in label else ""
    return [int(number) for number in place.split(".") if number.isdecimal()]
