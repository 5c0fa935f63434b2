"""How far a command is: also inside of one large file, and only where somebody looks."""

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from toys import live_modules, reading

from corpus import find_files
from index import LocalIndex
from index.ingest.files import ingest
from index.writing.progress import Embedding, Reading, Step
from qa.commands.progress import describe

PARAGRAPHS = 600
LARGE = "\n\n".join(f"Paragraph {number} tells of herons. " * 5 for number in range(PARAGRAPHS))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.txt"
    path.write_text(LARGE)
    return path


def steps_of(path: Path, index: LocalIndex) -> list[Step]:
    steps: list[Step] = []
    list(ingest(find_files([path]), index, watch=steps.append))
    return steps


def test_what_is_done_inside_of_a_large_file_is_told(large: Path, index: LocalIndex) -> None:
    first, *embedding = steps_of(large, index)
    many = reading(index).passage_count()

    assert first == Reading("large.txt", len(LARGE))
    assert many > 256
    assert embedding == [
        Embedding(("large.txt",), done, many) for done in (*range(0, many, 64), many)
    ]
    assert steps_of(large, index) == []  # it has not changed


def test_files_that_are_embedded_together_are_told_together(
    tmp_path: Path, index: LocalIndex
) -> None:
    (tmp_path / "notes").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "notes" / name).write_text(f"Herons wade, says {name}.")

    *_, begun, done = steps_of(tmp_path / "notes", index)
    assert begun == Embedding(("notes/a.txt", "notes/b.txt"), 0, 2)
    assert done == Embedding(("notes/a.txt", "notes/b.txt"), 2, 2)


def test_a_large_file_is_embedded_as_well_as_in_one_piece(large: Path, index: LocalIndex) -> None:
    list(ingest(find_files([large]), index))

    assert list(index.findings()) == []
    for number in (0, 333, PARAGRAPHS - 1):
        question = f"paragraph {number}"
        (hit,) = reading(index).search(question, reading(index).embed_question(question), 1)
        assert f"Paragraph {number} tells" in hit.passage.text


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Reading("big.pdf", 24_300_000), "reading big.pdf, 24.3 MB"),
        (Reading("a.txt", 120), "reading a.txt, 0.1 kB"),
        (Embedding(("big.pdf",), 340, 1200), "big.pdf: 340 of 1,200 passages embedded"),
        (Embedding(("a", "b"), 0, 1), "2 files: 0 of 1 passage embedded"),
        (
            Reading("x" * 99 + "/\x1b.pdf", 0),
            f"reading …{'x' * 23}/\N{REPLACEMENT CHARACTER}.pdf, ",
        ),
    ],
)
def test_steps_are_told_in_words_that_fit_a_line(step: Step, words: str) -> None:
    assert describe(step).startswith(words)


ADD = """
import sys, time
from pathlib import Path
from corpus import find_files
from index import LocalIndex
from qa.commands.add import carry_out
from index.ingest.files import ingest
from toys import WordEmbedder

class Waiting(WordEmbedder):
    def embed_passages(self, passages):
        while self.embedded >= 64 and not Path(sys.argv[3]).exists():
            time.sleep(0.05)
        return super().embed_passages(passages)

index = LocalIndex(Path(sys.argv[2]), Waiting)
files = list(find_files([Path(sys.argv[1])]))
carry_out(index, lambda watch: ingest(files, index, watch=watch), len(files), True)
"""


def test_a_terminal_shows_how_far_a_large_file_is(large: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = subprocess.Popen(
        [sys.executable, "-c", ADD, str(large), str(tmp_path / "c"), str(tmp_path / "go")],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, **live_modules()},
    )
    os.close(theirs)
    shown = b""
    try:
        while b"large.txt: 64 of " not in shown:
            shown += os.read(ours, 1 << 16)
    finally:
        (tmp_path / "go").touch()  # it ends in any case
    assert process.communicate()[0].startswith(b"{")
    os.close(ours)

    assert process.returncode == 0
    assert b"0/1" in shown


def test_what_is_no_terminal_is_told_nothing_in_between(large: Path, tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    done = subprocess.run(
        [sys.executable, "-c", ADD, str(large), str(tmp_path / "c"), str(tmp_path / "go")],
        capture_output=True,
        text=True,
        env={**os.environ, **live_modules()},
        check=True,
    )

    assert done.stderr == ""
    assert done.stdout.startswith('{\n  "counts": {')
