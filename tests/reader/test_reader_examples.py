"""What the reader learns from: right sentences hold the answer, and nothing else does."""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from toys import open_toy_index

from corpus import Document
from index import LocalIndex
from qa.evaluation.cases import Case, EvalSet
from qa.evaluation.gold import Gold
from qa.reader.training.collected import collected_examples, is_held_out, split
from qa.reader.training.examples import Example, ReadPassage, read, write
from qa.reader.training.labelled import TAKEN, labelled_examples
from qa.reader.training.written import unpacked

YEAR = re.compile(r"\b\d{4}\b")


def test_examples_are_read_as_they_were_written(tmp_path: Path) -> None:
    examples = [
        Example(
            "set",
            "Who – “quoted”\u2028?",
            (
                ReadPassage("Łódź", ("One.", "Two\n2."), (1,), ((1, 0, 3), (1, 4, 5))),
                ReadPassage("", ()),
            ),
        ),
        Example("other", "", ()),
    ]

    assert write(tmp_path / "some.jsonl.gz", iter(examples)) == 2
    assert list(read(tmp_path / "some.jsonl.gz")) == examples
    assert [example.answerable for example in examples] == [True, False]


# Of labelled questions --------------------------------------------------------------

TOWNS = range(240)


def name_of(town: int) -> str:
    """Return a name of letters alone: what has digits in it is not taken for a name."""
    return f"Town{chr(97 + town // 26)}{chr(97 + town % 26)}"


def leader(town: int) -> str:
    return f"Leader{town} Lund"


def text_of(town: int) -> str:
    """Return a text of two paragraphs that mentions the five years after 1600 + its number."""
    year = 1600 + town
    return (
        f"{name_of(town)} lies by a river. It was founded by {leader(town)} in {year}. "
        f"A fire came in {year + 1}, another in {year + 2}.\n\n"
        f"Its quay was built in {year + 3} and its mill in {year + 5}. Boats land there."
    )


def row(name: str, town: int, **more: Any) -> dict[str, Any]:
    text = text_of(town)
    return {
        "set": name,
        "question": f"Who founded {name_of(town)} in {1600 + town}?",
        "context": f"c{town}",
        "title": f"Town_{town}",
        "answers": [{"start": text.index("Leader"), "text": leader(town)}],
        "answerable": True,
        **more,
    }


def make_data(folder: Path, rows: Iterable[dict[str, Any]], texts: dict[str, str]) -> Path:
    lines = {
        "reader": list(rows),
        "contexts": [{"id": key, "text": text} for key, text in texts.items()],
    }
    for name, items in lines.items():
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(item) + "\n" for item in items)
    return folder


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    texts = {f"c{town}": text_of(town) for town in TOWNS}
    rows = [row("squadshifts-new_wiki", town) for town in TOWNS]
    return list(labelled_examples(make_data(tmp_path_factory.mktemp("towns"), rows, texts)))


def asked_of(example: Example) -> int:
    """Return the town that a question names."""
    found = re.search(r"Town(.)(.)", example.question)
    assert found is not None
    return 26 * (ord(found[1]) - 97) + ord(found[2]) - 97


def is_exchanged(example: Example) -> bool:
    return f"in {1600 + asked_of(example)}?" not in example.question


def test_right_sentences_hold_the_answer_and_spans_are_its_words(towns: list[Example]) -> None:
    right = [
        (leader(asked_of(example)), passage, place)
        for example in towns
        for passage in example.passages
        for place in passage.right
    ]

    assert len(right) > 150
    for answer, passage, place in right:
        assert answer in passage.sentences[place]
        assert [passage.sentences[n][a:b] for n, a, b in passage.spans] == [answer]


def test_no_other_sentence_holds_the_answer(towns: list[Example]) -> None:
    for example in towns:
        if not is_exchanged(example):
            held = [
                (leader(asked_of(example)) in sentence, place in passage.right)
                for passage in example.passages
                for place, sentence in enumerate(passage.sentences)
            ]
            assert all(holds == right for holds, right in held), example


def test_an_exchanged_year_is_not_in_the_passage(towns: list[Example]) -> None:
    """The passage is there, and does not say who did it in another year."""
    exchanged = [example for example in towns if is_exchanged(example)]

    assert 10 < len(exchanged) < 45
    for example in exchanged:
        assert not example.answerable
        (year,) = YEAR.findall(example.question)
        own = [p for p in example.passages if p.context == f"Town {asked_of(example)}"]
        assert own
        assert all(year not in " ".join(passage.sentences) for passage in own)


