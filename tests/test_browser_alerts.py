"""The page in a real browser: alerts, what is new to them, and what may be asked next."""

import re
from typing import Any

import pytest
from browser_site import Site, ask, assert_accessible, axe_in, becomes, fits
from playwright.sync_api import expect

HERONS = """# Counting

Ada Lund counted 40 herons at the lake in 1871. The Lake Society was founded by Bo Lark. The Heron
Survey was led by Ed Moor. Ada Lund was a scientist from Norden.
"""
QUESTION = "How many herons did Ada Lund count at the lake?"
MORE = "Cy Dahl counted 90 herons at the lake in 1902."
HOSTILE = "Dot Elm counted 7 herons at the lake <img src=x onerror=alert(1)> \u202eevil."
ALERTS = "/api/v1/alerts"
ADDRESS = "/#alerts"
DOCUMENTS = {"herons.md": HERONS}


@pytest.fixture(autouse=True)
def _as_at_first(page: Any) -> None:
    """Each test begins without alerts and with one document."""
    for alert in page.request.get(ALERTS).json()["alerts"]:
        page.request.delete(f"{ALERTS}/{alert['id']}")
    for document in page.request.get("/api/v1/documents").json()["documents"]:
        if document["source"] not in DOCUMENTS:
            page.request.delete(f"/api/v1/documents/{document['id']}")


def add(page: Any, words: str = QUESTION) -> None:
    """Add an alert, and wait until it knows what is there."""
    page.goto(ADDRESS)
    page.get_by_label("Question or topic").fill(words)
    page.get_by_role("button", name="Add alert").click()
    expect(page.locator(".alert")).to_contain_text("Nothing new yet.")


def find_more(page: Any, site: Site, text: str = MORE, name: str = "more.txt") -> str:
    """Have another document come, and wait until the alert found it; return its id."""
    document_id = site.add(name, text)
    (alert,) = page.request.get(ALERTS).json()["alerts"]

    def is_found() -> bool:
        shown = page.request.get(f"{ALERTS}/{alert['id']}").json()
        return any(found["document_id"] == document_id for found in shown["found"])

    becomes(page, is_found, seconds=120)
    return document_id


def test_an_answer_offers_an_alert_and_keeps_nothing_without_a_click(page: Any) -> None:
    turn = ask(page, QUESTION)
    assert page.request.get(ALERTS).json()["alerts"] == []
    turn.get_by_role("button", name="Tell me when there is more").click()
    turn.get_by_role("link", name="Alerts").click()

    expect(page.get_by_role("heading", name="Alerts")).to_be_focused()
    expect(page.locator(".alert h3")).to_have_text(QUESTION)
    (alert,) = page.request.get(ALERTS).json()["alerts"]
    assert (alert["kind"], alert["words"]) == ("question", QUESTION)


def test_what_is_new_is_shown_once_with_a_pin_into_its_source(page: Any, site: Site) -> None:
    add(page)
    find_more(page, site)
    page.goto("/")
    page.reload()
    expect(page.locator("#alerts-link")).to_have_accessible_name("Alerts 1 new quote")
    page.locator("#alerts-link").click()
    fresh = page.locator(".found .fresh")
    expect(fresh.locator("blockquote")).to_have_text(MORE)
    expect(page.locator("#alerts-link")).to_have_accessible_name("Alerts")
    fresh.get_by_role("link").click()
    expect(page.locator("#reader-text mark").first).to_contain_text("Cy Dahl counted 90 herons")
    expect(page.locator("#alerts")).to_be_visible()
    page.goto("/")
    page.goto(ADDRESS)
    page.reload()
    expect(page.locator(".found li")).to_have_count(1)
    expect(page.locator(".found .fresh")).to_have_count(0)


def test_words_of_a_document_are_text(page: Any, site: Site) -> None:
    add(page)
    find_more(page, site, HOSTILE, "<b>bold</b>.txt")
    page.reload()

    expect(page.locator(".found blockquote")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator(".found :is(img, b)")).to_have_count(0)
    expect(page.locator(".found .turning")).to_have_count(1)


