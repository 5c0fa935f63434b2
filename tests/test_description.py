"""The description of the API for programs: what it says is what the service does."""

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from live_server import PROGRAM, running
from services import make_service

from index import LocalIndex
from qa.config import Config
from qa.web.app import create_app
from qa.web.errors import STATUS
from qa.web.security.access import OPEN

ROOT = Path(__file__).parent.parent
KEY = "correct-horse-battery"

Operation = tuple[str, str, str, dict[str, Any]]


def described(index: LocalIndex, key: str = KEY) -> list[Operation]:
    """Return endpoint, method, path and description of every operation."""
    config = Config(key=key)
    service = make_service(index, config)
    app = create_app(service)
    told = app.test_client().get("/openapi.json").get_json()
    service.close()
    routes = {
        (rule.rule.replace("<", "{").replace(">", "}"), method): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    found = [
        (routes[path, method.upper()], method, path, operation)
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]
    assert {path for _, _, path, _ in found} >= {"/healthz", "/api/v1/ask"}
    return found


@pytest.fixture
def operations(index: LocalIndex) -> list[Operation]:
    return described(index)


def test_every_error_has_the_shape_of_errors(operations: list[Operation]) -> None:
    seen = set()
    for _, _, path, operation in operations:
        for status, response in operation["responses"].items():
            seen.add(status)
            if int(status) < 400 or (path, status) == ("/readyz", "503"):
                continue
            schema = response["content"]["application/json"]["schema"]
            every = schema.get("anyOf", [schema])  # a name that is taken says more
            assert {"$ref": "#/components/schemas/ErrorReply"} in every
            assert len(every) == 1 or (path, status) == ("/api/v1/documents", "409")
    assert {"400", "401", "404", "409", "413", "415", "422", "429", "500", "503", "507"} <= seen


def test_what_asks_for_the_key_is_described_so(operations: list[Operation]) -> None:
    for endpoint, _, _, operation in operations:
        if endpoint == "api.readyz":
            assert operation["security"] == [{}, {"key": []}], "it tells more to who has it"
        elif endpoint in OPEN:
            assert operation["security"] == []
            assert "401" not in operation["responses"]
        else:
            assert operation["security"] == [{"key": []}]
            assert {"401", "429"} <= operation["responses"].keys()


def test_a_service_without_a_key_is_described_as_open(index: LocalIndex) -> None:
    for endpoint, _, _, operation in described(index, key=""):
        assert (endpoint in OPEN and not operation["security"]) or {} in operation["security"]


def test_the_codes_that_a_status_may_have_are_named(operations: list[Operation]) -> None:
    named = {
        (method, path): " ".join(r["description"] for r in operation["responses"].values())
        for _, method, path, operation in operations
    }

    assert "`collection_empty`" in named["post", "/api/v1/ask"]
    assert "`unknown_document`" in named["delete", "/api/v1/documents/{document_id}"]
    assert "`queue_full`" in named["post", "/api/v1/documents"]
    assert all("`internal`" in codes for codes in named.values())


def test_what_waits_says_for_how_long(operations: list[Operation]) -> None:
    for _, _, _, operation in operations:
        for status, response in operation["responses"].items():
            assert response["headers"]["X-Request-Id"]["required"]
            assert ("Retry-After" in response["headers"]) == (status in ("429", "503"))


def test_the_documentation_lists_every_code(index: LocalIndex) -> None:
    config = Config()
    service = make_service(index, config)
    page = create_app(service).test_client().get("/docs").get_data(as_text=True)
    service.close()

    assert [code for code in STATUS if f"<code>{code}</code>" not in page] == []


@pytest.fixture
def address(tmp_path: Path, model: Path) -> Iterator[str]:
    """The address of a real service with a key, over the bundled article."""
    settings = {"PINCITE_MODEL": str(model), "PINCITE_CONFIDENCE": "0", "PINCITE_KEY": KEY}
    command = [str(PROGRAM), "serve", "--port", "0", "--bundled"]
    with running(command, **settings) as server:
        server.wait()
        yield f"http://127.0.0.1:{server.port}"


@pytest.mark.timeout(600)
@pytest.mark.skipif(
    importlib.util.find_spec("schemathesis") is None, reason="schemathesis is not installed"
)
def test_a_program_that_believes_the_description_finds_it_true(
    address: str, tmp_path: Path
) -> None:
    """Some hundred requests, the same each time, that fit the description or just do not."""
    code = "from schemathesis.cli import schemathesis; schemathesis()"
    done = subprocess.run(
        [
            *(sys.executable, "-c", code, "--config-file", str(ROOT / "schemathesis.toml")),
            *("run", f"{address}/openapi.json", "--header", f"Authorization: Bearer {KEY}"),
            *("--phases", "coverage,fuzzing", "--max-examples", "4", "--seed", "1"),
            *("--generation-deterministic", "--continue-on-failure", "--no-color"),
            # It sends a wrong key to each operation, more than an address may send in a minute;
            # that every endpoint asks for the key is tested in `test_access`.
            *("--exclude-checks", "ignored_auth"),
        ],
        cwd=tmp_path,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr
    assert re.search(r"\b[1-9]\d\d+ generated, ", done.stdout), done.stdout[-2000:]
