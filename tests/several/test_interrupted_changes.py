"""Changes of whole collections that are killed, or fail, at each of their system calls."""

import shutil
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from injected import NoStrace, failing, killed
from several_collections import fill
from toys import WordEmbedder

from index import LocalIndex
from qa.errors import CollectionExists, UnknownCollection
from qa.service.data_folder import DataFolder

NOTE = "The heron stands in water."
CALLS = ("mkdir", "rename", "fsync", "flock", "unlinkat", "rmdir", "openat")
CHANGES = ("create", "rename", "remove", "restore", "erase")


def make(path: Path) -> None:
    LocalIndex(path, WordEmbedder).end()


def change(what: str, folder: DataFolder) -> None:
    match what:
        case "create":
            folder.create("new", lambda: make(folder.folder / "new"))
        case "rename":
            folder.rename("birds", "new")
        case "remove":
            folder.remove("birds")
        case "restore":
            folder.restore(folder.removed()[0].id, "new")
        case "erase":
            folder.erase(folder.removed()[0].id)


def begun(what: str, data: Path) -> DataFolder:
    """Return a folder with a collection, or with one that was removed, for what changes it."""
    shutil.rmtree(data, ignore_errors=True)
    fill(data, {"birds": NOTE})
    folder = DataFolder(data)
    if what in ("restore", "erase"):
        folder.remove("birds")
    return folder


def holdings(folder: DataFolder) -> list[str]:
    """Return what each collection says, also those in the bin; all must be whole."""
    found = [folder.folder / name for name in folder.names()]
    found += [folder.folder / ".bin" / one.id for one in folder.removed()]
    said = []
    for path in found:
        index = LocalIndex(path, WordEmbedder)
        assert list(index.findings()) == []
        with index.reader() as reader:
            said += [document.text for one in reader.ids() if (document := reader.document(one))]
        index.end()
    return said


def check(what: str, folder: DataFolder) -> None:
    """Check that a change was made, or not, and that it can still be made."""
    said = holdings(folder)
    assert said == [NOTE] or (what == "erase" and said == []), "it is in one place, and once"
    folder.sweep()
    assert not [path for path in folder.folder.glob(".bin/*") if path.suffix == ".erasing"]
    try:
        change(what, folder)
    except (UnknownCollection, CollectionExists, IndexError):  # it was done before
        assert ("new" in folder.names()) == (what in ("create", "rename", "restore"))
    assert holdings(folder) == ([] if what == "erase" else [NOTE])


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("what", CHANGES)
def test_one_that_is_killed_leaves_all_or_nothing(what: str, call: str, tmp_path: Path) -> None:
    for number in count(1):
        folder = begun(what, tmp_path / "data")
        try:
            if not killed(partial(change, what, folder), call, number, tmp_path / "log"):
                break
        except NoStrace:
            pytest.skip("strace is needed")
        check(what, folder)


@pytest.mark.parametrize("call", ["rename", "mkdir", "unlinkat"])
@pytest.mark.parametrize("what", CHANGES)
def test_one_that_fails_leaves_all_or_nothing(what: str, call: str, tmp_path: Path) -> None:
    for number in count(1):
        folder = begun(what, tmp_path / "data")
        try:
            how = failing(partial(change, what, folder), call, "EACCES", number, tmp_path / "log")
        except NoStrace:
            pytest.skip("strace is needed")
        if how is None:
            break
        check(what, folder)
