"""A collection of an older format is brought to this one in place, whole or not at all.

For each format there is a small ledger in `tests/ledgers/`; `make.py` there makes the next.
"""

import json
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from faults import Acknowledge, dies
from job_calls import read_in, take
from ledgers.make import ALERTED, LAID_OUT, MARKED
from test_removal import traces
from toys import WordEmbedder, open_toy_index, reading

from corpus import Document, split
from index import Alert, LocalIndex, Mark, restore
from index.errors import BackupRefused, LedgerBusy, LedgerDamaged, LedgerUnusable
from index.ledger.foreign_schema import foreign_in
from index.ledger.lock import alone
from index.ledger.schema import FORMAT, MIGRATED, TABLES, statements
from index.ledger.schema_5 import FORMAT_5
from index.ledger.schema_6 import FORMAT_6, FROM_5, FROM_6
from index.ledger.schema_7 import FORMAT_7, FROM_7
from index.ledger.schema_8 import FORMAT_8, FROM_8
from index.ledger.schema_9 import FORMAT_9, FROM_9
from index.ledger.schema_10 import FORMAT_10, FROM_10
from index.ledger.schema_11 import FORMAT_11, FROM_11
from qa.answering.question import Request
from qa.answering.record_reading import read_records
from qa.answering.verification import all_verbatim, verify_all
from qa.config import Config
from qa.wiring import make_answerer

LEDGERS = Path(__file__).parent / "ledgers"
FORMATS = sorted((path.stem for path in LEDGERS.glob("format-*.zip")), key=lambda n: int(n[7:]))
OLD = sorted(f"format-{before}" for before in MIGRATED)
BEFORE_7 = ["format-5", "format-6"]
BEFORE_8 = [*BEFORE_7, "format-7"]
BEFORE_9 = [*BEFORE_8, "format-8"]
BEFORE_10 = [*BEFORE_9, "format-9"]
BEFORE_11 = [*BEFORE_10, "format-10"]


def count_in(name: str) -> int:
    """Return how many documents the ledger of a format holds."""
    return 4 if name in BEFORE_7 else 7


def lay(tmp_path: Path, name: str = "format-5") -> Path:
    """Return a folder with a ledger as the Pincite of its time left it."""
    directory = tmp_path / "birds"
    directory.mkdir()
    with zipfile.ZipFile(LEDGERS / f"{name}.zip") as archive:
        archive.extract("ledger.db", directory)
    return directory


def format_in(directory: Path) -> str:
    with closing(sqlite3.connect(directory / "ledger.db")) as db:
        (found,) = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    return str(found)


def execute(directory: Path, sql: str) -> None:
    with closing(sqlite3.connect(directory / "ledger.db")) as db, db:
        assert db.execute(sql).rowcount == 1


def test_there_is_a_ledger_of_every_format_that_is_opened() -> None:
    assert [f"format-{number}" for number in (*MIGRATED, FORMAT)] == FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_a_ledger_of_each_format_opens_answers_and_verifies(tmp_path: Path, name: str) -> None:
    index = open_toy_index(lay(tmp_path, name))
    records = read_records((LEDGERS / f"{name}.jsonl").read_text())
    answerer = make_answerer(Config(confidence=0.0), index)

    assert list(index.findings()) == []
    assert all_verbatim(records, verify_all(records, index))
    for record in records:
        told = json.loads(json.dumps(answerer.answer(Request(record["question"])).record()))
        assert told["citations"]
        for now, then in zip(told["citations"], record["citations"], strict=True):
            assert {name: now[name] for name in then} == then, "fields may be added, none changed"
    (wrens,) = [info for info in reading(index).documents() if info.title == "Wrens"]
    original = reading(index).original(wrens.id)
    assert original is not None
    assert original.data.startswith(b"%PDF-")


@pytest.mark.parametrize("name", FORMATS)
def test_a_ledger_of_each_format_goes_on_being_used(tmp_path: Path, name: str) -> None:
    """Its upload is read, a document is removed from every byte, others come, all is rebuilt."""
    index = open_toy_index(lay(tmp_path, name))
    read_in(index, take(index))
    (herons,) = [info for info in reading(index).documents() if info.title == "On herons"]
    assert index.delete(herons.id)
    assert index.tidy()
    assert b"herons" not in b"".join(p.read_bytes() for p in index.directory.rglob("*.db*"))
    list(index.add([Document("kite", "Kites", "kites.txt", "Kites soar over the hills.")]))
    list(index.rebuild())

    assert list(index.findings()) == []
    titles = {info.title for info in reading(index).documents()}
    assert titles - {"Tally", "Re: crakes", "finches"} == {
        "Gulls",
        "Kites",
        "Wrens",
        "owls",
        "terns",
    }


