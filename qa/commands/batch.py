"""`pincite batch`: many questions at once."""

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index import Filter
from index.counted import counted
from qa.commands.exporting import STDOUT, chosen_format, write_whole, written_as
from qa.commands.options import filtered, quoting
from qa.commands.output import say
from qa.config import Config
from qa.wiring import current_weights, make_answerer, open_existing

if TYPE_CHECKING:
    from qa.doors.batch.asking import Batch, Finished, Result

_FORMATS = {"csv": ".csv", "xlsx": ".xlsx", "html": ".html", "json": ".json"}


@click.command("batch")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--each-document",
    is_flag=True,
    help="Ask each document by itself: a table with a row for each document and a column for "
    "each question.",
)
@written_as(_FORMATS)
@quoting
@filtered
@click.pass_obj
def batch_command(
    config: Config,
    file: Path,
    each_document: bool,
    format_: str | None,
    output: Path | None,
    quotes: int | None,
    wanted: Filter,
) -> None:
    """Ask every question in FILE, and write the answers to a table.

    FILE is .csv or .xlsx, with the questions in the column `question` or else in the first one,
    or .txt with one a line. A question that the documents do not answer is a result too, with its
    reason. Interrupted, it goes on where it was if you run it again. Output: csv, xlsx, html
    or json, which `pincite verify` and `pincite cite` read.

    \b
    Example:
      pincite batch questions.csv -o answers.xlsx
      pincite batch questions.txt --each-document --folder papers -o table.html
    """
    from qa.doors.batch.asking import Batch, Finished
    from qa.doors.batch.formats import written
    from qa.doors.batch.questions import read_questions
    from qa.doors.batch.results import checked

    if output is None or output == STDOUT:
        raise click.UsageError("name a file to write, as in -o answers.csv")
    if not output.parent.is_dir():
        raise click.ClickException(f"there is no folder {output.parent}: make it first")
    form = chosen_format(format_, output, _FORMATS) or "csv"
    questions = read_questions(file)
    batch = Batch(questions, each_document, wanted, quotes, _settings(config))
    finished = Finished(output.with_name(f"{output.name}.partial"))
    results = _asked(config, batch, finished)
    answers = checked(results, open_existing(config))
    write_whole(output, written(answers, questions, form))
    finished.remove()
    answered = sum(bool(result.record["sentences"]) for result in results)
    click.echo(f"{answered:,} of {counted(len(results), 'question')} answered: {output}", err=True)


def _asked(config: Config, batch: "Batch", finished: "Finished") -> "list[Result]":
    """Return the results of a batch; a bar shows how far it is."""
    from tqdm import tqdm

    from qa.doors.batch.asking import ask_all

    index = open_existing(config)
    plan = batch.plan(index)
    answerer = make_answerer(config, index)
    say("loading the model…")
    results = []
    with tqdm(total=len(plan), unit="question", disable=None, leave=False) as bar:
        for result in ask_all(batch, plan, answerer, index, finished):
            results.append(result)
            bar.update()
    if again := sum(result.again for result in results):
        click.echo(f"{again:,} of {len(plan):,} were answered by an earlier run", err=True)
    return results


def _settings(config: Config) -> str:
    """Return what besides question and documents decides an answer, as text."""
    calibration = current_weights(config).calibration
    parts = (version("pincite"), config.model, config.runtime, config.reader, config.confidence)
    return repr((*parts, calibration))
