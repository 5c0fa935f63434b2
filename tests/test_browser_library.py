"""The page in a real browser: the library, its passages and its picture."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_site import PHONE, Site, ask, assert_accessible, axe_in, fits, visiting
from made_files import make_pdf, text_page
from playwright.sync_api import expect

DOCUMENTS = {
    "herons.md": "---\nauthor: Ada Lund\n---\n# Herons\n\nAda Lund counted 40 herons in 1871.\n\n"
    "# Reeds\n\nThe reeds were high that year.\n",
    "swans.txt": "The survey counted 12 swans on the island. The boats lay idle.",
    "long.txt": "\n\n".join(
        f"Day {n}. " + "The water rose and fell again. " * 9 for n in range(120)
    ),
}


@pytest.fixture
def page(tab: Any) -> Any:
    tab.goto("/#library")
    tab.locator("#documents li").first.wait_for()
    return tab


def titles(page: Any) -> list[str]:
    found: list[str] = page.locator("#documents > li .work").all_text_contents()
    return found


def test_the_library_is_searched_and_sorted(page: Any) -> None:
    assert titles(page) == ["Herons", "long", "swans"]
    page.locator("#library-sort").select_option("characters")
    assert titles(page)[0] == "long"
    page.locator("#library-search").fill("lund")
    assert titles(page) == ["Herons"]
    expect(page.locator("#library-count")).to_have_text("1 of 3 documents")


def test_the_details_of_a_document_are_edited_and_reset(tab: Any) -> None:
    page = tab
    axe_in(page)
    page.goto("/#library")
    row = page.locator("#documents > li", has_text="swans.txt")
    row.get_by_role("button", name="Edit details").click()
    dialog = page.get_by_role("dialog", name="Edit details")
    expect(dialog.get_by_label("Title")).to_have_value("swans")
    assert_accessible(page)
    dialog.get_by_label("Title").fill("On swans")
    dialog.get_by_label("Author").fill("Bo Lark")
    dialog.get_by_label("Date").fill("2019-02-31")
    dialog.get_by_label("Tags").fill("birds, 1871")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("'2019-02-31' is not a date")
    dialog.get_by_label("Date").fill("2019-02")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(row).to_contain_text("Bo Lark, 2019-02")
    expect(row).to_contain_text("Tags: 1871, birds")
    assert titles(page)[-1] == "On swans"

    row.get_by_role("button", name="Edit details of “On swans”").click()
    expect(dialog).to_contain_text("The document says “swans”.")
    dialog.get_by_role("button", name="Use that").click()
    for again in dialog.get_by_role("button", name="Leave it empty").all():
        again.click()
    dialog.get_by_label("Tags").fill("")
    dialog.get_by_role("button", name="Save").click()
    expect(row).not_to_contain_text("Bo Lark")
    assert titles(page)[-1] == "swans"

    row.get_by_role("button", name="Edit details").click()
    expect(dialog.get_by_label("Language")).to_have_value("en")
    dialog.get_by_label("Language").select_option("German")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    row.get_by_role("button", name="Edit details").click()
    expect(dialog.get_by_label("Language")).to_have_value("de")
    expect(dialog).to_contain_text("It was found to be in English.")
    dialog.get_by_label("Language").select_option("English")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()

    row.get_by_role("button", name="Edit details").click()
    dialog.get_by_label("Title").fill("Something else")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert titles(page)[-1] == "swans"


def test_the_passages_of_a_document_are_listed_and_open_at_their_place(page: Any) -> None:
    long = page.locator("#documents > li", has_text="long.txt")
    long.locator("summary").click()
    rows = long.locator(".passages li")
    long.get_by_role("button", name="Show more").click()
    rows.nth(60).wait_for()
    told = rows.nth(60).inner_text()
    rows.nth(60).locator("a").click()
    page.locator("mark.current").first.wait_for()

    assert " ".join(page.locator("mark.current").first.inner_text().split()).startswith(told[:40])
    page.keyboard.press("Escape")
    assert rows.count() > 60, "the list stays open"


def test_files_of_many_formats_are_uploaded_and_what_cannot_be_read_is_told(
    page: Any, tmp_path: Path
) -> None:
    good, book, bad = tmp_path / "terns.txt", tmp_path / "gulls.pdf", tmp_path / "picture.bin"
    good.write_text("A tern dives for fish.")
    book.write_bytes(make_pdf(text_page("A gull stole the bread."), title="Gulls"))
    bad.write_bytes(bytes(range(256)) * 20)
    page.locator("#pick").set_input_files([good, book, bad])
    failed = page.locator("#failures li")
    page.locator("#failed-line", has_text="of a format that Pincite does not read").click()
    failed.wait_for()
    for title in ("terns", "Gulls"):
        page.locator("#documents .work", has_text=title).wait_for()

    expect(failed).to_contain_text("picture.bin")
    assert len(failed.locator("p").inner_text()) > 20
    expect(page.locator("#uploads-note")).to_have_text("2 of 3 read, 1 failed")
    page.get_by_role("button", name="Clear finished").click()
    expect(page.locator("#uploads li")).to_have_count(0)
    page.get_by_role("button", name="Dismiss “picture.bin”").click()
    expect(failed).to_have_count(0)
    expect(page.locator("#failed")).to_be_hidden()


def test_many_dropped_files_are_read_one_after_the_other(page: Any, site: Site) -> None:
    names = [f"note-{n}.txt" for n in range(12)]
    began = time.monotonic()
    drop(page, {name: f"{name} tells of a wren." for name in names})
    page.locator("#uploads-note", has_text="12 of 12 read").wait_for()
    page.locator("#library-search").fill("note-")
    page.locator("#library-count", has_text="12 of").wait_for()
    asked = [url for url in page.problems.requests if "/jobs/" in url]

    most = 5 * len(names) + 5 * (time.monotonic() - began)
    assert len(asked) < most, "the server is asked now and then"
    for info in page.request.get("/api/v1/documents").json()["documents"]:
        if info["source"] in names:
            page.request.delete(f"/api/v1/documents/{info['id']}")


def drop(page: Any, files: dict[str, str]) -> None:
    """Drop files on the page, as a person would with the pointer."""
    data = page.evaluate_handle(
        """files => {
          const data = new DataTransfer();
          for (const [name, text] of Object.entries(files)) data.items.add(new File([text], name));
          return data;
        }""",
        files,
    )
    for kind in ("dragover", "drop"):
        page.dispatch_event("body", kind, {"dataTransfer": data})


@pytest.mark.parametrize(
    "name",
    ["<img src=x onerror=alert(1)>.txt", '"><svg onload=alert(1)>.txt', "\u202etxt.exe.txt"],
)
def test_a_file_name_is_shown_as_it_is_and_does_nothing(page: Any, name: str) -> None:
    """In the list, in the citation and in what is told of a failure (abuse case 3)."""
    dialogs: list[Any] = []

    def note(dialog: Any) -> None:
        dialogs.append(dialog)
        dialog.dismiss()

    page.on("dialog", note)
    shown = name.replace("\u202e", "")
    drop(page, {name: "A bittern booms in the reeds at night."})
    page.locator("#documents li", has_text=shown).first.wait_for()
    drop(page, {name: "\x00\x01\x02" * 50})
    page.locator("#conflict[open]", has_text=shown).wait_for()
    page.get_by_role("button", name="Replace").click()
    page.locator("#failed-line").click()
    page.locator("#failures li", has_text=shown).wait_for()
    page.get_by_role("link", name="Pincite", exact=True).click()
    turn = ask(page, "What booms in the reeds at night?")
    expect(turn).to_contain_text("A bittern booms")
    turn.locator(".pin").first.click()
    page.locator("mark.current").first.wait_for()

    expect(page.locator("img[src=x], svg[onload]")).to_have_count(0)
    assert not dialogs
    assert not [url for url in page.problems.requests if url.endswith("/x")]
    for info in page.request.get("/api/v1/documents").json()["documents"]:
        if info["source"] == shown:
            page.request.delete(f"/api/v1/documents/{info['id']}")


def sources(page: Any) -> dict[str, str]:
    """Return the documents of the site by source, with their ids."""
    documents = page.request.get("/api/v1/documents").json()["documents"]
    return {info["source"]: info["id"] for info in documents}


def read(page: Any, source: str) -> str:
    text: str = page.request.get(f"/api/v1/documents/{sources(page)[source]}/text").text()
    return text


@pytest.fixture
def robins(page: Any) -> Iterator[None]:
    """Documents of names that are uploaded again."""
    drop(page, {"robin.txt": "A robin sang at dawn.", "wren.txt": "A wren sang at dawn."})
    page.locator("#uploads-note", has_text="2 of 2 read").wait_for()
    page.get_by_role("button", name="Clear finished").click()
    yield
    for source, document in sources(page).items():
        if source.startswith(("robin", "wren", "new")):
            page.request.delete(f"/api/v1/documents/{document}")


@pytest.mark.usefixtures("robins")
def test_a_name_that_exists_is_asked_about_and_replaced(page: Any) -> None:
    drop(page, {"robin.txt": "A robin sang at noon."})
    dialog = page.get_by_role("dialog", name="This name is already taken")
    expect(dialog).to_contain_text("A document called robin.txt is in the library already.")
    expect(page.locator("#conflict-many")).to_be_hidden()
    assert read(page, "robin.txt") == "A robin sang at dawn."
    dialog.get_by_role("button", name="Replace").click()
    page.locator("#uploads li", has_text="added as a new version").wait_for()

    assert read(page, "robin.txt") == "A robin sang at noon."


@pytest.mark.usefixtures("robins")
def test_both_can_be_kept_by_keyboard(page: Any) -> None:
    drop(page, {"robin.txt": "A robin sang at noon."})
    page.locator("#conflict[open]").wait_for()
    expect(page.get_by_role("button", name="Keep both")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#uploads li", has_text="robin (2).txt").filter(has_text="added").wait_for()

    assert read(page, "robin.txt") == "A robin sang at dawn."
    assert read(page, "robin (2).txt") == "A robin sang at noon."


@pytest.mark.usefixtures("robins")
def test_escape_leaves_everything_as_it_was(page: Any) -> None:
    before = sources(page)
    drop(page, {"robin.txt": "A robin sang at noon."})
    page.locator("#conflict[open]").wait_for()
    page.keyboard.press("Escape")
    page.locator("#live", has_text="robin.txt was not uploaded").wait_for(state="attached")

    expect(page.locator("#uploads li")).to_have_count(0)
    assert sources(page) == before
    assert read(page, "robin.txt") == "A robin sang at dawn."


@pytest.mark.usefixtures("robins")
@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("Replace", {"robin.txt": "noon", "wren.txt": "noon"}),
        ("Keep both", {"robin.txt": "dawn", "robin (2).txt": "noon", "wren (2).txt": "noon"}),
        ("Cancel", {"robin.txt": "dawn", "wren.txt": "dawn"}),
    ],
)
def test_of_many_files_one_answer_may_hold_for_all(
    page: Any, answer: str, kept: dict[str, str]
) -> None:
    """One that is new is read meanwhile."""
    noon = {f"{bird}.txt": f"A {bird} sang at noon." for bird in ("robin", "wren", "new")}
    drop(page, noon)
    page.locator("#documents .work", has_text="new").wait_for()
    page.get_by_label("Do the same for other files").check()
    page.get_by_role("dialog").get_by_role("button", name=answer).click()
    left = 1 if answer == "Cancel" else 3
    page.locator("#uploads-note", has_text=f"{left} of {left} read").wait_for()

    expect(page.locator("#conflict")).to_be_hidden()
    assert {source: when for source, when in kept.items() if when in read(page, source)} == kept
    assert len([name for name in sources(page) if name.startswith(("robin", "wren"))]) == (
        4 if answer == "Keep both" else 2
    )


@pytest.mark.usefixtures("robins")
def test_each_of_many_files_is_asked_about_where_no_answer_holds_for_all(page: Any) -> None:
    drop(page, {f"{bird}.txt": f"A {bird} sang at noon." for bird in ("robin", "wren")})
    answers = {"robin.txt": "Replace", "wren.txt": "Cancel"}
    for _ in range(2):
        page.locator("#conflict[open]").wait_for()
        name = page.locator("#conflict-text bdi").inner_text()
        page.get_by_role("dialog").get_by_role("button", name=answers.pop(name)).click()
    page.locator("#uploads-note", has_text="1 of 1 read").wait_for()

    assert not answers
    assert read(page, "robin.txt") == "A robin sang at noon."
    assert read(page, "wren.txt") == "A wren sang at dawn."


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_question_about_a_name_is_accessible_and_fits(
    browser: Any, site: Site, size: str
) -> None:
    options = {"viewport": PHONE} if size == "phone" else {}
    with visiting(browser, site, **options) as page:
        axe_in(page)
        page.goto("/#library")
        page.locator("#documents li").first.wait_for()
        drop(page, {"new-1.txt": "A robin sang.", "new-2.txt": "A wren sang."})
        page.locator("#uploads-note", has_text="2 of 2 read").wait_for()
        drop(page, {"new-1.txt": "A robin sang twice.", "new-2.txt": "A wren sang twice."})
        page.locator("#conflict[open]").wait_for()
        assert_accessible(page)
        assert fits(page)
        page.get_by_label("Do the same for other files").check()
        page.keyboard.press("Escape")
        expect(page.locator("#uploads li")).to_have_count(2)
        for name in ("new-1.txt", "new-2.txt"):
            page.request.delete(f"/api/v1/documents/{sources(page)[name]}")


def test_what_failed_is_there_after_a_reload_and_can_be_tried_again(page: Any) -> None:
    drop(page, {"broken.pdf": "%PDF-1.7 and no more"})
    failed = page.locator("#failures li", has_text="broken.pdf")
    page.locator("#failed-line", has_text="1 file could not be read: damaged").wait_for()
    page.reload()
    page.locator("#failed-line", has_text="1 file could not be read: damaged").click()
    failed.wait_for()
    reason = failed.locator("p").inner_text()
    page.get_by_role("button", name="Try again: “broken.pdf”").click()
    page.locator("#live", has_text="broken.pdf: failed").wait_for(state="attached")
    expect(failed.locator("p")).to_have_text(reason)
    page.get_by_role("button", name="Dismiss “broken.pdf”").click()
    expect(failed).to_have_count(0)
    page.reload()
    page.locator("#documents li").first.wait_for()

    expect(page.locator("#uploads li, #failures li")).to_have_count(0)


def test_a_server_whose_queue_is_full_gets_the_files_as_it_has_room(page: Any) -> None:
    full = {"error": {"code": "queue_full", "message": "Too many wait."}}
    refused: list[Any] = []

    def refuse_twice(route: Any) -> None:
        if route.request.method == "POST" and len(refused) < 2:
            refused.append(route)
            route.fulfill(status=429, json=full)
        else:
            route.continue_()

    page.route("**/api/v1/documents", refuse_twice)
    drop(page, {"robin.txt": "A robin sang at dawn."})

    page.locator("#documents .work", has_text="robin").wait_for()
    assert len(refused) == 2
    expect(page.locator("#failures li")).to_have_count(0)


def test_a_removal_can_be_undone(page: Any) -> None:
    page.get_by_role("button", name="Remove “swans”").click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()

    assert "swans" in titles(page)


def test_the_picture_lights_what_was_quoted_and_a_dot_opens_it(page: Any) -> None:
    page.get_by_role("link", name="Pincite", exact=True).click()
    ask(page, "How many herons did Ada Lund count?")
    page.get_by_role("link", name="Library").click()
    page.locator("#picture summary").click()
    page.locator("#lit a").first.wait_for()
    note = page.locator("#picture-note").inner_text()
    assert "passages. Near dots mean much the same" in note
    expect(page.locator("#lit a").first).to_have_text("[1] Herons")
    x, y, r = page.locator("#dots").evaluate(LIT_SPOT)
    assert r > 0, "the quoted passage stands out"
    page.locator("#dots").hover(position={"x": x, "y": y})
    expect(page.locator("#dot-label")).to_contain_text("Herons")
    expect(page.locator("#dot-label")).to_contain_text("quoted as [1]")
    page.locator("#dots").click(position={"x": x, "y": y})
    page.locator("mark.current").first.wait_for()

    assert "40 herons" in "".join(page.locator("mark.current").all_inner_texts())


LIT_SPOT = """canvas => {
  // A lit dot is the one ringed in ink: look for the middle of what is painted in that colour.
  const ink = getComputedStyle(canvas).color.match(/\\d+/g).map(Number);
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let [n, x, y] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const other = ink.some((value, part) => Math.abs(data[at + part] - value) > 4);
    if (data[at + 3] < 250 || other) continue;
    n += 1;
    x += (at / 4) % width;
    y += Math.floor(at / 4 / width);
  }
  return [x / n * canvas.clientWidth / width, y / n * canvas.clientHeight / height, n];
}"""


def test_the_picture_is_read_by_keyboard(page: Any) -> None:
    page.locator("#picture summary").press("Enter")
    page.locator("#legend li").first.wait_for()
    dots = page.locator("#dots")
    dots.focus()
    dots.press("ArrowRight")
    label = page.locator("#dot-label")
    label.wait_for()
    page.locator("#live", has_text=label.locator("strong").inner_text()).wait_for(state="attached")
    first = label.inner_text()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowDown"):
        dots.press(key)
    assert label.inner_text() != first
    dots.press("Escape")
    expect(label).to_be_hidden()
    dots.press("ArrowLeft")
    dots.press("Enter")

    page.locator("mark.current").first.wait_for()
    assert "/read/" in page.url


def test_the_picture_is_drawn_in_the_colours_of_the_theme(page: Any) -> None:
    page.goto("/#picture")
    page.locator("#legend li").first.wait_for()
    painted = "c => c.toDataURL()"
    light = page.locator("#dots").evaluate(painted)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "light => document.getElementById('dots').toDataURL() !== light", arg=light
    )


def test_removing_a_document_takes_its_dots_away(page: Any, site: Site) -> None:
    gone = site.add("gone.txt", "A heron that leaves no trace.")
    page.goto("/#picture")
    page.reload()
    page.locator("#legend li", has_text="gone").wait_for()
    page.request.delete(f"/api/v1/documents/{gone}")
    page.reload()
    page.locator("#legend li").first.wait_for()

    expect(page.locator("#legend li", has_text="gone")).to_have_count(0)
