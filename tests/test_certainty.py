"""The confidence in plain words: the same on the command line and the page, from one place."""

import re

import pytest
from services import make_service

from index import LocalIndex
from qa.answering.certainty import LIKELY, VERY_LIKELY, certainty
from qa.config import Config
from qa.web.app import create_app


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.0, "unsure"),
        (LIKELY - 0.0001, "unsure"),
        (LIKELY, "likely"),
        (VERY_LIKELY - 0.0001, "likely"),
        (VERY_LIKELY, "very likely"),
        (1.0, "very likely"),
    ],
)
def test_a_confidence_is_said_in_words(confidence: float, words: str) -> None:
    assert certainty(confidence) == words


def test_the_page_has_the_figures_of_the_command_line(index: LocalIndex) -> None:
    service = make_service(index, Config())
    page = create_app(service).test_client().get("/").get_data(as_text=True)
    service.close()
    figures = re.search(r'<body[^>]* data-likely="(.*?)" data-very-likely="(.*?)"', page)

    assert figures is not None
    assert (float(figures[1]), float(figures[2])) == (LIKELY, VERY_LIKELY)
