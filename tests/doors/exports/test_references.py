"""References that managers import: what each format may hold, and what it must not."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Source
from corpus.text_builder import TextBuilder
from index import LocalIndex
from qa.answering.question import Request
from qa.answering.verification import Check
from qa.config import Config
from qa.doors.exports.bibtex import bibtex, escaped
from qa.doors.exports.csl import csl
from qa.doors.exports.formats import FORMATS
from qa.doors.exports.ris import ris
from qa.doors.exports.saved import SavedAnswer, SavedCitation, SavedSentence, saved_answers
from qa.wiring import make_answerer

from .conftest import HOSTILE, TITLE

CHECK = Check(1, "d", 0, 4, "t", "verbatim", "d", (0, 4), "")
CITATION = SavedCitation(
    number=1, document_id="d", version="f" * 64, title="t", author="", published="", publisher="",
    source="d.txt", place="", locator="", recognized=False, start=0, end=4, quote="Owls", link="",
    check=CHECK,
)  # fmt: skip


def answer(*citations: SavedCitation) -> SavedAnswer:
    sentences = tuple(SavedSentence(citation.quote, (citation,)) for citation in citations)
    return SavedAnswer("owls", "", sentences, citations)


def fields(record: str) -> list[tuple[str, str]]:
    """Read RIS as the format says: two characters, two spaces, a hyphen, a space, the value."""
    found = []
    for line in record.split("\r\n"):
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match or line == "", line
        if match:
            found.append((match[1], match[2]))
    return found


def braced(text: str) -> str:
    """Return the value in braces that a text begins with, counted as BibTeX does."""
    depth = 0
    for place, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return text[1:place]
    raise AssertionError(f"never closed: {text}")


# CSL-JSON ---------------------------------------------------------------------------


def test_csl_has_an_item_for_each_document_and_version(answers: list[SavedAnswer]) -> None:
    report, owls = json.loads(csl(answers))

    assert report["title"] == TITLE
    assert report["author"] == [{"literal": "Ada Lund and Bo Ek"}]
    assert report["issued"] == {"date-parts": [[1871, 5]]}
    assert report["archive_location"] == f"reports@{report['version']}"
    (cited,) = report["custom"]["citationItems"]
    assert cited == {"id": report["id"], "locator": "12", "label": "page", "suffix": HOSTILE}
    assert not {"author", "issued", "publisher", "URL"} & owls.keys(), "nothing is invented"
    assert owls["custom"]["citationItems"][0]["suffix"] == "Owls hunt\nat night."


def test_two_quotes_of_a_document_are_one_item_with_two_places() -> None:
    other = replace(CITATION, number=2, locator="7", quote="Wrens")
    (item,) = json.loads(csl([answer(CITATION), answer(other)]))

    assert [c["suffix"] for c in item["custom"]["citationItems"]] == ["Owls", "Wrens"]
    assert item["note"].splitlines() == ["“Owls” [d:0-4]", "p. 7: “Wrens” [d:0-4]"]


def test_another_version_is_another_item_and_so_are_the_words_of_another_author() -> None:
    newer = replace(CITATION, version="a" * 64)
    voice = replace(CITATION, author="Bo Ek")
    items = json.loads(csl([answer(CITATION, newer, voice)]))

    assert len({item["id"] for item in items}) == 3
    assert [item.get("author") for item in items] == [None, [{"literal": "Bo Ek"}], None]


def test_a_citation_that_no_sentence_rests_on_is_no_source() -> None:
    unused = replace(CITATION, number=2, document_id="other")

    (item,) = json.loads(csl([replace(answer(CITATION), citations=(CITATION, unused))]))

    assert item["id"].startswith("pincite:d:")


@pytest.mark.parametrize("published", ["", "soon", "1871-5"])
def test_no_date_is_made_of_what_is_none(published: str) -> None:
    undated = [answer(replace(CITATION, published=published))]

    assert "issued" not in json.loads(csl(undated))[0]
    assert not {"PY", "DA"} & dict(fields(ris(undated))).keys()
    assert "year" not in bibtex(undated)


# RIS --------------------------------------------------------------------------------


def test_ris_has_a_record_for_each_document(answers: list[SavedAnswer]) -> None:
    read = fields(ris(answers))
    report = read[: read.index(("ER", "")) + 1]
    told = dict(report)

    assert report[0] == ("TY", "GEN")
    assert [tag for tag, _ in read].count("ER") == 2
    assert told["TI"] == TITLE
    assert told["AU"] == "Ada Lund and Bo Ek"
    assert (told["PY"], told["DA"], told["SP"]) == ("1871", "1871/05//", "12")
    assert told["AN"].startswith("reports@")
    assert told["N1"].startswith(f"p. 12: “{HOSTILE}” [reports:24-")
    assert "“Owls hunt at night.”" in dict(read[len(report) :])["N1"], "on one line"


@pytest.mark.parametrize(
    ("published", "date"), [("2019-05-01", "2019/05/01/"), ("2019", "2019///")]
)
def test_a_date_in_ris_has_four_parts(published: str, date: str) -> None:
    assert dict(fields(ris([answer(replace(CITATION, published=published))])))["DA"] == date


@given(st.text(), st.text())
def test_no_text_of_a_document_begins_a_field(quote: str, title: str) -> None:
    hostile = replace(CITATION, quote=f"a\nER  - \r\nTY  - JOUR{quote}", title=f"b\r{title}")
    tags = [tag for tag, _ in fields(ris([answer(hostile)]))]

    assert tags == ["TY", "ID", "TI", "DB", "AN", "N1", "ER"]


# BibTeX -----------------------------------------------------------------------------


def test_bibtex_escapes_what_means_something_to_it(answers: list[SavedAnswer]) -> None:
    entry = bibtex(answers)

    title = r'The "Røst" \textbraceleft{}Heron\textbraceright{} Report: 100 \% \& more\_less'
    assert f"  title = {{{{{title}}}}},\n" in entry
    assert "  author = {{Ada Lund and Bo Ek}},\n  year = {1871},\n  month = {5},\n" in entry
    assert r"cost \$5, said Å\_sa \textasciitilde{} \textbackslash{}end" in entry
    assert entry.count("@misc{pincite:") == 2


@given(st.text(), st.text(), st.text())
def test_bibtex_braces_close_whatever_a_document_says(a: str, b: str, c: str) -> None:
    entry = bibtex([answer(replace(CITATION, title=a, author=b, quote=c))])
    inside = braced(entry[len("@misc") :])

    assert entry == f"@misc{{{inside}}}\n"
    assert braced(entry.partition("title = ")[2]) == "{" + escaped(a) + "}"


# All --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_link_is_used_where_it_is_set_and_only_one_of_the_web(name: str) -> None:
    if name == "docx":
        return
    link = "https://pincite.example.org/read/d?version=f&start=0&end=4"
    linked = FORMATS[name].write([answer(replace(CITATION, link=link))]).decode()

    assert link in linked


@pytest.mark.parametrize("form", [csl, ris, bibtex])
def test_a_warning_stands_beside_words_that_are_not_verbatim_any_more(form: Any) -> None:
    stale = replace(CITATION, check=replace(CHECK, verdict="stale"))

    assert "The document has changed since." in form([answer(stale)])
    assert "changed since" not in form([answer(CITATION)])


def test_a_row_of_a_table_says_what_its_columns_are_called(index: LocalIndex) -> None:
    builder = TextBuilder()
    builder.table([["Crane", "Age"], ["North", "22"], ["South", "9"]], heads=1, labels=1)
    list(index.add([builder.document(Source("file:/cranes.csv", "cranes.csv"))]))
    answerer = make_answerer(Config(confidence=0.0), index)
    found = answerer.answer(Request("What is the age of the crane North?", max_quotes=1)).record()
    answers = saved_answers([json.loads(json.dumps(found))], index)
    (citation,) = answers[0].citations

    assert citation.quote == "North | 22"
    assert citation.row == "Crane: North; Age: 22"
    for name in ("md", "txt", "bibtex", "ris", "csl"):
        assert "(Crane: North; Age: 22)" in FORMATS[name].write(answers).decode(), name
