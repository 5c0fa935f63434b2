"""What Milvus is asked to leave out, in its own language: nothing but names of ours and integers.

No word of a document, a question or a filter is ever part of an expression, so none can be taken
for one.
"""

from collections.abc import Collection, Iterable


def all_of(*expressions: str) -> str:
    """Return what holds where all of some expressions do; empty ones hold everywhere."""
    return " and ".join(expression for expression in expressions if expression)


def within(name: str, first: int, end: int) -> str:
    """Return what holds where a field is at least `first` and less than `end`."""
    return f"{name} >= {int(first)} and {name} < {int(end)}"


def one_of(name: str, values: Collection[int]) -> str:
    """Return what holds where a field is one of some integers."""
    return f"{name} in [{_listed(values)}]"


def none_of(name: str, values: Collection[int]) -> str:
    """Return what holds where a field is none of some integers."""
    return f"{name} not in [{_listed(values)}]" if values else ""


def holding(position: int) -> str:
    """Return what holds of the passage that a character stands in."""
    return f"start <= {int(position)} and stop > {int(position)}"


def _listed(values: Iterable[int]) -> str:
    # int() refuses whatever is no number, and turns numpy's into plain ones.
    return ",".join(str(int(value)) for value in values)
