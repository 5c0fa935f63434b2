"""The languages of documents, and all that is of each."""

from typing import get_args

import pytest
import Stemmer

from corpus.language import ENGLISH, GERMAN, LANGUAGES, Language, code_of, language_of_code
from qa.web.schemas.requests import Code

each = pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)


@each
def test_words_of_a_language_are_small_and_single(language: Language) -> None:
    words = [
        *(language.stop_words | language.abbreviations | language.before_number),
        *(language.months + language.weekdays + tuple(language.numbers)),
        *language.short_months,
        *language.sizes,
    ]
    assert all(word == word.lower() and " " not in word and word for word in words)
    assert not any(word.endswith(".") for word in words)


@each
def test_every_language_has_its_calendar_and_a_stemmer(language: Language) -> None:
    assert len(language.months) == 12
    assert len(language.weekdays) == 7
    assert {*language.short_months.values()} <= {*range(1, 13)}
    assert language.stemmer in Stemmer.algorithms()
    assert language.decimal not in language.thousands


@pytest.mark.parametrize(
    "written", ["de", "DE", "de-AT", "de_CH", "deu", "ger", "German", "Deutsch"]
)
def test_a_language_is_known_by_its_codes_and_names(written: str) -> None:
    assert code_of(written) == "de"


@pytest.mark.parametrize("written", ["", "it", "und", "dea", "x-de", "english breakfast"])
def test_what_names_no_language_of_ours_has_no_code(written: str) -> None:
    assert code_of(written) == ""


def test_a_code_that_is_not_known_stands_for_english() -> None:
    assert language_of_code("de") is GERMAN
    assert language_of_code("") is ENGLISH
    assert language_of_code("xx") is ENGLISH


def test_the_web_takes_the_codes_of_all_languages() -> None:
    assert get_args(Code) == tuple(language.code for language in LANGUAGES)
