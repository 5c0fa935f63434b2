"""`pincite migrate`: a collection that goes elsewhere."""

import json
from pathlib import Path

import pytest
from command_line import QUESTION, Pincite, told_json
from milvus_servers import running

from corpus.naming import upload_source
from index import Limits
from qa.config import Config
from qa.wiring import open_index


def test_the_command_copies_and_compares(pincite: Pincite, note: Path, tmp_path: Path) -> None:
    told_json(pincite("add", "--json", note))
    (tmp_path / "data" / "main" / "calibration.json").write_text("{}")

    copied = pincite("migrate", tmp_path / "data", tmp_path / "copy")

    assert copied.exit_code == 0
    assert "documents: 1, the same\n" in copied.stdout
    assert "of 1 question, 1 have the same best passage and 1 the same ten\n" in copied.stdout
    assert (tmp_path / "copy" / "main" / "calibration.json").read_text() == "{}"
    ours = told_json(pincite("list", "--json"))
    assert told_json(pincite("--data", tmp_path / "copy", "list", "--json")) == ours


def test_the_command_takes_what_is_new_along(pincite: Pincite, note: Path, tmp_path: Path) -> None:
    told_json(pincite("add", "--json", note))
    pincite("migrate", tmp_path / "data", tmp_path / "copy")
    note.with_name("owls.txt").write_text("Nobody counts owls.")
    pincite("add", note.parent)

    record = pincite("migrate", "--json", tmp_path / "data", tmp_path / "copy")

    assert record.exit_code == 0
    assert json.loads(record.stdout)["counts"]["documents"] == [2, 2]


def test_a_collection_is_not_carried_into_itself_or_from_nowhere(
    pincite: Pincite, note: Path, tmp_path: Path
) -> None:
    told_json(pincite("add", "--json", note))

    itself = pincite("migrate", tmp_path / "data", tmp_path / "data")
    same = pincite("migrate", tmp_path / "data", "milvus+http://127.0.0.1:1")
    nowhere = pincite("migrate", tmp_path / "nothing", tmp_path / "copy")
    wrong = pincite("migrate", tmp_path / "data", "milvus+ftp://secret@127.0.0.1")
    other = pincite("migrate", tmp_path / "data", "postgresql://ada:secret@127.0.0.1/db")
    inside = pincite("migrate", tmp_path / "data" / "main", tmp_path / "copy")
    misspelt = pincite("--collection", "man", "migrate", tmp_path / "data", tmp_path / "copy")

    assert "FROM and TO would have the same records" in itself.stderr
    assert "FROM and TO would have the same records" in same.stderr
    assert "there is no collection 'main' in FROM (there is none)" in nowhere.stderr
    assert "there is no collection 'man' in FROM (there is 'main': choose" in misspelt.stderr
    assert f"name the folder around it, {tmp_path / 'data'}" in inside.stderr
    for refused in (wrong, other):
        assert "looks like milvus+http://host:19530" in refused.stderr
        assert "secret" not in refused.stderr
    assert not (tmp_path / "copy").exists()


def test_the_command_says_what_stays_behind_before_it_begins(
    pincite: Pincite, note: Path, tmp_path: Path
) -> None:
    told_json(pincite("add", "--json", note))
    pincite("key", "add", "Ada", "--may", "read", "--all-collections")
    pincite("--collection", "letters", "add", note)
    pincite("key", "add", "Ben", "--may", "read", "--collection", "letters")
    index = open_index(Config(data=tmp_path / "data"))
    index.jobs.submit(upload_source("a.pdf"), b"%PDF", "ab", Limits(), "replace")
    work = index.jobs.claim("0.a:b")
    assert work is not None
    index.jobs.fail(work.claim, "unreadable", "it is damaged")
    index.end()

    copied = pincite("migrate", tmp_path / "data", tmp_path / "copy")

    said = copied.stderr.splitlines()
    assert said[0].startswith("keys that open it: 1; they stay with the service of FROM")
    assert said[1] == "uploads that failed: 1; they stay in FROM, so send them again"
    assert copied.exit_code == 0


def test_the_command_goes_to_milvus_and_back(
    pincite: Pincite, note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_json(pincite("add", "--json", note))
    ours = told_json(pincite("list", "--json"))
    with running("lite", tmp_path / "milvus") as server:
        monkeypatch.setenv("PINCITE_DATA", str(tmp_path / "records"))

        there = pincite("migrate", tmp_path / "data", server.url)
        back = pincite("migrate", server.url, tmp_path / "back")

        assert "every text and every record is the same" in there.stdout
        assert "every text and every record is the same" in back.stdout
        monkeypatch.setenv("PINCITE_INDEX", server.url)
        assert told_json(pincite("list", "--json")) == ours
        assert told_json(pincite("ask", "--json", QUESTION))["citations"]
