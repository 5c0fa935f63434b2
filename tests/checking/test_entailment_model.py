"""The entailment model: as onnxruntime runs it, whether there is one, and what it knows."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from command_line import told_json
from tiny_entailment import HERONS, TinyEntailment, make_tiny_entailment, torch_probabilities
from toys import open_toy_index

from index import BUNDLED, SentenceEncoder, find_model
from index.embedding.onnx_export import light_form
from qa.checking.entailment.loading import (
    EntailmentChoice,
    load_entailment,
    shared_entailment,
    why_none,
)
from qa.checking.entailment.model import SUPPORTED, Entailment
from qa.checking.entailment.onnx_entailment import OnnxEntailment
from qa.checking.entailment.shipped import CARD, FILE, shipped_entailment
from qa.checking.entailment.training.prepare import written
from qa.checking.entailment.training.written import PARTS
from qa.commands.cli import main
from qa.config import Config
from qa.reader.form import FormRefused
from qa.reader.shipped import load_arrays
from qa.wiring import entailment_choice, make_entailment

LIGHT = Path("/light-forms")
ROUNDING = 0.02
"""What 8 bits may move a probability by: .012 was measured here."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, light_models: Path) -> TinyEntailment:
    return make_tiny_entailment(tmp_path_factory.mktemp("tiny-entailment"), light_models)


@pytest.fixture(scope="module")
def opened(tiny: TinyEntailment, light_models: Path) -> OnnxEntailment:
    return tiny.opened(light_models)


def test_it_gives_the_probabilities_of_pytorch(
    tiny: TinyEntailment, opened: OnnxEntailment
) -> None:
    temperature = float(load_arrays(tiny.shipped)["temperature"])
    found = opened.probabilities(HERONS)
    wanted = np.stack(
        [torch_probabilities(tiny.trained, tiny.tokenizer, p, temperature) for p in HERONS]
    )

    assert (found.shape, found.dtype) == ((3, 4), np.dtype(np.float32))
    assert np.ptp(wanted[:, SUPPORTED]) > 2 * ROUNDING
    np.testing.assert_allclose(found, wanted, atol=ROUNDING)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


def test_what_else_is_asked_changes_no_bit(opened: OnnxEntailment) -> None:
    together = opened.probabilities([*HERONS, ("a b", "long. " * 60)])

    for pair, row in zip(HERONS, together, strict=False):
        np.testing.assert_array_equal(opened.probabilities([pair])[0], row)
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: opened.probabilities(HERONS), range(8)))
    assert all(np.array_equal(rows, together[:3]) for rows in again)


@pytest.mark.parametrize("pair", [("", ""), ("", "herons."), ("herons.", ""), ("e " * 400, "e")])
def test_whatever_is_asked_is_answered(opened: OnnxEntailment, pair: tuple[str, str]) -> None:
    found = opened.probabilities([pair])

    assert np.isfinite(found).all()
    assert found.sum() == pytest.approx(1, abs=1e-5)


def test_of_no_pairs_there_is_no_row(opened: OnnxEntailment) -> None:
    assert opened.probabilities([]).shape == (0, 4)


def test_the_form_is_named_apart_from_that_of_a_reader(
    tiny: TinyEntailment, opened: OnnxEntailment, light_models: Path
) -> None:
    """And made again it is the same, to the byte."""
    form = light_models / f"{opened.id}.onnx"
    data = form.read_bytes()
    form.unlink()

    assert opened.id.endswith("-entailment3")
    assert tiny.opened(light_models).id == opened.id
    assert form.read_bytes() == data


# Whether there is one ---------------------------------------------------------------

NONE = {
    "another model": (
        EntailmentChoice("./e5", LIGHT),
        f"the entailment model needs the embedding model {BUNDLED}, and ./e5 is set",
    ),
    "no light form": (
        EntailmentChoice(BUNDLED, None),
        "the entailment model needs PINCITE_RUNTIME=light, and it is set to reference",
    ),
    "no file": (
        EntailmentChoice(BUNDLED, LIGHT, Path("/gone")),
        "the file of the entailment model is missing or changed: install Pincite again",
    ),
}


