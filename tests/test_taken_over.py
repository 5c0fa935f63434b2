"""What a document can do that took its reader over: compute, answer, and nothing else.

The faults are those of `faulty_readers`, each an attack on the service, on the files of others or
on the limits of the reader.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Damaged, ReaderStopped, Source, TooLarge
from corpus.sandbox.pool import ReaderPool

NOTE = Source("test:note", "note.txt")
TESTS = Path(__file__).parent
FAULTY = f"import sys; sys.path.insert(0, {str(TESTS)!r}); import faulty_readers as f; f.main()"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="confined by the Linux kernel")


@pytest.fixture
def faulty() -> Iterator[ReaderPool]:
    """A room whose readers do what the text asks for."""
    with ReaderPool(1, program=FAULTY) as room:
        yield room


def readable(room: ReaderPool) -> bool:
    return room.read(b"Herons wade.", NOTE).text == "Herons wade."


OTHERS = (
    "limit_parent see_limits_of_parent kill thread_kill signal pidfd owned_pipe owned_pipe_again"
    " priority processors schedule input_output trace read_memory write_memory outlive"
).split()
FILES = "write remove node mode mode_open owner time attribute".split()
PROGRAMS = "fork bomb thread run run_memory connect datagram pair ring".split()
ITSELF = "lift_limit lift_soft_limits nice x32 every_other_call".split()


@pytest.fixture(scope="module", params=[(), ("namespaces",)], ids=["private", "shared"])
def taken(request: pytest.FixtureRequest) -> Iterator[ReaderPool]:
    """A room whose reader does what the text asks for, with and without a file tree of its own."""
    program = FAULTY.replace("f.main()", f"f.old_kernel(*{request.param!r}); f.main()")
    with ReaderPool(1, program=program) as room:
        yield room


@LINUX
@pytest.mark.parametrize("fault", [*OTHERS, *FILES, *PROGRAMS, *ITSELF])
def test_a_reader_that_was_taken_over_can_do_nothing_but_read(
    taken: ReaderPool, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "x32" and os.uname().machine != "x86_64":
        pytest.skip("this machine has no x32")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Damaged, match="PermissionError"):
        taken.read(fault.encode(), NOTE)
    assert readable(taken)
    assert not list(tmp_path.iterdir())


@LINUX
@pytest.mark.skipif(os.uname().machine != "x86_64", reason="this machine has no 32 bits")
def test_a_reader_that_calls_as_32_bits_do_is_ended(faulty: ReaderPool) -> None:
    """Another program would be read into the numbers of its calls."""
    with pytest.raises(ReaderStopped, match="SIGSYS"):
        faulty.read(b"i386", NOTE)


@LINUX
@pytest.mark.parametrize("fault", ["peep", "memory", "password", "list", "look", "reach"])
def test_a_reader_sees_no_file_but_those_of_python(taken: ReaderPool, fault: str) -> None:
    """Not even what the service was told in its environment, were both of them root's."""
    with pytest.raises(Damaged, match=r"FileNotFoundError|PermissionError"):
        taken.read(fault.encode(), NOTE)
    assert readable(taken)


@LINUX
@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ((), []),
        (("landlock",), []),
        (("namespaces",), []),
        (("landlock", "namespaces"), []),
        (("seccomp",), ["seccomp"]),
        (("seccomp", "landlock", "namespaces"), ["seccomp", "Landlock"]),
    ],
)
def test_a_system_that_confines_less_is_told_and_reads_on(
    missing: tuple[str, ...], told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # no tesseract
    program = FAULTY.replace("f.main()", f"f.old_kernel(*{missing!r}); f.main()")
    with ReaderPool(1, program=program) as room:
        lacks = room.lacks()

        assert len(lacks) == len(told)
        assert all(name in line for name, line in zip(told, lacks, strict=True))
        assert readable(room)


def test_a_reader_that_was_taken_over_cannot_speak_for_another_document(
    faulty: ReaderPool,
) -> None:
    document = faulty.read(b"lie", NOTE)

    assert document.id == NOTE.document_id
    assert document.origin_sha256 == hashlib.sha256(b"lie").hexdigest()
    for fault in (b"astray", b"backwards", b"deep"):
        with pytest.raises(ReaderStopped, match="gave no document"):
            faulty.read(fault, NOTE)
    assert readable(faulty)


@pytest.mark.parametrize("fault", ["boast", "overlap", "hoard", "many"])
def test_files_in_a_file_are_not_believed_to_be_more_than_they_are(
    faulty: ReaderPool, fault: str
) -> None:
    with pytest.raises(ReaderStopped, match=r"gave no document|more than a document can hold"):
        list(faulty.read_all(fault.encode(), NOTE))
    assert readable(faulty)


def test_a_reader_that_was_taken_over_cannot_give_files_for_ever(
    faulty: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.sandbox.parts.MAX_PARTS", 2)
    *parts, last = faulty.read_all(b"endless", NOTE)

    assert [part.source.key for part in parts] == [
        "test:note//#etc/passwd", "test:note//#etc/passwd (2)",
    ]  # fmt: skip
    assert isinstance(last.result, TooLarge)
    (stopped,) = faulty.read_all(b"promise", NOTE)
    assert isinstance(stopped.result, ReaderStopped)


def test_what_a_reader_that_was_taken_over_says_of_a_document_is_bounded(
    faulty: ReaderPool,
) -> None:
    with pytest.raises(ReaderStopped, match="no answer that can be read") as refused:
        faulty.read(b"curse", NOTE)
    assert len(str(refused.value)) < 1_000


@LINUX
@pytest.mark.parametrize("fault", ["shout", "ramble"])
def test_the_largest_reply_costs_the_service_little_memory(fault: str) -> None:
    """A JSON of 60 MB took 1.5 GB; one of the most that is taken, with a text, 0.4 GB."""
    code = (
        "from corpus import CorpusError, Source; "
        "from corpus.sandbox.pool import ReaderPool\n"
        f"with ReaderPool(1, program={FAULTY!r}, seconds=60) as room:\n"
        f"    try: room.read({fault!r}.encode(), Source('k', 'n.txt'))\n"
        "    except CorpusError as exc: print(type(exc).__name__)\n"
        # Not ru_maxrss, which is that of whoever began this process where it was more.
        "print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=TESTS.parent, capture_output=True, text=True, check=True
    )
    refused, kilobytes = done.stdout.split()

    assert refused == "ReaderStopped"
    assert int(kilobytes) < 600_000
