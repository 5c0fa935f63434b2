"""The page in a real browser: asking, the answer and its pins, conversations, interruptions."""

import json
from pathlib import Path
from typing import Any

import pytest
from browser_site import Site, ask, visiting
from playwright.sync_api import expect

HERONS = """---
title: Herons of the Lake
author: Ada Lund
published: 1871-05-02
publisher: Lake Press
---
# Counting

Ada Lund counted 40 herons at the lake in 1871. The reeds were high, and the boats lay idle all
spring. In 1872 Ada Lund counted 55 herons at the lake.

# Weather

Rain fell on the lake for nine days. Nobody wrote down how cold it was.
"""
QUESTION = "How many herons did Ada Lund count at the lake?"
FIRST = "Ada Lund counted 40 herons at the lake in 1871."
SECOND = "In 1872 Ada Lund counted 55 herons at the lake."
BETWEEN = "The reeds were high, and the boats lay idle all spring."
DOCUMENTS = {
    "herons.md": HERONS,
    "swans.txt": "The survey counted 12 swans on the island.",
    "report.txt": "The survey counted 17 swans on the island, it is said.",
}


def test_examples_that_are_being_drawn_are_asked_for_again(browser: Any, site: Site) -> None:
    told = {"error": {"code": "busy", "message": "Ask again in a moment."}}
    asked: list[Any] = []

    def busy_once(route: Any) -> None:
        asked.append(route)
        route.fulfill(status=503, json=told) if len(asked) == 1 else route.continue_()

    with visiting(browser, site) as page:
        page.route("**/api/v1/examples", busy_once)
        page.goto("/")
        page.locator("button.example").first.wait_for()

        assert len(asked) == 2


def test_the_box_is_ready_and_the_examples_are_answered(page: Any) -> None:
    expect(page.locator("#question")).to_be_focused()
    example = page.locator(".example").first
    question = example.inner_text()
    example.click()

    page.locator(".pin").first.wait_for()
    expect(page.locator(".turn h2")).to_have_text(question)


def test_an_answer_is_quoted_pinned_and_says_how_sure_it_is(page: Any) -> None:
    turn = ask(page, QUESTION)

    expect(turn.locator(".quotes .said")).to_have_text([FIRST, SECOND], use_inner_text=True)
    expect(turn.locator(".pin")).to_have_text(["[1]", "[2]"], use_inner_text=True)
    turn.locator(".confidence summary").click()
    expect(turn.locator(".confidence")).to_contain_text("estimated")


def test_the_words_between_two_quotes_open_in_place(page: Any) -> None:
    turn = ask(page, QUESTION)
    opener, words = turn.locator(".gap"), turn.locator(".between")
    expect(words).to_be_hidden()
    opener.click()

    expect(words).to_have_text(BETWEEN, use_inner_text=True)
    expect(opener).to_have_attribute("aria-expanded", "true")
    opener.click()
    expect(words).to_be_hidden()


def test_an_imported_answer_gets_the_words_between_from_the_document(
    page: Any, tmp_path: Path
) -> None:
    """A record holds no passages, so what stands between is read from the source."""
    record = page.request.post("/api/v1/ask", data={"question": QUESTION}).json()
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(record))
    page.locator("#import-file").set_input_files(file)
    page.locator(".gap").click()

    page.locator(".between", has_text=BETWEEN).wait_for()
    expect(page.locator(".why")).to_have_count(1)


def test_the_best_quote_leads_and_what_stands_before_it_comes_behind(
    page: Any, tmp_path: Path
) -> None:
    """The best is the first of the record; where two touch, nothing is left out between them."""
    record = page.request.post("/api/v1/ask", data={"question": QUESTION}).json()
    later = record["citations"][1]
    start = later["start"] - 1 - len(BETWEEN)
    before = {**later, "number": 2, "start": start, "end": start + len(BETWEEN), "quote": BETWEEN}
    record["citations"] = [{**later, "number": 1}, before]
    record["sentences"] = [
        {"text": SECOND, "citations": [1], "verdict": "verbatim"},
        {"text": BETWEEN, "citations": [2], "verdict": "verbatim"},
    ]
    file = tmp_path / "touching.json"
    file.write_text(json.dumps(record))
    page.locator("#import-file").set_input_files(file)
    page.locator(".pin").first.wait_for()

    expect(page.locator(".quotes .said")).to_have_text([SECOND, BETWEEN], use_inner_text=True)
    expect(page.locator(".pin")).to_have_text(["[1]", "[2]"], use_inner_text=True)
    expect(page.locator(".gap")).to_have_count(0)


