"""The page in a real browser: a conversation that is put to some of the documents."""

import json
from pathlib import Path
from typing import Any

import pytest
from browser_site import PHONE, Site, ask, assert_accessible, axe_in, fits, visiting
from playwright.sync_api import expect

HEAD = "---\ntitle: {}\nauthor: {}\ndate: {}\n---\n"
DOCUMENTS = {
    "one.md": HEAD.format("The First Survey", "Ada Lund", 1871) + "The survey counted 40 herons.",
    "two.md": HEAD.format("The Second Survey", "Ben Ray", 1872) + "The survey counted 55 herons.",
    "loose.txt": "The survey counted 70 herons, it is said.",
}
QUESTION = "How many herons did the survey count?"


@pytest.fixture
def page(tab: Any) -> Any:
    axe_in(tab)
    tab.goto("/")
    tab.locator("#scope-button").wait_for()
    return tab


def quoted(turn: Any) -> set[str]:
    return {word for text in turn.locator(".said").all_inner_texts() for word in text.split()}


def choose(page: Any, *titles: str, **fields: str) -> None:
    """Open the dialog, tick documents, fill fields in, and close it."""
    page.locator("#scope-button").click()
    for title in titles:
        page.locator("#scope").get_by_role("checkbox", name=title).check()
    for name, value in fields.items():
        page.locator(f"#scope-{name}").fill(value)
    page.locator("#scope").get_by_role("button", name="Done").click()


def test_a_question_is_put_to_the_documents_that_were_ticked(page: Any) -> None:
    expect(page.locator("#scope-button")).to_have_text("Searching all documents")
    choose(page, "The Second Survey")
    expect(page.locator("#scope-button")).to_have_text("Searching The Second Survey")
    expect(page.locator("#question")).to_be_focused()
    turn = ask(page, QUESTION)

    assert "55" in quoted(turn)
    assert not {"40", "70"} & quoted(turn)
    expect(turn.locator(".stages")).to_contain_text("1 of 3 documents searched")


def test_a_tag_narrows_the_search(page: Any) -> None:
    documents = page.request.get("/api/v1/documents").json()["documents"]
    (second,) = [info for info in documents if info["title"] == "The Second Survey"]
    page.request.patch(f"/api/v1/documents/{second['id']}", data={"tags": ["done"]})
    page.reload()
    choose(page, tag="Done")
    expect(page.locator("#scope-button")).to_have_text("Searching documents tagged Done")

    assert "55" in quoted(ask(page, QUESTION))


def test_the_choice_belongs_to_its_conversation_and_is_kept(page: Any) -> None:
    choose(page, author="Lund")
    ask(page, QUESTION)
    page.reload()
    expect(page.locator("#scope-button")).to_have_text("Searching documents by Lund")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#scope-button")).to_have_text("Searching all documents")
    page.locator(".conversation").first.click()
    expect(page.locator("#scope-button")).to_have_text("Searching documents by Lund")
    assert quoted(ask(page, QUESTION)) >= {"40"}
    page.locator("#scope-button").click()
    page.get_by_role("button", name="Search all").click()

    expect(page.locator("#scope-button")).to_have_text("Searching all documents")
    expect(ask(page, QUESTION).locator(".stages")).to_have_count(0)


def test_dates_leave_out_what_has_none_and_say_so(page: Any) -> None:
    choose(page, since="1872")
    turn = ask(page, QUESTION)

    expect(turn.locator(".stages")).to_contain_text(
        "1 of 3 documents (1 without a date left out) searched"
    )
    assert quoted(turn) >= {"55"}


def test_what_is_no_date_is_not_taken_and_escape_changes_nothing(page: Any) -> None:
    choose(page, since="last year")
    expect(page.locator("#scope")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#scope")).to_be_hidden()

    expect(page.locator("#scope-button")).to_have_text("Searching all documents")


def test_a_choice_that_holds_no_document_is_told(page: Any) -> None:
    choose(page, since="1999")
    page.get_by_role("textbox", name="Your question").fill(QUESTION)
    page.keyboard.press("Enter")

    expect(page.locator(".turn .problem")).to_contain_text("No document matches the filter")


def test_the_list_is_filtered_and_what_is_ticked_comes_first(page: Any) -> None:
    page.locator("#scope-button").click()
    names = page.locator("#scope-list bdi:first-child")
    page.locator("#scope-filter").fill("survey")
    expect(names).to_have_text(["The First Survey", "The Second Survey"])
    page.locator("#scope-list input").nth(1).check()
    page.locator("#scope-filter").fill("")
    expect(names).to_have_text(["The Second Survey", "loose", "The First Survey"])
    expect(page.locator("#scope-count")).to_have_text("1 document selected.")


def test_what_was_searched_is_in_the_export_and_comes_back(page: Any, tmp_path: Path) -> None:
    choose(page, "The First Survey", "loose")
    ask(page, QUESTION)
    more = page.locator("#history-list").get_by_role("button", name="More for")
    saved = {}
    for name in ("Markdown", "JSON"):
        with page.expect_download() as download:
            more.click()
            page.get_by_role("button", name=f"Export as {name}").click()
        saved[name] = Path(download.value.path()).read_text()
    (tmp_path / "back.json").write_text(saved["JSON"])
    page.locator("#import-file").set_input_files(tmp_path / "back.json")
    page.get_by_text("1 answer imported").wait_for()

    assert "Searched: 2 of 3 documents." in saved["Markdown"]
    assert json.loads(saved["JSON"])[0]["within"]["documents"] == 2
    expect(page.locator(".turn .stages")).to_contain_text("2 of 3 documents searched")


def test_axe_finds_nothing_and_it_fits_a_phone(browser: Any, site: Site) -> None:
    with visiting(browser, site, viewport=PHONE, has_touch=True) as page:
        axe_in(page)
        page.goto("/")
        page.locator("#scope-button").click()
        page.locator("#scope-list input").first.check()
        assert fits(page)
        assert_accessible(page)
        page.locator("#scope").get_by_role("button", name="Done").click()
        assert fits(page)
        assert_accessible(page)
