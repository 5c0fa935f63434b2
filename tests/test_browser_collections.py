"""The page in a real browser where a service has several collections."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browser_site import PHONE, ask, assert_accessible, axe_in, fits, visiting
from playwright.sync_api import expect
from serving import running
from several_collections import fill, several

from qa.web.serving.limits import Limits
from qa.web.serving.serve import make_server

NOTES = {
    "letters": "Ada Lund counted 40 herons in 1871.",
    "court-files": "Ada Lund counted 12 carps in 1880.",
}
QUESTION = "What did Ada Lund count?"


@dataclass(frozen=True)
class Team:
    url: str


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    fill(tmp_path, NOTES)
    limits = Limits(grace_seconds=0.0, drain_seconds=5.0)
    with several(tmp_path) as collections:
        server = make_server(collections.default, limits, collections)
        with running(server):
            yield Team(f"http://127.0.0.1:{server.port}")


@pytest.fixture
def tab(browser: Any, team: Team) -> Iterator[Any]:
    with visiting(browser, team) as page:
        yield page


def switcher(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=f"Collection: {name}")


def test_the_switcher_leads_from_one_to_another(tab: Any, team: Team) -> None:
    tab.goto("/")
    switcher(tab, "main").click()
    tab.get_by_role("link", name="letters 1 document").click()
    switcher(tab, "letters").wait_for()
    assert tab.url == f"{team.url}/c/letters/"
    expect(ask(tab, QUESTION)).to_contain_text("40 herons")
    switcher(tab, "letters").click()
    tab.get_by_role("link", name="court-files 1 document").click()
    switcher(tab, "court-files").wait_for()
    expect(ask(tab, QUESTION)).to_contain_text("12 carps")


def test_all_that_the_page_asks_for_is_of_its_collection(tab: Any, team: Team) -> None:
    tab.goto("/c/letters/")
    ask(tab, QUESTION).locator(".pin").first.click()
    expect(tab.locator("mark.current")).to_contain_text("40 herons")
    assert tab.url.startswith(f"{team.url}/c/letters/read/")
    tab.goto(tab.url)
    expect(tab.locator("mark.current")).to_contain_text("40 herons")
    for view in ("library", "find", "timeline", "alerts", "board"):
        tab.goto(f"/c/letters/#{view}")
        expect(tab.locator(f"#{view}")).to_be_visible()
    tab.goto("/c/letters/#library")
    expect(tab.locator("#documents li")).to_have_count(1)
    asked = [
        url.removeprefix(team.url) for url in tab.problems.requests if url.startswith(team.url)
    ]
    of_all = ("/static/", "/readyz", "/api/v1/collections", "/api/v1/bin", "/api/v1/session")
    others = [url for url in asked if not url.startswith(("/c/letters/", *of_all))]
    assert others == []


def test_conversations_and_boards_stay_with_their_collection(tab: Any) -> None:
    tab.goto("/c/letters/")
    turn = ask(tab, QUESTION)
    turn.get_by_role("button", name="Pin").first.click()
    tab.goto("/c/court-files/")
    switcher(tab, "court-files").wait_for()
    assert tab.locator("#history-list .conversation").count() == 0
    assert tab.locator(".turn").count() == 0
    tab.goto("/c/court-files/#board")
    expect(tab.get_by_text("Nothing is pinned here yet.")).to_be_visible()
    tab.goto("/")
    assert tab.locator("#history-list .conversation").count() == 0
    tab.goto("/c/letters/")
    expect(tab.locator("#history-list .conversation")).to_have_count(1)


def test_a_collection_is_made_filled_renamed_removed_and_restored(tab: Any, team: Team) -> None:
    tab.goto("/#collections")
    tab.get_by_role("textbox", name="New collection").fill("mammals")
    tab.keyboard.press("Enter")
    row = tab.locator("#collection-list li", has_text="mammals")
    expect(row).to_contain_text("empty")
    tab.get_by_role("button", name="Rename mammals").click()
    tab.locator("#renamed").fill("beasts")
    tab.keyboard.press("Enter")
    expect(tab.locator("#collection-list")).to_contain_text("beasts")
    tab.get_by_role("button", name="Remove letters").click()
    expect(tab.get_by_role("button", name="Restore letters")).to_be_focused()
    expect(tab.locator("#collection-list")).not_to_contain_text("letters")
    tab.keyboard.press("Enter")
    expect(tab.locator("#collection-list")).to_contain_text("letters")
    tab.goto("/c/letters/")
    expect(ask(tab, QUESTION)).to_contain_text("40 herons")


def test_a_renamed_collection_takes_its_conversations_and_its_batch_along(
    tab: Any, team: Team
) -> None:
    tab.goto("/c/letters/")
    ask(tab, QUESTION)
    tab.goto("/c/letters/#batch")
    tab.get_by_role("textbox", name="Questions").fill(QUESTION)
    tab.get_by_role("button", name="Ask all").click()
    tab.get_by_role("button", name="Download").wait_for()
    tab.goto("/c/letters/#collections")
    tab.get_by_role("button", name="Rename letters").click()
    tab.locator("#renamed").fill("post")
    tab.keyboard.press("Enter")
    switcher(tab, "post").wait_for()
    assert tab.url == f"{team.url}/c/post/#collections"
    expect(tab.locator("#history-list .conversation")).to_have_count(1)
    tab.goto("/c/post/#batch")
    expect(tab.locator(".batch-table td.answered")).to_contain_text(["40 herons"])


def test_a_name_that_is_taken_is_refused_in_words(tab: Any) -> None:
    tab.goto("/#collections")
    tab.get_by_role("textbox", name="New collection").fill("Letters")
    tab.keyboard.press("Enter")
    expect(tab.locator(".collections .problem")).to_contain_text("choose another name")


def test_an_unknown_collection_has_a_page_that_says_so(tab: Any) -> None:
    tab.goto("/c/nothing/")
    expect(tab.get_by_role("heading", name="There is no such collection.")).to_be_visible()


def test_everybody_can_use_it(browser: Any, team: Team) -> None:
    for options in ({}, {"viewport": PHONE}):
        with visiting(browser, team, **options) as page:
            axe_in(page)
            page.goto("/c/letters/#collections")
            page.locator("#collection-list li").first.wait_for()
            switcher(page, "letters").wait_for()
            assert fits(page)
            assert_accessible(page)
            switcher(page, "letters").click()
            page.get_by_role("link", name="Manage collections").wait_for()
            assert_accessible(page)
