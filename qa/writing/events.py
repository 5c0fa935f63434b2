"""What comes from a model: bytes become server-sent events, and those pieces of a reply."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qa.writing.failures import ModelFailed
from qa.writing.usage import Usage, usage_of

_LINE_END = re.compile(r"\r\n|\n|\r(?!\Z)")  # a last \r may be half of an end
_HALF = re.compile("[\ud800-\udfff]")
_DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a reply, as it came.

    `thought` says that the model is thinking aloud, which is no part of its answer. `finish` is
    why it ends here, "" where it goes on. `usage` is that of the reply so far, where it is told.
    """

    text: str = ""
    thought: bool = False
    finish: str = ""
    usage: Usage | None = None

    @property
    def begins(self) -> bool:
        """Tell whether the model has begun, if this is the first of it."""
        return self.thought or bool(self.text)


class EventReader:
    """Cuts bytes into server-sent events, whatever the bytes are.

    Events that have a name of their own are dropped: no model sends any.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest: list[str] = []
        self._data: list[str] = []
        self._foreign = False

    def feed(self, data: bytes) -> Iterator[str]:
        """Yield the data of each event that ends in these bytes."""
        text = self._decoder.decode(data)
        if self._rest and self._rest[-1].endswith("\r"):
            text = self._rest.pop() + text
        *lines, rest = _LINE_END.split(text)
        for line in lines:
            yield from self._line("".join([*self._rest, line]))
            self._rest.clear()
        if rest:
            self._rest.append(rest)

    def _line(self, line: str) -> Iterator[str]:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if self._data and not self._foreign:
                yield "\n".join(self._data)
            self._data, self._foreign = [], False
        elif name == "event":
            self._foreign = value not in ("", "message")
        elif name == "data":
            self._data.append(value)


def read_piece(data: str) -> Piece:
    """Return what an event of a chat completion says.

    Raises:
        ModelFailed: If it is none, or an error.
    """
    if data.strip() == _DONE:
        return Piece(finish="stop")
    try:
        chunk = json.loads(data)
    except (ValueError, RecursionError):
        raise ModelFailed("failed", "The model's server sent something that is not JSON.") from None
    if not isinstance(chunk, dict) or "error" in chunk:
        raise ModelFailed("failed", "The model's server reported an error.")
    choice = _first(chunk.get("choices"))
    delta = choice.get("delta")
    delta = delta if isinstance(delta, dict) else {}
    if _text(delta.get("refusal")) or choice.get("finish_reason") == "content_filter":
        raise ModelFailed("declined", "The model declined to answer.")
    thought = any(_text(delta.get(name)) for name in ("reasoning_content", "reasoning"))
    ended = _text(choice.get("finish_reason"))
    return Piece(_text(delta.get("content")), thought, ended, usage_of(chunk.get("usage")))


def _first(choices: Any) -> dict[str, Any]:
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}


def _text(value: Any) -> str:
    """Return a text, without half characters; "" for anything else."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else ""
