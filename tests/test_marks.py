"""What somebody says of a quote is kept by that alone, and goes with its document."""

from dataclasses import replace
from pathlib import Path

import pytest
from bird_index import execute
from toys import open_toy_index, reading

from corpus import Document
from index import LocalIndex, Mark, MarkRejected, back_up, every_mark, restore
from index.errors import LedgerDamaged, QuotaReached
from index.types import Verdict

TEXT = "Owls hunt at night. They were counted in 1871. Nobody counts them in winter."
OWLS = Document("owls", "On owls", "owls.txt", TEXT)
COUNTED = "They were counted in 1871."


def mark(
    index: LocalIndex,
    words: str = COUNTED,
    verdict: Verdict = "answers",
    question: str = "When were owls counted?",
) -> Mark:
    info = reading(index).info("owls")
    start = TEXT.index(words)
    kept = index.mark(
        Mark(question, question, "owls", info.version, start, start + len(words), 0.8125, verdict)
    )
    assert kept is not None
    return kept


@pytest.fixture
def owls(index: LocalIndex) -> LocalIndex:
    list(index.add([OWLS]))
    return index


def test_a_mark_is_listed_as_it_was_given_and_changes_no_state(owls: LocalIndex) -> None:
    before = reading(owls).state()
    kept = mark(owls)

    assert reading(owls).marks() == [kept]
    assert (kept.verdict, kept.confidence, kept.searched) == (
        "answers",
        0.8125,
        "When were owls counted?",
    )
    assert TEXT[kept.start : kept.end] == COUNTED
    assert kept.created
    assert reading(owls).state() == before, "answers that were given stay good"
    assert list(owls.findings()) == []


def test_a_second_thought_takes_the_place_of_the_first(owls: LocalIndex) -> None:
    first, second = mark(owls), mark(owls, verdict="does_not_answer")

    assert second.id == first.id
    assert [m.verdict for m in reading(owls).marks()] == ["does_not_answer"]
    mark(owls, question="Who counted owls?")
    assert reading(owls).mark_count() == 2


def test_marks_come_page_by_page_the_oldest_first(owls: LocalIndex) -> None:
    kept = [mark(owls, question=f"When was owl {n} counted?") for n in range(5)]

    assert reading(owls).marks(first=1, limit=2) == kept[1:3]
    with owls.reader() as reader:
        assert list(every_mark(reader)) == kept


def test_marks_are_taken_back_and_leave_no_byte(owls: LocalIndex) -> None:
    kept = mark(owls, question="Where is the treasure buried?")
    other = mark(owls)

    assert owls.unmark([kept.id, "no such mark"]) == {kept.id}
    assert reading(owls).marks() == [other]
    files = [path.read_bytes() for path in owls.directory.glob("ledger.db*")]
    assert files
    assert b"treasure" not in b"".join(files)


@pytest.mark.parametrize("large", [False, True], ids=["rows", "tombstone"])
def test_a_mark_goes_with_its_document(owls: LocalIndex, large: bool) -> None:
    mark(owls, question="Where is the treasure buried?")
    if large:
        with owls._ledger.writing() as change:
            assert change.bury("owls")
    else:
        assert owls.delete("owls")

    assert reading(owls).marks() == []
    owls.purge()
    assert b"treasure" not in (owls.directory / "ledger.db").read_bytes()
    list(owls.add([OWLS]))
    assert reading(owls).marks() == [], "what comes back comes without them"


def test_a_mark_follows_its_words_into_a_new_version(owls: LocalIndex) -> None:
    kept, lost = mark(owls), mark(owls, "Owls hunt at night.")
    text = f"Birds of the marsh. {COUNTED} Owls hunt. Owls sleep."
    list(owls.add([replace(OWLS, text=text)]))
    moved, stayed = reading(owls).marks()

    assert text[moved.start : moved.end] == COUNTED
    assert moved.version == reading(owls).info("owls").version
    assert (moved.id, moved.created) == (kept.id, kept.created)
    assert stayed == lost, "its words are not there any more"
    list(owls.add([OWLS]))
    assert [m.version for m in reading(owls).marks()] == [OWLS.version] * 2
    list(owls.rebuild())
    assert [m.start for m in reading(owls).marks()] == [kept.start, lost.start]
    assert list(owls.findings()) == []


def test_words_that_stand_twice_in_a_new_version_are_not_guessed_at(owls: LocalIndex) -> None:
    kept = mark(owls)
    list(owls.add([replace(OWLS, text=f"{COUNTED} {COUNTED}")]))

    assert reading(owls).marks() == [kept]


def test_what_is_not_in_the_document_cannot_be_marked(owls: LocalIndex) -> None:
    kept = mark(owls)

    assert owls.mark(replace(kept, document_id="wrens")) is None
    with pytest.raises(MarkRejected, match="ask again"):
        owls.mark(replace(kept, version="0" * 64))
    for start, end in ((5, 5), (-1, 4), (0, len(TEXT) + 1)):
        with pytest.raises(MarkRejected, match=f"has {len(TEXT)} characters"):
            owls.mark(replace(kept, start=start, end=end))
    assert reading(owls).marks() == [kept]


def test_there_are_not_more_marks_than_may_be(
    owls: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ledger.mark_rows.MOST", 1)
    mark(owls)
    mark(owls, verdict="does_not_answer")

    with pytest.raises(QuotaReached, match="1 marks already"):
        mark(owls, question="Who counted owls?")


def test_a_backup_holds_marks_and_brings_none_of_what_was_removed(
    owls: LocalIndex, tmp_path: Path
) -> None:
    kept = mark(owls)
    back_up(owls.directory, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "again", with_removed=False)
    assert reading(open_toy_index(tmp_path / "again")).marks() == [kept]
    owls.delete("owls")
    restore(tmp_path / "backup", owls.directory, with_removed=False)
    assert reading(owls).marks() == []
    restore(tmp_path / "backup", owls.directory, with_removed=True)
    assert reading(owls).marks() == [kept]


def test_a_damaged_mark_is_told_with_its_remedy_which_helps(owls: LocalIndex) -> None:
    kept = mark(owls)
    execute(owls, "UPDATE marks SET verdict = 'does_not_answer'")

    (finding,) = owls.findings()
    assert f"pincite marks remove {kept.id}" in finding
    with pytest.raises(LedgerDamaged, match=kept.id):
        reading(owls).marks()
    assert reading(owls).mark_count() == 1
    assert owls.unmark_all() == 1
    assert list(owls.findings()) == []


def test_marks_of_no_document_are_found_and_go_with_a_rebuild(owls: LocalIndex) -> None:
    execute(owls, "INSERT INTO marks SELECT 1, 'a', '', '', 'x', '', 0, 1, 0, '', '', x''")

    assert any("marks of documents that no longer exist" in line for line in owls.findings())
    list(owls.rebuild())
    assert list(owls.findings()) == []
