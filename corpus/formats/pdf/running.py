"""Which lines of the pages of a PDF are running headers and footers.

Only what stands at the edge of several pages and says the same, page numbers apart, is one.
Invoices, slips, letters and forms, a piece on each page, repeat lines too, and all of these are
kept. A sentence of the text is never one, wherever it stands.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.formats.pdf.body_lines import (
    belongs_to_text,
    closes_letter,
    is_sentence,
    is_text,
    opens_letter,
)
from corpus.formats.pdf.lines import Typography
from corpus.formats.pdf.rows import Row

_REPEATED = 3  # pages; a guess: what stands on two may be chance
_EDGE = 3  # lines at the top and the bottom; a guess: headers are seldom longer
_NEAR = 4.0  # points between the heights of one header on two pages; a guess: a third of a line
_SAME = 1.5  # points, where mostly the height tells; a guess: stricter for that
_MOST = 0.6  # of the pages; a guess
_LARGE = 1.2  # times the size of the text; a guess: so large a line is a title
_FIELDS = 2  # lines that repeat as those of forms do; a guess: one may be chance
_FOOT = 0.2  # of the height of a page; a guess: what stands higher is no footer
_TOLD = 6  # words; a guess: a shorter head names the work or its chapter
_BODY = 5  # lines; a guess: a page with fewer is a slide or a form
_OFFSET = 20  # pages; a guess: a preface
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE = re.compile(
    r"(?:\b(?:page(?:\s?id)?|pg|p|pp|seite|s|págs?|página|pagina|pag|strana|str|sida|side|blatt|folio)"
    r"\.?\s*#?:?|第|^[^\w]*)\s*$"
)
_NAMING = re.compile(
    r"(?:\b(?:no|nr|nos|number|nummer|invoice|exhibit|annex|appendix|chapter|section|part|article"
    r"|order|slip|ticket|lot|item|case|claim|form|receipt|certificate|letter|day|week|decision"
    r"|notice|permit|licen[cs]e|application|request|question|patient|candidate|reference|ref|file"
    r"|rechnung|beleg|bescheid|aufgabe|kapitel|abschnitt|teil|anlage|facture|annexe|chapitre"
    r"|partie|décision|factura|anexo|capítulo|fattura|allegato|capitolo|parte)\.?|[#№°])\s*$"
)
_WORD_AFTER = re.compile(r"\s+(?!(?:of|von|de|di|sur|van|av|af|z|iz|из)\b)[^\W\d_]{2}")
_STAMP = re.compile(r"[a-z_-]{0,12} ?0\d{3,}|[a-z_-]{0,12}\d{5,}")  # as lawyers number pages
_LABEL = re.compile(r"[^:]{2,30}:(?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line at the edge of a page: its words without numbers, its numbers, whether it is text."""

    page: int
    row: Row
    upper: bool
    key: str
    numbers: tuple[int, ...]
    text: bool


def without_running(pages: Sequence[Sequence[Row]]) -> tuple[list[list[Row]], list[str]]:
    """Return the pages without their running headers and footers, and those that say much.

    People should know of the latter: they may be more than the name of a work.
    """
    typography = Typography.of(row for page in pages for row in page)
    forms = _are_forms(pages, typography.body)
    found = [c for number, rows in enumerate(pages) for c in _candidates(number, rows)]
    dropped = dict(_repeated(found, typography.body, only_numbers=forms))
    if not forms:
        for row in _changing(pages, typography.body):
            dropped.setdefault(id(row), False)
    foot = _FOOT * max((row.box.top for rows in pages for row in rows), default=0.0)
    edges = [_edge(rows, dropped, foot) for rows in pages]
    beside = _beside_text(pages, edges)
    for rows, edge in zip(pages, edges, strict=True):
        if len(edge) == len(rows):  # what no page with a text has is the text of this one
            edge -= {id(row) for row in rows if not dropped[id(row)] and row.words not in beside}
    kept = [
        [row for row in rows if id(row) not in edge]
        for rows, edge in zip(pages, edges, strict=True)
    ]
    said = {
        row.words: None
        for rows, edge in zip(pages, edges, strict=True)
        for row in rows
        if id(row) in edge and not dropped[id(row)] and _says_much(row)
    }
    return kept, list(said)


def _beside_text(pages: Sequence[Sequence[Row]], edges: Sequence[set[int]]) -> set[str]:
    """Return the words of headers and footers of pages that say more than these."""
    return {
        row.words
        for rows, edge in zip(pages, edges, strict=True)
        if len(edge) < len(rows)
        for row in rows
        if id(row) in edge
    }


