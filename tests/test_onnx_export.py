"""The light form of a model: made once, checked against the model, never trusted blindly."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import psutil
import pytest
from tiny_model import make_tiny_model
from tokenizers import Tokenizer

from index import BUNDLED, SentenceEncoder, find_model
from index.embedding.model_config import ModelShape
from index.embedding.onnx_engine import OnnxEngine
from index.embedding.onnx_export import load_light
from index.embedding.onnx_export_maker import compare
from index.embedding.torch_engine import TorchEngine
from index.ledger.lock import alone


def said_by(model: Path | str, folder: Path) -> list[str]:
    """Embed something in a light form kept in the folder, and return what was said."""
    said: list[str] = []
    encoder = SentenceEncoder(find_model(str(model)), folder, said.append)
    assert np.linalg.norm(encoder.embed_question("owls")) == pytest.approx(1)
    return said


def forms(folder: Path) -> list[Path]:
    """Return the folders of finished forms and of those that are being made."""
    return [path for path in folder.iterdir() if path.is_dir()]


MAKE = """
import sys
from pathlib import Path
from index import SentenceEncoder, find_model

def say(text):
    print(text, flush=True)

SentenceEncoder(find_model(sys.argv[1]), Path(sys.argv[2]), say).embed_question("owls")
say([name for name in ("torch", "transformers", "onnx") if name in sys.modules])
"""


def making(model: Path, folder: Path, before: str = "") -> "subprocess.Popen[str]":
    """Start a process that embeds something, after it has done something else."""
    return subprocess.Popen(
        [sys.executable, "-c", before + MAKE, str(model), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until_begun(process: "subprocess.Popen[str]", step: int = 1) -> psutil.Process:
    """Wait until it is being made, and return the process that makes it."""
    assert process.stdout is not None
    assert any(f"step {step} of 3" in line for line in process.stdout)
    (maker,) = psutil.Process(process.pid).children()
    return maker


@pytest.fixture(scope="session")
def kept(model: Path, light_models: Path) -> Path:
    """The folder of the tiny model's light form."""
    files = find_model(str(model))
    SentenceEncoder(files, light_models).load()
    (folder,) = light_models.glob(f"{files.fingerprint}-*")
    return folder


def loaded(model: Path | str, folder: Path) -> OnnxEngine | None:
    files = find_model(str(model))
    tokenizer = Tokenizer.from_file(str(files.folder / "tokenizer.json"))
    return load_light(files, ModelShape.of(files.folder), tokenizer, folder)


