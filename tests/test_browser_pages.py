"""The page in a real browser: a PDF as it looks, the quoted words boxed."""

from pathlib import Path
from typing import Any

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
from made_files import make_pdf, scanned_page, text_page
from playwright.sync_api import expect

PDF = make_pdf(
    text_page("A survey of the marsh, made by boat.", "The reeds were high that year."),
    text_page("Ada Lund counted 40 herons at the lake in 1871.", "The reeds were cut in May."),
    text_page("In 1872 Ada Lund counted 55 herons at the lake.", "Nothing else was counted."),
    title="Birds of the Marsh",
    author="Ada Lund",
)
QUESTION = "How many herons did Ada Lund count at the lake?"
KEY = "correct-horse-battery"
DOCUMENTS = {"birds.pdf": PDF, "swans.txt": "The survey counted 12 swans on the island."}
BITTERN = scanned_page("The bittern was ringed at the weir.", called=9)


def open_page(page: Any, pin: int = 0) -> Any:
    """Ask, open a source, and show it as it looks; return its picture."""
    ask(page, QUESTION).locator(".pin").nth(pin).click()
    page.locator("mark.current").wait_for()
    page.get_by_role("button", name="Page", exact=True).click()
    picture = page.locator("#page-picture")
    picture.wait_for()
    return picture


def shown(page: Any, number: int) -> None:
    """Wait until a page is shown."""
    page.locator(f"#page-picture[alt^='Page {number} of']").wait_for()


BOXED = """picture => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let boxed = 0;
  for (let at = 0; at < data.length; at += 4) {
    boxed += data[at + 1] > data[at] + 30 && data[at + 1] > data[at + 2]; // the marker is green
  }
  return boxed;
}"""


def test_the_page_of_a_quote_is_shown_with_its_words_boxed(page: Any) -> None:
    picture = open_page(page)
    shown(page, 2)

    assert picture.get_attribute("alt") == (
        "Page 2 of “Birds of the Marsh”, with the quoted words boxed"
    )
    assert picture.evaluate(BOXED) > 300
    expect(page.locator("#page-number")).to_have_value("2")
    expect(page.locator("#page-count")).to_have_text("of 3")
    expect(page.locator("#page-note")).to_have_text("")
    expect(page.locator("#reader-text")).to_be_hidden()
    expect(page.locator("#find-form")).to_be_hidden()


def test_the_next_quote_turns_to_its_page(page: Any) -> None:
    open_page(page)
    shown(page, 2)
    page.get_by_role("button", name="Next quote").click()
    shown(page, 3)

    assert page.locator("#page-picture").evaluate(BOXED) > 300
    page.get_by_role("button", name="Text", exact=True).click()
    expect(page.locator("mark.current")).to_contain_text("In 1872")


def test_pages_are_turned_by_buttons_by_number_and_by_keys(page: Any) -> None:
    picture = open_page(page)
    page.get_by_role("button", name="Previous page").click()
    shown(page, 1)
    assert picture.evaluate(BOXED) == 0
    expect(picture).to_have_attribute("alt", "Page 1 of “Birds of the Marsh”")
    expect(page.get_by_role("button", name="Previous page")).to_be_disabled()
    page.locator("#page-number").fill("3")
    page.keyboard.press("Enter")
    shown(page, 3)
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    page.locator("#reader-scroll").focus()
    page.keyboard.press("ArrowLeft")
    shown(page, 2)
    page.locator("#page-number").fill("99")
    page.keyboard.press("Enter")
    shown(page, 3)
    page.locator("#live", has_text="Page 3 of 3").wait_for(state="attached")
    page.get_by_role("button", name="Text", exact=True).click()

    expect(page.locator("[data-page='3']")).to_be_in_viewport()


def test_the_choice_stays_for_the_next_source_and_text_for_what_has_no_pages(page: Any) -> None:
    open_page(page)
    page.reload()
    shown(page, 2)
    page.keyboard.press("Escape")
    page.locator("#reader").wait_for(state="hidden")
    ask(page, "How many swans did the survey count?").locator(".pin").first.click()
    page.locator("mark.current").wait_for()

    expect(page.locator("#views")).to_be_hidden()
    expect(page.locator("#reader-text")).to_be_visible()


def test_a_page_is_fitted_or_as_large_as_on_paper(page: Any) -> None:
    picture = open_page(page)
    fitted = picture.bounding_box()["width"]
    page.get_by_role("button", name="100").click()
    page.locator("#page-frame[data-zoom=full]:not([aria-busy]) img").wait_for()
    large = page.locator("#page-picture").bounding_box()["width"]

    assert abs(large - 210 / 25.4 * 96) < 8, "A4 is 210 mm wide"
    assert fitted < page.locator("#reader-scroll").bounding_box()["width"]
    page.get_by_role("button", name="Fit").click()
    page.locator("#page-frame[data-zoom=fit]:not([aria-busy]) img").wait_for()
    assert abs(page.locator("#page-picture").bounding_box()["width"] - fitted) < 2


