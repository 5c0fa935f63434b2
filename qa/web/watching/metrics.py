"""What the service counts, as Prometheus reads it.

A scrape reads counters and asks each open collection for its state: it opens no collection, and
counts no rows unless these have changed. Labels are names of ours: routes as they are declared,
collections that are open, stages; never anything that a client sent.
"""

import shutil
from collections.abc import Iterable, Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.registry import Collector

from qa.answering.counting import BOUNDS, Times
from qa.service.collections import Collections
from qa.service.sizes import Sizes

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The figures of a service, in the text format of Prometheus. Safe between threads."""

    def __init__(self, collections: Collections) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_ServiceCollector(collections))
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        """Return all figures as they are now."""
        return generate_latest(self._registry)


class _ServiceCollector(Collector):
    """Makes metrics of what the service counts, whenever these are asked for."""

    def __init__(self, collections: Collections) -> None:
        self._collections = collections
        self._figures = collections.shared.figures
        self._sizes = Sizes()

    def describe(self) -> Iterable[Metric]:
        """Return nothing: registering must not read any collection."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield from self._requests()
        yield from self._answers()
        yield from self._of_collections()
        yield from self._readers()
        yield _counter(
            "jobs", "Uploads by how they ended.", "outcome", self._figures.jobs.now().items()
        )
        yield _counter(
            "log_lines",
            "Warnings and errors in the log.",
            "level",
            self._figures.logged.now().items(),
        )
        disk = GaugeMetricFamily("pincite_disk_free_bytes", "What the data directory's disk has.")
        disk.add_metric([], shutil.disk_usage(self._collections.config.data).free)
        yield disk

    def _requests(self) -> Iterator[Metric]:
        requests = self._figures.requests
        counts = CounterMetricFamily(
            "pincite_http_requests",
            "Requests that were answered.",
            labels=("method", "route", "status"),
        )
        for kind, count in sorted(requests.now().items(), key=str):
            counts.add_metric((kind.method, kind.route, str(kind.status)), count)
        yield counts
        times = SummaryMetricFamily(
            "pincite_http_request_seconds", "How long replies took.", labels=("route",)
        )
        for route, (count, seconds) in sorted(requests.seconds().items()):
            times.add_metric((route,), count, seconds)
        yield times

    def _answers(self) -> Iterator[Metric]:
        answers = self._figures.answers
        stages = HistogramMetricFamily(
            "pincite_answer_stage_seconds",
            "How long the stages of answers took that were made.",
            labels=("stage",),
        )
        for stage, times in answers.times().items():
            stages.add_metric((stage,), _buckets(times), times.seconds)
        yield stages
        given = CounterMetricFamily(
            "pincite_answers",
            "Answers by whether the documents answer, and by whether they were made or kept.",
            labels=("status", "origin"),
        )
        for (status, origin), count in sorted(answers.answers().items()):
            given.add_metric((status, origin), count)
        yield given

    def _of_collections(self) -> Iterator[Metric]:
        services = self._collections.open_services()
        ready = _gauge("collection_ready", "1 if questions to an open collection are answered.")
        for service in services:
            ready.add_metric((service.config.collection,), service.state == "ready")
        documents = _gauge("documents", "Documents of an open collection.")
        passages = _gauge("passages", "Passages of an open collection.")
        queue = GaugeMetricFamily(
            "pincite_uploads", "Uploads that are to be read.", labels=("collection", "state")
        )
        for size in self._sizes.of(services):
            documents.add_metric((size.collection,), size.documents)
            passages.add_metric((size.collection,), size.passages)
            for state in ("waiting", "reading", "failed"):
                queue.add_metric((size.collection, state), getattr(size, state))
        yield from (ready, documents, passages, queue)

    def _readers(self) -> Iterator[Metric]:
        figures = self._collections.shared.pool.figures()
        running = GaugeMetricFamily(
            "pincite_reader_processes", "Processes that read documents.", figures.running
        )
        most = GaugeMetricFamily(
            "pincite_reader_processes_max", "As many of them as there may be.", figures.most
        )
        started = CounterMetricFamily(
            "pincite_reader_starts", "Processes that were started to read.", figures.started
        )
        lost = CounterMetricFamily(
            "pincite_reader_restarts",
            "Processes that hung, crashed, swelled or had read enough.",
            figures.lost,
        )
        yield from (running, most, started, lost)


def _gauge(name: str, text: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"pincite_{name}", text, labels=("collection",))


def _counter(
    name: str, text: str, label: str, counts: Iterable[tuple[str, int]]
) -> CounterMetricFamily:
    family = CounterMetricFamily(f"pincite_{name}", text, labels=(label,))
    for value, count in sorted(counts):
        family.add_metric((value,), count)
    return family


def _buckets(times: Times) -> list[tuple[str, float]]:
    """Return how many times were up to each bound, as Prometheus counts them."""
    names = [*map(str, BOUNDS), "+Inf"]
    return list(zip(names, accumulate(times.counts), strict=True))
