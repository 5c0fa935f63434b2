"""Where sentences end in German, French and Spanish texts."""

import pytest
from hypothesis import given
from test_sentences import cut, texts

from corpus.language import FRENCH, GERMAN, LANGUAGES, SPANISH, Language
from corpus.language.sentences import paragraphs, sentences


def cut_in(language: Language, text: str) -> list[str]:
    """Return the sentences of a text in a language, paragraph by paragraph."""
    return [
        text[start:end]
        for paragraph in paragraphs(text, 0, len(text))
        for start, end in sentences(text, *paragraph, language)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Das kostet z. B. 5 Euro.",
        "Er kam am 3. Mai nach Bonn.",
        "Siehe Nr. 5 und Abs. 2.",
        "Das gilt i. d. R. Bewohnern der Stadt.",
        "Die Feier ist am 12. Oktober, d. h. Montag.",
        "Prof. Dr. Weiß und Fr. Huber sind da.",
        "Im 19. Jahrhundert war es anders.",
        "Die Fa. Huber zahlt ca. 300 Euro.",
    ],
)
def test_one_german_sentence_stays_one(sentence: str) -> None:
    assert cut_in(GERMAN, f"{sentence} Danach ging er.") == [sentence, "Danach ging er."]


@pytest.mark.parametrize(
    "sentence",
    [
        "M. Dupont est là.",
        "Mme. Curie et Mlle. Roy arrivent.",
        "Voir p. 5 et art. 3.",
        "Il vit à St. Denis depuis 1990.",
        "C'est l'art. 12 du code.",
        "Le prix est de 3,50 €.",
        "Il a dit « oui. Non. »",
        "Est-il là ?",
    ],
)
def test_one_french_sentence_stays_one(sentence: str) -> None:
    assert cut_in(FRENCH, f"{sentence} Puis il part.") == [sentence, "Puis il part."]


@pytest.mark.parametrize(
    "sentence",
    [
        "El Sr. García vino con la Dra. Ruiz.",
        "Véase pág. 5 y art. 3.",
        "La Sra. López, D. Juan y Dña. Ana.",
        "Vive en EE. UU. desde 1990.",
        "¿Quién es?",
        "¡Hola!",
        "El núm. 7 es rojo.",
    ],
)
def test_one_spanish_sentence_stays_one(sentence: str) -> None:
    assert cut_in(SPANISH, f"{sentence} Luego se fue.") == [sentence, "Luego se fue."]
    assert cut_in(SPANISH, f"{sentence} ¿Y luego?") == [sentence, "¿Y luego?"]


def test_a_paragraph_in_another_language_has_the_sentences_of_its_own() -> None:
    english = "The mag. 5 quake was felt in the town of Art. It was on the news for a week."
    assert cut_in(GERMAN, english) == cut(english)
    german = (
        "Der Rat hat nach Art. 7 Abs. 2 am 3. Mai nicht von der Sache und dem Streit gesprochen."
    )
    assert cut_in(FRENCH, german) == [german]


@given(texts)
def test_sentences_of_each_language_hold_every_word_in_order(text: str) -> None:
    for language in LANGUAGES:
        found = "".join("".join(piece.split()) for piece in cut_in(language, text))
        assert found == "".join(text.split())
