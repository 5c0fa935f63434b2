"""`pincite eval` and `pincite calibrate`: how good the answers are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.counted import counted
from qa.commands.changing import existing_to_change
from qa.commands.options import as_json
from qa.commands.output import print_json, print_table, wrapped
from qa.commands.output import shown as printable
from qa.config import Config
from qa.errors import CollectionEmpty
from qa.wiring import current_weights, make_chooser, open_existing, open_index

if TYPE_CHECKING:
    from corpus import Document
    from index import Index
    from qa.answering.choosing import Chooser
    from qa.evaluation.cases import EvalSet
    from qa.evaluation.marks import Marked
    from qa.evaluation.run import Outcome, Run
    from qa.evaluation.shown import Shown


@click.command("eval")
@click.argument("name", metavar="SET")
@click.option("--quick", is_flag=True, help="Ask only part of the set, the same part each time.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the report (HTML and JSON) into DIR.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Compare with the JSON of an earlier report.",
)
@click.option(
    "--pool",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    metavar="FILE",
    help="Judge the confidence together with the JSON of a report on another set; repeatable.",
)
@click.option("--check", is_flag=True, help="Fail if a figure is below its floor.")
@click.option("--set-floors", "pin", is_flag=True, help="Make the figures reached the new floors.")
@click.option(
    "--floors",
    "floors_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Use the floors in FILE instead of Pincite's own.",
)
@click.option("--lower", is_flag=True, help="Let --set-floors lower a floor.")
@as_json
@click.pass_obj
def eval_command(
    config: Config, name: str, quick: bool, report: Path | None, against: Path | None,
    pool: tuple[Path, ...], check: bool, pin: bool, floors_file: Path | None, lower: bool,
    json_: bool,
) -> None:  # fmt: skip
    """Ask every question of SET and measure each stage of answering.

    SET is article, everyday, english, german, french, spanish, german-talk, french-talk or
    spanish-talk, which come with Pincite; real, squad2, selqa, cranfield, hotpotqa, chunking, mtrag
    or cast2019 (PINCITE_EVAL_DATA names the folder with their data); or a file of your own
    questions about the configured collection, one a line: {"question": "…", "answerable": true,
    "gold": [{"text": "…"}]}. You may leave out "answerable", "gold" and "history". The set `marks`
    is what was marked on the page: "Answers", "Does not answer" (see `pincite marks`).

    For your own questions and the marks, it lists those that failed.

    \b
    Example:
      pincite eval everyday
      pincite eval squad2 --report reports --against reports/squad2.json
      pincite eval my-questions.jsonl
      pincite eval marks
    """
    from qa.evaluation import report as reports
    from qa.evaluation.failures import failures

    before = None if against is None else reports.read_record(against)
    pooled = [answer for path in pool for answer in _shown_in(path)]
    cases = _cases(config, name, quick)
    for note in cases.notes:
        click.echo(note, err=True)
    run = _run(cases, config, quick)
    threshold = float(run.settings["confidence"])
    changes = [] if before is None else reports.compare(run, before)
    if json_:
        more: dict[str, Any] = {} if before is None else {"against": [asdict(c) for c in changes]}
        if pooled:
            more["pooled"] = _pooled(run, threshold, pooled)
        if cases.documents is None:
            more["failed"] = [asdict(one) for one in failures(run, threshold)]
        print_json(reports.as_record(run, threshold) | more)
    else:
        _print(run, threshold, changes)
        _print_shown(run, threshold, pooled)
        if cases.documents is None:
            _print_failed(run, threshold)
    if report is not None:
        try:
            page = reports.write(run, threshold, report, changes)
        except OSError as exc:
            raise click.ClickException(f"{report} cannot be written: {exc.strerror}") from exc
        click.echo(f"report: {page}", err=True)
    key = f"{cases.name} (quick)" if quick else cases.name
    if pin:
        _pin(key, run, threshold, floors_file, lower=lower)
    if check:
        _check(key, run, threshold, floors_file)


def _run(cases: "EvalSet", config: Config, quick: bool) -> "Run":
    """Ask every question of a set."""
    from tqdm import tqdm

    from qa.answering.ranking import shipped_weights
    from qa.evaluation.run import Run

    own = _collection(cases.name, quick) if cases.documents else ""
    index = open_index(config, own, read_only=not own)
    if cases.documents:
        _take_in(cases.documents, cases.keys, index)
    with index.reader() as reader:
        passages = reader.passage_count()
    if cases.documents is None:
        _require_passages(passages)
    weights = current_weights(config) if cases.documents is None else shipped_weights()
    chooser = make_chooser(config, index, weights)
    threshold = config.confidence
    settings: dict[str, Any] = {
        "model": index.embedder.id,
        "reader": config.reader,
        "confidence": chooser.working_point if threshold is None else threshold,
        "quick": quick,
        "passages": passages,
    }
    if cases.notes:
        settings["left out"] = " ".join(cases.notes)
    run = Run(cases.name, cases.digest, settings)
    steps = _outcomes(cases, index, config, chooser)
    for outcome in tqdm(
        steps, total=len(cases.cases), unit="question", desc="asking", disable=None, leave=False
    ):
        run.outcomes.append(outcome)
    return run


def _cases(config: Config, name: str, quick: bool) -> "EvalSet":
    """Return a set by its name, or the path of its file."""
    from qa.evaluation.marks import MARKS
    from qa.evaluation.sets import load

    if name == MARKS:
        return _marked(open_existing(config)).cases()
    return load(name, config.eval_data, quick=quick)


def _marked(index: "Index") -> "Marked":
    """Return the questions that were marked; say how many marks are of no use any more."""
    from index.counted import counted
    from qa.evaluation.marks import marked

    with index.reader() as reader:
        found = marked(reader)
    if found.lost:
        click.echo(f"{counted(found.lost, 'mark')} left out: their words have changed", err=True)
    return found


def _collection(name: str, quick: bool) -> str:
    return f"eval-{name}-quick" if quick else f"eval-{name}"


def _take_in(documents: "Sequence[Document]", keys: Mapping[str, str], index: "Index") -> None:
    """Make a collection hold these documents, and no others."""
    from tqdm import tqdm

    from index import NewDocument, every_document

    with index.reader() as reader:
        there = {info.id for info in every_document(reader)}
    index.delete_all(there - {document.id for document in documents})
    for _ in tqdm(
        index.add(NewDocument(document, keys.get(document.id, "")) for document in documents),
        total=len(documents),
        unit="document",
        desc="reading",
        disable=None,
        leave=False,
    ):
        pass
    index.checkpoint(always=True)


def _outcomes(
    cases: "EvalSet", index: "Index", config: Config, chooser: "Chooser"
) -> "Iterator[Outcome]":
    """Ask the questions: of an everyday set as the service is asked, of others stage by stage."""
    from qa.answering.answerer import Answerer
    from qa.evaluation.everyday import FILE_SETS
    from qa.evaluation.everyday_run import ask_all
    from qa.evaluation.run import evaluate

    if cases.documents is not None and cases.name in FILE_SETS:
        return ask_all(cases, Answerer(index, config.confidence, chooser), index)
    return evaluate(cases, index, chooser, config.confidence)


def _print(run: Any, threshold: float, changes: Any) -> None:
    head = ("FIGURE", "MEAN", "95 % INTERVAL", "CASES")
    rows = [
        (name, f"{f.value:.3f}", f"{f.low:.3f} to {f.high:.3f}", str(f.cases))
        for name, f in run.means().items()
    ]
    rows += [(name, f"{value:.3f}", "", "") for name, value in run.single(threshold).items()]
    print_table([head, *rows])
    if changes:
        click.echo("\nagainst the earlier run:")
        print_table(change.cells() for change in changes)


def _print_shown(run: "Run", threshold: float, pooled: "Sequence[Shown]") -> None:
    """Print how sure the shown answers were, and how many of each tenth were right."""
    from qa.evaluation.report import SHOWN_HEAD
    from qa.evaluation.shown import calibration, shown, tenths

    own = [*shown(run, threshold).values()]
    groups = {run.name: own}
    if pooled:
        groups["all sets together"] = [*own, *pooled]
    for name, answers in groups.items():
        if not answers:
            continue
        error, low, high = calibration(answers)
        click.echo(
            f"\nshown, {name}: calibration error {error:.3f} ({low:.3f} to {high:.3f}) over "
            f"{counted(len(answers), 'answer')}"
        )
        print_table([tuple(map(str.upper, SHOWN_HEAD)), *(t.cells() for t in tenths(answers))])


def _print_failed(run: "Run", threshold: float) -> None:
    """Print which questions of a user's own set failed, and what was quoted instead."""
    from qa.evaluation.failures import failures

    found = list(failures(run, threshold))
    if not found:
        click.echo("\nno question failed")
        return
    click.echo(f"\n{len(found):,} of {counted(len(run.outcomes), 'question')} failed:")
    for one in found:
        click.echo(
            f"{one.how} ({one.confidence:.0%}): {printable(one.question)}  [{printable(one.case)}]"
        )
        if one.quoted:
            label = "best" if one.how == "refused" else "quoted"
            click.echo(wrapped(f"{label}: “{one.quoted}”", "    "))


