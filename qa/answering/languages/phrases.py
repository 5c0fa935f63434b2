"""How questions and answers are worded in a language: one table for each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.language import Language
from qa.answering.languages.about_documents import AboutDocuments
from qa.answering.languages.parts import Parts
from qa.answering.languages.replies import Replies
from qa.answering.languages.turns import Turns

Kind = Literal["person", "time", "place", "number", "reason", "other"]
"""What a question asks for."""


def any_of(*phrases: str) -> re.Pattern[str]:
    """Return a pattern of whole words that is one of these, in large or small letters."""
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b", re.IGNORECASE)


def begins(*phrases: str) -> re.Pattern[str]:
    """Return a pattern of these at the beginning, behind marks such as `¿`."""
    return re.compile(r"^\W*(?:" + "|".join(phrases) + r")\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """How questions, and sentences that answer them, are worded; one value of each language.

    Attributes:
        language: The language: its words, numbers and dates.
        replies: What Pincite says in it.
        about: Questions about a document itself.
        parts: Questions with several parts.
        turns: How a turn of a conversation leans on the ones before it.
        is_read: Whether the reader that comes with Pincite was trained to read it.
        names_large: Whether words written large are names; not where all nouns are.
        question_word: What a question asks with. The first one decides what it asks for.
        kinds: What is asked for, by patterns that are matched where that word stands.
        held: How what is asked for is written in an answer.
        asks_condition: "When" that may mean "under what condition".
        gives_condition: How a sentence gives a condition.
        yes_or_no: How a question begins that is answered with yes or no.
        asks_not: How a question asks for what is not so.
        says_not: Words that may deny something.
        terms: Questions for what a term means; the group `term` is that.
        no_terms: Words that are no term to be defined.
        stands_for: Questions for the long form of an abbreviation.
        definite: Questions for the value of a thing, not for what it is: "What is the fee?".
        meaning: What shows that the meaning is asked for all the same.
        defines_after: What stands behind a term where it is defined, as a pattern.
        defines_before: What stands before it, as a pattern.
        asks_several: Questions for a list or for steps.
        asks_steps: Questions for steps.
        asks_how: "How do I …?", which a heading may repeat.
        asks_value: Questions for what stands in a cell, or behind a label.
        measures: Words that only ask for a number, as in "how much".
        asking: Words that ask, or stand in nearly any text: that they are missing says nothing.
        how: "How old", "how long" and the like, which is said again where no sentence says so.
        beside: What a question has that asks for another time than the one it names.
        prepositions: What stands before names.
        placed: What stands before the name of a place, up to that name.
        number: A number with what it measures.
        lasting: How long something takes.
        clock: Times of day, and days of the week.
        dates: Days with their month, as `qa.answering.dates` does not know them.
        money: Words and signs of money.
        costs: Questions for an amount of money.
        how_long: Questions for how long something takes.
        reasons: A reason as it stands in an answer.
    """

    language: Language
    replies: Replies
    about: AboutDocuments
    parts: Parts
    turns: Turns
    is_read: bool
    names_large: bool
    question_word: re.Pattern[str]
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]
    held: Mapping[Kind, re.Pattern[str]]
    asks_condition: re.Pattern[str]
    gives_condition: re.Pattern[str]
    yes_or_no: re.Pattern[str]
    asks_not: re.Pattern[str]
    says_not: re.Pattern[str]
    terms: tuple[re.Pattern[str], ...]
    no_terms: frozenset[str]
    stands_for: re.Pattern[str]
    definite: re.Pattern[str]
    meaning: re.Pattern[str]
    defines_after: str
    defines_before: str
    asks_several: re.Pattern[str]
    asks_steps: re.Pattern[str]
    asks_how: re.Pattern[str]
    asks_value: re.Pattern[str]
    measures: frozenset[str]
    asking: re.Pattern[str]
    how: re.Pattern[str]
    beside: re.Pattern[str]
    prepositions: frozenset[str]
    placed: re.Pattern[str]
    number: re.Pattern[str]
    lasting: re.Pattern[str]
    clock: re.Pattern[str]
    dates: re.Pattern[str]
    money: re.Pattern[str]
    costs: re.Pattern[str]
    how_long: re.Pattern[str]
    reasons: re.Pattern[str]
