"""Answer records as they come back: exported, saved, perhaps edited."""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from qa.errors import RecordRejected

_FIELDS: Sequence[tuple[str, type]] = (
    ("number", int),
    ("document_id", str),
    ("version", str),
    ("title", str),
    ("start", int),
    ("end", int),
    ("quote", str),
)
_OPTIONAL_FIELDS: Sequence[tuple[str, type]] = (
    ("source", str),
    ("place", str),
    ("author", str),
    ("published", str),
    ("publisher", str),
    ("page_label", str),
    ("recognized", bool),
    ("kind", str),
    ("collection", str),
)
"""What older records may lack."""

_LEAD_FIELDS: Sequence[tuple[str, type]] = (("start", int), ("end", int), ("text", str))
_CELL_FIELDS: Sequence[tuple[str, type]] = (("start", int), ("end", int))
_HALF = re.compile("[\ud800-\udfff]")


def read_records(text: str) -> list[Mapping[str, Any]]:
    """Return the answer records in a text: one, a JSON list of them, or one a line.

    Raises:
        RecordRejected: If there is none, or one of them is not an answer record.
    """
    return [_checked_record(record) for record in read_values(text)]


def read_values(text: str) -> list[Any]:
    """Return the values in a text that may be records: one, a JSON list of them, or one per line.

    Raises:
        RecordRejected: If it is not JSON, or an empty list.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        try:
            values = [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError) as exc:
            raise RecordRejected(
                "this is not JSON: give the answer as `pincite ask --json` writes it"
            ) from exc
    records = values if isinstance(values, list) else [values]
    if not records:
        raise RecordRejected("it contains no answer record")
    return records


def _checked_record(record: Any) -> Mapping[str, Any]:
    if not isinstance(record, dict) or not all(
        isinstance(record.get(name), list) for name in ("sentences", "citations")
    ):
        raise RecordRejected(
            "this is not an answer record: it needs `sentences` and `citations`, as "
            "`pincite ask --json` writes them"
        )
    checked_citations(record)
    for sentence in record["sentences"]:
        if (
            not isinstance(sentence, dict)
            or not _is(sentence.get("text"), str)
            or sentence.get("verdict") not in ("verbatim", "supported", "partly")
            or not _are_parts(sentence.get("unsupported", []), sentence["text"])
            or not isinstance(sentence.get("citations"), list)
            or not all(isinstance(number, int) for number in sentence["citations"])
        ):
            raise RecordRejected("a sentence was not written by Pincite: was the file edited?")
    return record


def checked_citations(record: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the citations of a record, each of which could have been written.

    Raises:
        RecordRejected: If one could not.
    """
    citations = record.get("citations")
    if not isinstance(citations, list):
        raise RecordRejected("it has no list of `citations`: was the file edited?")
    for citation in citations:
        for name, kind in _FIELDS:
            value = citation.get(name) if isinstance(citation, dict) else None
            if not _is(value, kind):
                raise RecordRejected(f"a citation has no valid `{name}`: was the file edited?")
        for name, kind in _OPTIONAL_FIELDS:
            if name in citation and not _is(citation[name], kind):
                raise RecordRejected(f"a citation has no valid `{name}`: was the file edited?")
        if not _is_page(citation.get("page")) or not _is_heading(citation.get("heading", [])):
            raise RecordRejected("a citation has no valid page or heading: was the file edited?")
        before = citation.get("lead")
        if before is not None and not _has(before, _LEAD_FIELDS):
            raise RecordRejected("a citation has no valid `lead`: was the file edited?")
        if not _is_row(citation.get("cells", []), citation.get("heads", [])):
            raise RecordRejected(
                "a citation has no valid `cells` and `heads`: was the file edited?"
            )
        _check_spans(citation)
        _check_links(citation)
    return [citation["number"] for citation in citations]


def _are_parts(spans: Any, text: str) -> bool:
    """Tell whether a value is a list of spans that lie within a text."""
    return isinstance(spans, list) and all(
        _has(span, _CELL_FIELDS) and 0 <= span["start"] < span["end"] <= len(text) for span in spans
    )


def _is(value: Any, kind: type) -> bool:
    """Tell whether a value is of a kind; text with half a character cannot be stored."""
    if isinstance(value, str):
        return kind is str and _HALF.search(value) is None
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind)


def _is_page(value: Any) -> bool:
    return value is None or _is(value, int)


def _is_heading(value: Any) -> bool:
    return isinstance(value, list) and all(_is(title, str) for title in value)


def _check_spans(citation: Mapping[str, Any]) -> None:
    """Refuse spans that are not in order, overlap, or leave the quote: words would show twice."""
    spans = citation.get("answer_spans", [])
    valid = isinstance(spans, list) and all(_has(span, _CELL_FIELDS) for span in spans)
    if valid and spans:
        places = [place for span in spans for place in (span["start"], span["end"])]
        valid = all(a <= b for a, b in pairwise([citation["start"], *places, citation["end"]]))
    if not valid:
        raise RecordRejected("a citation has no valid `answer_spans`: was the file edited?")


def _check_links(citation: Mapping[str, Any]) -> None:
    links = [citation.get(name) for name in ("link", "live_link")]
    if not all(link is None or _is(link, str) for link in links):
        raise RecordRejected("a citation has no valid `link` or `live_link`: was the file edited?")


def _is_row(cells: Any, heads: Any) -> bool:
    return (
        isinstance(cells, list)
        and isinstance(heads, list)
        and all(_has(cell, _CELL_FIELDS) for cell in cells)
        and all(_has(head, _LEAD_FIELDS) and "cell" in head for head in heads)
        and all(head["cell"] is None or _is(head["cell"], int) for head in heads)
    )


def _has(value: Any, fields: Sequence[tuple[str, type]]) -> bool:
    return isinstance(value, dict) and all(_is(value.get(name), kind) for name, kind in fields)
