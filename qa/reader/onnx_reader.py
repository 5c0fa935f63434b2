"""Runs the reader with onnxruntime."""

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from qa.reader.head import Head
from qa.reader.layout import PassageWords, lay_out
from qa.reader.reader import Scores
from qa.reader.session import FormSession
from qa.reader.shipped import load_arrays


class OnnxReader:
    """The reader that comes with Pincite."""

    def __init__(self, form: Path, shipped: Path, tokenizer: Tokenizer) -> None:
        """Load the model.

        Args:
            form: The ONNX file, see `made_form`.
            shipped: The file that it was made of, which holds the head.
            tokenizer: That of the embedding model; it must neither cut nor pad.
        """
        self.id = form.stem
        self._session = FormSession(form)
        self._head = Head.of(load_arrays(shipped))
        self._tokenizer = tokenizer

    def read(self, question: str, passages: Sequence[PassageWords]) -> list[Scores]:
        if not passages:
            return []
        layouts = lay_out(self._tokenizer, question, passages)
        states = self._session.states(layouts)
        return [
            self._head.scores(rows, layout) for rows, layout in zip(states, layouts, strict=True)
        ]
