"""Collections are opened when they are asked for, once, and let go of when they are idle."""

import gc
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from several_collections import descriptors, fill, several
from toys import WordEmbedder

from index import Alert, LocalIndex
from index.errors import CollectionGone, IndexFault
from qa.answering.question import Request
from qa.errors import UnknownCollection
from qa.service.collections import Collections
from qa.service.service import Service

NOTES = {"birds": "The heron stands in water.", "fish": "The carp swims in ponds."}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    fill(tmp_path, NOTES)
    return tmp_path


def quotes(service: Service, question: str) -> list[str]:
    *_, answer = service.answer_cache.stages(Request(question))
    return [citation.quote for citation in answer.citations]  # type: ignore[union-attr]


def open_names(collections: Collections) -> list[str]:
    return sorted(one.config.collection for one in collections._open.services())


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60  # only what leaks takes as long
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def wait_until_open(service: Service) -> None:
    for thread in threading.enumerate():
        if thread.name == "opening":
            thread.join(60)
    assert service.state != "loading"


def test_nothing_is_opened_before_it_is_asked_for(data: Path) -> None:
    with several(data) as collections:
        assert collections.names() == ["birds", "fish", "main"]
        assert [(one.name, one.documents) for one in collections.summaries()] == [
            ("birds", 1), ("fish", 1), ("main", 0),
        ]  # fmt: skip
        assert open_names(collections) == ["main"]
        with collections.visit("birds") as birds:
            assert quotes(birds, "Where does the heron stand?") == [NOTES["birds"]]
        assert open_names(collections) == ["birds", "main"]


def test_twenty_who_come_at_once_open_it_once(data: Path) -> None:
    opened: list[str] = []
    together = threading.Barrier(20)

    def ask(collections: Collections, number: int) -> Service:
        together.wait(60)
        with collections.visit("birds" if number % 2 else "fish") as service:
            return service

    with (
        several(data, opened=lambda one: opened.append(one.config.collection)) as collections,
        ThreadPoolExecutor(20) as threads,
    ):
        found = list(threads.map(lambda number: ask(collections, number), range(20)))

    assert sorted(opened) == ["birds", "fish"]
    assert len({id(service) for service in found}) == 2


def test_one_that_opens_slowly_holds_up_no_other(data: Path) -> None:
    opening, go = threading.Event(), threading.Event()

    def opened(service: Service) -> None:
        if service.config.collection == "birds":
            opening.set()
            assert go.wait(60)

    with several(data, opened=opened) as collections, ThreadPoolExecutor(1) as threads:
        visit = collections.visit("birds")
        slow = threads.submit(visit.__enter__)
        assert opening.wait(60)
        with collections.visit("fish") as fish:
            assert quotes(fish, "Where does the carp swim?") == [NOTES["fish"]]
        assert not slow.done()
        go.set()
        slow.result(60)
        visit.__exit__(None, None, None)


def test_what_is_wrong_with_one_is_its_own(data: Path) -> None:
    ledger = data / "birds" / "ledger.db"
    whole = ledger.read_bytes()
    ledger.write_bytes(b"not a ledger" * 100)

    with several(data) as collections:
        for _ in range(2):
            with pytest.raises(IndexFault), collections.visit("birds"):
                pass
        with collections.visit("fish") as fish:
            assert quotes(fish, "Where does the carp swim?") == [NOTES["fish"]]
        birds, *others = collections.summaries()
        assert (birds.fault, birds.documents) == (IndexFault.public, 0)
        assert not any(one.fault for one in others)
        ledger.write_bytes(whole)
        with collections.visit("birds") as service:
            assert quotes(service, "Where does the heron stand?") == [NOTES["birds"]]


def test_one_of_another_model_is_refused_alone(data: Path) -> None:
    index = LocalIndex(data / "birds", lambda: WordEmbedder("other"))
    assert list(index.rebuild())
    index.end()

    with several(data) as collections:
        with collections.visit("birds") as birds:
            wait_until_open(birds)
            assert birds.state == "failed"
            with pytest.raises(IndexFault, match="other@toy"):
                quotes(birds, "Where does the heron stand?")
        with collections.visit("fish") as fish:
            assert quotes(fish, "Where does the carp swim?") == [NOTES["fish"]]


