"""What is only away is kept, and an interrupted sync goes on."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sync_calls import Tree, labels, run
from toys import WordEmbedder, live_modules, open_toy_index, reading

from corpus import find_files
from corpus.errors import Unreadable
from index import Correction, LocalIndex, Mark
from index.ingest.sync import compare, plan, sync

# What is only away -------------------------------------------------------------------


def test_a_subfolder_that_is_empty_or_gone_takes_nothing_with_it(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    """At any depth, while the rest is carried over; what is deleted beside others goes."""
    tree(usb__a_txt="Herons.", deep__disk__b_txt="Owls.", deep__c_txt="Wrens.", d_txt="Terns.")
    tree(deep__e_txt="Kites.")
    run(folder, index)
    (folder / "usb" / "a.txt").unlink()
    shutil.rmtree(folder / "deep" / "disk")
    (folder / "d.txt").unlink()
    tree(deep__c_txt="Wrens sing.", new_txt="Cranes.")
    difference = compare(folder, index, may_be_empty=False)
    foreseen = {change.label: (change.fate, change.reason) for change in plan(difference)}
    outcomes = {outcome.label: outcome for outcome in sync(difference, index)}

    assert {label: outcome.status for label, outcome in outcomes.items()} == {
        "papers/usb/a.txt": "kept",
        "papers/deep/disk/b.txt": "kept",
        "papers/deep/c.txt": "updated",
        "papers/deep/e.txt": "unchanged",
        "papers/d.txt": "removed",
        "papers/new.txt": "added",
    }
    assert outcomes["papers/usb/a.txt"].reason.startswith("the folder papers/usb is empty now: if")
    assert outcomes["papers/deep/disk/b.txt"].reason.startswith("the folder papers/deep/disk is go")
    assert foreseen["papers/usb/a.txt"] == ("to_keep", outcomes["papers/usb/a.txt"].reason)
    assert run(folder, index)["papers/usb/a.txt"] == "kept", "until its disk is back, or it is said"
    assert run(folder, index, may_be_empty=True)["papers/usb/a.txt"] == "removed"


def test_a_subfolder_that_comes_back_is_as_it_was(
    folder: Path, tree: Tree, index: LocalIndex, settled: None
) -> None:
    tree(usb__a_txt="Herons wade.", b_txt="Owls hoot.")
    run(folder, index)
    (folder / "usb").rename(folder.parent / "away")
    run(folder, index)
    (folder.parent / "away").rename(folder / "usb")

    assert set(run(folder, index).values()) == {"unchanged"}


def test_a_folder_that_was_renamed_is_no_question_and_keeps_corrections_and_marks(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(old__a_txt="Herons wade.", old__deep__b_txt="Owls hoot.", c_txt="Wrens sing.")
    run(folder, index)
    (a,) = [info for info in reading(index).documents() if info.source == "papers/old/a.txt"]
    index.correct(a.id, Correction(title="On herons", add_tags=("birds",)))
    index.mark(
        Mark("What do herons do?", "What do herons do?", a.id, a.version, 0, 12, 0.9, "answers")
    )
    (folder / "old").rename(folder / "new")

    assert run(folder, index) == {
        "papers/c.txt": "unchanged",
        "papers/new/a.txt": "added",
        "papers/new/deep/b.txt": "added",
        "papers/old/a.txt": "removed",
        "papers/old/deep/b.txt": "removed",
    }
    (moved,) = [info for info in reading(index).documents() if info.source == "papers/new/a.txt"]
    assert (moved.title, moved.tags, moved.corrected) == ("On herons", ("birds",), ("title",))
    (mark,) = reading(index).marks()
    assert (mark.document_id, mark.start, mark.end) == (moved.id, 0, 12)


def test_all_subfolders_gone_is_a_question_too(folder: Path, tree: Tree, index: LocalIndex) -> None:
    tree(a__x_txt="Herons wade.", b__y_txt="Owls hoot.")
    run(folder, index)
    for name in "ab":
        shutil.rmtree(folder / name)

    with pytest.raises(Unreadable, match="2 documents came from there"):
        run(folder, index)
    tree(c_txt="Wrens sing.")
    assert sorted(run(folder, index).values()) == ["added", "kept", "kept"]


def test_a_folder_that_is_left_out_from_now_on_is_no_question(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(old__a_txt="Herons wade.", b_txt="Owls hoot.")
    run(folder, index)
    (folder / ".pinciteignore").write_text("old/\n")

    assert run(folder, index)["papers/old/a.txt"] == "removed"


def test_a_subfolder_that_was_deleted_can_be_named_alone(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(usb__a_txt="Herons wade.", old__b_txt="Owls hoot.", c_txt="Wrens sing.")
    run(folder, index)
    shutil.rmtree(folder / "old")
    shutil.rmtree(folder / "usb")

    with pytest.raises(Unreadable, match="no such folder"):
        run(folder / "old", index)
    assert run(folder / "old", index, may_be_empty=True) == {"papers/old/b.txt": "removed"}
    assert run(folder, index) == {"papers/c.txt": "unchanged", "papers/usb/a.txt": "kept"}


def test_what_programs_leave_behind_is_skipped_unless_a_rule_names_it(folder: Path) -> None:
    junk = ["~$a.docx", "THUMBS.db", "Desktop.ini", "b.pdf.crdownload", "c.PART", "d.txt~", "x.url"]
    for name in [*junk, "a.txt", "Thumbs.db.txt", "part.txt", "~a.txt", "c#.txt"]:
        (folder / name).write_text("Words.")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "a.txt").write_text("Words.")
    taken = ["Thumbs.db.txt", "a.txt", "c#.txt", "part.txt", "~a.txt"]

    assert labels(folder) == [f"papers/{name}" for name in taken]
    matched = [found.path.name for found in find_files([folder / "*.[dtu]*"])]
    assert matched == ["Thumbs.db.txt", "a.txt", "c#.txt", "part.txt", "~a.txt"]
    assert [found.path.name for found in find_files([folder / "c.PART"])] == ["c.PART"]
    (folder / ".pinciteignore").write_text("!*.PART\n")
    assert labels(folder) == sorted(f"papers/{name}" for name in [*taken, "c.PART"])


def test_an_ignore_file_that_cannot_be_read_closes_its_folder_alone(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(a_txt="Herons wade.", sub__b_txt="Owls hoot.")
    run(folder, index)
    (folder / "sub" / ".gitignore").mkdir()

    assert run(folder, index) == {"papers/a.txt": "unchanged", "papers/sub": "refused"}
    assert len(reading(index).documents()) == 2


# Being interrupted -------------------------------------------------------------------

SYNC = """
import sys, time
from pathlib import Path
from toys import WordEmbedder
from index import LocalIndex
from index.ingest.sync import compare, sync