def _shown_in(path: Path) -> "list[Shown]":
    """Return what was shown in the run of an earlier report."""
    from qa.evaluation.report import read_record
    from qa.evaluation.shown import from_record

    found = from_record(read_record(path))
    if not found:
        raise click.ClickException(f"{path} has no shown answers: make it again with --report")
    return found


def _pooled(run: "Run", threshold: float, pooled: "Sequence[Shown]") -> dict[str, Any]:
    from qa.evaluation.shown import as_record, shown

    answers = [*shown(run, threshold).values(), *pooled]
    record = as_record({str(number): answer for number, answer in enumerate(answers)})
    del record["cases"]
    return record


def _require_passages(size: int) -> None:
    if size == 0:
        raise CollectionEmpty("the collection is empty: add documents with `pincite add PATH`")


def _pin(key: str, run: Any, threshold: float, path: Path | None, *, lower: bool) -> None:
    from qa.evaluation import floors

    try:
        lowered = floors.set_floors(key, run, threshold, lower=lower, path=path)
    except OSError as exc:
        raise click.ClickException(f"the floors cannot be written: {exc.strerror}") from exc
    click.echo(f"floors of {key} set; lowered: {', '.join(lowered) or 'none'}", err=True)


def _check(key: str, run: Any, threshold: float, path: Path | None) -> None:
    from qa.evaluation import floors

    known = floors.read_floors(path)
    if key not in known:
        raise click.ClickException(f"there are no floors for {key}: set them with --set-floors")
    found = list(floors.check_integrity(run, threshold, known[key]))
    for breach in found:
        click.echo(breach, err=True)
    if found:
        raise SystemExit(1)
    click.echo(f"{key}: every figure is at its floor or above", err=True)


