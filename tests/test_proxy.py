"""Behind a proxy: who may say where a request came from, and what follows from it.

The proxy is any client that connects from 127.0.0.2, the stranger one from 127.0.0.3.
"""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from ipaddress import ip_network
from typing import Any

import pytest
from serving import Client, Reply, serving_collection

from qa.config import Config
from qa.errors import ConfigError
from qa.web.security.proxy import USER, Front, Proxies
from qa.web.security.wrong_keys import MOST
from qa.web.serving.serve import serve

KEY = "correct-horse-battery"
PROXY, STRANGER = "127.0.0.2", "127.0.0.3"
PUBLIC = "https://answers.example.org"
BEHIND: dict[str, Any] = {
    "port": 0,
    "key": KEY,
    "trust_proxy": (ip_network("127.0.0.2"),),
    "public_url": PUBLIC,
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("proxied")
    with serving_collection(folder, config=Config(**BEHIND), per_address=3) as server:
        yield server.port


def send(port: int, path: str, *, by: str = PROXY, method: str = "GET", **headers: str) -> Reply:
    with Client(port, by) as client:
        client.send(head(path, method, **headers))
        return client.reply()


def head(path: str, method: str = "GET", **headers: str) -> bytes:
    named = {"Host": "127.0.0.1", "Content-Length": "0"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode()


def with_key(key: str = KEY) -> str:
    return f"Bearer {key}"


# Who is counted ----------------------------------------------------------------------


def guess(port: int, client: str, by: str = PROXY) -> int:
    reply = send(
        port, "/api/v1/documents", by=by, X_Forwarded_For=client, Authorization=with_key("x" * 20)
    )
    return reply.status


def test_wrong_keys_count_for_the_client_whom_the_proxy_names(port: int) -> None:
    assert [guess(port, "203.0.113.7") for _ in range(MOST)] == [401] * MOST
    assert guess(port, "203.0.113.7") == 429
    assert guess(port, "203.0.113.8") == 401


def test_who_guessed_too_often_learns_nothing_from_whether_a_body_is_taken(port: int) -> None:
    """`100 Continue` would tell that a key is the administrator's."""

    def first_line(client_of: str, key: str = KEY) -> bytes:
        asks = head(
            "/api/v1/ask",
            "POST",
            X_Forwarded_For=client_of,
            Authorization=with_key(key),
            Expect="100-continue",
            Content_Type="application/json",
        ).replace(b"Length: 0", b"Length: 9")
        with Client(port, PROXY) as client:
            client.send(asks)
            return client.socket.recv(12)

    for _ in range(MOST):
        guess(port, "203.0.113.40")

    assert first_line("203.0.113.41") == b"HTTP/1.1 100"
    assert first_line("203.0.113.41", "x" * 20) == b"HTTP/1.1 401"
    assert first_line("203.0.113.40", "x" * 20) == b"HTTP/1.1 429"
    assert first_line("203.0.113.40") == b"HTTP/1.1 429"


def test_only_the_last_hop_counts(port: int) -> None:
    """What stands before it was sent by the client, who can write there what it likes."""
    tries = [guess(port, f"10.0.0.{n}, 203.0.113.20") for n in range(MOST)]
    assert tries == [401] * MOST
    assert guess(port, "10.1.1.1, 203.0.113.20") == 429
    assert guess(port, "10.1.1.1,[2001:db8::1]:8080") == 401


def test_a_stranger_who_names_others_is_counted_as_itself(port: int) -> None:
    for number in range(MOST):
        assert guess(port, f"198.51.100.{number}", by=STRANGER) == 401
    assert guess(port, "198.51.100.99", by=STRANGER) == 429
    assert guess(port, "198.51.100.1") == 401, "nobody spent the tries of another"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7 ", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:DB8::7", "2001:db8::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", PROXY),
        ("unknown", PROXY),
        ("203.0.113.7, _hidden", PROXY),
        ("203.0.113.7,", PROXY),
        ("999.1.1.1", PROXY),
    ],
)
def test_an_address_is_read_as_proxies_write_it(said: str, address: str) -> None:
    proxies = Proxies(Config(**BEHIND))
    assert proxies.arrival(PROXY, {"X_FORWARDED_FOR": said}).address == address
    assert proxies.arrival(STRANGER, {"X_FORWARDED_FOR": said}).address == STRANGER


@pytest.mark.parametrize("peer", ["10.0.0.9", "::ffff:10.0.0.9", "2001:db8::9"])
def test_proxies_are_known_by_their_networks(peer: str) -> None:
    config = Config(trust_proxy=(ip_network("10.0.0.0/24"), ip_network("2001:db8::/64")))
    assert Proxies(config).trusts(peer)
    assert not Proxies(Config()).trusts(peer)
    assert not Proxies(config).trusts("10.0.1.9")


