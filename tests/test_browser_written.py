"""The page in a real browser: answers that a language model writes, each sentence checked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from browser_site import ask, assert_accessible, axe_in, fits, serving, visiting
from model_server import HEAD, Connection, Script, model_server, piece, refusing
from playwright.sync_api import expect

DOCUMENTS = {
    "herons.txt": "Ada Lund counted 40 herons at the lake in 1871. The reeds were high that spring."
}
QUESTION = "How many herons did Ada Lund count at the lake?"
QUOTE = "Ada Lund counted 40 herons at the lake in 1871."
RIGHT = "In 1871 Ada Lund counted 40 herons at the lake."
WRONG = "Ada Lund counted 90 herons at the lake."
PHONE = {"width": 320, "height": 640}


def draft(connection: Connection) -> str:
    key = connection.key_of("40 herons")
    return f"{RIGHT} [{key}] {WRONG} [{key}]\n"


def writes(connection: Connection) -> None:
    connection.answer(draft(connection))


@contextmanager
def written(browser: Any, folder: Path, script: Script, **options: Any) -> Iterator[Any]:
    """Open the page of a server whose model follows a script."""
    with (
        model_server(script) as model,
        serving(folder, DOCUMENTS, model=model.url) as site,
        visiting(browser, site, **options) as page,
    ):
        axe_in(page)
        page.goto("/")
        yield page


def choose(page: Any, name: str) -> None:
    page.get_by_role("group", name="Answer with").get_by_role("button", name=name).click()


def test_without_a_model_nothing_is_offered(page: Any) -> None:
    page.get_by_role("textbox", name="Your question").wait_for()

    expect(page.locator("#answer-as")).to_be_hidden()


def test_quotes_are_the_default_and_the_choice_is_remembered(browser: Any, tmp_path: Path) -> None:
    with written(browser, tmp_path, writes) as page:
        expect(ask(page, QUESTION).locator(".quotes .said")).to_have_text(QUOTE)
        choose(page, "Written")
        page.reload()
        turn = ask(page, QUESTION)

        expect(turn.locator(".written .text")).to_contain_text(RIGHT)
        expect(turn.locator(".written")).to_contain_text("Written by toy")
        expect(turn.locator(".quotes, .confidence")).to_have_count(0)
        choose(page, "Quotes")
        expect(ask(page, QUESTION).locator(".quotes .said")).to_have_text(QUOTE)


def test_each_sentence_has_its_verdict_and_what_was_left_out_is_folded(
    browser: Any, tmp_path: Path
) -> None:
    with written(browser, tmp_path, writes, viewport=PHONE) as page:
        choose(page, "Written")
        turn = ask(page, QUESTION)
        expect(turn.locator(".text .judged")).to_have_text("supported")
        left = turn.locator(".rejected")
        expect(left.locator("summary")).to_have_text(
            "Left out: 1 sentence that the sources do not say"
        )
        expect(left.locator("s")).to_be_hidden()
        left.locator("summary").click()
        expect(left.locator("s")).to_have_text(WRONG)
        expect(left.locator(".judged")).to_have_text("contradicted")
        expect(left.locator("p")).to_contain_text("40, not 90")
        assert_accessible(page)
        assert fits(page)
        turn.locator(".pin").click()

        expect(page.locator("mark.current")).to_have_text(QUOTE)


def test_a_sentence_is_shown_before_the_next_one_is_written(browser: Any, tmp_path: Path) -> None:
    go_on = threading.Event()

    def slowly(connection: Connection) -> None:
        first, second = draft(connection).split("] ")[:1], WRONG
        connection.send(HEAD)
        connection.say(f"{first[0]}]\n", second[:20])
        go_on.wait(60)
        connection.say(second[20:])
        connection.event(piece("", "stop"))
        connection.event("[DONE]")
        connection.end()

    with written(browser, tmp_path, slowly) as page:
        choose(page, "Written")
        page.get_by_role("textbox", name="Your question").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator(".written .text")).to_contain_text(RIGHT)
        expect(page.locator(".written")).to_contain_text("A model is writing.")
        go_on.set()
        expect(page.locator(".written")).to_contain_text("Written by toy")


def test_the_quotes_stand_where_the_model_fails_and_the_page_says_why(
    browser: Any, tmp_path: Path
) -> None:
    with written(browser, tmp_path, refusing("401 Unauthorized")) as page:
        choose(page, "Written")
        turn = ask(page, QUESTION)

        expect(turn.locator(".quotes .said")).to_have_text(QUOTE)
        expect(turn.get_by_text("Quoted, not written:")).to_be_visible()
        expect(turn.locator(".confidence")).to_be_visible()


def test_a_written_answer_is_kept_exported_and_imported(browser: Any, tmp_path: Path) -> None:
    with written(browser, tmp_path, writes) as page:
        choose(page, "Written")
        ask(page, QUESTION)
        page.reload()
        expect(page.locator(".written .text")).to_contain_text(RIGHT)
        more = page.locator("#history-list").get_by_role("button", name="More for")
        with page.expect_download() as download:
            more.click()
            page.get_by_role("button", name="Export as JSON").click()
        (record,) = json.loads(Path(download.value.path()).read_text())
        file = tmp_path / "back.json"
        file.write_text(json.dumps(record))
        page.locator("#import-file").set_input_files(file)
        page.get_by_text("1 answer imported").wait_for()

        assert [one["text"] for one in record["rejected"]] == [WRONG]
        expect(page.locator(".written .text")).to_contain_text(RIGHT)


def test_words_of_a_model_are_text(browser: Any, tmp_path: Path) -> None:
    def evil(connection: Connection) -> None:
        connection.answer(f"{draft(connection)}<img src=x onerror='document.title=1'> says so.\n")

    with written(browser, tmp_path, evil) as page:
        choose(page, "Written")
        turn = ask(page, QUESTION)
        turn.locator(".rejected summary").click()

        expect(turn.locator("img")).to_have_count(0)
        assert page.title() == "Pincite"
