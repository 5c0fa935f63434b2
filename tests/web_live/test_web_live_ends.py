"""How the server starts, ends, and is killed."""

import http.client
import json
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from live_server import PROGRAM, WORDS_SERVER, Server, running, serve_once
from serving import wait_until
from toys import WordEmbedder, live_modules, reading

from index import LocalIndex

# Starting and ending -----------------------------------------------------------------


def test_the_port_is_tried_before_a_model_is_loaded(tmp_path: Path) -> None:
    """A language model needs the embedding model too, but not before it is asked to write."""
    settings = {
        "PINCITE_DATA": str(tmp_path),
        "PINCITE_MODEL": str(tmp_path / "no-model"),
        "PINCITE_LLM_URL": "http://127.0.0.1:9/v1",
        "PINCITE_LLM_MODEL": "toy",
    }
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = serve_once("--port", str(taken.getsockname()[1]), **settings)

    assert done.returncode == 1
    assert "cannot be opened" in done.stderr.splitlines()[-1]


def test_it_does_not_listen_beyond_this_machine_without_a_key() -> None:
    done = serve_once("--host", "0.0.0.0", "--port", "0")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        "Error: 0.0.0.0 can be reached from other machines: set PINCITE_KEY"
    )
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = serve_once("--port", str(port))

    assert (done.returncode, done.stdout) == (1, "")
    assert f"Error: port {port} of 127.0.0.1 cannot be opened" in done.stderr
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1


def test_uploads_larger_than_a_document_may_be_are_no_setting() -> None:
    done = serve_once("--port", "0", PINCITE_UPLOAD_MB="999")

    assert done.returncode == 1
    assert "PINCITE_UPLOAD_MB: 999 is more than" in done.stderr


@pytest.mark.parametrize("address", ["256.1.1.1", "no-such-host.invalid", "127.0.0.1:80"])
def test_an_address_that_is_none_is_named(address: str) -> None:
    done = serve_once("--host", address, "--port", "0", PINCITE_KEY="a-key-of-16-letters")

    assert (done.returncode, done.stdout) == (1, "")
    assert address in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("sent", "after"), [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGINT, 5)]
)
def test_it_ends_well_while_it_is_still_loading(
    settings: dict[str, str], sent: int, after: float, tmp_path: Path
) -> None:
    """At once, and while PyTorch makes the light form of its model."""
    settings = {**settings, "PINCITE_MODELS": str(tmp_path / "models")}
    with running([str(PROGRAM), "serve", "--port", "0"], **settings) as server:
        time.sleep(after)
        server.process.send_signal(sent)

        assert server.process.wait(120) == 0, "".join(server.said)
    assert "Traceback" not in "".join(server.said)


def test_it_ends_well_when_it_is_told_to(server: Server, settings: dict[str, str]) -> None:
    """The last test that uses the server of this module."""
    server.process.send_signal(signal.SIGTERM)

    assert server.process.wait(120) == 0, "".join(server.said)
    assert "Traceback" not in "".join(server.said)
    assert list(Path(settings["PINCITE_DATA"]).rglob("vectors/gen-*/manifest.json"))


# Being killed ------------------------------------------------------------------------


class Uploader(threading.Thread):
    """Uploads and removes documents until the server is gone, and notes what was promised."""

    def __init__(self, server: Server, label: str) -> None:
        super().__init__()
        self.server, self.label = server, label
        self.there: dict[str, str] = {}
        self.gone: set[str] = set()
        self.promised = 0

    def run(self) -> None:
        with suppress(OSError, http.client.HTTPException):
            for number in range(10_000):
                self.upload(f"{self.label}-{number}")
                if number % 3 == 2:
                    self.remove(next(iter(self.there)))

    def upload(self, name: str) -> None:
        text = f"The heron of {name} stands. " * 40
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
        body = f"--x\r\n{head}\r\n\r\n{text}\r\n--x--\r\n".encode()
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        status, reply = self.server.request("POST", "/api/v1/documents?wait=60", body, **kind)
        assert status == 201, reply
        self.there[json.loads(reply)["document"]["id"]] = text
        self.promised += 1

    def remove(self, document_id: str) -> None:
        del self.there[document_id]
        status, reply = self.server.request("DELETE", f"/api/v1/documents/{document_id}")
        assert status == 204, reply
        self.gone.add(document_id)
        self.promised += 1


@pytest.mark.timeout(600)
def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Acknowledged uploads are there and whole, acknowledged removals stay gone."""
    random, there, gone = Random(7), dict[str, str](), set[str]()
    for round_ in range(6):
        with running(
            [sys.executable, "-c", WORDS_SERVER, str(tmp_path)], **live_modules()
        ) as server:
            uploaders = [Uploader(server, f"{round_}-{n}") for n in range(4)]
            for uploader in uploaders:
                uploader.start()
            acknowledged = random.randint(2, 8)  # whenever that is: machines differ in speed
            wait_until(lambda: sum(one.promised for one in uploaders) >= acknowledged, 120)  # noqa: B023
            time.sleep(random.uniform(0, 0.1))
            server.process.kill()
            for uploader in uploaders:
                uploader.join()
                there |= uploader.there
                gone |= uploader.gone
        index = LocalIndex(tmp_path, WordEmbedder)
        found = {info.id: reading(index).document(info.id) for info in reading(index).documents()}

        assert list(index.findings()) == []
        assert all(found[key] and found[key].text == text for key, text in there.items())
        assert not gone & found.keys()
        assert all(d and d.text.endswith("stands. ") and len(d.text) > 1000 for d in found.values())
    assert len(there) + len(gone) >= 12
