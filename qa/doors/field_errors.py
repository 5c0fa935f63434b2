"""Says what is wrong with a field that a program sent: which, what it is, what it must be."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from index.counted import counted

LONGEST_SHOWN = 40  # characters of a wrong value; a guess: enough to know it again


def said(exc: ValidationError, whole: str) -> str:
    """Say in a sentence what is wrong with the first wrong field; `whole` names all of it."""
    error = exc.errors(include_url=False)[0]
    place = ".".join(str(part) for part in error["loc"]) or whole
    say = _SAY.get(error["type"])
    sentence = f"{place} {say(error)}." if say else f"{place}: {error['msg']}."
    return sentence.encode(errors="replace").decode()  # JSON may hold half a surrogate pair


def _must_be(what: str) -> Callable[[ErrorDetails], str]:
    return lambda error: f"must be {what}, not {_shown(error['input'])}"


def _bound(name: str, words: str) -> Callable[[ErrorDetails], str]:
    return lambda error: f"must be {words} {_limit(error, name)}, not {_shown(error['input'])}"


def _limit(error: ErrorDetails, name: str) -> Any:
    return error["ctx"][name]


def _too_short(error: ErrorDetails) -> str:
    least = _limit(error, "min_length")
    return "is empty" if least == 1 else f"must have at least {counted(least, 'character')}"


def _too_long(error: ErrorDetails) -> str:
    most = counted(_limit(error, "max_length"), "character")
    return f"may have at most {most}, and has {len(error['input']):,}"


def _too_few(error: ErrorDetails) -> str:
    least = counted(_limit(error, "min_length"), "item")
    return f"must have at least {least}"


def _too_many(error: ErrorDetails) -> str:
    most = counted(_limit(error, "max_length"), "item")
    return f"may have at most {most}, and has {len(error['input']):,}"


def _shown(value: Any) -> str:
    """Return a value as JSON, on one line and not long."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:  # JSON that can be read may be nested too deeply to be written
        return "lists within lists"
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


_WHOLE, _NUMBER, _OBJECT = (_must_be(it) for it in ("a whole number", "a number", "an object"))

_SAY: Mapping[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda _: "is missing",
    "extra_forbidden": lambda _: "is not known here: leave it out",
    "string_type": _must_be("text"),
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _must_be("true or false"),
    "bool_parsing": _must_be("true or false"),
    "greater_than_equal": _bound("ge", "at least"),
    "less_than_equal": _bound("le", "at most"),
    "greater_than": _bound("gt", "more than"),
    "less_than": _bound("lt", "less than"),
    "literal_error": lambda error: _must_be(str(_limit(error, "expected")))(error),
    "list_type": _must_be("a list"),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "too_short": _too_few,
    "too_long": _too_many,
}
"""What to say, by pydantic's name for the type of error; the others keep pydantic's words."""
