"""The statements that make the tables of each format those of the next."""

from collections.abc import Iterator

from index.ledger.schema import statements
from index.ledger.schema_6 import FROM_5, FROM_6
from index.ledger.schema_7 import FROM_7
from index.ledger.schema_8 import FROM_8
from index.ledger.schema_9 import FROM_9
from index.ledger.schema_10 import FROM_10
from index.ledger.schema_11 import FROM_11

_STEPS = {
    "5": FROM_5,
    "6": FROM_6,
    "7": FROM_7,
    "8": FROM_8,
    "9": FROM_9,
    "10": FROM_10,
    "11": FROM_11,
}


def steps_from(before: str) -> Iterator[str]:
    """Yield the statements that bring tables of a format to this one, as SQLite takes them."""
    for made, script in _STEPS.items():
        if int(made) >= int(before):
            yield from statements(script)
