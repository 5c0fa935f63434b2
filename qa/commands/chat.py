"""`pincite chat`: questions one after the other, each with those before it in mind."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.answering.answer import Answer
from qa.commands.options import as_json, quoting
from qa.commands.output import say, shown, wrapped, write_records
from qa.commands.written import asking, print_any, quoted, text_of, writing
from qa.config import Config
from qa.errors import QuestionRejected
from qa.wiring import open_existing

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.answering.question import Request
    from qa.writing.written import WrittenAnswer

_PROMPT = "? "
_COMMAND = re.compile(r"/([a-z]+)(?:\s+(.*))?$", re.DOTALL)
_ENDS = ("exit", "quit")
_HELP = "/save FILE saves the conversation, /forget starts a new one, exit or quit ends it"


@click.command("chat")
@quoting
@writing
@as_json
@click.pass_obj
def chat_command(
    config: Config, quotes: int | None, written: bool, struck: bool, json_: bool
) -> None:
    """Ask questions in a conversation: each may refer to the ones before it.

    Type a question on each line, or pipe them in. A follow-up such as "And in Mali?" is
    searched together with the words that it leaves out; you see which. With --json, each
    answer is one line.

    \b
    Commands:
      /save FILE  save this conversation in a file that `pincite verify` can check
      /forget     start a new conversation
      /quit       quit (or type quit or exit, or press Ctrl-D)

    \b
    Example:
      pincite chat
      pincite chat < questions.txt
    """
    from qa.answering.filters import require_documents

    index = open_existing(config)
    ask = asking(config, index, written=written)
    with index.reader() as reader:
        require_documents(reader)
        say("loading the model…")
        reader.embed_question("ready")
    say(f"ready: type a question; {_HELP}")
    conversation = _Conversation(ask, quotes)
    for line in _lines():
        command = _COMMAND.match(line.strip())
        if (command[1] if command else line.strip().lower()) in _ENDS:
            break
        if command is None:
            _ask(conversation, line, json_=json_, struck=struck)
        else:
            _obey(conversation, command[1], (command[2] or "").strip())


class _Conversation:
    """The answers so far, and what answers the next question with them in mind."""

    def __init__(
        self, ask: "Callable[[Request], Answer | WrittenAnswer]", quotes: int | None
    ) -> None:
        self._ask = ask
        self._quotes = quotes
        self.answers: list[Answer | WrittenAnswer] = []

    def ask(self, question: str) -> "Answer | WrittenAnswer":
        from qa.answering.query_rewriting import Turn
        from qa.answering.question import Request

        history = tuple(Turn(quoted(answer).question, text_of(answer)) for answer in self.answers)
        answer = self._ask(Request(question, history, max_quotes=self._quotes))
        self.answers.append(answer)
        return answer


def _ask(conversation: _Conversation, question: str, *, json_: bool, struck: bool) -> None:
    try:
        answer = conversation.ask(question)
    except QuestionRejected as exc:
        _complain(str(exc))
        return
    if json_:
        click.echo(json.dumps(answer.record(), ensure_ascii=False))
        return
    if quoted(answer).searched != quoted(answer).question:
        click.echo(wrapped(f"(searched as: {quoted(answer).searched})"))
    print_any(answer, struck=struck)
    click.echo()


def _obey(conversation: _Conversation, command: str, argument: str) -> None:
    if command == "forget" and not argument:
        conversation.answers.clear()
        click.echo("started a new conversation", err=True)
    elif command == "save" and argument and conversation.answers:
        path = Path(argument).expanduser()
        try:
            write_records(path, [answer.record() for answer in conversation.answers])
        except click.ClickException as exc:
            _complain(exc.message)
        else:
            click.echo(f"{len(conversation.answers)} answers saved to {shown(str(path))}", err=True)
    elif command == "save" and argument:
        _complain("there is nothing to save yet")
    else:
        _complain(f"/{command} is no such command: {_HELP}")


def _complain(message: str) -> None:
    click.echo(f"Error: {shown(message)}", err=True)


def _lines() -> Iterator[str]:
    """Yield what is typed or piped in, line by line, until it ends.

    Bytes that are no UTF-8 become half characters, which no question may hold: they are
    refused with their line, not with all that follow.
    """
    if not sys.stdin.isatty():
        for line in sys.stdin.buffer:
            yield line.decode("utf-8", "surrogateescape")
        return
    import readline  # noqa: F401  gives `input` its history and its editing keys

    prompt = _PROMPT if sys.stdout.isatty() else ""  # else it would stand among the answers
    while True:
        try:
            yield input(prompt)
        except EOFError:
            click.echo(err=True)
            return
