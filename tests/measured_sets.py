"""Tiny data of the evaluation sets that the reader learns from in part, in their own formats."""

import json
from pathlib import Path
from typing import Any

BIRDS = ("heron", "owl", "wren", "swan", "gull", "tern")


def write_measured_sets(folder: Path) -> None:
    """Write SQuAD 2.0 with an article for each of the birds, and SelQA with a section for each."""
    data: dict[str, Any] = {
        "squad2/squad2-articles-1-8.json": {"data": [_article(bird) for bird in BIRDS]},
        "squad2/distractor-paragraphs.json": {"data": []},
        "hotpotqa/hotpotqa_train.json": [],
        "mtrag/tasks-cloud-fiqa.jsonl": None,
        "selqa/selqa-ass-dev.json": [
            _section(bird, f"Where does the {bird} {does}?")
            for bird in BIRDS
            for does in ("sleep", "nest")
        ],
    }
    for name, value in data.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("" if value is None else json.dumps(value), "utf-8")


def _article(bird: str) -> Any:
    text = f"The {bird} is a bird of the river. In 1871 the {bird} was counted in Ripon."
    asked = [
        (f"Where was the {bird} counted?", ["Ripon", "in Ripon"], False),
        (f"Where was the {bird} sold?", [], True),
    ]
    questions = [
        {
            "id": f"{bird}-{number}",
            "question": question,
            "answers": [{"text": answer, "answer_start": text.find(answer)} for answer in answers],
            "is_impossible": impossible,
        }
        for number, (question, answers, impossible) in enumerate(asked)
    ]
    return {"title": bird.title(), "paragraphs": [{"context": text, "qas": questions}]}


def _section(bird: str, question: str) -> Any:
    about = (f"The {bird} sings.", f"The {bird} does sleep and nest in reeds.", "It is small.")
    # each of a length that makes it a passage of its own
    return {
        "question": question,
        "article": bird.title(),
        "section": "Habits",
        "candidates": [f"{sentence[:-1]}, {'as people say ' * 15}still." for sentence in about],
        "answers": [1],
    }
