"""The light form of a model: made once, checked against the model, never trusted blindly."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tiny_model import make_tiny_model
from tokenizers import Tokenizer

from index import BUNDLED, SentenceEncoder, find_model
from index.light_engine import LightEngine
from index.light_form import compare, load_light
from index.model_shape import ModelShape
from index.reference_engine import ReferenceEngine


def said_by(model: Path | str, folder: Path) -> list[str]:
    """Embed something in a light form kept in the folder, and return what was said."""
    said: list[str] = []
    encoder = SentenceEncoder(find_model(str(model)), folder, said.append)
    assert np.linalg.norm(encoder.embed_question("owls")) == pytest.approx(1)
    return said


@pytest.fixture(scope="session")
def kept(model: Path, light_models: Path) -> Path:
    """The folder of the tiny model's light form."""
    files = find_model(str(model))
    SentenceEncoder(files, light_models).load()
    (folder,) = light_models.glob(f"{files.fingerprint}-*")
    return folder


def loaded(model: Path | str, folder: Path) -> LightEngine | None:
    files = find_model(str(model))
    tokenizer = Tokenizer.from_file(str(files.folder / "tokenizer.json"))
    return load_light(files, ModelShape.of(files.folder), tokenizer, folder)


def pooled_by(model: Path, folder: Path, mode: str) -> Path:
    """Copy a model so that it pools its tokens in another way."""
    copy = shutil.copytree(model, folder)
    pooling = {"word_embedding_dimension": 32, f"pooling_mode_{mode}": True}
    (copy / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    return copy


def test_it_is_made_once_and_kept(model: Path, tmp_path: Path) -> None:
    (said,) = said_by(model, tmp_path)
    (kept,) = tmp_path.iterdir()

    assert "once for this computer" in said
    assert sorted(path.name for path in kept.iterdir()) == ["form.json", "model.onnx"]
    assert json.loads((kept / "form.json").read_text())["agreement"]["cosine"] >= 0.9999
    assert said_by(model, tmp_path) == []


@pytest.mark.parametrize("damage", ["missing", "cut", "flipped", "no record"])
def test_a_damaged_one_is_not_used(kept: Path, model: Path, tmp_path: Path, damage: str) -> None:
    shutil.copytree(kept, tmp_path / kept.name)
    file = tmp_path / kept.name / "model.onnx"
    data = file.read_bytes()
    match damage:
        case "missing":
            file.unlink()
        case "cut":
            file.write_bytes(data[:-1])
        case "flipped":
            file.write_bytes(data[:-200] + bytes([data[-200] ^ 1]) + data[-199:])
        case "no record":
            (file.parent / "form.json").write_text("{")

    assert loaded(model, kept.parent) is not None
    assert loaded(model, tmp_path) is None


def test_a_damaged_one_is_made_again(kept: Path, model: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / kept.name)
    (tmp_path / kept.name / "model.onnx").write_bytes(b"")

    assert len(said_by(model, tmp_path)) == 1
    assert said_by(model, tmp_path) == []
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]


def test_a_model_that_takes_the_first_token_has_one(model: Path, tmp_path: Path) -> None:
    first = pooled_by(model, tmp_path / "first", "cls_token")
    text = "owls hunt at night"

    light = SentenceEncoder(find_model(str(first)), tmp_path / "forms").embed_question(text)
    reference = SentenceEncoder(find_model(str(first))).embed_question(text)
    np.testing.assert_allclose(light, reference, atol=1e-4)
    assert len(list((tmp_path / "forms").iterdir())) == 1


def test_a_model_that_pools_otherwise_is_run_by_its_own_library(
    model: Path, tmp_path: Path
) -> None:
    greatest = pooled_by(model, tmp_path / "greatest", "max_tokens")

    (said,) = said_by(greatest, tmp_path / "forms")
    assert "no light form" in said
    assert not (tmp_path / "forms").exists()


def test_a_refusal_is_kept_until_the_libraries_change(
    kept: Path, model: Path, tmp_path: Path
) -> None:
    form = tmp_path / kept.name / "form.json"
    form.parent.mkdir()
    record = json.loads((kept / "form.json").read_text())
    refused = {"made_with": record["made_with"], "refused": "it gives other vectors"}
    form.write_text(json.dumps(refused))

    (said,) = said_by(model, tmp_path)
    assert "it gives other vectors" in said
    form.write_text(json.dumps({**refused, "made_with": {"torch": "1.0"}}))
    assert loaded(model, tmp_path) is None


def test_where_it_cannot_be_kept_the_model_is_run_by_its_own_library(
    model: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")

    assert "no light form" in said_by(model, tmp_path / "file")[-1]


def test_engines_of_different_models_do_not_agree(model: Path, tmp_path: Path) -> None:
    files = find_model(str(model))
    shape = ModelShape.of(files.folder)
    reference = ReferenceEngine(files.folder, shape)
    other = ReferenceEngine(make_tiny_model(tmp_path / "other", seed=1), shape)

    assert compare(reference, reference, shape).holds
    assert not compare(reference, other, shape).holds


def test_one_that_was_made_is_used_without_torch(kept: Path, model: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index import SentenceEncoder, find_model; "
        f"encoder = SentenceEncoder(find_model({str(model)!r}), Path({str(kept.parent)!r})); "
        "encoder.embed_question('owls'); "
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'onnx') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )

    assert done.stdout == "[]\n"


@pytest.mark.model
def test_the_bundled_model_agrees_with_its_light_form(light_models: Path) -> None:
    """`make_light` has compared them; here what was kept is compared once more."""
    files = find_model(BUNDLED)
    SentenceEncoder(files, light_models).load()
    light = loaded(BUNDLED, light_models)
    reference = ReferenceEngine(files.folder, ModelShape.of(files.folder))

    assert light is not None
    for text in ("Who leads Brigade 315?", "", "a " * 400, "日本語 😀 \u200b"):
        assert light.question(text) @ reference.question(text) >= 0.9999
