"""Takes folders into a collection in the background, and reports its progress."""

import logging
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from corpus import CorpusError, Found
from corpus.errors import sentence
from corpus.sandbox.pool import ReaderPool
from index import Index, IndexFault
from index.errors import DiskFull, IndexAway, IndexRefused, LedgerBusy
from index.ingest.files import Known, Outcome, ingest
from index.ingest.sync import Difference, compare, follow
from index.writing.progress import Embedding, Reading, Step

log = logging.getLogger("pincite.web")

_FIRST = 3  # files that come in together at first; a guess: they are there within seconds
_MOST = 48  # and later on; a guess: by then a batch costs little next to its files
_BYTES = 200_000  # of a batch; a guess: a larger file comes in alone, and holds up no other
_HINDERED = 3.0  # seconds until a busy or full disk is tried again, as uploads are
_MOST_REFUSED = 1000  # that are listed; a guess: whoever has more reads the first ones anyway

State = Literal["none", "waiting", "looking", "reading", "done", "failed"]
"""`none` without folders; `waiting` before the work starts, `looking` while files are listed."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read: its name, and the reason for programs and for people."""

    name: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class FolderProgress:
    """How much of the folders has been taken in.

    `done` counts the `files` that are finished, whatever became of them. `reading` is the one being
    read or embedded now. `counts` counts documents by what became of them. `problem` says in a
    sentence what holds up all of it, or a whole folder.
    """

    folders: tuple[str, ...] = ()
    state: State = "none"
    files: int = 0
    done: int = 0
    reading: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    problem: str = ""


class _Ending(Exception):
    """Stops the work partway; raised by what watches it."""


