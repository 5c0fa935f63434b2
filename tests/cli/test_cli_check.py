"""`pincite check`: what it prints, writes and exits with."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from command_line import Pincite, complaint, told_json
from docx import Document as open_word

DRAFT = "# Herons\n\nIn 1871, Ada Lund counted 40 herons. Ada Lund counted 90 herons in 1871.\n"


@pytest.fixture
def draft(tmp_path: Path, document_id: str) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT)
    return path


def test_each_sentence_is_printed_with_its_verdict_and_the_words(
    pincite: Pincite, draft: Path, document_id: str
) -> None:
    result = pincite("check", draft)
    reason = told_json(pincite("check", "--json", draft))["sentences"][1]["reason"]

    assert (result.exit_code, result.stderr) == (0, "")
    assert reason
    assert result.stdout == (
        "supported\n  In 1871, Ada Lund counted 40 herons.\n"
        "    “Ada Lund counted 40 herons in 1871.”\n"
        f"    [1] herons  {document_id}:35-70, version {version(pincite, document_id)}\n\n"
        "contradicted\n  Ada Lund counted 90 herons in 1871.\n"
        f"    {reason}\n    Not in the source: “90”\n"
        "    “Ada Lund counted 40 herons in 1871.”\n"
        f"    [1] herons  {document_id}:35-70, version {version(pincite, document_id)}\n\n"
        "2 sentences: 1 supported, 1 contradicted\n"
    )


def version(pincite: Pincite, document_id: str) -> str:
    return str(told_json(pincite("show", "--json", document_id))["version"][:12])


def test_words_without_support_are_underlined_in_a_terminal(pincite: Pincite, draft: Path) -> None:
    assert "\x1b[4m90" in pincite("check", draft, color=True).stdout
    assert "\x1b" not in pincite("check", draft).stdout


def test_json_is_the_record_that_verify_checks(
    pincite: Pincite, draft: Path, tmp_path: Path
) -> None:
    record = told_json(pincite("check", "--json", draft))
    saved = tmp_path / "checked.json"
    saved.write_text(json.dumps(record))

    assert record["draft"]["name"] == "draft.md"
    assert [one["verdict"] for one in record["sentences"]] == ["supported", "contradicted"]
    assert pincite("verify", saved).exit_code == 0
    record["citations"][0]["quote"] = "Ada Lund counted 90 herons in 1871."
    saved.write_text(json.dumps(record))
    assert pincite("verify", saved).exit_code == 1


def test_strict_fails_where_a_sentence_is_contradicted_or_not_found(
    pincite: Pincite, draft: Path
) -> None:
    assert pincite("check", "--strict", draft).exit_code == 1
    draft.write_text("Bridges over the canal were painted green by volunteers.")
    assert pincite("check", "--strict", draft).exit_code == 1
    draft.write_text("Ada Lund counted 40 herons in 1871. Is that so?")
    assert pincite("check", "--strict", draft).exit_code == 0
    draft.write_text("Is that so?")
    assert pincite("check", "--strict", draft).exit_code == 1


def test_a_draft_may_come_from_standard_input(pincite: Pincite, document_id: str) -> None:
    record = told_json(pincite("check", "--json", "-", input=DRAFT))

    assert record["draft"]["name"] == ""
    assert record["counts"]["supported"] == 1


def test_each_format_is_written_as_its_name_ends(
    pincite: Pincite, draft: Path, tmp_path: Path
) -> None:
    for name in ("checked.md", "checked.docx", "checked.json"):
        assert pincite("check", draft, "-o", tmp_path / name).exit_code == 0

    assert "[^pincite-1]: **Supported.**" in (tmp_path / "checked.md").read_text("utf-8")
    words = open_word(BytesIO((tmp_path / "checked.docx").read_bytes()))
    assert [c.text.split("\n")[0] for c in words.comments if c.author == "Pincite"][:2] == [
        "Supported", "Contradicted",
    ]  # fmt: skip
    assert pincite("verify", tmp_path / "checked.json").exit_code == 0


def test_text_formats_go_to_standard_output(pincite: Pincite, draft: Path) -> None:
    assert pincite("check", "--format", "md", draft).stdout.startswith("# Herons\n")
    assert json.loads(pincite("check", "--format", "json", draft).stdout)["counts"]


def test_a_word_draft_comes_back_with_comments(
    pincite: Pincite, tmp_path: Path, document_id: str
) -> None:
    file = open_word()
    file.add_paragraph("In 1871, Ada Lund counted 40 herons.").runs[0].bold = True
    file.save(str(tmp_path / "draft.docx"))

    pincite("check", tmp_path / "draft.docx", "-o", tmp_path / "checked.docx")

    made = open_word(str(tmp_path / "checked.docx"))
    assert [(p.text, p.runs[0].bold) for p in made.paragraphs] == [
        ("In 1871, Ada Lund counted 40 herons.", True)
    ]
    assert [comment.text.split("\n")[0] for comment in made.comments][:1] == ["Supported"]


def test_a_filter_limits_what_is_searched(pincite: Pincite, draft: Path) -> None:
    assert "no document matches" in complaint(pincite("check", "--author", "Nobody", draft))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "out.pdf"), "one of md, docx, json"),
        (("--format", "docx"), "docx is not text: name a file"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_check(
    pincite: Pincite, draft: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = pincite("check", draft, *arguments)

    assert result.exit_code == 2
    assert words in result.stderr


def test_what_cannot_be_checked_is_one_line(pincite: Pincite, draft: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.md"
    said = complaint(pincite("check", missing))
    assert "no such file" in said
    assert said.count(str(missing)) == 1
    draft.write_text("…")
    assert f"{draft}: the draft is empty" in complaint(pincite("check", draft))
    draft.write_bytes(b"")
    assert f"{draft}: the file is empty" in complaint(pincite("check", draft))
    assert "standard input: the draft is empty" in complaint(pincite("check", "-", input="…"))
    draft.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    said = complaint(pincite("check", draft))
    assert "PNG" in said
    assert str(draft) in said
    draft.write_text("It rained. " * 501)
    assert "more than the 500 sentences" in complaint(pincite("check", draft))
    draft.write_text(DRAFT)
    there = tmp_path / "missing" / "out.md"
    assert "cannot be written" in complaint(pincite("check", draft, "-o", there))


def test_the_draft_itself_is_never_written_over(pincite: Pincite, draft: Path) -> None:
    result = pincite("check", draft, "-o", draft)

    assert result.exit_code == 2
    assert "is the draft itself: give -o another name" in result.stderr
    assert draft.read_text() == DRAFT


def test_a_collection_without_documents_is_said(pincite: Pincite, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(DRAFT)

    assert "the collection is empty" in complaint(pincite("check", tmp_path / "draft.txt"))


def test_nothing_in_a_draft_acts_on_the_terminal(pincite: Pincite, draft: Path) -> None:
    draft.write_text("Ada Lund counted 40 herons\x1b]0;x\x07 in \u202e1871.")

    shown = pincite("check", draft).stdout

    assert "\x1b]" not in shown
    assert "\u202e" not in shown
