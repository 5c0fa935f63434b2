"""Reads the labelled questions of public sets, each in a format of its own.

What each reader does to a text (spaces, brackets, which answers are taken) is what the reader that
is shipped was trained on: change it, and the reader that is trained is another one.
"""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Files = Mapping[str, Path]
"""Where the files of a repository lie, by their paths in it."""

_DECIDED = ("YES", "NO", "DON'T KNOW")  # the answers of CondaQA that are no words of the text
_BRACKETS = {
    "-lrb-": "(",
    "-rrb-": ")",
    "-lsb-": "[",
    "-rsb-": "]",
    "-lcb-": "{",
    "-rcb-": "}",
    "``": '"',
    "''": '"',
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Words of a text that answer, and where they start in it."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A question about a text; `more` is what some sets know besides."""

    set: str
    question: str
    text: str
    answers: tuple[Answer, ...]
    answerable: bool = True
    more: Mapping[str, Any] = field(default_factory=dict)


def squadshifts(files: Files) -> Iterator[Row]:
    """Yield the questions of SQuADShifts (Miller et al. 2020): JSON as that of SQuAD 1.1."""
    for name in ("new_wiki", "reddit", "amazon_reviews"):
        data = json.loads(_text(files[f"datasets/{name}_v1.0.json"]))["data"]
        for article in data:
            for paragraph in article["paragraphs"]:
                for asked in paragraph["qas"]:
                    answers = [Answer(a["answer_start"], a["text"]) for a in asked["answers"]]
                    yield Row(
                        f"squadshifts-{name}",
                        asked["question"].strip(),
                        paragraph["context"],
                        tuple(answers),
                        more={"title": article["title"]},
                    )


def squad1_nqg(files: Files) -> Iterator[Row]:
    """Yield the questions of Du et al. (2017) over sentences of SQuAD's training articles.

    A line of the one file is a sentence, that of the other its question, in lower case and in
    words of the Penn Treebank. The whole sentence is the answer.
    """
    questions = _lines(files["data/processed/tgt-test.txt"])
    texts = _lines(files["data/processed/src-test.txt"])
    for question, sentence in zip(questions, texts, strict=True):
        text = _put_together(sentence)
        answers = (Answer(0, text),)
        more = {"sentence_level": True}
        yield Row("squad1-nqg", _put_together(question), text, answers, more=more)


def _put_together(words: str) -> str:
    """Return words of the Penn Treebank as people write them."""
    for code, mark in _BRACKETS.items():
        words = words.replace(code, mark)
    words = re.sub(r" ([,.;:?!)\]}%])", r"\1", words)
    words = re.sub(r"([(\[{$£€]) ", r"\1", words)
    return re.sub(r" ('(?:s|t|re|ve|ll|d)\b|n't)", r"\1", words).strip()


def fairytaleqa(files: Files) -> Iterator[Row]:
    """Yield the questions of FairytaleQA (Xu et al. 2022): a file of them for each story.

    A question names the sections it is about. The answer is free text: where it stands in them,
    it has a place.
    """
    for path in sorted(path for path in files if "/questions/" in path):
        story = path.replace("/questions/", "/section-stories/")
        story = story.replace("-questions.csv", "-story.csv")
        sections = {row["section"]: row["text"] for row in _table(files[story])}
        for row in _table(files[path]):
            numbers = [number.strip() for number in row["cor_section"].split(",")]
            text = "\n".join(sections[number] for number in numbers if number)
            answer = row["answer1"].strip()
            more = {"free_answer": answer, "explicit": row["ex-or-im1"]}
            place = _place(answer.rstrip(".").strip(), text)
            yield Row("fairytaleqa", row["question"].strip(), text, place, more=more)


def _place(answer: str, text: str) -> tuple[Answer, ...]:
    found = re.search(re.escape(answer), text, re.IGNORECASE) if answer else None
    return () if found is None else (Answer(found.start(), found[0]),)


def qed(files: Files) -> Iterator[Row]:
    """Yield the questions of QED (Lamm et al. 2021) of Natural Questions, lines of JSON.

    Of an answer in several parts the first is taken.
    """
    for line in _lines(files["qed-dev.jsonlines"]):
        row = json.loads(line)
        parts = [annotated[0] for annotated in row["original_nq_answers"] if annotated]
        more = {"title": row["title_text"]}
        sentence = row["annotation"].get("selected_sentence")
        if sentence:
            more["sentence"] = sentence["string"]
        answers = tuple(Answer(part["start"], part["string"]) for part in parts)
        yield Row("qed-nq", row["question_text"], row["paragraph_text"], answers, more=more)


def lost_in_the_middle(files: Files) -> Iterator[Row]:
    """Yield questions of Natural Questions with the passage of 100 words that answers each."""
    data = gzip.decompress(files["qa_data/nq-open-oracle.jsonl.gz"].read_bytes())
    for line in _split(data.decode("utf-8")):
        row = json.loads(line)
        passage = row["ctxs"][0]
        text = passage["text"]
        answers = [Answer(text.find(words), words) for words in row["answers"] if words in text]
        more = {"title": passage["title"], "free_answer": row["answers"]}
        yield Row("nq-lostinthemiddle", row["question"], text, tuple(answers), more=more)


def qamr(files: Files) -> Iterator[Row]:
    """Yield the questions of QAMR (Michael et al. 2018), each over one sentence.

    A line is a question with the words of the answer by their numbers. Of the whole data, those
    that both judges found invalid are questions without an answer.
    """
    lines = (line.split("\t", 1) for line in _lines(files["data/wiki-sentences.tsv"]))
    sentences = {key: text.split(" ") for key, text in lines}
    for kind in ("filtered", "full"):
        for part in ("dev", "test"):
            for line in _lines(files[f"data/{kind}/{part}.tsv"]):
                row = _of_sentence(line.split("\t"), sentences, answerable=kind == "filtered")
                if row is not None:
                    yield row


def _of_sentence(
    columns: Sequence[str], sentences: Mapping[str, Sequence[str]], *, answerable: bool
) -> Row | None:
    words = sentences[columns[0]]
    text, question = " ".join(words), columns[5].strip()
    doc = ":".join(columns[0].split(":")[:3])
    if answerable:
        answer = " ".join(words[int(number)] for number in columns[6].split())
        more = {"doc": doc, "sentence_level": True, "free_answer": answer}
        answers = (Answer(text.find(answer), answer),) if answer in text else ()
        return Row("qamr", question, text, answers, more=more)
    if all("Invalid" in judgement for judgement in columns[7:9]):
        return Row("qamr", question, text, (), False, {"sentence_level": True, "doc": doc})
    return None


def condaqa(files: Files) -> Iterator[Row]:
    """Yield the questions of CondaQA (Ravichander et al. 2022) over statements with a negation.

    The sentence with the negation is named, unless it was edited away.
    """
    for part in ("condaqa_dev", *(f"few-shot/test_splits/conda_fewshot_test_{n}" for n in (1, 5))):
        for line in _lines(files[f"data/{part}.json"]):
            row = json.loads(line)
            text, label, sentence = row["sentence1"], row["label"], row["original sentence"]
            answers = () if label in _DECIDED or label not in text else (text.find(label),)
            more = {"free_answer": label}
            if " ".join(sentence.split()) in " ".join(text.split()):
                more["sentence"] = sentence
            yield Row(
                "condaqa",
                row["sentence2"].strip(),
                text,
                tuple(Answer(start, label) for start in answers),
                label != "DON'T KNOW",
                more,
            )


def timeqa(files: Files) -> Iterator[Row]:
    """Yield the questions of TimeQA (Chen, Wang & Wang 2021) over whole articles.

    One without an answer has an empty target.
    """
    for level in ("easy", "hard"):
        data = gzip.decompress(files[f"dataset/human_train.{level}.json.gzip"].read_bytes())
        for line in _split(data.decode("utf-8")):
            row = json.loads(line)
            places = zip(row["from"], row["targets"], strict=True)
            answers = tuple(Answer(start, target) for start, target in places if target)
            yield Row(f"timeqa-{level}", row["question"], row["context"], answers, bool(answers))


FORMATS: Mapping[str, Callable[[Files], Iterator[Row]]] = {
    "squadshifts": squadshifts,
    "squad1-nqg": squad1_nqg,
    "fairytaleqa": fairytaleqa,
    "qed-nq": qed,
    "nq-lostinthemiddle": lost_in_the_middle,
    "qamr": qamr,
    "condaqa": condaqa,
    "timeqa": timeqa,
}
"""The readers by the names that `sources.json` gives the repositories."""


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _lines(path: Path) -> list[str]:
    return _split(_text(path))


def _split(text: str) -> list[str]:
    # not splitlines: U+2028 and its like may stand inside a line
    return [line for line in text.split("\n") if line.strip()]


def _table(path: Path) -> Iterator[dict[str, str]]:
    # as bytes say it: with newlines read as "\n", a text would be another than it is
    return csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")))
