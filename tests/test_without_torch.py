"""Pincite without what only makes light forms, as it runs in a container."""

import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from command_line import HERONS, QUESTION

ROOT = Path(__file__).parents[1]
MAIN = "from qa.commands.cli import main; main()"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of the lock that runs Pincite, and no others."""
    lock = subprocess.run(
        [sys.executable, ROOT / "scripts" / "run-lock"],
        input=(ROOT / "requirements.lock").read_text(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    folder, installed = tmp_path_factory.mktemp("packages"), Path(sysconfig.get_path("purelib"))
    names = re.findall(r"(?m)^([a-zA-Z0-9._-]+)==", lock)
    files = (file for name in names for file in metadata.files(name) or ())
    for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
        (folder / top).symlink_to(installed / top)
    return folder


@pytest.fixture
def run(packages: Path, model: Path) -> Run:
    def run(*command: str | Path, **settings: str) -> "subprocess.CompletedProcess[str]":
        paths = {"PYTHONPATH": f"{packages}{os.pathsep}{ROOT}", "PINCITE_MODEL": str(model)}
        return subprocess.run(
            [sys.executable, "-S", "-P", *command],
            env={**os.environ, **paths, "PINCITE_CONFIDENCE": "0", **settings},
            capture_output=True,
            text=True,
            timeout=300,
        )

    return run


def test_what_is_left_out_is_not_there(run: Run) -> None:
    for name in ("torch", "sentence_transformers", "transformers", "onnx", "scipy"):
        assert "ModuleNotFoundError" in run("-c", f"import {name}").stderr, name


def test_documents_are_added_and_quoted(run: Run, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(HERONS)

    added = run("-c", MAIN, "add", note)
    assert (added.returncode, added.stderr.count("\n") <= 2) == (0, True), added.stderr
    asked = run("-c", MAIN, "ask", QUESTION)
    assert asked.returncode == 0, asked.stderr
    assert "40 herons in 1871" in asked.stdout


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PINCITE_RUNTIME": "reference"}, "set PINCITE_MODELS to a folder"),
        ({"PINCITE_MODEL": "intfloat/e5-small"}, "huggingface_hub, which fetches models"),
    ],
)
def test_what_needs_more_says_so(
    run: Run, tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    note = tmp_path / "note.txt"
    note.write_text(HERONS)
    done = run("-c", MAIN, "add", note, **settings)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
