"""Services over the same few notes, which differ in what they are set to."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest
from door_services import served

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
    """Serve notes, by default these, under the settings given, and yield the address."""

    def start(notes: Mapping[str, str] = NOTES, **settings: Any) -> AbstractContextManager[str]:
        return served(tmp_path_factory.mktemp("served"), notes, **settings)

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
