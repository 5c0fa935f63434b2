"""Two commits of Pincite side by side: from the bytes of files to documents, and no further.

    python -m benchmarks.reading OLD NEW FOLDER --work DIR
    python -m benchmarks.reading HEAD~1 HEAD ~/papers --work DIR --most 500 --rounds 5

Each commit is checked out below DIR and reads the same files, in a process of its own that is
confined as it always is. Both go through all files in each round, one first in turn; what counts
is the median over the rounds of the ratio new / old of the seconds of a processor, because a
machine that others use slows both. Files that either refuses count for nothing.
"""

import argparse
import json
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.commits import checked_out
from benchmarks.machine import tell

_READ = """
import json, resource, sys
from pathlib import Path
from corpus import CorpusError, Source
from corpus.sandbox.pool import ReaderPool
def spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
for kind, paths in json.load(sys.stdin).items():
    before, read = spent(), 0
    with ReaderPool(1) as pool:
        for path in map(Path, paths):
            try:
                source = Source(f"file:{path}", path.name)
                read += len(pool.read(path.read_bytes(), source, path.name).text)
            except CorpusError:
                pass
    print(json.dumps([kind, spent() - before, read]), flush=True)
"""


def files_by_kind(folder: Path, most: int) -> dict[str, list[str]]:
    """Return files of a folder by the ending of their names, up to so many of each."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        kind = path.suffix.lower()
        if path.is_file() and kind and len(kinds[kind]) < most:
            kinds[kind].append(str(path))
    return dict(kinds)


def read(tree: Path, files: dict[str, list[str]]) -> dict[str, tuple[float, int]]:
    """Return by kind the seconds of a processor and the characters of the documents."""
    done = subprocess.run(
        [sys.executable, "-c", _READ],
        cwd=tree,
        input=json.dumps(files),
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {kind: (seconds, characters) for kind, seconds, characters in rows}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reading", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True, metavar="DIR")
    parser.add_argument("--most", type=int, default=5_000, help="files of each kind")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    work = options.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    trees = [checked_out(commit, work)[1] for commit in (options.old, options.new)]
    files = files_by_kind(options.folder.absolute(), options.most)
    ratios: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(options.rounds):
        tell(f"round {number + 1} of {options.rounds}")
        order = (1, 0) if number % 2 else (0, 1)
        found = {at: read(trees[at], files) for at in order}
        for kind in files:
            ratios[kind].append(found[1][kind][0] / found[0][kind][0])
    for kind, values in sorted(ratios.items()):
        low, high = min(values), max(values)
        print(
            f"{kind:8} {len(files[kind]):5} files  new / old: "
            f"{statistics.median(values):.3f} ({low:.3f} to {high:.3f})"
        )
    print(json.dumps(ratios))


if __name__ == "__main__":
    main()
