"""The question sets: what they say of their documents is true, and files of one's own."""

import csv
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus import bundled, read_file
from qa.answering.query_rewriting import Turn
from qa.evaluation.cases import Case, EvalSet
from qa.evaluation.public import ARTICLE_QUESTIONS, BUNDLED_SETS, SETS
from qa.evaluation.sets import SetUnknown, load

MakeFile = Any


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder with the data of the sets, which do not come with Pincite."""
    if "PINCITE_EVAL_DATA" not in os.environ:
        pytest.skip("the evaluation sets are not here: set PINCITE_EVAL_DATA to their folder")
    return Path(os.environ["PINCITE_EVAL_DATA"])


@cache
def loaded(name: str, folder: Path, quick: bool = False) -> EvalSet:
    return load(name, folder, quick=quick)


def texts(cases: EvalSet) -> dict[str, str]:
    return {document.id: document.text for document in cases.documents or ()}


def rows(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


# The sets ---------------------------------------------------------------------------


@pytest.mark.parametrize("quick", [False, True], ids=["all", "quick"])
@pytest.mark.parametrize("name", SETS)
def test_every_case_is_a_question_of_its_own_on_documents_that_are_there(
    folder: Path, name: str, quick: bool
) -> None:
    found = loaded(name, folder, quick)
    ids = [document.id for document in found.documents or ()]

    assert found.cases
    assert len(set(ids)) == len(ids)
    assert len({case.id for case in found.cases}) == len(found.cases)
    for case in found.cases:
        assert case.question.strip()
        assert case.relevant | (case.within or set()) <= set(ids)
        assert {key for key, _, _ in case.spans} <= case.relevant


@pytest.mark.parametrize("name", SETS)
def test_answers_and_spans_lie_in_the_documents_that_are_relevant(folder: Path, name: str) -> None:
    found = loaded(name, folder)
    text = texts(found)
    answered = [case for case in found.cases if case.answers and case.regime == "answerable"]

    assert bool(answered) == (name in ("article", "squad2"))
    for case in answered:
        assert all(any(a in text[key] for key in case.relevant) for a in case.answers)
    for case in found.cases:
        assert all(0 <= start < end <= len(text[key]) for key, start, end in case.spans)


@pytest.mark.parametrize("name", SETS)
def test_only_answerable_questions_have_relevant_documents(folder: Path, name: str) -> None:
    """Adversarial ones have the document that they were written to fit."""
    for case in loaded(name, folder).cases:
        assert case.regime in ("answerable", "adversarial") or not case.relevant


@pytest.mark.parametrize("name", SETS)
def test_the_quick_part_is_a_part_and_the_same_each_time(folder: Path, name: str) -> None:
    whole, part = loaded(name, folder), loaded(name, folder, quick=True)
    again = load(name, folder, quick=True)

    assert (part.cases, part.documents, part.digest) == (again.cases, again.documents, again.digest)
    assert {case.id for case in part.cases} <= {case.id for case in whole.cases}
    assert texts(part).items() <= texts(whole).items()
    assert {case.regime for case in part.cases} == {case.regime for case in whole.cases}


@pytest.mark.parametrize("name", SETS)
def test_the_whole_set_and_its_quick_part_have_other_digests(folder: Path, name: str) -> None:
    whole, part = loaded(name, folder), loaded(name, folder, quick=True)

    assert (whole.digest == part.digest) == (whole.cases == part.cases)


def test_the_gold_of_the_article_lies_in_the_bundled_article() -> None:
    text = read_file(bundled()[0]).text
    gold = [
        answer for row in rows(ARTICLE_QUESTIONS) for answer in row["gold"] if row["answerable"]
    ]

    assert len(gold) >= 30
    for answer in gold:
        assert text[answer["start"] :].startswith(answer["text"])


def test_questions_on_an_article_taken_out_are_not_asked_of_that_article(folder: Path) -> None:
    found = loaded("squad2", folder)
    of = {case.id: case for case in found.cases}
    removed = [case for case in found.cases if case.regime == "removed"]

    assert removed
    for case in removed:
        asked = of[case.id.removesuffix("-removed")]
        assert asked.question == case.question
        assert case.within is not None
        assert not asked.relevant & case.within


def test_candidates_are_the_exact_sentences_of_selqa(folder: Path) -> None:
    found = loaded("selqa", folder)
    text = texts(found)
    source = json.loads((folder / "selqa" / "selqa-ass-dev.json").read_text("utf-8"))
    assert 0 < len(found.cases) < len(source), "the half that the reader was trained on is left out"
    for case in found.cases:
        row = source[int(case.id)]
        (key,) = case.relevant
        assert case.question == row["question"]
        assert [text[key][start:end] for start, end in case.candidates] == row["candidates"]
        assert [text[key][start:end] for _, start, end in case.spans] == [
            row["candidates"][number] for number in row["answers"]
        ]


def test_references_are_the_exact_words_of_the_chunking_study(folder: Path) -> None:
    found = loaded("chunking", folder)
    text = texts(found)
    with (folder / "chunking" / "questions.csv").open(newline="", encoding="utf-8") as file:
        for case, row in zip(found.cases, csv.DictReader(file), strict=True):
            wanted = [reference["content"] for reference in json.loads(row["references"])]
            assert [text[key][start:end] for key, start, end in case.spans] == wanted


def test_every_turn_of_a_conversation_comes_after_those_before_it(folder: Path) -> None:
    of = {case.id: case for case in loaded("cast2019", folder).cases}

    for key, case in of.items():
        topic, number = key.split("_")
        earlier = [of[f"{topic}_{turn}"].question for turn in range(1, int(number))]
        assert [turn.question for turn in case.history] == earlier
        assert case.rewrite


# What is missing --------------------------------------------------------------------


def test_an_unknown_set_is_told_with_those_there_are() -> None:
    with pytest.raises(SetUnknown, match=r"sqaud: neither a set .*squad2, selqa.* nor a file"):
        load("sqaud", None)


def test_data_that_were_never_pointed_to_are_told_with_the_setting() -> None:
    with pytest.raises(SetUnknown, match="data of squad2 are missing: set PINCITE_EVAL_DATA"):
        load("squad2", None)


@pytest.mark.parametrize("name", sorted(SETS.keys() - BUNDLED_SETS))
def test_data_that_are_not_in_the_folder_are_told_with_the_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(SetUnknown, match=rf"{tmp_path}/.* is missing: is PINCITE_EVAL_DATA right"):
        load(name, tmp_path)


# One's own questions ----------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> MakeFile:
    """Write lines to a file of questions; what is no text becomes JSON."""

    def write(*lines: Any) -> Path:
        path = tmp_path / "my.jsonl"
        told = [
            line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
            for line in lines
        ]
        path.write_text("\n".join(told) + "\n", "utf-8")
        return path

    return write


def load_own(path: Path) -> EvalSet:
    return load(str(path), None)


def test_a_line_may_tell_all_that_is_known_of_a_question(own: MakeFile) -> None:
    gold = [{"text": "Ada Lund", "document_id": "d1"}, {"text": "A. Lund"}]
    found = load_own(
        own(
            {"id": "q1", "question": " Who? ", "answerable": True, "gold": gold},
            {"question": "And where?", "answerable": False, "history": ["Who?", "When?"]},
        )
    )

    assert (found.name, found.documents) == ("my", None)
    assert found.cases == (
        Case("q1", "Who?", "answerable", frozenset({"d1"}), ("Ada Lund", "A. Lund")),
        Case("line 2", "And where?", "near-miss", history=(Turn("Who?"), Turn("When?"))),
    )


def test_a_question_alone_counts_as_answerable(own: MakeFile) -> None:
    (case,) = load_own(own({"question": "Who counted the herons?"})).cases

    assert (case.regime, case.answers, case.relevant) == ("answerable", (), frozenset())


def test_empty_lines_are_passed_over_and_lines_end_only_where_jsonl_says(own: MakeFile) -> None:
    found = load_own(own("", {"question": "Who\u2028counted\u0085them?"}, "  ", {"question": "B"}))

    assert [case.id for case in found.cases] == ["line 2", "line 4"]
    assert found.cases[0].question == "Who\u2028counted\u0085them?"


def test_a_byte_order_mark_does_not_matter(own: MakeFile) -> None:
    assert load_own(own('\ufeff{"question": "Who?"}')).cases[0].question == "Who?"


@pytest.mark.parametrize(
    "line",
    [
        "Who counted the herons?",
        '{"question": ',
        '["question"]',
        '"question"',
        "1",
        {"answerable": True},
        {"question": None},
        {"question": ["Who?"]},
        {"question": " \t"},
        {"question": "Who?", "answerable": "no"},
        {"question": "Who?", "gold": None},
        {"question": "Who?", "gold": "Ada Lund"},
        {"question": "Who?", "gold": ["Ada Lund"]},
        {"question": "Who?", "gold": [{"start": 4}]},
        {"question": "Who?", "history": "Where?"},
        {"question": "Who?", "history": [{"question": "Where?"}]},
    ],
    ids=str,
)
def test_a_line_that_is_no_question_is_told_with_file_and_line(own: MakeFile, line: Any) -> None:
    path = own({"question": "Who?"}, "", line)

    with pytest.raises(SetUnknown, match=r"my\.jsonl, line 3: not a question in JSON, as \{"):
        load_own(path)


def test_a_wrong_name_is_refused_because_nothing_would_be_measured(own: MakeFile) -> None:
    path = own({"question": "Who?", "answers": ["Ada Lund"]})

    with pytest.raises(SetUnknown, match="'answers' is not known: right words stand in \"gold\""):
        load_own(path)


def test_an_id_that_stands_twice_is_told(own: MakeFile) -> None:
    """Figures are kept by id, so that one of the two would be lost without a word."""
    path = own({"id": 7, "question": "Who?"}, {"id": "7", "question": "Where?"})

    with pytest.raises(
        SetUnknown, match=r"my\.jsonl, line 2: the id 7 is already on an earlier line"
    ):
        load_own(path)


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_a_file_without_a_question_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "my.jsonl"
    path.write_bytes(content)

    with pytest.raises(SetUnknown, match=r"my\.jsonl: there are no questions in it"):
        load_own(path)


def test_a_file_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "my.jsonl"
    path.write_bytes('{"question": "Où?"}'.encode("latin-1"))

    with pytest.raises(SetUnknown, match=r"my\.jsonl cannot be read as UTF-8"):
        load_own(path)


@pytest.mark.parametrize(
    "other",
    [
        {"id": "b", "question": "Who?"},
        {"id": "a", "question": "Whom?"},
        {"id": "a", "question": "Who?", "gold": [{"text": "Ada"}]},
        {"id": "a", "question": "Who?", "answerable": False},
        {"id": "a", "question": "Who?", "history": ["Where?"]},
    ],
    ids=str,
)
def test_the_digest_tells_one_set_from_any_other(own: MakeFile, other: Any) -> None:
    """Floors are kept with it: those reached with other gold answers mean nothing."""
    first = load_own(own({"id": "a", "question": "Who?"}))

    assert first.digest == load_own(own({"id": "a", "question": "Who?"})).digest
    assert first.digest != load_own(own(other)).digest
