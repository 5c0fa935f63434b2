"""What stands in Milvus and is not seen: former versions, and what writers left or lost."""

import shutil
import threading
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from milvus_collections import opened, rows
from milvus_passages import new_passages
from milvus_servers import MilvusServer
from toys import numbered, reading

from corpus import Document
from index import Correction, MilvusIndex
from index.errors import IndexAway, LedgerDamaged
from index.ledger.epoch_rows import begin_epochs, give_up_epochs, packed, unpacked
from index.ledger.rows import now
from index.milvus import documents, sweep
from index.milvus.engine import Place
from index.milvus.expressions import one_of
from index.milvus.passages import MilvusPassages
from index.milvus.rows import NewPassage, to_stems
from index.milvus.schema import WORDS

TEXTS = ("Owls hunt at night.", "Owls hunt at noon, some say.", "Nobody counts owls in winter.")


def owls(text: str, name: str = "owls") -> Document:
    return Document(name, "Owls", f"{name}.txt", text)


def left(index: MilvusIndex) -> tuple[int, int]:
    """Return how many epochs are being written, and how many are to be deleted now."""
    with index._ledger.reading() as moment:
        sql = "SELECT count(*) FROM garbage WHERE since <= ?"
        (garbage,) = moment.connection.execute(sql, (now(),)).fetchone()
        return moment.count("pending"), garbage


def counted(index: MilvusIndex) -> dict[str, int]:
    with index._ledger.reading() as moment:
        return dict(moment.connection.execute("SELECT term, passages FROM terms"))


