"""How questions with several parts are worded: comparisons, and two questions in one."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """How a language compares things, and asks two questions in one; one value of each.

    Attributes:
        compares: Comparisons, with the groups `one` and `other` for their sides.
        true: What is asked of one thing with an "or"; nothing is compared.
        verb: How a side begins that is no thing.
        two: Two questions in one, with the groups `first` and `second`.
        told: A question that stands in another as a thing: the costs of how it works.
        told_too: How one that is told as a thing goes on.
        both_to_come: "Between" without its "and": that joins the things, not two questions.
    """

    compares: tuple[re.Pattern[str], ...]
    true: re.Pattern[str]
    verb: re.Pattern[str]
    two: re.Pattern[str]
    told: re.Pattern[str]
    told_too: re.Pattern[str]
    both_to_come: re.Pattern[str]


def sides(articles: str) -> tuple[str, str]:
    thing = rf"(?:(?:{articles})\s+)?(?P<{{}}>[^\s,:;?.!]+(?:\s+[^\s,:;?.!]+){{{{0,3}}}}?)"
    return thing.format("one"), thing.format("other")


def two(asks: str, and_: str) -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<first>\W*(?:{asks})\b.{{6,}}?),?\s+{and_}\s+(?P<second>(?:{asks})\b.{{6,}})$",
        re.IGNORECASE,
    )
