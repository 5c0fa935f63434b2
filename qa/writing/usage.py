"""How many tokens a model read and wrote."""

from dataclasses import dataclass
from typing import Any

_MOST = 10**9  # that are believed of a reply; a guess: no model reads as many


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens of a reply, as the model's server counts them."""

    prompt_tokens: int
    completion_tokens: int


def usage_of(told: Any) -> Usage | None:
    """Return what a server tells of; None where it tells of nothing, or of nonsense."""
    if not isinstance(told, dict):
        return None
    read, wrote = (_count(told.get(name)) for name in ("prompt_tokens", "completion_tokens"))
    return Usage(read, wrote) if read is not None and wrote is not None else None


def _count(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= _MOST else None
