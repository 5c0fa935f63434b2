"""Training the entailment model: what is learned, what stays, and that it can be interrupted."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from interrupted import interrupted
from safetensors.numpy import load_file
from tiny_reader import make_uneven_model

from index.embedding.encoder import whole_tokenizer
from qa.checking.entailment.model import SUPPORTED
from qa.checking.entailment.shipped import FILE
from qa.checking.entailment.training.bundles import (
    LARGEST,
    bundles_of,
    contrast,
    groups_of,
)
from qa.checking.entailment.training.measure import report, table, threshold
from qa.checking.entailment.training.pairs import LABELS, Pair, write
from qa.checking.entailment.training.prepare import written
from qa.checking.entailment.training.ship import ship, temperature
from qa.checking.entailment.training.train import (
    NEAR,
    EntailmentModel,
    prepare,
    tensors_of,
    train,
)
from qa.checking.entailment.training.written import PARTS, is_trained_on
from qa.reader.shipped import load_arrays
from qa.reader.training.loop import batches

SMALL = 60  # tokens of a step: some four pairs, so that a few pairs make many steps
LETTERS = "abcdefgh"
LOWER = (
    "embeddings.word",
    "embeddings.position",
    "embeddings.Layer",
    "encoder.layer.0",
    "encoder.layer.1",
)


def pairs(count: int, seed: int = 0) -> Iterator[Pair]:
    """Yield claims that follow unless there is a 7 in them, which is marked."""
    draw = random.Random(seed)
    for number in range(count):
        said = f"{draw.choice(LETTERS)} {draw.choice(LETTERS)}."
        wrong = number % 2 == 1
        claim = f"7 {said}" if wrong else said
        spans = ((0, 1),) if wrong else ()
        label = "contradicted" if wrong else "supported"
        yield Pair("toy", "seven" if wrong else "", label, claim, said, f"{number}", spans)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_uneven_model(tmp_path_factory.mktemp("to-train"))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("pairs") / "pairs.jsonl.gz"
    write(path, pairs(260))
    return str(path)


@pytest.fixture(scope="module")
def trained(model: Path, file: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("trained")
    train([[file, file], [f"{file}:40"]], out, model, resume=False, tokens=SMALL)
    return out


def state_of(folder: Path, stage: int) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = torch.load(folder / f"stage-{stage}.pt", weights_only=True)
    return found


def test_resumed_the_result_is_that_of_a_run_in_one_go(
    model: Path, file: str, trained: Path, tmp_path: Path
) -> None:
    stages = [[file, file], [f"{file}:40"]]
    with interrupted(2):
        train(stages, tmp_path, model, resume=False, save_every=0, tokens=SMALL)
    assert not (tmp_path / "stage-0.pt").exists()
    train(stages, tmp_path, model, resume=True, tokens=SMALL)

    for stage in (0, 1):
        whole, again = state_of(trained, stage), state_of(tmp_path, stage)
        for name, values in whole.items():
            np.testing.assert_array_equal(values.numpy(), again[name].numpy(), err_msg=name)


def test_lower_layers_and_embeddings_stay(model: Path, trained: Path) -> None:
    base = load_file(model / "model.safetensors")
    state = {n.removeprefix("bert."): v.numpy() for n, v in state_of(trained, 1).items()}
    kinds = "embeddings.token_type_embeddings.weight"
    both = base.keys() & state.keys()
    changed = {name for name in both if not np.array_equal(base[name], state[name])}

    assert changed == {kinds, *(name for name in base if "layer.2" in name)}


def test_it_learns_what_follows_and_which_word_does_not(model: Path, trained: Path) -> None:
    learned = EntailmentModel(model).eval()
    learned.load_state_dict(state_of(trained, 1))
    tokenizer = whole_tokenizer(model)
    items = [prepare(tokenizer, pair) for pair in pairs(20, seed=9)]
    with torch.inference_mode():
        scores, tokens = learned(*tensors_of(items))

    assert scores.argmax(1).tolist() == [item.label for item in items]
    for item, row in zip(items, tokens, strict=True):
        if any(item.uncovered or ()):
            assert int(row[slice(*item.layout.claim)].argmax()) == 0, "the 7"


def test_every_pair_is_in_one_batch_that_is_not_too_large(model: Path) -> None:
    tokenizer = whole_tokenizer(model)
    items = [prepare(tokenizer, pair) for pair in pairs(50)]
    bundles = [*bundles_of(items[:20], random.Random(1)), *bundles_of(items[20:], random.Random(2))]
    found = list(batches(bundles, random.Random(1), 3 * SMALL, NEAR))
    read = [item for batch in found for bundle in batch for item in bundle.items]

    assert sorted(map(id, read)) == sorted(map(id, items))
    assert any(len(batch) > 1 for batch in found)
    for batch in found:
        rows = sum(bundle.rows for bundle in batch)
        assert rows * max(bundle.longest for bundle in batch) <= 3 * SMALL


def test_a_file_is_drawn_by_its_evidence(tmp_path: Path) -> None:
    """A right claim is learned beside its wrong twin, also where only some are drawn."""
    place = tmp_path / "pairs.jsonl.gz"
    write(place, [replace(pair, evidence=pair.claim[-2:]) for pair in pairs(200)])
    whole = {group[0].evidence: group for group in groups_of(str(place), 1)}
    some = groups_of(f"{place}:40", 1)

    assert 40 <= sum(map(len, some)) < 40 + max(map(len, some))
    assert all(group == whole[group[0].evidence] for group in some)
    assert some != groups_of(f"{place}:40", 2)


@pytest.mark.parametrize("right", [0, 1, 7, 15])
def test_bundles_share_the_right_claims_out(model: Path, right: int) -> None:
    tokenizer = whole_tokenizer(model)
    kinds = list(pairs(30))
    chosen = [*kinds[0::2][:right], *kinds[1::2][: 15 - right]]
    items = [prepare(tokenizer, pair) for pair in chosen]
    found = list(bundles_of(items, random.Random(3)))
    counts = [sum(item.label == SUPPORTED for item in bundle.items) for bundle in found]

    assert sorted(id(item) for bundle in found for item in bundle.items) == sorted(map(id, items))
    assert max(bundle.rows for bundle in found) <= LARGEST + 2
    assert max(counts) - min(counts) <= 1
    assert list(bundles_of([], random.Random(3))) == []


def test_right_claims_are_to_stand_above_wrong_ones_of_their_bundle() -> None:
    """Not above those about other evidence, and of how likely all of them are it says nothing."""
    labels = torch.tensor([0, 2, 0, 3])

    def loss(*support: float) -> float:
        scores = torch.tensor([[one, 0.0, 0.0, 0.0] for one in support])
        return float(contrast(scores, labels, [2, 2]))

    assert loss(2, -2, 2, -2) < loss(0, 0, 0, 0) < loss(-2, 2, 2, -2)
    assert loss(5, 3, 1, -1) == pytest.approx(loss(1, -1, 5, 3), abs=1e-6)
    assert float(contrast(torch.zeros(2, 4), torch.tensor([0, 0]), [2])) == 0.0
    assert float(contrast(torch.zeros(2, 4), torch.tensor([0, 1]), [1, 1])) == 0.0


def test_the_temperature_makes_a_model_less_sure_where_it_errs(model: Path, trained: Path) -> None:
    learned = EntailmentModel(model).eval()
    learned.load_state_dict(state_of(trained, 1))
    right = list(pairs(30, seed=3))
    wrong = [Pair("toy", "", "not", p.claim, p.evidence, "") for p in right[:15]]

    assert temperature(learned, model, right) < temperature(learned, model, right + wrong)


def test_the_mean_of_several_leaves_what_none_of_them_changed(
    model: Path, trained: Path, tmp_path: Path
) -> None:
    """A third of a sum of three is not always the same number again."""
    stages = [trained / f"stage-{number}.pt" for number in (0, 1, 1)]
    ship(stages, model, tmp_path, list(pairs(20)))

    changed = {name for name in load_arrays(tmp_path / FILE) if name.startswith(LOWER)}
    assert changed == set()


def test_it_can_begin_with_the_mean_of_models_that_were_trained(
    model: Path, trained: Path, tmp_path: Path
) -> None:
    stages = [trained / f"stage-{number}.pt" for number in (0, 1)]
    write(tmp_path / "none.jsonl.gz", [])
    train([[str(tmp_path / "none.jsonl.gz")]], tmp_path, model, resume=False, begin_with=stages)

    one, other, found = (state_of(*place) for place in ((trained, 0), (trained, 1), (tmp_path, 0)))
    for name, values in found.items():
        np.testing.assert_allclose(values.numpy(), (one[name] + other[name]).numpy() / 2, atol=1e-6)


def rows(*found: tuple[str, float]) -> list[tuple[Pair, np.ndarray]]:
    return [
        (Pair("toy", "", label, "c", "e", ""), np.array([share, 0, 1 - share, 0], np.float32))
        for label, share in found
    ]


def test_the_threshold_lets_nine_of_ten_right_ones_pass() -> None:
    read = rows(*(("supported", n / 10) for n in range(1, 11)), ("contradicted", 0.55))
    least = threshold(read)
    lines = {line.label: line for line in table(read, least, lambda pair: pair.kind)}

    assert lines["supported"].passing == pytest.approx(0.9)
    assert lines["contradicted"].passing == 1.0
    assert (lines["supported"].many, lines["contradicted"].many) == (10, 1)
    invented = next(
        str(number) for number in range(99) if not is_trained_on(f"w1/docs/{number}.md")
    )
    of_set = [
        (replace(pair, set="written", group=f"w1/docs/{invented}.md"), row) for pair, row in read
    ]
    assert next(report(of_set)).startswith("threshold 0.190, labels right")


def test_the_pairs_that_are_shipped_are_whole() -> None:
    """Those of held-out documents and kinds are enough to measure on."""
    kept, held = ([pair for part in PARTS for pair in written(part)[side]] for side in (0, 1))
    everything = [*kept, *held]

    assert all(len(written(part)[0]) >= 1000 for part in PARTS)
    assert len({(pair.claim, pair.evidence) for pair in everything}) >= 0.99 * len(everything)
    assert {pair.label for pair in everything} == set(LABELS)
    assert all(pair.claim.strip() and pair.evidence.strip() for pair in everything)
    assert not {pair.group for pair in kept if not is_trained_on(pair.group)}
    counts = [sum(p.label == name for p in held) for name in LABELS]
    assert min(counts) >= 50
    assert counts[SUPPORTED] >= 200
