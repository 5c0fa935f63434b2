"""`pincite serve FOLDER`: the page at once, the documents as they come in."""

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from live_server import PROGRAM, Server, running, serve_once

from qa.commands.opening import has_display


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for n in range(20):
        (folder / f"note-{n}.txt").write_text(f"Heron {n} stood in the reeds. " * 20)
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture
def own(settings: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Settings of a collection that only this test has."""
    return {**settings, "PINCITE_DATA": str(tmp_path / "data")}


def command(*arguments: object) -> list[str]:
    return [str(PROGRAM), *map(str, arguments), "--port", "0"]


def progress(server: Server) -> Any:
    return json.loads(server.request("GET", "/api/v1/folders")[1])


def until(server: Server, true: Callable[[Any], bool]) -> Any:
    end = time.monotonic() + 300
    while not true(found := progress(server)):
        assert time.monotonic() < end, found
        time.sleep(0.01)
    return found


def documents(server: Server) -> list[str]:
    listed = json.loads(server.request("GET", "/api/v1/documents")[1])["documents"]
    return sorted(info["source"] for info in listed)


def test_the_page_is_there_before_the_documents_and_says_how_far_they_are(
    own: dict[str, str], papers: Path
) -> None:
    with running(command("serve", papers), **own) as server:
        status, page = server.request("GET", "/")
        assert (status, 'data-folders="yes"' in page) == (200, True)
        assert progress(server)["folders"] == ["papers"]
        done = until(server, lambda found: found["state"] == "done")
        assert (done["done"], done["files"]) == (21, 21)
        assert done["counts"] == {"added": 20, "refused": 1}
        assert [(one["name"], one["code"]) for one in done["refused"]] == [
            ("papers/empty.txt", "empty_document")
        ]
        assert len(documents(server)) == 20
        asked = server.request("POST", "/api/v1/ask", {"question": "Where did heron 7 stand?"})
        assert json.loads(asked[1])["status"] == "answered"
    assert str(papers.parent) not in "".join(server.said)


def test_interrupted_in_its_midst_it_ends_cleanly_and_loses_nothing(
    own: dict[str, str], papers: Path
) -> None:
    for n in range(150):
        (papers / f"more-{n}.txt").write_text(f"Tern {n} dived for fish. " * 40)
    with running(command("--collection", "birds", "serve", papers), **own) as server:
        until(server, lambda found: found["done"] > 0)
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(120) == 0, "".join(server.said)
        assert "Traceback" not in "".join(server.said)

    with running(command("--collection", "birds", "serve", papers), **own) as server:
        done = until(server, lambda found: found["state"] == "done")
        assert done["counts"]["unchanged"] > 0
        assert done["counts"]["unchanged"] + done["counts"]["added"] == 170
        assert len(documents(server)) == 170
    assert (Path(own["PINCITE_DATA"]) / "birds" / "ledger.db").is_file()
    assert not (Path(own["PINCITE_DATA"]) / "main").exists()


def test_without_a_folder_there_is_none_to_watch(server: Server) -> None:
    assert progress(server)["state"] == "none"
    assert 'data-folders="no"' in server.request("GET", "/")[1]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere", "nowhere: no such folder: check the spelling"),
        ("note.txt", "note.txt is a file: name the folder that it is in, or add it with `pincite"),
    ],
)
def test_what_is_no_folder_is_refused_before_anything_is_begun(
    own: dict[str, str], papers: Path, name: str, told: str
) -> None:
    (papers / "note.txt").write_text("A note.")
    done = serve_once(str(papers), str(papers / name), "--port", "0", **own)

    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert not Path(own["PINCITE_DATA"]).exists()


@pytest.fixture
def browser_log(tmp_path: Path) -> Path:
    """A program that writes down which addresses it is to open."""
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n')
    program.chmod(0o755)
    return tmp_path / "opened"


@pytest.mark.parametrize(
    ("arguments", "display", "opens"),
    [(["FOLDER"], ":9", True), (["FOLDER", "--no-open"], ":9", False), (["FOLDER"], "", False),
     ([], ":9", False)],
)  # fmt: skip
def test_the_page_opens_in_the_browser_only_with_a_folder_and_a_display(
    own: dict[str, str], papers: Path, browser_log: Path, arguments: list[str], display: str,
    opens: bool,
) -> None:  # fmt: skip
    shown = {"BROWSER": str(browser_log.parent / "browser"), "DISPLAY": display}
    given = [papers if one == "FOLDER" else one for one in arguments]
    with running(command("serve", *given), **own, **shown, WAYLAND_DISPLAY="") as server:
        server.wait()
        if opens:
            end = time.monotonic() + 60
            while not browser_log.exists() and time.monotonic() < end:
                time.sleep(0.02)
        port = server.port
    opened = browser_log.read_text().split() if browser_log.exists() else []
    assert opened == ([f"http://127.0.0.1:{port}"] if opens else [])


@pytest.mark.parametrize(
    ("environ", "platform", "display"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "darwin", True),
        ({"SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}, "darwin", False),
    ],
)
def test_a_display_is_where_somebody_sits(
    environ: dict[str, str], platform: str, display: bool
) -> None:
    assert has_display(environ, platform) is display
