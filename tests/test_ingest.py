"""From files to a collection: what is new is read, what is not is left alone."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from toys import WordEmbedder, reading

from corpus import Document, bundled, find_files
from index import AddResult, LocalIndex, NewDocument
from index.ingest.files import Outcome, ingest
from index.writing.progress import Watch, unwatched


class WatchingIndex(LocalIndex):
    """An index that remembers which documents it was given."""

    given: tuple[str, ...] = ()

    def add(
        self, documents: Iterable[Document | NewDocument], watch: Watch = unwatched
    ) -> Iterator[AddResult]:
        return super().add(self._watched(documents), watch)

    def _watched(
        self, documents: Iterable[Document | NewDocument]
    ) -> Iterator[Document | NewDocument]:
        for item in documents:
            document = item.document if isinstance(item, NewDocument) else item
            self.given += (document.source,)
            yield item


@pytest.fixture
def index(tmp_path: Path, embedder: WordEmbedder) -> WatchingIndex:
    return WatchingIndex(tmp_path / "collection", lambda: embedder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.txt").write_text("The heron stands in shallow water.")
    (folder / "b.md").write_text("# Owls\n\nNobody counts owls.")
    (folder / "c.txt").write_text("Wrens are small.")
    return folder


def take_in(folder: Path, index: LocalIndex) -> list[Outcome]:
    return list(ingest(find_files([folder]), index))


def statuses(outcomes: Iterable[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.label, outcome.status) for outcome in outcomes]


def test_outcomes_come_in_the_order_of_the_files(folder: Path, index: WatchingIndex) -> None:
    take_in(folder, index)
    (folder / "a1.txt").write_bytes(b"")
    (folder / "b.md").write_text("# Owls\n\nSomebody counts owls.")
    (folder / "d.txt").write_text("Cranes dance.")

    assert statuses(take_in(folder, index)) == [
        ("notes/a.txt", "unchanged"),
        ("notes/a1.txt", "refused"),
        ("notes/b.md", "updated"),
        ("notes/c.txt", "unchanged"),
        ("notes/d.txt", "added"),
    ]


def test_new_files_are_added_in_order(folder: Path, index: WatchingIndex) -> None:
    outcomes = take_in(folder, index)

    assert statuses(outcomes) == [(f"notes/{name}", "added") for name in ("a.txt", "b.md", "c.txt")]
    assert [outcome.document for outcome in outcomes] == [
        reading(index).info(outcome.document.id) for outcome in outcomes if outcome.document
    ]


def test_an_unchanged_file_is_neither_read_nor_embedded_again(
    folder: Path, index: WatchingIndex, embedder: WordEmbedder
) -> None:
    take_in(folder, index)
    before = (index.given, embedder.embedded)
    again = take_in(folder, index)

    assert {outcome.status for outcome in again} == {"unchanged"}
    assert all(outcome.embedded == 0 and outcome.document for outcome in again)
    assert (index.given, embedder.embedded) == before


def test_a_touched_file_with_the_same_bytes_is_unchanged(
    folder: Path, index: WatchingIndex
) -> None:
    take_in(folder, index)
    (folder / "a.txt").write_bytes((folder / "a.txt").read_bytes())

    assert {outcome.status for outcome in take_in(folder, index)} == {"unchanged"}


def test_a_changed_file_takes_the_place_of_its_former_version(
    folder: Path, index: WatchingIndex
) -> None:
    first, *_ = take_in(folder, index)
    (folder / "a.txt").write_text("The heron has flown.")
    second, *others = take_in(folder, index)

    assert first.document is not None
    assert second.document is not None
    assert (second.status, second.document.id) == ("updated", first.document.id)
    assert {outcome.status for outcome in others} == {"unchanged"}
    assert len(reading(index).documents()) == 3
    assert reading(index).document(first.document.id).text == "The heron has flown."


def test_only_the_passages_that_changed_are_embedded(tmp_path: Path, index: WatchingIndex) -> None:
    """Equal text is embedded once, ever: a long file with one new page costs one page."""
    folder = tmp_path / "long"
    folder.mkdir()
    parts = [f"Chapter {n}\n\n" + f"word{n} " * 50 for n in range(9)]
    (folder / "a.txt").write_text("\n\n\n".join(parts))
    (first,) = take_in(folder, index)
    parts[4] = "Chapter 4\n\n" + "other " * 50
    (folder / "a.txt").write_text("\n\n\n".join(parts))
    (second,) = take_in(folder, index)

    assert first.embedded >= 9
    assert 1 <= second.embedded <= 2


def test_a_refused_file_never_stops_the_others(folder: Path, index: WatchingIndex) -> None:
    (folder / "a1.txt").write_bytes(b"")
    (folder / "b1.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "b2.txt").write_text(" \n\f ")
    (folder / "d.txt").write_bytes(bytes(range(256)) * 9)
    outcomes = take_in(folder, index)
    refused = {outcome.label: outcome for outcome in outcomes if outcome.status == "refused"}

    assert len(reading(index).documents()) == 3
    assert refused.keys() == {f"notes/{name}.txt" for name in ("a1", "b1", "b2", "d")}
    assert all(outcome.reason and outcome.document is None for outcome in refused.values())


def test_every_file_has_exactly_one_outcome(folder: Path, index: WatchingIndex) -> None:
    take_in(folder, index)
    for number in range(150):  # more than are written at a time
        (folder / f"{number:03}.txt").write_text("" if number % 7 == 0 else f"Note {number}.")
    labels = [outcome.label for outcome in take_in(folder, index)]

    assert labels == [found.source.label for found in find_files([folder])]


def test_a_file_that_vanishes_meanwhile_is_refused(folder: Path, index: WatchingIndex) -> None:
    """Folders change while they are read; the listing is no promise."""
    files = list(find_files([folder]))
    (folder / "b.md").unlink()
    outcomes = {outcome.label: outcome for outcome in ingest(files, index)}

    assert outcomes["notes/b.md"].status == "refused"
    assert "no such file" in outcomes["notes/b.md"].reason
    assert len(reading(index).documents()) == 2


def test_a_document_that_became_unreadable_keeps_its_former_version(
    folder: Path, index: WatchingIndex
) -> None:
    take_in(folder, index)
    (folder / "a.txt").write_bytes(b"%PDF-1.7 overwritten by mistake")
    outcomes = take_in(folder, index)

    assert dict(statuses(outcomes))["notes/a.txt"] == "refused"
    assert "heron" in "".join(
        reading(index).document(i.id).text for i in reading(index).documents()
    )


def test_nothing_to_take_in_changes_nothing(index: WatchingIndex) -> None:
    assert list(ingest([], index)) == []
    assert reading(index).state().number == 0


def test_the_bundled_article_is_taken_in_whole(index: WatchingIndex) -> None:
    (outcome,) = ingest(bundled(), index)

    assert outcome.status == "added"
    assert outcome.document is not None
    assert outcome.document.characters > 15_000
    assert outcome.document.author
