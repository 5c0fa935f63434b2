"""What people marked as questions: one case for each, by a rule that fits in a sentence."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from toys import reading

from corpus import Document
from index import LocalIndex, Mark
from index.types import Verdict
from qa.evaluation.cases import Case
from qa.evaluation.marks import Marked, NoMarks, marked
from qa.evaluation.measures import holds_answer
from qa.evaluation.sets import load

TEXT = "1. Owls hunt at night. They were counted in 1871. Nobody counts them in winter."
OWLS = Document("owls", "On owls", "owls.txt", TEXT)
WRENS = Document("wrens", "On wrens", "wrens.txt", "Wrens were counted in 1902, twice.")


@pytest.fixture
def birds(index: LocalIndex) -> LocalIndex:
    list(index.add([OWLS, WRENS]))
    return index


def mark(
    index: LocalIndex,
    words: str,
    verdict: Verdict,
    question: str = "When were they counted?",
    searched: str = "",
) -> None:
    document = next(found for found in (OWLS, WRENS) if words in found.text)
    start = document.text.index(words)
    place = (document.id, document.version, start, start + len(words))
    assert index.mark(Mark(question, searched or question, *place, 0.7, verdict))


def read(index: LocalIndex) -> Marked:
    with index.reader() as reader:
        return marked(reader)


def cases(index: LocalIndex) -> tuple[Case, ...]:
    return read(index).cases().cases


def test_words_that_answer_are_the_gold_of_the_question_as_it_was_searched(
    birds: LocalIndex,
) -> None:
    mark(birds, "They were counted in 1871.", "answers", "And the owls?", "When, owls?")
    (case,) = cases(birds)

    assert (case.question, case.regime) == ("When, owls?", "answerable")
    assert (set(case.relevant), case.answers) == ({"owls"}, ("They were counted in 1871.",))
    ((document_id, start, end),) = case.spans
    assert (document_id, TEXT[start:end]) == ("owls", "They were counted in 1871.")


def test_a_question_whose_quote_does_not_answer_asks_for_a_refusal(birds: LocalIndex) -> None:
    mark(birds, "Nobody counts them in winter.", "does_not_answer")
    (case,) = cases(birds)

    assert (case.regime, case.answers, case.relevant) == ("near-miss", (), frozenset())


def test_marks_of_one_question_are_one_case_and_words_that_answer_decide(
    birds: LocalIndex,
) -> None:
    mark(birds, "Nobody counts them in winter.", "does_not_answer")
    mark(birds, "They were counted in 1871.", "answers")
    mark(birds, "Wrens were counted in 1902, twice.", "answers")
    (case,) = cases(birds)

    assert (case.regime, set(case.relevant)) == ("answerable", {"owls", "wrens"})
    assert case.answers == ("They were counted in 1871.", "Wrens were counted in 1902, twice.")
    assert read(birds).used == 3


def test_each_telling_sentence_of_a_marked_passage_is_gold(birds: LocalIndex) -> None:
    mark(birds, TEXT, "answers")
    (case,) = cases(birds)

    assert holds_answer("They were counted in 1871.", case.answers)
    assert not holds_answer("Wrens were counted in 1901.", case.answers), "the 1 of a list"
    assert all(
        TEXT[start:end] == words
        for (_, start, end), words in zip(case.spans, case.answers, strict=True)
    )


def test_words_within_a_sentence_are_gold_as_they_are(birds: LocalIndex) -> None:
    mark(birds, "in 1902", "answers")

    assert cases(birds)[0].answers == ("in 1902",)


def test_marks_of_words_that_have_changed_are_left_out_and_counted(birds: LocalIndex) -> None:
    mark(birds, "They were counted in 1871.", "answers")
    mark(birds, "Wrens were counted in 1902, twice.", "answers", "When were wrens counted?")
    list(birds.add([replace(OWLS, text="The owls have flown.")]))

    assert [case.question for case in cases(birds)] == ["When were wrens counted?"]
    assert (read(birds).used, read(birds).lost) == (1, 1)


def test_no_marks_are_no_set(birds: LocalIndex) -> None:
    with pytest.raises(NoMarks, match="no marks yet"):
        read(birds).cases()


def test_the_rows_are_a_file_of_the_same_questions(birds: LocalIndex, tmp_path: Path) -> None:
    mark(birds, TEXT, "answers")
    mark(birds, "Nobody counts them in winter.", "does_not_answer", "Who counts wrens?")
    rows = [question.row() for question in read(birds).questions]
    path = tmp_path / "marks.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))

    again = load(str(path), None).cases
    assert [replace(case, spans=()) for case in cases(birds)] == list(again)


def test_the_digest_says_whether_the_marks_are_the_same(birds: LocalIndex) -> None:
    mark(birds, TEXT, "answers")
    before = read(birds).cases().digest
    assert read(birds).cases().digest == before
    mark(birds, TEXT, "does_not_answer")
    assert read(birds).cases().digest != before
    assert reading(birds).mark_count() == 1
