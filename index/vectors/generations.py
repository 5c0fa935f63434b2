"""The files of the vectors: a cache of the ledger.

`vectors/gen-N/` holds the vectors as faiss writes them, perhaps a graph over them, and a manifest
with the size and the sha256 of each and the state of the ledger that they show. faiss itself does
not notice damage, nor a full disk, so both are checked here.
"""

import errno
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar

from index.errors import LedgerUnusable
from index.ledger.snapshot import Snapshot
from index.types import State
from index.vectors.flat import Flat
from index.vectors.hnsw import Graph
from index.vectors.view import VectorView

FORMAT = 2  # changes with the files or their meaning
_VECTORS = "vectors.faiss"
_GRAPH = "graph.faiss"
_MANIFEST = "manifest.json"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Content:
    """What a file must be."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the files of a generation must be.

    There may be no graph; `fruitless` is the effort at which one found too little, if one did.
    """

    format: int
    embedder: str
    dimension: int
    rows: int
    ledger: State
    size: int
    sha256: str
    graph: Content | None = None
    fruitless: int = 0


class Saved(NamedTuple):
    """What a generation holds, and the effort at which a graph over it found too little."""

    view: VectorView
    ledger: State
    fruitless: int


def save(saved: Saved, folder: Path, embedder: str) -> None:
    """Write a new generation into the folder, then remove the older ones.

    Only the base of the view is written, and its graph. Nothing is visible before it is whole
    and on disk: files are written beside, flushed, and moved into place by one rename.

    Raises:
        OSError: If the disk is full or read-only; what was there stays.
    """
    base, graph, ledger = saved.view.base, saved.view.graph, saved.ledger
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"gen-{ledger.number}"
    beside = folder / f"tmp-{ledger.number}-{os.getpid()}"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        vectors = _write(beside / _VECTORS, base.write)
        walked = None if graph is None else _write(beside / _GRAPH, graph.write)
        manifest = Manifest(
            FORMAT,
            embedder,
            base.dimension,
            len(base),
            ledger,
            vectors.size,
            vectors.sha256,
            walked,
            saved.fruitless,
        )
        data = json.dumps(asdict(manifest), indent=2).encode()
        _write(beside / _MANIFEST, lambda write: write(data))
        _flush_folder(beside)
        remove(final)
        beside.rename(final)
        _flush_folder(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    for other in folder.iterdir():
        if other != final:
            remove(other)


def load(folder: Path, embedder: str, effort: int, tell: Callable[[str], object]) -> Saved:
    """Read the files of one generation, verified before faiss sees them.

    Args:
        folder: The generation.
        embedder: The id of the embedder that its vectors must be of.
        effort: How hard a graph is searched; 0 leaves it where it is.
        tell: Reports what is wrong with the graph; the vectors do without it.

    Raises:
        ValueError: If they are damaged or of another model or format; the message says what
            was found.
        OSError: If they cannot be read.
    """
    manifest = read_manifest(folder)
    if manifest.embedder != embedder or manifest.format != FORMAT:
        raise ValueError(f"made with {manifest.embedder}, format {manifest.format}")
    vectors = Content(manifest.size, manifest.sha256)
    base = _read(folder / _VECTORS, vectors, lambda file: Flat.read(file.read))
    graph = None
    if effort and manifest.graph is not None:
        try:
            graph = _read(
                folder / _GRAPH, manifest.graph, lambda file: Graph.read(file.read, base, effort)
            )
        except (OSError, ValueError) as exc:
            tell(f"the graph of {folder.name} is unusable ({exc})")
    return Saved(VectorView(base, graph=graph), manifest.ledger, manifest.fruitless)


def vector_findings(snapshot: Snapshot, folder: Path, effort: int) -> Iterator[str]:
    """Check the saved vectors; yield a sentence for each thing that is wrong with them."""
    made_with = snapshot.value("embedder") or ""
    for saved in generations(folder):
        try:
            faults: list[str] = []
            shown = load(saved, made_with, effort, faults.append).ledger
            yield from (f"{fault}: `pincite serve` makes it again" for fault in faults)
        except (OSError, ValueError) as exc:
            yield f"{saved.name} is unusable ({exc}): the next `pincite add` replaces it"
            continue
        if not snapshot.knows(shown):
            yield f"{saved.name} belongs to another ledger: the next `pincite add` replaces it"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation.

    Raises:
        ValueError: If it is damaged.
        OSError: If it cannot be read.
    """
    try:
        values = json.loads((folder / _MANIFEST).read_text("utf-8"))
        values["ledger"] = State(**values["ledger"])
        if values.get("graph") is not None:
            values["graph"] = Content(**values["graph"])
        return Manifest(**values)
    except (TypeError, KeyError, AttributeError, RecursionError) as exc:
        raise ValueError("its manifest was not written by Pincite") from exc


def generations(folder: Path) -> list[Path]:
    """Return the generations in a folder, the newest first.

    Raises:
        LedgerUnusable: If the folder cannot be listed.
    """
    try:
        if not folder.is_dir():
            return []
        found = [path for path in folder.glob("gen-*") if path.name[4:].isdecimal()]
    except OSError as exc:
        raise LedgerUnusable(
            f"{folder} cannot be listed ({exc.strerror}): check its disk and its permissions"
        ) from exc
    return sorted(found, key=lambda path: int(path.name[4:]), reverse=True)


def remove(generation: Path) -> None:
    """Remove a generation, if it is there; interrupted, what is left does not look like one."""
    gone = generation.with_name(f"tmp-{generation.name}-{secrets.token_hex(4)}")
    with suppress(OSError):
        generation.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _write(path: Path, fill: Callable[[Callable[[bytes], int]], object]) -> Content:
    """Write what `fill` gives, flush it, and return what the file is.

    It goes through our own file, because faiss tells neither of a full disk nor of a write
    that failed.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:

        def write(data: bytes) -> int:
            nonlocal size
            digest.update(data)
            size += len(data)
            return file.write(data)

        fill(write)
        file.flush()
        os.fsync(file.fileno())
    if path.stat().st_size != size:
        raise OSError(errno.EIO, "the file is shorter than what was written")
    return Content(size, digest.hexdigest())


def _read(path: Path, content: Content, parse: Callable[[BinaryIO], _T]) -> _T:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size != content.size:
            raise ValueError(f"{size} bytes instead of {content.size}")
        if hashlib.file_digest(file, "sha256").hexdigest() != content.sha256:
            raise ValueError("its sha256 differs from the manifest's")
        file.seek(0)
        return parse(file)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
