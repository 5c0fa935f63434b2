"""What a service is made of: what it is given, and what it does with that."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from services import make_service
from toys import WordEmbedder, numbered

from index import LocalIndex
from qa.config import Config
from qa.wiring import open_index, shared_embedder


def test_collections_share_an_embedder_that_is_made_once(tmp_path: Path, model: Path) -> None:
    config = Config(data=tmp_path, model=str(model))
    embedder = shared_embedder(config)
    first, second = (open_index(config, name, embedder=embedder) for name in ("one", "two"))

    assert first.embedder is second.embedder


def test_threads_that_come_at_once_get_the_same_embedder(model: Path) -> None:
    embedder, start = shared_embedder(Config(model=str(model))), threading.Barrier(4)

    def get(_: int) -> int:
        start.wait()
        return id(embedder())

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(get, range(4)))) == 1


def test_a_service_of_another_model_than_its_collection_cannot_answer(tmp_path: Path) -> None:
    index = LocalIndex(tmp_path, WordEmbedder)
    service = make_service(index, state="loading")
    service.load()
    assert service.state == "ready"
    service.close()

    list(index.add([numbered("note")]))
    other = make_service(LocalIndex(tmp_path, lambda: WordEmbedder("others")), state="loading")
    other.load()
    assert other.state == "failed"
    other.close()
