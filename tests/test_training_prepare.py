"""Examples for the reader: of public sets, of what is not measured on, of the written sets."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest
from measured_sets import BIRDS, write_measured_sets
from toys import WordEmbedder
from training_repositories import make_clones

from index import Index, LocalIndex, NewDocument
from qa.config import Config
from qa.evaluation.cases import EvalSet
from qa.evaluation.everyday import Folder, files_below, read_folder
from qa.evaluation.public import TRAINED_ARTICLES, TRAINED_ON
from qa.evaluation.sets import load
from qa.reader.training.collected import is_held_out
from qa.reader.training.examples import Example, ReadPassage, read
from qa.reader.training.measured import (
    selqa_examples,
    squad_examples,
)
from qa.reader.training.prepare import Sets, main, prepare, sets_below
from qa.reader.training.sources import make
from qa.reader.training.written import PARTS

WRITTEN = ["written-0", "written-1", "lay-0", "lay-1"]


def opened(cases: EvalSet, folder: Path) -> tuple[EvalSet, Index]:
    index = LocalIndex(folder / cases.name, WordEmbedder)
    documents = cases.documents or ()
    list(index.add([NewDocument(d, cases.keys.get(d.id, "")) for d in documents]))
    return cases, index


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    write_measured_sets(tmp_path / "eval")
    return tmp_path / "eval"


def part(name: str, folder: Path) -> EvalSet:
    """Return the part of a set that is trained on."""
    documents, cases = TRAINED_ON[name](folder)
    return EvalSet(name, tuple(cases), tuple(documents))


def written(name: str, folder: Path) -> EvalSet:
    """Return a set of two documents, of which one is held out."""
    named = (f"{number}.txt" for number in count())
    kept = next(name for name in named if not is_held_out(name))
    held = next(name for name in named if is_held_out(name))
    (folder / "docs").mkdir(parents=True)
    rows = []
    for file, bird in ((kept, "heron"), (held, "owl")):
        text = f"The {bird} costs 5 pounds in Ripon."
        (folder / "docs" / file).write_text(text)
        gold = [{"file": file, "text": "5 pounds"}]
        question = {
            "id": bird,
            "question": f"What does the {bird} cost?",
            "gold": gold,
            "history": [],
        }
        rows.append({**question, "answerable": True, "kind": "number"})
    (folder / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return read_folder(name, Folder(folder / "questions.jsonl", files_below(folder, "docs")))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Labelled questions as `sources` makes them."""
    folder = tmp_path_factory.mktemp("data")
    make(folder / "made", make_clones(folder), clones=folder)
    return folder / "made"


def said(passages: Sequence[ReadPassage]) -> list[str]:
    return [" ".join(passage.sentences) for passage in passages]


def answering(examples: Sequence[Example]) -> list[tuple[Example, ReadPassage]]:
    return [(e, p) for e in examples for p in e.passages if p.right]


def test_only_the_first_articles_of_squad_are_trained_on(evaluation: Path, tmp_path: Path) -> None:
    cases, index = opened(part("squad2", evaluation), tmp_path)
    examples = list(squad_examples(cases, index, random.Random(5)))

    asked = {example.question for example in examples}
    assert asked == {
        f"Where was the {bird} {what}?"
        for bird in BIRDS[:TRAINED_ARTICLES]
        for what in ("counted", "sold")
    }


def test_what_answers_in_squad_is_marked_and_nothing_else(evaluation: Path, tmp_path: Path) -> None:
    cases, index = opened(part("squad2", evaluation), tmp_path)
    examples = [e for seed in range(3) for e in squad_examples(cases, index, random.Random(seed))]

    assert answering(examples)
    for example, passage in answering(examples):
        assert "counted" in example.question, "an adversarial question has no answer"
        assert passage.context.lower() in example.question.lower(), "of its own article"
        for row, start, end in passage.spans:
            assert row in passage.right
            assert passage.sentences[row][start:end] in ("Ripon", "in Ripon")
    for example in examples:
        if "sold" in example.question:
            own = [p for p in example.passages if p.context.lower() in example.question]
            assert len(own) == 1, "what looks like an answer is there"
            assert len(example.passages) > 1


