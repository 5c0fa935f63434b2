"""The recipes of `docs/recipes.md`, run as they stand there against a service on a real port.

Those for frameworks need an environment of their own, which takes a minute to install: they run
where `PINCITE_RECIPES=1`.
"""

import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
from door_services import KEY, served

PAGE = Path(__file__).parents[2] / "docs" / "recipes.md"
ANSWER = "Brigade 315 is led by Ahmad Omar al-Ansari."
NOTES = {"brigades.txt": f"{ANSWER} Ahmad Omar al-Ansari was born in the town of Awbari."}


def blocks(name: str, language: str) -> list[str]:
    """Return the blocks of a language in the section of a name."""
    [section] = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", PAGE.read_text(), re.M | re.S)
    found = re.findall(rf"^```{language}\n(.*?)^```$", section, re.M | re.S)
    assert found, f"no {language} under {name}"
    return found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("served"), NOTES) as address:
        yield address


def run(command: list[str], code: str, address: str) -> str:
    """Run the code of a recipe against a service; return what it printed."""
    own = code.replace("http://127.0.0.1:8000", address).replace("the-key-of-your-service", KEY)
    assert own.count(KEY) == own.count(address) >= 1
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PINCITE_")}
    done = subprocess.run(
        [*command, own], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("name", "number"), [("openai-python", 0), ("anthropic-python", 0), ("anthropic-python", 1)]
)
def test_a_recipe_for_a_client_works(address: str, name: str, number: int) -> None:
    printed = run([sys.executable, "-c"], blocks(name, "python")[number], address)

    assert ANSWER in printed
    if name == "openai-python":
        assert f"{ANSWER} [1]\n\nSources:\n- [1] brigades, pincite:" in printed
        assert "Ahmad Omar al-Ansari was born in the town of Awbari. [" in printed
        assert printed.rstrip().count(f"{ANSWER} [1]") >= 2


def test_the_recipe_for_the_command_line_works(address: str) -> None:
    [code] = blocks("curl", "bash")

    assert ANSWER in run(["bash", "-c"], code, address)


@pytest.mark.skipif(
    os.environ.get("PINCITE_RECIPES") != "1", reason="installs packages; PINCITE_RECIPES=1 runs it"
)
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", ["Haystack", "LangChain", "LlamaIndex"])
def test_a_recipe_for_a_framework_works(address: str, name: str, tmp_path: Path) -> None:
    [install] = blocks(name, "console")
    python = tmp_path / "environment" / "bin" / "python"
    venv.create(python.parent.parent, with_pip=True)
    packages = install.removeprefix("$ pip install ").split()
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    printed = run([str(python), "-c"], blocks(name, "python")[0], address)

    assert f"{ANSWER} [1]" in printed
    assert "- [1] brigades, pincite:" in printed
    if name != "Haystack":
        assert f"'quote': '{ANSWER}'" in printed
        assert printed.count(f"{ANSWER} [1]") == 2, "whole, and as a stream"
