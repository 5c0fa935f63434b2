"""Headers, hosts, origins, methods, paths and keys of requests."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from web_client import (
    ASK,
    DOCUMENTS,
    KEY,
    QUESTION,
    MakeClient,
    calls,
    fault,
)

from qa.web.security.access import OPEN

# Headers, hosts, origins, methods and paths (abuse cases 39-42) ----------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-HTTP-Method-Override", "DELETE"),
        ("X-Method-Override", "DELETE"),
        ("X-Original-URL", "/api/v1/documents"),
        ("X-Rewrite-URL", "/docs"),
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-For", "10.0.0.1"),
        ("X-Forwarded-Prefix", "/evil"),
        ("X-User", "admin"),
        ("X-Request-From", "internal"),
        ("Forwarded", "host=evil.example"),
    ],
)
def test_headers_that_are_not_ours_have_no_effect(
    client: FlaskClient, document_id: str, name: str, value: str
) -> None:
    place = f"{DOCUMENTS}/{document_id}"
    plain, dressed = client.get(place), client.get(place, headers={name: value})

    assert (dressed.status_code, dressed.data) == (plain.status_code, plain.data)
    assert "evil" not in str(client.get("/docs", headers={name: value}).headers)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "[", "", "é", "0"]
)
@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", DOCUMENTS, "/static/x", "/nowhere"])
def test_another_host_name_is_refused(standing: FlaskClient, host: str, path: str) -> None:
    """A name that somebody made point at this machine would let a page read the replies."""
    assert fault(standing.get(path, headers={"Host": host}), 400) == "foreign_host"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8000", "[::1]:8000"])
def test_the_names_of_this_machine_are_its_hosts(standing: FlaskClient, host: str) -> None:
    assert standing.get("/healthz", headers={"Host": host}).status_code == 200


def test_a_service_for_other_machines_answers_to_any_name(make_client: MakeClient) -> None:
    client = make_client(host="0.0.0.0", key=KEY)

    assert client.get("/healthz", headers={"Host": "papers.example"}).status_code == 200


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:9999"},
    {"Origin": "http://["},
    {"Origin": "é"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_sites_page_can_change_nothing(
    client: FlaskClient, document_id: str, headers: dict[str, str]
) -> None:
    file = {"file": (io.BytesIO(b"An owl."), "owl.txt")}

    assert fault(client.post(DOCUMENTS, data=file, headers=headers), 403) == "foreign_origin"
    assert fault(client.delete(f"{DOCUMENTS}/{document_id}", headers=headers), 403)
    assert fault(client.post(ASK, json={"question": QUESTION}, headers=headers), 403)
    assert len(client.get(DOCUMENTS).get_json()["documents"]) == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost"])
def test_no_other_site_is_told_that_it_may_read(standing: FlaskClient, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    replies = [standing.options(ASK, headers=asked), standing.get(DOCUMENTS, headers=asked)]

    assert not [name for r in replies for name, _ in r.headers if "Access-Control" in name]


def test_our_own_page_may_do_everything(client: FlaskClient, document_id: str) -> None:
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

    assert client.post(ASK, json={"question": QUESTION}, headers=own).status_code == 200
    assert client.delete(f"{DOCUMENTS}/{document_id}", headers=own).status_code == 204


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *((method, ASK) for method in ("TRACE", "GET", "PUT", "QUERY")),
        *((method, DOCUMENTS) for method in ("PATCH", "DELETE")),
        *((method, f"{DOCUMENTS}/a") for method in ("PUT", "POST")),
        *((method, "/") for method in ("POST", "PUT", "DELETE")),
        ("POST", "/healthz"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_refused(
    standing: FlaskClient, method: str, path: str
) -> None:
    response = standing.open(path, method=method)

    assert fault(response, 405) == "method_not_allowed"
    assert response.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    (
        "/api/v1/ASK /api/v2/ask /api /api/v1/ /admin /console /.env /../etc/passwd "
        "/static/../app.py /static/..\\app.py /static/ /static//etc/x //evil.example/ "
        "/\\evil.example /docs\r\nX:y /docs;x /\0 /docs/x"
    ).split(" "),
)
def test_an_address_that_is_none_is_not_found(standing: FlaskClient, path: str) -> None:
    """Paths arrive here decoded, as a server hands them over."""
    assert fault(standing.get("/", environ_overrides={"PATH_INFO": path}), 404) == "not_found"


@pytest.mark.parametrize(
    "path", ["//docs", "/docs/", "/?next=//evil.example", "//api/v1/documents"]
)
def test_nothing_redirects(standing: FlaskClient, path: str) -> None:
    path, _, query = path.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query}
    response = standing.get("/", environ_overrides=environ)

    assert response.status_code in (200, 404)
    assert "Location" not in response.headers


# Keys (abuse cases 33, 34) -----------------------------------------------------------


def test_whatever_is_not_listed_as_open_needs_the_key(make_client: MakeClient) -> None:
    client = make_client(key=KEY)
    right, wrong = f"Bearer {KEY}", f"Bearer {KEY[:-1]}x"
    opened = {call[1:] for call in calls(client) if call[0] in OPEN}
    closed = [call for call in calls(client) if call[0] not in OPEN and call[1:] not in opened]

    assert len({path for _, _, path in closed}) >= 6
    for number, (_, method, path) in enumerate(closed):
        own: Any = {"method": method, "environ_overrides": {"REMOTE_ADDR": f"10.0.0.{number}"}}
        without = client.open(path, **own)
        assert fault(without, 401) == "key_needed"
        assert without.headers["WWW-Authenticate"] == "Bearer"
        assert fault(client.open(path, **own, headers={"Authorization": wrong}), 401)
        given = client.open(path, **own, headers={"Authorization": right})
        assert given.status_code not in (401, 403, 429, 500)


def test_what_is_listed_as_open_is_there_and_needs_no_key(make_client: MakeClient) -> None:
    client = make_client(key=KEY)
    opened = [call for call in calls(client) if call[0] in OPEN and call[1] != "OPTIONS"]

    pages = {"page", "read", "docs", "openapi", "static", "show_framed"}
    others = {"api.healthz", "api.readyz", "sessions.show_session", "sessions.sign_out"}
    assert {endpoint for endpoint, _, _ in opened} == OPEN == pages | others
    replies = [client.open(path, method=method).status_code for _, method, path in opened]
    assert not {401, 403, 500} & set(replies)


def test_a_route_that_somebody_adds_needs_the_key_without_being_told_to(
    make_client: MakeClient,
) -> None:
    app = make_client(key=KEY).application
    app.add_url_rule("/figures", "figures", lambda: "secret")

    assert fault(app.test_client().get("/figures"), 401) == "key_needed"


@pytest.mark.parametrize("path", ["/admin", "/favicon.ico", "/api/v2/ask", "/docs/x"])
def test_an_address_that_leads_nowhere_tells_nothing_without_the_key(
    make_client: MakeClient, path: str
) -> None:
    client = make_client(key=KEY)
    without = client.get("/", environ_overrides={"PATH_INFO": path})
    given = client.get(
        "/", environ_overrides={"PATH_INFO": path}, headers={"Authorization": f"Bearer {KEY}"}
    )

    assert (fault(without, 401), fault(given, 404)) == ("key_needed", "not_found")


def test_pages_and_health_need_no_key(make_client: MakeClient) -> None:
    """The page asks for the key; whoever watches the service has none."""
    client = make_client(key=KEY)

    for path in ("/", "/docs", "/openapi.json", "/healthz", "/readyz"):
        assert client.get(path).status_code == 200


def test_how_much_there_is_is_told_behind_the_key_alone(
    make_client: MakeClient, document_id: str
) -> None:
    client, right = make_client(key=KEY), {"Authorization": f"Bearer {KEY}"}

    assert client.get("/readyz").get_json() == {"status": "ready"}
    assert client.get("/readyz", headers={"Authorization": "Bearer no"}).get_json().keys() == {
        "status"
    }
    assert client.get("/readyz", headers=right).get_json()["documents"] == 1
    assert make_client(key=KEY, state="loading").get("/readyz").status_code == 503


@pytest.mark.parametrize(
    "value",
    [
        "",
        KEY,
        f"Basic {KEY}",
        f"bearer{KEY}",
        f"Bearer {KEY}, Bearer {KEY}",
        *(f"Bearer{rest}" for rest in ("", " ", " null", " é", " eyJhbGciOiJub25lIn0.e30.")),
        *(f"Bearer {key}" for key in (f"{KEY} ", f" {KEY}", KEY.upper(), "a" * 8000)),
    ],
    ids=range(14),
)
def test_a_wrong_key_is_refused_with_one_fixed_body(make_client: MakeClient, value: str) -> None:
    client = make_client(key=KEY)
    headers = {"Authorization": value}
    refused, without = client.get(DOCUMENTS, headers=headers), client.get(DOCUMENTS)

    assert fault(refused, 401) == "key_needed"
    assert refused.get_json()["error"]["message"] == without.get_json()["error"]["message"]


def test_a_key_in_the_address_opens_nothing(make_client: MakeClient) -> None:
    """Addresses are written to logs and histories."""
    fault(make_client(key=KEY).get(f"{DOCUMENTS}?key={KEY}&access_token={KEY}"), 401)
