"""Tiny repositories in the formats of the sets that the reader is trained on."""

import gzip
import hashlib
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qa.reader.training.fetching import Repository

SWAN = "A swan came to the lake in May. It stayed until June."
NQ_TEXT = "The heron was first counted on the Wye in 1871. " * 6


def _lines(*rows: Any) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def _squad(name: str) -> bytes:
    answers = [{"answer_start": 26, "text": "May"}]
    asked = [
        {"question": " When did it come? ", "answers": answers},
        {"question": "When did it come", "answers": []},
    ]
    article = {"title": name, "paragraphs": [{"context": f"{SWAN} {name}", "qas": asked}]}
    return json.dumps({"data": [article]}).encode()


def _condaqa(question: str, label: str, text: str) -> dict[str, str]:
    return {
        "sentence2": question,
        "label": label,
        "sentence1": text,
        "original sentence": "No bird\u00a0is blue.",
    }


def _timeqa(question: str, *places: tuple[int, str]) -> dict[str, Any]:
    return {
        "question": question,
        "context": SWAN,
        "from": [start for start, _ in places],
        "targets": [text for _, text in places],
    }


QAMR = "Wiki1k:wikipedia:7:1:2\t0 1\t5\t0\t1\t{}\t{}\t6:{}\t7:{}\n"
QUESTION_COLUMNS = "question_id,cor_section,question,ex-or-im1,answer1\n"
SPLIT = "data-by-train-split"

FILES: Mapping[str, Mapping[str, bytes]] = {
    "squadshifts": {
        f"datasets/{name}_v1.0.json": _squad(name)
        for name in ("new_wiki", "reddit", "amazon_reviews")
    },
    "squad1-nqg": {
        "data/processed/src-test.txt": b"the owl -lrb- tyto -rrb- does n't sing , it 's quiet .\n",
        "data/processed/tgt-test.txt": b"who does n't sing ?\n",
    },
    "fairytaleqa": {
        f"{SPLIT}/section-stories/val/fox-story.csv": (
            b'section,text\n1,"The fox had\na red coat."\n2,He slept.\n'
        ),
        f"{SPLIT}/questions/val/fox-questions.csv": (
            f'{QUESTION_COLUMNS}1,"1,2",Who slept?,explicit,he.\n2,1,Why?,implicit,Nobody knows\n'
        ).encode(),
    },
    "qed-nq": {
        "qed-dev.jsonlines": _lines(
            {
                "question_text": "when was the heron counted",
                "paragraph_text": NQ_TEXT + "It is grey .",
                "title_text": "Heron",
                "original_nq_answers": [
                    [{"start": 42, "string": "1871"}, {"start": 4, "string": "heron"}]
                ],
                "annotation": {"selected_sentence": {"string": NQ_TEXT[:48]}},
            }
        )
    },
    "nq-lostinthemiddle": {
        "qa_data/nq-open-oracle.jsonl.gz": gzip.compress(
            _lines(
                {
                    "question": "When was the heron counted?",
                    "answers": ["1871"],
                    "ctxs": [{"title": "Heron", "text": NQ_TEXT}],
                },
                {
                    "question": "where was the heron counted",
                    "answers": ["the Wye", "Wales"],
                    "ctxs": [{"title": "Heron", "text": NQ_TEXT}],
                },
            )
        )
    },
    "qamr": {
        "data/wiki-sentences.tsv": b"Wiki1k:wikipedia:7:1:2\tTwo terns flew away\n",
        **{
            f"data/{kind}/{part}.tsv": (
                QAMR.format("How many?", "0", 0, 0)
                + QAMR.format("What flew?", "0 2", 1, "Invalid")
                + QAMR.format("Who?", "1", "Invalid", "Invalid")
                if kind == "full"
                else QAMR.format("How many?", "0", 0, 0) + QAMR.format("What flew?", "0 2", 1, 1)
            ).encode()
            for kind in ("filtered", "full")
            for part in ("dev", "test")
        },
    },
    "condaqa": {
        "data/condaqa_dev.json": _lines(
            _condaqa("Is a tern blue? ", "NO", "A tern. No bird is blue."),
            _condaqa("Is a tern blue?", "more", "Some are more or less blue."),
        ),
        "data/few-shot/test_splits/conda_fewshot_test_1.json": _lines(
            _condaqa("Is a jay?", "DON'T KNOW", "No bird is blue."),
        ),
        "data/few-shot/test_splits/conda_fewshot_test_5.json": b"",
    },
    "timeqa": {
        f"dataset/human_train.{level}.json.gzip": gzip.compress(
            _lines(
                _timeqa("Who came in May 2001?", (2, "swan")),
                _timeqa(f"Who came, {level}?", (0, "")),
            )
        )
        for level in ("easy", "hard")
    },
}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder as nobody in particular, and return what it prints."""
    command = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    done = subprocess.run([*command, *arguments], capture_output=True, check=True, text=True)
    return done.stdout.strip()


def make_clones(folder: Path) -> list[Repository]:
    """Make a clone of each repository, with a later commit without the files; return them."""
    made = []
    for name, files in FILES.items():
        clone = folder / f"{name}-repository"
        for path, data in files.items():
            (clone / path).parent.mkdir(parents=True, exist_ok=True)
            (clone / path).write_bytes(data)
        git(folder, "init", "-q", str(clone))
        git(clone, "add", ".")
        git(clone, "commit", "-q", "-m", "Files")
        commit = git(clone, "rev-parse", "HEAD")
        git(clone, "rm", "-q", "-r", ".")
        git(clone, "commit", "-q", "-m", "None")
        digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
        made.append(Repository(name, f"owner/{name}-repository", commit, digests))
    return made
