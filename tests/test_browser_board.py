"""The page in a real browser: what a document is about, selected words, and boards of quotes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_site import PHONE, Site, ask, assert_accessible, axe_in, becomes, fits, visiting
from playwright.sync_api import expect

FEN = """---
title: The fen year
author: Ada Lund
date: 1871-05-02
---
# Counting

Ada Lund counted 40 herons at the lake in 1871, more than anybody had counted before her.
The 🐦 reeds of the lake were high all spring, and the water rose over the path along the shore.

# Weather

Rain fell on the lake for nine days without a pause, and the herons left it a month too early.
"""
OWLS = (
    "# Owls\n\nBo Dahl counted eleven owls in the barn in 1902. Nobody had counted owls before.\n"
)
HOSTILE = (
    "# <img src=x onerror=alert(1)>\n\nThe <b>bittern</b> was counted by <script>him</script>."
)
DOCUMENTS = {"fen.md": FEN, "owls.md": OWLS, "hostile.txt": HOSTILE}
HERONS = "How many herons did Ada Lund count at the lake?"
FIRST = "Ada Lund counted 40 herons at the lake in 1871, more than anybody had counted before her."
RAIN = "Rain fell on the lake"
NARROW = {"width": 320, "height": 640}

SELECT = """words => {
  const walker = document.createTreeWalker(document.getElementById("reader-text"), 4);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    walker.currentNode.parentElement.scrollIntoView({ block: "center" });
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
    return;
  }
}"""


PINNED = """words => Object.entries(localStorage).some(([key, value]) =>
  key.startsWith("pincite/board/") && JSON.parse(value).pins.some((pin) => pin.quote === words))"""


def documents(page: Any) -> dict[str, dict[str, Any]]:
    listed = page.request.get("/api/v1/documents").json()["documents"]
    return {info["source"]: info for info in listed}


def read(page: Any, source: str) -> None:
    page.goto(f"/read/{documents(page)[source]['id']}")
    page.locator("#reader-text .chunk").first.wait_for()


def select(page: Any, words: str) -> Any:
    page.evaluate(SELECT, words)
    menu = page.get_by_role("toolbar", name="Selected words")
    menu.wait_for()
    return menu


def settled(page: Any) -> None:
    """Wait until nothing moves any more what is measured: styles and fonts come late."""
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready.then(() => true)")


def boards(page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        """() => Object.entries(localStorage).filter(([key]) => key.startsWith("pincite/board/"))
          .map(([, value]) => JSON.parse(value)).sort((a, b) => a.created < b.created ? -1 : 1)"""
    )
    return found


def pin_words(page: Any, source: str, *words: str) -> None:
    """Pin words of a document, and go to the board."""
    read(page, source)
    for some in words:
        select(page, some).get_by_role("button", name="Pin").click()
        page.wait_for_function(PINNED, arg=some)
    page.get_by_role("link", name="Board", exact=True).click()
    page.locator(".pinned").first.wait_for()


def quotes(page: Any) -> list[str]:
    found: list[str] = page.locator(".pinned blockquote").all_inner_texts()
    return found


@pytest.fixture
def page(tab: Any) -> Any:
    """A page that each test opens at the address it is about."""
    return tab


@pytest.fixture
def restored(site: Site) -> Iterator[Site]:
    """A site whose documents a test may change and remove."""
    yield site
    for name, text in DOCUMENTS.items():
        site.add(name, text)


# What a document is about


def test_a_document_that_is_opened_says_what_it_is_about(page: Any) -> None:
    page.goto("/#library")
    read(page, "fen.md")
    about = page.locator("#about")
    text = page.request.get(f"/api/v1/documents/{documents(page)['fen.md']['id']}/text").text()
    sentences = about.locator(".gist q")
    expect(sentences).to_have_count(3)
    flat = " ".join(text.split())
    for sentence in sentences.all_inner_texts():
        assert sentence.strip('“”"') in flat
    expect(about.locator("dl")).to_contain_text("Ada Lund")
    expect(about.locator("dl")).to_contain_text("1871-05-02")
    expect(about.locator("dl")).to_contain_text("KindText")
    about.get_by_role("link", name="Show in the text").first.click()
    expect(page.locator("#reader mark")).to_have_count(1)
    expect(about).not_to_have_attribute("open", "")


def test_who_comes_from_a_pin_unfolds_it(page: Any) -> None:
    page.goto("/")
    ask(page, HERONS).get_by_role("link", name="Source 1").first.click()
    page.locator("#reader mark").first.wait_for()
    about = page.locator("#about")
    expect(about.locator("q")).to_have_count(0)
    about.get_by_text("About this document").click()
    expect(about.locator("q")).to_have_count(3)


def test_a_document_without_sentences_says_so(page: Any, restored: Site) -> None:
    restored.add("list.txt", "herons\nreeds\nrain")
    read(page, "list.txt")
    expect(page.locator("#about .gist")).to_have_text("It has no sentences that sum it up.")
    page.request.delete(f"/api/v1/documents/{documents(page)['list.txt']['id']}")


# Selected words


def test_selected_words_are_copied_with_their_reference(page: Any) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    read(page, "fen.md")
    menu = select(page, RAIN)
    menu.get_by_role("button", name="Copy with reference").click()
    expect(page.locator("#selection")).to_contain_text("Copied")
    quote, reference = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert quote == f"“{RAIN}”"
    assert reference.startswith("Ada Lund, The fen year, 1871-05-02, Weather, fen.md, characters ")


def test_words_selected_with_the_mouse_are_pinned_at_their_exact_place(page: Any) -> None:
    read(page, "fen.md")
    settled(page)
    box = page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.getElementById("reader-text"), 4);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            walker.currentNode.parentElement.scrollIntoView({ block: "center" });
            const range = new Range();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            const { left, right, top, height } = range.getBoundingClientRect();
            return [left, right, top + height / 2];
          }
        }""",
        "nine days",  # it stands after a character of two UTF-16 units
    )
    left, right, y = box
    page.mouse.move(left + 1, y)
    page.mouse.down()
    page.mouse.move((left + right) / 2, y)
    expect(page.locator("#selection")).to_be_hidden()
    page.mouse.move(right - 1, y)
    page.mouse.up()
    menu = page.get_by_role("toolbar", name="Selected words")
    menu.get_by_role("button", name="Pin").click()
    expect(page.locator(".toast")).to_contain_text("Pinned to “My quotes”.")
    (pin,) = boards(page)[0]["pins"]
    info = documents(page)["fen.md"]
    text = page.request.get(f"/api/v1/documents/{info['id']}/text").body().decode()
    assert text[pin["start"] : pin["end"]] == pin["quote"] == "nine days"
    assert (pin["version"], pin["heading"]) == (info["version"], ["Weather"])
    expect(menu).to_be_hidden()


