"""Subtitles (SubRip, WebVTT, SBV): speech as flowing text, under the times at which it is said."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.document import Document, Source
from corpus.errors import EmptyDocument
from corpus.text import decode, title_from
from corpus.text_builder import TextBuilder, one_line

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}"
_TIMES = re.compile(rf"[ \t]*({_CLOCK})[ \t]*(?:-->|,)[ \t]*({_CLOCK})(?:[ \t].*)?")
_BLOCK = re.compile(r"\n[ \t]*\n\s*")
_HEAD = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)\b")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]{3,12}>|\{\\[^{}]{0,80}\}")
_ROLLING = re.compile(r"<\d\d:\d\d[\d:.]*><c>")
_NAMED = re.compile(
    r"(?:>>+ *|[-–—] *)?([^\W\d_a-z][\w.’'-]*(?: [\w.’'-]+){0,3})(?: ?\([^()]{1,30}\))?: +(?=\S)"
)
_TURN = re.compile(r">>+ *(?=\S)|[-–—](?: +(?=\S)|(?=[^\W\d_]|[¿¡\"“«'‘(\[…]))")
_TURN_INSIDE = re.compile(r" (?=>>)|(?<=[.!?…]) (?=[^\W\d_a-z][A-Z.’' -]{1,30}: )")
_DASH_INSIDE = re.compile(r"(?<=[.!?…\"”»]) (?=[-–—] ?(?:[^\W\d_a-z]|[¿¡\"“«]))")
_LABEL = re.compile(r"\[|\((?=[^\W\d_a-z])")  # "[Man] Stop!": a name or a sound
_END = re.compile(r"[.!?…。！？][\"”’»)\]]*$")

# Guesses: a time for about each passage, and a new paragraph where somebody stops to think.
_SECTION = 60  # seconds
_PAUSE = 4  # seconds
_LONGEST = 1_200  # characters without a full stop, as in automatic captions


class Cue(NamedTuple):
    """What somebody says in what is shown at once, from and until when.

    `speaker` is "" where nobody is named. `turn` is the mark before the words (`- `, `>> `) that
    says that somebody else speaks.
    """

    start: float
    end: float
    speaker: str
    turn: str
    words: str

    @property
    def goes_on(self) -> bool:
        """Whether the words may go on with a sentence before them."""
        aside = self.turn[:1] in ("–", "—") and self.words[0].islower()
        return not self.speaker and (aside or not self.turn) and not _LABEL.match(self.words)


def read_cues(data: bytes, source: Source) -> Document:
    """Read subtitles: sentences run over cues, each minute or so stands under its time.

    Numbers, settings, styles and notes of cues are left out; who speaks stands before the words
    where it is said. Nobody is named for words that do not go on with a sentence of somebody named.
    """
    builder = TextBuilder()
    writer = _Writer(builder)
    for cue in _cues(decode(data)):
        writer.add(cue)
    writer.end()
    if not builder.length:
        raise EmptyDocument("there are no words in it: nothing could be quoted")
    return builder.document(source, title=title_from(source))


class _Writer:
    """Writes cues as paragraphs: one ends where somebody else speaks, or a minute is over."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._words: list[str] = []
        self._length = 0
        self._speaker = ""
        self._section = -1.0
        self._end = 0.0

    def add(self, cue: Cue) -> None:
        """Write a cue behind the one before."""
        goes_on = cue.goes_on and not self._is_whole()
        if (not goes_on and self._is_of_another(cue)) or self._is_over(cue.start):
            self.end()
        if not self._words:
            self._begin(cue)
        self._words.append(f"{cue.turn}{cue.words}" if goes_on else cue.words)
        self._length += len(cue.words)
        self._end = cue.end

    def _is_of_another(self, cue: Cue) -> bool:
        return cue.speaker != self._speaker or bool(cue.turn and not cue.speaker)

    def _is_whole(self) -> bool:
        return not self._words or _END.search(self._words[-1]) is not None

    def end(self) -> None:
        """End a paragraph."""
        self._builder.paragraph(_joined(self._words))
        self._words, self._length = [], 0

    def _is_over(self, start: float) -> bool:
        due = start - self._section >= _SECTION or start - self._end >= _PAUSE
        return (self._is_whole() and due) or self._length > _LONGEST

    def _begin(self, cue: Cue) -> None:
        if self._section < 0 or cue.start - self._section >= _SECTION or cue.start < self._section:
            self._builder.heading(1, _shown(cue.start))
            self._section = cue.start
        self._speaker = cue.speaker
        if cue.speaker:
            self._words.append(f"{cue.speaker}:")


