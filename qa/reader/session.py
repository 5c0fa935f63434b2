"""Runs the form of a model with onnxruntime."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray


class FormSession:
    """A form that is loaded; safe to share between threads.

    It runs in one thread of its own. A run uses all cores already, and each thread would keep the
    memory of its runs: with eight clients a service took 650 to 735 MB, and 510 to 570 with one.
    """

    def __init__(self, form: Path) -> None:
        """Load a form, see `qa.reader.form.made_form`."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = len(os.sched_getaffinity(0))
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._worker = ThreadPoolExecutor(1)
        self._session = onnxruntime.InferenceSession(
            str(form), options, providers=["CPUExecutionProvider"]
        )

    def states(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Return the state of each token of each row of ids; shorter rows are padded."""
        longest = max(map(len, rows))
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        given = {"input_ids": ids, "attention_mask": mask}
        (states,) = self._worker.submit(self._session.run, None, given).result()
        return np.asarray(states, dtype=np.float32)
