"""Makes the folder of labelled questions that the reader is trained on, of public repositories.

    python -m qa.reader.training.sources --out FOLDER

The repositories are those of `sources.json`, at the commits named there: some 45 MB. Interrupted,
it resumes: what is in FOLDER/files with the right digest is not fetched again. With
`--clones CLONES` files come from git clones, CLONES/nqg and so on, and nothing is downloaded.
Questions of the evaluation sets are left out: PINCITE_EVAL_DATA, or `--eval`, says where those lie.
"""

import argparse
import logging
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from qa.evaluation.public import TRAINED_ON
from qa.evaluation.sets import SetUnknown, load
from qa.reader.training.fetching import Repository, SourceMissing, fetch, listed_repositories
from qa.reader.training.formats import FORMATS, Row
from qa.reader.training.lines import write_lines
from qa.reader.training.options import add_evaluation, evaluation_folder, log_counts

MEASURED_ON = ("squad2", "selqa")
"""The sets that the reader is measured on and that have labelled questions of the same kind."""

_SAME_START = 200
"""Characters: where texts of two sets begin alike as far as that, they are the same passage, longer
or shorter. QED and lost-in-the-middle have 800 such questions in common."""


def normalised(text: str) -> str:
    """Return the words of a text in lower case: texts that differ in marks alone are the same."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def measured_texts(folder: Path) -> set[str]:
    """Return the questions and texts, normalised, of the sets that the reader is measured on.

    Raises:
        SetUnknown: If the data of a set are not in the folder.
    """
    found: set[str] = set()
    for name in MEASURED_ON:
        cases = load(name, folder)
        documents, trained_on = TRAINED_ON[name](folder)
        found |= {normalised(case.question) for case in (*cases.cases, *trained_on)}
        found |= {normalised(document.text) for document in (*(cases.documents or ()), *documents)}
    return found


def make(
    out: Path,
    repositories: Sequence[Repository],
    left_out: Collection[str] = (),
    clones: Path | None = None,
) -> dict[str, int]:
    """Write `contexts.jsonl.gz` and `reader.jsonl.gz`; return the number of questions by set.

    Args:
        out: The folder, also of the files that are fetched.
        repositories: Where the questions are from.
        left_out: Questions and texts, normalised, that are not taken.
        clones: As for `fetch`.

    Raises:
        SourceMissing: If a file cannot be had.
    """
    places = fetch(repositories, out / "files", clones=clones)
    bar = tqdm(places.items(), "sets", disable=None)
    rows = taken((row for name, files in bar for row in FORMATS[name](files)), left_out)
    contexts: dict[str, int] = {}
    counts: dict[str, int] = {}

    def records() -> Iterator[Any]:
        for row in rows:
            counts[row.set] = counts.get(row.set, 0) + 1
            yield {
                "set": row.set,
                "question": row.question,
                "context": contexts.setdefault(row.text, len(contexts)),
                "answers": [asdict(answer) for answer in row.answers],
                "answerable": row.answerable,
                **row.more,
            }

    write_lines(out / "reader.jsonl.gz", records())
    write_lines(
        out / "contexts.jsonl.gz", ({"id": n, "text": text} for text, n in contexts.items())
    )
    return counts


def taken(rows: Iterable[Row], left_out: Collection[str] = ()) -> Iterator[Row]:
    """Yield each question about a text once, and none that is left out."""
    seen: set[tuple[str, str]] = set()
    starts: dict[tuple[str, str], str] = {}
    for row in rows:
        question, text = normalised(row.question), normalised(row.text)
        of_set = starts.setdefault((question, text[:_SAME_START]), row.set)
        is_new = of_set == row.set and (question, text) not in seen
        seen.add((question, text))
        if is_new and question not in left_out and text not in left_out:
            yield row


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the folder as the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.reader.training.sources",
        description=(__doc__ or "").splitlines()[0],
        epilog="example: PINCITE_EVAL_DATA=eval python -m qa.reader.training.sources --out data",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="what is made")
    parser.add_argument(
        "--clones", type=Path, metavar="FOLDER", help="git clones to take the files from"
    )
    add_evaluation(parser, ", whose questions are left out")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    evaluation = evaluation_folder(parser, options)
    try:
        left_out = measured_texts(evaluation)
        options.out.mkdir(parents=True, exist_ok=True)
        counts = make(options.out, listed_repositories(), left_out, options.clones)
    except (SourceMissing, SetUnknown) as exc:
        sys.exit(f"{parser.prog}: {exc}")
    log_counts(counts)


if __name__ == "__main__":
    main()
