"""The file of a reader: small, and used only as it was written."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tiny_reader import TinyReader

from qa.reader.shipped import CARD, FILE, changed, load_arrays, pack, shipped_reader
from qa.reader.training.ship import ship

DRAW = np.random.default_rng(3)
BASE = {
    name: DRAW.normal(size=shape).astype(np.float32)
    for name, shape in {"wide": (6, 40), "bias": (7,), "same": (3, 3)}.items()
}


def tuned(by: float = 0.1) -> dict[str, np.ndarray]:
    """Return what training might make of the tensors: "same" stays, one row of "wide" as well."""
    found = {
        name: (values + DRAW.normal(size=values.shape) * by).astype(np.float32)
        for name, values in BASE.items()
    }
    found["wide"][2] = BASE["wide"][2]
    return {**found, "same": BASE["same"], "head.0.bias": np.array([0.1, 2.5], dtype=np.float32)}


def test_unpacked_each_weight_is_what_it_was_within_rounding() -> None:
    """A row has 127 steps up to its largest change, and half a step is rounding."""
    wanted = tuned()
    found = dict(changed(BASE, pack(BASE, wanted)))

    assert found.keys() == {"wide", "bias"}
    for name, values in found.items():
        change = (wanted[name] - BASE[name]).reshape(len(values), -1)
        step = np.abs(change).max(axis=1, keepdims=True) / 127
        error = np.abs(values - wanted[name]).reshape(len(values), -1)
        assert (error <= step / 2 + 1e-6).all(), name
    np.testing.assert_array_equal(found["wide"][2], BASE["wide"][2])


def test_changes_take_8_bits_and_the_head_16() -> None:
    arrays = pack(BASE, tuned())

    assert {name: values.dtype.str[1:] for name, values in arrays.items()} == {
        "wide": "i1", "wide:scale": "f4", "bias": "i1", "bias:scale": "f4", "head.0.bias": "f2",
    }  # fmt: skip
    np.testing.assert_allclose(np.asarray(arrays["head.0.bias"], float), [0.1, 2.5], rtol=1e-3)


def test_what_is_written_is_what_was_trained(tiny: TinyReader) -> None:
    """By way of the file: names of PyTorch become those of the model."""
    base = load_file(tiny.model / "model.safetensors")
    state = {n.removeprefix("bert."): v.numpy() for n, v in tiny.trained.state_dict().items()}
    found = dict(changed(base, load_arrays(tiny.shipped)))

    kinds = "embeddings.token_type_embeddings.weight"
    learned = {name for name in base if "layer.2" in name}
    assert found.keys() == {kinds, *learned}
    for name, values in found.items():
        np.testing.assert_allclose(values, state[name], atol=2e-3)
        before = base[name][:1] if name == kinds else base[name]
        assert np.abs(values - before).max() > 0.01


@pytest.fixture
def copied(tiny: TinyReader, tmp_path: Path) -> Path:
    for name in (FILE, CARD):
        shutil.copy(tiny.shipped.parent / name, tmp_path / name)
    return tmp_path


def test_a_file_is_used_as_it_was_written(copied: Path) -> None:
    assert shipped_reader(copied) == copied / FILE


@pytest.mark.parametrize("damage", ["changed", "cut", "missing", "no card", "not a card"])
def test_another_file_than_its_card_names_is_refused(copied: Path, damage: str) -> None:
    data = (copied / FILE).read_bytes()
    match damage:
        case "changed":
            (copied / FILE).write_bytes(data[:-100] + bytes([data[-100] ^ 1]) + data[-99:])
        case "cut":
            (copied / FILE).write_bytes(data[:-1])
        case "missing":
            (copied / FILE).unlink()
        case "no card":
            (copied / CARD).unlink()
        case "not a card":
            (copied / CARD).write_text("[")

    assert shipped_reader(copied) is None


def test_shipping_again_keeps_what_else_the_card_says(tiny: TinyReader, copied: Path) -> None:
    (copied / CARD).write_text(json.dumps({"licence": "Apache-2.0", "sha256": "of another"}))
    size = ship(tiny.shipped.parent / "stage-0.pt", tiny.model, copied)

    assert json.loads((copied / CARD).read_text())["licence"] == "Apache-2.0"
    assert shipped_reader(copied) == copied / FILE
    assert size == (copied / FILE).stat().st_size
