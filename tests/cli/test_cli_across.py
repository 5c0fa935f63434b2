"""`pincite ask` of several collections, and `verify` of what it said."""

import json
from pathlib import Path

from command_line import HERONS, QUESTION, Pincite, complaint, told_json


def test_several_collections_are_asked_at_once(pincite: Pincite, tmp_path: Path) -> None:
    (tmp_path / "herons.txt").write_text(HERONS)
    for name in ("birds", "ponds"):
        assert pincite("--collection", name, "add", tmp_path / "herons.txt").exit_code == 0
    several = ("ask", "--collection", "birds", "--collection", "ponds", QUESTION)

    record = told_json(pincite(*several, "--json"))
    assert {one["collection"] for one in record["citations"]} == {"birds", "ponds"}
    said = pincite(*several).stdout
    assert "[1] is in birds" in said
    assert "[2] is in ponds" in said
    saved = tmp_path / "answer.json"
    assert pincite(*several, "--save", saved).exit_code == 0
    assert json.loads(saved.read_text())["citations"] == record["citations"]
    assert pincite("verify", saved).exit_code == 0
    assert "no collection 'cats'" in complaint(
        pincite("ask", "--collection", "birds", "--collection", "cats", QUESTION)
    )
    alone = told_json(pincite("ask", "--collection", "birds", QUESTION, "--json"))
    assert "collections" not in alone
