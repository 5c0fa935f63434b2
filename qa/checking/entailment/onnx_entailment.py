"""Runs the entailment model with onnxruntime."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from qa.checking.entailment.head import EntailmentHead
from qa.checking.entailment.layout import lay_out_pair
from qa.checking.entailment.model import NOT, Probabilities
from qa.reader.session import FormSession
from qa.reader.shipped import load_arrays


class OnnxEntailment:
    """The entailment model that comes with Pincite."""

    def __init__(self, form: Path, shipped: Path, tokenizer: Tokenizer) -> None:
        """Load the model.

        Args:
            form: The ONNX file, see `qa.reader.form.made_form`.
            shipped: The file that it was made of, which holds the head.
            tokenizer: That of the embedding model; it must neither cut nor pad.
        """
        self.id = form.stem
        self._session = FormSession(form)
        self._head = EntailmentHead.of(load_arrays(shipped))
        self._tokenizer = tokenizer

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> Probabilities:
        found = np.empty((len(pairs), NOT + 1), dtype=np.float32)
        # One at a time: the steps of 8 bits are those of a batch, and a judgement must not depend
        # on what else is judged.
        for row, (claim, evidence) in enumerate(pairs):
            layout = lay_out_pair(self._tokenizer, claim, evidence)
            (states,) = self._session.states([layout])
            found[row] = self._head.probabilities(states, layout)
        return found
