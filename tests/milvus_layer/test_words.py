"""Searching Milvus by words: our stems, scored as FTS5 scores them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from milvus_passages import Layer, ids, new_passages, query
from milvus_servers import named_server
from toys import open_toy_index

from corpus import Document
from index.milvus.rows import Stems
from index.milvus.schema import LIMIT

BIRDS = ["The heron waits by night.", "A night heron catches fish.", "Owls hunt at night."]


@pytest.fixture(params=["lite", *(["named"] if named_server() else [])])
def kind(request: pytest.FixtureRequest) -> str:
    """A Milvus that may have words; 2.3.5 has none."""
    return str(request.param)


@pytest.fixture
def words(layer: Layer) -> Layer:
    """A collection of a Milvus that has words."""
    if not layer.passages.has_words:
        pytest.skip("this Milvus is older than 2.5")
    return layer


def test_words_are_scored_as_the_local_index_scores_them(words: Layer, tmp_path: Path) -> None:
    texts = [f"{'heron ' * (n % 4)}bird {n % 7} by {'night ' * (n % 3)}fish {n}" for n in range(60)]
    index = open_toy_index(tmp_path)
    documents = [Document(str(n), "Birds of the night", "", text) for n, text in enumerate(texts)]
    list(index.add(documents))
    passages = [p for text in texts for p in new_passages([text], "Birds of the night")]
    for epoch, new in enumerate(passages, start=1):
        words.write(epoch, [new])
    rows = ["heron", "night", "bird 3", "fish", "41"]

    with index.reader() as reader:
        local = reader._moment.search_words(rows, 60)
    found = words.reader().best(query(passages, *rows), 60)

    assert [score for _, score in found] == pytest.approx([score for _, score in local])
    assert {key // 2**20 for key, _ in found[:20]} == {key for key, _ in local[:20]}


def test_a_row_of_stems_scores_only_where_they_follow_one_another(words: Layer) -> None:
    passages = new_passages(BIRDS)
    words.write(1, passages)

    found = words.reader().best(query(passages, "night heron"), 10)

    assert [key for key, _ in found] == ids(1, 1)


def test_every_passage_with_a_row_of_stems_is_found_once(words: Layer) -> None:
    passages = new_passages(BIRDS, over="Night birds")
    words.write(1, passages)
    words.write(2, new_passages(BIRDS))
    reader = words.reader()

    found = list(reader.matching(["night heron", "heron", "heron"]))
    within = dict(reader.matching(["night"], [1]))

    assert sorted(key for key, _ in found) == [*ids(1, 0, 1), *ids(2, 0, 1)]
    assert sorted(within) == ids(1, 0, 1, 2)
    assert [within[key].in_text("night bird") for key in ids(1, 0, 1, 2)] == [False] * 3
    assert within[ids(1, 0)[0]].count("night bird") == 1, "it stands in a heading"


def test_more_passages_than_milvus_returns_at_once_are_all_found(words: Layer) -> None:
    passages = new_passages(["night"] * (LIMIT + 100))
    words.write(1, passages)

    found = [key for key, _ in words.reader().matching(["night"])]

    assert sorted(found) == ids(1, *range(LIMIT + 100))


WORD = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), min_size=1))
def test_stems_are_counted_where_they_follow_one_another(text: list[str], row: list[str]) -> None:
    joined = "".join(text)
    wanted = "".join(row)
    places = range(len(joined))

    assert Stems.of(text).count(" ".join(row)) == sum(
        joined[at:].startswith(wanted) for at in places
    )


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORD, min_size=1, max_size=5))
def test_whatever_a_word_is_of_it_is_found(words: Layer, some: list[str]) -> None:
    passages = new_passages([" ".join(some)])
    words.write(1, passages)
    stems = passages[0].stems

    found = dict(words.reader().matching(stems.text[:1]))

    assert found == ({ids(1, 0)[0]: stems} if stems.text else {})


def test_stems_that_do_not_fit_are_left_out_headings_first(words: Layer) -> None:
    """65,535 bytes is all that Milvus takes."""
    long = " ".join(f"bird{number}" for number in range(5000))
    (new,) = new_passages([f"first {long} last"], over=f"over {long}")
    words.write(1, [new])

    found = dict(words.reader().matching(["first"]))[ids(1, 0)[0]]

    assert found.text == new.stems.text
    assert 0 < len(found.over) < len(new.stems.over)
    assert found.over == new.stems.over[: len(found.over)]
    assert [key for key, _ in words.reader().matching(["last"])] == ids(1, 0)
