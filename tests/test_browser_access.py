"""The page in a real browser: for everybody. axe finds nothing, every key works, it fits."""

import re
from pathlib import Path
from typing import Any

import pytest
from browser_site import PHONE, Site, ask, assert_accessible, axe_in, fits, serving, visiting
from playwright.sync_api import expect

import qa.web

STATIC = Path(qa.web.__file__).parent / "static"
DOCUMENTS = {
    "herons.md": "---\ntitle: Herons of the Lake\nauthor: Ada Lund\n---\n# Counting\n\n"
    "Ada Lund counted 40 herons at the lake in 1871. The reeds were high. In 1872 Ada Lund "
    "counted 55 herons at the lake.\n\n# Weather\n\nRain fell on the lake for nine days.\n",
    "swans.txt": "The survey counted 12 swans on the island.",
    "report.txt": "The survey counted 17 swans on the island, it is said.",
}
QUESTION = "How many herons did Ada Lund count at the lake?"


@pytest.fixture
def page(tab: Any) -> Any:
    axe_in(tab)
    tab.goto("/")
    tab.locator(".example").first.wait_for()
    return tab


def test_axe_finds_nothing_on_an_empty_page(page: Any) -> None:
    assert_accessible(page)


def test_axe_finds_nothing_on_an_answer_with_all_of_it_open(page: Any) -> None:
    turn = ask(page, QUESTION)
    turn.locator(".gap").click()
    turn.locator(".confidence summary").click()
    turn.locator(".why summary").click()
    ask(page, "How many swans did the survey count on the island?")
    page.locator(".pin").last.hover()
    assert_accessible(page)


def test_axe_finds_nothing_on_a_question_without_an_answer(page: Any) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("radio", name="cautious").check()
    assert_accessible(page)
    page.get_by_role("button", name="Done").click()
    ask(page, "Which emperor taxed the bakers of Rome?").locator(".reason").wait_for()
    page.locator(".why summary").click()
    assert_accessible(page)


def test_axe_finds_nothing_while_a_source_is_read(page: Any) -> None:
    ask(page, QUESTION).locator(".pin").first.click()
    page.locator("mark.current").wait_for()
    page.get_by_text("Contents").click()
    page.locator("#find-words").fill("herons")
    page.get_by_text("of 2", exact=False).last.wait_for()
    assert_accessible(page)


def test_axe_finds_nothing_in_the_library(page: Any) -> None:
    ask(page, QUESTION)
    page.goto("/#picture")
    page.locator("#lit a").first.wait_for()
    page.locator("#documents .passages summary").first.click()
    page.locator("#documents .passages li").first.wait_for()
    page.get_by_role("button", name="Remove “swans”").click()
    assert_accessible(page)


def test_only_colours_depend_on_the_scheme() -> None:
    """So axe needs to look in the dark at colours alone."""
    styles = "".join(path.read_text("utf-8") for path in STATIC.rglob("*.css"))
    by_scheme = re.findall(r"[^\n]*(?:prefers-color-scheme|data-theme)[^\n]*", styles)

    assert "light-dark(" in styles  # which takes nothing but colours
    assert by_scheme == [
        ':root[data-theme="light"] { color-scheme: light; }',
        ':root[data-theme="dark"] { color-scheme: dark; }',
    ]


def test_axe_finds_nothing_on_the_other_pages(page: Any) -> None:
    for place in ("/read/nothing", "/docs"):
        page.goto(place)
        assert_accessible(page)


def test_axe_finds_nothing_where_the_server_cannot_be_reached(browser: Any, site: Site) -> None:
    with visiting(browser, site, viewport=PHONE) as page:
        axe_in(page)
        page.goto("/")
        page.locator(".example").first.wait_for()
        site.stop()
        page.locator("#question").fill(QUESTION)
        page.keyboard.press("Enter")
        page.locator(".turn .problem").wait_for()
        page.locator("#history-button").click()
        page.locator("#readiness", has_text="Trying again").wait_for()
        assert_accessible(page)
        site.start()


def test_everything_up_to_the_reader_is_reached_by_keyboard(page: Any) -> None:
    """From the box to a source and back without a pointer, the focus always to be seen."""
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".pin").first.wait_for()
    page.keyboard.press("Shift+Tab")
    for _ in range(40):
        if page.evaluate("document.activeElement.className") == "pin":
            break
        assert_focus_shows(page)
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.locator("mark.current").wait_for()
    page.keyboard.press("Escape")
    page.locator("#reader").wait_for(state="hidden")

    expect(page.locator(":focus")).to_have_class("pin")


