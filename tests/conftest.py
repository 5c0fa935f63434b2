"""What every test may rely on: a data folder of its own, and a small index."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tiny_model import make_tiny_model
from toys import WordEmbedder

from corpus import Document, Source
from corpus.text import read_text
from index import LocalIndex, SentenceEncoder, find_model

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as for whatever a shell runs with `&`
    signal.signal(signal.SIGINT, signal.default_int_handler)  # children must take Ctrl-C
os.environ["HF_HUB_OFFLINE"] = "1"  # before anything imports huggingface_hub: no test needs it
# A busy machine is no failure, and the same code passes or fails the same way at every run;
# `HYPOTHESIS_PROFILE=search` looks for new examples.
settings.register_profile("pincite", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "pincite"))


TESTS = Path(__file__).parent
LONGEST = (
    "test_onnx_export.py", "test_browser_board.py", "test_browser_alerts.py",
    "test_browser_library.py", "test_failing_calls.py", "test_browser_views.py",
    "test_browser_access.py", "test_browser_read.py", "test_service_faults.py",
    "test_description.py", "test_browser_ask.py", "test_browser_several.py",
    "test_browser_check.py", "test_hostile_files.py", "test_browser_keys.py", "test_shutdown.py",
    "test_browser_first.py", "test_browser_answer.py", "test_browser_collections.py",
    "web_live/test_web_live_ends.py", "test_faults.py", "test_browser_pages.py", "test_spread.py",
    "web_live/test_web_live_folders.py", "index_contract/test_killed.py", "test_soak.py",
    "test_browser_marks.py", "test_benchmarks.py", "test_article.py", "test_browser_written.py",
    "test_full_disk.py", "test_tombstones.py", "test_everyday.py", "test_browser_filters.py",
    "test_team.py", "postgres/test_served.py", "reader/test_reader_training.py",
    "test_three_servers.py", "test_spread_milvus.py", "test_splitting.py", "test_disk_failure.py",
    "jobs/test_upload_workers.py", "milvus_index/test_epochs.py", "test_wheel.py",
    "test_reliability_page.py", "milvus_layer/test_away.py", "test_startup.py",
    "checking/test_entailment_training.py", "test_real_files.py", "postgres/test_shared.py",
    "test_together.py", "test_migrating_milvus.py", "test_training_prepare.py",
)  # fmt: skip
"""Files that take long, the longest first: begun last, one of them would keep a run waiting alone.

The first makes the light form of the bundled model, for which others would wait.
"""


def pytest_configure(config: pytest.Config) -> None:
    """Where processes share the cores, let each compute on one.

    The threads of PyTorch wait for each other in loops that do nothing: on two cores that something
    else uses as well, training a toy model on two took six times as long as on one.
    """
    if config.getoption("numprocesses", None):
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # what is started later takes it over


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where processes share the files, begin with the longest, then those of most tests."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    place = {TESTS / name: number for number, name in enumerate(LONGEST)}
    assert all(path.exists() for path in place), "a file that takes long has another name"
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (place.get(item.path, len(place)), -tests[item.path]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let what a test printed reach the process that reports it, also half a character."""
    report = yield
    report.sections = [
        (name, text.encode(errors="backslashreplace").decode()) for name, text in report.sections
    ]
    return report


@pytest.fixture(scope="session")
def light_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where light forms of models are kept: made once for all processes of a run.

    That of the bundled model takes half a minute; whoever needs it meanwhile waits for it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "light-models"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def _own_environment(tmp_path: Path, light_models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the data and the settings of whoever runs it."""
    for variable in os.environ:
        if variable.startswith("PINCITE_") and variable != "PINCITE_EVAL_DATA":
            monkeypatch.delenv(variable)
    monkeypatch.setenv("PINCITE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PINCITE_MODELS", str(light_models))


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory, light_models: Path) -> Path:
    """A tiny model's folder, for what picks its model by the configuration; all prepared."""
    folder = make_tiny_model(tmp_path_factory.mktemp("tiny-model"))
    SentenceEncoder(find_model(str(folder)), light_models).load()
    return folder


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def index(tmp_path: Path, embedder: WordEmbedder) -> LocalIndex:
    """An empty collection that uses the `embedder` of the same test."""
    return LocalIndex(tmp_path / "collection", lambda: embedder)


@pytest.fixture
def make_document() -> Callable[..., Document]:
    """Make a document of plain text, as its reader would; `name` is its identity."""

    def make(text: str, name: str = "note.txt") -> Document:
        return read_text(text.encode(), Source(f"test:{name}", name))

    return make


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium, for the tests of the page; they are skipped where there is none.

    It ends with its file: its event loop runs until then, and clients of MCP run one of their own.
    """
    from browser_site import chromium

    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server of the `DOCUMENTS` of the module."""
    from browser_site import serving

    with serving(tmp_path_factory.mktemp("site"), request.module.DOCUMENTS) as started:
        yield started


@pytest.fixture
def tab(browser: Any, site: Any) -> Iterator[Any]:
    """A page of its own that shows nothing yet; see `visiting` for what it watches."""
    from browser_site import visiting

    with visiting(browser, site) as page:
        yield page


@pytest.fixture
def page(tab: Any) -> Any:
    """The page of the site, as it opens."""
    tab.goto("/")
    return tab
