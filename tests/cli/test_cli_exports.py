"""`pincite cite`, and `pincite ask` that writes a file."""

import json
import re
from pathlib import Path

import pytest
from command_line import QUESTION, Pincite

pytestmark = pytest.mark.usefixtures("document_id")


@pytest.fixture
def saved(pincite: Pincite, tmp_path: Path) -> Path:
    path = tmp_path / "answer.json"
    pincite("ask", "--save", path, QUESTION)
    return path


def test_ask_writes_the_format_that_the_name_says(pincite: Pincite, tmp_path: Path) -> None:
    for name, start in (("a.docx", b"PK"), ("a.md", b"## Who"), ("a.bib", b"@misc{pincite:")):
        result = pincite("ask", "-o", tmp_path / name, QUESTION)
        assert (result.exit_code, result.output) == (0, "")
        assert (tmp_path / name).read_bytes().startswith(start)
    assert not list(tmp_path.glob("*.tmp"))


def test_text_goes_to_standard_output(pincite: Pincite) -> None:
    told = pincite("ask", "--format", "ris", "-o", "-", QUESTION)

    assert told.stdout.startswith("TY  - GEN\r\n") or told.stdout.startswith("TY  - GEN\n")
    assert "herons in 1871.”" in told.stdout


def test_a_saved_answer_is_written_by_default_as_markdown(pincite: Pincite, saved: Path) -> None:
    assert pincite("cite", saved).stdout.startswith("## Who counted the herons?\n\n> “")


def test_several_saved_answers_are_one_file(pincite: Pincite, saved: Path) -> None:
    record = json.loads(saved.read_text())
    saved.write_text(json.dumps([record, record]))

    told = pincite("cite", saved, "--format", "csl")

    assert len(json.loads(told.stdout)) == 1, "one document"


def test_what_is_stale_is_marked_and_said(pincite: Pincite, saved: Path, note: Path) -> None:
    note.write_text("The heron flew off.")
    pincite("add", note)
    told = pincite("cite", saved)

    assert "[document changed" in told.stdout.replace("\\", "")
    assert "not verbatim any more" in told.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "docx"), "name a file, as in -o answer.docx"),
        (
            ("-o", "answer.pdf"),
            "cannot tell the format from the name 'answer.pdf': add --format, one of docx, md,",
        ),
        (("--format", "md", "--json"), "--json prints JSON: leave it out to write md"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_asked(
    pincite: Pincite, arguments: tuple[str, ...], said: str
) -> None:
    result = pincite("ask", *arguments, QUESTION)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def test_a_folder_that_is_not_there_is_named(pincite: Pincite, tmp_path: Path) -> None:
    result = pincite("ask", "-o", tmp_path / "none" / "a.md", QUESTION)

    assert result.exit_code == 1
    assert "cannot be written: No such file or directory" in result.stderr


def test_find_writes_a_table(pincite: Pincite, tmp_path: Path) -> None:
    assert pincite("find", "herons", "-o", tmp_path / "a.xlsx").exit_code == 0
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"
    told = pincite("find", "herons", "--format", "csv").stdout
    assert told.startswith("title,author,")
    assert "Ada Lund" in told


def test_links_to_quotes_are_one_line_each(
    pincite: Pincite, saved: Path, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = pincite("cite", "--frame", saved)
    assert refused.exit_code == 1
    assert "set PINCITE_PUBLIC_URL" in refused.stderr

    monkeypatch.setenv("PINCITE_PUBLIC_URL", "https://answers.example.org/pincite")
    told = pincite("cite", "--frame", "--days", "7", saved)
    assert re.match(
        r"\[1\] https://answers.example.org/pincite/framed/[\w-]+\.[\w-]{43} ", told.stdout
    )
    assert told.stderr.startswith("1 link, valid until 2")
    assert pincite("cite", "--frame", "--format", "md", saved).exit_code == 2

    note.write_text("The heron flew off.")
    pincite("add", note)
    stale = pincite("cite", "--frame", saved)
    assert (stale.stdout, "1 citation left out" in stale.stderr) == ("", True)
