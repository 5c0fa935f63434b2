"""A stream of text becomes sentences, each with the keys that it was given."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.language.sentences import sentences

LONGEST = 1000
"""Characters of a sentence; what is longer is no sentence but a flood. A guess."""

_BRACKETED = re.compile(r"[\[［【][^\[\]［］【】\n]{0,80}[\]］】]")
_OPEN = re.compile(r"[\[［【][^\]］】]{0,80}\Z")
_LABEL = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)]|#{1,6})\s+")
_EMPHASIS = re.compile(r"\*\*|__|`")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence that a model wrote, and which sources it says it is from."""

    text: str
    keys: tuple[str, ...]


class Drafter:
    """Cuts what a model writes into sentences, as it comes.

    Keys stand in brackets behind a sentence or before it, as small models put them. Whatever else
    stands in square brackets is left out: numbers of citations that nobody gave.
    """

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = re.compile("|".join(map(re.escape, sorted(keys))) or r"(?!)")
        self._rest = ""

    def feed(self, text: str) -> Iterator[Drafted]:
        """Yield the sentences that are complete now: another one has begun after them."""
        self._rest += text
        *lines, self._rest = self._rest.split("\n")
        for line in lines:
            yield from self._sentences(line)
        if len(self._rest) > LONGEST:
            self._rest, flood = "", self._rest
            yield from self._sentences(flood)
            return
        starts = _starts(_OPEN.sub("", self._rest))
        if len(starts) > 1:
            done, self._rest = self._rest[: starts[-1]], self._rest[starts[-1] :]
            yield from self._sentences(done)

    def finish(self) -> Iterator[Drafted]:
        """Yield what is left, where the model came to its end."""
        rest, self._rest = self._rest, ""
        yield from self._sentences(rest)

    def _sentences(self, line: str) -> Iterator[Drafted]:
        line = _LABEL.sub("", line)
        starts = _starts(line)
        for start, end in pairwise([*starts, len(line)]):
            part = line[start:end]
            keys = [key for found in _BRACKETED.findall(part) for key in self._keys.findall(found)]
            text = _clean(_BRACKETED.sub(" ", part))
            if any(map(str.isalnum, text)):
                yield Drafted(text[:LONGEST], tuple(dict.fromkeys(keys)))


def _starts(line: str) -> list[int]:
    """Return where the sentences of a line begin, each with its keys; the first begins with it."""
    masked = _BRACKETED.sub(lambda found: " " * len(found[0]), line)
    spans = [*sentences(masked, 0, len(masked))]
    if _BRACKETED.match(line.lstrip()):  # keys stand before the sentences of this line
        return [0, *(span.end for span in spans[:-1])]
    return [0, *(span.start for span in spans[1:])]


def _clean(text: str) -> str:
    """Return a sentence as it is shown: without Markdown, and without characters that act."""
    plain = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c
        for c in _EMPHASIS.sub("", text)
    )
    return re.sub(r"\s+([.!?,;:])", r"\1", " ".join(plain.split()))