def test_an_exchanged_name_is_not_in_the_passage(tmp_path: Path) -> None:
    """Where no year can be exchanged, the question is about another town: of those, one in four
    stands in every passage."""
    roads = f"Roads lead to {', '.join(name_of(n) for n in TOWNS[::4])}.\n\n"
    rows = [row("qamr", n, question=f"{n}: who founded {name_of(n)}?") for n in TOWNS]
    texts = {f"c{town}": text_of(town).replace("\n\n", f" {roads}") for town in TOWNS}
    exchanged = 0
    for example in labelled_examples(make_data(tmp_path, rows, texts)):
        before, after = int(example.question.split(":")[0]), asked_of(example)
        if before != after:
            exchanged += 1
            own = [p for p in example.passages if p.context == f"Town {before}"]
            assert own
            assert not any(p.right or name_of(after) in " ".join(p.sentences) for p in own)

    assert 10 < exchanged < 45


def test_a_passage_of_another_text_that_holds_the_answer_too_is_not_wrong(tmp_path: Path) -> None:
    """It would be taught for one that does not answer."""
    rows = [row("qamr", town) for town in range(60)]
    texts = {f"c{town}": text_of(town) for town in range(60)}
    for town in range(60):
        texts[f"d{town}"] = f"In {name_of(town)} they sing of {leader(town)}. It is a long song."
        again = {"start": texts[f"d{town}"].index("Leader"), "text": leader(town)}
        rows.append(
            row("qamr", town, context=f"d{town}", question="Of whom?", title="", answers=[again])
        )
    asked = 0
    for example in labelled_examples(make_data(tmp_path, rows, texts)):
        if example.answerable and example.question != "Of whom?":
            asked += 1
            wrong = " ".join(s for p in example.passages if not p.right for s in p.sentences)
            assert f"{leader(asked_of(example))}." not in wrong

    assert asked > 30


def test_some_are_asked_without_their_passage(towns: list[Example]) -> None:
    gone = [example for example in towns if not example.answerable and not is_exchanged(example)]

    assert 10 < len(gone) < 50
    for example in gone:
        assert example.passages
        assert f"Town {asked_of(example)}" not in {p.context for p in example.passages}


def test_each_has_one_or_two_wrong_passages(towns: list[Example]) -> None:
    counts = Counter(
        sum(not passage.right for passage in example.passages)
        for example in towns
        if example.answerable
    )

    assert counts.keys() == {1, 2}
    assert min(counts.values()) > 50


def test_the_right_passage_may_stand_anywhere(towns: list[Example]) -> None:
    places = Counter(
        next(n for n, passage in enumerate(example.passages) if passage.right)
        for example in towns
        if example.answerable
    )

    assert places.keys() == {0, 1, 2}


def test_the_same_is_drawn_every_time(tmp_path: Path) -> None:
    texts = {f"c{town}": text_of(town) for town in range(30)}
    data = make_data(tmp_path, [row("qamr", town) for town in range(30)], texts)

    assert list(labelled_examples(data)) == list(labelled_examples(data))
    assert list(labelled_examples(data)) != list(labelled_examples(data, seed=8))


def test_of_a_set_no_more_is_taken_than_was_decided(tmp_path: Path) -> None:
    """Also of those that are too many, and nothing of sets that are not named."""
    most = min(TAKEN.values())
    name = next(name for name, count in TAKEN.items() if count == most)
    texts = {"c1": text_of(1), "c2": text_of(2)}
    rows = [row(name, 1 + n % 2) for n in range(most + 50)] + [row("not-a-set", 1)]
    examples = list(labelled_examples(make_data(tmp_path, rows, texts)))

    assert (len(examples), {example.set for example in examples}) == (most, {name})


def test_a_question_that_nothing_answers_has_no_right_sentence(tmp_path: Path) -> None:
    texts = {f"c{town}": text_of(town) for town in range(12)}
    rows = [row("condaqa", town, answerable=False) for town in range(12)]

    assert not any(e.answerable for e in labelled_examples(make_data(tmp_path, rows, texts)))


def test_where_a_sentence_is_given_that_is_right(tmp_path: Path) -> None:
    """White space apart; without its words nobody knows which of it answer."""
    texts = {f"c{town}": text_of(town) for town in range(40)}
    rows = [
        row("fairytaleqa", town, answers=[], sentence="Boats  land\nthere.") for town in range(40)
    ]
    right = [
        (passage.sentences[place], passage.spans)
        for example in labelled_examples(make_data(tmp_path, rows, texts))
        for passage in example.passages
        for place in passage.right
    ]

    assert len(right) > 20
    assert set(right) == {("Boats land there.", ())}


