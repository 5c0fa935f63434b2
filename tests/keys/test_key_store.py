"""The file with the keys: what it stores, what it refuses, and what it never holds."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from key_calls import file_of

from qa.errors import KeyRejected, KeysUnusable
from qa.service.key_file import FILE
from qa.service.key_store import KeyStore
from qa.service.keys import ADMINISTRATOR, Grant, KeyLimits, parts_of

LETTERS = frozenset({"letters"})


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "data")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_a_key_is_stored_without_its_secret(store: KeyStore) -> None:
    key, text = store.add("Ada Lund", "add", LETTERS, 2_000_000_000, KeyLimits(60, 5, 100))
    parts = parts_of(text)

    assert store.all() == [key]
    assert parts is not None
    assert parts[0] == key.id
    assert key.fits(parts[1])
    assert parts[1].encode() not in bytes_of(file_of(store).parent)
    assert parts[1] not in repr(key)


def test_secrets_have_256_bits_and_no_two_are_alike(store: KeyStore) -> None:
    texts = [store.add(f"key {number}", "read", None)[1] for number in range(50)]
    secrets = {parts[1] for text in texts if (parts := parts_of(text))}

    assert len(secrets) == 50
    assert {len(secret) for secret in secrets} == {43}  # of 64 letters, which is 32 bytes


def test_only_its_owner_may_read_the_file(store: KeyStore) -> None:
    store.add("Ada", "read", None)

    assert stat.S_IMODE(file_of(store).stat().st_mode) == 0o600


def test_looking_makes_no_file(store: KeyStore) -> None:
    assert store.all() == []
    assert store.revoke("Ada") is None
    with store.moving("letters", "post"):
        pass
    assert not file_of(store).parent.exists()


@pytest.mark.parametrize(
    "name", ["", " ", "-", "a" * 65, "a\nb", "a\u202eb", "<b>", "\ud800", "Administrator", "a/b"]
)
def test_a_name_that_cannot_be_shown_is_refused(store: KeyStore, name: str) -> None:
    with pytest.raises(KeyRejected, match="cannot be the name of a key"):
        store.add(name, "read", None)


@pytest.mark.parametrize(
    "name", ["Ada Lund", "Zoë O’Neil", "importer-2", "李雷", "ada@example.org"]
)
def test_names_of_people_and_programs_are_taken(store: KeyStore, name: str) -> None:
    assert store.add(f" {name} ", "read", None)[0].name == name


def test_a_name_is_of_one_key_until_that_is_revoked(store: KeyStore) -> None:
    first, _ = store.add("Zoe\u0308", "read", None)
    with pytest.raises(KeyRejected, match=first.id):
        store.add("Zo\u00eb", "read", None)
    store.revoke("Zo\u00eb")
    second, _ = store.add("Zo\u00eb", "read", None)

    assert [(key.id, key.revoked is None) for key in store.all()] == [
        (first.id, False),
        (second.id, True),
    ]


def test_a_key_is_revoked_once_by_name_or_id(store: KeyStore) -> None:
    key, _ = store.add("Ada", "read", None)
    other, _ = store.add(key.id, "read", None)  # whose name is the id of another
    assert store.revoke(key.id) == key
    first = store.all()[0].revoked
    again = store.revoke("Ada")

    assert again is not None
    assert again.revoked == first
    assert store.all()[1] == other
    assert store.revoke("nobody") is None


@pytest.mark.parametrize(
    ("expires", "revoked", "state"),
    [
        (None, None, "valid"),
        (1001, None, "valid"),
        (1000, None, "expired"),
        (1001, 5, "revoked"),
        (1000, 5, "revoked"),
    ],
)
def test_a_key_is_valid_until_it_is_over_or_revoked(
    store: KeyStore, expires: int | None, revoked: int | None, state: str
) -> None:
    key, _ = store.add("Ada", "read", None, expires)
    if revoked:
        store.revoke("Ada")
        (key,) = store.all()

    assert key.state(1000.0) == state


def test_a_collection_that_is_renamed_takes_its_keys_along(store: KeyStore) -> None:
    store.add("one", "read", frozenset({"letters", "post"}))
    store.add("two", "manage", LETTERS)
    store.add("all", "read", None)
    with store.moving("letters", "archive"):
        pass
    assert [key.collections for key in store.all()] == [
        frozenset({"archive", "post"}),
        frozenset({"archive"}),
        None,
    ]
    with store.moving("archive"):
        pass
    assert [key.collections for key in store.all()] == [frozenset({"post"}), frozenset(), None]
    assert [key.state(0) for key in store.all()] == ["valid"] * 3


def fails_to_move(store: KeyStore, new: str | None) -> None:
    with store.moving("letters", new):
        assert "letters" not in set().union(*(key.collections or () for key in store.all()))
        (file_of(store).parent / "letters").rename(file_of(store).parent / "elsewhere")


def test_keys_leave_a_collection_before_it_is_moved_and_come_back_if_it_is_not(
    store: KeyStore,
) -> None:
    """Killed in between, no key opens what gets the old name; a key for the new one stays."""
    store.add("one", "read", LETTERS)
    store.add("two", "read", frozenset({"post"}))
    for new in ("post", None):
        with pytest.raises(FileNotFoundError):
            fails_to_move(store, new)
        assert [key.collections for key in store.all()] == [LETTERS, frozenset({"post"})]


def test_a_grant_covers_its_collections_and_what_is_below_it() -> None:
    grant = Grant("1", "Ada", "add", LETTERS)

    assert [grant.may(power, "letters") for power in ("read", "add", "manage", "administer")] == [
        True,
        True,
        False,
        False,
    ]
    assert not grant.may("read", "post")
    assert not Grant("1", "Ada", "manage", frozenset()).may("read", "letters")
    assert Grant("1", "Ada", "read", None).may("read", "post")
    assert ADMINISTRATOR.may("administer", "post")


def test_a_row_that_changed_on_the_disk_opens_nothing(store: KeyStore) -> None:
    store.add("Ada", "read", LETTERS)
    store.add("Bo", "read", LETTERS)
    changes = ("may = 'manage'", "collections = NULL", "name = CAST(x'ff61' AS TEXT)", "may = 'x'")
    for change in changes:
        with sqlite3.connect(file_of(store)) as connection:
            connection.execute(f"UPDATE keys SET {change} WHERE rowid = 1")
        connection.close()
        ada, bo = store.all()
        assert (ada.state(0), bo.state(0)) == ("damaged", "valid"), change
    store.revoke(ada.id)
    assert store.all()[0].state(0) == "damaged"


@pytest.mark.parametrize("content", [b"no database" * 500, b"\0" * 8192])
def test_a_file_that_is_none_is_refused_by_name(store: KeyStore, content: bytes) -> None:
    file_of(store).parent.mkdir()
    file_of(store).write_bytes(content)

    with pytest.raises(KeysUnusable, match=FILE):
        store.all()
    with pytest.raises(KeysUnusable, match=FILE):
        store.add("Ada", "read", None)
    assert file_of(store).read_bytes() == content


def test_a_newer_format_is_refused_untouched(store: KeyStore) -> None:
    store.add("Ada", "read", None)
    with sqlite3.connect(file_of(store)) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(KeysUnusable, match="format 99"):
        store.add("Bo", "read", None)


def test_many_who_add_at_once_lose_nothing(store: KeyStore) -> None:
    def add(number: int) -> None:
        for turn in range(5):
            KeyStore(file_of(store).parent).add(f"key {number} {turn}", "read", None)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(store.all()) == 30


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
def test_keys_that_root_adds_are_those_of_the_folders_owner(tmp_path: Path) -> None:
    os.chown(tmp_path, 1234, 1235)
    store = KeyStore(tmp_path)
    store.add("ada", "read", None)

    found = {(one.stat().st_uid, one.stat().st_gid) for one in tmp_path.iterdir()}
    assert found == {(1234, 1235)}


def test_a_root_that_may_give_no_file_away_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "fchown", refuse)
    store = KeyStore(tmp_path)
    store.add("ada", "read", None)

    assert [key.name for key in store.all()] == ["ada"]


@pytest.mark.skipif(os.geteuid() != 0, reason="root reads the files of everybody")
def test_a_file_of_another_user_is_named_with_what_to_do() -> None:
    code = (
        "import os, sys; from pathlib import Path; from qa.service.key_store import KeyStore; "
        "os.setgid(1235); os.setuid(1234); KeyStore(Path(sys.argv[1])).all()"
    )
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        KeyStore(Path(folder)).add("ada", "read", None)
        done = subprocess.run(
            [sys.executable, "-c", code, folder], capture_output=True, text=True, check=False
        )

        assert f"{folder}/keys.db belongs to another user than this runs as" in done.stderr
        assert f"`chown 1234 {folder}/keys.db*` as root" in done.stderr
