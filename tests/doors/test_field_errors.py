"""What is said of a wrong field: its name, what it was, and what it has to be."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.doors.field_errors import LONGEST_SHOWN, said


class Inner(BaseModel):
    ids: Annotated[list[str], Field(max_length=2)] = []


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(min_length=1, max_length=5)]
    quotes: Annotated[int, Field(ge=1, le=20)] = 3
    confidence: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)] = 0.5
    strict: bool = False
    answer: Literal["quotes", "written"] = "quotes"
    within: Inner = Inner()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "question is missing."),
        ([], "The body must be an object, not []."),
        ({"question": 5}, "question must be text, not 5."),
        ({"question": ""}, "question is empty."),
        ({"question": "who led"}, "question may have at most 5 characters, and has 7."),
        ({"question": "x", "foo": 1}, "foo is not known here: leave it out."),
        ({"question": "x", "quotes": "a"}, 'quotes must be a whole number, not "a".'),
        ({"question": "x", "quotes": 1.5}, "quotes must be a whole number, not 1.5."),
        ({"question": "x", "quotes": 99}, "quotes must be at most 20, not 99."),
        ({"question": "x", "quotes": 0}, "quotes must be at least 1, not 0."),
        ({"question": "x", "confidence": 1}, "confidence must be less than 1.0, not 1."),
        ({"question": "x", "confidence": 0}, "confidence must be more than 0.0, not 0."),
        ({"question": "x", "confidence": "y"}, 'confidence must be a number, not "y".'),
        ({"question": "x", "strict": "y?"}, 'strict must be true or false, not "y?".'),
        ({"question": "x", "answer": "a"}, "answer must be 'quotes' or 'written', not \"a\"."),
        ({"question": "x", "within": 1}, "within must be an object, not 1."),
        ({"question": "x", "within": {"ids": "a"}}, 'within.ids must be a list, not "a".'),
        (
            {"question": "x", "within": {"ids": ["a"] * 3}},
            "within.ids may have at most 2 items, and has 3.",
        ),
    ],
)
def test_a_wrong_field_is_named_with_what_it_has_to_be(given: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Body.model_validate(given)

    assert said(caught.value, "The body") == message


def test_a_value_that_is_too_deep_to_be_shown_is_still_a_fault_of_the_field() -> None:
    deep: list[Any] = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(ValidationError) as caught:
        Body.model_validate({"question": deep})

    assert said(caught.value, "The body") == "question must be text, not lists within lists."


def test_half_a_character_can_be_sent_back() -> None:
    with pytest.raises(ValidationError) as caught:
        Body.model_validate({"question": ["\ud800"]})

    assert said(caught.value, "The body") == 'question must be text, not ["?"].'


def test_a_long_value_is_cut_and_stays_on_its_line() -> None:
    with pytest.raises(ValidationError) as caught:
        Body.model_validate({"question": "x", "quotes": "a\n" * 100})

    message = said(caught.value, "The body")
    assert "\n" not in message
    assert len(message) < LONGEST_SHOWN + 50
