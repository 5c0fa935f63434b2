"""Clients of the API without a server: what they send, and how replies are read."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HERONS = "The heron stands in shallow water. Ada Lund counted 40 herons in 1871."
QUESTION = "Who counted the herons?"
KEY = "correct-horse-battery"
ASK, SEARCH, FIND = "/api/v1/ask", "/api/v1/search", "/api/v1/find"
DOCUMENTS, VERIFY = "/api/v1/documents", "/api/v1/verify"
MAP, EXAMPLES = "/api/v1/map", "/api/v1/examples"
MakeClient = Callable[..., FlaskClient]


def upload(client: FlaskClient, name: str, data: bytes) -> TestResponse:
    return upload_raw(client, name.encode(), data)


def upload_raw(client: FlaskClient, name: bytes, data: bytes = b"A heron.") -> TestResponse:
    """Upload under a name of any bytes, as no well-behaved client would send them."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n'
    return client.post(
        f"{DOCUMENTS}?wait=60",
        data=head + data + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )


def ask(client: FlaskClient, question: Any = QUESTION, **more: Any) -> TestResponse:
    return client.post(ASK, json={"question": question, **more})


def fault(response: TestResponse, *statuses: int) -> str:
    """Check that a reply is an error as all are, and return its code."""
    told = response.get_data(as_text=True)
    assert response.status_code in statuses, told
    assert response.mimetype == "application/json"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    error = json.loads(told)["error"]
    shaped = {"type", "param"}  # of errors in the shapes of other services
    assert error.keys() - shaped == {"code", "message", "request_id"}
    assert re.fullmatch(r"[a-z_]+", error["code"])
    assert re.fullmatch(r"\S.*[.?]", error["message"])
    assert error["request_id"] == response.headers["X-Request-Id"] != ""
    told = told.replace("/api/v1/documents", "")
    assert not re.search(r"Traceback|File \"|site-packages|\.py\b|(/\w+){2}", told)
    return str(error["code"])


def events(response: TestResponse) -> list[tuple[str, Any]]:
    """Read server-sent events the way the standard says: lines end at CR, LF or both."""
    found = []
    for block in re.split(r"(?:\r\n|\r|\n){2}", response.get_data(as_text=True)):
        lines = [line.partition(": ") for line in re.split(r"\r\n|\r|\n", block) if line]
        if lines:
            assert [field for field, _, _ in lines] == ["event", "data"]
            found.append((lines[0][2], json.loads(lines[1][2])))
    return found


def stream(client: FlaskClient, question: str = QUESTION, **more: Any) -> TestResponse:
    accept = {"Accept": "text/event-stream"}
    return client.post(ASK, json={"question": question, **more}, headers=accept)


def calls(client: FlaskClient) -> Iterator[tuple[str, str, str]]:
    """Yield endpoint, method and path of everything that the app answers, as it is routed."""
    for rule in client.application.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD"}):
            path = rule.rule.replace("<number>", "1")
            yield rule.endpoint, method, re.sub(r"<[\w:]+>", "a" * 26, path)


def api_calls(client: FlaskClient) -> Iterator[tuple[str, str]]:
    return (
        (method, path) for _, method, path in calls(client) if path.startswith(("/api", "/v1/"))
    )
