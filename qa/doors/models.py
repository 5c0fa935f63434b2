"""What stands where other services list their models: the collections."""

from typing import Any

_EPOCH = "1970-01-01T00:00:00Z"


def model_card(name: str) -> dict[str, Any]:
    """Return a model as the clients of OpenAI and of Anthropic both read it.

    When a collection was begun is not known, so that its time is the epoch.
    """
    return {
        "id": name,
        "object": "model",
        "created": 0,
        "owned_by": "pincite",
        "type": "model",
        "display_name": name,
        "created_at": _EPOCH,
    }


def model_list(names: list[str]) -> dict[str, Any]:
    """Return all models there are, on one page; without any, the first and the last are null."""
    return {
        "object": "list",
        "data": [model_card(name) for name in names],
        "has_more": False,
        "first_id": names[0] if names else None,
        "last_id": names[-1] if names else None,
    }
