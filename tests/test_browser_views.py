"""The page in a real browser: every mention, many questions, and the timeline."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_site import (
    PHONE,
    Site,
    assert_accessible,
    axe_in,
    fits,
    serving,
    visiting,
)
from openpyxl import load_workbook
from playwright.sync_api import expect

HERONS = """# Diary of 1871

Ada Lund counted 40 herons at the lake in 1871. On 3 March the ice broke.

The reeds were high, and the boats lay idle all spring.

# Later

In 1872 Ada Lund counted 55 herons at the lake. In 1880 nobody counted.
"""
OWLS = """# Owls

Owls hunt voles at night. A heron was seen by Nils Berg on 5 May 1890.
"""
EVIL = "=1+1 <img src=x onerror=alert(1)> heron of 1899."
DOCUMENTS = {"herons.md": HERONS, "owls.md": OWLS, "evil.txt": EVIL}
WIDE = {"width": 1280, "height": 800}
SMALL = {"width": 320, "height": 640}
YEARS = ("1871", "1872")
COUNTED, HUNT = "Who counted 40 herons in 1871?", "What do owls hunt at night?"


@pytest.fixture
def page(browser: Any, site: Site) -> Iterator[Any]:
    with visiting(browser, site, viewport=WIDE) as opened:
        axe_in(opened)
        yield opened


def find(page: Any, topic: str = "herons") -> None:
    page.goto("/#find")
    page.get_by_role("searchbox", name="Topic").fill(topic)
    page.get_by_role("button", name="Find", exact=True).click()
    page.locator(".found-in, #find .nothing, #find [role=alert]").first.wait_for()


def table(page: Any, questions: str, *, each: bool = False) -> None:
    """Ask questions, and wait for the last answer."""
    page.goto("/#batch")
    page.get_by_role("textbox", name="Questions").fill(questions)
    if each:
        page.get_by_label("each document by itself").check()
    page.get_by_role("button", name="Ask all").click()
    page.get_by_role("button", name="Download").wait_for()


def dates(page: Any, address: str = "/#timeline") -> list[str]:
    page.goto(address)
    page.locator(".event, #timeline .nothing").first.wait_for()
    years: list[str] = page.locator(".year h3").all_inner_texts()
    return years


def saved(page: Any, name: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
        page.locator(".menu").get_by_role("button", name=name).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


# Every mention ----------------------------------------------------------------------


def test_what_was_typed_is_carried_over_from_the_question(page: Any) -> None:
    page.goto("/")
    page.get_by_role("textbox", name="Your question").fill("herons & reeds?")
    page.locator("#mention-link").click()
    page.locator(".found-in").first.wait_for()

    expect(page.get_by_role("searchbox", name="Topic")).to_have_value("herons & reeds?")
    assert page.title() == "Every mention · Pincite"


def test_passages_stand_under_their_documents_with_the_words_marked(page: Any) -> None:
    find(page)

    assert page.locator(".found-in h3").all_inner_texts()[0] == "Diary of 1871"
    expect(page.locator(".found-in")).to_have_count(3)
    assert {words.lower() for words in page.locator("#find mark").all_inner_texts()} == {
        "herons",
        "heron",
    }
    expect(page.locator("#find .work-status p")).to_contain_text("in 3 of 3 documents")
    expect(page.locator(".found-in", has_text="onerror")).to_contain_text("<img src=x")
    expect(page.locator("#find img")).to_have_count(0)


def test_a_hit_opens_its_source(page: Any) -> None:
    find(page)
    page.locator(".found-in", has_text="Owls").get_by_role("link", name="Open in source").click()

    expect(page.locator("#reader-title")).to_have_text("Owls")
    expect(page.locator("#reader mark.current", has_text="heron was seen")).to_be_visible()
    expect(page.locator("#find")).to_be_visible()


def test_a_count_shows_its_document_alone_and_the_way_back(page: Any) -> None:
    find(page)
    page.locator(".facet", has_text="Owls").click()

    expect(page.locator(".found-in")).to_have_count(1)
    expect(page.locator(".facet[aria-pressed=true]")).to_contain_text("Owls")
    expect(page.locator(".facet")).to_have_count(4)
    page.go_back()
    expect(page.locator(".found-in")).to_have_count(3)


def test_mentions_are_downloaded_as_csv_and_xlsx(page: Any) -> None:
    find(page)
    name, data = saved(page, "CSV")
    sheet_name, sheet = saved(page, "Excel")

    assert (name, sheet_name) == ("mentions.csv", "mentions.xlsx")
    texts = [row["text"] for row in rows(data)]
    assert len(texts) >= 3
    assert any(text.startswith("'=1+1") for text in texts)
    assert load_workbook(io.BytesIO(sheet)).sheetnames == ["Passages", "Documents"]


def test_hits_and_dates_are_pinned_to_a_board(page: Any) -> None:
    find(page, "voles")
    page.locator(".found-in").get_by_role("button", name="Pin this passage").first.click()
    expect(page.locator(".toast")).to_contain_text("Pinned to")
    dates(page, "/#timeline?from=1890&until=1890")
    page.get_by_role("button", name="Pin this sentence").click()
    page.goto("/#board")

    expect(page.locator("#board")).to_contain_text("Owls hunt voles at night.")
    expect(page.locator("#board")).to_contain_text("A heron was seen by Nils Berg on 5 May 1890.")


def test_it_is_said_where_there_is_no_mention(page: Any) -> None:
    find(page, "quarks")

    expect(page.locator("#find .nothing h3")).to_have_text("No mention of “quarks”")
    expect(page.locator("#find .nothing")).to_contain_text("in 3 documents")
    assert_accessible(page)


# Many questions ---------------------------------------------------------------------


def test_many_questions_become_a_table_whose_cells_open_their_source(page: Any) -> None:
    table(page, f"{COUNTED}\nWhat is the boiling point of quartz?")

    cells = page.locator(".batch-table td")
    expect(cells).to_have_count(2)
    expect(cells.first).to_contain_text("Ada Lund counted 40 herons")
    cells.first.get_by_role("link").first.click()
    expect(page.locator("#reader mark.current").first).to_contain_text("40 herons")


def test_each_document_is_asked_and_no_answer_is_a_result(browser: Any, tmp_path: Path) -> None:
    with (
        serving(tmp_path, DOCUMENTS, confidence=0.5) as site,
        visiting(browser, site, viewport=WIDE) as page,
    ):
        table(page, f"{COUNTED}\n{HUNT}", each=True)

        expect(page.locator(".batch-table tbody tr")).to_have_count(3)
        expect(page.locator(".batch-table td")).to_have_count(6)
        herons = page.locator(".batch-table tr", has_text="Diary of 1871").locator("td")
        expect(herons.nth(0)).to_contain_text("40 herons")
        expect(herons.nth(1)).to_have_text("not answered")
        name, data = saved(page, "CSV")
        assert name == "answers.csv"
        assert list(rows(data)[0])[-2:] == [COUNTED, HUNT]
        name, html = saved(page, "HTML")
        assert f'href="{site.url}/read/' in html.decode()
        name, sheet = saved(page, "Excel")
        assert load_workbook(io.BytesIO(sheet)).sheetnames == ["Answers", "Quotes"]


def test_a_file_of_questions_is_dropped(page: Any) -> None:
    page.goto("/#batch")
    page.get_by_role("textbox", name="Questions").wait_for()
    page.evaluate(
        """() => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(['n,question\\n1,"Who, then?"\\n2,Why?'], "a.csv"));
          const told = { dataTransfer, bubbles: true, cancelable: true };
          document.querySelector("#batch").dispatchEvent(new DragEvent("drop", told));
        }"""
    )

    expect(page.get_by_role("textbox", name="Questions")).to_have_value("Who, then?\nWhy?")
    expect(page.locator("#batch-note")).to_have_text("2 questions")
    assert page.request.get("/api/v1/jobs").json()["jobs"] == []


def test_a_table_outlives_a_reload_and_a_server_that_goes_away(
    browser: Any, tmp_path: Path
) -> None:
    many = "\n".join(f"Who counted {n} herons in 1871?" for n in range(40, 70))
    with serving(tmp_path, DOCUMENTS) as site, visiting(browser, site, viewport=WIDE) as page:
        page.goto("/#batch")
        page.get_by_role("textbox", name="Questions").fill(many)
        page.get_by_role("button", name="Ask all").click()
        page.locator(".batch-table td.answered").first.wait_for()
        site.stop()
        expect(page.locator("#batch [role=alert]")).to_contain_text("tries again by itself")
        site.start()
        page.get_by_role("button", name="Download").wait_for()
        expect(page.locator("#batch [role=alert]")).to_have_count(0)
        expect(page.locator(".batch-table td.answered")).to_have_count(30)
        page.reload()
        expect(page.locator(".batch-table td.answered")).to_have_count(30)

        site.add("new.md", "Nils Berg counted 41 herons in 1871.")
        asked = len([url for url in page.problems.requests if url.endswith("/api/v1/ask")])
        page.get_by_role("button", name="Update answers").click()
        page.get_by_role("button", name="Download").wait_for()
        expect(page.locator(".batch-table")).to_contain_text("Nils Berg counted 41")
        again = len([url for url in page.problems.requests if url.endswith("/api/v1/ask")])
        assert again == asked + 30


def test_a_run_is_stopped_and_goes_on_where_it_was(page: Any) -> None:
    held: list[Any] = []
    page.route(
        "**/api/v1/ask", lambda route: held.append(route) if len(held) < 1 else route.continue_()
    )
    page.goto("/#batch")
    page.get_by_role("textbox", name="Questions").fill("\n".join([COUNTED, HUNT, "Who was seen?"]))
    page.get_by_role("button", name="Ask all").click()
    expect(page.locator(".batch-table td.answered")).to_have_count(2)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#batch .work-status p")).to_have_text("2 of 3 answers")
    page.get_by_role("button", name="Go on").click()

    expect(page.locator("#batch .work-status p")).to_have_text("3 of 3 questions answered")
    asked = [url for url in page.problems.requests if url.endswith("/api/v1/ask")]
    assert len(asked) == 4
    page.get_by_role("button", name="New questions").click()
    expect(page.get_by_role("textbox", name="Questions")).to_have_value(
        "\n".join([COUNTED, HUNT, "Who was seen?"])
    )


# Timeline ---------------------------------------------------------------------------


def test_dates_stand_in_order_under_their_years(page: Any) -> None:
    assert dates(page) == ["1871", "1872", "1880", "1890", "1899"]
    first = page.locator(".year").first.locator(".event")
    expect(first.locator(".when")).to_have_text(["", "3 March"], use_inner_text=True)
    expect(first.nth(1)).to_contain_text("year read from the heading")
    expect(first.locator("mark")).to_have_text(["1871", "3 March"], use_inner_text=True)
    first.nth(1).get_by_role("link", name="Open in source").click()
    expect(page.locator("#reader mark.current").first).to_contain_text("On 3 March the ice broke.")


def test_a_timeline_is_narrowed_by_words_dates_documents_and_years(page: Any) -> None:
    assert dates(page, "/#timeline?from=1872&until=1889") == ["1872", "1880"]
    page.get_by_role("textbox", name="From").fill("")
    page.get_by_role("textbox", name="Until").fill("1872")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".year h3")).to_have_text(["1871", "1872"])
    page.get_by_role("textbox", name="Until").fill("")
    page.get_by_role("searchbox", name="About").fill("owls")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".year h3")).to_have_text(["1890"])

    dates(page)
    page.locator(".facet", has_text="Owls").click()
    expect(page.locator(".year h3")).to_have_text(["1890"])
    dates(page)
    page.get_by_role("button", name="1890: 1 date").or_(
        page.get_by_role("button", name="1890–1891: 1 date")
    ).first.click()
    expect(page.locator(".year h3")).to_have_text(["1890"])
    expect(page.get_by_role("textbox", name="From")).to_have_value("1890")


def test_a_timeline_is_downloaded_as_it_is_narrowed(page: Any) -> None:
    dates(page, "/#timeline?from=1890")
    name, data = saved(page, "CSV")

    assert name == "timeline.csv"
    assert [row["date"] for row in rows(data)] == ["1890-05-05", "1899"]


def test_it_is_said_where_there_are_no_dates(page: Any) -> None:
    assert dates(page, "/#timeline?from=1990") == []
    expect(page.locator("#timeline .nothing")).to_contain_text("a longer time")


# All three --------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["find?words=herons", "batch", "timeline"])
def test_without_documents_the_library_is_named(browser: Any, tmp_path: Path, view: str) -> None:
    with serving(tmp_path, {}) as site, visiting(browser, site) as page:
        page.goto(f"/#{view}")
        name = view.partition("?")[0]

        expect(page.locator(f"#{name} [role=alert]")).to_contain_text("There are no documents yet")
        page.locator(f"#{name} [role=alert] a").click()
        expect(page.locator("#library")).to_be_visible()


def test_a_server_that_goes_away_is_told(browser: Any, tmp_path: Path) -> None:
    with serving(tmp_path, DOCUMENTS) as site, visiting(browser, site) as page:
        dates(page)
        find(page)
        site.stop()
        page.get_by_role("searchbox", name="Topic").fill("owls")
        page.get_by_role("button", name="Find", exact=True).click()
        expect(page.locator("#find [role=alert]")).to_contain_text("cannot be reached")


def test_the_views_are_reached_from_the_header_and_loaded_only_then(page: Any) -> None:
    page.goto("/")
    page.locator("#examples :is(p, li)").first.wait_for()
    assert not [u for u in page.problems.requests if "/find/" in u or "/timeline/" in u]
    for name, view in (
        ("Every mention", "find"), ("Many questions", "batch"), ("Timeline", "timeline"),
    ):  # fmt: skip
        page.locator("#pages").get_by_role("link", name=name).click()
        expect(page.locator(f"#{view} h2")).to_have_text(name)
        assert [u for u in page.problems.requests if f"/{view}/{view}.css" in u]


@pytest.mark.parametrize("size", [WIDE, PHONE, SMALL])
def test_axe_finds_nothing_and_it_fits(browser: Any, site: Site, size: dict[str, int]) -> None:
    with visiting(browser, site, viewport=size) as page:
        axe_in(page)
        page.goto("/")
        page.locator("#examples :is(p, li)").first.wait_for()
        assert_accessible(page)
        assert fits(page)
        find(page)
        assert_accessible(page)
        assert fits(page)
        dates(page)
        assert_accessible(page)
        assert fits(page)
        page.goto("/#batch")
        page.get_by_label("each document by itself").check()
        assert_accessible(page)
        assert fits(page)
        table(page, f"{COUNTED}\n{HUNT}", each=True)
        assert_accessible(page)
        assert fits(page)


def test_documents_of_the_same_title_are_told_apart(browser: Any, tmp_path: Path) -> None:
    twins = {
        f"{year}/minutes.md": f"# Minutes\n\nBo Lark saw herons on 3 May {year}.\n"
        for year in YEARS
    }
    with serving(tmp_path, twins) as site, visiting(browser, site, viewport=SMALL) as page:
        page.goto("/")
        page.locator("#scope-button").click()
        expect(page.locator("#scope-list li")).to_contain_text(list(twins))
        page.keyboard.press("Escape")
        find(page)
        for shown in ("#find .facet bdi.fine", ".found-in h3 bdi.fine"):
            assert sorted(page.locator(shown).all_inner_texts()) == list(twins)
        assert fits(page)
        dates(page)
        chips = page.locator("#timeline .facet bdi.fine").all_inner_texts()
        assert sorted(chips) == list(twins)
        expect(page.locator(".event").first).to_contain_text("1871/minutes.md")
        page.goto("/#library")
        for name in twins:
            page.get_by_role("button", name=f"Remove “Minutes · {name}”").wait_for()
