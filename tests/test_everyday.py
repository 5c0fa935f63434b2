"""Everyday sets: what they say of their files is true, and what is left out where."""

import json
import os
import re
import tomllib
from collections import Counter
from fnmatch import fnmatch
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from corpus.document import file_key
from qa.evaluation.cases import EvalSet
from qa.evaluation.everyday import FILE_SETS, LANGUAGE_SETS, TALK_SETS, everyday_folder, load_files
from qa.evaluation.gold import folded, is_file
from qa.evaluation.sets import SetUnknown, load

ROOT = Path(__file__).parent.parent


@cache
def loaded(name: str) -> EvalSet:
    """A set with its files read, which takes seconds."""
    data = os.environ.get("PINCITE_EVAL_DATA")
    if name == "real" and data is None:
        pytest.skip("the evaluation sets are not here: set PINCITE_EVAL_DATA to their folder")
    return load(name, None if data is None else Path(data))


def texts(cases: EvalSet, file: str) -> list[str]:
    """Return what was read of a file, and of the files in it."""
    return [
        folded(document.text)
        for document in cases.documents or ()
        if is_file(file, file_key(cases.keys[document.id]))
    ]


# What the sets hold -----------------------------------------------------------------


@pytest.mark.parametrize("name", FILE_SETS)
def test_each_gold_text_stands_in_its_file_as_read(name: str) -> None:
    cases = loaded(name)
    missing = [
        (case.id, gold.text)
        for case in cases.cases
        for gold in case.gold
        if not any(
            all(folded(words) in text for words in (gold.text, *gold.beside))
            for text in texts(cases, gold.file)
        )
    ]

    assert cases.cases
    assert missing == []


@pytest.mark.parametrize("name", FILE_SETS)
def test_questions_have_an_id_and_a_kind_and_traps_if_nothing_answers(name: str) -> None:
    cases = loaded(name).cases

    assert len({case.id for case in cases}) == len(cases)
    for case in cases:
        assert case.question.strip()
        assert case.kind
        assert (case.regime == "answerable") == bool(case.gold) == (not case.trap)


def test_no_question_stands_twice_in_the_set_that_comes_with_pincite() -> None:
    asked = [(case.question, case.history) for case in loaded("everyday").cases]

    assert [question for question, times in Counter(asked).items() if times > 1] == []


def test_the_readme_counts_what_there_is() -> None:
    readme = (everyday_folder() / "README.md").read_text("utf-8")
    numbers = [int(number) for number in re.findall(r"\b\d{2,}\b", readme.split("All\nwas")[0])]
    cases = loaded("everyday").cases
    answerable = sum(bool(case.gold) for case in cases)
    files = list((everyday_folder() / "documents").iterdir())

    assert numbers[:4] == [len(cases), len(files), answerable, len(cases) - answerable]


def test_mails_of_a_mailbox_are_documents_of_their_own() -> None:
    assert len(texts(loaded("everyday"), "documents/office-mail.mbox")) == 3


def test_ids_and_labels_do_not_tell_where_the_files_lie() -> None:
    for document in loaded("everyday").documents or ():
        assert str(ROOT) not in loaded("everyday").keys[document.id] + document.source


@pytest.mark.parametrize(("folder", "fewest"), [("everyday", 61), ("languages", 25)])
def test_all_files_of_the_sets_are_packed_with_pincite(folder: str, fewest: int) -> None:
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packed = patterns["tool"]["setuptools"]["package-data"]["qa"]
    files = [path for path in (everyday_folder().parent / folder).rglob("*") if path.is_file()]

    assert len(files) >= fewest
    for path in files:
        relative = path.relative_to(ROOT / "qa").as_posix()
        # a star of setuptools stays within a folder
        assert any(
            fnmatch(relative, pattern) and relative.count("/") == pattern.count("/")
            for pattern in packed
        ), relative


def test_the_quick_part_asks_every_third_question_of_all_documents() -> None:
    whole, part = loaded("everyday"), load_files("everyday", None, quick=True)

    assert part.cases == whole.cases[::3]
    assert part.documents == whole.documents
    assert part.digest != whole.digest


