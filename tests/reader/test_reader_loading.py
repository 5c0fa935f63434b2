"""Which reader reads, what is said where there is none, and that it is loaded once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from command_line import told_json
from tiny_reader import HERONS, TinyReader
from toys import open_toy_index

from index import BUNDLED, SentenceEncoder, find_model
from index.embedding.onnx_export import light_form
from qa.answering.ranking import shipped_weights
from qa.commands.cli import main
from qa.config import Config
from qa.reader.cross_encoder import CrossEncoderReader
from qa.reader.form import FormRefused
from qa.reader.loading import ReaderChoice, load_reader, shared_reader, why_none
from qa.reader.onnx_reader import OnnxReader
from qa.wiring import make_chooser, reader_choice

LIGHT = Path("/light-forms")
NO_READER = {
    "off": (ReaderChoice("off", BUNDLED, LIGHT), "the reader is switched off"),
    "another model": (
        ReaderChoice("on", "./e5", LIGHT),
        f"the reader needs the embedding model {BUNDLED}, and ./e5 is set",
    ),
    "no light form": (
        ReaderChoice("on", BUNDLED, None),
        "the reader needs the light form of its model, and PINCITE_RUNTIME is reference",
    ),
    "no file": (
        ReaderChoice("on", BUNDLED, LIGHT, Path("/gone")),
        "the file of the reader is missing or changed: install Pincite again",
    ),
}


@pytest.fixture
def choice(tiny: TinyReader) -> ReaderChoice:
    """The file of a test in the place of the one that is shipped."""
    return ReaderChoice("on", BUNDLED, LIGHT, tiny.shipped.parent)


@pytest.mark.parametrize(("choice", "reason"), NO_READER.values(), ids=NO_READER)
def test_why_there_is_none_is_said(choice: ReaderChoice, reason: str) -> None:
    assert why_none(choice) == reason
    assert load_reader(choice, f"{BUNDLED}@1/2") is None


def test_nothing_is_said_where_there_will_be_one(choice: ReaderChoice) -> None:
    assert why_none(choice) == ""


def test_a_collection_of_another_model_has_none(choice: ReaderChoice) -> None:
    """As long as it was not made again with the bundled one."""
    assert load_reader(choice, "words@toy") is None


def test_a_changed_file_is_not_used(tiny: TinyReader, tmp_path: Path) -> None:
    for path in tiny.shipped.parent.glob("reader.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes() + b" ")

    assert "missing or changed" in why_none(ReaderChoice("on", BUNDLED, LIGHT, tmp_path))


def test_one_of_the_user_s_own_goes_with_any_embedding_model(cross_encoder: Path) -> None:
    choice = ReaderChoice(str(cross_encoder), "./e5", None)

    assert why_none(choice) == ""
    found = load_reader(choice, "words@toy")
    assert isinstance(found, CrossEncoderReader)
    assert [len(scores) for scores in found.read("who?", HERONS)] == [3, 1]


def test_a_folder_in_the_home_directory_may_be_named_short(
    cross_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(cross_encoder.parent))

    assert why_none(ReaderChoice(f"~/{cross_encoder.name}", BUNDLED, LIGHT)) == ""
    assert "gone holds no cross-encoder" in why_none(ReaderChoice("~/gone", BUNDLED, LIGHT))


def test_that_it_cannot_be_loaded_is_said_once(model: Path) -> None:
    said: list[str] = []
    reader = shared_reader(ReaderChoice(str(model), BUNDLED, LIGHT), lambda: "e", said.append)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: reader(), range(8))) == [None] * 8
    (text,) = said
    assert text.startswith(f"answers are chosen without the reader: {model} holds no")


def test_it_is_loaded_once_however_many_ask(cross_encoder: Path) -> None:
    asked: list[str] = []

    def embedder() -> str:
        asked.append("id")
        return "words@toy"

    reader = shared_reader(ReaderChoice(str(cross_encoder), BUNDLED, LIGHT), embedder, print)
    assert asked == [], "not before somebody asks"
    with ThreadPoolExecutor(4) as pool:
        found = {id(one) for one in pool.map(lambda _: reader(), range(8))}

    assert (len(found), asked) == (1, ["id"])
    assert reader() is not None


# The setting ------------------------------------------------------------------------


def test_the_setting_decides(cross_encoder: Path, tmp_path: Path) -> None:
    config = Config(data=tmp_path)
    assert reader_choice(config) == ReaderChoice("on", BUNDLED, tmp_path / ".models")
    config = Config.from_env({"PINCITE_READER": "off", "PINCITE_RUNTIME": "reference"})
    assert reader_choice(config) == ReaderChoice("off", BUNDLED, None)

    index = open_toy_index(tmp_path / "main")
    for wanted, kind in (("off", type(None)), (str(cross_encoder), CrossEncoderReader)):
        own = Config.from_env({"PINCITE_READER": wanted})
        assert isinstance(make_chooser(own, index, shipped_weights()).reader(), kind)


@pytest.mark.parametrize("wanted", ["off", "on", "gone", "own"])
def test_doctor_notes_that_there_is_none(
    wanted: str, model: Path, cross_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_MODEL", str(model))
    monkeypatch.setenv("PINCITE_READER", str(cross_encoder) if wanted == "own" else wanted)
    notes = {
        "off": "the reader is switched off",
        "on": f"the reader needs the embedding model {BUNDLED}, and {model} is set",
        "gone": "gone holds no cross-encoder (config.json is missing or names none)",
    }
    told = told_json(CliRunner().invoke(main, ["doctor", "--json"]))
    found = [note for note in told["notes"] if "words and vectors" in note]

    assert told["findings"] == []
    assert found == [
        f"sentences are chosen by words and vectors alone: {notes[name]}"
        for name in [wanted]
        if name in notes
    ]


# With the bundled model -------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled(light_models: Path) -> SentenceEncoder:
    """The bundled model, prepared as it is before the first question."""
    encoder = SentenceEncoder(find_model(BUNDLED), light_models)
    encoder.load()
    return encoder


@pytest.mark.model
def test_the_one_that_is_shipped_tells_what_answers(
    bundled: SentenceEncoder, light_models: Path
) -> None:
    choice = ReaderChoice("on", BUNDLED, light_models)
    assert why_none(choice) == ""
    reader = load_reader(choice, bundled.id)
    assert isinstance(reader, OnnxReader)

    (right, wrong) = reader.read("Who counted the herons?", HERONS)
    assert int(np.argmax(right)) == 0
    assert right[0] > max(0, *right[1:], *wrong)


@pytest.mark.model
def test_a_file_for_other_weights_is_refused(
    bundled: SentenceEncoder, light_models: Path, tmp_path: Path, choice: ReaderChoice
) -> None:
    """The tiny reader's tensors have other shapes than the bundled model's of that name."""
    light = light_form(find_model(BUNDLED), light_models)
    assert light is not None
    (tmp_path / light.parent.name).symlink_to(light.parent)

    with pytest.raises(FormRefused, match="the process that makes it failed"):
        load_reader(replace(choice, light=tmp_path), bundled.id)


@pytest.mark.model
def test_without_the_light_form_it_is_refused(
    bundled: SentenceEncoder, tmp_path: Path, choice: ReaderChoice
) -> None:
    with pytest.raises(FormRefused, match="has no light form on this computer"):
        load_reader(replace(choice, light=tmp_path), bundled.id)
