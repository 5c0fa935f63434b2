"""Who changes something by a request, for the log of changes."""

from flask import g

from index import Index
from qa.web.current import service


def index_to_change() -> Index:
    """Return the collection of this request; what is changed by way of it has its sender's name.

    That is the name of the key it came with; "" where there are no keys.
    """
    grant = g.get("grant")
    return service().index.by("" if grant is None else grant.name)
