"""Makes the files of pairs that the model is trained on, and those that it is measured on.

    python -m qa.checking.entailment.training.prepare --data FOLDER --out EXAMPLES

FOLDER is what `qa.reader.training.sources` and `qa.checking.entailment.training.sources` made. In
EXAMPLES there are then `public`, `prose` (rules over public texts), `everyday` (rules over the
invented documents), `written-1` and so on (by hand), `in-context` (the same, with what stands
around the evidence), `asked` (of the reader's public questions), `composed` (of word lists), all
`.jsonl.gz`, and `held-out.jsonl.gz`: of the invented documents three in ten, of the public groups
and texts and of `composed` one in ten, and every error of the kinds in `ruled.HELD_OUT_KINDS`.
"""

import argparse
import logging
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qa.checking.entailment.training.asked import asked_pairs
from qa.checking.entailment.training.composed import composed_pairs
from qa.checking.entailment.training.pairs import Pair, is_held_out, read, write
from qa.checking.entailment.training.ruled import HELD_OUT_KINDS, Text, ruled_pairs
from qa.checking.entailment.training.sources import PAIRS
from qa.checking.entailment.training.surroundings import SET as IN_CONTEXT
from qa.checking.entailment.training.surroundings import in_context
from qa.checking.entailment.training.written import (
    PARTS,
    archive,
    is_trained_on,
    written_documents,
    written_pairs,
    written_texts,
)
from qa.reader.training.lines import read_contexts, read_lines
from qa.reader.training.options import log_counts

TAKEN: Mapping[str, int] = {
    "wice": 2000,
    "fool-me-twice": 2500,
    "fever-symmetric": 1500,
    "expertqa": 600,
    "factcheck-gpt": 500,
    "entailmentbank": 400,
    "snli-devtest": 3500,
    "med": 1500,
    "breaking-nli": 2000,
    "negation-nli": 1200,
    "scone": 1000,
    "semeval2013-student": 800,
}
"""Pairs of each set at most. Guesses: claims of writers over prose whole, captions of pictures and
answers of pupils a part."""

PROSE: Mapping[str, int] = {
    "squadshifts-new_wiki": 1500,
    "nq-lostinthemiddle": 900,
    "qed-nq": 500,
    "timeqa-easy": 500,
    "condaqa": 300,
    "fairytaleqa": 400,
    "squadshifts-reddit": 300,
}
"""Texts of each of the reader's sets that rules are applied to; guesses."""

ASKED: Mapping[str, int] = {
    "squadshifts-new_wiki": 2500,
    "nq-lostinthemiddle": 1000,
    "qed-nq": 700,
    "timeqa-easy": 300,
    "fairytaleqa": 700,
    "squadshifts-reddit": 500,
    "squadshifts-amazon_reviews": 500,
    "qamr": 2500,
}
"""Questions of each set that are made into sentences, at most; guesses."""

_COMPOSED = 150  # sets of each kind that are made of word lists; a guess
_EACH = 2  # sentences of a public text
_EACH_WRITTEN = 12  # sentences of an invented document
_OF_TEN = 1  # of public groups, how many in ten are held out
_MEASURED = 300  # pairs of a public set that are measured on, at most
_SEED = 5


def public(data: Path) -> tuple[list[Pair], list[Pair]]:
    """Return the public pairs to train on and those held out."""
    sets: dict[str, list[Pair]] = defaultdict(list)
    for pair in read(data / PAIRS):
        sets[pair.set].append(pair)
    draw = random.Random(_SEED)
    kept: list[Pair] = []
    held: list[Pair] = []
    for name, most in TAKEN.items():
        pairs = sets[name]
        draw.shuffle(pairs)
        kept += [pair for pair in pairs if not is_held_out(pair.group, _OF_TEN)][:most]
        held += [pair for pair in pairs if is_held_out(pair.group, _OF_TEN)][:_MEASURED]
    return kept, held


