"""Pincite in frames of other sites, in a real browser: who may show what."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from serving import serving_collection

from qa.config import Config


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """Serve a folder as a site of its own: another port is another origin."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def post(url: str, body: bytes, kind: str) -> Any:
    request = urllib.request.Request(url, body, {"Content-Type": kind})
    with urllib.request.urlopen(request, timeout=120) as reply:
        return json.load(reply)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def framing(folder: Path, *addresses: str) -> None:
    frames = "".join(f"<iframe src='{address}'></iframe>" for address in addresses)
    (folder / "index.html").write_text(f"<!doctype html><title>Intranet</title>{frames}")


@pytest.mark.parametrize("listed", [True, False])
def test_a_site_shows_what_it_is_listed_for(
    tab: Any, folder: Path, tmp_path: Path, listed: bool
) -> None:
    with site(folder) as intranet:
        config = Config(port=0, data=tmp_path, frame_ancestors=(intranet,) if listed else ())
        with serving_collection(tmp_path / "main", config=config) as server:
            url = f"http://127.0.0.1:{server.port}"
            part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
            note = part + b"Ada Lund counted 40 herons.\r\n--x--\r\n"
            kind = "multipart/form-data; boundary=x"
            job = post(f"{url}/api/v1/documents?wait=60", note, kind)
            where = f"{url}/api/v1/documents/{job['document']['id']}/framed"
            made = post(where, b'{"start": 17, "end": 26}', "application/json")
            framing(folder, url + made["path"], f"{url}/")
            refusals: list[str] = []
            tab.on("console", lambda message: refusals.append(message.text))
            tab.goto(intranet)
            words, page = tab.frame_locator("iframe >> nth=0"), tab.frame_locator("iframe >> nth=1")
            if listed:
                expect(words.locator("mark")).to_have_text("40 herons")
                expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
                assert not [text for text in refusals if "Content Security Policy" in text]
            else:
                tab.wait_for_load_state("networkidle")
                assert words.locator("mark").count() == 0
                assert page.get_by_role("textbox").count() == 0
                blocked = [text for text in refusals if "frame-ancestors" in text]
                assert len(blocked) == 2
