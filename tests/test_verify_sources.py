"""What a record says of where its words are from is verified like the words themselves."""

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from test_removal import CANARY, traces
from toys import WordEmbedder

from corpus import Document, Heading, Page, Source, Voice, bundled, read, read_file, split
from index import LocalIndex, NewDocument, back_up, restore
from index.ledger.history import facts_of
from qa.answering.question import Request
from qa.answering.record_reading import read_records
from qa.answering.verification import Check, all_verbatim, verify, verify_all
from qa.config import Config
from qa.errors import RecordRejected
from qa.wiring import make_answerer

TEXT = "Owls\n\nOwls hunt at night.\n\nCounts\n\nThey were counted in 1871.\n"
BIRDS = Document(
    id=Source("file:/srv/birds/saved/owls.html", "").document_id,
    title="On birds",
    source="https://example.org/owls",
    text=TEXT,
    headings=(Heading(1, "Owls", 0, 4), Heading(2, "Counts", 28, 34)),
    pages=(Page(1, 0, 28), Page(2, 28, len(TEXT), "iv", recognized=True)),
    author="Ann",
    published="2020",
    publisher="Bird Press",
    origin_sha256="ab" * 32,
)
FALSE: dict[str, Any] = {
    "title": "On bards",
    "source": "https://example.org/awls",
    "author": "Bob",
    "published": "2021",
    "publisher": "",
    "place": "birds/saved/awls.html",
    "page": 1,
    "page_label": "vi",
    "recognized": False,
    "heading": ["Owls"],
}
Record = dict[str, Any]


def add(index: LocalIndex, document: Document = BIRDS) -> None:
    list(index.add([NewDocument(document, "file:/srv/birds/saved/owls.html")]))


@pytest.fixture
def record(index: LocalIndex) -> Record:
    add(index)
    answer = make_answerer(Config(confidence=0.0), index).answer(Request("When were they counted?"))
    record: Record = json.loads(json.dumps(answer.record()))
    record["sentences"], record["citations"] = record["sentences"][:1], record["citations"][:1]
    assert record["citations"][0]["page_label"] == "iv"
    assert record["citations"][0]["heading"] == ["Owls", "Counts"]
    assert record["citations"][0]["place"] == "saved/owls.html"
    return record


def saying(record: Record, **values: Any) -> Record:
    changed = copy.deepcopy(record)
    changed["citations"][0].update(values)
    return changed


def check(record: Record, index: LocalIndex) -> Check:
    (found,) = verify(record, index)
    return found


@pytest.mark.parametrize("name", FALSE)
def test_what_a_document_never_said_is_altered(
    index: LocalIndex, record: Record, name: str
) -> None:
    assert check(record, index).verdict == "verbatim"
    found = check(saying(record, **{name: FALSE[name]}), index)

    assert (found.verdict, found.differing) == ("altered", (name,))
    assert "never had this" in found.note


@pytest.mark.parametrize("name", ["title", "source", "author", "published", "publisher"])
def test_what_was_corrected_since_is_a_note_and_the_words_are_verbatim(
    index: LocalIndex, record: Record, name: str
) -> None:
    add(index, replace(BIRDS, **cast(Any, {name: "corrected"})))
    found = check(record, index)

    assert (found.verdict, found.differing) == ("verbatim", (name,))
    assert found.note.endswith("corrected since")
    assert check(saying(record, **{name: "corrected"}), index).differing == ()
    assert check(saying(record, **{name: "invented"}), index).verdict == "altered"


def test_quoted_mail_is_by_who_wrote_it_and_is_verified_as_that(index: LocalIndex) -> None:
    at = TEXT.index("They")
    add(index, replace(BIRDS, voices=(Voice(at, len(TEXT) - 1, "Carl", "2019-02-01"),)))
    answer = make_answerer(Config(confidence=0.0), index).answer(Request("When were they counted?"))
    record = json.loads(json.dumps(answer.record()))
    (said,) = [c for c in record["citations"] if c["start"] == at]

    assert (said["author"], said["published"]) == ("Carl", "2019-02-01")
    assert {found.verdict for found in verify(record, index)} == {"verbatim"}
    at = record["citations"].index(said)
    record["citations"][at]["author"] = "Ann"
    assert verify(record, index)[at].differing == ("author",)


def test_pages_and_headings_that_are_read_anew_are_a_note(
    index: LocalIndex, record: Record
) -> None:
    pages, headings = (Page(1, 0, len(TEXT), "9"),), (Heading(1, "Birds", 0, 4),)
    add(index, replace(BIRDS, pages=pages, headings=headings, origin_sha256="cd" * 32))
    found = check(record, index)

    assert found.verdict == "verbatim"
    assert found.differing == ("page", "page_label", "recognized", "heading")
    assert "page, page label, recognition and heading corrected since" in found.note


def test_a_record_of_two_moments_at_once_was_never_true(index: LocalIndex, record: Record) -> None:
    add(index, replace(BIRDS, title="Of birds"))
    add(index, replace(BIRDS, title="Of birds", author="Bob"))

    assert check(saying(record, title="Of birds"), index).verdict == "verbatim"
    assert check(saying(record, author="Bob"), index).verdict == "altered"


