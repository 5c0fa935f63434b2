"""The full text goes on for ever, and where it is damaged that is told and repaired."""

import random
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from toys import WordEmbedder, numbered, open_toy_index, reading

from corpus import Document
from index import LedgerDamaged, LocalIndex, back_up, restore
from index.ledger.full_text_repair import MOST_LEVELS, flattened, levels
from index.ledger.local_change import LocalChange
from qa.commands.cli import main

ROUNDS = 1500


def record_of(index: LocalIndex) -> bytes:
    with closing(sqlite3.connect(index.directory / "ledger.db")) as db:
        row: tuple[bytes] = db.execute("SELECT block FROM words_data WHERE id = 10").fetchone()
        return row[0]


def write_record(index: LocalIndex, record: bytes) -> None:
    with closing(sqlite3.connect(index.directory / "ledger.db")) as db, db:
        db.execute("UPDATE words_data SET block = ? WHERE id = 10", (record,))


def found(index: LocalIndex, word: str) -> list[tuple[str, int | None]]:
    hits = reading(index).search(word, index.embedder.embed_question(word), 50)
    return [(hit.document.id, hit.lexical_rank) for hit in hits]


def written(number: int) -> list[bytes]:
    """Return a number as SQLite writes it, in one piece for each byte."""
    pieces = [bytes([number & 0x7F])]
    while number := number >> 7:
        pieces.insert(0, bytes([number & 0x7F | 0x80]))
    return pieces


def with_levels(record: bytes, count: int) -> bytes:
    """Return a structure record of less than 128 levels with so many empty ones before these."""
    head, level_count, rest = record[:4], record[4], record[5:]
    segments_end = 1 if rest[0] < 0x80 else 2
    counter_end = next(i for i in range(segments_end, len(rest)) if rest[i] < 0x80) + 1
    grown = b"".join(written(level_count + count))
    return head + grown + rest[:counter_end] + bytes(2 * count) + rest[counter_end:]


@pytest.fixture
def birds(index: LocalIndex) -> LocalIndex:
    list(index.add([numbered(f"bird-{number}") for number in range(40)]))
    index.purge()
    return index


@pytest.fixture
def broken(birds: LocalIndex) -> LocalIndex:
    """A collection with more levels than FTS5 takes for sound, as 1,000 merges leave it."""
    birds._ledger.close()
    write_record(birds, with_levels(record_of(birds), 2100))
    return birds


@pytest.mark.timeout(600)
def test_a_collection_outlives_any_number_of_changes(index: LocalIndex) -> None:
    """Of 200 passages, one document is replaced and what it was is overwritten, 1,500 times."""
    list(index.add([numbered(f"bird-{number}") for number in range(50)]))
    assert reading(index).passage_count() == 200
    with index._ledger.reading() as snapshot:
        old = [snapshot.passages_by_id(range(1, 5))[key] for key in range(1, 5)]
    for number in range(ROUNDS):
        with index._ledger.writing() as change:
            replace(change, f"bird-{number % 50}", [key for _, key in old])
        index._remover.merge_words()
        with index._ledger.reading() as snapshot:
            assert levels(snapshot.connection) <= MOST_LEVELS + 3, number
    index.purge()

    assert list(index.findings()) == []
    assert {document for document, rank in found(index, "birds") if rank} != set()
    assert reading(index).frequencies(["bird"]) == {"bird": 200}


def replace(change: LocalChange, document_id: str, keys: list[bytes]) -> None:
    """Write a document again, as an editor that saves it does."""
    document = change.document(document_id)
    assert document is not None
    change.put(document, change.passages(document_id), keys, ["title"] * 4)


def test_a_merge_of_everything_adds_levels_that_are_taken_out(birds: LocalIndex) -> None:
    """What is found stays what it was; without taking them out there would be dozens."""
    before = found(birds, "birds of 7")
    write_record(birds, with_levels(record_of(birds), 100))
    birds._ledger.flatten_words()

    with birds._ledger.reading() as snapshot:
        assert levels(snapshot.connection) <= MOST_LEVELS
    assert found(birds, "birds of 7") == before
    list(birds.add([Document("new", "New", "new", "The bird is new.")]))
    birds.purge()
    assert list(birds.findings()) == []
    assert reading(birds).frequencies(["bird"]) == {"bird": 161}


def test_only_empty_levels_leave_the_record() -> None:
    """The order of the others stays, and those of a merge that is under way stay neighbours."""
    segment, merging = bytes([1, 1, 7, 1, 9]), bytes([2, 2, 3, 1, 4, 4, 1, 5])
    empty = bytes(2)
    many = [segment, *[empty] * 30, merging, segment, *[empty] * 300, segment]
    record = bytes(4) + b"".join([*written(len(many)), b"\x05\x81\x00", *many])
    kept = [segment, *[empty] * 4, merging, segment, segment]

    assert flattened(record) == bytes(4) + bytes([len(kept)]) + b"\x05\x81\x00" + b"".join(kept)
    assert flattened(flattened(record)) == flattened(record)


