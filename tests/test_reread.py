"""What uploads are kept of, and how documents of older readers are read again."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from job_calls import submit, take
from services import make_service
from test_file_parts import send, zipped
from test_removal import CANARY, traces
from toys import WordEmbedder, open_toy_index, reading

from corpus import find_files, read
from corpus.reading import READERS
from index import LocalIndex, NewDocument
from index.ingest.files import Known, ingest
from index.ingest.reread import outdated_files
from index.ingest.sync import compare, sync
from index.ledger.rows import info_row
from qa.answering.question import Request
from qa.answering.verification import verify
from qa.config import Config
from qa.web.app import create_app
from qa.wiring import make_answerer

HERONS = b"The heron stands in shallow water. Ada Lund counted 40 herons in 1871.\n"


def upload(index: LocalIndex, name: str = "herons.txt", data: bytes = HERONS) -> str:
    submit(index, name, data)
    work = take(index)
    document = read(work.data, work.source, work.job.name)
    list(index.add([NewDocument(document, work.source.key, claim=work.claim)]))
    return document.id


def make_old(index: LocalIndex) -> None:
    """Let all documents be as an older version of the readers made them."""
    with index._ledger.writing() as change:
        for info in change.infos():
            *_, checksum = info_row(replace(info, reader=READERS - 1), whole_history=True)
            change.connection.execute(
                "UPDATE main.documents SET reader = reader - 1, checksum = ?1, whole_history = 1 "
                "WHERE id = ?2",
                (checksum, info.id),
            )
    assert list(index.findings()) == []


def statuses(index: LocalIndex) -> dict[str, str]:
    known = Known(index, reread=True)
    done: dict[str, str] = {
        one.label: one.status for one in ingest(outdated_files(index), index, known)
    }
    assert list(index.findings()) == []
    return done


# What is kept ------------------------------------------------------------------------


def test_the_bytes_of_an_upload_are_kept_and_show_no_pages(index: LocalIndex) -> None:
    document_id = upload(index)
    original = reading(index).original(document_id)

    assert original is not None
    assert (original.data, original.has_pages) == (HERONS, False)
    assert not reading(index).details(document_id).shows_pages
    assert reading(index).originals() == (1, len(HERONS))
    list(index.rebuild())
    assert reading(index).original(document_id) == original


def test_a_new_version_of_an_upload_has_its_own_bytes(index: LocalIndex) -> None:
    upload(index)
    document_id = upload(index, data=b"Herons wade.\n")

    original = reading(index).original(document_id)
    assert original is not None
    assert original.data == b"Herons wade.\n"


def test_nothing_is_kept_where_that_is_said(tmp_path: Path) -> None:
    document_id = upload(open_toy_index(tmp_path))
    index = LocalIndex(tmp_path, WordEmbedder, keep_originals=False)
    upload(index, "owls.txt", b"Owls hunt at night.\n")

    assert reading(index).originals() == (1, len(HERONS)), "what was kept before"
    list(index.rebuild())
    assert reading(index).originals() == (0, 0)
    assert reading(index).original(document_id) is None
    assert list(index.findings()) == []


@pytest.mark.parametrize("size", [100, 3_000_000])
def test_a_removed_upload_leaves_no_byte(index: LocalIndex, size: int) -> None:
    """Nor a large one, which is overwritten step by step."""
    data = f"The {CANARY} sings.\n".encode() + b" " * size
    document_id = upload(index, f"{CANARY}.txt", data)
    upload(index)
    assert traces(index.directory)
    index.delete(document_id)
    index.tidy()

    assert traces(index.directory) == []
    assert reading(index).originals() == (1, len(HERONS))


# Reading again -----------------------------------------------------------------------


def test_what_older_readers_read_is_read_again_where_it_is_still_there(
    index: LocalIndex, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("same", "gone", "other"):
        (folder / f"{name}.txt").write_text(f"The {name} owl hunts at night.")
    list(ingest(find_files([folder]), index))
    upload(index)
    lost = upload(index, "lost.txt", b"Wrens sing.\n")
    with index._ledger.writing() as change:  # an older Pincite kept no bytes of it
        change.drop_original(lost)
    make_old(index)
    assert reading(index).outdated() == 5
    (folder / "gone.txt").unlink()
    (folder / "other.txt").write_text("The other owl sleeps.")

    assert statuses(index) == {
        "herons.txt": "unchanged",
        "lost.txt": "refused",
        "papers/gone.txt": "refused",
        "papers/other.txt": "updated",
        "papers/same.txt": "unchanged",
    }
    assert reading(index).outdated() == 2, "they stay as they are"
    assert len(reading(index).documents()) == 5
    assert statuses(index).keys() == {"lost.txt", "papers/gone.txt"}


def test_a_sync_reads_again_only_where_that_is_said(
    index: LocalIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text("Owls hunt at night.")
    list(ingest(find_files([folder]), index))
    make_old(index)
    list(sync(compare(folder, index, may_be_empty=False), index))
    assert reading(index).outdated() == 1
    list(sync(compare(folder, index, may_be_empty=False, reread=True), index))

    assert reading(index).outdated() == 0


def test_the_same_upload_again_is_read_by_newer_readers(index: LocalIndex) -> None:
    document_id = upload(index)
    make_old(index)

    assert upload(index) == document_id
    assert reading(index).outdated() == 0


def test_text_that_is_read_the_same_is_embedded_by_nobody(tmp_path: Path) -> None:
    embedder = WordEmbedder()
    index = LocalIndex(tmp_path, lambda: embedder)
    upload(index)
    make_old(index)
    before = embedder.embedded
    statuses(index)

    assert embedder.embedded == before


def test_a_citation_of_text_that_is_read_otherwise_is_stale_with_its_words(
    index: LocalIndex, tmp_path: Path
) -> None:
    """An older reader glued the mark of a note to a number; the words elsewhere still stand."""
    path = tmp_path / "herons.txt"
    path.write_text("Ada counted 401 herons. The heron stands in water.")
    list(ingest(find_files([path]), index))
    answerer = make_answerer(Config(confidence=0.0), index)
    records = [
        answerer.answer(Request(question)).record()
        for question in ("Who counted herons?", "Where does the heron stand?")
    ]
    make_old(index)
    path.write_text("Ada counted 40 herons. The heron stands in water.")
    assert statuses(index) == {"herons.txt": "updated"}
    checks = {check.note for record in records for check in verify(record, index)}

    assert checks == {
        "the document changed since, and no longer has these words",
        "the document changed since, and still has these words",
    }


def send_archive(index: LocalIndex, files: Mapping[str, str]) -> bytes:
    data = zipped(files)
    service = make_service(index, Config(confidence=0.0))
    service.worker.start()
    try:
        assert send(create_app(service).test_client(), "birds.zip", data).status_code in (200, 201)
    finally:
        service.close()
    return data


def test_what_is_removed_of_an_archive_is_in_no_byte_of_it(index: LocalIndex) -> None:
    send_archive(index, {"herons.txt": "Herons wade.", "canary.txt": f"The {CANARY} sings."})
    assert traces(index.directory)
    index.delete(next(i.id for i in reading(index).documents() if i.title == "canary"))
    index.tidy()

    assert traces(index.directory) == []
    assert reading(index).originals() == (0, 0)
    assert [info.title for info in reading(index).documents()] == ["herons"]


def test_an_uploaded_archive_is_read_again_from_its_own_bytes(index: LocalIndex) -> None:
    data = send_archive(index, {"herons.txt": "Herons wade.", "owls.txt": "Owls hunt at night."})
    assert reading(index).originals() == (1, len(data))
    make_old(index)

    assert statuses(index) == {"birds.zip#1": "unchanged", "birds.zip#2": "unchanged"}
    assert reading(index).outdated() == 0
    assert reading(index).originals() == (1, len(data))
    first = next(info for info in reading(index).documents() if info.source == "birds.zip#1")
    index.delete(first.id)
    assert reading(index).originals() == (0, 0)


@pytest.mark.parametrize("before", ["a.txt", "c.txt"])
def test_of_two_versions_of_an_archive_the_later_is_kept_and_read_again(
    index: LocalIndex, before: str
) -> None:
    """Also where its first document is the same, or another."""
    send_archive(index, {before: "Herons wade.", "b.txt": "Owls hoot."})
    later = send_archive(index, {"a.txt": "Herons wade.", before: "Herons wade.", "b.txt": "Owls."})
    assert reading(index).originals() == (1, len(later))
    make_old(index)

    assert set(statuses(index).values()) == {"unchanged"}
    texts = {reading(index).document(info.id).text for info in reading(index).documents()}
    assert texts == {"Herons wade.", "Owls."}


def test_a_file_that_is_read_again_is_called_as_it_is(index: LocalIndex, tmp_path: Path) -> None:
    """Its name may look like the place of a part, and a part may be called by its address."""
    page = "<html><link rel=canonical href=https://x.example/y><p>Owls hoot.</p></html>"
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "box#1.zip").write_bytes(zipped({"a.html": page}))
    (folder / "c#2").write_text("Wrens sing.")
    list(ingest(find_files([folder]), index))
    make_old(index)

    labels = {found.source.label for found in outdated_files(index)}
    assert labels == {"papers/box#1.zip", "papers/c#2"}
