"""Documents in files and folders, and the collection that ships with Pincite."""

import os
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from corpus.document import Document, Source
from corpus.errors import Unreadable
from corpus.reading import read, require_size


class Found(NamedTuple):
    """A file to read: where it lies and what identifies it."""

    path: Path
    source: Source


def file_source(path: Path, root: Path) -> Source:
    """Return the source of a file that was found under `root` (or is `root`).

    The key is the file's real path; the label starts at the folder that was named.
    """
    real = Path(os.path.realpath(path))
    label = real.relative_to(Path(os.path.realpath(root)).parent).as_posix()
    return Source(f"file:{real.as_posix()}", label.encode(errors="replace").decode())


def find_files(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield every file under the paths, sorted within a folder, each once.

    Hidden files and folders inside a folder are passed over, and so are links that
    lead out of it; a file that is named itself is always taken.

    Raises:
        Unreadable: If a path does not exist.
    """
    seen: set[str] = set()
    for root in paths:
        if not os.path.exists(root):
            raise Unreadable(f"{root}: no such file or folder: check the spelling")
        for path in _walk(root):
            found = Found(path, file_source(path, root))
            if found.source.key not in seen:
                seen.add(found.source.key)
                yield found


def _walk(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    real = root.resolve()
    for folder, folders, names in os.walk(real):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            target = Path(os.path.realpath(path))  # unlike `resolve`, it bears links in a circle
            if not name.startswith(".") and target.is_relative_to(real):
                yield path


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, refusing what is no file or too large to be read.

    Raises:
        Unreadable: If the file is missing, forbidden, or not a file.
        TooLarge: If it has more than `MAX_BYTES` bytes.
    """
    try:
        if not path.is_file():
            what = "not a file" if path.exists() else "no such file"
            raise Unreadable(f"{what}: give the path of a document")
        require_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as exc:
        raise Unreadable(f"it cannot be read ({exc.strerror}): check its permissions") from exc


def read_file(found: Found) -> Document:
    """Read the document in a file.

    Raises:
        CorpusError: If it cannot be read, or not as a document.
    """
    return read(read_bytes(found.path), found.source, found.path.name)


def bundled() -> list[Found]:
    """Return the files of the collection that ships with Pincite."""
    folder = Path(str(resources.files("corpus").joinpath("library")))
    return [
        Found(path, Source(f"bundled:{path.name}", path.name))
        for path in sorted(folder.glob("*.txt"))
    ]
