"""Table cells that a question asks for by row and column, and lines that it asks for by label."""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from corpus import Passage, Span, TableRow
from corpus.language import Language
from index import Hit
from index.analysis.terms import question_terms, terms_of
from qa.answering.features import AnalyzedQuestion, Evidence
from qa.answering.labels import labels_for
from qa.answering.languages import Phrases
from qa.answering.ranking import ScoredSentence
from qa.answering.reading import context_words
from qa.answering.rows import quoted_row, row_at
from qa.answering.surroundings import labelled, surroundings

_LABELLED = re.compile(
    r"^(?:[-–•*]\s+|\d{1,2}[.)]\s+)?"
    r"(?P<label>(?!(?:for|by|to|from|of|in|on|at|with)\b)[^\W\d][^:|\n]{1,40}):[ \t]+"
    r"(?P<value>\S.*)$",
    re.MULTILINE | re.IGNORECASE,
)
"""A line with a label; "For the tenant: Ada Lund" does not say who the tenant is."""
_HEADED = re.compile(
    r"\A(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?P<label>[^\W\d][^\n.:;|]{2,60})\n(?P<value>\S[^\n]*)"
)
"""A heading that was not set as one, and the first line below it."""

_YEAR = re.compile(r"(?:FY ?)?(?:1[89]|20)\d\d(?:[-–/]\d{2,4})?", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_TWO = 2  # cells: a name and a value
_HALF = 0.5  # of the words of a question that a label must hold; a guess
_COVER = 0.75  # of it that all words around must hold; a guess: one word of four may be another


def is_row(sentence: ScoredSentence) -> bool:
    """Tell whether a sentence is a row of a table, or reads like one: `Port: Selby; Fee: 9`."""
    return _names(sentence.hit.passage, sentence.row) is not None


def is_row_asked(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    """Tell whether a question names a row and one of its columns, and no other in the passage.

    The passage and what is above it must have nearly everything else that the question names.
    """
    if not asked.phrases.asks_value.match(asked.text):
        return False
    if not _named_by(asked, sentence.hit, sentence.row):  # most sentences: no need of the others
        return False
    if _row_named_by(asked, sentence.hit) != sentence.row:
        return False
    around = surroundings(sentence, asked.language).around
    return _is_covered(asked, around | labels_for(asked.text).stands_for)


def with_row_asked(
    asked: AnalyzedQuestion, ranked: Sequence[Evidence], most: int
) -> Sequence[Evidence]:
    """Return ranked passages, the first that has the row asked for among those that are read.

    Of a long table each passage has the same heads, so that the rank says little. `most` passages
    are read; the one moved takes the last place of them.
    """
    if not asked.phrases.asks_value.match(asked.text):
        return ranked
    for place, item in enumerate(ranked):
        row = _row_named_by(asked, item.hit) if item.hit.passage.rows else None
        if row is not None and is_row_asked(asked, ScoredSentence(item, row, 0.0)):
            if place < most:
                return ranked
            return [*ranked[: most - 1], item, *ranked[most - 1 : place], *ranked[place + 1 :]]
    return ranked


def _row_named_by(asked: AnalyzedQuestion, hit: Hit) -> int | None:
    """Return which sentence of a passage is the one row that a question names; None without one."""
    named = [_named_by(asked, hit, row) for row in range(len(hit.passage.sentences))]
    longest = max(named, key=len, default=frozenset[str]())
    alone = named.count(longest) == 1 and all(label <= longest for label in named)
    return named.index(longest) if longest and alone else None


@lru_cache
def measures(phrases: Phrases, language: Language) -> Set[str]:
    """Return the terms of words that only ask for a number or a time: "how much"."""
    return frozenset(terms_of(" ".join(phrases.measures), language))


def _is_covered(asked: AnalyzedQuestion, known: Set[str]) -> bool:
    """Tell whether terms cover nearly all of a question, apart from "how much" and the like."""
    left_out = measures(asked.phrases, asked.language)
    weights = {term: weight for term, weight in asked.weights.items() if term not in left_out}
    held = sum(weight for term, weight in weights.items() if term in known)
    return held >= _COVER * sum(weights.values())


def _named_by(asked: AnalyzedQuestion, hit: Hit, row: int) -> Set[str]:
    """Return the terms of a row's name if a question has all of them, and names a column too.

    What the name has in brackets, such as a unit, may be missing. A year is a name where a column
    has all else that is asked for but what title and headings say. Else, no terms.
    """
    names = _names(hit.passage, row)
    is_year = names is not None and _YEAR.fullmatch(names.row.strip()) is not None
    if names is None or not (is_year or any(map(str.isalpha, names.row))):
        return frozenset()
    label = frozenset(question_terms(_IN_BRACKETS.sub(" ", names.row), asked.language))
    wanted = asked.weights.keys()
    if not label <= wanted:
        return frozenset()
    meant = labels_for(asked.text)
    columns = [{*asked.terms_in(column)} for column in names.columns]
    if is_year:
        above = {*asked.terms_in(context_words(hit)), *measures(asked.phrases, asked.language)}
        rest = wanted - label - above - asked.names - meant.stands_for
        held = any(column & (rest | meant.terms) and rest <= column for column in columns)
    else:
        held = any(((wanted - label) | meant.terms) & column for column in columns)
    return label if held else frozenset()


class _Names(NamedTuple):
    """What a row of a table is called, and the names of the columns that it fills."""

    row: str
    columns: tuple[str, ...]


def _names(passage: Passage, row: int) -> _Names | None:
    """Return what a row and its columns are called; None for a row of heads, or no row at all.

    Outside a table, and in one that does not mark it, the first cell is the name of the row.
    """
    span = passage.sentences[row]
    found = row_at(passage, span)
    if found is not None:
        return None if found.names_columns else _names_in_table(passage, found)
    cells = labelled(passage.quote(span))
    if len(cells) < _TWO:
        return None
    return _Names(cells[0][1], tuple(column for column, _ in cells[1:]))


def _names_in_table(passage: Passage, row: TableRow) -> _Names | None:
    labels = row.labels or 1
    inside = [c for c in row.cells[:labels] if passage.start <= c.start and c.end <= passage.end]
    if not inside:
        return None
    return _Names(
        " ".join(passage.quote(Span(cell.start, cell.end)) for cell in inside),
        tuple(
            " ".join(head.text for head in cell.heads)
            for cell in row.cells[labels:]
            if cell.start < cell.end
        ),
    )


def is_line_asked(asked: AnalyzedQuestion, sentence: ScoredSentence, known: Set[str]) -> bool:
    """Tell whether the label of a line names what is asked for: `Next meeting: 13 April`.

    For "how to" questions the label is a heading, and the first line below follows it.

    The label must have most of what the question names or stand for its words (`Owner` for "who
    owns"), the document must have the rest, and what follows the label must be of the kind asked
    for.
    """
    wanted = asked.weights.keys()
    how = asked.phrases.asks_how.match(asked.text) is not None
    meant = labels_for(asked.text)
    if not wanted or not (how or meant.terms or asked.phrases.asks_value.match(asked.text)):
        return False
    for text, value in _lines(sentence, how=how):
        label = {*question_terms(text, asked.language)}
        if not label or not label <= wanted | meant.terms:
            continue
        stands = bool(label & meant.terms)
        if not stands and len(label) < _HALF * len(wanted):
            continue
        above = {*asked.terms_in(context_words(sentence.hit))}
        if stands and not asked.names <= above:  # the box of an island is not of its villages
            continue
        around = {*known, *label, *above}
        if stands:
            around |= meant.stands_for
        if _is_covered(asked, around) and asked.holds_kind(value):
            return True
    return False


def _lines(sentence: ScoredSentence, *, how: bool) -> Iterator[tuple[str, str]]:
    """Yield the labels of a sentence with what follows them; for "how to", headings."""
    for match in (_HEADED if how else _LABELLED).finditer(sentence.text):
        yield match["label"], match["value"]
    quoted = quoted_row(sentence.hit.passage, sentence.span)
    if not how and len(quoted.cells) == _TWO and all(head.cell is None for head in quoted.heads):
        start = sentence.span.start
        label, value = (sentence.text[c.start - start : c.end - start] for c in quoted.cells)
        yield label, value
