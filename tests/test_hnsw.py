"""Search by a graph: made beside all else, checked, and never in the way of the truth."""

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from toys import WordEmbedder, reading, to_ids, unit_rows, view_of
from waiting import until

from corpus import Document
from index import LocalIndex, Policy
from index.vectors.flat import Flat
from index.vectors.hnsw import Graph
from index.vectors.hnsw_builder import NEVER, HnswBuilder
from index.vectors.view import VectorView

EAGER = Policy(effort=50, rows=100, seconds=0)


def graph_over(rows: Flat, effort: int = 100) -> Graph:
    graph = Graph.over(rows, effort, lambda: False)
    assert graph is not None
    return graph


# Graphs -----------------------------------------------------------------------------


def test_a_graph_gives_the_scores_of_exact_search() -> None:
    view = view_of(range(7, 2_007), unit_rows(2_000, 32))
    walked = view.with_graph(graph_over(view.base))
    question = unit_rows(1, 32, seed=5)[0]

    assert walked.search(question, 10) == view.search(question, 10)


def test_recall_is_the_share_of_the_nearest_that_is_found() -> None:
    graph = graph_over(view_of(range(2_000), unit_rows(2_000, 32)).base)
    lost = np.arange(2_000) % 2 == 0
    search = graph.search
    half = graph.trying(100)
    half.search = lambda vector, k, without: search(vector, k, np.flatnonzero(lost))  # type: ignore[method-assign]

    assert graph.recall() > 0.95
    assert 0.3 < half.recall() < 0.7


def test_more_effort_finds_more() -> None:
    graph = graph_over(view_of(range(4_000), unit_rows(4_000, 64)).base, 20)

    assert graph.recall() < graph.trying(400).recall() > 0.99


def test_a_graph_leaves_out_what_is_gone_and_the_view_adds_what_came() -> None:
    rows = unit_rows(500, 32)
    view = view_of(range(500), rows)
    fresh = view_of([900], unit_rows(1, 32, seed=9)).base
    walked = VectorView(view.base, fresh, to_ids([17]), graph_over(view.base))

    found = {key for key, _ in walked.search(rows[17], 500)}
    assert 17 not in found
    assert 900 in found
    assert walked.search(rows[17], 3, to_ids([16, 17, 18]))[0][0] in {16, 18}


def test_a_graph_that_is_stopped_is_none() -> None:
    assert Graph.over(view_of(range(9), unit_rows(9)).base, 50, lambda: True) is None


# When one is made --------------------------------------------------------------------


def taking(policy: Policy, base: Flat, seconds: float, times: int = 9) -> list[Graph | None]:
    """Return the graphs that are made after some searches; None for one that is of no use."""
    taken: list[Graph | None] = []
    maker = HnswBuilder(policy, lambda _, graph: taken.append(graph))
    maker.start()
    for _ in range(times):
        maker.took(base, seconds)
    if maker._thread is not None:
        maker._thread.join()
    maker.stop()
    return taken


def test_a_graph_is_made_once_exact_search_is_slow_and_the_vectors_are_many() -> None:
    base, few = view_of(range(300), unit_rows(300)).base, view_of([1], unit_rows(1)).base
    policy = Policy(effort=50, rows=100, seconds=0.02)

    assert len(taking(policy, base, 0.03)) == 1
    assert taking(policy, base, 0.01) == []
    assert taking(policy, base, 0.03, times=8) == []
    assert taking(policy, few, 0.03) == []
    assert taking(NEVER, base, 0.03) == []


def test_nothing_is_made_before_it_is_started_nor_after_it_is_stopped() -> None:
    base = view_of(range(300), unit_rows(300)).base
    maker = HnswBuilder(EAGER, lambda *_: None)
    for _ in range(20):
        maker.took(base, 1)
    maker.start()
    maker.stop()
    for _ in range(20):
        maker.took(base, 1)

    assert maker._thread is None


def test_stopping_ends_a_graph_that_is_being_made() -> None:
    base = view_of(range(60_000), unit_rows(60_000)).base
    taken: list[Graph | None] = []
    maker = HnswBuilder(EAGER, lambda _, graph: taken.append(graph))
    maker.start()
    for _ in range(9):
        maker.took(base, 1)
    maker.stop()

    assert maker._thread is not None
    assert not maker._thread.is_alive()
    assert taken == []


def test_a_graph_that_finds_too_little_is_searched_harder() -> None:
    (graph,) = taking(
        Policy(effort=11, rows=100, seconds=0), view_of(range(3_000), unit_rows(3_000, 24)).base, 1
    )

    assert graph is not None
    assert graph.effort > 11


