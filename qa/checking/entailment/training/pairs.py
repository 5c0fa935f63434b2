"""What the model learns from: a claim, its evidence, and what the one says of the other."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from qa.checking.entailment.model import CONTRADICTED, NOT, PARTLY, SUPPORTED

LABELS = {
    "supported": SUPPORTED,
    "partly": PARTLY,
    "contradicted": CONTRADICTED,
    "not": NOT,
}
"""The columns by the names that files of pairs have for them."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim with its evidence.

    `group` names what pairs have in common that must not be trained and measured on both, a
    document or a premise. `uncovered` are the parts of the claim that the evidence does not
    support, as (start, end) in characters; None if nobody marked them.
    """

    set: str
    kind: str
    label: str
    claim: str
    evidence: str
    group: str
    uncovered: Spans | None = None


def is_held_out(group: str, of_ten: int) -> bool:
    """Tell whether a group is kept out of training; its name decides, so it never changes."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % 10 < of_ten


def write(path: Path, pairs: Iterable[Pair]) -> int:
    """Write pairs as lines of JSON, gzipped; return how many there were."""
    count = 0
    part = path.with_name(path.name + ".part")
    with gzip.open(part, "wt", encoding="utf-8") as file:
        for pair in pairs:
            file.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")
            count += 1
    part.replace(path)
    return count


def read(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            marked = row.pop("uncovered")
            spans = None if marked is None else tuple((start, end) for start, end in marked)
            yield Pair(**row, uncovered=spans)
