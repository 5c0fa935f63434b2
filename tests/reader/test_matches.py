"""Which tokens of two texts stand in both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reader.matches import KINDS, matches

ABSENT, ALONE, BEHIND, BEFORE, BOTH = range(1, 6)
OTHER = 5  # is added for the second text


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ("a b", "c d", [ABSENT, ABSENT]),
        ("a x", "y a", [ALONE, ABSENT]),
        ("a b c", "z a b c", [BEFORE, BOTH, BEHIND]),
        ("a b", "b a", [ALONE, ALONE]),
        ("a b a", "a b", [BEFORE, BEHIND, ALONE]),
        ("a", "", [ABSENT]),
        ("", "a", []),
    ],
)
def test_a_token_of_the_first_text(first: str, second: str, kinds: list[int]) -> None:
    one, other = [*map(ord, first.split())], [*map(ord, second.split())]
    begin = len(one) + 2
    found = matches([0, *one, 1, *other, 1], (1, 1 + len(one)), (begin, begin + len(other)))

    assert list(found[1 : 1 + len(one)]) == kinds


@given(st.lists(st.integers(5, 9)), st.lists(st.integers(5, 9)))
def test_both_texts_are_told_in_the_same_way(one: list[int], other: list[int]) -> None:
    """Turned round, each token has the same kind, as one of the other text; marks have none."""

    def told(first: list[int], second: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        ids, begin = [0, *first, 1, *second, 1], len(first) + 2
        end = begin + len(second)
        found = matches(ids, (1, begin - 1), (begin, end))
        assert found[0] == found[begin - 1] == found[end] == 0
        assert all(0 <= kind < KINDS for kind in found)
        return found[1 : begin - 1], found[begin:end]

    first, second = told(one, other)
    assert told(other, one) == (
        tuple(kind - OTHER for kind in second),
        tuple(kind + OTHER for kind in first),
    )
