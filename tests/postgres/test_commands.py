"""What the command line says where a collection is not whole on this machine."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from index.ledger.postgres.registry import Registry
from qa.commands.cli import main
from qa.service.key_store import KeyStore
from qa.service.stored_keys import StoredKeys

NOWHERE = "milvus+http://127.0.0.1:1"


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_backups_are_of_collections_that_are_whole_here(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_INDEX", NOWHERE)
    file = tmp_path / "backup"
    file.touch()
    done = CliRunner().invoke(main, [command, str(file)])

    assert done.exit_code != 0
    assert "the passages are in Milvus" in str(done.exception) + done.output


def test_doctor_asks_for_milvus_before_there_is_a_collection(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_STORE", url)
    monkeypatch.setenv("PINCITE_INDEX", NOWHERE)
    done = CliRunner().invoke(main, ["doctor"])

    assert "finding: Milvus at 127.0.0.1:1 cannot be reached" in done.output
    assert done.exit_code == 1


def test_a_store_that_is_away_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_STORE", "postgresql://ada:secret@127.0.0.1:1/db")
    monkeypatch.setenv("PINCITE_INDEX", NOWHERE)
    done = CliRunner().invoke(main, ["list"])

    said = "PostgreSQL at 127.0.0.1:1 cannot be reached (Connection refused): check"
    assert said in str(done.exception) + done.output
    assert "secret" not in str(done.exception) + done.output


def test_keys_and_collections_of_the_command_line_are_those_of_the_store(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PINCITE_STORE", url)
    monkeypatch.setenv("PINCITE_INDEX", NOWHERE)
    for command in (
        ["key", "add", "Ada", "--may", "read", "--all-collections"],
        ["collections", "create", "notes"],
        ["collections", "rename", "notes", "papers"],
    ):
        done = CliRunner().invoke(main, command, catch_exceptions=False)
        assert done.exit_code == 0, done.output

    registry = Registry(url)
    assert [entry.name for entry in registry.entries()] == ["papers"]
    assert [key.name for key in KeyStore(StoredKeys(registry)).all()] == ["Ada"]
    assert not (tmp_path / "data").exists()
