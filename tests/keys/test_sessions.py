"""Sessions of browsers: when their cookie counts, and when it ends."""

import pytest
from flask.testing import FlaskClient
from key_calls import ADMINISTRATORS, HERE, Keys, bearing, call, file_of
from services import make_service
from web_client import HERONS
from werkzeug.test import TestResponse

from index import LocalIndex
from qa.config import Config
from qa.service import sessions as stored
from qa.service.sessions import LIFETIME
from qa.web.app import create_app
from qa.web.security.sessions import HEADER

SESSION, DOCUMENTS, MARKS = "/api/v1/session", "/api/v1/documents", "/api/v1/marks"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


def sign_in(client: FlaskClient, key: str, **headers: str) -> TestResponse:
    reply = call(client, key, "POST", SESSION, headers=headers)
    assert reply.status_code == 200
    return reply


def cookie_of(reply: TestResponse) -> str:
    (cookie,) = reply.headers.getlist("Set-Cookie")
    return cookie


def status_with(client: FlaskClient, cookie: str) -> int:
    """Ask for something with a cookie alone; return the status."""
    other = client.application.test_client(use_cookies=False)
    return other.get(DOCUMENTS, headers={"Cookie": cookie}).status_code


def change(client: FlaskClient, **headers: str) -> int:
    """Ask for a change as the page does, but for some headers; return the status."""
    return client.post("/api/v1/alerts", json={"words": "Who?"}, headers=headers).status_code


@pytest.mark.parametrize("kind", ["read", "add", "manage", "administrator"])
def test_a_cookie_allows_what_its_key_does(client: FlaskClient, keys: Keys, kind: str) -> None:
    key = keys.of_kind(kind)
    said = sign_in(client, key).get_json()
    powers = (said["may"], said["kept"], said["locked"])
    assert powers == ({"administrator": "administer"}.get(kind, kind), True, True)
    token = {HEADER: said["token"], **OWN_PAGE}

    assert client.get(DOCUMENTS, headers=OWN_PAGE).status_code == 200
    assert change(client, **token) == (403 if kind == "read" else 200)
    assert client.delete(f"{DOCUMENTS}/1", headers=token).status_code == (
        404 if kind in ("manage", "administrator") else 403
    )
    assert client.get(SESSION, headers=OWN_PAGE).get_json() == said


def test_the_cookie_is_no_ones_but_the_browsers(client: FlaskClient, keys: Keys) -> None:
    key = keys.make()
    cookie = cookie_of(sign_in(client, key))
    token = cookie.partition(";")[0].partition("=")[2]

    assert {"HttpOnly", "SameSite=Strict", "Path=/"} < set(cookie.split("; "))
    assert "Secure" not in cookie
    assert cookie.startswith("pincite=")
    assert key not in cookie
    on_disk = b"".join(path.read_bytes() for path in file_of(keys.store).parent.glob("keys.db*"))
    assert token.encode() not in on_disk


def test_behind_tls_no_neighbour_can_set_or_read_it(client: FlaskClient, keys: Keys) -> None:
    cookie = cookie_of(
        call(client, keys.make(), "POST", SESSION, headers={"Origin": "https://localhost"})
    )

    assert cookie.startswith("__Host-pincite=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} < set(cookie.split("; "))
    assert "Domain" not in cookie


def test_where_only_tls_leads_here_only_a_safe_cookie_counts(index: LocalIndex, keys: Keys) -> None:
    address = "https://answers.example.org"
    config = Config(key=ADMINISTRATORS, data=file_of(keys.store).parent, public_url=address)
    service = make_service(index, config)
    client = create_app(service).test_client()
    cookie = cookie_of(sign_in(client, keys.make(), Origin="http://localhost"))
    name, _, token = cookie.partition(";")[0].partition("=")
    statuses = [status_with(client, f"{one}={token}") for one in (name, f"__Host-{name}")]
    service.close()

    assert statuses == [401, 200]


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://[::1"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_site_can_use_no_session(
    client: FlaskClient, keys: Keys, headers: dict[str, str]
) -> None:
    token = {HEADER: sign_in(client, keys.make("manage")).get_json()["token"]}

    assert change(client, **token, **headers) == 403
    assert client.get(DOCUMENTS, headers=headers).status_code == 401
    form = client.post(DOCUMENTS, data="a=b", content_type="text/plain", headers=headers)
    assert form.status_code == 403
    assert client.delete(SESSION, headers={**token, **headers}).status_code == 403
    assert client.get(DOCUMENTS, headers=OWN_PAGE).status_code == 200


def test_a_cookie_that_is_no_text_opens_nothing_and_keeps_nobody_out(
    client: FlaskClient, keys: Keys
) -> None:
    """Other services of the host may set some in any encoding."""
    cookie = sign_in(client, keys.make()).headers["Set-Cookie"].partition(";")[0]
    other = client.application.test_client(use_cookies=False)
    sent = [f"pincite={chr(233)}", f"theme=caf{chr(233)}; {cookie}", f"{cookie}; a={chr(255)}"]
    replies = [other.get(DOCUMENTS, headers={"Cookie": one}).status_code for one in sent]

    assert replies == [401, 200, 200]
    assert other.get("/readyz", headers={"Cookie": sent[0]}).get_json() == {"status": "ready"}