@pytest.mark.parametrize("name", BEFORE_7)
def test_what_is_new_in_format_7_is_empty_after(tmp_path: Path, name: str) -> None:
    infos = reading(open_toy_index(lay(tmp_path, name))).documents()
    assert infos
    for info in infos:
        assert (info.reader, info.notes, info.file_author, info.tags) == (1, (), "", ())


@pytest.mark.parametrize("name", BEFORE_8)
def test_there_are_no_marks_after_and_some_can_be_given(tmp_path: Path, name: str) -> None:
    index = open_toy_index(lay(tmp_path, name))
    owls = next(info for info in reading(index).documents() if info.title == "owls")

    assert reading(index).marks() == []
    kept = index.mark(Mark("When?", "When?", owls.id, owls.version, 0, 19, 0.5, "answers"))
    assert reading(index).marks() == [kept]
    assert list(index.findings()) == []


@pytest.mark.parametrize("name", BEFORE_10)
def test_the_log_of_changes_begins_with_the_upgrade(tmp_path: Path, name: str) -> None:
    index = open_toy_index(lay(tmp_path, name))
    read_in(index, take(index))
    (made, upgraded) = reading(index).changes()

    assert (made.what, made.who) == ("document_added", ""), "nobody knows who sent it"
    assert upgraded.what == "collection_upgraded"
    assert upgraded.details == (("from", name.removeprefix("format-")), ("to", FORMAT))


def test_the_log_of_changes_is_as_it_was_written(tmp_path: Path) -> None:
    index = open_toy_index(lay(tmp_path, f"format-{FORMAT}"))
    read_in(index, take(index))
    changes = reading(index).changes()

    assert [(c.what, c.who) for c in changes[:2]] == [
        ("document_added", "ann"),
        ("upload_accepted", "ann"),
    ], "the upload waited when the ledger was kept"
    (corrected,) = [c for c in changes if c.what == "document_corrected"]
    assert (corrected.who, corrected.details) == ("bo", (("fields", "author, published, tags"),))


@pytest.mark.parametrize("name", BEFORE_11)
def test_documents_get_the_language_that_they_are_in(tmp_path: Path, name: str) -> None:
    """Those that do not tell get that of most; the words of each are stemmed by its own."""
    directory = lay(tmp_path, name)
    with closing(sqlite3.connect(directory / "ledger.db")) as db, db:
        herons = "(SELECT id FROM documents WHERE title = 'On herons')"
        text = "Die Reiher stehen im Wasser und sie jagen in der Nacht, wenn es ganz still ist."
        db.execute(f"UPDATE passages SET text = ? WHERE document_id = {herons}", (text,))

    index = open_toy_index(directory)
    languages = {info.title: info.language for info in reading(index).documents()}
    assert languages.pop("On herons") == "de"
    assert {*languages.values()} == {"en"}
    with index._ledger.reading() as snapshot:
        assert snapshot.known_stems(["jag", "jagen", "hunt"]) == {"jag", "hunt"}


@pytest.mark.parametrize("name", BEFORE_9)
def test_there_are_no_alerts_after_and_some_can_be_added(tmp_path: Path, name: str) -> None:
    index = open_toy_index(lay(tmp_path, name))

    assert reading(index).alerts() == []
    kept = index.add_alert(Alert("question", "When do owls hunt?"))
    assert reading(index).alerts() == [kept]
    assert list(index.findings()) == []


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in BEFORE_9])
def test_alerts_are_as_they_were_kept(tmp_path: Path, name: str) -> None:
    index = open_toy_index(lay(tmp_path, name))
    alerts = reading(index).alerts()

    assert [(a.kind, a.words) for a in alerts] == [(a.kind, a.words) for a in ALERTED]
    assert all(alert.reached >= 9 for alert in alerts), "how far they looked"
    for alert in alerts:
        assert alert.feed_key
        (new,) = reading(index).sightings(alert.id)
        assert (new.start, new.end) == (20, 49)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in BEFORE_8])
