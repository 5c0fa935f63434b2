"""The soak judges rightly, and a short one keeps every promise."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import soak, traffic
from benchmarks.report import page
from benchmarks.sampling import Sample, slope_of
from benchmarks.soak import complaints, parsed, table
from benchmarks.texts import Writer, sentences
from corpus import Source, read


def samples(growth: float, name: str = "rss_mb") -> list[Sample]:
    """Return samples of half an hour; a fifth of them are far off, as while a batch is embedded."""
    return [
        {"minute": n / 6, name: 300 + growth * n / 6 + (60 if n % 5 == 0 else 0) + n % 3}
        for n in range(180)
    ]


def result(**changed: Any) -> dict[str, Any]:
    found = {
        "samples": samples(0),
        "warm_up": 5.0,
        "minutes": 30.0,
        "done": {},
        "statuses": {"200": 7},
        "faults": [],
        "uploads_promised": 4,
        "removals_promised": 3,
        "broken": [],
        "exit": 0,
        "errors": [],
        "doctor": "",
        "circumstances": {
            **dict.fromkeys(("date", "processor", "cores", "memory_gb", "system", "python"), "x"),
            **{"load_before": 0, "threads": {}, "versions": {}, "command": "soak"},
        },
    }
    return {**found, **changed}


def test_the_slope_is_that_of_most_samples() -> None:
    assert abs(slope_of(samples(3.2), "rss_mb", 5) - 3.2) < 0.2
    assert abs(slope_of(samples(0), "rss_mb", 5)) < 0.2


def test_what_grows_while_warming_up_is_not_judged() -> None:
    warm = [{"minute": n / 6, "rss_mb": min(n / 6, 5) * 100} for n in range(180)]

    assert slope_of(warm, "rss_mb", 5) == 0
    assert slope_of(warm[:30], "rss_mb", 0) > 90


def test_memory_that_grows_too_fast_is_told_with_the_limit() -> None:
    (said,) = complaints(result(samples=samples(3.2)))

    assert said.startswith("resident memory grows by 3.")
    assert "at most 1 MB is allowed" in said
    assert complaints(result(samples=samples(0.8))) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"faults": ["ask: 500"]},
        {"broken": ["a.txt is missing or an older one"]},
        {"exit": -9},
        {"errors": ["ERROR a request failed"]},
        {"doctor": "1 stored vector missing"},
        {"samples": samples(2, "descriptors")},
    ],
)
def test_whatever_else_is_not_as_it_must_be_is_told(changed: dict[str, Any]) -> None:
    assert len(complaints(result(**changed))) == 1


def test_the_page_has_a_row_for_each_limit() -> None:
    shown = page({"soak": result()})

    assert all(row in shown for row in table(result()))
    assert "7 requests; judged from minute 5 on. 0 failed" in shown


@pytest.mark.parametrize("ending", traffic.FORMATS)
def test_every_format_that_is_uploaded_can_be_read(ending: str) -> None:
    writer = Writer(sentences())
    data = traffic.FORMATS[ending]([writer.paragraph() for _ in range(3)])
    document = read(data, Source("test:x", f"x.{ending}"), f"x.{ending}")

    assert len(document.text) > 100


@pytest.mark.model
def test_a_short_soak_keeps_every_promise(
    model: Path, light_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too short to tell what grows."""
    monkeypatch.setattr(soak, "_SYNC_SECONDS", 2)
    monkeypatch.delenv("PINCITE_DATA")
    few = ["--minutes", "0.25", "--every", "1", "--pause", "0.02"]
    models = ["--model", str(model), "--models", str(light_models)]
    found = soak.soak(parsed([*few, *models]), tmp_path)

    assert found["faults"] == found["broken"] == []
    assert (found["exit"], found["errors"], found["doctor"]) == (0, [], "")
    assert found["uploads_promised"] > 3
    assert {"ask", "stream", "stream left", "find", "upload", "sync"} <= found["done"].keys()
    assert {"rss_mb", "descriptors", "ledger_mb"} <= found["samples"][-1].keys()


@pytest.mark.model
def test_a_promise_that_was_broken_is_found(
    model: Path, light_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that nobody uploaded was promised, another that is there was removed."""

    def lying(self: traffic.Uploader, client: traffic.Client, writer: Writer) -> None:
        self._upload(client, writer, "there.txt")
        client.record.expect("missing.txt", "0" * 64)
        client.record.expect("there.txt", None)

    monkeypatch.setattr(traffic.Uploader, "__call__", lying)
    monkeypatch.delenv("PINCITE_DATA")
    few = ["--minutes", "0.05", "--every", "1", "--uploaders", "1"]
    models = ["--model", str(model), "--models", str(light_models)]
    found = soak.soak(parsed([*few, *models]), tmp_path)

    assert set(found["broken"]) == {
        "missing.txt is missing or an older one",
        "there.txt was removed and is there",
    }
