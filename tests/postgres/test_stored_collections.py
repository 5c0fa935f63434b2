"""The collections of a store come and go as those of a data directory do."""

from pathlib import Path

import pytest

from index.ledger.ledger import Ledger
from index.ledger.postgres.registry import Registry
from qa.errors import CollectionExists, UnknownCollection
from qa.service.data_folder import DataFolder
from qa.service.key_store import KeyStore
from qa.service.stored_collections import StoredCollections
from qa.service.stored_keys import StoredKeys

Known = DataFolder | StoredCollections


@pytest.fixture(params=["folder", "store"])
def known(request: pytest.FixtureRequest, tmp_path: Path) -> Known:
    if request.param == "folder":
        return DataFolder(tmp_path)
    return StoredCollections(Registry(request.getfixturevalue("url")))


def create(known: Known, name: str) -> None:
    def make() -> None:
        if isinstance(known, DataFolder):
            Ledger(known.folder / name / "ledger.db").close()

    known.create(name, make)


def test_collections_are_made_renamed_removed_and_brought_back(known: Known) -> None:
    assert known.names() == []
    create(known, "notes")
    create(known, "letters")
    known.rename("notes", "papers")
    assert known.names() == ["letters", "papers"]
    assert known.has("papers")
    assert not known.has("notes")

    removed = known.remove("papers")
    assert known.names() == ["letters"]
    assert removed.name == "papers"
    assert known.removed() == [removed]
    assert known.restore(removed.id, "notes") == "notes"
    assert known.names() == ["letters", "notes"]
    assert known.removed() == []


def test_a_name_is_that_of_one_collection(known: Known) -> None:
    create(known, "notes")
    create(known, "letters")

    with pytest.raises(CollectionExists):
        create(known, "notes")
    with pytest.raises(CollectionExists):
        known.rename("letters", "Notes")
    with pytest.raises(UnknownCollection):
        known.rename("nothing", "papers")
    with pytest.raises(UnknownCollection):
        known.remove("nothing")
    removed = known.remove("notes")
    create(known, "notes")
    with pytest.raises(CollectionExists):
        known.restore(removed.id)


def test_what_is_erased_cannot_be_brought_back(known: Known) -> None:
    create(known, "notes")
    removed = known.remove("notes")
    assert known.sweep() == []
    known.erase(removed.id)

    assert known.removed() == []
    with pytest.raises(UnknownCollection):
        known.restore(removed.id)
    with pytest.raises(UnknownCollection):
        known.erase(removed.id)


def test_the_keys_of_a_collection_follow_it(url: str) -> None:
    registry = Registry(url)
    known, keys = StoredCollections(registry), KeyStore(StoredKeys(registry))
    create(known, "notes")
    keys.add("Ada", "read", frozenset({"notes"}))
    known.rename("notes", "papers")
    assert keys.all()[0].collections == frozenset({"papers"})
    with pytest.raises(UnknownCollection):
        known.remove("notes")
    known.remove("papers")

    assert keys.all()[0].collections == frozenset()


def test_what_another_engine_has_is_dropped_with_it(url: str) -> None:
    dropped: list[str] = []
    known = StoredCollections(Registry(url), lambda entry: dropped.append(entry.name))
    create(known, "notes")
    removed = known.remove("notes")
    assert dropped == []
    known.erase(removed.id)

    assert dropped == ["notes"]
