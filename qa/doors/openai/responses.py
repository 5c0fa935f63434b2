"""The Responses API: an answer as one item of output, or as the events that build it."""

import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from qa.answering.links import address
from qa.doors.paragraphs import Ended, Piece, Place
from qa.doors.spans import span


def response(model: str, pieces: Iterable[Piece | Ended | None]) -> dict[str, Any]:
    """Return an answer as a response; its record is the field `pincite`."""
    *_, last = events(model, pieces)
    assert last is not None
    done: dict[str, Any] = last[1]["response"]
    return done


def events(
    model: str, pieces: Iterable[Piece | Ended | None]
) -> Iterator[tuple[str, dict[str, Any]] | None]:
    """Yield the name and the data of each event of an answer; the last has the response whole.

    None is a sign of life.
    """
    numbers = count()
    for one in _events(_Response(model), pieces):
        if one is None:
            yield None
        else:
            name, data = one
            yield name, {"type": name, "sequence_number": next(numbers), **data}


@dataclass(slots=True)
class _Response:
    """A response that is being made: its text so far, and what that cites."""

    model: str
    id: str = field(default_factory=lambda: f"resp_{secrets.token_hex(12)}")
    item_id: str = field(default_factory=lambda: f"msg_{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time.time()))
    text: str = ""
    annotations: list[dict[str, Any]] = field(default_factory=list)
    record: dict[str, Any] | None = None
    tokens: tuple[int, int] = (0, 0)

    @property
    def part(self) -> dict[str, Any]:
        noted = [*self.annotations]
        return {"type": "output_text", "text": self.text, "annotations": noted, "logprobs": []}

    @property
    def usage(self) -> dict[str, Any]:
        read, wrote = self.tokens
        return {
            "input_tokens": read,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": wrote,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": read + wrote,
        }

    def item(self, status: str) -> dict[str, Any]:
        content = [self.part] if status == "completed" else []
        return {
            "type": "message",
            "id": self.item_id,
            "role": "assistant",
            "status": status,
            "content": content,
        }

    def whole(self, status: str) -> dict[str, Any]:
        done = status == "completed"
        return {
            "id": self.id,
            "object": "response",
            "created_at": self.created,
            "status": status,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "model": self.model,
            "output": [self.item(status)] if done else [],
            "parallel_tool_calls": False,
            "previous_response_id": None,
            "store": False,
            "tool_choice": "none",
            "tools": [],
            "usage": self.usage if done else None,
            "pincite": self.record,
        }


def _events(
    made: _Response, pieces: Iterable[Piece | Ended | None]
) -> Iterator[tuple[str, dict[str, Any]] | None]:
    item, part = (
        {"output_index": 0},
        {"item_id": made.item_id, "output_index": 0, "content_index": 0},
    )
    yield "response.created", {"response": made.whole("in_progress")}
    yield "response.in_progress", {"response": made.whole("in_progress")}
    yield "response.output_item.added", {**item, "item": made.item("in_progress")}
    yield "response.content_part.added", {**part, "part": made.part}
    for piece in pieces:
        if isinstance(piece, Ended):
            made.record, made.tokens = piece.record, piece.tokens
            continue
        if piece is None:
            yield None
            continue
        made.text += piece.text
        yield "response.output_text.delta", {**part, "delta": piece.text, "logprobs": []}
        for place in piece.places:
            noted = {"annotation_index": len(made.annotations), "annotation": _annotation(place)}
            made.annotations.append(_annotation(place))
            yield "response.output_text.annotation.added", {**part, **noted}
    yield "response.output_text.done", {**part, "text": made.text, "logprobs": []}
    yield "response.content_part.done", {**part, "part": made.part}
    yield "response.output_item.done", {**item, "item": made.item("completed")}
    yield "response.completed", {"response": made.whole("completed")}


def _annotation(place: Place) -> dict[str, Any]:
    """Return a citation as a text has it: `text[start_index:end_index]` is what rests on it."""
    return {
        "type": "url_citation",
        "start_index": place.start,
        "end_index": place.end,
        "url": address(place.citation),
        "title": place.citation.title,
        "pincite": span(place.citation),
    }
