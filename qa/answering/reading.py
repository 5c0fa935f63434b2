"""What speaks for a sentence once the reader has read its passage together with the question."""

import math
import re
from collections.abc import Sequence, Set

import numpy as np

from corpus import Passage
from index import Hit
from index.analysis.terms import written_terms
from qa.answering.features import (
    SENTENCE_FEATURES,
    AnalyzedQuestion,
    Evidence,
    FeatureMatrix,
    without_closing,
)
from qa.answering.quoting import leans
from qa.answering.rows import named_cells, quoted_row
from qa.reader.layout import PassageWords
from qa.reader.reader import Scores

READ_TOGETHER = 6
"""How many of the best passages the reader reads: on everyday questions .96 of the answers that are
in the first ten are in these, and it takes .06 s on two cores."""

READ_FEATURES = (
    *SENTENCE_FEATURES,
    "read",  # log odds of the reader that it answers, in tens
    "row",  # whether it is a row of a table
    "leans",  # whether it begins with a word that stands for one before
    "announces",  # whether it ends in a colon
    "asks",  # whether it is a question
    "first",  # whether it stands in the first passage of its document, where that is no prose
    "length",  # logarithm of its words
    "named",  # share of the question's names and numbers in it and in what it stands under
    "covered",  # share of the question's words there, weighed by rarity
)


_BEGINS = re.compile(r"""["“‘'(¿¡]*([^\W_])""")
_PROSE = 0.9  # of a passage's sentences; a guess
_SHORTEST = 4  # words of a sentence; "Dear Ms Lund." has fewer; a guess


def passage_words(hit: Hit, named: Sequence[str] = ()) -> PassageWords:
    """Return what the reader reads of a hit: rows of tables with the names of their columns.

    `named` are names that its document has elsewhere, see `named_elsewhere`.
    """
    passage = hit.passage
    return PassageWords(
        context_words(hit, named),
        tuple(sentence_words(passage, row) for row in range(len(passage.sentences))),
    )


def context_words(hit: Hit, named: Sequence[str] = ()) -> str:
    """Return what a passage stands under: title, headings, who wrote it and when, and names."""
    passage = hit.passage
    parts = [hit.document.title, *passage.heading]
    if passage.voice is not None:
        parts.append(" ".join(filter(None, (passage.voice.author, passage.voice.published))))
    parts.append(", ".join(named))
    return " – ".join(part for part in parts if part)


def sentence_words(passage: Passage, row: int) -> str:
    """Return a sentence as it is read: a row of a table with the names of its columns."""
    span = passage.sentences[row]
    text = passage.quote(span)
    if not passage.rows:
        return text
    quoted = quoted_row(passage, span)
    return named_cells(text, span.start, quoted) if quoted.cells else text


def named_elsewhere(asked: AnalyzedQuestion, hit: Hit, terms: Set[str]) -> tuple[str, ...]:
    """Return the names of a question that a hit does not have, and its document has elsewhere.

    A contract names its parties at the top, a report its patient: what stands below is about them
    without saying so. `terms` are those of all that was found of the document.
    """
    if not asked.names:
        return ()
    own = set(
        asked.terms_in(" ".join((hit.document.title, *hit.passage.heading, hit.passage.text)))
    )
    missing = (asked.names - own) & terms
    if not missing:
        return ()
    return tuple(
        dict.fromkeys(
            word.written
            for word in written_terms(asked.text, asked.language)
            if word.term in missing
        )
    )


def read_figures(
    asked: AnalyzedQuestion, item: Evidence, words: PassageWords, scores: Scores
) -> FeatureMatrix:
    """Return a row of `READ_FEATURES` for each sentence of a passage.

    Args:
        asked: The question.
        item: The passage with its figures.
        words: What the reader read of it.
        scores: What the reader says of each sentence.
    """
    above = set(asked.terms_in(words.context))
    terms = [set(asked.terms_in(sentence)) for sentence in words.sentences]
    passage = item.hit.passage
    is_head = passage.ordinal == 0 and not is_prose(passage)
    rows = np.zeros((len(words.sentences), len(READ_FEATURES) - len(SENTENCE_FEATURES)))
    for place, (sentence, score) in enumerate(zip(words.sentences, scores, strict=True)):
        own = terms[place] | above | (terms[place - 1] if place else set())
        text = without_closing(sentence)
        rows[place] = (
            float(score) / 10,
            bool(quoted_row(passage, passage.sentences[place]).cells),
            leans(sentence),
            text.endswith(":"),
            text.endswith("?"),
            is_head,
            math.log1p(len(sentence.split())) / 4,
            len(asked.names & own) / len(asked.names) if asked.names else 1.0,
            asked.cover(own),
        )
    return np.concatenate([item.sentences, rows], axis=1)


def is_prose(passage: Passage) -> bool:
    """Tell whether a passage is sentences: no letter's head, form or table, which begin a text."""
    whole = sum(_is_whole(passage.quote(span).strip()) for span in passage.sentences)
    return whole >= _PROSE * len(passage.sentences)


def _is_whole(sentence: str) -> bool:
    """Tell whether a sentence begins with a large letter or a figure, and has its end."""
    begins = _BEGINS.match(sentence)
    if begins is None or begins[1].islower() or len(sentence.split()) < _SHORTEST:
        return False
    return without_closing(sentence).endswith((".", "!", "?"))
