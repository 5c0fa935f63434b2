"""Whether an exported answer still says what its documents say."""

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from toys import reading

from corpus import Document
from index import LocalIndex
from index.search.local_moment import LocalMoment
from index.search.moment_reader import MomentReader
from qa.answering.question import Request
from qa.answering.record_reading import read_records
from qa.answering.verification import Check, verify, verify_all
from qa.config import Config
from qa.errors import RecordRejected
from qa.wiring import make_answerer

TEXT = "The heron stands in shallow water. It was counted in 1871.\n\nNobody counts owls."
QUOTE = "It was counted in 1871."

MakeDocument = Callable[..., Document]
Record = dict[str, Any]


@pytest.fixture
def record(index: LocalIndex, make_document: MakeDocument) -> Record:
    """An answer of one sentence, as JSON brings it back."""
    list(index.add([make_document(TEXT)]))
    answer = make_answerer(Config(confidence=0.0), index).answer(Request("counted 1871"))
    record: Record = json.loads(json.dumps(answer.record()))
    record["sentences"], record["citations"] = record["sentences"][:1], record["citations"][:1]
    assert record["citations"][0]["quote"] == QUOTE
    return record


def check(record: Record, index: LocalIndex) -> Check:
    (found,) = verify(record, index)
    return found


def change(record: Record, part: str, **values: Any) -> Record:
    """Return the record with other values in its first sentence or citation."""
    changed = copy.deepcopy(record)
    changed[part][0].update(values)
    return changed


def test_an_untouched_answer_is_verbatim_at_its_place(index: LocalIndex, record: Record) -> None:
    found = check(record, index)

    assert found.verdict == "verbatim"
    assert found.found_at is not None
    assert TEXT[slice(*found.found_at)] == QUOTE


def test_verbatim_survives_the_same_document_added_again(
    index: LocalIndex, record: Record, make_document: MakeDocument
) -> None:
    list(index.add([make_document(TEXT)]))

    assert check(record, index).verdict == "verbatim"


def test_words_that_moved_are_stale_and_found_again(
    index: LocalIndex, record: Record, make_document: MakeDocument
) -> None:
    list(index.add([make_document("A new beginning.\n\n" + TEXT)]))
    found = check(record, index)

    assert found.verdict == "stale"
    assert found.found_at is not None
    assert ("A new beginning.\n\n" + TEXT)[slice(*found.found_at)] == QUOTE
    assert "still has these words" in found.note


def test_words_that_stay_in_place_while_others_change_are_stale(
    index: LocalIndex, record: Record, make_document: MakeDocument
) -> None:
    """The answer was about another version: what stands around its words may differ."""
    list(index.add([make_document(TEXT + " Or wrens.")]))
    found = check(record, index)

    assert found.verdict == "stale"
    assert found.found_at == (record["citations"][0]["start"], record["citations"][0]["end"])


def test_words_that_were_removed_are_stale_and_nowhere(
    index: LocalIndex, record: Record, make_document: MakeDocument
) -> None:
    list(index.add([make_document("Nobody counts owls.")]))
    found = check(record, index)

    assert (found.verdict, found.found_at) == ("stale", None)
    assert "no longer has these words" in found.note


def test_a_citation_of_a_removed_document_is_gone(index: LocalIndex, record: Record) -> None:
    index.delete(record["citations"][0]["document_id"])
    found = check(record, index)

    assert (found.verdict, found.found_at) == ("gone", None)
    assert found.title == record["citations"][0]["title"]


def test_a_citation_is_verbatim_where_its_text_has_another_id_now(
    index: LocalIndex, record: Record, make_document: MakeDocument
) -> None:
    """An id is of a file's place; of the same text, the first by title and id counts."""
    list(index.add([make_document(TEXT, name) for name in ("z.txt", "moved.txt")]))
    index.delete(record["citations"][0]["document_id"])
    found = check(record, index)

    assert (found.verdict, found.found_at) == ("verbatim", (found.start, found.end))
    assert found.document_id == record["citations"][0]["document_id"] != found.found_in
    assert found.found_in == make_document(TEXT, "moved.txt").id
    assert "another id now" in found.note


def test_a_new_file_at_the_old_place_does_not_hide_the_one_that_was_moved(
    index: LocalIndex, record: Record, make_document: MakeDocument
) -> None:
    list(index.add([make_document("Nobody counts owls."), make_document(TEXT, "moved.txt")]))

    assert check(record, index).verdict == "verbatim"


def test_a_tampered_quote_of_a_moved_document_is_altered(
    index: LocalIndex, record: Record, make_document: MakeDocument
) -> None:
    list(index.add([make_document(TEXT, "moved.txt")]))
    index.delete(record["citations"][0]["document_id"])
    tampered = change(record, "citations", quote="It was counted in 1971.")
    tampered = change(tampered, "sentences", text="It was counted in 1971.")

    assert check(tampered, index).verdict == "altered"