def test_marks_are_as_they_were_given(tmp_path: Path, name: str) -> None:
    index = open_toy_index(lay(tmp_path, name))
    owls = next(info for info in reading(index).documents() if info.title == "owls")
    marks = reading(index).marks()

    assert [(m.question, m.verdict, m.start, m.end) for m in marks] == [*MARKED]
    assert {(m.document_id, m.version, m.confidence) for m in marks} == {
        (owls.id, owls.version, 0.75)
    }


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in BEFORE_7])
def test_what_is_new_in_format_7_is_as_it_was_written(tmp_path: Path, name: str) -> None:
    index = open_toy_index(lay(tmp_path, name))
    for document in LAID_OUT:
        info = reading(index).info(document.id)
        assert reading(index).document(document.id) == document
        assert reading(index).all_passages(document.id) == split(
            document, index.embedder.count_tokens, index.embedder.window - 15
        )
        assert (info.notes, info.file_created) == (document.notes, document.file_created)
    (owls,) = [info for info in reading(index).documents() if info.title == "owls"]
    (finches,) = [info for info in reading(index).documents() if info.title == "finches"]
    assert (owls.author, owls.corrected, owls.tags) == (
        "Ann Reed",
        ("author", "published"),
        ("night",),
    )
    assert reading(index).original(finches.id).data == b"Finches eat seeds.\n"
    list(index.rebuild())
    assert [reading(index).document(document.id) for document in LAID_OUT] == [*LAID_OUT]


@pytest.mark.parametrize("name", OLD)
def test_what_it_was_is_kept_as_a_backup_until_something_is_removed(
    tmp_path: Path, name: str
) -> None:
    directory = lay(tmp_path, name)
    index = open_toy_index(directory)
    kept = directory / f"{name}.pincite"
    restore(kept, tmp_path / "again", with_removed=False)
    again = open_toy_index(tmp_path / "again")

    assert format_in(directory) == format_in(tmp_path / "again") == FORMAT
    assert reading(again).documents() == reading(index).documents()
    index.purge()
    assert kept.exists()
    index.delete(reading(index).documents()[0].id)
    index.purge()
    assert not kept.exists(), "it holds the words of what was removed"


@pytest.mark.parametrize("name", OLD)
def test_words_that_were_removed_before_are_in_no_byte_after(tmp_path: Path, name: str) -> None:
    """The old full text may hold their stems still; it is made anew."""
    directory = lay(tmp_path, name)
    execute(directory, "DELETE FROM passages WHERE text LIKE 'Owls%'")
    execute(directory, "INSERT INTO meta VALUES ('traces', 'x')")
    index = open_toy_index(directory)

    with index._ledger.reading() as snapshot:
        assert snapshot.value("traces") is None
        assert snapshot.frequencies(["winter"]) == {}


