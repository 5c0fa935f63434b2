"""Links that show one span without a key: what they show, and what they never do."""

import base64
import json
import os
import re
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from serving import Client, Reply, serving_collection

from qa.config import Config
from qa.errors import FrameKeyUnusable, KeysUnusable
from qa.service.framed import FILE, LONGEST, SURROUNDING, FramedSpan, FrameKey

KEY = "correct-horse-battery"
INTRANET = "https://intranet.example.org"
SPAN = FramedSpan("main", "d" * 26, "v" * 64, 3, 9, 2_000_000_000)

FIRST = "First paragraph of the note, which is of no interest to anybody at all. " * 12
QUOTE = "Ada Lund counted <b>40</b> herons & \u202e2 swans"
NEAR = f"The reeds were high. {QUOTE} in 1871. Rain fell for nine days."
LAST = "The secret of the last paragraph is that the bridge was never paid for. " * 12
TEXT = f"{FIRST}\n\n{NEAR}\n\n{LAST}"


# The token ---------------------------------------------------------------------------


def test_a_link_opens_what_it_was_signed_for_until_it_ends(tmp_path: Path) -> None:
    key = FrameKey(tmp_path)
    token = key.sign(SPAN)

    assert FrameKey(tmp_path).read(token, SPAN.until - 1) == SPAN
    assert key.read(token, SPAN.until) is None


def test_the_secret_is_its_owners_and_is_made_once(tmp_path: Path) -> None:
    token = FrameKey(tmp_path / "data").sign(SPAN)
    path = tmp_path / "data" / FILE

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == [FILE]
    assert FrameKey(tmp_path / "data").sign(SPAN) == token
    path.unlink()
    assert FrameKey(tmp_path / "data").read(token, 0) is None, "it ends all links"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    key = FrameKey(tmp_path)
    token = key.sign(SPAN)
    (tmp_path / FILE).chmod(mode)
    for use in (lambda: key.sign(SPAN), lambda: key.read(token, 0)):
        with pytest.raises(FrameKeyUnusable, match="chmod 600"):
            use()


def test_a_damaged_secret_is_refused(tmp_path: Path) -> None:
    FrameKey(tmp_path).sign(SPAN)
    (tmp_path / FILE).write_bytes(b"short")
    with pytest.raises(FrameKeyUnusable, match="is damaged: delete it"):
        FrameKey(tmp_path).sign(SPAN)


def test_no_other_token_opens_anything(tmp_path: Path) -> None:
    key = FrameKey(tmp_path)
    token = key.sign(SPAN)
    said, mac = token.split(".")
    wider = json.loads(base64.urlsafe_b64decode(said + "=="))
    wider[4] = 10_000
    forged = base64.urlsafe_b64encode(json.dumps(wider).encode()).decode().rstrip("=")
    others = [
        f"{forged}.{mac}",
        f"{said}.",
        f".{mac}",
        said,
        "",
        ".",
        f"{token}.",
        f"{token}=",
        "é.é",
    ]
    others += [token[:n] + chr(ord(token[n]) ^ 1) + token[n + 1 :] for n in range(0, len(token), 7)]
    others += ["a" * 100_000, FrameKey(tmp_path / "other").sign(SPAN)]

    assert [one for one in others if key.read(one, 0) is not None] == []


def test_a_revoked_token_opens_nothing_and_no_other_is_touched(tmp_path: Path) -> None:
    key = FrameKey(tmp_path)
    first, second = key.sign(SPAN), key.sign(replace(SPAN, end=8))
    now = SPAN.until - 10

    assert key.revoke(first, now) == SPAN
    assert FrameKey(tmp_path).read(first, now) is None
    assert key.revoke(first, now) is None, "it is for good"
    assert key.read(second, now) is not None
    assert key.revoke("nonsense", now) is None


def test_what_has_ended_by_itself_is_not_remembered(tmp_path: Path) -> None:
    until = int(time.time()) - 5
    key = FrameKey(tmp_path)
    ended, current = key.sign(replace(SPAN, until=until)), key.sign(SPAN)
    assert key.revoke(ended, until - 1)
    assert key.revoke(current, 0)
    with sqlite3.connect(tmp_path / "keys.db") as connection:
        kept = connection.execute("SELECT until FROM revoked_links").fetchall()

    assert kept == [(SPAN.until,)]