class Slow(WordEmbedder):
    def embed_passages(self, passages):
        time.sleep(0.05)
        return super().embed_passages(passages)

index = LocalIndex(Path(sys.argv[2]), Slow)
for outcome in sync(compare(Path(sys.argv[1]), index, may_be_empty=False), index):
    print(outcome.label, flush=True)
"""


def test_a_killed_sync_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    names = [f"{number:03}.txt" for number in range(120)]
    for name in names:
        (folder / name).write_text("\n\n".join(f"{name} has birds in part {n}." * 9 for n in "abc"))
    data = tmp_path / "collection"
    command = [sys.executable, "-c", SYNC, str(folder), str(data)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, **live_modules()}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    embedder = WordEmbedder()
    index = LocalIndex(data, lambda: embedder)
    before = reading(index).counts()

    assert 0 < before["documents"] < len(names)
    outcomes = list(sync(compare(folder, index, may_be_empty=False), index))
    assert sum(outcome.status == "unchanged" for outcome in outcomes) == before["documents"]
    assert embedder.embedded == reading(index).counts()["passages"] - before["passages"]
    assert list(index.findings()) == []


INTERRUPTED = """
import sys, time
from pathlib import Path
from toys import WordEmbedder
from index import LocalIndex
from qa.commands.add import carry_out
from index.ingest.sync import compare, sync

class Slow(WordEmbedder):
    def embed_passages(self, passages):
        print("embedding", flush=True)
        time.sleep(0.2)
        return super().embed_passages(passages)

index = LocalIndex(Path(sys.argv[2]), Slow)
difference = compare(Path(sys.argv[1]), index, may_be_empty=False)
carry_out(index, lambda watch: sync(difference, index, watch), len(difference), False)
"""


def test_an_interrupted_command_says_how_far_it_got(folder: Path, tmp_path: Path) -> None:
    for number in range(600):
        (folder / f"{number:03}.txt").write_text(f"Bird {number} sings.")
    command = [sys.executable, "-c", INTERRUPTED, str(folder), str(tmp_path / "collection")]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **live_modules()},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == process.stdout.readline() == "embedding\n"
        process.send_signal(signal.SIGINT)
        told, complained = process.communicate(timeout=120)

    assert process.returncode == 130
    assert "added" in told
    assert "run it again to resume" in complained
    assert "Traceback" not in complained
    assert reading(open_toy_index(tmp_path / "collection")).counts()["documents"] >= 64


WATCH = """
import sys
from pathlib import Path
from toys import WordEmbedder
from index import LocalIndex
from index.errors import DiskFull, LedgerBusy
from qa.commands.add import watch_folder

faults = [LedgerBusy("somebody writes"), DiskFull("the disk is full")]


class Hindered(LocalIndex):
    def add(self, arrivals, watch):
        if faults:
            raise faults.pop(0)
        return super().add(arrivals, watch)


watch_folder(Path(sys.argv[1]), Hindered(Path(sys.argv[2]), WordEmbedder), int, may_be_empty=False)
"""


def test_a_watched_folder_is_followed_whatever_hinders_until_it_is_interrupted(
    folder: Path, tree: Tree, tmp_path: Path
) -> None:
    tree(a_txt="Herons wade.")
    command = [sys.executable, "-c", WATCH, str(folder), str(tmp_path / "collection")]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **live_modules(), "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stderr.readline().startswith("watching")
        assert process.stderr.readline() == "not synced yet: somebody writes\n"
        tree(other_txt="Owls hoot.")
        assert process.stderr.readline() == "not synced yet: the disk is full\n"
        tree(more_txt="Wrens sing.")
        lines = {process.stdout.readline() for _ in range(3)}
        assert lines == {f"added: papers/{name}.txt\n" for name in ("a", "other", "more")}
        (folder / "a.txt").unlink()
        assert process.stdout.readline() == "removed: papers/a.txt\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0
