"""Framed links on the command line."""

from pathlib import Path

import pytest
from command_line import QUESTION, Pincite, complaint, told_json

ADDRESS = "https://answers.example.org/pincite"


@pytest.fixture
def links(
    pincite: Pincite, note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    monkeypatch.setenv("PINCITE_PUBLIC_URL", ADDRESS)
    pincite("add", note)
    saved = tmp_path / "answer.json"
    pincite("ask", "--save", saved, QUESTION)
    lines = pincite("cite", "--frame", saved).stdout.splitlines()
    lines += pincite("cite", "--frame", "--days", "7", saved).stdout.splitlines()
    return [line.split()[1] for line in lines]


def test_a_link_is_revoked_on_the_command_line(pincite: Pincite, links: list[str]) -> None:
    revoked = pincite("unframe", links[0])
    assert revoked.exit_code == 0, revoked.output
    (line,) = told_json(pincite("log", "--json", "--what", "link_revoked"))["changes"]

    assert line["document_id"] in revoked.stdout
    assert line["who"].startswith("command line (")
    assert "was revoked before" in complaint(pincite("unframe", links[0]))
    token = links[-1].rpartition("/")[2]
    assert pincite("unframe", token).exit_code == 0, "the token alone will do"


def test_what_is_no_link_of_this_data_directory_is_named(pincite: Pincite, note: Path) -> None:
    pincite("add", note)
    refused = complaint(pincite("unframe", f"{ADDRESS}/framed/nonsense"))

    assert f"{ADDRESS}/framed/nonsense" in refused
