"""Clients of an app over a small index."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from services import LastingReaders, make_service
from toys import WordEmbedder
from web_client import HERONS, MakeClient, upload

from index import LocalIndex
from qa.answering.answerer import Answerer
from qa.config import Config
from qa.service.service import Service, State
from qa.web.app import create_app


@pytest.fixture(scope="module")
def readers() -> Iterator[LastingReaders]:
    pool = LastingReaders(Config().workers + 1)
    yield pool
    pool.end()


@pytest.fixture
def make_client(index: LocalIndex, readers: LastingReaders) -> Iterator[MakeClient]:
    """Make a client of an app over the index, which holds nothing yet."""

    services: list[Service] = []

    def make(
        state: State = "ready", answerer: Answerer | None = None, **settings: Any
    ) -> FlaskClient:
        config = Config(confidence=0.0, **settings)
        service = make_service(index, config, answerer=answerer, pool=readers, state=state)
        services.append(service)
        service.worker.start()
        return create_app(service).test_client()

    yield make
    for service in services:
        service.close()


@pytest.fixture
def client(make_client: MakeClient) -> FlaskClient:
    return make_client()


@pytest.fixture(scope="module")
def standing(
    tmp_path_factory: pytest.TempPathFactory, readers: LastingReaders
) -> Iterator[FlaskClient]:
    """A client of an app that holds the note, for requests that must change nothing."""
    index = LocalIndex(tmp_path_factory.mktemp("standing"), WordEmbedder)
    config = Config(confidence=0.0)
    service = make_service(index, config, pool=readers)
    service.worker.start()
    client = create_app(service).test_client()
    assert upload(client, "herons.txt", HERONS.encode()).status_code == 201
    yield client
    service.close()


@pytest.fixture
def document_id(client: FlaskClient) -> str:
    """The id of the note, which was uploaded."""
    return str(upload(client, "herons.txt", HERONS.encode()).get_json()["document"]["id"])
