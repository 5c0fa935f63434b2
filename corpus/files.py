"""Documents in files, and the collection that ships with Pincite."""

import errno
import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from corpus.document import Document, Source
from corpus.errors import Unreadable
from corpus.reading import read, require_bytes, require_size

_SETTLED_NS = 2_000_000_000  # as coarse as FAT's clock, the coarsest we know of


class FileStat(NamedTuple):
    """What changes whenever a file is written to; times are in nanoseconds."""

    size: int
    modified: int
    changed: int


class Found(NamedTuple):
    """A file to read: where it lies, what identifies it, and its state when it was found.

    Without a `stamp` the file may have changed in the very moment. `closed` says why it
    cannot be read where that is known already, as of a folder that may not be listed. `load`
    returns its bytes where they are not in a file.
    """

    path: Path
    source: Source
    stamp: FileStat | None = None
    closed: str = ""
    load: Callable[[], bytes] | None = None


def file_source(path: Path, root: Path) -> Source:
    """Return the source of a file that was found under `root` (or is `root`).

    The key is the file's real path; the label starts at the folder that was named.
    """
    return source_at(os.path.realpath(path), os.path.realpath(root))


def source_at(real: str, root: str) -> Source:
    """Return the source of a file by real paths, which are taken as they are."""
    label = os.path.relpath(real, os.path.dirname(root))
    return Source(f"file:{real}", label.encode(errors="replace").decode())


def stamp_of(status: os.stat_result, now: int) -> FileStat | None:
    """Return the stamp of a file; None where it was written to just before `now` (in ns).

    A change within the same tick of the clock would leave such a stamp as it is.
    """
    if now - max(status.st_mtime_ns, status.st_ctime_ns) < _SETTLED_NS:
        return None
    return FileStat(status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, refusing what is no file or too large to be read.

    Raises:
        Unreadable: If the file is missing, forbidden, or not a file.
        TooLarge: If it has more than `MAX_BYTES` bytes.
    """
    try:
        require_size(_size(path))
        return path.read_bytes()
    except OSError as exc:
        raise _unreadable(exc) from exc


def _size(path: Path) -> int:
    """Return how many bytes a file has, refusing what is none."""
    if not path.is_file():
        what = "not a file" if path.exists() else "no such file"
        raise Unreadable(f"{what}: give the path of a document")
    return path.stat().st_size


def _unreadable(exc: OSError) -> Unreadable:
    return Unreadable(f"it cannot be read ({exc.strerror}): check its permissions")


def bytes_of(found: Found) -> bytes:
    """Return the bytes of a file that was found.

    Raises:
        CorpusError: If it cannot be read.
    """
    if found.closed:
        raise Unreadable(found.closed)
    return read_bytes(found.path) if found.load is None else found.load()


def size_of(found: Found) -> int:
    """Return how many bytes a file has, without opening it.

    Raises:
        CorpusError: If it is closed, no file, forbidden, empty or too large to be read.
    """
    if found.closed:
        raise Unreadable(found.closed)
    try:
        size = _size(found.path)
        if not os.access(found.path, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as exc:
        raise _unreadable(exc) from exc
    require_bytes(size)
    require_size(size)
    return size


def read_file(found: Found) -> Document:
    """Read the document in a file.

    Raises:
        CorpusError: If it cannot be read, or not as a document.
    """
    return read(bytes_of(found), found.source, found.path.name)


def bundled() -> list[Found]:
    """Return the files of the collection that ships with Pincite."""
    folder = Path(str(resources.files("corpus").joinpath("library")))
    return [
        Found(path, Source(f"bundled:{path.name}", path.name))
        for path in sorted(folder.glob("*.txt"))
    ]
