"""A collection as it is at one moment, whatever engine has its passages."""

from collections.abc import Callable, Iterable, Mapping, Set
from functools import partial

from corpus import Document, Original, Passage, Source
from corpus.document import parts_prefix
from corpus.language import Language
from corpus.reading import READERS
from index.embedding.embedder import Embedder
from index.filter import ALL_DOCUMENTS, Filter, FilterReport, matching
from index.ledger.alert_rows import read_alert, read_alerts, read_sightings
from index.ledger.carried import (
    CarriedDocument,
    CarriedSayings,
    carried_document,
    carried_sayings,
)
from index.ledger.change_rows import read_changes
from index.ledger.embedder_check import require_embedder
from index.ledger.file_paths import file_paths
from index.ledger.history import Evidence
from index.ledger.mark_rows import read_marks
from index.protocol import PAGE
from index.search.asked import asked_language
from index.search.frequencies import count_terms
from index.search.moment import Moment
from index.search.sample import passages_at, sample
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


class MomentReader:
    """Reads from one open moment; `index.protocol.IndexReader` says what each method does."""

    def __init__(
        self, moment: Moment, searcher: Searcher, embedder: Callable[[], Embedder]
    ) -> None:
        """Read from an open moment; the embedder is made when a question needs it."""
        self._moment = moment
        self._searcher = searcher
        self._embedder = embedder
        self._applied: dict[Filter, tuple[Set[str], FilterReport]] = {}

    # The collection as a whole ----------------------------------------------------

    def state(self) -> State:
        return self._moment.state()

    def embedder_id(self) -> str | None:
        return self._moment.value("embedder")

    def embed_question(self, text: str) -> Vector:
        require_embedder(self._moment, self._embedder())
        return self._embedder().embed_question(text)

    def passage_count(self) -> int:
        return self._moment.size()

    def document_count(self) -> int:
        return self._moment.count("documents")

    def last_added(self) -> str:
        return self._moment.last_added()

    def counts(self) -> Mapping[str, int]:
        return self._moment.counts()

    def sample(self, limit: int) -> Sample:
        return sample(self._moment, limit)

    def passages_at(self, positions: Iterable[tuple[str, int]]) -> Sample:
        return passages_at(self._moment, positions)

    # Documents --------------------------------------------------------------------

    def documents(
        self,
        after: DocumentInfo | None = None,
        limit: int = PAGE,
        wanted: Filter = ALL_DOCUMENTS,
    ) -> list[DocumentInfo]:
        return self._moment.infos_after(after, limit, self._within(wanted))

    def infos(self, document_ids: Iterable[str]) -> dict[str, DocumentInfo]:
        return self._moment.infos_of(document_ids)

    def by_version(self, versions: Iterable[str]) -> list[DocumentInfo]:
        return self._moment.by_version(versions)

    def by_upload(self, document_id: str, sha256: str) -> DocumentInfo | None:
        own = self._moment.info(document_id)
        if own is not None:
            same = own.origin_sha256 == sha256 and own.reader >= READERS
            return own if same and not self._moment.is_unfinished(own.id) else None
        return self._moment.known_content(sha256)

    def in_file(self, document_id: str) -> list[DocumentInfo]:
        found = self.infos(self._moment.in_file(document_id))
        return sorted(found.values(), key=lambda info: _numbers(info.source))

    def parts(self, document_id: str) -> list[DocumentInfo]:
        found = self.infos(self._moment.parts_of(document_id))
        return sorted(found.values(), key=lambda info: _numbers(info.source))

    def in_upload(self, key: str) -> dict[str, str]:
        found = {row.document_id: row.key for row in self._moment.files(under=parts_prefix(key))}
        own = Source(key, "").document_id
        return {one: found.get(one, key) for one in self.existing([own, *found])}

    def existing(self, document_ids: Iterable[str]) -> set[str]:
        return self._moment.existing(document_ids)

    def ids(self, first: int = 0, limit: int = PAGE) -> list[str]:
        return self._moment.ids_in_order(first, limit)

    def evidence(self, document_id: str) -> Evidence | None:
        moment = self._moment
        if moment.info(document_id) is None:
            return None
        now, history = moment.facts(document_id), moment.history(document_id)
        return Evidence(now, history, tuple(moment.keys_of(document_id)))

    def document(self, document_id: str) -> Document | None:
        return self._moment.document(document_id)

    def details(self, document_id: str) -> DocumentDetails | None:
        moment = self._moment
        info, document = moment.info(document_id), moment.document(document_id)
        if info is None or document is None:
            return None
        passages = moment.passages(document_id)
        return DocumentDetails(info, document, passages, moment.shows_pages(document_id))

    def carried(self, document_id: str) -> CarriedDocument | None:
        embedded = self._moment.embedded(document_id)
        return carried_document(self._moment, document_id, embedded)

    def carried_sayings(self) -> CarriedSayings:
        return carried_sayings(self._moment)

    def originals(self) -> tuple[int, int]:
        return self._moment.originals()

    def outdated(self) -> int:
        return self._moment.outdated()

    def original(self, document_id: str) -> Original | None:
        return self._moment.original(document_id)

    def changes(
        self, wanted: ChangeQuery = ALL_CHANGES, after: int | None = None, limit: int = PAGE
    ) -> list[LoggedChange]:
        return read_changes(self._moment.connection, wanted, after, limit)

    def marks(self, first: int = 0, limit: int = PAGE) -> list[Mark]:
        return read_marks(self._moment.connection, first, limit)

    def mark_count(self) -> int:
        return self._moment.count("marks")

    def alerts(self) -> list[Alert]:
        return read_alerts(self._moment.connection)

    def alert(self, alert_id: str) -> Alert | None:
        return read_alert(self._moment.connection, alert_id)

    def sightings(self, alert_id: str, limit: int = PAGE) -> list[Sighting]:
        return read_sightings(self._moment.connection, alert_id, limit)

    def last_passage(self) -> int:
        return self._moment.last_passage_id()

    def came_after(self, passage: int, after: str = "", limit: int = PAGE) -> list[str]:
        return self._moment.came_after(passage, after, limit)

    def passages(self, document_id: str, first: int, limit: int) -> list[Passage]:
        return self._moment.passages(document_id, first, limit)

    def files(self, after: str = "", limit: int = PAGE, *, under: str = "") -> list[FileState]:
        return self._moment.files(after, limit, under)

    def file_paths(self, document_ids: Iterable[str]) -> dict[str, str]:
        return file_paths(self._moment.connection, set(document_ids))

    # Searching --------------------------------------------------------------------

    def apply(self, wanted: Filter) -> FilterReport:
        return self._matching(wanted)[1]

    def search(
        self, question: str, vector: Vector, k: int, wanted: Filter = ALL_DOCUMENTS
    ) -> list[Hit]:
        return self._searcher.search(self._moment, question, vector, k, self._within(wanted))

    def compared(self, document_id: str, first: int, limit: int, vector: Vector) -> list[Hit]:
        ids = self._moment.ids_in(document_id, first, limit)
        return self._searcher.compared(self._moment, ids, vector)

    def readings(self, question: str) -> tuple[Reading, ...]:
        counts = partial(self._searcher.frequencies, self._moment)
        stems_from = partial(self._searcher.stems_from, self._moment)
        return read_words(self._moment, counts, stems_from, question, self._is_usual)

    def languages(self) -> list[Language]:
        return self._moment.languages()

    def main_language(self) -> Language:
        return self._moment.main_language()

    def asked_language(self, question: str) -> Language:
        return asked_language(self._moment, question)

    def _is_usual(self, word: str) -> bool:
        """Tell whether a word is one that the model knows whole, as it does usual ones."""
        return self._embedder().count_tokens([word]) == [1]

    def find(self, topic: TopicQuery, wanted: Filter = ALL_DOCUMENTS) -> TopicHits:
        within = self._within(wanted)
        scan = self._searcher.scan(self._moment, topic.words, topic.vector, within)
        return find_topic(scan, topic)

    def frequencies(self, terms: Iterable[str], wanted: Filter = ALL_DOCUMENTS) -> dict[str, int]:
        within = self._within(wanted)
        if within is None:
            return self._searcher.frequencies(self._moment, terms)
        return count_terms(self._moment, terms, within)

    def _within(self, wanted: Filter) -> Set[str] | None:
        """Return the ids of the documents that match a filter; None for all of them."""
        return self._matching(wanted)[0] if wanted else None

    def _matching(self, wanted: Filter) -> tuple[Set[str], FilterReport]:
        # Once for all searches of an answer: a filter looks at every document.
        if wanted not in self._applied:
            paths = file_paths(self._moment.connection, None) if wanted.folders else {}
            self._applied[wanted] = matching(wanted, self._moment.infos(), paths)
        return self._applied[wanted]


def _numbers(label: str) -> list[int]:
    """Return the place of a file in another, as its label says it: 3, 2 for `box.mbox#3.2`."""
    place = label.rpartition("#")[2] if "#" in label else ""
    return [int(number) for number in place.split(".") if number.isdecimal()]
