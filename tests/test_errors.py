"""Errors: each has its code, each code its HTTP status, and none tells what it must not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa.web
from corpus.errors import CorpusError
from index.errors import IndexFault
from qa.errors import AnswerError
from qa.web.errors import STATUS

Kind = type[CorpusError] | type[IndexFault] | type[AnswerError]


def kinds(base: Kind) -> Iterator[Kind]:
    yield base
    for kind in base.__subclasses__():
        if kind.__module__.split(".")[0] in ("corpus", "index", "qa"):  # a test may make its own
            yield from kinds(kind)


KINDS = [kind for base in (CorpusError, IndexFault, AnswerError) for kind in kinds(base)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_says_its_own_code_and_the_code_has_a_status(kind: Kind) -> None:
    assert "code" in vars(kind), "an inherited code hides that nobody thought of one"
    assert 400 <= STATUS[kind.code] < 600


ABOUT_THE_REQUEST = (
    "correction_rejected",
    "mark_rejected",
    "queue_full",
    "quota_reached",
    "name_taken",
    "filter_rejected",
)
"""What these say is made of what the client itself sent, or of settings."""


@pytest.mark.parametrize(
    "kind",
    [kind for kind in kinds(IndexFault) if kind.code not in ABOUT_THE_REQUEST],
    ids=lambda kind: kind.__name__,
)
def test_what_an_error_of_the_index_tells_a_client_names_no_path(kind: Kind) -> None:
    told = kind("the ledger /srv/data/main/ledger.db is damaged").message

    assert told[0].isupper()
    assert told.endswith(".")
    assert "/srv" not in told


def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop() -> None:
    assert CorpusError("it is damaged").message == "It is damaged."
    assert CorpusError("Is it a PDF?").message == "Is it a PDF?"


def test_every_code_that_the_web_raises_has_a_status() -> None:
    raised = set()
    for path in Path(qa.web.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ApiError":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    raised.add(first.value)

    assert raised >= {"key_needed", "unknown_document", "invalid_field"}
    assert raised <= STATUS.keys()
