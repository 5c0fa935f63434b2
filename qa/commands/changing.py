"""Opens the collection to change it, under the name of whoever runs the command."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.config import Config
from qa.wiring import has_collection, open_existing, open_index

if TYPE_CHECKING:
    from index import Index


def command_line_user() -> str:
    """Return who the log of changes says it was; no key can have such a name."""
    number = os.getuid()  # not what the environment says, which anybody can set
    try:
        return f"command line ({pwd.getpwuid(number).pw_name})"
    except KeyError:  # a container may run as a user that has no name
        return f"command line ({number})"


def existing_to_change(config: Config) -> "Index":
    """Open the configured collection to change it.

    Raises:
        ConfigError: If it was named, and there is none of that name: it may be misspelt.
    """
    return open_existing(config, read_only=False).by(command_line_user())


def index_to_change(config: Config) -> "Index":
    """Open the configured collection to change it; where there is none it is made, and logged."""
    with begun_here(config):
        return open_index(config).by(command_line_user())


@contextmanager
def begun_here(config: Config) -> Iterator[None]:
    """Log that the configured collection was made, where there is one first after the block."""
    from qa.service.places import collection_place

    if has_collection(config):
        yield
        return
    yield
    collection_place(config).by(command_line_user()).begun(config.collection)
