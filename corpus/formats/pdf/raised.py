"""Raised and lowered characters on a page of a PDF: marks of notes, powers, ordinals."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.formats.pdf.characters import NOWHERE, Character, Style
from corpus.superscripts import lowered, raised, superscript

# All of the size of the characters beside.
_SMALLER = 0.88  # TeX's marks are 0.7 high, Word's 0.65; a guess: other fonts are larger
_TINIEST = 0.35  # a guess: beside initials the text is smaller
_RAISED = 0.12  # a guess: two fonts on one line stand on one base line
_LOWERED = 0.05  # a guess: TeX lowers by 0.15
_SHIFTED = (0.22, 0.6)  # where the size is the same; Word raises by 0.35, the rest is a guess
_TOO_HIGH = 0.95  # a guess: that is another line
_GAP = 0.9  # a guess: a mark stands behind a space at most
_SPACE = 0.18  # a guess: the narrowest space of justified text

_LONGEST = 16  # characters; a guess: "12, 13 and 14" is a mark, more is text
_LONGEST_SHIFTED = 3  # characters; a guess: where the size is the same, marks are numbers
_BEFORE = 40  # characters that `corpus.superscripts` looks at
_AFTER = 4  # characters; a guess: an element and the sign of a fraction
_FORMULA = 8  # runs; a guess: letters and signs between brackets

_FUNCTION = re.compile(r"\b(?:sinh?|cosh?|tanh?|cot|sec|csc|log|ln|exp)\Z")


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of one style that follow each other; `end` is behind the spaces after them."""

    style: Style
    start: int
    end: int
    first: Character
    last: Character
    words: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """The runs `start:end`, raised or lowered beside a base, and the text before them."""

    runs: Sequence[_Run]
    start: int
    end: int
    base: _Run
    before: str

    @property
    def goes_on(self) -> bool:
        """Tell whether the line goes on behind the mark."""
        return self.end < len(self.runs) and _follows(self.runs[self.end - 1], self.runs[self.end])

    @property
    def space_follows(self) -> bool:
        """Tell of a space that PDFium does not see, because the mark is small."""
        if not self.goes_on:
            return False
        gap = self.runs[self.end].first.box.left - self.runs[self.end - 1].last.box.right
        return gap > _SPACE * self.base.style.size

    def meaning(self, words: str, after: str) -> str:
        """Return what to write for the words of the mark."""
        if self.runs[self.start].style.baseline < self.base.style.baseline:
            return lowered(words, self.before)
        formula = self._in_formula()
        if self._is_numerator() or (formula and not self.before.strip()):
            return words
        return superscript(words) if formula else raised(words, self.before, after)

    def _is_numerator(self) -> bool:
        """Tell whether the next run stands right under the mark."""
        if self.end == len(self.runs):
            return False
        mark, under = self.runs[self.end - 1], self.runs[self.end]
        down = self.base.style.baseline - under.style.baseline
        return (
            0 < down < _TOO_HIGH * self.base.style.size
            and under.first.box.left < mark.last.box.right
            and under.last.box.right > mark.first.box.left
        )

    def _in_formula(self) -> bool:
        """Tell whether the mark follows a mathematical letter, function, or brackets with one."""
        if _FUNCTION.search(self.before):
            return True
        if self.base.style.math or not self.before.endswith((")", "]", "|", "}")):
            return self.base.style.math
        near = self.runs[max(0, self.start - _FORMULA) : self.start]
        return any(run.style.math for run in near)


def with_raised(characters: Sequence[Character]) -> list[Character]:
    """Return the characters of a page, raised and lowered ones written as what they mean."""
    styles = {id(c.style): c.style for c in characters if c.style is not None}
    if len({(style.size, style.baseline) for style in styles.values()}) < 2:
        return list(characters)
    runs = list(_runs(characters))
    bases = list(_bases(runs))
    found = list(characters[: runs[0].start])
    line = number = 0
    while number < len(runs):
        run, base = runs[number], bases[number]
        if number == 0 or not _follows(runs[number - 1], run):
            line = len(found)
        end = number + 1
        if base is None:
            found.extend(characters[run.start : run.end])
            number = end
            continue
        while end < len(runs) and _one_mark(runs[end - 1], base, runs[end], bases[end]):
            end += 1
        if base.start < run.start:
            _join_line(found, run.first)
        before = "".join(c.text for c in found[max(line, len(found) - _BEFORE) :])
        mark = _Mark(runs, number, end, base, before.replace("\n", ""))
        found.extend(_written(mark, characters))
        number = end
    return found


