"""What speaks against quoting a sentence."""

from dataclasses import dataclass
from typing import Literal

Guard = Literal[
    "name",  # what is asked about is named nowhere around it
    "other name",  # another name stands in its place
    "time",  # it is of another year, month, day or season
    "number",  # it is of another one of several that are numbered
    "negation",  # asked is what is not so, and it says what is
    "opposite",  # asked is the least, and it says what is the most
    "speaker",  # somebody else said it
    "definition",  # it only mentions what is to be defined
    "question",  # it asks itself
    "repeats",  # it only repeats what is asked
    "other thing",  # it is about another thing of that kind: the plant stall, not the book stall
    "form",  # an address, a phone number or a sum of money is asked for, and it has none
]


@dataclass(frozen=True, slots=True)
class Objection:
    """The guard that a sentence fails.

    `asked` is what the question names, as it is written there, and `given` what the sentence has
    in its place; "" where that cannot be told.
    """

    guard: Guard
    asked: str = ""
    given: str = ""