def test_words_are_selected_and_pinned_by_keyboard(page: Any) -> None:
    page.goto("/")
    ask(page, HERONS).get_by_role("link", name="Source 1").first.press("Enter")
    expect(page.locator("#reader mark")).to_be_focused()
    page.keyboard.press("Enter")
    menu = page.get_by_role("toolbar", name="Selected words")
    menu.wait_for()
    assert page.evaluate("getSelection().toString()") == FIRST
    page.keyboard.press("Shift+Control+ArrowLeft")
    page.wait_for_function("() => !getSelection().toString().endsWith('.')")
    page.keyboard.press("Enter")
    expect(menu.get_by_role("button", name="Copy with reference")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(menu.get_by_role("button", name="Pin")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".toast").wait_for()
    (pin,) = boards(page)[0]["pins"]
    assert FIRST.startswith(pin["quote"])
    assert len(pin["quote"]) < len(FIRST)
    expect(page.locator("#reader-scroll")).to_be_focused()


def test_escape_closes_the_menu_and_leaves_the_source_open(page: Any) -> None:
    read(page, "fen.md")
    menu = select(page, RAIN)
    page.locator("#reader-scroll").press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator("#reader")).to_be_visible()
    page.locator("#reader-scroll").press("Escape")
    expect(page.locator("#reader")).to_be_hidden()


def test_a_note_on_selected_words_is_kept_with_them(page: Any) -> None:
    read(page, "fen.md")
    select(page, RAIN).get_by_role("button", name="Note").click()
    page.get_by_label("Note on the selected words").fill("Compare with 1872.")
    page.get_by_role("button", name="Save note").click()
    page.locator(".toast").wait_for()
    page.get_by_role("link", name="Open the board").click()
    expect(page.locator(".pinned")).to_contain_text("Compare with 1872.")


