"""Runs any model with sentence-transformers; the one module that imports it.

It is the reference: every other way to run a model is checked against this one.
"""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from index.embedding.engine import Encoded, unit
from index.embedding.model_config import ModelShape
from index.types import Vector

_OPSET = 17  # version of ONNX's operators; a guess: not too new for any onnxruntime in use


class TorchEngine:
    """A model in PyTorch, on the device that sentence-transformers chooses."""

    def __init__(self, folder: Path, shape: ModelShape) -> None:
        disable_progress_bar()  # type: ignore[no-untyped-call]
        self._folder = folder
        self._most_tokens = shape.most_tokens
        self._model = _load(folder)

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Encoded:
        encoded = self._model.tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=self._most_tokens,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = encoded.pop("offset_mapping").numpy()
        with torch.inference_mode():
            output: dict[str, Any] = self._model(dict(encoded.to(self._model.device)))
        whole = output["sentence_embedding"].float().cpu().numpy()
        return Encoded(unit(whole), output["token_embeddings"].float().cpu().numpy(), offsets)

    def question(self, text: str) -> Vector:
        vector = self._model.encode_query(
            text, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vector, dtype=np.float32)

    def export(self, path: Path) -> None:
        """Write the transformer as ONNX: token ids and mask in, token vectors out.

        Raises:
            Exception: Whatever PyTorch raises for a model that it cannot export.
        """
        transformer: Any = _load(self._folder, attn_implementation="eager")[0].auto_model
        ids = torch.ones((2, 7), dtype=torch.long)
        axes = {0: "texts", 1: "tokens"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what tracing may miss; the form is compared
            torch.onnx.export(
                _Tokens(transformer.cpu()),
                (ids, torch.ones_like(ids)),
                str(path),
                input_names=["input_ids", "attention_mask"],
                output_names=["tokens"],
                dynamic_axes={"input_ids": axes, "attention_mask": axes, "tokens": axes},
                opset_version=_OPSET,
                dynamo=False,
            )


class _Tokens(torch.nn.Module):
    """A transformer as a function of plain tensors; its text types are all the first."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self._transformer = transformer

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self._transformer(input_ids=ids, attention_mask=mask)[0]
        return found


def _load(folder: Path, **model_options: str) -> SentenceTransformer:
    return SentenceTransformer(
        str(folder), local_files_only=True, trust_remote_code=False, model_kwargs=model_options
    ).eval()
