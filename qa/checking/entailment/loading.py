"""Whether there is an entailment model, and how it is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index import BUNDLED
from qa.checking.entailment.shipped import shipped_entailment
from qa.reader.loading import load_changed, loaded_once

if TYPE_CHECKING:
    from qa.checking.entailment.model import Entailment

FORM = "entailment3"
"""Changes whenever a form made before would no longer do."""
PRECISE = tuple(f"encoder.layer.{layer}.output.dense.weight" for layer in range(4))
"""Matrices of the form that stay in 32 bits. The log odds of support were .21 away from those of a
form that is in 32 bits as a whole, on average of 2,500 pairs over held-out documents, and are .14
now; with the other two layers as well they are no closer. It takes 7 MB, and a millisecond a
sentence."""


@dataclass(frozen=True, slots=True)
class EntailmentChoice:
    """What decides whether there is a model.

    `model` is the embedding model, `light` the folder in which light forms are kept, None where
    PyTorch runs the model. `shipped` is the folder of the model's file, None for the one that
    comes with Pincite.
    """

    model: str
    light: Path | None
    shipped: Path | None = None


def why_none(choice: EntailmentChoice) -> str:
    """Say why there is none; "" where there is one, or will be once the embedder was loaded."""
    if choice.model != BUNDLED:
        return (
            f"the entailment model needs the embedding model {BUNDLED}, and {choice.model} is set"
        )
    if choice.light is None:
        return "the entailment model needs PINCITE_RUNTIME=light, and it is set to reference"
    if shipped_entailment(choice.shipped) is None:
        return "the file of the entailment model is missing or changed: install Pincite again"
    return ""


def load_entailment(choice: EntailmentChoice, embedder: str) -> "Entailment | None":
    """Return the model; None where there is none. The embedding model must be loaded already.

    Args:
        choice: What decides.
        embedder: The id of the embedder of the collection: the model is made from its weights.

    Raises:
        FormRefused: If its form cannot be made.
    """
    if why_none(choice):
        return None
    from qa.checking.entailment.onnx_entailment import OnnxEntailment

    shipped = shipped_entailment(choice.shipped)
    assert choice.light is not None
    assert shipped is not None
    return load_changed(shipped, choice.light, embedder, FORM, OnnxEntailment, PRECISE)


def shared_entailment(
    choice: EntailmentChoice, embedder: Callable[[], str], say: Callable[[str], None]
) -> "Callable[[], Entailment | None]":
    """Return a function that loads the model once, and returns it ever after.

    `embedder` gives the id of the collection's embedder. If the model cannot be loaded, `say` is
    told why, and the function returns None.
    """
    return loaded_once(
        lambda: load_entailment(choice, embedder()),
        lambda reason: say(f"sentences are checked without the entailment model: {reason}"),
    )
