"""What a document does to its reader ends with it: the next one is read as ever."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from children import readers
from made_files import make_docx, make_epub, make_pdf, make_zip, paragraph, text_page
from made_msg import compound, message
from openpyxl import Workbook

from corpus import CorpusError, Damaged, ReadersBusy, ReaderStopped, Source, TooLarge, read
from corpus.document import Original
from corpus.sandbox.pool import ReaderPool
from corpus.sandbox.process import ReaderProcess

NOTE = Source("test:note", "note.txt")
TESTS = Path(__file__).parent
ODT = (
    '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text><t:p>Herons</t:p>'
    "</o:text></o:body></o:document-content>"
)
FAULTY = f"import sys; sys.path.insert(0, {str(TESTS)!r}); import faulty_readers as f; f.main()"


@pytest.fixture
def room() -> Iterator[ReaderPool]:
    with ReaderPool(1) as room:
        yield room
    assert not readers()


@pytest.fixture
def faulty() -> Iterator[ReaderPool]:
    """A room whose readers do what the text asks for."""
    with ReaderPool(1, program=FAULTY) as room:
        yield room
    assert not readers()


def readable(room: ReaderPool) -> bool:
    return room.read(b"Herons wade.", NOTE).text == "Herons wade."


def test_a_document_is_the_same_read_apart_or_here(room: ReaderPool) -> None:
    for data in (b"\xff\xfeH\x00e\x00r\x00o\x00n\x00", b"# Head\n\nText \xc3\xa9 \xf0\x9f\x90\xa6"):
        assert room.read(data, NOTE, "note.md") == read(data, NOTE, "note.md")


def documents() -> Iterator[bytes]:
    """Yield one of each format, and text in the encodings that a page may declare."""
    words = "<p>Herons wade.</p>"
    yield make_pdf(text_page("Herons wade in shallow water."))
    yield make_docx(paragraph("Herons wade."))
    yield make_epub([words])
    yield make_zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT})
    sheet = BytesIO()
    book = Workbook()
    book.active.append(["Bird", "Place"])
    book.save(sheet)
    yield sheet.getvalue()
    yield b"{\\rtf1 Herons \\u252? wade.}"
    yield b"From: a@b.c\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nMessage-ID: <c>\n" + (
        b"Subject: =?koi8-r?B?8NLJ18XU?=\nContent-Type: text/html; charset=cp1257\n\n<p>Herons \xfb"
    )
    inner = message({0x37: "Birds", 0x1000: "Storks."}, header=24)
    parts = {"__substg1.0_3701000D": inner}
    attached = {"__attach_version1.0_#00000000": message(fixed={0x3705: 5}, header=8, inside=parts)}
    yield compound(message({0x37: "Birds", 0x1000: "Herons."}, inside=attached))
    yield (
        b"From: a@b.c\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nMessage-ID: <c>\nContent-Type: "
        b"multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: quoted-printable\n\n=C3=A9"
        b"\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\nHerons.\n--b\n"
        b"Content-Type: text/csv; name*=utf-8''%C3%A9.csv\nContent-Transfer-Encoding: base64\n\n"
        b"SGk=\n--b--\n"
    )
    yield b"bird,place\nheron,lake\nstork,roof\ncrane,field\nibis,river\n"
    for encoding in ("koi8-r", "euc-jp", "cp1252", "gb18030", "iso-8859-7", "big5"):
        page = f"<html><meta charset={encoding}><body><p>Herons {encoding}</p>"
        yield page.encode() + "\u03b1 \u4e2d".encode(encoding, "ignore") + b"\x85"
    yield "\u0426\u0430\u043f\u043b\u044f \u0441\u0442\u043e\u0438\u0442.".encode("cp1251") * 20
    yield "\u9e6d\u7ad9\u5728\u6c34\u91cc\u3002".encode("gb18030") * 20


@pytest.mark.parametrize("missing", [(), ("namespaces",), ("namespaces", "landlock")])
def test_every_format_is_read_however_its_reader_is_confined(missing: tuple[str, ...]) -> None:
    """A reader without a file tree of its own opens no file once it has begun."""
    program = FAULTY.replace("f.main()", f"f.old_kernel(*{missing!r}); f.main()")
    with ReaderPool(1, program=program) as room:
        for data in documents():
            assert room.read(data, NOTE) == read(data, NOTE)
        pdf = Original("application/pdf", next(documents()))
        assert room.page_image(pdf, 1, "", (0, 0), 200).startswith(b"\x89PNG")


def test_what_is_wrong_with_a_document_is_told_as_it_is_here(room: ReaderPool) -> None:
    for data in (b"", b"...", b"\x89PNG", b"PK\x03\x04 no archive", b"a" * 25_000_001):
        with pytest.raises(CorpusError) as here:
            read(data, NOTE)
        with pytest.raises(type(here.value), match=re.escape(str(here.value))):
            room.read(data, NOTE)


def test_one_process_reads_many_documents(room: ReaderPool) -> None:
    assert readable(room)
    (first,) = readers()

    assert all(readable(room) for _ in range(50))
    assert readers() == [first]


def test_nothing_is_started_before_there_is_something_to_read() -> None:
    with ReaderPool():
        assert not readers()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("spin", "takes too long"),
        ("sleep", "takes too long"),
        ("deaf", "takes too long"),
        ("crash", "crashed on it (SIGSEGV)"),
        ("abort", "crashed on it (SIGABRT)"),
        ("quit", "crashed on it (exit status 3)"),
        ("swell", "too much memory"),
        ("flood", "more than a document can hold"),
    ],
)
def test_a_reader_that_hangs_crashes_or_swells_is_ended_and_another_reads_on(
    faulty: ReaderPool, fault: str, reason: str
) -> None:
    seconds = 2.0 if reason == "takes too long" else None
    with pytest.raises(ReaderStopped, match=re.escape(reason)):
        faulty.read(fault.encode(), NOTE, seconds=seconds)
    assert readable(faulty)
    assert len(readers()) == 1


def test_what_a_reader_prints_is_no_answer(faulty: ReaderPool) -> None:
    assert faulty.read(b"print", NOTE).text == "print"
    assert readable(faulty)


@pytest.mark.parametrize("fault", ["recurse", "files"])
def test_a_reader_that_goes_too_far_fails_with_its_document_alone(
    faulty: ReaderPool, fault: str
) -> None:
    with pytest.raises(Damaged):
        faulty.read(fault.encode(), NOTE)
    assert readable(faulty)


def test_a_reader_is_told_no_secret(faulty: ReaderPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_KEY", "a-secret-of-the-service")

    assert faulty.read(b"environment", NOTE).text == "environment"


def test_who_listens_on_this_machine_is_not_called(faulty: ReaderPool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        with pytest.raises(Damaged):
            faulty.read(b"connect", NOTE)
        with pytest.raises(TimeoutError):
            server.accept()


def test_threads_share_a_room() -> None:
    with ReaderPool(2) as room, ThreadPoolExecutor(8) as pool:
        texts = [f"Heron number {number}." for number in range(60)]
        found = pool.map(lambda text: room.read(text.encode(), NOTE).text, texts)

        assert list(found) == texts
        assert len(readers()) == 2


def test_a_hanging_document_does_not_hold_up_another_thread() -> None:
    patient = FAULTY.replace("f.main()", "f.SECONDS = 300; f.main()")
    with ReaderPool(2, program=patient) as room, ThreadPoolExecutor(2) as pool:
        hanging = pool.submit(room.read, b"sleep", NOTE)
        while room._places.qsize() == 2:
            time.sleep(0.001)

        assert readable(room)
        assert not hanging.done()
        room.close()
        with pytest.raises(ReaderStopped):
            hanging.result()


def test_who_wants_to_see_a_page_does_not_wait_for_ever() -> None:
    pdf = Original("application/pdf", make_pdf(text_page("Herons wade.")))
    with ReaderPool(1, program=FAULTY, patience=0.01) as room, ThreadPoolExecutor(1) as pool:
        assert readable(room)
        hanging = pool.submit(room.read, b"sleep", NOTE)
        while room._places.qsize():
            time.sleep(0.001)
        with pytest.raises(ReadersBusy, match="try again"):
            room.page_image(pdf, 1, "", (0, 0), 200)
        with pytest.raises(ReaderStopped):
            hanging.result()

        assert room.page_image(pdf, 1, "", (0, 0), 200).startswith(b"\x89PNG")


def test_closing_ends_what_is_being_read() -> None:
    room = ReaderPool(1, program=FAULTY)
    with ThreadPoolExecutor(1) as pool:
        assert readable(room)
        hanging = pool.submit(room.read, b"deaf", NOTE)
        while room._places.qsize():
            time.sleep(0.001)
        room.close()
        with pytest.raises(ReaderStopped):
            hanging.result()
    assert not readers()
    with pytest.raises(ReaderStopped, match="ending"):
        room.read(b"Herons wade.", NOTE)


def test_a_reader_may_end_by_itself_while_the_room_is_closed() -> None:
    class EndsAnother(ReaderProcess):
        def kill(self) -> None:
            for other in room._running - {self} if not ending else ():
                thread = threading.Thread(target=room._end, args=(other,))
                ending.append(thread)
                thread.start()
                thread.join(0.1)
            super().kill()

    ending: list[threading.Thread] = []
    room = ReaderPool(2)
    running = [EndsAnother("input()") for _ in range(3)]
    room._running.update(running)
    room.close()
    for thread in ending:
        thread.join()
    for process in running:
        process.release()

    assert ending
    assert not readers()


def test_a_reader_outlives_the_thread_that_asked_first(room: ReaderPool) -> None:
    thread = threading.Thread(target=readable, args=(room,))
    thread.start()
    thread.join()
    (first,) = readers()

    assert readable(room)
    assert readers() == [first]


def test_a_reader_dies_with_its_parent(tmp_path: Path) -> None:
    code = (
        "import os, signal, psutil\n"
        "from corpus import Source\n"
        "from corpus.sandbox.pool import ReaderPool\n"
        "ReaderPool(1).read(b'Herons wade.', Source('a', 'a.txt'))\n"
        "print(psutil.Process().children()[0].pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    parent = psutil.Popen([sys.executable, "-c", code], stdout=-1, cwd=TESTS.parent)
    pid = int(parent.stdout.readline())
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 120
    while psutil.pid_exists(pid) and time.monotonic() < until:
        time.sleep(0.01)

    assert not psutil.pid_exists(pid)


def test_no_handle_or_process_is_left_after_many_faults(faulty: ReaderPool) -> None:
    assert readable(faulty)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        with pytest.raises(ReaderStopped):
            faulty.read(b"quit", NOTE)

    assert readable(faulty)
    assert len(os.listdir("/proc/self/fd")) <= before
    assert len(readers()) == 1


def test_an_original_comes_with_a_pdf_and_with_nothing_else(room: ReaderPool) -> None:
    pdf = make_pdf(text_page("Herons wade in shallow water."))
    document = room.read(pdf, NOTE)

    assert document.original is not None
    assert document.original.data == pdf
    assert room.read(b"Herons wade.", NOTE).original is None


def test_too_many_bytes_are_refused_before_they_are_sent(faulty: ReaderPool) -> None:
    with pytest.raises(TooLarge):
        faulty.read(b"a" * 26_000_000, NOTE)
    assert not readers()


def test_a_reader_of_a_large_process_is_used_again() -> None:
    """The peak of memory that the system tells of a process begins with that of its parent."""
    code = (
        "from corpus import Source; from corpus.sandbox.pool import ReaderPool; "
        "from children import readers; much = bytearray(b'x') * 600_000_000; "
        "room = ReaderPool(1); note = Source('k', 'n.txt'); room.read(b'Herons wade.', note); "
        "first = readers(); room.read(b'Herons wade.', note); "
        "print(len(first), readers() == first); room.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=TESTS, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
    )  # fmt: skip

    assert done.stdout == "1 True\n"
