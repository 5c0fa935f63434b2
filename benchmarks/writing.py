"""What a language model writes, and which of its sentences survive being checked.

    python -m benchmarks.writing QUESTIONS [--take N] [--save FILE]

The model is that of PINCITE_LLM_URL. QUESTIONS are lines of JSON with `question` and `answerable`,
as those that come with Pincite; they are put to the configured collection. Each record is saved
with its question, for people to read: whether a sentence that survived is right, no program says.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.answering.query_rewriting import Turn
from qa.answering.question import Request
from qa.config import Config
from qa.wiring import make_answerer, make_writer, open_existing, shared_verifier

Row = dict[str, Any]


def asked(config: Config, questions: Sequence[Row]) -> Iterator[Row]:
    """Yield each question with the record of its written answer."""
    index = open_existing(config)
    answerer = make_answerer(config, index)
    writer = make_writer(config, index, shared_verifier(config, lambda: index.embedder)())
    for row in questions:
        history = tuple(Turn(turn["question"]) for turn in row.get("history", ()))
        stages = answerer.stages(Request(row["question"], history))
        yield {**row, "record": writer.answer(stages).record()}


def counts(rows: Sequence[Row]) -> Counter[str]:
    """Count what became of questions and of sentences."""
    found: Counter[str] = Counter()
    for row in rows:
        record = row["record"]
        found["questions"] += 1
        found[f"answer {record['writer']['status']}"] += 1
        found["sentences left out"] += len(record["rejected"])
        for sentence in record["sentences"]:
            found[f"sentences {sentence['verdict']}"] += sentence["verdict"] != "verbatim"
    return found


def survivors(rows: Sequence[Row]) -> Iterator[str]:
    """Yield each sentence that survived under its question, with the words that it cites."""
    for row in rows:
        record = row["record"]
        quotes = {citation["number"]: citation["quote"] for citation in record["citations"]}
        for sentence in record["sentences"]:
            if sentence["verdict"] != "verbatim":
                unsaid = [sentence["text"][w["start"] : w["end"]] for w in sentence["unsupported"]]
                yield f"{row['question']}\n  {sentence['verdict']}: {sentence['text']} {unsaid}"
                yield from (f"    [{n}] {quotes[n]}" for n in sentence["citations"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--take", type=int, default=0, help="how many, spread over the file")
    parser.add_argument("--save", type=Path, help="the file for all records, as JSON lines")
    options = parser.parse_args()
    questions = [json.loads(line) for line in options.questions.read_text("utf-8").splitlines()]
    if options.take:
        step = len(questions) / options.take
        questions = [questions[int(number * step)] for number in range(options.take)]
    rows = []
    for row in asked(Config.from_env(), questions):
        rows.append(row)
        print(f"{row['record']['writer']['status']:12} {row['question']}", flush=True)
        if options.save:
            lines = (json.dumps(one, ensure_ascii=False) for one in rows)
            options.save.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(survivors(rows)))
    for name, number in sorted(counts(rows).items()):
        print(f"{number:5} {name}")


if __name__ == "__main__":
    main()
