"""A server and a browser for the tests of the page: both real, both in processes of their own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import pytest
from toys import open_toy_index

from corpus import Original, Source, read

SERVER = """
import sys
from pathlib import Path
import waitress
from toys import WordEmbedder
from index import LocalIndex
from qa.config import Config
from qa.overview.alerts.watcher import AlertWatcher
from qa.web.app import create_app
from services import make_service

index = LocalIndex(Path(sys.argv[1]), WordEmbedder)
confidence, key, model = float(sys.argv[3]), sys.argv[4], sys.argv[5]
config = Config(confidence=confidence, key=key, llm_url=model, llm_model="toy")
service = make_service(index, config, folders=[Path(name) for name in sys.argv[6:]])
quiet = service.answer_cache.is_quiet
service.alerts = AlertWatcher(index, service.answerer, quiet, every=0.2)
service.worker.start()
service.alerts.start()
service.folders.start()
app = create_app(service)
server = waitress.create_server(app, host="127.0.0.1", port=int(sys.argv[2]), threads=8)
print(f"on http://127.0.0.1:{server.effective_port}", flush=True)
server.run()
"""
"""The service over an embedder of words: it starts without loading a model.

It looks often whether there is something new to alerts: three seconds are long for a test.
"""

AXE = Path(__file__).parent / "browser" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules among those that read a colour; see `test_only_colours_depend_on_the_scheme`."""
PHONE = {"width": 360, "height": 740}

_UNUSED = 3  # contexts that wait for another visit; each has a process
_EMPTY = """async () => {
  localStorage.clear();
  const gone = async (made) => new Promise((resolve, reject) => {
    made.onsuccess = resolve;
    made.onerror = reject;
  });
  for (const { name } of await indexedDB.databases()) await gone(indexedDB.deleteDatabase(name));
  for (const name of await caches.keys()) await caches.delete(name);
}"""

_MISSING = "the page is tested in Debian's chromium: apt-get install chromium"


