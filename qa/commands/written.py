"""What commands share that can have a language model write."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from index.counted import counted
from qa.answering.answer import Answer, Citation
from qa.answering.certainty import certainty
from qa.answering.question import Request
from qa.answering.wording import conflict
from qa.commands.output import place, print_answer, say, wrapped
from qa.config import Config
from qa.wiring import make_answerer, make_writer, shared_verifier

if TYPE_CHECKING:
    from index import Index
    from qa.writing.written import WrittenAnswer, WrittenSentence


def writing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to have a model write, which the command gets as `written` and `struck`."""
    struck = click.option(
        "--struck", is_flag=True, help="Also show which sentences of the model were left out."
    )
    written = click.option(
        "--written", is_flag=True, help="Have the language model of PINCITE_LLM_URL write."
    )
    return written(struck(function))


def asking(
    config: Config, index: "Index", *, written: bool
) -> "Callable[[Request], Answer | WrittenAnswer]":
    """Return what answers questions: in quotes, or by the configured language model.

    Raises:
        NoWriter: If that is to write, and there is none.
    """
    if not written:
        return make_answerer(config, index).answer
    writer = make_writer(config, index, shared_verifier(config, lambda: index.embedder)())
    answerer = make_answerer(config, index)

    def ask(request: Request) -> "WrittenAnswer":
        say(f"{writer.model} is writing…")
        return writer.answer(answerer.stages(request))

    return ask


def quoted(answer: "Answer | WrittenAnswer") -> Answer:
    """Return the answer in quotes."""
    return answer if isinstance(answer, Answer) else answer.quoted


def text_of(answer: "Answer | WrittenAnswer") -> str:
    """Return the sentences of an answer, for the questions after it."""
    sentences = answer.sentences or quoted(answer).sentences
    return " ".join(sentence.text for sentence in sentences)


def print_any(answer: "Answer | WrittenAnswer", *, struck: bool) -> None:
    """Print an answer with its citations; of a written one also what became of the writing."""
    if isinstance(answer, Answer):
        print_answer(answer)
        return
    if answer.sentences:
        _print_written(answer)
    else:
        print_answer(answer.quoted)
    click.echo()
    if answer.writer.reason is not None:
        click.echo(wrapped(answer.writer.reason))
    if answer.rejected and not struck:
        left_out = counted(len(answer.rejected), "sentence")
        click.echo(f"{left_out} of the model left out (--struck shows which)")
    elif struck:
        for one in answer.rejected:
            click.echo(wrapped(f"left out: {one.text}"))
            click.echo(wrapped(one.reason, "    "))


def _print_written(answer: "WrittenAnswer") -> None:
    for sentence in answer.sentences:
        click.echo(wrapped(_marked(sentence)))
    for difference in answer.differences:
        click.echo("\n" + wrapped(conflict(difference)))
    click.echo()
    for citation in answer.citations:
        _print_cited(citation)
    sure = answer.quoted.confidence
    click.echo(f"\nwritten by {answer.writer.model}, checked against the words above")
    click.echo(f"confidence: {certainty(sure)} ({sure:.0%})")


def _marked(sentence: "WrittenSentence") -> str:
    """Return a sentence with the numbers of its citations, and what these do not say."""
    marks = "".join(f"[{number}]" for number in sentence.citations)
    unsaid = ", ".join(f"“{sentence.text[w.start : w.end]}”" for w in sentence.unsupported)
    return f"{sentence.text} {marks}" + (f" (not said there: {unsaid})" if unsaid else "")


def _print_cited(citation: Citation) -> None:
    click.echo(place(citation))
    if citation.lead is not None:
        click.echo(wrapped(f"before it: {citation.lead.text}", "    "))
    click.echo(wrapped(citation.quote, "    "))
