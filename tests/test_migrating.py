"""A collection that is carried into another: all of it, and nothing embedded again."""

import json
from pathlib import Path

import pytest
from bird_index import execute
from migrating_calls import LEDGERS, Refusing, Target, held, restored
from toys import WordEmbedder, open_toy_index, reading

from corpus import Document
from index import LocalIndex, restore
from index.errors import IndexMismatch, LedgerDamaged, MigrationRefused
from index.ingest.migrating import compare_collections
from index.ledger.schema import FORMAT
from qa.answering.verification import verify


@pytest.fixture
def source(tmp_path: Path) -> LocalIndex:
    return restored(tmp_path / "source")


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return Target.in_folder(tmp_path / "target", Refusing())


def test_all_of_a_collection_is_there_and_nothing_was_embedded(
    source: LocalIndex, target: Target
) -> None:
    taken = target.take(source)

    ours, theirs = held(source), held(target.index)
    assert theirs == ours
    assert len(taken) == len(ours["infos"]) > 6
    assert all(ours[name] for name in ("marks", "alerts", "sightings", "changes", "removed"))
    assert any(evidence.history.states for evidence in ours["evidence"])
    assert any(info.corrected and info.tags for info in ours["infos"])
    assert list(target.index.findings()) == []


def test_saved_answers_are_verified_as_before(source: LocalIndex, target: Target) -> None:
    target.take(source)
    lines = (LEDGERS / f"format-{FORMAT}.jsonl").read_text().splitlines()

    for record in map(json.loads, lines):
        assert verify(record, target.index) == verify(record, source)


def test_what_was_interrupted_goes_on_and_says_nothing_twice(
    source: LocalIndex, target: Target
) -> None:
    # By its title it comes first, and a batch is full with it.
    text = " ".join(f"Heron {number} waded in the reeds at noon." for number in range(2000))
    list(source.add([Document("long", "A long list", "long.txt", text)]))
    target.take(source, most=1)
    assert reading(target.index).ids() == ["long"]
    target.take(source)
    whole, state = held(target.index), reading(target.index).state()

    target.take(source)

    assert held(target.index) == whole
    assert reading(target.index).state() == state, "nothing was written again"


def test_a_collection_comes_back_as_it_went(
    source: LocalIndex, target: Target, tmp_path: Path
) -> None:
    target.take(source)
    back = Target.in_folder(tmp_path / "back", Refusing())
    back.take(target.index)

    compared = compare_collections(source, back.index)

    assert compared.is_whole
    assert compared.counts["marks"] == (2, 2)
    assert compared.questions == compared.first == compared.ten > 6


def test_an_alert_that_was_behind_looks_again_and_others_do_not(
    source: LocalIndex, target: Target
) -> None:
    behind, done = reading(source).alerts()
    source.keep_look(done.id, reading(source).last_passage(), [])
    assert behind.reached < reading(source).last_passage()

    target.take(source)

    last = reading(target.index).last_passage()
    reached = {one.id: one.reached for one in reading(target.index).alerts()}
    assert reached == {behind.id: 0, done.id: last}


def test_a_text_that_is_cut_anew_is_embedded(source: LocalIndex, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    narrow = Target.in_folder(tmp_path / "narrow", WordEmbedder(window=20))
    (long,) = source.add([Document("long", "Long", "long.txt", "A heron waded. " * 40)])

    narrow.take(source)

    assert narrow.vectors.embedded > 0
    assert embedder.id == narrow.vectors.id
    there = reading(narrow.index).info("long")
    assert there.passages > long.document.passages
    assert there.version == long.document.version
    assert not compare_collections(source, narrow.index).is_whole, "it has other passages"


def test_what_differs_is_named(source: LocalIndex, target: Target) -> None:
    first, *_ = target.take(source)
    target.index.delete(first)

    compared = compare_collections(source, target.index)

    assert not compared.is_whole
    assert (compared.differ, compared.differing) == (1, (first,))
    ours, theirs = compared.counts["documents"]
    assert theirs == ours - 1


def test_a_damaged_text_is_not_carried(source: LocalIndex, target: Target) -> None:
    execute(source, "UPDATE passages SET text = 'Owls sleep.' WHERE text LIKE 'Owls hunt%'")

    with pytest.raises(LedgerDamaged, match="owls"):
        target.take(source)


def test_a_target_with_other_documents_is_refused(
    source: LocalIndex, target: Target, tmp_path: Path
) -> None:
    other = open_toy_index(tmp_path / "target")
    list(other.add([Document("cranes", "Cranes", "cranes.txt", "Cranes dance.")]))

    with pytest.raises(MigrationRefused, match="the target holds cranes, which is not in"):
        target.take(source)


def test_a_source_with_uploads_that_wait_is_refused(tmp_path: Path, target: Target) -> None:
    restore(LEDGERS / f"format-{FORMAT}.zip", tmp_path / "waits", with_removed=False)

    with pytest.raises(MigrationRefused, match="has 1 upload to be read"):
        target.take(open_toy_index(tmp_path / "waits"))


def test_a_source_of_another_model_is_refused(source: LocalIndex, tmp_path: Path) -> None:
    with pytest.raises(IndexMismatch, match="made with words@toy, and the model is others@toy"):
        Target.in_folder(tmp_path / "others", WordEmbedder("others")).take(source)
