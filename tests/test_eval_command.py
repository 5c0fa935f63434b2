"""`pincite eval`: what it prints and writes, and how it compares with what was reached before."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qa.commands.cli import main
from qa.evaluation.cases import Case, Regime
from qa.evaluation.everyday import FILE_SETS
from qa.evaluation.floors import (
    BelowFloor,
    FloorsUnreadable,
    check_integrity,
    floors_path,
    read_floors,
    set_floors,
)
from qa.evaluation.public import SETS
from qa.evaluation.report import ReportUnreadable, as_record, compare, read_record, write
from qa.evaluation.run import Outcome, Run

HERONS = (
    "The heron stands in shallow water. Ada Lund counted 40 herons in 1871.\n\n"
    "The survey of wrens was paid for by the canal company. It cost 40 pounds."
)
QUESTIONS = (
    {"question": "Who counted 40 herons in 1871?", "gold": [{"text": "Ada Lund"}]},
    {"question": "Who paid for the survey of wrens?", "gold": [{"text": "the canal company"}]},
    {"question": "Where does the heron stand?", "gold": [{"text": "in shallow water"}]},
    {"question": "Which comet frightened the astronomers of Samarkand?", "answerable": False},
)
FIRST = "quote: answer in first"

Pincite = Callable[..., Result]


@pytest.fixture
def pincite(model: Path, monkeypatch: pytest.MonkeyPatch) -> Pincite:
    """Run a command in this process; whatever is no error of the user's is raised."""
    monkeypatch.setenv("PINCITE_MODEL", str(model))
    monkeypatch.delenv("PINCITE_EVAL_DATA", raising=False)

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False)

    return run


@pytest.fixture
def questions(tmp_path: Path, pincite: Pincite) -> Path:
    """A file of questions on the herons, which are in the collection."""
    (tmp_path / "herons.txt").write_text(HERONS)
    assert pincite("add", tmp_path / "herons.txt").exit_code == 0
    path = tmp_path / "my.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in QUESTIONS))
    return path


def told(result: Result) -> str:
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def complaint(result: Result) -> str:
    """Return the one line of an error."""
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    return result.stderr.removeprefix("Error: ").strip()


def run_of(
    values: dict[str, float], name: str = "my", digest: str = "d1", figure: str = FIRST
) -> Run:
    """Return a run with one figure, which has a value in each case."""
    outcomes = [Outcome(Case(key, f"{key}?"), {figure: v}, 0.5, v > 0) for key, v in values.items()]
    return Run(name, digest, {"model": "toy"}, outcomes)


def judged(*cases: tuple[Regime, float, bool]) -> Run:
    """Return a run of which is known only how sure each answer was, and whether it was right."""
    return Run(
        "my",
        "d1",
        {},
        [
            Outcome(Case(str(n), "?", regime, answers=("a",)), {}, sure, right)
            for n, (regime, sure, right) in enumerate(cases)
        ],
    )


# The command ------------------------------------------------------------------------


def test_every_figure_is_printed_with_its_interval_and_cases(
    pincite: Pincite, questions: Path
) -> None:
    printed = told(pincite("eval", questions))

    assert re.search(r"^FIGURE +MEAN +95 % INTERVAL +CASES$", printed, re.M)
    assert re.search(r"^quote: verbatim +1\.000  1\.000 to 1\.000 +4$", printed, re.M)
    assert re.search(r"^quote: answer in any +[01]\.\d{3}  .* to .* 3$", printed, re.M)
    assert re.search(r"^confidence: AUROC, near-miss +[01]\.\d{3}$", printed, re.M)


def test_json_tells_the_figures_and_the_value_of_each_case(
    pincite: Pincite, questions: Path
) -> None:
    record = json.loads(told(pincite("eval", questions, "--json")), parse_constant=pytest.fail)
    values = record["per_case"][FIRST]

    assert (record["set"], record["format"]) == ("my", 1)
    assert record["settings"]["passages"] > 0
    assert list(values) == ["line 1", "line 2", "line 3"]
    assert record["figures"][FIRST]["value"] == pytest.approx(sum(values.values()) / 3)
    assert record["figures"][FIRST]["cases"] == 3


