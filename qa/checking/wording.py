"""How people read a verdict and a place: the same words in the terminal and in every export."""

from collections.abc import Iterator, Mapping
from typing import Any

from qa.answering.wording import page_words

VERDICT_WORDS = {
    "supported": "supported",
    "partly": "partly supported",
    "contradicted": "contradicted",
    "not_found": "not found",
    "unchecked": "not checked",
}


def summary(counts: Mapping[str, int]) -> str:
    """Return how many sentences have each verdict: `3 sentences: 2 supported, 1 not found`."""
    total = sum(counts.values())
    parts = [f"{counts[name]} {words}" for name, words in VERDICT_WORDS.items() if counts[name]]
    return f"{total} sentence{'' if total == 1 else 's'}: {', '.join(parts) or 'none'}"


def checked_with(record: Mapping[str, Any]) -> str:
    """Return in one line what checked a draft, and how it fared."""
    return f"Checked with Pincite ({record['verifier']}): {summary(record['counts'])}"


def unsupported_words(record: Mapping[str, Any], sentence: Mapping[str, Any]) -> list[str]:
    """Return the words of a sentence that are not supported, as the draft has them."""
    text = record["draft"]["text"]
    parts = (text[part["start"] : part["end"]] for part in sentence["unsupported"])
    return [" ".join(part.split()) for part in parts]


def explanation(record: Mapping[str, Any], sentence: Mapping[str, Any]) -> Iterator[str]:
    """Yield in lines why a sentence has its verdict: what is missing, and the reason."""
    if sentence["reason"] is not None:
        yield sentence["reason"]
    if missing := unsupported_words(record, sentence):
        yield "Not in the source: " + ", ".join(f"“{words}”" for words in missing)


def cited(record: Mapping[str, Any], sentence: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the citations that the verdict of a sentence rests on."""
    return [one for one in record["citations"] if one["number"] in sentence["citations"]]


def place_of(citation: Mapping[str, Any]) -> str:
    """Return in one line where quoted words stand; a draft that has it can be checked by it."""
    page = page_words(
        citation.get("page"), citation.get("page_label", ""), citation.get("recognized", False)
    )
    parts = [citation["title"], citation.get("author", ""), *page]
    known = ", ".join(part for part in parts if part)
    span = f"{citation['document_id']}:{citation['start']}-{citation['end']}"
    return f"{known}  {span}, version {citation['version'][:12]}"
