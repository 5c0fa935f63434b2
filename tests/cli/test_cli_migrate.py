"""`pincite migrate`: a collection that goes elsewhere."""

import json
from pathlib import Path

import pytest
from command_line import QUESTION, Pincite, told_json
from milvus_servers import running


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

    assert "FROM and TO would have the same records" in itself.stderr
    assert "FROM and TO would have the same records" in same.stderr
    assert "there is no collection 'main' in FROM" in nowhere.stderr
    assert "looks like milvus+http://host:19530" in wrong.stderr
    assert "secret" not in wrong.stderr


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
