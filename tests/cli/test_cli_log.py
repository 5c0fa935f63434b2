"""`pincite log`: who changed what, on the command line."""

import csv
import io
import os
import pwd
from pathlib import Path

import pytest
from command_line import HERONS, Pincite, complaint, told_json

ME = f"command line ({pwd.getpwuid(os.getuid()).pw_name})"


def kinds(pincite: Pincite, *options: object) -> list[str]:
    return [line["what"] for line in told_json(pincite("log", "--json", *options))["changes"]]


def test_changes_are_listed_with_who_and_what(pincite: Pincite, document_id: str) -> None:
    pincite("edit", document_id, "--title", "On herons", "--tag", "birds")
    head, corrected, added = pincite("log").stdout.splitlines()

    assert head.split() == ["WHEN", "WHO", "WHAT", "ABOUT"]
    assert f"{ME}  document corrected  On herons, fields: title, tags" in corrected
    assert f"{ME}  document added      On herons" in added
    line, _ = told_json(pincite("log", "--json"))["changes"]
    assert line["details"] == {"fields": "title, tags"}
    assert (line["document_id"], line["title"], line["who"]) == (document_id, "On herons", ME)


def test_each_command_that_changes_something_is_logged(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path
) -> None:
    pincite("backup", tmp_path / "b.pincite")
    note.write_text("The herons have flown.")
    pincite("sync", note.parent)
    pincite("alert", "add", "--find", "herons")
    pincite("alert", "remove", "--all")
    pincite("rebuild")
    pincite("remove", document_id)
    pincite("restore", "--replace", tmp_path / "b.pincite")

    assert kinds(pincite) == [
        "collection_restored",
        "document_removed",
        "collection_rebuilt",
        "alert_removed",
        "alert_added",
        "document_replaced",
        "document_added",
    ]
    assert kinds(pincite, "--who", ME) == kinds(pincite)


def test_lines_are_chosen_by_time_document_name_and_kind(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    other = tmp_path / "terns.txt"
    other.write_text("Terns dive.")
    pincite("add", other)
    pincite("remove", document_id)

    assert kinds(pincite, "--document", "terns") == ["document_added"]
    assert kinds(pincite, "--document", document_id) == ["document_removed", "document_added"]
    assert kinds(pincite, "--what", "document_removed") == ["document_removed"]
    assert kinds(pincite, "--who", "ann") == []
    assert kinds(pincite, "--since", "2999") == []
    assert len(kinds(pincite, "--since", "2020-05-01T12:00", "--before", "2999-01")) == 3
    assert kinds(pincite, "-n", "1") == ["document_removed"]
    assert "no document 'wrens'" in complaint(pincite("log", "--document", "wrens"))
    assert "'soon' is not a time" in complaint(pincite("log", "--since", "soon"))
    keys = pincite("log", "--what", "key_added")
    assert keys.exit_code == 2
    assert "in the log of the service: add --service" in keys.stderr


def test_the_log_is_a_table_in_which_no_title_is_a_formula(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    pincite("edit", document_id, "--title", "=1+1")
    corrected, _ = csv.DictReader(io.StringIO(pincite("log", "--format", "csv").stdout))
    assert corrected["title"] == "'=1+1"
    assert (corrected["document_id"], corrected["details"]) == (document_id, "fields: title")
    pincite("log", "-o", tmp_path / "log.xlsx")
    assert (tmp_path / "log.xlsx").read_bytes().startswith(b"PK")


def test_a_removed_document_has_no_title(pincite: Pincite, document_id: str) -> None:
    pincite("remove", document_id)

    lines = told_json(pincite("log", "--json"))["changes"]
    assert [(line["document_id"], line["title"]) for line in lines] == [(document_id, None)] * 2


@pytest.mark.parametrize("which", [(), ("--service",), ("--who", "nobody")])
def test_an_empty_log_is_no_error_and_says_so_into_a_pipe_too(
    pincite: Pincite, which: tuple[str, ...]
) -> None:
    empty = pincite("log", *which)

    assert (empty.stdout, empty.stderr, empty.exit_code) == ("", "there are no such changes\n", 0)
    assert kinds(pincite, *which) == []


def test_the_log_of_the_service_has_keys_and_collections_erased_ones_too(
    pincite: Pincite, tmp_path: Path
) -> None:
    key = told_json(pincite("key", "add", "Ada", "--all-collections", "--may", "add", "--json"))
    pincite("key", "revoke", "Ada")
    pincite("key", "revoke", "Ada")  # once is enough
    pincite("collections", "create", "letters")
    pincite("collections", "rename", "letters", "post")
    pincite("collections", "remove", "post")
    pincite("collections", "restore", "post", "--as", "mail")
    pincite("collections", "remove", "mail", "--now")
    lines = told_json(pincite("log", "--service", "--json"))["changes"]

    assert [(line["what"], line["subject"]) for line in reversed(lines)] == [
        ("key_added", key["id"]),
        ("key_revoked", key["id"]),
        ("collection_created", "letters"),
        ("collection_renamed", "letters"),
        ("collection_removed", "post"),
        ("collection_brought_back", "mail"),
        ("collection_removed", "mail"),
        ("collection_erased", "mail"),
    ]
    assert {line["who"] for line in lines} == {ME}
    assert lines[-1]["details"] == {"name": "Ada", "may": "add", "collections": "all"}
    assert lines[4]["details"] == {"to": "post"}
    assert kinds(pincite, "--service", "--what", "key_revoked") == ["key_revoked"]
    assert "  mail, id: mail-" in pincite("log", "--service").stdout
    assert pincite("log", "--service", "--document", "x").exit_code == 2
    pincite("log", "--service", "-o", tmp_path / "log.csv")
    assert (tmp_path / "log.csv").read_text("utf-8-sig").count("\n") == 9


def test_the_bin_is_emptied_by_somebody(pincite: Pincite) -> None:
    for name in ("letters", "post"):
        pincite("collections", "create", name)
        pincite("collections", "remove", name)
    pincite("collections", "erase", "--all")
    lines = told_json(pincite("log", "--service", "--what", "collection_erased", "--json"))

    assert sorted((line["subject"], line["who"]) for line in lines["changes"]) == [
        ("letters", ME),
        ("post", ME),
    ]


def test_collections_that_a_document_began_are_in_the_log_of_the_service(
    pincite: Pincite, tmp_path: Path
) -> None:
    (tmp_path / "herons.txt").write_text(HERONS)
    for _ in range(2):
        assert pincite("--collection", "birds", "add", tmp_path / "herons.txt").exit_code == 0
    saved = tmp_path / "birds.pincite"
    assert pincite("--collection", "birds", "backup", saved).exit_code == 0
    assert pincite("--collection", "again", "restore", saved).exit_code == 0

    lines = told_json(pincite("log", "--service", "--json"))["changes"]
    assert [(one["what"], one["subject"]) for one in lines] == [
        ("collection_created", "again"),
        ("collection_created", "birds"),
    ]
    assert lines[0]["who"].startswith("command line (")
