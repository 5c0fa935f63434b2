"""Files inside files: each is a document of its own, with a place that tells where it is."""

import os
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest

from corpus import CorpusError, Document, Source, TooLarge, UnsupportedFormat
from corpus.document import file_key, parts_prefix
from corpus.naming import part_name
from corpus.sandbox.parts import ReadPart
from corpus.sandbox.pool import ReaderPool

BOX = Source("file:/srv/box.zip", "box.zip")


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(1) as pool:
        yield pool


def packed(files: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def documents(parts: list[ReadPart]) -> dict[str, str]:
    return {p.source.label: p.result.text for p in parts if isinstance(p.result, Document)}


def refused(parts: list[ReadPart]) -> dict[str, str]:
    return {p.source.label: str(p.result) for p in parts if isinstance(p.result, CorpusError)}


def test_each_file_of_an_archive_is_a_document(pool: ReaderPool) -> None:
    data = packed({"a.txt": "Herons wade.", "deep/b.md": "# Storks\n\nThey nest."})
    parts = list(pool.read_all(data, BOX))

    assert documents(parts) == {"box.zip#1": "Herons wade.", "box.zip#2": "Storks\n\nThey nest."}
    assert [part.name for part in parts] == ["a.txt", "deep/b.md"]
    first = parts[0].result
    assert isinstance(first, Document)
    assert (first.title, first.source) == ("a", "box.zip#1")
    assert first.notes == ("In the archive as “a.txt”.",)
    assert first.id == parts[0].source.document_id
    assert parts[0].source.key == "file:/srv/box.zip//#a.txt"
    assert parts[0].source.file_key == file_key(parts[1].source.key) == BOX.key
    assert all(part.source.key.startswith(parts_prefix(BOX.key)) for part in parts)


def test_a_key_does_not_change_when_other_files_come_or_go(pool: ReaderPool) -> None:
    few = packed({"b.txt": "Storks nest."})
    more = packed({"a.txt": "Herons wade.", "b.txt": "Storks nest."})
    (few_part,), (_, more_part) = pool.read_all(few, BOX), pool.read_all(more, BOX)

    assert few_part.source.key == more_part.source.key
    assert few_part.source.label != more_part.source.label


def test_what_cannot_be_read_is_said_and_stops_nothing(pool: ReaderPool) -> None:
    data = packed({"x.pdf": b"%PDF-1.7 no more", "p.png": b"\x89PNG\r\n", "b.txt": "Storks nest."})
    parts = list(pool.read_all(data, BOX))

    assert documents(parts) == {"box.zip#2": "Storks nest."}
    assert refused(parts)["box.zip"] == "1 file was not read: p.png."
    assert "box.zip#1" in refused(parts)


def test_what_an_archive_hides_locks_or_was_left_in_it(pool: ReaderPool) -> None:
    names = ("__MACOSX/._a.txt", ".DS_Store", "a/~$x.docx", "Thumbs.db", "a/desktop.ini", ".git/x")
    data = packed({**dict.fromkeys(names, "Herons."), "locked.txt": "Storks.", "b.txt": "Terns."})
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rindex(mark, 0, data.rindex(mark)) + flags  # the last but one
        data = data[:at] + b"\x01" + data[at + 1 :]
    parts = list(pool.read_all(data, BOX))

    assert refused(parts) == {"box.zip": "1 file opens with a password only: locked.txt."}
    assert documents(parts) == {"box.zip#1": "Terns."}


def test_a_file_that_only_holds_others_is_no_document(pool: ReaderPool) -> None:
    with pytest.raises(UnsupportedFormat, match="only holds other files"):
        pool.read(packed({"a.txt": "Herons wade."}), BOX)


def test_files_of_the_same_name_are_told_apart(pool: ReaderPool) -> None:
    data = packed({"a/../x.txt": "One heron.", "a/x.txt": "Two herons."})
    keys = {part.source.key for part in pool.read_all(data, BOX)}

    assert keys == {"file:/srv/box.zip//#a/x.txt", "file:/srv/box.zip//#a/x (2).txt"}


def test_archives_lie_in_one_another_only_so_deep(pool: ReaderPool) -> None:
    inner = packed({"a.txt": "Herons wade."})
    middle = packed({"b.txt": "Storks nest.", "inner.zip": inner})
    parts = list(pool.read_all(packed({"middle.zip": middle, "c.txt": "Terns dive."}), BOX))

    assert documents(parts) == {"box.zip#1.1": "Storks nest.", "box.zip#2": "Terns dive."}
    assert "nested too deeply" in refused(parts)["box.zip#1.2"]


def test_a_file_that_is_too_much_in_all_is_read_as_far_as_it_may_be(
    pool: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.sandbox.parts.MAX_PARTS", 2)
    data = packed({f"{name}.txt": "Herons wade." for name in "abc"})
    parts = list(pool.read_all(data, BOX))

    assert list(documents(parts)) == ["box.zip#1", "box.zip#2"]
    assert isinstance(parts[-1].result, TooLarge)
    assert "only the first 2" in refused(parts)["box.zip"]


def test_more_than_one_reply_holds_is_asked_for_again(pool: ReaderPool) -> None:
    """Five files of 9 MB, in an archive with enough noise to be no bomb."""
    words = b"<html><p>Herons wade.</p><!--" + b"Herons wade. " * 700_000
    files = {f"{n}.html": words for n in range(5)}
    parts = list(pool.read_all(packed({**files, "noise": os.urandom(300_000)}), BOX))

    assert list(documents(parts).values()) == ["Herons wade."] * 5
    assert list(refused(parts)) == ["box.zip#6"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\etc\\passwd"])
def test_a_name_leads_out_of_no_folder(name: str) -> None:
    assert part_name(name) == "etc/passwd"


def test_a_name_shows_all_its_characters() -> None:
    assert part_name("bill\u202efdp.exe\x00\n") == "billfdp.exe"
    assert part_name("../..") == "part"
    assert len(part_name("x" * 5_000 + ".pdf")) == 200


def mailbox(*bodies: str, more: str = "") -> bytes:
    line = "From anna@ek.example Tue May  4 10:00:00 2021\n"
    return "".join(
        f"{line}From: anna@ek.example\nDate: Tue, 4 May 2021 10:00:0{n} +0200\n"
        f"Message-ID: <{n}@x.example>\nSubject: No. {n}\n{more}\n{text}\n\n"
        for n, text in enumerate(bodies, 1)
    ).encode()


def test_each_mail_of_a_mailbox_is_a_document(pool: ReaderPool) -> None:
    parts = list(pool.read_all(mailbox("Herons wade.", "Storks nest."), BOX, "Inbox"))

    assert [part.source.key for part in parts] == [
        "file:/srv/box.zip//#1@x.example.eml", "file:/srv/box.zip//#2@x.example.eml",
    ]  # fmt: skip
    assert [text.partition("\n\n")[2] for text in documents(parts).values()] == [
        "Herons wade.", "Storks nest.",
    ]  # fmt: skip


def test_one_mail_with_the_line_of_a_mailbox_is_a_mail(pool: ReaderPool) -> None:
    assert pool.read(mailbox("Herons wade."), BOX, "a.eml").title == "No. 1"
    assert [part.source.label for part in pool.read_all(mailbox("Herons."), BOX, "a.mbox")] == [
        "box.zip#1"
    ]


@pytest.mark.parametrize("name", ["a.mbox", "Inbox"])
def test_a_mailbox_whose_first_mail_has_few_fields(pool: ReaderPool, name: str) -> None:
    first = b"From - Mon May  3 10:00:00 2021\r\nFrom: Ann\r\nSubject: one\r\n\r\nHerons.\r\n\r\n"
    parts = list(pool.read_all(first + first.replace(b"Herons", b"Storks"), BOX, name))
    assert [part.result.text[-7:] for part in parts if isinstance(part.result, Document)] == [
        "Herons.", "Storks.",
    ]  # fmt: skip


def test_lines_that_look_like_the_start_of_a_mail(pool: ReaderPool) -> None:
    body = ">From here on.\n\nFrom us it is far.\n\nFrom 12:00 on 5 May 2021\nwe sail."
    (part, _) = pool.read_all(mailbox(body, "Storks nest."), BOX, "a.mbox")
    assert isinstance(part.result, Document)
    assert "\nFrom here on.\n\nFrom us" in part.result.text
    assert "we sail." in part.result.text


def test_a_mail_that_says_how_long_it_is_may_hold_another(pool: ReaderPool) -> None:
    inner = mailbox("Inner.").decode()
    length = f"Content-Length: {len(inner) + 1}\n"
    parts = list(pool.read_all(mailbox(inner[:-1], more=length), BOX, "a.mbox"))
    assert [part.source.label for part in parts] == ["box.zip#1"]


def test_patches_in_a_mail_begin_no_other(pool: ReaderPool) -> None:
    patch = f"From {'0' * 40} Mon Sep 17 00:00:00 2001\nFrom: b@x.example\nSubject: Mend\n\nIt."
    assert len(list(pool.read_all(mailbox(patch, "Storks."), BOX, "a.mbox"))) == 2


def test_deleted_mails_are_left_out(pool: ReaderPool) -> None:
    deleted = mailbox("Gone.", more="X-Mozilla-Status: 0009\n")
    parts = list(pool.read_all(mailbox("Herons wade.") + deleted, BOX, "Inbox"))
    assert refused(parts) == {"box.zip": "1 deleted e-mail was left out."}
    assert list(documents(parts)) == ["box.zip#1"]


def test_what_is_attached_names_the_mail(pool: ReaderPool) -> None:
    mail = (
        "From: Anna <a@x.example>\nDate: Tue, 4 May 2021 10:00:00 +0200\nSubject: Birds\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee.\n--b\n"
        'Content-Type: text/csv; name="../x.csv"\n\nBird,Place\nHeron,Lake\n--b--\n'
    )
    parts = list(pool.read_all(mail.encode(), Source("file:/a.eml", "a.eml")))
    table = parts[1].result
    assert isinstance(table, Document)
    assert (table.title, table.source, parts[1].name) == ("x", "a.eml#2", "x.csv")
    assert table.notes[0] == (
        "Attached to the e-mail “Birds” from Anna <a@x.example> of 2021-05-04 as “x.csv”."
    )
    assert (table.author, table.published) == ("", "")

    inbox = f"From x Tue May  4 10:00:00 2021\n{mail}\n".encode() + mailbox("Terns.")
    labels = [part.source.label for part in pool.read_all(inbox, BOX)]
    assert labels == ["box.zip#1", "box.zip#1.2", "box.zip#2"]
