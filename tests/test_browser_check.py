"""The page in a real browser: a draft that is checked, sentence by sentence."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from browser_site import PHONE, Site, assert_accessible, axe_in, fits, serving, visiting
from docx import Document as open_word
from playwright.sync_api import expect

HERONS = """---
title: Herons of the Lake
author: Ada Lund
---
# Counting

Ada Lund counted 40 herons at the lake in 1871. The reeds were high, and the boats lay idle all
spring. In 1872 Ada Lund counted 55 herons at the lake.
"""
DOCUMENTS = {"herons.md": HERONS}
RIGHT = "Ada Lund counted 40 herons at the lake in 1871."
WRONG = "Ada Lund counted 90 herons at the lake in 1871."
MORE = "The reeds were high, the boats lay idle all spring, and Nils Berg slept."
NOWHERE = "Quarks are fermions of spin one half."
QUESTION = "Why does it matter?"
DRAFT = f"# Herons\n\n{RIGHT} {WRONG}\n\n{NOWHERE} {QUESTION}"
WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def page(tab: Any) -> Any:
    axe_in(tab)
    tab.goto("/#check")
    return tab


def check(page: Any, draft: str = DRAFT) -> None:
    """Check a draft, and wait for the end of that."""
    page.get_by_role("textbox", name="Your draft").fill(draft)
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Export").wait_for()


def sentence(page: Any, words: str) -> Any:
    return page.locator(".sentence", has_text=words)


def flags(page: Any) -> list[str]:
    found: list[str] = page.locator(".sentence").evaluate_all(
        "all => all.map((s) => s.dataset.verdict)"
    )
    return found


def drop(page: Any, *files: tuple[str, str], at: str = "#check") -> None:
    """Drop files of text on a part of the page."""
    page.evaluate(
        """([files, at]) => {
          const dataTransfer = new DataTransfer();
          for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
          const told = { dataTransfer, bubbles: true, cancelable: true };
          document.querySelector(at).dispatchEvent(new DragEvent("dragover", told));
          document.querySelector(at).dispatchEvent(new DragEvent("drop", told));
        }""",
        [files, at],
    )


def test_each_sentence_of_a_draft_has_its_verdict(page: Any) -> None:
    check(page)

    assert flags(page) == ["supported", "contradicted", "not_found", "unchecked"]
    expect(page.locator(".draft .between-sentences").first).to_contain_text("# Herons")
    expect(page.locator(".draft-head")).to_contain_text("3 sentences checked")
    counts = page.get_by_role("group", name="Show only").get_by_role("button").all_inner_texts()
    assert counts == ["1 contradicted", "1 not found", "1 supported", "1 not checked"]


def test_a_sentence_opens_its_source_beside_it_and_says_why(page: Any) -> None:
    page.set_viewport_size(WIDE)
    check(page)
    sentence(page, WRONG).locator(".words").click()

    expect(page.locator("mark.current")).to_have_text(RIGHT)
    expect(page.locator(".dock h3")).to_have_text("contradicted")
    expect(page.locator(".dock .why-so")).to_contain_text("40")
    expect(page.locator(".dock blockquote")).to_have_text(RIGHT)
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')")
        == "Sentence 2: contradicted"
    )
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    expect(page.locator(".dock")).to_be_hidden()
    expect(sentence(page, WRONG)).to_be_visible()


def test_the_problems_are_gone_through_by_keyboard(page: Any) -> None:
    check(page)
    page.locator(".draft-head h2").focus()
    steps = page.locator(".draft-steps")
    expect(steps).to_contain_text("2 problems")
    for key, words, place in (
        ("n", WRONG, "1 of 2"),
        ("n", NOWHERE, "2 of 2"),
        ("n", WRONG, "1 of 2"),
        ("p", NOWHERE, "2 of 2"),
    ):
        page.keyboard.press(key)
        expect(page.locator(".sentence.current")).to_contain_text(words)
        expect(steps).to_contain_text(place)


def test_the_words_that_are_not_in_the_source_are_underlined(page: Any) -> None:
    check(page, MORE)

    assert flags(page) == ["partly"]
    expect(page.locator(".draft .unsaid")).to_contain_text("Nils Berg")


def test_a_count_shows_its_sentences_alone(page: Any) -> None:
    check(page)
    count = page.get_by_role("button", name="1 contradicted")
    count.click()

    expect(count).to_have_attribute("aria-pressed", "true")
    expect(count).to_be_focused()
    expect(page.locator(".sentence:visible")).to_have_count(1)
    expect(page.locator(".between-sentences:visible")).to_have_count(0)
    count.click()
    expect(page.locator(".sentence:visible")).to_have_count(4)


def test_where_a_citation_does_not_hold_a_better_one_is_named(page: Any) -> None:
    (info,) = page.request.get("/api/v1/documents").json()["documents"]
    text = page.request.get(f"/api/v1/documents/{info['id']}/text").text()
    start = text.index("The reeds")
    check(
        page, f"Ada Lund counted 55 herons at the lake in 1872 ({info['id']}:{start}-{start + 20})."
    )
    assert flags(page) == ["elsewhere"]
    page.locator(".sentence .words").click()

    expect(page.locator(".dock")).to_contain_text("Your citation")
    expect(page.locator(".dock")).to_contain_text("Cite this instead")
    expect(page.locator(".dock blockquote").last).to_contain_text("55 herons")


def test_a_word_file_is_checked_and_exported_as_word_with_comments(
    page: Any, tmp_path: Path
) -> None:
    made = open_word()
    made.add_heading("Herons")
    made.add_paragraph(f"{RIGHT} {WRONG}")
    made.save(str(tmp_path / "my draft.docx"))
    page.locator("#check input[type=file]").set_input_files(tmp_path / "my draft.docx")
    page.get_by_role("button", name="Export").wait_for()
    expect(page.locator(".draft-head h2")).to_have_text("my draft.docx")
    assert flags(page)[-2:] == ["supported", "contradicted"]
    saved = {}
    for name in ("Markdown", "Word", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name="Export").click()
            page.locator(".menu").get_by_role("button", name=name).click()
        saved[download.value.suggested_filename] = Path(download.value.path()).read_bytes()

    assert set(saved) == {f"my-draft-checked.{end}" for end in ("md", "docx", "json")}
    assert RIGHT in saved["my-draft-checked.md"].decode()
    assert json.loads(saved["my-draft-checked.json"])["counts"]["contradicted"] == 1
    comments = list(open_word(io.BytesIO(saved["my-draft-checked.docx"])).comments)
    assert len(comments) >= 1


def test_a_file_that_is_dropped_is_checked_and_goes_to_no_library(page: Any) -> None:
    page.get_by_role("textbox", name="Your draft").wait_for()
    drop(page, ("one.txt", WRONG), ("two.txt", RIGHT))
    expect(page.locator("#check [role=alert]")).to_contain_text("One draft is checked at a time")
    drop(page, ("one.txt", WRONG))
    page.get_by_role("button", name="Export").wait_for()

    assert flags(page) == ["contradicted"]
    assert len(page.request.get("/api/v1/documents").json()["documents"]) == 1
    assert page.request.get("/api/v1/jobs").json()["jobs"] == []


def test_a_draft_may_be_edited_and_comes_back_after_a_reload(page: Any) -> None:
    check(page)
    page.reload()
    expect(page.locator(".sentence")).to_have_count(4)
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.get_by_role("textbox", name="Your draft")).to_have_value(DRAFT)
    page.reload()

    expect(page.get_by_role("textbox", name="Your draft")).to_have_value("")


def test_a_draft_is_text_whatever_is_in_it(page: Any) -> None:
    evil = f'<img src=x onerror="document.title=1"> {RIGHT} <script>x = 2</script>\u202eevil'
    check(page, evil)

    assert page.title() == "Check a draft · Pincite"
    expect(page.locator("#check img, #check script")).to_have_count(0)
    expect(page.locator(".draft")).to_contain_text('<img src=x onerror="document.title=1">')
    expect(page.locator(".draft .turning")).to_have_count(1)


def test_a_draft_that_is_too_long_is_not_sent(page: Any) -> None:
    page.get_by_role("textbox", name="Your draft").fill("It rained. " * 20_000)

    expect(page.locator("#draft-note")).to_contain_text("220,000 characters, but at most 200,000")
    expect(page.get_by_role("button", name="Check", exact=True)).to_be_disabled()


def test_what_the_server_refuses_is_told_and_the_draft_stays(page: Any) -> None:
    many = "It rained here. " * 600
    page.get_by_role("textbox", name="Your draft").fill(many)
    page.get_by_role("button", name="Check", exact=True).click()

    expect(page.locator("#check [role=alert]")).to_contain_text("500 sentences")
    expect(page.get_by_role("textbox", name="Your draft")).to_have_value(many)


def test_a_check_is_stopped_and_what_was_checked_stays(page: Any) -> None:
    page.get_by_role("textbox", name="Your draft").fill(
        " ".join(f"{WRONG} {RIGHT}" for _ in range(200))
    )
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".sentence").first.wait_for()
    page.get_by_role("button", name="Stop").click()

    page.get_by_role("button", name="Check again").wait_for()
    expect(page.locator(".draft-head")).to_contain_text("Stopped after")
    expect(page.get_by_role("button", name="Export")).to_have_count(0)


def test_a_server_that_goes_away_is_told_and_the_draft_stays(browser: Any, tmp_path: Path) -> None:
    with serving(tmp_path, DOCUMENTS) as site, visiting(browser, site) as page:
        page.goto("/#check")
        page.get_by_role("textbox", name="Your draft").fill(DRAFT)
        site.stop()
        page.get_by_role("button", name="Check", exact=True).click()

        expect(page.locator("#check [role=alert]")).to_contain_text("cannot be reached")
        expect(page.get_by_role("textbox", name="Your draft")).to_have_value(DRAFT)


def test_without_documents_the_library_is_named(browser: Any, tmp_path: Path) -> None:
    with serving(tmp_path, {}) as site, visiting(browser, site) as page:
        axe_in(page)
        page.goto("/#check")
        page.get_by_role("textbox", name="Your draft").fill(DRAFT)
        page.get_by_role("button", name="Check", exact=True).click()

        expect(page.locator("#check [role=alert]")).to_contain_text("There are no documents yet")
        assert_accessible(page)
        page.locator("#check [role=alert] a").click()
        expect(page.locator("#library")).to_be_visible()


def test_nothing_of_the_view_is_loaded_before_it_is_opened(browser: Any, site: Site) -> None:
    with visiting(browser, site) as page:
        page.goto("/")
        page.locator(".example, #examples p").first.wait_for()
        assert not [url for url in page.problems.requests if "/check/" in url]
        page.get_by_role("link", name="Check a draft").click()
        page.get_by_role("textbox", name="Your draft").wait_for()

        assert [url for url in page.problems.requests if "/check/check.css" in url]


@pytest.mark.parametrize("size", [WIDE, PHONE, {"width": 320, "height": 640}])
def test_axe_finds_nothing_and_it_fits(browser: Any, site: Site, size: dict[str, int]) -> None:
    with visiting(browser, site, viewport=size) as page:
        axe_in(page)
        page.goto("/#check")
        page.get_by_role("textbox", name="Your draft").wait_for()
        assert_accessible(page)
        assert fits(page)
        check(page, f"{DRAFT} {MORE}")
        assert_accessible(page)
        assert fits(page)
        page.locator(".draft-head h2").focus()
        for _ in range(2):
            page.keyboard.press("n")
            page.locator(".dock h3").wait_for()
            assert_accessible(page)
            assert fits(page)
