"""What Prometheus reads of a service."""

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

Sample = tuple[str, frozenset[tuple[str, str]]]


def samples(text: str) -> dict[Sample, float]:
    """Return every sample in the text format, by its name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


class Scrape:
    """The figures of a service at a moment."""

    def __init__(self, text: str) -> None:
        self.samples = samples(text)

    def __call__(self, name: str, **labels: str) -> float:
        """Return the value of a sample; 0 where there is none."""
        return self.samples.get((name, frozenset(labels.items())), 0.0)

    def labels(self, name: str) -> list[Mapping[str, str]]:
        """Return the labels that a name comes with."""
        return [dict(labels) for found, labels in self.samples if found == name]


def scrape(client: FlaskClient, **headers: Any) -> Scrape:
    reply = client.get("/metrics", headers=headers)
    assert reply.status_code == 200
    assert reply.content_type == "text/plain; version=0.0.4; charset=utf-8"
    return Scrape(reply.get_data(as_text=True))
