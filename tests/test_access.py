"""Wrong keys: how many an address may send, and who is not to suffer from it."""

import logging
import threading
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from services import make_service
from werkzeug.test import TestResponse

from index import LocalIndex
from qa.config import Config
from qa.web.app import create_app
from qa.web.errors import ApiError
from qa.web.security import wrong_keys
from qa.web.security.access import Access
from qa.web.security.wrong_keys import MOST, SECONDS, WrongKeys

KEY = "correct-horse-battery"
RIGHT, WRONG = f"Bearer {KEY}", f"Bearer {KEY}x"
STRANGER, FRIEND = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def client(index: LocalIndex) -> Iterator[FlaskClient]:
    config = Config(key=KEY, host="0.0.0.0")
    service = make_service(index, config)
    yield create_app(service).test_client()
    service.close()


def get(client: FlaskClient, authorization: str, address: str, **headers: str) -> TestResponse:
    return client.get(
        headers.pop("path", "/api/v1/documents"),
        headers={"Authorization": authorization, **headers},
        environ_overrides={"REMOTE_ADDR": address},
    )


def exhaust(client: FlaskClient, address: str) -> None:
    for _ in range(MOST):
        assert get(client, WRONG, address).status_code == 401


@pytest.mark.parametrize("address", [STRANGER, "127.0.0.1"])
def test_a_wrong_key_too_many_is_refused_with_when_to_come_back(
    client: FlaskClient, address: str
) -> None:
    exhaust(client, address)
    refused = get(client, WRONG, address)

    assert refused.status_code == 429
    assert refused.get_json()["error"]["code"] == "too_many_wrong_keys"
    assert 0 < int(refused.headers["Retry-After"]) <= SECONDS
    assert refused.headers["X-Request-Id"] == refused.get_json()["error"]["request_id"]


def test_the_right_key_from_elsewhere_is_not_affected(client: FlaskClient) -> None:
    exhaust(client, STRANGER)

    assert get(client, RIGHT, FRIEND).status_code == 200
    assert get(client, WRONG, FRIEND).status_code == 401


def test_a_right_guess_of_who_is_refused_shows_nothing(client: FlaskClient) -> None:
    exhaust(client, STRANGER)

    assert get(client, RIGHT, STRANGER).status_code == 429
    told = get(client, RIGHT, STRANGER, path="/readyz")
    assert (told.status_code, told.get_json()) == (200, {"status": "ready"})


@pytest.mark.parametrize("shared", ["127.0.0.1", "::1", "::ffff:127.0.0.1", FRIEND])
def test_nobody_behind_the_same_proxy_can_shut_out_the_others(
    client: FlaskClient, shared: str
) -> None:
    get(client, RIGHT, shared)
    exhaust(client, shared)

    assert get(client, WRONG, shared).status_code == 429
    assert get(client, RIGHT, shared).status_code == 200


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP"])
def test_an_address_that_a_client_makes_up_has_no_effect(client: FlaskClient, name: str) -> None:
    for number in range(MOST):
        get(client, WRONG, STRANGER, **{name: f"10.0.0.{number}"})

    assert get(client, WRONG, STRANGER, **{name: "10.1.1.1"}).status_code == 429
    assert get(client, WRONG, FRIEND, **{name: STRANGER}).status_code == 401


def test_asking_without_a_key_is_no_guess(client: FlaskClient) -> None:
    """The page does so before its user has typed one."""
    for _ in range(2 * MOST):
        assert get(client, "", STRANGER).status_code == 401
    assert get(client, RIGHT, STRANGER).status_code == 200


def test_keys_are_guessed_at_no_open_address_either(client: FlaskClient) -> None:
    for _ in range(MOST):
        get(client, WRONG, STRANGER, path="/readyz")

    assert get(client, WRONG, STRANGER).status_code == 429


def test_a_thousand_wrong_keys_are_one_line_in_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    exhaust(client, STRANGER)
    caplog.clear()
    with caplog.at_level(logging.INFO):
        for _ in range(1000):
            get(client, WRONG, STRANGER).close()

    (line,) = caplog.messages
    assert STRANGER in line
    assert "wrong keys" in line


def test_of_many_at_once_no_more_than_may_are_looked_at(client: FlaskClient) -> None:
    statuses: list[int] = []
    app = client.application

    def guess() -> None:
        for _ in range(10):
            statuses.append(get(app.test_client(), WRONG, STRANGER).status_code)

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [401] * MOST + [429] * (80 - MOST)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def tried(wrong: WrongKeys, address: str) -> bool:
    """Send a wrong key; tell whether it was looked at."""
    try:
        wrong.require_few(address)
        wrong.wrong(address)
    except ApiError:
        return False
    return True


def test_what_is_a_minute_old_counts_no_more() -> None:
    clock = Clock()
    wrong = WrongKeys(clock)
    assert all(tried(wrong, STRANGER) for _ in range(MOST))
    clock.now += SECONDS - 1
    assert not tried(wrong, STRANGER)
    clock.now += 1

    assert [tried(wrong, STRANGER) for _ in range(MOST + 1)] == [True] * MOST + [False]


def test_the_addresses_of_one_ipv6_network_count_as_one() -> None:
    wrong = WrongKeys()
    looked_at = [tried(wrong, f"2001:db8::{number:x}") for number in range(MOST + 1)]

    assert looked_at == [True] * MOST + [False]
    assert tried(wrong, "2001:db8:0:1::1")


@pytest.mark.parametrize("address", ["", "unix:", "é" * 10_000, "fe80::1%eth0"])
def test_an_address_of_any_kind_is_counted(address: str) -> None:
    wrong = WrongKeys()

    assert [tried(wrong, address) for _ in range(MOST + 1)] == [True] * MOST + [False]


def test_many_addresses_take_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrong_keys, "ADDRESSES", 100)
    wrong = WrongKeys()
    for number in range(1000):
        tried(wrong, f"10.0.{number // 250}.{number % 250}")
        wrong.right(f"10.1.{number // 250}.{number % 250}")

    assert (len(wrong._tries), len(wrong._right)) == (100, 100)


@pytest.mark.parametrize(
    ("method", "path", "is_open"),
    [
        ("GET", "/", True),
        ("HEAD", "/healthz", True),
        ("GET", "/static/main.js", True),
        ("GET", "/read/anything", True),
        ("POST", "/", False),
        ("GET", "/api/v1/documents", False),
        ("POST", "/api/v1/documents", False),
        ("POST", "/api/v1/ask", False),
        ("GET", "/nowhere", False),
        ("GET", "/healthz/../api/v1/documents", False),
        ("\0", "é" * 5000, False),
    ],
)
def test_what_is_open_is_known_from_the_first_line(
    client: FlaskClient, method: str, path: str, is_open: bool
) -> None:
    gate: Access = client.application.extensions["Access"]

    assert gate.is_open(method, path) == is_open
