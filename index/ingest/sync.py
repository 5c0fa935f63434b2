"""Makes a collection hold what a folder holds: what vanished there goes here too."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus import CorpusError, Found, find_files
from corpus.document import file_key
from corpus.errors import Unreadable
from corpus.files import bytes_of, size_of
from index import DocumentInfo, Index
from index.counted import counted
from index.ingest.files import Known, Outcome, ingest
from index.writing.progress import Watch, unwatched

_AT_ONCE = 200  # documents removed at once; a guess: others may write in between


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


Action = Literal["to_read", "unchanged", "to_remove", "to_refuse"]


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What `sync` would do with a file, and why it would refuse it.

    `document` is what the collection holds of it now, None where it is new. Whether a file
    that is to be read holds a document, only reading tells.
    """

    label: str
    fate: Action
    document: DocumentInfo | None
    reason: str


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
    gone = {
        info.id: info  # a file that only holds others is listed under the first of them too
        for key, info in known.under(root).items()
        if file_key(key) not in present and not key.startswith(closed)
    }
    vanished = list(gone.values())
    if vanished and not files and not may_be_empty:
        raise Unreadable(
            f"{folder} is empty, but {counted(len(vanished), 'document')} came from there: if its "
            "disk is not there at the moment, connect it; if that is right, say --allow-empty"
        )
    return Difference(files, known, vanished)


def sync(difference: Difference, index: Index, watch: Watch = unwatched) -> Iterator[Outcome]:
    """Carry a difference over, yielding what became of each file and document.

    What is new comes first and what vanished goes last, so that a file that was moved is
    not embedded again.
    """
    yield from ingest(difference.files, index, difference.known, watch)
    for infos in _batches(difference.vanished):
        index.delete_all([info.id for info in infos])
        yield from (Outcome(info.source, "removed", info, 0, "") for info in infos)


def plan(difference: Difference) -> Iterator[PlannedChange]:
    """Tell what `sync` would do; a file is opened only to see whether it has changed at all."""
    for found in difference.files:
        info = difference.known.info(found)
        try:
            fate: Action = "unchanged" if _is_same(found, difference.known) else "to_read"
        except CorpusError as exc:
            yield PlannedChange(found.source.label, "to_refuse", info, str(exc))
        else:
            yield PlannedChange(info.source if info else found.source.label, fate, info, "")
    for info in difference.vanished:
        yield PlannedChange(info.source, "to_remove", info, "")


def _is_same(found: Found, known: Known) -> bool:
    """Tell whether a file is as it was taken in; opened if nothing less tells.

    Raises:
        CorpusError: If it is not, and cannot be read.
    """
    is_known = known.info(found) is not None
    if is_known and known.is_untouched(found):
        return True
    size = size_of(found)
    return is_known and known.may_hold(found, size) and known.holds(found, bytes_of(found))


def _batches(infos: Sequence[DocumentInfo]) -> Iterator[Sequence[DocumentInfo]]:
    for first in range(0, len(infos), _AT_ONCE):
        yield infos[first : first + _AT_ONCE]
