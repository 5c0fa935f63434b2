"""`docs/reliability.md` names tests that exist, and says of the rest why there is none."""

import ast
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "reliability.md"
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


@cache
def names_in(file: str) -> frozenset[str]:
    trees = [ast.parse(path.read_text("utf-8")) for path in TESTS.rglob(file)]
    return frozenset(
        node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)
    )


def rows() -> list[list[str]]:
    """Return the cells of every row that is neither a head nor the line under it."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if not line.startswith("| What happens ")
    ]


def test_every_test_that_is_named_exists() -> None:
    named = NAMED.findall(PAGE.read_text("utf-8"))

    assert len(named) > 150
    assert [f"{file}::{name}" for file, name in named if name not in names_in(file)] == []


def test_every_row_names_a_test_or_says_why_there_is_none() -> None:
    assert rows()
    for row in rows():
        what, must_hold, shown = row
        assert what
        assert must_hold
        if not shown:
            assert must_hold.startswith(("Not covered: ", "Explained as ")), what
        else:
            assert NAMED.search(shown), what
