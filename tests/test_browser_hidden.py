"""The page in a real browser: what nobody sees is seen by name, wherever it stands."""

from typing import Any

import pytest
from browser_site import Site, ask
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from test_hidden import ENGLAND, HIDDEN, NEEDED, TAGS

from corpus.hidden import count_hidden

DOCUMENTS = {
    "herons.md": f"# Herons{TAGS}\n\nThe reeds{TAGS} were\u200b high that year.\n\n"
    "Bits: a\u200b\u200c\u200b\u200c\u200b\u200cb. Plain: می\u200cخواهم ❤\ufe0f.\n",
    "plain.txt": "Nothing is hidden here.",
}
COUNT = """async texts => {
  const { hiddenIn } = await import("/static/base/hidden.js");
  const long = text => hiddenIn(text).map(({ start, end }) => [...text.slice(start, end)].length);
  return texts.map(text => long(text).reduce((all, one) => all + one, 0));
}"""


def test_hidden_text_is_named_in_answer_and_source_and_copied_as_it_is(
    page: Any, site: Site
) -> None:
    turn = ask(page, "How high were the reeds that year?")
    assert names(turn.locator("blockquote, .quote, .sentence").first) or names(turn)
    expect(turn.locator('.turning[data-name="hidden: ignore"]').first).to_be_visible()
    turn.locator(".pin").first.click()
    page.locator("mark.current").first.wait_for()
    shown = names(page.locator("#reader-text"))

    assert shown == ["hidden: ignore", "hidden: ignore", "ZWSP", "6 hidden characters"]
    expect(page.locator("#reader-byline")).to_contain_text("19 hidden characters")
    raw = page.request.get(f"/api/v1/documents/{document(page, 'herons.md')['id']}/text").text()
    assert page.locator("#reader-text").evaluate("e => e.textContent") == raw


def names(place: Any) -> list[str]:
    found: list[str] = place.locator(".turning").evaluate_all("all => all.map(e => e.dataset.name)")
    return found


def document(page: Any, source: str) -> dict[str, Any]:
    listed = page.request.get("/api/v1/documents").json()["documents"]
    (found,) = [info for info in listed if info["source"] == source]
    assert isinstance(found, dict)
    return found


def test_the_library_flags_a_document_in_which_text_hides(page: Any) -> None:
    page.goto("/#library")
    row = page.locator("#documents li", has_text="herons.md")

    expect(row).to_contain_text("19 hidden characters")
    assert names(row.locator(".work")) == ["hidden: ignore"]
    expect(page.locator("#documents li", has_text="plain.txt")).not_to_contain_text("hidden")
    assert document(page, "herons.md")["hidden_characters"] == 19


@pytest.fixture
def texts() -> list[str]:
    return [*(text for text, _ in HIDDEN.values()), *NEEDED.values(), f"{ENGLAND}{TAGS}"]


def test_the_page_shows_what_the_server_counts(page: Any, texts: list[str]) -> None:
    assert page.evaluate(COUNT, texts) == [count_hidden(text) for text in texts]


def test_the_page_and_the_server_agree_about_any_text(page: Any) -> None:
    """Of characters that are hidden in some places, and those that they may stand beside."""
    parts = "a1 \n\u200b\u200c\u200d\u200e\u061c\u202e\ufeff\ufe0f\ufe00\u180b❤👩葛میשᠠक्\u00ad"
    odd = st.sampled_from([*parts, "\U000e0100", "\U000e0041", "\U0001f3f4", ENGLAND])

    @settings(max_examples=5)
    @given(st.lists(st.lists(odd, max_size=12).map("".join), min_size=200, max_size=200))
    def agree(some: list[str]) -> None:
        assert page.evaluate(COUNT, some) == [count_hidden(text) for text in some]

    agree()
