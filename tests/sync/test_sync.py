"""A synced collection holds what its folder holds, and nothing else of it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sync_calls import Tree, labels, run, told
from toys import WordEmbedder, live_modules, reading

from corpus import MAX_BYTES, Found, find_files
from corpus.errors import Unreadable
from index import LocalIndex
from index.ingest.files import ingest
from index.ingest.sync import compare, plan, sync
from qa.answering.question import Request
from qa.answering.verification import verify
from qa.config import Config
from qa.wiring import make_answerer

# Going and coming --------------------------------------------------------------------


def test_a_collection_follows_its_folder(folder: Path, tree: Tree, index: LocalIndex) -> None:
    tree(a_txt="Herons wade.", b_txt="Owls hoot.", c_txt="Wrens sing.")
    run(folder, index)
    tree(b_txt="Owls sleep.", d_txt="Cranes dance.")
    (folder / "c.txt").unlink()

    assert run(folder, index) == {
        "papers/a.txt": "unchanged",
        "papers/b.txt": "updated",
        "papers/d.txt": "added",
        "papers/c.txt": "removed",
    }
    assert [info.source for info in reading(index).documents()] == [
        f"papers/{x}.txt" for x in "abd"
    ]
    assert list(index.findings()) == []


def test_what_would_be_done_is_told_and_not_done(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(a_txt="Herons wade.", b_txt="Owls hoot.", c_txt="Wrens sing.", same_txt="Cranes dance.")
    run(folder, index)
    tree(b_txt="Owls sleep.", c_txt="", d_txt="Terns dive.", none_txt="")
    (folder / "a.txt").unlink()
    with (folder / "large.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    before = reading(index).documents()
    ids = {info.source: info.id for info in before}

    foreseen = list(plan(compare(folder, index, may_be_empty=False)))
    assert reading(index).documents() == before
    assert {(one.label, one.fate, one.document and one.document.id) for one in foreseen} == {
        ("papers/a.txt", "to_remove", ids["papers/a.txt"]),
        ("papers/b.txt", "to_read", ids["papers/b.txt"]),
        ("papers/c.txt", "to_refuse", ids["papers/c.txt"]),
        ("papers/d.txt", "to_read", None),
        ("papers/large.txt", "to_refuse", None),
        ("papers/none.txt", "to_refuse", None),
        ("papers/same.txt", "unchanged", ids["papers/same.txt"]),
    }
    reasons = {one.label: one.reason for one in foreseen if one.reason}
    done = list(sync(compare(folder, index, may_be_empty=False), index))
    assert reasons == {outcome.label: outcome.reason for outcome in done if outcome.reason}


FORESEE = """
import sys
from pathlib import Path
from toys import open_toy_index
from index.ingest.sync import compare, plan

def told(event, values):
    if event == "open" and str(values[0]).startswith(sys.argv[1] + "/"):
        print("opened", values[0])

