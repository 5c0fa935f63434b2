"""Which language a text is in, as far as its words say it."""

import pytest

from corpus.language import ENGLISH, FRENCH, GERMAN, LANGUAGES, SPANISH, Language
from corpus.language.detection import detect, likeliest

TEXTS = {
    "en": "The council announced yesterday that the new rules for the buses will come into force "
    "next month. All parties agreed, but not without protest.",
    "de": "Der Rat hat gestern angekündigt, dass die neuen Regeln für die Busse im nächsten Monat "
    "in Kraft treten. Alle Parteien stimmten zu, aber nicht ohne Protest.",
    "fr": "Le conseil a annoncé hier que les nouvelles règles pour les bus entreront en vigueur le "
    "mois prochain. Tous les partis étaient d'accord, mais pas sans protester.",
    "es": "El consejo anunció ayer que las nuevas normas para los autobuses entrarán en vigor el "
    "próximo mes. Todos los partidos estaban de acuerdo, pero no sin protestas.",
}
OTHERS = {
    "pt": "O conselho anunciou ontem que as novas regras para os autocarros entram em vigor no "
    "próximo mês. Todos os partidos concordaram, mas não sem protestos.",
    "it": "Il consiglio ha annunciato ieri che le nuove regole per gli autobus entreranno in "
    "vigore il mese prossimo. Tutti i partiti erano d'accordo, ma non senza proteste.",
    "nl": "De raad heeft gisteren aangekondigd dat de nieuwe regels voor de bussen volgende maand "
    "ingaan. Alle partijen gingen akkoord, maar niet zonder protest.",
    "ca": "El consell va anunciar ahir que les noves normes per als autobusos entraran en vigor el "
    "mes vinent. Tots els partits hi estaven d'acord, però no sense protestes.",
    "sv": "Rådet meddelade i går att de nya reglerna för bussarna träder i kraft nästa månad. Alla "
    "partier var överens, men inte utan protester.",
    "pl": "Rada ogłosiła wczoraj, że nowe zasady dotyczące autobusów wejdą w życie w przyszłym "
    "miesiącu. Wszystkie partie się zgodziły, ale nie bez protestów.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_two_sentences_tell_their_language(code: str) -> None:
    found = detect(TEXTS[code], LANGUAGES)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("code", OTHERS)
def test_a_text_in_another_language_is_in_none_of_ours(code: str) -> None:
    assert detect(OTHERS[code], LANGUAGES) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 | 34 | 56",
        "Umsatz 2020",
        "Bergen Oslo Trondheim",
        "The Hague",
        "Die Zeit",
        "def f(x)",
    ],
)
def test_few_words_tell_nothing(text: str) -> None:
    assert detect(text, LANGUAGES) is None


def test_names_with_a_few_words_between_them_tell_nothing() -> None:
    names = "Bergen Oslo Trondheim Tromsø Ålesund Bodø Narvik Molde " * 6
    assert detect(f"{names} the {names} of {names} and {names} with {names} by", LANGUAGES) is None


def test_a_text_half_in_each_of_two_languages_is_in_neither() -> None:
    assert detect(f"{TEXTS['de']} {TEXTS['fr']}", LANGUAGES) is None


def test_a_long_text_is_read_at_both_ends() -> None:
    preface, body = TEXTS["en"], TEXTS["de"] * 200
    assert detect(preface + body, LANGUAGES) is GERMAN


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wann starb Mozart?", GERMAN),
        ("Wer leitet den Chor?", GERMAN),
        ("Öffnungszeiten Freibad", GERMAN),
        ("Qui a construit le pont ?", FRENCH),
        ("combien coûte l'entrée", FRENCH),
        ("¿Cuándo murió Goya?", SPANISH),
        ("cuanto cuesta la entrada", SPANISH),
        ("When was it built?", ENGLISH),
        ("Umsatz 2020", None),
        ("Mozart", None),
    ],
)
def test_the_words_of_a_question_tell_its_language(
    question: str, language: Language | None
) -> None:
    assert likeliest(question, LANGUAGES) is language