def prose(data: Path) -> Iterator[Text]:
    """Yield texts of the sets that the reader is trained on."""
    words = read_contexts(data)
    found: dict[str, dict[int, None]] = {name: {} for name in PROSE}
    for row in read_lines(data / "reader.jsonl.gz"):
        if row["set"] in found:
            found[row["set"]][row["context"]] = None
    draw = random.Random(_SEED)
    for name, most in PROSE.items():
        for key in draw.sample(list(found[name]), min(most, len(found[name]))):
            yield Text("ruled-prose", f"{name}:{key}", words[key])


def written(part: str) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs of a part that was written by hand to train on and those held out."""
    kept: list[Pair] = []
    held: list[Pair] = []
    for pair in written_pairs(archive(), part):
        is_kept = is_trained_on(pair.group) and pair.kind not in HELD_OUT_KINDS
        (kept if is_kept else held).append(pair)
    return kept, held


def apart(pairs: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs to train on and those held out, by their groups."""
    kept: list[Pair] = []
    held: list[Pair] = []
    for pair in pairs:
        (held if is_held_out(pair.group, _OF_TEN) else kept).append(pair)
    return kept, held


def prepare(data: Path, out: Path) -> dict[str, int]:
    """Write all files; return how many pairs are in each."""
    kept_public, held_public = public(data)
    by_hand = {part: written(part) for part in PARTS}
    asked, held_asked = apart(
        asked_pairs(
            read_lines(data / "reader.jsonl.gz"), read_contexts(data), ASKED, random.Random(_SEED)
        )
    )
    composed, held_composed = apart(composed_pairs(_COMPOSED, random.Random(_SEED)))
    texts = list(prose(data))
    invented = list(written_texts(out / "documents"))
    draw = random.Random(_SEED)
    learned = [text for text in texts if not is_held_out(text.group, _OF_TEN)]
    measured = [text for text in texts if is_held_out(text.group, _OF_TEN)]
    everyday = [text for text in invented if is_trained_on(text.group)]
    others = [text for text in invented if not is_trained_on(text.group)]
    held = [
        *held_public,
        *(pair for _, held_written in by_hand.values() for pair in held_written),
        *ruled_pairs(measured, 1, draw),
        *ruled_pairs(measured, 1, draw, kinds=HELD_OUT_KINDS),
        *ruled_pairs(others, _EACH_WRITTEN // 2, draw),
        *ruled_pairs(others, _EACH_WRITTEN // 2, draw, kinds=HELD_OUT_KINDS),
    ]
    documents = written_documents(out / "documents")
    around = random.Random(_SEED)
    held += held_asked[:: max(1, len(held_asked) // _MEASURED)]
    held += held_composed[:: max(1, len(held_composed) // _MEASURED)]
    for _, pairs in by_hand.values():
        held += [replace(p, set=IN_CONTEXT) for p in in_context(pairs, documents, around)]
    files = {
        "public": kept_public,
        "prose": list(ruled_pairs(learned, _EACH, draw)),
        "everyday": list(ruled_pairs(everyday, _EACH_WRITTEN, draw)),
        **{f"written-{part}": kept for part, (kept, _) in by_hand.items()},
        "in-context": [
            pair for kept, _ in by_hand.values() for pair in in_context(kept, documents, around)
        ],
        "asked": asked,
        "composed": composed,
        "held-out": held,
    }
    return {name: write(out / f"{name}.jsonl.gz", pairs) for name, pairs in files.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the files as the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.checking.entailment.training.prepare",
        description=(__doc__ or "").splitlines()[0],
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help="what both `sources` made"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="EXAMPLES", help="what is made")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for name, package in (
        (PAIRS, "qa.checking.entailment.training"),
        ("contexts.jsonl.gz", "qa.reader.training"),
    ):
        if not (options.data / name).exists():
            parser.error(
                f"{options.data} has no {name}: make it with "
                f"python -m {package}.sources --out {options.data}"
            )
    options.out.mkdir(parents=True, exist_ok=True)
    log_counts(prepare(options.data, options.out))


if __name__ == "__main__":
    main()