def test_a_version_that_comes_back_keeps_what_it_told_before(
    index: LocalIndex, record: Record
) -> None:
    add(index, replace(BIRDS, text=TEXT + "More.", title="Of birds"))
    assert check(record, index).verdict == "stale"
    assert check(saying(record, title="invented"), index).verdict == "altered"
    add(index, replace(BIRDS, title="Birds"))

    assert check(record, index).verdict == "verbatim"
    assert check(saying(record, title="Of birds"), index).verdict == "altered"


def test_a_history_that_is_not_whole_accuses_nobody(index: LocalIndex, record: Record) -> None:
    """The document was removed once, and what it told before went with it."""
    index.delete(BIRDS.id)
    add(index, replace(BIRDS, title="Of birds"))
    found = check(record, index)

    assert (found.verdict, found.differing) == ("stale", ("title",))
    assert "does not know" in found.note


def test_a_history_is_bounded_and_what_it_lost_accuses_nobody(
    index: LocalIndex, record: Record
) -> None:
    for number in range(40):
        add(index, replace(BIRDS, title=f"Title {number}"))
    (states,) = index._ledger._connection().execute("SELECT count(*) FROM earlier").fetchone()

    assert states <= 16
    assert check(record, index).verdict == "stale"
    assert check(saying(record, title="Title 38"), index).verdict == "verbatim"


def test_a_restored_collection_accuses_nobody_of_what_was_read_since(
    index: LocalIndex, record: Record, tmp_path: Path
) -> None:
    back_up(index.directory, tmp_path / "backup")
    add(index, replace(BIRDS, title="Of birds"))
    later = saying(record, title="Of birds")
    assert check(later, index).verdict == "verbatim"
    restore(tmp_path / "backup", index.directory, with_removed=False)

    assert check(record, index).verdict == "verbatim"
    assert check(later, index).verdict == "stale"
    assert list(index.findings()) == []


def test_a_moved_document_that_says_something_else_of_itself_is_stale(
    index: LocalIndex, record: Record
) -> None:
    """Its former state went with its id, so nobody can tell whether it was ever so."""
    list(index.add([replace(BIRDS, id="moved", title="Of birds")]))
    index.delete(BIRDS.id)
    found = check(record, index)

    assert (found.verdict, found.found_in, found.differing) == ("stale", "moved", ("title",))
    assert "title differs there" in found.note


def test_a_title_that_is_the_name_of_a_moved_file_changes_with_it(
    index: LocalIndex, record: Record
) -> None:
    named = replace(BIRDS, title="birds", source="papers/birds.txt")
    list(index.add([replace(named, id="moved", title="fowl", source="papers/fowl.txt")]))
    index.delete(BIRDS.id)
    moved = {"title": "birds", "source": "papers/birds.txt", "live_link": None}
    record["citations"][0] |= moved

    assert check(record, index).verdict == "verbatim"


def test_an_older_record_that_says_less_is_compared_by_what_it_says(
    index: LocalIndex, record: Record
) -> None:
    for name in FALSE.keys() - {"title"}:
        del record["citations"][0][name]

    assert check(record, index).verdict == "verbatim"


@pytest.mark.parametrize("name", FALSE)
def test_a_field_of_no_kind_is_refused_by_its_name(record: Record, name: str) -> None:
    with pytest.raises(RecordRejected, match="was the file edited"):
        read_records(json.dumps(saying(record, **{name: {"a": 1}})))


def test_a_record_without_sentences_is_not_all_verbatim(index: LocalIndex, record: Record) -> None:
    silent = {**record, "sentences": [], "citations": []}
    unanswered = {**silent, "status": "unanswered"}
    bare = {**record, "sentences": []}

    def verdict(*records: Record) -> bool:
        return all_verbatim(records, verify_all(records, index))

    assert verdict(record)
    assert verdict(record, unanswered)
    assert not any(map(verdict, (silent, unanswered, bare)))
    assert not verdict(record, silent)


def test_a_history_holds_no_word_and_is_erased_with_its_document(index: LocalIndex) -> None:
    add(index, replace(BIRDS, title=f"The {CANARY}", author=CANARY))
    add(index)
    index.purge()
    assert traces(index.directory) == []
    execute = index._ledger._connection().execute
    assert execute("SELECT count(*) FROM earlier").fetchone() == (1,)
    index.delete(BIRDS.id)

    assert execute("SELECT count(*) FROM earlier").fetchone() == (0,)
    assert list(index.findings()) == []


@pytest.mark.parametrize("limit", [4, 20, 128])
def test_facts_are_those_of_every_passage_at_each_of_its_sentences(limit: int) -> None:
    """A citation takes page and heading from its passage, facts from where its words begin."""
    markdown = "\n\n".join(
        f"{'#' * (n % 3 + 1)} Part {n}\n\nOne. Two {n}? Three." for n in range(9)
    )
    documents = [read_file(found) for found in bundled()]
    documents += [BIRDS, read(markdown.encode(), Source("x", "x.md"))]
    count = WordEmbedder().count_tokens
    for document in documents:
        facts = facts_of(document, document.headings, document.pages, document.voices)
        for passage in split(document, count, limit=limit):
            for sentence in passage.sentences:
                said = {
                    "start": sentence.start,
                    "page": passage.page,
                    "page_label": passage.page_label,
                    "recognized": passage.recognized,
                    "heading": list(passage.heading),
                }
                assert facts.differing(document.id, said) == ()
