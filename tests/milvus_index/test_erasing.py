"""A collection of a data folder that is erased is erased in Milvus too, and no other is."""

import logging
from pathlib import Path

import pytest
from milvus_collections import opened, places
from milvus_servers import MilvusServer, free_ports

from corpus import Document
from index import LocalIndex
from index.errors import IndexAway
from qa.config import Config
from qa.service import data_folder
from qa.service.collection_place import CollectionPlace
from qa.service.places import collection_place
from qa.wiring import BIN


def there(folder: Path, index: str) -> CollectionPlace:
    return collection_place(Config(data=folder, index=index))


@pytest.fixture
def names(server: MilvusServer, tmp_path: Path) -> dict[str, str]:
    """What Milvus calls two collections, which are there."""
    found = {}
    for name in ("birds", "letters"):
        index = opened(server, tmp_path, name=name)
        list(index.add([Document("owls", "Owls", "owls.txt", "Owls hunt at night.")]))
        (found[name],) = places(index)
        index.end()
    return found


def in_milvus(server: MilvusServer, tmp_path: Path) -> set[str]:
    index = opened(server, tmp_path / "other")
    try:
        return {*index._engine.connection.names()}
    finally:
        index.end()


def test_what_is_erased_is_erased_in_milvus_and_what_is_in_the_bin_is_not(
    names: dict[str, str], server: MilvusServer, tmp_path: Path
) -> None:
    place = there(tmp_path, server.url)
    removed = place.remove("birds")
    assert in_milvus(server, tmp_path) >= {*names.values()}
    place.restore(removed.id)
    index = opened(server, tmp_path)
    assert list(index.findings()) == []
    index.end()
    place.erase(place.remove("birds").id)

    assert names["birds"] not in in_milvus(server, tmp_path)
    assert names["letters"] in in_milvus(server, tmp_path)


def test_at_the_end_of_its_days_in_the_bin_it_goes_from_milvus_too(
    names: dict[str, str], server: MilvusServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = there(tmp_path, server.url)
    place.remove("birds")
    assert place.sweep() == []
    monkeypatch.setattr(data_folder, "KEPT_DAYS", -1)
    assert [one.name for one in place.sweep()] == ["birds"]

    assert names["birds"] not in in_milvus(server, tmp_path)
    assert names["letters"] in in_milvus(server, tmp_path)


def test_while_milvus_is_away_it_is_gone_here_and_goes_there_later(
    names: dict[str, str], server: MilvusServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the process is killed between the two."""
    (nobody,) = free_ports(1)
    place = there(tmp_path, f"milvus+http://127.0.0.1:{nobody}")
    LocalIndex(tmp_path / "local", lambda: pytest.fail("no model is needed")).end()
    place.erase(place.remove("birds").id)
    assert place.removed() == []
    place.remove("local")
    monkeypatch.setattr(data_folder, "KEPT_DAYS", -1)
    with pytest.raises(IndexAway):
        place.sweep()
    assert place.removed() == []  # one whose Milvus is away hinders no other
    there(tmp_path, server.url).sweep()

    assert [*(tmp_path / BIN).iterdir()] == []
    assert names["birds"] not in in_milvus(server, tmp_path)
    assert names["letters"] in in_milvus(server, tmp_path)


def test_without_its_milvus_it_is_erased_here_and_said_to_be_there(
    names: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = there(tmp_path, "")
    with caplog.at_level(logging.WARNING):
        place.erase(place.remove("birds").id)

    assert [*(tmp_path / BIN).iterdir()] == []
    assert names["birds"] in caplog.text


def test_what_has_nothing_in_milvus_is_erased_without_it(tmp_path: Path) -> None:
    """One whose passages are on this machine, and one that was never written to."""
    LocalIndex(tmp_path / "local", lambda: pytest.fail("no model is needed")).end()
    (nobody,) = free_ports(1)
    place = there(tmp_path, f"milvus+http://127.0.0.1:{nobody}")
    place.erase(place.remove("local").id)

    assert [*(tmp_path / BIN).iterdir()] == []
