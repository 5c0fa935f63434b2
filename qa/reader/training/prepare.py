"""Makes the examples that the reader is trained on.

    python -m qa.reader.training.prepare --data FOLDER --out EXAMPLES

FOLDER is what `qa.reader.training.sources` made. In EXAMPLES there are then `public.jsonl.gz` of
the public sets; `squad2.jsonl.gz` and `selqa.jsonl.gz` of the parts of these that are not measured
on (PINCITE_EVAL_DATA, or `--eval`, says where they lie); and `written-0.jsonl.gz`,
`written-1.jsonl.gz`, `lay-0.jsonl.gz`, `lay-1.jsonl.gz` of the two parts of the sets that were
written to train on, with other passages beside the answers in each. A file that is there already is
not made again. The collections that are searched are made in EXAMPLES/collections.
"""

import argparse
import logging
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from tqdm import tqdm

from index import Index, NewDocument
from qa.config import Config
from qa.evaluation.cases import EvalSet
from qa.evaluation.public import TRAINED_ON
from qa.reader.training.collected import collected_examples, split
from qa.reader.training.examples import Example, write
from qa.reader.training.labelled import labelled_examples
from qa.reader.training.measured import selqa_examples, squad_examples
from qa.reader.training.options import add_evaluation, evaluation_folder, log_counts
from qa.reader.training.written import PARTS, opened_sets
from qa.wiring import open_index

DRAWS = 2
"""How often passages are drawn beside the answers of the written sets; a guess."""

_SEED = 5


Opened = Iterable[tuple[EvalSet, Index]]


@dataclass(frozen=True, slots=True)
class Sets:
    """Opens what is searched: an evaluation set by name, and the written sets of a part."""

    measured: Callable[[str], tuple[EvalSet, Index]]
    written: Callable[[str], Opened]


def sets_below(config: Config, evaluation: Path) -> Sets:
    """Return the sets, with collections in the data directory; each is made when it is opened."""

    def measured(name: str) -> tuple[EvalSet, Index]:
        documents, asked = TRAINED_ON[name](evaluation)
        cases = EvalSet(name, tuple(asked), tuple(documents))
        index = open_index(config, name)
        added = index.add(NewDocument(document) for document in documents)
        for _ in tqdm(added, f"{name}: reading", len(documents), disable=None):
            pass
        return cases, index

    return Sets(measured, cache(lambda part: list(opened_sets(config, part))))


def prepare(data: Path, out: Path, sets: Sets) -> dict[str, int]:
    """Make the files of examples that are not there; return how many examples are in each."""
    makers: dict[str, Callable[[], Iterable[Example]]] = {
        "public": lambda: tqdm(labelled_examples(data), "public", disable=None),
        "squad2": lambda: squad_examples(*sets.measured("squad2"), random.Random(_SEED)),
        "selqa": lambda: selqa_examples(*sets.measured("selqa"), random.Random(_SEED)),
        **{
            f"{part}-{number}": partial(_written, sets, part, random.Random(_SEED + number))
            for part in PARTS
            for number in range(DRAWS)
        },
    }
    counts = {}
    for name, make in makers.items():
        path = out / f"{name}.jsonl.gz"
        if not path.exists():
            counts[path.name] = write(path, make())
    return counts


def _written(sets: Sets, part: str, draw: random.Random) -> Iterator[Example]:
    for cases, index in sets.written(part):
        asked = tqdm(split(cases)[0], cases.name, disable=None)
        yield from collected_examples(cases.name, asked, index, draw)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the files as the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.reader.training.prepare",
        description=(__doc__ or "").splitlines()[0],
        epilog="example: PINCITE_EVAL_DATA=eval python -m qa.reader.training.prepare "
        "--data data --out examples",
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help="what `sources` made"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="EXAMPLES", help="what is made")
    add_evaluation(parser, "")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    evaluation = evaluation_folder(parser, options)
    if not (options.data / "contexts.jsonl.gz").exists():
        parser.error(
            f"{options.data} has no contexts.jsonl.gz: make it with "
            f"python -m qa.reader.training.sources --out {options.data}"
        )
    options.out.mkdir(parents=True, exist_ok=True)
    sets = sets_below(Config(data=options.out / "collections"), evaluation)
    try:
        counts = prepare(options.data, options.out, sets)
    except FileNotFoundError as exc:
        sys.exit(f"{parser.prog}: {exc.filename} is missing: is PINCITE_EVAL_DATA right?")
    log_counts(counts)


if __name__ == "__main__":
    main()