def _says_much(row: Row) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", row.words)) >= _TOLD


def _edge(rows: Sequence[Row], dropped: dict[int, bool], foot: float) -> set[int]:
    """Return which rows of those dropped are furniture: what stands inside of others is none.

    At the end of a page only its number may stand over its foot, below a signature, or as the
    next line of the text.
    """
    down = sorted(rows, key=lambda row: -row.box.bottom)
    edge = {id(row) for row in _outermost(down[:_EDGE], dropped)}
    lower = _outermost(down[_EDGE:][-_EDGE:][::-1], dropped)
    signed = any(closes_letter(row.words) for row in down[-2 * _EDGE :])
    above = down[-len(lower) - 1] if len(lower) < len(down) else None
    for row in reversed(lower):
        next_line = above is not None and belongs_to_text(above, row)
        if not dropped[id(row)] and (signed or next_line or row.box.bottom > foot):
            above = row
        else:
            above = None
            edge.add(id(row))
    return edge


def _outermost(rows: Sequence[Row], dropped: dict[int, bool]) -> list[Row]:
    return list(takewhile(lambda row: id(row) in dropped, rows))


def _candidates(number: int, rows: Sequence[Row]) -> Iterator[_Candidate]:
    down = sorted(rows, key=lambda row: -row.box.bottom)
    top, bottom = down[:_EDGE], down[_EDGE:][-_EDGE:]
    for row, upper in [*((row, True) for row in top), *((row, False) for row in bottom)]:
        if not _heads_table(row, down):
            words = row.words.casefold()
            numbers = tuple(map(_value, _NUMBER.findall(words)))
            text = is_text(row, down)
            yield _Candidate(number, row, upper, _NUMBER.sub("#", words), numbers, text)


def _value(word: str) -> int:
    if word.isdigit():
        return int(word[:9])
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _heads_table(row: Row, down: Sequence[Row]) -> bool:
    """Tell whether the words of a line stand over those of the line below, as heads do."""
    if len(row.pieces) < 2:
        return False
    below = down[down.index(row) + 1 :][:1]
    return any(
        row.box.bottom - other.box.top < 2 * row.size
        and sum(
            min(a.box.right, b.box.right) > max(a.box.left, b.box.left)
            for a in row.pieces
            for b in other.pieces
        )
        > 1
        for other in below
        if len(other.pieces) > 1
    )


def _repeated(
    found: Sequence[_Candidate], body: float, *, only_numbers: bool
) -> Iterator[tuple[int, bool]]:
    """Yield lines that say the same on several pages at one height, page numbers apart.

    With each stands whether it has the number of its page.
    """
    groups: defaultdict[tuple[str, bool, int], list[_Candidate]] = defaultdict(list)
    for candidate in found:
        groups[candidate.key, candidate.upper, len(candidate.numbers)].append(candidate)
    for group in groups.values():
        same: defaultdict[tuple[tuple[str, int], ...], list[_Candidate]] = defaultdict(list)
        for candidate, kinds in zip(group, _kinds(group), strict=True):
            same[kinds].append(candidate)
        for kinds, members in same.items():
            if not _are_page_numbers(members[0], kinds, alone=only_numbers):
                continue
            numbered = any(kind == "page" for kind, _ in kinds)
            yield from (
                (id(member.row), numbered)
                for member, pages in zip(members, _near(members), strict=True)
                if pages >= _REPEATED and member.row.size < _LARGE * body and not member.text
            )


def _near(members: Sequence[_Candidate]) -> Iterator[int]:
    """Yield for each line on how many pages others stand at its height, no more than needed."""
    ordered = sorted((member.row.box.bottom, member.page) for member in members)
    for member in members:
        first = bisect_left(ordered, (member.row.box.bottom - _NEAR, -1))
        pages: set[int] = set()
        for place in range(first, len(ordered)):
            at, page = ordered[place]
            if at > member.row.box.bottom + _NEAR or len(pages) >= _REPEATED:
                break
            pages.add(page)
        yield len(pages)


def _kinds(group: Sequence[_Candidate]) -> Iterator[tuple[tuple[str, int], ...]]:
    """Yield for each line what its numbers are: a value, or the page less an offset."""
    slots = range(len(group[0].numbers))
    values = [Counter(c.numbers[n] for c in group) for n in slots]
    offsets = [Counter(c.numbers[n] - c.page for c in group) for n in slots]
    for candidate in group:
        kinds: list[tuple[str, int]] = []
        for n in slots:
            value, offset = candidate.numbers[n], candidate.numbers[n] - candidate.page
            counts = offsets[n][offset] > values[n][value]
            kinds.append(("page", offset) if counts else ("value", value))
        yield tuple(kinds)


