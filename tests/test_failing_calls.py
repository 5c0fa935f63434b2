"""Each call of the system fails once, one after the other, until the work is done without any."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from injected import DONE, NoStrace, failing
from toys import numbered, open_toy_index, reading

from index import LedgerUnusable, back_up, restore
from index.ledger.temp_folder import work_folder

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "rename", "openat", "unlink", "ftruncate")
MOST = 400
"""More calls than the work makes."""


def add(directory: Path) -> None:
    list(open_toy_index(directory).add([numbered("new")]))


def remove(directory: Path) -> None:
    open_toy_index(directory).delete("old")


def save(directory: Path) -> None:
    index = open_toy_index(directory)
    index.checkpoint(always=True)
    index.tidy()


def go_back(directory: Path) -> None:
    restore(directory.with_name("before"), directory, with_removed=False)


def save_elsewhere(directory: Path) -> None:
    back_up(directory, directory.with_name(f"{directory.name}.backup"))


WORK: dict[str, Callable[[Path], None]] = {
    "add": add,
    "remove": remove,
    "save": save,
    "back up": save_elsewhere,
    "restore": go_back,
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection of two documents; what the work imports is imported by making it."""
    directory = tmp_path_factory.mktemp("sound") / "collection"
    index = open_toy_index(directory)
    list(index.add([numbered("old"), numbered("kept")]))
    for work in (save, save_elsewhere):
        work(directory)
    back_up(directory, directory.with_name("before"))
    list(index.add([numbered("since")]))
    index._ledger.shrink_log()
    return directory


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("what", WORK)
def test_what_is_acknowledged_is_there_and_what_is_refused_is_not(
    sound: Path, tmp_path: Path, what: str, call: str, error: str
) -> None:
    """A failed flush alone leaves it open which of both, because it may be on disk already.

    Each of the first calls of a kind fails, and of the others some: they are alike.
    """
    number = 0
    while True:
        number += 1 + number // 6
        assert number < MOST
        directory = tmp_path / "collection"
        shutil.copytree(sound, directory)
        shutil.copy(sound.with_name("before"), tmp_path / "before")
        try:
            work = partial(WORK[what], directory)
            status = failing(work, call, error, number, tmp_path / "strace.log")
        except NoStrace:
            pytest.skip("needs strace, and to be allowed to use it")
        check(directory, what, status in (None, DONE), in_doubt=call in ("fsync", "fdatasync"))
        shutil.rmtree(directory)
        if status is None:
            break


@pytest.mark.parametrize("call", ["openat", "unlink", "unlinkat", "rmdir"])
def test_what_is_done_in_a_folder_to_work_in_stays_done(tmp_path: Path, call: str) -> None:
    """That the folder cannot be removed afterwards is no failure of what was done in it."""
    result = tmp_path / "result"

    def work() -> None:
        try:
            with work_folder(tmp_path) as folder:
                made = folder / "made"
                made.touch()
                (folder / "left").touch()
                made.rename(result)
        except OSError as exc:
            raise LedgerUnusable(str(exc)) from exc

    for number in range(1, MOST):
        try:
            status = failing(work, call, "EIO", number, tmp_path / "strace.log")
        except NoStrace:
            pytest.skip("needs strace, and to be allowed to use it")
        assert result.exists() == (status in (None, DONE))
        if status is None:
            break
        result.unlink(missing_ok=True)


def check(directory: Path, what: str, done: bool, *, in_doubt: bool) -> None:
    """Open the collection again as if nothing had been: it is whole, and as was promised."""
    index = open_toy_index(directory)
    found = {info.id: reading(index).document(info.id) for info in reading(index).documents()}
    before = {"old", "kept", "since"}
    after = {"add": before | {"new"}, "remove": before - {"old"}, "restore": {"old", "kept"}}
    expected = after.get(what, before) if done else before
    if in_doubt and not done and set(found) != before:
        expected = after[what]

    assert list(index.findings()) == []
    assert found == {name: numbered(name) for name in expected}
    index.tidy()
    list(index.add([numbered("later")]))
    vector = index.embedder.embed_question("birds")
    assert {hit.document.id for hit in reading(index).search("birds", vector, 50)} == {
        *expected,
        "later",
    }
