"""Whether an exported answer still says what its documents say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from corpus import Document, Source, Span
from corpus.document import file_key
from corpus.text import title_from
from index import Index, IndexReader
from index.errors import CollectionGone, IndexFault
from index.ledger.history import Evidence, Facts
from qa.answering.links import leads_elsewhere
from qa.answering.rows import row_in
from qa.errors import RecordRejected

Verdict = Literal["verbatim", "stale", "altered", "gone", "unread"]
"""verbatim: the document has these words at this place. stale: the document changed
since. altered: the record says what the document never said, of its words or of where they
are from. gone: no such document, and none with the text that was cited. unread: the collection
that the citation names cannot be read now."""

_NAMES = {
    "published": "date",
    "page_label": "page label",
    "recognized": "recognition",
    "quoted_by": "quoting author",
}


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one citation, which named a span of a document by its id.

    `found_in` is the document that it was checked against: another one where a file was
    moved, None where there is none. `found_at` is where the words stand in it, if they do.
    `differing` names what the citation says otherwise than the document does now.
    """

    number: int
    document_id: str
    start: int
    end: int
    title: str
    verdict: Verdict
    found_in: str | None
    found_at: tuple[int, int] | None
    note: str
    differing: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        return asdict(self)


def verify(record: Mapping[str, Any], index: Index) -> list[Check]:
    """Check each citation of an answer record against the documents as they are now.

    Raises:
        RecordRejected: If a sentence rests on no citation, so that none could speak for it.
    """
    return verify_all([record], index)


def verify_all(
    records: Iterable[Mapping[str, Any]],
    index: Index,
    others: Callable[[str], Index | None] | None = None,
) -> list[Check]:
    """Check the citations of many records, in their order, as `verify` does those of one.

    A record without sentences has nothing that could be verbatim: see `all_verbatim`.

    Each document is read once, whoever cites it, and one at a time is held. `others` gives by its
    name the collection that a citation names, or None where there is none; without it all are of
    `index`. One that it cannot open, or that cannot be read, leaves its own citations `unread`.

    Raises:
        RecordRejected: If a sentence rests on no citation.
        IndexFault: If `index` cannot be read, and citations are of it.
    """
    cited = [pair for record in records for pair in _citations(record)]
    by_collection: dict[str, list[int]] = defaultdict(list)
    for place, (citation, _) in enumerate(cited):
        by_collection[str(citation.get("collection") or "") if others else ""].append(place)
    checks: dict[int, Check] = {}
    for name, places in by_collection.items():
        pairs = {place: cited[place] for place in places}
        checks |= (
            _checked_by_name(name, others, pairs) if name and others else _checked_in(index, pairs)
        )
    return [checks[place] for place in range(len(cited))]


def _checked_by_name(
    name: str,
    others: Callable[[str], Index | None],
    cited: Mapping[int, tuple[Mapping[str, Any], bool]],
) -> dict[int, Check]:
    """Check citations of a collection that may be gone, or not be readable."""
    try:
        index = others(name)
        if index is not None:
            return _checked_in(index, cited)
    except CollectionGone:
        pass
    except IndexFault:
        return {place: _unread(citation) for place, (citation, _) in cited.items()}
    return {place: _check(*pair, None, None) for place, pair in cited.items()}


def _unread(citation: Mapping[str, Any]) -> Check:
    note = "the collection cannot be read now, so nothing could be checked"
    names = citation["number"], citation["document_id"], citation["start"], citation["end"]
    return Check(*names, citation["title"], "unread", None, None, note)


def _checked_in(
    index: Index, cited: Mapping[int, tuple[Mapping[str, Any], bool]]
) -> dict[int, Check]:
    """Check citations of one collection, by their places in all that is checked."""
    checks: dict[int, Check] = {}
    with index.reader() as reader:
        where = _where([citation for citation, _ in cited.values()], reader)
        places: dict[str, list[int]] = defaultdict(list)
        for place, (citation, _) in cited.items():
            places[where[_cited(citation)]].append(place)
        for document_id, citing in places.items():
            document, evidence = _read(document_id, reader)
            checks |= {place: _check(*cited[place], document, evidence) for place in citing}
    return checks


