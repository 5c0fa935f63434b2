"""What each command may not import: starting is most of what a short command takes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from toys import reading

from corpus import Document
from qa.answering.question import Request
from qa.config import Config
from qa.wiring import make_answerer, open_index

ROOT = Path(__file__).parent.parent
REFERENCE = ("torch", "transformers", "sentence_transformers", "onnx", "huggingface_hub")
MEASURING = ("scipy", "sklearn", "matplotlib", "pytrec_eval")
PARSERS = ("lxml", "docutils", "pypdfium2", "selectolax", "python_calamine", "xlrd")
WEB = ("flask", "werkzeug", "flask_openapi3", "pydantic", "waitress", "jinja2")
SEARCH = ("faiss", "onnxruntime", "tokenizers")
ALWAYS = REFERENCE + MEASURING + PARSERS

COMMANDS = {
    "--help": (*ALWAYS, *WEB, *SEARCH, "numpy", "sqlite3", "yaml", "markdown_it"),
    "list": ALWAYS + WEB + SEARCH,
    "collections": ALWAYS + WEB + SEARCH,
    "export": ALWAYS + WEB + SEARCH,
    "show {id}": ALWAYS + WEB + SEARCH,
    "verify {answers}": ALWAYS + WEB + SEARCH,
    "remove {id}": ALWAYS + WEB + ("onnxruntime",),
    "ask {question}": ALWAYS + WEB,
    "search {question}": ALWAYS + WEB,
    "find herons": ALWAYS + WEB,
    "add {file}": ALWAYS + WEB,
    "eval --help": ALWAYS + WEB + SEARCH,
    "serve --help": ALWAYS + WEB + SEARCH,
}


@pytest.fixture
def environment(
    tmp_path: Path, model: Path, make_document: Callable[..., Document]
) -> dict[str, str]:
    environment = {**os.environ, "PINCITE_MODEL": str(model), "PYTHONPATH": str(ROOT)}
    (document,) = [make_document("Herons wade in shallow water. They eat fish.")]
    index = open_index(Config.from_env(environment))
    list(index.add([document]))
    index.checkpoint(always=True)
    (tmp_path / "note.txt").write_text("Terns dive.")
    answer = make_answerer(Config.from_env(environment), index).answer(
        Request("Where do herons wade?")
    )
    (tmp_path / "answers.json").write_text(json.dumps(answer.record()))
    return environment


def loaded_by(code: str, names: tuple[str, ...], environment: dict[str, str]) -> list[str]:
    """Run a program, and return which of some modules it has imported when it ends."""
    seen = f"import sys; print(); print([m for m in {names!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{seen}"],
        capture_output=True, text=True, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout.splitlines()[-1].replace("'", '"')))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_imports_nothing_that_it_does_not_need(
    command: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    (info,) = reading(open_index(Config.from_env(environment))).documents()
    words = {
        "{id}": info.id,
        "{question}": "Where do herons wade?",
        "{file}": str(tmp_path / "note.txt"),
        "{answers}": str(tmp_path / "answers.json"),
    }
    arguments = [words.get(part, part) for part in command.split()]
    code = (
        f"from qa.commands.cli import main\ntry: main({arguments!r})\n"
        "except SystemExit as end: assert not end.code"
    )

    assert loaded_by(code, COMMANDS[command], environment) == []


def test_the_service_answers_without_what_only_other_things_need(
    environment: dict[str, str],
) -> None:
    code = (
        "from qa.config import Config; from qa.web.app import create_app; "
        "from qa.service.service import Service; service = Service.open(Config.from_env()); "
        "client = create_app(service).test_client(); service.load(); "
        "reply = client.post('/api/v1/ask', json={'question': 'Where do herons wade?'}); "
        "assert reply.status_code == 200, reply.text; service.close()"
    )

    assert loaded_by(code, ALWAYS, environment) == []
