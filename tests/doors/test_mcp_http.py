"""`/mcp` by hand: who may call, what is no message, and what each version is answered."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from services import make_service
from serving import Client, serving_collection
from web_client import KEY, fault
from werkzeug.test import TestResponse

from corpus import Document
from index import LocalIndex
from qa.answering.answerer import Answerer
from qa.config import Config
from qa.web.app import create_app
from qa.web.routes.answers import MAX_JSON

MODERN, LEGACY = "2026-07-28", "2025-11-25"
META = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientCapabilities": {},
}


@pytest.fixture
def client(index: LocalIndex) -> Iterator[FlaskClient]:
    list(index.add([Document(id="herons", title="Herons", source="h", text="Herons fly.")]))
    service = make_service(index, Config(key=KEY, confidence=0.0))
    yield create_app(service).test_client()
    service.close()


def message(method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
    said: dict[str, Any] = {"jsonrpc": "2.0", "id": 7, "method": method}
    return said if params is None else {**said, "params": params}


def post(client: FlaskClient, data: Any, **headers: str) -> TestResponse:
    """Post a message with the right key; a header may be another, or "" for none at all."""
    sent = {
        "Authorization": f"Bearer {KEY}",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    data = data if isinstance(data, bytes) else json.dumps(data)
    return client.post("/mcp", data=data, headers={k: v for k, v in sent.items() if v})


def modern(
    client: FlaskClient, method: str, params: dict[str, Any] | None = None, **headers: str
) -> TestResponse:
    said = message(method, {"_meta": META, **(params or {})})
    named = {"Mcp_Name": params["name"]} if params and "name" in params else {}
    about = {"MCP_Protocol_Version": MODERN, "Mcp_Method": method, **named}
    return post(client, said, **{**about, **headers})


def error(response: TestResponse, status: int) -> int:
    """Return the code of an error of the protocol, which gives nothing away."""
    told = response.get_json()
    assert response.status_code == status, told
    assert told["jsonrpc"] == "2.0"
    assert "result" not in told
    assert "Traceback" not in response.text
    return int(told["error"]["code"])


def test_without_the_key_nothing_is_answered(client: FlaskClient) -> None:
    listing = message("tools/list", {})

    assert fault(post(client, listing, Authorization=""), 401) == "key_needed"
    assert fault(post(client, listing, Authorization=f"Bearer {KEY}x"), 401) == "key_needed"
    assert fault(client.get("/mcp"), 401) == "key_needed"
    assert post(client, listing).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}]
)
def test_a_page_of_another_site_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert fault(post(client, message("ping"), **headers), 403) == "foreign_origin"


def test_a_name_that_was_made_to_point_here_is_refused(client: FlaskClient) -> None:
    assert fault(post(client, message("ping"), Host="evil.example"), 400) == "foreign_host"


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    said = message("tools/call", {"name": "ask", "arguments": {"question": "a" * MAX_JSON}})
    head = f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(json.dumps(said))}\r\n"
    with serving_collection(tmp_path / "c") as server, Client(server.port) as sender:
        sender.send(f"{head}Content-Type: application/json\r\n\r\n".encode())
        reply = sender.reply()

    assert (reply.status, reply.code) == (413, "too_large")


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_there_are_no_streams_to_open_and_no_sessions_to_end(
    client: FlaskClient, method: str
) -> None:
    response = client.open("/mcp", method=method, headers={"Authorization": f"Bearer {KEY}"})

    assert fault(response, 405) == "method_not_allowed"
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize("data", [b"{", b"\xff", b"", b'{"a": NaN}', b"[" * 100_000])
def test_what_is_not_json_is_a_parse_error(client: FlaskClient, data: bytes) -> None:
    assert error(post(client, data), 400) == -32700


@pytest.mark.parametrize(
    "data",
    [
        [message("ping"), message("ping")],
        "ping",
        {"jsonrpc": "2.0", "id": 1, "result": {}},
        {"jsonrpc": "1.0", "id": 1, "method": "ping"},
        {"jsonrpc": "2.0", "id": None, "method": "ping"},
        {"jsonrpc": "2.0"},
    ],
)
def test_what_is_not_one_request_is_refused(client: FlaskClient, data: Any) -> None:
    assert error(post(client, data), 400) == -32600


def test_other_media_types_are_refused(client: FlaskClient) -> None:
    assert fault(post(client, message("ping"), Content_Type="text/plain"), 415) == (
        "unsupported_media_type"
    )
    assert fault(post(client, message("ping"), Accept="text/html"), 406) == "not_acceptable"
    assert post(client, message("ping"), Accept="*/*").status_code == 200
    assert post(client, message("ping"), Accept="").status_code == 200


@pytest.mark.parametrize("asked", [LEGACY, "2024-11-05", "1999-01-01"])
def test_the_handshake_agrees_on_a_version_and_opens_no_session(
    client: FlaskClient, asked: str
) -> None:
    about = {"name": "c", "version": "1"}
    params = {"protocolVersion": asked, "capabilities": {}, "clientInfo": about}
    response = post(client, message("initialize", params))
    told = response.get_json()["result"]

    assert told["protocolVersion"] == (LEGACY if asked == "1999-01-01" else asked)
    assert told["serverInfo"]["name"] == "pincite"
    assert told["capabilities"].keys() == {"tools", "resources"}
    assert "Mcp-Session-Id" not in response.headers


def test_a_notification_is_taken_without_a_word(client: FlaskClient) -> None:
    said = {"jsonrpc": "2.0", "method": "notifications/initialized"}

    for version in (LEGACY, MODERN):
        response = post(client, said, MCP_Protocol_Version=version)
        assert (response.status_code, response.data) == (202, b"")
    assert error(post(client, said, MCP_Protocol_Version="2031-01-01"), 400) == -32022
    assert error(post(client, {"jsonrpc": "2.0", "method": 5}), 400) == -32600


def test_what_a_client_may_keep_and_for_whom_is_said(client: FlaskClient) -> None:
    told = modern(client, "server/discover").get_json()["result"]

    assert told["supportedVersions"] == [MODERN]
    assert (told["resultType"], told["cacheScope"]) == ("complete", "public")
    assert told["ttlMs"] > 0
    assert told["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "pincite"
    read = modern(
        client, "resources/read", {"uri": "pincite:herons"}, Mcp_Name="pincite:herons"
    ).get_json()["result"]
    assert (read["ttlMs"], read["cacheScope"]) == (0, "private"), "documents change"
    assert read["contents"][0]["text"] == "Herons fly."


def test_an_older_client_gets_only_what_its_version_has(client: FlaskClient) -> None:
    told = post(client, message("tools/list"), MCP_Protocol_Version=LEGACY).get_json()["result"]

    assert told.keys() == {"tools"}
    assert error(post(client, message("server/discover", {})), 200) == -32601


def test_an_unknown_version_is_refused_with_those_that_are_spoken(client: FlaskClient) -> None:
    meta = {**META, "io.modelcontextprotocol/protocolVersion": "2031-01-01"}
    said = message("tools/list", {"_meta": meta})
    headers = {"MCP_Protocol_Version": "2031-01-01", "Mcp_Method": "tools/list"}
    response = post(client, said, **headers)

    assert error(response, 400) == -32022
    assert response.get_json()["error"]["data"]["supported"] == [MODERN]
    assert error(post(client, message("ping"), MCP_Protocol_Version="yesterday"), 400) == -32602


@pytest.mark.parametrize(
    "headers", [{"Mcp_Method": "tools/call"}, {"Mcp_Method": ""}, {"MCP_Protocol_Version": "x"}]
)
def test_headers_that_say_otherwise_than_the_message_are_refused(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    assert error(modern(client, "tools/list", None, **headers), 400) == -32020


def test_a_header_that_comes_twice_is_refused(client: FlaskClient) -> None:
    twice = f"{MODERN}, {MODERN}"  # as the server joins them

    assert error(modern(client, "tools/list", None, MCP_Protocol_Version=twice), 400) == -32020


def test_what_is_not_offered_is_not_found(client: FlaskClient) -> None:
    for method in ("prompts/list", "logging/setLevel", "initialize", "no/such"):
        assert error(modern(client, method), 404) == -32601
        assert error(post(client, message(method, {})), 200) in (-32601, -32602)


@pytest.mark.parametrize("params", [{"name": "nothing"}, {"name": "ask", "arguments": [1]}])
def test_an_unknown_tool_and_malformed_parameters_are_errors_of_the_protocol(
    client: FlaskClient, params: dict[str, Any]
) -> None:
    assert error(modern(client, "tools/call", params), 400) == -32602
    assert error(post(client, message("tools/call", params)), 200) == -32602


@pytest.mark.parametrize("uri", ["file:///etc/passwd", "pincite:nothing", "pincite:herons:5-99"])
def test_a_resource_that_is_not_there_is_an_error_of_the_protocol(
    client: FlaskClient, uri: str
) -> None:
    assert error(post(client, message("resources/read", {"uri": uri})), 200) == -32602


class Broken(Answerer):
    """Fails as nothing should, with something in its words that is nobody's business."""

    def __init__(self) -> None: ...

    def search(self, *_: Any) -> Any:
        raise RuntimeError("/srv/secret/ledger.db")


def test_an_error_inside_gives_nothing_away(
    index: LocalIndex, caplog: pytest.LogCaptureFixture
) -> None:
    service = make_service(index, Config(key=KEY), answerer=Broken())
    searching = {"name": "search", "arguments": {"query": "herons"}}
    response = post(create_app(service).test_client(), message("tools/call", searching))
    service.close()

    assert response.get_json()["result"]["isError"] is True
    assert "secret" not in response.text
    assert "the tool search failed" in caplog.messages


def test_a_service_without_the_package_says_what_to_install(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "qa.doors.mcp.exchange", raising=False)
    for package in ("mcp", "mcp_types"):
        monkeypatch.setitem(sys.modules, package, None)
    response = post(client, message("ping"))

    assert fault(response, 501) == "not_installed"
    assert "pip install -e '.[mcp]'" in response.get_json()["error"]["message"]
