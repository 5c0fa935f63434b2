"""The command line: `pincite COMMAND`."""

import difflib
import os
from importlib import import_module
from typing import Any

import click

from qa.config import Config
from qa.errors import AnswerError, CollectionEmpty

# Before anything imports numpy: the products here are small, and threads that wait for each other
# take ten times as long as one (16 ms for the last step of the reader, 0.2 ms alone).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = {
    "ask": ("ask", "Answer a question with quotations."),
    "batch": ("batch", "Ask many questions and write the answers to a table."),
    "chat": ("chat", "Ask questions in a conversation."),
    "search": ("ask", "Find the passages nearest to a question."),
    "find": ("find", "Find every passage about a topic."),
    "check": ("check", "Check each sentence of a draft against the documents."),
    "timeline": ("timeline", "List every dated sentence, in order."),
    "add": ("add", "Add files or folders to the collection."),
    "sync": ("add", "Keep the collection in step with a folder."),
    "list": ("documents", "List the documents of the collection."),
    "show": ("documents", "Show a document or part of it."),
    "edit": ("edit", "Correct the title, author, date, language or tags of a document."),
    "remove": ("documents", "Remove documents from the collection."),
    "export": ("documents", "Export the collection as JSON lines."),
    "backup": ("backup", "Back up the collection to one file."),
    "restore": ("backup", "Restore the collection from a backup."),
    "migrate": ("migrate", "Copy the collection to another engine or place."),
    "collections": ("collections", "List, create, rename or remove collections."),
    "cite": ("cite", "Write saved answers as Word, Markdown or references."),
    "unframe": ("unframe", "Revoke framed links."),
    "log": ("log", "List who changed what, and when."),
    "verify": ("maintenance", "Check exported answers against the documents."),
    "doctor": ("maintenance", "Show the settings and check the collection."),
    "rebuild": ("maintenance", "Split and embed every document again."),
    "marks": ("marks", "List, export or remove what people said of answers."),
    "alert": ("alerts", "Watch a question or topic for news in new documents."),
    "key": ("keys", "Add, list or revoke the keys of a service."),
    "eval": ("evaluation", "Measure the answers to a set of questions."),
    "calibrate": ("evaluation", "Fit the confidence to your own collection."),
    "serve": ("serve", "Serve the chat page and the API."),
    "mcp": ("mcp", "Serve the collection to AI programs that speak MCP."),
}
"""Each command's module in `qa.commands`, imported only when the command runs, and its
line in `pincite --help`."""

EXTRAS = {
    "matplotlib": "eval",
    "pytrec_eval": "eval",
    "mcp": "mcp",
    "mcp_types": "mcp",
    "cryptography": "scale",
    "dask": "scale",
    "distributed": "scale",
}
"""Packages that `make serve` does not install, with the extra that each comes with."""


_LISTED = 5  # collections that an error names; a guess: more do not fit into a line


class Commands(click.Group):
    """Finds a command's module when the command is called, and prints errors as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            near = difflib.get_close_matches(cmd_name, COMMANDS, n=1)
            if near and not ctx.resilient_parsing:
                ctx.fail(f"No such command {cmd_name!r}. Did you mean {near[0]!r}?")
            return None
        module = import_module(f"qa.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CollectionEmpty as exc:
            raise click.ClickException(f"{exc}{_others(ctx.obj)}") from exc
        except AnswerError as exc:
            raise click.ClickException(str(exc)) from exc
        except ModuleNotFoundError as exc:
            if exc.name not in EXTRAS:
                raise
            raise click.ClickException(
                f"the package {exc.name} is not installed: run `pip install -e "
                f"'.[{EXTRAS[exc.name]}]'` in Pincite's folder, with the pip of its environment"
            ) from exc
        except Exception as exc:
            if is_told(exc):
                raise click.ClickException(str(exc)) from exc
            raise


def _others(config: Config) -> str:
    """Return which collections there are besides an empty one, as an error goes on with them."""
    from qa.wiring import collection_names

    names = [name for name in collection_names(config) if name != config.collection]
    if not names:
        return ""
    listed = ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
    return f"; or name another collection with --collection NAME ({listed})"


def is_told(exc: Exception) -> bool:
    """Tell whether an error is one whose message is meant for the user."""
    from corpus.errors import CorpusError
    from index.errors import IndexFault

    return isinstance(exc, CorpusError | IndexFault | AnswerError)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pincite")
@click.option("--data", metavar="DIR", help="The directory that holds the collections.")
@click.option("--collection", metavar="NAME", help="The collection to use.")
@click.option("--model", metavar="NAME", help="The embedding model: a name or a folder.")
@click.pass_context
def main(ctx: click.Context, /, **options: str | None) -> None:
    """Ask a collection of documents; every sentence of an answer is pinned to its words.

    \b
    Example:
      pincite add ~/papers
      pincite ask "Who leads Brigade 315?"
    """
    ctx.obj = Config.from_env().with_options(**options)
