"""`pincite alert`: added, asked again, shown and removed on the command line."""

from pathlib import Path

import pytest
from bird_index import execute
from command_line import QUESTION, Pincite, complaint, told_json

from qa.commands.alerts import news_printer
from qa.config import Config
from qa.wiring import open_index

MORE = "Bo Lark counted the herons in 1902, and found ninety."


@pytest.fixture
def alert(pincite: Pincite, document_id: str) -> str:
    """The id of an alert that has looked at the note."""
    return pincite("alert", "add", QUESTION).stdout.split()[1].rstrip(":")


def test_an_alert_says_what_is_new_once(
    pincite: Pincite, alert: str, note: Path, tmp_path: Path
) -> None:
    assert pincite("alert", "check").stdout == "nothing new\n"
    (note.parent / "more.txt").write_text(MORE)
    pincite("add", note.parent)
    first = pincite("alert", "check").stdout

    assert first.startswith(f"{QUESTION}  (1 new quote)")
    assert f"    {MORE}\n" in first
    assert pincite("alert", "check").stdout == "nothing new\n"
    assert MORE in pincite("alert", "show", alert).stdout
    (found,) = told_json(pincite("alert", "show", alert, "--json"))["found"]
    assert (found["quote"], found["title"]) == (MORE, "more")


def test_a_check_beside_another_says_so(pincite: Pincite, alert: str, note: Path) -> None:
    (note.parent / "more.txt").write_text(MORE)
    pincite("add", note.parent)
    with open_index(Config.from_env()).alone("alerts") as mine:
        assert mine
        said = pincite("alert", "check").stdout

    assert said.startswith("another process is asking the alerts now")


def test_a_damaged_alert_does_not_end_a_sync_that_watches(
    pincite: Pincite, alert: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = Config.from_env()
    index = open_index(config)
    execute(index, "UPDATE alerts SET words = 'x'")
    news_printer(config, index)()

    assert f"pincite alert remove {alert}" in capsys.readouterr().err


def test_alerts_are_listed_and_removed(pincite: Pincite, alert: str) -> None:
    pincite("alert", "add", "--find", "counted herons")
    head, first, second = pincite("alert").stdout.splitlines()

    assert head.split("  ")[0] == "ID"
    assert first.split(maxsplit=4)[::4] == [alert, QUESTION]
    assert "topic" in second
    listed = told_json(pincite("alert", "list", "--json"))["alerts"]
    assert [one["words"] for one in listed] == [QUESTION, "counted herons"]
    assert pincite("alert", "remove", alert).stdout == "1 alert removed\n"
    assert pincite("alert", "remove", "--all").stdout == "1 alert removed\n"
    assert pincite("alert").stdout == ""


def test_an_alert_that_is_not_there_is_named(pincite: Pincite, document_id: str) -> None:
    assert complaint(pincite("alert", "show", "x")) == "no alert 'x': `pincite alert` lists them"
    result = pincite("alert", "remove", "x")
    assert (result.exit_code, result.stdout) == (1, "0 alerts removed\n")
    assert pincite("alert", "remove").exit_code == 2


def test_sync_says_what_is_new_to_alerts(pincite: Pincite, alert: str, note: Path) -> None:
    (note.parent / "more.txt").write_text(MORE)
    pincite("sync", note.parent)
    config = Config.from_env()
    news_printer(config, open_index(config))()

    assert MORE in pincite("alert", "show", alert).stdout
