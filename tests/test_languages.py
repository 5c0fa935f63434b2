"""Questions in German, French and Spanish: what they ask for, and which sentences answer them."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from made_hits import evidence_of, make_hit

from corpus import Document
from corpus.language import LANGUAGES
from index import LocalIndex
from qa.answering.abstention import objected, reason
from qa.answering.answer_spans import answer_spans
from qa.answering.answer_types import Kind, gives_condition, holds, kind_asked
from qa.answering.carrying import carries
from qa.answering.definitions import asked_term, defines
from qa.answering.features import analyse, question_terms
from qa.answering.guarding import guarded
from qa.answering.languages import asked_in, phrases_of
from qa.answering.languages.english.phrases import ENGLISH
from qa.answering.languages.french.phrases import FRENCH
from qa.answering.languages.german.phrases import GERMAN
from qa.answering.languages.phrases import Phrases
from qa.answering.languages.spanish.phrases import SPANISH
from qa.answering.lists import asks_for_several
from qa.answering.metadata import Fact
from qa.answering.negation import asks_not, says_not, yes_or_no
from qa.answering.objection import Guard, Objection
from qa.answering.question import Request
from qa.answering.quoting import leans
from qa.answering.ranking import ScoredSentence
from qa.answering.surroundings import document_words, surroundings
from qa.config import Config
from qa.wiring import make_answerer

# Which language -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("Wie hoch ist die Kaution?", GERMAN),
        ("Was kostet das?", GERMAN),
        ("Quel est le loyer ?", FRENCH),
        ("Qu'est-ce qu'un feuillet ?", FRENCH),
        ("¿Cuánto cuesta?", SPANISH),
        ("cuando abre la piscina", SPANISH),
        ("What is the Rue de la Paix?", ENGLISH),
        ("What did Müller and Peña say in Köln?", ENGLISH),
        ("Kaution Werkstatt", ENGLISH),
        ("TEU", ENGLISH),
    ],
)
def test_small_words_tell_the_language_of_a_question(question: str, phrases: Phrases) -> None:
    assert asked_in(question) is phrases


def test_only_the_languages_that_are_asked_in_are_loaded() -> None:
    code = (
        "import sys; from qa.answering.answerer import Answerer; "
        "from qa.answering.languages import asked_in; "
        "asked_in('Who did it?'); asked_in('Wie hoch ist die Kaution?'); "
        "print(*sorted(m for m in sys.modules if m.endswith('.phrases')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = [name.removeprefix("qa.answering.languages.") for name in done.stdout.split()]
    assert loaded == ["english.phrases", "german.phrases", "phrases"]


def test_each_language_has_a_table_of_its_own() -> None:
    for language, phrases in zip(LANGUAGES, (ENGLISH, GERMAN, FRENCH, SPANISH), strict=True):
        assert phrases_of(language) is phrases
        assert phrases.language is language


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Wie viele Reiher waren am See?", {"reiher", "see"}),
        ("Combien de hérons y avait-il ?", {"heron"}),
        ("¿Quién contó las garzas?", {"conto", "garza"}),
    ],
)
def test_small_words_of_a_language_are_not_searched(question: str, terms: set[str]) -> None:
    assert set(question_terms(question)) == terms


def test_only_numbers_are_names_where_nouns_are_written_large() -> None:
    assert analyse("Wer leitete den Chor von 1871?", {}, 1).names == {"1871"}
    assert analyse("Qui dirigeait la chorale Delorme ?", {}, 1).names == {"delorm"}


def test_words_of_a_sentence_are_stemmed_as_those_of_the_question() -> None:
    evidence = evidence_of(make_hit("Die Häuser stehen leer."))
    words = surroundings(ScoredSentence(evidence, 0, 0.0), GERMAN.language)

    assert words.said >= {*question_terms("Welches Haus ist leer?", GERMAN.language)}


# What is asked for --------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Wer leitet den Chor?", "person"),
        ("Welcher Architekt hat ihn gebaut?", "person"),
        ("Wann beginnt das Konzert?", "time"),
        ("Seit wann gibt es den Chor?", "time"),
        ("In welchem Jahr wurde er gebaut?", "time"),
        ("Wie lange dauert die Probe?", "time"),
        ("Wo probt der Chor?", "place"),
        ("In welcher Stadt liegt er?", "place"),
        ("Wie viele Sänger hat der Chor?", "number"),
        ("Wie hoch ist die Miete?", "number"),
        ("Was kostet eine Karte?", "number"),
        ("Warum ist die Brücke gesperrt?", "reason"),
        ("Was war der Grund dafür?", "reason"),
        ("Was ist die Onleihe?", "other"),
        ("Darf man hier parken?", "other"),
        ("Qui dirige la chorale ?", "person"),
        ("Quel architecte l'a construit ?", "person"),
        ("Quand commence le concert ?", "time"),
        ("En quelle année le pont a-t-il été construit ?", "time"),
        ("Combien de temps dure la charge ?", "time"),
        ("Où répète la chorale ?", "place"),
        ("Dans quelle ville se trouve-t-il ?", "place"),
        ("Combien de membres compte-t-elle ?", "number"),
        ("Quel est le montant de la cotisation ?", "number"),
        ("Pourquoi le pont est-il fermé ?", "reason"),
        ("Pour quelle raison est-il fermé ?", "reason"),
        ("Qu'est-ce que l'aquaphobie ?", "other"),
        ("La piscine est-elle ouverte ?", "other"),
        ("¿Quién dirige la coral?", "person"),
        ("¿Qué arquitecto lo construyó?", "person"),
        ("¿Cuándo empieza el concierto?", "time"),
        ("¿En qué año se construyó el puente?", "time"),
        ("¿Cuánto dura la garantía?", "time"),
        ("¿Dónde ensaya la coral?", "place"),
        ("¿En qué ciudad está?", "place"),
        ("¿Cuántos socios tiene?", "number"),
        ("¿Cuál es el precio de la entrada?", "number"),
        ("¿Por qué está cerrado el puente?", "reason"),
        ("¿Cuál es el motivo del cierre?", "reason"),
        ("¿Qué es el método Brisel?", "other"),
        ("¿Puedo aparcar aquí?", "other"),
    ],
)
def test_question_words_of_each_language_ask_for_a_kind(question: str, kind: Kind) -> None:
    assert kind_asked(question) == kind
    assert kind_asked(question.upper()) == kind


@pytest.mark.parametrize(
    ("phrases", "kind", "sentence"),
    [
        (GERMAN, "person", "Den Chor leitet Noriko Halbach."),
        (GERMAN, "person", "Die Kosten trägt die Vermieterin."),
        (GERMAN, "time", "Das war am 3. Mai."),
        (GERMAN, "time", "Geprobt wird am Donnerstag um 19.30 Uhr."),
        (GERMAN, "time", "Sie dauert zwei Stunden."),
        (GERMAN, "place", "Er probt im Pfarrheim."),
        (GERMAN, "number", "Es sind vierzehn."),
        (GERMAN, "reason", "Sie ist gesperrt, weil sie Risse hat."),
        (GERMAN, "reason", "Wegen der Fledermäuse stehen sie still."),
        (FRENCH, "person", "La chorale est dirigée par Mme Ravanel."),
        (FRENCH, "time", "C'était le 1er avril."),
        (FRENCH, "time", "Ouvert de 10 heures à midi."),
        (FRENCH, "place", "Il se trouve derrière la gare."),
        (FRENCH, "place", "Elle vit à Nantes."),
        (FRENCH, "number", "Elle en compte quarante."),
        (FRENCH, "reason", "Il est fermé en raison des travaux."),
        (SPANISH, "person", "La dirige doña Remedios Altube."),
        (SPANISH, "time", "Será el 17 de diciembre."),
        (SPANISH, "time", "Ensayan a las ocho de la tarde."),
        (SPANISH, "place", "Se alquilan junto a las pistas."),
        (SPANISH, "place", "Cantaremos en el teatro."),
        (SPANISH, "number", "Tiene siete paradas."),
        (SPANISH, "reason", "Se retrasó porque llovía."),
    ],
)
def test_what_answers_a_kind_is_known_in_each_language(
    phrases: Phrases, kind: Kind, sentence: str
) -> None:
    assert holds(sentence, kind, phrases)


@pytest.mark.parametrize(
    ("phrases", "kind", "sentence"),
    [
        (GERMAN, "person", "Der Chor probt im Haus."),
        (GERMAN, "time", "Der Chor probt im Haus."),
        (GERMAN, "number", "Ein Reiher stand am See."),
        (GERMAN, "reason", "Die Brücke ist gesperrt."),
        (FRENCH, "person", "Le pont est fermé."),
        (FRENCH, "time", "Le pont est fermé."),
        (FRENCH, "number", "Un héron se tient au bord."),
        (FRENCH, "reason", "Le pont est fermé."),
        (SPANISH, "person", "El puente está cerrado."),
        (SPANISH, "time", "El puente está cerrado."),
        (SPANISH, "number", "Una garza está en la orilla."),
        (SPANISH, "reason", "El puente está cerrado."),
    ],
)
def test_what_does_not_answer_a_kind_is_known_too(
    phrases: Phrases, kind: Kind, sentence: str
) -> None:
    assert not holds(sentence, kind, phrases)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Wann ist die Probe frei?", "Sie ist frei, wenn niemand singt."),
        ("Quand faut-il payer ?", "Il faut payer si le retard dure."),
        ("¿Cuándo se puede entrar?", "Se puede entrar si hay sitio."),
    ],
)
def test_when_may_ask_for_a_condition(question: str, sentence: str) -> None:
    assert gives_condition(sentence, asked_in(question))
    assert analyse(question, {}, 1).holds_kind(sentence)


# Definitions, lists, negation -------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "term", "sentence", "mention"),
    [
        (
            "Was ist die Onleihe?",
            "Onleihe",
            "Die Onleihe ist das digitale Angebot.",
            "Sie finden das Buch auch in der Onleihe.",
        ),
        (
            "Was versteht man unter Betriebszeiten?",
            "Betriebszeiten",
            "Betriebszeiten im Sinne dieses Vertrags sind die Stunden von 7 bis 19 Uhr.",
            "Außerhalb der Betriebszeiten ruht die Arbeit.",
        ),
        ("Was bedeutet E4?", "E4", "Anzeige: E4; Bedeutung: Das Werk steht", "Bei E4 warten."),
        (
            "Qu'est-ce qu'un feuillet ?",
            "feuillet",
            "On entend par feuillet un texte de 1 500 signes.",
            "Le prix est de 23 euros le feuillet.",
        ),
        (
            "Qu'est-ce que l'aquaphobie ?",
            "aquaphobie",
            "L'aquaphobie est la peur de l'eau.",
            "Un cours traite de l'aquaphobie.",
        ),
        (
            "¿Qué es el centrifugado?",
            "centrifugado",
            "El centrifugado es el giro rápido del tambor.",
            "Puede desactivar el centrifugado con una tecla.",
        ),
        (
            "¿Qué significa E5?",
            "E5",
            "Aviso: E5; Significado: El filtro está obstruido",
            "Con E5 llame al técnico.",
        ),
    ],
)
def test_definitions_are_told_from_mentions(
    question: str, term: str, sentence: str, mention: str
) -> None:
    wanted = asked_term(question)

    assert wanted is not None
    assert wanted.term == term
    assert defines(term, sentence, asked_in(question))
    assert not defines(term, mention, asked_in(question))


@pytest.mark.parametrize(
    "question",
    ["Was ist der Preis?", "Qu'est-ce que le prix ?", "¿Qué es eso?", "Was ist los?"],
)
def test_a_value_or_a_pronoun_is_no_term(question: str) -> None:
    assert asked_term(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Was soll man mitbringen?",
        "Welche Sprachen spricht sie?",
        "Wie kann ich mich anmelden?",
        "Quels accessoires sont fournis ?",
        "Comment faire une réclamation ?",
        "¿Qué contiene la caja?",
        "¿Cómo puedo darme de baja?",
    ],
)
def test_lists_and_steps_are_asked_for(question: str) -> None:
    assert asks_for_several(question)


@pytest.mark.parametrize(
    "question", ["Wer leitet den Chor?", "Qui dirige la chorale ?", "¿Quién dirige la coral?"]
)
def test_one_thing_is_no_list(question: str) -> None:
    assert not asks_for_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "Darf man hier grillen?",
        "Hat der Rat zugestimmt?",
        "Est-ce que la piscine est ouverte ?",
        "Le local a-t-il été accepté ?",
        "¿Se aprobó la obra?",
        "¿Puede el inquilino tener animales?",
    ],
)
def test_yes_or_no_is_asked_for(question: str) -> None:
    assert yes_or_no(question)


@pytest.mark.parametrize(
    "question", ["Wer darf hier grillen?", "Combien a-t-il payé ?", "¿Quién puede entrar?"]
)
def test_a_question_word_asks_for_more_than_yes_or_no(question: str) -> None:
    assert not yes_or_no(question)


@pytest.mark.parametrize(
    ("question", "denies", "affirms"),
    [
        ("Wer hat nicht gezahlt?", "Selby zahlte keinen Cent.", "Selby zahlte zehn Euro."),
        ("Qui n'a pas payé ?", "Selby a refusé de payer.", "Selby a payé dix euros."),
        ("¿Quién no pagó?", "Selby no pagó nada.", "Selby pagó diez euros."),
    ],
)
def test_what_is_not_so_is_asked_for(question: str, denies: str, affirms: str) -> None:
    assert asks_not(question)
    assert says_not(denies, asked_in(question))
    assert not says_not(affirms, asked_in(question))


@pytest.mark.parametrize(
    "question",
    [
        "Warum läuft die Heizung nicht?",
        "Pourquoi ne fonctionne-t-il pas ?",
        "¿Por qué no funciona la caldera?",
        "Wer hat gezahlt?",
    ],
)
def test_why_not_asks_for_a_reason(question: str) -> None:
    assert not asks_not(question)


# Guards ---------------------------------------------------------------------------


def judged(question: str, *sentences: str, heading: tuple[str, ...] = ()) -> list[ScoredSentence]:
    """Return the sentences of a passage, of which the first had the best score."""
    evidence = evidence_of(make_hit(*sentences, heading=heading))
    ranked = [ScoredSentence(evidence, row, -float(row)) for row in range(len(sentences))]
    documents = document_words(one.hit for one in ranked[:1])
    return guarded(analyse(question, {}, 1), ranked, documents)


@pytest.mark.parametrize(
    ("question", "sentence", "guard"),
    [
        ("Was öffnet im März?", "Das Bad öffnet im Mai.", "time"),
        ("Was wurde 2021 gebaut?", "Die Mühle wurde 2022 gebaut.", "time"),
        ("Wer hat nicht gezahlt?", "Selby zahlte zehn Euro.", "negation"),
        ("Was ist die Onleihe?", "Das Buch steht in der Onleihe.", "definition"),
        ("Qu'est-ce qui ouvre en mars ?", "La piscine ouvre en mai.", "time"),
        ("Qui dirige la Maison Delorme ?", "Odile Ravanel dirige la chorale.", "name"),
        ("Qui n'a pas payé ?", "Selby a payé dix euros.", "negation"),
        ("Qu'est-ce qu'un feuillet ?", "Il coûte 23 euros par page.", "definition"),
        ("¿Qué abre en marzo?", "La piscina abre en mayo.", "time"),
        ("¿Quién dirige Movipeña?", "Fermín Lacalle dirige la coral.", "name"),
        ("¿Quién no pagó?", "Selby pagó diez euros.", "negation"),
        ("¿Qué es el centrifugado?", "La tecla C para el tambor.", "definition"),
    ],
)
def test_what_speaks_of_something_else_fails(question: str, sentence: str, guard: Guard) -> None:
    objection = judged(question, sentence)[0].objection

    assert objection is not None
    assert objection.guard == guard


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Was öffnet im Mai?", "Das Bad öffnet am 3. Mai."),
        ("Wer leitet den Chor?", "Den Chor leitet Noriko Halbach."),
        ("Was geschah nach 2020?", "Die Mühle wurde 2022 gebaut."),
        ("Qui dirige la Maison Delorme ?", "La Maison Delorme est dirigée par Odile Ravanel."),
        ("¿Quién dirige Movipeña?", "Gonzalo Tejedor dirige Movipeña."),
    ],
)
def test_what_is_of_the_thing_asked_for_passes(question: str, sentence: str) -> None:
    assert judged(question, sentence)[0].objection is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Er zieht nach Rostock.",
        "Diese Frist gilt.",
        "Elle quitte ses fonctions.",
        "Esta cuota sube.",
    ],
)
def test_a_sentence_leans_on_the_one_before(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence", ["Sie können das Buch behalten.", "Die Miete steigt.", "Le pont est fermé."]
)
def test_other_sentences_stand_alone(sentence: str) -> None:
    assert not leans(sentence)


# Words that carry -----------------------------------------------------------------


def carried(question: str, *sentences: str, heading: tuple[str, ...] = ()) -> bool:
    evidence = evidence_of(make_hit(*sentences, heading=heading))
    return carries(analyse(question, {}, 1), ScoredSentence(evidence, 0, 0.0))


@pytest.mark.parametrize(
    ("question", "sentence", "heading"),
    [
        ("Warum ist die Brücke gesperrt?", "Die Brücke ist gesperrt, weil sie Risse hat.", ()),
        ("Wie hoch ist die Kaution?", "Die Kaution beträgt drei Monatsmieten.", ()),
        ("Was kostet die Brücke?", "Der Entwurf rechnet mit 9.000 Euro.", ("Brücke",)),
        ("Qu'est-ce qu'un feuillet ?", "Par feuillet, on entend un texte : feuillet : page.", ()),
        ("¿Se admiten animales?", "Se admiten animales domésticos.", ()),
    ],
)
def test_all_words_and_the_kind_carry_an_answer(
    question: str, sentence: str, heading: tuple[str, ...]
) -> None:
    assert carried(question, sentence, heading=heading)


@pytest.mark.parametrize(
    ("question", "sentence", "heading"),
    [
        ("Warum ist die Brücke gesperrt?", "Die Brücke ist gesperrt.", ()),  # no reason
        ("Wie hoch ist die Kaution?", "Die Miete beträgt 900 Euro.", ()),  # another thing
        ("Was kostet die Brücke?", "Drei Entwürfe liegen vor.", ("Brücke",)),  # no money
        ("¿Se admiten animales?", "Queda cerrado.", ("Se admiten animales",)),  # only a heading
        ("What is the deposit?", "The deposit is 900 euros.", ()),  # the reader reads it
    ],
)
def test_a_word_or_the_kind_is_missing(
    question: str, sentence: str, heading: tuple[str, ...]
) -> None:
    assert not carried(question, sentence, heading=heading)


def test_a_sentence_with_all_words_goes_before_one_below_them() -> None:
    ranked = judged(
        "Wie hoch ist die Kaution?",
        "§ 3 Miete und Kaution\nDie Miete beträgt 900 Euro.",
        "Sie hinterlegt eine Kaution von drei Monatsmieten.",
    )

    assert ranked[0].text == "Sie hinterlegt eine Kaution von drei Monatsmieten."


def test_the_sentence_that_carries_comes_first() -> None:
    ranked = judged(
        "Wie viel kostet die Brücke?",
        "Drei Entwürfe liegen vor.",
        "Der beste rechnet mit 9.000 Euro.",
        heading=("Brücke",),
    )

    assert ranked[0].text == "Der beste rechnet mit 9.000 Euro."


# What is marked, and what is said ---------------------------------------------------


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("Wann ging er ans Netz?", "Er ging am 3. Mai 2021 ans Netz.", ["3. Mai 2021"]),
        ("Wann probt er?", "Er probt am Donnerstag um 19.30 Uhr.", ["Donnerstag", "19.30 Uhr"]),
        ("Wie lange dauert es?", "Es dauert etwa 25 Minuten.", ["etwa 25 Minuten"]),
        ("Was kostet es?", "Es kostet 1.250.000 Euro, im Mai 3.", ["1.250.000 Euro"]),
        ("Wie viele sind es?", "Es sind 14.500 Haushalte.", ["14.500 Haushalte"]),
        ("Warum steht es?", "Es steht, weil es regnet.", ["weil es regnet"]),
        ("Quand est-ce arrivé ?", "C'est arrivé le 3 mai 2021.", ["3 mai 2021"]),
        ("Quand ouvre-t-elle ?", "Elle ouvre le 1er juin à 18 h 30.", ["1er juin", "18 h 30"]),
        ("Combien ça coûte ?", "Ça coûte 84 600 euros.", ["84 600 euros"]),
        ("Pourquoi est-il fermé ?", "Il est fermé car il pleut.", ["car il pleut"]),
        ("¿Cuándo empezó?", "Empezó el 3 de mayo de 2021.", ["3 de mayo de 2021"]),
        ("¿Cuánto cuesta?", "Cuesta 32.750 euros.", ["32.750 euros"]),
        ("¿Cuántas paradas tiene?", "Tiene siete.", ["siete"]),
        ("¿Por qué se retrasó?", "Se retrasó porque llovía.", ["porque llovía"]),
    ],
)
def test_the_words_that_answer_are_marked(question: str, quote: str, words: list[str]) -> None:
    assert [quote[span.start : span.end] for span in answer_spans(question, quote, 0)] == words


@pytest.mark.parametrize(
    ("question", "phrases", "said"),
    [
        (
            "Wer zählte Reiher?",
            GERMAN,
            "In den Dokumenten steht „Reiher“ (1.200 Textstellen), aber nichts von „zählte“. "
            "Kein Satz sagt eindeutig, wer es ist.",
        ),
        (
            "Qui a compté le reiher ?",
            FRENCH,
            "Les documents mentionnent «\u00a0reiher\u00a0» (1\u202f200 passages), mais pas "
            "«\u00a0compté\u00a0». Aucune phrase ne dit clairement qui.",
        ),
        (
            "¿Quién contó el reiher?",
            SPANISH,
            "Los documentos mencionan «reiher» (1.200 fragmentos), pero no «contó». "
            "Ninguna frase dice claramente quién.",
        ),
        (
            "Wer zählte Reiher?",
            ENGLISH,
            "The documents mention “Reiher” in 1,200 passages, but not “zählte”. "
            "No sentence clearly says who.",
        ),
    ],
)
def test_the_reason_is_given_in_the_language_of_the_collection(
    question: str, phrases: Phrases, said: str
) -> None:
    counts = {"reiher": 1200}
    told = reason(analyse(question, counts, 5000), counts, said_in=phrases.language)

    assert told == said


def test_words_that_ask_are_not_said_to_be_missing() -> None:
    asked = analyse("Was bedeutet Reiher?", {}, 5000)

    told = reason(asked, {}, said_in=GERMAN.language)
    assert told == "In den Dokumenten steht nichts von „Reiher“."


@pytest.mark.parametrize(
    ("phrases", "said"),
    [
        (GERMAN, "Die nächstliegende Textstelle nennt „Selby“, nicht „Marle“."),
        (SPANISH, "El fragmento más cercano da «Selby», no «Marle»."),
    ],
)
def test_an_objection_is_put_in_it_too(phrases: Phrases, said: str) -> None:
    hits = [make_hit("Marle liegt neben Selby.")]
    objection, counts = Objection("other name", "Marle", "Selby"), {"marl": 1, "selbi": 1}

    assert objected(objection, hits, counts, said_in=phrases.language) == said


def test_what_only_the_record_knows_is_said_in_it() -> None:
    fact = Fact("author", "Ida Brandt", make_hit("Reiher.", title="Die Mühle"), None, True)

    assert fact.unquotable(GERMAN.language).startswith(
        "Den Angaben zu „Die Mühle“ nach ist es von Ida Brandt."
    )


@pytest.mark.parametrize(
    "phrases", [*map(phrases_of, LANGUAGES)], ids=lambda one: one.language.code
)
def test_all_replies_have_their_gaps(phrases: Phrases) -> None:
    says = phrases.replies

    assert set(says.gives) == {"person", "time", "place", "number", "reason", "other"}
    assert set(says.objected) == {"negation", "speaker", "definition", "form"}
    for text, gaps in (
        (says.nothing, ("documents", "words")),
        (says.mentioned, ("documents", "words", "gives")),
        (says.partly, ("documents", "words", "missing", "gives")),
        (says.instead, ("asked", "given")),
        (says.by_record, ("title", "value")),
        (says.dated_by_record, ("title", "value")),
    ):
        assert all("{" + gap + "}" in text for gap in gaps), text


# In a collection ------------------------------------------------------------------

BRIDGE = (
    "Die Brücke über die Holler ist seit dem Februar gesperrt, weil in zwei Trägern Risse gefunden "
    "wurden. Eine Sanierung lohnt sich nicht mehr.\n\n"
    "Das Konzert findet in der Kirche statt. Die Häuser am Rande der Stadt wurden nicht verkauft."
)


@pytest.fixture
def german(index: LocalIndex, make_document: Callable[..., Document]) -> LocalIndex:
    """A collection of one note in German."""
    list(index.add([make_document(BRIDGE)]))
    return index


def test_a_question_finds_inflected_words_and_the_reason(german: LocalIndex) -> None:
    answerer = make_answerer(Config(confidence=0.5), german)
    answer = answerer.answer(Request("Warum sind die Brücken gesperrt?"))

    assert answer.sentences[0].text.startswith("Die Brücke über die Holler")
    (span, *_) = answer.citations[0].answer_spans
    assert BRIDGE[span.start :].startswith("weil in zwei Trägern")


def test_a_collection_in_german_gives_its_reasons_in_german(german: LocalIndex) -> None:
    answerer = make_answerer(Config(confidence=1.0), german)
    answer = answerer.answer(Request("Wer verkaufte den Häusern Reiher?"))

    assert answer.reason is not None
    assert answer.reason.startswith("In den Dokumenten steht ")
    assert "„Häusern“ (1 Textstelle)" in answer.reason
    assert "„Reiher“" in answer.reason
