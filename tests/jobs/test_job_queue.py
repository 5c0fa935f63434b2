"""Uploads wait their turn, and none is lost."""

from pathlib import Path

import pytest
from job_calls import read_in, send, source, state, submit, take
from toys import WordEmbedder, reading

from index import Claim, DocumentInfo, Job, Limits, LocalIndex
from index.errors import (
    JobLost,
    QueueFull,
    QuotaReached,
)
from index.ledger.jobs import TRIES

# The queue ----------------------------------------------------------------------------


def test_an_upload_is_on_disk_before_it_is_read(tmp_path: Path) -> None:
    """What was taken in survives the process, with its bytes."""
    job = submit(LocalIndex(tmp_path, WordEmbedder), "a.txt", b"Herons wade.")

    work = take(LocalIndex(tmp_path, WordEmbedder))
    assert (work.job.id, work.data, work.source) == (job.id, b"Herons wade.", source("a.txt"))


def test_jobs_are_done_in_turn_and_leave_no_bytes_behind(index: LocalIndex) -> None:
    first, second = submit(index, "a.txt", b"Herons wade."), submit(index, "b.txt", b"Owls hoot.")
    read_in(index, take(index))
    read_in(index, take(index))

    assert [state(index, job) for job in (first, second)] == [("ready", "added")] * 2
    assert index.jobs.claim("one") is None
    assert spooled(index) == 0
    assert [info.source for info in reading(index).documents()] == ["a.txt", "b.txt"]


def spooled(index: LocalIndex) -> int:
    with index._ledger.reading() as snapshot:
        return snapshot.count("spool")


def test_same_bytes_are_one_job_and_then_one_document(index: LocalIndex) -> None:
    first = submit(index, "a.txt", b"Herons wade.")
    assert submit(index, "other.txt", b"Herons wade.").id == first.id
    read_in(index, take(index))

    again = index.jobs.submit(source("c.txt"), b"Herons wade.", first.sha256, Limits())
    assert isinstance(again, DocumentInfo)
    assert again.source == "a.txt"


def test_what_a_dead_process_was_reading_is_taken_over(index: LocalIndex) -> None:
    job = submit(index, "a.txt", b"Herons wade.")
    lost = take(index, "dead")
    work = take(index, "alive")

    assert work.job.id == job.id
    with pytest.raises(JobLost):
        read_in(index, lost)
    assert reading(index).documents() == []
    read_in(index, work)
    assert state(index, job) == ("ready", "added")


def test_after_the_last_try_a_job_has_failed_with_its_reason(index: LocalIndex) -> None:
    """Its reader takes the process down with it each time."""
    job = submit(index, "poison.txt", b"Poison.")
    for number in range(TRIES):
        take(index, f"process {number}")

    assert index.jobs.claim("the next") is None
    assert state(index, job) == ("failed", "crashed")


def test_a_job_that_always_fails_keeps_no_other_waiting(index: LocalIndex) -> None:
    poison = submit(index, "poison.txt", b"Poison.")
    others = [submit(index, f"{n}.txt", f"Bird {n}.".encode()) for n in range(20)]
    read: list[str] = []
    for process in range(TRIES + 1):
        while (work := index.jobs.claim(f"process {process}")) is not None:
            if work.job.id == poison.id:
                break  # the process dies
            read_in(index, work)
            read.append(work.job.id)
        assert process == 0 or read == [job.id for job in others], "they come before a second try"

    assert state(index, poison) == ("failed", "crashed")


def test_a_failed_job_can_be_tried_again_and_dismissed(index: LocalIndex) -> None:
    job = submit(index, "a.txt", b"Herons wade.")
    index.jobs.fail(take(index).claim, "unreadable", "It is torn.")
    assert state(index, job) == ("failed", "unreadable")
    assert spooled(index) == 1

    index.jobs.retry(job.id)
    read_in(index, take(index))
    assert state(index, job) == ("ready", "added")
    assert index.jobs.dismiss(job.id)
    assert not index.jobs.dismiss(job.id)
    assert len(reading(index).documents()) == 1


def test_what_hinders_every_job_is_no_try_of_this_one(index: LocalIndex) -> None:
    job = submit(index, "a.txt", b"Herons wade.")
    for _ in range(TRIES + 2):
        index.jobs.again(take(index).claim, "disk_full", "", blameless=True)
    assert state(index, job) == ("waiting", "disk_full")
    for _ in range(TRIES):
        index.jobs.again(take(index).claim, "internal", "")

    assert state(index, job) == ("failed", "internal")


