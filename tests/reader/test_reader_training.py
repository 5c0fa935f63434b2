"""Training: what is learned, what stays, and that an interruption changes nothing."""

import logging
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from interrupted import interrupted
from safetensors.numpy import load_file
from tiny_reader import TinyReader, make_uneven_model, torch_scores

from index.embedding.encoder import whole_tokenizer
from qa.reader.layout import PassageWords
from qa.reader.training import loop
from qa.reader.training.examples import Example, ReadPassage, read, write
from qa.reader.training.loop import batches, drawn
from qa.reader.training.train import NEAR, TOKENS, ReaderModel, loss_of, prepare, train

FEW = 40
SMALL = 60
"""Tokens of a step: one example, so that a few examples make many steps."""

LETTERS = "abcdefghijkl"


def examples(count: int, seed: int = 0) -> Iterator[Example]:
    """Yield questions "a?" that are answered by the sentence with the digit 7."""
    draw = random.Random(seed)
    for number in range(count):
        passages = []
        answered = number % 4 > 0
        for place in range(2):
            sentences = [f"{draw.choice(LETTERS)} {draw.choice(LETTERS)}." for _ in range(3)]
            right: tuple[int, ...] = ()
            spans: tuple[tuple[int, int, int], ...] = ()
            if answered and place == number % 2:
                sentences[number % 3] = f"{draw.choice(LETTERS)} 7 7."
                right, spans = (number % 3,), ((number % 3, 2, 5),)
            passages.append(ReadPassage("t", tuple(sentences), right, spans))
        yield Example("toy", f"{draw.choice(LETTERS)}?", tuple(passages))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_uneven_model(tmp_path_factory.mktemp("to-train"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("examples")
    for number in range(2):
        write(folder / f"{number}.jsonl.gz", examples(FEW, number))
    return [str(folder / f"{number}.jsonl.gz") for number in range(2)]


def state_of(folder: Path, stage: int) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = torch.load(folder / f"stage-{stage}.pt", weights_only=True)
    return found


@pytest.mark.parametrize("at", [2, 3], ids=["within a stage", "at the next stage"])
def test_resumed_the_result_is_that_of_a_run_in_one_go(
    model: Path, tmp_path: Path, at: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Dropout draws the same numbers, too."""
    write(tmp_path / "many.jsonl.gz", examples(60))
    stages = [[str(tmp_path / "many.jsonl.gz")], [str(tmp_path / "many.jsonl.gz:9")]]
    caplog.set_level(logging.INFO)
    train(stages, tmp_path / "whole", model, resume=False, tokens=SMALL)
    reports = sum(record.name == loop.log.name for record in caplog.records)
    with interrupted(at):
        train(stages, tmp_path / "again", model, resume=False, save_every=0, tokens=SMALL)
    before = sorted(path.name for path in (tmp_path / "again").iterdir())
    train(stages, tmp_path / "again", model, resume=True, tokens=SMALL)

    assert reports == 3, "after 1 and 51 steps of the first stage, after 1 of the second"
    assert ("stage-0.pt" in before) == (at == 3)
    for stage in (0, 1):
        whole, again = (state_of(tmp_path / name, stage) for name in ("whole", "again"))
        for name, values in whole.items():
            np.testing.assert_array_equal(values.numpy(), again[name].numpy(), err_msg=name)


def test_lower_layers_and_embeddings_stay(model: Path, files: list[str], tmp_path: Path) -> None:
    """What is shipped are the changes of the upper ones."""
    train([[files[0]]], tmp_path, model, resume=False)
    base = load_file(model / "model.safetensors")
    state = {n.removeprefix("bert."): v.numpy() for n, v in state_of(tmp_path, 0).items()}
    kinds = "embeddings.token_type_embeddings.weight"
    both = base.keys() & state.keys()
    changed = {name for name in both if not np.array_equal(base[name], state[name])}

    assert changed == {kinds, *(name for name in base if "layer.2" in name)}


def test_it_learns_what_answers(model: Path, files: list[str], tmp_path: Path) -> None:
    train([files * 4, files * 4], tmp_path, model, resume=False, tokens=SMALL)
    trained = ReaderModel(model).eval()
    trained.load_state_dict(state_of(tmp_path, 1))
    tokenizer = whole_tokenizer(model)

    first, odds = [], {True: [], False: []}  # type: tuple[list[bool], dict[bool, list[float]]]
    for example in examples(40, seed=9):
        scores, right = [], []
        for passage in example.passages:
            words = PassageWords(passage.context, passage.sentences)
            scores += list(torch_scores(trained, tokenizer, example.question, words))
            right += [place in passage.right for place in range(len(passage.sentences))]
        odds[example.answerable].append(float(max(scores)))
        if example.answerable:
            first.append(right[int(np.argmax(scores))])
    assert np.mean(first) > 0.9
    assert np.mean(odds[True]) > 0 > np.mean(odds[False])


def test_a_number_behind_a_file_takes_as_many_of_it(
    files: list[str],
) -> None:
    seven = drawn(f"{files[0]}:7", read, 3)

    assert len(seven) == 7
    assert seven == drawn(f"{files[0]}:7", read, 3)
    assert seven != drawn(f"{files[0]}:7", read, 4)
    assert len(drawn(f"{files[0]}:999", read, 3)) == len(drawn(files[0], read, 3)) == FEW


# Examples as the model takes them -----------------------------------------------------


def test_answers_are_the_tokens_of_their_words(tiny: TinyReader) -> None:
    """Of the sentence "a 7 7." after three marks, question and title: 7 7 are tokens 6 and 7."""
    passage = ReadPassage("t", ("a 7 7.", "b."), (0,), ((0, 2, 5),))
    found = prepare(tiny.tokenizer, Example("toy", "q", (ReadPassage("", ("c",)), passage)))

    assert found.spans == ((0, 4, 5), (1, 5, 9), (1, 9, 11))
    assert found.right == (False, True, False)
    assert found.answers == ((1, 6, 8),)
    assert [len(layout.ids) for layout in found.layouts] == [6, 12]


def test_what_does_not_fit_is_no_answer(tiny: TinyReader) -> None:
    passage = ReadPassage("", ("a " * 400, "7 7."), (1,), ((1, 0, 3),))
    found = prepare(tiny.tokenizer, Example("toy", "q", (passage,)))

    assert (found.right, found.answers) == ((False,), ())


def test_each_example_is_in_one_step_that_is_not_too_large(tiny: TinyReader) -> None:
    items = [prepare(tiny.tokenizer, example) for example in examples(900)]
    steps = list(batches(items, random.Random(1), TOKENS, NEAR))

    assert sorted(id(item) for step in steps for item in step) == sorted(map(id, items))
    assert len(steps) > 2
    for step in steps:
        rows = [len(layout.ids) for item in step for layout in item.layouts]
        assert len(rows) * max(rows) <= TOKENS
    assert [list(map(id, s)) for s in batches(items, random.Random(1), TOKENS, NEAR)] == [
        list(map(id, s)) for s in steps
    ]


def test_the_loss_is_lower_where_the_right_sentence_is_known_for_right(tiny: TinyReader) -> None:
    """The same passages once with the sentence marked that the model likes best, once another."""
    (example,) = list(examples(2))[1:]
    words = [PassageWords(p.context, p.sentences) for p in example.passages]
    scores = [torch_scores(tiny.trained, tiny.tokenizer, example.question, w) for w in words]
    best = int(np.argmax(scores[0]))

    def loss(place: int) -> float:
        first = ReadPassage("t", words[0].sentences, (place,))
        second = ReadPassage("t", words[1].sentences)
        item = prepare(tiny.tokenizer, Example("toy", example.question, (first, second)))
        with torch.inference_mode():
            return float(loss_of(tiny.trained, [item]))

    assert loss(best) < min(loss(place) for place in range(3) if place != best)
