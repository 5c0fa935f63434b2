"""A question to several collections at once on the page, in a real browser."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browser_site import PHONE, ask, assert_accessible, axe_in, becomes, fits, visiting
from playwright.sync_api import expect
from serving import running
from several_collections import add, fill, several

from qa.service.collections import Collections
from qa.web.serving.limits import Limits
from qa.web.serving.serve import make_server

NOTES = {
    "letters": "Notes on the lake. Ada Lund counted 40 herons in 1871.",
    "court-files": "Record of a hearing. Ada Lund counted 12 herons in 1880.",
    "main": "Ada Lund counted 7 herons in 1890.",
}
QUESTION = "How many herons did Ada Lund count?"


@dataclass(frozen=True)
class Team:
    url: str
    data: Path
    collections: Collections


@contextmanager
def serving(data: Path, **settings: Any) -> Iterator[Team]:
    with several(data, **settings) as collections:
        server = make_server(
            collections.default, Limits(grace_seconds=0.0, drain_seconds=5.0), collections
        )
        with running(server):
            yield Team(f"http://127.0.0.1:{server.port}", data, collections)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    fill(tmp_path, NOTES)
    with serving(tmp_path) as team:
        yield team


@pytest.fixture
def tab(browser: Any, team: Team) -> Iterator[Any]:
    with visiting(browser, team) as page:
        yield page


def choose(page: Any, *names: str) -> None:
    """Choose, in the box that questions are typed in, which collections are asked."""
    page.locator("#among-button").click()
    page.locator("#among li").first.wait_for()
    for box in page.locator("#among input").all():
        box.set_checked(box.get_attribute("value") in names)
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#among")).to_have_count(0)


def quote_of(turn: Any, collection: str) -> Any:
    return turn.locator(".quotes p", has=turn.page.locator(".from", has_text=collection))


def test_each_quote_names_its_collection_and_opens_there(tab: Any, team: Team) -> None:
    tab.goto("/")
    choose(tab, "letters", "court-files")
    expect(tab.locator("#among-button")).to_have_text("Asking court-files and letters")
    turn = ask(tab, QUESTION)

    expect(quote_of(turn, "letters")).to_contain_text("40 herons")
    expect(quote_of(turn, "court-files")).to_contain_text("12 herons")
    expect(turn).not_to_contain_text("7 herons")
    expect(turn.locator(".source .from")).to_have_text(
        ["Collection: letters", "Collection: court-files"], use_inner_text=False
    )
    pin = quote_of(turn, "court-files").locator(".pin").first
    assert pin.get_attribute("href").startswith("/c/court-files/read/")
    pin.click()
    expect(tab.locator("mark.current")).to_contain_text("12 herons")
    expect(tab.locator("#reader-byline")).to_contain_text("collection court-files")
    expect(turn).to_be_visible()
    tab.reload()
    expect(tab.locator("mark.current")).to_contain_text("12 herons")
    expect(tab.locator(".turn")).to_contain_text(["40 herons"])


def test_the_link_that_is_copied_leads_to_the_page_of_its_collection(
    browser: Any, team: Team
) -> None:
    with visiting(browser, team, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("/")
        choose(page, "letters", "court-files")
        turn = ask(page, QUESTION)
        quote_of(turn, "letters").locator(".pin").first.click()
        expect(page.locator("mark.current")).to_contain_text("40 herons")
        page.get_by_role("button", name="Copy link").click()
        page.get_by_role("button", name="Copied").wait_for()
        link = page.evaluate("navigator.clipboard.readText()")
        assert link.startswith(f"{team.url}/c/letters/read/")
        page.goto(link)
        expect(page.locator("mark.current")).to_contain_text("40 herons")
        page.get_by_role("button", name="Collection: letters").wait_for()


def test_what_is_done_to_words_is_done_in_their_collection(tab: Any, team: Team) -> None:
    add(team.data / "court-files", "note.txt", "Ada Lund counted 40 herons in 1871 exactly.")
    tab.goto("/")
    choose(tab, "letters", "court-files")
    turn = ask(tab, QUESTION)
    first = turn.locator(".quotes .from bdi").first.inner_text()
    other = "letters" if first == "court-files" else "court-files"
    turn.get_by_role("button", name="Answers", exact=True).click()
    expect(turn.get_by_role("button", name="Answers", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    kept = {
        name: tab.request.get(f"/c/{name}/api/v1/marks").json()["marks"]
        for name in (first, other, "main")
    }
    assert {name: len(marks) for name, marks in kept.items()} == {first: 1, other: 0, "main": 0}
    alone = tab.request.post(f"/c/{first}/api/v1/ask", data={"question": QUESTION}).json()
    assert kept[first][0]["confidence"] == alone["confidence"]
    turn.get_by_role("button", name="Answers", exact=True).click()
    expect(turn.get_by_text("Taken back.")).to_be_visible()
    assert tab.request.get(f"/c/{first}/api/v1/marks").json()["marks"] == []


def test_pins_of_several_collections_are_checked_and_written_in_each(tab: Any) -> None:
    tab.goto("/")
    choose(tab, "letters", "main")
    turn = ask(tab, QUESTION)
    for name in ("letters", "main"):
        quote_of(turn, name).hover()
        quote_of(turn, name).get_by_role("button", name="Pin quote").click()
    tab.goto("/#board")
    expect(tab.locator("#board .pinned")).to_have_count(2)
    expect(tab.locator("#board")).to_contain_text("in letters")
    expect(tab.locator("#board")).not_to_contain_text("no longer")
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Export").click()
        tab.get_by_role("button", name="Plain text").click()
    text = saved.value.path().read_text()
    assert "collection letters" in text
    assert "could not be checked" not in text


def test_a_conversation_asks_the_same_collections_again(tab: Any) -> None:
    tab.goto("/")
    choose(tab, "letters", "court-files")
    ask(tab, QUESTION)
    tab.reload()
    expect(tab.locator("#among-button")).to_have_text("Asking court-files and letters")
    turn = tab.locator(".turn").last
    turn.get_by_role("button", name="Ask again").click()
    expect(turn.locator(".asked li")).to_have_count(2)
    choose(tab, "main")
    expect(tab.locator("#among-button")).to_have_text("Asking main alone")
    expect(ask(tab, "And how many did she count in 1890?")).to_contain_text("7 herons")
    expect(tab.locator(".turn").last.locator(".from")).to_have_count(0)


def test_another_conversation_begins_with_the_same_collections(tab: Any) -> None:
    tab.goto("/")
    choose(tab, "letters", "main")
    ask(tab, QUESTION)
    tab.get_by_role("button", name="New conversation").click()
    expect(tab.locator(".turn")).to_have_count(0)
    expect(tab.locator("#among-button")).to_have_text("Asking letters and main")


def test_one_that_is_gone_is_named_and_the_others_are_asked(tab: Any, team: Team) -> None:
    tab.goto("/")
    choose(tab, "letters", "court-files")
    ask(tab, QUESTION)
    team.collections.remove("court-files")
    turn = tab.locator(".turn").last
    turn.get_by_role("button", name="Ask again").click()
    expect(turn.locator(".problem")).to_have_text(
        "“court-files” is gone, or your key no longer opens it. “Ask again” asks letters."
    )
    turn.get_by_role("button", name="Ask again").click()
    expect(turn.locator(".quotes")).to_contain_text("40 herons")
    expect(tab.locator("#among-button")).to_have_text("Asking letters")


def test_one_that_cannot_be_read_leaves_the_others(tab: Any, team: Team) -> None:
    (team.data / "court-files" / "ledger.db").write_bytes(b"damaged" * 100)
    tab.goto("/")
    tab.locator("#among-button").click()
    expect(tab.locator("#among")).to_contain_text("cannot be read")
    expect(tab.locator("#among input[value=court-files]")).to_be_disabled()
    tab.keyboard.press("Escape")
    tab.evaluate(
        "id => localStorage.setItem('pincite/conversation/' + id, JSON.stringify({"
        "  id, title: '', named: false, updated: '2026-01-01', turns: [],"
        "  collections: ['letters', 'court-files'] }))",
        "several",
    )
    tab.evaluate("sessionStorage.setItem('pincite/shown', 'several')")
    tab.reload()
    turn = ask(tab, QUESTION)
    expect(turn.locator(".quotes")).to_contain_text("40 herons")
    expect(turn.locator(".asked li", has_text="court-files")).to_contain_text("no answer")


def test_the_list_that_cannot_be_had_is_said(tab: Any) -> None:
    tab.goto("/")
    tab.locator("#among-button").wait_for()
    tab.route("**/api/v1/collections", lambda route: route.abort())
    tab.locator("#among-button").click()
    expect(tab.locator("#among .problem")).to_contain_text("cannot be reached")
    expect(tab.get_by_role("button", name="Done")).to_be_disabled()


def test_exports_name_the_collections_and_come_back(tab: Any) -> None:
    tab.goto("/")
    choose(tab, "letters", "court-files")
    ask(tab, QUESTION)
    tab.get_by_role("button", name="More for").click()
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Export as Markdown").click()
    assert "Collection letters." in saved.value.path().read_text()
    tab.get_by_role("button", name="More for").click()
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Export as JSON").click()
    (record,) = json.loads(saved.value.path().read_text())
    assert {one["collection"] for one in record["citations"]} == {"letters", "court-files"}
    tab.locator("#import-file").set_input_files(saved.value.path())
    expect(tab.locator(".turn .quotes .from")).to_have_count(2)


def test_where_to_look_is_offered_however_late_it_is_known(tab: Any) -> None:
    held: list[Any] = []
    tab.route("**/api/v1/collections", lambda route: held.append(route))
    tab.goto("/#find")
    tab.get_by_role("searchbox", name="Topic").wait_for()
    becomes(tab, lambda: bool(held))
    expect(tab.locator("#find .choose")).to_be_hidden()
    for route in held:
        route.continue_()

    expect(tab.get_by_role("button", name="In main alone")).to_be_visible()


def test_every_mention_is_found_in_several(tab: Any, team: Team) -> None:
    tab.goto("/#find")
    tab.locator("#find").get_by_role("button", name="In main alone").click()
    tab.locator("#among li").first.wait_for()
    tab.get_by_role("button", name="Select all").click()
    tab.get_by_role("button", name="Done").click()
    tab.get_by_role("searchbox", name="Topic").fill("herons")
    tab.keyboard.press("Enter")
    found = tab.locator(".found-in")
    expect(found).to_have_count(3)
    expect(tab.locator("#find .asked li")).to_have_count(3)
    assert "in=court-files%2Cletters%2Cmain" in tab.url
    tab.reload()
    expect(found).to_have_count(3)
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Download").click()
        tab.get_by_role("button", name="CSV").click()
    assert saved.value.path().read_text("utf-8-sig").startswith("collection,title,")
    tab.get_by_role("button", name="note letters 1").click()
    expect(found).to_have_count(1)
    expect(found).to_contain_text("40 herons")
    found.get_by_role("link", name="Open in source").click()
    expect(tab.locator("#reader-text")).to_contain_text("40 herons")
    expect(tab.locator("#reader-byline")).to_contain_text("collection letters")


def test_words_of_another_collection_are_asked_about_there(tab: Any) -> None:
    tab.goto("/")
    choose(tab, "letters", "court-files")
    turn = ask(tab, QUESTION)
    quote_of(turn, "court-files").locator(".pin").first.click()
    expect(tab.locator("mark.current")).to_contain_text("12 herons")
    tab.locator("#reader-scroll").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Ask about this").click()
    expect(tab.locator("#among-button")).to_have_text("Asking court-files")
    expect(tab.locator("#scope-button")).to_have_class("quiet narrowed")
    expect(ask(tab, QUESTION).locator(".quotes")).to_contain_text("12 herons")
    expect(tab.locator(".turn").last.locator(".asked li")).to_have_count(1)


def test_it_is_chosen_without_a_pointer_on_a_phone_in_the_dark(browser: Any, team: Team) -> None:
    for options in ({}, {"viewport": PHONE, "has_touch": True}):
        with visiting(browser, team, **options) as page:
            axe_in(page)
            page.goto("/")
            expect(page.locator("#among-button")).to_be_visible()
            page.locator("#among-button").focus()
            page.keyboard.press("Enter")
            page.locator("#among li").first.wait_for()
            expect(page.locator("#among input").first).to_be_focused()
            page.keyboard.press("Space")
            expect(page.locator("#among")).to_contain_text("2 collections selected.")
            assert_accessible(page)
            assert fits(page)
            page.keyboard.press("Enter")
            expect(page.locator("#question")).to_be_focused()
            turn = ask(page, QUESTION)
            assert_accessible(page)
            assert fits(page)
            expect(turn.locator(".quotes .from")).to_have_count(2)


def test_the_switcher_offers_to_ask_several(tab: Any) -> None:
    tab.goto("/c/letters/")
    tab.get_by_role("button", name="Collection: letters").click()
    tab.get_by_role("button", name="Ask several at once").click()
    expect(tab.locator("#among input:checked")).to_have_value("letters")


def test_several_are_quoted_where_one_would_be_written_about(browser: Any, tmp_path: Path) -> None:
    fill(tmp_path, NOTES)
    with (
        serving(tmp_path, llm_url="http://127.0.0.1:9/v1", llm_model="toy") as team,
        visiting(browser, team) as page,
    ):
        page.goto("/")
        page.get_by_role("button", name="Written").click()
        choose(page, "letters", "court-files")
        expect(page.get_by_role("button", name="Written")).to_be_disabled()
        expect(page.get_by_role("button", name="Written")).to_have_attribute(
            "title", "Written answers come from this collection alone."
        )
        expect(ask(page, QUESTION).locator(".quotes .from")).to_have_count(2)
        choose(page, "main")
        expect(page.get_by_role("button", name="Written")).to_be_enabled()
