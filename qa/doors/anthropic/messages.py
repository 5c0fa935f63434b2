"""Messages: an answer as text blocks, each quote with the characters that it stands at."""

import secrets
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from qa.answering.answer import Citation
from qa.doors.paragraphs import Ended, Paragraph
from qa.doors.spans import span


def message(model: str, said: Iterable[Paragraph | Ended | None]) -> dict[str, Any]:
    """Return an answer as a message; its record is the field `pincite`."""
    blocks: list[dict[str, Any]] = []
    record, usage = None, _usage(0, 0)
    for block in _blocks(said):
        if isinstance(block, Ended):
            record, usage = block.record, _usage(*block.tokens)
        elif block is not None:
            blocks.append(block)
    ended = {"content": blocks, "stop_reason": "end_turn", "usage": usage, "pincite": record}
    return {**_head(model), **ended}


def events(
    model: str, said: Iterable[Paragraph | Ended | None]
) -> Iterator[tuple[str, dict[str, Any]] | None]:
    """Yield the name and the data of each event of an answer; its record is in `message_delta`.

    None is a sign of life.
    """
    numbers = count()
    yield _event("message_start", message={**_head(model), "content": [], "stop_reason": None})
    for block in _blocks(said):
        if block is None:
            yield None
            continue
        if isinstance(block, Ended):
            delta = {"stop_reason": "end_turn", "stop_sequence": None}
            used = _usage(*block.tokens)
            yield _event("message_delta", delta=delta, usage=used, pincite=block.record)
            continue
        number = next(numbers)
        noted = [{"type": "citations_delta", "citation": each} for each in block["citations"] or ()]
        begun = {**block, "text": "", "citations": [] if noted else None}
        yield _event("content_block_start", index=number, content_block=begun)
        for delta in ({"type": "text_delta", "text": block["text"]}, *noted):
            yield _event("content_block_delta", index=number, delta=delta)
        yield _event("content_block_stop", index=number)
    yield _event("message_stop")


def _event(name: str, **data: Any) -> tuple[str, dict[str, Any]]:
    return name, {"type": name, **data}


def _usage(read: int, wrote: int) -> dict[str, int]:
    return {"input_tokens": read, "output_tokens": wrote}


def _head(model: str) -> dict[str, Any]:
    return {
        "id": f"msg_{secrets.token_hex(12)}",
        "type": "message",
        "role": "assistant",
        "model": model,
        "stop_sequence": None,
        "usage": _usage(0, 0),
    }


def _blocks(said: Iterable[Paragraph | Ended | None]) -> Iterator[dict[str, Any] | Ended | None]:
    """Yield the text blocks of an answer, then its end.

    What keeps sentences apart is a block too: each of them is one, and joined they can be read.
    """
    documents: dict[str, int] = {}
    is_first = True
    for one in said:
        if one is None or isinstance(one, Ended):
            yield one
            continue
        if not is_first:
            yield _block(one.gap, None)
        is_first = False
        yield _block(one.text, [_located(each, documents) for each in one.citations] or None)


def _block(text: str, citations: list[dict[str, Any]] | None) -> dict[str, Any]:
    return {"type": "text", "text": text, "citations": citations}


def _located(citation: Citation, documents: dict[str, int]) -> dict[str, Any]:
    """Return where a quote stands; documents count from 0 in the order in which they are cited."""
    return {
        "type": "char_location",
        "cited_text": citation.quote,
        "document_index": documents.setdefault(citation.document_id, len(documents)),
        "document_title": citation.title,
        "start_char_index": citation.start,
        "end_char_index": citation.end,
        "file_id": None,
        "pincite": span(citation),
    }
