"""`pincite ask` of several collections, and `verify` of what it said."""

import json
from pathlib import Path

import pytest
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


def test_what_several_say_is_written_out_from_each(
    pincite: Pincite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_PUBLIC_URL", "https://pins.example")
    (tmp_path / "herons.txt").write_text(HERONS)
    for name in ("birds", "ponds"):
        assert pincite("--collection", name, "add", tmp_path / "herons.txt").exit_code == 0
    several = ("ask", "--collection", "birds", "--collection", "ponds", QUESTION)
    file, saved, annotated = (tmp_path / name for name in ("a.md", "a.json", "a.jsonld"))
    said = pincite(*several, "-o", file, "--save", saved)
    assert (said.exit_code, "not verbatim" in said.stderr) == (0, False)
    assert "collection birds" in file.read_text()
    assert "collection ponds" in file.read_text()

    assert pincite("cite", saved, "-o", tmp_path / "b.md").exit_code == 0
    assert (tmp_path / "b.md").read_text() == file.read_text()
    links = pincite("cite", saved, "--frame").stdout.splitlines()
    assert len(links) == len(json.loads(saved.read_text())["citations"])

    assert pincite(*several, "-o", annotated).exit_code == 0
    items = json.loads(annotated.read_text())["first"]["items"]
    assert {item["pincite"]["collection"] for item in items} == {"birds", "ponds"}
    assert all(
        item["target"][0]["source"].startswith(
            f"https://pins.example/c/{item['pincite']['collection']}/api/v1/documents/"
        )
        for item in items
    )
    record = json.loads(saved.read_text())
    assert {one["link"].split("/read/")[0] for one in record["citations"]} == {
        "https://pins.example/c/birds",
        "https://pins.example/c/ponds",
    }
    refused = pincite(*several, "--written")
    assert refused.exit_code == 2
    assert "several are quoted, not written about" in refused.stderr