def all_verbatim(records: Sequence[Mapping[str, Any]], checks: Iterable[Check]) -> bool:
    """Tell whether there are citations in these records, and each is verbatim.

    Only a record that says itself that it is unanswered may have none beside others.
    """
    silent = [record for record in records if not record["sentences"]]
    return (
        len(silent) < len(records)
        and all(record.get("status") == "unanswered" for record in silent)
        and all(check.verdict == "verbatim" for check in checks)
    )


def _citations(record: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Yield each citation, and whether a sentence that rests on it has other words."""
    texts = {c["number"]: c["quote"] for c in record["citations"]}
    for sentence in record["sentences"]:
        if not sentence["citations"] or not texts.keys() >= set(sentence["citations"]):
            raise RecordRejected("a sentence has no citation in the record: was the file edited?")
    misquoted = {
        number
        for sentence in record["sentences"]
        if sentence["verdict"] == "verbatim"  # of others, whether the words say it is judged
        for number in sentence["citations"]
        if texts[number] != sentence["text"]
    }
    for citation in record["citations"]:
        yield citation, citation["number"] in misquoted


def _cited(citation: Mapping[str, Any]) -> tuple[str, str]:
    """Return the id and the version that a citation names."""
    return citation["document_id"], citation["version"]


def _where(
    citations: Sequence[Mapping[str, Any]], reader: IndexReader
) -> Mapping[tuple[str, str], str]:
    """Return the id of the document that each citation is to be checked against.

    An id is of a place, a version is of a text: a file that was moved is another document
    with the same text. So where the cited id has not the cited text, one that has it counts.
    """
    cited = {_cited(citation) for citation in citations}
    infos = reader.infos({name for name, _ in cited})
    versions = {name: info.version for name, info in infos.items()}
    astray = {(name, version) for name, version in cited if versions.get(name) != version}
    holding = reader.by_version(version for _, version in astray) if astray else []
    elsewhere = {info.version: info.id for info in reversed(holding)}
    moved = {key: elsewhere[key[1]] for key in astray if key[1] in elsewhere}
    return {key: moved.get(key, key[0]) for key in cited}


def _read(document_id: str, reader: IndexReader) -> tuple[Document, Evidence] | tuple[None, None]:
    """Return a document with what is known of it."""
    document, evidence = reader.document(document_id), reader.evidence(document_id)
    return (None, None) if document is None or evidence is None else (document, evidence)


def _check(
    citation: Mapping[str, Any],
    misquoted: bool,
    document: Document | None,
    evidence: Evidence | None,
) -> Check:
    name, quote = citation["document_id"], citation["quote"]
    start, end = citation["start"], citation["end"]

    def result(
        verdict: Verdict,
        note: str,
        found_at: tuple[int, int] | None,
        differing: tuple[str, ...] = (),
    ) -> Check:
        title, found_in = citation["title"], None
        if document is not None:
            title, found_in = document.title, document.id
        number = citation["number"]
        return Check(number, name, start, end, title, verdict, found_in, found_at, note, differing)

    if document is None or evidence is None:
        return result("gone", "no document in the collection has this id or this text", None)
    same_version = document.version == citation["version"]
    here = _stands(document.text, start, end, quote)
    if same_version and here and not misquoted:
        before = citation.get("lead")
        if before and not _stands(document.text, before["start"], before["end"], before["text"]):
            return result("altered", "the sentence before it was never there", (start, end))
        if row := _row(citation, document):
            return result(*row, (start, end))
        judged = _sources(citation, document, evidence)
        if judged[0] == "verbatim" and leads_elsewhere(citation):
            return result("altered", "its link does not lead to these words", (start, end))
        return result(*judged)
    position = start if here else document.text.find(quote) if quote else -1
    found_at = None if position < 0 else (position, position + len(quote))
    where = "no longer has these words" if found_at is None else "still has these words"
    if misquoted:
        return result("altered", "the sentence is not the words that it cites", found_at)
    if same_version:
        return result("altered", "the document never had these words at this place", found_at)
    if false := _never_told(citation, document, evidence):
        return result("altered", f"the document never had this {_listed(false)}", found_at, false)
    return result("stale", f"the document changed since, and {where}", found_at)


def _sources(
    citation: Mapping[str, Any], document: Document, evidence: Evidence
) -> tuple[Verdict, str, tuple[int, int], tuple[str, ...]]:
    """Judge what a citation says of where its words are from; the words are where it says."""
    span = citation["start"], citation["end"]
    differing = evidence.now.differing(document.id, citation)
    if document.id != citation["document_id"]:
        differing = evidence.now.differing(document.id, _without(citation, "source"))
        note = "the text that was cited has another id now, and these words at this place"
        if differing:
            note += f"; its {_listed(differing)} {_differ(differing)} there"
        # A title that was the name of the file changes with it.
        named = differing == ("title",) and citation["title"] == _name_of(citation)
        return "stale" if differing and not named else "verbatim", note, span, differing
    if false := _never_told(citation, document, evidence):
        return "altered", f"the document never had this {_listed(false)}", span, false
    if not differing:
        return "verbatim", "the document has these words at this place", span, ()
    if any(not state.differing(document.id, citation) for state in _former(citation, evidence)):
        note = f"the document has these words at this place; {_listed(differing)} corrected since"
        return "verbatim", note, span, differing
    note = (
        f"the document has these words at this place; its {_listed(differing)} "
        f"{_differ(differing)} now, and the collection does not know all that it was before"
    )
    return "stale", note, span, differing


def _never_told(
    citation: Mapping[str, Any], document: Document, evidence: Evidence
) -> tuple[str, ...]:
    """Return what a citation says that its document never said at once, as far as is known."""
    place = citation.get("place")
    if document.id != citation["document_id"]:
        return ()
    if place and not any(_is_place(place, key) for key in evidence.keys) and evidence.keys:
        return ("place",)
    former = [state.differing(document.id, citation) for state in _former(citation, evidence)]
    if document.version == citation["version"]:
        former.append(evidence.now.differing(document.id, citation))
    if not former or not all(former) or not evidence.history.whole:
        return ()
    never = [name for name in former[-1] if all(name in names for names in former)]
    return tuple(never) or former[-1]


def _former(citation: Mapping[str, Any], evidence: Evidence) -> Iterator[Facts]:
    """Yield what the document said of itself when it had the cited version."""
    return (state for state in evidence.history.states if state.version == citation["version"])


def _is_place(place: str, key: str) -> bool:
    """Return whether a place may name the file of a key: its path, or the end of it."""
    paths = {whole.partition(":")[2] for whole in (key, file_key(key))}
    return any(path == place or path.endswith("/" + place) for path in paths)


def _without(citation: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    return {name: value for name, value in citation.items() if name not in names}


def _listed(names: Sequence[str]) -> str:
    words = [_NAMES.get(name, name) for name in names]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _differ(names: Sequence[str]) -> str:
    return "differs" if len(names) == 1 else "differ"


def _row(citation: Mapping[str, Any], document: Document) -> tuple[Verdict, str] | None:
    """Judge under which heads a row of a table is cited; None where there is nothing to say.

    A newer reader may find other tables in the same text, so heads that stand in the document
    and are not those of this row are stale: nobody can tell whether they were.
    """
    heads, cells = citation.get("heads", []), citation.get("cells", [])
    if not all(_stands(document.text, h["start"], h["end"], h["text"]) for h in heads):
        return "altered", "the heads of its table were never there"
    if not heads and not cells:  # prose, as most citations are: no table need be looked at
        return None
    row = asdict(row_in(document, Span(citation["start"], citation["end"])))
    if heads != list(row["heads"]) or cells != list(row["cells"]):
        return "stale", "the table in the document has other heads over these words"
    return None


def _name_of(citation: Mapping[str, Any]) -> str:
    """Return the title that a document has by the name of the file that a citation names."""
    return title_from(Source("", citation.get("source", "")))


def _stands(text: str, start: int, end: int, words: str) -> bool:
    return 0 <= start < end <= len(text) and text[start:end] == words
