"""A collection of two documents, and what asks it."""

import pytest

from corpus import Document
from index import LocalIndex
from qa.answering.answerer import Answerer
from qa.config import Config
from qa.wiring import make_answerer

HERONS = "Ada Lund counted 40 herons in 1871. The heron stands in shallow water."
FORMULA = "=cmd|' /C calc'!A0 <b>Owls</b> hunt mice at night."


@pytest.fixture
def filled(index: LocalIndex) -> LocalIndex:
    list(
        index.add(
            Document(id=name, title=title, source=f"{name}.txt", text=text)
            for name, title, text in (
                ("herons", "@Herons", HERONS),
                ("owls", "-2+3 <script>", FORMULA),
            )
        )
    )
    return index


@pytest.fixture
def answerer(filled: LocalIndex) -> Answerer:
    return make_answerer(Config(), filled)
