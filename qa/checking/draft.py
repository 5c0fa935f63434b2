"""A draft as it is checked: its sentences, each with its place, its words and its citations."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from corpus import Document, Source, Span, detect
from corpus.language.sentences import sentences
from corpus.sandbox.pool import ReaderPool
from corpus.text import decode
from qa.checking.blocks import Kind, blocks
from qa.checking.claims import tag_at, why_unchecked
from qa.checking.marking import Mark, Marking, marking, without_item_mark
from qa.errors import DraftRejected

MAX_CHARACTERS = 200_000
"""The most characters of a draft; a guess: a thesis chapter has a quarter of that."""

MAX_SENTENCES = 500
"""The most sentences of a draft; a guess: twenty pages, which take some minutes."""

_LONGEST = 1_000
"""The most characters of a sentence that is checked; a guess: a longer one is a list."""

_AS_TEXT = ("text/plain", "text/markdown")


@dataclass(frozen=True, slots=True)
class Claim:
    """The words of a sentence without marks of any kind.

    `places` has the place in the draft of each character of `text`.
    """

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return where a part of the words stands in the draft; `end` is after `start`."""
        return Span(self.places[start], self.places[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft; always true: `draft.text[start:end] == text`.

    `unchecked` says why there is nothing to check in it; None where it is checked.
    """

    start: int
    end: int
    text: str
    claim: Claim
    marks: tuple[Mark, ...]
    unchecked: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A text somebody wrote, and its sentences in order."""

    name: str
    media_type: str
    text: str
    sentences: tuple[DraftSentence, ...]

    @property
    def sha256(self) -> str:
        """Return the sha256 of the text in UTF-8, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def draft_of(text: str, name: str = "", media_type: str = "text/markdown") -> Draft:
    """Return a draft in plain text or Markdown.

    Raises:
        DraftRejected: If it has no word, too many characters or sentences, or half a character.
    """
    return _draft(text, name, media_type, ())


def read_draft(data: bytes, name: str, pool: ReaderPool) -> Draft:
    """Return the draft in a file: its own text, or where it has none as a reader lays it out.

    Args:
        data: The whole file.
        name: Its name; "" where it has none.
        pool: Reads what is neither plain text nor Markdown.

    Raises:
        DraftRejected: As for `draft_of`.
        CorpusError: If the file cannot be read.
    """
    media_type = detect(data, name)
    if media_type in _AS_TEXT:
        return draft_of(decode(data), name, media_type)
    document = pool.read(data, Source(f"draft:{name}", name or "draft"), name)
    return _draft(document.text, name, media_type, _left_out(document))


def _left_out(document: Document) -> Iterator[tuple[int, int]]:
    """Yield what a reader knows to be no sentences of the draft: headings and comments on it."""
    yield from ((heading.start, heading.end) for heading in document.headings)
    yield from ((voice.start, voice.end) for voice in document.voices)


def _draft(text: str, name: str, media_type: str, left_out: Iterable[tuple[int, int]]) -> Draft:
    _require(text)
    parts = blocks(text, left_out)
    found = marking(text, parts.notes)
    every = (one for part in parts.parts for one in _sentences(text, found, *part))
    made = list(islice(every, MAX_SENTENCES + 1))
    if len(made) > MAX_SENTENCES:
        raise DraftRejected(
            f"the draft has more than the {MAX_SENTENCES} sentences that are checked at a time: "
            "check it in parts"
        )
    return Draft(name, media_type, text, tuple(made))


def _require(text: str) -> None:
    if not any(character.isalnum() for character in text):
        raise DraftRejected("the draft is empty: there is no word in it")
    if len(text) > MAX_CHARACTERS:
        raise DraftRejected(
            f"the draft has {len(text):,} characters, but at most {MAX_CHARACTERS:,} are checked "
            "at a time: check it in parts"
        )
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        raise DraftRejected(
            f"the draft is not valid Unicode (character {exc.start}): send it as UTF-8"
        ) from exc


def _sentences(text: str, found: Marking, kind: Kind, block: Span) -> Iterator[DraftSentence]:
    """Yield the sentences of a block; a mark behind a sentence belongs to it."""
    words = found.words
    spans = [
        Span(start, end)
        for start, end in _split(words, kind, block)
        if any(map(str.isalnum, words[start:end]))
    ]
    alone = len(spans) == 1
    for place, span in enumerate(spans):
        follows = spans[place + 1].start if place + 1 < len(spans) else block.end
        first = block.start if place == 0 else span.start
        marks = tuple(m for m in found.marks if first <= m.start < follows)
        end = max([span.end, *(mark.end for mark in marks)])
        start = min([span.start, *(mark.start for mark in marks)])
        claim = _claim(found, span)
        why = why_unchecked(claim.text, kind, alone=alone, cited=bool(marks))
        if why is None and len(claim.text) > _LONGEST:
            why = f"It has more than {_LONGEST:,} characters."
        if why is None:
            claim = _without_tag(claim)
        yield DraftSentence(start, end, text[start:end], claim, marks, why)


def _split(words: str, kind: Kind, block: Span) -> Iterator[Span]:
    if kind == "row":
        yield block
        return
    for start, end in sentences(words, block.start, block.end):
        yield Span(without_item_mark(words, start, end), end)


def _without_tag(claim: Claim) -> Claim:
    """Return a statement without the question behind it, which would count as a denial."""
    at = tag_at(claim.text)
    return claim if at is None else Claim(claim.text[:at], claim.places[:at])


def _claim(found: Marking, span: Span) -> Claim:
    """Return the words of a span of a draft, runs of white space as one space.

    A mark inside a word or before a full stop leaves no space behind it.
    """
    words = found.words
    kept: list[tuple[str, int]] = []
    for at in range(*span):
        letter = words[at]
        if found.silent[at] and letter == " ":
            continue
        if letter.isspace():
            if kept and kept[-1][0] != " ":
                kept.append((" ", at))
            continue
        if letter in ".,;:!?)" and kept and kept[-1][0] == " " and words[at - 1] == " ":
            kept.pop()
        kept.append((letter, at))
    text = "".join(letter for letter, _ in kept).rstrip()
    return Claim(text, tuple(at for _, at in kept[: len(text)]))
