"""Who wrote which part of a mail: its sender, or one of those whom it quotes or forwards."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.document import Voice
from corpus.formats.mail.attribution import (
    MAX_LINE,
    UNKNOWN,
    Writer,
    announces_mail,
    attribution,
    ends_mail,
    head,
)

_WRAPPED = 3  # lines of an attribution; a guess: name, address and date fit in them

_ENDS = (":", "\uff1a", ":*")
_TRIES = 10_000
"""Lines of a mail that may be attributions; a guess: a thread has a few of them."""


class Depth(NamedTuple):
    """From a place of the text on, how deep it is quoted: 0 is the sender's own."""

    start: int
    depth: int


class _Line(NamedTuple):
    start: int
    end: int
    depth: int
    words: str


def voices(text: str, depths: Sequence[Depth], start: int) -> tuple[Voice, ...]:
    """Return the parts of a mail's text that are not its sender's.

    Args:
        text: The canonical text of the mail, without the marks of quotations.
        depths: How deep it is quoted, in order.
        start: Where the body of the mail begins.
    """
    lines = list(_lines(text, depths, start))
    made: list[Voice] = []
    before: Writer | None = None
    for line, writer in zip(lines, _Speakers(lines).each(), strict=True):
        if not line.words:
            continue
        if writer is not None and writer is before:
            made[-1] = Voice(made[-1].start, line.end, *writer)
        elif writer is not None:
            made.append(Voice(line.start, line.end, *writer))
        before = writer
    return tuple(made)


def _lines(text: str, depths: Sequence[Depth], start: int) -> Iterator[_Line]:
    places = [depth.start for depth in depths]
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        at = bisect_right(places, start) - 1
        words = text[start:end].strip()
        yield _Line(start, end, depths[at].depth if at >= 0 else 0, words)
        start = end + 1


class _Speakers:
    """Goes through the lines of a mail and knows at each depth whose words stand there."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._lines = lines
        self._words = [line.words for line in lines]
        self._by_depth: list[Writer | None] = [None]
        self._forwarding: list[tuple[int, Writer | None]] = []
        self._announced = False
        self._tries = _TRIES

    def each(self) -> Iterator[Writer | None]:
        """Yield for each line who wrote it; None is the sender of the mail."""
        at = 0
        while at < len(self._lines):
            line = self._lines[at]
            if not line.words:
                yield None
                at += 1
                continue
            own = self._at(line.depth)
            count, writer = self._opening(at, line.depth, own)
            yield from [writer] * count
            at += count

    def _opening(self, at: int, depth: int, own: Writer | None) -> tuple[int, Writer | None]:
        """Return how many lines from here belong together, and whose they are."""
        announced, self._announced = self._announced, False
        if (found := head(self._words, at, announced=announced)) is not None:
            self._forwarding.append((depth, own))
            self._begin(depth, found.writer)
            return self._same_depth(at, found.lines, depth), found.writer
        if self._forwarding and ends_mail(self._words[at]):
            depth, sender = self._forwarding.pop()
            self._begin(depth, sender)
            return 1, sender
        if announces_mail(self._words[at]):
            self._announced = True
            return 1, own
        return self._attributed(at, depth), own

    def _attributed(self, at: int, depth: int) -> int:
        """Return how many lines an attribution here has, or 1; remember whom it names."""
        for count in range(1, _WRAPPED + 1):
            line = self._lines[at + count - 1] if at + count <= len(self._lines) else None
            if line is None or not line.words or line.depth != depth or self._tries <= 0:
                break
            if not line.words.endswith(_ENDS):
                continue
            self._tries -= 1
            words = " ".join(self._words[at : at + count])
            if len(words) > MAX_LINE or (found := attribution(words)) is None:
                continue
            below = self._below(at + count)
            if below > depth:
                self._begin(depth + 1, found.writer)
            elif found.certain and below == depth:
                self._begin(depth, found.writer)
            return count
        return 1

    def _below(self, at: int) -> int:
        """Return the depth of the next line that is not empty; -1 at the end."""
        return next((line.depth for line in self._lines[at : at + 4] if line.words), -1)

    def _same_depth(self, at: int, count: int, depth: int) -> int:
        lines = self._lines[at : at + count]
        return next((n for n, ln in enumerate(lines) if ln.words and ln.depth != depth), count)

    def _at(self, depth: int) -> Writer | None:
        """Return who writes at a depth; nobody knows whom a quotation without a name quotes."""
        while len(self._by_depth) <= depth:
            self._by_depth.append(UNKNOWN)
        return self._by_depth[depth]

    def _begin(self, depth: int, writer: Writer | None) -> None:
        self._at(depth)
        self._by_depth[depth:] = [writer]