@pytest.mark.parametrize("record", [b"", bytes(5), bytes(9), b"\0\0\0\0\x02\x01\x00\x00\x00"])
def test_a_record_of_another_form_is_left_alone(record: bytes) -> None:
    with pytest.raises(ValueError, match="structure record"):
        flattened(record)


def test_a_broken_collection_says_how_it_is_repaired(broken: LocalIndex) -> None:
    """By whoever only reads, who may not repair it."""
    reader = LocalIndex(broken.directory, WordEmbedder, read_only=True)

    with pytest.raises(LedgerDamaged, match="pincite doctor --repair"):
        found(reader, "birds")
    assert any("pincite doctor --repair" in finding for finding in reader.findings())


def test_a_broken_collection_is_repaired_when_it_is_opened(broken: LocalIndex) -> None:
    again = open_toy_index(broken.directory)

    assert {name for name, rank in found(again, "birds") if rank}
    assert list(again.findings()) == []
    assert again.delete("bird-3")
    list(again.add([numbered("bird-41")]))
    again.tidy()
    assert reading(again).frequencies(["bird"]) == {"bird": 160}
    assert list(again.findings()) == []


def test_a_broken_collection_can_be_backed_up_and_restored(
    broken: LocalIndex, tmp_path: Path
) -> None:
    back_up(broken.directory, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "again", with_removed=False)

    again = open_toy_index(tmp_path / "again")
    assert len(found(again, "birds")) == 50
    assert list(again.findings()) == []


def flip_words(index: LocalIndex, seed: int) -> None:
    """Flip one bit of one block of the full text."""
    chance = random.Random(seed)
    with closing(sqlite3.connect(index.directory / "ledger.db")) as db, db:
        blocks = db.execute("SELECT id, block FROM words_data WHERE id > 10").fetchall()
        key, block = chance.choice([row for row in blocks if len(row[1]) > 50])
        changed = bytearray(block)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        db.execute("UPDATE words_data SET block = ? WHERE id = ?", (bytes(changed), key))


def test_one_flipped_bit_in_the_full_text_is_noticed(birds: LocalIndex, tmp_path: Path) -> None:
    """Wherever it is; or else nothing that can be asked of the full text is another."""
    birds._remover.shrink_log()
    birds._ledger.close()
    noticed = 0
    for seed in range(60):
        copy = tmp_path / str(seed)
        shutil.copytree(birds.directory, copy)
        index = open_toy_index(copy)
        flip_words(index, seed)
        findings = list(index.findings())
        noticed += bool(findings)
        assert all("pincite doctor --repair" in finding for finding in findings)
        if not findings:
            assert told(index) == told(birds), seed
        shutil.rmtree(copy)
    assert noticed > 50


def told(index: LocalIndex) -> object:
    with index._ledger.reading() as snapshot:
        return snapshot.connection.execute("SELECT * FROM places").fetchall()


@pytest.mark.parametrize("table", ["words_data", "words_idx", "words_docsize", "words_config"])
def test_any_table_of_the_full_text_is_made_again(birds: LocalIndex, table: str) -> None:
    before = told(birds)
    with closing(sqlite3.connect(birds.directory / "ledger.db")) as db, db:
        db.execute(f"DELETE FROM {table}")
    index = open_toy_index(birds.directory)
    assert any("pincite doctor --repair" in finding for finding in index.findings())

    assert index.repair()
    assert not index.repair()
    assert list(index.findings()) == []
    assert told(index) == before


def test_a_damaged_full_text_makes_no_backup(birds: LocalIndex, tmp_path: Path) -> None:
    flip_words(birds, 1)

    with pytest.raises(LedgerDamaged, match="pincite doctor --repair"):
        back_up(birds.directory, tmp_path / "backup")


def test_doctor_repairs_the_full_text(
    birds: LocalIndex, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as a finding first; repairing it leaves none of the full text."""
    data = birds.directory.parent
    monkeypatch.setenv("PINCITE_DATA", str(data))
    monkeypatch.setenv("PINCITE_MODEL", str(model))
    name = ["--collection", birds.directory.name]
    flip_words(birds, 1)

    said = CliRunner().invoke(main, [*name, "doctor"])
    assert re.search(r"finding: the full text .*pincite doctor --repair", said.output)
    said = CliRunner().invoke(main, [*name, "doctor", "--repair"])
    assert "note: the full-text index was damaged and has been repaired" in said.output
    assert "finding: the full text" not in said.output