def test_passages_of_one_sentence_are_put_together(tmp_path: Path) -> None:
    """So that there is something to choose: the right one stands among others."""
    texts = {f"c{town}": f"{leader(town)} founded {name_of(town)} once." for town in range(60)}
    rows = [row("qamr", town, answers=[{"start": 0, "text": leader(town)}]) for town in range(60)]
    examples = list(labelled_examples(make_data(tmp_path, rows, texts)))

    assert {len(example.passages) for example in examples} == {1}
    for example in examples:
        (passage,) = example.passages
        assert len(passage.sentences) >= 3
        for place, first, end in passage.spans:
            assert place in passage.right
            assert passage.sentences[place][first:end] == leader(asked_of(example))


# Of whole documents -----------------------------------------------------------------


def made_set(count: int) -> EvalSet:
    """Return three questions of each of some files; the last of them nothing answers."""
    cases = []
    for number in range(count):
        gold = (Gold(f"town{number}.txt", leader(number)),)
        ask = f"Who founded {name_of(number)}?"
        cases += [
            Case(f"{number}a", ask, gold=gold),
            Case(f"{number}b", f"{ask} Say it.", gold=gold),
            Case(f"{number}c", f"Who sank {name_of(number)}?", "near-miss"),
        ]
    return EvalSet("made", tuple(cases), None)


def test_all_questions_of_a_document_are_on_one_side() -> None:
    cases = made_set(60)
    trained, held_out = split(cases)
    files = [{case.id[:-1] for case in side} for side in (trained, held_out)]

    assert not files[0] & files[1]
    assert Counter(case.id[:-1] for case in trained + held_out) == dict.fromkeys(
        map(str, range(60)), 3
    )
    assert all(is_held_out(f"town{number}.txt") for number in files[1])
    assert 8 < len(files[1]) < 28


def test_the_sides_depend_on_the_name_alone() -> None:
    few, many = split(made_set(5)), split(made_set(60))

    for side in (0, 1):
        assert {case.id for case in few[side]} <= {case.id for case in many[side]}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> LocalIndex:
    index = open_toy_index(tmp_path_factory.mktemp("written"))
    documents = [Document(f"d{n}", f"Town {n}", f"docs/town{n}.txt", text_of(n)) for n in range(25)]
    list(index.add(documents))
    return index


def test_what_search_finds_stands_beside_what_answers(filled: LocalIndex) -> None:
    cases = made_set(25).cases
    examples = list(collected_examples("made", cases, filled, random.Random(7)))
    asked = Counter(example.answerable for example in examples)

    assert len(examples) > 70
    assert asked[False] >= 25
    assert asked[True] > 35
    for example in examples:
        assert example.set == "made"
        wrong = [passage for passage in example.passages if not passage.right]
        assert wrong
        for passage in example.passages:
            for place, sentence in enumerate(passage.sentences):
                holds = example.question.startswith("Who founded") and (
                    f"founded by {leader(asked_of(example))} " in sentence
                )
                assert holds == (place in passage.right)
            assert [passage.sentences[n][a:b] for n, a, b in passage.spans] == [
                leader(asked_of(example)) for _ in passage.right
            ]


def test_a_question_whose_answer_search_does_not_find_is_left_out(filled: LocalIndex) -> None:
    case = Case("1", f"Who founded {name_of(1)}?", gold=(Gold("elsewhere.txt", leader(1)),))

    assert list(collected_examples("made", [case], filled, random.Random(7))) == []


# The sets that come with Pincite ----------------------------------------------------


def test_the_written_sets_name_files_that_are_there(tmp_path: Path) -> None:
    folders = unpacked(tmp_path)
    questions = 0
    for folder in folders:
        files = {path.name for path in (folder / "docs").rglob("*") if path.is_file()}
        for line in (folder / "questions.jsonl").read_text("utf-8").splitlines():
            item = json.loads(line)
            questions += 1
            for gold in item.get("gold", ()):
                assert Path(gold["file"]).name in files, (folder.name, item["question"])

    assert len(folders) == 18
    assert questions == 12_541


def test_a_part_of_the_written_sets_can_be_had_alone(tmp_path: Path) -> None:
    assert len(unpacked(tmp_path, "written")) == 7
    assert {folder.name[0] for folder in unpacked(tmp_path, "lay")} == {"x"}
