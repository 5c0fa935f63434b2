"""Everything about a topic as a table."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from toys import reading

from corpus import Document
from index import LocalIndex
from qa.answering.topic_search import Findings
from qa.config import Config
from qa.doors.tables.found import found_as
from qa.wiring import make_answerer

OWLS = "=1+1 owls hunt.\n\n" + "Nothing of them here. " * 30 + "\n\n@owls sleep by day."


@pytest.fixture
def filled(index: LocalIndex) -> LocalIndex:
    texts = {"owls": OWLS, "mice": "Mice fear owls.", "terns": "Terns dive."}
    list(index.add(Document(id=n, title=n, source=f"{n}.txt", text=t) for n, t in texts.items()))
    return index


@pytest.fixture
def findings(filled: LocalIndex) -> Findings:
    return make_answerer(Config(), filled).find("owls")


def test_each_passage_has_a_row_with_the_count_of_its_document(
    findings: Findings, filled: LocalIndex
) -> None:
    text = found_as(findings, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline="")))

    assert {(row["title"], row["passages_in_document"]) for row in rows} == {
        ("owls", str(sum(row["title"] == "owls" for row in rows))),
        ("mice", "1"),
    }
    for row in rows:
        document = reading(filled).document(row["document_id"])
        assert document is not None
        assert document.version == row["version"]
        words = document.text[int(row["start"]) : int(row["end"])]
        assert row["text"].removeprefix("'") == words
        assert row["text"].startswith("'") == words.startswith(("=", "@"))


def test_a_workbook_lists_the_documents_with_none_too(findings: Findings) -> None:
    book = load_workbook(BytesIO(found_as(findings, "xlsx")))
    passages, documents = book["Passages"], book["Documents"]
    counts = {row[0]: row[4] for row in documents.iter_rows(min_row=2, values_only=True)}

    assert counts == {"owls": passages.max_row - 2, "mice": 1, "terns": 0}
