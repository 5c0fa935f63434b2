"""Makes the file of labelled pairs that the model is trained on, of public repositories.

    python -m qa.checking.entailment.training.sources --out FOLDER

The repositories are those of `sources.json`, at the commits named there: some 35 MB. It resumes as
`qa.reader.training.sources` does, and takes `--clones` as that does.
"""

import argparse
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from qa.checking.entailment.training.formats import FORMATS
from qa.checking.entailment.training.pairs import Pair, write
from qa.reader.training.fetching import Repository, SourceMissing, fetch, listed_repositories
from qa.reader.training.options import log_counts
from qa.reader.training.sources import normalised

PAIRS = "pairs.jsonl.gz"


def make(
    out: Path, repositories: Sequence[Repository], clones: Path | None = None
) -> dict[str, int]:
    """Write the pairs into a folder; return how many there are of each set.

    Raises:
        SourceMissing: If a file cannot be had.
    """
    places = fetch(repositories, out / "files", clones=clones)
    bar = tqdm(places.items(), "sets", disable=None)
    counts: dict[str, int] = {}

    def counted() -> Iterator[Pair]:
        for pair in taken(pair for name, files in bar for pair in FORMATS[name](files)):
            counts[pair.set] = counts.get(pair.set, 0) + 1
            yield pair

    write(out / PAIRS, counted())
    return counts


def taken(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield each claim with each evidence once, and none without words on either side."""
    seen = set()
    for pair in pairs:
        key = (normalised(pair.claim), normalised(pair.evidence))
        if all(key) and key not in seen:
            seen.add(key)
            yield pair


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the file as the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.checking.entailment.training.sources",
        description=(__doc__ or "").splitlines()[0],
        epilog="example: python -m qa.checking.entailment.training.sources --out data",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="what is made")
    parser.add_argument(
        "--clones", type=Path, metavar="FOLDER", help="git clones to take the files from"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        counts = make(options.out, listed_repositories(__package__ or ""), options.clones)
    except SourceMissing as exc:
        sys.exit(f"{parser.prog}: {exc}")
    log_counts(counts)


if __name__ == "__main__":
    main()
