"""What the program says of itself, and how it ends."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from command_line import PROGRAM, QUESTION, Pincite, told_json
from made_files import make_pdf, scanned_page, text_page

from qa.commands.cli import COMMANDS, main

# Pages ------------------------------------------------------------------------------


def test_the_label_of_a_page_and_that_it_was_recognized_are_told(
    pincite: Pincite, tmp_path: Path
) -> None:
    book = tmp_path / "book.pdf"
    page = scanned_page("The bittern was ringed at the weir.", called=9)
    book.write_bytes(make_pdf(text_page("Contents of the book."), page))
    (file,) = told_json(pincite("add", "--json", book))["files"]
    where = "p. 9 (PDF page 2), read by OCR"

    assert f"book, {where}  " in pincite("ask", "Where was the bittern ringed?").stdout
    assert f"book, {where}  " in pincite("search", "bittern").stdout
    assert f"  {where.replace(', ', '  ')}  (by words" in pincite("find", "bittern").stdout
    assert re.search(
        r"^read by OCR +1 of 2 pages$", pincite("show", file["document_id"]).stdout, re.M
    )
    exported = json.loads(pincite("export").stdout)
    told = [(p["page"], p["page_label"], p["recognized"]) for p in exported["passages"]]
    assert told == [(1, "", False), (2, "9", True)]


def test_a_saved_page_is_told_with_its_address_and_its_file(pincite: Pincite, note: Path) -> None:
    page = note.with_name("terns.html")
    head = '<title>Terns</title><link rel="canonical" href="https://example.org/terns">'
    page.write_text(f"<html><head>{head}</head><body><p>The tern dives for fish.</p></body></html>")
    added = told_json(pincite("add", "--json", note.parent))["files"]
    (document_id,) = (f["document_id"] for f in added if f["source"].endswith("/terns"))

    assert "  Terns (https://example.org/terns, notes/terns.html)\n" in pincite("list").stdout
    assert "\nfile      notes/terns.html\n" in pincite("show", document_id).stdout
    told = pincite("ask", "--folder", "notes", "What does the tern dive for?").stdout
    assert f"[1] Terns, notes/terns.html  {document_id}:0-24" in told


# Help -------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_of_it(pincite: Pincite, command: str) -> None:
    result = pincite(command, "--help")
    example = result.output.partition("Example:\n")[2]

    assert result.exit_code == 0
    assert f"pincite {command}" in example


def test_the_help_lists_every_command_with_its_purpose(pincite: Pincite) -> None:
    listed = pincite("--help").output

    assert "\n  Example:\n    pincite add ~/papers\n" in listed
    assert all(f"  {name} " in listed and line in listed for name, (_, line) in COMMANDS.items())


def test_the_line_of_the_list_is_that_of_the_command(pincite: Pincite) -> None:
    """They are written twice, because listing must not import every command."""
    for command in COMMANDS:
        assert main.get_command(None, command).name == command  # type: ignore[arg-type, union-attr]


def test_an_unknown_command_is_a_usage_error(pincite: Pincite) -> None:
    result = pincite("askk", "Who?")

    assert result.exit_code == 2
    assert "No such command 'askk'. Did you mean 'ask'?" in result.stderr


# The program itself -----------------------------------------------------------------


def run_program(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_standard_output_carries_the_answer_and_nothing_else(document_id: str, model: Path) -> None:
    """Libraries like to print while they load a model."""
    done = run_program("ask", "--json", QUESTION, PINCITE_MODEL=str(model), PINCITE_CONFIDENCE="0")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "answered"
    assert done.stderr == ""


def test_an_error_of_the_program_is_one_line_without_a_traceback() -> None:
    done = run_program("show", "nope")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: no document 'nope': `pincite list` shows ids, titles and files\n"


def test_listing_imports_no_library_that_it_does_not_need() -> None:
    """They take seconds to import, and this command needs none of them."""
    done = run_program("list", "--json", PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

    assert json.loads(done.stdout) == {"documents": []}
    assert "qa.commands.output" in imported
    assert not imported & {"torch", "transformers", "sentence_transformers", "flask"}


def test_a_reader_that_stops_reading_is_no_error(document_id: str) -> None:
    done = subprocess.run(
        f"'{PROGRAM}' export | head -c 1", shell=True, capture_output=True, text=True, timeout=300
    )

    assert (done.stdout, done.stderr) == ("{", "")
