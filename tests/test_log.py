"""The log of the service: what a line tells, and what none may tell."""

import io
import json
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from log_calls import logged
from services import make_service
from toys import WordEmbedder

from index import LocalIndex
from index.types import Vector
from qa.config import Config
from qa.service.service import Service
from qa.web.app import create_app
from qa.web.watching import log as service_log

KEY = "correct-horse-battery"
SECRET = "Quisling embezzled fourteen zeppelins"


class Leaks(WordEmbedder):
    """Fails as a library would: with what it was given, and where it lies."""

    def embed_question(self, text: str) -> Vector:
        try:
            raise OSError(2, "no such file", "/srv/my models/weights.bin")
        except OSError as exc:
            raise RuntimeError(f"cannot answer {text!r} (embezzl) in /opt/lib/place.so") from exc


@pytest.fixture
def make_client(tmp_path: Path) -> Iterator[Callable[[], FlaskClient]]:
    """Make clients of an app whose model cannot be asked."""
    services: list[Service] = []

    def make(**settings: Any) -> FlaskClient:
        config = Config(**settings)
        index = LocalIndex(tmp_path / "collection", Leaks)
        services.append(make_service(index, config))
        services[-1].worker.start()
        return create_app(services[-1]).test_client()

    yield make
    for service in services:
        service.close()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def requests(stream: io.StringIO) -> list[dict[str, Any]]:
    return [line for line in lines(stream) if "status" in line]


def upload(client: FlaskClient) -> None:
    file = {"file": (io.BytesIO(b"A heron."), "heron.txt")}
    assert client.post("/api/v1/documents?wait=60", data=file, buffered=True).status_code == 201


def test_each_request_is_a_line_that_programs_read(make_client: Callable[..., FlaskClient]) -> None:
    client = make_client()
    with logged("json") as stream:
        reply = client.get("/api/v1/documents/nothing/text?first=secret", buffered=True)
    (line,) = requests(stream)

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert line["request_id"] == reply.headers["X-Request-Id"]
    assert (line["method"], line["status"]) == ("GET", 404)
    assert line["route"] == "/api/v1/documents/<document_id>/text"
    assert line["ms"] >= 0
    assert "nothing" not in stream.getvalue()
    assert "secret" not in stream.getvalue()


def test_each_request_is_a_line_that_people_read(make_client: Callable[..., FlaskClient]) -> None:
    client = make_client()
    with logged("text") as stream:
        reply = client.get("/healthz", buffered=True)

    assert re.fullmatch(
        r"\S+Z INFO GET /healthz 200 \d+\.\d ms \[" + reply.headers["X-Request-Id"] + r"\]\n",
        stream.getvalue(),
    )


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_an_error_that_repeats_the_question_and_a_path_is_logged_without_both(
    make_client: Callable[..., FlaskClient], form: str, accept: str
) -> None:
    client = make_client(key=KEY)
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {KEY}"
    upload(client)
    with logged(form) as stream:
        body = {"question": SECRET, "history": [{"question": "Who is Mehdi?"}]}
        reply = client.post("/api/v1/ask", json=body, headers={"Accept": accept}, buffered=True)
    told = stream.getvalue()

    assert reply.status_code == 500
    assert re.search(r"RuntimeError\b.*cannot answer", told, re.DOTALL)
    assert re.search(r"FileNotFoundError\b.*weights\.bin", told, re.DOTALL)
    assert re.search(r"web/routes/answers\.py:\d+ in ask", told)
    assert reply.headers["X-Request-Id"] in told
    assert not re.search("quisling|embezz|zeppelin|fourteen|mehdi", told, re.IGNORECASE)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_an_error_that_repeats_a_draft_in_a_file_is_logged_without_its_words(
    make_client: Callable[..., FlaskClient], accept: str
) -> None:
    client = make_client()
    upload(client)
    with logged("json") as stream:
        client.post(
            "/api/v1/check/file",
            data={"file": (io.BytesIO(f"{SECRET}.".encode()), "draft.txt")},
            headers={"Accept": accept},
            buffered=True,
        )
    told = stream.getvalue()

    assert "cannot answer" in told
    assert not re.search("quisling|embezz|zeppelin|fourteen", told, re.IGNORECASE)
    assert not re.search(r"/srv|/opt|/my models|/work|/home|/tmp|/usr", told)
    assert KEY not in told


