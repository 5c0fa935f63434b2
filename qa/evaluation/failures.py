"""Which questions of a run failed, and how: what people look at first in a set of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.evaluation.run import Outcome, Run

How = Literal["refused", "wrong words", "should be refused"]
"""Nothing was quoted though the documents answer; the wrong words were quoted; something was quoted
though the documents do not answer."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that failed; `quoted` is what was quoted first, or would have been."""

    case: str
    question: str
    how: How
    confidence: float
    quoted: str


def failures(run: Run, threshold: float) -> Iterator[Failure]:
    """Yield the questions that failed, in the order of the set.

    If a set does not say which words are right, any quote counts as right.
    """
    for outcome in run.outcomes:
        how = _how(outcome, threshold)
        if how is not None:
            case = outcome.case
            yield Failure(case.id, case.question, how, outcome.sure, outcome.quoted)


def _how(outcome: Outcome, threshold: float) -> How | None:
    refused = not outcome.is_quoted(threshold)
    if outcome.case.regime != "answerable":
        return None if refused else "should be refused"
    if refused:
        return "refused"
    return "wrong words" if outcome.case.answers and not outcome.right else None