def test_a_client_may_have_so_many_requests_under_way_by_way_of_a_proxy(port: int) -> None:
    """Connections are the proxy's, and it may have more than one client may."""
    begun = head("/api/v1/ask", "POST", X_Forwarded_For="203.0.113.30", Authorization=with_key())
    begun = begun.replace(
        b"Content-Length: 0", b"Content-Type: application/json\r\nContent-Length: 9"
    )
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(Client(port, PROXY)).send(begun)
        assert refused_soon(port, "203.0.113.30")
        assert send(port, "/healthz", X_Forwarded_For="203.0.113.31").status == 200
    freed = [send(port, "/healthz", X_Forwarded_For="203.0.113.30").status for _ in range(50)]
    assert freed[-1] == 200


def refused_soon(port: int, client: str) -> bool:
    """Return whether a client is refused once the service has seen its other requests."""
    for _ in range(100):
        reply = send(port, "/healthz", X_Forwarded_For=client)
        if reply.status == 429:
            assert reply.code == "too_many_connections"
            assert reply.headers["Retry-After"]
            return True
    return False


@pytest.mark.parametrize("peer", [PROXY, STRANGER])
def test_nothing_behind_it_can_read_what_was_forwarded(peer: str) -> None:
    """A library that believes such a header would believe anybody."""
    said = {
        "HTTP_FORWARDED": "for=10.0.0.1;proto=https",
        "HTTP_X_REAL_IP": "10.0.0.1",
        "HTTP_X_FORWARDED_FOR": "10.0.0.1",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_PORT": "444",
        "HTTP_X_FORWARDED_PREFIX": "/evil",
        "HTTP_X_FORWARDED_SERVER": "evil.example",
        "HTTP_X_FORWARDED_USER": "ada",
        "HTTP_ACCEPT": "text/html",
    }
    seen: dict[str, Any] = {}
    front = Front(
        lambda environ, _: seen.update(environ),
        Proxies(Config(**BEHIND, user_header="X-Forwarded-User")),
    )
    front({"REMOTE_ADDR": peer, "PATH_INFO": "/", "wsgi.url_scheme": "http", **said}, None)

    assert {name for name in seen if name.startswith("HTTP_")} - {"HTTP_HOST"} == {"HTTP_ACCEPT"}
    assert seen.get("HTTP_HOST") == ("evil.example" if peer == PROXY else None)
    assert seen.get(USER) == ("ada" if peer == PROXY else None)


# Under which address -----------------------------------------------------------------


def test_hsts_is_sent_where_tls_stands_in_front_and_nowhere_else(port: int) -> None:
    name = "Strict-Transport-Security"
    assert send(port, "/", X_Forwarded_Proto="https").headers[name] == "max-age=31536000"
    assert send(port, "/", X_Forwarded_Proto="http").headers[name] is None
    assert send(port, "/").headers[name] is None
    assert send(port, "/", by=STRANGER, X_Forwarded_Proto="https").headers[name] is None
    assert send(port, "/", X_Forwarded_Proto="https, http").headers[name] is None


def test_a_proxy_names_host_and_prefix_and_a_stranger_does_not(port: int) -> None:
    said = {"X_Forwarded_Host": "answers.example.org", "X_Forwarded_Prefix": "/pincite/"}
    by_proxy = send(port, "/docs", X_Forwarded_Proto="https", **said).body.decode()
    by_stranger = send(port, "/docs", by=STRANGER, X_Forwarded_Proto="https", **said).body.decode()

    assert f"{PUBLIC}/pincite/api/v1/documents" in by_proxy
    assert 'href="/pincite/static/' in by_proxy
    assert "answers.example.org" not in by_stranger
    assert 'href="/static/' in by_stranger


@pytest.mark.parametrize(
    "prefix", ["//evil.example", "/a/../b", "/.", "pincite", '/"><script>', "/a b", "/a?b", "/%2e"]
)
def test_a_prefix_that_is_no_path_counts_as_none(port: int, prefix: str) -> None:
    page = send(port, "/", X_Forwarded_Prefix=prefix)
    assert page.status == 200
    assert b'data-root=""' in page.body


@pytest.mark.parametrize("host", ["evil.example/x", "a@b", "a b", "[::1", "é"])
def test_a_host_that_is_none_counts_as_not_said(port: int, host: str) -> None:
    assert send(port, "/healthz", X_Forwarded_Host=host).status == 200


