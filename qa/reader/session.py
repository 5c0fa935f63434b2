"""Runs the form of a model with onnxruntime."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from qa.reader.matches import INPUT, LaidOut


class FormSession:
    """A form that is loaded; safe to share between threads.

    A single worker thread runs it: one run uses all cores as it is, and every thread that runs it
    keeps memory of its own. With eight clients a service took 650 to 735 MB when each request ran
    it in its own thread, and takes 510 to 570 MB now.
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
        self._inputs = {one.name for one in self._session.get_inputs()}

    def states(self, rows: Sequence[LaidOut]) -> NDArray[np.float32]:
        """Return the state of each token of each row; shorter rows are padded."""
        longest = max(len(row.ids) for row in rows)
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask, matches = np.zeros_like(ids), np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row.ids)] = row.ids
            mask[number, : len(row.ids)] = 1
            matches[number, : len(row.ids)] = row.matches
        every = {"input_ids": ids, "attention_mask": mask, INPUT: matches}
        given = {name: every[name] for name in every.keys() & self._inputs}
        (states,) = self._worker.submit(self._session.run, None, given).result()
        return np.asarray(states, dtype=np.float32)
