"""`pincite calibrate`: a collection's own fit of the confidence, and where it is kept."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from toys import open_toy_index

from corpus import Document
from index import LocalIndex
from qa.answering.calibration import FILE, calibrated, forget, save
from qa.answering.choosing import Chooser
from qa.answering.question import Request
from qa.answering.ranking import Calibration, shipped_weights
from qa.commands.cli import main
from qa.config import Config
from qa.errors import ConfigError
from qa.evaluation.calibrating import FEWEST, Fitted, TooFewQuestions, calibrate
from qa.evaluation.cases import Case, EvalSet
from qa.wiring import current_weights, make_answerer

Pincite = Callable[..., Result]
SURE = Calibration(0.0, 20.0)
FAR_OFF = Chooser(replace(shipped_weights(), calibration=Calibration(1.0, 20.0)))
"""Sure of everything, though more of what would answer than of what would not."""
DOUBTFUL = Calibration(0.0, -20.0)
SHIPPED = Chooser(shipped_weights())


def asked(answerable: int, others: int) -> list[dict[str, Any]]:
    """Return lines of questions on towns: of some the collection tells who led them.

    Every third is answered by words that the collection does not have.
    """
    told: list[dict[str, Any]] = [
        {"question": f"Who led town {n}?", "gold": [{"text": f"Leader {n if n % 3 else 'x'}"}]}
        for n in range(answerable)
    ]
    return told + [
        {"question": f"Which comet passed planet {n}?", "answerable": False} for n in range(others)
    ]


def towns(count: int) -> list[Document]:
    return [
        Document(f"d{n}", f"Town {n}", "towns", f"Leader {n} led town {n}. It was small.")
        for n in range(count)
    ]


def cases_of(rows: list[dict[str, Any]]) -> EvalSet:
    cases = [
        Case(
            str(number),
            row["question"],
            "answerable" if row.get("answerable", True) else "near-miss",
            answers=tuple(gold["text"] for gold in row.get("gold", ())),
        )
        for number, row in enumerate(rows)
    ]
    return EvalSet("my", tuple(cases), None)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> LocalIndex:
    """A collection on many towns, with the toy embedder; it is only read."""
    index = open_toy_index(tmp_path_factory.mktemp("towns"))
    list(index.add(towns(FEWEST)))
    return index


@pytest.fixture(scope="session")
def fitted(filled: LocalIndex) -> Fitted:
    return calibrate(cases_of(asked(FEWEST, FEWEST)), filled, FAR_OFF)


# The fit ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answerable", "others"), [(FEWEST - 1, FEWEST), (FEWEST, FEWEST - 1), (0, 100), (2, 0)]
)
def test_too_few_questions_are_refused_with_their_numbers(
    filled: LocalIndex, answerable: int, others: int
) -> None:
    told = f"^{answerable} answerable questions with their answers and {others} others are too few"

    with pytest.raises(TooFewQuestions, match=f"{told}: give at least 30 of each$"):
        calibrate(cases_of(asked(answerable, others)), filled, SHIPPED)


def test_answerable_questions_without_their_answers_do_not_count(filled: LocalIndex) -> None:
    rows = asked(FEWEST, FEWEST)
    for row in rows[:10]:
        row.pop("gold")

    with pytest.raises(
        TooFewQuestions, match=r"^20 answerable questions with their answers and 30"
    ):
        calibrate(cases_of(rows), filled, SHIPPED)


def test_a_fit_turns_what_is_far_off_into_probabilities(fitted: Fitted) -> None:
    assert fitted.calibration.scale > 0
    assert np.isfinite([fitted.calibration.scale, fitted.calibration.shift]).all()
    assert fitted.cases == 2 * FEWEST
    assert 0 <= fitted.after < 0.25
    assert fitted.before > 0.4


def test_a_fit_is_the_same_each_time(filled: LocalIndex, fitted: Fitted) -> None:
    assert calibrate(cases_of(asked(FEWEST, FEWEST)), filled, FAR_OFF) == fitted


# Where it is kept -------------------------------------------------------------------


def test_without_a_fit_the_shipped_weights_are_used(tmp_path: Path) -> None:
    assert calibrated(shipped_weights(), tmp_path) is shipped_weights()


def test_a_fit_is_kept_and_changes_nothing_but_the_confidence(tmp_path: Path) -> None:
    save(SURE, tmp_path)
    save(DOUBTFUL, tmp_path)
    found = calibrated(shipped_weights(), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert found.calibration == DOUBTFUL
    assert found.confidence is shipped_weights().confidence
    assert found.passage is shipped_weights().passage
    assert found.sentence is shipped_weights().sentence


def test_answers_use_the_fit_of_their_own_collection(tmp_path: Path) -> None:
    config = Config(data=tmp_path, confidence=0.5)
    for name in ("main", "other"):
        list(open_toy_index(tmp_path / name).add(towns(2)))
    save(DOUBTFUL, tmp_path / "main")
    save(SURE, tmp_path / "other")

    answers = [
        make_answerer(c, open_toy_index(c.directory)).answer(Request("Who led town 1?"))
        for c in (config, config.with_options(collection="other"))
    ]
    assert [(answer.status, answer.confidence) for answer in answers] == [
        ("unanswered", 0.0),
        ("answered", 1.0),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "1",
        '{"scale": 1}',
        '{"scale": "much", "shift": 1}',
        '{"scale": null, "shift": 1}',
        '{"scale": NaN, "shift": 1}',
        '{"scale": 1, "shift": Infinity}',
        "\0",
    ],
)
def test_a_damaged_fit_is_told_with_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)

    with pytest.raises(
        ConfigError, match=r"calibration\.json is not a calibration: remove it, or run"
    ):
        calibrated(shipped_weights(), tmp_path)


def test_a_fit_of_an_earlier_version_is_let_be(tmp_path: Path) -> None:
    """Its weights were of signs that are weighed otherwise now."""
    (tmp_path / FILE).write_text('{"intercept": -5.4, "meaning": 6.1, "score": 0.4}')

    assert calibrated(shipped_weights(), tmp_path) is shipped_weights()


def test_a_fit_of_which_the_disk_has_other_bytes_than_text_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe{")

    with pytest.raises(ConfigError, match="is not a calibration"):
        calibrated(shipped_weights(), tmp_path)


# The command ------------------------------------------------------------------------


@pytest.fixture
def pincite(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pincite:
    """Run a command in this process, on a collection of a few towns."""
    monkeypatch.setenv("PINCITE_MODEL", str(model))

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False)

    folder = tmp_path / "towns"
    folder.mkdir()
    for town in towns(FEWEST):
        (folder / f"{town.title}.txt").write_text(town.text)
    assert run("add", folder).exit_code == 0
    return run


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "my.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in asked(FEWEST, FEWEST)))
    return path


def test_a_dry_run_changes_nothing_and_a_real_one_is_used_at_once(
    pincite: Pincite, questions: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data" / "main"
    save(FAR_OFF.weights.calibration, data)
    kept = (data / FILE).read_text()
    files = sorted(data.iterdir())
    dry = pincite("calibrate", questions, "--dry-run")
    assert re.match(r"calibration error 0\.\d{3} before, 0\.\d{3} after \(cross-", dry.stdout)
    assert (dry.exit_code, sorted(data.iterdir())) == (0, files)
    assert (data / FILE).read_text() == kept

    real = pincite("calibrate", questions)
    told = "saved with the collection; remove calibration.json to undo\n"
    assert real.stdout == dry.stdout + told
    (line,) = json.loads(pincite("log", "-n", "1", "--json").stdout)["changes"]
    assert line["what"] == "collection_calibrated"
    assert (data / FILE).read_text() != kept
    assert asdict(current_weights(Config(data=tmp_path / "data")).calibration) == json.loads(
        (data / FILE).read_text()
    )


def test_too_few_questions_end_the_command_and_keep_nothing(
    pincite: Pincite, tmp_path: Path
) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text('{"question": "Who led town 1?", "gold": [{"text": "Leader 1"}]}\n')
    result = pincite("calibrate", path)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: 1 answerable question with their answers and 0 others")
    assert not (tmp_path / "data" / "main" / FILE).exists()


def test_a_damaged_fit_ends_every_command_that_answers(pincite: Pincite, tmp_path: Path) -> None:
    (tmp_path / "data" / "main" / FILE).write_text("{}")
    result = pincite("ask", "Who led town 1?")

    assert result.exit_code == 1
    assert "calibration.json is not a calibration: remove it" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_fit_that_cannot_be_kept_or_removed_says_where(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError, match=r"calibration\.json cannot be written"):
        save(SURE, tmp_path / "file")
    with pytest.raises(ConfigError, match=r"calibration\.json cannot be removed"):
        forget(tmp_path / "file")
    assert not forget(tmp_path)
