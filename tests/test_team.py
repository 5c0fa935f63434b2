"""The benchmark of a team finds words of other collections, and a short one finds none."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import team, team_clients
from benchmarks.team import SPEAKING, complaints, parsed
from benchmarks.team_clients import MARKS, NAMES, Client, Holder, Ledger, Team

NOTHING: dict[str, Any] = {
    "mixed": [],
    "faults": [],
    "errors": [],
    "samples": [],
    "warm_up": 5,
}


class Reply:
    """A client whose service answers everything with the same words."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger()
        self.client = Client(0, Team(folder), self.ledger, 0)

    def judge(self, status: int, words: str, asked: set[str], reads: set[str]) -> None:
        holder = Holder("ann", "key", "read", frozenset(reads))
        self.client.judge("ask", holder, frozenset(asked), status, words.encode(), 0.1)


@pytest.mark.parametrize(
    ("asked", "reads"),
    [
        ({NAMES[1]}, {NAMES[0], NAMES[1]}),
        ({NAMES[0]}, {NAMES[1]}),
        ({NAMES[0], NAMES[1]}, {NAMES[1]}),
    ],
)
def test_a_word_of_another_collection_is_found(
    tmp_path: Path, asked: set[str], reads: set[str]
) -> None:
    """Of one that was not asked, or that the key may not read; also in an error."""
    for status in (200, 404):
        reply = Reply(tmp_path / str(status))
        reply.judge(status, f"The bridge of {MARKS[0]}", asked, reads)
        assert len(reply.ledger.mixed) == 1


def test_words_of_what_was_asked_are_right(tmp_path: Path) -> None:
    reply = Reply(tmp_path)
    reply.judge(200, f"The bridge of {MARKS[0]}", {NAMES[0]}, {NAMES[0]})
    reply.judge(404, "There is no collection of this name.", {NAMES[1]}, {NAMES[0]})
    reply.judge(429, "Your key may ask 20 questions a minute.", {NAMES[0]}, {NAMES[0]})

    assert reply.ledger.mixed == reply.ledger.faults == []
    assert reply.ledger.refused == {"foreign": 1, "limit": 1}


def test_a_foreign_collection_that_answers_is_a_fault(tmp_path: Path) -> None:
    reply = Reply(tmp_path)
    reply.judge(403, "Not this one.", {NAMES[1]}, {NAMES[0]})

    assert len(reply.ledger.faults) == 1


def test_a_run_in_which_nothing_was_compared_is_none() -> None:
    (said,) = complaints({**NOTHING, "with_words": {}})

    assert "nothing was compared" in said


def test_what_grows_after_the_warm_up_is_a_complaint() -> None:
    grown = [{"minute": n, "private_mb": 300.0 + 9 * min(n, 5) + 2 * n} for n in range(11)]
    spoken = {**NOTHING, "with_words": dict.fromkeys(SPEAKING, 1)}

    assert complaints({**spoken, "samples": grown}) == [
        "memory of its own grows by 2.00 MB a minute"
    ]
    steady = [{**one, "private_mb": one["private_mb"] - 2 * one["minute"]} for one in grown]
    assert complaints({**spoken, "samples": steady}) == []


OPTIONS = ["--minutes", "0.2", "--every", "1", "--pause", "0.01"]


@pytest.mark.model
def test_a_short_run_mixes_nothing(
    model: Path, light_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PINCITE_DATA")
    monkeypatch.setattr(team_clients, "_CHURN_SECONDS", 1)
    models = ["--model", str(model), "--models", str(light_models)]
    found = team.measure(parsed([*OPTIONS, *models]), tmp_path)

    assert found["mixed"] == found["faults"] == []
    assert found["errors"] == []
    assert found["with_words"]["ask"] > 3
