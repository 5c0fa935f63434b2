"""Keys are the same in a file and in the store that many servers share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import PostgresServer

from index import ALL_CHANGES, LoggedChange
from index.errors import IndexAway
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.registry import Registry
from qa.errors import KeyRejected, KeysUnusable, LimitReached
from qa.service.allowances import count_upload, give_back_upload
from qa.service.key_file import KeyFile
from qa.service.key_place import KeyPlace
from qa.service.key_ring import KeyRing
from qa.service.key_store import KeyStore
from qa.service.keys import Grant, KeyLimits
from qa.service.revoked_links import is_revoked, revoke_link
from qa.service.sessions import MOST, Session, begin_session, end_session
from qa.service.stored_keys import StoredKeys

LETTERS = frozenset({"letters"})


@pytest.fixture(params=["file", "store"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> KeyPlace:
    if request.param == "file":
        return KeyFile(tmp_path / "keys.db")
    return StoredKeys(Registry(request.getfixturevalue("url")))


@pytest.fixture
def store(place: KeyPlace) -> KeyStore:
    return KeyStore(place)


@pytest.fixture
def ring(place: KeyPlace) -> Iterator[KeyRing]:
    ring = KeyRing(place)
    yield ring
    ring.close()


def test_a_key_comes_back_as_it_was_made(store: KeyStore) -> None:
    ada, _ = store.add("Ada", "add", LETTERS, 2_000_000_000, KeyLimits(60, 5))
    ben, _ = store.add("Ben", "read", None)

    assert store.all() == [ada, ben]


def test_there_are_no_keys_before_the_first(store: KeyStore, ring: KeyRing) -> None:
    assert store.all() == []
    assert store.revoke("Ada") is None
    assert not ring.locks()
    assert not store.place.exists()


def test_a_name_is_taken_until_its_key_is_revoked(store: KeyStore) -> None:
    key, _ = store.add("Ada", "read", None)
    with pytest.raises(KeyRejected, match="already a key called 'Ada'"):
        store.add("Ada", "read", None)
    revoked = store.revoke("Ada")
    again, _ = store.add("Ada", "read", None)

    assert revoked == key
    assert [one.id for one in store.all()] == [key.id, again.id]
    assert store.all()[0].revoked is not None


def test_a_service_sees_every_change_at_its_next_look(store: KeyStore, ring: KeyRing) -> None:
    assert ring.find("pincite_none") is None
    _, text = store.add("Ada", "read", None)
    found = ring.find(text)
    assert found is not None
    assert found.name == "Ada"
    store.revoke("Ada")

    assert ring.find(text) is None
    assert ring.locks()


def test_keys_follow_a_collection_that_is_renamed(store: KeyStore) -> None:
    store.add("Ada", "read", LETTERS)
    with store.moving("letters", "post"):
        pass
    assert store.all()[0].collections == frozenset({"post"})
    with pytest.raises(ZeroDivisionError), store.moving("post", "mail"):
        raise ZeroDivisionError

    assert store.all()[0].collections == frozenset({"post"})


def test_sessions_come_and_go(store: KeyStore, ring: KeyRing) -> None:
    key, _ = store.add("Ada", "read", None)
    for number in range(MOST + 1):
        begin_session(store, f"token {number}", Session(key.id, 2_000_000_000, b"\0"))

    assert ring.session("token 0") is None  # the oldest goes
    assert ring.session("token 1") == Session(key.id, 2_000_000_000, b"\0")
    end_session(store, "token 1")
    assert ring.session("token 1") is None


def test_uploads_of_a_day_are_counted(store: KeyStore) -> None:
    store.add("Ada", "add", None)
    grant = Grant("abc", "Ada", "add", None, KeyLimits(uploads=2))
    assert [count_upload(store, grant, 10)[0].left for _ in range(2)] == [1, 0]
    with pytest.raises(LimitReached):
        count_upload(store, grant, 10)
    give_back_upload(store, grant, 10)

    assert count_upload(store, grant, 10)[0].left == 0


def test_what_is_done_to_keys_is_in_the_log_of_the_service(place: KeyPlace) -> None:
    store = KeyStore(place, who="Eve")
    assert store.changes(ALL_CHANGES, None, 9) == []
    key, _ = store.add("Ada", "read", None)
    store.revoke("Ada")
    store.log_change(LoggedChange("collection_created", subject="notes"))
    lines = store.changes(ALL_CHANGES, None, 9)

    assert [(line.number, line.what, line.who) for line in lines] == [
        (3, "collection_created", "Eve"),
        (2, "key_revoked", "Eve"),
        (1, "key_added", "Eve"),
    ]
    assert lines[1].subject == key.id
    assert store.changes(ALL_CHANGES, 2, 9) == lines[2:]


def test_a_link_that_is_revoked_stays_so(store: KeyStore) -> None:
    assert not is_revoked(store, "one")
    revoke_link(store, "one", 2_000_000_000)
    revoke_link(store, "one", 2_000_000_000)

    assert is_revoked(store, "one")
    assert not is_revoked(store, "other")


def test_a_damaged_row_opens_nothing(url: str, db: PostgresConnection) -> None:
    place = StoredKeys(Registry(url))
    store, ring = KeyStore(place), KeyRing(place)
    _, text = store.add("Ada", "read", LETTERS)
    assert ring.find(text) is not None
    db.execute("UPDATE pincite_keys.keys SET may = 'manage', collections = NULL")

    assert ring.find(text) is None
    ring.close()


def test_keys_that_cannot_be_reached_open_nothing_and_come_back(server: PostgresServer) -> None:
    place = StoredKeys(Registry(server.new_database()))
    store, ring = KeyStore(place), KeyRing(place)
    _, text = store.add("Ada", "read", None)
    assert ring.find(text) is not None
    server.stop()
    try:
        with pytest.raises(IndexAway):
            ring.find(text)
        with pytest.raises(IndexAway):
            ring.locks()
    finally:
        server.start()

    assert ring.find(text) is not None
    ring.close()


def test_keys_of_another_format_are_refused(url: str, db: PostgresConnection) -> None:
    registry = Registry(url)
    KeyStore(StoredKeys(registry)).add("Ada", "read", None)
    assert registry.fact("keys") == "1"
    db.execute("UPDATE pincite.facts SET value = '99' WHERE key = 'keys'")

    with pytest.raises(KeysUnusable, match="have format 99"):
        KeyStore(StoredKeys(registry)).all()
    with pytest.raises(KeysUnusable, match="have format 99"):
        KeyStore(StoredKeys(registry)).add("Ben", "read", None)
