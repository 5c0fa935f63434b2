"""Where a file lies is told where its source tells another thing, as for a saved page."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from made_files import make_zip
from services import make_service
from toys import reading

from corpus import Document, find_files
from index import Filter, LocalIndex, NewDocument
from index.ingest.files import ingest
from qa.answering.question import Request
from qa.config import Config
from qa.errors import NothingWithin
from qa.web.app import create_app
from qa.wiring import make_answerer

ADDRESS = "https://example.org/herons"
QUESTION = "How many herons were counted?"


def saved_page(count: int) -> str:
    return (
        f'<html><head><title>Herons</title><link rel="canonical" href="{ADDRESS}"></head>'
        f"<body><p>The herons were counted: {count} herons.</p></body></html>"
    )


@pytest.fixture
def folder(tmp_path: Path, index: LocalIndex) -> Path:
    """A folder with two saved versions of one page and with a note, all in the collection."""
    root = tmp_path / "web"
    for name, content in {
        "2019/herons.html": saved_page(40),
        "2021/herons.html": saved_page(55),
        "notes/owls.txt": "Owls were never counted.",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    add(index, root)
    return root


def add(index: LocalIndex, *paths: Path) -> None:
    outcomes = list(ingest(find_files(paths), index))
    assert {outcome.status for outcome in outcomes} == {"added"}, outcomes


def placed(index: LocalIndex) -> dict[str, list[str]]:
    """Return the sources of the documents, and where the files of each lie if that is told."""
    found: dict[str, list[str]] = {}
    told = reading(index).file_paths([d.id for d in reading(index).documents()])
    for info in reading(index).documents():
        found.setdefault(info.source, []).append(told.get(info.id, ""))
        assert reading(index).file_paths({info.id}) == (
            {info.id: told[info.id]} if info.id in told else {}
        )
    return {source: sorted(where) for source, where in found.items()}


@pytest.mark.usefixtures("folder")
def test_saved_versions_of_a_page_are_told_apart_by_their_files(index: LocalIndex) -> None:
    assert placed(index) == {
        ADDRESS: ["web/2019/herons.html", "web/2021/herons.html"],
        "web/notes/owls.txt": [""],
    }


def test_a_file_without_others_of_its_folder_is_told_with_the_folder_it_is_in(
    index: LocalIndex, tmp_path: Path
) -> None:
    page, note = tmp_path / "deep" / "down" / "herons.html", tmp_path / "deep" / "a.md"
    page.parent.mkdir(parents=True)
    page.write_text(saved_page(40))
    note.write_text("---\nsource: a shelf\n---\nOwls hoot.")
    add(index, page, note)

    assert placed(index) == {ADDRESS: ["down/herons.html"], "a shelf": ["deep/a.md"]}


def test_a_removed_file_is_told_no_more(index: LocalIndex, folder: Path) -> None:
    index.delete_all(info.id for info in reading(index).documents() if info.source == ADDRESS)

    assert placed(index) == {"web/notes/owls.txt": [""]}


@pytest.mark.usefixtures("folder")
def test_a_folder_holds_the_pages_that_were_saved_in_it(index: LocalIndex) -> None:
    answerer = make_answerer(Config(confidence=0.0), index)
    for name, count in (("web/2019", 40), ("web/2021", 55)):
        answer = answerer.answer(Request(QUESTION, filter=Filter(folders=(name,))))
        (citation,) = answer.citations

        assert f"{count} herons" in citation.quote
        assert (citation.source, citation.place) == (ADDRESS, f"{name}/herons.html")
    with pytest.raises(NothingWithin):
        answerer.answer(Request(QUESTION, filter=Filter(folders=("2019",))))
    assert len(answerer.search(QUESTION, 5, Filter(folders=(ADDRESS,)))) == 2


@pytest.fixture
def client(index: LocalIndex) -> Iterator[FlaskClient]:
    service = make_service(index, Config(confidence=0.0))
    service.worker.start()
    yield create_app(service).test_client()
    service.close()


def test_an_uploaded_page_tells_the_name_that_it_was_uploaded_by(client: FlaskClient) -> None:
    data = {"file": (io.BytesIO(saved_page(40).encode()), "herons.html")}
    reply = client.post("/api/v1/documents?wait=60", data=data).get_json()
    (listed,) = client.get("/api/v1/documents").get_json()["documents"]
    told = client.get(f"/api/v1/documents/{listed['id']}").get_json()

    for record in (reply["document"], listed, told):
        assert (record["source"], record["place"]) == (ADDRESS, "herons.html")


def test_a_file_in_a_file_lies_where_its_source_says_or_in_that_file(index: LocalIndex) -> None:
    page = Document("page", "Gulls", "https://example.org/gulls", "Gulls cry.")
    note = Document("note", "Owls", "papers/box.zip#2", "Owls hoot.")
    list(index.add([NewDocument(page, "file:/srv/papers/box.zip//#gulls.html")]))
    list(index.add([NewDocument(note, "file:/srv/papers/box.zip//#in/owls.txt")]))

    assert reading(index).file_paths({"page", "note"}) == {"page": "papers/box.zip"}


def test_a_file_in_an_archive_shows_where_that_lies(tmp_path: Path, index: LocalIndex) -> None:
    root = tmp_path / "deep" / "web"
    root.mkdir(parents=True)
    pages = {"a.txt": "Herons wade.", "b.html": saved_page(40)}
    (root / "all.zip").write_bytes(make_zip(pages))
    add(index, tmp_path / "deep")

    assert placed(index) == {"deep/web/all.zip#1": [""], ADDRESS: ["web/all.zip"]}
