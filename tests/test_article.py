"""How well the questions about the bundled article are answered, with the real model.

The figures are a floor, not a goal: a change that falls below one has broken something.
"""

import json
from typing import Any

import pytest
from toys import reading

from corpus import bundled
from index import LocalIndex
from index.ingest.files import ingest
from qa.answering.answer import Answer
from qa.answering.question import Request
from qa.answering.verification import verify
from qa.config import Config
from qa.evaluation.public import ARTICLE_QUESTIONS
from qa.wiring import make_answerer, open_index

pytestmark = pytest.mark.model

Asked = list[tuple[dict[str, Any], Answer]]


@pytest.fixture(scope="session")
def questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in ARTICLE_QUESTIONS.read_text("utf-8").splitlines()]


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return Config(data=tmp_path_factory.mktemp("article"))


@pytest.fixture(scope="session")
def article(config: Config) -> LocalIndex:
    """The bundled article, embedded by the bundled model."""
    index = open_index(config)
    assert isinstance(index, LocalIndex)
    assert [outcome.status for outcome in ingest(bundled(), index)] == ["added"]
    return index


@pytest.fixture(scope="session")
def asked(questions: list[dict[str, Any]], config: Config, article: LocalIndex) -> Asked:
    """Every question with its answer."""
    answerer = make_answerer(config, article)
    return [(question, answerer.answer(Request(question["question"]))) for question in questions]


def holds_gold(question: dict[str, Any], quotes: list[str]) -> bool:
    return any(gold["text"] in quote for gold in question["gold"] for quote in quotes)


def quotes_of(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


def test_the_gold_words_stand_in_the_article_where_they_should(
    questions: list[dict[str, Any]], article: LocalIndex
) -> None:
    """Otherwise the figures below would measure the questions, not the answers."""
    (info,) = reading(article).documents()
    document = reading(article).document(info.id)

    assert document is not None
    assert all(gold["text"] in document.text for q in questions for gold in q["gold"])
    assert sum(q["answerable"] for q in questions) == 30
    assert len(questions) == 46


def test_the_gold_words_are_quoted_for_26_of_the_30_answerable_questions(
    asked: Asked,
) -> None:
    answerable = [(q, a) for q, a in asked if q["answerable"]]
    missed = [q["question"] for q, a in answerable if not holds_gold(q, quotes_of(a))]

    assert len(missed) <= 4, missed


def test_the_first_quote_holds_the_gold_words_for_20_of_the_30(asked: Asked) -> None:
    answerable = [(q, a) for q, a in asked if q["answerable"]]

    assert sum(holds_gold(q, quotes_of(a)[:1]) for q, a in answerable) >= 20


def test_8_of_the_16_unanswerable_questions_are_refused_and_few_others(
    asked: Asked,
) -> None:
    refused = [q["answerable"] for q, a in asked if a.status == "unanswered"]

    assert refused.count(False) >= 8
    assert refused.count(True) <= 3


def test_every_citation_of_every_answer_is_verbatim(asked: Asked, article: LocalIndex) -> None:
    records = [json.loads(json.dumps(answer.record())) for _, answer in asked]
    checks = [check for record in records for check in verify(record, article)]

    assert len(checks) >= 30
    assert {check.verdict for check in checks} == {"verbatim"}


def test_every_answer_is_one_to_three_sentences_or_a_reason(asked: Asked) -> None:
    assert asked
    for _, answer in asked:
        assert 0 <= answer.confidence <= 1
        if answer.status == "answered":
            assert 1 <= len(answer.sentences) <= 3
        else:
            assert answer.reason
            assert answer.closest
