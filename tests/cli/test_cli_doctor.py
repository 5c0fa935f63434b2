"""What `pincite doctor` finds, and what it shows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Pincite, told_json
from model_server import answering, model_server, refusing
from tiny_model import make_tiny_model
from toys import live_modules, open_toy_index

from qa.config import SETTINGS, variable_of


def test_doctor_finds_nothing_in_a_sound_collection(pincite: Pincite, document_id: str) -> None:
    told = told_json(pincite("doctor", "--json"))

    assert told["findings"] == []
    assert told["counts"] == {"documents": 1, "passages": 1, "vectors": 1}
    assert "everything is in order" in pincite("doctor").stdout


FIELDS = {
    "format": int,
    "status": str,
    "version": str,
    "checked": str,
    "seconds": float,
    "collection": str,
    "checks": dict,
    "disk": dict,
    "counts": dict,
    "originals": dict,
    "outdated": int,
    "findings": list,
    "notes": list,
    "settings": list,
}
"""What monitoring may rely on."""
CHECKS = ["model", "calibration", "collection", "readers", "language_model"]


def test_the_fields_of_doctor_are_those_that_monitoring_relies_on(
    pincite: Pincite, document_id: str
) -> None:
    record = told_json(pincite("doctor", "--json"))

    assert {name: type(value) for name, value in record.items()} == FIELDS
    assert (record["format"], record["status"]) == (1, "ok")
    assert record["checks"] == {name: {"status": "ok", "findings": []} for name in CHECKS}
    assert record["disk"]["free_bytes"] > 0


def test_a_finding_is_listed_under_what_was_checked(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "main"
    (folder / "calibration.json").write_text("{}")
    (folder / "ledger.db").write_bytes(b"not a ledger" * 999)
    for log in folder.glob("ledger.db-*"):
        log.unlink()
    result = pincite("doctor", "--json")
    record = json.loads(result.stdout)

    assert result.exit_code == 1
    assert {name: type(value) for name, value in record.items()} == FIELDS
    assert record["status"] == "findings"
    wrong = [name for name, check in record["checks"].items() if check["status"] == "findings"]
    assert wrong == ["calibration", "collection"]
    assert record["findings"] == [
        finding for check in record["checks"].values() for finding in check["findings"]
    ]


def test_what_an_older_pincite_read_is_a_note_and_read_again(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    from test_reread import make_old

    make_old(open_toy_index(tmp_path / "data" / "main"))
    record = told_json(pincite("doctor", "--json"))
    assert (record["outdated"], record["originals"]) == (1, {"files": 0, "bytes": 0})
    assert "`pincite rebuild --reread`" in " ".join(record["notes"])
    assert "0 originals kept (0.0 MB)" in pincite("doctor").stdout
    assert "1 unchanged" in pincite("rebuild", "--reread").stdout
    assert told_json(pincite("doctor", "--json"))["outdated"] == 0


def test_doctor_shows_every_setting_and_its_origin(pincite: Pincite, note: Path) -> None:
    pincite("--collection", "birds", "add", note)
    rows = told_json(pincite("--collection", "birds", "doctor", "--json"))["settings"]
    origins = {row["name"]: row["origin"] for row in rows}

    assert origins.keys() == {variable_of(name) for name in SETTINGS}
    assert origins["PINCITE_MODEL"] == "environment (PINCITE_MODEL)"
    assert origins["PINCITE_COLLECTION"] == "option (--collection)"
    assert origins["PINCITE_PORT"] == "default"


def test_doctor_tells_of_a_damaged_calibration(pincite: Pincite, document_id: str) -> None:
    """With it no question is answered, so that nothing is as it should be."""
    rows = told_json(pincite("doctor", "--json"))["settings"]
    values = {row["name"]: row["value"] for row in rows}
    folder = Path(values["PINCITE_DATA"]) / values["PINCITE_COLLECTION"]
    (folder / "calibration.json").write_text("{}")

    result = pincite("doctor")

    assert result.exit_code == 1
    assert "calibration.json is not a calibration: remove it" in result.stdout


def test_doctor_does_not_show_the_key(pincite: Pincite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_KEY", "correct-horse-battery")

    assert "correct-horse" not in pincite("doctor").output + pincite("doctor", "--json").output


def test_doctor_tells_of_a_collection_of_another_model(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    other = make_tiny_model(tmp_path / "other", seed=1)
    result = pincite("--model", other, "doctor")

    assert result.exit_code == 1
    assert "run `pincite rebuild`" in result.stdout


def test_doctor_tells_of_a_model_that_is_not_there(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    result = pincite("--model", tmp_path, "doctor")

    assert result.exit_code == 1
    assert result.stdout.count("finding: modules.json is missing") == 1


def test_doctor_tells_of_a_damaged_ledger(pincite: Pincite, tmp_path: Path) -> None:
    (tmp_path / "data" / "main").mkdir(parents=True)
    (tmp_path / "data" / "main" / "ledger.db").write_bytes(b"not a ledger" * 999)
    result = pincite("doctor")

    assert result.exit_code == 1
    assert "is damaged" in result.stdout


@pytest.mark.parametrize("damage", ["missing", "empty", "half", "flipped", "junk", "a folder"])
@pytest.mark.parametrize(
    "pattern", ["ledger.db", "vectors/gen-*/vectors.faiss", "vectors/gen-*/manifest.json"]
)
def test_doctor_finds_each_planted_damage(
    pincite: Pincite, document_id: str, tmp_path: Path, pattern: str, damage: str
) -> None:
    open_toy_index(tmp_path / "data" / "main")._ledger.shrink_log()  # else it hides the damage
    (path,) = (tmp_path / "data" / "main").glob(pattern)
    data = path.read_bytes()
    middle = len(data) // 2
    path.unlink()
    if damage == "a folder":
        path.mkdir()
    elif damage != "missing":
        planted = {
            "empty": b"",
            "half": data[:middle],
            "flipped": data[:middle] + bytes(b ^ 0xFF for b in data[middle:-40]) + data[-40:],
            "junk": b"junk" * 2000,
        }
        path.write_bytes(planted[damage])
    result = pincite("doctor")

    assert result.exit_code == 1
    findings = [line for line in result.stdout.splitlines() if line.startswith("finding: ")]
    assert findings
    assert all("`pincite " in finding for finding in findings), "each says what to do"


@pytest.mark.skipif(sys.platform != "linux", reason="confined by the Linux kernel")
def test_doctor_notes_that_the_system_confines_readers_less(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    """It is no damage, so that nothing fails because of it."""
    code = "import faulty_readers; faulty_readers.old_kernel('seccomp', 'landlock', 'namespaces')"
    command = [sys.executable, "-c", f"{code}; from qa.commands.cli import main; main()", "doctor"]
    told = [
        subprocess.run(
            [*command, *more], capture_output=True, text=True, env={**os.environ, **live_modules()}
        )
        for more in ([], ["--json"])
    ]
    notes = json.loads(told[1].stdout)["notes"]

    assert [done.returncode for done in told] == [0, 0]
    assert sum(" model needs the " not in n and "the reader needs" not in n for n in notes) == 2
    assert [note for note in notes if f"note: {note}\n" not in told[0].stdout] == []
    assert "finding: " not in told[0].stdout
    assert "otherwise everything is in order" in told[0].stdout


def test_doctor_is_content_after_a_document_was_removed(pincite: Pincite, document_id: str) -> None:
    """Removing drops the saved vectors on purpose; that is no finding."""
    pincite("remove", document_id)

    assert told_json(pincite("doctor", "--json"))["findings"] == []


def test_doctor_says_whether_the_language_model_answers(
    pincite: Pincite, document_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "sk-canary-0123456789"
    with model_server(answering("Yes."), refusing("401 Unauthorized")) as server:
        monkeypatch.setenv("PINCITE_LLM_URL", server.url)
        monkeypatch.setenv("PINCITE_LLM_MODEL", "toy")
        monkeypatch.setenv("PINCITE_LLM_KEY", key)
        well, refused = pincite("doctor"), pincite("doctor")

    assert well.exit_code == 0
    assert "the language model toy answers" in well.stdout
    assert refused.exit_code == 1
    assert "the language model toy does not answer: The model's server does not" in refused.stdout
    assert key not in well.output + refused.output


def test_a_written_answer_is_printed_with_the_words_that_say_it(
    pincite: Pincite, document_id: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    question = ("ask", "--written", "Who counted the herons?")
    assert "there is no language model" in pincite(*question).stderr
    text = "In 1871, Ada Lund counted 40 herons. Ada Lund counted 60 herons."
    saved = tmp_path / "answer.json"
    with model_server(answering(text)) as server:
        monkeypatch.setenv("PINCITE_LLM_URL", server.url)
        monkeypatch.setenv("PINCITE_LLM_MODEL", "toy")
        short = pincite(*question, "--save", saved).stdout
        long = pincite(*question, "--struck").stdout
        talk = pincite("chat", "--written", input="Who counted the herons?\n").stdout

    assert short.startswith("In 1871, Ada Lund counted 40 herons. [1]\n")
    assert "1 sentence of the model left out (--struck shows which)" in short
    assert "left out: Ada Lund counted 60 herons." in long
    assert "In 1871, Ada Lund counted 40 herons. [1]" in talk
    assert "supported: In 1871, Ada Lund counted 40 herons." in pincite("verify", saved).stdout