def _are_page_numbers(
    candidate: _Candidate, kinds: Sequence[tuple[str, int]], *, alone: bool
) -> bool:
    """Tell whether the numbers that count with the pages are those of pages.

    With `alone` there must be one, and little else.
    """
    words = candidate.row.words.casefold()
    pieces = {piece.text.casefold().strip("-–—•| ") for piece in candidate.row.pieces}
    counting = 0
    for match, (kind, offset) in zip(_NUMBER.finditer(words), kinds, strict=True):
        if kind != "page":
            continue
        counting += 1
        before, after = words[: match.start()], words[match.end() :]
        named = _PAGE.search(before)
        if match[0] in pieces or (named and not _is_prose(candidate.row, before, named, after)):
            continue
        if _STAMP.fullmatch(words) and not _NAMING.search(before):
            continue
        outer = not after.strip() or not before.strip()
        if _NAMING.search(before) or abs(offset - 1) > _OFFSET or not outer:
            return False
    if not alone:
        return True
    return counting > 0 and len(re.findall(r"[^\W\d_]+", words)) <= 2


def _is_prose(row: Row, before: str, named: re.Match[str], after: str) -> bool:
    """Tell whether words of one sentence stand before and behind the number of a page."""
    words = _WORD_AFTER.match(after)
    return len(row.pieces) == 1 and before[: named.start()].strip() != "" and words is not None


def _changing(pages: Sequence[Sequence[Row]], body: float) -> Iterator[Row]:
    """Yield heads that change with the chapter: at one height, apart from the text."""
    alone = [
        (number, row, upper) for number, rows in enumerate(pages) for row, upper in _alone(rows)
    ]
    most = max(_REPEATED, _MOST * sum(1 for rows in pages if rows))
    said = Counter(_NUMBER.sub("#", row.words.casefold()) for _, row, _ in alone)
    heights = {
        side: sorted(row.box.bottom for _, row, upper in alone if upper == side)
        for side in (True, False)
    }
    for _, row, upper in alone:
        at = row.box.bottom
        near = bisect_right(heights[upper], at + _SAME) - bisect_left(heights[upper], at - _SAME)
        repeated = said[_NUMBER.sub("#", row.words.casefold())] > 1 and not is_sentence(row.words)
        if near >= most and repeated and row.size < _LARGE * body:
            yield row


def _alone(rows: Sequence[Row]) -> Iterator[tuple[Row, bool]]:
    """Yield the first and the last line of a page where they stand apart from the others."""
    down = sorted(rows, key=lambda row: -row.box.bottom)
    if len(down) < _BODY:
        return
    for row, other, upper in ((down[0], down[1], True), (down[-1], down[-2], False)):
        # A guess: between double spacing and single.
        if abs(row.box.bottom - other.box.bottom) > 1.8 * max(row.size, other.size):
            yield row, upper


def _are_forms(pages: Sequence[Sequence[Row]], body: float) -> bool:
    """Tell whether pages are pieces of their own: lines with other values at the same place."""
    filled = [rows for rows in pages if rows]
    if len(filled) < _REPEATED:
        return False
    most = max(_REPEATED, _MOST * len(filled))
    letters = sum(
        any(opens_letter(row.words) or closes_letter(row.words) for row in rows) for rows in filled
    )
    if letters >= most:
        return True
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    said: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for number, rows in enumerate(filled):
        for row in rows:
            for key in _field_keys(row, body):
                seen[key].add(number)
                said[key].add(row.words)
    repeated = {key for key, on in seen.items() if len(on) >= most}
    fields = {
        key for key in repeated if key[0].startswith("=") or len(said[key]) > len(seen[key]) / 2
    }
    with_fields = sum(
        sum(any(key in fields for key in _field_keys(row, body)) for row in rows) >= _FIELDS
        for rows in filled
    )
    return with_fields >= most


def _field_keys(row: Row, body: float) -> Iterable[tuple[str, int]]:
    """Return what a line may have in common with those of other forms at its height.

    That is a sentence, a label, or words around numbers that do not count pages.
    """
    height = round(row.box.bottom / _NEAR)
    words = row.words
    if row.size > 0.95 * body and is_sentence(words):
        return [("=" + words, height)]
    if match := _LABEL.match(words):
        return [(match[0], height)]
    pattern = _NUMBER.sub("#", words.casefold())
    if (
        "#" in pattern
        and re.search(r"[^\W\d_]{3}", pattern)
        and not _PAGE.search(pattern.partition("#")[0])
    ):
        return [(pattern, height)]
    return []