def test_why_shows_ranks_scores_and_timings(page: Any) -> None:
    turn = ask(page, QUESTION)
    turn.locator(".why summary").click()
    rows = turn.locator(".why tbody tr")

    expect(turn.locator(".why")).to_contain_text(QUESTION)
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("[1] [2]", use_inner_text=True)
    assert rows.first.locator("td").first.inner_text().startswith("1st")
    expect(turn.locator(".timings li")).to_have_count(3)
    turn.get_by_role("link", name="map of the collection").click()
    page.locator("#lit a").wait_for()


def test_a_pin_shows_what_stands_around_by_pointer_and_by_keyboard(page: Any) -> None:
    pin = ask(page, QUESTION).locator(".pin").first
    card = page.locator("#card")
    pin.hover()
    expect(card).to_contain_text("The reeds were high")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.locator(".edit").last.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    expect(page.locator(":focus")).to_have_class("pin")
    expect(card.locator("mark")).to_have_text(FIRST)


def test_what_is_not_answered_has_a_reason_and_passages_that_may_answer(page: Any) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("radio", name="cautious").check()
    page.get_by_role("button", name="Done").click()
    turn = ask(page, "Which emperor taxed the bakers of Rome?")

    expect(turn.locator(".reason")).to_contain_text("Nothing in the documents mentions")
    expect(turn.locator(".quotes")).to_have_count(0)
    expect(turn.get_by_role("heading", name="No clear answer in your documents")).to_be_visible()
    expect(turn.get_by_role("heading", name="These passages may hold the answer")).to_be_visible()
    expect(turn).not_to_contain_text("Not an answer", use_inner_text=True)
    assert turn.locator(".closest li").count() > 0
    expect(turn.get_by_role("link", name="library")).to_have_count(1)
    expect(turn.locator(".why summary")).to_have_text("What was searched?")


def test_sources_that_differ_stand_side_by_side(page: Any) -> None:
    turn = ask(page, "How many swans did the survey count on the island?")

    expect(turn.locator(".differ li strong")).to_have_text(["12", "17"], use_inner_text=True)


def test_a_follow_up_says_what_it_was_searched_as(page: Any) -> None:
    ask(page, "How many herons were counted in 1871?")
    turn = ask(page, "And in 1872?")

    expect(turn.get_by_text("searched as:")).to_contain_text("herons")


def test_a_question_is_asked_again_edited_and_recalled(page: Any) -> None:
    turn = ask(page, QUESTION)
    turn.get_by_role("button", name="Ask again").click()
    page.locator(".turn[data-state=answered]").wait_for()
    turn.get_by_role("button", name="Edit").click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("How many days did rain fall?")
    page.keyboard.press("Enter")
    turn.locator(".quotes", has_text="nine days").wait_for()
    expect(page.locator(".turn")).to_have_count(1)
    page.get_by_role("textbox", name="Your question").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#question")).to_have_value("How many days did rain fall?")
    page.keyboard.press("Shift+Enter")

    assert page.locator("#question").input_value().endswith("\n")
    expect(page.locator(".turn")).to_have_count(1)


def slow(page: Any, latency: int) -> None:
    """Make the network as slow as on a bad train; 0 makes it quick again."""
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency,
            "downloadThroughput": 40_000 if latency else -1,
            "uploadThroughput": 20_000 if latency else -1,
        },
    )


