"""From a document to its passages: whole sentences, never across a heading."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from corpus.document import Document, Voice, heading_paths, page_at
from corpus.language import Language, language_of_code
from corpus.language.numbering import opens_item
from corpus.language.sentences import paragraphs, sentences
from corpus.passage import Passage, Span
from corpus.table import TableIndex

TokenCounter = Callable[[Sequence[str]], Sequence[int]]
"""Counts the tokens of each text, without those that a model adds around it."""

TARGET_TOKENS = 128
"""Measured on three corpora: recall of five passages .84, precision .07 (`docs/quality.md`)."""
_LONGEST_ROW = 400
"""Characters; a longer row of a table is cut into sentences. A guess: four lines of figures."""
_CLOSING = "\"'”’»)]* "  # what may stand behind the mark of a question
CHARACTERS_PER_TOKEN = 10
"""A token counts for no more than this, though a tokenizer may take any word for one; a
guess: words of prose are shorter."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    tokens: int
    opens_paragraph: bool
    asks: bool


def split(
    document: Document, count: TokenCounter, limit: int, target: int = TARGET_TOKENS
) -> list[Passage]:
    """Cut a document into passages that tile its text.

    A passage holds whole sentences, and whole paragraphs and items where they fit; all begin on
    one page and are by one author. A row of a table counts as a sentence. A passage begins where
    its first sentence (or the headings over it) begins and ends where the next one begins. A
    sentence above `limit` tokens is cut between words into several.

    Args:
        document: What to cut.
        count: Counts tokens, so that no passage is longer than the model reads.
        limit: The most tokens that a passage may have.
        target: The tokens after which a passage is full; at most `limit`.

    Returns:
        The passages in order; none for an empty text.
    """
    if not document.text:
        return []
    target = min(target, limit)
    tables = TableIndex(document.text, document.tables)
    edges = [edge for voice in document.voices for edge in (voice.start, voice.end)]
    groups: list[list[Span]] = []
    starts: list[int] = []
    for start, body, end in _sections(document):
        (head,) = count([document.text[start:body]])
        if head > limit // 2:  # headings that leave no room are cut like the rest
            body, head = start, 0
        parts = _parts(document.text, edges, body, end)
        found = list(_counted(document, tables, parts, count, limit - head))
        runs = _by_page_and_voice(found, document)
        filled = [group for run in runs for group in _fill(run, limit - head, target)] or [[]]
        groups += [[sentence.span for sentence in group] for group in filled]
        starts += [start, *(group[0].span.start for group in filled[1:])]
    return passages_at(document, starts, groups)


def passages_at(
    document: Document, starts: Sequence[int], groups: Sequence[Sequence[Span]]
) -> list[Passage]:
    """Return the passages of a document that begin at `starts`, with the sentences of each."""
    paths = [(), *heading_paths(document.headings)]
    ends = [*starts[1:], len(document.text)][: len(starts)]
    tables = TableIndex(document.text, document.tables)
    return [
        _passage(document, tables, paths, ordinal, start, end, group)
        for ordinal, (start, end, group) in enumerate(zip(starts, ends, groups, strict=True))
    ]


def _sections(document: Document) -> Iterator[tuple[int, int, int]]:
    """Yield (start, start of the body, end) of what stands under each heading.

    Headings without a text of their own belong to the section that follows.
    """
    text, start, body = document.text, 0, 0
    for heading in document.headings:
        if text[body : heading.start].strip():
            yield start, body, heading.start
            start = heading.start
        body = heading.end
    if text[body:].strip():
        yield start, body, len(text)
    elif text[start:]:
        yield start, start, len(text)


def _parts(text: str, edges: Sequence[int], start: int, end: int) -> Iterator[Span]:
    """Yield the paragraphs of a section; one that two people wrote is cut where they change."""
    for paragraph in paragraphs(text, start, end):
        first, last = bisect_right(edges, paragraph.start), bisect_left(edges, paragraph.end)
        for begin, stop in pairwise((paragraph.start, *edges[first:last], paragraph.end)):
            yield Span(begin, stop)


