"""`pincite collections`: create, rename, remove, restore and erase."""

import gc
from pathlib import Path

import pytest
from command_line import HERONS, Pincite, complaint, told_json

from qa.config import Config
from qa.wiring import open_index


def names(pincite: Pincite) -> list[str]:
    return [one["name"] for one in told_json(pincite("collections", "--json"))["collections"]]


def texts(pincite: Pincite, name: str) -> list[str]:
    listed = told_json(pincite("--collection", name, "list", "--json"))["documents"]
    return [one["title"] for one in listed]


def test_one_is_created_renamed_removed_and_restored(pincite: Pincite, tmp_path: Path) -> None:
    (tmp_path / "herons.txt").write_text(HERONS)

    assert pincite("collections", "create", "birds").stdout == "created birds\n"
    assert pincite("--collection", "birds", "add", str(tmp_path / "herons.txt")).exit_code == 0
    held = texts(pincite, "birds")
    assert len(held) == 1
    gc.collect()  # commands run in this process, which has the collection open until then
    assert pincite("collections", "rename", "birds", "herons").stdout == (
        "renamed birds to herons\n"
    )
    assert texts(pincite, "herons") == held
    gc.collect()
    removed = pincite("collections", "remove", "herons")
    assert removed.stdout.startswith("removed herons: `pincite collections restore herons` brings")
    assert names(pincite) == []
    (in_bin,) = told_json(pincite("collections", "bin", "--json"))["removed"]
    assert in_bin["name"] == "herons"
    assert in_bin["id"] in pincite("collections", "bin").stdout
    assert pincite("collections", "restore", "herons").stdout == "restored herons\n"
    assert texts(pincite, "herons") == held
    assert told_json(pincite("collections", "bin", "--json")) == {"removed": []}
    assert pincite("collections", "bin").exit_code == 0


def test_what_was_removed_last_is_restored_by_its_name_and_others_by_id(pincite: Pincite) -> None:
    for _ in range(2):
        assert pincite("collections", "create", "birds").exit_code == 0
        assert pincite("collections", "remove", "birds").exit_code == 0
    last, first = told_json(pincite("collections", "bin", "--json"))["removed"]

    assert pincite("collections", "restore", "birds").exit_code == 0
    (left,) = told_json(pincite("collections", "bin", "--json"))["removed"]
    assert (left, last["removed"] > first["removed"]) == (first, True)
    assert "choose another name" in complaint(pincite("collections", "restore", first["id"]))
    again = pincite("collections", "restore", first["id"], "--as", "older")
    assert again.stdout == "restored older\n"
    assert names(pincite) == ["birds", "older"]


def test_one_is_erased_now_or_from_the_bin(pincite: Pincite) -> None:
    for name in ("birds", "fish", "mammals"):
        assert pincite("collections", "create", name).exit_code == 0
    assert pincite("collections", "remove", "birds", "--now").stdout == "erased birds\n"
    assert told_json(pincite("collections", "bin", "--json")) == {"removed": []}
    for name in ("fish", "mammals"):
        assert pincite("collections", "remove", name).exit_code == 0
    fish = told_json(pincite("collections", "bin", "--json"))["removed"][-1]
    assert pincite("collections", "erase", fish["id"]).stdout == "1 collection erased\n"
    assert pincite("collections", "erase", "--all").stdout == "1 collection erased\n"
    assert names(pincite) == []
    assert "in the bin" in complaint(pincite("collections", "erase", fish["id"]))
    assert pincite("collections", "erase").exit_code == 2


@pytest.mark.parametrize("name", ["..", ".bin", "a/b", "é", "a b"])
def test_what_is_no_name_is_refused(pincite: Pincite, name: str) -> None:
    assert "is not a name" in pincite("collections", "create", name).stderr
    assert pincite("collections", "create", "birds").exit_code == 0
    assert "is not a name" in pincite("collections", "rename", "birds", name).stderr
    assert "no collection" in complaint(pincite("collections", "remove", name))
    assert "in the bin" in complaint(pincite("collections", "restore", name))
    assert names(pincite) == ["birds"]


def test_one_that_a_service_has_open_stays(pincite: Pincite) -> None:
    assert pincite("collections", "create", "birds").exit_code == 0
    index = open_index(Config.from_env(), "birds")
    said = complaint(pincite("collections", "remove", "birds"))
    assert "another process has the collection 'birds' open" in said
    assert "another process" in complaint(pincite("collections", "rename", "birds", "fish"))
    index.end()
    assert pincite("collections", "remove", "birds").exit_code == 0


def test_names_are_given_once(pincite: Pincite) -> None:
    assert pincite("collections", "create", "birds").exit_code == 0
    for arguments in (["create", "birds"], ["create", "Birds"]):
        assert "choose another name" in complaint(pincite("collections", *arguments))
    assert "no collection" in complaint(pincite("collections", "rename", "fish", "carps"))
