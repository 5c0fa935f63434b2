"""The page in a real browser: the first documents, dropped, chosen, or from a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_site import PHONE, Site, assert_accessible, axe_in, fits, serving, visiting
from playwright.sync_api import expect
from waiting import until

DOCUMENTS: dict[str, str | bytes] = {}
NARROW = {"width": 320, "height": 640}


@pytest.fixture
def page(tab: Any) -> Iterator[Any]:
    """A page over a collection that is empty before and after."""
    axe_in(tab)
    tab.goto("/")
    tab.locator("#welcome").wait_for()
    yield tab

    def empty() -> bool:
        """Remove what is there; what was being read may come after."""
        jobs = tab.request.get("/api/v1/jobs").json()["jobs"]
        documents = tab.request.get("/api/v1/documents").json()["documents"]
        for job in jobs:
            tab.request.delete(f"/api/v1/jobs/{job['id']}")
        for info in documents:
            tab.request.delete(f"/api/v1/documents/{info['id']}")
        return not jobs and not documents

    until(empty)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder of notes, two of the same name, and what programs leave beside them."""
    for name, text in {
        "herons.txt": "The heron stands in shallow water.",
        "2021/report.txt": "In 2021 the marsh was wet.",
        "2022/report.txt": "In 2022 the marsh was dry.",
        ".git/config": "Nobody wrote this to be read.",
        "~$notes.docx": "Nor this.",
    }.items():
        path = tmp_path / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "papers"


def dropped(page: Any, *paths: Path) -> None:
    """Drop files and folders from the disk on the page, as a file manager does."""
    devtools = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        place = {"x": 300, "y": 300, "data": data}
        devtools.send("Input.dispatchDragEvent", {"type": kind, **place})


def sources(page: Any) -> list[str]:
    documents = page.request.get("/api/v1/documents").json()["documents"]
    return sorted(info["source"] for info in documents)


def test_the_empty_page_is_where_documents_are_dropped(page: Any, papers: Path) -> None:
    expect(page.locator("#examples")).to_be_hidden()
    assert_accessible(page)
    page.set_viewport_size(NARROW)
    assert fits(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    dropped(page, papers / "herons.txt")
    page.locator("#documents .work", has_text="herons").wait_for()
    assert page.url.endswith("#library")
    page.get_by_role("link", name="Pincite", exact=True).click()
    expect(page.locator("#welcome")).to_be_hidden()
    expect(page.locator("#examples")).to_be_visible()


def test_files_are_chosen_by_keyboard(page: Any, papers: Path) -> None:
    page.locator("#welcome").wait_for()  # what is hidden cannot have the focus
    picker = page.locator("#welcome").get_by_label("Choose files")
    with page.expect_file_chooser() as opened:
        picker.press("Enter")
    opened.value.set_files(papers / "herons.txt")

    page.locator("#documents .work", has_text="herons").wait_for()


@pytest.mark.parametrize("how", ["dropped", "chosen"])
def test_of_a_folder_every_file_is_taken_but_what_programs_leave_behind(
    page: Any, papers: Path, how: str
) -> None:
    if how == "dropped":
        dropped(page, papers)
    else:
        page.locator("#welcome").get_by_label("Choose a folder").set_input_files(papers)
    page.locator("#uploads-note", has_text="3 of 3 read").wait_for()

    assert sources(page) == ["herons.txt", "report (2).txt", "report.txt"]
    dropped(page, papers)
    page.locator("#uploads-note", has_text="6 of 6 read").wait_for()
    assert len(sources(page)) == 3, "the same folder again is the same documents"


def test_small_files_are_sent_first_and_a_slow_one_holds_up_none(page: Any, tmp_path: Path) -> None:
    """Two large ones are on their way for as long as the test lasts."""
    sent: list[str] = []

    def note(route: Any) -> None:
        if route.request.method == "POST":
            head = route.request.post_data_buffer  # the bytes of the file are not in it
            sent.append(head.split(b'filename="')[1].split(b'"')[0].decode())
            if "huge" in sent[-1]:
                return
        route.continue_()

    page.route("**/api/v1/documents", note)
    paths = []
    for name, size in {"a-huge.txt": 2_500_000, "b-huge.txt": 2_400_000, "c-huge.txt": 2_300_000,
                       "middle.txt": 5_000, "small.txt": 50}.items():  # fmt: skip
        path = tmp_path / name
        path.write_text("Wren. " * (size // 6))
        paths.append(path)
    page.locator("#welcome").get_by_label("Choose files").set_input_files(paths)
    page.locator("#uploads-note", has_text="2 of 5 read").wait_for()
    assert sent[:2] == ["small.txt", "middle.txt"]
    assert sorted(sent[2:]) == ["b-huge.txt", "c-huge.txt"]
    expect(page.locator("#uploads li").nth(2)).to_contain_text("waiting")
    tern = tmp_path / "tern.txt"
    tern.write_text("A tern dives.")
    dropped(page, tern)
    page.locator("#documents .work", has_text="tern").wait_for()
    page.goto("about:blank")  # what is held would be sent on as its page closes


def test_failures_are_one_line_that_says_what_to_do(page: Any, tmp_path: Path) -> None:
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "none.txt").touch()
    (tmp_path / "wren.txt").write_text("A wren sings.")
    dropped(page, *(tmp_path / name for name in ("torn.pdf", "none.txt", "wren.txt")))
    page.locator("#uploads-note", has_text="1 of 3 read, 2 failed").wait_for()
    line = page.locator("#failed-line")
    expect(line).to_have_text(
        "2 files could not be read: 1 empty (there is nothing to quote); "
        "1 damaged (open the original and save it again)."
    )
    expect(page.locator("#failures")).to_be_hidden()
    assert_accessible(page)
    line.press("Enter")
    assert_accessible(page)
    expect(page.get_by_role("button", name="Dismiss “none.txt”")).to_be_visible()
    page.set_viewport_size(PHONE)
    assert fits(page)


@pytest.fixture(scope="module")
def folder_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that was started with a folder."""
    place = tmp_path_factory.mktemp("served")
    papers = place / "papers"
    papers.mkdir()
    (papers / "herons.txt").write_text("The heron stands in shallow water.")
    (papers / "torn.pdf").write_bytes(b"%PDF-1.7 and no more")
    with serving(place, {}, papers=papers) as started:
        yield started


@pytest.mark.parametrize("size", [PHONE, NARROW, {"width": 1280, "height": 800}])
def test_a_folder_is_shown_with_what_could_not_be_read_and_looked_at_again(
    browser: Any, folder_site: Site, size: dict[str, int]
) -> None:
    assert folder_site.papers is not None
    with visiting(browser, folder_site, viewport=size) as page:
        axe_in(page)
        page.goto("/#library")
        page.locator("#documents .work", has_text="herons").wait_for()
        line = page.locator("#failed-line", has_text="1 file could not be read: damaged")
        line.click()
        expect(page.locator("#failures li")).to_contain_text("papers/torn.pdf")
        name = f"wren {size['width']}"
        (folder_site.papers / f"{name}.txt").write_text(f"The wren of {size['width']} sings.")
        page.get_by_role("button", name="Look at the folder again").click()
        note = page.locator("#folders-note")
        expect(note).to_have_text("papers: 1 document added, 1 file could not be read.")
        page.locator("#documents .work", has_text=name).wait_for()
        assert_accessible(page)
        assert fits(page)
        page.get_by_role("button", name="Dismiss", exact=True).click()
        expect(page.locator("#folders")).to_be_hidden()