@pytest.mark.parametrize(("choice", "reason"), NONE.values(), ids=NONE)
def test_why_there_is_none_is_said(choice: EntailmentChoice, reason: str) -> None:
    assert why_none(choice) == reason
    assert load_entailment(choice, f"{BUNDLED}@1/2") is None


def test_a_collection_of_another_model_has_none(tiny: TinyEntailment) -> None:
    choice = EntailmentChoice(BUNDLED, LIGHT, tiny.shipped.parent)

    assert why_none(choice) == ""
    assert load_entailment(choice, "words@toy") is None


def test_a_changed_file_is_not_used(tiny: TinyEntailment, tmp_path: Path) -> None:
    for name in (FILE, CARD):
        shutil.copy(tiny.shipped.parent / name, tmp_path / name)
    assert shipped_entailment(tmp_path) == tmp_path / FILE

    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes() + b" ")
    assert shipped_entailment(tmp_path) is None


def test_that_it_cannot_be_loaded_is_said_once(tmp_path: Path) -> None:
    """There is no light form in the folder."""
    said: list[str] = []
    choice = EntailmentChoice(BUNDLED, tmp_path)
    files = find_model(BUNDLED)
    model = shared_entailment(choice, lambda: f"{files.name}@{files.fingerprint}/x", said.append)

    assert [model(), model()] == [None, None]
    assert said == [
        "sentences are checked without the entailment model: "
        f"{BUNDLED} has no light form on this computer"
    ]


def test_the_settings_decide(tmp_path: Path) -> None:
    config = Config(data=tmp_path)
    assert entailment_choice(config) == EntailmentChoice(BUNDLED, tmp_path / ".models")
    reference = Config.from_env({"PINCITE_RUNTIME": "reference"})
    assert entailment_choice(reference) == EntailmentChoice(BUNDLED, None)
    assert make_entailment(reference, lambda: open_toy_index(tmp_path / "main").embedder)() is None


def test_doctor_notes_that_there_is_none(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_MODEL", str(model))
    told = told_json(CliRunner().invoke(main, ["doctor", "--json"]))

    assert told["findings"] == []
    assert [note for note in told["notes"] if "entailment" in note] == [
        "`pincite check` compares words alone: "
        f"the entailment model needs the embedding model {BUNDLED}, and {model} is set"
    ]


# The one that is shipped ------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped(light_models: Path) -> Entailment:
    encoder = SentenceEncoder(find_model(BUNDLED), light_models)
    encoder.load()
    found = load_entailment(EntailmentChoice(BUNDLED, light_models), encoder.id)
    assert found is not None
    return found


@pytest.mark.model
def test_what_follows_is_told_from_what_does_not(shipped: Entailment) -> None:
    """On every ninth pair of held-out documents and kinds; the model card has the figures."""
    held = [pair for part in PARTS for pair in written(part)[1]][::9]
    found = shipped.probabilities([(pair.claim, pair.evidence) for pair in held])
    follows = np.array([pair.label == "supported" for pair in held])
    passing = found[:, SUPPORTED] >= 0.35

    assert follows.sum() >= 80
    assert passing[follows].mean() >= 0.8, "it was .84 where it was measured"
    assert passing[~follows].mean() <= 0.59, "it was .55, a quarter of it kinds it was never taught"


@pytest.mark.model
def test_the_shipped_file_is_small() -> None:
    path = shipped_entailment()

    assert path is not None
    assert path.stat().st_size <= 8_000_000


@pytest.mark.model
def test_a_file_for_other_weights_is_refused(
    shipped: Entailment, light_models: Path, tmp_path: Path, tiny: TinyEntailment
) -> None:
    """The tiny model's tensors have other shapes than the bundled model's of that name."""
    files = find_model(BUNDLED)
    light = light_form(files, light_models)
    assert light is not None
    (tmp_path / light.parent.name).symlink_to(light.parent)
    choice = EntailmentChoice(BUNDLED, tmp_path, tiny.shipped.parent)

    with pytest.raises(FormRefused, match="the process that makes it failed"):
        load_entailment(choice, f"{files.name}@{files.fingerprint}/x")
