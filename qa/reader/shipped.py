"""The file of the reader: what its layers became, as changes to weights that users have.

The model of `qa/checking/entailment/` is kept in the same way.
"""

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding.onnx_export_maker import sha256_of

FILE = "reader.npz"
CARD = "reader.json"

Arrays = dict[str, NDArray[np.generic]]


def pack(
    base: Mapping[str, NDArray[np.float32]], tuned: Mapping[str, NDArray[np.float32]]
) -> Arrays:
    """Return the changes of every tensor that changed, in 8 bits a row; the head as it is.

    A tensor of another size than it had is kept whole, as the head is.

    Args:
        base: The tensors of the embedding model.
        tuned: Those that training made of them: of the same names, and the head's.
    """
    arrays: Arrays = {}
    for name, values in tuned.items():
        if name not in base or values.shape != base[name].shape:
            arrays[name] = values.astype(np.float16)
            continue
        change = values - base[name]
        if not np.any(change):
            continue
        rows = change.reshape(len(change), -1)
        scale = np.abs(rows).max(axis=1).astype(np.float32) / 127
        safe = np.where(scale, scale, 1)
        arrays[f"{name}:scale"] = scale
        arrays[name] = np.rint(rows / safe[:, None]).astype(np.int8).reshape(change.shape)
    return arrays


def changed(
    base: Mapping[str, NDArray[np.float32]], arrays: Mapping[str, NDArray[np.generic]]
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield the name and the values of each tensor of the model that the arrays change."""
    for name in arrays:
        if name in base and arrays[name].shape != base[name].shape:
            yield name, np.asarray(arrays[name], dtype=np.float32)
        elif name in base:
            rows = np.asarray(arrays[name], dtype=np.float32).reshape(len(arrays[name]), -1)
            change = rows * np.asarray(arrays[f"{name}:scale"], dtype=np.float32)[:, None]
            yield name, base[name] + change.reshape(base[name].shape)


def load_arrays(path: Path) -> Arrays:
    """Return what is in a file of changes."""
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def shipped_reader(folder: Path | None = None) -> Path | None:
    """Return the file of a reader, by default the one that comes with Pincite.

    None if it is missing, or is not the file that its card describes.
    """
    return intact(folder or Path(str(resources.files("qa.reader"))), FILE, CARD)


def intact(folder: Path, file: str, card: str) -> Path | None:
    """Return a file of a folder if it has the sha256 that its card names; None if not."""
    try:
        wanted = json.loads((folder / card).read_text("utf-8")).get("sha256")
    except (OSError, ValueError, AttributeError):
        return None
    found = sha256_of(folder / file)
    return folder / file if found and found == wanted else None
