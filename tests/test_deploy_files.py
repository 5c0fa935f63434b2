"""The files of docs/deploy, run as they are: nginx and Caddy with TLS before a real service."""

import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from serving import serving_collection

from qa.config import Config
from qa.service.key_store import KeyStore
from qa.web.security.wrong_keys import MOST

FILES = Path(__file__).parents[1] / "docs" / "deploy"
HOST, KEY = "answers.example.org", "correct-horse-battery"
PROXIES = ("nginx", "caddy")

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="certificates are made with openssl"
)


@dataclass(frozen=True)
class Proxied:
    """A service behind a proxy, reached by TLS."""

    port: int
    base: str
    certificate: Path
    keys: KeyStore

    def connect(self) -> http.client.HTTPSConnection:
        context = ssl.create_default_context(cafile=self.certificate)
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection = http.client.HTTPSConnection(HOST, self.port, context=context, timeout=60)
        connection.sock = context.wrap_socket(raw, server_hostname=HOST)
        return connection

    def send(
        self, method: str, path: str, body: bytes = b"", key: str = KEY, **headers: str
    ) -> tuple[int, Any, bytes]:
        """Send a request as a browser would that knows the name of the host."""
        named = {"Authorization": f"Bearer {key}"} if key else {}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        with contextlib.closing(self.connect()) as connection:
            connection.request(method, self.base + path, body, named | {"Host": HOST})
            reply = connection.getresponse()
            return reply.status, reply.headers, reply.read()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "site.crt", folder / "site.key"
    options = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    options += ["-addext", f"subjectAltName=DNS:{HOST}", "-keyout", str(key)]
    subprocess.run(
        ["openssl", "req", "-x509", *options, "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return certificate, key


def nginx(folder: Path, port: int, upstream: int, base: str) -> list[str]:
    """Write nginx' own frame around the file, with other ports and this certificate."""
    site = (FILES / "nginx.conf").read_text()
    site = site.partition("\nserver {\n    listen 80;")[0]
    site = re.sub(r"(?m)^    listen \[::\].*\n", "", site)
    for old, new in (
        ("listen 443", f"listen 127.0.0.1:{port}"),
        (f"/etc/ssl/certs/{HOST}.pem", str(folder / "site.crt")),
        (f"/etc/ssl/private/{HOST}.key", str(folder / "site.key")),
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("location / {", f"location {base}/ {{"),
    ):
        assert old in site, old
        site = site.replace(old, new)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{site}}}\n"
    )
    return ["nginx", "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, port: int, upstream: int, base: str) -> list[str]:
    site = (FILES / "Caddyfile").read_text()
    tls = f"tls {folder}/site.crt {folder}/site.key"
    site = site.replace("# For a self-signed certificate of your own:  ", f"{tls}\n\t#")
    assert tls in site
    site = site.replace("{$SITE:answers.example.org}", f"{HOST}:{port}")
    site = site.replace("{$PINCITE:127.0.0.1:8000}", f"{base and base + '/*'} 127.0.0.1:{upstream}")
    head = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
    (folder / "Caddyfile").write_text(head + site)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


MAKE: dict[str, Callable[[Path, int, int, str], list[str]]] = {"nginx": nginx, "caddy": caddy}


@contextmanager
def behind(name: str, folder: Path, base: str) -> Iterator[Proxied]:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed: apt-get install {name}")
    certificate, _ = make_certificate(folder)
    config = Config(
        port=0,
        key=KEY,
        data=folder / "data",
        confidence=0.0,
        base_path=base,
        public_url=f"https://{HOST}{base}",
        trust_proxy=(ip_network("127.0.0.1"),),
        user_header="X-Forwarded-User",
    )
    with serving_collection(folder / "main", config=config) as server:
        port = free_port()
        home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        command = MAKE[name](folder, port, server.port, base)
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen(command, env=home, stdout=said, stderr=said)
        try:
            wait_for(port, process, folder)
            yield Proxied(port, base, certificate, KeyStore(config.data))
        finally:
            process.terminate()
            process.wait()


def wait_for(port: int, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise AssertionError((folder / "said").read_text())


@pytest.fixture(
    scope="module", params=[(name, base) for name in PROXIES for base in ("", "/pincite")], ids=str
)
def proxied(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxied]:
    name, base = request.param
    with behind(name, tmp_path_factory.mktemp(name), base) as started:
        yield started


def upload(proxied: Proxied, size: int, name: str = "note.txt") -> tuple[int, bytes]:
    part = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    words = b"Ada Lund counted 40 herons at the lake in 1871. "
    body = part.encode() + words + b"\n" * (size - len(words)) + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    status, _, reply = proxied.send(
        "POST", "/api/v1/documents?wait=60&on_conflict=replace", body, Content_Type=kind
    )
    return status, reply


def is_refused(proxied: Proxied, size: int) -> bool:
    """Return whether an upload is refused; Caddy may end the connection while it is being sent."""
    try:
        return upload(proxied, size)[0] == 413
    except OSError:
        return True


def test_the_page_and_its_files_come_over_tls(proxied: Proxied) -> None:
    status, headers, page = proxied.send("GET", "/", key="")
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    script = re.search(r'src="([^"]*)/main\.js"', page.decode())
    assert script is not None
    assert script[1].startswith(f"{proxied.base}/static/v-")
    assert proxied.send("GET", f"{script[1].removeprefix(proxied.base)}/main.js", key="")[0] == 200


def test_an_upload_of_the_largest_size_passes_and_a_larger_one_does_not(proxied: Proxied) -> None:
    """25 MB reach Pincite, which says itself that this is too much for a text."""
    status, reply = upload(proxied, 24_900_000, "large.txt")
    assert (status, json.loads(reply)["error"]["code"]) == (413, "too_large")
    assert b"24,900,000 bytes" in reply
    assert is_refused(proxied, 27_000_000)
    assert upload(proxied, 9_000_000, "long.txt")[0] == 201


def test_an_answer_arrives_stage_by_stage(proxied: Proxied) -> None:
    assert upload(proxied, 1000)[0] == 201
    question = json.dumps({"question": "How many herons did Ada Lund count?"}).encode()
    headers = {
        "Host": HOST,
        "Authorization": f"Bearer {KEY}",
        "Accept": "text/event-stream",
        "Content-Type": "application/json",
    }
    with contextlib.closing(proxied.connect()) as connection:
        connection.request("POST", f"{proxied.base}/api/v1/ask", question, headers)
        reply = connection.getresponse()
        said = reply.read().decode()
    assert (reply.status, reply.headers["Content-Type"]) == (
        200,
        "text/event-stream; charset=utf-8",
    )
    names = re.findall(r"(?m)^event: (\w+)", said)
    assert names[-1] == "answer"
    assert len(names) > 1
    link = json.loads(said.rpartition("data: ")[2])["citations"][0]["link"]
    assert link.startswith(f"https://{HOST}{proxied.base}/read/")


def test_a_key_signs_in_and_nothing_else_does(proxied: Proxied) -> None:
    assert proxied.send("GET", "/api/v1/documents")[0] == 200
    assert proxied.send("GET", "/api/v1/documents", key="")[0] == 401


def test_a_browser_stays_signed_in_below_its_path_by_a_safe_cookie(proxied: Proxied) -> None:
    page: dict[str, Any] = {"Origin": f"https://{HOST}", "Sec_Fetch_Site": "same-origin"}
    status, headers, body = proxied.send("POST", "/api/v1/session", **page)
    cookie = headers["Set-Cookie"]
    name = "__Secure-pincite" if proxied.base else "__Host-pincite"
    assert (status, cookie.partition("=")[0]) == (200, name)
    assert {"Secure", "HttpOnly", "SameSite=Strict", f"Path={proxied.base}/"} <= set(
        cookie.split("; ")
    )

    sent: dict[str, Any] = {"Cookie": cookie.partition(";")[0], "Content_Type": "application/json"}
    search = b'{"question": "herons"}'
    token: dict[str, Any] = {"X_Pincite_Session": json.loads(body)["token"]}
    assert proxied.send("GET", "/api/v1/documents", key="", **sent, **page)[0] == 200
    assert proxied.send("POST", "/api/v1/search", search, "", **sent, **page, **token)[0] == 200
    assert proxied.send("POST", "/api/v1/search", search, "", **sent, **page)[0] == 401
    foreign: dict[str, Any] = {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"}
    assert proxied.send("GET", "/api/v1/documents", key="", **sent, **foreign)[0] == 401

    ended = proxied.send("DELETE", "/api/v1/session", b"", "", **sent, **page, **token)
    assert ended[0] == 204
    assert f"Path={proxied.base}/" in ended[1]["Set-Cookie"]
    assert proxied.send("GET", "/api/v1/documents", key="", **sent, **page)[0] == 401


def test_a_client_cannot_name_a_user_or_another_place(proxied: Proxied) -> None:
    name = "ada@example.org"
    if not any(key.name == name for key in proxied.keys.all()):
        proxied.keys.add(name, "manage", None, None, None)
    assert proxied.send("GET", "/api/v1/documents", key="", X_Forwarded_User=name)[0] == 401

    said: dict[str, Any] = {
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Prefix": "/evil",
        "Forwarded": "host=e",
    }
    _, headers, docs = proxied.send("GET", "/docs", b"", "", X_Forwarded_Proto="http", **said)
    assert b"evil" not in docs
    assert f"https://{HOST}{proxied.base}/api/v1/ask".encode() in docs
    assert headers["Strict-Transport-Security"]


def test_a_page_of_the_host_may_change_things_and_others_may_not(proxied: Proxied) -> None:
    search, kind = b'{"question": "herons"}', "application/json"
    for origin, status in ((f"https://{HOST}", 200), ("https://evil.example", 403), ("null", 403)):
        sent = proxied.send("POST", "/api/v1/search", search, Content_Type=kind, Origin=origin)
        assert sent[0] == status, origin


def test_wrong_keys_are_counted_and_made_up_addresses_do_not_help(proxied: Proxied) -> None:
    """The client is this machine here, so the count is for all, but only of wrong keys."""
    wrong = "wrong-key-of-16-letters"
    tries = [
        proxied.send("GET", "/api/v1/documents", key=wrong, X_Forwarded_For=f"203.0.113.{n}")[0]
        for n in range(MOST + 1)
    ]
    assert tries == [401] * MOST + [429]