def test_on_a_slow_network_the_stages_show_and_a_question_can_be_stopped(page: Any) -> None:
    slow(page, 2000)
    page.locator("#question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".stages .now", has_text="Searching").wait_for()
    page.locator(".turn").get_by_role("button", name="Stop").click()
    page.locator(".stages", has_text="Stopped").wait_for()
    slow(page, 300)

    expect(ask(page, QUESTION)).to_contain_text("40 herons")


def test_what_a_server_does_before_it_can_answer_is_shown(tab: Any) -> None:
    loading = {"status": "loading", "step": "preparing a model, step 1 of 3"}
    tab.route("/readyz", lambda route: route.fulfill(status=503, json=loading))
    tab.goto("/")
    tab.locator("#readiness", has_text="Now: preparing a model, step 1 of 3.").wait_for()
    tab.unroute("/readyz")

    tab.locator("#readiness").wait_for(state="hidden")


def test_a_server_that_goes_and_comes_back_is_told_and_used_again(page: Any, site: Site) -> None:
    ask(page, QUESTION)
    site.stop()
    page.locator("#question").fill("How many days did rain fall?")
    page.keyboard.press("Enter")
    page.locator(".problem", has_text="cannot be reached").wait_for()
    page.locator("#readiness", has_text="Trying again").wait_for()
    site.start()
    page.locator("#readiness").wait_for(state="hidden")
    turn = page.locator(".turn").last
    turn.get_by_role("button", name="Ask again").click()

    turn.locator(".quotes", has_text="nine days").wait_for()


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("Chicago note", f"“{FIRST}”\nAda Lund, “Herons of the Lake” (Lake Press, May"),
        ("APA", f"“{FIRST}”\nLund, A. (1871, May 2). Herons of the Lake. Lake Press."),
        ("plain reference", f"“{FIRST}”\nAda Lund, Herons of the Lake, Lake Press, 18"),
        ("BibTeX", "@misc{lund-1871-herons,\n  author = {Ada Lund},\n  title = {{Herons of"),
    ],
)
def test_a_quote_is_copied_with_its_reference(
    browser: Any, site: Site, style: str, expected: str
) -> None:
    with visiting(browser, site, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("/")
        ask(page, QUESTION).get_by_role("button", name="Copy quotes 1, 2").click()
        page.get_by_role("button", name=f"Quote 1 with {style}").click()
        page.locator("#live", has_text="Copied").wait_for(state="attached")

        assert page.evaluate("navigator.clipboard.readText()").startswith(expected)


def test_a_conversation_is_kept_searched_renamed_deleted_and_restored(page: Any) -> None:
    ask(page, QUESTION)
    page.reload()
    page.locator(".pin").first.wait_for()
    page.get_by_role("button", name="New conversation").click()
    ask(page, "How many days did rain fall?")
    rows = page.locator("#history-list li")
    expect(rows).to_have_count(2)
    page.locator("#history-search").fill("reeds herons")
    expect(page.locator("#history-note")).to_have_text("No conversation has these words.")
    page.locator("#history-search").fill("1872 herons")
    expect(rows).to_have_count(1)
    rows.get_by_role("button", name="More for").click()
    page.get_by_role("button", name="Rename").click()
    page.keyboard.type("Herons")
    page.keyboard.press("Enter")
    expect(rows.locator(".conversation > :first-child")).to_have_text("Herons")
    rows.get_by_role("button", name="More for").click()
    page.get_by_role("button", name="Delete").click()
    rows.get_by_role("button", name="Undo").click()

    expect(rows.locator(".conversation > :first-child")).to_have_text("Herons")
    expect(page.locator(".turn h2")).to_have_text(QUESTION)


def exported(page: Any, as_what: str) -> str:
    page.get_by_role("button", name="More for").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Export as {as_what}").click()
    return str(Path(download.value.path()).read_text())


def test_exports_hold_footnotes_references_and_records_that_verify(
    page: Any, tmp_path: Path
) -> None:
    ask(page, QUESTION)
    markdown, plain = exported(page, "Markdown"), exported(page, "plain text")
    records = json.loads(exported(page, "JSON"))
    verified = page.request.post("/api/v1/verify", data=records[0]).json()
    file = tmp_path / "herons.json"
    file.write_text(json.dumps(records))
    page.locator("#import-file").set_input_files(file)

    assert f"> {FIRST}[^1-1]" in markdown
    assert "[^1-1]: Ada Lund" in markdown
    assert f"“{FIRST}” [1]" in plain
    assert verified["all_verbatim"] is True
    page.locator("#history-note", has_text="1 answer imported.").wait_for()
    expect(page.locator(".said").first).to_have_text(FIRST)


def test_two_tabs_share_their_conversations(page: Any) -> None:
    other = page.context.new_page()
    other.goto("/")
    ask(page, QUESTION)
    row = other.locator("#history-list .conversation")
    row.wait_for()
    row.click()
    expect(other.locator(".said").first).to_have_text(FIRST)
    ask(other, "How many days did rain fall?")

    page.locator(".turn").nth(1).wait_for()


def test_a_long_conversation_does_not_slow_typing(page: Any) -> None:
    """What a key press lays out does not grow with what was asked before."""
    record = page.request.post("/api/v1/ask", data={"question": QUESTION}).json()
    page.evaluate(
        """async (record) => {
          const { fromRecords, save } = await import("/static/ask/conversation.js");
          save({ ...fromRecords(Array(300).fill(record), "long"), id: "long" });
          sessionStorage.setItem("pincite/shown", "long");
        }""",
        record,
    )
    page.reload()
    page.locator(".turn").nth(299).wait_for()
    page.locator("#question").focus()
    page.keyboard.type("How many herons?")

    expect(page.locator("#question")).to_have_value("How many herons?")
    shown = page.evaluate(
        """() => [...document.querySelectorAll(".turn")]
          .map((turn) => turn.querySelector(".said"))
          .filter((said) => said.checkVisibility({ contentVisibilityAuto: true })).length"""
    )
    assert shown < 20, "turns out of sight are laid out too"
