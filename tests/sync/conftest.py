"""A folder of files, and how tests change it."""

import time
from pathlib import Path

import pytest
from sync_calls import Tree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


@pytest.fixture
def tree(folder: Path) -> Tree:
    """Write files into the folder, all of them last written to an hour ago."""

    def write(**files: str) -> None:
        for name, text in files.items():
            path = folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return write


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a minute pass in the eyes of who looks at files, so that their stamps count."""
    clock = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: clock() + 60_000_000_000)
