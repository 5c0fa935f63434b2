"""No damaged row reaches an answer, a list, an export or a verification; `doctor` tells of it."""

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from toys import reading

from corpus import Document, Heading, Original, Page, Span, Table, Voice
from index import FileState, LocalIndex, NewDocument
from index.errors import LedgerDamaged
from qa.answering.question import Request
from qa.answering.topic_search import find
from qa.config import Config
from qa.wiring import make_answerer

TEXT = "Owls\n\nOwls hunt at night. They were counted in 1871.\n"


def owls(**told: object) -> Document:
    fields: dict[str, object] = {
        "id": "owls",
        "title": "On birds",
        "source": "https://example.org/owls",
        "text": TEXT,
        "headings": (Heading(1, "Owls", 0, 4),),
        "pages": (Page(1, 0, len(TEXT), "iv", recognized=True),),
        "author": "Ann",
        "published": "2020",
        "publisher": "Bird Press",
        "origin_sha256": "ab" * 32,
        "original": Original("application/pdf", b"%PDF-"),
        "tables": (Table(((Span(0, 4),), (Span(6, 25),)), heads=1),),
        "voices": (Voice(6, len(TEXT), "Carl", "2019"),),
    }
    return Document(**(fields | told))  # type: ignore[arg-type]


@pytest.fixture
def filled(index: LocalIndex) -> LocalIndex:
    """A collection of two documents, one of which was read anew and lies in a file."""
    list(index.add([owls(title="On bards"), Document("wren", "Wrens", "wren.txt", "Wrens sing.")]))
    list(index.add([NewDocument(owls(), "file:/srv/birds/saved/owls.html")]))
    return index


def execute(index: LocalIndex, sql: str) -> None:
    """Write behind the ledger's back, as damage does."""
    with closing(sqlite3.connect(index.directory / "ledger.db")) as db, db:
        assert db.execute(sql).rowcount == 1, "the damage must hit"


OWLS = "WHERE id = 'owls'"
LISTED = {
    column: f"UPDATE documents SET {column} = '{value}' {OWLS}"
    for column, value in {
        "title": "On bards",
        "source": "elsewhere",
        "author": "Bob",
        "published": "2021",
        "publisher": "",
        "origin_sha256": "cd" * 32,
        "added": "2001-01-01",
    }.items()
}
LISTED |= {
    column: f"UPDATE documents SET {column} = {value} {OWLS}"
    for column, value in {
        "file_author": "'Bob'",
        "file_created": "'2021'",
        "notes": "'[\"Nothing was left out.\"]'",
        "reader": "reader - 1",
        "uncorrected": '\'{"title": "Of birds"}\'',
        "tags": "'[\"birds\"]'",
        "language": "'de'",
    }.items()
}
LISTED["characters"] = f"UPDATE documents SET characters = characters + 1 {OWLS}"
LISTED["whole history"] = f"UPDATE documents SET whole_history = 0 {OWLS}"
LISTED["lost checksum"] = f"UPDATE documents SET checksum = x'' {OWLS}"
OUTLINE = {
    "page label": f"UPDATE documents SET pages = replace(pages, 'iv', 'vi') {OWLS}",
    "page label lost": f"""UPDATE documents SET pages = '[[1, 0, {len(TEXT)}]]' {OWLS}""",
    "recognition": f"UPDATE documents SET pages = replace(pages, 'true', 'false') {OWLS}",
    "heading": f"UPDATE documents SET headings = replace(headings, 'Owls', 'Howl') {OWLS}",
}
LAYOUT = {
    "tables": f"UPDATE documents SET tables = '[]' {OWLS}",
    "voices": f"UPDATE documents SET voices = replace(voices, 'Carl', 'Karl') {OWLS}",
}
PASSAGE = {
    column: f"UPDATE passages SET {column} = {value} WHERE document_id = 'owls' AND ordinal = 0"
    for column, value in {
        "text": "replace(text, 'night', 'nacht')",
        "heading": "'[\"Howls\"]'",
        "page": "2",
        "sentences": "'[[6, 9]]'",
        "context": "'On bards'",
        "table_rows": "replace(table_rows, 'Owls', 'Awls')",
        "voice": "replace(voice, 'Carl', 'Karl')",
        "vector": "(SELECT vector FROM passages WHERE document_id = 'wren')",
    }.items()
}
FILE = {
    "key": "UPDATE files SET key = replace(key, 'birds', 'bards')",
    "stamp": "UPDATE files SET size = 7",
}
OTHERS = {
    "original": "UPDATE originals SET data = x'25'",
    "original of another": "UPDATE originals SET origin_sha256 = 'cd'",
    "original moved": "UPDATE originals SET document_id = 'wren'",
    "history": "UPDATE earlier SET facts = replace(facts, '1', '2')",
    "history moved": "UPDATE earlier SET document_id = 'wren'",
}
ALL = {**LISTED, **OUTLINE, **LAYOUT, **PASSAGE, **FILE, **OTHERS}


@pytest.mark.parametrize("sql", ALL.values(), ids=ALL.keys())
def test_doctor_tells_of_every_damaged_row_with_its_remedy(filled: LocalIndex, sql: str) -> None:
    assert list(filled.findings()) == []
    execute(filled, sql)

    found = list(filled.findings())
    assert found
    assert all("pincite" in finding for finding in found)