@click.command("calibrate")
@click.argument(
    "questions", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--marks", "by_marks", is_flag=True, help="Fit to the marks, as without QUESTIONS.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.pass_obj
def calibrate_command(
    config: Config, questions: Path | None, by_marks: bool, dry_run: bool
) -> None:
    """Fit the confidence to your collection, with your QUESTIONS (as `pincite eval` reads them).

    Without QUESTIONS it uses what was marked on the page: "Answers", "Does not answer" (see
    `pincite marks`). It takes at least 30 questions that the documents answer (with the words of
    the answer) and 30 that they do not. What is fitted is kept with the collection.

    \b
    Example:
      pincite calibrate my-questions.jsonl
      pincite calibrate --marks
    """
    from index import LoggedChange
    from qa.answering.calibration import save
    from qa.evaluation.calibrating import calibrate
    from qa.evaluation.sets import load

    if questions and by_marks:
        raise click.UsageError("give QUESTIONS or --marks, not both")
    index = open_existing(config)
    with index.reader() as reader:
        _require_passages(reader.passage_count())
    cases = load(str(questions), config.eval_data) if questions else _marked_enough(index)
    fitted = calibrate(cases, index, make_chooser(config, index, current_weights(config)))
    click.echo(
        f"calibration error {fitted.before:.3f} before, {fitted.after:.3f} after "
        f"(cross-validated, {fitted.cases} questions)"
    )
    if fitted.after >= fitted.before:
        click.echo("the confidence already fits your questions: nothing was changed")
    elif not dry_run:
        save(fitted.calibration, config.directory)
        existing_to_change(config).log_change(LoggedChange("collection_calibrated"))
        click.echo("saved with the collection; remove calibration.json to undo")


def _marked_enough(index: "Index") -> "EvalSet":
    """Return the marked questions, if they are enough to fit anything to.

    Raises:
        TooFewQuestions: If not, with how many there are.
    """
    from index.counted import counted
    from qa.evaluation.calibrating import FEWEST, TooFewQuestions

    found = _marked(index)
    answered = sum(bool(question.gold) for question in found.questions)
    others = len(found.questions) - answered
    if min(answered, others) < FEWEST:
        raise TooFewQuestions(
            f"{counted(found.used, 'mark')} so far, of {counted(answered, 'question')} with an "
            f"answer and {others} without: it takes {FEWEST} of each; mark more answers on the "
            "page, or give a file of questions"
        )
    return found.cases()
