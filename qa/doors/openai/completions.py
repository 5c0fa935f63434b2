"""Chat completions: an answer as one message, or as chunks of it."""

import secrets
import time
from collections.abc import Iterable, Iterator
from typing import Any

from qa.answering.links import address
from qa.doors.paragraphs import Ended, Piece, Place
from qa.doors.spans import span


def completion(model: str, pieces: Iterable[Piece | Ended | None]) -> dict[str, Any]:
    """Return an answer as a chat completion; its record is the field `pincite`."""
    text, record, usage = "", None, _usage(0, 0)
    annotations: list[dict[str, Any]] = []
    for piece in pieces:
        if isinstance(piece, Ended):
            record, usage = piece.record, _usage(*piece.tokens)
        elif piece is not None:
            text += piece.text
            annotations += map(annotation, piece.places)
    message = {"role": "assistant", "content": text, "refusal": None, "annotations": annotations}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    head = _head(model, "chat.completion")
    return {**head, "choices": [choice], "usage": usage, "pincite": record}


def chunks(
    model: str, pieces: Iterable[Piece | Ended | None], *, with_usage: bool
) -> Iterator[dict[str, Any] | None]:
    """Yield an answer as chunks: a delta for each piece, and the record with the last of them.

    None is a sign of life.
    """
    head, usage = _head(model, "chat.completion.chunk"), _usage(0, 0)
    yield _chunk(head, {"role": "assistant", "content": ""})
    for piece in pieces:
        if isinstance(piece, Ended):
            usage = _usage(*piece.tokens)
            yield {**_chunk(head, {}, "stop"), "pincite": piece.record}
        elif piece is None:
            yield None
        else:
            noted = {"annotations": [*map(annotation, piece.places)]} if piece.places else {}
            yield _chunk(head, {"content": piece.text, **noted})
    if with_usage:
        yield {**head, "choices": [], "usage": usage}


def annotation(place: Place) -> dict[str, Any]:
    """Return a citation of a message: `content[start_index:end_index]` is what rests on it."""
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": place.start,
            "end_index": place.end,
            "url": address(place.citation),
            "title": place.citation.title,
        },
        "pincite": span(place.citation),
    }


def _usage(read: int, wrote: int) -> dict[str, int]:
    return {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}


def _head(model: str, kind: str) -> dict[str, Any]:
    name = f"chatcmpl-{secrets.token_hex(12)}"
    return {"id": name, "object": kind, "created": int(time.time()), "model": model}


def _chunk(
    head: dict[str, Any], delta: dict[str, Any], finish_reason: str | None = None
) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return {**head, "choices": [choice]}