def _counted(
    document: Document, tables: TableIndex, parts: Iterable[Span], count: TokenCounter, limit: int
) -> Iterator[_Sentence]:
    text, language = document.text, language_of_code(document.language)
    spans: list[Span] = []
    opening: set[int] = set()
    for paragraph in parts:
        opening.add(paragraph.start)
        for sentence in _units(text, tables, paragraph, language):
            if opens_item(text, sentence.start):
                opening.add(sentence.start)
            spans += _cut_longer(text, sentence, limit * CHARACTERS_PER_TOKEN)
    tokens = count([text[span.start : span.end] for span in spans])
    for span, size in zip(spans, tokens, strict=True):
        for piece, piece_size in _pieces(text, span, size, count, limit):
            piece_size = max(piece_size, (piece.end - piece.start) // CHARACTERS_PER_TOKEN)
            asks = text[piece.start : piece.end].rstrip(_CLOSING).endswith("?")
            yield _Sentence(piece, piece_size, piece.start in opening, asks)


def _units(text: str, tables: TableIndex, paragraph: Span, language: Language) -> Iterator[Span]:
    """Yield the sentences of a paragraph, and the rows of the tables in it."""
    rows = [row for row in tables.spans(*paragraph) if 0 < row.end - row.start <= _LONGEST_ROW]
    edges = [paragraph.start, *(edge for row in rows for edge in row), paragraph.end]
    for number, (start, end) in enumerate(pairwise(edges)):
        if number % 2:
            yield Span(start, end)
        else:
            yield from sentences(text, start, end, language)


def _pieces(
    text: str, span: Span, size: int, count: TokenCounter, limit: int
) -> Iterator[tuple[Span, int]]:
    """Halve a span between words until each piece is within the limit."""
    waiting = [(span, size)]
    while waiting:
        piece, tokens = waiting.pop()
        if tokens <= limit or piece.end - piece.start < 2:
            yield piece, tokens
            continue
        halves = _cut_longer(text, piece, (piece.end - piece.start + 1) // 2)
        sizes = count([text[half.start : half.end] for half in halves])
        waiting += reversed(list(zip(halves, sizes, strict=True)))


def _cut_longer(text: str, span: Span, most: int) -> list[Span]:
    """Cut a span into pieces of at most `most` characters, between words if it can."""
    pieces: list[Span] = []
    start, end = span
    while end - start > most:
        cut = start + most
        while cut > start and not text[cut].isspace():
            cut -= 1
        if cut == start:
            cut = start + most
        stop = cut
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if stop > start:
            pieces.append(Span(start, stop))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        pieces.append(Span(start, end))
    return pieces


def _by_page_and_voice(found: Sequence[_Sentence], document: Document) -> Iterator[list[_Sentence]]:
    """Yield the sentences that begin on one page and are by one author."""

    def place(sentence: _Sentence) -> tuple[int, Voice | None]:
        start = sentence.span.start
        page = bisect_right(document.pages, start, key=attrgetter("start"))
        return page, _voice_at(document.voices, start)

    for _, run in groupby(found, place):
        yield list(run)


def _voice_at(voices: Sequence[Voice], position: int) -> Voice | None:
    begun = bisect_right(voices, position, key=attrgetter("start"))
    return voices[begun - 1] if begun and position < voices[begun - 1].end else None


def _fill(found: Sequence[_Sentence], limit: int, target: int) -> Iterator[list[_Sentence]]:
    """Group sentences into passages, breaking before a paragraph where it can.

    A paragraph that ends with a question goes with what follows, which answers it.
    """
    group: list[_Sentence] = []
    size = 0
    for position, sentence in enumerate(found):
        if group:
            ahead = sentence.tokens
            if sentence.opens_paragraph:
                ahead = _paragraph_tokens(found, position, target)
            over = size + ahead > target and (sentence.opens_paragraph or size >= target // 2)
            if over or size + sentence.tokens > limit:
                kept = _asked_last(group) if sentence.opens_paragraph else len(group)
                asked = sum(one.tokens for one in group[kept:])
                if asked + sentence.tokens > limit:
                    kept, asked = len(group), 0
                yield group[:kept]
                group, size = group[kept:], asked
        group.append(sentence)
        size += sentence.tokens
    if group:
        yield group


def _asked_last(group: Sequence[_Sentence]) -> int:
    """Return where the last paragraph begins, if it ends with a question and is not the first."""
    at = len(group)
    if group[-1].asks:
        at = next((n for n in range(at - 1, -1, -1) if group[n].opens_paragraph), 0)
    return at or len(group)


def _paragraph_tokens(found: Sequence[_Sentence], position: int, enough: int) -> int:
    """Count the tokens of the paragraph that opens here, no further than `enough`."""
    total = found[position].tokens
    for at in range(position + 1, len(found)):  # a slice would copy all the rest, each time
        if found[at].opens_paragraph or total > enough:
            break
        total += found[at].tokens
    return total


def _passage(
    document: Document,
    tables: TableIndex,
    paths: Sequence[tuple[str, ...]],
    ordinal: int,
    start: int,
    end: int,
    spans: Sequence[Span],
) -> Passage:
    """Make a passage; `paths` are the titles over what follows none, one, two … headings."""
    anchor = spans[0].start if spans else start
    page = page_at(document.pages, anchor)
    voice = _voice_at(document.voices, anchor)
    return Passage(
        document_id=document.id,
        ordinal=ordinal,
        start=start,
        end=end,
        text=document.text[start:end],
        heading=paths[bisect_right(document.headings, anchor, key=attrgetter("start"))],
        page=None if page is None else page.number,
        sentences=tuple(spans),
        page_label="" if page is None else page.label,
        recognized=page is not None and page.recognized,
        rows=tables.rows(start, end),
        voice=None if voice is None else voice.attribution,
    )