def _runs(characters: Sequence[Character]) -> Iterator[_Run]:
    """Yield the runs of a page; every character but spaces at its beginning is in one."""
    styled = [place for place, c in enumerate(characters) if c.style is not None]
    begin = 0
    for number, place in enumerate(styled):
        style = characters[place].style
        final = number + 1 == len(styled)
        if style is None or not (final or characters[styled[number + 1]].style is not style):
            continue
        end = len(characters) if final else styled[number + 1]
        words = "".join(characters[at].text for at in styled[begin : number + 1])
        first = styled[begin]
        yield _Run(style, first, end, characters[first], characters[place], words)
        begin = number + 1


def _bases(runs: Sequence[_Run]) -> Iterator[_Run | None]:
    """Yield for each run what it is raised or lowered beside; None where it is neither."""
    base: _Run | None = None
    for number, run in enumerate(runs):
        if number == 0 or not _follows(runs[number - 1], run):
            base = None
        following = runs[number + 1] if number + 1 < len(runs) else None
        if base is not None and _moved(run, base):
            yield base
        elif base is None and following is not None and _begins_with(run, following):
            yield following
        else:
            base = run
            yield None


def _begins_with(run: _Run, following: _Run) -> bool:
    """Tell whether a line begins with a raised run, as notes do."""
    return _follows(run, following) and _moved(run, following) > 0


def _moved(run: _Run, base: _Run) -> int:
    """Tell whether a run is raised (1) or lowered (-1) beside another, or neither (0)."""
    if run.style.turned or base.style.turned or len(run.words) > _LONGEST or not base.style.size:
        return 0
    size = run.style.size / base.style.size
    up = (run.style.baseline - base.style.baseline) / base.style.size
    if _TINIEST <= size <= _SMALLER:
        return 1 if _RAISED <= up < _TOO_HIGH else -1 if -_TOO_HIGH < up <= -_LOWERED else 0
    low, high = _SHIFTED
    alike = abs(size - 1) < 1 - _SMALLER and low <= abs(up) <= high
    if alike and len(run.words) <= _LONGEST_SHIFTED and run.words.isdigit():
        return 1 if up > 0 else -1
    return 0


def _follows(run: _Run, following: _Run) -> bool:
    """Tell whether a run stands behind another on one line."""
    size = max(run.style.size, following.style.size)
    gap = following.first.box.left - run.last.box.right
    up = abs(run.style.baseline - following.style.baseline)
    return -0.5 * size < gap < _GAP * size and up < _TOO_HIGH * size


def _one_mark(run: _Run, base: _Run, other: _Run, other_base: _Run | None) -> bool:
    """Tell whether a further run belongs to the mark that one begins."""
    up = abs(run.style.baseline - other.style.baseline)
    return other_base is base and up < _LOWERED * base.style.size and _follows(run, other)


def _join_line(found: list[Character], mark: Character) -> None:
    """Take back the line end that PDFium puts before a raised or lowered character."""
    ended = False
    while found and found[-1].text == "\n":
        ended = bool(found.pop())
    if ended and found and found[-1].style is not None:
        gap = mark.box.left - found[-1].box.right
        if gap > _SPACE * found[-1].style.size:
            found.append(Character(mark.place, " ", NOWHERE, None))


def _written(mark: _Mark, characters: Sequence[Character]) -> Iterator[Character]:
    """Yield the characters of a mark as they are written, and the space behind it."""
    first, last = mark.runs[mark.start], mark.runs[mark.end - 1]
    letters = [c for c in characters[first.start : last.end] if c.style is not None]
    words = "".join(c.text for c in letters)
    behind = characters[last.end - 1]
    space = behind.text == " " or mark.space_follows
    after = "".join(c.text for c in characters[last.end : last.end + _AFTER]).replace("\n", "")
    after = after if mark.goes_on else ""
    text = mark.meaning(words, " " + after if space else after)
    if text[:1].isspace():
        yield Character(letters[0].place, " ", NOWHERE, None)
    yield from _spread(letters, words, text.strip())
    if space or text[-1:].isspace():
        yield Character(letters[-1].place, " ", NOWHERE, None)
    elif behind.text == "\n" and not mark.goes_on:
        yield behind


def _spread(letters: Sequence[Character], words: str, text: str) -> Iterator[Character]:
    """Yield a written mark, its characters at the places of the letters as far as they match."""
    begin, found, end = text.partition(words)
    if found:
        parts = [c.text for c in letters]
        parts[0] = begin + parts[0]
        parts[-1] += end
    elif len(text) == len(letters):
        parts = list(text)
    else:
        parts = [text]
    for character, part in zip(letters, parts, strict=False):
        yield character._replace(text=part)