@dataclass
class Site:
    """A server of one collection, which can be stopped and started at the same address."""

    folder: Path
    confidence: float = 0.0
    key: str = ""
    model: str = ""
    papers: Path | None = None
    port: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-c", SERVER, str(self.folder), str(self.port)]
        self._process = subprocess.Popen(
            [*command, str(self.confidence), self.key, self.model, *filter(None, [self.papers])],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        told = re.search(r"on http://[\d.]+:(\d+)", self._process.stdout.readline())
        assert told, "the server never told its port"
        self.port = int(told[1])

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def add(self, name: str, content: str | bytes) -> str:
        """Add a document, as another process would, and return its id; of a PDF its pages too."""
        data = content.encode() if isinstance(content, str) else content
        document = read(data, Source(f"test:{name}", name), name)
        if name.endswith(".pdf"):
            document = replace(document, original=Original("application/pdf", data))
        (addition,) = open_toy_index(self.folder).add([document])
        return addition.document.id


@contextmanager
def serving(folder: Path, documents: Mapping[str, str | bytes], **settings: Any) -> Iterator[Site]:
    """Serve a collection of some documents, by their file names, until the end."""
    site = Site(folder / "collection", **settings)
    for name, text in documents.items():
        site.add(name, text)
    site.start()
    try:
        yield site
    finally:
        site.stop()


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Debian's chromium; skip the test where there is none."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip(_MISSING)
    api = pytest.importorskip("playwright.sync_api", reason="the page is tested with playwright")
    with api.sync_playwright() as playwright:
        # Its sandbox cannot be had as root, and refuses to start.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        arguments.append("--process-per-site")  # each would compile the same scripts anew
        api.expect.set_options(timeout=60_000)  # a busy machine is no failure
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        browser.unused = {}
        try:
            yield browser
        finally:
            browser.close()


class Address(Protocol):
    """Where a site is: whatever its pages ask for has to begin with this."""

    @property
    def url(self) -> str: ...


@contextmanager
def visiting(browser: Any, site: Address, **options: Any) -> Iterator[Any]:
    """Open a page of its own; at the end nothing may have failed in it or have left the site.

    It finds nothing that an earlier visit left, but the files that a browser may keep for a year.
    """
    viewport = options.pop("viewport", None)
    with _emptied(browser, site, options) as context:
        page = context.new_page()
        if viewport:
            page.set_viewport_size(viewport)
        page.problems = watch(page)
        yield page
        elsewhere = [
            url for url in page.problems.requests if not url.startswith((site.url, "blob:"))
        ]
        assert not elsewhere, "the page asked another site for something"
        assert not page.problems.errors


@contextmanager
def _emptied(browser: Any, site: Address, options: Mapping[str, Any]) -> Iterator[Any]:
    """Lend a context in which no visit has left anything.

    Half of the time of a test went into a new context: all scripts are fetched and compiled anew,
    in a process of its own. So one is used again for the same site and options. Its first page,
    a picture of the site, stays open: the process lives on with it, and it empties what pages of
    the site stored, before any later page of the same process can see it.
    """
    key = (site.url, repr(sorted(options.items())))
    context = browser.unused.pop(key, None)  # a visit during another has one of its own
    if context is None:
        context = browser.new_context(base_url=site.url, reduced_motion="reduce", **options)
        context.set_default_timeout(60_000)
        context.new_page().goto(f"{site.url.rstrip('/')}/static/favicon.svg")
    picture = context.pages[0]
    try:
        yield context
    finally:
        for page in context.pages[1:]:
            page.close()
    context.clear_cookies()
    context.clear_permissions()
    if "permissions" in options:
        context.grant_permissions(options["permissions"])
    picture.evaluate(_EMPTY)
    browser.unused[key] = context
    while len(browser.unused) > _UNUSED:
        browser.unused.pop(next(iter(browser.unused))).close()


@dataclass
class Watched:
    """What went on in a page: what it asked for, and what went wrong in it."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def watch(page: Any) -> Watched:
    """Note each request of a page, each error in it, and each breach of its policy."""
    watched = Watched()
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))

    def note(message: Any) -> None:
        # A reply that is an error is told to the person, and by the browser to the console.
        if message.type == "error" and "Failed to load resource" not in message.text:
            watched.errors.append(message.text)

    page.on("console", note)
    return watched


def sign_in(page: Any, key: str, *, stay: bool = False) -> None:
    """Sign in with a key where the page asks for one, and wait until it has."""
    page.get_by_text("This server asks for a key").wait_for()
    page.get_by_label("Key", exact=True).fill(key)
    if stay:
        page.get_by_label("Keep me signed in on this device").check()
    page.get_by_role("button", name="Sign in").click()
    page.locator("#sign-in").wait_for(state="hidden")
    page.locator("html[data-may]:not([data-may=''])").wait_for(state="attached")


def ask(page: Any, question: str) -> Any:
    """Ask a question, wait for its answer, and return the last turn, whichever that is later."""
    page.get_by_role("textbox", name="Your question").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").last
    page.locator(".turn:last-child[data-state=answered]").wait_for()
    return turn


def becomes(page: Any, is_so: Callable[[], bool], seconds: int = 5) -> None:
    """Wait until something is so that no locator can wait for."""
    for _ in range(20 * seconds):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"it has not become so within {seconds} seconds")


def axe_in(page: Any) -> None:
    """Have axe in every document that a page opens."""
    page.add_init_script(path=AXE)


def assert_accessible(page: Any) -> None:
    """Let axe look at the page as it stands; in the dark, at what colours may change."""
    for scheme, rules in (("light", RULES), ("dark", OF_COLOURS)):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(
            "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", rules
        )
        told = [
            (scheme, rule["id"], node["html"][:200], node["failureSummary"][:300])
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
        assert not told, told


def fits(page: Any) -> bool:
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return bool(wide[0] <= wide[1])