@pytest.mark.parametrize("wanted", ["on", "off"])
def test_a_run_says_whether_the_reader_was_wanted(
    pincite: Pincite, questions: Path, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    monkeypatch.setenv("PINCITE_READER", wanted)
    record = json.loads(told(pincite("eval", questions, "--json")))

    assert record["settings"]["reader"] == wanted


def test_a_report_is_a_page_and_its_json_and_the_same_run_again_is_noise(
    pincite: Pincite, questions: Path, tmp_path: Path
) -> None:
    reports = tmp_path / "reports" / "today"
    first = pincite("eval", questions, "--report", reports)
    again = told(pincite("eval", questions, "--against", reports / "my.json"))
    table = again.partition("against the earlier run:\n")[2].partition("\n\n")[0]
    compared = table.splitlines()

    assert first.stderr == f"report: {reports / 'my.html'}\n"
    assert sorted(path.name for path in reports.iterdir()) == ["my.html", "my.json"]
    assert {line.split("  ")[0] for line in compared} >= {FIRST, "quote: verbatim"}
    assert all(re.search(r" \+0\.000  \+0\.000 to \+0\.000  noise$", line) for line in compared)


def test_a_figure_that_changed_is_told_also_in_json(
    pincite: Pincite, questions: Path, tmp_path: Path
) -> None:
    """The run before is one in which no quote was verbatim."""
    pincite("eval", questions, "--report", tmp_path)
    record = json.loads((tmp_path / "my.json").read_text())
    record["per_case"]["quote: verbatim"] = dict.fromkeys(record["per_case"]["quote: verbatim"], 0)
    (tmp_path / "my.json").write_text(json.dumps(record))
    printed = told(pincite("eval", questions, "--against", tmp_path / "my.json"))
    as_json = json.loads(
        told(pincite("eval", questions, "--against", tmp_path / "my.json", "--json"))
    )

    assert re.search(r"^quote: verbatim +\+1\.000  \+1\.000 to \+1\.000  a change$", printed, re.M)
    assert {"name": "quote: verbatim", "gain": 1.0, "low": 1.0, "high": 1.0} in as_json["against"]


def test_floors_hold_until_a_figure_is_below_its_own(
    pincite: Pincite, questions: Path, tmp_path: Path
) -> None:
    file = tmp_path / "floors.json"
    options = ("eval", questions, "--floors", file)
    assert "floors of my set; lowered: none" in pincite(*options, "--set-floors").stderr
    assert "my: every figure is at its floor or above" in pincite(*options, "--check").stderr

    floors = json.loads(file.read_text())
    floors["my"]["figures"]["quote: verbatim"] = 1.5
    file.write_text(json.dumps(floors))
    below = pincite(*options, "--check")

    assert below.exit_code == 1
    assert below.stderr == "quote: verbatim is 1.000, its floor 1.500 (margin 0.02)\n"
    refused = complaint(pincite(*options, "--set-floors"))
    assert refused.startswith("this would lower quote: verbatim: give --lower")
    assert "lowered: quote: verbatim" in pincite(*options, "--set-floors", "--lower").stderr
    assert pincite(*options, "--check").exit_code == 0


def test_floors_of_other_questions_are_refused(
    pincite: Pincite, questions: Path, tmp_path: Path
) -> None:
    options = ("eval", questions, "--floors", tmp_path / "floors.json")
    pincite(*options, "--set-floors")
    questions.write_text('{"question": "Who counted the herons?"}')

    assert "the floors of my are of other data" in complaint(pincite(*options, "--check"))


def test_a_set_without_floors_cannot_be_checked(pincite: Pincite, questions: Path) -> None:
    refused = complaint(pincite("eval", questions, "--check"))

    assert refused == "there are no floors for my: set them with --set-floors"


def test_a_set_that_is_not_there_is_told_with_those_that_are(pincite: Pincite) -> None:
    refused = complaint(pincite("eval", "sqaud2"))

    assert refused.startswith("sqaud2: neither a set (article, squad2")
    assert all(name in refused for name in (*SETS, *FILE_SETS))


def test_data_that_were_never_pointed_to_are_told_with_the_setting(pincite: Pincite) -> None:
    refused = complaint(pincite("eval", "squad2"))

    assert refused == "the data of squad2 are missing: set PINCITE_EVAL_DATA to their folder"


def test_a_line_that_is_no_question_ends_the_command(pincite: Pincite, tmp_path: Path) -> None:
    (tmp_path / "my.jsonl").write_text("Who?\n")

    assert "my.jsonl, line 1: not a question" in complaint(pincite("eval", tmp_path / "my.jsonl"))


def test_an_empty_collection_cannot_be_asked(pincite: Pincite, tmp_path: Path) -> None:
    path = tmp_path / "my.jsonl"
    path.write_text('{"question": "Who?"}')

    for command in ("eval", "calibrate"):
        assert "the collection is empty" in complaint(pincite(command, path))


def test_a_file_of_ones_own_may_have_the_name_of_a_set(
    pincite: Pincite, questions: Path, tmp_path: Path
) -> None:
    """The turns of TREC CAsT are compared with rewrites; a file has none."""
    path = tmp_path / "cast2019.jsonl"
    path.write_text(questions.read_text())

    assert "quote: verbatim" in told(pincite("eval", path))


@pytest.fixture
def failing(questions: Path) -> Path:
    """Questions: one is answered with other words, one that should be refused is answered."""
    rows = (
        QUESTIONS[0] | {"id": "right"},
        QUESTIONS[1] | {"id": "wrong", "gold": [{"text": "the railway"}]},
        QUESTIONS[2] | {"id": "answered", "answerable": False},
        {"id": "any", "question": "Where does the heron stand?"},
    )
    questions.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return questions


def test_the_questions_that_failed_are_listed_with_what_was_quoted(
    pincite: Pincite, failing: Path
) -> None:
    printed = told(pincite("eval", failing))
    failed = printed.partition("2 of 4 questions failed:\n")[2].splitlines()

    assert re.fullmatch(r"wrong words \(\d+%\): Who paid for .*\?  \[wrong\]", failed[0])
    assert failed[1].startswith("    quoted: “The survey of wrens was paid for by the canal")
    assert re.fullmatch(r"should be refused \(\d+%\): Where .*\?  \[answered\]", failed[2])
    record = json.loads(told(pincite("eval", "--json", failing)))
    assert [(one["case"], one["how"]) for one in record["failed"]] == [
        ("wrong", "wrong words"),
        ("answered", "should be refused"),
    ]


def test_what_is_refused_failed_if_there_is_an_answer(
    pincite: Pincite, failing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_CONFIDENCE", "1")
    record = json.loads(told(pincite("eval", "--json", failing)))

    assert [(one["case"], one["how"]) for one in record["failed"]] == [
        ("right", "refused"),
        ("wrong", "refused"),
        ("any", "refused"),
    ]


def test_where_none_failed_that_is_said(pincite: Pincite, questions: Path) -> None:
    assert told(pincite("eval", questions)).endswith("\nno question failed\n")


def test_what_is_no_earlier_report_is_told(pincite: Pincite, questions: Path) -> None:
    refused = complaint(pincite("eval", questions, "--against", questions))

    assert refused.endswith("my.jsonl is not a report of `pincite eval --report`")


# A set of files, asked as the service is ---------------------------------------------


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pincite: Pincite) -> Path:
    """Evaluation data with a set `real` on the herons; refusing nothing, so that all is shown."""
    (tmp_path / "real" / "documents").mkdir(parents=True)
    (tmp_path / "files").mkdir()
    (tmp_path / "real" / "documents" / "herons.txt").write_text(HERONS)
    (tmp_path / "files" / "wrens.md").write_text("# Wrens\n\nThe wren sings in March.")
    file = "real/documents/herons.txt"
    rows = [
        {"id": "r0", "question": "Who counted 40 herons in 1871?", "text": "Ada Lund"},
        {"id": "r1", "question": "Who paid for the survey of wrens?", "text": "the canal company"},
        {"id": "r2", "question": "Where does the heron stand?", "text": "in shallow water"},
        {"id": "r3", "question": "Which comet frightened Samarkand?", "trap": "topic absent"},
    ]
    lines = []
    for row in rows:
        gold = [{"file": file, "text": row.pop("text")}] if "text" in row else []
        more = {"kind": "person", "answerable": bool(gold), "gold": gold, "history": []}
        lines.append(json.dumps(row | more) + "\n")
    questions = tmp_path / "real" / "questions.jsonl"
    questions.write_text("".join(lines))
    monkeypatch.setenv("PINCITE_EVAL_DATA", str(tmp_path))
    monkeypatch.setenv("PINCITE_CONFIDENCE", "0")
    return tmp_path


def test_a_set_of_files_is_asked_of_its_files_and_no_others(pincite: Pincite, real: Path) -> None:
    record = json.loads(told(pincite("eval", "real", "--json")))
    (real / "files" / "wrens.md").write_text("# Wrens\n\nThe wren is silent.")
    (real / "files" / "wrens.md").rename(real / "files" / "silence.md")
    again = json.loads(told(pincite("eval", "real", "--json")))

    assert record["figures"]["quote: verbatim"]["value"] == 1
    assert record["figures"]["quote: answer in any"]["cases"] == 3
    assert record["per_case"]["answer: refused, unanswerable"] == {"r3": 0.0}
    assert again["settings"]["passages"] == record["settings"]["passages"]
    assert again["digest"] != record["digest"]


def test_what_was_shown_is_printed_by_confidence_and_kept_by_kind(
    pincite: Pincite, real: Path
) -> None:
    result = pincite("eval", "real", "--report", real / "reports")
    record = json.loads((real / "reports" / "real.json").read_text())
    page = (real / "reports" / "real.html").read_text()
    *_, everything = record["kinds"]

    assert re.search(r"^shown, real: calibration error \d\.\d{3} \(.*\) over 4 answers$",
                     result.stdout, re.M)  # fmt: skip
    assert re.search(r"^CONFIDENCE +SHOWN +RIGHT FIRST +SHARE$", result.stdout, re.M)
    assert sum(shown for _, shown, _ in record["shown"]["tenths"]) == 4
    assert (everything["kind"], everything["answerable"], everything["unanswerable"]) == (
        "all", 3, 1,
    )  # fmt: skip
    assert [trap["kind"] for trap in record["traps"]] == ["topic absent", "all"]
    assert "<th>kind</th>" in page
    assert "<th>trap</th>" in page


def test_confidence_is_judged_over_the_sets_of_other_reports_too(
    pincite: Pincite, real: Path
) -> None:
    pincite("eval", "real", "--report", real)
    pool = ("--pool", real / "real.json")
    printed = told(pincite("eval", "real", *pool, *pool))
    record = json.loads(told(pincite("eval", "real", *pool, "--json")))

    assert re.search(r"^shown, all sets together: .* over 12 answers$", printed, re.M)
    assert record["pooled"]["calibration_error"]["cases"] == 8
    (real / "real.json").write_text('{"figures": {}, "digest": "", "per_case": {}}')
    refused = complaint(pincite("eval", "real", *pool))
    assert refused.endswith("real.json has no shown answers: make it again with --report")


def test_a_set_of_files_has_floors_like_any_other(pincite: Pincite, real: Path) -> None:
    options = ("eval", "real", "--floors", real / "floors.json")

    assert "floors of real set; lowered: none" in pincite(*options, "--set-floors").stderr
    assert "real: every figure is at its floor or above" in pincite(*options, "--check").stderr
    floors = json.loads((real / "floors.json").read_text())
    floors["real"]["figures"]["answer: loud"] = -1
    (real / "floors.json").write_text(json.dumps(floors))
    assert pincite(*options, "--check").stderr.startswith("answer: loud is ")


# Runs -------------------------------------------------------------------------------


def test_a_mean_is_over_the_cases_that_have_the_figure() -> None:
    run = run_of({"a": 1.0, "b": 0.0})
    run.outcomes.append(Outcome(Case("c", "c?"), {}, 0.9, False))
    figure = run.means()[FIRST]

    assert (figure.value, figure.cases) == (0.5, 2)
    assert 0 <= figure.low <= 0.5 <= figure.high <= 1


def test_where_quoting_was_decided_the_threshold_does_not_count() -> None:
    """Of two answerable questions at 0.9 one was refused, and the near miss at 0.1 was quoted."""
    run = judged(("answerable", 0.9, True), ("answerable", 0.9, True), ("near-miss", 0.1, False))
    for place, shows in ((1, False), (2, True)):
        run.outcomes[place] = replace(run.outcomes[place], shows=shows)
    found = run.single(0.5)

    assert found["confidence: refused, answerable"] == 0.5
    assert found["confidence: refused, near-miss"] == 0.0


def test_figures_of_the_whole_run_are_those_worked_out_by_hand() -> None:
    """Answerable are 0.9 (right), 0.6 (right) and 0.3 (wrong); 0.4 and 0.2 are near misses.

    Of the 6 pairs all but 0.3 against 0.4 are in order. At 0.35, one of three answers and
    one of two near misses is refused. Each is alone in its bin, so that the calibration
    error is (0.1 + 0.4 + 0.3 + 0.4 + 0.2) / 5. Of the surest four, two are right.
    """
    run = judged(
        ("answerable", 0.9, True),
        ("answerable", 0.6, True),
        ("answerable", 0.3, False),
        ("near-miss", 0.4, False),
        ("near-miss", 0.2, False),
    )

    assert run.single(0.35) == pytest.approx(
        {
            "confidence: AUROC, near-miss": 5 / 6,
            "confidence: refused, near-miss": 1 / 2,
            "confidence: refused, answerable": 1 / 3,
            "confidence: calibration error": 1.4 / 5,
            "confidence: accuracy of the surest 80 %": 2 / 4,
        }
    )


def test_how_well_an_answer_at_all_is_foretold_is_told_where_the_reader_says_it() -> None:
    run = judged(("answerable", 0.9, True), ("near-miss", 0.4, False), ("near-miss", 0.2, False))
    assert "any answer: AUROC, near-miss" not in run.single(0.5)

    likely = (0.5, 0.6, 0.3)
    run.outcomes = [replace(one, answerable=p) for one, p in zip(run.outcomes, likely, strict=True)]
    assert run.single(0.5)["any answer: AUROC, near-miss"] == 1 / 2


def test_adversarial_questions_do_not_count_for_calibration() -> None:
    run = judged(("answerable", 1.0, True), ("adversarial", 1.0, False))

    assert run.single(0.5)["confidence: calibration error"] == 0.0
    assert run.single(0.5)["confidence: refused, adversarial"] == 0.0


def test_a_figure_that_no_case_can_tell_is_left_out() -> None:
    """Not a number is no JSON, and is below no floor."""
    run = judged(("near-miss", 0.4, False), ("off-topic", 0.2, False))
    found = run.single(0.3)

    assert found["confidence: refused, off-topic"] == 1.0
    assert "confidence: AUROC, near-miss" not in found
    assert not any(map(math.isnan, found.values()))


# Reports ----------------------------------------------------------------------------


class Loaded(HTMLParser):
    """Notes the tags of a page, and what they would load."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads += [v or "" for k, v in attrs if k in ("src", "href", "xlink:href", "srcset")]
        assert not any(key.startswith("on") for key, _ in attrs)


def test_a_report_is_one_page_that_loads_nothing(tmp_path: Path) -> None:
    stages = {f"{s}: hit@{k}": 0.5 for s in ("lexical", "dense", "hybrid") for k in (1, 5, 10)}
    run = judged(*[("answerable", n / 10, n > 4) for n in range(10)], ("near-miss", 0.2, False))
    run.outcomes[:] = [replace(outcome, figures=stages) for outcome in run.outcomes]
    page = write(run, 0.45, tmp_path, []).read_text("utf-8")
    loaded = Loaded()
    loaded.feed(page)

    assert page.count("<svg") == 2
    assert all(name in page for name in ("Reliability", "Risk and coverage", "hit@k"))
    assert "script" not in loaded.tags
    assert [place for place in loaded.loads if not place.startswith("#")] == []
    assert not re.search(r"url\((?!#)|@import", page)


def test_names_in_a_report_are_text_and_never_markup(tmp_path: Path) -> None:
    run = run_of({"a": 1.0}, "<script>alert(1)</script>", "<b>", "quote: <i>")
    path = write(run, 0.45, tmp_path, compare(run, as_record(run, 0.45)))
    page = path.read_text("utf-8")

    assert path.parent == tmp_path
    assert "&lt;script&gt;" in page
    assert not re.search(r"<(?:script|b|i)>", page)


def test_the_json_beside_a_report_is_read_back_as_it_was(tmp_path: Path) -> None:
    run = run_of({"a": 1.0, "b": 0.25})
    write(run, 0.45, tmp_path, [])

    assert read_record(tmp_path / "my.json") == as_record(run, 0.45)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '"report"',
        "{}",
        '{"per_case": {}}',
        '{"per_case": [], "figures": {}, "digest": ""}',
        '{"per_case": {"a": 1}, "figures": {}, "digest": ""}',
        "\0",
    ],
)
def test_a_damaged_report_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "my.json").write_text(content)

    with pytest.raises(ReportUnreadable, match=r"my\.json is not a report of `pincite eval"):
        read_record(tmp_path / "my.json")


def test_only_shared_cases_and_figures_are_compared() -> None:
    before = as_record(run_of({"a": 0.0, "z": 1.0}), 0.45)
    (change,) = compare(run_of({"a": 1.0, "b": 0.0}), before)

    assert (change.name, change.gain, change.low, change.high) == (FIRST, 1.0, 1.0, 1.0)
    assert not change.is_noise
    assert compare(run_of({"b": 1.0}), before) == []
    assert compare(run_of({"a": 1.0}, figure="quote: number"), before) == []


def test_what_may_be_chance_is_noise() -> None:
    """One of ten cases is better: a draw of ten leaves it out in one of three times."""
    before = as_record(run_of({str(n): 0.0 for n in range(10)}), 0.45)
    (change,) = compare(run_of({str(n): float(n == 0) for n in range(10)}), before)

    assert change.gain == pytest.approx(0.1)
    assert change.is_noise


# Floors -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "value", "told"),
    [
        (FIRST, 0.5, True),
        (FIRST, 0.779, True),
        (FIRST, 0.785, False),
        (FIRST, 1.0, False),
        ("quote: number", 0.815, False),
        ("quote: number", 0.83, True),
        ("quote: number", 0.1, False),
    ],
)
def test_a_figure_is_told_where_it_is_worse_by_more_than_the_margin(
    figure: str, value: float, told: bool
) -> None:
    """The floor is 0.8 and the margin 0.02; of quotes, fewer are better."""
    floors = {"digest": "d1", "margin": 0.02, "figures": {figure: 0.8}}

    assert bool([*check_integrity(run_of({"a": value}, figure=figure), 0.45, floors)]) == told


def test_refusing_what_could_be_answered_is_worse_and_refusing_the_rest_better() -> None:
    run = judged(("answerable", 0.1, False), ("near-miss", 0.9, False))
    figures = {
        "confidence: refused, answerable": 0.5,
        "confidence: refused, near-miss": 0.5,
        "confidence: calibration error": 0.3,
    }
    found = [*check_integrity(run, 0.45, {"digest": "d1", "margin": 0.02, "figures": figures})]

    assert [line.partition(" is ")[0] for line in found] == list(figures)


def test_a_figure_that_is_not_measured_any_more_is_below_its_floor(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    set_floors("my", run_of({"a": 1.0}), 0.45, lower=False, path=file)
    without = run_of({"a": 1.0}, figure="quote: verbatim")

    assert [*check_integrity(without, 0.45, read_floors(file)["my"])]
    with pytest.raises(BelowFloor, match=f"this would lower {FIRST}: give --lower"):
        set_floors("my", without, 0.45, lower=False, path=file)


def test_floors_rise_freely_and_fall_only_when_told_to(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"

    def pin(value: float, lower: bool = False) -> list[str]:
        return set_floors("my", run_of({"a": value}), 0.45, lower=lower, path=file)

    assert pin(0.5) == pin(0.75) == pin(0.75) == []
    with pytest.raises(BelowFloor, match=r"--lower, and say why in CHANGELOG\.md"):
        pin(0.74)
    assert read_floors(file)["my"]["figures"] == {FIRST: 0.75}
    assert pin(0.74, lower=True) == [FIRST]
    assert read_floors(file)["my"]["figures"] == {FIRST: 0.74}


def test_floors_of_one_set_leave_the_others_and_the_margin_alone(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    theirs = {"digest": "d0", "margin": 0.1, "figures": {FIRST: 0.2}}
    file.write_text(json.dumps({"other": theirs, "my": theirs}))
    set_floors("my", run_of({"a": 1.0}), 0.45, lower=False, path=file)

    assert read_floors(file) == {
        "other": theirs,
        "my": {"digest": "d1", "margin": 0.1, "figures": {FIRST: 1.0}},
    }


def test_searches_by_words_or_meaning_alone_get_no_floor(tmp_path: Path) -> None:
    """They are there to be compared with; Pincite quotes from both together."""
    file = tmp_path / "floors.json"
    for figure in ("lexical: hit@1", "dense: hit@1"):
        set_floors("my", run_of({"a": 1.0}, figure=figure), 0.45, lower=False, path=file)

    assert read_floors(file)["my"]["figures"] == {}


@pytest.mark.parametrize("content", ["", "[]", '{"my": {}}', '{"my": 1}', "\0"])
def test_damaged_floors_are_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.json").write_text(content)

    with pytest.raises(FloorsUnreadable, match=r"floors\.json has no floors: remove it"):
        read_floors(tmp_path / "floors.json")


def test_the_floors_of_pincite_are_of_sets_that_there_are() -> None:
    assert floors_path().exists()
    assert read_floors()
    for name, floors in read_floors().items():
        assert name.removesuffix(" (quick)") in (*SETS, *FILE_SETS)
        assert floors["figures"]
        assert 0 < floors["margin"] <= 0.1
