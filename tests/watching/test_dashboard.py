"""Every query of the dashboard asks for something that a service tells."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from flask.testing import FlaskClient
from scraping import Scrape, scrape
from web_client import ASK, HERONS, ask, upload

from index.ingest.upload_worker import Outcome
from qa.answering.counting import Origin, Status, TimedStage

DOCS = Path(__file__).parents[2] / "docs"
SELECTOR = re.compile(r"\b((?:pincite|process)_\w+)(?:\{([^}]*)\})?")
LABEL = re.compile(r'(\w+)(=~|!=|=)"([^"]*)"')
VALUES = {"stage": get_args(TimedStage), "status": get_args(Status), "origin": get_args(Origin)}
"""What labels of answers may be."""


def panels() -> list[dict[str, Any]]:
    return list(json.loads((DOCS / "grafana.json").read_text())["panels"])


def queries() -> Iterator[str]:
    for panel in panels():
        for target in panel["targets"]:
            yield target["expr"]


@pytest.fixture
def told(client: FlaskClient) -> Scrape:
    """What a service tells that has done a little of everything."""
    upload(client, "herons.txt", HERONS.encode())
    ask(client).close()
    ask(client, confidence=1.0).close()
    client.post(ASK, json={}).close()
    client.application.extensions["Collections"].shared.figures.logged.add("error")
    return scrape(client)


def labels_of(told: Scrape, name: str) -> set[str]:
    """Return the labels that a metric comes with; those that Prometheus adds as well."""
    return {label for labels in told.labels(name) for label in labels} | {"job"}


def test_each_query_names_metrics_and_labels_that_a_service_tells(told: Scrape) -> None:
    asked = 0
    for query in queries():
        found = SELECTOR.findall(query)
        assert found, query
        for name, selector in found:
            asked += 1
            assert told.labels(name), f"no service tells {name}: {query}"
            for label, operator, value in LABEL.findall(selector):
                assert label in labels_of(told, name), f"{name} has no {label}: {query}"
                if "answer" in name and operator == "=":
                    assert value in VALUES[label], query
        for grouped in re.findall(r"by \(([^)]*)\)", query):
            known = set().union(*(labels_of(told, name) for name, _ in found))
            assert set(grouped.split(", ")) <= known, query
    assert asked > 20


def test_a_query_of_something_else_would_be_noticed(told: Scrape) -> None:
    assert not told.labels("pincite_nonsense_total")
    assert "nonsense" not in labels_of(told, "pincite_documents")


def test_the_parts_of_each_query_fit_together() -> None:
    for query in queries():
        for opening, closing in ("()", "{}", "[]"):
            assert query.count(opening) == query.count(closing), query
        for name, _ in SELECTOR.findall(query):
            is_counter = name.endswith(("_total", "_bucket", "_sum", "_count"))
            assert is_counter == bool(re.search(rf"\b(rate|increase)\({name}\b", query)), query


def test_each_panel_has_a_place_of_its_own() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        own = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not own & taken, panel["title"]
        taken |= own
    assert len({panel["id"] for panel in panels()}) == len(panels())


def test_all_that_a_service_tells_is_in_the_documentation(told: Scrape) -> None:
    page = (DOCS / "deploy.md").read_text()
    for name, _ in told.samples:
        base = re.sub(r"_(bucket|sum|count)$", "", name)
        if base.startswith("pincite_"):
            named = base.removesuffix("_max")
            assert f"`{base}`" in page or f"`{named}`, `_max`" in page, f"{base} is not described"
    for outcome in get_args(Outcome):
        assert f"`{outcome}`" in page