def test_a_question_about_selected_words_is_put_to_their_document(page: Any) -> None:
    read(page, "fen.md")
    select(page, RAIN).get_by_role("button", name="Ask about this").click()
    field = page.get_by_role("textbox", name="Your question")
    expect(field).to_be_focused()
    expect(field).to_have_value(f"“{RAIN}”\n")
    expect(page.locator("#scope-button")).to_have_text("Searching The fen year")
    page.keyboard.type("How long did it rain?")
    page.keyboard.press("Enter")
    asked = page.locator(".turn").last
    expect(asked).to_contain_text("1 of 3 documents searched")


def test_words_of_a_document_that_has_changed_are_not_pinned(page: Any, restored: Site) -> None:
    read(page, "fen.md")
    menu = select(page, RAIN)
    restored.add("fen.md", FEN.replace("Rain fell", "Much rain fell"))
    menu.get_by_role("button", name="Pin").click()
    expect(page.locator("#selection")).to_contain_text("has changed since you opened it")
    assert boards(page) == []


def test_words_that_are_too_many_are_not_pinned(page: Any, restored: Site) -> None:
    restored.add("long.txt", "The lake rose. " * 400)
    read(page, "long.txt")
    page.evaluate("getSelection().selectAllChildren(document.getElementById('reader-text'))")
    page.get_by_role("toolbar", name="Selected words").get_by_role("button", name="Pin").click()
    expect(page.locator("#selection")).to_contain_text("Select less: at most 5,000 characters")
    page.request.delete(f"/api/v1/documents/{documents(page)['long.txt']['id']}")


# Boards


def test_an_empty_board_tells_how_to_begin(page: Any) -> None:
    page.goto("/")
    page.get_by_role("link", name="Board", exact=True).click()
    expect(page.get_by_role("heading", name="My quotes")).to_be_focused()
    expect(page.locator("#board")).to_contain_text("Nothing is pinned here yet.")
    page.get_by_role("link", name="Ask a question").click()
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()


def test_a_quote_of_an_answer_is_pinned_and_taken_off_again(page: Any) -> None:
    page.goto("/")
    turn = ask(page, HERONS)
    button = turn.get_by_role("button", name=re.compile("Pin(ned)? quote 1"))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.goto("/#board")
    expect(page.locator(".pinned")).to_contain_text(f"Found for “{HERONS}”")
    assert quotes(page) == [FIRST]
    page.goto("/")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert boards(page)[0]["pins"] == []
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert boards(page)[0]["pins"][0]["asked"] == HERONS


