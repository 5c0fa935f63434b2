"""`pincite migrate`: a collection that goes elsewhere."""

import json
from pathlib import Path

from command_line import Pincite, told_json


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


def test_the_command_says_what_is_not_the_same(
    pincite: Pincite, note: Path, tmp_path: Path
) -> None:
    told_json(pincite("add", "--json", note))
    pincite("migrate", tmp_path / "data", tmp_path / "copy")
    note.with_name("owls.txt").write_text("Nobody counts owls.")
    pincite("add", note.parent)

    record = pincite("migrate", "--json", tmp_path / "data", tmp_path / "copy")

    assert record.exit_code == 0
    assert json.loads(record.stdout)["counts"]["documents"] == [2, 2]
    assert pincite("migrate", tmp_path / "data", tmp_path / "data").exit_code == 2
