"""A running service with a language model behind it, and what programs and people get of it."""

import http.client
import io
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from model_server import (
    HEAD,
    Connection,
    ModelServer,
    answering,
    model_server,
    refusing,
    silent,
)
from services import make_service
from writers import KEY

from corpus import Document
from index import LocalIndex
from qa.config import Config
from qa.service.collections import Collections
from qa.web.serving.serve import make_server, run
from qa.web.watching.log import make_handler

HERONS = "Ada Lund counted 40 herons in 1871. The canal was closed in 1910."
QUESTION = "Who counted the herons?"
SLOW: dict[str, Any] = {"llm_first": 600, "llm_gap": 600, "llm_total": 600}
HTML = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "event": "\n\nevent: error\ndata: {}\n\n",
    "escape": "\x1b[2J\x1b]0;x\x07",
    "stars": "*" * 5000,
}

MakeDocument = Callable[..., Document]


class Running:
    """A service on a port of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    def open(self, path: str, body: Any = None, **headers: str) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers |= {"Content-Type": "application/json"}
        method = "GET" if body is None else "POST"
        connection.request(method, path, json.dumps(body) if body else None, headers)
        return connection

    def ask(self, **more: Any) -> dict[str, Any]:
        """Ask, and ask again while the service says that it is busy."""
        for _ in range(1000):
            status, record = self.reply("/api/v1/ask", {"question": QUESTION, **more})
            if status != 503:
                break
            threading.Event().wait(0.05)
        assert status == 200, record
        return record

    def reply(self, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        connection = self.open(path, body)
        with closing(connection):
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())

    def stream(self, **more: Any) -> http.client.HTTPResponse:
        body = {"question": QUESTION, "answer": "written", **more}
        return self.open("/api/v1/ask", body, Accept="text/event-stream").getresponse()


@contextmanager
def serving(index: LocalIndex, model: ModelServer, **settings: Any) -> Iterator[Running]:
    config = Config(
        port=0, confidence=0.0, llm_url=model.url, llm_model="toy", llm_key=KEY, **settings
    )
    service = make_service(index, config)
    server = make_server(service)
    thread = threading.Thread(target=run, args=(server, Collections.alone(service)))
    thread.start()
    try:
        yield Running(server.port)
    finally:
        server.end()
        thread.join()


@pytest.fixture
def herons(index: LocalIndex, make_document: MakeDocument) -> LocalIndex:
    list(index.add([make_document(HERONS)]))
    return index


def events(response: http.client.HTTPResponse) -> list[tuple[str, Any]]:
    parts = [p for p in response.read().decode().split("\n\n") if p and not p.startswith(":")]
    named = [part.split("\ndata: ", 1) for part in parts]
    return [(name.removeprefix("event: "), json.loads(data)) for name, data in named]


def test_quotes_stay_what_they_are_where_a_model_is_configured(herons: LocalIndex) -> None:
    with (
        model_server(answering("The canal was closed in 1910.")) as model,
        serving(herons, model) as service,
    ):
        record = service.ask()

    assert model.seen == []
    assert {"writer", "rejected"}.isdisjoint(record)
    assert {sentence["verdict"] for sentence in record["sentences"]} == {"verbatim"}


def test_a_stream_sends_the_quotes_then_what_was_checked_then_the_record(
    herons: LocalIndex,
) -> None:
    with (
        model_server(answering("The canal was closed in 1910. The moon is cheese.")) as model,
        serving(herons, model) as service,
    ):
        found = events(service.stream())

    names = [name for name, _ in found]
    assert names[0] == "hits"
    assert [name for name in names if name in ("written", "rejected")] == ["written", "rejected"]
    assert names[-1] == "answer"
    written, record = dict(found)["written"], found[-1][1]
    assert record["sentences"] == [written["sentence"]]
    assert record["citations"] == written["citations"]
    assert record["rejected"] == [dict(found)["rejected"]]


def test_a_written_answer_is_written_anew_each_time(herons: LocalIndex) -> None:
    """That the same question gives the same answer is promised for quotes."""
    scripts = answering("The canal was closed in 1910."), refusing("404 Not Found")
    with model_server(*scripts) as model, serving(herons, model) as service:
        first, second = service.ask(answer="written"), service.ask(answer="written")

    assert first["writer"]["status"] == "written"
    assert second["writer"]["status"] == "refused"


@pytest.mark.parametrize("what", HTML)
def test_whatever_a_model_writes_arrives_as_text(herons: LocalIndex, what: str) -> None:
    text = f"The moon is made of cheese {HTML[what]}"
    with model_server(answering(text)) as model, serving(herons, model) as service:
        raw = service.stream().read().decode()

    assert "event: error" not in raw.splitlines()
    assert "\x1b" not in raw
    assert raw.count("event: answer\n") == 1


def test_silent_models_leave_room_for_quotes(herons: LocalIndex) -> None:
    with model_server(silent) as model, serving(herons, model, **SLOW) as service:
        stuck = [
            service.open(
                "/api/v1/ask",
                {"question": QUESTION, "answer": "written"},
                Accept="text/event-stream",
            )
            for _ in range(32)
        ]
        assert service.reply("/healthz") == (200, {"status": "ok"})
        assert service.ask()["sentences"]
        busy = [service.ask(answer="written") for _ in range(4)]
        assert {record["writer"]["status"] for record in busy} == {"busy"}
        assert all(record["sentences"] for record in busy)
        assert len(model.seen) <= 4
        for connection in stuck:
            connection.close()


def test_who_goes_away_takes_the_connection_to_the_model_along(herons: LocalIndex) -> None:
    began, closed = threading.Event(), threading.Event()

    def script(connection: Connection) -> None:
        connection.send(HEAD)
        began.set()
        connection.wait_until_closed()
        closed.set()

    with model_server(script) as model, serving(herons, model, **SLOW) as service:
        reply = service.stream()
        assert began.wait(60)
        reply.close()
        assert closed.wait(60), "the model was left talking to nobody"


def test_a_service_that_ends_does_not_wait_for_a_silent_model(herons: LocalIndex) -> None:
    with model_server(silent) as model:
        with serving(herons, model, **SLOW) as service:
            reply = service.stream()
            assert reply.readline() == b"event: hits\n"
        rest = reply.read().decode()

    record = json.loads(rest.split("event: answer\ndata: ")[1])
    assert record["sentences"], "the quotes stand"


def test_a_key_in_a_file_is_sent_and_never_shown(herons: LocalIndex, tmp_path: Path) -> None:
    from qa.errors import ConfigError
    from qa.writing.endpoint import endpoint, with_writer_key

    file = tmp_path / "key"
    config = Config(llm_url="http://127.0.0.1:9/v1", llm_model="toy", llm_key_file=file)
    with pytest.raises(ConfigError, match=r"PINCITE_LLM_KEY_FILE: .* cannot be read"):
        endpoint(config)
    with pytest.raises(ConfigError, match=r"PINCITE_LLM_KEY_FILE: .* cannot be read"):
        with_writer_key(config)
    file.write_text(KEY + "\n")
    stream = io.StringIO()
    record = logging.LogRecord(
        "pincite.web", logging.INFO, "", 0, f"the key is {KEY}, and that is all", (), None
    )
    make_handler(with_writer_key(config), stream).handle(record)
    assert "the key is (key), and that is all" in stream.getvalue()
    assert endpoint(config).key == KEY
    assert KEY not in repr(endpoint(config))
    assert endpoint(config).url == "http://127.0.0.1:9/v1/chat/completions"
    for bad in ("", "two words", "ключ"):
        file.write_text(bad)
        with pytest.raises(ConfigError) as caught:
            endpoint(config)
        assert not bad or bad not in str(caught.value)