def excerpt(index: LocalIndex, document_id: str) -> object:
    with index.reader() as reader:
        return reader.infos([document_id]), reader.passages(document_id, 0, 9)


READINGS: dict[str, tuple[dict[str, str], Callable[[LocalIndex], object]]] = {
    "list": (LISTED, lambda index: reading(index).documents()),
    "info": (LISTED, lambda index: reading(index).info("owls")),
    "excerpt": (LISTED | OUTLINE | PASSAGE, lambda index: excerpt(index, "owls")),
    "document": (LISTED | OUTLINE | LAYOUT, lambda index: reading(index).document("owls")),
    "export": (LISTED | OUTLINE | PASSAGE, lambda index: reading(index).details("owls")),
    "evidence": (LISTED | OUTLINE | FILE, lambda index: reading(index).evidence("owls")),
    "places": (
        {"key": FILE["key"]},
        lambda index: reading(index).file_paths([d.id for d in reading(index).documents()]),
    ),
    "answer": (
        LISTED | OUTLINE | PASSAGE,
        lambda index: make_answerer(Config(confidence=0.0), index).answer(
            Request("When do owls hunt?")
        ),
    ),
}


@pytest.mark.parametrize(
    ("reading", "damage"),
    [(name, damage) for name, (some, _) in READINGS.items() for damage in some],
)
def test_nothing_damaged_is_read(filled: LocalIndex, reading: str, damage: str) -> None:
    damages, read = READINGS[reading]
    assert read(filled)
    execute(filled, damages[damage])

    with pytest.raises(LedgerDamaged, match="pincite remove owls"):
        read(filled)


def test_a_passage_of_no_document_is_told_when_everything_is_looked_at(filled: LocalIndex) -> None:
    execute(
        filled,
        "UPDATE passages SET document_id = 'awls' WHERE document_id = 'owls' AND ordinal = 0",
    )
    vector = filled.embedder.embed_question("owls")

    with pytest.raises(LedgerDamaged, match="'awls'"):
        find(reading(filled), "owls", vector)


def test_an_original_of_another_document_is_not_shown(filled: LocalIndex) -> None:
    assert reading(filled).original("owls") is not None
    execute(filled, OTHERS["original moved"])

    with pytest.raises(LedgerDamaged):
        reading(filled).original("wren")


def test_the_folder_that_cuts_a_place_is_shown_by_a_whole_row(index: LocalIndex) -> None:
    beside = Document("wren", "Wrens", "birds/wren.txt", "Wrens sing.")
    list(index.add([NewDocument(owls(), "file:/srv/birds/saved/owls.html")]))
    list(index.add([NewDocument(beside, "file:/srv/birds/wren.txt")]))
    assert reading(index).file_paths({"owls"}) == {"owls": "birds/saved/owls.html"}
    execute(index, "UPDATE files SET size = 1 WHERE document_id = 'wren'")

    with pytest.raises(LedgerDamaged, match="pincite remove wren"):
        reading(index).file_paths({"owls"})


def test_a_damaged_file_row_is_read_again_and_written_anew(filled: LocalIndex) -> None:
    execute(filled, FILE["stamp"])
    assert reading(filled).files() == []
    filled.note([FileState("file:/srv/birds/saved/owls.html", "owls", None)])

    assert len(reading(filled).files()) == 1
    assert list(filled.findings()) == []


@pytest.mark.parametrize("damage", [*LISTED, *OUTLINE, "history"])
def test_what_the_message_says_to_do_mends_it(filled: LocalIndex, damage: str) -> None:
    execute(filled, ALL[damage])
    filled.delete("owls")
    list(filled.add([NewDocument(owls(), "file:/srv/birds/saved/owls.html")]))

    assert list(filled.findings()) == []
    assert reading(filled).document("owls") == owls()


def test_a_damaged_document_that_is_put_again_is_whole(filled: LocalIndex) -> None:
    execute(filled, LISTED["title"])
    with filled._ledger.writing() as change:
        change.put(owls(), [], [], [])

    assert reading(filled).info("owls") is not None


def test_one_damaged_document_is_left_out_of_an_export_and_can_be_removed(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.commands.cli import main

    monkeypatch.setenv("PINCITE_MODEL", str(model))
    for name in ("owls", "wrens"):
        (tmp_path / f"{name}.txt").write_text(f"The {name} sing at night.")

    def run(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == code, done.output
        return done.output

    run("add", str(tmp_path / "owls.txt"), str(tmp_path / "wrens.txt"))
    (owl,) = [
        d["id"] for d in json.loads(run("list", "--json"))["documents"] if d["title"] == "owls"
    ]
    path = tmp_path / "data" / "main" / "ledger.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE documents SET title = 'awls' WHERE title = 'owls'")

    assert owl in run("list", code=1)
    exported = run("export", code=1)
    assert "wrens sing" in exported
    assert f"left out: {owl}" in exported
    assert f"removed {owl}" in run("remove", owl)
    assert "wrens" in run("list")


def test_a_row_has_one_checksum_wherever_it_is_read() -> None:
    """Python's own hash differs from process to process; the ledger's must not."""
    import subprocess

    code = (
        "from index.ledger.checksums import row_checksum; print(row_checksum(('a', 1, None)).hex())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "844c3aa4dc9fbfa2"