def test_a_damaged_list_of_revoked_links_opens_nothing(tmp_path: Path) -> None:
    """A bit that changes on a disk must not bring a link back."""
    key = FrameKey(tmp_path)
    revoked, other = key.sign(SPAN), key.sign(replace(SPAN, end=8))
    key.revoke(revoked, 0)
    with sqlite3.connect(tmp_path / "keys.db") as connection:
        connection.execute("UPDATE revoked_links SET token_sha256 = ?", (b"x" * 32,))
    for token in (revoked, other):
        with pytest.raises(KeysUnusable, match="list of revoked links"):
            key.read(token, 0)


# The page ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Iterator[int]:
    config = Config(
        port=0, key=KEY, data=data, frame_ancestors=(INTRANET,), public_url="https://a.example"
    )
    with serving_collection(tmp_path_factory.mktemp("framed"), config=config) as server:
        yield server.port


def send(
    port: int, method: str, path: str, body: bytes = b"", key: str = KEY, kind: str = ""
) -> Reply:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
    head += f"Authorization: Bearer {key}\r\n" if key else ""
    head += f"Content-Type: {kind or 'application/json'}\r\n\r\n"
    with Client(port) as client:
        client.send(head.encode() + body)
        return client.reply()


def uploaded(port: int, text: str, name: str = "note.txt") -> str:
    part = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = part.encode() + text.encode() + b"\r\n--x--\r\n"
    where = "/api/v1/documents?wait=60&on_conflict=replace"
    reply = send(port, "POST", where, body, kind="multipart/form-data; boundary=x")
    return str(json.loads(reply.body)["document"]["id"])


@pytest.fixture
def note(port: int) -> str:
    return uploaded(port, TEXT)


def link(port: int, document_id: str, start: int, end: int, **more: Any) -> Reply:
    body = json.dumps({"start": start, "end": end, **more}).encode()
    return send(port, "POST", f"/api/v1/documents/{document_id}/framed", body)


@pytest.fixture
def path(port: int, note: str) -> str:
    text = send(port, "GET", f"/api/v1/documents/{note}/text").body.decode()
    start = text.index("Ada Lund")
    made = json.loads(link(port, note, start, text.index(" in 1871")).body)
    assert made["link"] == f"https://a.example{made['path']}"
    assert made["expires"].endswith("+00:00")
    return str(made["path"])


