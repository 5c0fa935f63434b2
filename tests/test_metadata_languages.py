"""Who wrote a document, when, and what it is about, asked in German, French and Spanish."""

from collections.abc import Callable

import pytest

from corpus import Document
from index import LocalIndex
from qa.answering.answer import Answer
from qa.answering.gist import asks_gist
from qa.answering.metadata import asked_of_document
from qa.answering.question import Request
from qa.config import Config
from qa.wiring import make_answerer

TEXTS = {
    "faehre.txt": (
        "Die Fähre nach Norderney fällt aus\n\nVon Gesa Hinrichs\n3. Februar 2021\n\n"
        "Die Fähre fährt bis Ostern nicht, weil die Schraube gebrochen ist. Der Kapitän Enno Kolk "
        "hat den Schaden am Dienstag bemerkt. Die Gäste werden mit einem Bus zum Hafen gebracht.\n"
    ),
    "sitzung.txt": (
        "Kleingartenverein Morgenröte\nSitzung am 7. Juni 2022\nLeitung: Uwe Barz. "
        "Protokoll: Silke Adrian.\n\nDer Verein beschließt, die Hecke am Weg zu schneiden.\n"
    ),
    "marche.txt": (
        "Le marché de Brissac déménage\n\nPar Colette Vannier\n12 octobre 2022\n\n"
        "Le marché de Brissac quitte la place de l'église pour les quais. Les commerçants ont voté "
        "pour le déménagement parce que la place est trop petite. La mairie installe des bornes.\n"
    ),
    "panaderia.txt": (
        "La panadería de Lucena cierra\n\nPor Rosario Medel\n8 de abril de 2020\n\n"
        "La panadería de Lucena cierra después de noventa años. El panadero Ginés Robles se jubila "
        "y nadie quiere el horno. Los vecinos compran ahora el pan en el pueblo de al lado.\n"
    ),
}


@pytest.fixture
def ask(index: LocalIndex, make_document: Callable[..., Document]) -> Callable[[str], Answer]:
    list(index.add([make_document(text, name) for name, text in TEXTS.items()]))
    answerer = make_answerer(Config(), index)
    return lambda question: answerer.answer(Request(question))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Wer hat den Artikel über die Fähre geschrieben?", "Gesa Hinrichs"),
        ("Von wem ist der Bericht über die Fähre nach Norderney?", "Gesa Hinrichs"),
        ("Wer ist die Autorin des Berichts über die Fähre?", "Gesa Hinrichs"),
        ("Wann wurde der Bericht über die Fähre veröffentlicht?", "3. Februar 2021"),
        ("Wer hat das Protokoll des Kleingartenvereins geführt?", "Silke Adrian"),
        ("Qui a écrit l'article sur le marché de Brissac ?", "Colette Vannier"),
        ("Qui est l'auteur de l'article sur le marché ?", "Colette Vannier"),
        ("Quand l'article sur le marché a-t-il été publié ?", "12 octobre 2022"),
        ("¿Quién escribió el artículo sobre la panadería?", "Rosario Medel"),
        ("¿Quién es la autora del artículo sobre la panadería?", "Rosario Medel"),
        ("¿Cuándo se publicó el artículo sobre la panadería?", "8 de abril de 2020"),
    ],
)
def test_the_line_that_says_it_is_quoted(
    ask: Callable[[str], Answer], question: str, value: str
) -> None:
    answer = ask(question)

    assert answer.metadata is not None
    assert answer.metadata.value == value
    assert value in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Wer hat das geschrieben?",
        "Von wem ist dieses Dokument?",
        "Qui a écrit ceci ?",
        "Qui est l'auteur de ce document ?",
        "¿Quién escribió esto?",
        "¿Quién es el autor de este documento?",
    ],
)
def test_this_document_is_asked_for_its_author(question: str) -> None:
    asked = asked_of_document(question)

    assert asked is not None
    assert (asked.field, asked.topic) == ("author", "")


@pytest.mark.parametrize(
    "question",
    [
        "Worum geht es in diesem Dokument?",
        "Worum geht es im Text?",
        "Wovon handelt dieser Artikel?",
        "Was ist das Thema dieses Berichts?",
        "De quoi parle ce document ?",
        "De quoi s'agit-il dans cet article ?",
        "Quel est le sujet de ce rapport ?",
        "¿De qué trata este documento?",
        "¿Sobre qué es este artículo?",
        "¿Cuál es el tema de este informe?",
    ],
)
def test_this_document_is_asked_for_its_gist(question: str) -> None:
    assert asks_gist(question) == ""


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Worum geht es im Bericht über die Fähre?", "Die Fähre fährt bis Ostern nicht"),
        ("De quoi parle l'article sur le marché ?", "Le marché de Brissac quitte la place"),
        ("¿De qué trata el artículo sobre la panadería?", "La panadería de Lucena cierra después"),
    ],
)
def test_the_gist_is_in_the_documents_own_words(
    ask: Callable[[str], Answer], question: str, sentence: str
) -> None:
    answer = ask(question)

    assert answer.searched == question
    assert any(citation.quote.startswith(sentence) for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Wer hat den Schaden bemerkt?",
        "Wer hat die Hecke geschnitten?",
        "Wann wurde die Fähre gebaut?",
        "Worum geht es den Mitgliedern?",
        "Qui a installé les bornes ?",
        "Quand le marché a-t-il été ouvert ?",
        "De quoi parle le maire ?",
        "¿Quién compra el pan?",
        "¿Cuándo se publicó la ley?",
        "¿De qué habla el alcalde?",
    ],
)
def test_what_asks_of_anything_else_is_no_question_about_a_document(question: str) -> None:
    assert asked_of_document(question) is None
    assert asks_gist(question) is None


def test_a_day_is_nobody_who_wrote(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    """`Von Montag an` begins a sentence, and is no byline."""
    text = TEXTS["faehre.txt"].replace("Von Gesa Hinrichs", "Von Montag an fährt ein Bus.")
    list(index.add([make_document(text, "faehre.txt")]))
    request = Request("Wer hat den Artikel über die Fähre geschrieben?")

    assert make_answerer(Config(), index).answer(request).metadata is None
