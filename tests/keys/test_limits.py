"""Limits of each key: what counts, what is said, and what a restart does not forget."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from key_calls import ADMINISTRATORS, HERE, Keys, call, code_of, file_of, upload
from services import make_service

from index import LocalIndex
from qa.config import Config
from qa.errors import LimitReached
from qa.service.allowances import DAY, Questions, count_upload, give_back_upload
from qa.service.key_store import KeyStore
from qa.service.keys import Grant, KeyLimits
from qa.web.app import create_app

ASK, SEARCH = "/api/v1/ask", "/api/v1/search"
ASKED = {"question": "Where does the heron stand?"}


class Clock:
    now = 100 * DAY + 3600.0

    def __call__(self) -> float:
        return self.now


def grant(key_id: str = "1", **limits: int) -> Grant:
    return Grant(key_id, f"key {key_id}", "add", HERE, KeyLimits(**limits))


def test_a_minute_has_so_many_questions_for_each_key() -> None:
    clock = Clock()
    questions = Questions(clock)
    one, other = grant(questions=2), grant("2", questions=1)
    first = questions.count(one)
    assert first is not None
    assert (first.quota, first.left, first.resets) == (2, 1, 60)
    clock.now += 20
    second = questions.count(one)
    assert second is not None
    assert (second.left, second.resets) == (0, 40)
    with pytest.raises(LimitReached, match="2 questions a minute: try again in 40 seconds"):
        questions.count(one)
    assert questions.count(other)
    assert questions.count(grant("3")) is None
    clock.now += 40

    assert questions.count(one)


def test_a_day_has_so_many_uploads_and_bytes(tmp_path: Path) -> None:
    clock = Clock()
    store = KeyStore(tmp_path, clock)
    mine = grant(uploads=3, megabytes=2)
    assert [one.left for one in count_upload(store, mine, 400_000)] == [2, 1]
    assert [one.left for one in count_upload(KeyStore(tmp_path, clock), mine, 600_001)] == [1, 0]
    with pytest.raises(LimitReached, match="2 MB a day"):
        count_upload(store, mine, 1_000_000)
    (uploads, megabytes) = count_upload(store, mine, 999_999)
    assert (uploads.left, uploads.resets, megabytes.left) == (0, DAY - 3600, 0)
    with pytest.raises(LimitReached, match="3 documents a day"):
        count_upload(store, mine, 0)
    assert count_upload(store, grant("2", uploads=1), 1)
    give_back_upload(store, mine, 999_999)
    assert count_upload(store, mine, 999_999)
    clock.now += DAY

    assert [one.left for one in count_upload(store, mine, 1)] == [2, 1]


def test_a_key_without_limits_writes_nothing(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)

    assert count_upload(store, grant(questions=1), 10**9) == []
    give_back_upload(store, grant(), 10**9)
    assert not file_of(store).exists()


def test_questions_are_counted_and_the_rest_is_not(client: FlaskClient, keys: Keys) -> None:
    key = keys.make(limits=KeyLimits(questions=2))
    upload(client, ADMINISTRATORS, "The heron stands in shallow water.")
    first = call(client, key, "POST", ASK, json=ASKED)
    for path in ("/api/v1/documents", "/api/v1/examples", "/api/v1/map", "/api/v1/jobs"):
        assert "RateLimit" not in call(client, key, "GET", path).headers
    second = call(client, key, "POST", SEARCH, json=ASKED)
    refused = call(client, key, "POST", ASK, json=ASKED)

    assert [one.status_code for one in (first, second, refused)] == [200, 200, 429]
    assert {one.headers["RateLimit-Policy"] for one in (first, second, refused)} == {
        '"questions";q=2;w=60'
    }
    assert first.headers["RateLimit"].startswith('"questions";r=1;t=')
    assert refused.headers["RateLimit"].startswith('"questions";r=0;t=')
    assert code_of(refused) == "limit_reached"
    assert "2 questions a minute" in refused.get_json()["error"]["message"]
    assert refused.headers["RateLimit"].endswith(f";t={refused.headers['Retry-After']}")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert call(client, keys.make(), "POST", ASK, json=ASKED).status_code == 200
    assert call(client, key, "GET", "/api/v1/documents").status_code == 200


def test_every_way_to_ask_counts(client: FlaskClient, keys: Keys) -> None:
    upload(client, ADMINISTRATORS, "The heron stands in shallow water.")
    called = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {}}
    messages = [{"role": "user", "content": "Where?"}]
    ways = {
        "/mcp": called,
        "/v1/chat/completions": {"model": "main", "messages": messages},
        "/v1/messages": {"model": "main", "max_tokens": 9, "messages": messages},
        "/v1/responses": {"model": "main", "input": "Where?"},
        "/api/v1/check": {"text": "The heron stands."},
        "/api/v1/find": {"topic": "herons"},
    }
    for path, body in ways.items():
        key = keys.make(limits=KeyLimits(questions=1))
        assert call(client, key, "POST", path, json=body).status_code != 429, path
        assert call(client, key, "POST", ASK, json=ASKED).status_code == 429, path
    listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    key = keys.make(limits=KeyLimits(questions=1))
    call(client, key, "POST", "/mcp", json=listing)

    assert call(client, key, "POST", ASK, json=ASKED).status_code == 200


def test_uploads_are_counted_also_after_a_restart(
    client: FlaskClient, keys: Keys, index: LocalIndex, tmp_path: Path
) -> None:
    key = keys.make("add", limits=KeyLimits(uploads=2, megabytes=1))
    first = upload(client, key, "The heron stands.")
    assert first.headers["RateLimit-Policy"] == '"uploads";q=2;w=86400, "megabytes";q=1;w=86400'
    assert first.headers["RateLimit"].startswith('"uploads";r=1;t=')
    taken = upload(client, key, "The heron flies.")
    assert (taken.status_code, code_of(taken)) == (409, "name_taken")
    assert upload(client, key, "The heron sleeps.", "on_conflict=keep").status_code == 201
    restarted = make_service(index, Config(key=ADMINISTRATORS, data=tmp_path))
    again = create_app(restarted).test_client()
    refused = upload(again, key, "The heron eats.", "on_conflict=keep")
    restarted.close()

    assert (refused.status_code, code_of(refused)) == (429, "limit_reached")
    assert "2 documents a day" in refused.get_json()["error"]["message"]
    assert 1 <= int(refused.headers["Retry-After"]) <= DAY
    with index.reader() as reader:
        assert reader.document_count() == 2


def test_bytes_of_a_day_are_counted(client: FlaskClient, keys: Keys) -> None:
    key = keys.make("add", limits=KeyLimits(megabytes=1))
    assert upload(client, key, "heron " * 1000).status_code == 201
    refused = upload(client, key, "heron " * 170_000, "on_conflict=keep")

    assert (refused.status_code, code_of(refused)) == (429, "limit_reached")
    assert upload(client, ADMINISTRATORS, "A swan.", "on_conflict=keep").status_code == 201
