"""A checked draft as Markdown: the draft as it stands, each sentence with a note of its verdict."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from qa.checking.wording import VERDICT_WORDS, checked_with, cited, explanation, place_of

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def markdown_of(record: Mapping[str, Any]) -> str:
    """Return the draft of a record with footnotes, which say what supports each sentence."""
    text, done = record["draft"]["text"], 0
    parts: list[str] = []
    notes: list[str] = []
    for number, sentence in enumerate(record["sentences"], start=1):
        if sentence["verdict"] == "unchecked":
            continue
        mark = f"[^pincite-{number}]"
        parts += [text[done : sentence["end"]], mark]
        done = sentence["end"]
        notes.append(f"{mark}: {' '.join(_note(record, sentence))}")
    # A heading, so that nobody takes it for a sentence of the draft.
    head = f"###### {literal(checked_with(record))}"
    return "\n\n".join(["".join([*parts, text[done:]]).rstrip(), head, "\n".join(notes)]) + "\n"


def literal(text: str) -> str:
    """Return text on one line that Markdown shows as it is."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _note(record: Mapping[str, Any], sentence: Mapping[str, Any]) -> Iterator[str]:
    yield f"**{VERDICT_WORDS[sentence['verdict']].capitalize()}.**"
    for line in explanation(record, sentence):
        yield literal(line) + ("" if line.endswith((".", "!", "?")) else ".")
    for citation in cited(record, sentence):
        yield f"“{literal(citation['quote'])}” {literal(place_of(citation))}."
    for passage in sentence.get("closest", [])[:1]:
        yield f"Closest: “{literal(passage['text'])}” {literal(place_of(passage))}."
