"""An entailment model of a few kilobytes, made of the tiny embedding model."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tiny_reader import make_uneven_model
from tokenizers import Tokenizer

from index import SentenceEncoder, find_model
from index.embedding.encoder import whole_tokenizer
from index.embedding.onnx_export import light_form
from qa.checking.entailment.loading import FORM
from qa.checking.entailment.model import Probabilities
from qa.checking.entailment.onnx_entailment import OnnxEntailment
from qa.checking.entailment.training.pairs import Pair
from qa.checking.entailment.training.ship import ship
from qa.checking.entailment.training.train import (
    EntailmentModel,
    prepare,
    tensors_of,
)
from qa.reader.form import made_form

HERONS = (
    ("ada counted 40 herons.", "notes. ada lund counted 40 herons, and it rained."),
    ("ada counted 14 herons.", "notes. ada lund counted 40 herons, and it rained."),
    ("owls sleep by day.", "it rained."),
)


@dataclass(frozen=True, slots=True)
class TinyEntailment:
    """An embedding model, its light form, and what training made of it."""

    model: Path
    light: Path
    trained: EntailmentModel
    shipped: Path

    @property
    def tokenizer(self) -> Tokenizer:
        return whole_tokenizer(self.model)

    def opened(self, forms: Path) -> OnnxEntailment:
        """Return it as onnxruntime runs it, its form made in a folder."""
        form = made_form(self.light, self.model / "model.safetensors", self.shipped, forms, FORM)
        return OnnxEntailment(form, self.shipped, self.tokenizer)


def make_tiny_entailment(folder: Path, light_models: Path) -> TinyEntailment:
    """Write a model and the file of an entailment model into a folder."""
    model = make_uneven_model(folder / "model")
    files = find_model(str(model))
    SentenceEncoder(files, light_models).load()
    light = light_form(files, light_models)
    assert light is not None
    trained = EntailmentModel(model).eval()
    with torch.no_grad():
        for name, weight in trained.named_parameters():
            if weight.requires_grad:
                weight.add_(torch.randn(weight.shape) * (0.05 if name.startswith("bert.") else 0.3))
    torch.save(trained.state_dict(), folder / "stage-0.pt")
    labels = ("supported", "contradicted", "not")
    pairs = [
        Pair("toy", "", label, claim, evidence, "")
        for label, (claim, evidence) in zip(labels, HERONS, strict=True)
    ]
    ship([folder / "stage-0.pt"], model, folder, pairs)
    return TinyEntailment(model, light, trained, folder / "entailment.npz")


def torch_probabilities(
    model: EntailmentModel, tokenizer: Tokenizer, pair: tuple[str, str], temperature: float
) -> Probabilities:
    """Return what PyTorch says of a pair, in 32 bits."""
    item = prepare(tokenizer, Pair("toy", "", "not", *pair, ""))
    ids, mask, matches, claims = tensors_of([item])
    with torch.inference_mode():
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": matches}
        states = model.bert(**given).last_hidden_state
        scores, _ = model.scored(states, claims)
    found = torch.softmax(scores / temperature, 1).numpy()[0]
    return np.asarray(found, dtype=np.float32)
