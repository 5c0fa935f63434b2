"""The page in a real browser where Pincite has a path of its host, and not the whole of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from browser_site import ask, visiting
from playwright.sync_api import expect
from serving import serving_collection

from qa.config import Config

BASE = "/team/pincite"
HERONS: Any = {
    "name": "herons.txt",
    "mimeType": "text/plain",
    "buffer": b"Ada Lund counted 40 herons at the lake in 1871. The reeds were high.",
}
QUESTION = "How many herons did Ada Lund count at the lake?"


@dataclass(frozen=True)
class Below:
    """Where Pincite is: whatever the page asks for has to begin with this."""

    url: str


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Below]:
    config = Config(port=0, base_path=BASE, confidence=0.0)
    with serving_collection(tmp_path_factory.mktemp("below"), config=config) as server:
        yield Below(f"http://127.0.0.1:{server.port}{BASE}/")


@pytest.fixture
def tab(browser: Any, below: Below) -> Iterator[Any]:
    with visiting(browser, below) as page:
        page.goto(below.url)
        yield page


def test_an_uploaded_file_is_quoted_and_opened_by_its_address(tab: Any, below: Below) -> None:
    tab.get_by_role("link", name="Library", exact=True).click()
    tab.locator("#pick").set_input_files(HERONS)
    expect(tab.locator("#documents li")).to_contain_text("herons")
    tab.get_by_role("link", name="Ask", exact=True).click()
    ask(tab, QUESTION).locator(".pin").first.click()
    expect(tab.locator("mark.current")).to_contain_text("40 herons")
    assert tab.url.startswith(f"{below.url}read/")

    tab.goto(tab.url)
    expect(tab.locator("mark.current")).to_contain_text("40 herons")
    tab.go_back()
    expect(tab.locator("#ask")).to_be_visible()


def test_each_view_has_its_address_below(tab: Any, below: Below) -> None:
    for name, view in (("Library", "library"), ("Timeline", "timeline"), ("Alerts", "alerts")):
        tab.get_by_role("link", name=name, exact=True).click()
        expect(tab.locator(f"#{view}")).to_be_visible()
        assert tab.url == f"{below.url}#{view}"
    tab.get_by_role("link", name="Ask", exact=True).click()
    assert tab.url == below.url


def test_the_documentation_names_addresses_below(tab: Any, below: Below) -> None:
    tab.goto(f"{below.url}docs")
    expect(tab.locator("body")).to_contain_text(f"{below.url}api/v1/ask")
    tab.get_by_role("link", name="Pincite", exact=True).click()
    assert tab.url == below.url
