"""The reader as onnxruntime runs it, against PyTorch."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from tiny_reader import HERONS, TinyReader, torch_scores

from qa.reader.layout import PassageWords
from qa.reader.onnx_reader import OnnxReader

QUESTION = "who counted herons?"
ROUNDING = 0.1
"""What 8 bits may move a score by: .045 was measured here, where scores are up to 6 apart."""


def test_it_gives_the_scores_of_pytorch(tiny: TinyReader, reader: OnnxReader) -> None:
    found = reader.read(QUESTION, HERONS)
    wanted = [torch_scores(tiny.trained, tiny.tokenizer, QUESTION, p) for p in HERONS]

    assert [scores.shape for scores in found] == [(3,), (1,)]
    assert np.ptp(np.concatenate(wanted)) > 2 * ROUNDING
    for scores, exact in zip(found, wanted, strict=True):
        np.testing.assert_allclose(scores, exact, atol=ROUNDING)


def test_what_else_is_read_hardly_matters(reader: OnnxReader) -> None:
    """A batch shares the steps of its 8 bits, and is padded to its longest: .006 was measured."""
    (alone,) = reader.read(QUESTION, HERONS[:1])
    long = PassageWords("another", ("nothing of that kind, at length. " * 5,))

    for others in ([HERONS[1]], [long], [long, HERONS[1], PassageWords("", ())]):
        first = reader.read(QUESTION, [HERONS[0], *others])[0]
        last = reader.read(QUESTION, [*others, HERONS[0]])[-1]
        np.testing.assert_allclose([first, last], [alone, alone], atol=0.02)


def test_the_same_is_read_the_same_way_every_time(reader: OnnxReader) -> None:
    """Also by several threads at once."""
    first = np.concatenate(reader.read(QUESTION, HERONS))
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: reader.read(QUESTION, HERONS), range(12)))

    assert all(np.array_equal(np.concatenate(scores), first) for scores in again)


class Watched(onnxruntime.InferenceSession):  # type: ignore[misc]  # it has no types
    """A session that knows how many ran at once."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.lock = threading.Lock()
        self.running = self.most = self.all = 0

    def run(self, *given: Any) -> Any:
        with self.lock:
            self.running += 1
            self.all += 1
            self.most = max(self.most, self.running)
        try:
            time.sleep(0.002)
            return super().run(*given)
        finally:
            with self.lock:
                self.running -= 1


def test_threads_take_turns(tiny: TinyReader, form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run has all cores: another beside it would gain nothing, and take its memory too."""
    made: list[Watched] = []

    def watched(*given: Any, **options: Any) -> Watched:
        made.append(Watched(*given, **options))
        return made[-1]

    monkeypatch.setattr(onnxruntime, "InferenceSession", watched)
    reader = OnnxReader(form, tiny.shipped, tiny.tokenizer)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: reader.read(QUESTION, HERONS), range(20)))

    assert [(session.all, session.most) for session in made] == [(20, 1)]


def test_question_and_context_are_read_too(reader: OnnxReader) -> None:
    passage = HERONS[0]
    (scores,) = reader.read(QUESTION, [passage])
    (of_another,) = reader.read("where is the moon?", [passage])
    (elsewhere,) = reader.read(QUESTION, [PassageWords("a tax form", passage.sentences)])

    assert np.abs(scores - of_another).max() > 0.01
    assert np.abs(scores - elsewhere).max() > 0.01


def test_where_there_is_nothing_there_is_no_score(reader: OnnxReader) -> None:
    assert reader.read(QUESTION, []) == []
    (none, some) = reader.read(QUESTION, [PassageWords("title", ()), HERONS[1]])
    assert (none.shape, some.shape) == ((0,), (1,))


def test_it_is_named_by_its_file(reader: OnnxReader, tiny: TinyReader) -> None:
    """What was fitted to another one does not hold for it."""
    assert reader.id.endswith("-reader2")
    assert len(reader.id.split("-")[0]) == 16