def test_an_error_is_one_object_with_what_caused_it(
    make_client: Callable[..., FlaskClient],
) -> None:
    client = make_client()
    upload(client)
    with logged("json") as stream:
        client.post("/api/v1/ask", json={"question": SECRET}, buffered=True)
    (failed,) = [line for line in lines(stream) if "exception" in line]
    (request,) = requests(stream)

    assert (failed["level"], failed["route"]) == ("error", "/api/v1/ask")
    assert failed["request_id"] == request["request_id"]
    assert failed["exception"]["type"] == "RuntimeError"
    assert failed["exception"]["cause"]["type"] == "FileNotFoundError"
    assert failed["exception"]["stack"]


def test_an_error_repeats_nothing_of_a_draft(make_client: Callable[[], FlaskClient]) -> None:
    client = make_client()
    upload(client)
    with logged("text") as stream:
        client.post("/api/v1/check", json={"text": f"It rained. {SECRET}."}, buffered=True)

    assert "RuntimeError" in stream.getvalue()
    assert not re.search("quisling|embezz|zeppelin", stream.getvalue(), re.IGNORECASE)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "said", ["a\r\n2026-01-01T00:00:00.000Z INFO all is well", "a\u2028b\u202ec\x1b[31m", "\ud800"]
)
def test_nobody_can_write_a_line_of_the_log(form: str, said: str) -> None:
    with logged(form) as stream:
        logging.getLogger("index.local").warning("%s is damaged", said)
        try:
            raise ValueError(said)
        except ValueError:
            logging.getLogger("corpus").exception("it failed")
    told = stream.getvalue()

    assert not set(told) & set("\r\x1b\u2028\u202e\ud800")
    for line in told.split("\n")[:-1]:
        assert (
            line.startswith("{") if form == "json" else re.match(r"  |\S+Z (WARNING|ERROR) ", line)
        )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/srv/pincite/main/ledger.db is damaged", "…/ledger.db is damaged"),
        ("cannot open '/srv/my data/a b.txt'", "cannot open '…/a b.txt'"),
        ("no /a/b and no /c: (/d/e/)", "no …/b and no …/c: (…/e)"),
        ("file:///srv/ledger.db?mode=ro", "file:…/ledger.db?mode=ro"),
        ("see GET /api/v1/documents or /docs", "see GET /api/v1/documents or /docs"),
        ("on http://127.0.0.1:8000/docs, 3/4", "on http://127.0.0.1:8000/docs, 3/4"),
    ],
)
def test_a_path_is_told_by_its_last_part(said: str, told: str) -> None:
    with logged("json") as stream:
        logging.getLogger("index").warning("%s", said)
        logging.getLogger("index").warning(said)

    assert [line["message"] for line in lines(stream)] == [told, told]


def test_a_path_in_the_data_is_told_by_the_setting(tmp_path: Path) -> None:
    place = tmp_path / "my data"
    with logged("json", data=place) as stream:
        logging.getLogger("index").error("%s cannot be written", place / "main" / "ledger.db")

    assert lines(stream)[0]["message"] == "$PINCITE_DATA/main/ledger.db cannot be written"


def test_a_method_that_a_client_makes_up_is_not_repeated(
    make_client: Callable[..., FlaskClient],
) -> None:
    client = make_client()
    with logged("json") as stream:
        client.open("/docs", method="SECRET", buffered=True)

    assert (requests(stream)[0]["method"], "SECRET" in stream.getvalue()) == ("OTHER", False)


def test_the_address_of_a_request_is_not_repeated_for_the_server() -> None:
    with logged("json") as stream:
        logging.getLogger("waitress").error("Exception while serving /read/zeppelin?a=b c")

    assert lines(stream)[0]["message"] == "Exception while serving (address)"


def test_what_nobody_caught_is_logged_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a thread, where an object ends, and what a library warns of."""
    import sys
    import threading

    root, stream = logging.getLogger(), io.StringIO()
    before = (root.handlers[:], root.level, threading.excepthook, sys.unraisablehook)
    monkeypatch.setattr(sys, "stderr", stream)

    class Dying:
        def __del__(self) -> None:
            raise KeyError("at the end")

    def fail() -> None:
        raise LookupError("in a thread")

    try:
        service_log.configure(Config(log="json"))
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        dying = Dying()
        del dying
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("it is old", UserWarning, stacklevel=1)
    finally:
        root.handlers[:], level, threading.excepthook, sys.unraisablehook = before
        root.setLevel(level)
        logging.captureWarnings(False)
        logging.raiseExceptions = True
    told = lines(stream)

    assert [line.get("exception", {}).get("type") for line in told] == [
        "LookupError",
        "KeyError",
        None,
    ]
    assert "it is old" in told[2]["message"]
