"""What is large can be removed from a full disk, again and again."""

import hashlib
import http.client
import json
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from disks import fill, small_disk
from live_server import running
from services import make_service
from toys import live_modules, open_toy_index, reading

from corpus import Document, Original, Source
from corpus.language import Language
from index import Correction, LocalIndex
from index.analysis import stems_of
from index.errors import DiskFull
from index.ledger.jobs import Limits
from qa.config import Config
from qa.web.app import create_app


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "6m") as folder:
        yield folder


def document(name: str, passages: int, original: int = 0) -> Document:
    """Return a document of so many passages, and an original of so many bytes."""
    text = "\n\n".join(f"Paragraph {n} of {name} tells of birds. " * 5 for n in range(passages))
    data = Original("application/pdf", b"%" * original) if original else None
    return Document(name, name, f"{name}.txt", text, original=data)


@pytest.fixture
def crowded(disk: Path) -> LocalIndex:
    """A collection on a full disk, most of which is two documents; nobody has it open."""
    index = open_toy_index(disk / "collection")
    for one in (document("small", 4), document("text", 900), document("scan", 4, 1_200_000)):
        list(index.add([one]))
        index.tidy()
    index._ledger.close()
    fill(disk)
    return index


def test_a_document_as_large_as_the_disk_is_removed_from_a_full_one(crowded: LocalIndex) -> None:
    """Of many passages, and of a large original; each is gone at once, and then erased."""
    index = open_toy_index(crowded.directory)
    for name in ("text", "scan"):
        assert index.delete(name)
        assert reading(index).info(name) is None
        fill(index.directory.parent)
        assert index.tidy()
        assert list(index.findings()) == []
    with index._ledger.reading() as snapshot:
        db = snapshot.connection
        assert db.execute("SELECT count(*) FROM main.passages").fetchone() == (4,)
        assert db.execute("SELECT count(*) FROM main.originals").fetchone() == (0,)
    assert b"%" * 100 not in (index.directory / "ledger.db").read_bytes()


@pytest.fixture
def of_other_stemmers(disk: Path, monkeypatch: pytest.MonkeyPatch) -> LocalIndex:
    """A collection on a full disk, whose full text has stems that nothing makes now."""
    with monkeypatch.context() as before:
        before.setattr("index.ledger.sqlite_connecting.stems_of", _other_stems)
        index = open_toy_index(disk / "collection")
        secret = Document("secret", "Secret", "secret.txt", "The quagga was not extinct.")
        list(index.add([secret, document("text", 900)]))
        with index._ledger.writing() as change:
            change.set_value("analysis", "0 of before")
        index.tidy()
        index._ledger.close()
    fill(disk)
    return index


def _other_stems(text: str, language: Language) -> list[str]:
    return [f"{stem}qq" for stem in stems_of(text, language)]


def terms(index: LocalIndex) -> set[str]:
    with index._ledger.reading() as snapshot:
        rows = snapshot.connection.execute("SELECT term FROM vocabulary")
        return {str(row[0]) for row in rows}


def test_words_that_other_stemmers_made_go_with_their_document(
    of_other_stemmers: LocalIndex,
) -> None:
    """What our stemmers make of a document takes nothing out then, and would break the search."""
    index = open_toy_index(of_other_stemmers.directory)
    assert "quaggaqq" in terms(index), "there was no room to make the full text anew"
    assert index.delete("secret")
    with pytest.MonkeyPatch.context() as full:  # what is held back for removing is enough here
        full.setattr("index.writing.local_removal.analyse_again", _too_full)
        assert not index.tidy()
    with index._ledger.reading() as snapshot:
        assert snapshot.search_words(["quaggaqq"], 5) == []
        assert snapshot.frequencies(["quaggaqq", "birdqq"]) == {"birdqq": 900}
        assert snapshot.count_with(["quaggaqq"]) == 0
    fill(index.directory.parent)
    assert index.tidy()

    assert {"quagga", "quaggaqq"}.isdisjoint(terms(index))
    assert list(index.findings()) == []
    index._ledger.close()
    assert b"quagga" not in (index.directory / "ledger.db").read_bytes()


def test_a_document_whose_language_is_corrected_meanwhile_is_found_by_it(
    of_other_stemmers: LocalIndex,
) -> None:
    (of_other_stemmers.directory.parent / "ballast").unlink()
    with pytest.MonkeyPatch.context() as full:
        full.setattr("index.writing.opening.analyse_again", _too_full)
        index = open_toy_index(of_other_stemmers.directory)
    assert index.correct("secret", Correction(language="de"))
    with index._ledger.reading() as snapshot:  # its words stay as they are, and are no one's else
        assert snapshot.value("left_words") is None
        assert len(snapshot.search_words(["quaggaqq"], 5)) == 1
    again = open_toy_index(of_other_stemmers.directory)

    assert list(again.findings()) == []
    assert "extinct" in terms(again)


def _too_full(_ledger: object) -> None:
    raise DiskFull("the disk is full")


def test_room_is_held_back_again_after_it_was_used(crowded: LocalIndex) -> None:
    """So that the next removal works too, however many there are and however full it stays."""
    index = open_toy_index(crowded.directory)
    for name in ("text", "scan", "small"):
        assert index.delete(name)
        fill(index.directory.parent)
        assert (index.directory / "reserve").stat().st_size > 100_000
    assert reading(index).documents() == []


