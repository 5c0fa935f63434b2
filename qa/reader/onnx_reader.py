"""Runs the reader with onnxruntime."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from qa.reader.head import Head
from qa.reader.layout import Layout, PassageWords, lay_out
from qa.reader.reader import Scores
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
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = len(os.sched_getaffinity(0))
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(form), options, providers=["CPUExecutionProvider"]
        )
        self._head = Head.of(load_arrays(shipped))
        self._tokenizer = tokenizer

    def read(self, question: str, passages: Sequence[PassageWords]) -> list[Scores]:
        if not passages:
            return []
        layouts = lay_out(self._tokenizer, question, passages)
        states = self._states(layouts)
        return [
            self._head.scores(rows, layout) for rows, layout in zip(states, layouts, strict=True)
        ]

    def _states(self, layouts: Sequence[Layout]) -> np.ndarray:
        longest = max(len(layout.ids) for layout in layouts)
        ids = np.zeros((len(layouts), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, layout in enumerate(layouts):
            ids[row, : len(layout.ids)] = layout.ids
            mask[row, : len(layout.ids)] = 1
        (states,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(states)
