"""What the model learns from: a claim, its evidence, and what the one says of the other."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from qa.checking.entailment.model import CONTRADICTED, NOT, PARTLY, SUPPORTED
from qa.reader.training.lines import read_lines, write_lines

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
    support, as (start, end) in characters; None if nobody marked them. `around` is what stands over
    the evidence, title, headings and the sentence before, where no document is kept to find it in.
    """

    set: str
    kind: str
    label: str
    claim: str
    evidence: str
    group: str
    uncovered: Spans | None = None
    around: str = ""


def is_held_out(group: str, of_ten: int) -> bool:
    """Tell whether a group is kept out of training; its name decides, so it never changes."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % 10 < of_ten


def write(path: Path, pairs: Iterable[Pair]) -> int:
    """Write pairs as lines of JSON, gzipped; return how many there were."""
    return write_lines(path, map(asdict, pairs))


def read(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a file."""
    for row in read_lines(path):
        marked = row.pop("uncovered")
        spans = None if marked is None else tuple((start, end) for start, end in marked)
        yield Pair(**row, uncovered=spans)
