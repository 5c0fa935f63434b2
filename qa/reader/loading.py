"""Which reader reads: the one that comes with Pincite, one of the user's own, or none."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tokenizers import Tokenizer

from index import BUNDLED, find_model
from index.embedding.encoder import whole_tokenizer
from index.embedding.onnx_export import light_form
from qa.reader.form import FORM, FormRefused, made_form
from qa.reader.shipped import shipped_reader

if TYPE_CHECKING:
    from qa.reader.reader import Reader

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """What decides which reader reads.

    `wanted` is "on", "off", or the path of a cross-encoder's folder; `model` is the embedding
    model, `light` the folder in which light forms are kept, None where PyTorch runs the model.
    `shipped` is the folder of the reader's file, None for the one that comes with Pincite.
    """

    wanted: str
    model: str
    light: Path | None
    shipped: Path | None = None

    @property
    def own(self) -> Path | None:
        """Return the folder of the user's own cross-encoder, where one is wanted."""
        return None if self.wanted in ("on", "off") else Path(self.wanted).expanduser()


def why_none(choice: ReaderChoice) -> str:
    """Say why there is no reader; "" where there is one, or will be once the model was loaded."""
    if choice.wanted == "off":
        return "the reader is switched off"
    if choice.own is not None:
        from qa.reader.cross_encoder import why_no_cross_encoder

        return why_no_cross_encoder(choice.own)
    if choice.model != BUNDLED:
        return f"the reader needs the embedding model {BUNDLED}, and {choice.model} is set"
    if choice.light is None:
        return "the reader needs the light form of its model, and PINCITE_RUNTIME is reference"
    if shipped_reader(choice.shipped) is None:
        return "the file of the reader is missing or changed: install Pincite again"
    return ""


def load_reader(choice: ReaderChoice, embedder: str) -> "Reader | None":
    """Return the reader; None where there is none. The embedding model must be loaded already.

    Args:
        choice: What decides.
        embedder: The id of the embedder of the collection: the reader is made of its model.

    Raises:
        FormRefused: If its form cannot be made, or its folder holds no model.
    """
    if choice.own is not None:
        from qa.reader.cross_encoder import CrossEncoderReader

        return CrossEncoderReader(choice.own)
    if why_none(choice):
        return None
    from qa.reader.onnx_reader import OnnxReader

    shipped = shipped_reader(choice.shipped)
    assert choice.light is not None
    assert shipped is not None
    return load_changed(shipped, choice.light, embedder, FORM, OnnxReader)


def load_changed(
    shipped: Path,
    light_forms: Path,
    embedder: str,
    kind: str,
    load: Callable[[Path, Path, Tokenizer], Model],
    precise: Sequence[str] = (),
) -> Model | None:
    """Return a model that is kept as changes to the bundled one; None for another embedder.

    Args:
        shipped: The file with the changes.
        light_forms: The folder of forms; that of the embedder must be there already.
        embedder: The id of the embedder of the collection.
        kind: What the names of its forms end with.
        load: Makes the model, given its form, its file and the tokenizer.
        precise: The names of the matrices that its form keeps in 32 bits.

    Raises:
        FormRefused: If its form cannot be made, or does not load.
    """
    files = find_model(BUNDLED)
    if not embedder.startswith(f"{files.name}@{files.fingerprint}/"):
        return None
    light = light_form(files, light_forms)
    if light is None:
        raise FormRefused(f"{BUNDLED} has no light form on this computer")
    model = files.folder / "model.safetensors"
    form = made_form(light, model, shipped, light_forms, kind, precise)
    tokenizer = whole_tokenizer(files.folder)
    try:
        return load(form, shipped, tokenizer)
    except Exception as exc:  # onnxruntime raises what it likes
        raise FormRefused(f"{form} does not load, remove it ({exc})") from exc


def shared_reader(
    choice: ReaderChoice, embedder: Callable[[], str], say: Callable[[str], None]
) -> "Callable[[], Reader | None]":
    """Return a function that loads the reader once, and returns it ever after.

    `embedder` gives the id of the collection's embedder. If the reader cannot be loaded, `say` is
    told why, and the function returns None.
    """
    return loaded_once(
        lambda: load_reader(choice, embedder()),
        lambda reason: say(f"answers are chosen without the reader: {reason}"),
    )


def loaded_once(
    load: Callable[[], Model | None], refused: Callable[[FormRefused], None]
) -> Callable[[], Model | None]:
    """Return a function that loads a model once, and returns it ever after.

    If `load` raises FormRefused, `refused` is called with it and the function returns None.
    """
    lock = threading.Lock()
    loaded: list[Model | None] = []

    def model() -> Model | None:
        with lock:
            if not loaded:
                try:
                    loaded.append(load())
                except FormRefused as exc:
                    refused(exc)
                    loaded.append(None)
            return loaded[0]

    return model
