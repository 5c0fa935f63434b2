"""What the index does without its caches, and with a damaged ledger."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from bird_index import (
    MakeDocument,
    add,
    again,
    all_hits,
    all_passages,
    ask,
    execute,
    found,
)
from toys import WordEmbedder

from index import LedgerDamaged, LocalIndex
from index.errors import DiskFull
from index.vectors.generations import generations

# Caches may be lost --------------------------------------------------------------


def _overwrite(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data)


def _flip(folder: Path) -> None:
    data = bytearray((folder / "vectors.faiss").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "vectors.faiss").write_bytes(data)


def _cut(folder: Path) -> None:
    data = (folder / "vectors.faiss").read_bytes()
    (folder / "vectors.faiss").write_bytes(data[:-8])


def _other_token(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["ledger"]["token"] = "0123456789abcdef"
    (folder / "manifest.json").write_text(json.dumps(manifest))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "one bit flipped": _flip,
    "cut": _cut,
    "emptied": _overwrite("vectors.faiss", b""),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "manifest is junk": _overwrite("manifest.json", b"junk"),
    "of another ledger": _other_token,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_vectors_are_noticed_and_change_no_answer(
    birds: LocalIndex, damage: Callable[[Path], object]
) -> None:
    before = all_hits(birds)
    (folder,) = generations(birds.directory / "vectors")
    damage(folder)

    assert any(folder.name in finding for finding in again(birds).findings())
    index = again(birds)
    assert all_hits(index) == before
    index.checkpoint(always=True)
    assert list(again(birds).findings()) == []


def test_lost_vectors_change_no_answer(birds: LocalIndex) -> None:
    before = all_hits(birds)
    shutil.rmtree(birds.directory / "vectors")

    assert all_hits(again(birds)) == before


def test_saved_vectors_are_used_and_only_what_changed_since_is_read(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    """If all came from the ledger, saving them would be for nothing."""
    add(birds, make_document("A swan glides.", "swan.txt"))
    sql = "UPDATE vectors SET checksum = x'00' WHERE hash IN (SELECT vector FROM passages {})"
    execute(birds, sql.format("WHERE text NOT LIKE '%swan%'"))

    again(birds).warm()
    execute(birds, sql.format(""))
    with pytest.raises(LedgerDamaged):
        again(birds).warm()


def test_an_older_ledger_is_never_answered_from_newer_vectors(
    birds: LocalIndex, make_document: MakeDocument, tmp_path: Path
) -> None:
    """A ledger restored from a backup goes another way, and gives the same ids again."""
    backup = _backed_up(birds, tmp_path / "backup.db")
    add(birds, make_document("A swan glides over the lake.", "swan.txt"))
    add(birds, make_document("A crow caws.", "crow.txt"))
    birds.checkpoint(always=True)
    before = tmp_path / "restored"
    shutil.copytree(birds.directory / "vectors", before / "vectors")
    shutil.copy(backup, before / "ledger.db")

    restored = LocalIndex(before, WordEmbedder)
    assert any("not of this ledger" in finding for finding in restored.findings())
    assert found(restored, "swan") == []
    add(restored, make_document("A heron waits.", "heron.txt"))
    for index in (restored, LocalIndex(before, WordEmbedder)):
        (best, *_) = ask(index, "heron waits")
        assert (best.document.source, best.dense_rank) == ("heron.txt", 1)


def test_a_ledger_restored_under_a_running_reader_is_noticed(
    birds: LocalIndex, make_document: MakeDocument, tmp_path: Path
) -> None:
    """The ids of its new passages are those of others that the reader has in memory."""
    backup = _backed_up(birds, tmp_path / "backup.db")
    add(birds, make_document("A swan glides over the lake.", "swan.txt"))
    assert ask(birds, "swan glides")[0].dense_rank == 1

    with (
        closing(sqlite3.connect(backup)) as source,
        closing(sqlite3.connect(birds.directory / "ledger.db")) as target,
    ):
        source.backup(target)
    add(again(birds), make_document("A heron waits.", "heron.txt"))

    assert all_hits(birds) == all_hits(again(birds))
    ranks = {hit.document.source: hit.dense_rank for hit in ask(birds, "heron waits", k=9)}
    assert ranks["heron.txt"] == 1


def _backed_up(index: LocalIndex, path: Path) -> Path:
    with (
        closing(sqlite3.connect(index.directory / "ledger.db")) as source,
        closing(sqlite3.connect(path)) as target,
    ):
        source.backup(target)
    return path


def test_saving_waits_for_enough_changes_unless_it_must(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    (before,) = generations(birds.directory / "vectors")
    add(birds, make_document("A swan glides.", "swan.txt"))
    birds.checkpoint()
    assert generations(birds.directory / "vectors") == [before]

    birds.checkpoint(always=True)
    assert generations(birds.directory / "vectors") != [before]


def test_vectors_that_cannot_be_saved_stop_nothing(
    index: LocalIndex, make_document: MakeDocument, caplog: pytest.LogCaptureFixture
) -> None:
    (index.directory / "vectors").write_text("in the way")
    add(index, make_document("Owls hunt."))

    index.checkpoint(always=True)

    assert "were not saved" in caplog.text
    assert found(index, "owls") == ["note.txt"]


# Damage of the ledger itself -----------------------------------------------------


def test_a_damaged_passage_is_never_a_hit(birds: LocalIndex) -> None:
    execute(birds, "UPDATE passages SET text = replace(text, 'small', 'great')")

    with pytest.raises(LedgerDamaged, match="pincite remove"):
        ask(birds, "small birds")
    assert any("pincite remove" in finding for finding in birds.findings())


_SCHEMA = "UPDATE sqlite_master SET sql = replace(sql, '{}', '{}')"


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (_SCHEMA.format("(origin_sha256)", "(title)"), "SQLite reports"),
        ("DELETE FROM documents WHERE title = 'owls'", "points at documents that are not there"),
        ("DELETE FROM passages WHERE id = 1", "is damaged"),
        ("UPDATE documents SET passages = 7", "what is listed of the document"),
        ("DELETE FROM vectors", "points at vectors that are not there: run `pincite rebuild`"),
        ("INSERT INTO words (words) VALUES ('delete-all')", "missing in the full text"),
        (
            "INSERT INTO words (rowid, context, text) VALUES (999, '', 'x')",
            "in the full text alone",
        ),
        ("INSERT INTO originals VALUES ('gone', '', '', x'', x'')", "originals of documents"),
    ],
)
def test_each_finding_ends_in_what_to_do(birds: LocalIndex, sql: str, told: str) -> None:
    with closing(sqlite3.connect(birds.directory / "ledger.db")) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(sql)
    findings: list[str] = []
    try:
        findings += again(birds).findings()
        again(birds).warm()
    except LedgerDamaged as fault:
        findings.append(str(fault))

    assert any(told in finding for finding in findings)
    assert all(re.search(r": (run|restore a backup with) `pincite ", one) for one in findings)


def test_words_of_a_passage_that_is_not_there_are_no_hit(birds: LocalIndex) -> None:
    execute(birds, "INSERT INTO words (rowid, context, text) VALUES (999, '', 'a ghost owl')")

    assert found(birds, "ghost owl") == ["owls.txt"]
    assert any("full text" in finding for finding in birds.findings())


def test_a_damaged_vector_is_never_compared_and_a_rebuild_mends_it(birds: LocalIndex) -> None:
    before = all_passages(birds)
    execute(birds, "UPDATE vectors SET passage = zeroblob(256)")
    with pytest.raises(LedgerDamaged, match="pincite rebuild"):
        ask(birds, "owls")

    list(birds.rebuild())

    assert list(birds.findings()) == []
    assert all_passages(birds) == before


@pytest.mark.parametrize(
    "sql", ["DELETE FROM vectors", "INSERT INTO words (words) VALUES ('delete-all')"]
)
def test_a_rebuild_makes_again_what_was_lost(birds: LocalIndex, sql: str) -> None:
    before = all_passages(birds)
    execute(birds, sql)
    assert list(again(birds).findings())

    index = again(birds)
    list(index.rebuild())

    assert list(index.findings()) == []
    assert all_passages(index) == before


def test_a_full_disk_stops_an_addition_and_loses_nothing(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    before = all_hits(birds)
    connection = birds._ledger._connection()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DiskFull, match="nothing that was stored is lost"):
        add(birds, make_document("Many more words here. " * 3000, "big.txt"))

    assert all_hits(birds) == before
    assert list(birds.findings()) == []
