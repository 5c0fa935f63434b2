"""Documents named on the command line: by id, file, path, title, or the beginning of an id."""

import json
import zipfile
from pathlib import Path

import pytest
from command_line import HERONS, QUESTION, Pincite, complaint, told_json


def ids(pincite: Pincite) -> dict[str, str]:
    """Return the documents of the collection by their sources."""
    listed = told_json(pincite("list", "--json"))["documents"]
    return {info["source"]: info["id"] for info in listed}


@pytest.fixture
def reports(pincite: Pincite, tmp_path: Path) -> dict[str, str]:
    """Two reports of one title in two folders, and a letter; their ids by their sources."""
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.md").write_text(f"# Report\n\nThe {folder} is wet.")
    (tmp_path / "north" / "letter: to Ada.txt").write_text("Dear Ada, the herons are back.")
    pincite("add", tmp_path / "north", tmp_path / "south")
    return ids(pincite)


def test_a_document_is_shown_by_each_of_its_names(
    pincite: Pincite, document_id: str, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(note.parent)
    names = [document_id, document_id[:6], document_id[:6].upper(), "herons.txt", "./herons.txt"]
    for name in [*names, note, "../notes/herons.txt", "Herons"]:
        assert told_json(pincite("show", "--json", name))["id"] == document_id


def test_a_part_is_shown_behind_any_name(
    pincite: Pincite, document_id: str, note: Path, reports: dict[str, str]
) -> None:
    for name in (document_id, document_id[:6], note, "herons"):
        assert pincite("show", f"{name}:0-9").stdout == f"{HERONS[:9]}\n"
    letter = "letter: to Ada"
    assert told_json(pincite("show", "--json", letter))["id"] == reports[f"north/{letter}.txt"]
    assert pincite("show", f"{letter}:0-8").stdout == "Dear Ada\n"


def test_a_file_in_a_folder_is_named_by_the_end_of_its_path(
    pincite: Pincite, tmp_path: Path
) -> None:
    (tmp_path / "letters" / "birds").mkdir(parents=True)
    (tmp_path / "letters" / "birds" / "owls.txt").write_text("Barn owls nest in the loft.")
    pincite("add", tmp_path / "letters")
    (owls,) = ids(pincite).values()

    for name in ("owls.txt", "birds/owls.txt"):
        assert told_json(pincite("show", "--json", name))["id"] == owls
    for name in ("wls.txt", "/owls.txt", ""):
        assert "no document" in complaint(pincite("show", name))
    assert pincite("remove", "owls.txt").stdout == f"removed owls ({owls})\n"


def test_a_file_name_of_two_files_is_refused_with_the_ids_of_both(
    pincite: Pincite, reports: dict[str, str]
) -> None:
    told = complaint(pincite("remove", "report.md"))

    assert told.startswith("'report.md' is the file name of 2 documents: name one by its id: ")
    assert ids(pincite) == reports


def test_a_file_that_lies_here_is_not_taken_for_one_of_the_same_name(
    pincite: Pincite, reports: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = "letter: to Ada.txt"
    (tmp_path / letter).write_text("Another one.")
    monkeypatch.chdir(tmp_path)

    assert "no document" in complaint(pincite("remove", letter))
    (tmp_path / letter).unlink()
    assert pincite("remove", letter).exit_code == 0


@pytest.mark.parametrize("command", ["show", "remove", "export"])
def test_a_title_of_two_documents_is_refused_with_the_ids_of_both(
    pincite: Pincite, reports: dict[str, str], command: str
) -> None:
    told = complaint(pincite(command, "report"))

    assert told.startswith("'report' is the title of 2 documents: name one by its id: ")
    for source in ("north/report.md", "south/report.md"):
        assert f"{reports[source]} ({source})" in told
    assert ids(pincite) == reports


def test_the_beginning_of_an_id_has_four_characters_at_least(
    pincite: Pincite, document_id: str
) -> None:
    assert "no document" in complaint(pincite("show", document_id[:3]))
    assert told_json(pincite("show", "--json", document_id[:4]))["id"] == document_id


def test_a_path_is_removed_and_what_lies_beside_it_stays(
    pincite: Pincite, reports: dict[str, str], tmp_path: Path
) -> None:
    done = pincite("remove", tmp_path / "south" / "report.md")

    assert done.stdout == f"removed Report ({reports['south/report.md']})\n"
    assert ids(pincite).keys() == reports.keys() - {"south/report.md"}


def test_a_file_that_is_gone_is_still_named_by_its_path(
    pincite: Pincite, document_id: str, note: Path
) -> None:
    note.unlink()

    assert pincite("remove", note).stdout == f"removed herons ({document_id})\n"


def test_an_archive_is_removed_whole_but_not_shown_as_one(pincite: Pincite, tmp_path: Path) -> None:
    packed = tmp_path / "two.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "A heron.")
        archive.writestr("b.txt", "A tern.")
    pincite("add", packed)

    assert "holds 2 documents: name one by its id" in complaint(pincite("show", packed))
    assert len(pincite("export", packed).stdout.splitlines()) == 2
    assert len(pincite("remove", packed).stdout.splitlines()) == 2
    assert ids(pincite) == {}


def test_a_document_is_corrected_by_its_title(pincite: Pincite, document_id: str) -> None:
    record = told_json(pincite("edit", "--json", "herons", "--title", "On herons"))

    assert (record["id"], record["title"]) == (document_id, "On herons")


def test_a_question_is_put_to_a_document_by_its_name(
    pincite: Pincite, document_id: str, reports: dict[str, str]
) -> None:
    asked = told_json(pincite("ask", "--json", "--document", "herons.txt", QUESTION))

    assert asked["within"]["documents"] == 1
    assert {one["document_id"] for one in asked["citations"]} == {document_id}
    assert "is the title of 2 documents" in complaint(
        pincite("ask", "--document", "Report", QUESTION)
    )


def test_search_and_find_take_the_number_as_n(pincite: Pincite, reports: dict[str, str]) -> None:
    assert len(json.loads(pincite("search", "--json", "-n", "1", "herons").stdout)["hits"]) == 1
    assert pincite("find", "-n", "1", "herons").exit_code == 0
