"""The page in a real browser: what people say of answers, and what may be one."""

import json
from pathlib import Path
from typing import Any

import pytest
from browser_site import PHONE, Site, ask, assert_accessible, axe_in, fits, visiting
from playwright.sync_api import expect

HERONS = """# Counting

Ada Lund counted 40 herons at the lake in 1871. The reeds were high all spring.

# Weather

Rain fell on the lake for nine days. Nobody wrote down how cold it was.
"""
QUESTION = "How many herons did Ada Lund count at the lake?"
UNKNOWN = "Which emperor counted the bakers of Rome in the rain?"
FIRST = "Ada Lund counted 40 herons at the lake in 1871."
DOCUMENTS = {"herons.md": HERONS}
MARKS = "/api/v1/marks"


def marks(page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.request.get(MARKS).json()["marks"]
    return found


@pytest.fixture(autouse=True)
def _no_marks(page: Any) -> None:
    """Each test begins without marks."""
    for mark in marks(page):
        page.request.delete(f"{MARKS}/{mark['id']}")


def cautious(page: Any) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("radio", name="cautious").check()
    page.get_by_role("button", name="Done").click()


def test_an_answer_is_marked_by_a_click_and_taken_back_by_another(page: Any) -> None:
    turn = ask(page, QUESTION)
    group = turn.get_by_role("group", name="Does quote 1 answer the question?")
    yes = group.get_by_role("button", name="Answers", exact=True)
    no = group.get_by_role("button", name="Does not answer")
    expect(yes).to_have_attribute("aria-pressed", "false")
    assert marks(page) == [], "nothing is kept without a click"
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    expect(turn.locator(".verdict [role=status]")).to_contain_text("Kept with the collection")
    (kept,) = marks(page)
    assert (kept["question"], kept["verdict"]) == (QUESTION, "answers")
    assert HERONS.count(FIRST) == 1
    text = page.request.get(f"/api/v1/documents/{kept['document_id']}/text").text()
    assert text[kept["start"] : kept["end"]] == FIRST
    no.click()
    expect(no).to_have_attribute("aria-pressed", "true")
    expect(yes).to_have_attribute("aria-pressed", "false")
    assert [mark["verdict"] for mark in marks(page)] == ["does_not_answer"]
    no.click()
    expect(no).to_have_attribute("aria-pressed", "false")
    assert marks(page) == []


def test_a_mark_is_shown_after_a_reload_and_when_asked_again(page: Any) -> None:
    ask(page, QUESTION).get_by_role("button", name="Does not answer").click()
    pressed = page.locator(".verdict [aria-pressed=true]")
    expect(pressed).to_have_text("Does not answer")
    page.reload()
    expect(pressed).to_have_text("Does not answer")
    page.get_by_role("button", name="Ask again").click()
    page.locator(".turn[data-state=answered]").wait_for()
    expect(pressed).to_have_text("Does not answer")
    assert len(marks(page)) == 1


def test_the_buttons_work_by_keyboard_and_keep_the_focus(page: Any) -> None:
    turn = ask(page, QUESTION)
    turn.locator(".confidence summary").focus()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Answers")
    page.keyboard.press("Space")
    expect(turn.locator(".verdict [aria-pressed=true]")).to_have_text("Answers")
    expect(page.locator(":focus")).to_have_text("Answers")


def test_a_mark_that_cannot_be_kept_says_why(page: Any, tmp_path: Path) -> None:
    record = page.request.post("/api/v1/ask", data={"question": QUESTION}).json()
    record["citations"][0]["version"] = "0" * 64
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(record))
    page.locator("#import-file").set_input_files(file)
    page.get_by_role("button", name="Does not answer").click()

    expect(page.locator(".verdict [role=status]")).to_contain_text("The document has changed")
    expect(page.locator(".verdict [aria-pressed=true]")).to_have_count(0)


def test_a_closest_passage_is_marked_as_the_answer(page: Any) -> None:
    cautious(page)
    turn = ask(page, UNKNOWN)
    group = turn.get_by_role("group", name="Does passage 1 answer the question?")
    group.get_by_role("button", name="Answers").click()
    expect(turn.locator(".verdict [aria-pressed=true]")).to_have_count(1)
    (kept,) = marks(page)
    text = page.request.get(f"/api/v1/documents/{kept['document_id']}/text").text()
    shown = " ".join(turn.locator(".excerpt").first.inner_text().split())

    assert kept["verdict"] == "answers"
    assert " ".join(text[kept["start"] : kept["end"]].split()) == shown


def test_words_of_the_question_are_marked_in_passages_that_may_answer(page: Any) -> None:
    cautious(page)
    turn = ask(page, UNKNOWN)

    assert set(turn.locator(".excerpt mark").all_inner_texts()) <= {"counted", "Rain", "Counting"}
    assert "Rain" in turn.locator(".excerpt mark").all_inner_texts()
    ink, said = (
        turn.locator(part).first.evaluate("e => getComputedStyle(e).color")
        for part in (".unanswered h3", ".excerpt")
    )
    assert said == ink, "in the ink of everything else, not in grey"


@pytest.mark.parametrize("unclear", [False, True], ids=["answered", "unanswered"])
def test_it_fits_a_phone_and_is_accessible(browser: Any, site: Site, unclear: bool) -> None:
    with visiting(browser, site, viewport=PHONE, has_touch=True) as phone:
        axe_in(phone)
        phone.goto("/")
        if unclear:
            cautious(phone)
        turn = ask(phone, UNKNOWN if unclear else QUESTION)
        name = "This answers" if unclear else "Answers"
        button = turn.get_by_role("button", name=name, exact=True).first
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert fits(phone)
        kept = turn.get_by_text("Kept with the collection").bounding_box()
        assert kept["x"] + kept["width"] <= PHONE["width"]
        assert_accessible(phone)
        assert button.bounding_box()["height"] >= 24
