"""Which words of a question are looked for where there are very many passages.

Scoring takes FTS5 about a microsecond a row, and common words stand in nearly every row. So
where the words of a question stand in too many rows, the rarest of them choose which rows are
scored: they tell most, and a row with none of them would hardly be among the best (the idea of
MaxScore, Turtle & Flood 1995, doi:10.1016/0306-4573(95)00020-H).
"""

from collections.abc import Mapping, Sequence

from index.ledger.rows import quoted

MOST_SCORED = 10_000
"""How many rows a search by words scores at most, about; a guess: 10 ms, at a microsecond a row."""


def any_of(terms: Sequence[str]) -> str:
    """Return what matches any of the terms, in the syntax of FTS5."""
    return " OR ".join(map(quoted, terms))


def telling(held: Mapping[str, int], rows: int, most: int = MOST_SCORED) -> list[str]:
    """Return what to match, in the syntax of FTS5: the first of it that matches anything.

    It is any of the terms, or any of the rarest if that is too much. Where even the rarest is
    in too many rows, those that hold others too come first: so many others that few enough
    rows should be left if the words stood there by chance.

    Args:
        held: In how many rows each term stands.
        rows: How many there are.
        most: The rows that may match, about.

    Returns:
        Nothing where no term stands anywhere.
    """
    terms = sorted((term for term in held if held[term]), key=held.__getitem__)
    chosen, total = [], 0
    for term in terms:
        total += held[term]
        if total > most:
            break
        chosen.append(term)
    return [any_of(chosen)] if chosen else _narrowing(terms, held, rows, most)


def _narrowing(terms: Sequence[str], held: Mapping[str, int], rows: int, most: int) -> list[str]:
    """Return the rarest term alone, and with others, the narrowest first."""
    found: list[str] = []
    left = float(rows)
    for term in terms:
        if left <= most:
            break
        left *= held[term] / rows
        found.append(" AND ".join([*found[-1:], quoted(term)]))
    return found[::-1]
