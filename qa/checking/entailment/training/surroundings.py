"""Puts what stands around evidence in front of it, as `pincite check` does.

A quote is read behind the title of its document, the headings that it stands under and, where it
leans on it, the sentence before it. What was written by hand has the quote alone, and beside it at
most what stands around it.
"""

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from corpus import Document
from corpus.language.sentences import paragraphs, sentences
from qa.checking.entailment.training.pairs import Pair

SET = "written, in context"
"""The set of such pairs where they are measured."""
_LED = 0.4  # share of the pairs that have the sentence before, where it may be there; a guess
_MOST_AROUND = 40  # words; a guess: longer pairs would not be trained on
_WORD = re.compile(r"\w{4,}|\d+")


def in_context(
    pairs: Iterable[Pair], documents: Mapping[str, Document], draw: random.Random
) -> Iterator[Pair]:
    """Yield the pairs of which it is known what stands around the evidence, with that in front.

    It is written beside it, or found in the document, if the evidence stands there as it is.

    Args:
        pairs: Pairs whose group is the name of a document.
        documents: The documents by these names.
        draw: What is drawn from.
    """
    for pair in pairs:
        if pair.around:
            yield replace(pair, evidence=f"{pair.around}\n{pair.evidence}", around="")
            continue
        document = documents.get(pair.group)
        start = document.text.find(pair.evidence) if document is not None else -1
        if document is None or start < 0:
            continue
        around = _around(document, start)
        before = _before(document, start)
        if before and draw.random() < _LED and _adds_nothing(before, pair):
            around.append(before)
        kept = [part for part in dict.fromkeys(around) if part not in pair.evidence]
        if kept and sum(len(part.split()) for part in kept) <= _MOST_AROUND:
            yield replace(pair, evidence="\n".join((*kept, pair.evidence)))


def _around(document: Document, start: int) -> list[str]:
    """Return the title of a document, its author, and the headings over a place."""
    over: dict[int, str] = {}
    for heading in document.headings:
        if heading.start < start:
            over = {level: name for level, name in over.items() if level < heading.level}
            over[heading.level] = heading.title
    return [part for part in (document.title, document.author, *over.values()) if part]


def _before(document: Document, start: int) -> str:
    """Return the sentence before a place in its paragraph; "" where there is none."""
    for first, last in paragraphs(document.text, 0, len(document.text)):
        if first < start < last:
            found = [span for span in sentences(document.text, first, last) if span.end <= start]
            return " ".join(document.text[slice(*found[-1])].split()) if found else ""
    return ""


def _adds_nothing(before: str, pair: Pair) -> bool:
    """Tell whether a sentence has no word of the claim that the evidence lacks."""
    claim, said, more = (
        set(_WORD.findall(words.lower())) for words in (pair.claim, pair.evidence, before)
    )
    return not claim & more - said
