"""The log of the service: what was done to keys and collections, by whom, without a secret."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from key_calls import ADMINISTRATORS, Keys, call, code_of
from services import make_service

from index import ALL_CHANGES, ChangeQuery, LocalIndex
from index.errors import IndexFault
from qa.config import Config
from qa.errors import KeysUnusable
from qa.service.collections import Collections
from qa.service.data_folder import DataFolder
from qa.service.key_store import KeyStore
from qa.service.keys import KeyLimits
from qa.web.app import create_app

LOG = "/api/v1/service/changes"
LETTERS = frozenset({"letters"})


def lines(store: KeyStore) -> list[tuple[str, str, str]]:
    """Return who did what to what, the oldest first."""
    found = store.changes(ALL_CHANGES, None, -1)
    return [(line.who, line.what, line.subject) for line in reversed(found)]


def test_a_key_is_added_and_revoked_by_somebody_at_a_time(tmp_path: Path) -> None:
    store = KeyStore(tmp_path, lambda: 1_800_000_000.0, who="ann")
    key, text = store.add("Ada", "add", LETTERS, 2_000_000_000, KeyLimits(60, None, 100))
    store.revoke("Ada")
    revoked, added = store.changes(ALL_CHANGES, None, -1)

    assert (added.what, added.who, added.subject) == ("key_added", "ann", key.id)
    assert dict(added.details) == {
        "name": "Ada", "may": "add", "collections": "letters", "expires": 2_000_000_000,
        "questions": 60, "megabytes": 100,
    }  # fmt: skip
    assert (revoked.what, revoked.details) == ("key_revoked", (("name", "Ada"),))
    assert revoked.made == added.made == "2027-01-15T08:00:00+00:00"
    with closing(sqlite3.connect(store.path)) as db:
        stored = db.execute("SELECT * FROM changes").fetchall()
    assert text.split("_")[2] not in repr(stored)
    assert key.digest.hex() not in repr(stored)


@pytest.mark.parametrize(
    "change", [lambda store: store.add("Bo", "read", None), lambda store: store.revoke("Ada")]
)
def test_without_its_line_no_key_is_changed(
    tmp_path: Path, change: Callable[[KeyStore], object]
) -> None:
    store = KeyStore(tmp_path)
    store.add("Ada", "read", None)
    before = store.all()
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("CREATE TRIGGER t BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises((KeysUnusable, IndexFault)):
        change(store)

    assert store.all() == before


def test_a_file_of_an_older_version_gets_a_log(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)
    store.add("Ada", "read", None)
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("DROP TABLE changes")
    assert lines(store) == []
    store.revoke("Ada")

    assert [what for _, what, _ in lines(store)] == ["key_revoked"]


def test_where_nothing_was_done_there_is_no_file(tmp_path: Path) -> None:
    assert lines(KeyStore(tmp_path / "data")) == []
    assert not (tmp_path / "data").exists()


def test_a_log_alone_locks_nobody_out(open_client: FlaskClient, tmp_path: Path) -> None:
    """A service without keys is open, also once somebody made a collection."""
    DataFolder(tmp_path).create("letters", (tmp_path / "letters").mkdir)

    assert lines(KeyStore(tmp_path)) == [("", "collection_created", "letters")]
    assert call(open_client, "", "GET", "/api/v1/documents").status_code == 200
    assert [
        line["subject"] for line in call(open_client, "", "GET", LOG).get_json()["changes"]
    ] == ["letters"]


def test_what_cannot_be_logged_is_done_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "keys.db").write_bytes(b"no database" * 100)
    DataFolder(tmp_path).create("letters", (tmp_path / "letters").mkdir)

    assert (tmp_path / "letters").is_dir()
    assert "collection_created of letters is not in the log of the service" in caplog.text


def test_a_damaged_line_hides_no_other(tmp_path: Path) -> None:
    store = KeyStore(tmp_path, who="ann")
    store.add("Ada", "read", None)
    store.revoke("Ada")
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("UPDATE changes SET who = 'eve' WHERE number = 1")

    assert lines(store) == [("", "unreadable", ""), ("ann", "key_revoked", lines(store)[1][2])]


@pytest.fixture
def client_of_all(index: LocalIndex, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of a service of all collections, which asks for a key."""
    service = make_service(index, Config(key=ADMINISTRATORS, data=tmp_path, confidence=0.0))
    collections = Collections(service)
    yield create_app(service, collections).test_client()
    collections.close()


def test_the_administrator_reads_it_in_pages(client_of_all: FlaskClient) -> None:
    client = client_of_all
    for name in ("letters", "post"):
        call(client, ADMINISTRATORS, "POST", "/api/v1/collections", json={"name": name})
    removed = call(client, ADMINISTRATORS, "DELETE", "/api/v1/collections/letters").get_json()
    restored = f"/api/v1/bin/{removed['id']}/restore"
    call(client, ADMINISTRATORS, "POST", restored, json={"name": "mail"})
    call(client, ADMINISTRATORS, "PATCH", "/api/v1/collections/mail", json={"name": "memos"})
    call(client, ADMINISTRATORS, "DELETE", "/api/v1/collections/memos?now=true")
    query = "what=collection_removed&most=1"
    first = call(client, ADMINISTRATORS, "GET", f"{LOG}?{query}").get_json()
    rest = call(client, ADMINISTRATORS, "GET", f"{LOG}?{query}&after={first['next']}").get_json()
    all_ = call(client, ADMINISTRATORS, "GET", LOG).get_json()["changes"]

    assert [line["subject"] for line in (*first["changes"], *rest["changes"])] == [
        "memos",
        "letters",
    ]
    assert [(line["who"], line["what"], line["subject"]) for line in reversed(all_)] == [
        ("administrator", "collection_created", "letters"),
        ("administrator", "collection_created", "post"),
        ("administrator", "collection_removed", "letters"),
        ("administrator", "collection_brought_back", "mail"),
        ("administrator", "collection_renamed", "mail"),
        ("administrator", "collection_removed", "memos"),
        ("administrator", "collection_erased", "memos"),
    ]
    assert code_of(call(client, ADMINISTRATORS, "GET", f"{LOG}?since=soon")) == "filter_rejected"
    assert code_of(call(client, ADMINISTRATORS, "GET", f"{LOG}?document_id=x")) == "invalid_field"


def test_no_key_of_a_collection_reads_it(client: FlaskClient, keys: Keys) -> None:
    text = keys.make("manage", None)

    assert call(client, text, "GET", LOG).status_code == 403
    assert call(client, "", "GET", LOG).status_code == 401
    said = call(client, ADMINISTRATORS, "GET", LOG).get_json()
    assert text.split("_")[2] not in json.dumps(said)
    assert [line["what"] for line in said["changes"]] == ["key_added"]


def test_lines_are_chosen_by_time_and_who(tmp_path: Path) -> None:
    for day, who in ((1, "ann"), (2, "bo"), (3, "ann")):
        moment = 1_800_000_000.0 + day * 86_400
        KeyStore(tmp_path, partial(float, moment), who=who).add(f"key {day}", "read", None)
    store = KeyStore(tmp_path)

    assert len(store.changes(ChangeQuery(who="ann"), None, -1)) == 2
    assert len(store.changes(ChangeQuery(since="2027-01-17"), None, -1)) == 2
    assert len(store.changes(ALL_CHANGES, 3, 1)) == 1
