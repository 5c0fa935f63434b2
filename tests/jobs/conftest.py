"""Services whose embedder waits at a gate."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from job_calls import Gate
from services import make_service

from index import LocalIndex
from qa.config import Config
from qa.service.service import Service
from qa.web.app import create_app


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def service(tmp_path: Path, gate: Gate) -> Iterator[Service]:
    index, config = LocalIndex(tmp_path / "collection", lambda: gate), Config(queue=3)
    service = make_service(index, config)
    service.worker.start()
    yield service
    gate.open.set()
    service.close()


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return create_app(service).test_client()
