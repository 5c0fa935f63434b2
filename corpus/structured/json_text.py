"""JSON and JSON Lines, recognized and parsed without losing how numbers are written."""

import json
from typing import Any


class Pairs(tuple[tuple[str, Any], ...]):
    """The fields of a JSON object, in order; a name may stand twice."""

    def first(self, name: str) -> Any:
        """Return the value of a field; None where there is none."""
        return next((value for key, value in self if key == name), None)

    def names(self) -> set[str]:
        """Return the names of the fields."""
        return {name for name, _ in self}


def parse(text: str) -> list[Any] | Pairs | None:
    """Return the value of a text in JSON, the values of one in JSON Lines; None of others.

    A text of a single string or number is none. Numbers are strings, as they are written.
    """
    text = text.strip("\ufeff \t\n")
    if text[:1] not in ("{", "[") or text[-1:] not in ("}", "]"):
        return None
    if (value := _value(text)) is not None:
        return value
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or _value(lines[0]) is None:
        return None
    values = [_value(line) for line in lines]
    return None if any(value is None for value in values) else values


def _value(text: str) -> list[Any] | Pairs | None:
    try:
        value = json.loads(
            text, object_pairs_hook=Pairs, parse_int=str, parse_float=str, parse_constant=str
        )
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list | Pairs) and value else None
