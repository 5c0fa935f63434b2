"""How taking in goes with more workers, and what becomes of it when they are killed.

    python -m benchmarks.scale_workers rate --work DIR
    python -m benchmarks.scale_workers kill --work DIR

`rate` takes the same documents in with one worker and with two. `kill` takes 500 in, kills one
worker of two at 120, lets another join at 200, and looks at the end whether every document is
there once. The embedder is a stub that sleeps 150 ms for each batch, so that two cores do not
measure themselves. The collection is on this machine, in DIR.
"""

import argparse
import json
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.dask_cluster import Cluster, cluster
from benchmarks.machine import RESULTS, circumstances, tell
from benchmarks.process import ROOT
from benchmarks.stubs import StubIndex, write_documents
from corpus import find_files
from index.ingest.files import Outcome
from index.ingest.spread import Crew, spread
from index.protocol import every_document

SECONDS = 0.15
PASSAGES = 20
_WARM_UP = 20  # documents, before which workers still load what they need
_RATE_DOCUMENTS, _ROUNDS = 120, 5
_KILL_DOCUMENTS = 500
_KILLED, _JOINED = 120, 200

At = Mapping[int, Callable[[Cluster], None]]
"""What happens when so many documents are done."""


def run(work: Path, documents: Path, workers: int, events: At) -> dict[str, Any]:
    """Take documents into the collection with so many workers, and return how that went."""
    opened = StubIndex(SECONDS)
    index = opened()
    done: list[Outcome] = []
    with cluster(work, workers, {"PYTHONPATH": str(ROOT)}) as crew:
        began = warm = time.monotonic()
        for outcome in spread(find_files([documents]), index, Crew(crew.address, opened)):
            done.append(outcome)
            if len(done) == _WARM_UP:
                warm = time.monotonic()
            if event := events.get(len(done)):
                event(crew)
        ended = time.monotonic()
    with index.reader() as reader:
        ids = [info.id for info in every_document(reader)]
        passages = reader.passage_count()
    return {
        "workers": workers,
        "seconds": round(ended - began, 1),
        "documents": len(ids),
        "passages": passages,
        "documents_per_second": round((len(done) - _WARM_UP) / (ended - warm), 2),
        "statuses": dict(Counter(one.status for one in done)),
        "each_once": len(set(ids)) == len(ids) == len({one.label for one in done}) == len(done),
    }


def rate(work: Path, passages: int) -> dict[str, Any]:
    """Return how one worker does and how two do, in turn, each into an empty collection.

    `gain` is the median of what the second brought, round by round.
    """
    documents = work / "documents"
    shutil.rmtree(documents, ignore_errors=True)
    write_documents(documents, _RATE_DOCUMENTS, passages)
    rows = []
    for _ in range(_ROUNDS):
        for workers in (1, 2):
            shutil.rmtree(work / "data", ignore_errors=True)
            rows.append(run(work, documents, workers, {}))
            tell(f"{workers} at work: {rows[-1]['documents_per_second']} documents a second")
    rates = [float(row["documents_per_second"]) for row in rows]
    gains = [round(two / one, 2) for one, two in zip(rates[::2], rates[1::2], strict=True)]
    return {"rows": rows, "gains": gains, "gain": median(gains)}


def kill(work: Path, passages: int) -> dict[str, Any]:
    """Return how taking in goes while a worker is killed and another joins."""
    documents = work / "documents"
    shutil.rmtree(documents, ignore_errors=True)
    write_documents(documents, _KILL_DOCUMENTS, passages)
    shutil.rmtree(work / "data", ignore_errors=True)
    events = {
        _KILLED: lambda crew: crew.workers[0].kill(),
        _JOINED: lambda crew: crew.start_worker(),
    }
    return run(work, documents, 2, events)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("rate", "kill"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=PASSAGES, help="of each document")
    parser.add_argument("--output", type=Path, default=RESULTS / "scale-workers.json")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    os.environ["PINCITE_DATA"] = str(options.work / "data")
    measured = {"rate": rate, "kill": kill}[options.what](options.work, options.passages)
    known = json.loads(options.output.read_text()) if options.output.exists() else {}
    figures = {
        **known,
        options.what: {
            **measured,
            "machine": circumstances("benchmarks.scale_workers", sys.argv[1:]),
        },
    }
    options.output.write_text(json.dumps(figures, indent=1) + "\n")
    tell(json.dumps(measured))


if __name__ == "__main__":
    main()
