"""Folders that are taken in while a service runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from job_calls import Gate
from serving import wait_until
from sync_calls import Tree
from test_sandbox import FAULTY
from toys import reading

from corpus.sandbox.pool import ReaderPool
from index import Correction, LocalIndex
from index.ingest.folder_worker import FolderProgress, FolderWorker


@contextmanager
def working(
    index: LocalIndex, *folders: Path, pool: ReaderPool | None = None
) -> Iterator[FolderWorker]:
    """Take folders into an index until the end of the block."""
    with pool or ReaderPool(1) as readers:
        worker = FolderWorker(index, readers, folders)
        worker.start()
        try:
            yield worker
        finally:
            worker.stop(0)
            readers.close()
            worker.stop()


def taken_in(index: LocalIndex, *folders: Path) -> FolderProgress:
    """Return how it went once all of it is done."""
    with working(index, *folders) as worker:
        wait_until(lambda: worker.progress.state in ("done", "failed"))
        return worker.progress


def sources(index: LocalIndex) -> list[str]:
    return sorted(info.source for info in reading(index).documents())


def test_nothing_is_begun_where_there_is_no_folder(index: LocalIndex) -> None:
    with working(index) as worker:
        assert worker.progress == FolderProgress()
        worker.give_up("No model.")
        assert worker.progress.state == "none"


def test_a_folder_is_taken_in_and_what_cannot_be_read_is_listed(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(a_txt="Herons wade.", sub__b_txt="Owls hoot.", empty_txt="")
    (folder / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    progress = taken_in(index, folder)

    assert (progress.folders, progress.state) == (("papers",), "done")
    assert (progress.done, progress.files, progress.problem) == (4, 4, "")
    assert progress.counts == {"added": 2, "refused": 2}
    assert [(one.name, one.code) for one in progress.refused] == [
        ("papers/empty.txt", "empty_document"),
        ("papers/photo.txt", "unsupported_format"),
    ]
    assert all(one.reason.endswith(".") for one in progress.refused)
    assert sources(index) == ["papers/a.txt", "papers/sub/b.txt"]


@pytest.mark.usefixtures("settled")
def test_at_the_second_start_only_what_changed_is_read(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(a_txt="Herons wade.", b_txt="Owls hoot.", c_txt="Wrens sing.")
    taken_in(index, folder)
    tree(b_txt="Owls sleep by day.", d_txt="Cranes dance.")
    (folder / "c.txt").unlink()
    progress = taken_in(index, folder)

    assert progress.counts == {"unchanged": 1, "updated": 1, "added": 1, "removed": 1}
    assert (progress.done, progress.files) == (4, 4)
    assert sources(index) == ["papers/a.txt", "papers/b.txt", "papers/d.txt"]


@pytest.mark.usefixtures("settled")
def test_what_did_not_change_starts_no_reader(folder: Path, tree: Tree, index: LocalIndex) -> None:
    tree(a_txt="Herons wade.", b_txt="Owls hoot.")
    taken_in(index, folder)
    with working(index, folder, pool=ReaderPool(1, program="raise SystemExit(1)")) as worker:
        wait_until(lambda: worker.progress.state == "done")

    assert worker.progress.counts == {"unchanged": 2}


def test_documents_of_other_places_stay(
    folder: Path, tree: Tree, index: LocalIndex, tmp_path: Path
) -> None:
    tree(a_txt="Herons wade.")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "b.txt").write_text("Owls hoot.")
    taken_in(index, folder)
    taken_in(index, tmp_path / "letters")

    assert sources(index) == ["letters/b.txt", "papers/a.txt"]


def test_a_folder_in_another_is_taken_in_once(folder: Path, tree: Tree, index: LocalIndex) -> None:
    tree(a_txt="Herons wade.", sub__b_txt="Owls hoot.")
    progress = taken_in(index, folder, folder / "sub")

    assert (progress.counts, progress.files) == ({"added": 2}, 2)
    assert sources(index) == ["papers/a.txt", "papers/sub/b.txt"]


@pytest.mark.usefixtures("settled")
def test_what_moves_from_one_folder_to_the_other_keeps_its_corrections(
    folder: Path, tree: Tree, index: LocalIndex, tmp_path: Path
) -> None:
    tree(a_txt="Herons wade.", b_txt="Owls hoot.")
    letters = tmp_path / "letters"
    letters.mkdir()
    taken_in(index, folder, letters)
    (info,) = [one for one in reading(index).documents() if one.source == "papers/a.txt"]
    index.correct(info.id, Correction(title="Of herons"))
    (folder / "a.txt").rename(letters / "a.txt")
    progress = taken_in(index, folder, letters)

    assert progress.counts == {"unchanged": 1, "added": 1, "removed": 1}
    titles = {one.source: one.title for one in reading(index).documents()}
    assert titles == {"papers/b.txt": "b", "letters/a.txt": "Of herons"}


@pytest.mark.usefixtures("settled")
def test_what_one_folder_ignores_stays_if_it_lies_in_another(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(a_txt="Herons wade.", sub__b_txt="Owls hoot.")
    taken_in(index, folder)
    (folder / ".gitignore").write_text("sub/\n")
    progress = taken_in(index, folder, folder / "sub")

    assert progress.counts == {"unchanged": 2}
    assert sources(index) == ["papers/a.txt", "papers/sub/b.txt"]


def test_a_folder_that_is_empty_now_is_told_and_hinders_no_other(
    folder: Path, tree: Tree, index: LocalIndex, tmp_path: Path
) -> None:
    tree(a_txt="Herons wade.")
    taken_in(index, folder)
    (folder / "a.txt").unlink()
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "b.txt").write_text("Owls hoot.")
    progress = taken_in(index, folder, tmp_path / "letters")

    assert progress.state == "done"
    assert "is empty, but 1 document came from there" in progress.problem
    assert "run `pincite sync --allow-empty`" in progress.problem, "`serve` has no such option"
    assert sources(index) == ["letters/b.txt", "papers/a.txt"]


def test_a_mailbox_counts_as_one_file(folder: Path, index: LocalIndex) -> None:
    mails = [
        f"From a@example.org Thu Jan  1 00:00:0{n} 2015\nFrom: a@example.org\nSubject: Note {n}\n"
        f"Message-ID: <{n}@example.org>\n\nThe heron of day {n} stands.\n\n"
        for n in range(3)
    ]
    (folder / "old.mbox").write_text("".join(mails))
    progress = taken_in(index, folder)

    assert progress.counts == {"added": 3}
    assert (progress.done, progress.files) == (1, 1)


def test_small_files_are_there_while_a_large_one_is_worked_on(
    folder: Path, tree: Tree, tmp_path: Path
) -> None:
    """The large one comes first by its name, and is embedded for as long as the gate is closed."""
    gate = Gate()
    index = LocalIndex(tmp_path / "collection", lambda: gate)
    tree(a_txt="All wait here. " + "The water rose and fell. " * 45_000, b_txt="Owls hoot.")
    with working(index, folder) as worker:
        assert gate.reached.wait(300)
        wait_until(lambda: worker.progress.done == 1)
        assert sources(index) == ["papers/b.txt"]
        assert (worker.progress.state, worker.progress.reading) == ("reading", "papers/a.txt")
        gate.open.set()


def test_stopped_in_its_midst_it_keeps_what_it_has_and_goes_on_at_the_next_start(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(**{f"n{n}_txt": f"Heron {n} wades. " * (n + 1) for n in range(90)})
    with working(index, folder) as worker:
        wait_until(lambda: worker.progress.done > 0)
    kept = sources(index)
    assert 0 < len(kept) < 90
    assert list(index.findings()) == []

    progress = taken_in(index, folder)
    assert progress.counts["unchanged"] == len(kept)
    assert progress.counts["added"] == 90 - len(kept)
    assert len(sources(index)) == 90


def test_a_reader_that_hangs_does_not_hold_up_the_end(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(a_txt="sleep")
    with working(index, folder, pool=ReaderPool(1, program=FAULTY)) as worker:
        wait_until(lambda: worker.progress.reading == "papers/a.txt")
    assert not worker._thread.is_alive()
    assert worker.progress.refused == ()


def test_a_model_that_fails_is_told(folder: Path, tree: Tree, tmp_path: Path) -> None:
    tree(a_txt="never mind")
    progress = taken_in(LocalIndex(tmp_path / "collection", Gate), folder)

    assert progress.state == "failed"
    assert progress.problem == "Something went wrong; the log of the service says more."
