"""Signing in on the page with a key: what it shows for each right, and when it ends."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser_site import (
    PHONE,
    Site,
    ask,
    assert_accessible,
    axe_in,
    fits,
    serving,
    sign_in,
    visiting,
)
from key_calls import Keys
from playwright.sync_api import expect

from qa.service.key_store import KeyStore
from qa.service.keys import Right

DOCUMENTS = {"herons.txt": "Ada Lund counted 40 herons at the lake in 1871."}
QUESTION = "How many herons did Ada Lund count at the lake?"
ADMINISTRATORS = "correct-horse-battery"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("locked")
    with serving(folder, DOCUMENTS, key=ADMINISTRATORS) as site:
        yield site


@pytest.fixture
def keys(locked: Site) -> Keys:
    return Keys(KeyStore(locked.folder.parent))


def test_a_browser_stays_signed_in_until_it_is_signed_out(
    browser: Any, locked: Site, keys: Keys
) -> None:
    key = keys.make("add")
    with visiting(browser, locked) as page:
        page.goto("/")
        sign_in(page, key, stay=True)
        expect(ask(page, QUESTION)).to_contain_text("40 herons")
        assert page.evaluate("sessionStorage.getItem('pincite/key')") is None
        assert "pincite" not in page.evaluate("document.cookie")
        (cookie,) = page.context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        other = page.context.new_page()
        other.goto("/#library")
        other.locator("#documents li").wait_for()
        other.get_by_role("button", name="Settings").click()
        expect(other.locator("#who")).to_have_text(
            re.compile(r"Signed in as key \d+: you may ask, read and add documents\.")
        )
        other.get_by_role("button", name="Sign out").click()
        other.get_by_text("This server asks for a key").wait_for()
        assert page.context.cookies() == []


def test_a_change_works_with_the_cookie_alone(browser: Any, locked: Site, keys: Keys) -> None:
    with visiting(browser, locked) as page:
        page.goto("/")
        sign_in(page, keys.make("add"), stay=True)
        page.goto("/#library")
        page.locator("#documents li").first.wait_for()
        before = page.locator("#documents li").count()
        file = {"name": "swans.txt", "mimeType": "text/plain", "buffer": b"Twelve swans came."}
        page.locator("#pick").set_input_files(file)
        expect(page.locator("#documents > li")).to_have_count(before + 1)


@pytest.mark.parametrize(
    ("right", "adds", "manages"), [("read", 0, 0), ("add", 1, 0), ("manage", 1, 1)]
)
def test_the_page_shows_what_a_key_may_do(
    browser: Any, locked: Site, keys: Keys, right: Right, adds: int, manages: int
) -> None:
    with visiting(browser, locked) as page:
        page.goto("/#library")
        sign_in(page, keys.make(right))
        row = page.locator("#documents > li").first
        row.wait_for()
        shown = {
            "drop": page.locator("#drop:visible").count(),
            "edit": row.get_by_role("button", name="Edit details").count(),
            "remove": row.get_by_role("button", name="Remove").count(),
        }
        page.goto("/")
        turn = ask(page, QUESTION)
        shown["verdict"] = turn.locator(".verdict:visible").count()
        shown["tell"] = turn.get_by_role("button", name="Tell me").count()

    assert shown == {
        "drop": adds, "edit": manages, "remove": manages, "verdict": adds, "tell": adds,
    }  # fmt: skip


def test_a_key_that_is_revoked_is_asked_for_again(browser: Any, locked: Site, keys: Keys) -> None:
    key = keys.make()
    with visiting(browser, locked) as page:
        page.goto("/")
        sign_in(page, key, stay=True)
        expect(ask(page, QUESTION)).to_contain_text("40 herons")
        keys.revoke(key)
        page.locator("#question").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("You are signed out")
        sign_in(page, keys.make())
        page.locator(".turn[data-state=answered]").nth(1).wait_for()


def test_whoever_leaves_without_signing_in_finds_it_in_the_settings(
    browser: Any, locked: Site, keys: Keys
) -> None:
    with visiting(browser, locked) as page:
        page.goto("/")
        page.get_by_text("This server asks for a key").wait_for()
        page.keyboard.press("Escape")
        expect(page.locator("#sign-in")).to_be_hidden()
        page.get_by_role("button", name="Settings").click()
        expect(page.locator("#who")).to_have_text("You are not signed in.")
        expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
        page.get_by_role("button", name="Sign in").click()
        sign_in(page, keys.make())
        page.locator("#settings-button").click()
        expect(page.locator("#who")).to_contain_text("you may ask and read")
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_reply_that_comes_late_asks_nobody_again_who_left(browser: Any, locked: Site) -> None:
    held: list[Any] = []
    with visiting(browser, locked) as page:
        page.route("**/api/v1/collections*", lambda route: held.append(route))
        page.goto("/")
        page.get_by_text("This server asks for a key").wait_for()
        page.keyboard.press("Escape")
        expect(page.locator("#sign-in")).to_be_hidden()
        assert held, "this is asked when the page is loaded"
        with page.expect_response("**/api/v1/collections*"):
            held[0].continue_()
        page.wait_for_timeout(200)  # there is nothing to wait for where nothing happens
        expect(page.locator("#sign-in")).to_be_hidden()


def test_a_server_that_is_away_while_one_signs_in_is_said(
    browser: Any, locked: Site, keys: Keys
) -> None:
    with visiting(browser, locked) as page:
        page.goto("/")
        page.get_by_text("This server asks for a key").wait_for()
        page.route("**/api/v1/collections", lambda route: route.abort())
        page.get_by_label("Key", exact=True).fill(keys.make())
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
        page.unroute("**/api/v1/collections")
        page.keyboard.press("Enter")
        expect(page.locator("#sign-in")).to_be_hidden()
        page.locator("html[data-may=read]").wait_for(state="attached")


def test_who_leaves_while_the_key_is_checked_stays_signed_out(
    browser: Any, locked: Site, keys: Keys
) -> None:
    """The reply comes when the dialog was closed, and was opened again for another key."""
    held: list[Any] = []
    with visiting(browser, locked) as page:
        page.goto("/")
        page.get_by_text("This server asks for a key").wait_for()
        field, send = page.get_by_label("Key", exact=True), page.locator("#sign-in-send")
        page.route(
            "**/api/v1/collections",
            lambda route: route.continue_() if held else held.append(route),
        )
        field.fill(keys.make())
        with page.expect_request("**/api/v1/collections"):
            page.keyboard.press("Enter")
        expect(send).to_have_attribute("aria-busy", "true")
        page.keyboard.press("Escape")
        expect(page.locator("#sign-in")).to_be_hidden()
        page.locator("#settings-button").click()
        page.locator("#sign-in-again").click()
        expect(send).not_to_have_attribute("aria-busy", "true")
        field.fill("half of anoth")
        with page.expect_response("**/api/v1/collections"):
            held[0].continue_()
        expect(field).to_have_value("half of anoth")
        expect(page.locator("#sign-in")).to_be_visible()
        assert page.evaluate("sessionStorage.getItem('pincite/key')") is None


def test_a_sign_in_that_was_left_keeps_nobody_signed_in(
    browser: Any, locked: Site, keys: Keys
) -> None:
    """The server has begun a session already when the dialog is closed."""
    held: list[Any] = []
    with visiting(browser, locked) as page:
        page.goto("/")
        page.get_by_text("This server asks for a key").wait_for()
        page.route(
            "**/api/v1/session",
            lambda route: (
                held.append(route) if route.request.method == "POST" else route.continue_()
            ),
        )
        page.get_by_label("Key", exact=True).fill(keys.make())
        page.get_by_label("Keep me signed in on this device").check()
        with page.expect_request(lambda request: request.method == "POST"):
            page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        expect(page.locator("#sign-in")).to_be_hidden()
        with page.expect_response(lambda reply: reply.request.method == "DELETE"):
            held[0].continue_()
        assert page.context.cookies() == []
        assert page.evaluate("sessionStorage.getItem('pincite/key')") is None
        page.locator("#settings-button").click()
        expect(page.locator("#who")).to_have_text("You are not signed in.")


def test_a_wrong_key_is_asked_for_again(browser: Any, locked: Site, keys: Keys) -> None:
    with visiting(browser, locked) as page:
        page.goto("/")
        page.get_by_text("This server asks for a key").wait_for()
        page.get_by_label("Key", exact=True).fill("wrong-wrong-wrong")
        page.get_by_label("Keep me signed in on this device").check()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("This key is not valid")
        expect(page.get_by_label("Key", exact=True)).to_be_focused()
        assert page.evaluate("sessionStorage.getItem('pincite/key')") is None
        assert page.context.cookies() == []
        page.get_by_label("Key", exact=True).fill(keys.make())
        page.keyboard.press("Enter")
        expect(page.locator("#sign-in")).to_be_hidden()
        page.locator("html[data-may=read]").wait_for(state="attached")
        expect(ask(page, QUESTION)).to_contain_text("40 herons")


def test_signing_in_needs_no_pointer_and_fits_a_phone(
    browser: Any, locked: Site, keys: Keys
) -> None:
    with visiting(browser, locked, viewport=PHONE, has_touch=True) as page:
        axe_in(page)
        page.goto("/")
        page.get_by_text("This server asks for a key").wait_for()
        assert_accessible(page)
        assert fits(page)
        page.keyboard.type(keys.make())
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.locator("#sign-in")).to_be_hidden()
        page.locator("html[data-may=read]").wait_for(state="attached")
        assert len(page.context.cookies()) == 1
        page.locator("#settings-button").click()
        page.locator("#who").wait_for()
        assert_accessible(page)
        assert fits(page)


def test_a_collection_that_a_key_does_not_open_has_a_page_that_says_so(
    browser: Any, locked: Site, keys: Keys
) -> None:
    with visiting(browser, locked, viewport=PHONE) as page:
        axe_in(page)
        page.goto("/c/nothing/")
        sign_in(page, keys.make())
        expect(page.locator("#closed")).to_contain_text("or your key does not open it")
        assert fits(page)
        assert_accessible(page)
        page.goto("/")
        expect(page.locator("#collection")).to_be_empty()
        expect(page.locator("#closed")).to_be_hidden()
