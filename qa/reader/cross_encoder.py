"""Reads with a cross-encoder of the user's own; the one module here that needs PyTorch."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embedding.model_files import refuse_code
from qa.reader.form import FormRefused
from qa.reader.layout import PassageWords
from qa.reader.reader import Scores


class CrossEncoderReader:
    """A cross-encoder in the format of sentence-transformers, asked about each sentence.

    Its score of the question and a sentence, with what the passage stands under before it, is
    taken as log odds.
    """

    def __init__(self, folder: Path) -> None:
        """Load the model.

        Raises:
            FormRefused: If there is none in the folder.
            ModelRefused: If a file there could run code.
        """
        from sentence_transformers import CrossEncoder

        if none := why_no_cross_encoder(folder):
            raise FormRefused(none)
        refuse_code(folder)
        try:
            self._model = CrossEncoder(
                str(folder), num_labels=1, local_files_only=True, trust_remote_code=False
            )
        except Exception as exc:  # transformers raises what it likes
            raise FormRefused(f"{folder} holds no cross-encoder ({exc})") from exc
        self.id = f"own:{folder.resolve().name}"

    def read(self, question: str, passages: Sequence[PassageWords]) -> list[Scores]:
        pairs = [
            (question, f"{passage.context}. {sentence}" if passage.context else sentence)
            for passage in passages
            for sentence in passage.sentences
        ]
        if not pairs:
            return [np.empty(0, dtype=np.float32) for _ in passages]
        import torch

        found = self._model.predict(
            pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False
        )
        flat = np.asarray(found, dtype=np.float32).reshape(-1)
        ends = np.cumsum([len(passage.sentences) for passage in passages])
        return list(np.split(flat, ends[:-1]))


def why_no_cross_encoder(folder: Path) -> str:
    """Say why a folder cannot hold a cross-encoder, by its config.json; "" where it can.

    A model without a head that scores is none: it would be given a random one.
    """
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        kinds = [str(kind) for kind in config["architectures"]]
    except (OSError, ValueError, KeyError, TypeError):
        return f"{folder} holds no cross-encoder (config.json is missing or names none)"
    if not any(kind.endswith("ForSequenceClassification") for kind in kinds):
        return f"{folder} holds no cross-encoder (it is a {' and '.join(kinds)})"
    return ""