def pooled_by(model: Path, folder: Path, mode: str) -> Path:
    """Copy a model so that it pools its tokens in another way."""
    copy = shutil.copytree(model, folder)
    pooling = {"word_embedding_dimension": 32, f"pooling_mode_{mode}": True}
    (copy / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    return copy


@pytest.fixture(scope="module")
def made_by_two(
    model: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[list[str]]]:
    """A folder in which two processes that start at once need a form, and what each says."""
    folder = tmp_path_factory.mktemp("forms")
    with making(model, folder) as first, making(model, folder) as second:
        told = [process.communicate() for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0)
    assert [complained for _, complained in told] == ["", ""]
    return folder, [said.splitlines() for said, _ in told]


def test_it_is_made_once_and_kept(made_by_two: tuple[Path, list[list[str]]], model: Path) -> None:
    folder, told = made_by_two
    (kept,) = forms(folder)
    (said,) = [lines for lines in told if any("step 1 of 3" in line for line in lines)]
    said = said["once on this computer" not in said[0] :]  # it may have waited for the other first

    assert "once on this computer" in said[0]
    assert [line.partition(", ")[2][:11] for line in said[1:-2]] == [
        f"step {number} of 3" for number in (1, 2, 3)
    ]
    assert said[-2].startswith("prepared ")
    assert sorted(path.name for path in kept.iterdir()) == ["form.json", "model.onnx"]
    assert json.loads((kept / "form.json").read_text())["agreement"]["cosine"] >= 0.9999
    assert said_by(model, folder) == []


def test_making_it_leaves_no_torch_behind(made_by_two: tuple[Path, list[list[str]]]) -> None:
    """PyTorch takes a gigabyte, which a process gives back only by ending."""
    assert [lines[-1] for lines in made_by_two[1]] == ["[]", "[]"]


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


def test_a_model_that_takes_the_first_token_has_one(model: Path, tmp_path: Path) -> None:
    first = pooled_by(model, tmp_path / "first", "cls_token")
    text = "owls hunt at night"

    light = SentenceEncoder(find_model(str(first)), tmp_path / "forms").embed_question(text)
    reference = SentenceEncoder(find_model(str(first))).embed_question(text)
    np.testing.assert_allclose(light, reference, atol=1e-4)
    assert len(forms(tmp_path / "forms")) == 1


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
    reference = TorchEngine(files.folder, shape)
    other = TorchEngine(make_tiny_model(tmp_path / "other", seed=1), shape)

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


def test_the_second_waits_until_the_first_has_made_it(
    kept: Path, model: Path, tmp_path: Path
) -> None:
    with ExitStack() as first:
        assert first.enter_context(alone(tmp_path / "making.lock"))
        with making(model, tmp_path) as second:
            assert second.stdout is not None
            assert "waiting for another process" in second.stdout.readline()
            shutil.copytree(kept, tmp_path / kept.name)
            first.close()
            assert second.communicate()[0] == "[]\n"


def test_a_maker_ends_with_the_process_that_asked_and_the_next_begins_anew(
    kept: Path, model: Path, tmp_path: Path
) -> None:
    """A damaged one was there, which is made again."""
    shutil.copytree(kept, tmp_path / kept.name)
    (tmp_path / kept.name / "model.onnx").write_bytes(b"")
    with making(model, tmp_path) as process:
        maker = until_begun(process, step=3)
        maker.suspend()  # so that it cannot be done by then
        process.kill()
    maker.resume()
    while maker.is_running() and maker.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.05)

    assert sorted(path.name[:8] for path in forms(tmp_path)) == [".making-", kept.name[:8]]
    said = "".join(said_by(model, tmp_path))
    assert "once on this computer" in said
    assert "step 1 of 3" in said
    assert [path.name for path in forms(tmp_path)] == [kept.name]
    assert said_by(model, tmp_path) == []


def test_interrupted_it_leaves_nothing(model: Path, tmp_path: Path) -> None:
    with making(model, tmp_path) as process:
        maker = until_begun(process)
        process.send_signal(signal.SIGINT)
        _, complained = process.communicate()

    assert "KeyboardInterrupt" in complained
    assert not maker.is_running()
    assert forms(tmp_path) == []


def test_that_a_maker_was_killed_is_told_and_not_kept(model: Path, tmp_path: Path) -> None:
    """As the system does where memory runs out."""
    with making(model, tmp_path) as process:
        until_begun(process).kill()
        told, _ = process.communicate()

    assert process.returncode == 0
    assert "no light form" in told
    assert "perhaps because memory ran out; the next start tries again" in told
    assert forms(tmp_path) == []


def test_that_a_maker_cannot_write_is_told_as_the_system_tells_it(
    model: Path, tmp_path: Path
) -> None:
    small = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))\n"
    with making(model, tmp_path, small) as process:
        assert process.stdout is not None
        told = next(line for line in process.stdout if "no light form" in line)
        process.kill()  # that the model is then run by its own library is seen above

    assert "File too large" in told
    assert forms(tmp_path) == []


@pytest.mark.model
def test_the_bundled_model_agrees_with_its_light_form(light_models: Path) -> None:
    """Its maker has compared them; here what was kept is compared once more."""
    files = find_model(BUNDLED)
    SentenceEncoder(files, light_models).load()
    light = loaded(BUNDLED, light_models)
    reference = TorchEngine(files.folder, ModelShape.of(files.folder))

    assert light is not None
    for text in ("Who leads Brigade 315?", "", "a " * 400, "日本語 😀 \u200b"):
        assert light.question(text) @ reference.question(text) >= 0.9999
