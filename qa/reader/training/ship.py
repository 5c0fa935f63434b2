"""Makes the file that is shipped of a trained reader.

python -m qa.reader.training.ship FOLDER/stage-3.pt
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load_file

from index import BUNDLED, find_model
from qa.reader.shipped import CARD, FILE, pack


def ship(trained: Path, model: Path, folder: Path) -> int:
    """Write a reader and its sha256 into a folder; return its size in bytes.

    Args:
        trained: What `train` wrote.
        model: The folder of the embedding model that it began with.
        folder: Where the two files go; what else the card says is kept.
    """
    state = torch.load(trained, map_location="cpu", weights_only=True)
    return write(state, model, folder / FILE, folder / CARD)


def write(state: Mapping[str, torch.Tensor], model: Path, file: Path, card: Path) -> int:
    """Write the changes that training made, and their sha256; return their size in bytes.

    Args:
        state: The state of a model whose transformer is called `bert`.
        model: The folder of the embedding model that it began with.
        file: Where the changes go.
        card: Where the sha256 goes; what else it says is kept.
    """
    base = load_file(model / "model.safetensors")
    tuned = {
        name.removeprefix("bert."): np.asarray(values.float().numpy())
        for name, values in state.items()
    }
    arrays: dict[str, Any] = pack(base, tuned)
    np.savez_compressed(file, **arrays)
    said = json.loads(card.read_text("utf-8")) if card.exists() else {}
    said["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    card.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    return file.stat().st_size


def main() -> None:
    """Write the reader into the package."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("trained", type=Path, metavar="FILE")
    parser.add_argument("--into", type=Path, default=Path(str(resources.files("qa.reader"))))
    options = parser.parse_args()
    size = ship(options.trained, find_model(BUNDLED).folder, options.into)
    sys.stdout.write(f"{size:,} bytes\n")


if __name__ == "__main__":
    main()
