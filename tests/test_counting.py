"""What answers take and how they end, counted as they are made."""

from corpus import Document
from index import LocalIndex
from qa.answering.counting import BOUNDS, AnswerCounts, Origin, Status, TimedStage
from qa.answering.question import Request
from qa.config import Config
from qa.wiring import make_answerer


class Heard:
    """Notes all that it hears."""

    def __init__(self) -> None:
        self.stages: list[TimedStage] = []
        self.answers: list[tuple[Status, Origin]] = []

    def took(self, stage: TimedStage, seconds: float) -> None:
        assert seconds >= 0
        self.stages.append(stage)

    def gave(self, status: Status, origin: Origin) -> None:
        self.answers.append((status, origin))


def test_a_time_is_counted_with_those_up_to_the_next_bound() -> None:
    counts = AnswerCounts()
    for seconds in (0.0, BOUNDS[0], BOUNDS[0] + 1e-9, 99.0):
        counts.took("read", seconds)
    times = counts.times()

    assert times["read"].counts == (2, 1, *([0] * (len(BOUNDS) - 2)), 1)
    assert times["read"].seconds == 2 * BOUNDS[0] + 1e-9 + 99.0
    assert times["embed"].counts == (0,) * (len(BOUNDS) + 1)


def test_an_answer_is_heard_of_before_anybody_takes_it(index: LocalIndex) -> None:
    """So a slow client is not counted as a slow answer."""
    list(index.add([Document("herons", "Herons", "herons.txt", "Herons wade in water.")]))
    heard = Heard()
    stages = make_answerer(Config(confidence=0.0), index, watch=heard).stages(
        Request("Where do herons wade?")
    )
    assert heard.stages == []
    next(stages)

    assert heard.stages[-1] == "whole"
    assert {"embed", "search", "read"} <= set(heard.stages)
    assert heard.answers == [("answered", "made")]
    list(stages)
    assert heard.answers == [("answered", "made")]