def test_half_of_selqa_is_trained_on_with_the_candidate_that_answers(
    evaluation: Path, tmp_path: Path
) -> None:
    cases, index = opened(part("selqa", evaluation), tmp_path)
    examples = list(selqa_examples(cases, index, random.Random(5)))

    half = [case.question for case in cases.cases]
    others = [case.question for case in load("selqa", evaluation).cases]
    assert half
    assert others
    assert not set(half) & set(others)
    assert [example.question for example in examples] == half
    assert len(answering(examples)) == len(half)
    assert {len(example.passages) for example in examples} == {3}, "two beside the right one"
    for _, passage in answering(examples):
        (row,) = passage.right
        assert "sleep and nest in reeds" in passage.sentences[row]
    assert all("as people say" in text for e in examples for text in said(e.passages))


@pytest.fixture
def sets(tmp_path: Path, evaluation: Path) -> Sets:
    made = {name: [opened(written(name, tmp_path / f"of-{name}"), tmp_path)] for name in PARTS}
    return Sets(lambda name: opened(load(name, evaluation), tmp_path), made.__getitem__)


def test_every_file_of_examples_is_made_once(tmp_path: Path, data: Path, sets: Sets) -> None:
    out = tmp_path / "out"
    out.mkdir()
    counts = prepare(data, out, sets)

    names = ["public", "squad2", "selqa", *WRITTEN]
    assert list(counts) == [f"{name}.jsonl.gz" for name in names]
    assert sorted(counts) == sorted(path.name for path in out.iterdir())
    for name, number in counts.items():
        assert len(list(read(out / name))) == number > 0
    assert prepare(data, out, sets) == {}
    (out / "selqa.jsonl.gz").unlink()
    assert prepare(data, out, sets) == {"selqa.jsonl.gz": counts["selqa.jsonl.gz"]}


def test_documents_that_are_held_out_are_not_trained_on(
    tmp_path: Path, data: Path, sets: Sets
) -> None:
    (tmp_path / "out").mkdir()
    prepare(data, tmp_path / "out", sets)

    for name in WRITTEN:
        (example,) = read(tmp_path / "out" / f"{name}.jsonl.gz")
        assert example.question == "What does the heron cost?"
        assert example.set == name.split("-")[0]


def test_a_file_that_is_cut_short_is_not_taken_for_whole(
    tmp_path: Path, data: Path, sets: Sets
) -> None:
    (tmp_path / "out").mkdir()

    def broken(part: str) -> Iterator[tuple[EvalSet, Index]]:
        yield from sets.written(part)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(data, tmp_path / "out", Sets(sets.measured, broken))
    again = prepare(data, tmp_path / "out", sets)

    assert list(again) == [f"{name}.jsonl.gz" for name in WRITTEN]


@pytest.mark.model
def test_the_measured_sets_are_opened_below_the_data_directory(
    tmp_path: Path, evaluation: Path, model: Path, light_models: Path
) -> None:
    config = Config(data=tmp_path / "work", model=str(model), models=light_models)
    cases, index = sets_below(config, evaluation).measured("squad2")

    assert (tmp_path / "work" / "squad2").is_dir()
    with index.reader() as reader:
        assert reader.existing([d.id for d in cases.documents or ()])


def test_the_command_explains_itself() -> None:
    command = [sys.executable, "-m", "qa.reader.training.prepare", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert "example: PINCITE_EVAL_DATA=" in done.stdout


def test_the_command_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PINCITE_EVAL_DATA", raising=False)
    words = ["--data", str(tmp_path), "--out", str(tmp_path / "out")]
    with pytest.raises(SystemExit):
        main(words)
    assert "--eval" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*words, "--eval", str(tmp_path)])
    assert f"qa.reader.training.sources --out {tmp_path}" in capsys.readouterr().err
