"""Search by meaning, and its files; the one module that imports faiss.

Every row is compared. Rows are kept in 16 bits, here as in the ledger: half the memory and two
thirds of the time of 32, and the same ten nearest (8 bits kept 98 % of them).

The files are a cache of the ledger: `vectors/gen-N/` holds the index as faiss writes it
and a manifest with its size, its sha256 and the state of the ledger that it shows. faiss
itself does not notice damage, nor a full disk, so both are checked here.
"""

import errno
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.embedder import Vector, Vectors
from index.rows import Ids, State

FORMAT = 2
_FILE = "vectors.faiss"
_MANIFEST = "manifest.json"
_AT_ONCE = 20_000


@cache
def _faiss() -> Any:
    """Import faiss when it is first needed: listing and showing documents is done without."""
    import faiss

    faiss.omp_set_num_threads(1)  # requests run beside each other; two threads slow one down
    return faiss


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the files of a generation must be."""

    format: int
    embedder: str
    dimension: int
    rows: int
    ledger: State
    size: int
    sha256: str


class VectorView:
    """An immutable set of vectors under passage ids; safe to search from any thread."""

    def __init__(self, index: Any, ids: Ids) -> None:
        self._index = index
        self.ids = ids

    @classmethod
    def empty(cls, dimension: int) -> Self:
        halves = _faiss().IndexScalarQuantizer(
            dimension, _faiss().ScalarQuantizer.QT_fp16, _faiss().METRIC_INNER_PRODUCT
        )
        return cls(_faiss().IndexIDMap2(halves), np.empty(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.ids)

    def search(self, vector: Vector, k: int, only: Ids | None = None) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, cosine) pairs, nearest first; of some ids only, if told."""
        k = min(k, len(self) if only is None else len(only))
        if k < 1:
            return []
        chosen = None if only is None else _faiss().IDSelectorBatch(only)
        options: Any = _faiss().SearchParameters()
        options.sel = chosen
        scores, found = self._index.search(vector.reshape(1, -1), k, params=options)
        # faiss pads short results with -1, which would otherwise be taken for an id.
        pairs = [
            (int(key), float(score))
            for key, score in zip(found[0], scores[0], strict=True)
            if key >= 0
        ]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def cosines(self, vector: Vector) -> tuple[Ids, Vector]:
        """Return every passage id, rising, and the cosine of each."""
        if not len(self):
            return self.ids, np.empty(0, dtype=np.float32)
        _, scores, found = self._index.range_search(vector.reshape(1, -1), -np.inf)
        order = np.argsort(found)
        return found[order], scores[order]

    def changed(self, removed: Ids, added: Ids, rows_of: Callable[[Ids], Vectors]) -> "VectorView":
        """Return a view without the removed ids and with the added ones.

        Their rows are asked for some at a time, so that all of them are never held twice.
        """
        index = _faiss().clone_index(self._index)
        if len(removed):
            index.remove_ids(_faiss().IDSelectorBatch(removed))
        for first in range(0, len(added), _AT_ONCE):
            some = added[first : first + _AT_ONCE]
            index.add_with_ids(np.ascontiguousarray(rows_of(some)), some)
        ids = np.union1d(np.setdiff1d(self.ids, removed), added)
        return VectorView(index, ids)

    def save(self, folder: Path, embedder: str, ledger: State) -> None:
        """Write a new generation into the folder, then remove the older ones.

        Nothing is visible before it is whole and on disk: files are written beside,
        flushed, and moved into place by one rename.

        Raises:
            OSError: If the disk is full or read-only; what was there stays.
        """
        folder.mkdir(parents=True, exist_ok=True)
        final = folder / f"gen-{ledger.number}"
        beside = folder / f"tmp-{ledger.number}-{os.getpid()}"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        try:
            size, sha256 = self._write_index(beside / _FILE)
            manifest = Manifest(FORMAT, embedder, self._index.d, len(self), ledger, size, sha256)
            _write(beside / _MANIFEST, json.dumps(asdict(manifest), indent=2).encode())
            _flush_folder(beside)
            remove(final)
            beside.rename(final)
            _flush_folder(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        for other in folder.iterdir():
            if other != final:
                remove(other)

    def _write_index(self, path: Path) -> tuple[int, str]:
        """Write what faiss makes of the index, and return its size and sha256.

        It goes through our own file, because faiss tells neither of a full disk nor of a
        write that failed.
        """
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:

            def write(data: bytes) -> int:
                nonlocal size
                digest.update(data)
                size += len(data)
                return file.write(data)

            _faiss().write_index(self._index, _faiss().PyCallbackIOWriter(write))
            file.flush()
            os.fsync(file.fileno())
        if path.stat().st_size != size:
            raise OSError(errno.EIO, "the file is shorter than what was written")
        return size, digest.hexdigest()

    @classmethod
    def load(cls, folder: Path, embedder: str) -> tuple[Self, State]:
        """Read the files of one generation, verified before faiss sees them.

        Raises:
            ValueError: If they are damaged or of another model or format; the message
                says what was found.
            OSError: If they cannot be read.
        """
        manifest = read_manifest(folder)
        if manifest.embedder != embedder or manifest.format != FORMAT:
            raise ValueError(f"made with {manifest.embedder}, format {manifest.format}")
        with (folder / _FILE).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size != manifest.size:
                raise ValueError(f"{size} bytes instead of {manifest.size}")
            if hashlib.file_digest(file, "sha256").hexdigest() != manifest.sha256:
                raise ValueError("its sha256 differs from the manifest's")
            file.seek(0)
            index: Any = _faiss().read_index(_faiss().PyCallbackIOReader(file.read))
        ids = np.sort(_faiss().vector_to_array(index.id_map))
        return cls(index, ids), manifest.ledger


def remove(generation: Path) -> None:
    """Remove a generation, if it is there; interrupted, what is left does not look like one."""
    gone = generation.with_name(f"tmp-{generation.name}-{secrets.token_hex(4)}")
    with suppress(OSError):
        generation.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def generations(folder: Path) -> list[Path]:
    """Return the generations in a folder, the newest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.glob("gen-*") if path.name[4:].isdecimal()]
    return sorted(found, key=lambda path: int(path.name[4:]), reverse=True)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation.

    Raises:
        ValueError: If it is damaged.
        OSError: If it cannot be read.
    """
    try:
        values = json.loads((folder / _MANIFEST).read_text("utf-8"))
        values["ledger"] = State(**values["ledger"])
        return Manifest(**values)
    except (TypeError, KeyError, AttributeError, RecursionError) as exc:
        raise ValueError("its manifest is not what Pincite writes") from exc


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
