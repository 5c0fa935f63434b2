"""Filters: a question put to some of the documents only, and told so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from services import make_service
from toys import WordEmbedder, reading
from web_client import ASK, FIND, SEARCH, fault

from corpus import Document
from index import Filter, LocalIndex
from index.errors import FilterRejected
from index.filter import matching
from qa.answering.answerer import Answerer
from qa.answering.question import Request
from qa.config import Config
from qa.errors import NothingWithin
from qa.web.app import create_app
from qa.wiring import make_answerer

NOTES = {
    # id: (source, author, published, text)
    "a": ("papers/a.md", "Ada Lund", "2019-05-20", "Ada counted 40 herons."),
    "b": ("papers/deep/b.md", "Bo Ek", "2020-01", "Bo counted 50 herons."),
    "c": ("papers-old/c.md", "Ada Ek", "1999", "The first counted 60 herons."),
    "d": ("mail/d.txt", "", "March 3, 2020", "Somebody counted 70 herons."),
    "e": ("mail/e.txt", "", "", "Owls were never counted with herons."),
}


@pytest.fixture
def notes(index: LocalIndex) -> LocalIndex:
    for name, (source, author, published, text) in NOTES.items():
        document = Document(
            id=name, title=name, source=source, text=text, author=author, published=published
        )
        list(index.add([document]))
    return index


@pytest.fixture
def answerer(notes: LocalIndex) -> Answerer:
    return make_answerer(Config(confidence=0.0), notes)


@pytest.fixture
def client(notes: LocalIndex, answerer: Answerer) -> FlaskClient:
    return create_app(make_service(notes, answerer=answerer)).test_client()


CASES: dict[str, tuple[dict[str, Any], str]] = {
    "ids": ({"documents": ("a", "e", "gone")}, "ae"),
    "a folder": ({"folders": ("papers",)}, "ab"),
    "a folder with strokes": ({"folders": ("/papers/",)}, "ab"),
    "a deeper folder": ({"folders": ("papers/deep",)}, "b"),
    "a file as a folder": ({"folders": ("mail/d.txt",)}, "d"),
    "several folders": ({"folders": ("mail", "papers/deep")}, "bde"),
    "a part of a name": ({"authors": ("lund",)}, "a"),
    "either of two": ({"authors": ("Lund", "bo ek")}, "ab"),
    "all words of one": ({"authors": ("ek ada",)}, "c"),
    "from a day": ({"since": "2019-05-20"}, "abd"),
    "from the day after": ({"since": "2019-05-21"}, "bd"),
    "a year's own months": ({"since": "2020-02"}, "d"),
    "until a year, included": ({"until": "2019"}, "ac"),
    "until the day before": ({"until": "2019-05-19"}, "c"),
    "one month": ({"since": "2020-01", "until": "2020-01"}, "bd"),
    "a day of a year that is all we know": ({"since": "1999-07-01", "until": "1999-07-01"}, "c"),
    "everything at once": ({"folders": ("papers",), "authors": ("ada",), "since": "2000"}, "a"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_scope_holds_what_it_says(answerer: Answerer, case: str) -> None:
    values, expected = CASES[case]
    scope = Filter(**values)
    hits = answerer.search("herons", 50, scope)
    answer = answerer.answer(Request("Who counted herons?", filter=scope))
    findings = answerer.find("herons", wanted=scope)

    assert {hit.document.id for hit in hits} == set(expected)
    assert {citation.document_id for citation in answer.citations} <= set(expected)
    assert {group.document.id for group in findings.documents} == set(expected)
    assert findings.documents_searched == len(expected)
    assert answer.within == findings.within
    assert answer.within is not None
    assert (answer.within.documents, answer.within.of) == (len(expected), 5)


def test_without_a_filter_all_is_searched_and_that_is_told_by_nothing(answerer: Answerer) -> None:
    assert answerer.answer(Request("Who counted herons?")).record()["within"] is None
    assert answerer.find("herons").documents_searched == 5


def test_what_has_no_date_is_counted_as_left_out(notes: LocalIndex) -> None:
    ids, searched = matching(Filter(since="1000"), reading(notes).documents(), {})

    assert ids == set("abcd")
    assert searched.undated == 1


def test_a_filter_that_nothing_matches_is_told_in_words(answerer: Answerer) -> None:
    with pytest.raises(NothingWithin, match="folder nowhere, since 2030"):
        answerer.answer(Request("Who?", filter=Filter(folders=("nowhere",), since="2030")))


def test_a_reason_speaks_of_what_was_searched(notes: LocalIndex) -> None:
    """ "Owls" stand in a document that was not searched."""
    careful = make_answerer(Config(confidence=1.0), notes)
    everywhere = careful.answer(Request("Who counted owls?")).reason
    within = careful.answer(Request("Who counted owls?", filter=Filter(documents=("a",)))).reason

    assert everywhere is not None
    assert "“owls” in 1 passage" in everywhere
    assert within is not None
    assert "not “owls”" in within


@pytest.mark.parametrize(
    "date", ["soon", "2019-13", "2019-00", "2019-5", "2019-05-32", "19", "²019"]
)
def test_what_is_no_date_is_refused(date: str) -> None:
    with pytest.raises(FilterRejected, match="is not a date"):
        Filter(since=date)


def test_a_range_without_a_day_is_refused() -> None:
    with pytest.raises(FilterRejected, match="is after"):
        Filter(since="2020-01-02", until="2020-01-01")


# Over HTTP and on the command line --------------------------------------------------------


@pytest.mark.parametrize("path", [ASK, SEARCH, FIND])
def test_each_route_takes_a_filter(client: FlaskClient, path: str) -> None:
    body = {"topic" if path == FIND else "question": "herons", "within": {"folders": ["papers"]}}
    told = client.post(path, json=body).get_data(as_text=True)

    assert "Bo counted 50" in told or "Ada counted 40" in told
    assert "counted 60" not in told
    assert "counted 70" not in told


@pytest.mark.parametrize(
    ("within", "status"),
    [
        ({"documents": ["x"] * 1001}, 422),
        ({"folders": "papers"}, 422),
        ({"folders": [""]}, 422),
        ({"tenant": "b"}, 422),
        ({"since": 2019}, 422),
        ([], 422),
        (None, 422),
        ({"since": "soon"}, 400),
        ({"documents": ["unknown"]}, 409),
        ({"authors": ["'; DROP TABLE documents;--"]}, 409),
    ],
)
def test_what_is_no_filter_is_refused(client: FlaskClient, within: Any, status: int) -> None:
    for path, name in ((ASK, "question"), (SEARCH, "question"), (FIND, "topic")):
        fault(client.post(path, json={name: "herons", "within": within}), status)


def test_the_command_line_takes_the_same_filters(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from qa.commands.cli import main

    monkeypatch.setenv("PINCITE_MODEL", str(model))
    for name, author in (("a", "Ada Lund"), ("b", "Bo Ek")):
        text = f"---\nauthor: {author}\ndate: 2019-05-20\n---\n\n{author} counted herons.\n"
        (tmp_path / f"{name}.md").write_text(text)

    def run(*arguments: str) -> str:
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False).stdout

    run("add", str(tmp_path / "a.md"), str(tmp_path / "b.md"))
    for command in ("ask", "search", "find"):
        assert "Bo Ek" not in run(command, "--author", "lund", "--since", "2019", "herons"), command
    assert "searched 1 of 2 documents (author lund)" in run("ask", "--author", "lund", "herons")


def test_terms_are_counted_within_as_they_would_be_alone(
    notes: LocalIndex, make_document: Callable[..., Document]
) -> None:
    alone = LocalIndex(notes.directory / "alone", WordEmbedder)
    list(alone.add([reading(notes).document("a")]))
    terms = ["heron", "count", "ada", "owl", "40"]

    assert reading(notes).frequencies(terms, Filter(documents=("a",))) == reading(
        alone
    ).frequencies(terms)
