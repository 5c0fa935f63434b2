"""Who wrote which part of a mail: its sender, or one of those whom it quotes or forwards."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.document import Voice
from corpus.formats.mail.attribution import attribution
from corpus.formats.mail.heads import Announced, Head, announces, ends_mail, head
from corpus.formats.mail.phrases import BEFORE_DAY, FUNCTION_WORDS, LEFT_OUT, REPLIES
from corpus.formats.mail.signing import without_sender
from corpus.formats.mail.writer import MAX_LINE, UNKNOWN, Writer

_WRAPPED = 3  # lines of an attribution; a guess: name, address and date fit in them

_ENDS = (":", "\uff1a", ":*")
_SIGNED_WORDS = 3  # of a signature, above an attribution; a guess
_STOPS = (".", "!", "?", ":", ",", "\u2026")
_TRIES = 10_000
"""Lines of a mail that may be attributions; a guess: a thread has a few of them."""


class Depth(NamedTuple):
    """From a place of the text on, how deep it is quoted: 0 is the sender's own.

    `cited` is whether a mail program quoted it: a blockquote may be of a law or a poem. `fresh`
    is whether what the lines before said of their writers ends here, as with another text.
    """

    start: int
    depth: int
    cited: bool = True
    fresh: bool = False


class _Line(NamedTuple):
    start: int
    end: int
    words: str
    depth: int
    block: int  # the number of a quotation that no mail program made; -1 in others
    fresh: bool


def voices(text: str, depths: Sequence[Depth], start: int, sender: str = "") -> tuple[Voice, ...]:
    """Return the parts of a mail's text that are not its sender's.

    Args:
        text: The canonical text of the mail, without the marks of quotations.
        depths: How deep it is quoted, in order.
        start: Where the body of the mail begins.
        sender: Who sent it, as far as that is known.
    """
    lines = list(_lines(text, depths, start))
    made: list[Voice] = []
    before: Writer | None = None
    for line, writer in zip(lines, _writers(lines, sender), strict=True):
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
    before = -1
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        at = bisect_right(places, start) - 1
        mark = depths[at] if at >= 0 else Depth(start, 0)
        fresh = any(passed.fresh for passed in depths[before + 1 : at + 1])
        before = at
        words = text[start:end].strip()
        yield _Line(start, end, words, mark.depth, -1 if mark.cited else at, fresh)
        start = end + 1


def _writers(lines: Sequence[_Line], sender: str) -> list[Writer | None]:
    """Return for each line who wrote it; None is the sender of the mail."""
    speakers = _Speakers(lines)
    writers = list(speakers.each())
    words = [line.words if line.depth == 0 else "" for line in lines]
    return without_sender(words, writers, speakers.unmarked, sender)


class _Speakers:
    """Goes through the lines of a mail and knows at each depth whose words stand there.

    `unmarked` are the places where words by somebody else begin that no mark sets off.
    """

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._lines = lines
        self._words = [line.words for line in lines]
        self._heads = list(_heads(lines, self._words))
        self._deeper = _deeper(lines, self._heads)
        self._tries = _TRIES
        self.unmarked: list[int] = []
        self._reset()

    def _reset(self) -> None:
        self._by_depth: list[Writer | None] = [None]
        self._by_block: dict[int, Writer | None] = {}
        self._forwarding: list[tuple[_Line, Writer | None]] = []

    def each(self) -> Iterator[Writer | None]:
        """Yield for each line who wrote it; None is the sender of the mail."""
        at = 0
        while at < len(self._lines):
            line = self._lines[at]
            if line.fresh:
                self._reset()
            if not line.words:
                yield None
                at += 1
                continue
            count, writer = self._opening(at, line, self._at(line))
            yield from [writer] * count
            at += count

    def _opening(self, at: int, line: _Line, own: Writer | None) -> tuple[int, Writer | None]:
        """Return how many lines from here belong together, and whose they are."""
        if (found := self._heads[at]) is not None:
            count = self._together(at, found.lines)
            below = self._below(at + count)
            if below is not None and below.depth > line.depth:
                self._begin_below(line, below, found.writer)
                return count, own
            self._forwarding.append((line, own))
            self._begin_unmarked(at + count, line, found.writer)
            return count, found.writer
        if self._forwarding and ends_mail(line.words):
            opened, sender = self._forwarding.pop()
            self._begin(opened, sender)
            return 1, sender
        if announces(line.words) is not Announced.NOT:
            return 1, own
        return self._attributed(at, line) or self._introduced(at, line), own

    def _attributed(self, at: int, line: _Line) -> int:
        """Return how many lines an attribution here has, or 0; remember whom it names."""
        for count in range(1, _WRAPPED + 1):
            if self._together(at, count) < count or not self._words[at + count - 1]:
                break
            if not self._words[at + count - 1].endswith(_ENDS) or self._tries <= 0:
                continue
            self._tries -= 1
            words = " ".join(self._words[at : at + count])
            if len(words) > MAX_LINE or (found := attribution(words)) is None:
                continue
            if found.writer == UNKNOWN and count > 1:
                break  # it may begin further down
            self._quote(at, line, count, found.writer, certain=found.certain)
            return count
        return 0

    def _quote(self, at: int, line: _Line, count: int, writer: Writer, *, certain: bool) -> None:
        """Remember whom an attribution names, at the depth where it is quoted."""
        below = self._below(at + count)
        if below is None or below.depth < line.depth or LEFT_OUT.match(below.words[:MAX_LINE]):
            return
        if below.depth > line.depth:
            self._begin_below(line, below, writer)
            return
        in_nobodys = line.depth > 0 and bool(writer.published) and self._at(line) == UNKNOWN
        if (certain or in_nobodys) and below.block == line.block and self._begins_sentence(at):
            deeper = self._deeper[at + count - 1]
            if (
                deeper < 0
                or self._lines[deeper].block >= 0
                or self._is_attributed(deeper, at + count)
            ):
                self._begin_unmarked(at + count, line, writer)
            else:  # a reply stands between the attribution and the first quoted words
                self._begin_below(line, self._lines[deeper], writer)

    def _introduced(self, at: int, line: _Line) -> int:
        """Pass a line; one such as `The law says:` may introduce words by anybody."""
        if line.words.endswith(_ENDS) and not REPLIES.search(line.words[-MAX_LINE:]):
            below = self._below(at + 1)
            if below is not None and below.depth > line.depth:
                self._begin_below(line, below, UNKNOWN)
        return 1

    def _is_attributed(self, at: int, first: int) -> bool:
        """Tell whether an attribution stands between a line and one further up."""
        above = [words[:MAX_LINE] for words in self._words[max(first, at - 4) : at] if words]
        return any(
            above[-1].endswith(_ENDS) and attribution(" ".join(above[begins:])) is not None
            for begins in range(len(above))
        )

    def _begins_sentence(self, at: int) -> bool:
        """Tell whether a line does not go on with the one above it."""
        line, above = self._lines[at], self._lines[at - 1] if at else None
        if above is None or not above.words or above.depth != line.depth or line.fresh:
            return True
        if line.words[0].isupper() and BEFORE_DAY.match(line.words[:MAX_LINE]):
            return True
        words = above.words.split()
        goes_on = len(words) > _SIGNED_WORDS or words[0].lower() in FUNCTION_WORDS
        return above.words.endswith(_STOPS) or not goes_on

    def _below(self, at: int) -> _Line | None:
        """Return the next line that is not empty, unless another text begins."""
        for line in self._lines[at : at + 4]:
            if line.fresh:
                return None
            if line.words:
                return line
        return None

    def _together(self, at: int, count: int) -> int:
        """Return how many of some lines are of the depth and the text of the first."""
        first, *others = self._lines[at : at + count]
        for number, line in enumerate(others, 1):
            if line.fresh or (
                line.words and (line.depth, line.block) != (first.depth, first.block)
            ):
                return number
        return 1 + len(others)

    def _at(self, line: _Line) -> Writer | None:
        """Return who writes a line; nobody knows whom a quotation without a name quotes."""
        if line.block >= 0:
            return self._by_block.get(line.block, UNKNOWN)
        while len(self._by_depth) <= line.depth:
            self._by_depth.append(UNKNOWN)
        return self._by_depth[line.depth]

    def _begin(self, line: _Line, writer: Writer | None) -> None:
        self._at(line)
        if line.block >= 0:
            self._by_block[line.block] = writer
            del self._by_depth[line.depth + 1 :]
        else:
            self._by_depth[line.depth :] = [writer]

    def _begin_unmarked(self, at: int, line: _Line, writer: Writer) -> None:
        self._begin(line, writer)
        if line.depth == 0:
            self.unmarked.append(at)

    def _begin_below(self, line: _Line, below: _Line, writer: Writer) -> None:
        """Remember who writes one level below a line: what is deeper still is by others."""
        if below.block < 0 or below.depth == line.depth + 1:
            self._begin(below._replace(depth=line.depth + 1), writer)


def _heads(lines: Sequence[_Line], words: Sequence[str]) -> Iterator[Head | None]:
    """Yield for each line the head of a mail that begins there."""
    announced = Announced.NOT
    for at, line in enumerate(lines):
        if line.fresh:
            announced = Announced.NOT
        if line.depth > 0 and line.block < 0 and announced is Announced.NOT:
            announced = Announced.QUOTED
        yield head(words, at, announced) if line.words else None
        if line.words:
            announced = announces(line.words)


def _deeper(lines: Sequence[_Line], heads: Sequence[Head | None]) -> list[int]:
    """Return for each line the next one that is deeper, of what belongs to it; -1 for none."""
    found = [-1] * len(lines)
    below = -1  # the next line that is not empty
    for at in range(len(lines) - 1, -1, -1):
        if below >= 0 and heads[below] is None and not lines[below].fresh:
            depth = lines[below].depth
            if depth > lines[at].depth:
                found[at] = below
            elif depth == lines[at].depth:
                found[at] = found[below]
        if lines[at].words or lines[at].fresh:
            below = at
    return found
