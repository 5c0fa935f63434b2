"""Makes examples from labelled questions over paragraphs: public sets, as `sources` writes them.

A set is two files of gzipped lines of JSON. `contexts`: `id`, `text`. `reader`: `set`,
`question`, `context` (an id), `answers` (`start`, `text`), `answerable`, perhaps `sentence`,
`title`, `sentence_level`.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from corpus.language.sentences import paragraphs, sentences
from qa.reader.training.examples import Example, ReadPassage
from qa.reader.training.lines import read_contexts, read_lines

TAKEN: Mapping[str, int] = {
    "squadshifts-new_wiki": 6000,
    "squadshifts-reddit": 2500,
    "squadshifts-amazon_reviews": 1800,
    "squad1-nqg": 3000,
    "nq-lostinthemiddle": 1853,
    "qed-nq": 1355,
    "fairytaleqa": 2500,
    "timeqa-easy": 1170,
    "timeqa-hard": 1048,
    "qamr": 2500,
    "condaqa": 1200,
}
"""Questions of each set at most. Guesses: as many prose questions as one pass takes in an hour,
those of people who searched first, those over single sentences last."""

_PASSAGE_WORDS = 95  # words; a passage of the index has at most some 128 tokens
_HARD = 6  # of how many near passages the wrong ones are drawn; a guess
_WITHOUT_GOLD = 0.12  # share of the questions whose passage is taken away; a guess
_EXCHANGED = 0.10  # share of them in which a name or year is exchanged; a guess
_TWO_WRONG = 0.5  # share of the questions with a second wrong passage; a guess
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][a-z]+(?: [A-Z][a-z]+)*")

Passages = dict[Any, list[ReadPassage]]


def labelled_examples(folder: Path, seed: int = 7) -> Iterator[Example]:
    """Yield an example for each question that is taken of the sets in a folder."""
    draw = random.Random(seed)
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in read_lines(folder / "reader.jsonl.gz"):
        rows[row["set"]].append(row)
    contexts = read_contexts(folder)
    for name, most in TAKEN.items():
        usable = [row for row in rows[name] if _is_usable(row)]
        draw.shuffle(usable)
        if usable:
            yield from _of_set(name, usable[:most], contexts, draw)


def _is_usable(row: Any) -> bool:
    return bool(row["answers"]) or not row["answerable"] or bool(row.get("sentence"))


def _of_set(
    name: str, rows: Sequence[Any], contexts: Mapping[Any, str], draw: random.Random
) -> Iterator[Example]:
    own: Passages = {}
    for row in rows:
        if row["context"] not in own:
            title = str(row.get("title") or "").replace("_", " ")
            if title.startswith(("Filtered", "Amazon")):
                title = ""
            own[row["context"]] = list(_passages(title, contexts[row["context"]]))
    known = [(key, number) for key, found in own.items() for number in range(len(found))]
    near = _near([row["question"] for row in rows], [own[key][number] for key, number in known])
    names = [match for row in rows for match in _NAME.findall(row["question"])]
    for row, neighbours in zip(rows, near, strict=True):
        gold = _marked(row, own[row["context"]], contexts[row["context"]])
        if row["answerable"] and not any(passage.right for passage in gold):
            continue
        others = [
            own[key][number]
            for key, number in (known[place] for place in neighbours)
            if not _answers(row, key, own[key][number])
        ]
        example = _example(name, row["question"], gold, others, names, draw)
        if example is not None:
            yield example


def _example(
    name: str,
    question: str,
    gold: Sequence[ReadPassage],
    others: Sequence[ReadPassage],
    names: Sequence[str],
    draw: random.Random,
) -> Example | None:
    """Return the question with its passage, or without it, or with a name exchanged in it."""
    wrong = draw.sample(others[:_HARD], min(len(others), 1 + (draw.random() < _TWO_WRONG)))
    answering = [passage for passage in gold if passage.right][:1] or list(gold[:1])
    chance = draw.random()
    if chance < _WITHOUT_GOLD and wrong:
        answering = []
    elif chance < _WITHOUT_GOLD + _EXCHANGED:
        other = _exchanged(question, answering, names, draw)
        if other is not None:
            question = other
            answering = [ReadPassage(item.context, item.sentences) for item in answering]
    passages = [*answering, *wrong]
    draw.shuffle(passages)
    if passages and all(len(passage.sentences) == 1 for passage in passages):
        further = draw.sample(others[_HARD:], min(len(others[_HARD:]), 2))
        passages = [_joined([*further[:1], *passages, *further[1:]])]
    return Example(name, question, tuple(passages)) if passages else None


def _joined(passages: Sequence[ReadPassage]) -> ReadPassage:
    """Return passages of one sentence as a passage of several."""
    return ReadPassage(
        "",
        tuple(passage.sentences[0] for passage in passages),
        tuple(number for number, passage in enumerate(passages) if passage.right),
        tuple(
            (number, start, end)
            for number, passage in enumerate(passages)
            for _, start, end in passage.spans
        ),
    )


def _exchanged(
    question: str, passages: Sequence[ReadPassage], names: Sequence[str], draw: random.Random
) -> str | None:
    """Return the question about another year or name, which its passage does not mention."""
    text = " ".join(" ".join((item.context, *item.sentences)) for item in passages)
    year = _YEAR.search(question)
    if year is not None:
        other = str(int(year[0]) + draw.choice((-7, -4, -3, -2, -1, 1, 2, 3, 5)))
        return None if other in text else question.replace(year[0], other)
    for name in _NAME.findall(question):
        other = draw.choice(names)
        if name in text and other not in text and len(other.split()) == len(name.split()):
            return question.replace(name, other)
    return None


def _passages(title: str, text: str) -> Iterator[ReadPassage]:
    """Yield the sentences of a text, as many together as make a passage."""
    held: list[str] = []
    words = 0
    for first, last in paragraphs(text, 0, len(text)):
        for start, end in sentences(text, first, last):
            sentence = text[start:end]
            many = len(sentence.split())
            if held and words + many > _PASSAGE_WORDS:
                yield ReadPassage(title, tuple(held))
                held, words = [], 0
            held.append(sentence)
            words += many
    if held:
        yield ReadPassage(title, tuple(held))


def _marked(row: Any, passages: Sequence[ReadPassage], text: str) -> list[ReadPassage]:
    """Return the passages with the sentences marked that hold an answer where it was given."""
    given = [(answer["start"], answer["start"] + len(answer["text"])) for answer in row["answers"]]
    if not row["answerable"]:
        given = []
    stated = " ".join(str(row.get("sentence") or "").split())
    marked, position = [], 0
    for passage in passages:
        right: list[int] = []
        spans: list[tuple[int, int, int]] = []
        for number, sentence in enumerate(passage.sentences):
            start = text.find(sentence, position)
            end = position = start + len(sentence)
            inside = [(a - start, b - start) for a, b in given if start <= a < end]
            if inside:
                right.append(number)
                if not row.get("sentence_level"):
                    spans += [(number, a, min(b, len(sentence))) for a, b in dict.fromkeys(inside)]
            elif (
                not given and row["answerable"] and stated and stated == " ".join(sentence.split())
            ):
                right.append(number)
        marked.append(ReadPassage(passage.context, passage.sentences, tuple(right), tuple(spans)))
    return marked


def _answers(row: Any, key: Any, passage: ReadPassage) -> bool:
    """Tell whether a passage may answer as well: it is of the same text, or has the words."""
    if key == row["context"]:
        return bool(row["answerable"])
    said = " ".join(passage.sentences).lower()
    words = [answer["text"].lower() for answer in row["answers"]]
    return any(len(answer) > 2 and answer in said for answer in words)


def _near(questions: Sequence[str], passages: Sequence[ReadPassage]) -> Iterator[list[int]]:
    """Yield for each question the passages with most of its rare words, the nearest first."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=1)
    table = vectorizer.fit_transform(
        " ".join((passage.context, *passage.sentences)) for passage in passages
    )
    for start in range(0, len(questions), 500):
        scores = vectorizer.transform(questions[start : start + 500]) @ table.T
        for row in scores.toarray():
            best = np.argpartition(-row, min(12, len(row) - 1))[:12]
            yield [int(place) for place in best[np.argsort(-row[best], kind="stable")]]
