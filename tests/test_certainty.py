"""The confidence in plain words: the same on the command line and the page, from one place."""

import re
from pathlib import Path

import pytest
from services import make_service

import qa.web.app
from index import LocalIndex
from qa.answering.certainty import LIKELY, VERY_LIKELY, certainty
from qa.answering.ranking import shipped_weights
from qa.config import Config
from qa.web.app import create_app
from qa.web.schemas.requests import AskBody


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.0, "possible"),
        (LIKELY - 0.0001, "possible"),
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


def test_the_choices_of_the_page_stand_around_where_answers_are_shown() -> None:
    web = Path(qa.web.app.__file__).parent
    script = (web / "static/ask/settings.js").read_text("utf-8")
    found = re.search(r"CONFIDENCE = \{ cautious: (.*?), generous: (.*?) \}", script)
    assert found is not None
    cautious, generous = float(found[1]), float(found[2])
    weights = shipped_weights()
    assert weights.reading is not None
    points = (weights.working_point, weights.reading.working_point)

    assert generous < min(points) <= max(points) < cautious
    said = f"at least {cautious:.0%}, the server’s setting, or {generous:.0%}".replace(
        "%", "&nbsp;%"
    )
    assert said in (web / "templates/page.html").read_text("utf-8")
    described = AskBody.model_fields["confidence"].description
    assert described is not None
    assert f"{cautious:g} is cautious, {generous:g} generous" in described
