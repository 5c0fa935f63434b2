"""Servers that the tests of a module share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from live_server import PROGRAM, Server, running
from tiny_model import make_tiny_model


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, light_models: Path) -> dict[str, str]:
    """The environment of every process that shares the collection of the `server`."""
    folder = tmp_path_factory.mktemp("live")
    model = make_tiny_model(folder / "model")
    return {
        "PINCITE_DATA": str(folder / "data"),
        "PINCITE_MODEL": str(model),
        "PINCITE_MODELS": str(light_models),
        "PINCITE_CONFIDENCE": "0",
    }


@pytest.fixture(scope="module")
def server(settings: dict[str, str]) -> Iterator[Server]:
    """A server that is ready, over the bundled article."""
    with running([str(PROGRAM), "serve", "--port", "0", "--bundled"], **settings) as server:
        assert server.request("GET", "/healthz")[0] == 200
        server.wait()
        yield server
