"""What the command line says when it cannot do something."""

import os
from pathlib import Path

import pytest
from command_line import HERONS, QUESTION, Pincite, complaint, told_json


def test_a_missing_file_is_named(pincite: Pincite, tmp_path: Path) -> None:
    assert f"{tmp_path / 'nope.txt'}: no such file" in complaint(
        pincite("add", tmp_path / "nope.txt")
    )
    assert f"{tmp_path / 'nope.json'} cannot be read: No such file" in complaint(
        pincite("verify", tmp_path / "nope.json")
    )


def test_a_folder_of_nothing_is_named(pincite: Pincite, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert complaint(pincite("add", tmp_path / "empty")).endswith(f"no files in {tmp_path}/empty")


def test_adding_nothing_is_a_usage_error(pincite: Pincite) -> None:
    assert pincite("add").exit_code == 2
    assert "name the files or folders" in pincite("add").stderr


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the file is empty"),
        (b" \n\f\n", "there are no words in it"),
        (b"%PDF-1.7\n", "this PDF is damaged"),
        (bytes(range(256)) * 20, "this is binary data"),
        (b"\x00" * 1000, "this is binary data"),
    ],
    ids=["empty", "blank", "PDF", "binary", "zeros"],
)
def test_a_file_that_is_no_text_is_refused_with_the_reason(
    pincite: Pincite, tmp_path: Path, data: bytes, told: str
) -> None:
    (tmp_path / "odd.txt").write_bytes(data)
    result = pincite("add", tmp_path / "odd.txt")

    assert result.exit_code == 1
    assert result.stdout.startswith("0 added, 0 updated, 0 unchanged, 1 refused")
    assert result.stderr.startswith(f"refused: odd.txt: {told}")
    assert result.stderr.count("\n") == 1


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    pincite: Pincite, note: Path
) -> None:
    """Root reads a file of any mode, but nobody reads the memory of a process from 0."""
    unreadable = Path("/proc/self/mem") if os.geteuid() == 0 else note
    if not unreadable.exists():
        pytest.skip("no file here that root cannot read")
    if unreadable == note:
        note.chmod(0)
    result = pincite("add", unreadable)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"refused: {unreadable.name}: it cannot be read (")


@pytest.mark.parametrize("command", ["show", "remove", "export"])
@pytest.mark.parametrize("unknown", ["nope", "../../etc", "\udcff", "a" * 26, "\x00"])
def test_an_unknown_id_is_named_with_where_to_look(
    pincite: Pincite, document_id: str, command: str, unknown: str
) -> None:
    told = complaint(pincite(command, unknown))

    assert told == f"no document {unknown!r}: `pincite list` shows ids, titles and files"


@pytest.mark.parametrize("span", ["4", "4-", "-9", "9-4", "4-4", "0-71", "a-b", "4-9-12", "٤-٩٩"])
def test_a_span_that_is_none_is_refused(pincite: Pincite, document_id: str, span: str) -> None:
    assert "give START-END, at most 70" in complaint(pincite("show", f"{document_id}:{span}"))


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("question", "told"),
    [("", "is empty"), ("  ", "is empty"), ("why " * 2501, "10,003"), ("why \udcff", "not valid")],
    ids=["empty", "spaces", "long", "no text"],
)
def test_what_is_no_question_is_refused(
    pincite: Pincite, command: str, question: str, told: str
) -> None:
    assert told in complaint(pincite(command, question))


def test_asking_an_empty_collection_says_how_to_fill_it(pincite: Pincite) -> None:
    assert "`pincite add PATH`" in complaint(pincite("ask", QUESTION))


def test_a_misspelt_variable_stops_every_command(
    pincite: Pincite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_DATAA", "/srv")

    assert (
        complaint(pincite("list")) == "PINCITE_DATAA: no such setting (did you mean PINCITE_DATA?)"
    )


def test_a_model_that_is_not_there_is_named(pincite: Pincite, note: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert "modules.json is missing" in complaint(
        pincite("--model", tmp_path / "empty", "add", note)
    )
    assert "no model 'no/such'" in complaint(pincite("--model", "no/such", "add", note))


def test_an_answer_that_cannot_be_saved_says_where(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    nowhere = tmp_path / "no" / "answer.json"

    assert f"{nowhere} cannot be written" in complaint(pincite("ask", "--save", nowhere, QUESTION))


@pytest.mark.parametrize(
    "junk",
    [b"", b"\xff\xfe", b"%PDF", b"{}", b"[" * 99_999],
    ids=["none", "UTF-16", "PDF", "{}", "["],
)
def test_a_file_that_holds_no_answer_is_refused(
    pincite: Pincite, tmp_path: Path, junk: bytes
) -> None:
    (tmp_path / "answer.json").write_bytes(junk)

    assert complaint(pincite("verify", tmp_path / "answer.json"))


def test_a_data_directory_that_is_a_file_is_named(pincite: Pincite, note: Path) -> None:
    assert f"{note}" in complaint(pincite("--data", note, "list"))


def test_a_read_only_collection_is_asked_but_not_changed(
    pincite: Pincite, read_only: Path, document_id: str, note: Path
) -> None:
    note.write_text("Something else.")
    asked = pincite("--data", read_only, "ask", "--json", QUESTION)

    assert told_json(asked)["status"] == "answered"
    assert "read-only" in complaint(pincite("--data", read_only, "add", note))
    assert "read-only" in complaint(pincite("--data", read_only, "remove", document_id))
    assert pincite("--data", read_only, "show", document_id).stdout.endswith(f"{HERONS}\n")


def test_a_new_collection_on_a_read_only_disk_says_what_to_set(
    pincite: Pincite, read_only: Path
) -> None:
    told = pincite("--data", read_only, "--collection", "new", "add", "--bundled")

    assert "PINCITE_DATA" in complaint(told)
