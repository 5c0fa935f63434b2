"""The last step in numpy is that of training in PyTorch."""

import numpy as np
import pytest
import torch
from tiny_reader import TinyReader

from qa.reader.head import NOT_READ, Array, Head
from qa.reader.layout import Layout
from qa.reader.shipped import load_arrays

LAYOUT = Layout(tuple(range(20)), (0,) * 20, ((4, 9), (9, 10), (10, 19)))


def exact_head(tiny: TinyReader) -> Head:
    return Head.of({name: values.numpy() for name, values in tiny.trained.state_dict().items()})


def states(seed: int) -> Array:
    return np.random.default_rng(seed).normal(size=(20, 32)).astype(np.float32)


def by_torch(tiny: TinyReader, rows: Array) -> Array:
    spans = [(0, first, end) for first, end in LAYOUT.sentences]
    with torch.inference_mode():
        scores, _ = tiny.trained.scored(torch.tensor(rows)[None], spans)
    return np.asarray(scores.numpy())


@pytest.mark.parametrize("seed", range(5))
def test_it_gives_the_scores_of_training(tiny: TinyReader, seed: int) -> None:
    rows = states(seed)

    found = exact_head(tiny).scores(rows, LAYOUT)
    assert np.ptp(found) > 0.05
    np.testing.assert_allclose(found, by_torch(tiny, rows), atol=1e-5)


def test_as_it_is_shipped_it_gives_nearly_the_same(tiny: TinyReader) -> None:
    """In 16 bits: it moves scores by 0.002 at most, which differ by 1 and more."""
    head, rows = Head.of(load_arrays(tiny.shipped)), states(9)

    np.testing.assert_allclose(head.scores(rows, LAYOUT), by_torch(tiny, rows), atol=5e-3)


def test_a_sentence_that_did_not_fit_is_least_likely(tiny: TinyReader) -> None:
    rows = states(1)
    cut = Layout(LAYOUT.ids, LAYOUT.matches, (*LAYOUT.sentences, (19, 19)))

    found = exact_head(tiny).scores(rows, cut)
    np.testing.assert_array_equal(found[:3], exact_head(tiny).scores(rows, LAYOUT))
    assert found[3] == NOT_READ


@pytest.mark.parametrize("places", [(), ((19, 19), (19, 19))])
def test_without_a_sentence_that_fits_nothing_is_scored(
    tiny: TinyReader, places: tuple[tuple[int, int], ...]
) -> None:
    found = exact_head(tiny).scores(states(1), Layout(LAYOUT.ids, LAYOUT.matches, places))

    assert found.tolist() == [NOT_READ] * len(places)
