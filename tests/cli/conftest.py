"""A command line, and a collection with a note."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from command_line import HERONS, Pincite, told_json

from qa.commands.cli import main


@pytest.fixture
def pincite(model: Path, monkeypatch: pytest.MonkeyPatch) -> Pincite:
    """Run a command in this process; whatever is no error of the user's is raised."""
    monkeypatch.setenv("PINCITE_MODEL", str(model))
    monkeypatch.setenv("PINCITE_CONFIDENCE", "0")

    def run(*arguments: object, **options: Any) -> Result:
        return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False, **options)

    return run


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "notes" / "herons.txt"
    path.parent.mkdir()
    path.write_text(HERONS)
    return path


@pytest.fixture
def document_id(pincite: Pincite, note: Path) -> str:
    """The id of the note, which is in the collection."""
    return str(told_json(pincite("add", "--json", note))["files"][0]["document_id"])


@pytest.fixture
def read_only(tmp_path: Path, document_id: str) -> Iterator[Path]:
    """The data directory with the note in it, on a disk that cannot be written to."""
    data = tmp_path / "data"
    if os.geteuid() != 0:
        folders = [data, *(path for path in data.rglob("*") if path.is_dir())]
        for folder in folders:
            folder.chmod(0o555)
        yield data
        for folder in folders:
            folder.chmod(0o755)
        return
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("root can write anywhere, and may not mount a read-only disk here")
    try:
        shutil.copytree(data, disk / "data")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield disk / "data"
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