@pytest.mark.parametrize("name", LANGUAGE_SETS)
def test_a_language_has_twenty_questions_also_when_quick(name: str) -> None:
    cases = load_files(name, None, quick=True).cases

    assert (len(cases), sum(bool(case.gold) for case in cases)) == (20, 16)


@pytest.mark.parametrize("name", TALK_SETS)
def test_a_talk_has_ten_questions_whose_answers_stand_in_its_documents(name: str) -> None:
    loaded_set = load_files(name, None)
    texts = {one.source: one.text for one in loaded_set.documents or ()}

    assert len(loaded_set.cases) == 10
    for case in loaded_set.cases:
        assert case.gold
        assert all(gold.text in texts[gold.file] for gold in case.gold)


def test_real_needs_its_data() -> None:
    with pytest.raises(SetUnknown, match="the data of real are missing: set PINCITE_EVAL_DATA"):
        load("real", None)


def test_a_folder_without_the_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetUnknown, match="is PINCITE_EVAL_DATA right"):
        load("real", tmp_path)


# A set of files made here -----------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Evaluation data with one text and one picture, and questions on both."""
    (tmp_path / "real" / "documents").mkdir(parents=True)
    (tmp_path / "files" / "expected_outputs").mkdir(parents=True)
    (tmp_path / "real" / "documents" / "wrens.txt").write_text("The wren weighs nine grams.")
    (tmp_path / "files" / "scan.pdf").write_bytes(picture_pdf())
    (tmp_path / "files" / "LICENSE").write_text("Take it.")
    (tmp_path / "files" / "expected_outputs" / "scan.txt").write_text("Herons.")
    rows = [
        row("r1", [{"file": "real/documents/wrens.txt", "text": "nine grams"}]),
        row("r2", [{"file": "files/scan.pdf", "text": "Herons"}]),
        row("r3", [{"file": "files/scan.pdf", "text": "Herons"}, wren()]),
        {**row("r4", [{"file": "files/scan.pdf", "text": "Herons"}, wren()]), "all": True},
        row("r5", []),
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "real" / "questions.jsonl").write_text(lines)
    return tmp_path


def wren() -> dict[str, object]:
    return {"file": "real/documents/wrens.txt", "text": "wren"}


def row(key: str, gold: list[dict[str, object]]) -> dict[str, object]:
    answerable = bool(gold)
    return {
        "id": key,
        "question": f"{key}?",
        "kind": "number",
        "answerable": answerable,
        "gold": gold,
        "history": [],
    }


def picture_pdf() -> bytes:
    """Return a PDF with a page that is a picture."""
    page = BytesIO()
    Image.new("RGB", (200, 200), "white").save(page, "PDF")
    return page.getvalue()


def test_questions_on_a_scan_are_left_out_without_tesseract_and_that_is_said(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    cases = load("real", data)

    assert [case.id for case in cases.cases] == ["r1", "r3", "r5"]
    assert cases.notes == (
        "2 questions left out, because the answers are in scans and tesseract is not installed: "
        "r2, r4",
    )


def test_what_lies_beside_the_documents_is_not_read(data: Path) -> None:
    assert [document.source for document in load("real", data).documents or ()] == [
        "real/documents/wrens.txt"
    ]


def test_a_file_that_cannot_be_read_is_named_with_its_questions(data: Path) -> None:
    (data / "files" / "scan.pdf").write_bytes(b"%PDF-1.4 and no more")
    cases = load("real", data)

    assert len(cases.cases) == 5
    assert cases.notes[0].startswith("r2, r4 cannot be answered: files/scan.pdf was not read: ")


def test_a_better_reader_leaves_the_digest_and_other_bytes_change_it(data: Path) -> None:
    before = load("real", data)
    assert load("real", data).digest == before.digest
    (data / "real" / "documents" / "wrens.txt").write_text("The wren weighs nine grams .")

    assert load("real", data).digest != before.digest


def test_a_question_that_contradicts_its_gold_is_refused(data: Path) -> None:
    line = json.dumps({**row("r9", [wren()]), "answerable": False})
    (data / "real" / "questions.jsonl").write_text(line)

    with pytest.raises(SetUnknown, match="the data of real are malformed: r9: answerable"):
        load("real", data)
