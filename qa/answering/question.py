"""What a client asks, and what can be asked at all."""

from dataclasses import dataclass

from corpus.language import Language
from index import ALL_DOCUMENTS, Filter
from qa.answering.query_rewriting import Turn
from qa.errors import QuestionRejected

MAX_QUESTION = 4000
"""The most characters of a question; a guess: ten times the longest one of the evaluation sets."""

MOST_QUOTES = 20
"""The most sentences that may be quoted; a guess: two screens of them."""

MAX_TURNS = 50
"""The most turns before a question; a guess: a long conversation, of which the last few decide."""

MAX_ANSWER = 20_000
"""The most characters of the answer of a turn; a guess: ten times three long quotes."""

_IN_WORDS = {"question": "ask in words", "topic": "name it in words"}


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks; equal requests on the same state get the same answer.

    Attributes:
        question: What is asked.
        history: The turns before it, the oldest first; a question that leans on them is
            searched with the words that it leaves out.
        max_quotes: The most sentences to quote; None for the usual number, and as many as a list
            or an instruction has, where that is asked for.
        min_confidence: The confidence below which nothing is quoted; None for the usual one.
        filter: Which documents to answer from.
        said_in: The language in which to say why there is no answer; None for the collection's.
    """

    question: str
    history: tuple[Turn, ...] = ()
    max_quotes: int | None = None
    min_confidence: float | None = None
    filter: Filter = ALL_DOCUMENTS
    said_in: Language | None = None


def checked_question(question: str, what: str = "question") -> str:
    """Return the question, or `what` else is searched for, without white space at its ends.

    Raises:
        QuestionRejected: If it is empty, too long, has no word, or is not valid Unicode.
    """
    text = question.strip()
    if not any(character.isalnum() for character in text):
        raise QuestionRejected(f"the {what} is empty: {_IN_WORDS[what]}")
    if len(text) > MAX_QUESTION:
        raise QuestionRejected(
            f"the {what} has {len(text):,} characters, but at most {MAX_QUESTION:,} "
            "that one may have: shorten it"
        )
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        raise QuestionRejected(
            f"the {what} is not valid Unicode (character {exc.start}): send it as UTF-8"
        ) from exc
    return text
