"""A service of two collections that hold the same document, and of an empty default one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from several_collections import several

from qa.service.collections import Collections
from qa.web.app import create_app

MakeClient = Callable[..., FlaskClient]


@pytest.fixture
def make_client(tmp_path: Path) -> Iterator[MakeClient]:
    """Make a client of the collections in the test's folder."""
    entered = []

    def make(**settings: object) -> FlaskClient:
        context = several(tmp_path, **settings)  # type: ignore[arg-type]
        collections: Collections = context.__enter__()
        entered.append(context)
        return create_app(collections.default, collections).test_client()

    yield make
    for context in entered:
        context.__exit__(None, None, None)
