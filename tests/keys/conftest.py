"""A service of one collection with an administrator's key, and keys of others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from key_calls import ADMINISTRATORS, Keys
from services import make_service

from index import LocalIndex
from qa.config import Config
from qa.service.key_store import KeyStore
from qa.web.app import create_app


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path)


@pytest.fixture
def keys(store: KeyStore) -> Keys:
    return Keys(store)


@pytest.fixture
def client(index: LocalIndex, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of a service that asks for a key."""
    config = Config(key=ADMINISTRATORS, data=tmp_path, confidence=0.0)
    service = make_service(index, config)
    service.worker.start()
    yield create_app(service).test_client()
    service.close()


@pytest.fixture
def open_client(index: LocalIndex, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of a service that asks for no key yet."""
    service = make_service(index, Config(data=tmp_path, confidence=0.0))
    yield create_app(service).test_client()
    service.close()
