"""A reader sees one moment, and an answer takes everything from one."""

import sqlite3
from collections.abc import Callable

import pytest
from toys import WordEmbedder

from corpus import Document
from index import Filter, LocalIndex, every_document, every_file
from index.types import FileState
from qa.answering.answer import Answer
from qa.answering.answer_cache import AnswerCache
from qa.answering.question import Request
from qa.config import Config
from qa.overview.cached_value import state_of
from qa.wiring import make_answerer

MakeDocument = Callable[..., Document]


@pytest.fixture
def birds(index: LocalIndex, make_document: MakeDocument) -> LocalIndex:
    texts = {f"{name}.txt": f"The {name} was counted in 1871." for name in ("heron", "owl", "wren")}
    list(index.add([make_document(text, name) for name, text in texts.items()]))
    return index


def moments(index: LocalIndex) -> list[str]:
    """Return a list that each transaction of this thread adds itself to."""
    begun: list[str] = []

    def note(statement: str) -> None:
        if statement == "BEGIN":
            begun.append(statement)

    connection = index._ledger._connection()
    assert isinstance(connection, sqlite3.Connection)
    connection.set_trace_callback(note)
    return begun


@pytest.mark.parametrize("threshold", [0.0, 1.0], ids=["answered", "unanswered"])
@pytest.mark.parametrize("wanted", [Filter(), Filter(folders=("heron.txt",))])
def test_a_question_opens_at_most_three_moments(
    birds: LocalIndex, threshold: float, wanted: Filter
) -> None:
    answerer = make_answerer(Config(confidence=threshold), birds)
    remembered = AnswerCache(answerer, lambda: state_of(birds))
    begun = moments(birds)
    *_, answer = remembered.stages(Request("When was the heron counted?", filter=wanted))

    assert isinstance(answer, Answer)
    assert answer.status == ("unanswered" if threshold else "answered")
    assert 1 <= len(begun) <= 3


def test_a_reader_shows_one_moment_whatever_is_written_meanwhile(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    elsewhere = LocalIndex(birds.directory, WordEmbedder)
    with birds.reader() as reader:
        before = [info.title for info in every_document(reader)]
        heron = next(info.id for info in every_document(reader) if info.title == "heron")
        elsewhere.delete(heron)
        list(elsewhere.add([make_document("A gull.", "gull.txt")]))
        hits = reader.search("heron", reader.embed_question("heron"), 5)

        assert [info.title for info in every_document(reader)] == before == ["heron", "owl", "wren"]
        assert hits[0].document.id == heron
        assert reader.document(heron) is not None
    with birds.reader() as reader:
        assert [info.title for info in every_document(reader)] == ["gull", "owl", "wren"]


def test_documents_come_page_by_page_in_the_order_of_their_titles(birds: LocalIndex) -> None:
    with birds.reader() as reader:
        everything = reader.documents()
        pages = [reader.documents(limit=2), reader.documents(everything[1], limit=2)]

    assert [info.title for info in everything] == ["heron", "owl", "wren"]
    assert pages == [everything[:2], everything[2:]]


def test_a_page_of_documents_holds_only_what_matches_the_filter(birds: LocalIndex) -> None:
    wanted = Filter(folders=("owl.txt", "wren.txt"))
    with birds.reader() as reader:
        found = reader.documents(limit=1, wanted=wanted)
        rest = reader.documents(found[0], wanted=wanted)

        assert [info.title for info in (*found, *rest)] == ["owl", "wren"]
        assert [info.title for info in every_document(reader, wanted)] == ["owl", "wren"]


def test_files_come_by_key_and_only_those_of_a_folder(birds: LocalIndex) -> None:
    with birds.reader() as reader:
        ids = [info.id for info in every_document(reader)]
    keys = ["file:/a/x", "file:/ab/y", "file:/b/\U0010fffe"]
    birds.note(FileState(key, name, None) for key, name in zip(keys, ids, strict=True))
    with birds.reader() as reader:
        assert [row.key for row in every_file(reader)] == keys
        assert [row.key for row in reader.files("file:/a/x", limit=1)] == ["file:/ab/y"]
        assert [row.key for row in every_file(reader, "file:/a/")] == ["file:/a/x"]
        assert [row.key for row in every_file(reader, "file:/b/")] == keys[2:]
