"""How the answers of an everyday set divide by what was asked, as counts."""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, fields

from qa.evaluation.everyday_run import FIRST, LOUD, REFUSED, REFUSED_RIGHTLY, SOME, WRONG
from qa.evaluation.run import Outcome


@dataclass(frozen=True, slots=True)
class Kind:
    """How many questions of a kind there are, and what became of them.

    The first counts are of answerable questions, `unanswerable` and the next two of the others,
    `loud` of both.
    """

    kind: str
    answerable: int
    first: int
    some: int
    refused: int
    wrong: int
    unanswerable: int
    refused_rightly: int
    answered: int
    loud: int

    def cells(self) -> list[str]:
        """Return the counts as a row of a table."""
        return [str(value) for value in astuple(self)]


HEAD = [field.name.replace("_", " ") for field in fields(Kind)]


def by_kind(outcomes: Iterable[Outcome]) -> list[Kind]:
    """Return the counts of each kind, and of all last; nothing for sets without kinds."""
    return _grouped(outcomes, lambda outcome: outcome.case.kind)


def by_trap(outcomes: Iterable[Outcome]) -> list[Kind]:
    """Return the counts of the unanswerable questions by what makes them look answerable."""
    return _grouped(outcomes, lambda outcome: outcome.case.trap)


def _grouped(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> list[Kind]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if key(outcome):
            groups.setdefault(key(outcome), []).append(outcome)
    counts = [_counts(name, group) for name, group in groups.items()]
    everything = [outcome for group in groups.values() for outcome in group]
    return [*counts, _counts("all", everything)] if counts else []


def _counts(name: str, group: list[Outcome]) -> Kind:
    def count(figure: str) -> int:
        return sum(outcome.figures.get(figure) == 1.0 for outcome in group)

    answerable = sum(REFUSED in outcome.figures for outcome in group)
    unanswerable = len(group) - answerable
    return Kind(
        name,
        answerable,
        count(FIRST),
        count(SOME),
        count(REFUSED),
        count(WRONG),
        unanswerable,
        count(REFUSED_RIGHTLY),
        unanswerable - count(REFUSED_RIGHTLY),
        count(LOUD),
    )
