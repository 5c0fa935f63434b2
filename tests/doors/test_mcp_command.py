"""`pincite mcp`, and that nobody else pays for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from live_server import PROGRAM

from qa.commands.cli import main

ROOT = Path(__file__).parent.parent.parent


def test_its_help_says_how_to_add_it_to_programs() -> None:
    told = CliRunner().invoke(main, ["mcp", "--help"]).stdout

    assert "claude mcp add pincite -- " in told
    assert '"mcpServers"' in told


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "qa.doors.mcp.stdio", raising=False)
    for package in ("mcp", "mcp_types"):
        monkeypatch.setitem(sys.modules, package, None)
    result = CliRunner().invoke(main, ["mcp"])

    assert result.exit_code == 1
    assert "pip install -e '.[mcp]'" in result.stderr


def test_it_ends_when_its_input_ends_and_creates_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = subprocess.run(
        [PROGRAM, "--data", data, "mcp"], input=b"", capture_output=True, timeout=300
    )

    assert (done.returncode, done.stdout) == (0, b"")
    assert not data.exists()


def test_what_is_no_message_does_not_end_it(tmp_path: Path) -> None:
    about = {"name": "c", "version": "1"}
    params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": about}
    asked = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
    with subprocess.Popen(
        [PROGRAM, "--data", tmp_path, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"nothing\n[]\n" + json.dumps(asked).encode() + b"\n")
        process.stdin.flush()
        told = json.loads(process.stdout.readline())
        process.stdin.close()

    assert told["result"]["serverInfo"]["name"] == "pincite"
    assert process.returncode == 0


@pytest.mark.parametrize("module", ["qa.web.app", "qa.commands.serve", "qa.service.service"])
def test_a_service_that_nobody_asks_by_mcp_does_not_load_it(module: str) -> None:
    code = (
        f"import {module}, sys; "
        "print([m for m in ('mcp', 'mcp_types', 'qa.doors.mcp.calls') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"
