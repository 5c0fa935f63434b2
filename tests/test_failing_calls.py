"""Calls of the system fail, one at each trial: the first, the last, and some of those between."""

import random
import shutil
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from injected import DONE, NoStrace, counted, failing
from toys import numbered, open_toy_index, reading

from index import LedgerUnusable, back_up, restore
from index.ledger.temp_folder import work_folder

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "rename", "openat", "unlink", "ftruncate")
FIRST, LAST, BETWEEN = 6, 4, 3
"""How many calls of a kind fail; those between are alike."""
MOST = 400
"""More calls than are made in a folder to work in."""


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


def prepared(sound: Path, folder: Path) -> Path:
    """Return a copy of the collection, with the backup beside it."""
    directory = folder / "collection"
    shutil.copytree(sound, directory)
    shutil.copy(sound.with_name("before"), folder / "before")
    return directory


@pytest.fixture(scope="module")
def made(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counter[str]]:
    """How many calls of each kind each work makes if none fails; at times it makes one fewer."""
    found = {}
    for what, work in WORK.items():
        folder = tmp_path_factory.mktemp("counted")
        directory = prepared(sound, folder)
        try:
            found[what] = counted(partial(work, directory), CALLS, folder / "strace.log")
        except NoStrace:
            pytest.skip("needs strace, and to be allowed to use it")
        check(directory, what, done=True, in_doubt=False)
    return found


def chosen(count: int, seed: str) -> list[int]:
    """Return which of so many calls are to fail, by number from 1."""
    numbers = range(1, count + 1)
    if count <= FIRST + BETWEEN + LAST:
        return list(numbers)
    between = random.Random(seed).sample(numbers[FIRST:-LAST], BETWEEN)
    return [*numbers[:FIRST], *sorted(between), *numbers[-LAST:]]


def test_each_kind_of_call_is_made(made: dict[str, Counter[str]]) -> None:
    assert {call for counts in made.values() for call in counts} == set(CALLS)
    assert chosen(3, "") == [1, 2, 3]
    assert chosen(99, "")[:FIRST] == [1, 2, 3, 4, 5, 6]
    assert chosen(99, "")[-LAST:] == [96, 97, 98, 99]


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("what", WORK)
def test_what_is_acknowledged_is_there_and_what_is_refused_is_not(
    sound: Path, tmp_path: Path, made: dict[str, Counter[str]], what: str, call: str, error: str
) -> None:
    """A failed flush alone leaves it open which of both, because it may be on disk already."""
    for number in chosen(made[what][call], f"{what} {call} {error}"):
        directory = prepared(sound, tmp_path)
        work = partial(WORK[what], directory)
        status = failing(work, call, error, number, tmp_path / "strace.log")
        check(directory, what, status in (None, DONE), in_doubt=call in ("fsync", "fdatasync"))
        shutil.rmtree(directory)


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