def _cues(text: str) -> Iterator[Cue]:
    rolling = _ROLLING.search(text) is not None
    before: Sequence[str] = ()
    for block in _BLOCK.split(text.strip("\ufeff\n")):
        lines = block.split("\n")
        at = next((at for at, line in enumerate(lines[:2]) if _TIMES.fullmatch(line)), -1)
        if at < 0 or (at == 1 and _HEAD.match(lines[0]) and lines[0].startswith(("NOTE", "STYLE"))):
            continue
        times = _TIMES.fullmatch(lines[at])
        assert times is not None
        shown = [line for line in lines[at + 1 :] if one_line(_TAG.sub("", line))]
        fresh = shown[_repeated(before, shown) :] if rolling else shown
        before = shown
        yield from _spoken(_seconds(times[1]), _seconds(times[2]), fresh)


def _repeated(before: Sequence[str], lines: Sequence[str]) -> int:
    """Return how many lines of a cue were shown in the one before: captions that roll up."""
    plain = [_TAG.sub("", line).strip() for line in before]
    now = [_TAG.sub("", line).strip() for line in lines]
    for count in range(min(len(plain), len(now)), 0, -1):
        if plain[-count:] == now[:count]:
            return count
    return 0


def _spoken(start: float, end: float, lines: Sequence[str]) -> Iterator[Cue]:
    """Yield what each person says in a cue; a name holds until the next one, or another turn."""
    speaker = ""
    for voice, line in _voices(lines):
        for part in _turns(line):
            name, mark, words = _opening(part, voice)
            if name or mark or voice is None or _LABEL.match(words):
                speaker = name
            yield Cue(start, end, speaker, mark, words)


def _opening(part: str, voice: str | None) -> tuple[str, str, str]:
    """Return who is named before words, the mark of a turn before them, and the words."""
    named = None if voice else _NAMED.match(part)
    if named:
        return named[1], "", part[named.end() :]
    mark = _TURN.match(part)
    return voice or "", mark[0] if mark else "", part[mark.end() :] if mark else part


def _voices(lines: Sequence[str]) -> Iterator[tuple[str | None, str]]:
    """Yield the words of each line with the name of their `<v>`; None for those behind one."""
    voice: str | None = ""
    for line in lines:
        for part in re.split(r"(?=<v[ .>])|(?<=</v>)", line):
            if part.startswith("<v"):
                name = _VOICE.match(part)
                voice = one_line(html.unescape(name[1])) if name else None
            words = one_line(html.unescape(_TAG.sub("", part)))
            if voice and not part.startswith("<v") and _TURN.match(words):
                voice = None
            if words:
                yield voice, words
            if part.endswith("</v>"):
                voice = None


def _turns(line: str) -> list[str]:
    """Return the words of a line by who says them."""
    parts = _TURN_INSIDE.split(line)
    if _TURN.match(line):
        parts = [turn for part in parts for turn in _DASH_INSIDE.split(part)]
    return parts


def _joined(words: Sequence[str]) -> str:
    return re.sub(r"(?<=[\u3040-\u9fff。，、！？]) (?=[\u3040-\u9fff「『“])", "", " ".join(words))


def _seconds(clock: str) -> float:
    parts = clock.replace(",", ".").split(":")
    return sum(float(part) * 60.0**power for power, part in enumerate(reversed(parts)))


def _shown(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
