"""The floors import downwards only, and heavy libraries stay behind one door each."""

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from qa.commands.cli import COMMANDS

ROOT = Path(__file__).parent.parent
FLOORS = ("corpus", "index", "qa")

DOORS = {
    "faiss": {"index/vectors/flat.py"},
    "sentence_transformers": {"index/embedding/torch_engine.py", "qa/reader/cross_encoder.py"},
    "transformers": {
        "index/embedding/torch_engine.py",
        "qa/reader/training/loop.py",
    },
    "torch": {
        "index/embedding/torch_engine.py",
        "qa/checking/entailment/training/bundles.py",
        "qa/checking/entailment/training/ship.py",
        "qa/checking/entailment/training/train.py",
        "qa/reader/cross_encoder.py",
        "qa/reader/training/loop.py",
        "qa/reader/training/ship.py",
        "qa/reader/training/train.py",
    },
    "onnxruntime": {
        "index/embedding/onnx_engine.py",
        "qa/reader/form.py",
        "qa/reader/session.py",
    },
    "tokenizers": {
        "index/embedding/encoder.py",
        "index/embedding/onnx_engine.py",
        "index/embedding/onnx_export.py",
        "index/embedding/onnx_export_maker.py",
        "qa/checking/entailment/layout.py",
        "qa/checking/entailment/onnx_entailment.py",
        "qa/checking/entailment/training/train.py",
        "qa/reader/layout.py",
        "qa/reader/loading.py",
        "qa/reader/onnx_reader.py",
        "qa/reader/training/train.py",
    },
    "httpx2": {"qa/writing/call.py", "qa/writing/client.py"},
    "huggingface_hub": {"index/embedding/model_files.py"},
    "Stemmer": {"index/analysis/stemming.py"},
    "pypdfium2": {
        f"corpus/formats/pdf/{name}.py"
        for name in (
            "annotations",
            "attachments",
            "characters",
            "overlay",
            "page_image",
            "pages",
            "picture",
            "reader",
            "ruling",
            "shapes",
            "visibility",
        )
    },
    "python_calamine": {"corpus/formats/sheets/legacy.py"},
    "selectolax": {
        "corpus/formats/epub.py",
        "corpus/formats/epub_contents.py",
        *(
            f"corpus/formats/html/{module}.py"
            for module in ("byline", "head", "inline", "page", "reader", "table", "writer")
        ),
        "corpus/formats/mail/html.py",
    },
    "xlrd": {"corpus/formats/sheets/legacy.py"},
    "olefile": {"corpus/formats/mail/outlook.py", "corpus/media_type.py"},
    "docx": {"qa/checking/word_export.py", "qa/doors/exports/word.py"},
    "docutils": {"corpus/formats/restructured.py"},
    "markdown_it": {"corpus/formats/markdown.py", "corpus/formats/markdown_inline.py"},
    "sentencex": {"corpus/language/sentences.py"},
    "yaml": {"corpus/structured/frontmatter.py"},
    "waitress": {
        "qa/web/serving/chunked.py",
        "qa/web/serving/connection.py",
        "qa/web/serving/waitress_errors.py",
        "qa/web/serving/http_server.py",
        "qa/web/serving/lanes.py",
        "qa/web/serving/listener.py",
        "qa/web/serving/parser.py",
    },
    "dask": {"index/ingest/spread.py"},
    "distributed": {"index/ingest/spread.py"},
    "pathspec": {"corpus/ignore_rules.py"},
    "watchfiles": {"qa/commands/add.py"},
    "prometheus_client": {"qa/web/watching/metrics.py"},
    "mcp": {"qa/doors/mcp/exchange.py", "qa/doors/mcp/stdio.py"},
    "mcp_types": {f"qa/doors/mcp/{name}.py" for name in ("calls", "exchange", "stdio")},
    "anyio": {"qa/doors/mcp/stdio.py"},
    "psycopg": {"index/ledger/postgres/connection.py"},
    "pymilvus": {"index/milvus/client.py", "index/milvus/faults.py"},
    "grpc": {"index/milvus/client.py", "index/milvus/faults.py"},
}
HEAVY = (
    "torch", "sentence_transformers", "transformers", "faiss", "numpy", "flask", "pydantic",
    "pypdfium2", "lxml", "selectolax", "docutils", "python_calamine", "xlrd", "mcp", "mcp_types",
    "dask", "distributed", "psycopg", "pymilvus", "grpc",
)  # fmt: skip


@cache
def modules(floor: str) -> list[Path]:
    found = sorted((ROOT / floor).rglob("*.py"))
    assert found, f"no modules in {floor}"
    return found


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Return every module that a file imports, wherever in it the import stands."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports here are absolute"
            found.append(str(node.module))
    return tuple(found)


@pytest.mark.parametrize(("floor", "above"), [("corpus", {"index", "qa"}), ("index", {"qa"})])
def test_a_floor_imports_nothing_from_above(floor: str, above: set[str]) -> None:
    for path in modules(floor):
        assert not above & {name.split(".")[0] for name in imports(path)}, path


@cache
def arrows() -> dict[str, set[str]]:
    """Return which modules each module imports, wherever in it the import stands.

    Not those for types alone, and not the names that a floor offers as a whole.
    """
    paths = {
        ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p
        for floor in FLOORS
        for p in modules(floor)
    }
    found: dict[str, set[str]] = {}
    for name, path in paths.items():
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                node.body = []
        wanted = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                wanted |= {str(node.module), *(f"{node.module}.{a.name}" for a in node.names)}
        found[name] = (wanted & paths.keys()) - {name, *FLOORS}
    found["qa.commands.cli"] |= {f"qa.commands.{module}" for module, _ in COMMANDS.values()}
    return found


