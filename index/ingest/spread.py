"""Spreads the taking in of files over the workers of a Dask cluster; the one module that knows it.

The client sends files with their bytes, a few at a time; a worker reads each in a sandbox, embeds
it and adds it in one change. What is complete is what the collection holds, so whatever ends, a
run that is begun again goes on where it was.

Dask runs what it is sent: whoever reaches a scheduler or a worker may run programs there.
"""

import logging
import os
import pickle
import queue
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from corpus import CorpusError, Found, ReaderStopped
from index import Index
from index.errors import SpreadLost
from index.ingest.files import Known, Outcome, refused
from index.ingest.parcel import Bench, OpenIndex, Parcel, patiently
from index.writing.progress import Spreading, Watch, unwatched

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

LOCAL = "local"
"""In place of a scheduler's address: workers of our own, one for each core, for this run."""

_CONNECT = 30.0  # seconds; a guess: a scheduler that is there answers within one
_FIRST_WORKER = 60.0  # seconds; a guess: longer than a worker takes to start
_LOOKED_UP = 200  # files that are looked up at one moment; a guess: few moments, few rows
_PER_THREAD = 4
"""Files on their way for each thread of a worker; a guess: one being read, one embedded, and
others so that none waits for the next to be sent."""
_BYTES = 200_000_000
"""Of files on their way, which the scheduler keeps in memory; a guess: two of the largest."""
_TICK = 1.0  # seconds between two looks at how many workers there are; a guess
_FETCHED = 10.0  # seconds that what a worker says of a file may take to come; a guess
_RESTARTED = 30.0  # seconds in which a worker of our own starts again; a guess: most take three
_LOST = (
    "the connection to the Dask scheduler was lost: what was taken in stays, so run it again to "
    "resume"
)


class _Delivery(NamedTuple):
    """What a worker says of a file."""

    worker: str
    outcomes: list[Outcome]


@dataclass(frozen=True, slots=True)
class Crew:
    """Where the workers are, and how each of them opens the collection.

    `scheduler` is `tcp://host:8786` (or `tls://`), or `LOCAL`; there so many `workers` are
    started, by default one for each core.
    """

    scheduler: str
    open_index: OpenIndex
    workers: int = 0


def spread(
    files: Iterable[Found],
    index: Index,
    crew: Crew,
    watch: Watch = unwatched,
    language: str = "",
) -> Iterator[Outcome]:
    """Add files to an index by way of workers, yielding what became of each, as it is done.

    As by `ingest`, a file that was not written to is not opened, and one that cannot be read
    stops no other. A file whose worker ends is given to another one.

    Raises:
        SpreadLost: If the scheduler is not there any more, or a worker has another collection.
        IndexFault: If a worker cannot write to the collection.
    """
    with _connected(crew) as workers:
        under_way = _UnderWay(workers, index, crew, watch)
        try:
            for found, known in _looked_up(files, index):
                if unchanged := known.unchanged(found):
                    yield from unchanged
                    continue
                try:
                    parcel = Parcel.of(found, language)
                except CorpusError as exc:
                    yield refused(found.source.label, exc)
                    continue
                while not under_way.has_room(parcel):
                    yield from under_way.done()
                under_way.send(parcel)
            while under_way:
                yield from under_way.done()
        finally:
            under_way.cancel()


def _looked_up(files: Iterable[Found], index: Index) -> Iterator[tuple[Found, Known]]:
    """Yield files with what the collection knows of them, some at a time."""
    left = iter(files)
    while some := list(islice(left, _LOOKED_UP)):
        known = patiently(partial(Known, index, only=some))
        yield from ((found, known) for found in some)


class _UnderWay:
    """The files that are with workers: a few for each, so that none piles up anywhere."""

    def __init__(self, workers: "_Workers", index: Index, crew: Crew, watch: Watch) -> None:
        self._client = workers.client
        self._workers = workers
        self._index = index
        self._watch = watch
        self._opener = _Opener(pickle.dumps(crew.open_index), crew.scheduler == LOCAL)
        self._parcels: dict[Future, Parcel] = {}
        self._ready: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._proven: set[str] = set()

    def __len__(self) -> int:
        return len(self._parcels)

    def has_room(self, parcel: Parcel) -> bool:
        """Return whether another file may be sent now; a single file may have any size."""
        if not self._parcels:
            return True
        sent = sum(len(one.data) for one in self._parcels.values())
        most = _PER_THREAD * max(1, self._workers.threads())
        return len(self._parcels) < most and sent + len(parcel.data) <= _BYTES

    def send(self, parcel: Parcel) -> None:
        self._await(self._client.submit(_take_in, parcel, self._opener, pure=False), parcel)

    def _await(self, future: "Future", parcel: Parcel) -> None:
        self._parcels[future] = parcel
        future.add_done_callback(self._ready.put)

    def done(self) -> list[Outcome]:
        """Wait for a file to be done, and return what became of it; nothing after a while.

        Raises:
            SpreadLost: If the scheduler is not there any more.
        """
        self._watch(Spreading(self._workers.threads(), len(self._parcels)))
        try:
            return self._settled(self._ready.get(timeout=_TICK))
        except queue.Empty:
            return []

    def cancel(self) -> None:
        """Call back what is still with workers; what is being added is added to its end."""
        self._client.cancel(list(self._parcels), force=True)

    def _settled(self, future: "Future") -> list[Outcome]:
        parcel = self._parcels.pop(future)
        if future.status == "error":
            return [refused(parcel.source.label, _reason(future.exception()))]
        if future.status == "cancelled":
            raise SpreadLost(_LOST)
        if future.status != "finished":  # the worker that had it ended: another one is at it
            self._await(future, parcel)
            return []
        try:
            delivery: _Delivery = future.result(timeout=_FETCHED)
        except TimeoutError:  # it ended just now
            self._await(future, parcel)
            return []
        self._require_ours(delivery)
        return delivery.outcomes

    def _require_ours(self, delivery: _Delivery) -> None:
        """Refuse a worker whose documents do not come into our collection; look once at each."""
        ids = [one.document.id for one in delivery.outcomes if one.document is not None]
        if delivery.worker in self._proven or not ids:
            return
        if not patiently(lambda: self._existing(ids)):
            raise SpreadLost(
                f"the Dask worker {delivery.worker} adds to another collection: give all "
                "workers the settings (PINCITE_…) and disks that this command has"
            )
        self._proven.add(delivery.worker)

    def _existing(self, ids: list[str]) -> set[str]:
        with self._index.reader() as reader:
            return reader.existing(ids)


