"""The words that a question is searched by, in the languages that documents are in."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from corpus.language import Language
from corpus.language.detection import likeliest
from index.analysis import stems_of, stop_words, tokenize
from index.analysis.terms import Term, written_terms
from index.search.frequencies import ways_of
from index.search.moment import Moment


def asked_language(moment: Moment, question: str) -> Language:
    """Return the language that a question is in, of those that documents are in.

    Where its words do not say, that is the collection's.
    """
    languages = moment.languages()
    if len(languages) == 1:
        return languages[0]
    return likeliest(question, languages) or moment.main_language()


def searched_rows(moment: Moment, question: str) -> list[str]:
    """Return the stems to search for, and rows of stems: as they were asked, and as they stand."""
    asked = asked_language(moment, question)
    kept = {language: _kept(question, language, asked) for language in moment.languages()}
    ways = ways_of(moment, {one.term for terms in kept.values() for one in terms})
    rows = {language: _rows(kept, language, ways) for language in kept}
    return list(
        dict.fromkeys(
            row
            for language, of_language in rows.items()
            for row in of_language
            # "Lee" has the stem of "le" in French, which would be found in every French passage.
            if language is asked or row not in _small_stems(language)
        )
    )


def _kept(question: str, language: Language, asked: Language) -> list[Term]:
    """Return the terms of a question in a language, without the words that say nothing."""
    found = written_terms(question, language)
    kept = [one for one in found if not one.stop]
    if language is asked:
        return kept or found
    skipped = stop_words(asked)
    return [one for one in kept if skipped.isdisjoint(tokenize(one.written))]


@lru_cache(maxsize=8)
def _small_stems(language: Language) -> frozenset[str]:
    """Return the stems of the stop words of a language."""
    return frozenset(row_of(word, language) for word in language.stop_words)


def _rows(
    kept: Mapping[Language, Iterable[Term]],
    language: Language,
    ways: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
) -> Iterable[str]:
    for one in kept[language]:
        if own := row_of(one.written, language):
            yield own
        yield from ways.get(one.term, ((), ()))[1]


def row_of(words: str, language: Language) -> str:
    """Return the stems of words with spaces between them, as they stand in a row."""
    return " ".join(stems_of(words, language))


def rows_in(moment: Moment, words: str) -> list[str]:
    """Return the rows of stems that words are in the languages of the documents."""
    rows = dict.fromkeys(row_of(words, language) for language in moment.languages())
    return [row for row in rows if row]