def circles(arrows: dict[str, set[str]]) -> list[str]:
    """Return what is left when all that imports nothing else is taken away, again and again."""
    left = {name: set(targets) for name, targets in arrows.items()}
    while ends := [name for name, targets in left.items() if not targets & left.keys()]:
        for name in ends:
            del left[name]
    return sorted(left)


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert circles(arrows()) == []
    assert circles({"a": {"b"}, "b": {"a"}, "c": {"a"}}) == ["a", "b", "c"], "it would be seen"


def test_no_folder_imports_itself_by_way_of_others() -> None:
    """A folder is a room: what stands in it belongs together, and arrows lead one way."""

    def room(module: str) -> str:
        for programs in ("qa.reader.training", "qa.checking.entailment.training"):
            if module.startswith(programs):  # they use all that uses the model
                return programs
        return ".".join(module.split(".")[:2])

    rooms: dict[str, set[str]] = {}
    for name, targets in arrows().items():
        rooms.setdefault(room(name), set()).update({room(t) for t in targets} - {room(name)})

    assert circles(rooms) == []


@pytest.mark.parametrize(
    ("folder", "most"), [("corpus", 24), ("index", 16), ("qa", 13), ("qa/web", 16)]
)
def test_the_listing_of_a_folder_can_be_read_at_a_glance(folder: str, most: int) -> None:
    entries = {p.name for p in (ROOT / folder).iterdir()} - {"__init__.py", "__pycache__"}

    assert len(entries) <= most, sorted(entries)


def test_no_module_is_too_long_to_be_read_in_one_go() -> None:
    long = {
        p: n for f in FLOORS for p in modules(f) if (n := len(p.read_text().splitlines())) > 400
    }

    assert long == {}


def test_qa_reaches_the_index_through_the_protocols() -> None:
    """Only `wiring` knows which engine it is, so that another can come."""
    for path in modules("qa"):
        if path.name != "wiring.py":
            assert "LocalIndex" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("library", DOORS)
def test_a_library_stands_behind_its_door(library: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for floor in FLOORS
        for path in modules(floor)
        if library in {name.split(".")[0] for name in imports(path)}
    }

    assert users <= DOORS[library]
    assert users, f"nothing uses {library} any more: take it off this list"


@pytest.mark.parametrize("library", ["flask", "flask_openapi3", "waitress", "werkzeug"])
def test_only_the_web_folder_knows_flask(library: str) -> None:
    for floor in FLOORS:
        for path in modules(floor):
            if ROOT / "qa" / "web" not in path.parents:
                assert library not in {name.split(".")[0] for name in imports(path)}, path


def test_only_the_package_of_mcp_is_asynchronous_and_in_one_module() -> None:
    for path in modules("qa"):
        asynchronous = any(isinstance(n, ast.AsyncFunctionDef) for n in ast.walk(_tree(path)))
        assert not asynchronous or path == ROOT / "qa/doors/mcp/stdio.py", path


def test_a_door_knows_nothing_of_the_web_or_of_commands() -> None:
    for path in sorted((ROOT / "qa" / "doors").rglob("*.py")):
        assert not {".".join(n.split(".")[:2]) for n in imports(path)} & {"qa.web", "qa.commands"}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_only_wiring_picks_concrete_classes() -> None:
    """Everything else takes an `Index` and an `Embedder`, so that another one can come."""
    chosen = {"LocalIndex", "SentenceEncoder", "find_model"}
    for path in modules("qa"):
        if path.name == "wiring.py" or path.parts[-2:] == ("reader", "loading.py"):
            continue
        if "training" in path.parts:  # it makes what is shipped, for the bundled model alone
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in chosen, path


def test_corpus_needs_no_numbers() -> None:
    for path in modules("corpus"):
        assert "numpy" not in set(imports(path)), path


@pytest.mark.parametrize("module", ["corpus", "index", "qa", "qa.commands.cli", "qa.config"])
def test_what_every_command_imports_loads_nothing_heavy(module: str) -> None:
    """A command that needs no model answers at once; torch alone takes seconds."""
    code = f"import {module}, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


@pytest.mark.parametrize(("given", "used"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")])
def test_small_products_are_made_by_one_thread(given: dict[str, str], used: str) -> None:
    """Numpy reads this once, when it is imported; what the user says counts."""
    others = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    code = "import qa.commands.cli, os; print(os.environ['OPENBLAS_NUM_THREADS'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**others, **given},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == f"{used}\n"


def test_a_command_that_searches_nothing_does_without_faiss(tmp_path: Path) -> None:
    code = (
        "import sys; from qa.commands.cli import main; "
        f"main(['--data', {str(tmp_path)!r}, 'list'], standalone_mode=False); "
        "print([m for m in ('faiss', 'torch', 'flask') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_the_public_names_of_a_floor_are_there() -> None:
    """`index` loads its names when they are used, so a wrong one would show late."""
    import corpus
    import index

    for module in (corpus, index):
        for name in module.__all__:
            assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = index.Nothing


def test_index_lists_each_of_its_names_once_with_its_home() -> None:
    import index

    assert sorted(index.__all__) == sorted(index._HOMES)
