"""A disk that fails to write: nothing is promised from then on, and the next start verifies.

The system's calls are made to fail with EIO by strace, as a broken disk does.
"""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from disks import fill, small_disk
from live_server import PROGRAM, Server, running
from toys import live_modules, numbered, open_toy_index, reading

from index import LocalIndex, back_up, restore
from index.errors import DiskFailed, DiskFull, LedgerDamaged
from index.ledger.sqlite_faults import fault_of
from qa.web.serving.disk import FAILED

_STRACE = shutil.which("strace")


def _may_trace() -> bool:
    if _STRACE is None:
        return False
    probe = subprocess.run([_STRACE, "-f", "-o", "/dev/null", "true"], capture_output=True)
    return probe.returncode == 0


traced = pytest.mark.skipif(not _may_trace(), reason="strace is not installed, or may not trace")

_FAULT = "inject=fdatasync,fsync:error=EIO"
_WORK = """
import sys
from pathlib import Path
from toys import numbered, open_toy_index
from index.errors import DiskFailed

index, failed = open_toy_index(Path(sys.argv[1])), False
for number in range(6):
    try:
        list(index.add([numbered(f"note-{number}")]))
        assert not failed, "it was written after the disk had failed"
        print("added", f"note-{number}", flush=True)
        if number == 3:
            index.delete("note-0")
            print("removed note-0", flush=True)
    except DiskFailed as fault:
        assert "check the disk" in str(fault)
        failed = True
sys.exit(9 if failed else 0)
"""


