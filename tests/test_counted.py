"""Numbers of things in words."""

import pytest

from index.counted import counted


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, "0 passages"), (1, "1 passage"), (2, "2 passages"), (1234, "1,234 passages")],
)
def test_one_is_singular_and_all_else_plural(number: int, told: str) -> None:
    assert counted(number, "passage") == told
