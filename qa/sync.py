"""Makes a collection hold what a folder holds: what vanished there goes here too."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import CorpusError, Found, find_files
from corpus.errors import Unreadable
from corpus.files import bytes_of
from index import DocumentInfo, Index
from qa.ingest import Known, Outcome, ingest

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """How a folder differs from what the collection holds of it.

    `vanished` are the documents whose files are gone from the folder, or are ignored now;
    what lay in a folder that cannot be listed at present is not among them.
    """

    files: Sequence[Found]
    known: Known
    vanished: Sequence[DocumentInfo]

    def __len__(self) -> int:
        """Return how many files and documents there are to be dealt with."""
        return len(self.files) + len(self.vanished)


def compare(folder: Path, index: Index, *, may_be_empty: bool) -> Difference:
    """Look at a folder and at what the collection holds of it; change nothing.

    Raises:
        Unreadable: If it is no folder. Also if it holds nothing any more where it held
            documents, unless that is said to be right: a disk that is not there at the
            moment leaves an empty folder behind.
    """
    if not folder.is_dir():
        raise Unreadable(f"{folder}: no such folder: check the spelling")
    files, known = list(find_files([folder])), Known(index)
    root = os.path.realpath(folder)
    present = {found.source.key for found in files}
    closed = tuple(f"{found.source.key.rstrip('/')}/" for found in files if found.closed)
    vanished = [
        info
        for key, info in known.under(root).items()
        if key not in present and not key.startswith(closed)
    ]
    if vanished and not files and not may_be_empty:
        raise Unreadable(
            f"{folder} is empty, but {len(vanished):,} documents came from there: if its disk is "
            "not there at the moment, connect it; if they are to go, say --allow-empty"
        )
    return Difference(files, known, vanished)


def sync(difference: Difference, index: Index) -> Iterator[Outcome]:
    """Carry a difference over, yielding what became of each file and document.

    What is new comes first and what vanished goes last, so that a file that was moved is
    not embedded again.
    """
    yield from ingest(difference.files, index, difference.known)
    for infos in _batches(difference.vanished):
        index.delete_all([info.id for info in infos])
        yield from (Outcome(info.source, "removed", info, 0, "") for info in infos)


def foresee(difference: Difference) -> Iterator[Outcome]:
    """Tell what `sync` would do, as far as that is known without reading new files."""
    for found in difference.files:
        info, label = difference.known.info(found), found.source.label
        try:
            if info is None:
                yield Outcome(label, "refused" if found.closed else "added", None, 0, found.closed)
            elif difference.known.is_untouched(found) or difference.known.holds(
                found, bytes_of(found)
            ):
                yield Outcome(info.source, "unchanged", info, 0, "")
            else:
                yield Outcome(info.source, "updated", info, 0, "")
        except CorpusError as exc:
            yield Outcome(label, "refused", None, 0, str(exc))
    for info in difference.vanished:
        yield Outcome(info.source, "removed", info, 0, "")


def _batches(infos: Sequence[DocumentInfo]) -> Iterator[Sequence[DocumentInfo]]:
    for first in range(0, len(infos), _AT_ONCE):
        yield infos[first : first + _AT_ONCE]