def test_a_pinned_quote_is_opened_in_its_source_beside_the_board(page: Any) -> None:
    pin_words(page, "fen.md", RAIN, "nine days")
    page.get_by_role("link", name="Open in source").nth(1).click()
    expect(page.locator("#reader mark.current")).to_have_text("nine days")
    expect(page.locator("#quote-position")).to_have_text("Quote 2 of 2")
    expect(page.locator("#board")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollTop") == 0


def test_quotes_are_ordered_by_keyboard(page: Any) -> None:
    pin_words(page, "fen.md", RAIN, "nine days", "herons left")
    page.get_by_role("button", name="Move quote 3 of 3").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Move quote 2 of 3")).to_be_focused()
    assert quotes(page) == [RAIN, "herons left", "nine days"]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert quotes(page) == ["herons left", RAIN, "nine days"]
    page.reload()
    page.locator(".pinned").first.wait_for()
    assert quotes(page) == ["herons left", RAIN, "nine days"]


def test_quotes_are_ordered_by_dragging(page: Any) -> None:
    pin_words(page, "fen.md", RAIN, "nine days", "herons left")
    mover = page.get_by_role("button", name="Move quote 1 of 3")
    settled(page)
    handle = mover.bounding_box()
    last = page.locator(".pinned").last.bounding_box()

    def drag() -> None:
        page.mouse.move(handle["x"] + 8, handle["y"] + 8)
        page.mouse.down()
        page.mouse.move(handle["x"] + 8, last["y"] + last["height"] - 4, steps=4)

    drag()
    page.keyboard.press("Escape")
    page.mouse.up()
    assert quotes(page) == [RAIN, "nine days", "herons left"]
    drag()
    page.mouse.up()
    assert quotes(page) == ["nine days", "herons left", RAIN]
    assert [pin["quote"] for pin in boards(page)[0]["pins"]] == quotes(page)


def test_notes_and_tags_are_written_and_quotes_shown_by_tag(page: Any) -> None:
    pin_words(page, "fen.md", RAIN, "nine days")
    page.get_by_role("button", name="Tag quote 2").click()
    page.keyboard.type("rain, to check")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Edit tags of quote 2")).to_be_focused()
    page.get_by_role("button", name="Note on quote 1").click()
    page.keyboard.type("Who <b>says</b> so?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".pin-note")).to_have_text("Who <b>says</b> so?")
    page.get_by_role("group", name="Show only").get_by_role("button", name="to check").click()
    assert quotes(page) == ["nine days"]
    page.get_by_role("group", name="Show only").get_by_role("button", name="to check").click()
    assert quotes(page) == [RAIN, "nine days"]
    page.get_by_role("button", name="Edit note on quote 1").click()
    page.keyboard.type(" nobody")
    page.keyboard.press("Escape")
    expect(page.locator(".pin-note")).to_have_text("Who <b>says</b> so?")


def test_a_quote_is_removed_and_brought_back_to_its_place(page: Any) -> None:
    pin_words(page, "fen.md", RAIN, "nine days", "herons left")
    page.get_by_role("button", name="More for quote 2").click()
    page.get_by_role("button", name="Remove from the board").click()
    assert quotes(page) == [RAIN, "herons left"]
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.press("Enter")
    assert quotes(page) == [RAIN, "nine days", "herons left"]


def test_there_are_several_boards(page: Any) -> None:
    pin_words(page, "fen.md", RAIN)
    page.get_by_role("button", name="New board").click()
    page.keyboard.type("Field <i>work</i>")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Field <i>work</i>")).to_be_focused()
    pin_words(page, "fen.md", "nine days")
    assert [len(board["pins"]) for board in boards(page)] == [1, 1], "it goes to the board at hand"
    page.get_by_role("button", name="More for quote 1").click()
    page.get_by_role("button", name="Move to “My quotes”").click()
    assert [len(board["pins"]) for board in boards(page)] == [2, 0]
    page.get_by_role("navigation", name="Boards").get_by_role("button", name="My quotes").click()
    assert quotes(page) == [RAIN, "nine days"]


def test_a_board_is_renamed_deleted_and_brought_back(page: Any) -> None:
    pin_words(page, "fen.md", RAIN)
    page.get_by_role("button", name="More for “My quotes”").click()
    page.get_by_role("button", name="Rename the board").click()
    page.keyboard.type("For the essay")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="For the essay")).to_be_focused()
    page.get_by_role("button", name="More for “For the essay”").click()
    page.get_by_role("button", name="Delete the board").click()
    expect(page.locator("#board")).to_contain_text("“For the essay” deleted")
    assert boards(page) == []
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="For the essay")).to_be_visible()
    assert quotes(page) == [RAIN]


def test_a_quote_whose_document_changed_says_so(page: Any, restored: Site) -> None:
    pin_words(page, "fen.md", RAIN, "nine days")
    restored.add("fen.md", FEN.replace("# Weather", "# The weather then").replace("nine", "ten"))
    page.reload()
    moved, changed = (page.locator(".pinned").nth(n) for n in range(2))
    expect(moved).to_contain_text("It still has these words.")
    expect(changed).to_contain_text("no longer has these words.")
    moved.get_by_role("button", name="Cite the new version").click()
    expect(moved.locator(".pin-standing")).to_have_count(0)
    pin = boards(page)[0]["pins"][0]
    info = documents(page)["fen.md"]
    text = page.request.get(f"/api/v1/documents/{info['id']}/text").body().decode()
    assert text[pin["start"] : pin["end"]] == RAIN
    assert (pin["version"], pin["heading"]) == (info["version"], ["The weather then"])


def test_a_menu_stays_open_while_the_quotes_are_checked(page: Any, restored: Site) -> None:
    pin_words(page, "fen.md", RAIN, "nine days")
    restored.add("fen.md", FEN.replace("nine", "ten"))
    held: list[Any] = []
    page.route("**/verify", lambda route: held.append(route))
    page.reload()
    page.get_by_role("button", name="More for quote 2").click()
    remove = page.get_by_role("button", name="Remove from the board")
    expect(remove).to_be_visible()
    becomes(page, lambda: bool(held))
    with page.expect_response("**/verify"):
        held[0].continue_()
    page.wait_for_timeout(300)
    expect(remove).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".pinned").nth(1)).to_contain_text("no longer has these words.")


