"""How many right sentences a verifier supports, and how many wrong ones, by what is wrong."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.checking.verdict import Evidence, Verdict, Verifier
from qa.evaluation.everyday import everyday_folder

SEEN = ("number", "date", "name", "unit", "negation", "quote", "bound")
"""What a guard can see: values, and whether something is denied."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, the words that it is judged by, and what they say of it."""

    id: str
    text: str
    evidence: Evidence
    label: Verdict
    kind: str
    document: str


@dataclass(frozen=True, slots=True)
class Passed:
    """How many of some sentences were supported."""

    supported: int
    all: int

    @property
    def share(self) -> float:
        """The share of them; 0.0 of none."""
        return self.supported / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a verifier makes of claims: by the kinds of right and of wrong ones, and how fast."""

    right: Mapping[str, Passed]
    wrong: Mapping[str, Passed]
    milliseconds: float
    """Of a processor, for a claim."""

    def rows(self) -> list[tuple[str, Passed]]:
        """Return the figures by their names, the sums first."""
        seen = [passed for kind, passed in self.wrong.items() if kind in SEEN]
        other = [passed for kind, passed in self.wrong.items() if kind not in SEEN]
        sums = [
            ("right", _sum(self.right.values())),
            ("wrong, where a guard can see it", _sum(seen)),
            ("wrong elsewhere", _sum(other)),
        ]
        right = [(f"right: {kind}", self.right[kind]) for kind in sorted(self.right)]
        return sums + right + [(f"wrong: {kind}", self.wrong[kind]) for kind in sorted(self.wrong)]


def everyday_claims(path: Path | None = None) -> list[Claim]:
    """Return the claims that come with Pincite, or those of another file of that form."""
    lines = (path or everyday_folder() / "claims.jsonl").read_text("utf-8").splitlines()
    return [
        Claim(
            row["id"],
            row["claim"],
            Evidence(row["evidence"], row.get("context", "")),
            row["label"],
            row["kind"],
            row["document"],
        )
        for row in map(json.loads, lines)
    ]


def measure(claims: Sequence[Claim], verifier: Verifier) -> Figures:
    """Judge each claim by its own evidence."""
    right: dict[str, list[bool]] = {}
    wrong: dict[str, list[bool]] = {}
    begun = time.process_time()
    for claim in claims:
        verdict = verifier.judge(claim.text, [claim.evidence])[0].verdict
        kinds = right if claim.label == "supported" else wrong
        kinds.setdefault(claim.kind, []).append(verdict == "supported")
    spent = time.process_time() - begun
    each = 1000 * spent / len(claims) if claims else 0.0
    return Figures(_passed(right), _passed(wrong), each)


def _passed(kinds: Mapping[str, Sequence[bool]]) -> Mapping[str, Passed]:
    return {kind: Passed(sum(found), len(found)) for kind, found in kinds.items()}


def _sum(figures: Iterable[Passed]) -> Passed:
    found = [*figures]
    return Passed(sum(one.supported for one in found), sum(one.all for one in found))
