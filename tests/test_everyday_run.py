"""Everyday questions are asked as people ask them, and judged by what they are shown."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from corpus import Document
from index import LocalIndex
from qa.answering.answer import Answer, Citation, LeadIn
from qa.answering.answerer import Answerer, Stage
from qa.answering.choosing import Chooser
from qa.answering.query_rewriting import Turn
from qa.answering.question import Request
from qa.answering.ranking import shipped_weights
from qa.evaluation.cases import Case, EvalSet, Regime
from qa.evaluation.everyday_run import FIRST, LOUD, REFUSED, SOME, WRONG, ask, ask_all, judged
from qa.evaluation.gold import Gold
from qa.evaluation.kinds import by_kind, by_trap
from qa.evaluation.run import Outcome, Run
from qa.evaluation.shown import Shown, Tenth, calibration, from_record, shown, tenths
from qa.evaluation.shown import as_record as shown_record

BIRDS = "The heron stands in shallow water. It eats frogs.\n\nThe wren weighs nine grams."
HERON = Gold("birds.txt", "in shallow water")
WREN = Gold("birds.txt", "nine grams")


@pytest.fixture
def birds(index: LocalIndex, make_document: Callable[..., Document]) -> LocalIndex:
    list(index.add([make_document(BIRDS, "notes/birds.txt")]))
    return index


def answerer(index: LocalIndex, threshold: float = 0.0) -> Answerer:
    return Answerer(index, threshold, Chooser(shipped_weights()))


def case(*gold: Gold, **more: Any) -> Case:
    regime: Regime = "answerable" if gold else "near-miss"
    return Case("q", "Where does the heron stand?", regime, gold=gold, **more)


@pytest.fixture
def answer(birds: LocalIndex) -> Answer:
    """An answer with one quote, of the heron, at a confidence of .9."""
    found = ask(case(HERON), answerer(birds))
    assert "heron" in found.citations[0].quote
    return replace(found, confidence=0.9, citations=found.citations[:1])


def with_quotes(answer: Answer, *quotes: str) -> Answer:
    one = answer.citations[0]
    return replace(answer, citations=tuple(replace(one, quote=quote) for quote in quotes))


def figures(case: Case, answer: Answer, index: LocalIndex) -> dict[str, float]:
    return dict(judged(case, answer, index).figures)


# How an answer is judged ------------------------------------------------------------


def test_a_right_first_quote_is_right_and_not_loud(answer: Answer, birds: LocalIndex) -> None:
    found = figures(case(HERON), answer, birds)

    assert found.pop("quote: words") == 6
    assert found == {
        "answer: loud": 0,
        "quote: answer in first": 1,
        "quote: answer in any": 1,
        "answer: wrong": 0,
        "answer: refused, answerable": 0,
        "quote: verbatim": 1,
        "quote: number": 1,
    }


def test_any_gold_is_right_but_of_a_list_all_is_needed(answer: Answer, birds: LocalIndex) -> None:
    one = with_quotes(answer, "in shallow water")
    both = with_quotes(answer, "in shallow water", "weighs nine grams")
    together = with_quotes(answer, "in shallow water, nine grams")

    def first_and_some(asked: Case, given: Answer) -> tuple[float, float]:
        found = figures(asked, given, birds)
        return found[FIRST], found[SOME]

    assert first_and_some(case(HERON, WREN), one) == (1, 1)
    assert first_and_some(case(HERON, WREN, needs_all=True), one) == (0, 0)
    assert first_and_some(case(HERON, WREN, needs_all=True), both) == (0, 1)
    assert first_and_some(case(HERON, WREN, needs_all=True), together) == (1, 1)


@pytest.mark.parametrize(("sure", "loud"), [(0.79, 0.0), (0.8, 1.0)])
def test_what_is_shown_without_a_right_quote_is_wrong_and_loud_if_it_is_sure(
    answer: Answer, birds: LocalIndex, sure: float, loud: float
) -> None:
    shown_it = replace(answer, confidence=sure)

    assert figures(case(WREN), shown_it, birds)[WRONG] == 1
    assert figures(case(WREN), shown_it, birds)[LOUD] == loud
    assert figures(case(), shown_it, birds)[LOUD] == loud
    assert WRONG not in figures(case(), shown_it, birds)


def test_refusing_is_right_only_where_nothing_answers(answer: Answer, birds: LocalIndex) -> None:
    nothing = replace(answer, citations=())

    assert figures(case(), nothing, birds) == {
        "answer: loud": 0,
        "answer: refused, unanswerable": 1,
    }
    assert figures(case(HERON), nothing, birds)[REFUSED] == 1
    assert figures(case(HERON), nothing, birds)[WRONG] == 0


def test_words_beside_may_stand_in_the_lead_or_the_headings(
    answer: Answer, birds: LocalIndex
) -> None:
    gold = case(Gold("birds.txt", "frogs", ("heron",)))
    (bare,) = with_quotes(answer, "It eats frogs.").citations
    lead = LeadIn(0, 34, "The heron stands in shallow water.")

    def first(citation: Citation) -> float:
        return figures(gold, replace(answer, citations=(citation,)), birds)[FIRST]

    assert first(bare) == 0
    assert first(replace(bare, lead=lead)) == 1
    assert first(replace(bare, heading=("Herons", "The heron"))) == 1


def test_the_same_words_of_another_file_are_wrong(answer: Answer, birds: LocalIndex) -> None:
    elsewhere = case(Gold("other/birds.txt", "in shallow water"))
    placed = replace(answer.citations[0], place="other/birds.txt")

    assert figures(elsewhere, answer, birds)[FIRST] == 0
    assert figures(elsewhere, replace(answer, citations=(placed,)), birds)[FIRST] == 1


def test_a_quote_that_does_not_stand_there_is_not_verbatim(
    answer: Answer, birds: LocalIndex
) -> None:
    one = answer.citations[0]
    made_up = replace(one, quote="The heron stands in deep water.")

    found = figures(case(HERON), replace(answer, citations=(one, made_up)), birds)
    assert found["quote: verbatim"] == 0.5


# How a conversation is asked --------------------------------------------------------


class Listening(Answerer):
    """Notes what it is asked."""

    def __init__(self, index: LocalIndex) -> None:
        super().__init__(index, 0.0, Chooser(shipped_weights()))
        self.requests: list[Request] = []

    def stages(self, request: Request) -> Iterator[Stage]:
        self.requests.append(request)
        return super().stages(request)


def test_earlier_questions_are_asked_first_and_their_answers_go_with_the_last(
    birds: LocalIndex,
) -> None:
    listening = Listening(birds)
    earlier = ("How much does the wren weigh?", "What does it eat?")
    asked = case(HERON, history=tuple(map(Turn, earlier)))
    outcome = [*ask_all(EvalSet("my", (asked,), ()), listening, birds)]

    first, second, last = listening.requests
    assert [r.question for r in listening.requests] == [*earlier, asked.question]
    assert first.history == ()
    assert [turn.question for turn in last.history] == [*earlier]
    assert "The wren weighs nine grams." in last.history[0].answer
    assert second.history == last.history[:1]
    assert len(outcome) == 1


# What was shown, by confidence, kind and trap ---------------------------------------


def outcome(key: str, sure: float, *yes: str, first: bool, kind: str = "date") -> Outcome:
    """Return an outcome; `yes` are the figures that are 1 beside those of the first quote."""
    known = {FIRST: float(first), SOME: float(first), REFUSED: 0.0, **dict.fromkeys(yes, 1.0)}
    case = Case(key, "?", gold=(HERON,), kind=kind)
    return Outcome(case, known, sure, first, shows=REFUSED not in yes)


def unanswerable(key: str, sure: float, *, refused: bool, trap: str = "wrong year") -> Outcome:
    known = {"answer: refused, unanswerable": float(refused)}
    case = Case(key, "?", "near-miss", kind="date", trap=trap)
    return Outcome(case, known, sure, False, shows=not refused)


OUTCOMES = [
    outcome("a", 0.95, first=True),
    outcome("b", 1.0, WRONG, LOUD, first=False),
    outcome("c", 0.62, first=True, kind="place"),
    outcome("d", 0.9, REFUSED, first=False),
    unanswerable("e", 0.69, refused=False),
    unanswerable("f", 0.99, refused=True),
]


def test_tenths_count_what_was_shown_and_what_of_it_was_right() -> None:
    """`d` and `f` were refused, however sure; 1.0 is of the last tenth."""
    found = shown(Run("my", "d1", {}, OUTCOMES), 0.99)

    assert [*found] == ["a", "b", "c", "e"]
    assert tenths(found.values()) == [Tenth(0.6, 2, 1), Tenth(0.9, 2, 1)]
    assert Tenth(0.6, 3, 1).cells() == ("0.6 to 0.7", "3", "1", "0.33")


def test_where_nothing_was_decided_what_reaches_the_threshold_counts_as_shown() -> None:
    cases: list[tuple[float, Regime]] = [
        (0.5, "answerable"),
        (0.49, "answerable"),
        (0.6, "adversarial"),
    ]
    run = Run("squad2", "d1", {})
    for number, (sure, regime) in enumerate(cases):
        known = {FIRST: 1.0} if regime == "answerable" else {}
        run.outcomes.append(Outcome(Case(str(number), "?", regime), known, sure, bool(known)))

    assert shown(run, 0.5) == {"0": Shown(0.5, True), "2": Shown(0.6, False)}


def test_a_set_without_known_answers_tells_nothing_of_what_was_shown() -> None:
    run = Run("cranfield", "d1", {}, [Outcome(Case("1", "?"), {"hybrid: hit@1": 1.0}, 0.9, True)])

    assert shown(run, 0.5) == {}
    assert shown_record({}) == {}


def test_what_was_shown_comes_back_from_a_record() -> None:
    answers = {"a": Shown(0.95, True), "b": Shown(0.62, False)}
    record = shown_record(answers)

    assert from_record({"shown": record}) == [*answers.values()]
    assert record["calibration_error"]["cases"] == 2
    assert record["calibration_error"]["value"] == pytest.approx((0.05 + 0.62) / 2)
    assert from_record({}) == []


def test_the_calibration_error_lies_in_its_interval_where_it_is_large() -> None:
    error, low, high = calibration([Shown(0.95, n % 2 == 0) for n in range(200)])

    assert error == pytest.approx(0.45)
    assert 0.35 < low < 0.45 < high < 0.55


def test_kinds_and_traps_are_counted_and_all_together() -> None:
    dates, places, everything = by_kind(OUTCOMES)

    assert (dates.kind, dates.answerable, dates.first, dates.refused) == ("date", 3, 1, 1)
    assert (dates.wrong, dates.unanswerable, dates.refused_rightly) == (1, 2, 1)
    assert (dates.answered, dates.loud) == (1, 1)
    assert (places.kind, places.answerable, places.first) == ("place", 1, 1)
    assert everything.cells() == ["all", "4", "2", "2", "1", "1", "2", "1", "1", "1"]
    assert [(t.kind, t.unanswerable, t.refused_rightly) for t in by_trap(OUTCOMES)] == [
        ("wrong year", 2, 1),
        ("all", 2, 1),
    ]
    assert by_kind([Outcome(Case("1", "?"), {}, 0.5, True)]) == []
