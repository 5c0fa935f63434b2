"""Search results as blocks that Claude can cite, one for each sentence that was found."""

from collections.abc import Iterable, Iterator
from typing import Any

from index import Hit
from qa.answering.links import span_link


def search_results(hits: Iterable[Hit], public_url: str | None) -> list[dict[str, Any]]:
    """Return a `search_result` block for each sentence of some passages, in their order.

    A citation that Claude makes repeats the `source`, which is the address of this sentence.
    """
    return [block for hit in hits for block in _blocks(hit, public_url)]


def _blocks(hit: Hit, public_url: str | None) -> Iterator[dict[str, Any]]:
    document, passage = hit.document, hit.passage
    title = " › ".join(dict.fromkeys([document.title, *passage.heading]))
    for sentence in passage.sentences:
        start, end = sentence
        link = span_link(public_url, document.id, document.version, start, end)
        yield {
            "type": "search_result",
            "source": link or f"pincite:{document.id}:{start}-{end}",
            "title": title,
            "content": [{"type": "text", "text": passage.quote(sentence)}],
            "citations": {"enabled": True},
        }
