"""The light form of a model: made once from the model itself, checked, and kept.

It is a cache: a form that is missing, damaged or of another version is made again.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from index.engine import Engine
from index.errors import LightFormRefused
from index.model_files import ModelFiles
from index.model_shape import ModelShape

if TYPE_CHECKING:
    from index.light_engine import LightEngine

FORM = "onnx1"
"""Changes whenever a form made before would no longer do."""

LEAST_COSINE = 0.9999
LEAST_AGREEMENT = 0.995
_PASSAGES = 1000
_QUESTIONS = 200
_NEAREST = 10
_BATCH = 32
_MAKING = ".making-"
_LONG_AGO = 3600.0

Say = Callable[[str], None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a light form compares with its reference.

    `cosine` is the least over the passages; `nearest` the share of the questions whose ten
    nearest passages are the same.
    """

    cosine: float
    nearest: float

    @property
    def holds(self) -> bool:
        return self.cosine >= LEAST_COSINE and self.nearest >= LEAST_AGREEMENT


def load_light(
    files: ModelFiles, shape: ModelShape, tokenizer: Tokenizer, folder: Path
) -> "LightEngine | None":
    """Return the engine of the light form that is kept in a folder.

    None where there is none, it is damaged, or it was checked with other libraries.

    Raises:
        LightFormRefused: If this model is known to have no light form.
    """
    kept = folder / _name(files)
    told = _told(kept)
    if told.get("made_with") != _made_with():
        return None  # it was checked with other libraries
    if told.get("refused"):
        raise LightFormRefused(str(told["refused"]))
    if "sha256" not in told or _sha256(kept / "model.onnx") != told["sha256"]:
        return None
    try:
        return _engine(kept / "model.onnx", tokenizer, shape)
    except Exception as exc:  # onnxruntime raises what it likes
        log.warning("the light form in %s does not load (%s): it is made again", kept, exc)
        return None


def make_light(
    files: ModelFiles, shape: ModelShape, tokenizer: Tokenizer, folder: Path, say: Say
) -> "LightEngine":
    """Make the light form of a model, check it against the model, and keep it.

    Args:
        files: The model.
        shape: What it is like.
        tokenizer: Its tokenizer.
        folder: Where light forms are kept; it is made where it is missing.
        say: Is told what is going on, because it takes half a minute.

    Raises:
        LightFormRefused: If the model has no light form, or one that gives other vectors;
            what was found is kept, so that it is not tried again.
        OSError: If nothing can be written there.
    """
    if not shape.pooling:
        raise LightFormRefused("only its own library can run it")
    say(f"preparing {files.name}: once for this computer, less than a minute")
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_MAKING}*"):  # by one that was killed long ago
        if time.time() - left.stat().st_mtime > _LONG_AGO:
            shutil.rmtree(left, ignore_errors=True)
    temporary = Path(tempfile.mkdtemp(prefix=_MAKING, dir=folder))
    try:
        try:
            agreement = _export(files, shape, tokenizer, temporary / "model.onnx")
        except LightFormRefused as exc:
            (temporary / "model.onnx").unlink(missing_ok=True)
            _keep(temporary, folder / _name(files), {"refused": str(exc)})
            raise
        record = {"sha256": _sha256(temporary / "model.onnx"), "agreement": asdict(agreement)}
        _keep(temporary, folder / _name(files), record)
        return _engine(folder / _name(files) / "model.onnx", tokenizer, shape)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def compare(reference: Engine, other: Engine, shape: ModelShape) -> Agreement:
    """Compare two engines on a thousand passages cut from the article of the package."""
    from corpus import bundled, read_file

    words = read_file(bundled()[0]).text.split()
    passages = [shape.passage_prompt + text for text in islice(_cuts(words), _PASSAGES)]
    questions = [" ".join(words[at : at + 4 + at % 7]) for at in range(0, 9 * _QUESTIONS, 9)]
    known, found = _rows(reference, passages), _rows(other, passages)
    same = 0
    for question in questions:
        nearest = [
            set(np.argsort(-(rows @ engine.question(question)), kind="stable")[:_NEAREST])
            for rows, engine in ((known, reference), (found, other))
        ]
        same += nearest[0] == nearest[1]
    cosine = float((known * found).sum(axis=1).min())
    return Agreement(round(cosine, 6), same / len(questions))


def _export(files: ModelFiles, shape: ModelShape, tokenizer: Tokenizer, path: Path) -> Agreement:
    from index.reference_engine import ReferenceEngine

    reference = ReferenceEngine(files.folder, shape)
    try:
        reference.export(path)
        agreement = compare(reference, _engine(path, tokenizer, shape), shape)
    except (OSError, MemoryError):
        raise
    except Exception as exc:  # PyTorch and onnxruntime raise what they like
        raise LightFormRefused(f"it cannot be exported ({type(exc).__name__}: {exc})") from exc
    if not agreement.holds:
        raise LightFormRefused(
            f"its light form gives other vectors (cosine {agreement.cosine}, the same ten "
            f"nearest for {agreement.nearest:.1%} of the questions)"
        )
    return agreement


def _keep(temporary: Path, final: Path, record: Mapping[str, object]) -> None:
    """Put a finished form in its place, durable before it is seen."""
    record = {"made_with": _made_with(), **record}
    (temporary / "form.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    for path in (*temporary.iterdir(), temporary):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    shutil.rmtree(final, ignore_errors=True)
    temporary.replace(final)


def _cuts(words: list[str]) -> Iterator[str]:
    """Yield pieces of the words, most of them short, none beginning where another does."""
    for at in range(len(words)):
        begin = at * 7 % len(words)
        yield " ".join(words[begin : begin + (90 if at % 20 == 0 else 3 + at % 11)])


def _rows(engine: Engine, texts: list[str]) -> np.ndarray:
    by_size = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    rows = np.empty(0)
    for start in range(0, len(texts), _BATCH):
        batch = by_size[start : start + _BATCH]
        whole = engine.encode([texts[place] for place in batch]).whole
        if not rows.size:
            rows = np.empty((len(texts), whole.shape[1]), dtype=np.float32)
        rows[batch] = whole
    return rows


def _name(files: ModelFiles) -> str:
    return f"{files.fingerprint}-{FORM}"


def _made_with() -> dict[str, str]:
    return {name: metadata.version(name) for name in ("torch", "transformers", "onnxruntime")}


def _told(kept: Path) -> dict[str, object]:
    try:
        value = json.loads((kept / "form.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _engine(path: Path, tokenizer: Tokenizer, shape: ModelShape) -> "LightEngine":
    from index.light_engine import LightEngine

    return LightEngine(path, tokenizer, shape)
