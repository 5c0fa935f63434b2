"""A client of an app over a small index, whose uploads are read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from services import make_service
from toys import WordEmbedder
from web_client import MakeClient

from index import LocalIndex
from qa.config import Config
from qa.service.service import Service
from qa.web.app import create_app


@pytest.fixture
def services() -> Iterator[list[Service]]:
    """The services of a test, the last one made last."""
    made: list[Service] = []
    yield made
    for service in made:
        service.close()


@pytest.fixture
def make_client(services: list[Service], tmp_path: Path) -> MakeClient:
    """Make a client of an app over an empty collection."""

    def make(**settings: Any) -> FlaskClient:
        data = tmp_path / "watched"
        config = Config(**{"confidence": 0.0, "data": data, **settings})
        services.append(make_service(LocalIndex(config.directory, WordEmbedder), config))
        services[-1].worker.start()
        return create_app(services[-1]).test_client()

    return make


@pytest.fixture
def client(make_client: MakeClient) -> FlaskClient:
    return make_client()
