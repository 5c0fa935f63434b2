"""No word of a user is ever part of what Milvus takes for a language: expressions hold integers."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from milvus_passages import DIMENSION, Layer, ids, new_passages, query

from index.milvus.client import Connection, Found
from index.milvus.expressions import all_of, holding, none_of, one_of, within
from index.milvus.schema import collection_name

INTEGER = r"-?\d+"
FIELD = r"(?:id|epoch|start|stop)"
LISTED = rf"{FIELD} in \[{INTEGER}(?:,{INTEGER})*\]"
COMPARED = rf"{FIELD} (?:<=|>=|<|>) {INTEGER}"
PART = rf"(?:{LISTED}|{COMPARED})"
HARMLESS = re.compile(rf"(?:{PART}(?: and {PART})*)?")

HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["1] or id > 0 or id in [1", '" or ""=="', "epoch >= 0", "\\", "'", "%", "{id}", "1 or 1"]
    ),
)
"""What somebody may write in a question, a document, or where a number is expected."""


class Overheard(Connection):
    """A connection that notes every expression."""

    expressions: list[str]

    def search(
        self,
        name: str,
        field: str,
        query: Any,
        k: int,
        expression: str = "",
        output: Sequence[str] = (),
        stamp: int = 0,
    ) -> list[Found]:
        self.expressions.append(expression)
        return super().search(name, field, query, k, expression, output, stamp)

    def query(
        self, name: str, expression: str, output: Sequence[str], limit: int, stamp: int = 0
    ) -> list[dict[str, Any]]:
        self.expressions.append(expression)
        return super().query(name, expression, output, limit, stamp)

    def delete(self, name: str, expression: str) -> None:
        self.expressions.append(expression)
        super().delete(name, expression)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE, HOSTILE, HOSTILE)
def test_whatever_users_write_expressions_hold_integers(
    connection: Connection, layer: Layer, text: str, title: str, asked: str
) -> None:
    overheard = Overheard(connection.address)
    overheard.expressions = []
    own = Layer(overheard, layer.name, DIMENSION)
    passages = new_passages([text, "A heron."], title, document=title)
    own.write(1, passages)
    reader = own.reader()
    question = query(passages, *new_passages([asked])[0].stems.text, "heron")

    reader.best(question, 10, [1])
    own.nearest(asked, 10, 1)
    reader.rows(ids(1, 0, 1))
    reader.holding(1, 0)
    list(reader.matching([*question.held], [1]))
    reader.vectors(ids(1, 0, 1))
    own.passages.delete([1])
    overheard.close()

    assert len(overheard.expressions) >= 5
    for expression in overheard.expressions:
        assert HARMLESS.fullmatch(expression), expression


@given(HOSTILE.filter(lambda text: not _is_number(text)))
def test_what_is_no_number_is_refused(text: str) -> None:
    number: Any = text
    with pytest.raises(ValueError, match="invalid literal"):
        one_of("epoch", [1, number])
    with pytest.raises(ValueError, match="invalid literal"):
        none_of("epoch", [1, number])
    with pytest.raises(ValueError, match="invalid literal"):
        within("id", number, 1)
    with pytest.raises(ValueError, match="invalid literal"):
        within("id", 1, number)
    with pytest.raises(ValueError, match="invalid literal"):
        holding(number)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1), st.integers(0, 2**40))
def test_expressions_say_what_is_meant(numbers: list[int], position: int) -> None:
    listed = one_of("epoch", numbers)

    assert HARMLESS.fullmatch(all_of(listed, "", holding(position), within("id", 0, position)))
    assert [int(number) for number in re.findall(INTEGER, listed)] == numbers
    assert none_of("epoch", numbers) == listed.replace(" in ", " not in ")


@given(HOSTILE, HOSTILE)
def test_the_name_of_a_collection_is_one_that_milvus_takes(identity: str, model: str) -> None:
    name = collection_name(identity, model, 384)

    assert re.fullmatch(r"pincite_[A-Za-z0-9_]*_[0-9a-f]{12}", name)
    assert len(name) <= 255
    assert name != collection_name(identity, model, 385)


def _is_number(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True
