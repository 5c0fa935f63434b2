"""What somebody corrected of a document is listed and cited from then on, whatever comes."""

from dataclasses import replace
from pathlib import Path

import pytest
from toys import WordEmbedder, open_toy_index, reading

from corpus import Document
from index import Correction, CorrectionRejected, Filter, LocalIndex, NewDocument, back_up, restore
from qa.answering.question import Request
from qa.answering.verification import verify
from qa.config import Config
from qa.wiring import make_answerer

OWLS = Document(
    "owls", "10811.exe", "owls.pdf", "Owls hunt at night. They were counted in 1871.", author="root"
)
RIGHT = Correction("On owls", "Ann Reed", "2020-03", add_tags=("birds", "Night"))


def add(index: LocalIndex, document: Document = OWLS) -> None:
    list(index.add([NewDocument(document, "file:/srv/owls.pdf")]))


@pytest.fixture
def corrected(index: LocalIndex) -> LocalIndex:
    add(index)
    index.correct("owls", RIGHT)
    return index


def listed(index: LocalIndex) -> tuple[str, str, str, tuple[str, ...]]:
    info = reading(index).info("owls")
    assert list(index.findings()) == []
    return info.title, info.author, info.published, info.tags


AS_CORRECTED = ("On owls", "Ann Reed", "2020-03", ("Night", "birds"))


def test_a_correction_is_listed_with_what_the_document_says(corrected: LocalIndex) -> None:
    info = reading(corrected).info("owls")

    assert listed(corrected) == AS_CORRECTED
    assert info.corrected == ("title", "author", "published")
    assert (info.own("title"), info.own("author"), info.own("published")) == (
        "10811.exe",
        "root",
        "",
    )
    assert reading(corrected).documents()[0] == info
    assert reading(corrected).document("owls").title == "On owls"


def test_it_is_cited_at_once_and_older_records_stay_verbatim_with_a_note(index: LocalIndex) -> None:
    add(index)
    answerer = make_answerer(Config(confidence=0.0), index)
    request = Request("When do owls hunt?")
    before = answerer.answer(request).record()
    index.correct("owls", RIGHT)
    after = answerer.answer(request).record()

    assert [c["title"] for c in after["citations"]] == ["On owls"] * len(after["citations"])
    assert {check.verdict for check in verify(after, index)} == {"verbatim"}
    checks = verify(before, index)
    assert checks
    for check in checks:
        assert (check.verdict, check.differing) == ("verbatim", ("title", "author", "published"))
        assert "title, author and date corrected since" in check.note


def test_it_outlives_a_new_version_and_a_rebuild_and_a_backup(
    corrected: LocalIndex, tmp_path: Path
) -> None:
    add(corrected, replace(OWLS, text="Owls hunt by day."))
    assert listed(corrected) == AS_CORRECTED
    list(corrected.rebuild())
    assert listed(corrected) == AS_CORRECTED
    back_up(corrected.directory, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "other", with_removed=False)
    assert listed(open_toy_index(tmp_path / "other")) == AS_CORRECTED


def test_a_file_that_has_not_changed_is_still_known(corrected: LocalIndex) -> None:
    (result,) = corrected.add([OWLS])

    assert (result.status, result.document.title) == ("unchanged", "On owls")


def test_search_goes_by_the_title_of_the_document_itself(index: LocalIndex) -> None:
    """So that a correction is done at once, and a rebuild changes nothing of it."""
    embedder = WordEmbedder()
    index = LocalIndex(index.directory, lambda: embedder)
    add(index)
    index.correct("owls", RIGHT)
    before = embedder.embedded
    list(index.rebuild())

    assert embedder.embedded == before
    assert reading(index).frequencies(["root", "10811", "on"]) == {"10811": 1}


def test_what_is_reset_says_again_what_the_document_says(corrected: LocalIndex) -> None:
    add(corrected, replace(OWLS, author="Bo Lark"))
    corrected.correct("owls", Correction(reset=("author", "tags"), title="10811.exe"))

    assert listed(corrected) == ("10811.exe", "Bo Lark", "2020-03", ())
    assert reading(corrected).info("owls").corrected == ("published",)


def test_an_author_can_be_corrected_to_none(corrected: LocalIndex) -> None:
    corrected.correct("owls", Correction(author=""))
    add(corrected, replace(OWLS, text="Owls hunt by day."))

    assert listed(corrected)[1] == ""


def test_a_tag_is_one_whatever_its_capitals(corrected: LocalIndex) -> None:
    corrected.correct("owls", Correction(add_tags=("BIRDS", "new"), remove_tags=("night",)))

    assert listed(corrected)[3] == ("birds", "new")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(authors=("reed",)), 1),
        (Filter(authors=("root",)), 0),
        (Filter(since="2020", until="2020"), 1),
        (Filter(tags=("night", "day")), 1),
        (Filter(tags=("nigh",)), 0),
    ],
)
def test_filters_go_by_what_is_corrected(corrected: LocalIndex, wanted: Filter, found: int) -> None:
    assert len(reading(corrected).documents(wanted=wanted)) == found


def test_the_list_goes_by_the_corrected_title(corrected: LocalIndex) -> None:
    list(
        corrected.add([Document("b", "Mice", "b", "Mice."), Document("c", "Quail", "c", "Quail.")])
    )
    with corrected.reader() as reader:
        (first,) = reader.documents(limit=1)
        titles = [first.title, *(info.title for info in reader.documents(first))]

    assert titles == ["Mice", "On owls", "Quail"]


def test_a_correction_goes_with_its_document(corrected: LocalIndex) -> None:
    corrected.delete("owls")
    assert b"Ann Reed" not in b"".join(p.read_bytes() for p in corrected.directory.rglob("*.db"))
    add(corrected)

    assert listed(corrected) == ("10811.exe", "root", "", ())


def test_an_unknown_document_is_none(index: LocalIndex) -> None:
    assert index.correct("owls", RIGHT) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " \u200b "},
        {"title": "?!"},
        {"title": "x" * 501},
        {"published": "May 2019"},
        {"published": "2019-02-30"},
        {"published": "2019-5"},
        {"published": "0000"},
        {"add_tags": ("",)},
        {"tags": ("x" * 61,)},
        {"reset": ("version",)},
    ],
)
def test_what_is_no_correction_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(CorrectionRejected):
        Correction(**wrong)  # type: ignore[arg-type]


def test_a_document_has_only_so_many_tags(corrected: LocalIndex) -> None:
    with pytest.raises(CorrectionRejected, match="at most 50 tags"):
        corrected.correct("owls", Correction(add_tags=tuple(map(str, range(49)))))
    assert listed(corrected) == AS_CORRECTED


def test_words_are_written_on_one_line_without_what_nobody_sees() -> None:
    assert Correction(title=" On\n owls\u202e ").title == "On owls"