def test_a_service_on_this_machine_answers_to_the_name_that_people_use(port: int) -> None:
    assert send(port, "/", Host="answers.example.org").status == 200
    assert send(port, "/", Host="evil.example").code == "foreign_host"
    assert send(port, "/", X_Forwarded_Host="evil.example").code == "foreign_host"


def test_a_proxy_lets_others_in_so_a_key_is_needed() -> None:
    with pytest.raises(ConfigError, match=r"PINCITE_TRUST_PROXY .* set PINCITE_KEY"):
        serve(Config(trust_proxy=(ip_network("127.0.0.1"),)))


# The user whom a proxy has let in ----------------------------------------------------


@pytest.mark.parametrize(
    ("said", "user"),
    [
        ("ada@example.org", "ada@example.org"),
        ("Zo\u00c3\u00ab", "Zoë"),  # UTF-8, as WSGI hands it over
        ("ada, root", ""),
        ("a\tb", ""),
        ("x" * 201, ""),
        ("\u00ff\u00fe", ""),
    ],
)
def test_a_proxy_names_a_user_by_one_name(said: str, user: str) -> None:
    proxies = Proxies(Config(**BEHIND, user_header="X-Forwarded-User"))
    assert proxies.arrival(PROXY, {"X_FORWARDED_USER": said}).user == user
    assert proxies.arrival(STRANGER, {"X_FORWARDED_USER": said}).user == ""
    assert Proxies(Config(**BEHIND)).arrival(PROXY, {"X_FORWARDED_USER": said}).user == ""


# Below a path ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    config = Config(port=0, base_path="/team/pincite")
    with serving_collection(tmp_path_factory.mktemp("below"), config=config) as server:
        yield server.port


BASE = "/team/pincite"


def direct(port: int, path: str, method: str = "GET") -> Reply:
    return send(port, path, by="127.0.0.1", method=method)


def test_all_is_below_the_path(below: int) -> None:
    page = direct(below, f"{BASE}/").body.decode()
    assert f'data-root="{BASE}"' in page
    (script,) = re.findall(r'type="module" src="(.*?)"', page)
    assert script.startswith(f"{BASE}/static/v-")
    assert direct(below, script).status == 200
    assert 'href="/static' not in page

    for path in ("", "/", "/static/main.js", "/docs", "/api/v1/documents", "/healthz"):
        assert direct(below, BASE + path).status == 200, path
    assert json.loads(direct(below, f"{BASE}/openapi.json").body)["servers"] == [{"url": BASE}]
    assert f"http://127.0.0.1{BASE}/api/v1/ask" in direct(below, f"{BASE}/docs").body.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/healthz",
        "/api/v1/documents",
        "/team",
        "/team/pincitex/",
        "/TEAM/PINCITE/",
        "/static/main.js",
    ],
)
def test_nothing_is_outside_the_path(below: int, path: str) -> None:
    reply = direct(below, path)
    assert (reply.status, reply.code) == (404, "not_found")
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path", [f"{BASE}//evil.example", f"{BASE}//api/v1/documents", f"{BASE}/../"]
)
def test_no_path_below_leads_elsewhere(below: int, path: str) -> None:
    reply = direct(below, path)
    assert reply.status in (200, 404)
    assert reply.headers["Location"] is None


def test_an_upload_and_a_feed_say_where_they_are_below_the_path(below: int) -> None:
    part = b'Content-Disposition: form-data; name="file"; filename="a.txt"'
    body = b"--x\r\n" + part + b"\r\n\r\nA heron.\r\n--x--\r\n"
    upload = head(
        f"{BASE}/api/v1/documents", "POST", Content_Type="multipart/form-data; boundary=x"
    )
    words = json.dumps({"kind": "find", "words": "herons"}).encode()
    alert = head(f"{BASE}/api/v1/alerts", "POST", Content_Type="application/json")
    with Client(below) as client:
        client.send(upload.replace(b"Length: 0", b"Length: %d" % len(body)) + body)
        accepted = client.reply()
        client.send(alert.replace(b"Length: 0", b"Length: %d" % len(words)) + words)
        kept = client.reply()

    assert accepted.status == 202, accepted.body
    assert accepted.headers["Location"].startswith(f"{BASE}/api/v1/jobs/")
    assert direct(below, accepted.headers["Location"]).status == 200
    feed = json.loads(kept.body)["feed"]
    assert feed.startswith(f"{BASE}/api/v1/alerts/")
    assert direct(below, feed).status == 200


def test_a_body_for_an_address_outside_is_not_taken(below: int) -> None:
    request = head("/api/v1/documents", "POST").replace(b"Length: 0", b"Length: 20000000")
    with Client(below) as client:
        client.send(request + b"x" * 1000)
        assert client.reply().status == 404
