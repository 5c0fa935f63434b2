"""Questions over prose that the reader was not trained on, to fit the choice to."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus import Document, Source
from index import Index
from qa.config import Config
from qa.evaluation.cases import Case
from qa.evaluation.gold import Gold
from qa.reader.training.examples import read
from qa.reader.training.lines import read_contexts, read_lines
from qa.wiring import open_index

ASKED = {"squadshifts-new_wiki": 400, "squadshifts-reddit": 100, "fairytaleqa": 100}
"""Questions of each set; guesses: a fourth of what the choice is fitted to, most of it plain."""

_MORE_TEXTS = 1500  # questions whose texts are there as well, so that there is something to find
_REMOVED = 6  # every sixth question is asked again with its article out of reach


def prose(data: Path, examples: Iterable[Path], config: Config) -> tuple[list[Case], Index]:
    """Return questions that are in no file of examples, and a collection with their texts.

    Args:
        data: The folder with the labelled sets.
        examples: What the reader was trained on.
        config: Where the collection is made.
    """
    seen = {example.question for path in examples for example in read(path)}
    texts = read_contexts(data)
    rows = [
        row
        for row in read_lines(data / "reader.jsonl.gz")
        if row["set"] in ASKED and row["answers"] and row["question"] not in seen
    ]
    random.Random(3).shuffle(rows)
    chosen = [
        row
        for name, most in ASKED.items()
        for row in [row for row in rows if row["set"] == name][:most]
    ]
    more = [row for row in rows if row["set"] == "squadshifts-new_wiki"][:_MORE_TEXTS]
    documents = {row["context"]: _document(row, texts[row["context"]]) for row in (*chosen, *more)}
    index = open_index(config, "prose")
    for _ in index.add(list(documents.values())):
        pass
    index.checkpoint(always=True)
    return list(_cases(chosen, documents)), index


def _document(row: Any, text: str) -> Document:
    source = Source(f"prose:{row['context']}", f"prose-{row['context']}")
    title = str(row.get("title") or "").replace("_", " ")
    title = "" if title.startswith(("Filtered", "Amazon")) else title
    return Document(source.document_id, title, source.label, text)


def _cases(rows: Iterable[Any], documents: dict[Any, Document]) -> Iterable[Case]:
    for number, row in enumerate(rows):
        own = documents[row["context"]]
        words = dict.fromkeys(answer["text"] for answer in row["answers"])
        gold = tuple(Gold(own.source, text) for text in words)
        question = row["question"].strip()
        yield Case(f"prose-{number}", question, gold=gold)
        if number % _REMOVED == 0:
            others = frozenset(d.id for d in documents.values() if d.title != own.title)
            yield Case(f"removed-{number}", question, "removed", within=others)
