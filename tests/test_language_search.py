"""Words are found in the forms of their own language, whatever else the collection holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from test_detection import TEXTS
from toys import WordEmbedder, open_toy_index, reading

from corpus import Document
from corpus.language import ENGLISH, GERMAN, LANGUAGES, Language, language_of_code
from index import Correction, LocalIndex, NewDocument, back_up, restore
from index.analysis import stem_all, stem_rows, stems_of, tokenize
from index.analysis.terms import question_terms, terms_of, written_terms
from index.errors import CorrectionRejected

WORDS = {
    "en": ("Owls are hunting at night in the old forests of the north.", "forest", "hunted"),
    "de": ("Die Häuser am Rande der Stadt wurden nicht verkauft.", "Haus", "Städten"),
    "fr": ("Les élections municipales ont été annulées par le tribunal.", "élection", "annuler"),
    "es": ("Las iglesias de los pueblos fueron construidas con piedra.", "iglesia", "construir"),
}
PIECES = (
    "1.500", "1,5", "3.", "2011-02-17", "17.02.2011", "1er", "2º", "Mio.", "millones", "zwei",
    "dos", "mille", "un", "Mai", "août", "Straße", "l'eau", "№5", "x_y", "²", "٣", "½",
    "e\u0301", "ﬁn",
)  # fmt: skip


def document(code: str, text: str = "") -> Document:
    return Document(code, f"Text {code}", code, f"{text or WORDS[code][0]} {TEXTS[code]}")


def by_words(index: LocalIndex, question: str) -> list[str]:
    """Return the ids of the documents that a search by words finds, best first."""
    hits = reading(index).search(question, index.embedder.embed_question(question), 10)
    ranked = sorted((hit.lexical_rank, hit.document.id) for hit in hits if hit.lexical_rank)
    return [document_id for _, document_id in ranked]


def language_of(index: LocalIndex, document_id: str) -> str:
    language: str = reading(index).infos([document_id])[document_id].language
    return language


@pytest.mark.parametrize("code", WORDS)
@pytest.mark.parametrize("form", [1, 2])
def test_a_word_is_found_in_another_form(index: LocalIndex, code: str, form: int) -> None:
    list(index.add([document(code)]))

    assert language_of(index, code) == code
    assert by_words(index, WORDS[code][form]) == [code]
    assert list(index.findings()) == []


@pytest.mark.parametrize("code", WORDS)
def test_each_language_is_found_among_the_others(index: LocalIndex, code: str) -> None:
    list(index.add(document(one) for one in WORDS))

    assert [one.code for one in reading(index).languages()] == ["de", "en", "es", "fr"]
    assert by_words(index, WORDS[code][1]) == [code]
    assert list(index.findings()) == []


def test_a_question_is_searched_without_the_stop_words_of_its_language(index: LocalIndex) -> None:
    list(index.add([document("de"), document("en", "The house der die das is not sold.")]))

    assert by_words(index, "Wann wurde das Haus verkauft?") == ["de"]
    assert by_words(index, "hunting") == []


def test_a_word_does_not_stand_for_a_small_one_of_another_language(index: LocalIndex) -> None:
    """The French stem of "lee" is "le", and that of "Ms" is "m"."""
    list(index.add([document("fr"), document("en", "The lee shore is where Ms Dufresne was.")]))

    assert by_words(index, "What is a lee shore?") == ["en"]
    assert by_words(index, "Where was Ms Dufresne?") == ["en"]


def test_accents_may_be_left_out(index: LocalIndex) -> None:
    list(index.add([document("es", "La estación fue una contribución del señor Peña.")]))

    assert by_words(index, "estacion") == ["es"]
    assert by_words(index, "contribuciones pena") == ["es"]


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("de", "1.500,50 Euro", "1500,50 Euro"),
        ("de", "zwei Millionen", "2.000.000"),
        ("de", "am 3. Mai 2011", "am 03.05.2011"),
        ("de", "die Häuser", "das Haus"),
        ("fr", "3,5 millions", "3 500 000"),
        ("fr", "le 1er mai", "le 1 mai"),
        ("fr", "l’élection", "élections"),
        ("es", "1.200.000", "1,2 millones"),
        ("es", "el 3 de mayo", "el 3 de MAYO"),
    ],
)
def test_ways_to_write_a_thing_have_the_same_terms(code: str, one: str, other: str) -> None:
    language = language_of_code(code)
    assert question_terms(one, language) == question_terms(other, language)


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
@example("9" * 5000)
@example("5" + " millones" * 2000)
def test_any_text_has_terms_in_any_language(text: str) -> None:
    for language in LANGUAGES:
        terms = terms_of(text, language)
        assert terms == tuple(one.term for one in written_terms(text, language))
        assert all(term and " " not in term for term in terms)
        assert {*question_terms(text, language)} <= {*terms}


def test_a_number_is_found_however_it_is_written(index: LocalIndex) -> None:
    list(index.add([document("de", "Der Umbau der Halle hat 1.500 Euro und zwei Tage gekostet.")]))

    assert by_words(index, "1500") == by_words(index, "2 Tage") == ["de"]


def test_terms_tell_the_words_that_they_were_written_in() -> None:
    terms = written_terms("Wie viele Häuser kosten 1,5 Mio.?", GERMAN)
    assert [(one.term, one.written) for one in terms if not one.stop] == [
        ("haus", "Häuser"),
        ("kost", "kosten"),
        ("1500000", "1,5 Mio"),
    ]


def test_english_is_indexed_as_it_always_was() -> None:
    text = "The fighters' cafés weren't OPEN in 2011, said O'Brien's possibly ideological aide."
    assert stems_of(text) == stem_all(tokenize(text))
    assert terms_of(text) == terms_of(text, ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_rows_of_many_words_are_those_of_each(language: Language) -> None:
    words = ["Häuser", "possibly", "ideologies", "", "l'été à Sète", "of", "12-b", "corazón", "–"]

    assert stem_rows(words, language) == [" ".join(stems_of(word, language)) for word in words]


def test_a_text_that_does_not_tell_is_of_the_language_of_most(index: LocalIndex) -> None:
    list(index.add([document("de"), Document("note", "Note", "note", "Umsatz 2020")]))
    assert language_of(index, "note") == "de"


def test_few_words_tell_which_of_the_languages_of_others_a_text_is_in(index: LocalIndex) -> None:
    note = Document("note", "Note", "note", "Año: 2020; Litros: 500")
    list(index.add([document("de"), document("en"), note]))
    assert language_of(index, "note") == "de", "nobody wrote Spanish yet"
    list(index.add([document("es"), Document("again", "Note", "again", note.text)]))

    assert language_of(index, "again") == "es"


def test_a_text_that_does_not_tell_is_of_the_language_that_the_collection_is_given(
    tmp_path: Path,
) -> None:
    index = LocalIndex(tmp_path / "texts", WordEmbedder, language="fr")
    list(index.add([document("de"), Document("note", "Note", "note", "Bilan 2020")]))

    assert language_of(index, "note") == "fr"
    assert reading(index).main_language().code == "fr"
    assert reading(index).asked_language("2020").code == "fr"
    assert reading(index).asked_language("Wann?").code == "de"


def test_a_file_that_says_another_language_than_its_words_is_not_believed(
    index: LocalIndex,
) -> None:
    said = Document("page", "Page", "page", TEXTS["de"], language="en")
    short = Document("short", "Short", "short", "Umsatz 2020", language="fr")
    list(index.add([said, short]))

    assert (language_of(index, "page"), language_of(index, "short")) == ("de", "fr")


def test_who_says_a_language_is_believed_for_later_versions_too(index: LocalIndex) -> None:
    list(index.add([NewDocument(document("de"), language="fr")]))
    (again,) = index.add([NewDocument(document("de"), language="fr")])
    list(index.add([document("de", "Ganz anders wird es nicht mehr.")]))

    assert again.status == "unchanged"
    info = reading(index).infos(["de"])["de"]
    assert (info.language, info.own("language")) == ("fr", "de")


def test_a_rebuild_cuts_a_document_in_the_language_that_it_is_said_to_be(
    index: LocalIndex,
) -> None:
    short = Document("short", "Short", "short", "Bonjour Mme. Curie.")
    list(index.add([document("de"), NewDocument(short, language="fr")]))
    cut = [len(one.sentences) for one in reading(index).passages("short", 0, 9)]
    list(index.rebuild())

    assert [len(one.sentences) for one in reading(index).passages("short", 0, 9)] == cut == [1]
    assert language_of(index, "short") == "fr"


def test_another_language_stems_a_document_again(index: LocalIndex) -> None:
    list(index.add([document("de")]))
    assert by_words(index, "Haus") == ["de"]
    index.correct("de", Correction(language="English"))

    assert by_words(index, "Haus") == []
    assert list(index.findings()) == []
    index.correct("de", Correction(reset=("language",)))
    assert by_words(index, "Haus") == ["de"]
    assert list(index.findings()) == []


def test_a_language_that_is_not_known_is_refused() -> None:
    with pytest.raises(CorrectionRejected, match="'Latin' is no language that Pincite knows"):
        Correction(language="Latin")


def execute(index: LocalIndex, sql: str) -> None:
    index._remover.shrink_log()
    index._ledger.close()
    with closing(sqlite3.connect(index.directory / "ledger.db")) as db, db:
        assert db.execute(sql).rowcount == 1


def test_words_of_a_document_whose_language_was_damaged_go_with_it(index: LocalIndex) -> None:
    list(index.add([document("de"), document("en")]))
    execute(index, "UPDATE documents SET language = 'es' WHERE id = 'de'")
    assert any("record of the document de is damaged" in found for found in index.findings())
    index.delete("de")

    assert list(index.findings()) == []
    assert by_words(index, "Haus") == []


@pytest.fixture
def of_other_stemmers(index: LocalIndex) -> LocalIndex:
    """A collection whose full text has stems that nothing makes now."""
    list(index.add([document("de")]))
    with index._ledger.writing() as change:
        change.connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
        change.connection.execute("INSERT INTO words (rowid, context, text) VALUES (1, 'x', 'y')")
        change.set_value("analysis", "0 of before")
    assert by_words(index, "Haus") == []
    return index


def test_other_stemmers_make_the_full_text_anew(of_other_stemmers: LocalIndex) -> None:
    again = open_toy_index(of_other_stemmers.directory)

    assert by_words(again, "Haus") == ["de"]
    assert list(again.findings()) == []


def test_a_backup_that_other_stemmers_made_can_be_restored(
    of_other_stemmers: LocalIndex, tmp_path: Path
) -> None:
    path = tmp_path / "backup.pincite"
    with pytest.MonkeyPatch.context() as before:
        before.setattr("index.ledger.backup.analyse_again", lambda ledger: None)
        before.setattr("index.ledger.backup.check_integrity", lambda snapshot: iter(()))
        back_up(of_other_stemmers.directory, path)
    restore(path, tmp_path / "restored", with_removed=False)
    back_up(of_other_stemmers.directory, path)

    assert by_words(open_toy_index(tmp_path / "restored"), "Haus") == ["de"]


@pytest.mark.parametrize(
    ("first", "then"), [("de", "en"), ("en", "de")], ids=["to English", "to German"]
)
def test_a_new_version_may_be_in_another_language(index: LocalIndex, first: str, then: str) -> None:
    list(index.add([document(first)]))
    list(index.add([Document(first, "Text", first, document(then).text)]))

    assert language_of(index, first) == then
    assert by_words(index, WORDS[then][1]) == [first]
    assert list(index.findings()) == []
