"""`pincite chat` and `pincite find`: what is printed, what is kept, how it ends."""

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qa.commands.cli import main

HERONS = "The heron stands in shallow water. Ada Lund counted 40 herons in 1871."
OWLS = "Owls hunt at night. Nobody counts them."
QUESTION = "Who counted 40 herons?"
PROGRAM = Path(sys.executable).with_name("pincite")

Chat = Callable[..., Result]


@pytest.fixture
def pincite(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """Run a command over two notes; whatever is no error of the user's is raised."""
    monkeypatch.setenv("PINCITE_MODEL", str(model))
    monkeypatch.setenv("PINCITE_CONFIDENCE", "0")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "herons.txt").write_text(HERONS)
    (tmp_path / "notes" / "owls.txt").write_text(OWLS)

    def run(*arguments: object, **options: Any) -> Result:
        return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False, **options)

    run("add", tmp_path / "notes")
    return run


@pytest.fixture
def chat(pincite: Chat) -> Chat:
    """Chat with these lines typed in, each a line of text or of bytes."""

    def run(*lines: str | bytes, options: tuple[str, ...] = ()) -> Result:
        typed = b"".join(
            (line.encode() if isinstance(line, str) else line) + b"\n" for line in lines
        )
        return pincite("chat", *options, input=typed)

    return run


def test_a_conversation_quotes_no_more_than_is_wanted(chat: Chat) -> None:
    def quoted(*options: str) -> int:
        result = chat("herons owls", options=("--json", *options))
        return len(json.loads(result.stdout)["sentences"])

    assert quoted("--quotes", "1") == 1 < quoted("--quotes", "20")
    assert chat("herons", options=("--quotes", "21")).exit_code == 2


def complaints(result: Result) -> list[str]:
    assert result.exit_code == 0
    return [line for line in result.stderr.splitlines() if line.startswith("Error: ")]


# Chatting ---------------------------------------------------------------------------


def test_each_answer_is_printed_as_ask_prints_it(pincite: Chat, chat: Chat) -> None:
    owls = "What do owls hunt at night?"
    asked = [pincite("ask", question).stdout for question in (QUESTION, owls)]

    assert chat(QUESTION, owls).stdout == "".join(f"{answer}\n" for answer in asked)


def test_a_question_that_leans_is_searched_with_the_words_before(chat: Chat) -> None:
    records = [
        json.loads(line) for line in chat(QUESTION, "Why?", options=("--json",)).stdout.splitlines()
    ]
    told = chat(QUESTION, "Why?").stdout

    assert [record["question"] for record in records] == [QUESTION, "Why?"]
    assert records[0]["searched"] == QUESTION
    assert "herons" in records[1]["searched"]
    assert told.count("(searched as: ") == 1
    assert f"(searched as: {records[1]['searched']})" in told


def test_what_was_forgotten_is_carried_over_no_more(chat: Chat) -> None:
    result = chat(QUESTION, "/forget", "Why?")

    assert "(searched as: " not in result.stdout
    assert "a new conversation" in result.stderr


@pytest.mark.parametrize(
    ("line", "complaint"),
    [("", "empty"), ("?!", "empty"), ("a" * 5000, "5,000 characters"), (b"\xff\xfe", "Unicode")],
    ids=["empty", "no word", "too long", "no text"],
)
def test_a_bad_question_is_told_and_the_next_is_answered(
    chat: Chat, line: str | bytes, complaint: str
) -> None:
    result = chat(line if isinstance(line, str) else b"herons " + line, QUESTION)

    (told,) = complaints(result)
    assert complaint in told
    assert "40 herons" in result.stdout


def test_a_bad_question_is_no_part_of_the_conversation(chat: Chat, tmp_path: Path) -> None:
    chat(QUESTION, "", "a" * 5000, f"/save {tmp_path / 'saved.json'}")

    assert len(json.loads((tmp_path / "saved.json").read_text())) == 1


@pytest.mark.parametrize("end", ["/quit", "/exit", "quit", " Exit "])
def test_nothing_after_the_end_is_answered(chat: Chat, end: str) -> None:
    assert chat(end, QUESTION).stdout == ""


def test_a_last_line_without_an_end_is_answered(pincite: Chat) -> None:
    assert "40 herons" in pincite("chat", input=QUESTION).stdout


def test_saved_answers_can_be_verified(pincite: Chat, chat: Chat, tmp_path: Path) -> None:
    path = tmp_path / "two words.json"
    result = chat(QUESTION, "Why?", f"/save {path}")
    saved = json.loads(path.read_text())

    assert complaints(result) == []
    assert [record["question"] for record in saved] == [QUESTION, "Why?"]
    assert pincite("verify", path).exit_code == 0


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (("/save answers.json",), "nothing to save"),
        ((QUESTION, "/save"), "no such command"),
        ((QUESTION, "/save /nowhere/at/all.json"), "cannot be written"),
        (("/dance",), "no such command"),
    ],
)
def test_a_command_that_cannot_be_obeyed_is_told(
    chat: Chat, lines: tuple[str, ...], complaint: str
) -> None:
    (told,) = complaints(chat(*lines))

    assert complaint in told


def test_an_empty_collection_is_told_before_anything_is_asked(pincite: Chat) -> None:
    result = pincite("--collection", "none", "chat", input=QUESTION)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "pincite add" in result.stderr


def test_a_person_is_prompted_and_ends_it_with_control_d(pincite: Chat) -> None:
    """Over a terminal of its own, as a person would."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([PROGRAM, "chat"], stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        read_until(ours, "? ")
        os.write(ours, f"{QUESTION}\n".encode())
        answer = read_until(ours, "confidence", "\n? ")
        os.write(ours, b"\x04")

        plain = answer.replace("\x1b[1m", "").replace("\x1b[22m", "")
        assert "Ada Lund counted 40 herons in 1871. [" in plain
        assert process.wait(120) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def read_until(terminal: int, *wanted: str) -> str:
    """Return what a terminal shows, once it shows all that is wanted, one after the other."""
    shown, until = "", time.monotonic() + 300
    while time.monotonic() < until:
        if select.select([terminal], [], [], 1)[0]:
            shown += os.read(terminal, 4096).decode(errors="replace").replace("\r\n", "\n")
        position = 0
        for part in wanted:
            position = shown.find(part, position) + 1
            if not position:
                break
        else:
            return shown
    raise TimeoutError(shown)


# Finding ----------------------------------------------------------------------------


def test_find_prints_what_was_found_where_and_how_much_was_searched(pincite: Chat) -> None:
    told = pincite("find", "herons").stdout

    assert "herons  (1 passage)" in told
    assert "The heron stands in shallow water." in told
    assert "1 by words" in told
    assert "of 2 passages in" in told
    assert "of 2 documents" in told


def test_find_as_json_is_the_record(pincite: Chat) -> None:
    record = json.loads(pincite("find", "--json", "herons").stdout)

    assert (record["topic"], record["passages_searched"]) == ("herons", 2)
    assert record["documents"][0]["passages"][0]["text"] == HERONS


def test_find_shows_as_many_passages_as_it_is_told(pincite: Chat, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("\n\n".join(f"Heron number {n} stands in the reeds. " * 12 for n in range(4)))
    pincite("add", long)
    told = pincite("find", "-k", "1", "heron reeds").stdout

    assert re.search(r"^long  \(\d+ passages, 1 shown\)$", told, re.MULTILINE)


@pytest.mark.parametrize("topic", ["", " ?"])
def test_an_empty_topic_is_told(pincite: Chat, topic: str) -> None:
    result = pincite("find", topic)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: the topic is empty: name it in words\n"
