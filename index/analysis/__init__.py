"""Words of texts and questions, and the one term for all ways in which a word is written."""

from index.analysis.stemming import (
    STOP_WORDS,
    stem_all,
    stem_rows,
    stems_of,
    stop_words,
    tokenize,
    without_stop_words,
)

__all__ = [
    "STOP_WORDS",
    "stem_all",
    "stem_rows",
    "stems_of",
    "stop_words",
    "tokenize",
    "without_stop_words",
]