def words(page: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", page.partition("<main>")[2]))


def test_the_words_are_shown_marked_with_title_and_file_and_no_key(port: int, path: str) -> None:
    reply = send(port, "GET", path, key="")
    page = reply.body.decode()

    assert reply.status == 200
    assert "<mark>Ada Lund counted &lt;b&gt;40&lt;/b&gt; herons &amp; \ufffd2 swans</mark>" in page
    assert "The reeds were high." in page
    assert "note.txt" in page
    assert "<script" not in page
    assert "\u202e" not in page


def test_no_other_word_of_the_document_is_shown(port: int, path: str) -> None:
    shown = words(send(port, "GET", path, key="").body.decode())
    before, _, after = shown.partition("Ada Lund")
    assert len(before) <= SURROUNDING + 200
    assert len(after) <= SURROUNDING + 100
    assert len(TEXT) > 2 * SURROUNDING + 400, "there is more that could be shown"


def test_a_listed_site_may_frame_it_and_nothing_in_it_runs(port: int, path: str) -> None:
    policy = send(port, "GET", path, key="").headers["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors {INTRANET}")
    assert policy.startswith("default-src 'none'; style-src 'self'; font-src 'self'")
    assert "script-src" not in policy


def test_all_that_opens_nothing_is_one_page(port: int, data: Path, note: str, path: str) -> None:
    key, token = FrameKey(data), path.rpartition("/")[2]
    span = key.read(token, 0)
    assert span is not None

    def signed(**changed: Any) -> str:
        facts = {name: getattr(span, name) for name in FramedSpan.__slots__} | changed
        return key.sign(FramedSpan(**facts))

    removed = uploaded(port, "The gull is gone.", "gull.txt")
    gull = json.loads(link(port, removed, 0, 8).body)["path"]
    assert send(port, "GET", gull, key="").status == 200
    assert send(port, "DELETE", f"/api/v1/documents/{removed}").status == 204
    tokens = [
        signed(until=int(time.time())),
        signed(collection="other"),
        signed(document_id="0" * 26),
        signed(start=0, end=10**9),
        token[:-1] + ("A" if token[-1] != "A" else "E"),
        "nonsense",
        gull.rpartition("/")[2],
    ]
    replies = [send(port, "GET", f"/framed/{one}", key="") for one in tokens]

    assert {one.status for one in replies} == {404}
    assert len({one.body for one in replies}) == 1
    names = ("Content-Type", "Content-Security-Policy", "Content-Length")
    assert len({tuple(one.headers[name] for name in names) for one in replies}) == 1
    assert b"This link shows nothing." in replies[0].body


def test_a_document_that_has_changed_says_so_and_shows_no_word(port: int) -> None:
    heron = uploaded(port, "The heron stands in shallow water.", "heron.txt")
    path = json.loads(link(port, heron, 4, 9).body)["path"]
    assert b"<mark>heron</mark>" in send(port, "GET", path, key="").body
    assert uploaded(port, "The stork flew off at dawn.", "heron.txt") == heron
    reply = send(port, "GET", path, key="")

    assert reply.status == 410
    assert b"This document has changed." in reply.body
    assert b"stork" not in reply.body
    assert b"heron" not in reply.body


def test_a_link_is_for_words_that_are_there_and_not_for_a_document(port: int, note: str) -> None:
    assert link(port, note, 0, LONGEST + 1).code == "span_rejected"
    assert link(port, note, 10**6, 10**6 + 5).code == "span_rejected"
    assert link(port, note, 5, 5).code == "span_rejected"
    assert link(port, "0" * 26, 0, 5).code == "unknown_document"
    for days in (0, 366, 1.5, "7"):
        assert link(port, note, 0, 5, days=days).code == "invalid_field"


def test_a_link_is_made_with_a_key_alone(port: int, note: str) -> None:
    where = f"/api/v1/documents/{note}/framed"
    assert send(port, "POST", where, b'{"start": 0, "end": 5}', key="").status == 401


def test_a_link_can_be_revoked_alone(port: int, note: str, path: str) -> None:
    other = json.loads(link(port, note, 0, 5).body)["path"]
    where = f"/api/v1/framed/{path.rpartition('/')[2]}"
    nothing = send(port, "GET", "/framed/nonsense", key="")
    assert send(port, "DELETE", where, key="").status == 401
    assert send(port, "GET", path, key="").status == 200
    assert send(port, "DELETE", where).status == 204
    reply = send(port, "GET", path, key="")

    assert (reply.status, reply.body) == (nothing.status, nothing.body)
    assert send(port, "GET", other, key="").status == 200
    assert send(port, "DELETE", where).code == "unknown_link"
    changes = json.loads(send(port, "GET", "/api/v1/changes?what=link_revoked").body)["changes"]
    assert [one["document_id"] for one in changes] == [note]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_link_is_read_only(port: int, path: str, method: str) -> None:
    assert send(port, method, path).status in (401, 405)


def test_no_token_is_in_the_log(
    port: int, path: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    send(port, "GET", path, key="")
    said = caplog.text + capfd.readouterr().err
    assert path.rpartition("/")[2][:20] not in said


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Callable[[str], Reply]]:
    config = Config(port=0, data=tmp_path)
    with serving_collection(tmp_path / "main", config=config) as server:
        yield lambda path: send(server.port, "GET", path, key="")


def test_no_site_may_frame_it_unless_somebody_lists_it(closed: Callable[[str], Reply]) -> None:
    reply = closed("/framed/x")
    assert reply.status == 404
    assert reply.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
