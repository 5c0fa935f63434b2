"""Messages of a chat as other programs send them, and the question that they end with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.answering.query_rewriting import Turn
from qa.answering.question import MAX_ANSWER, MAX_QUESTION, MAX_TURNS, Request
from qa.answering.wording import NO_CLEAR_ANSWER
from qa.doors.paragraphs import SOURCES
from qa.errors import QuestionRejected


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said in a chat.

    `other` names what a message holds that is no text, such as "image_url"; "" if it is all text.
    """

    role: str
    text: str
    other: str = ""


def request_of(messages: Iterable[Message]) -> Request:
    """Return what the last message asks, with the turns before it.

    Only users and assistants are heard: what instructs a model asks nothing of documents.

    Raises:
        QuestionRejected: If the last message is not a user's, or holds something besides text.
    """
    heard = [message for message in messages if message.role in ("user", "assistant")]
    if not heard or heard[-1].role != "user":
        raise QuestionRejected("the last message is not the user's: end with the question")
    last = heard[-1]
    if last.other:
        raise QuestionRejected(f"the last message holds {last.other!r}: send the question as text")
    return Request(last.text, _turns(heard[:-1]))


def _turns(messages: Sequence[Message]) -> tuple[Turn, ...]:
    """Return the last turns before a question: what was asked, and the answer that it got."""
    turns: list[Turn] = []
    for message in messages:
        if message.role == "user":
            turns.append(Turn(message.text[:MAX_QUESTION], ""))
        elif turns:
            said = f"{turns[-1].answer} {_quotes(message.text)}".strip()
            turns[-1] = Turn(turns[-1].question, said[:MAX_ANSWER])
    return tuple(turn for turn in turns if turn.question.strip())[-MAX_TURNS:]


def _quotes(text: str) -> str:
    """Return the quotes of an answer that was written out; another text as it is."""
    if text.startswith(NO_CLEAR_ANSWER):
        return ""
    said = text.partition(SOURCES)[0][:MAX_ANSWER]  # a client may send a megabyte
    return " ".join(filter(None, map(_quote, said.split("\n\n")))) or said


def _quote(paragraph: str) -> str:
    """Return what stands before the footnote marks that end a paragraph; "" if none do."""
    said = paragraph.rstrip()
    end = len(said)
    while said.endswith("]", 0, end):
        start = said.rfind("[", 0, end)
        if start < 0 or not said[start + 1 : end - 1].isdecimal():
            break
        end = start
    return said[:end].strip() if end < len(said) and said.endswith(" ", 0, end) else ""
