"""Users whom a trusted proxy has let in: each may what the key of that name may."""

from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from key_calls import ADMINISTRATORS, HERE, bearing, code_of
from services import make_service
from werkzeug.test import TestResponse

from index import LocalIndex
from qa.config import Config
from qa.service.key_store import KeyStore
from qa.web.app import create_app
from qa.web.serving.admission import admission

PROXY, STRANGER = "10.0.0.2", "10.0.0.3"
APP = "https://app.example.org"
DOCUMENTS = "/api/v1/documents"

Call = Callable[..., TestResponse]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(
        data=tmp_path,
        key=ADMINISTRATORS,
        trust_proxy=(ip_network(PROXY),),
        user_header="X-Forwarded-User",
        cors=(APP,),
    )


@pytest.fixture
def client(index: LocalIndex, config: Config) -> Iterator[FlaskClient]:
    service = make_service(index, config)
    yield create_app(service).test_client()
    service.close()


@pytest.fixture
def call(client: FlaskClient, store: KeyStore) -> Call:
    store.add("ada@example.org", "read", HERE, None, None)

    def send(
        user: str, method: str = "GET", path: str = DOCUMENTS, by: str = PROXY, **more: str
    ) -> TestResponse:
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        headers["X-Forwarded-User"] = user
        environ = {"REMOTE_ADDR": by}
        return client.open(path, method=method, headers=headers, environ_overrides=environ)

    return send


def test_a_user_may_what_the_key_of_that_name_may(call: Call) -> None:
    assert call("ada@example.org").status_code == 200
    assert code_of(call("ada@example.org", "DELETE", f"{DOCUMENTS}/x")) == "not_allowed"
    assert call("bert@example.org").status_code == 401
    assert call("").status_code == 401


def test_the_header_of_anybody_else_opens_nothing(call: Call) -> None:
    assert call("ada@example.org", by=STRANGER).status_code == 401
    assert call("", X_User="ada@example.org", Remote_User="ada@example.org").status_code == 401


def test_no_user_is_the_administrator(call: Call) -> None:
    for name in ("administrator", "Administrator", ""):
        assert call(name).status_code == 401


def test_a_user_whose_key_is_revoked_is_out_at_once(call: Call, store: KeyStore) -> None:
    assert call("ada@example.org").status_code == 200
    store.revoke("ada@example.org")
    assert call("ada@example.org").status_code == 401


def test_a_key_that_is_sent_counts_and_not_the_user(call: Call, store: KeyStore) -> None:
    foreign = store.add("elsewhere", "manage", frozenset({"elsewhere"}), None, None)[1]
    assert call("ada@example.org", **bearing(foreign)).status_code == 404
    assert call("ada@example.org", **bearing("wrong-key-of-16-letters")).status_code == 401


@pytest.mark.parametrize(
    "page", [{"Origin": APP}, {"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "same-site"}]
)
def test_a_page_of_another_site_does_not_act_as_the_user(call: Call, page: dict[str, str]) -> None:
    """The proxy knows its users by a cookie, which a browser sends along for any page."""
    assert call("ada@example.org", **page).status_code == 401
    refused = call("ada@example.org", "POST", "/api/v1/search", **page)
    assert refused.status_code in (401, 403)


def test_a_body_is_taken_from_a_user_who_may_send_it(
    client: FlaskClient, config: Config, call: Call
) -> None:
    admit = admission(client.application, config)
    ada = {"X_FORWARDED_USER": "ada@example.org"}
    assert admit("POST", "/api/v1/ask", ada, PROXY).body_limit > 0
    assert admit("POST", DOCUMENTS, ada, PROXY).body_limit == 0
    assert admit("POST", "/api/v1/ask", ada, STRANGER).body_limit == 0