def test_a_removal_that_fails_leaves_the_room_for_the_next(
    crowded: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_toy_index(crowded.directory)
    with monkeypatch.context() as patched:
        patched.setattr("index.ledger.transaction.Change.bury", _no_room)
        with pytest.raises(DiskFull):
            index.delete("text")
    fill(index.directory.parent)

    assert (index.directory / "reserve").stat().st_size > 100_000
    assert index.delete("text")


def _no_room(_change: object, _document_id: str) -> bool:
    raise DiskFull("the disk is fuller than that")


def test_a_full_disk_can_be_asked_by_who_opens_it_now(crowded: LocalIndex) -> None:
    """SQLite needs a little room to open a ledger, which is held back too."""
    embedder = crowded.embedder
    index = LocalIndex(crowded.directory, lambda: embedder, read_only=True)

    assert len(reading(index).search("birds", embedder.embed_question("birds"), 5)) == 5


def test_what_would_fill_the_disk_is_refused_before_it_does(disk: Path) -> None:
    """Or else the log could not be emptied, and nothing removed any more."""
    index = open_toy_index(disk / "collection")
    list(index.add([document("small", 4)]))
    with pytest.raises(DiskFull):
        list(index.add([document("huge", 2500)]))
    fill(disk)

    assert [info.id for info in reading(index).documents()] == ["small"]
    assert index.delete("small")
    assert index.tidy()


def test_a_large_upload_is_dismissed_on_a_full_disk(disk: Path) -> None:
    """Also where a worker looks for another meanwhile."""
    index = open_toy_index(disk / "collection")
    data = b"The heron sings. " * 100_000
    source = Source("upload:a.txt", "a.txt")
    job = index.jobs.submit(source, data, hashlib.sha256(data).hexdigest(), Limits())
    index._remover.shrink_log()
    index._remover.hold_reserve()
    fill(disk)

    assert index.jobs.dismiss(job.id)
    assert not index.jobs.dismiss(job.id)
    assert index.jobs.all() == []
    assert index.jobs.claim("worker") is None
    index.tidy()
    assert b"heron sings" not in (index.directory / "ledger.db").read_bytes()


def test_a_removal_waits_for_the_room_that_another_uses(crowded: LocalIndex) -> None:
    """As when a worker overwrites one document while somebody removes the next."""
    index = open_toy_index(crowded.directory)
    inside, leave = threading.Event(), threading.Event()

    def overwriting() -> None:
        ballast = index.directory.parent / "ballast"
        before = ballast.stat().st_size
        fill(index.directory.parent)  # with all that was held back
        inside.set()
        assert leave.wait(300)
        os.truncate(ballast, before)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(index._remover.with_room, _full, overwriting)
        assert inside.wait(300)
        second = pool.submit(index.delete, "text")
        try:
            with pytest.raises(TimeoutError):
                second.result(1)
        finally:
            leave.set()
        first.result(300)
        assert second.result(300)


def _full() -> None:
    raise DiskFull("there is no room for this")


def test_the_service_removes_what_is_large_on_a_full_disk(crowded: LocalIndex) -> None:
    """204 for each, at once; what it had of it is erased without being asked again."""
    index = open_toy_index(crowded.directory)
    config = Config(confidence=0.0)
    service = make_service(index, config)
    service.worker.start()
    http_ = create_app(service).test_client()
    try:
        for name in ("text", "scan"):
            assert http_.delete(f"/api/v1/documents/{name}").status_code == 204
            assert http_.get(f"/api/v1/documents/{name}").status_code == 404
    finally:
        service.close()
    index.tidy()
    assert list(index.findings()) == []


# The folder for temporary files -----------------------------------------------------------

SERVER = """
import sys
import tempfile
from pathlib import Path
from toys import WordEmbedder, live_modules
from index import LocalIndex
from qa.config import Config
from qa.web.serving.serve import make_server
from services import make_service

index = LocalIndex(Path(sys.argv[1]), WordEmbedder)
config = Config(port=0)
service = make_service(index, config)
service.worker.start()
server = make_server(service)
print(f"on http://127.0.0.1:{server.port}", file=sys.stderr, flush=True)
assert tempfile.gettempdir() == sys.argv[2]  # chosen now, since one that is full is not
server.run()
"""


def upload(port: int, size: int, *, chunked: bool = False) -> tuple[int, str]:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    body = head + b"The heron stands in water. " * (size // 27) + b"\r\n--x--\r\n"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        pieces = (body[at : at + 65_536] for at in range(0, len(body), 65_536))
        connection.request(
            "POST",
            "/api/v1/documents",
            pieces if chunked else body,
            {"Content-Type": "multipart/form-data; boundary=x"},
            encode_chunked=chunked,
        )
        response = connection.getresponse()
        return response.status, json.loads(response.read())["error"]["code"]
    finally:
        connection.close()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("left", [0, 700_000], ids=["nothing left", "room for one copy"])
def test_an_upload_that_no_temporary_file_can_hold_is_told_so(
    tmp_path: Path, left: int, chunked: bool
) -> None:
    """507 in JSON, whoever writes the file; what is small, and the collection, work on."""
    text = " ".join(f"{number:x>400}" for number in range(5_000))
    list(open_toy_index(tmp_path / "c").add([Document("long", "long", "long", text)]))
    with small_disk(tmp_path / "temporary", "2m") as temporary:
        command = [sys.executable, "-c", SERVER, str(tmp_path / "c"), str(temporary)]
        with running(command, TMPDIR=str(temporary), **live_modules()) as server:
            server.wait()
            ballast = fill(temporary)
            with ballast.open("ab") as file:
                file.truncate(ballast.stat().st_size - left)
            size = 3_000_000 if not left else 600_000

            assert upload(server.port, size, chunked=chunked) == (507, "disk_full")
            assert server.request("GET", "/healthz")[0] == 200
            status, text = server.request("GET", "/api/v1/documents/long/text")
            assert (status, len(text) > 2_000_000) == (200, True)
            assert not any("Traceback" in line for line in server.said)