def test_passages_stay_for_whoever_may_still_read_them(
    birds: MilvusIndex, server: MilvusServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else has the collection open; a while later nobody reads what was there before."""
    list(birds.add([owls(TEXTS[0])]))
    other = opened(server, tmp_path)
    with other.reader() as reader:
        assert reader.document_count() == 1
        list(birds.add([owls(TEXTS[1])]))
        assert not birds.tidy()
        document = reader.document("owls")
        assert document is not None
        assert document.text == TEXTS[0]
    assert (rows(birds), left(birds)) == (2, (0, 1))
    monkeypatch.setattr(sweep, "_MARGIN", 0)
    assert birds.tidy()
    assert (rows(birds), left(birds)) == (1, (0, 0))
    other.end()


def test_passages_that_are_gone_under_a_reader_are_no_empty_document(
    birds: MilvusIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(birds.add([owls(TEXTS[0])]))
    with birds._ledger.reading() as moment:
        place = Place.of(moment)
        epochs = [row[0] for row in moment.connection.execute("SELECT epoch FROM epochs")]
    assert place is not None
    birds._engine.passages(place).delete(epochs)
    with birds.reader() as reader, pytest.raises(LedgerDamaged, match="missing in Milvus"):
        reader.document("owls")
    assert any("missing in Milvus" in finding for finding in birds.findings())
    monkeypatch.setattr(documents, "SEEN_SECONDS", -1.0)
    with birds.reader() as reader, pytest.raises(IndexAway, match="ask again"):
        reader.document("owls")


def test_what_a_copy_of_the_catalogue_wrote_is_not_answered_from(
    birds: MilvusIndex, server: MilvusServer, tmp_path: Path
) -> None:
    """Both give the same epochs to other documents."""
    list(birds.add([owls(TEXTS[0])]))
    shutil.copytree(tmp_path / "birds", tmp_path / "copy" / "birds")
    copied = opened(server, tmp_path / "copy")
    list(birds.add([owls("Owls wait at dawn.", "a")]))
    list(copied.add([owls("Owls wait at dusk.", "b")]))
    copied.end()

    with birds.reader() as reader:
        with pytest.raises(LedgerDamaged, match="copy of this collection"):
            reader.document("a")
        with pytest.raises(LedgerDamaged, match="copy of this collection"):
            reader.search("owls dawn", reader.embed_question("owls dawn"), 5)


def test_what_a_writer_left_that_is_gone_is_given_up(birds: MilvusIndex) -> None:
    list(birds.add([owls(TEXTS[0])]))
    with birds._ledger.writing() as change:
        begin_epochs(change.connection, ["owls", "a"], "writing-0")
    with birds.alone("writing-0") as mine:
        assert mine
        birds.tidy()
        assert left(birds) == (2, 0), "its writer may be at work"
    assert birds.tidy()
    assert left(birds) == (0, 0)


def test_what_comes_late_of_a_writer_that_was_given_up_is_deleted_too(
    birds: MilvusIndex,
) -> None:
    """He was slow and not gone: what he had sent is there after it was deleted."""
    list(birds.add([owls(TEXTS[0])]))
    with birds._ledger.writing() as change:
        begun = begin_epochs(change.connection, ["a", "b"], "writing-0")
    assert birds.tidy()
    with birds._ledger.reading() as moment:
        place = Place.of(moment)
    assert place is not None
    for epoch in begun:
        birds._engine.passages(place).write(epoch, new_passages(TEXTS))
    assert birds.tidy()
    assert rows(birds) == 7
    with birds._ledger.writing() as change:  # as if the time had passed
        change.connection.execute("UPDATE garbage SET since = '2026-01-01T00:00:00+00:00'")
    assert birds.tidy()
    assert rows(birds) == 1
    with birds._ledger.reading() as moment:
        assert moment.count("garbage") == 0


def test_a_change_whose_passages_were_given_up_is_made_anew(
    birds: MilvusIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep that takes a writer for gone costs him time; nothing is lost, and nothing left."""
    write, times = MilvusPassages.write, 0

    def give_up_first(passages: MilvusPassages, epoch: int, new: Iterable[NewPassage]) -> int:
        nonlocal times
        times += 1
        stamp = write(passages, epoch, new)
        if times == 1:
            with birds._ledger.writing() as change:
                give_up_epochs(change.connection, [epoch])
                change.connection.execute("DELETE FROM garbage")  # long ago
        return stamp

    monkeypatch.setattr(MilvusPassages, "write", give_up_first)
    assert [one.status for one in birds.add([owls(TEXTS[0])])] == ["added"]
    assert times == 2
    birds.tidy()
    assert (rows(birds), left(birds)) == (1, (0, 0))


def test_a_document_that_comes_twice_in_a_batch_is_the_later(birds: MilvusIndex) -> None:
    found = list(birds.add([owls(TEXTS[0]), owls(TEXTS[1]), owls(TEXTS[2])]))

    assert [one.status for one in found] == ["added", "updated", "updated"]
    assert reading(birds).document("owls").text == TEXTS[2]
    assert birds.tidy()
    assert (rows(birds), list(birds.findings())) == (1, [])


def test_many_who_replace_one_document_leave_one_version(
    birds: MilvusIndex, server: MilvusServer, tmp_path: Path
) -> None:
    failed: list[BaseException] = []

    def write(number: int) -> None:
        try:
            mine = opened(server, tmp_path)
            for text in TEXTS:
                list(mine.add([owls(f"{text} {number}"), numbered(f"n-{number}")]))
            mine.end()
        except BaseException as fault:
            failed.append(fault)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert reading(birds).document("owls").text.startswith(TEXTS[2])
    assert birds.tidy()
    assert list(birds.findings()) == []
    assert rows(birds) == reading(birds).passage_count()


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "language"]),
        st.sampled_from("ab"),
        st.sampled_from(TEXTS),
    ),
    max_size=6,
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_stems_are_counted_as_they_stand_whatever_comes_and_goes(
    birds: MilvusIndex, changes: list[tuple[str, str, str]]
) -> None:
    for what, name, text in changes:
        if what == "add":
            list(birds.add([owls(text, name)]))
        elif what == "remove":
            birds.delete(name)
        else:
            birds.correct(name, Correction(language="de" if "n" in text else "fr"))
    held: Counter[str] = Counter()
    with birds._ledger.reading() as moment:
        ids = moment.passage_ids().tolist()
        place = Place.of(moment)
    if ids:
        assert place is not None
        for row in birds._engine.connection.query(place.name, one_of("id", ids), WORDS, len(ids)):
            stems = to_stems(row)
            held.update({*stems.text, *stems.over})

    assert counted(birds) == held


@given(st.dictionaries(st.text(st.characters(categories=["L", "N"]), min_size=1), st.integers(1)))
def test_counts_are_unpacked_as_they_were_packed(held: dict[str, int]) -> None:
    assert unpacked(packed(held)) == held