class _Workers:
    """The workers of a scheduler; of our own, which a `cluster` has, lost ones are replaced."""

    def __init__(self, client: "Client", cluster: "LocalCluster | None") -> None:
        self.client = client
        self._cluster = cluster
        self._wanted = 0 if cluster is None else len(cluster.worker_spec)
        self._threads = 0
        self._counted = float("-inf")
        self._whole = time.monotonic()

    def threads(self) -> int:
        """Return how many threads they have together, counted now and then.

        Raises:
            SpreadLost: If the scheduler is not there any more.
        """
        now = time.monotonic()
        if now - self._counted > _TICK:
            try:
                self._threads = sum(self.client.nthreads().values())
            except OSError as exc:
                raise SpreadLost(_LOST) from exc
            self._counted = now
            self._replace_lost(now)
        return self._threads

    def _replace_lost(self, now: float) -> None:
        """Start others for workers that are gone for good, which have one thread each."""
        lost = self._wanted - self._threads
        if lost <= 0:
            self._whole = now
        elif self._cluster is not None and now - self._whole > _RESTARTED:
            # Its nanny does not start a worker again that ended while it was starting.
            self._cluster.scale(len(self._cluster.worker_spec) + lost)
            self._whole = now


def _reason(exc: BaseException) -> CorpusError:
    """Return why a file was given up; anything else that went wrong ends the run.

    Raises:
        Exception: What the worker raised, unless the file made several workers end.
    """
    from distributed import KilledWorker

    if isinstance(exc, KilledWorker):
        return ReaderStopped("several Dask workers ended while they read it: see their logs")
    raise exc


@contextmanager
def _connected(crew: Crew) -> Iterator["_Workers"]:
    """Connect to the scheduler, or start one with workers that ends with this.

    Raises:
        SpreadLost: If it does not answer, or has no workers.
    """
    import dask
    from distributed import Client

    _silence()
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(_SETTINGS))
        own = crew.scheduler == LOCAL
        try:
            cluster = stack.enter_context(_own_cluster(crew.workers)) if own else None
            address = crew.scheduler if cluster is None else cluster
            client = stack.enter_context(Client(address, timeout=_CONNECT, set_as_default=False))
            client.wait_for_workers(1, timeout=_FIRST_WORKER)
        except (OSError, ValueError, RuntimeError) as exc:
            raise SpreadLost(
                f"no Dask worker can be reached by way of {crew.scheduler}: start `dask scheduler` "
                f"and `dask worker ADDRESS`, or use `--dask {LOCAL}` ({exc})"
            ) from exc
        yield _Workers(client, cluster)


def _silence() -> None:
    """Keep Dask from logging tracebacks of its own: what is wrong is said here."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] == "distributed":  # each has a level of its own
            logging.getLogger(name).setLevel(logging.CRITICAL)


_SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GB",  # files go along with their tasks
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}


@contextmanager
def _own_cluster(workers: int) -> Iterator["LocalCluster"]:
    from distributed import LocalCluster
    from distributed.security import Security

    with LocalCluster(
        n_workers=workers or len(os.sched_getaffinity(0)),
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        # Without it, every user of this machine could run programs as whoever runs this.
        security=Security.temporary(),
        silence_logs=logging.CRITICAL,
    ) as cluster:
        yield cluster


# On a worker ------------------------------------------------------------------------


class _Opener(NamedTuple):
    """What opens a collection, pickled; `here` if all workers are on this machine for it alone."""

    pickled: bytes
    here: bool


class _BenchOnce:
    """A bench that is opened when the first file comes, by whichever thread has it."""

    def __init__(self, pickled: bytes, threads: int) -> None:
        self._pickled = pickled
        self._threads = threads
        self._lock = threading.Lock()
        self._bench: Bench | None = None

    def __call__(self) -> Bench:
        with self._lock:
            if self._bench is None:
                open_index: OpenIndex = pickle.loads(self._pickled)
                self._bench = Bench(open_index, self._threads)
            return self._bench


def _take_in(parcel: Parcel, opener: _Opener) -> _Delivery:
    """Take in a file, at the bench that this worker has for all files of one collection."""
    from distributed import get_worker

    worker = get_worker()
    if opener.here and "pincite_benches" not in worker.__dict__:
        _keep_to_one_core(int(worker.name))
    benches: dict[bytes, _BenchOnce] = worker.__dict__.setdefault("pincite_benches", {})
    bench = benches.setdefault(opener.pickled, _BenchOnce(opener.pickled, worker.state.nthreads))
    return _Delivery(worker.address, bench().take_in(parcel))


def _keep_to_one_core(number: int) -> None:
    """Leave the other cores to the other workers: a model uses all that its process may."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[number % len(cores)]})
