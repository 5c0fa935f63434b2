"""Services on real ports, for the clients that programs use."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import pytest
from services import make_service
from serving import running
from toys import WordEmbedder

from corpus import Source, read
from index import LocalIndex
from qa.config import Config
from qa.web.serving.limits import Limits
from qa.web.serving.serve import make_server
from qa.wiring import make_answerer

KEY = "correct-horse-battery"
PUBLIC = "https://answers.example"
NOTES = {
    "herons.txt": "The heron stands in shallow water. Ada Lund counted 40 herons in 1871.",
    "owls.md": "---\nsource: https://owls.example/counts\nauthor: Bo Dahl\n---\n"
    "# Owls\n\nEleven owls 🦉 lived in the old barn. Bo Dahl counted the owls in 1902.",
    "fees.md": "# Fees\n\n| Port | Fee |\n|---|---|\n| Selby | 98 pounds |\n| Goole | 12 pounds |",
}

Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Serve some notes under the settings given, and yield the address of the service.

    `wrap` puts something between the service and what answers.
    """

    @contextmanager
    def start(
        notes: dict[str, str] = NOTES, wrap: Callable[[Any], Any] | None = None, **settings: Any
    ) -> Iterator[str]:
        index = LocalIndex(tmp_path_factory.mktemp("served"), WordEmbedder)
        documents = [
            read(text.encode(), Source(f"test:{name}", name), name) for name, text in notes.items()
        ]
        list(index.add(documents))
        config = Config(**{"port": 0, "key": KEY, "confidence": 0.0, **settings})
        answerer = None if wrap is None else wrap(make_answerer(config, index))
        service = make_service(index, config, answerer=answerer)
        limits = Limits(grace_seconds=0.0, drain_seconds=5.0)
        with ExitStack() as stack:
            stack.callback(service.close)
            server = stack.enter_context(running(make_server(service, limits)))
            yield f"http://127.0.0.1:{server.port}"

    return start


@pytest.fixture(scope="session")
def address(serve: Serve) -> Iterator[str]:
    """The address of a service that always answers, and knows where it is reached."""
    with serve(public_url=PUBLIC) as address:
        yield address


@pytest.fixture(scope="session")
def silent(serve: Serve) -> Iterator[str]:
    """The address of a service that is never sure enough to quote."""
    with serve(confidence=1.0) as address:
        yield address


@pytest.fixture(scope="session")
def bare(serve: Serve) -> Iterator[str]:
    """The address of a service that was not given its own, and quotes."""
    with serve() as address:
        yield address
