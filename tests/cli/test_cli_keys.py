"""`pincite key`: added once, listed without secrets, revoked."""

from pathlib import Path

import pytest
from command_line import Pincite, complaint, told_json

from qa.commands.keys import allowed_by
from qa.config import Config
from qa.service.key_ring import KeyRing
from qa.service.keys import Key, Right


def valid(text: str) -> bool:
    return KeyRing(Config.from_env().data).find(text) is not None


def test_a_key_is_printed_alone_and_once(pincite: Pincite) -> None:
    text = pincite("key", "add", "Ada Lund").stdout.strip()

    assert valid(text)
    listed = pincite("key", "list")
    assert text not in listed.stdout
    assert text.rpartition("_")[2] not in pincite("key", "list", "--json").stdout
    head, row = listed.stdout.splitlines()
    assert head.split("  ")[0] == "ID"
    assert row.split()[1:] == ["Ada", "Lund", "read", "valid", "never", "none", "main"]
    assert pincite("key").stdout == listed.stdout


@pytest.mark.parametrize(
    ("right", "collections", "said"),
    [
        ("read", {"main"}, "read main"),
        ("add", {"b", "a"}, "read and add to a, b"),
        ("manage", None, "manage every collection"),
    ],
)
def test_it_says_what_the_key_may_do(right: Right, collections: set[str] | None, said: str) -> None:
    where = None if collections is None else frozenset(collections)
    assert allowed_by(Key("1", "Ada", right, where, 0)) == f"Ada may {said} with this key."


def test_what_a_key_allows_is_said_beside_it_in_a_script_too(pincite: Pincite) -> None:
    """Nobody watches a terminal here, and what is said goes beside the key, not into it."""
    added = pincite("key", "add", "Ada", "--collection", "letters")

    assert "there is no collection 'letters' yet" in added.stderr
    assert "Ada may read letters with this key. Copy it now" in added.stderr
    assert "From now on a service asks everybody for a key." in added.stderr
    assert added.stdout.strip().count("\n") == 0


def test_what_a_key_may_is_as_it_was_said(pincite: Pincite) -> None:
    added = told_json(
        pincite(
            "key", "add", "importer", "--collection", "b", "--collection", "a", "--may", "add",
            "--expires", "2999-12-31", "--questions", 60, "--uploads", 5, "--megabytes", 1000,
            "--json",
        )
    )  # fmt: skip
    text = added.pop("key")

    assert valid(text)
    assert told_json(pincite("key", "list", "--json")) == {"keys": [added]}
    assert {name: added[name] for name in added if name not in ("id", "created")} == {
        "name": "importer",
        "may": "add",
        "collections": ["a", "b"],
        "state": "valid",
        "expires": "3000-01-01T00:00Z",
        "revoked": None,
        "questions_a_minute": 60,
        "uploads_a_day": 5,
        "megabytes_a_day": 1000,
    }
    assert "60 questions/min, 5 uploads/day, 1,000 MB/day  a, b" in pincite("key").stdout


def test_a_key_may_be_for_all_collections_or_for_the_one_in_use(pincite: Pincite) -> None:
    assert told_json(pincite("key", "add", "a", "--all-collections", "--json"))["collections"] is (
        None
    )
    used = pincite("--collection", "letters", "key", "add", "b", "--json")
    assert told_json(used)["collections"] == ["letters"]
    assert pincite("key", "add", "c", "--all-collections", "--collection", "x").exit_code == 2


def test_a_revoked_key_opens_nothing(pincite: Pincite) -> None:
    text = pincite("key", "add", "Ada").stdout.strip()
    key_id = text.split("_")[1]
    assert pincite("key", "revoke", "Ada").stdout == f"key {key_id} (Ada) revoked\n"

    assert not valid(text)
    assert pincite("key", "revoke", key_id).stdout == f"key {key_id} (Ada) was revoked before\n"
    assert "revoked" in pincite("key").stdout


@pytest.mark.parametrize("when", ["2001-01-01", "soon", "9999-12-31", "1y", "-1d", ""])
def test_an_end_that_is_none_is_refused(pincite: Pincite, when: str) -> None:
    result = pincite("key", "add", "Ada", "--expires", when)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "--expires" in result.stderr


def test_a_key_ends_in_a_time_from_now(pincite: Pincite) -> None:
    added = told_json(pincite("key", "add", "Ada", "--expires", "12h", "--json"))

    assert added["created"] < added["expires"]


def test_what_cannot_be_done_is_said_in_a_line(pincite: Pincite, tmp_path: Path) -> None:
    assert "`pincite key list`" in complaint(pincite("key", "revoke", "nobody"))
    assert "cannot be the name of a key" in complaint(pincite("key", "add", "a\nb"))
    pincite("key", "add", "Ada")
    assert "already a key called 'Ada'" in complaint(pincite("key", "add", "Ada"))
    refused = complaint(pincite("key", "add", "Bo", "--collection", "../x"))
    assert "is not a name" in refused
    assert pincite("key").stdout.count("\n") == 2
    (tmp_path / "data" / "keys.db").write_bytes(b"no database" * 500)
    assert "keys.db cannot be used" in complaint(pincite("key", "list"))
