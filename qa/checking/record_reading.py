"""Records of checked drafts as they come back: exported, saved, perhaps edited."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from qa.answering.record_reading import checked_citations, read_values
from qa.checking.checked import VERDICTS
from qa.errors import RecordRejected

_RESTING = ("supported", "partly", "contradicted")
"""The verdicts that rest on words, and so on a citation."""

_FAR = 10**12  # characters; longer than any document


def read_checked(text: str) -> list[Mapping[str, Any]] | None:
    """Return the records of checked drafts in a text; None if what it holds is something else.

    Raises:
        RecordRejected: If it is no JSON, or one of the records is not as it was written.
    """
    values = read_values(text)
    if not any(map(is_checked, values)):
        return None
    return [checked_record(value) for value in values]


def is_checked(value: Any) -> bool:
    """Tell whether a value means to be the record of a checked draft."""
    return isinstance(value, dict) and "draft" in value and isinstance(value.get("verifier"), str)


def checked_record(value: Any) -> Mapping[str, Any]:
    """Return the record of a checked draft, if it is one that could have been written.

    Its sentences stand in its text where they say, each verdict rests on citations that it has,
    and the counts are those of the verdicts.

    Raises:
        RecordRejected: If it is not.
    """
    if not is_checked(value):
        raise RecordRejected("this is not the record of a checked draft")
    if not _is_utf8(value):
        raise RecordRejected("it has half of a character (a lone surrogate): was the file edited?")
    draft, sentences = value["draft"], value.get("sentences")
    if not _is_draft(draft):
        raise RecordRejected("the text of the draft is not the one that was checked")
    if not isinstance(sentences, list):
        raise RecordRejected("it has no `sentences`, as `pincite check --json` writes them")
    numbers, last = checked_citations(value), 0
    for sentence in sentences:
        if not _is_sentence(sentence, draft["text"]):
            raise RecordRejected("a sentence was not written by Pincite: was the file edited?")
        if sentence["start"] < last:
            raise RecordRejected("its sentences are not in order: was the file edited?")
        last = sentence["end"]
        if not _rests(sentence, numbers):
            raise RecordRejected("a verdict has no citation in the record: was the file edited?")
    if value.get("counts") != _counts(sentences):
        raise RecordRejected("its counts are not those of its verdicts: was the file edited?")
    record: Mapping[str, Any] = value
    return record


def as_quotes(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the citations of a checked draft as an answer that quotes each of them."""
    return {
        "status": "answered" if record["citations"] else "unanswered",
        "sentences": [
            {"text": one["quote"], "citations": [one["number"]], "verdict": "verbatim"}
            for one in record["citations"]
        ],
        "citations": record["citations"],
    }


def _is_utf8(value: Any) -> bool:
    """Tell whether all text of a value can be written to a file."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def _is_draft(draft: Any) -> bool:
    if not isinstance(draft, dict):
        return False
    text = draft.get("text")
    named = all(isinstance(draft.get(name), str) for name in ("name", "media_type"))
    if not named or not isinstance(text, str) or draft.get("characters") != len(text):
        return False
    return draft.get("sha256") == hashlib.sha256(text.encode()).hexdigest()


def _is_sentence(sentence: Any, text: str) -> bool:
    if not isinstance(sentence, dict) or not _is_span(sentence, 0, len(text)):
        return False
    start, end, reason = sentence["start"], sentence["end"], sentence.get("reason")
    marked = sentence.get("unsupported")
    return (
        sentence.get("text") == text[start:end]
        and sentence.get("verdict") in VERDICTS
        and (reason is None or isinstance(reason, str))
        and isinstance(marked, list)
        and all(_is_span(part, start, end) for part in marked)
        and _are_numbers(sentence.get("citations"))
        and _is_cited(sentence.get("cited"))
        and isinstance(sentence.get("closest", []), list)
        and all(map(_is_passage, sentence.get("closest", [])))
    )


def _is_cited(cited: Any) -> bool:
    """Tell whether what the own citations of a sentence gave is as it is written."""
    if cited is None:
        return True
    if not isinstance(cited, dict) or not isinstance(cited.get("places"), list):
        return False
    return _are_numbers(cited.get("better")) and all(
        isinstance(place, dict)
        and isinstance(place.get("mark"), str)
        and isinstance(place.get("state"), str)
        and (place.get("citation") is None or _is_number(place["citation"]))
        for place in cited["places"]
    )


def _is_passage(value: Any) -> bool:
    """Tell whether a value is a passage that came near a sentence."""
    if not isinstance(value, dict) or not _is_span(value, 0, _FAR):
        return False
    texts = ("text", "title", "document_id", "version")
    return (
        all(isinstance(value.get(name), str) for name in texts)
        and isinstance(value.get("page_label", ""), str)
        and (value.get("page") is None or _is_number(value["page"]))
    )


def _rests(sentence: Mapping[str, Any], numbers: Sequence[int]) -> bool:
    """Tell whether every citation that a sentence names is there, and it has those it needs."""
    if bool(sentence["citations"]) != (sentence["verdict"] in _RESTING):
        return False
    return set(_named(sentence)) <= set(numbers)


def _named(sentence: Mapping[str, Any]) -> Iterator[int]:
    yield from sentence["citations"]
    if sentence.get("cited") is not None:
        yield from sentence["cited"]["better"]
        cited = (place["citation"] for place in sentence["cited"]["places"])
        yield from (number for number in cited if number is not None)


def _counts(sentences: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    found = [sentence["verdict"] for sentence in sentences]
    return {verdict: found.count(verdict) for verdict in VERDICTS}


def _is_span(value: Any, first: int, last: int) -> bool:
    if not isinstance(value, dict):
        return False
    start, end = value.get("start"), value.get("end")
    return _is_number(start) and _is_number(end) and first <= start < end <= last


def _are_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_number, value))


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