def test_citations_of_one_text_under_two_ids_keep_their_own(
    index: LocalIndex, record: Record, make_document: MakeDocument
) -> None:
    """One that is where it says is not sent elsewhere because another is astray."""
    list(index.add([make_document(TEXT, "a.txt")]))
    lost = {**record["citations"][0], "number": 2, "document_id": "lost"}
    first, second = verify({**record, "citations": [*record["citations"], lost]}, index)

    assert first.found_in == first.document_id
    assert second.verdict == "verbatim"


def test_a_tampered_quote_is_altered(index: LocalIndex, record: Record) -> None:
    tampered = change(record, "citations", quote="It was counted in 1971.")
    tampered = change(tampered, "sentences", text="It was counted in 1971.")

    assert check(tampered, index).verdict == "altered"
    assert check(tampered, index).found_at is None


def test_a_tampered_sentence_is_altered_although_its_citation_is_true(
    index: LocalIndex, record: Record
) -> None:
    """Readers read the sentence; that its number leads to true words does not save it."""
    found = check(change(record, "sentences", text="It was counted in 1971."), index)

    assert found.verdict == "altered"
    assert found.note == "the sentence is not the words that it cites"


@pytest.mark.parametrize("shift", [(1, 0), (0, 1), (-1, -1), (5, 5), (10**9, 10**9), (-999, -999)])
def test_wrong_offsets_are_altered_and_the_words_are_found(
    index: LocalIndex, record: Record, shift: tuple[int, int]
) -> None:
    citation = record["citations"][0]
    start, end = citation["start"] + shift[0], citation["end"] + shift[1]
    found = check(change(record, "citations", start=start, end=end), index)

    assert found.verdict == "altered"
    assert found.found_at == (citation["start"], citation["end"])


def test_offsets_from_the_end_are_not_taken_for_a_place(index: LocalIndex, record: Record) -> None:
    """Python reads a negative offset as one from the end, which no record ever means."""
    citation = record["citations"][0]
    start, end = citation["start"] - len(TEXT), citation["end"] - len(TEXT)

    assert TEXT[start:end] == QUOTE
    assert check(change(record, "citations", start=start, end=end), index).verdict == "altered"


def test_an_end_beyond_the_text_is_altered(
    index: LocalIndex, record: Record, make_document: MakeDocument
) -> None:
    """Python cuts a span at the end of the text; a citation must name its true end."""
    last = change(record, "sentences", text="Nobody counts owls.")
    last = change(last, "citations", quote="Nobody counts owls.", start=TEXT.index("Nobody"))
    right, wrong = (change(last, "citations", end=len(TEXT) + more) for more in (0, 9))

    assert check(right, index).verdict == "verbatim"
    assert check(wrong, index).verdict == "altered"


def test_an_empty_quote_is_altered(index: LocalIndex, record: Record) -> None:
    """Every document has the empty words everywhere; they prove nothing."""
    empty = change(record, "citations", quote="", start=3, end=3)
    empty = change(empty, "sentences", text="")

    assert (check(empty, index).verdict, check(empty, index).found_at) == ("altered", None)


@pytest.mark.parametrize("citations", [[], [7], [1, 7]], ids=["none", "unknown", "one unknown"])
def test_a_sentence_that_rests_on_no_citation_is_refused(
    index: LocalIndex, record: Record, citations: list[int]
) -> None:
    """No answer without a citation; that the others are verbatim must not speak for it."""
    record["sentences"].append({"text": QUOTE, "citations": citations, "verdict": "verbatim"})

    with pytest.raises(RecordRejected, match="no citation in the record"):
        list(verify(record, index))


def test_a_sentence_of_another_verdict_is_refused(record: Record) -> None:
    """Otherwise an edited verdict would excuse a sentence from being the words it cites."""
    with pytest.raises(RecordRejected, match="not written by Pincite"):
        read_records(json.dumps(change(record, "sentences", text="Owls rule.", verdict="true")))


def test_two_citations_under_one_number_cannot_hide_each_other(
    index: LocalIndex, record: Record
) -> None:
    double = copy.deepcopy(record)
    false = {**double["citations"][0], "quote": "Owls rule.", "end": 10, "start": 0}
    double["citations"].insert(0, false)

    assert "altered" in {found.verdict for found in verify(double, index)}


def test_a_tampered_sentence_before_a_quote_is_altered(index: LocalIndex, record: Record) -> None:
    """It is shown along with the quote, and read as the document's words."""
    before = {"start": 0, "end": 34, "text": TEXT[:34]}
    assert before["text"] == "The heron stands in shallow water."

    assert check(change(record, "citations", lead=before), index).verdict == "verbatim"
    tampered = change(record, "citations", lead={**before, "text": "The owl stands here."})
    assert check(tampered, index).verdict == "altered"


@pytest.mark.parametrize("lead", ["words", {}, {"start": 0, "end": "1", "text": "T"}])
def test_a_malformed_sentence_before_a_quote_is_refused(record: Record, lead: Any) -> None:
    with pytest.raises(RecordRejected, match="`lead`"):
        read_records(json.dumps(change(record, "citations", lead=lead)))


