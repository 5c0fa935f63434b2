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
    assert "leave it out to get quotes from several" in refused.stderr


def test_passages_and_topics_are_looked_for_in_several(pincite: Pincite, tmp_path: Path) -> None:
    (tmp_path / "herons.txt").write_text(HERONS)
    for name in ("birds", "ponds"):
        assert pincite("--collection", name, "add", tmp_path / "herons.txt").exit_code == 0
    several = ("--collection", "birds", "--collection", "ponds", "--collection", "birds")

    hits = told_json(pincite("search", *several, "-n", "2", "--json", QUESTION))["hits"]
    assert [hit["collection"] for hit in hits] == ["birds", "ponds"]
    shown = pincite("search", *several, "-n", "2", QUESTION).stdout
    assert ("1. birds: " in shown, "2. ponds: " in shown) == (True, True)

    found = told_json(pincite("find", *several, "--json", "herons"))
    assert [one["name"] for one in found["collections"]] == ["birds", "ponds"]
    assert {group["collection"] for group in found["documents"]} == {"birds", "ponds"}
    listed = pincite("find", *several, "herons").stdout
    assert listed.startswith("birds\n")
    assert "\nponds\n" in listed
    table = tmp_path / "found.csv"
    assert pincite("find", *several, "herons", "-o", table).exit_code == 0
    assert table.read_text("utf-8-sig").startswith("collection,title,")

    for command in ("search", "find"):
        refused = pincite(command, "--collection", "birds", "--collection", "cats", "herons")
        assert "no collection 'cats'" in complaint(refused)
        alone = told_json(pincite(command, "--collection", "birds", "--json", "herons"))
        assert "collections" not in alone


def test_a_document_is_named_as_in_the_collections_that_are_asked(
    pincite: Pincite, tmp_path: Path
) -> None:
    for name, text in {"birds": HERONS, "ponds": "Ponds freeze in January."}.items():
        (tmp_path / f"{name}.txt").write_text(text)
        assert pincite("--collection", name, "add", tmp_path / f"{name}.txt").exit_code == 0
    named = ("--json", "--document", "birds.txt", "herons")

    alone = told_json(pincite("search", "--collection", "birds", *named))
    assert {hit["title"] for hit in alone["hits"]} == {alone["hits"][0]["title"]}
    several = ("--collection", "ponds", "--collection", "birds")
    hits = told_json(pincite("search", *several, *named))["hits"]
    assert {hit["collection"] for hit in hits} == {"birds"}
    assert "no document 'birds.txt'" in complaint(
        pincite("search", "--collection", "ponds", *named)
    )


def test_an_empty_collection_names_the_others(pincite: Pincite, tmp_path: Path) -> None:
    assert "--collection" not in complaint(pincite("ask", QUESTION))
    (tmp_path / "herons.txt").write_text(HERONS)
    assert pincite("--collection", "birds", "add", tmp_path / "herons.txt").exit_code == 0

    for command in ("ask", "search", "find"):
        said = complaint(pincite(command, QUESTION))
        assert "the collection is empty" in said
        assert "name another collection with --collection NAME (birds)" in said