sys.addaudithook(told)
index = open_toy_index(Path(sys.argv[2]))
print(*(one.fate for one in plan(compare(Path(sys.argv[1]), index, may_be_empty=False))))
"""


def test_to_foresee_no_new_file_is_opened_nor_one_of_another_size(
    folder: Path, tree: Tree, index: LocalIndex, settled: None
) -> None:
    tree(a_txt="Herons wade.", b_txt="Owls hoot.")
    run(folder, index)
    tree(a_txt="Herons wade no more.", c_txt="Wrens sing.")
    os.utime(folder / "b.txt", (1, 1))
    command = [sys.executable, "-c", FORESEE, str(folder), str(index.directory)]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **live_modules()}
    )

    assert done.stdout.splitlines() == [f"opened {folder}/b.txt", "to_read unchanged to_read"]


def test_what_may_not_be_read_is_foreseen_to_be_refused(nobody: Path) -> None:
    nobody.mkdir()
    (nobody / "a.txt").write_text("Herons wade.")
    (nobody / "a.txt").chmod(0)
    index = LocalIndex(nobody.parent / "collection", WordEmbedder)

    (one,) = plan(compare(nobody, index, may_be_empty=False))
    assert (one.fate, "Permission denied" in one.reason) == ("to_refuse", True)


def test_a_second_time_no_file_is_opened_and_nothing_embedded(
    folder: Path, tree: Tree, index: LocalIndex, embedder: WordEmbedder, settled: None
) -> None:
    """Bytes that change behind an unchanged stamp are not seen: so the file was not opened."""
    tree(a_txt="Herons wade.")
    run(folder, index)
    status = os.stat(folder / "a.txt")
    (row,) = reading(index).files()
    assert row.stamp == (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    os.rename(folder / "a.txt", folder.parent / "elsewhere")
    os.mkfifo(folder / "a.txt")  # to open it would hang

    found = Found(folder / "a.txt", next(iter(find_files([folder]))).source, row.stamp)
    assert told(ingest([found], index)) == {"papers/a.txt": "unchanged"}
    assert embedder.embedded == 1


def test_a_file_written_to_just_now_is_looked_into(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    """Its stamp may stay the same through a second change in the same tick of the clock."""
    tree(a_txt="Herons wade.")
    run(folder, index)

    assert [row.stamp for row in reading(index).files()] == [None]


def test_same_bytes_with_another_time_are_looked_into_once(
    folder: Path, tree: Tree, index: LocalIndex, settled: None
) -> None:
    tree(a_txt="Herons wade.")
    run(folder, index)
    os.utime(folder / "a.txt", (1, 1))

    assert run(folder, index) == {"papers/a.txt": "unchanged"}
    assert [row.stamp and row.stamp.modified for row in reading(index).files()] == [1_000_000_000]


def test_a_file_that_was_moved_is_not_embedded_again(
    folder: Path, tree: Tree, index: LocalIndex, embedder: WordEmbedder
) -> None:
    tree(a_md="# Herons\n\nHerons wade.")
    run(folder, index)
    (folder / "a.md").rename(folder / "b.md")

    assert run(folder, index) == {"papers/b.md": "added", "papers/a.md": "removed"}
    assert embedder.embedded == 1


def test_an_answer_from_before_a_file_was_moved_is_verbatim_after(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(a_md="# Herons\n\nHerons wade in the marsh.", b_md="# Owls\n\nOwls hoot.")
    run(folder, index)
    answer = make_answerer(Config(confidence=0.0), index).answer(Request("herons wade"))
    (folder / "new").mkdir()
    (folder / "a.md").rename(folder / "new" / "herons.md")
    tree(a_md="# Wrens\n\nWrens sing.")
    run(folder, index)

    assert {check.verdict for check in verify(answer.record(), index)} == {"verbatim"}


def test_documents_from_elsewhere_stay(
    tmp_path: Path, folder: Path, tree: Tree, index: LocalIndex
) -> None:
    """A folder whose name begins alike is elsewhere."""
    other = tmp_path / "papers-old"
    other.mkdir()
    (other / "x.txt").write_text("Wrens sing.")
    list(ingest(find_files([other]), index))
    tree(a_txt="Herons wade.")
    run(folder, index)
    (other / "x.txt").unlink()

    assert run(folder, index) == {"papers/a.txt": "unchanged"}
    assert len(reading(index).documents()) == 2


def test_an_empty_folder_takes_nothing_with_it_unless_that_is_said(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    """It may be where a disk is usually mounted."""
    tree(a_txt="Herons wade.")
    run(folder, index)
    (folder / "a.txt").unlink()

    with pytest.raises(Unreadable, match="1 document came from there"):
        run(folder, index)
    assert len(reading(index).documents()) == 1
    assert run(folder, index, may_be_empty=True) == {"papers/a.txt": "removed"}


def test_a_folder_that_is_gone_is_named(folder: Path, tree: Tree, index: LocalIndex) -> None:
    shutil.rmtree(folder)

    with pytest.raises(Unreadable, match="no such folder"):
        run(folder, index)


def test_what_cannot_be_read_any_more_keeps_its_former_version(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(a_txt="Herons wade.")
    run(folder, index)
    tree(a_txt="")

    assert run(folder, index) == {"papers/a.txt": "refused"}
    assert len(reading(index).documents()) == 1


def test_a_file_that_is_ignored_from_now_on_goes(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    tree(a_txt="Herons wade.", b_txt="Owls hoot.")
    run(folder, index)
    (folder / ".pinciteignore").write_text("b.txt\n")

    assert run(folder, index) == {"papers/a.txt": "unchanged", "papers/b.txt": "removed"}


def test_a_removed_document_comes_back_with_the_next_sync(
    folder: Path, tree: Tree, index: LocalIndex
) -> None:
    """The folder is what counts; to keep it out, ignore its file."""
    tree(a_txt="Herons wade.")
    run(folder, index)
    index.delete(reading(index).documents()[0].id)

    assert reading(index).files() == []
    assert run(folder, index) == {"papers/a.txt": "added"}


# Passing over -------------------------------------------------------------------------


def test_ignore_files_count_as_in_git(folder: Path, tree: Tree) -> None:
    tree(
        a_txt="a", a_log="a", keep_log="a", build__x_txt="a", deep__build__y_txt="a",
        deep__top_txt="a", top_txt="a", deep__a_log="a", deep__special_log="a",
    )  # fmt: skip
    (folder / ".gitignore").write_text("*.log\n!keep.log\nbuild/\n/top.txt\n# a remark\n")
    (folder / "deep" / ".gitignore").write_text("!special.log\n")

    assert labels(folder) == [
        "papers/a.txt", "papers/keep.log", "papers/deep/special.log", "papers/deep/top.txt",
    ]  # fmt: skip


def test_our_own_ignore_file_has_the_last_word(folder: Path, tree: Tree) -> None:
    tree(a_log="a", a_txt="a")
    (folder / ".gitignore").write_text("*.log\n")
    (folder / ".pinciteignore").write_text("!a.log\n*.txt\n")

    assert labels(folder) == ["papers/a.log"]


def test_a_pattern_finds_what_the_shell_did_not(folder: Path, tree: Tree) -> None:
    tree(a_txt="a", sub__b_txt="a", sub__c_md="a")

    found = list(find_files([folder / "**" / "*.txt"]))
    assert [one.path.name for one in found] == ["a.txt", "b.txt"]
    with pytest.raises(Unreadable, match="no such file or folder"):
        list(find_files([folder / "*.pdf"]))


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder of somebody who may not read everything, as root may."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        mine = os.geteuid()
        if mine == 0:
            os.chown(name, 65534, 65534)
            os.seteuid(65534)
        try:
            yield Path(name) / "papers"
        finally:
            os.seteuid(mine)
            for path in Path(name).rglob("*"):
                path.chmod(0o700)


def test_a_folder_that_may_not_be_listed_is_told_and_takes_nothing_with_it(nobody: Path) -> None:
    index = LocalIndex(nobody.parent / "collection", WordEmbedder)
    (nobody / "closed").mkdir(parents=True)
    (nobody / "a.txt").write_text("Herons wade.")
    (nobody / "closed" / "b.txt").write_text("Owls hoot.")
    someone = os.geteuid()
    os.seteuid(os.getuid())  # readers are processes: nobody may not run the Python of root
    run(nobody, index)
    os.seteuid(someone)
    (nobody / "closed").chmod(0)
    difference = compare(nobody, index, may_be_empty=False)

    outcomes = list(sync(difference, index))
    assert [(o.label, o.status) for o in outcomes] == [
        ("papers/a.txt", "unchanged"), ("papers/closed", "refused"),
    ]  # fmt: skip
    assert "cannot be listed (Permission denied)" in outcomes[1].reason
    assert len(reading(index).documents()) == 2
