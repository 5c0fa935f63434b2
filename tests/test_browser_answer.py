"""The page in a real browser: how an answer looks, on a screen, on a phone, and on paper."""

from pathlib import Path
from typing import Any

import pytest
from browser_site import Site, ask, assert_accessible, axe_in, becomes, fits, serving, visiting
from playwright.sync_api import expect

DOCUMENTS = {
    "herons.md": "---\ntitle: Herons of the Lake\nauthor: Ada Lund\npublished: 1871-05-02\n---\n"
    "# Counting\n\nAda Lund counted 40 herons at the lake in 1871 [98]. The reeds were high.\n\n"
    "# Later\n\nIn 1872 Ada Lund counted 55 herons at the lake.\n",
    "swans.txt": " ".join(f"In 190{n} Bo Lind saw {n}0 swans on the pond." for n in range(1, 6)),
    "ports.csv": "Port,Country,Ferries,Captain\nSelby,Norway,4,Ida Moe\nTorvik,Norway,,Per Lie\n",
}
QUESTION = "How many herons did Ada Lund count at the lake?"
FIRST = "Ada Lund counted 40 herons at the lake in 1871 [98]."
SECOND = "In 1872 Ada Lund counted 55 herons at the lake."
OF_A_TABLE = "Which captain is in which port of Norway?"
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 2560, "height": 1440}
CLEAR = "rgba(0, 0, 0, 0)"


def style(element: Any, name: str) -> str:
    found: str = element.evaluate("(e, name) => getComputedStyle(e)[name]", name)
    return found


def size(element: Any) -> float:
    return float(style(element, "fontSize").removesuffix("px"))


def test_the_answer_is_larger_than_the_question_and_figures_come_on_demand(page: Any) -> None:
    turn = ask(page, QUESTION)

    assert size(turn.locator(".quotes p").first) > 1.2 * size(turn.locator("h2"))
    assert turn.evaluate("e => / ms|[0-9] %|passages?/.test(e.innerText)") is False
    expect(turn.locator(".certainty")).to_have_text("Very likely the answer")
    turn.locator(".confidence summary").click()
    expect(turn.locator(".confidence p")).to_contain_text("Estimated at")
    turn.locator(".why summary").click()
    expect(turn.locator(".why")).to_contain_text("in all")


def test_a_pin_is_a_chip_that_a_source_cannot_write(page: Any) -> None:
    turn = ask(page, QUESTION)
    pin, said = turn.locator(".pin").first, turn.locator(".said").first

    expect(said).to_have_text(FIRST, use_inner_text=True)
    expect(pin).to_have_text("[1]", use_inner_text=True)
    assert pin.evaluate("e => getComputedStyle(e.firstElementChild).fontSize") == "0px"
    assert style(pin, "backgroundColor") not in (CLEAR, style(said, "backgroundColor"))
    pin.hover()
    marker = style(page.locator("#card mark"), "backgroundColor")
    page.mouse.move(0, 0)
    page.wait_for_function(
        "([pin, colour]) => getComputedStyle(pin).backgroundColor === colour",
        arg=[pin.element_handle(), marker],
    )


def test_the_card_of_a_pin_stays_in_sight_in_a_low_window(page: Any) -> None:
    page.set_viewport_size({"width": 640, "height": 300})
    pin = ask(page, QUESTION).locator(".pin").last
    for block in ("start", "end"):
        pin.evaluate("(e, block) => e.scrollIntoView({ block })", block)
        pin.hover()
        card = page.locator("#card")
        card.wait_for()
        box = card.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 300
        page.keyboard.press("Escape")


def test_a_source_is_one_row_with_its_kind_its_file_and_its_places(page: Any) -> None:
    turn = ask(page, QUESTION)
    (row,) = turn.locator(".source").all()

    expect(row.locator(".kind")).to_have_text("Text")
    expect(row.locator(".work")).to_have_text("Herons of the Lake")
    expect(row.locator(".file")).to_have_text("herons.md")
    expect(row.locator(".where")).to_have_text(["Counting [1]", "Later [2]"], use_inner_text=True)
    copier = row.get_by_role("button", name="Copy quotes 1, 2")
    page.mouse.move(0, 0)
    expect(row.locator(".menu-of")).to_have_css("opacity", "0")
    copier.focus()
    expect(row.locator(".menu-of")).to_have_css("opacity", "1")
    row.locator(".numbered").last.click()
    expect(page.locator("mark.current")).to_have_text(SECOND)


def test_sources_of_the_same_title_and_file_are_told_apart(browser: Any, tmp_path: Path) -> None:
    texts = {"1871": FIRST, "1872": SECOND}
    twins = {f"{year}/summary.md": f"# Summary\n\n{text}\n" for year, text in texts.items()}
    with serving(tmp_path, twins) as site, visiting(browser, site) as page:
        page.goto("/")
        files = ask(page, QUESTION).locator(".source .file").all_inner_texts()

    assert sorted(files) == list(twins)


def test_on_touch_the_copy_button_is_always_there(browser: Any, site: Site) -> None:
    with visiting(browser, site, viewport=NARROW, has_touch=True, is_mobile=True) as phone:
        phone.goto("/")
        turn = ask(phone, QUESTION)

        expect(turn.locator(".source .menu-of")).to_have_css("opacity", "1")
        expect(phone.locator("#composer-help")).to_be_hidden()
        assert fits(phone)


