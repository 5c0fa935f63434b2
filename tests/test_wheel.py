"""Pincite as `pip install` puts it: a wheel in an environment that has no checkout of it.

Its dependencies are those of this environment, because downloading them takes minutes; what is
tested is that the wheel itself is whole.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_server import running

ROOT = Path(__file__).parent.parent
FLOORS = ("corpus", "index", "qa")
LEFT_OUT = ("__pycache__", "*.pyc", ".*")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: building leaves files beside what it builds."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in FLOORS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [*build, "--wheel-dir", str(folder / "dist"), str(folder)], check=True, timeout=600
    )
    (made,) = (folder / "dist").glob("pincite-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a new environment with the wheel in it."""
    place = tmp_path_factory.mktemp("clean") / "env"
    venv.create(place, with_pip=False)
    python = str(place / "bin" / "python")
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"]
    subprocess.run([*install, str(wheel)], check=True, timeout=600)
    (packages,) = (place / "lib").glob("python*/site-packages")
    # Behind its own packages; `.pth` files in there, as of this checkout, are not looked at.
    (packages / "dependencies.pth").write_text(f"{Path(pytest.__file__).parents[1]}\n")
    return place / "bin"


@pytest.fixture(scope="module")
def settings(
    model: Path, light_models: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    return {
        "PINCITE_DATA": str(tmp_path_factory.mktemp("data")),
        "PINCITE_MODEL": str(model),
        "PINCITE_MODELS": str(light_models),
        "PINCITE_CONFIDENCE": "0",
    }


def run(program: Path, *arguments: object, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [program, *map(str, arguments)], cwd=cwd, env={**os.environ, **environment},
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def data_files() -> Iterator[str]:
    """Yield every file of the packages that is no module and no page for who works on them."""
    listed = subprocess.run(
        ["git", "ls-files", *FLOORS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if not name.endswith("README.md") or "/documents/" in name:
            yield name


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git tells which files there are")
def test_everything_that_pincite_needs_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())

    assert [name for name in data_files() if name not in packed] == []
    assert [name for name in packed if name.split("/")[0] not in FLOORS and "-" not in name] == []


def test_what_is_installed_is_the_wheel_and_says_what_it_can_do(
    installed: Path, tmp_path: Path
) -> None:
    where = run(installed / "python", "-c", "import qa; print(qa.__file__)", cwd=tmp_path)
    assert where.startswith(str(installed.parent))
    assert "Answer a question with quotations." in run(
        installed / "pincite", "--help", cwd=tmp_path
    )
    assert run(installed / "pincite", "--version", cwd=tmp_path).startswith("pincite, version ")


def test_it_serves_a_folder_and_answers_from_it(
    installed: Path, settings: dict[str, str], tmp_path: Path
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "herons.txt").write_text("Ada Lund counted 40 herons in 1871.")
    command = [str(installed / "pincite"), "serve", str(papers), "--bundled", "--port", "0"]
    with running(command, cwd=tmp_path, **settings) as server:
        server.wait()
        status, page = server.request("GET", "/")
        assert (status, "<title>Pincite</title>" in page) == (200, True)
        for name in ("main.js", "base/base.css", "ask/thread.js", "favicon.svg"):
            assert server.request("GET", f"/static/{name}")[0] == 200
        assert server.request("GET", "/docs")[0] == 200
    asked = run(
        installed / "pincite", "ask", "--json", "Who counted 40 herons?", cwd=tmp_path, **settings
    )
    answer = json.loads(asked)
    assert answer["status"] == "answered"
    listed = json.loads(run(installed / "pincite", "list", "--json", cwd=tmp_path, **settings))
    assert "foreign-fighters-in-libya.txt" in {info["source"] for info in listed["documents"]}
