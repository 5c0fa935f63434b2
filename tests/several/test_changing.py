"""Collections that are created, renamed, removed, restored and erased."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from several_collections import add, descriptors, fill, several
from toys import WordEmbedder

from index import ALL_CHANGES, ChangeQuery, LocalIndex
from index.errors import CollectionGone, IndexFault
from qa.answering.question import Request
from qa.errors import (
    CollectionExists,
    CollectionInUse,
    CollectionKept,
    ConfigError,
    KeysUnusable,
    UnknownCollection,
)
from qa.service.collections import Collections
from qa.service.data_folder import KEPT_DAYS, DataFolder
from qa.service.key_store import KeyStore
from qa.service.service import Service

NOTES = {"birds": "The heron stands in water.", "fish": "The carp swims in ponds."}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    fill(tmp_path, NOTES)
    return tmp_path


def words(service: Service) -> list[str]:
    with service.index.reader() as reader:
        documents = [reader.document(one) for one in reader.ids()]
    return [one.text for one in documents if one is not None]


def words_of(collections: Collections, name: str) -> list[str]:
    with collections.visit(name) as service:
        return words(service)


def words_or_error(service: Service) -> list[str] | Exception:
    try:
        return words(service)
    except IndexFault as exc:
        return exc


def test_one_is_created_and_filled(data: Path) -> None:
    with several(data) as collections:
        made = collections.create("mammals")

        assert (made.name, made.documents) == ("mammals", 0)
        assert "mammals" in collections.names()
        add(data / "mammals", "otter.txt", "The otter eats fish.")
        assert words_of(collections, "mammals") == ["The otter eats fish."]
        assert collections.summary("mammals").documents == 1


@pytest.mark.parametrize("name", ["birds", "Birds", "BIRDS", "main"])
def test_a_name_is_given_once(data: Path, name: str) -> None:
    with several(data) as collections:
        with pytest.raises(CollectionExists, match="choose another name"):
            collections.create(name)
        with pytest.raises(CollectionExists):
            collections.rename("fish", name)
        assert words_of(collections, "birds") == [NOTES["birds"]]
        assert words_of(collections, "fish") == [NOTES["fish"]]


@pytest.mark.parametrize(
    "name", ["..", ".", ".bin", "", "a/b", "../x", "%2e%2e", "é", "a" * 65, "-", "a b", "a\n"]
)
def test_what_is_no_name_is_given_to_none(data: Path, name: str) -> None:
    before = sorted(data.rglob("*"))
    with several(data) as collections:
        with pytest.raises(ConfigError, match="is not a name"):
            collections.create(name)
        with pytest.raises(ConfigError, match="is not a name"):
            collections.rename("fish", name)
        removed = collections.remove("fish")
        if name:
            with pytest.raises(ConfigError, match="is not a name"):
                collections.restore(removed.id, name)
        collections.restore(removed.id)
    folders = {path.name for path in data.iterdir() if path.is_dir()}
    assert folders == {"birds", "fish", "main", ".bin"}
    assert before


def test_of_many_who_create_the_same_one_does(data: Path) -> None:
    together = threading.Barrier(8)

    def create(collections: Collections) -> str:
        together.wait(60)
        try:
            return collections.create("mammals").name
        except (CollectionExists, CollectionInUse):
            return ""

    with several(data) as collections, ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: create(collections), range(8)))

    assert sorted(made)[-2:] == ["", "mammals"]


def test_one_is_renamed_with_all_that_it_holds(data: Path) -> None:
    with several(data) as collections:
        assert words_of(collections, "birds") == [NOTES["birds"]]
        renamed = collections.rename("birds", "herons")

        assert (renamed.name, renamed.documents) == ("herons", 1)
        assert collections.names() == ["fish", "herons", "main"]
        assert words_of(collections, "herons") == [NOTES["birds"]]
        with pytest.raises(UnknownCollection), collections.visit("birds"):
            pass


def test_one_whose_keys_cannot_change_stays_where_it_is(data: Path) -> None:
    """Or they would open another one that gets its name."""
    folder = DataFolder(data)
    (data / "keys.db").write_bytes(b"no database" * 100)
    with pytest.raises(KeysUnusable, match="cannot be used"):
        folder.rename("birds", "fowl")
    with pytest.raises(KeysUnusable, match="cannot be used"):
        folder.remove("birds")

    assert (folder.names(), folder.removed()) == (["birds", "fish"], [])


def test_case_alone_may_change(data: Path) -> None:
    with several(data) as collections:
        assert collections.rename("birds", "Birds").documents == 1
        assert collections.names() == ["Birds", "fish", "main"]


def test_what_is_removed_is_restored(data: Path) -> None:
    with several(data) as collections:
        assert words_of(collections, "birds") == [NOTES["birds"]]
        removed = collections.remove("birds")

        assert removed.name == "birds"
        assert collections.removed() == [removed]
        days = datetime.fromisoformat(removed.erased) - datetime.fromisoformat(removed.removed)
        assert days == timedelta(days=KEPT_DAYS)
        assert collections.names() == ["fish", "main"]
        with pytest.raises(UnknownCollection), collections.visit("birds"):
            pass
        assert collections.restore(removed.id).documents == 1
        assert collections.removed() == []
        assert words_of(collections, "birds") == [NOTES["birds"]]


def test_what_is_removed_waits_beside_what_takes_its_name(data: Path) -> None:
    with several(data) as collections:
        removed = collections.remove("birds")
        collections.create("birds")
        assert words_of(collections, "birds") == []

        with pytest.raises(CollectionExists):
            collections.restore(removed.id)
        assert collections.removed() == [removed]
        assert collections.restore(removed.id, "herons").name == "herons"
        assert words_of(collections, "herons") == [NOTES["birds"]]
        assert words_of(collections, "birds") == []


def test_what_is_erased_is_gone_and_its_line_is_left(data: Path) -> None:
    with several(data) as collections:
        removed = collections.remove("birds", "ann")
        collections.erase(removed.id, "bo")

        assert collections.removed() == []
        assert [path for path in data.rglob("*") if "birds" in path.name] == []
        lines = KeyStore(data).changes(ALL_CHANGES, None, -1)
        assert [(line.who, line.what, line.subject) for line in lines] == [
            ("bo", "collection_erased", "birds"),
            ("ann", "collection_removed", "birds"),
        ]
        for removed_id in (removed.id, "birds", "..", "../fish", "fish", ""):
            with pytest.raises(UnknownCollection):
                collections.erase(removed_id)
            with pytest.raises(UnknownCollection):
                collections.restore(removed_id)
        assert words_of(collections, "fish") == [NOTES["fish"]]


def test_the_bin_is_emptied_of_what_is_old(data: Path) -> None:
    folder = DataFolder(data)
    old, new = folder.remove("birds"), folder.remove("fish")
    long_ago = datetime.now(UTC) - timedelta(days=KEPT_DAYS, seconds=1)
    older = data / ".bin" / f"birds-{long_ago.strftime('%Y%m%dT%H%M%S%fZ')}"
    (data / ".bin" / old.id).rename(older)
    (data / ".bin" / "crashed-20260101T000000000000Z.erasing").mkdir()
    (data / ".bin" / "what is this").mkdir()

    assert [one.name for one in folder.by("ann").sweep()] == ["birds"]
    (erased,) = KeyStore(data).changes(ChangeQuery(what="collection_erased"), None, -1)
    assert (erased.subject, erased.who) == ("birds", ""), "time did it, and not who looked"
    assert folder.removed() == [new]
    assert {path.name for path in (data / ".bin").iterdir()} == {new.id, "what is this"}


def test_the_default_one_stays(data: Path) -> None:
    with several(data) as collections:
        for change in (
            lambda: collections.remove("main"),
            lambda: collections.rename("main", "first"),
        ):
            with pytest.raises(CollectionKept, match="PINCITE_COLLECTION"):
                change()
        assert words_of(collections, "main") == []


def test_where_the_settings_name_them_none_is_made(data: Path) -> None:
    with several(data, only=("fish",)) as collections:
        assert not collections.may_change
        with pytest.raises(CollectionKept, match="PINCITE_COLLECTIONS"):
            collections.create("mammals")
        with pytest.raises(CollectionKept):
            collections.rename("fish", "carps")
        with pytest.raises(UnknownCollection):
            collections.remove("birds")


def test_what_another_process_has_open_is_not_moved(data: Path) -> None:
    """Another opening of the same folder stands for another process: locks make no difference."""
    other = LocalIndex(data / "birds", WordEmbedder)
    with several(data) as collections:
        with collections.visit("birds") as birds:
            for change in (
                lambda: collections.remove("birds"),
                lambda: collections.rename("birds", "herons"),
                lambda: DataFolder(data).remove("birds"),
            ):
                with pytest.raises(CollectionInUse, match="another process"):
                    change()
            assert words(birds) == [NOTES["birds"]], "it goes on as if nothing had been asked"
        other.end()
        assert collections.remove("birds").name == "birds"


def test_what_is_being_moved_is_not_opened(data: Path) -> None:
    from index.ledger.lock import alone_moving

    with alone_moving(data / "birds") as mine:
        assert mine
        with pytest.raises(CollectionGone):
            LocalIndex(data / "birds", WordEmbedder)
    LocalIndex(data / "birds", WordEmbedder).end()


def test_who_uses_what_is_removed_gets_a_clear_error_and_never_other_words(data: Path) -> None:
    with several(data) as collections, collections.visit("birds") as birds:
        stages = birds.answer_cache.stages(Request("Where does the heron stand?"))
        collections.remove("birds")
        add(data / "birds", "note.txt", "Another collection: the heron stands on a chimney.")

        with pytest.raises(CollectionGone):
            list(stages)
        for use in (
            lambda: words(birds),
            lambda: birds.answerer.search("heron", 5),
            lambda: birds.map.record(),
            lambda: birds.suggestions.get(),
            lambda: birds.index.jobs.all(),
            lambda: birds.index.delete("x"),
        ):
            with pytest.raises(CollectionGone):
                use()
        assert "chimney" in words_of(collections, "birds")[0]


def test_who_watches_uploads_of_what_is_removed_is_told_why(data: Path) -> None:
    with several(data) as collections, collections.visit("birds") as birds:
        jobs = birds.index.jobs
        watched = birds.worker.watch(jobs.all, for_ever=True)
        with ThreadPoolExecutor(1) as threads:
            removing = threads.submit(collections.remove, "birds")
            with pytest.raises(CollectionGone):
                list(watched)
            assert removing.result(60).name == "birds"


def test_it_waits_for_whoever_reads_before_it_is_moved(data: Path) -> None:
    """SQLite removes a log by its name, at the last connection: it would be the new one's."""
    with (
        several(data) as collections,
        ThreadPoolExecutor(2) as threads,
        collections.visit("birds") as birds,
    ):
        with birds.index.reader() as reader:
            removing = threads.submit(collections.remove, "birds")
            while isinstance(read := threads.submit(words_or_error, birds).result(60), list):
                assert read == [NOTES["birds"]], "until it is being removed"
            assert isinstance(read, CollectionGone)
            with pytest.raises(TimeoutError):
                removing.result(2)  # seconds; without anybody who reads it takes none
            assert (data / "birds" / "ledger.db").exists()
            assert reader.document_count() == 1, "whoever reads it reads on"
        assert removing.result(60).name == "birds"
        assert not (data / "birds").exists()


def test_nothing_is_left_of_many_that_came_and_went(data: Path) -> None:
    with several(data, idle=0.0) as collections:
        collections.let_go_of_idle()
        before = descriptors(), threading.active_count()
        for number in range(5):
            name = f"passing-{number}"
            collections.create(name)
            add(data / name, "note.txt", "The tern dives.")
            assert words_of(collections, name) == ["The tern dives."]
            collections.rename(name, f"{name}-on")
            assert words_of(collections, f"{name}-on") == ["The tern dives."]
            collections.erase(collections.remove(f"{name}-on").id)
        for thread in threading.enumerate():
            if thread.name == "opening":
                thread.join(60)
        assert descriptors() <= before[0]
        assert threading.active_count() <= before[1]
        assert collections.names() == ["birds", "fish", "main"]