def test_a_quote_of_a_removed_document_is_marked_as_gone(page: Any, restored: Site) -> None:
    pin_words(page, "owls.md", "eleven owls")
    page.request.delete(f"/api/v1/documents/{documents(page)['owls.md']['id']}")
    page.reload()
    row = page.locator(".pinned")
    expect(row).to_contain_text("The document is no longer in the collection.")
    expect(row.get_by_role("link", name="Open in source")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "file", "start"),
    [
        ("Word, with footnotes", "My-quotes.docx", b"PK"),
        ("Markdown", "My-quotes.md", b"## My quotes\n\n> "),
        ("CSL-JSON, for Zotero", "My-quotes.csl.json", b"[\n"),
        ("Web Annotations", "My-quotes.jsonld", b'{"@context"'),
    ],
)
def test_a_board_is_exported(page: Any, name: str, file: str, start: bytes) -> None:
    pin_words(page, "fen.md", RAIN)
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    assert download.value.suggested_filename == file
    assert Path(download.value.path()).read_bytes().startswith(start)


def test_an_exported_board_is_imported_beside_what_is_there(page: Any, tmp_path: Path) -> None:
    pin_words(page, "fen.md", RAIN, "nine days")
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Board (JSON)").click()
    file = tmp_path / "board.json"
    download.value.save_as(file)
    page.locator("[data-do=import]").set_input_files(file)
    expect(page.locator(".board-note")).to_have_text("“My quotes” imported.")
    assert quotes(page) == [RAIN, "nine days"]
    first, second = boards(page)
    assert first["id"] != second["id"]
    file.write_text(json.dumps({"title": "T", "pins": [{"quote": 3}]}))
    page.locator("[data-do=import]").set_input_files(file)
    expect(page.locator(".board-note")).to_contain_text("Quote 1 in “board.json” is damaged.")


def test_where_the_browser_has_no_room_it_says_so(page: Any) -> None:
    page.goto("/")
    turn = ask(page, HERONS)
    page.evaluate(
        """() => {
          for (let size = 1 << 20; size >= 1; size >>= 1) {
            try {
              for (let n = 0; ; n += 1) localStorage.setItem(`${size}/${n}`, "x".repeat(size));
            } catch {}
          }
        }"""
    )
    turn.get_by_role("button", name="Pin quote 1").click()
    expect(page.locator(".toast")).to_contain_text("your browser has no room left")
    assert boards(page) == []


def test_two_tabs_show_the_same_board(page: Any) -> None:
    pin_words(page, "fen.md", RAIN)
    other = page.context.new_page()
    other.goto("/")
    pin_words(other, "fen.md", "nine days")
    expect(page.locator(".pinned")).to_have_count(2)


def test_what_a_document_says_stays_text(page: Any) -> None:
    pin_words(page, "hostile.txt", "The <b>bittern</b>")
    assert quotes(page) == ["The <b>bittern</b>"]
    expect(page.locator("#board :is(img, script, b)")).to_have_count(0)


def test_boards_are_accessible_and_fit(page: Any) -> None:
    axe_in(page)
    page.goto("/#board")
    page.get_by_text("Nothing is pinned").wait_for()
    for _ in at_each_size(page):
        assert_accessible(page)
    pin_words(page, "fen.md", RAIN, "nine days")
    page.reload()
    page.set_viewport_size(NARROW)
    page.get_by_role("button", name="Tag quote 1").click()
    page.keyboard.type("rain")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Note on quote 2").click()
    for _ in at_each_size(page):
        assert_accessible(page)
        assert fits(page)
    read(page, "fen.md")
    page.locator("#about q").first.wait_for()
    for _ in at_each_size(page):
        select(page, RAIN)
        assert_accessible(page)
        assert fits(page)


def at_each_size(page: Any) -> Iterator[None]:
    for size in (PHONE, NARROW, {"width": 1280, "height": 800}):
        page.set_viewport_size(size)
        yield


def test_on_a_phone_the_menu_is_at_the_foot_of_the_page(browser: Any, site: Site) -> None:
    with visiting(browser, site, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        page.goto("/")
        read(page, "fen.md")
        select(page, RAIN)
        box = page.locator("#selection").bounding_box()
        assert box["width"] == PHONE["width"]
        assert round(box["y"] + box["height"]) == PHONE["height"]
        page.get_by_role("toolbar", name="Selected words").get_by_role("button", name="Pin").tap()
        page.locator(".toast").wait_for()
        assert boards(page)[0]["pins"][0]["quote"] == RAIN
