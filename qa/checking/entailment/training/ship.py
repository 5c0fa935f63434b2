"""Makes the file that is shipped of a trained model.

    python -m qa.checking.entailment.training.ship FOLDER/stage-4.pt --held-out FILE

Of several files the mean of their weights is shipped (Izmailov et al. 2018).
What the scores are divided by is fitted to invented documents that were held out, so that the
probabilities are neither too sure nor too unsure.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from index import BUNDLED, find_model
from index.embedding.encoder import whole_tokenizer
from qa.checking.entailment.shipped import CARD, FILE
from qa.checking.entailment.training.pairs import Pair, read
from qa.checking.entailment.training.ruled import HELD_OUT_KINDS
from qa.checking.entailment.training.train import (
    EntailmentModel,
    prepare,
    tensors_of,
)
from qa.checking.entailment.training.written import SET
from qa.reader.training.loop import mean_of
from qa.reader.training.ship import write

_AT_ONCE = 16  # pairs


def ship(trained: Sequence[Path], model: Path, folder: Path, held_out: Sequence[Pair]) -> int:
    """Write a model and its sha256 into a folder; return its size in bytes.

    Args:
        trained: What `train` wrote, of one run.
        model: The folder of the embedding model that it began with.
        folder: Where the two files go; what else the card says is kept.
        held_out: Pairs to fit the temperature to.
    """
    found = EntailmentModel(model).eval()
    state = mean_of(trained)
    found.load_state_dict(state)
    state["temperature"] = torch.tensor(temperature(found, model, held_out))
    return write(state, model, folder / FILE, folder / CARD)


def temperature(model: EntailmentModel, folder: Path, pairs: Sequence[Pair]) -> float:
    """Return what makes the labels of pairs likeliest (Guo et al. 2017), from .5 to 4."""
    tokenizer = whole_tokenizer(folder)
    items = [prepare(tokenizer, pair) for pair in pairs]
    with torch.inference_mode():
        parts = [
            model(*tensors_of(items[start : start + _AT_ONCE]))[0]
            for start in range(0, len(items), _AT_ONCE)
        ]
    scores, labels = torch.cat(parts), torch.tensor([item.label for item in items])
    tried = [float(value) for value in np.arange(0.5, 4.01, 0.05)]
    return min(tried, key=lambda value: float(functional.cross_entropy(scores / value, labels)))


def main() -> None:
    """Write the model into the package."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("trained", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--held-out", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--into", type=Path, default=Path(str(resources.files("qa.checking.entailment")))
    )
    options = parser.parse_args()
    pairs = [
        pair
        for pair in read(options.held_out)
        if pair.set == SET and pair.kind not in HELD_OUT_KINDS
    ]
    size = ship(options.trained, find_model(BUNDLED).folder, options.into, pairs)
    sys.stdout.write(f"{size:,} bytes\n")


if __name__ == "__main__":
    main()