def test_a_newer_upload_of_a_name_takes_the_place_of_an_older(index: LocalIndex) -> None:
    old = submit(index, "a.txt", b"Herons wade.")
    new = submit(index, "a.txt", b"Herons fly.")
    read_in(index, take(index))

    assert (state(index, old), state(index, new)) == (("deleted", "replaced"), ("ready", "added"))
    assert reading(index).document(new.document_id).text == "Herons fly."


def test_an_older_upload_that_was_interrupted_does_not_win(index: LocalIndex) -> None:
    old = submit(index, "a.txt", b"Herons wade.")
    take(index, "dead")
    submit(index, "a.txt", b"Herons fly.")
    read_in(index, take(index, "alive"))

    assert index.jobs.claim("alive") is None
    assert state(index, old) == ("deleted", "replaced")


def test_what_is_stored_sent_again_cancels_what_came_between(index: LocalIndex) -> None:
    """Also what is being read of it."""
    submit(index, "a.txt", b"Herons wade.")
    read_in(index, take(index))
    for take_it in (False, True):
        between = submit(index, "a.txt", b"Herons fly.")
        work = take(index) if take_it else None
        same = send(index, "a.txt", b"Herons wade.")

        assert isinstance(same, DocumentInfo)
        assert state(index, between) == ("deleted", "replaced")
        assert index.jobs.claim("one") is None
        assert spooled(index) == 0
        if work is not None:
            with pytest.raises(JobLost):
                read_in(index, work)
    assert text(index, between) == "Herons wade."


def test_what_is_being_read_sent_again_cancels_what_came_between(index: LocalIndex) -> None:
    first = submit(index, "a.txt", b"Herons wade.")
    work = take(index)
    between = submit(index, "a.txt", b"Herons fly.")
    assert submit(index, "a.txt", b"Herons wade.").id == first.id
    read_in(index, work)

    assert index.jobs.claim("one") is None
    assert state(index, between) == ("deleted", "replaced")
    assert text(index, first) == "Herons wade."


@pytest.mark.parametrize("end", ["again", "fail"])
def test_an_older_upload_that_went_wrong_does_not_win(index: LocalIndex, end: str) -> None:
    """It would be tried again after the newer one."""
    old = submit(index, "a.txt", b"Herons wade.")
    work = take(index)
    new = submit(index, "a.txt", b"Herons fly.")
    getattr(index.jobs, end)(work.claim, "internal", "")
    read_in(index, take(index))

    assert index.jobs.claim("one") is None
    assert state(index, old) == ("deleted", "replaced")
    assert spooled(index) == 0
    assert text(index, new) == "Herons fly."


def text(index: LocalIndex, job: Job) -> str:
    document = reading(index).document(job.document_id)
    assert document is not None
    return str(document.text)


