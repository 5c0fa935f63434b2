"""The public sets: where their data lie, and what they mean as questions and documents.

Each loader takes the folder of the evaluation data. Licences and papers are named with each.
"""

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from corpus import Document, Source, bundled, read_file
from qa.answering.query_rewriting import Turn
from qa.evaluation.cases import Case, Regime
from qa.evaluation.everyday import LANGUAGE_SETS, TALK_SETS

Loaded = tuple[list[Document], list[Case]]


def _document(key: str, title: str, text: str) -> Document:
    source = Source(f"eval:{key}", key)
    return Document(source.document_id, title, source.label, text)


def _id(key: str) -> str:
    return Source(f"eval:{key}", key).document_id


ARTICLE_QUESTIONS = Path(__file__).parent / "article-questions.jsonl"
"""30 questions that the bundled article answers, with the exact words, and 16 that it does not."""


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _lines(path: Path) -> Iterator[Any]:
    # not splitlines: U+2028 and its like may stand inside a string
    for line in path.read_text("utf-8").split("\n"):
        if line:
            yield json.loads(line)


def _article(_: Path) -> Loaded:
    """Questions about the bundled article, which come with Pincite as it does."""
    document = read_file(bundled()[0])
    cases = []
    for number, row in enumerate(_lines(ARTICLE_QUESTIONS), start=1):
        gold = tuple(answer["text"] for answer in row["gold"])
        cases.append(
            Case(
                str(number),
                row["question"],
                "answerable" if row["answerable"] else "near-miss",
                frozenset([document.id]) if gold else frozenset(),
                gold,
            )
        )
    return [document], cases


TRAINED_ARTICLES = 4
"""How many of the articles of SQuAD 2.0 the reader was trained on: the first ones."""


def is_trained_on(question: str) -> bool:
    """Tell whether the reader was trained on a question of SelQA: it was on half of them."""
    return int(hashlib.sha256(question.encode()).hexdigest(), 16) % 2 == 0


def _squad2(folder: Path, *, trained_on: bool = False) -> Loaded:
    """SQuAD 2.0 (Rajpurkar et al. 2018), each paragraph a document under its article's title.

    The reader was trained on questions of the first articles; others are asked, or with
    `trained_on` these. Every second article is taken out once more for the regime "removed";
    questions of HotpotQA and MTRAG are off-topic here.
    """
    documents: list[Document] = []
    cases: list[Case] = []
    articles: list[tuple[str, list[Case]]] = []
    for file in ("squad2-articles-1-8.json", "distractor-paragraphs.json"):
        for place, article in enumerate(_json(folder / "squad2" / file)["data"]):
            asked: list[Case] = []
            left_out = (place < TRAINED_ARTICLES) is not trained_on
            for number, paragraph in enumerate(article["paragraphs"]):
                text = paragraph["context"] if isinstance(paragraph, dict) else paragraph
                document = _document(
                    f"squad2/{article['title']}/{number}", article["title"].replace("_", " "), text
                )
                documents.append(document)
                rows = paragraph.get("qas", ()) if isinstance(paragraph, dict) else ()
                for row in () if left_out else rows:
                    answers = tuple(dict.fromkeys(answer["text"] for answer in row["answers"]))
                    regime: Regime = "adversarial" if row["is_impossible"] else "answerable"
                    relevant = frozenset([document.id])
                    asked.append(
                        Case(row["id"], row["question"].strip(), regime, relevant, answers)
                    )
            articles.append((article["title"].replace("_", " "), asked))
            cases += asked
    gone = {title for title, asked in articles[::2] if asked}
    kept = frozenset(document.id for document in documents if document.title not in gone)
    for title, asked in articles:
        if title in gone:
            cases += [
                Case(f"{case.id}-removed", case.question, "removed", within=kept)
                for case in asked
                if case.regime == "answerable"
            ]
    others = [row["question"] for row in _json(folder / "hotpotqa" / "hotpotqa_train.json")]
    others += [
        row["turns"][-1]["text"] for row in _lines(folder / "mtrag" / "tasks-cloud-fiqa.jsonl")
    ]
    cases += [Case(f"off-{n}", text, "off-topic") for n, text in enumerate(others)]
    return documents, cases


def _selqa(folder: Path, *, trained_on: bool = False) -> Loaded:
    """SelQA answer sentence selection (Jurczyk, Zhai & Choi 2016): sections as documents.

    Only the half that the reader was not trained on, or with `trained_on` the other. Each candidate
    is a paragraph, because the set says where its sentences end, list items among them.
    """
    documents: dict[str, Document] = {}
    cases = []
    for number, row in enumerate(_json(folder / "selqa" / "selqa-ass-dev.json")):
        spans, text = [], ""
        for candidate in row["candidates"]:
            text += "\n\n" if text else ""
            start = len(text)
            text += candidate
            spans.append((start, len(text)))
        key = f"selqa/{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        if is_trained_on(row["question"]) is not trained_on:
            continue
        document = documents.setdefault(
            key, _document(key, f"{row['article']}: {row['section']}", text)
        )
        cases.append(
            Case(
                str(number),
                row["question"],
                relevant=frozenset([document.id]),
                spans=tuple((document.id, *spans[answer]) for answer in row["answers"]),
                within=frozenset([document.id]),
                candidates=tuple(spans),
            )
        )
    return list(documents.values()), cases


