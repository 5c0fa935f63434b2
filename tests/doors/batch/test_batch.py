"""Many questions: asked once each, put into tables, and gone on with after an interruption."""

import csv
import json
import re
from collections.abc import Sequence
from html import escape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from toys import reading

from corpus import Document
from index import Filter, LocalIndex
from qa.answering.answerer import Answerer
from qa.answering.links import span_link
from qa.answering.record_reading import read_records
from qa.answering.verification import all_verbatim, verify_all
from qa.doors.batch.asking import MOST, Batch, Finished, Result, ask_all
from qa.doors.batch.formats import written
from qa.doors.batch.results import QUOTES_HEAD, Answered, checked
from qa.errors import CollectionEmpty, NothingWithin, QuestionRejected

QUESTIONS = ["Who counted 40 herons in 1871?", "What do owls hunt at night?"]


def results(batch: Batch, answerer: Answerer, index: LocalIndex, partial: Path) -> list[Result]:
    return list(ask_all(batch, batch.plan(index), answerer, index, Finished(partial)))


@pytest.fixture
def partial(tmp_path: Path) -> Path:
    return tmp_path / "answers.csv.partial"


@pytest.fixture
def together(answerer: Answerer, filled: LocalIndex, partial: Path) -> list[Answered]:
    return checked(results(Batch([*QUESTIONS, "Who?"]), answerer, filled, partial), filled)


@pytest.fixture
def each(answerer: Answerer, filled: LocalIndex, partial: Path) -> list[Answered]:
    batch = Batch(QUESTIONS, each_document=True)
    return checked(results(batch, answerer, filled, partial), filled)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def plain(cell: str) -> str:
    """Return what a cell says without the apostrophe that keeps it from being a formula."""
    return cell.removeprefix("'")


# What is asked ----------------------------------------------------------------------


def test_each_question_is_put_to_all_or_to_each_document(
    together: Sequence[Answered], each: Sequence[Answered]
) -> None:
    assert [a.document for a in together] == [None] * 3
    assert [(a.document.id, a.result.asked.number) for a in each if a.document] == [
        ("owls", 1), ("owls", 2), ("herons", 1), ("herons", 2),
    ]  # fmt: skip
    for a in each:
        assert {c.document_id for c in a.answer.citations} <= {a.document.id if a.document else ""}
    assert [a.is_answered for a in each] == [False, True, True, False]


def test_every_quote_is_pinned_to_its_words(
    together: Sequence[Answered], each: Sequence[Answered], filled: LocalIndex
) -> None:
    seen = 0
    for a in (*together, *each):
        for c in a.answer.citations:
            document = reading(filled).document(c.document_id)
            assert document is not None
            assert document.text[c.start : c.end] == c.quote
            seen += 1
    assert seen >= 4


def test_a_filter_limits_the_documents(answerer: Answerer, filled: LocalIndex) -> None:
    batch = Batch(QUESTIONS, each_document=True, wanted=Filter(documents=("owls",)))

    assert {asked.document.id for asked in batch.plan(filled) if asked.document} == {"owls"}
    with pytest.raises(NothingWithin):
        Batch(QUESTIONS, wanted=Filter(documents=("none",))).plan(filled)