def work(directory: Path, when: str) -> tuple[int, list[str]]:
    """Add and remove documents while calls of fsync fail; return the exit status and the acks."""
    command = [str(_STRACE), "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync"]
    done = subprocess.run(
        [*command, "-e", f"{_FAULT}:when={when}", sys.executable, "-c", _WORK, str(directory)],
        env=live_modules() | {"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 9), done.stderr
    return done.returncode, done.stdout.splitlines()


@traced
@pytest.mark.parametrize("going_on", ["", "+"], ids=["once", "from then on"])
def test_whichever_fsync_fails_what_was_acknowledged_is_there(
    tmp_path: Path, going_on: str
) -> None:
    """The first calls are those of making the ledger, which must not begin to lie either."""
    seen = set()
    for number in range(1, 22, 4):
        directory = tmp_path / f"{number}"
        open_toy_index(directory)
        status, told = work(directory, f"{number}{going_on}")
        seen.add(status)
        assert (directory / "unclean").exists() == (status == 9)
        index = open_toy_index(directory)
        there = {info.id for info in reading(index).documents()}
        added = {line.split()[1] for line in told if line.startswith("added")}
        removed = {line.split()[1] for line in told if line.startswith("removed")}
        assert there == added - removed, "what was refused is not there either"
        assert list(index.findings()) == []
        assert not (directory / "unclean").exists()
    assert seen == {0, 9}


@traced
def test_a_service_whose_disk_fails_says_so_and_ends(
    tmp_path: Path, model: Path, light_models: Path
) -> None:
    settings = {
        "PINCITE_DATA": str(tmp_path / "data"),
        "PINCITE_MODEL": str(model),
        "PINCITE_MODELS": str(light_models),
    }
    command = [str(PROGRAM), "serve", "--port", "0"]
    with running(command, **settings) as server:
        server.wait()
        assert upload(server, "before.txt")[0] == 201
        with failing(server.process.pid):
            status, reply = upload(server, "after.txt")
            assert status == 503
            assert "disk_failed" in reply
            assert server.process.wait(300) == FAILED
    assert any("CRITICAL" in line and "failed to write" in line for line in server.said)
    with running(command, **settings) as server:
        server.wait()
        listed = server.request("GET", "/api/v1/documents")[1]
        assert "before.txt" in listed
        assert upload(server, "after.txt")[0] in (200, 201)
    assert any("is being verified" in line for line in server.said)


def upload(server: Server, name: str) -> tuple[int, str]:
    body = (
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        f"The wren of {name} sings.\r\n--x--\r\n"
    )
    return server.request(
        "POST",
        "/api/v1/documents?wait=60",
        body.encode(),
        **{"Content-Type": "multipart/form-data; boundary=x"},
    )


class failing:
    """Let every fsync of a process fail, for as long as that runs."""

    def __init__(self, pid: int) -> None:
        self._command = [str(_STRACE), "-f", "-o", "/dev/null", "-e", "trace=fdatasync,fsync"]
        self._pid = pid

    def __enter__(self) -> None:
        self._strace = subprocess.Popen(
            [*self._command, "-e", _FAULT, "-p", str(self._pid)],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._strace.stderr is not None
        assert "attached" in self._strace.stderr.readline()

    def __exit__(self, *_: object) -> None:
        self._strace.send_signal(signal.SIGTERM)
        self._strace.wait()
        assert self._strace.stderr is not None
        self._strace.stderr.close()


# What follows, without strace ----------------------------------------------------------


@pytest.fixture
def failed(index: LocalIndex) -> LocalIndex:
    """A collection whose disk has failed in this process."""
    list(index.add([numbered("a")]))
    index._ledger.failure.remember()
    return index


def test_after_a_failure_nothing_is_written_and_all_can_be_asked(failed: LocalIndex) -> None:
    with pytest.raises(DiskFailed, match="start again"):
        list(failed.add([numbered("b")]))
    with pytest.raises(DiskFailed):
        failed.delete("a")

    assert [info.id for info in reading(failed).documents()] == ["a"]
    assert reading(failed).search("birds", failed.embedder.embed_question("birds"), 3)


def test_doctor_tells_of_it_until_the_next_start_has_verified(failed: LocalIndex) -> None:
    assert any("the disk failed to write" in finding for finding in failed.findings())
    again = open_toy_index(failed.directory)

    assert list(again.findings()) == []
    list(again.add([numbered("b")]))


def test_a_start_that_finds_damage_refuses_and_keeps_the_mark(failed: LocalIndex) -> None:
    failed._ledger.close()
    with closing(sqlite3.connect(failed.directory / "ledger.db")) as db, db:
        db.execute("UPDATE passages SET text = 'x' WHERE id = 1")

    with pytest.raises(LedgerDamaged, match="failed to write"):
        open_toy_index(failed.directory)
    assert (failed.directory / "unclean").exists()


def test_a_full_text_that_the_disk_lost_is_made_again(failed: LocalIndex) -> None:
    """Nothing of it is lost: refusing would leave nobody to repair it."""
    failed._ledger.close()
    with closing(sqlite3.connect(failed.directory / "ledger.db")) as db, db:
        db.execute("DELETE FROM words_data WHERE id > 10")
    again = open_toy_index(failed.directory)

    assert list(again.findings()) == []
    assert reading(again).frequencies(["bird"]) == {"bird": 4}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_IOERR_FSYNC", DiskFailed),
        ("SQLITE_IOERR_DIR_FSYNC", DiskFailed),
        ("SQLITE_IOERR_SHMSIZE", DiskFull),
    ],
)
def test_a_failed_flush_of_a_full_disk_is_a_failure(
    tmp_path: Path, name: str, kind: type[Exception]
) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        fill(disk)
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = name

        assert type(fault_of(error, disk / "ledger.db")) is kind


def test_who_asked_for_it_is_called_once(index: LocalIndex) -> None:
    called: list[int] = []
    index.on_disk_failure(lambda: called.append(1))
    index._ledger.failure.remember()
    index._ledger.failure.remember()

    assert called == [1]


def test_a_restore_over_it_is_verified_too(failed: LocalIndex, tmp_path: Path) -> None:
    again = open_toy_index(failed.directory)
    back_up(again.directory, tmp_path / "backup")
    again._ledger.failure.remember()
    restore(tmp_path / "backup", again.directory, with_removed=False)

    assert list(open_toy_index(again.directory).findings()) == []