def _cranfield(folder: Path) -> Loaded:
    """Cranfield (Cleverdon 1967); what was judged at all counts as relevant, code -1 does not."""
    documents = []
    for part in re.split(r"(?m)^\.I ", (folder / "cranfield/cran.all.1400").read_text("latin-1"))[
        1:
    ]:
        number = part.split("\n", 1)[0].strip()
        pieces = re.split(r"(?m)^\.([TABW])\n", part)
        fields = dict(zip(pieces[1::2], pieces[2::2], strict=False))
        title = " ".join(fields.get("T", "").split())
        documents.append(
            _document(
                f"cranfield/{number}",
                title or number,
                fields.get("W", "").strip() or title or number,
            )
        )
    relevant: dict[int, set[str]] = {}
    for line in (folder / "cranfield/cranqrel").read_text("latin-1").splitlines():
        query, document, code = line.split()[:3]
        if int(code) != -1:
            relevant.setdefault(int(query), set()).add(_id(f"cranfield/{document}"))
    queries = re.split(r"(?m)^\.I ", (folder / "cranfield/cran.qry").read_text("latin-1"))[1:]
    cases = [
        Case(
            str(position),
            " ".join(part.split(".W\n", 1)[1].split()),
            relevant=frozenset(relevant.get(position, ())),
        )
        for position, part in enumerate(queries, start=1)
    ]
    return documents, cases


def _hotpotqa(folder: Path) -> Loaded:
    """HotpotQA (Yang et al. 2018): questions that need two passages."""
    corpus = _json(folder / "hotpotqa" / "hotpotqa_train_corpus.json")
    documents = [
        _document(f"hotpotqa/{title}", title, "".join(sentences))
        for title, sentences in corpus.items()
        if "".join(sentences).strip()
    ]
    cases = [
        Case(
            str(number),
            row["question"],
            relevant=frozenset(_id(f"hotpotqa/{title}") for title, _ in row["supporting_facts"]),
        )
        for number, row in enumerate(_json(folder / "hotpotqa" / "hotpotqa_train.json"))
    ]
    return documents, cases


def _chunking(folder: Path) -> Loaded:
    """Chroma's chunking study (Smith & Troynikov 2024): exact reference spans."""
    names = ("finance", "state_of_the_union", "wikitexts")
    documents = {
        name: _document(
            f"chunking/{name}",
            name.replace("_", " "),
            (folder / "chunking" / f"{name}.md").read_text("utf-8"),
        )
        for name in names
    }
    cases = []
    with (folder / "chunking" / "questions.csv").open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            document = documents[row["corpus_id"]]
            spans = tuple(
                (document.id, reference["start_index"], reference["end_index"])
                for reference in json.loads(row["references"])
            )
            cases.append(
                Case(str(number), row["question"], relevant=frozenset([document.id]), spans=spans)
            )
    return list(documents.values()), cases


def _mtrag(folder: Path) -> Loaded:
    """MTRAG-UN: the last turn of conversations, with the turns before it."""
    documents = [
        _document(f"mtrag/{row['id']}", row["title"], row["text"])
        for row in _lines(folder / "mtrag" / "passages.jsonl")
        if row["text"].strip()
    ]
    cases = []
    for row in _lines(folder / "mtrag" / "tasks-cloud-fiqa.jsonl"):
        history, question = _turns(row["turns"])
        answerable = "UNANSWERABLE" not in row["answerability"]
        cases.append(
            Case(
                row["id"],
                question,
                "answerable" if answerable else "near-miss",
                frozenset(_id(f"mtrag/{key}") for key in row["gold"]),
                history=history,
            )
        )
    return documents, cases


def _turns(spoken: Sequence[dict[str, str]]) -> tuple[tuple[Turn, ...], str]:
    """Return the turns of a conversation that ends in a question, and that question."""
    turns: list[Turn] = []
    for said in spoken:
        if said["speaker"] == "user":
            turns.append(Turn(said["text"]))
        elif turns:
            turns[-1] = replace(turns[-1], answer=said["text"])
    return tuple(turns[:-1]), turns[-1].question


def _cast2019(folder: Path) -> Loaded:
    """TREC CAsT 2019 (Dalton et al. 2020): turns and what people made of them."""
    rewrites = dict(
        line.split("\t", 1)
        for line in (folder / "cast2019/evaluation_topics_annotated_resolved_v1.0.tsv")
        .read_text("utf-8")
        .splitlines()
        if "\t" in line
    )
    cases = []
    for topic in _json(folder / "cast2019/evaluation_topics_v1.0.json"):
        history: list[Turn] = []
        for turn in topic["turn"]:
            key = f"{topic['number']}_{turn['number']}"
            question = turn["raw_utterance"].strip()
            cases.append(Case(key, question, history=tuple(history), rewrite=rewrites[key].strip()))
            history.append(Turn(question))
    return [], cases


BUNDLED_SETS = {"article", "everyday", *LANGUAGE_SETS, *TALK_SETS}
"""The sets whose data come with Pincite."""

TRAINED_ON: dict[str, Callable[[Path], Loaded]] = {
    "squad2": partial(_squad2, trained_on=True),
    "selqa": partial(_selqa, trained_on=True),
}
"""The parts of sets that the reader was trained on, which are not measured."""

SETS: dict[str, Callable[[Path], Loaded]] = {
    "article": _article,
    "squad2": _squad2,
    "selqa": _selqa,
    "cranfield": _cranfield,
    "hotpotqa": _hotpotqa,
    "chunking": _chunking,
    "mtrag": _mtrag,
    "cast2019": _cast2019,
}