def test_citations_name_the_page_wherever_they_stand(page: Any) -> None:
    turn = ask(page, QUESTION)
    pin = turn.locator(".pin").first
    expect(pin).to_have_attribute("aria-label", "Source 1: Birds of the Marsh, p. 2")
    pin.hover()
    expect(page.locator("#card")).to_contain_text("p. 2")
    expect(turn.locator(".sources")).to_contain_text("p. 2")
    with page.expect_download() as saved:
        page.locator("#history-list").get_by_role("button", name="More for").click()
        page.get_by_role("button", name="Export as Markdown").click()
    text = Path(saved.value.path()).read_text()

    assert ": “Birds of the Marsh”, 2. Characters" in text


def test_the_label_of_a_page_is_cited_and_the_page_opened(page: Any, site: Site) -> None:
    site.add("book.pdf", make_pdf(text_page("Contents of the book."), BITTERN))
    turn = ask(page, "Where was the bittern ringed?")
    pin = turn.locator(".pin").first
    expect(pin).to_have_attribute("aria-label", "Source 1: book, p. 9 (PDF page 2) · read by OCR")
    with page.expect_download() as saved:
        page.locator("#history-list").get_by_role("button", name="More for").click()
        page.get_by_role("button", name="Export as Markdown").click()
    text = Path(saved.value.path()).read_text()
    assert ", 9. PDF page 2. Read by OCR. Characters" in text
    pin.click()
    page.locator("mark.current").wait_for()
    expect(page.locator("#reader-byline")).to_contain_text("partly read by OCR")
    mark = page.locator("[data-page='2']")
    expect(mark).to_have_attribute("aria-label", "Page 9")
    assert "p. 9, read by OCR" in mark.evaluate("e => getComputedStyle(e, '::before').content")
    page.get_by_role("button", name="Page", exact=True).click()
    shown(page, 2)

    expect(page.locator("#page-count")).to_have_text("of 2, p. 9, read by OCR")


def test_a_page_that_cannot_be_had_says_so_and_is_tried_again(page: Any, site: Site) -> None:
    open_page(page)
    shown(page, 2)
    site.stop()
    page.get_by_role("button", name="Next page").click()
    page.locator("#page-note", has_text="cannot be reached").wait_for()
    expect(page.locator("#page-picture")).to_have_count(0)
    site.start()
    page.locator("#page-note").get_by_role("button", name="Try again").click()

    shown(page, 3)
    expect(page.locator("#page-note")).to_have_text("")


def test_a_slow_page_says_that_it_is_being_drawn(page: Any) -> None:
    open_page(page)
    held: list[Any] = []
    page.route("**/pages/3.png*", lambda route: held.append(route))
    page.get_by_role("button", name="Next page").click()
    page.locator("#page-note", has_text="Drawing page 3").wait_for()
    expect(page.locator("#page-frame")).to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="Previous page").click()
    shown(page, 2)
    for route in held:
        route.abort()

    expect(page.locator("#page-note")).to_have_text("")


def test_pages_are_shown_where_a_key_is_needed(browser: Any, tmp_path: Path) -> None:
    """A picture that the browser asked for by itself would have no key."""
    with (
        serving(tmp_path, {"birds.pdf": PDF}, key=KEY) as locked,
        visiting(browser, locked) as page,
    ):
        page.goto("/")
        sign_in(page, KEY)
        picture = open_page(page)

        assert picture.evaluate("e => e.src").startswith("blob:")
        assert picture.evaluate(BOXED) > 300


def test_a_changed_document_shows_the_page_that_the_words_moved_to(page: Any, site: Site) -> None:
    site.add("tides.pdf", make_pdf(text_page("The tide rose by two feet.", "It fell at dawn.")))
    ask(page, "By how much did the tide rise?").locator(".pin").first.wait_for()
    moved = make_pdf(text_page("Another page."), text_page("So it was. The tide rose by two feet."))
    site.add("tides.pdf", moved)
    page.locator(".pin").first.click()
    page.get_by_text("The quoted words still stand in it").wait_for()
    page.get_by_role("button", name="Page", exact=True).click()

    shown(page, 2)
    assert page.locator("#page-picture").evaluate(BOXED) > 100


def test_a_phone_shows_the_page_in_its_width_and_axe_finds_nothing(
    browser: Any, site: Site
) -> None:
    with visiting(browser, site, viewport=PHONE, has_touch=True) as page:
        axe_in(page)
        page.goto("/")
        picture = open_page(page)
        assert fits(page)
        assert picture.bounding_box()["width"] <= PHONE["width"]
        assert_accessible(page)
        page.get_by_role("button", name="100").click()
        page.locator("#page-frame[data-zoom=full]:not([aria-busy]) img").wait_for()
        assert fits(page), "what is larger is scrolled in the reader alone"
        assert_accessible(page)
