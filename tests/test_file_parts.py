"""Files inside files: taken in, followed as they change, listed and removed with their file."""

import io
import os
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from services import make_service
from test_sandbox import FAULTY
from toys import open_toy_index
from werkzeug.test import TestResponse

from corpus import Found, find_files
from corpus.sandbox.pool import ReaderPool
from index import LocalIndex
from index.ingest.files import ingest
from index.ingest.sync import compare, plan, sync
from qa.commands.cli import main
from qa.config import Config
from qa.web.app import create_app

MAIL = """From: Ann <ann@example.org>
To: Bob <bob@example.org>
Date: Mon, 03 May 2021 10:00:00 +0000
Subject: The quay
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

The quay must close.
--b
Content-Type: text/plain; name=report.txt
Content-Disposition: attachment; filename=report.txt

The wall has a crack.
--b--
"""


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def packed(**files: str) -> bytes:
    return zipped({f"{name}.txt": text for name, text in files.items()})


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a minute pass in the eyes of who looks at files, so that their stamps count."""
    clock = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: clock() + 60_000_000_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


def put(path: Path, data: bytes, minute: int = 0) -> None:
    path.write_bytes(data)
    os.utime(path, (1_600_000_000 + 60 * minute,) * 2)


def taken(folder: Path, index: LocalIndex) -> list[tuple[str, str]]:
    return sorted(
        (outcome.status, outcome.label)
        for outcome in sync(compare(folder, index, may_be_empty=False), index)
    )


def listed(index: LocalIndex) -> set[str]:
    with index.reader() as reader:
        return {info.source for info in reader.documents()}


def test_each_file_in_an_archive_is_taken_in_and_followed(folder: Path, index: LocalIndex) -> None:
    put(folder / "box.zip", packed(a="Herons wade.", b="Owls hoot."))
    put(folder / "c.txt", b"Wrens sing.")
    assert taken(folder, index) == [
        ("added", "papers/box.zip#1"), ("added", "papers/box.zip#2"), ("added", "papers/c.txt"),
    ]  # fmt: skip
    assert {status for status, _ in taken(folder, index)} == {"unchanged"}

    put(folder / "box.zip", packed(b="Owls sleep.", d="Storks nest."), minute=1)
    outcomes = taken(folder, index)
    assert [status for status, _ in outcomes] == ["added", "removed", "unchanged", "updated"]
    assert len(listed(index)) == 3

    (folder / "box.zip").unlink()
    assert [status for status, _ in taken(folder, index)] == ["removed", "removed", "unchanged"]
    assert listed(index) == {"papers/c.txt"}


def test_the_only_file_in_an_archive_is_followed(folder: Path, index: LocalIndex) -> None:
    put(folder / "box.zip", packed(a="Herons wade."))
    assert taken(folder, index) == [("added", "papers/box.zip#1")]
    assert taken(folder, index) == [("unchanged", "papers/box.zip#1")]
    put(folder / "box.zip", packed(b="Owls hoot."), minute=1)
    assert [status for status, _ in taken(folder, index)] == ["added", "removed"]
    assert len(listed(index)) == 1


def test_an_untouched_archive_is_not_opened(
    folder: Path, index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder / "box.zip", packed(a="Herons wade.", b="Owls hoot."))
    taken(folder, index)
    opened: list[Found] = []

    def note(found: Found) -> bytes:
        opened.append(found)
        return b""

    monkeypatch.setattr("index.ingest.files.bytes_of", note)
    assert {status for status, _ in taken(folder, index)} == {"unchanged"}
    assert opened == []


def test_what_was_one_document_may_become_several_and_one_again(
    folder: Path, index: LocalIndex
) -> None:
    put(folder / "x", b"Herons wade.")
    taken(folder, index)
    put(folder / "x", packed(a="Owls hoot.", b="Wrens sing."), minute=1)
    assert taken(folder, index)[-1] == ("removed", "papers/x")
    assert listed(index) == {"papers/x#1", "papers/x#2"}
    put(folder / "x", b"Herons wade.", minute=2)
    taken(folder, index)
    assert listed(index) == {"papers/x"}


def test_a_part_that_cannot_be_read_stops_no_other(folder: Path, index: LocalIndex) -> None:
    data = zipped({"bad.pdf": b"%PDF-1.4 nothing", "good.txt": "Herons wade."})
    put(folder / "box.zip", data)
    assert [status for status, _ in taken(folder, index)] == ["added", "refused"]
    assert {status for status, _ in taken(folder, index)} == {"unchanged"}


@pytest.mark.parametrize("fault", [b"crash", b"promise"])
@pytest.mark.parametrize("within", ["file", "part"])
def test_what_a_reader_stopped_at_stays_and_is_read_the_next_time(
    folder: Path, index: LocalIndex, monkeypatch: pytest.MonkeyPatch, fault: bytes, within: str
) -> None:
    """It stops as a whole at "crash", and before the second reply at "promise"."""

    def wrapped(data: bytes) -> bytes:
        return data if within == "file" else zipped({"birds": data, "c.txt": b"Wrens sing."})

    put(folder / "box", wrapped(packed(a="Herons wade.", b="Owls hoot.")))
    taken(folder, index)
    before = listed(index)
    put(folder / "box", wrapped(fault), minute=1)
    with monkeypatch.context() as patched:
        patched.setattr("index.ingest.files.ReaderPool", lambda n: ReaderPool(n, program=FAULTY))
        for _ in range(2):
            assert "refused" in {status for status, _ in taken(folder, index)}
            assert listed(index) == before
    assert "removed" in {status for status, _ in taken(folder, index)}
    assert len(listed(index)) == (1 if within == "file" else 2)
    assert {status for status, _ in taken(folder, index)} == {"unchanged"}


def test_what_is_too_much_stays_and_is_not_read_in_vain(
    folder: Path, index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder / "box.zip", packed(a="Herons wade.", b="Owls hoot."))
    taken(folder, index)
    monkeypatch.setattr("corpus.sandbox.parts.MAX_PARTS", 1)
    put(folder / "box.zip", packed(a="Herons fly.", b="Owls sleep."), minute=1)
    assert [status for status, _ in taken(folder, index)] == ["refused", "updated"]
    assert len(listed(index)) == 2
    assert {status for status, _ in taken(folder, index)} == {"unchanged"}


def test_with_a_mail_its_attachments_go(folder: Path, index: LocalIndex) -> None:
    put(folder / "quay.eml", MAIL.encode())
    assert [label for _, label in taken(folder, index)] == ["papers/quay.eml", "papers/quay.eml#2"]
    with index.reader() as reader:
        (mail,) = [i for i in reader.documents() if "#" not in i.source]
        (part,) = reader.parts(mail.id)
        assert [info.id for info in reader.in_file(part.id)] == [mail.id, part.id]
        assert reader.parts(part.id) == []
    assert index.delete(mail.id)
    assert listed(index) == set()


def test_an_attachment_may_go_alone(folder: Path, index: LocalIndex) -> None:
    put(folder / "quay.eml", MAIL.encode())
    taken(folder, index)
    with index.reader() as reader:
        (part,) = [info for info in reader.documents() if "#" in info.source]
    assert index.delete_all([part.id]) == {part.id}
    assert listed(index) == {"papers/quay.eml"}


def test_an_interrupted_archive_is_read_again(folder: Path, tmp_path: Path) -> None:
    """Its state is noted last, so what was not taken in is not taken for done."""
    put(folder / "box.zip", packed(a="Herons wade. " * 9000, b="Owls hoot."))
    index = open_toy_index(tmp_path / "collection")
    outcomes = iter(ingest(find_files([folder]), index))
    assert next(outcomes).label == "papers/box.zip#1"
    del outcomes  # it ends as if somebody had pressed Ctrl+C
    assert len(listed(index)) == 1
    taken(folder, index)
    assert len(listed(index)) == 2


def test_an_interrupted_mail_is_read_again_though_its_own_words_are_there(
    folder: Path, tmp_path: Path
) -> None:
    put(folder / "quay.eml", MAIL.replace("must close.", "must close. " * 9000).encode())
    index = open_toy_index(tmp_path / "collection")
    outcomes = iter(ingest(find_files([folder]), index))
    assert next(outcomes).label == "papers/quay.eml"
    del outcomes
    assert listed(index) == {"papers/quay.eml"}
    assert [c.fate for c in plan(compare(folder, index, may_be_empty=False))] == ["to_read"]
    taken(folder, index)
    assert listed(index) == {"papers/quay.eml", "papers/quay.eml#2"}
    assert {status for status, _ in taken(folder, index)} == {"unchanged"}


def test_a_dry_run_knows_an_archive(folder: Path, index: LocalIndex) -> None:
    put(folder / "box.zip", packed(a="Herons wade.", b="Owls hoot."))
    taken(folder, index)
    planned = list(plan(compare(folder, index, may_be_empty=False)))
    assert [change.fate for change in planned] == ["unchanged"]


@pytest.fixture
def client(index: LocalIndex) -> Iterator[FlaskClient]:
    service = make_service(index, Config(confidence=0.0))
    service.worker.start()
    yield create_app(service).test_client()
    service.close()


def send(client: FlaskClient, name: str, data: bytes, query: str = "?wait=60") -> TestResponse:
    form = {"file": (io.BytesIO(data), name)}
    return client.post(f"/api/v1/documents{query}", data=form)


def test_an_upload_names_all_its_documents(client: FlaskClient) -> None:
    reply = send(client, "quay.eml", MAIL.encode())
    assert reply.status_code == 201
    assert reply.json is not None
    assert [found["source"] for found in reply.json["documents"]] == ["quay.eml", "quay.eml#2"]
    assert reply.json["document"]["source"] == "quay.eml"
    assert client.delete(f"/api/v1/documents/{reply.json['document']['id']}").status_code == 204
    assert client.get("/api/v1/documents").json == {"documents": []}


def test_an_uploaded_archive_replaces_what_it_held(client: FlaskClient) -> None:
    first = send(client, "box.zip", packed(a="Herons wade.", b="Owls hoot."))
    assert first.json is not None
    assert first.json["document"]["source"] == "box.zip#1"
    assert send(client, "box.zip", packed(c="Wrens."), "?on_conflict=refuse").status_code == 409
    send(client, "box.zip", packed(b="Owls hoot.", c="Wrens sing."))
    found = client.get("/api/v1/documents").json
    assert found is not None
    assert sorted(info["title"] for info in found["documents"]) == ["b", "c"]


def test_an_upload_says_which_files_in_it_were_not_read(client: FlaskClient) -> None:
    data = zipped({"bad.pdf": b"%PDF-1.4 nothing", "good.txt": "Herons wade."})
    reply = send(client, "box.zip", data)
    assert reply.json is not None
    assert "1 file in it could not be read: bad.pdf" in reply.json["job"]["reason"]
    assert reply.json["job"]["state"] == "ready"


def test_an_archive_of_nothing_readable_is_refused(client: FlaskClient) -> None:
    data = zipped({"bad.pdf": b"%PDF-1.4 nothing"})
    assert send(client, "box.zip", data).status_code == 422


def test_a_file_is_removed_alone_whatever_others_are_called(folder: Path) -> None:
    """Names of files may look like places in another."""
    for name in ("notes.md", "notes.md#2.txt", "notes.md#2"):
        put(folder / name, f"Bird of {name}.".encode())
    put(folder / "notes.md#3", packed(a="Herons wade.", b="Owls hoot."))
    data = folder.parent / "data"
    list(ingest(find_files([folder]), open_toy_index(data / "main")))

    def left_without(name: str) -> set[str]:
        result = CliRunner().invoke(main, ["--data", str(data), "remove", name])
        assert result.exit_code == 0, result.output
        return {label.removeprefix("papers/") for label in listed(open_toy_index(data / "main"))}

    others = {"notes.md#2.txt", "notes.md#2", "notes.md#3#1", "notes.md#3#2"}
    assert left_without("papers/notes.md") == others
    assert left_without("papers/notes.md#3") == others - {"notes.md#3#1", "notes.md#3#2"}


def test_a_mail_and_a_saved_page_are_removed_as_they_are_listed(folder: Path) -> None:
    page = "<html><link rel=canonical href=https://x.example/y><p>Herons wade.</p></html>"
    put(folder / "quay.eml", MAIL.encode())
    put(folder / "page.html", page.encode())
    put(folder / "box.zip", zipped({"a.html": page.replace("/y", "/z"), "b.txt": "Owls hoot."}))
    data = folder.parent / "data"
    list(ingest(find_files([folder]), open_toy_index(data / "main")))
    for name, count in (("quay.eml", 2), ("page.html", 1), ("box.zip", 2)):
        result = CliRunner().invoke(main, ["--data", str(data), "remove", f"papers/{name}"])
        assert result.output.count("removed") == count, result.output
    assert listed(open_toy_index(data / "main")) == set()


def test_a_file_is_removed_by_its_name(folder: Path) -> None:
    put(folder / "box.zip", packed(a="Herons wade.", b="Owls hoot."))
    data = folder.parent / "data"
    index = open_toy_index(data / "main")
    list(ingest(find_files([folder]), index))
    result = CliRunner().invoke(main, ["--data", str(data), "remove", "papers/box.zip"])
    assert result.exit_code == 0, result.output
    assert result.output.count("removed") == 2
    assert listed(open_toy_index(data / "main")) == set()
