"""Which words of a question are looked for where there are very many passages.

Scoring takes FTS5 about a microsecond a row, and common words stand in nearly every row. So
where the words of a question stand in too many rows, the rarest of them choose which rows are
scored: they tell most, and a row with none of them would hardly be among the best (the idea of
MaxScore, Turtle & Flood 1995, doi:10.1016/0306-4573(95)00020-H).
"""

from collections.abc import Callable, Sequence

from index.rows import quoted

MOST_SCORED = 20_000
"""How many rows a search by words scores at most, about."""

Matched = Callable[[str, int], int]
"""How many rows match an expression, counted up to a bound."""


def any_of(terms: Sequence[str]) -> str:
    """Return what matches any of the terms, in the syntax of FTS5."""
    return " OR ".join(map(quoted, terms))


def telling(terms: Sequence[str], matched: Matched, most: int = MOST_SCORED) -> str:
    """Return what to match: any of the terms, or any of the rarest if that is too much.

    Where even the rarest is in too many rows, those that hold others too are matched.

    Args:
        terms: One word at least.
        matched: Counts the rows.
        most: The rows that may match, about.
    """
    holding = {term: matched(quoted(term), most + 1) for term in terms}
    rarest, *others = sorted(
        (term for term in holding if holding[term]), key=lambda term: holding[term]
    ) or [terms[0]]
    if holding[rarest] > most:
        return _narrowed(rarest, others, matched, most)
    chosen, total = [rarest], holding[rarest]
    for term in others:
        total += holding[term]
        if total > most:
            break
        chosen.append(term)
    return any_of(chosen)


def _narrowed(rarest: str, others: Sequence[str], matched: Matched, most: int) -> str:
    match = quoted(rarest)
    for term in others:
        narrower = f"{match} AND {quoted(term)}"
        count = matched(narrower, most + 1)
        if count:
            match = narrower
        if 0 < count <= most:
            break
    return match