def test_an_empty_collection_and_too_many_answers_are_refused(
    index: LocalIndex, make_document: Any
) -> None:
    with pytest.raises(CollectionEmpty):
        Batch(QUESTIONS).plan(index)
    list(index.add([make_document("Owls.", "a.txt"), make_document("Wrens.", "b.txt")]))
    with pytest.raises(QuestionRejected, match="of 2 documents each are more than 50,000 answers"):
        Batch(["Who?"] * (MOST // 2 + 1), each_document=True).plan(index)


def test_a_document_that_is_removed_meanwhile_has_no_answer(
    answerer: Answerer, filled: LocalIndex, partial: Path
) -> None:
    batch = Batch(QUESTIONS[:1], each_document=True)
    plan = batch.plan(filled)
    filled.delete("owls")

    (only,) = ask_all(batch, plan, answerer, filled, Finished(partial))

    assert only.asked.document is not None
    assert only.asked.document.id == "herons"


# Going on ---------------------------------------------------------------------------


def test_a_half_done_run_goes_on_where_it_was(
    answerer: Answerer, filled: LocalIndex, partial: Path
) -> None:
    batch = Batch(QUESTIONS)
    steps = ask_all(batch, batch.plan(filled), answerer, filled, Finished(partial))
    first = next(steps)
    with partial.open("a") as file:
        file.write('{"key": "cut o')  # as a crash may leave it

    again = results(batch, answerer, filled, partial)
    third = results(batch, answerer, filled, partial)

    assert [result.again for result in again] == [True, False]
    assert [result.again for result in third] == [True, True], "the cut line did no harm"
    assert again[0].record == first.record
    assert [r.record for r in third] == [r.record for r in again]


@pytest.mark.parametrize("what", ["documents", "settings", "quotes", "edited"])
def test_answers_that_would_be_others_now_are_asked_for_again(
    answerer: Answerer, filled: LocalIndex, partial: Path, what: str
) -> None:
    results(Batch(QUESTIONS), answerer, filled, partial)
    changed = Batch(
        QUESTIONS,
        settings="other" if what == "settings" else "",
        max_quotes=1 if what == "quotes" else None,
    )
    if what == "documents":
        list(filled.add([Document(id="new", title="New", source="new.txt", text="Terns dive.")]))
    if what == "edited":
        partial.write_text(partial.read_text().replace('"verdict": "verbatim"', '"verdict": "x"'))

    assert not any(r.again for r in results(changed, answerer, filled, partial))


# What is written --------------------------------------------------------------------


def test_csv_has_a_row_for_each_quote_and_for_what_is_not_answered(
    together: Sequence[Answered], filled: LocalIndex
) -> None:
    read = rows(written(together, [*QUESTIONS, "Who?"], "csv"))

    assert tuple(read[0]) == QUOTES_HEAD
    assert [row["number"] for row in read if row["status"] == "not answered"] == ["3"]
    assert read[-1]["reason"]
    assert 0 <= float(read[-1]["confidence"]) < 0.5
    for row in read[:-1]:
        document = reading(filled).document(row["document_id"])
        assert document is not None
        assert document.version == row["version"]
        words = document.text[int(row["start"]) : int(row["end"])]
        assert plain(row["quote"]) == words


def test_of_each_document_there_is_a_row_and_of_each_question_a_column(
    each: Sequence[Answered],
) -> None:
    owls, herons = rows(written(each, QUESTIONS, "csv"))

    assert re.search(
        r"hunt mice at night\.” \[owls:\d+-\d+\]\n\(\d+%\)$", owls["What do owls hunt at night?"]
    )
    assert owls[QUESTIONS[0]].startswith("not answered (")
    assert "“Ada Lund counted 40 herons in 1871.” [herons:0-35]" in herons[QUESTIONS[0]]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_text_of_a_document_is_a_formula(each: Sequence[Answered], form: str) -> None:
    data = written(each, ["=1+1", "@x"], form)
    if form == "csv":
        cells = [cell for row in csv.reader(StringIO(data.decode("utf-8-sig"))) for cell in row]
        assert "'@Herons" in cells
        assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
        return
    book = load_workbook(BytesIO(data))
    cells_of = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {"@Herons", "-2+3 <script>", "=1+1"} <= {cell.value for cell in cells_of}
    assert {cell.data_type for cell in cells_of} <= {"s", "inlineStr", "n"}
    assert all(cell.quotePrefix for cell in cells_of if str(cell.value).startswith(("=", "@", "-")))


def test_a_workbook_has_the_table_and_every_quote(each: Sequence[Answered]) -> None:
    book = load_workbook(BytesIO(written(each, QUESTIONS, "xlsx")))

    assert book.sheetnames == ["Answers", "Quotes"]
    assert [cell.value for cell in book["Quotes"][1]] == list(QUOTES_HEAD)
    assert book["Answers"].max_row == 3


def test_json_is_a_list_of_records_that_can_be_verified(
    each: Sequence[Answered], filled: LocalIndex
) -> None:
    text = written(each, QUESTIONS, "json").decode()
    records = read_records(text)

    assert all_verbatim(records, verify_all(records, filled))
    assert [record["number"] for record in json.loads(text)] == [1, 2, 1, 2]
    assert json.loads(text)[0]["document"]["id"] == "owls"


@pytest.mark.parametrize("of", ["together", "each"])
def test_html_runs_nothing_and_escapes_every_text(of: str, request: pytest.FixtureRequest) -> None:
    answered = request.getfixturevalue(of)
    page = written(answered, [*QUESTIONS, "Who?"], "html").decode()

    assert "<script" not in page
    assert "<b>Owls" not in page
    assert "&lt;b&gt;Owls&lt;/b&gt; hunt mice at night." in page
    assert "default-src 'none'" in page
    assert "[owls:" not in page, "in this form the pin follows the title"
    assert re.search(r"<small>\[-2\+3 &lt;script&gt;, owls:\d+-\d+\]</small>", page)


def test_pins_in_html_are_links_where_there_is_an_address(
    answerer: Answerer, filled: LocalIndex, partial: Path
) -> None:
    (result,) = results(Batch(QUESTIONS[:1]), answerer, filled, partial)
    site = "https://pincite.example.org"
    names = ("document_id", "version", "start", "end")
    citations = [
        {**c, "link": span_link(site, *(c[name] for name in names))}
        for c in result.record["citations"]
    ]
    hostile = [{**c, "link": 'javascript:alert("1")'} for c in citations]

    def page(cited: list[dict[str, Any]]) -> str:
        linked = Result(result.asked, {**result.record, "citations": cited})
        return written(checked([linked], filled), QUESTIONS[:1], "html").decode()

    assert f'<a href="{escape(citations[0]["link"])}"' in page(citations)
    assert "javascript:" not in page(hostile)


def test_words_that_changed_meanwhile_are_marked(
    answerer: Answerer, filled: LocalIndex, partial: Path
) -> None:
    found = results(Batch(QUESTIONS[:1]), answerer, filled, partial)
    list(filled.add([Document(id="herons", title="Herons", source="h", text="No herons.")]))
    answered = checked(found, filled)

    for form in ("csv", "html"):
        assert "The document has changed since." in written(answered, QUESTIONS, form).decode()