def test_quoted_rows_of_a_sheet_are_one_table_under_its_heads(page: Any) -> None:
    turn = ask(page, OF_A_TABLE)
    table = turn.locator(".row-quote table")

    expect(table).to_have_count(1)
    expect(table.locator("th")).to_have_text(
        ["Port", "Country", "Ferries", "Captain"], use_inner_text=True
    )
    rows = [row.split("\t")[1:] for row in table.locator("tbody tr").all_inner_texts()]
    assert sorted(rows) == [
        ["Selby", "Norway", "4", "Ida Moe"],
        ["Torvik", "Norway", "", "Per Lie"],
    ]
    expect(turn.locator(".pin")).to_have_count(2)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_box_has_one_line_when_empty_and_never_cuts_what_is_typed(
    page: Any, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    box = page.locator("#question")
    one = box.bounding_box()["height"]
    assert one < 2.5 * size(box)
    box.fill("How many herons did Ada Lund count? " * 4)
    cut = "e => e.scrollHeight - e.clientHeight"
    assert box.evaluate(cut) <= 1
    page.set_viewport_size({"width": 320, "height": 800})
    becomes(page, lambda: box.evaluate(cut) <= 1)
    page.locator("#question").fill("")
    page.set_viewport_size({"width": width, "height": 800})

    becomes(page, lambda: box.bounding_box()["height"] == one)


def test_conversations_have_two_lines_by_day_and_a_repeated_question_is_one(page: Any) -> None:
    history = page.locator("#history-list")
    ask(page, QUESTION)
    page.get_by_role("button", name="New conversation").click()
    ask(page, OF_A_TABLE)
    ask(page, "And which has 4 ferries?")
    page.get_by_role("button", name="New conversation").click()
    ask(page, f"{QUESTION[:-1].upper()} ?")

    expect(history.locator("h2")).to_have_text(["Today"], use_inner_text=True)
    named = history.locator(".conversation > :first-child").all_inner_texts()
    assert named == [f"{QUESTION[:-1].upper()} ?", OF_A_TABLE]
    told = history.locator(".conversation > .fine").all_inner_texts()
    assert [line.split(" · ")[1] for line in told] == ["1 question", "2 questions"]


def test_more_views_than_there_is_room_for_are_reached_by_keyboard(
    browser: Any, site: Site
) -> None:
    with visiting(browser, site, viewport=NARROW) as phone:
        axe_in(phone)
        phone.goto("/#library")
        phone.locator("#documents li").first.wait_for()
        expect(phone.locator("#pages [aria-current=page]")).to_have_text(
            "Library", use_inner_text=True
        )
        links = phone.locator("#pages a")
        assert links.count() > 5, "more than there is room for"
        links.first.focus()
        for _ in range(links.count() - 1):
            phone.keyboard.press("Tab")
            box = phone.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
            expect(phone.locator("#pages > :focus")).to_have_count(1)
            assert box["left"] >= 0
            assert box["right"] <= NARROW["width"]
        assert fits(phone)
        assert_accessible(phone)


def test_on_paper_an_answer_has_its_sources_and_no_controls(page: Any) -> None:
    turn = ask(page, QUESTION)
    page.emulate_media(media="print", color_scheme="dark")

    for control in (".bar", "#history", "#composer", ".turn-tools", ".verdict", ".why", ".menu-of"):
        expect(page.locator(control).first).to_be_hidden()
    for part in ("h2", ".quotes", ".certainty", ".file", ".where"):
        expect(turn.locator(part).first).to_be_visible()
    assert style(turn.locator(".pin").first, "backgroundColor") == CLEAR
    assert turn.locator(".pin .bracket").first.evaluate("e => e.getBoundingClientRect().width") > 0
    assert style(page.locator("body"), "color") == style(turn.locator(".said").first, "color")
    assert style(page.locator("body"), "backgroundColor") == "rgb(255, 255, 255)"


def test_all_quotes_are_printed_also_those_that_are_folded(page: Any) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("radio", name="all that may answer").check()
    page.get_by_role("button", name="Done").click()
    turn = ask(page, "How many swans did Bo Lind see on the pond?")
    seen = "e => e.querySelector('.more-quotes .said').checkVisibility()"
    assert turn.evaluate(seen) is False
    page.emulate_media(media="print")

    assert turn.evaluate(seen) is True


def test_the_fonts_are_our_own_and_only_those_that_are_used_are_fetched(tab: Any) -> None:
    tab.goto("/")
    ask(tab, QUESTION)
    loaded = tab.evaluate(
        """async () => {
          await document.fonts.ready;
          return [...document.fonts].filter((font) => font.status === "loaded")
            .map((font) => `${font.family.replaceAll('"', "")} ${font.weight}`).sort();
        }"""
    )
    fetched = {url for url in tab.problems.requests if url.endswith(".woff2")}

    assert set(loaded) == {
        f"{family} {weight}"
        for family in ("Source Sans 3", "Source Serif 4")
        for weight in (400, 600)
    }
    assert not [url for url in fetched if "latin-ext" in url]
    assert style(tab.locator(".quotes p").first, "fontFamily").startswith('"Source Serif 4"')


def test_a_projector_has_readable_lines_and_nothing_is_cut(browser: Any, site: Site) -> None:
    with visiting(browser, site, viewport=WIDE) as wide:
        axe_in(wide)
        wide.goto("/")
        quote = ask(wide, QUESTION).locator(".quotes p").first
        line = quote.evaluate(
            """(e) => {
              const zero = document.createElement("span");
              zero.textContent = "0".repeat(100);
              zero.style.cssText = "position: absolute; white-space: nowrap";
              e.append(zero);
              const width = e.clientWidth / (zero.getBoundingClientRect().width / 100);
              zero.remove();
              return width;
            }"""
        )

        assert line < 80
        assert size(quote) > 24
        assert fits(wide)
        assert_accessible(wide)
