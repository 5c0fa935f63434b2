"""What the reader is trained on is made of public repositories, each in its own format."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from measured_sets import write_measured_sets
from training_repositories import FILES, NQ_TEXT, SWAN, make_clones

from qa.reader.training import fetching
from qa.reader.training.fetching import Repository, SourceMissing, fetch, listed_repositories
from qa.reader.training.formats import FORMATS, Row
from qa.reader.training.labelled import TAKEN, labelled_examples
from qa.reader.training.sources import main, make, measured_texts, normalised, taken


@pytest.fixture(scope="module")
def clones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clones")


@pytest.fixture(scope="module")
def repositories(clones: Path) -> list[Repository]:
    return make_clones(clones)


def records(path: Path) -> list[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, clones: Path, repositories: Any) -> Path:
    out = tmp_path_factory.mktemp("made")
    make(out, repositories, clones=clones)
    return out


def of_set(folder: Path, name: str) -> list[Any]:
    """Return the questions of a set, with the text instead of its number."""
    texts = {row["id"]: row["text"] for row in records(folder / "contexts.jsonl.gz")}
    rows = [row for row in records(folder / "reader.jsonl.gz") if row["set"] == name]
    return [{**row, "context": texts[row["context"]]} for row in rows]


def test_squad_json_is_read_and_a_question_asked_twice_is_taken_once(made: Path) -> None:
    assert of_set(made, "squadshifts-reddit") == [
        {
            "set": "squadshifts-reddit",
            "question": "When did it come?",
            "context": f"{SWAN} reddit",
            "answers": [{"start": 26, "text": "May"}],
            "answerable": True,
            "title": "reddit",
        }
    ]


def test_words_of_the_penn_treebank_are_put_together(made: Path) -> None:
    (row,) = of_set(made, "squad1-nqg")

    assert row["question"] == "who doesn't sing?"
    assert row["context"] == "the owl (tyto) doesn't sing, it's quiet."
    assert row["answers"] == [{"start": 0, "text": row["context"]}]
    assert row["sentence_level"]


def test_an_answer_of_a_tale_has_a_place_where_it_stands_in_its_sections(made: Path) -> None:
    slept, why = of_set(made, "fairytaleqa")

    assert slept["context"] == "The fox had\na red coat.\nHe slept."
    assert slept["answers"] == [{"start": 24, "text": "He slept"}]
    assert why["context"] == "The fox had\na red coat."
    assert (why["answers"], why["free_answer"]) == ([], "Nobody knows")


def test_a_question_of_two_sets_over_one_passage_is_taken_once(made: Path) -> None:
    (heron,) = of_set(made, "qed-nq")
    (where,) = of_set(made, "nq-lostinthemiddle")

    assert heron["answers"] == [{"start": 42, "text": "1871"}], "the first part of each answer"
    assert heron["sentence"] == NQ_TEXT[:48]
    assert where["question"] == "where was the heron counted"
    assert where["answers"] == [{"start": 31, "text": "the Wye"}]


def test_what_all_judges_found_invalid_has_no_answer(made: Path) -> None:
    many, flew, who = of_set(made, "qamr")

    assert many["answers"] == [{"start": 0, "text": "Two"}]
    assert (flew["answers"], flew["free_answer"]) == ([], "Two flew")
    assert (who["question"], who["answerable"]) == ("Who?", False)
    assert all(row["context"] == "Two terns flew away" for row in (many, flew, who))


def test_a_negated_sentence_is_named_unless_it_was_edited_away(made: Path) -> None:
    no, more, unknown = of_set(made, "condaqa")

    assert (no["answers"], no["sentence"]) == ([], "No bird\u00a0is blue.")
    assert more["answers"] == [{"start": 9, "text": "more"}]
    assert "sentence" not in more
    assert (no["answerable"], unknown["answerable"]) == (True, False)


def test_a_question_with_an_empty_target_has_no_answer(made: Path) -> None:
    came, nobody = of_set(made, "timeqa-easy")

    assert (came["answers"], came["answerable"]) == ([{"start": 2, "text": "swan"}], True)
    assert (nobody["answers"], nobody["answerable"]) == ([], False)
    assert [row["question"] for row in of_set(made, "timeqa-hard")] == ["Who came, hard?"]


def test_examples_can_be_made_of_every_set(made: Path) -> None:
    sets = {row["set"] for row in records(made / "reader.jsonl.gz")}

    assert sets == set(TAKEN)
    assert {example.set for example in labelled_examples(made)} <= sets
    assert any(example.answerable for example in labelled_examples(made))


def test_what_is_measured_is_left_out(tmp_path: Path, clones: Path, repositories: Any) -> None:
    left_out = {normalised("HOW many?"), normalised(f"{SWAN} reddit")}
    counts = make(tmp_path, repositories, left_out, clones)

    assert counts["qamr"] == 2
    assert "squadshifts-reddit" not in counts
    assert counts["squadshifts-new_wiki"] == 1


def test_questions_and_texts_of_the_measured_sets_are_known(tmp_path: Path) -> None:
    write_measured_sets(tmp_path)
    known = measured_texts(tmp_path)

    assert {"where was the owl sold", "where does the gull nest"} <= known
    assert "the wren is a bird of the river in 1871 the wren was counted in ripon" in known


def test_the_same_words_about_an_edited_text_are_another_question() -> None:
    long = "a " * 300
    rows = [Row("x", "Why?", f"{long}{end}", ()) for end in ("b", "c", "b")]
    other = Row("y", "why", f"{long}d", ())

    assert [row.text[-1] for row in taken([*rows, other])] == ["b", "c"]


def test_files_are_fetched_once(
    tmp_path: Path, clones: Path, repositories: list[Repository]
) -> None:
    first = fetch(repositories, tmp_path, clones=clones)
    damaged = first["condaqa"]["data/condaqa_dev.json"]
    damaged.write_bytes(b"half of it")
    shutil.copytree(clones, tmp_path / "one")
    for name in FILES:
        if name != "condaqa":
            shutil.rmtree(tmp_path / "one" / f"{name}-repository")
    again = fetch(repositories, tmp_path, clones=tmp_path / "one")

    assert again == first
    assert damaged.read_bytes() == FILES["condaqa"]["data/condaqa_dev.json"]


@contextmanager
def served(folder: Path, refuse: int = 0) -> Iterator[tuple[str, list[str]]]:
    """Serve the files of a folder, after some refusals; yield the address and what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            place = folder / self.path.lstrip("/")
            data = place.read_bytes() if place.is_file() else b""
            self.send_response(503 if len(asked) <= refuse else 200 if data else 404)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Keep the log of the tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def one_file(data: bytes) -> Repository:
    digest = hashlib.sha256(data).hexdigest()
    return Repository("qed-nq", "owner/qed", "c0ffee", {"a file.txt": digest})


