"""Alerts: kept by one call, asked again when documents come, and gone with what they found."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from bird_index import execute
from faults import Acknowledge, dies
from toys import open_toy_index, reading

from corpus import Document
from index import Alert, LocalIndex, Sighting, back_up, restore
from index.errors import LedgerDamaged, QuotaReached
from qa.answering.answerer import Answerer
from qa.config import Config
from qa.errors import QuestionRejected
from qa.overview.alerts.found import with_found
from qa.overview.alerts.looking import checked_alert, due, look
from qa.overview.alerts.watcher import looks
from qa.wiring import make_answerer

OWLS = Document("owls", "On owls", "owls.txt", "Owls hunt at night. Ada counted 40 owls in 1871.")
HERONS = Document("herons", "On herons", "herons.txt", "Herons wade. Bo counted 90 owls in 1902.")
WRENS = Document("wrens", "On wrens", "wrens.txt", "Wrens sing at dawn in the green hedges.")
QUESTION = Alert("question", "Who counted owls?")
TOPIC = Alert("find", "counted owls")


@pytest.fixture
def owls(index: LocalIndex) -> LocalIndex:
    list(index.add([OWLS]))
    return index


def answerer(index: LocalIndex) -> Answerer:
    return make_answerer(Config(confidence=0.2, reader="off"), index)


def looked(index: LocalIndex, alert: Alert) -> list[str]:
    """Look once more; return the words that are new."""
    new = look(index, answerer(index), alert_now(index, alert))
    assert new is not None
    return [words_of(index, one) for one in new]


def alert_now(index: LocalIndex, alert: Alert) -> Alert:
    found: Alert | None = reading(index).alert(alert.id)
    assert found is not None
    return found


def words_of(index: LocalIndex, one: Sighting) -> str:
    document: Document | None = reading(index).document(one.document_id)
    assert document is not None
    assert document.version == one.version
    return document.text[one.start : one.end]


@pytest.mark.parametrize("wanted", [QUESTION, TOPIC], ids=["question", "find"])
def test_what_is_there_is_not_new_and_what_comes_is(owls: LocalIndex, wanted: Alert) -> None:
    alert = owls.add_alert(wanted)

    assert due(reading(owls)) == [alert], "the first look is due at once"
    assert looked(owls, alert) == []
    assert due(reading(owls)) == []
    list(owls.add([HERONS, WRENS]))
    assert [one.id for one in due(reading(owls))] == [alert.id]
    (new,) = looked(owls, alert)
    assert "Bo counted 90 owls" in new
    assert looked(owls, alert) == [], "it is not new twice"
    assert [words_of(owls, one) for one in reading(owls).sightings(alert.id)] == [new]
    assert list(owls.findings()) == []


@pytest.mark.parametrize("wanted", [QUESTION, TOPIC], ids=["question", "find"])
def test_what_comes_before_the_first_look_is_new(owls: LocalIndex, wanted: Alert) -> None:
    alert = owls.add_alert(wanted)
    list(owls.add([HERONS]))

    (new,) = looked(owls, alert)
    assert "Bo counted 90 owls" in new
    assert due(reading(owls)) == []
    assert looked(owls, alert) == []


def test_what_comes_first_into_an_empty_collection_is_new(index: LocalIndex) -> None:
    alert = index.add_alert(QUESTION)
    list(index.add([OWLS]))

    assert looked(index, alert) == ["Ada counted 40 owls in 1871."]


def test_a_change_elsewhere_in_a_document_is_not_news(owls: LocalIndex) -> None:
    alert = owls.add_alert(QUESTION)
    looked(owls, alert)
    list(owls.add([replace(OWLS, text=f"Birds of the marsh. {OWLS.text}")]))
    assert looked(owls, alert) == []

    list(owls.add([replace(OWLS, text="Ada counted 40 owls in 1871. Ed counted 7 owls in 1950.")]))
    assert looked(owls, alert) == ["Ed counted 7 owls in 1950."]


def test_what_was_found_follows_its_words_and_goes_with_them(owls: LocalIndex) -> None:
    alert = owls.add_alert(QUESTION)
    looked(owls, alert)
    list(owls.add([HERONS]))
    looked(owls, alert)
    twice = "Bo counted 90 owls in 1902. Herons fly. Bo counted 90 owls in 1902."
    list(owls.add([replace(HERONS, text=twice)]))
    (moved,) = reading(owls).sightings(alert.id)

    assert (moved.start, words_of(owls, moved)) == (0, "Bo counted 90 owls in 1902.")
    list(owls.add([replace(HERONS, text="Herons only wade.")]))
    assert reading(owls).sightings(alert.id) == []
    assert list(owls.findings()) == []


def test_what_is_damaged_does_not_keep_the_rest_from_following_its_words(
    owls: LocalIndex,
) -> None:
    damaged, alert = owls.add_alert(TOPIC), owls.add_alert(QUESTION)
    for one in (damaged, alert):
        looked(owls, one)
    list(owls.add([HERONS]))
    for one in (damaged, alert):
        assert looked(owls, one)
    execute(owls, f"UPDATE sightings SET found = 'x' WHERE alert = '{damaged.id}'")
    text = f"Birds of the marsh. {HERONS.text}"
    list(owls.add([replace(HERONS, text=text)]))
    (moved,) = reading(owls).sightings(alert.id)

    assert text[moved.start : moved.end] == words_of(owls, moved)


@pytest.mark.parametrize("large", [False, True], ids=["rows", "tombstone"])
def test_removing_a_document_removes_what_alerts_hold_of_it(owls: LocalIndex, large: bool) -> None:
    alert = owls.add_alert(QUESTION)
    looked(owls, alert)
    list(owls.add([HERONS]))
    assert looked(owls, alert)
    if large:
        with owls._ledger.writing() as change:
            assert change.bury("herons")
    else:
        assert owls.delete("herons")

    assert reading(owls).sightings(alert.id) == []
    owls.purge()
    files = b"".join(path.read_bytes() for path in owls.directory.glob("ledger.db*"))
    assert HERONS.version.encode() not in files
    assert alert.words.encode() in files, "the question is the user's own, and stays"
    owls.delete("owls")
    assert list(owls.findings()) == []


def test_a_document_that_goes_while_it_is_asked_is_not_kept(owls: LocalIndex) -> None:
    alert = owls.add_alert(QUESTION)
    looked(owls, alert)
    before = Sighting(alert.id, "owls", "0" * 64, 0, 19)
    gone = Sighting(alert.id, "herons", HERONS.version, 0, 12)

    assert owls.keep_look(alert.id, 99, [before, gone]) == []
    assert owls.remove_alerts([alert.id]) == {alert.id}
    assert owls.keep_look(alert.id, 99, [before]) is None


def test_an_alert_is_removed_with_all_that_it_found_and_leaves_no_byte(owls: LocalIndex) -> None:
    alert = owls.add_alert(Alert("question", "Who counted owls at the treasure?"))
    other = owls.add_alert(TOPIC)
    looked(owls, alert)
    assert owls.remove_alerts([alert.id, "no such alert"]) == {alert.id}

    assert reading(owls).alerts() == [other]
    files = b"".join(path.read_bytes() for path in owls.directory.glob("ledger.db*"))
    assert b"treasure" not in files
    assert alert.feed_key.encode() not in files
    with closing(sqlite3.connect(owls.directory / "ledger.db")) as db:
        for table in ("alerts", "sightings"):
            assert alert.id not in repr(db.execute(f"SELECT * FROM {table}").fetchall())
    assert owls.remove_all_alerts() == 1
    assert reading(owls).alerts() == []


def test_the_same_words_are_one_alert_and_there_are_only_so_many(
    owls: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ledger.alert_rows.MOST", 1)
    first = owls.add_alert(QUESTION)

    assert owls.add_alert(QUESTION) == first
    with pytest.raises(QuotaReached, match="1 alerts already"):
        owls.add_alert(TOPIC)


def test_the_oldest_of_what_was_found_goes_first(
    owls: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ledger.alert_rows.HELD", 2)
    alert = owls.add_alert(QUESTION)
    owls.keep_look(alert.id, 1, [])
    spans = [(0, 4), (5, 9), (10, 12)]
    owls.keep_look(alert.id, 2, [Sighting(alert.id, "owls", OWLS.version, *s) for s in spans])

    assert [(s.start, s.end) for s in reading(owls).sightings(alert.id)] == spans[:0:-1]


def test_words_of_which_half_was_seen_are_not_new(owls: LocalIndex) -> None:
    alert = owls.add_alert(QUESTION)
    owls.keep_look(alert.id, 1, [Sighting(alert.id, "owls", OWLS.version, 0, 10)])
    spans = [(0, 20), (5, 16), (0, 21)]
    new = owls.keep_look(alert.id, 2, [Sighting(alert.id, "owls", OWLS.version, *s) for s in spans])

    assert new is not None
    assert [(s.start, s.end) for s in new] == [(5, 16)], "then more than half of 0-21 was seen"


def test_a_file_that_was_moved_is_no_news(owls: LocalIndex) -> None:
    alert = owls.add_alert(QUESTION)
    looked(owls, alert)
    list(owls.add([replace(OWLS, id="owls-moved", source="birds/owls.txt")]))
    assert looked(owls, alert) == [], "the same text is known under another name"

    owls.take_sightings_along({"owls": "owls-moved"})
    owls.delete("owls")
    list(owls.add([replace(OWLS, id="owls-again")]))
    assert looked(owls, alert) == []


def test_a_backup_holds_alerts_and_brings_none_of_what_was_removed(
    owls: LocalIndex, tmp_path: Path
) -> None:
    alert = owls.add_alert(QUESTION)
    looked(owls, alert)
    list(owls.add([HERONS]))
    looked(owls, alert)
    back_up(owls.directory, tmp_path / "backup")
    owls.delete("herons")
    restore(tmp_path / "backup", owls.directory, with_removed=False)

    assert [one.id for one in reading(owls).alerts()] == [alert.id]
    assert reading(owls).sightings(alert.id) == []
    restore(tmp_path / "backup", owls.directory, with_removed=True)
    assert len(reading(owls).sightings(alert.id)) == 1


@pytest.mark.parametrize("table", ["alerts", "sightings"])
def test_damage_is_told_with_its_remedy_which_helps(owls: LocalIndex, table: str) -> None:
    alert = owls.add_alert(QUESTION)
    looked(owls, alert)
    list(owls.add([HERONS]))
    looked(owls, alert)
    column = "words" if table == "alerts" else "found"
    execute(owls, f"UPDATE {table} SET {column} = 'x' WHERE {column} <> ''")

    assert any(f"pincite alert remove {alert.id}" in line for line in owls.findings())
    with pytest.raises(LedgerDamaged, match=alert.id):
        reading(owls).alerts() and reading(owls).sightings(alert.id)
    owls.remove_alerts([alert.id])
    assert list(owls.findings()) == []


def test_what_was_found_of_no_document_goes_with_a_rebuild(owls: LocalIndex) -> None:
    alert = owls.add_alert(QUESTION)
    looked(owls, alert)
    execute(owls, "UPDATE sightings SET document_id = 'x'")

    assert any("places that alerts found of documents" in line for line in owls.findings())
    list(owls.rebuild())
    assert list(owls.findings()) == []


def test_a_look_that_is_killed_is_whole_or_was_not(index: LocalIndex) -> None:
    list(index.add([OWLS]))
    alert = index.add_alert(QUESTION)
    looked(index, alert)
    list(index.add([HERONS]))
    directory, step, lived = index.directory, 1, False

    def work(_: Acknowledge) -> None:
        again = open_toy_index(directory)
        look(again, answerer(again), alert_now(again, alert))

    while not lived:
        _, lived = dies(work, step=step)
        again = open_toy_index(directory)
        found = reading(again).sightings(alert.id)
        assert (len(found) == 1) == (not due(reading(again))), "reached and found come together"
        step += 1 + step // 4
    assert len(found) == 1


def test_one_process_looks_at_a_time(owls: LocalIndex) -> None:
    owls.add_alert(QUESTION)
    with open_toy_index(owls.directory).alone("alerts") as mine:
        assert mine
        assert list(looks(owls, answerer(owls))) == []
    assert [news.new for news in looks(owls, answerer(owls))] == [()]


def test_what_is_called_before_each_question_ends_a_look_that_keeps_nothing(
    owls: LocalIndex,
) -> None:
    alert = owls.add_alert(QUESTION)
    list(owls.add([HERONS, WRENS]))
    asked: list[int] = []

    def before() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        look(owls, answerer(owls), alert, before)
    assert due(reading(owls)) == [alert]
    found = look(owls, answerer(owls), alert, before)
    assert found is not None
    assert {sighting.document_id for sighting in found} == {"herons"}, "it came after the alert"
    assert len(asked) > 3


def test_an_alert_that_cannot_be_asked_does_not_stop_the_others(owls: LocalIndex) -> None:
    too_long = owls.add_alert(Alert("question", "a" * 100_000))
    alert = owls.add_alert(QUESTION)
    found = looks(owls, answerer(owls))

    assert next(found).alert == alert
    with pytest.raises(QuestionRejected):
        next(found)
    assert due(reading(owls)) == [too_long]
    with owls.alone("alerts") as mine:
        assert mine


def test_an_alert_of_an_empty_collection_finds_the_first_that_comes(index: LocalIndex) -> None:
    alert = index.add_alert(QUESTION)
    assert looked(index, alert) == []
    list(index.add([OWLS]))

    assert looked(index, alert) == ["Ada counted 40 owls in 1871."]


def test_several_documents_that_answer_are_all_found(owls: LocalIndex) -> None:
    alert = owls.add_alert(QUESTION)
    looked(owls, alert)
    names = ["Al", "Bea", "Cy", "Dot"]
    list(
        owls.add(
            Document(name, name, f"{name}.txt", f"Rain fell. {name} counted {n} owls in 19{n}.")
            for n, name in enumerate(names, start=10)
        )
    )

    assert {words.split()[0] for words in looked(owls, alert)} == set(names)


def test_words_are_shown_as_they_stand_with_their_page(owls: LocalIndex) -> None:
    alert = owls.add_alert(QUESTION)
    looked(owls, alert)
    list(owls.add([HERONS]))
    looked(owls, alert)
    with owls.reader() as reader:
        (shown,) = with_found(reader, reader.alerts(), 9, "https://p.example")
    (words,) = shown.found

    assert HERONS.text[words.start : words.end] == words.quote
    assert (words.title, words.source, words.page) == ("On herons", "herons.txt", None)
    assert words.link is not None
    assert words.link.startswith("https://p.example/read/herons?version=")


@pytest.mark.parametrize("words", ["", "  ?! ", "a" * 100_000, "owl \ud800"])
def test_what_is_no_question_makes_no_alert(words: str) -> None:
    with pytest.raises(QuestionRejected):
        checked_alert("question", words)