def test_a_graph_that_finds_too_little_is_not_used(caplog: pytest.LogCaptureFixture) -> None:
    base = view_of(range(6_000), unit_rows(6_000, 96)).base
    with caplog.at_level(logging.WARNING):
        taken = taking(Policy(effort=10, rows=100, seconds=0), base, 1)

    assert taken == [None]
    assert "it is not used" in caplog.text


# In a collection --------------------------------------------------------------------


@pytest.fixture
def many(tmp_path: Path, make_document: Callable[..., Document]) -> LocalIndex:
    """A collection of 300 short documents that makes its graph as soon as it may."""
    index = LocalIndex(tmp_path / "many", WordEmbedder, EAGER)
    words = [f"word{n} of {n % 17} and {n % 23} herons" for n in range(300)]
    list(index.add(make_document(text, f"{n}.txt") for n, text in enumerate(words)))
    index.checkpoint(always=True)
    return index


def ask(index: LocalIndex, text: str) -> list[tuple[str, int | None]]:
    found = reading(index).search(text, index.embedder.embed_question(text), 5)
    return [(hit.passage.text, hit.dense_rank) for hit in found]


def graphs(index: LocalIndex) -> list[Path]:
    return list((index.directory / "vectors").glob("gen-*/graph.faiss"))


def ask_until_walked(index: LocalIndex) -> None:
    index.warm()
    for _ in range(9):
        ask(index, "word7 herons")
    until(lambda: graphs(index))
    index.close()


def test_a_collection_that_is_slow_gets_a_graph_and_keeps_it(many: LocalIndex) -> None:
    before = ask(many, "word7 herons")
    ask_until_walked(many)
    again = LocalIndex(many.directory, WordEmbedder, EAGER)

    assert ask(many, "word7 herons") == ask(again, "word7 herons") == before
    assert again._vectors._view is not None
    assert again._vectors._view[1].graph is not None
    assert list(many.findings()) == []


def test_a_command_never_makes_a_graph(many: LocalIndex) -> None:
    for _ in range(20):
        ask(many, "word7 herons")

    assert many._vectors._maker._thread is None


def test_what_came_and_went_since_the_graph_was_made_is_true_at_once(
    many: LocalIndex, make_document: Callable[..., Document]
) -> None:
    ask_until_walked(many)
    gone = next(info for info in reading(many).documents() if info.source == "7.txt")
    many.delete(gone.id)
    list(many.add([make_document("quagga of the plains", "new.txt")]))

    assert ask(many, "quagga plains")[0] == ("quagga of the plains", 1)
    texts = [text for text, _ in ask(many, "word7 herons")]
    assert texts
    assert [text for text in texts if "word7 " in text] == []


def test_a_saved_graph_leaves_no_removed_vector_on_the_disk(many: LocalIndex) -> None:
    ask_until_walked(many)
    many.delete(next(info for info in reading(many).documents() if info.source == "7.txt").id)
    many.tidy()
    saved = LocalIndex(many.directory, WordEmbedder, EAGER)
    saved.warm()

    assert saved._vectors._view is not None
    assert len(saved._vectors._view[1].base) == reading(saved).passage_count() == 299


def test_doctor_tells_of_a_damaged_graph_and_search_does_without(
    many: LocalIndex, caplog: pytest.LogCaptureFixture
) -> None:
    ask_until_walked(many)
    (file,) = graphs(many)
    file.write_bytes(file.read_bytes()[:-5])
    again = LocalIndex(many.directory, WordEmbedder, EAGER)

    assert [text for text in again.findings() if "graph" in text and "serve" in text]
    with caplog.at_level(logging.WARNING):
        assert ask(again, "word7 herons")[0][0].startswith("word7 ")
    assert "is unusable" in caplog.text


def test_that_a_graph_is_of_no_use_is_kept_until_more_effort_is_allowed(
    many: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.hnsw_builder.LEAST_RECALL", 2)
    many.warm()
    for _ in range(9):
        ask(many, "word7 herons")
    until(lambda: many._vectors._fruitless is not None and many._vectors._saved.number)
    many.close()

    def begins(policy: Policy) -> bool:
        index = LocalIndex(many.directory, WordEmbedder, policy)
        index.warm()
        for _ in range(9):
            ask(index, "word7 herons")
        index.close()
        return index._vectors._maker._thread is not None

    assert not begins(EAGER)
    assert begins(Policy(EAGER.effort + 1, EAGER.rows, EAGER.seconds))
