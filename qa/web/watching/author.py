"""Who changes something by a request, for the log of changes."""

from flask import g

from index import Index, LoggedChange
from qa.service.change_log import log_whole
from qa.web.current import collections, service


def index_to_change() -> Index:
    """Return the collection of this request; what is changed by way of it has its sender's name.

    That is the name of the key it came with; "" where there are no keys.
    """
    return service().index.by(author())


def author() -> str:
    """Return the name of whoever sends this request; "" where nobody has one."""
    grant = g.get("grant")
    return "" if grant is None else str(grant.name)


def log_of(name: str, change: LoggedChange, *, removed: bool = False) -> None:
    """Log what this request did to a collection as a whole; to one that it `removed`, by its id."""
    log_whole(collections().config, name, author(), change, removed=removed)