def assert_focus_shows(page: Any) -> None:
    shown = page.evaluate(
        """() => {
          const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
          const own = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
          const { id, outerHTML } = document.activeElement;
          return own || id === "question" || outerHTML.slice(0, 90);
        }"""
    )
    assert shown is True


def test_the_skip_link_leads_to_the_box_also_while_a_source_is_open(page: Any) -> None:
    ask(page, QUESTION).locator(".pin").first.click()
    page.locator("mark.current").wait_for()
    page.get_by_role("link", name="Skip to the question").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#reader")).to_be_visible()
    page.wait_for_function("document.activeElement.id === 'question'")


def test_a_phone_shows_one_thing_at_a_time_and_nothing_is_cut_off(browser: Any, site: Site) -> None:
    with visiting(browser, site, viewport=PHONE, has_touch=True) as page:
        page.goto("/")
        turn = ask(page, QUESTION)
        turn.locator(".why summary").click()
        assert fits(page)
        page.locator("#history-button").click()
        expect(page.locator("#history")).to_be_visible()
        page.keyboard.press("Escape")
        turn.locator(".pin").first.click()
        page.locator("mark.current").wait_for()
        assert fits(page)
        assert page.locator("#reader").bounding_box()["width"] == PHONE["width"]
        page.get_by_role("button", name="Close").click()
        page.goto("/#picture")
        page.locator("#legend li").first.wait_for()
        assert fits(page)


def test_twice_the_size_on_a_small_laptop_still_fits(browser: Any, site: Site) -> None:
    """A window of 1280 zoomed to 200 % is one of 640 for the page."""
    with visiting(browser, site, viewport={"width": 640, "height": 400}) as page:
        page.goto("/")
        ask(page, QUESTION).locator(".pin").first.click()
        page.locator("mark.current").wait_for()
        assert fits(page)
        page.goto("/#library")
        page.locator("#documents li").first.wait_for()
        assert fits(page)


def test_what_is_pressed_is_large_enough(page: Any) -> None:
    """WCAG 2.2, target size: 24 by 24 pixels, but for links within a line of text."""
    turn = ask(page, QUESTION)
    turn.locator(".pin").first.click()
    page.locator("mark.current").wait_for()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, input, .quiet, .pin")]
          .filter((e) => e.checkVisibility() && !e.closest(".hidden-text, .filelabel"))
          .map((e) => [e.className || e.id, e.getBoundingClientRect()])
          .filter(([, r]) => r.width && (r.width < 24 || r.height < 24) && r.width * r.height < 500)
          .map(([name, r]) => `${name} ${r.width}x${r.height}`)"""
    )

    assert small == []


def test_choices_are_kept_and_text_grows(page: Any) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("radio", name="dark").check()
    page.get_by_role("radio", name="projector").check()
    page.get_by_role("button", name="Done").click()
    page.reload()

    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 22)"
    assert fits(page)


def test_a_server_with_a_key_asks_for_it_and_keeps_it_for_the_tab(
    browser: Any, tmp_path: Path
) -> None:
    with (
        serving(tmp_path, DOCUMENTS, key="correct-horse-battery") as locked,
        visiting(browser, locked) as page,
    ):
        page.goto("/read/anything")
        page.get_by_text("This server asks for a key").wait_for()
        page.get_by_label("Key", exact=True).fill("correct-horse-battery")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_text("no longer in the collection").wait_for()
        page.get_by_role("button", name="Close").click()
        expect(ask(page, QUESTION)).to_contain_text("40 herons")
        other = page.context.new_page()
        other.goto("/")
        other.get_by_text("This server asks for a key").wait_for()


def test_the_first_paint_needs_less_than_60_kilobytes(browser: Any, site: Site) -> None:
    """What comes before it: the page, its styles, and the one script that is not a module."""
    with visiting(browser, site) as page:
        sizes: dict[str, int] = {}

        def note(response: Any) -> None:
            sizes[response.url.removeprefix(site.url)] = len(response.body())

        page.on("response", note)
        page.goto("/")
        blocking = page.evaluate(
            """() => performance.getEntriesByType("resource")
              .filter((entry) => entry.renderBlockingStatus === "blocking")
              .map((entry) => entry.name)"""
        )
        paths = ["/", *(name.removeprefix(site.url) for name in blocking)]
        page.wait_for_load_state("networkidle")

        assert len(paths) > 5
        total = sum(sizes[path] for path in paths)
        assert total < 60_000
