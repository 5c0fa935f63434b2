"""What a guard has against a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from qa.checking.verdict import Evidence
from qa.checking.words import segments, without_list_marks, words_of

Guard = Literal[
    "number", "date", "name", "quotation", "negation", "opposite", "quantity word",
    "all", "modality", "attribution", "roles", "cause", "binding", "word",
]  # fmt: skip
Weight = Literal["conflict", "missing", "doubt"]
"""Conflict: the evidence gives something else of the same thing. Missing: it does not say it.
Doubt: words alone cannot tell; a model that has read both may be sure."""

_AND = re.compile(r",\s+(?:and|but)\b")
_SAYS = 2  # content words with which a part of a sentence says something by itself; a guess
_CELL = re.compile(r"\s*[^:\n]{1,80}:\s")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a sentence says and its evidence does not."""

    guard: Guard
    weight: Weight
    span: tuple[int, int]
    """Where it stands in the sentence."""
    reason: str
    """One plain sentence, for whoever reads the verdict."""


@lru_cache(maxsize=1_000)
def near(sentence: str, source: Evidence, share: float) -> Evidence:
    """Return a source with those sentences and rows of its quote that are about the same thing.

    What stands beside them, in a document that nobody has read, must not say "all" or "not" for
    them.

    Args:
        sentence: What is judged.
        source: What it is judged by.
        share: How many of its words a row needs, as a share of what the nearest has.
    """
    quote = without_list_marks(source.quote)
    parts = [quote[start:end] for start, end in segments(quote)]
    kept = set[int]()
    for start, end in _told(sentence):
        shared = [_shared(sentence[start:end], part) for part in parts]
        least = max(share * max(shared, default=0), 1)
        kept |= {place for place, count in enumerate(shared) if count >= least}
    kept |= {place + 1 for place in kept if _asks(parts[place]) and place + 1 < len(parts)}
    if not share:
        kept |= {
            place for place in range(len(parts)) if _is_mark(parts[place]) and place + 1 in kept
        }
        kept = {place for place, row in enumerate(_rows(quote)) if row & kept}
    near = " ; ".join(parts[place] for place in sorted(kept))
    return Evidence(near, source.context) if kept else source


def _asks(part: str) -> bool:
    """Tell whether a part is a question, whose answer need not repeat its words ("No, and …")."""
    return part.rstrip().endswith("?")


def _told(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield where a sentence says something: its parts, and those of them that "and" joins."""
    yield from segments(sentence)
    for start, end in segments(_AND.sub(lambda match: ";" * len(match[0]), sentence)):
        if sum(word.is_content for word in words_of(sentence[start:end])) >= _SAYS:
            yield start, end


def _is_mark(part: str) -> bool:
    """Tell whether a part has no word of meaning: the number of a heading, `§ 2.`."""
    return not any(word.is_content and word.written.isalpha() for word in words_of(part))


def _rows(quote: str) -> Sequence[frozenset[int]]:
    """Return for each part of a quote the parts of its row: `Fund: Roof; Amount (GBP): 22900`."""
    rows: list[list[int]] = []
    end, was_cell = 0, False
    for place, (start, stop) in enumerate(segments(quote)):
        is_cell = _CELL.match(quote[start:stop]) is not None
        joined = was_cell and is_cell and quote[end:start].strip() == ";"
        rows = [*rows[:-1], [*rows[-1], place]] if joined else [*rows, [place]]
        end, was_cell = stop, is_cell
    return [frozenset(row) for row in rows for _ in row]


@lru_cache(maxsize=10_000)
def _shared(sentence: str, part: str) -> int:
    own = {word.term for word in words_of(sentence) if word.is_content}
    return len(own & {word.term for word in words_of(part)})


class Check(Protocol):
    """A guard: what it has against a sentence, given a source; nothing where all is well."""

    def __call__(self, sentence: str, source: Evidence) -> Iterator[Finding]: ...