def test_of_those_that_failed_the_newest_are_kept(
    index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ledger.jobs._KEPT", 3)
    for number in range(6):
        job = submit(index, f"{number}.txt", f"Heron {number}.".encode())
        index.jobs.fail(take(index).claim, "unreadable", "It is torn.")
    last = submit(index, "last.txt", b"Owls hoot.")

    assert spooled(index) == 4, "three that failed, and one that waits"
    assert [found.id for found in index.jobs.all()][:2] == [last.id, job.id]
    assert len(index.jobs.all()) == 3


def test_a_document_removed_while_it_is_read_stays_away(index: LocalIndex) -> None:
    job = submit(index, "a.txt", b"Herons wade.")
    work = take(index)
    assert index.delete(job.document_id)

    with pytest.raises(JobLost):
        read_in(index, work)
    assert (reading(index).documents(), state(index, job)) == ([], ("deleted", "removed"))
    assert spooled(index) == 0


def test_more_than_may_wait_is_refused_by_the_name_of_the_limit(index: LocalIndex) -> None:
    submit(index, "a.txt", b"Herons wade.", waiting=1)

    with pytest.raises(QueueFull, match="PINCITE_QUEUE"):
        submit(index, "b.txt", b"Owls hoot.", waiting=1)
    with pytest.raises(QuotaReached, match="15 they may take: dismiss"):
        submit(index, "b.txt", b"Owls hoot.", spooled=15)
    with pytest.raises(QuotaReached, match="PINCITE_DOCUMENTS"):
        submit(index, "b.txt", b"Owls hoot.", documents=1)
    assert len(index.jobs.all()) == 1


def test_what_is_full_still_takes_a_new_version(index: LocalIndex) -> None:
    submit(index, "a.txt", b"Herons wade.")
    read_in(index, take(index))

    assert submit(index, "a.txt", b"Herons fly.", documents=1).state == "waiting"


# Several at a time --------------------------------------------------------------------


def claimed(index: LocalIndex, lease: str, *, gone: tuple[str, ...] = (), workers: int = 2) -> str:
    """Take the next job beside others, and return its name; nothing where none may be taken."""
    work = index.jobs.claim(lease, gone=gone, workers=workers)
    return "" if work is None else work.job.name


@pytest.fixture
def slow_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a job for slow from few bytes on."""
    monkeypatch.setattr("index.ledger.jobs.SLOW_BYTES", 100)


LONG = b"Herons wade. " * 10


@pytest.mark.usefixtures("slow_from")
def test_slow_jobs_leave_a_worker_for_quick_ones(index: LocalIndex) -> None:
    for number in range(3):
        submit(index, f"slow {number}", LONG + b"%d" % number)
    assert claimed(index, "one") == "slow 0"
    assert claimed(index, "two") == "", "the last worker is left free"
    submit(index, "quick", b"Owls hoot.")

    assert claimed(index, "two") == "quick"


@pytest.mark.usefixtures("slow_from")
def test_a_slow_job_waits_for_some_that_came_later_and_not_for_ever(
    index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ledger.jobs._BEHIND", 3)
    for name in ("slow", "1", "2", "3", "4"):
        submit(index, name, LONG if name == "slow" else name.encode())

    names = []
    while (work := index.jobs.claim("one")) is not None:
        names.append(work.job.name)
        index.jobs.fail(work.claim, "unreadable", "")
    assert names == ["1", "2", "slow", "3", "4"]


def test_two_jobs_of_one_document_are_never_read_together(index: LocalIndex) -> None:
    """The older could be done last, and win."""
    old = submit(index, "a.txt", b"Herons wade.")
    work = take(index)
    new = submit(index, "a.txt", b"Herons fly.")
    submit(index, "b.txt", b"Owls hoot.")
    assert claimed(index, "two") == "b.txt"
    assert claimed(index, "three", workers=3) == ""
    read_in(index, work)

    assert claimed(index, "three", workers=3) == "a.txt"
    assert (state(index, old)[0], state(index, new)[0]) == ("ready", "reading")


def test_only_what_was_read_under_a_lease_that_ended_is_taken_over(index: LocalIndex) -> None:
    for name in ("a.txt", "b.txt"):
        submit(index, name, name.encode())
    assert (claimed(index, "dead"), claimed(index, "alive")) == ("a.txt", "b.txt")
    assert index.jobs.leases() == {"dead", "alive"}
    assert claimed(index, "new", gone=("dead",)) == "", "what was tried begins alone"
    index.jobs.fail(Claim(2, "alive"), "unreadable", "")

    assert claimed(index, "new") == "a.txt"


def test_what_was_read_beside_another_is_not_blamed_for_the_end_of_both(index: LocalIndex) -> None:
    """Which of them ended the process cannot be known."""
    poison, other = submit(index, "poison", b"Poison."), submit(index, "other", b"Herons.")
    for process in range(TRIES):
        with index._ledger.writing() as change:
            change.connection.execute(
                "UPDATE jobs SET state = 'reading', tries = tries + 1, lease = number || ?",
                (f":process {process}",),
            )
        dead = tuple(index.jobs.leases())
        index.jobs.claim("new", gone=dead[:1])
        index.jobs.claim("new", gone=dead[1:])
    assert {state(index, job)[0] for job in (poison, other)} <= {"waiting", "reading"}


def test_a_job_that_turns_out_slow_goes_on_only_where_a_worker_is_left(index: LocalIndex) -> None:
    for name in ("a.txt", "b.txt"):
        submit(index, name, name.encode())
    first, second = take(index, "one"), index.jobs.claim("two", gone=(), workers=2)
    assert second is not None

    assert index.jobs.turns_slow(first.claim, 2)
    assert not index.jobs.turns_slow(second.claim, 2)
    (put_back,) = [job for job in index.jobs.all() if job.state == "waiting"]
    assert (put_back.name, put_back.tries, put_back.slow) == ("b.txt", 0, 1)


def test_the_only_worker_puts_a_slow_job_back_if_a_quick_one_waits(index: LocalIndex) -> None:
    submit(index, "a.txt", b"Herons wade.")
    work = take(index)
    assert index.jobs.turns_slow(work.claim, 1)
    submit(index, "b.txt", b"Owls hoot.")

    assert not index.jobs.turns_slow(work.claim, 1)
    assert take(index).job.name == "b.txt"
