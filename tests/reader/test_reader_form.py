"""The form that onnxruntime runs: made once out of the embedder's, whole or not at all."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import pytest
from safetensors.numpy import load_file
from tiny_reader import TinyReader, make_uneven_model

from index.embedding.encoder import whole_tokenizer
from index.embedding.turn import in_turn
from qa.reader.form import FormRefused, made_form
from qa.reader.layout import PassageWords
from qa.reader.onnx_reader import OnnxReader

MAKE = """
import sys
from pathlib import Path
from qa.reader.form import FormRefused, made_form

print("begun", flush=True)
try:
    print(made_form(*map(Path, sys.argv[1:])).name)
except FormRefused as exc:
    print(exc)
"""


def made(tiny: TinyReader, folder: Path) -> Path:
    return made_form(tiny.light, tiny.model / "model.safetensors", tiny.shipped, folder)


def making(tiny: TinyReader, folder: Path, before: str = "") -> "subprocess.Popen[str]":
    """Start a process that wants a form, after it has done something else."""
    files = (tiny.light, tiny.model / "model.safetensors", tiny.shipped, folder)
    return subprocess.Popen(
        [sys.executable, "-c", before + MAKE, *map(str, files)], stdout=subprocess.PIPE, text=True
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def whole(form: Path) -> list[str]:
    """Return the names of what lies beside a form, and its own."""
    return sorted([form.name, form.with_suffix(".sha256").name, "reader.lock"])


def copied(form: Path, folder: Path) -> list[Path]:
    return [Path(shutil.copy(form.with_suffix(end), folder)) for end in (".onnx", ".sha256")]


def test_it_is_made_once_and_made_again_when_it_is_gone(tiny: TinyReader, tmp_path: Path) -> None:
    place = made(tiny, tmp_path)
    data, file = place.read_bytes(), place.stat().st_ino
    assert names(tmp_path) == whole(place)

    assert made(tiny, tmp_path).stat().st_ino == file
    place.unlink()
    assert made(tiny, tmp_path).read_bytes() == data


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "no record"])
def test_a_damaged_one_is_made_again(
    tiny: TinyReader, form: Path, tmp_path: Path, damage: str
) -> None:
    data = form.read_bytes()
    (place, record) = copied(form, tmp_path)
    match damage:
        case "cut":
            place.write_bytes(data[:-1])
        case "flipped":
            place.write_bytes(data[:-200] + bytes([data[-200] ^ 1]) + data[-199:])
        case "empty":
            place.write_bytes(b"")
        case "no record":
            record.unlink()

    assert made(tiny, tmp_path).read_bytes() == data
    assert names(tmp_path) == whole(form)


def test_another_reader_has_another_form(tiny: TinyReader, form: Path, tmp_path: Path) -> None:
    """One byte more at the end of the file makes it another one."""
    other = tmp_path / "reader.npz"
    other.write_bytes(tiny.shipped.read_bytes() + b"\0")
    place = made_form(tiny.light, tiny.model / "model.safetensors", other, tmp_path)

    assert place.name != form.name
    assert place.read_bytes() == form.read_bytes()


def test_a_light_form_of_other_weights_is_refused_with_the_reason(
    tiny: TinyReader, tmp_path: Path
) -> None:
    other = make_uneven_model(tmp_path / "other", seed=1)
    forms = tmp_path / "forms"
    forms.mkdir()

    with pytest.raises(FormRefused, match=r"\(the light form does not hold embeddings\.token_type"):
        made_form(tiny.light, other / "model.safetensors", tiny.shipped, forms)
    assert names(forms) == ["reader.lock"]


@pytest.mark.parametrize("missing", ["light", "model"])
def test_that_a_file_is_missing_is_the_reason(
    tiny: TinyReader, tmp_path: Path, missing: str
) -> None:
    files = {"light": tiny.light, "model": tiny.model / "model.safetensors"}
    files[missing] = tmp_path / "gone"

    with pytest.raises(FormRefused, match=r"No such file or directory.*gone"):
        made_form(files["light"], files["model"], tiny.shipped, tmp_path)


def test_where_nothing_can_be_written_it_is_refused(tiny: TinyReader, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(FormRefused, match=r"onnx cannot be written: Not a directory"):
        made(tiny, tmp_path / "file")


def test_half_a_form_is_never_seen(tiny: TinyReader, tmp_path: Path) -> None:
    """The disk is full after some kilobytes: nothing is left, and the next start makes it."""
    small = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
    with making(tiny, tmp_path, small) as process:
        told, _ = process.communicate()

    assert "File too large" in told
    assert names(tmp_path) == ["reader.lock"]
    assert made(tiny, tmp_path).exists()


def test_what_a_killed_maker_left_is_made_over(
    tiny: TinyReader, form: Path, tmp_path: Path
) -> None:
    for ending in (".whole", ".small"):
        (tmp_path / form.name).with_suffix(ending).write_bytes(b"half of it")

    assert made(tiny, tmp_path).read_bytes() == form.read_bytes()
    assert names(tmp_path) == whole(form)


def test_two_processes_at_once_both_have_it(tiny: TinyReader, form: Path, tmp_path: Path) -> None:
    with making(tiny, tmp_path) as first, making(tiny, tmp_path) as second:
        told = [process.communicate()[0] for process in (first, second)]

    assert told == [f"begun\n{form.name}\n"] * 2
    assert (tmp_path / form.name).read_bytes() == form.read_bytes()
    assert names(tmp_path) == whole(form)


def waits(process: int) -> bool:
    """Tell whether a process waits for a lock."""
    lines = Path("/proc/locks").read_text().split("\n")
    return any("->" in line and f" {process} " in line for line in lines)


def test_the_second_takes_what_the_first_has_made(
    tiny: TinyReader, form: Path, tmp_path: Path
) -> None:
    with in_turn(tmp_path / "reader.lock", lambda: None):
        process = making(tiny, tmp_path)
        while not waits(process.pid):
            assert process.poll() is None
            time.sleep(0.02)
        files = [path.stat().st_ino for path in copied(form, tmp_path)]
    with process:
        told, _ = process.communicate()

    assert told == f"begun\n{form.name}\n"
    assert files == [
        (tmp_path / form.with_suffix(end).name).stat().st_ino for end in (".onnx", ".sha256")
    ]


def test_the_embedder_s_own_form_stays_as_it_is(tiny: TinyReader, tmp_path: Path) -> None:
    before = tiny.light.read_bytes()
    made(tiny, tmp_path)

    assert tiny.light.read_bytes() == before


def test_the_folder_may_be_moved(tiny: TinyReader, form: Path, tmp_path: Path) -> None:
    """A form holds all that it needs, and no path."""
    moved = Path(shutil.copy(form, tmp_path / "moved.onnx"))
    passage = PassageWords("", ("a b", "c"))

    (scores,) = OnnxReader(moved, tiny.shipped, whole_tokenizer(tiny.model)).read("q", [passage])
    assert scores.shape == (2,)


def test_a_matrix_may_stay_in_32_bits(tiny: TinyReader, form: Path, tmp_path: Path) -> None:
    """The values of the model's own, not those of bytes."""
    model, name = tiny.model / "model.safetensors", "encoder.layer.0.output.dense.weight"
    place = made_form(tiny.light, model, tiny.shipped, tmp_path, "precise", [name])
    wanted = load_file(model)[name].T

    def holds(path: Path) -> bool:
        held = map(onnx.numpy_helper.to_array, onnx.load(path).graph.initializer)
        return any(np.array_equal(values, wanted) for values in held)

    assert place.name.endswith("-precise.onnx")
    assert (holds(place), holds(form)) == (True, False)


def test_a_matrix_that_the_model_has_not_is_refused(tiny: TinyReader, tmp_path: Path) -> None:
    model = tiny.model / "model.safetensors"
    with pytest.raises(FormRefused, match=r"failed \(.*layer\.9"):
        made_form(tiny.light, model, tiny.shipped, tmp_path, precise=["encoder.layer.9.weight"])
    assert names(tmp_path) == ["reader.lock"]