def test_a_command_that_only_reads_refuses_and_writes_nothing(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.commands.cli import main

    monkeypatch.setenv("PINCITE_MODEL", str(model))
    data = tmp_path / "data"
    data.mkdir()
    lay(tmp_path).rename(data / "main")
    before = (data / "main" / "ledger.db").read_bytes()
    refused = CliRunner().invoke(main, ["list"])

    assert refused.exit_code == 1
    assert "format 5" in refused.output
    assert "pincite doctor --migrate" in refused.output
    assert (data / "main" / "ledger.db").read_bytes() == before
    assert not (data / "main" / "format-5.pincite").exists()
    CliRunner().invoke(main, ["doctor", "--migrate"])
    assert CliRunner().invoke(main, ["list"]).exit_code == 0


@pytest.mark.parametrize(
    ("number", "told"),
    [("99", "or a newer one"), ("4", "add the documents again"), ("x", "add the documents again")],
)
def test_another_format_is_refused_untouched(tmp_path: Path, number: str, told: str) -> None:
    directory = lay(tmp_path)
    execute(directory, f"UPDATE meta SET value = '{number}' WHERE key = 'format'")
    before = (directory / "ledger.db").read_bytes()

    with pytest.raises(LedgerUnusable, match=f"format {number}, and this Pincite reads .*{told}"):
        open_toy_index(directory)
    assert (directory / "ledger.db").read_bytes() == before
    assert not list(directory.glob("*.pincite"))


@pytest.mark.parametrize("name", OLD)
def test_a_kill_at_any_step_leaves_the_old_ledger_or_the_new(tmp_path: Path, name: str) -> None:
    step, lived, formats = 1, False, set()
    while not lived:
        directory = lay(tmp_path, name)

        def work(_: Acknowledge, directory: Path = directory) -> None:
            open_toy_index(directory)

        _, lived = dies(work, step=step)
        formats.add(format_in(directory))
        index = open_toy_index(directory)
        assert list(index.findings()) == []
        assert len(reading(index).documents()) == count_in(name)
        assert not list(directory.glob(".pincite-work-*/ledger.db"))
        shutil.rmtree(directory)
        step += 1 + step // 4  # each of the first, and of the others some
    assert formats == {name.removeprefix("format-"), FORMAT}


def test_a_ledger_that_another_process_serves_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ledger.backup.BUSY_SECONDS", 0.2)
    directory = lay(tmp_path)
    with alone(directory / "worker.lock") as mine:
        assert mine
        with pytest.raises(LedgerBusy, match="another process is serving it"):
            open_toy_index(directory)
    assert format_in(directory) == "5"
    assert len(reading(open_toy_index(directory)).documents()) == 4


def test_many_who_open_it_at_once_bring_it_over_once(tmp_path: Path) -> None:
    directory, failed = lay(tmp_path), []

    def run() -> None:
        try:
            assert len(reading(open_toy_index(directory)).documents()) == 4
        except Exception as exc:
            failed.append(exc)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []


DAMAGES: dict[str, tuple[str, Callable[[LocalIndex], object]]] = {
    "title": (
        "UPDATE documents SET title = 'On herrings' WHERE title = 'On herons'",
        lambda index: reading(index).documents(),
    ),
    "text": (
        "UPDATE passages SET text = replace(text, '1871', '1971') WHERE text LIKE '%1871%'",
        lambda index: [reading(index).details(info.id) for info in reading(index).documents()],
    ),
    "original": (
        "UPDATE originals SET data = x'25' WHERE media_type = 'application/pdf'",
        lambda index: [reading(index).original(info.id) for info in reading(index).documents()],
    ),
}


@pytest.mark.parametrize("name", OLD)
@pytest.mark.parametrize("what", DAMAGES)
def test_damage_from_before_is_not_taken_for_whole(tmp_path: Path, what: str, name: str) -> None:
    directory, (sql, read) = lay(tmp_path, name), DAMAGES[what]
    execute(directory, sql)
    index = open_toy_index(directory)

    assert list(index.findings())
    with pytest.raises(LedgerDamaged, match="pincite remove"):
        read(index)


def test_tables_that_are_not_ours_are_not_brought_over(tmp_path: Path) -> None:
    directory = lay(tmp_path)
    with closing(sqlite3.connect(directory / "ledger.db")) as db, db:
        db.execute("CREATE TRIGGER t AFTER UPDATE ON documents BEGIN DELETE FROM passages; END")

    with pytest.raises(LedgerUnusable, match="holds a trigger 't' that is not Pincite's"):
        open_toy_index(directory)
    assert format_in(directory) == "5"


def test_a_backup_of_an_older_format_is_restored_over_a_collection_of_either(
    tmp_path: Path,
) -> None:
    for name in FORMATS:
        directory = lay(tmp_path, name)
        list(LocalIndex(tmp_path / "mine", WordEmbedder).add([Document("a", "a", "a", "Tits.")]))
        for target in (directory, tmp_path / "mine"):
            restore(LEDGERS / "format-5.zip", target, with_removed=False)
            index = open_toy_index(target)
            assert list(index.findings()) == []
            assert len(reading(index).documents()) == 4
        shutil.rmtree(directory)


def test_a_backup_that_says_another_format_than_its_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "backup"
    with zipfile.ZipFile(LEDGERS / "format-5.zip") as old, zipfile.ZipFile(path, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        new.writestr("manifest.json", json.dumps(manifest | {"ledger_format": FORMAT}))
        new.writestr("ledger.db", old.read("ledger.db"))

    with pytest.raises(BackupRefused, match="not made by Pincite"):
        restore(path, tmp_path / "target", with_removed=False)


def shape(script: str) -> dict[str, list[str]]:
    """Return the tables and indexes that statements make, with their columns in any order."""
    with closing(sqlite3.connect(":memory:")) as db:
        for statement in statements(script):
            db.execute(statement)
        parts = db.execute("SELECT type, name FROM sqlite_schema").fetchall()
        return {
            f"{kind} {name}": sorted(
                str(row[1:] if kind == "table" else row[2:])
                for row in db.execute(f"PRAGMA {kind}_xinfo({name})")
            )
            for kind, name in parts
        }


def test_a_ledger_that_was_brought_over_has_the_tables_of_a_new_one() -> None:
    assert shape(FORMAT_5 + FROM_5) == shape(FORMAT_6)
    assert shape(FORMAT_6 + FROM_6) == shape(FORMAT_7)
    assert shape(FORMAT_7 + FROM_7) == shape(FORMAT_8)
    assert shape(FORMAT_8 + FROM_8) == shape(FORMAT_9)
    assert shape(FORMAT_9 + FROM_9) == shape(FORMAT_10)
    assert shape(FORMAT_10 + FROM_10) == shape(FORMAT_11)
    assert shape(FORMAT_11 + FROM_11) == shape(TABLES)


def test_the_tables_of_each_ledger_are_ours_to_the_letter(tmp_path: Path) -> None:
    for name in FORMATS:
        directory = lay(tmp_path, name)
        assert foreign_in(directory / "ledger.db", name.removeprefix("format-")) == []
        open_toy_index(directory)
        assert foreign_in(directory / "ledger.db", FORMAT) == []
        assert traces(directory) == []
        shutil.rmtree(directory)