@pytest.mark.parametrize("headers", [{}, OWN_PAGE, {"Sec-Fetch-Site": "none"}], ids=str)
@pytest.mark.parametrize("token", [None, "", "0" * 64, "é"])
def test_a_change_needs_the_token_of_the_page_besides(
    client: FlaskClient, keys: Keys, headers: dict[str, str], token: str | None
) -> None:
    sign_in(client, keys.make("manage"))
    named = {} if token is None else {HEADER: token}

    assert change(client, **headers, **named) == 401
    assert client.post(DOCUMENTS, data={"file": "x"}, headers=headers).status_code == 401


def test_a_form_of_our_own_host_sends_no_header_and_changes_nothing(
    client: FlaskClient, keys: Keys
) -> None:
    sign_in(client, keys.make("manage"))

    assert client.post(MARKS, data="a=b", headers=OWN_PAGE).status_code == 401


def test_a_session_ends_with_its_key(client: FlaskClient, keys: Keys) -> None:
    key = keys.make("manage")
    sign_in(client, key)
    assert client.get(DOCUMENTS).status_code == 200
    keys.revoke(key)

    assert client.get(DOCUMENTS).status_code == 401
    assert client.get(SESSION).get_json() == {
        "locked": True, "name": None, "may": None, "collections": None, "reads": False,
        "kept": False, "token": "",
    }  # fmt: skip


def test_a_session_ends_when_it_is_signed_out(client: FlaskClient, keys: Keys) -> None:
    reply = sign_in(client, keys.make())
    cookie = cookie_of(reply).partition(";")[0]
    assert status_with(client, cookie) == 200
    out = client.delete(SESSION, headers={HEADER: reply.get_json()["token"], **OWN_PAGE})
    assert out.status_code == 204
    assert all("Max-Age=0" in one for one in out.headers.getlist("Set-Cookie"))

    assert status_with(client, cookie) == 401
    assert client.delete(SESSION).status_code == 204


def test_the_administrators_session_ends_when_the_key_is_changed(
    index: LocalIndex, keys: Keys
) -> None:
    statuses = []
    cookie = ""
    for key in (ADMINISTRATORS, ADMINISTRATORS + "2", ""):
        keys.make()
        service = make_service(index, Config(key=key, data=file_of(keys.store).parent))
        client = create_app(service).test_client()
        cookie = cookie or cookie_of(sign_in(client, key)).partition(";")[0]
        statuses.append(status_with(client, cookie))
        service.close()

    assert statuses == [200, 401, 401]


def test_a_session_is_over_after_a_time(
    client: FlaskClient, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, keys.make())
    access = client.application.extensions["Access"]
    later = access._ring.now() + LIFETIME
    monkeypatch.setattr(access._ring, "_clock", lambda: later)

    assert client.get(DOCUMENTS).status_code == 401


def test_a_key_has_only_so_many_sessions(
    client: FlaskClient, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "MOST", 2)
    key = keys.make()
    cookies = [cookie_of(sign_in(client, key)).partition(";")[0] for _ in range(3)]

    assert [status_with(client, cookie) for cookie in cookies] == [401, 200, 200]


def test_a_session_begins_with_a_key_and_not_with_a_session(
    client: FlaskClient, keys: Keys
) -> None:
    assert call(client, "", "POST", SESSION).status_code == 401
    assert call(client, keys.of_kind("wrong"), "POST", SESSION).status_code == 401
    token = sign_in(client, keys.make()).get_json()["token"]
    assert client.post(SESSION, headers={HEADER: token, **OWN_PAGE}).status_code == 401


def test_who_needs_no_key_gets_no_cookie(open_client: FlaskClient) -> None:
    reply = open_client.post(SESSION)

    assert reply.get_json() == {
        "locked": False, "name": "administrator", "may": "administer", "collections": None,
        "reads": True, "kept": False, "token": "",
    }  # fmt: skip
    assert "Set-Cookie" not in reply.headers


def test_what_a_key_allows_is_said_to_who_has_it(client: FlaskClient, keys: Keys) -> None:
    key = keys.make("add", HERE | {"letters"})
    said = call(client, key, "GET", SESSION).get_json()

    assert (said["may"], said["collections"], said["kept"]) == ("add", ["letters", "main"], False)
    assert call(client, key[:-1], "GET", SESSION).get_json()["may"] is None


def test_a_wrong_key_beside_a_session_is_a_wrong_key(client: FlaskClient, keys: Keys) -> None:
    sign_in(client, keys.make())

    assert client.get(DOCUMENTS, headers=bearing("wrong")).status_code == 401


def test_a_stream_of_a_session_ends_when_that_is_signed_out(
    client: FlaskClient, keys: Keys
) -> None:
    call(client, ADMINISTRATORS, "POST", f"{DOCUMENTS}?wait=60", data={"file": HERONS})
    said = sign_in(client, keys.make("add")).get_json()
    client.get(DOCUMENTS)
    stream = client.get("/api/v1/jobs", headers={"Accept": "text/event-stream", **OWN_PAGE})
    client.delete(SESSION, headers={HEADER: said["token"], **OWN_PAGE})
    text = b"".join(
        one if isinstance(one, bytes) else one.encode() for one in stream.response
    ).decode()
    stream.close()

    assert text.rstrip().rpartition("event: ")[2].startswith("error\n")