def marking(record: Record, *places: tuple[int, int]) -> str:
    """Return the record as JSON, with these places of its quote marked."""
    at = record["citations"][0]["start"]
    spans = [{"start": at + start, "end": at + end} for start, end in places]
    return json.dumps(change(record, "citations", answer_spans=spans))


@pytest.mark.parametrize(
    "places", [[(30, 99)], [(-4, 2)], [(9, 8)], [(4, 9), (8, 12)], [(8, 12), (4, 6)]], ids=str
)
def test_words_that_answer_stand_in_the_quote_in_order(
    record: Record, places: list[tuple[int, int]]
) -> None:
    """Whoever draws them takes the quote apart there: elsewhere, words would show twice."""
    assert read_records(marking(record, (0, 4), (4, 9), (9, len(QUOTE))))
    with pytest.raises(RecordRejected, match="`answer_spans`"):
        read_records(marking(record, *places))


@pytest.mark.parametrize("spans", [{}, None, [3], [{"start": 0}]], ids=str)
def test_malformed_words_that_answer_are_refused(record: Record, spans: Any) -> None:
    with pytest.raises(RecordRejected, match="`answer_spans`"):
        read_records(json.dumps(change(record, "citations", answer_spans=spans)))


def test_an_unanswered_record_has_nothing_to_check(index: LocalIndex, record: Record) -> None:
    assert list(verify({**record, "sentences": [], "citations": []}, index)) == []


def test_records_come_as_one_as_a_list_and_as_lines(record: Record) -> None:
    one = json.dumps(record, indent=2)
    lines = "\n".join(json.dumps(r) for r in (record, record)) + "\n\n"

    assert read_records(one) == [record]
    assert read_records(json.dumps([record, record])) == [record, record]
    assert read_records(lines) == [record, record]


def test_lines_may_hold_every_character_that_json_may(record: Record) -> None:
    """JSON allows U+2028 and U+0085 inside strings; they end no line of JSON lines."""
    odd = {**record, "question": "a\u2028b\u0085c\x0bd"}
    lines = "\n".join(json.dumps(odd, ensure_ascii=False) for _ in range(2))

    assert read_records(lines) == [odd, odd]


@pytest.mark.parametrize(
    ("junk", "told"),
    [
        ("", "no answer record"),
        ("   \n", "no answer record"),
        ("%PDF-1.7", "not JSON"),
        ("{", "not JSON"),
        ("[]", "no answer record"),
        ("null", "not an answer record"),
        ("3", "not an answer record"),
        ('"text"', "not an answer record"),
        ("[[]]", "not an answer record"),
        ("{}", "not an answer record"),
        ('{"sentences": [], "citations": {}}', "not an answer record"),
        ('{"sentences": [], "citations": [3]}', "no valid `number`"),
        ('{"sentences": ["a"], "citations": []}', "not written by Pincite"),
        ('{"sentences": [{"text": "a"}], "citations": []}', "not written by Pincite"),
        ("[" * 100_000, "not JSON"),
        ('{"a":' * 50_000, "not JSON"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_junk_is_refused_with_a_sentence(junk: str, told: str) -> None:
    with pytest.raises(RecordRejected, match=told):
        read_records(junk)


@pytest.mark.parametrize("name", ["number", "document_id", "version", "start", "end", "quote"])
@pytest.mark.parametrize("value", [None, [], {}, 1.5, True, "\ud800"])
def test_a_citation_with_a_wrong_field_is_refused_by_its_name(
    record: Record, name: str, value: Any
) -> None:
    with pytest.raises(RecordRejected, match=f"no valid `{name}`"):
        read_records(json.dumps(change(record, "citations", **{name: value})))


def test_each_document_is_read_once_whoever_cites_it(
    record: Record, index: LocalIndex, make_document: MakeDocument
) -> None:
    """And the verdicts come in the order of the citations."""
    list(index.add([make_document("Owls hunt.", "owl.txt")]))
    owl = next(info for info in reading(index).documents() if info.source == "owl.txt")
    heron = record["citations"][0]
    told = {"document_id": owl.id, "version": "1" * 64, "quote": "Owls hunt."}
    other = {**heron, **told, "number": 2, "start": 0, "end": 10}
    gone = {**heron, "number": 3, "document_id": "gone", "version": "0" * 64}
    many = {**record, "citations": [heron, other, gone, {**heron, "number": 4}] * 20}
    read: list[str] = []

    class CountingReader(MomentReader):
        def document(self, document_id: str) -> Document | None:
            read.append(document_id)
            return super().document(document_id)

    class Counting(LocalIndex):
        @contextmanager
        def reader(self) -> Iterator[MomentReader]:
            with self._ledger.reading() as snapshot:
                moment = LocalMoment(snapshot, self._vectors)
                yield CountingReader(moment, self._searcher, lambda: self.embedder)

    checks = verify_all([many, record], Counting(index.directory, lambda: index.embedder))

    assert sorted(read) == sorted([heron["document_id"], owl.id, "gone"])
    assert [check.number for check in checks] == [1, 2, 3, 4] * 20 + [1]
    assert [check.verdict for check in checks[:4]] == ["verbatim", "stale", "gone", "verbatim"]
