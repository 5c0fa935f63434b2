"""Makes the light form of a model: exports it, checks it against the model, and keeps it.

It is a program as well: `index.embedding.onnx_export` runs it in a process of its own, because the
gigabyte that PyTorch takes for this is given back only when its process ends.
"""

import errno
import hashlib
import json
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from index.embedding.engine import Engine
from index.embedding.model_config import ModelShape
from index.embedding.model_files import ModelFiles
from index.errors import OnnxExportRefused

LEAST_COSINE = 0.9999  # a guess: rounding passes, another pooling or a missing layer does not
LEAST_AGREEMENT = 0.995  # a guess: one question in 200 may have two neighbors that change places
_PASSAGES = 1000  # a guess: of all lengths, and still quick
_QUESTIONS = 200  # a guess: so that one is half a percent
_NEAREST = 10  # as many as are read for sentences
_BATCH = 32  # a guess: batches of mixed lengths are what is to be checked

Say = Callable[[str], None]


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


def made_with() -> dict[str, str]:
    """Return the versions of the libraries that a form is made and checked with.

    Of those that are installed: a form that is there already needs onnxruntime alone.
    """
    versions = {}
    for name in ("torch", "transformers", "onnxruntime"):
        with suppress(metadata.PackageNotFoundError):
            versions[name] = metadata.version(name)
    return versions


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file; "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def make(files: ModelFiles, temporary: Path, final: Path, say: Say) -> None:
    """Make the light form of a model in a temporary folder, then move it into place.

    A refusal is kept in the place of the form, so that it is not tried again.

    Raises:
        OSError: If it cannot be written.
    """
    try:
        agreement = _export(files, temporary / "model.onnx", say)
        record = {"sha256": sha256_of(temporary / "model.onnx"), "agreement": asdict(agreement)}
    except OnnxExportRefused as exc:
        (temporary / "model.onnx").unlink(missing_ok=True)
        record = {"refused": str(exc)}
    _keep(temporary, final, record)


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


def _export(files: ModelFiles, path: Path, say: Say) -> Agreement:
    say("step 1 of 3: loading it with PyTorch")
    from index.embedding.onnx_engine import OnnxEngine
    from index.embedding.torch_engine import TorchEngine

    shape = ModelShape.of(files.folder)
    tokenizer = Tokenizer.from_file(str(files.folder / "tokenizer.json"))
    reference = TorchEngine(files.folder, shape)
    try:
        say("step 2 of 3: converting it to ONNX")
        reference.export(path)
        say(f"step 3 of 3: comparing both on {_PASSAGES:,} passages")
        agreement = compare(reference, OnnxEngine(path, tokenizer, shape), shape)
    except (OSError, MemoryError):
        raise
    except Exception as exc:  # PyTorch and onnxruntime raise what they like
        raise OnnxExportRefused(f"it cannot be exported ({type(exc).__name__}: {exc})") from exc
    if not agreement.holds:
        raise OnnxExportRefused(
            f"its light form gives other vectors (cosine {agreement.cosine}, the same ten "
            f"nearest for {agreement.nearest:.1%} of the questions)"
        )
    return agreement


def _keep(temporary: Path, final: Path, record: Mapping[str, object]) -> None:
    """Put a finished form in its place, durable before it is seen."""
    record = {"made_with": made_with(), **record}
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


def main() -> None:
    """Make the form that the first line of standard input asks for.

    Each line of standard output is an object of JSON: a "step", and one of "done",
    "os_error" and "failed" as the last. What libraries print goes to standard error.
    """
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def reply(**fields: Any) -> None:
        replies.write(json.dumps(fields) + "\n")
        replies.flush()

    files = ModelFiles(request["name"], Path(request["folder"]), request["fingerprint"])
    try:
        temporary, final = Path(request["temporary"]), Path(request["final"])
        make(files, temporary, final, lambda step: reply(step=step))
    except OSError as exc:
        reply(os_error=[exc.errno or errno.EIO, exc.strerror or str(exc)])
    except MemoryError:
        reply(failed="there is not enough memory to convert it")
    except Exception as exc:  # of a library that is broken, say
        reply(failed=f"converting it failed ({type(exc).__name__}: {exc})")
    else:
        reply(done=True)


def _end_with_parent() -> None:
    """End this process at once when standard input is closed, as it is when the parent ends."""
    os.read(0, 1)  # not through `sys.stdin`, whose lock a thread may not hold at the end
    os._exit(1)


if __name__ == "__main__":
    main()