def test_an_alert_is_deleted_and_brought_back_and_deleted_for_good(page: Any) -> None:
    add(page)
    page.get_by_role("button", name=re.compile("^Delete the alert")).press("Enter")
    undo = page.get_by_role("button", name=re.compile("^Undo deleting"))
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(page.locator(".alert h3")).to_have_text(QUESTION)
    page.get_by_role("button", name=re.compile("^Delete the alert")).click()
    expect(undo).to_be_visible()
    assert len(page.request.get(ALERTS).json()["alerts"]) == 1, "it can be undone"
    page.goto("about:blank")  # whoever leaves does not undo any more
    page.goto(ADDRESS)
    expect(page.get_by_text("There are no alerts yet.")).to_be_visible()


def test_the_address_of_a_feed_is_copied(site: Site, page: Any) -> None:
    add(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=re.compile("^Copy feed address")).click()
    address = page.evaluate("navigator.clipboard.readText()")

    assert address.startswith(f"{site.url}{ALERTS}/")
    reply = page.request.get(address)
    assert reply.headers["content-type"].startswith("application/atom+xml")


def test_a_topic_that_was_looked_for_is_made_an_alert_and_the_focus_goes_along(page: Any) -> None:
    page.goto("/#find?words=herons")
    page.locator(".found-in").wait_for()
    page.get_by_role("button", name="Tell me when there is more").press("Enter")
    link = page.locator("#find").get_by_role("link", name="Alerts")
    expect(link).to_be_focused()
    (alert,) = page.request.get(ALERTS).json()["alerts"]

    assert (alert["kind"], alert["words"]) == ("find", "herons")


def test_every_mention_without_a_topic_shows_nothing_of_the_one_before(page: Any) -> None:
    page.goto("/#find?words=herons")
    page.get_by_role("button", name="Download").wait_for()
    page.route("**/api/v1/find", lambda route: None)
    page.get_by_role("searchbox", name="Topic").fill("lake")
    page.keyboard.press("Enter")
    expect(page.locator("#find")).to_have_attribute("aria-busy", "true")
    page.locator("#pages").get_by_role("link", name="Every mention").click()

    expect(page.locator("#find")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#find .found-in")).to_have_count(0)


def test_questions_follow_the_last_answer_and_are_asked_by_a_click(page: Any) -> None:
    ask(page, QUESTION)
    first = page.locator(".turn").first
    follow = first.locator(".follow-ups button")
    expect(follow.first).to_be_visible()
    question = follow.first.text_content()
    follow.first.click()
    expect(page.locator(".turn h2").last).to_have_text(question)
    expect(first.locator(".follow-ups")).to_have_count(0)
    page.locator(".turn:nth-child(2)[data-state=answered]").wait_for()
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".turn").first.locator(".follow-ups")).to_have_count(0)


def test_nothing_follows_an_unanswered_question(page: Any) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("radio", name="cautious").check()
    page.get_by_role("button", name="Done").click()
    ask(page, "Which emperor counted the bakers of Rome in the rain?")
    page.wait_for_load_state("networkidle")

    expect(page.locator(".follow-ups")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_alerts_are_accessible_and_fit(site: Site, page: Any, width: int) -> None:
    axe_in(page)
    page.set_viewport_size({"width": width, "height": 740})
    add(page)
    find_more(page, site)
    page.reload()
    expect(page.locator(".found blockquote")).to_be_visible()

    assert_accessible(page)
    assert fits(page)
    page.get_by_role("button", name=re.compile("^Delete the alert")).click()
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_what_may_follow_is_accessible_and_fits(page: Any, width: int) -> None:
    axe_in(page)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/")
    expect(ask(page, QUESTION).locator(".follow-ups")).to_be_visible()

    assert_accessible(page)
    assert fits(page)


def test_nothing_to_click_is_half_behind_the_box_wherever_an_answer_is_scrolled(page: Any) -> None:
    axe_in(page)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    expect(ask(page, QUESTION).locator(".follow-ups")).to_be_visible()
    page.locator("#ask, #thread").evaluate_all(
        "all => { window.scrolled = all.find((e) => e.scrollHeight > e.clientHeight + 20); }"
    )

    for top in range(0, 480, 40):
        page.evaluate("top => { window.scrolled.scrollTop = top; }", top)
        found = page.evaluate("axe.run(document, { runOnly: ['target-size'] })")["violations"]
        assert not found, (top, [node["html"][:200] for rule in found for node in rule["nodes"]])