def test_files_come_from_the_server_after_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_WAIT", 0.0)
    place = tmp_path / "web" / "owner" / "qed" / "c0ffee" / "a%20file.txt"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"words")
    with served(tmp_path / "web", refuse=1) as (address, asked):
        found = fetch([one_file(b"words")], tmp_path / "out", address=address)

    assert found["qed-nq"]["a file.txt"].read_bytes() == b"words"
    assert asked == ["/owner/qed/c0ffee/a%20file.txt"] * 2


def test_a_file_that_is_not_there_names_its_address_and_what_to_do(tmp_path: Path) -> None:
    with (
        served(tmp_path) as (address, asked),
        pytest.raises(SourceMissing, match=r"/owner/qed/c0ffee/a%20file\.txt: .*--clones"),
    ):
        fetch([one_file(b"words")], tmp_path, address=address)

    assert len(asked) == 1, "it is not asked for again"


def test_a_file_with_other_words_is_not_kept(
    tmp_path: Path, clones: Path, repositories: Any
) -> None:
    path = "qed-dev.jsonlines"
    wrong = next(replace(r, files={path: "0" * 64}) for r in repositories if r.set == "qed-nq")

    with pytest.raises(SourceMissing, match=r"qed-dev\.jsonlines\): has the sha256 .*, not 0000"):
        fetch([wrong], tmp_path, clones=clones)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_clone_without_the_commit_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match=r"git clone https://github\.com/owner/qed "):
        fetch([one_file(b"")], tmp_path, clones=tmp_path)


def test_every_listed_repository_has_a_commit_digests_and_a_reader() -> None:
    listed = listed_repositories()

    assert {repository.set for repository in listed} == set(FORMATS)
    for repository in listed:
        assert len(repository.commit) == 40
        assert repository.files
        assert all(len(digest) == 64 for digest in repository.files.values())


def test_the_command_explains_itself() -> None:
    command = [sys.executable, "-m", "qa.reader.training.sources", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert "example: PINCITE_EVAL_DATA=" in done.stdout


def test_the_command_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PINCITE_EVAL_DATA", raising=False)
    with pytest.raises(SystemExit):
        main(["--out", str(tmp_path)])
    assert "--eval" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="PINCITE_EVAL_DATA right"):
        main(["--out", str(tmp_path), "--eval", str(tmp_path)])


def test_the_page_about_training_names_what_is_there() -> None:
    page = (Path(__file__).parent.parent / "docs" / "training.md").read_text("utf-8")
    commands = re.findall(r"python -m (qa\.[\w.]+)", page)

    assert len(set(commands)) == 11, "five for the reader, six for the entailment model"
    assert all(find_spec(command) is not None for command in commands)