class FolderWorker:
    """Makes a collection hold what folders hold, once, in a thread of its own.

    Like `sync`, it also removes the documents of files that are gone, unless their whole folder is.
    Small files come first. A file that is being read when it stops is read at the next start.
    """

    def __init__(
        self,
        index: Index,
        pool: ReaderPool,
        folders: Sequence[Path],
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare to take in the folders; nothing is looked at yet.

        Args:
            index: The collection.
            pool: Reads the files, one at a time.
            folders: The folders to take in, besides what it already holds.
            ended: Called when all are taken in: there may be something to tidy up.
        """
        self._index = index
        self._ended = ended
        self._folders = folders
        self._ending = threading.Event()
        self._pool = pool
        self._thread = self._new_thread()
        self._starting = threading.Lock()
        names = tuple(_label(folder) for folder in folders)
        self._progress = FolderProgress(names, "waiting" if folders else "none")

    @property
    def progress(self) -> FolderProgress:
        """Return the progress so far."""
        return self._progress

    def start(self) -> None:
        """Begin, if there is anything to take in."""
        if self._folders and not self._ending.is_set():
            self._thread.start()

    def look_again(self) -> None:
        """Look at the folders once more, unless it is doing so already."""
        with self._starting:
            if self._progress.state in ("done", "failed"):
                self._thread = self._new_thread()
                self._progress = FolderProgress(self._progress.folders, "waiting")
                self.start()

    def _new_thread(self) -> threading.Thread:
        return threading.Thread(target=self._run, name="folders", daemon=True)

    def stop(self, seconds: float = 10) -> None:  # a guess: a step of the work takes less
        """End as soon as nothing is lost by it; what was taken in stays.

        A file that is being read is read to its end, unless the pool is closed.
        """
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def give_up(self, problem: str) -> None:
        """Say why nothing can be taken in."""
        if self._folders:
            self._tell(state="failed", problem=problem)

    def _tell(self, **changes: Any) -> None:
        self._progress = replace(self._progress, **changes)

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self._take_in()
            except _Ending:
                return
            except (DiskFull, IndexAway, IndexRefused, LedgerBusy) as exc:
                log.error("the folders wait: %s", exc)
                self._tell(problem=exc.message)
                self._ending.wait(_HINDERED)
            except IndexFault as exc:
                log.error("the folders cannot be taken in: %s", exc)
                return self.give_up(exc.message)
            except Exception:
                log.exception("the folders cannot be taken in")
                return self.give_up("Something went wrong; the log of the service says more.")
            else:
                return None
        return None

    def _take_in(self) -> None:
        names = self._progress.folders
        self._progress = FolderProgress(names, "looking")
        difference, problems = self._difference()
        tally = _Tally(difference)
        self._tell(state="reading", files=tally.files, problem=" ".join(problems))
        with closing(follow(difference, self._ingested(difference), self._index)) as outcomes:
            for outcome in outcomes:
                self._require_going_on()
                tally.add(outcome)
                self._tell(done=tally.done, counts=dict(tally.counts), refused=tally.refused)
        self._tell(state="done", done=tally.files, reading="")
        told = ", ".join(f"{count:,} {status}" for status, count in tally.counts.items())
        self._ended()
        why = " (the library and `pincite add` say why)" if tally.refused else ""
        log.info("the folders were taken in: %s%s", told or "they are empty", why)

    def _difference(self) -> tuple[Difference, list[str]]:
        """Return how the folders differ from the collection, and what is wrong with the others."""
        differences: list[Difference] = []
        problems: list[str] = []
        for folder in self._folders:
            self._require_going_on()
            try:
                differences.append(compare(folder, self._index, may_be_empty=False))
            except CorpusError as exc:
                problems.append(sentence(str(exc)))
        return _joined(differences, Known(self._index)), problems

    def _ingested(self, difference: Difference) -> Iterator[Outcome]:
        """Add the files, some at a time, so that none waits for a large one behind it."""
        for files in _batches(difference):
            yield from ingest(files, self._index, difference.known, self._watch, self._pool)

    def _watch(self, step: Step) -> None:
        self._require_going_on()
        match step:
            case Reading(source, _):
                self._tell(reading=source)
            case Embedding(sources, _, _):
                self._tell(reading=sources[-1])

    def _require_going_on(self) -> None:
        if self._ending.is_set():
            raise _Ending


class _Tally:
    """Counts finished files, each of which may hold many documents, and lists those refused."""

    def __init__(self, difference: Difference) -> None:
        self._labels = {found.source.label for found in difference.files}
        self._done: set[str] = set()
        self.files = len(difference)
        self.counts: Counter[str] = Counter()
        self.refused: tuple[Refused, ...] = ()

    @property
    def done(self) -> int:
        return min(len(self._done), self.files)

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.status] += 1
        self._done.add(self._file_of(outcome.label))
        if outcome.status == "refused" and len(self.refused) < _MOST_REFUSED:
            refused = Refused(outcome.label, outcome.code, sentence(outcome.reason))
            self.refused = (*self.refused, refused)

    def _file_of(self, label: str) -> str:
        """Return the label of the file that a label names, or that holds what it names."""
        name = label
        while name not in self._labels and "#" in name:
            name = name.rpartition("#")[0]
        return name if name in self._labels else label


def _joined(differences: Sequence[Difference], known: Known) -> Difference:
    """Return the differences of folders as one, the smallest files first.

    So a file that was moved from one of them to another takes its corrections and marks along,
    and one that lies in two of them is read once, and stays even if one of them ignores it.
    """
    # A file that lies in two folders has the name that the first gives it.
    files = {one.source.key: one for each in reversed(differences) for one in each.files}
    here = {info.id for one in files.values() for info in known.parts(one).values()}
    vanished = {info.id: info for each in differences for info in each.vanished}
    return Difference(
        sorted(files.values(), key=_size),
        known,
        [info for info in vanished.values() if info.id not in here],
        {key: why for each in differences for key, why in each.away.items()},
    )


def _label(folder: Path) -> str:
    return os.path.basename(os.path.realpath(folder)).encode(errors="replace").decode() or "/"


def _size(found: Found) -> int:
    return found.stamp.size if found.stamp else _bytes(found.path)


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it will say why
        return 0


def _batches(difference: Difference) -> Iterator[list[Found]]:
    """Yield the unchanged files as one batch, then the others in order, in growing batches."""
    known = difference.known
    same = {one.source.key for one in difference.files if known.is_untouched(one)}
    yield [one for one in difference.files if one.source.key in same]
    batch: list[Found] = []
    size, most = 0, _FIRST
    for found in difference.files:
        if found.source.key in same:
            continue
        if batch and (len(batch) >= most or size + _size(found) > _BYTES):
            yield batch
            batch, size, most = [], 0, min(2 * most, _MOST)
        batch.append(found)
        size += _size(found)
    yield batch
