"""A catalogue says the same on a file of SQLite and on a schema of PostgreSQL."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_calls import document_of
from plain_catalogue import PlainCatalogue

from corpus import Document, FileStat, Original, Source
from corpus.document import parts_prefix
from corpus.naming import upload_source
from index import Limits
from index.errors import JobLost, NameTaken, QueueFull, QuotaReached
from index.ledger import alert_rows, change_rows
from index.ledger.alert_rows import (
    forget_alerts,
    forget_all_alerts,
    keep_alert,
    keep_look,
    read_alert,
    read_alerts,
    read_sightings,
    take_sightings_along,
)
from index.ledger.change_rows import drop_damaged_changes, read_changes, take_over_changes
from index.ledger.corrections import Correction
from index.ledger.erasure import erase
from index.ledger.file_paths import file_paths
from index.ledger.job_rows import Job
from index.ledger.jobs import SLOW_BYTES, TRIES, Jobs, OnConflict, Work
from index.ledger.mark_rows import forget_all_marks, forget_marks, keep_mark, read_marks
from index.ledger.postgres.registry import Registry
from index.ledger.postgres.store import PostgresStore
from index.ledger.removal_rows import AT_ONCE
from index.types import Alert, ChangeQuery, FileState, LoggedChange, Mark, Sighting, State

AWKWARD = "a\0b \ufdd0é'\"\\ %s $1 :x ? {} \U0001f600"
LIMITS = Limits()


@pytest.fixture(params=["file", "store"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PlainCatalogue]:
    if request.param == "file":
        ledger = PlainCatalogue(tmp_path / "ledger.db")
    else:
        registry = Registry(request.getfixturevalue("url"))
        entry = registry.create("main")
        assert entry is not None
        ledger = PlainCatalogue(PostgresStore(registry, entry))
    yield ledger
    ledger.end(0)


# Documents ----------------------------------------------------------------------------


def test_documents_come_back_and_are_listed_by_title(ledger: PlainCatalogue) -> None:
    first = ledger.put(document_of(name="b"))
    second = ledger.put(replace(document_of(name="a"), title="Title A", author=AWKWARD))
    with ledger.reading() as moment:
        assert moment.infos() == [second, first]
        assert moment.document("b") == document_of(name="b")
        assert moment.info("nothing") is None
        assert moment.ids_in_order(first=1) == ["b"]
        assert moment.infos_after(second, 5) == [first]
        assert moment.infos_after(None, 5, {"b", "c"}) == [first]
        assert moment.infos_of(["a", "b", "c"]) == {"a": second, "b": first}
        assert moment.by_version([first.version, "x"]) == [second, first]
        assert moment.known_content("ab" * 32) == second
        assert moment.existing(["a", "c"]) == {"a"}
        assert moment.ids() == {"a", "b"}
        assert moment.count("documents") == 2
        assert moment.size() == first.passages + second.passages
        assert moment.last_added() == max(first.added, second.added)
        assert moment.outdated() == 0
        assert moment.state().number == 2


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    titles=st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20), max_size=8
    )
)
def test_every_title_comes_back_in_the_order_of_its_letters(
    ledger: PlainCatalogue, titles: list[str]
) -> None:
    # What is escaped has no place in the order; the rest has that of its code points.
    titles = [title for title in titles if not set(title) & {"\0", "\ufdd0", "\ufdd1"}]
    for number, title in enumerate(titles):
        ledger.put(replace(document_of(name=f"d{number}"), title=title))
    with ledger.reading() as moment:
        listed = [info.title for info in moment.infos() if int(info.id[1:]) < len(titles)]
    with ledger.writing() as change:
        for document_id in change.ids():
            change.remove(document_id)

    assert listed == sorted(titles)


def test_a_new_version_keeps_corrections_history_marks_and_sightings(
    ledger: PlainCatalogue,
) -> None:
    old = ledger.put(document_of("Owls hunt at night. Gulls cry.", "a"))
    with ledger.writing() as change:
        corrected = change.correct("a", Correction(title="Mine", tags=("x",), language="de"))
        mark = keep_mark(change, Mark("q", "q", "a", old.version, 0, 19, 0.1 + 0.2, "answers"))
        alert = keep_alert(change, Alert("question", "who hunts?"))
        keep_look(change, alert.id, 0, [])
        (seen,) = (
            keep_look(change, alert.id, 3, [Sighting(alert.id, "a", old.version, 0, 19)]) or []
        )
    assert corrected is not None
    assert mark is not None
    new = ledger.put(document_of("They say: Owls hunt at night.", "a"))
    with ledger.reading() as moment:
        assert (new.title, new.tags, new.language) == ("Mine", ("x",), "de")
        assert [one.code for one in moment.languages()] == ["de"]
        history = moment.history("a")
        assert history.whole
        assert [facts.version for facts in history.states] == [old.version, old.version]
        db = moment.connection
        assert read_marks(db) == [replace(mark, version=new.version, start=10, end=29)]
        assert read_sightings(db, alert.id) == [
            replace(seen, version=new.version, start=10, end=29)
        ]


def test_originals_are_kept_and_replaced(ledger: PlainCatalogue) -> None:
    pdf = Original("application/pdf", bytes(range(256)) * 100)
    ledger.put(replace(document_of(), original=pdf))
    ledger.put(replace(document_of(), original=pdf))  # of the same bytes
    with ledger.reading() as moment:
        assert moment.original("a") == pdf
        assert moment.shows_pages("a")
        assert moment.originals() == (1, 25_600)
    with ledger.writing() as change:
        change.drop_original("a")
    with ledger.reading() as moment:
        assert moment.original("a") is None


def test_the_languages_of_documents_are_known(ledger: PlainCatalogue) -> None:
    for number, language in enumerate(["fr", "de", "de", "en"]):
        ledger.put(replace(document_of(name=str(number)), language=language))
    with ledger.reading() as moment:
        assert [language.code for language in moment.languages()] == ["de", "en", "fr"]
        assert moment.main_language().code == "de"


# Removing -----------------------------------------------------------------------------


def test_what_is_removed_is_gone_with_all_that_was_said_of_it(ledger: PlainCatalogue) -> None:
    info = ledger.put(replace(document_of(), original=Original("application/pdf", b"x")))
    ledger.put(document_of(name="b"))
    with ledger.writing("Ada") as change:
        keep_mark(change, Mark("q", "q", "a", info.version, 0, 5, 0.5, "answers"))
        change.note([FileState("file:/a", "a", FileStat(1, 2, 3)), FileState("file:/b", "b", None)])
    with ledger.writing() as change:
        assert change.remove("a")
        assert not change.remove("a")
    with ledger.reading() as moment:
        assert moment.ids() == {"b"}
        assert moment.removals() == ["a"]
        assert read_marks(moment.connection) == []
        assert [file.key for file in moment.files()] == ["file:/b"]
        assert moment.originals() == (0, 0)
    ledger.put(document_of())
    with ledger.reading() as moment:
        assert moment.removals() == []
        assert not moment.history("a").whole


def test_a_tombstone_hides_a_document_until_it_is_erased(ledger: PlainCatalogue) -> None:
    large = Original("application/pdf", bytes(3 * AT_ONCE))
    ledger.put(replace(document_of(), original=large))
    ledger.put(document_of(name="b"))
    with ledger.writing() as change:
        assert change.weight("a") == (change.info("a").passages, 3 * AT_ONCE)  # type: ignore[union-attr]
        assert change.bury("a")
    with ledger.reading() as moment:
        assert moment.hides()
        assert moment.ids() == {"b"}
        assert moment.original("a") is None
        assert moment.count("main.documents") == 2
    assert erase(ledger)
    assert not erase(ledger)
    with ledger.reading() as moment:
        assert not moment.hides()
        assert moment.count("main.documents") == moment.count("documents") == 1
        assert moment.count("main.originals") == 0


def test_the_bytes_of_a_file_go_with_what_was_in_it(ledger: PlainCatalogue) -> None:
    key = "upload:post.zip"
    around, inside = Source(key, "").document_id, "inner"
    ledger.put(replace(document_of(name=around), original=Original("application/zip", b"z")))
    ledger.put(document_of(name=inside))
    with ledger.writing() as change:
        change.note([FileState(key, around, None)])
        change.note([FileState(f"{parts_prefix(key)}letter.txt", inside, None)])
    with ledger.reading() as moment:
        assert moment.parts_of(around) == [inside]
        assert moment.in_file(around) == [around, inside]
    with ledger.writing() as change:
        change.remove(inside)
    with ledger.reading() as moment:
        assert moment.original(around) is None


# Files --------------------------------------------------------------------------------


def test_files_are_listed_by_key_page_by_page(ledger: PlainCatalogue) -> None:
    ledger.put(document_of())
    states = [FileState(f"file:/{key}", "a", FileStat(9, 2**62, 3)) for key in ("x/1", "x/2", "y")]
    with ledger.writing() as change:
        change.note([*states, FileState("file:/none", "none", None)])
        change.note([replace(states[0], stamp=None)])
    states[0] = replace(states[0], stamp=None)
    with ledger.reading() as moment:
        assert moment.files() == states
        assert moment.files(after="file:/x/1", limit=1) == states[1:2]
        assert moment.files(under="file:/x/") == states[:2]
        assert moment.keys_of("a") == [state.key for state in states]
        assert not moment.is_unfinished("a")


def test_files_lie_where_other_files_show(ledger: PlainCatalogue) -> None:
    page = replace(document_of(name="web"), source="https://example.org")
    ledger.put(page)
    ledger.put(replace(document_of(name="n"), source="notes/n.txt"))
    with ledger.writing() as change:
        change.note([FileState("file:/home/ann/papers/notes/n.txt", "n", None)])
        change.note([FileState("file:/home/ann/papers/web/1.html", "web", None)])
    with ledger.reading() as moment:
        assert file_paths(moment.connection, None) == {"web": "web/1.html"}
        assert file_paths(moment.connection, {"n"}) == {}


# What people say ----------------------------------------------------------------------


def test_marks_are_kept_counted_and_taken_back(ledger: PlainCatalogue) -> None:
    info = ledger.put(document_of())
    with ledger.writing() as change:
        marks = [
            keep_mark(change, Mark(AWKWARD * n, "", "a", info.version, 0, n, 0.25, "answers"))
            for n in (1, 2, 3)
        ]
        again = keep_mark(
            change, Mark(AWKWARD, "", "a", info.version, 0, 1, 1.0, "does_not_answer")
        )
        assert keep_mark(change, Mark("q", "", "none", "v", 0, 1, 0, "answers")) is None
    assert again is not None
    assert None not in marks
    with ledger.reading() as moment:
        assert read_marks(moment.connection) == [again, *marks[1:]]
        assert read_marks(moment.connection, first=1, limit=1) == [marks[1]]
    with ledger.writing() as change:
        assert forget_marks(change.connection, [again.id, "none"]) == {again.id}
        assert forget_all_marks(change.connection) == 2


def test_alerts_look_and_what_they_saw_is_not_new_again(
    ledger: PlainCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alert_rows, "HELD", 3)
    info = ledger.put(document_of())
    with ledger.writing() as change:
        db = change.connection
        alert = keep_alert(change, Alert("find", AWKWARD))
        assert keep_alert(change, Alert("find", AWKWARD)) == alert

        def seen(start: int, end: int) -> Sighting:
            return Sighting(alert.id, "a", info.version, start, end)

        assert keep_look(change, alert.id, 5, [seen(0, 10)]) == []  # of the first look
        half = keep_look(change, alert.id, 4, [seen(5, 15), seen(6, 16), seen(20, 30)])
        assert half is not None
        assert [(one.start, one.end) for one in half] == [(6, 16), (20, 30)]
        assert keep_look(change, "none", 5, []) is None
        keep_look(change, alert.id, 9, [seen(n, n + 1) for n in (40, 50, 60)])
        found = [one.start for one in read_sightings(db, alert.id)]
        assert found == [60, 50, 40], "the oldest go"
        assert [one.number for one in read_sightings(db, alert.id, 2)] == [6, 5]
        take_sightings_along(db, [("a", "b")])
        assert {one.document_id for one in read_sightings(db, alert.id)} == {"b"}
        kept = read_alert(db, alert.id)
        assert kept is not None
        assert kept.reached == 9
        assert read_alerts(db) == [kept]
        assert forget_alerts(db, [alert.id]) == {alert.id}
        assert read_sightings(db, alert.id) == []
        assert forget_all_alerts(db) == 0


def test_the_log_of_changes_is_read_page_by_page_and_bounded(
    ledger: PlainCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_rows, "MOST", 5)
    for number in range(7):
        with ledger.writing(f"who {number % 2}") as change:
            change.log_change(
                LoggedChange("document_added", f"d{number}", details=(("n", number),))
            )
    with ledger.reading() as moment:
        db = moment.connection
        lines = read_changes(db, ChangeQuery(), None, -1)
        assert [line.number for line in lines] == [7, 6, 5, 4, 3]
        assert read_changes(db, ChangeQuery(), 5, 1) == lines[3:4]
        assert read_changes(db, ChangeQuery(who="who 1"), None, 9) == lines[1::2]
        assert read_changes(db, ChangeQuery(document_id="d5", what="document_added"), 7, 9) == [
            lines[1]
        ]
        assert read_changes(db, ChangeQuery(since="2000", before="2001"), None, 9) == []
    with ledger.writing() as change:
        db = change.connection
        db.execute("UPDATE changes SET who = 'Eve' WHERE number = ?", (4,))
        assert read_changes(db, ChangeQuery(), None, -1)[3].what == "unreadable"
        drop_damaged_changes(db)
        take_over_changes(db, [lines[0], replace(lines[0], number=0, who="Ben")])
        assert [line.number for line in read_changes(db, ChangeQuery(), None, -1)] == [8, 7, 6, 5]


# Uploads ------------------------------------------------------------------------------


def submit(
    ledger: PlainCatalogue,
    name: str,
    data: bytes = b"Herons wade.",
    on_conflict: OnConflict = "replace",
    limits: Limits = LIMITS,
) -> Job:
    sha256 = hashlib.sha256(data).hexdigest()
    job = Jobs(ledger).submit(upload_source(name), data, sha256, limits, on_conflict)
    assert isinstance(job, Job)
    return job


def take(ledger: PlainCatalogue, lease: str = "0.a:b") -> Work:
    work = Jobs(ledger).claim(lease)
    assert work is not None
    return work


def states(ledger: PlainCatalogue) -> list[tuple[str, str, str]]:
    return [(job.name, job.state, job.code) for job in reversed(Jobs(ledger).all())]


def test_an_upload_waits_is_read_and_becomes_a_document(ledger: PlainCatalogue) -> None:
    job = submit(ledger, "a.txt", b"\0\xff" * 500)
    assert submit(ledger, "a.txt", b"\0\xff" * 500).id == job.id
    work = take(ledger)
    assert (work.job.id, work.data) == (job.id, b"\0\xff" * 500)
    assert Jobs(ledger).claim("other", gone=()) is None
    with ledger.writing() as change:
        change.settle(work.claim, "a", "added")
    with pytest.raises(JobLost):
        Jobs(ledger).known(work.claim, ledger.put(document_of()))

    assert states(ledger) == [("a.txt", "ready", "added")]
    assert Jobs(ledger).leases() == set()
    with ledger.reading() as moment:
        assert moment.count("spool") == 0


def test_names_that_are_taken_are_replaced_kept_or_refused(ledger: PlainCatalogue) -> None:
    submit(ledger, "a.txt", b"one")
    with pytest.raises(NameTaken):
        submit(ledger, "a.txt", b"two", "refuse")
    kept = submit(ledger, "a.txt", b"two", "keep")
    submit(ledger, "a.txt", b"three")

    assert kept.name == "a (2).txt"
    assert states(ledger) == [
        ("a.txt", "deleted", "replaced"),
        ("a (2).txt", "waiting", ""),
        ("a.txt", "waiting", ""),
    ]
    assert Jobs(ledger).counts() == {"waiting": 2}


def test_what_ended_with_its_worker_is_taken_over_until_it_is_given_up(
    ledger: PlainCatalogue,
) -> None:
    submit(ledger, "a.txt")
    for number in range(TRIES):
        assert take(ledger, f"{number}.x:y{number}").job.tries == number + 1
    assert Jobs(ledger).claim("last", gone={"none"}) is None
    assert states(ledger) == [("a.txt", "reading", "")]
    assert Jobs(ledger).claim("last") is None
    assert states(ledger) == [("a.txt", "failed", "crashed")]

    (job,) = Jobs(ledger).all()
    again = Jobs(ledger).retry(job.id)
    assert again is not None
    assert again.state == "waiting"
    assert Jobs(ledger).dismiss(job.id)
    assert states(ledger) == []


def test_slow_uploads_leave_a_worker_for_quick_ones(ledger: PlainCatalogue) -> None:
    for name in ("slow 1.txt", "slow 2.txt"):
        submit(ledger, name, name.encode() * SLOW_BYTES)
    jobs = Jobs(ledger)
    assert jobs.claim("0.a:x", gone=(), workers=2) is not None
    assert jobs.claim("1.a:x", gone=(), workers=2) is None
    submit(ledger, "quick.txt", b"quick")
    quick = jobs.claim("1.a:x", gone=(), workers=2)
    assert quick is not None
    assert quick.job.name == "quick.txt"
    assert not jobs.turns_slow(quick.claim, 2)
    assert ("quick.txt", "waiting", "") in states(ledger)


def test_limits_of_uploads_hold(ledger: PlainCatalogue) -> None:
    submit(ledger, "a.txt", b"a")
    with pytest.raises(QueueFull):
        submit(ledger, "b.txt", b"b", limits=Limits(waiting=1))
    with pytest.raises(QuotaReached):
        submit(ledger, "b.txt", b"b" * 10, limits=Limits(spooled=10))
    with pytest.raises(QuotaReached):
        submit(ledger, "b.txt", b"b", limits=Limits(documents=1))


def test_the_bytes_of_a_large_upload_that_was_dismissed_are_erased(ledger: PlainCatalogue) -> None:
    job = submit(ledger, "a.txt", bytes(2 * AT_ONCE))
    assert Jobs(ledger).dismiss(job.id)
    assert erase(ledger)
    with ledger.reading() as moment:
        assert moment.count("spool") == moment.count("jobs") == 0


# Facts and states ---------------------------------------------------------------------


def test_facts_and_states_are_known(ledger: PlainCatalogue) -> None:
    with ledger.writing() as change:
        change.set_value("embedder", "one")
        change.set_value("embedder", "two")
        change.forget_value("analysis")
    before = State(0, "")
    ledger.put(document_of())
    with ledger.reading() as moment:
        now = moment.state()
        assert moment.value("embedder") == "two"
        assert moment.value("analysis") is None
        assert moment.knows(before)
        assert moment.knows(now)
        assert not moment.knows(State(now.number, "other"))


def test_a_change_that_fails_leaves_nothing(ledger: PlainCatalogue) -> None:
    def fail() -> None:
        with ledger.writing() as change:
            change.set_value("embedder", "one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with ledger.reading() as moment:
        assert moment.value("embedder") is None


def test_a_moment_does_not_see_what_comes_later(ledger: PlainCatalogue) -> None:
    def look(later: Document) -> tuple[set[str], set[str]]:
        other = PlainCatalogue(ledger.path if ledger.store.most is None else ledger.store)
        with ledger.reading() as moment:
            before = moment.ids()
            other.put(later)
            after = moment.ids()
        other.close()
        return set(before), set(after)

    ledger.put(document_of())

    assert look(document_of(name="b")) == ({"a"}, {"a"})
    with ledger.reading() as moment:
        assert moment.ids() == {"a", "b"}
