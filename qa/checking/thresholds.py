"""How likely support must be before a sentence is supported, and the contrary to contradict."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits above which a verdict is given.

    `plain` and `apart` are of the likelihood that `weighing.py` makes of what model and guards say,
    `apart` for sentences of whose words the evidence has few. `contradicted` is the model's own
    probability, above which it contradicts alone, and `denied` that below which a sentence is not
    contradicted even if a guard finds another value: it is then said in part.
    """

    plain: float
    apart: float
    contradicted: float
    denied: float


THRESHOLDS = Thresholds(plain=0.28, apart=0.55, contradicted=0.93, denied=0.05)
"""`plain` is where more than the aim of .90 of the right claims of `benchmarks.verifier` pass, and
fewer than the aim of .12 of the wrong ones: both do from .24 to .33. Of pairs written by hand over
held-out documents .77 of the right ones pass there and .22 of the wrong (of those in the passage's
own words .81 and .32). `apart` is a guess: pairs cannot show what a search finds by chance. With
`denied` at .05, .012 of the right claims are called contradicted in a whole check, and .606 of the
wrong. With `contradicted` at .85 instead of .93 it was .01 more of the right ones, and no more of
the wrong, by an earlier model.
"""