def test_an_idle_one_is_let_go_of_and_opened_again(data: Path) -> None:
    with several(data, idle=0.0) as collections:
        with collections.visit("fish") as fish:
            wait_until_open(fish)
        collections.let_go_of_idle()
        gc.collect()  # what other tests left open would close meanwhile
        before = descriptors(), threading.active_count()
        for _ in range(3):
            with collections.visit("birds") as birds:
                wait_until_open(birds)
                assert quotes(birds, "Where does the heron stand?") == [NOTES["birds"]]
                assert descriptors() > before[0]
                collections.let_go_of_idle()
                assert open_names(collections) == ["birds", "main"], "it is being used"
            collections.let_go_of_idle()
            assert open_names(collections) == ["main"]
            # What others lend for a while, such as a connection of `main`, they give back.
            until(lambda: descriptors() <= before[0] and threading.active_count() <= before[1])
            with pytest.raises(CollectionGone):
                quotes(birds, "Who uses it after it was let go of?")


def test_the_default_one_stays_open(data: Path) -> None:
    with several(data, idle=0.0) as collections:
        collections.let_go_of_idle()
        with collections.visit() as main:
            assert main is collections.default
            with main.index.reader() as reader:
                assert reader.document_count() == 0


def test_one_with_alerts_goes_on_in_little_memory(data: Path) -> None:
    index = LocalIndex(data / "birds", WordEmbedder)
    index.add_alert(Alert("question", "Where does the heron stand?"))
    index.end()

    with several(data, idle=0.0) as collections:
        collections._wake()
        assert open_names(collections) == ["birds", "main"], "its alerts are to be asked"
        with collections.visit("birds") as birds:
            wait_until_open(birds)
            assert quotes(birds, "Where does the heron stand?") == [NOTES["birds"]]
        collections.let_go_of_idle()
        assert open_names(collections) == ["birds", "main"]
        assert birds.index._vectors._view is None  # type: ignore[attr-defined]
        with collections.visit("birds") as birds:
            assert quotes(birds, "Where does the heron stand?") == [NOTES["birds"]]


def test_what_is_uploaded_is_read_before_it_is_let_go_of(data: Path) -> None:
    with several(data, idle=0.0) as collections:
        with collections.visit("birds") as birds:
            wait_until_open(birds)
            birds.worker.stop()
            submit(birds)
        collections.let_go_of_idle()
        assert open_names(collections) == ["birds", "main"], "an upload waits"

    with several(data, idle=0.0) as collections:
        collections._wake()
        with collections.visit("birds") as birds:
            (job,) = birds.index.jobs.all()
            done = birds.worker.wait_for(job.id, 60)
        assert done is not None
        assert done.state == "ready"


@pytest.mark.parametrize(
    "name",
    [
        *("cats", "Birds", "BIRDS", "..", ".", ".bin", ".models", "birds/", "birds/../fish", " "),
        *("ｂirds", "birds\0", "é", "a" * 65, "vectors", "birds/vectors", "birds ", "--", "-"),
    ],
)
def test_no_other_name_leads_anywhere(data: Path, name: str) -> None:
    (data / ".bin").mkdir()
    with several(data) as collections:
        with pytest.raises(UnknownCollection), collections.visit(name):
            pass
        with pytest.raises(UnknownCollection):
            collections.summary(name)
        assert open_names(collections) == ["main"]
    assert not (data / "cats").exists()


def test_settings_may_name_those_that_are_served(data: Path) -> None:
    with several(data, only=("fish",)) as collections:
        assert collections.names() == ["fish", "main"]
        with pytest.raises(UnknownCollection), collections.visit("birds"):
            pass


def submit(service: Service) -> None:
    from hashlib import sha256

    from corpus import Source
    from index import Limits

    data = b"Terns dive for fish."
    source = Source("upload:terns.txt", "terns.txt")
    service.index.jobs.submit(source, data, sha256(data).hexdigest(), Limits())
