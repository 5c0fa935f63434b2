"""Who changed what in a collection is written down with the change, and holds no words of it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from job_calls import read_in, submit, take
from ledger_calls import execute
from toys import open_toy_index, reading

from corpus import Document
from index import (
    ALL_CHANGES,
    Alert,
    ChangeQuery,
    Correction,
    LocalIndex,
    LoggedChange,
    Mark,
    back_up,
    restore,
)
from index.errors import CorrectionRejected, IndexFault
from index.ledger import change_rows
from index.ledger.change_rows import read_changes, write_change
from index.ledger.schema import TABLES, statements

OWLS = Document("owls", "Owls of the wood", "owls.txt", "Owls hunt at night in the wood.")


@pytest.fixture
def index(tmp_path: Path) -> LocalIndex:
    return open_toy_index(tmp_path / "birds")


def lines(index: LocalIndex, wanted: ChangeQuery = ALL_CHANGES) -> list[tuple[str, str]]:
    """Return who did what, the oldest first."""
    return [(c.who, c.what) for c in reversed(reading(index).changes(wanted))]


def test_each_change_of_a_collection_is_logged_as_of_whoever_made_it(index: LocalIndex) -> None:
    ann, bo = index.by("ann"), index.by("bo")
    list(ann.add([OWLS]))
    list(ann.add([OWLS]))  # unchanged
    (info,) = reading(index).documents()
    bo.correct("owls", Correction(title="On owls", add_tags=("night",)))
    bo.correct("owls", Correction(title="On owls"))  # says nothing new
    mark = ann.mark(Mark("When?", "When?", "owls", info.version, 0, 4, 0.5, "answers"))
    alert = bo.add_alert(Alert("question", "When do owls hunt?"))
    bo.add_alert(Alert("question", "When do owls hunt?"))  # there is one
    assert mark is not None
    list(bo.add([Document("owls", "Owls", "owls.txt", "Owls hunt by day in the wood.")]))
    ann.unmark([mark.id, "unknown"])
    bo.remove_alerts([alert.id])
    list(ann.rebuild())
    ann.delete("owls")
    ann.delete("owls")  # gone

    assert lines(index) == [
        ("ann", "document_added"),
        ("bo", "document_corrected"),
        ("ann", "mark_added"),
        ("bo", "alert_added"),
        ("bo", "document_replaced"),
        ("ann", "mark_removed"),
        ("bo", "alert_removed"),
        ("ann", "collection_rebuilt"),
        ("ann", "document_removed"),
    ]
    changes = {c.what: c for c in reading(index).changes()}
    assert changes["document_corrected"].details == (("fields", "title, tags"),)
    assert changes["mark_added"].subject == changes["mark_removed"].subject == mark.id
    assert changes["alert_added"].subject == changes["alert_removed"].subject == alert.id
    assert changes["document_removed"].document_id == "owls"


def test_marks_and_alerts_that_go_all_at_once_are_one_line_each(index: LocalIndex) -> None:
    list(index.add([OWLS]))
    version = reading(index).documents()[0].version
    for question in ("When?", "Where?"):
        index.mark(Mark(question, question, "owls", version, 0, 4, 0.5, "answers"))
    index.unmark_all()
    index.unmark_all()
    index.remove_all_alerts()  # there are none

    (gone,) = reading(index).changes(ChangeQuery(what="mark_removed"))
    assert gone.details == (("count", 2),)
    assert reading(index).changes(ChangeQuery(what="alert_removed")) == []


def test_an_upload_is_its_senders_whoever_reads_it(index: LocalIndex) -> None:
    sent = submit(index.by("ann"), "finches.txt", b"Finches eat seeds.\n")
    read_in(index, take(index))

    assert lines(index) == [("ann", "upload_accepted"), ("ann", "document_added")]
    added, accepted = reading(index).changes()
    assert (accepted.subject, accepted.details) == (sent.id, (("bytes", 19),))
    assert accepted.document_id == added.document_id


def test_only_an_upload_that_was_not_read_is_logged_as_dismissed(index: LocalIndex) -> None:
    submit(index, "finches.txt", b"Finches eat seeds.\n")
    read_in(index, take(index))
    waiting = submit(index, "terns.txt", b"Terns dive.\n")
    for job in index.jobs.all():
        index.by("bo").jobs.dismiss(job.id)
    index.by("bo").jobs.dismiss(waiting.id)

    (gone,) = reading(index).changes(ChangeQuery(who="bo"))
    assert (gone.what, gone.subject) == ("upload_dismissed", waiting.id)


def test_a_failed_upload_that_is_tried_again_is_logged(index: LocalIndex) -> None:
    job = submit(index, "terns.txt", b"Terns dive.\n")
    index.jobs.retry(job.id)  # it waits already
    index.jobs.fail(take(index).claim, "damaged", "It is damaged.")
    index.by("bo").jobs.retry(job.id)

    assert lines(index)[1:] == [("bo", "upload_retried")]


def test_a_change_that_is_refused_leaves_no_line(index: LocalIndex) -> None:
    list(index.add([OWLS]))
    many = tuple(f"tag {number}" for number in range(51))
    with pytest.raises(CorrectionRejected):
        index.by("ann").correct("owls", Correction(title="On owls", tags=many))

    assert lines(index) == [("", "document_added")]
    assert reading(index).documents()[0].title == "Owls of the wood"


def test_no_word_of_a_document_or_a_person_is_in_the_log(index: LocalIndex) -> None:
    list(index.add([OWLS]))
    version = reading(index).documents()[0].version
    index.correct("owls", Correction(title="Nightbirds", author="Quill", add_tags=("secret",)))
    index.mark(Mark("Wherefore?", "Wherefore?", "owls", version, 0, 4, 0.5, "answers"))
    index.add_alert(Alert("find", "marshland"))
    submit(index, "invoice.txt", b"Invoice of the warden.\n")
    with closing(sqlite3.connect(index.directory / "ledger.db")) as db:
        log = repr(db.execute("SELECT * FROM changes").fetchall())

    for word in ("Owls of", "hunt", "owls.txt", "Nightbirds", "Quill", "secret", "Wherefore",
                 "marshland", "invoice", "Invoice"):  # fmt: skip
        assert word not in log


def test_of_a_removed_document_only_its_id_is_left(index: LocalIndex) -> None:
    list(index.by("ann").add([OWLS]))
    index.correct("owls", Correction(title="Nightbirds"))
    index.delete("owls")
    assert index.tidy()
    rest = b"".join(path.read_bytes() for path in index.directory.rglob("*") if path.is_file())

    assert b"Nightbirds" not in rest
    assert b"of the wood" not in rest
    assert [c.document_id for c in reading(index).changes()] == ["owls"] * 3


def test_lines_are_filtered_and_come_in_pages_the_newest_first(index: LocalIndex) -> None:
    with index._ledger.writing() as change:
        for day in range(1, 10):
            who, made = f"w{day % 2}", f"2026-01-0{day}"
            line = LoggedChange("document_added", f"d{day % 3}", who=who, made=made)
            write_change(change.connection, line)

    def days(wanted: ChangeQuery, after: int | None = None, limit: int = 1000) -> list[str]:
        return [c.made[-1] for c in reading(index).changes(wanted, after, limit)]

    assert days(ChangeQuery(since="2026-01-07")) == ["9", "8", "7"]
    assert days(ChangeQuery(before="2026-01-03")) == ["2", "1"]
    assert days(ChangeQuery(document_id="d0")) == ["9", "6", "3"]
    assert days(ChangeQuery(who="w1", document_id="d0")) == ["9", "3"]
    assert days(ChangeQuery(what="document_removed")) == []
    assert days(ALL_CHANGES, None, 2) == ["9", "8"]
    assert days(ALL_CHANGES, 8, 2) == ["7", "6"]


def test_the_oldest_lines_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_rows, "MOST", 3)
    with closing(sqlite3.connect(":memory:")) as db:
        for statement in statements(TABLES):
            db.execute(statement)
        for number in range(1, 6):
            write_change(db, LoggedChange("document_added", f"d{number}"))

        assert [c.number for c in read_changes(db, ALL_CHANGES, None, -1)] == [5, 4, 3]


def test_a_damaged_line_is_found_hides_no_other_and_goes_with_a_rebuild(index: LocalIndex) -> None:
    list(index.by("ann").add([OWLS]))
    index.by("bo").delete("owls")
    execute(index._ledger, "UPDATE changes SET who = 'eve' WHERE number = 2")

    (finding,) = index.findings()
    assert "line 2 of the log of changes is damaged" in finding
    assert lines(index) == [("ann", "document_added"), ("", "unreadable")]
    list(index.rebuild())
    assert list(index.findings()) == []
    assert lines(index) == [("ann", "document_added"), ("", "collection_rebuilt")]


def test_a_restored_collection_has_the_lines_of_both_and_says_so(
    index: LocalIndex, tmp_path: Path
) -> None:
    list(index.by("ann").add([OWLS]))
    back_up(index.directory, tmp_path / "backup")
    list(index.by("bo").add([Document("wrens", "Wrens", "wrens.txt", "Wrens sing at dawn.")]))
    before = reading(index).changes()
    restore(tmp_path / "backup", index.directory, with_removed=False, who="cy")
    restored, *rest = reading(index).changes()

    assert (restored.who, restored.what) == ("cy", "collection_restored")
    assert rest == before
    restore(tmp_path / "backup", tmp_path / "other", with_removed=False)
    assert lines(open_toy_index(tmp_path / "other")) == [
        ("ann", "document_added"),
        ("", "collection_restored"),
    ]
    assert list(index.findings()) == []


CHANGES: dict[str, Callable[[LocalIndex], object]] = {
    "add": lambda index: list(index.add([Document("tits", "Tits", "tits.txt", "Tits sing.")])),
    "replace": lambda index: list(index.add([Document("owls", "Owls", "owls.txt", "They sing.")])),
    "correct": lambda index: index.correct("owls", Correction(title="Nightbirds")),
    "delete": lambda index: index.delete("owls"),
    "upload": lambda index: submit(index, "terns.txt", b"Terns dive.\n"),
    "alert": lambda index: index.add_alert(Alert("find", "wood")),
    "rebuild": lambda index: list(index.rebuild()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_without_its_line_no_change_is_made(index: LocalIndex, name: str) -> None:
    """Both are of one transaction: what cannot be logged is not done."""
    list(index.add([OWLS]))
    (before,) = reading(index).documents()
    execute(
        index._ledger,
        "CREATE TRIGGER t BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    with pytest.raises(IndexFault):
        CHANGES[name](index)

    assert reading(index).documents() == [before]
    assert reading(index).alerts() == []
    assert index.jobs.all() == []


def test_a_second_handle_shares_all_but_the_name(index: LocalIndex) -> None:
    ann = index.by("ann")
    assert ann.embedder is index.embedder
    list(ann.add([OWLS]))
    list(index.add([Document("wrens", "Wrens", "wrens.txt", "Wrens sing at dawn.")]))

    assert lines(index) == [("ann", "document_added"), ("", "document_added")]
