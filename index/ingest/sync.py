"""Makes a collection hold what a folder holds: what vanished there goes here too."""

import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from corpus import CorpusError, Found, find_files
from corpus.document import file_key
from corpus.errors import Unreadable
from corpus.files import bytes_of, size_of
from index import Correction, DocumentInfo, Index, LedgerDamaged, Mark, MarkRejected, every_mark
from index.counted import counted
from index.errors import QuotaReached
from index.ingest.files import Known, Outcome, ingest
from index.writing.progress import Watch, unwatched

_AT_ONCE = 200  # documents removed at once; a guess: others may write in between
_REMEDY = (
    "if it is on a disk that is not connected, connect it; if you deleted its contents, run sync "
    "again with --allow-empty"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """How a folder differs from what the collection holds of it.

    `vanished` are the documents whose files are gone from the folder, or are ignored now;
    what lay in a folder that cannot be listed at present is not among them. `away` are those
    of them, by id, that lay in a subfolder which is empty or gone as a whole, with why they
    are not removed: a disk that is not there at the moment leaves nothing else behind.
    """

    files: Sequence[Found]
    known: Known
    vanished: Sequence[DocumentInfo]
    away: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many files and documents there are to be dealt with."""
        return len(self.files) + len(self.vanished)


Action = Literal["to_read", "unchanged", "to_remove", "to_keep", "to_refuse"]


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What `sync` would do with a file, and why it would refuse it, or not remove it.

    `document` is what the collection holds of it now, None where it is new. Whether a file
    that is to be read holds a document, only reading tells; as does whether one that is to be
    kept was only moved.
    """

    label: str
    fate: Action
    document: DocumentInfo | None
    reason: str


def compare(folder: Path, index: Index, *, may_be_empty: bool, reread: bool = False) -> Difference:
    """Look at a folder and at what the collection holds of it; change nothing.

    Args:
        folder: The folder.
        index: The collection.
        may_be_empty: Whether folders that are empty or gone take their documents with them.
        reread: Whether files that an older version of the readers read are to be read again.

    Raises:
        Unreadable: If it is no folder. Also if it holds nothing any more where it held
            documents, unless that is said to be right.
    """
    known = Known(index, reread=reread)
    root = os.path.realpath(folder)
    came_from = known.under(root)
    if folder.is_dir():
        files = list(find_files([folder]))
    elif may_be_empty and came_from and not os.path.lexists(folder):
        files = []
    else:
        raise Unreadable(f"{folder}: no such folder: check the spelling")
    present = {found.source.key for found in files}
    closed = tuple(f"{found.source.key.rstrip('/')}/" for found in files if found.closed)
    vanished = {
        key: info
        for key, info in came_from.items()
        if file_key(key) not in present and not key.startswith(closed)
    }
    if vanished and not files and not may_be_empty:
        raise Unreadable(
            f"{folder} is empty, but {counted(len(vanished), 'document')} came from there: if its "
            "disk is not mounted, mount it; if it should be empty, run "
            "`pincite sync --allow-empty` on it"
        )
    away = {} if may_be_empty else _away(vanished, present, root)
    # A file that only holds others is listed under the first of them too.
    documents = {info.id: info for info in vanished.values()}
    return Difference(files, known, list(documents.values()), away)


def _away(vanished: Mapping[str, DocumentInfo], present: Set[str], root: str) -> dict[str, str]:
    """Return by id the documents that lay in a subfolder which is empty or gone, and that."""
    alive = {root, *(above for key in present for above in _folders_over(key, root))}
    found: dict[str, str] = {}
    for key, info in vanished.items():
        if os.path.lexists(_path_of(key)):  # it is ignored now
            continue
        lost = next((above for above in _folders_over(key, root) if above not in alive), None)
        if lost is not None:
            label = os.path.relpath(lost, os.path.dirname(root)).encode(errors="replace").decode()
            state = "empty now" if os.path.isdir(lost) else "gone"
            found[info.id] = f"the folder {label} is {state}: {_REMEDY}"
    return found


def _folders_over(key: str, root: str) -> list[str]:
    """Return the folders between a root and a file below it, the outermost first."""
    folders: list[str] = []
    above = os.path.dirname(_path_of(key))
    while len(above) > len(root):
        folders.append(above)
        above = os.path.dirname(above)
    return folders[::-1]


def _path_of(key: str) -> str:
    return file_key(key).removeprefix("file:")


def sync(difference: Difference, index: Index, watch: Watch = unwatched) -> Iterator[Outcome]:
    """Carry a difference over, yielding what became of each file and document."""
    return follow(difference, ingest(difference.files, index, difference.known, watch), index)


def follow(
    difference: Difference, outcomes: Iterable[Outcome], index: Index
) -> Generator[Outcome, None, None]:
    """Yield what becomes of a difference's files, then of what vanished from among them.

    What is new comes first and what vanished goes last, so that a file that was moved is not
    embedded again, and takes its corrections and marks along. It goes from where it was without a
    question, even if all of its folder did.

    Args:
        difference: What is carried over.
        outcomes: Adds its files to the index, as `ingest` does.
        index: The collection.
    """
    added: dict[str, DocumentInfo] = {}
    for outcome in outcomes:
        if outcome.status == "added" and outcome.document is not None:
            added.setdefault(outcome.document.origin_sha256, outcome.document)
        yield outcome
    gone: list[DocumentInfo] = []
    moves: dict[str, DocumentInfo] = {}
    for info in difference.vanished:
        moved_to = added.get(info.origin_sha256) if info.origin_sha256 else None
        if moved_to is not None:
            _take_along(info, moved_to, index)
            moves[info.id] = moved_to
        elif info.id in difference.away:
            yield Outcome(info.source, "kept", info, 0, difference.away[info.id])
            continue
        gone.append(info)
    _take_marks_along(moves, index)
    if moves:
        index.take_sightings_along({before: after.id for before, after in moves.items()})
    for infos in _batches(gone):
        index.delete_all([info.id for info in infos])
        yield from (Outcome(info.source, "removed", info, 0, "") for info in infos)


def _take_along(before: DocumentInfo, after: DocumentInfo, index: Index) -> None:
    """Correct a document as the one was whose file it is."""
    values = {name: getattr(before, name) for name in before.corrected}
    if values or before.tags:
        index.correct(after.id, Correction(**values, add_tags=before.tags))


def _take_marks_along(moves: Mapping[str, DocumentInfo], index: Index) -> None:
    """Mark words of documents as they were marked in those, by id, whose files these are."""
    if not moves:
        return
    marks: list[Mark] = []
    with suppress(LedgerDamaged), index.reader() as reader:  # `pincite doctor` tells of it
        marks = [mark for mark in every_mark(reader) if mark.document_id in moves]
    for mark in marks:
        with suppress(MarkRejected, QuotaReached):  # of an earlier version, or one too many
            index.mark(replace(mark, document_id=moves[mark.document_id].id))


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
        why = difference.away.get(info.id, "")
        yield PlannedChange(info.source, "to_keep" if why else "to_remove", info, why)


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
