"""What the app that handles a request serves."""

from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from flask import current_app, g, request
from werkzeug.wsgi import ClosingIterator

from qa.errors import DefaultNotOpened
from qa.service.addresses import address_of, split_address
from qa.service.collections import Collections
from qa.service.keys import Grant
from qa.service.service import Service

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_COLLECTION = "pincite.collection"
"""Where the WSGI environment of a request has the name of its collection, "" for the default."""
_LISTED = 5  # collections that an error names; a guess
_ENDING = "pincite.ending"
"""Where it has an ExitStack, which is closed once the reply is over, however it ends."""


class Addresses:
    """An application whose requests say which collection they are of."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        name, path = split_address(environ.get("PATH_INFO", ""))
        ending = ExitStack()
        environ.update({_COLLECTION: name, _ENDING: ending, "PATH_INFO": path})
        try:
            reply = self._application(environ, start_response)
        except BaseException:
            ending.close()
            raise
        return ClosingIterator(reply, ending.close)


def collections() -> Collections:
    """Return all that the app that handles this request serves."""
    found: Collections = current_app.extensions[Collections.__name__]
    return found


def asker() -> Grant:
    """Return who sends this request, and what they may do."""
    found: Grant = g.grant
    return found


def collection_in_address() -> str:
    """Return the name of the collection in the address of this request, "" without one."""
    named: str = request.environ.get(_COLLECTION, "")
    return named


def collection_name() -> str:
    """Return the name of the collection that this request is of."""
    return collection_in_address() or default_collection()


def default_collection() -> str:
    """Return the name of the default collection, as it is when this request is first asked."""
    if "default_collection" not in g:
        g.default_collection = collections().follow()
    found: str = g.default_collection
    return found


def is_named() -> bool:
    """Tell whether the address of this request names a collection, or its body did."""
    return bool(request.environ.get(_COLLECTION))


def turn_to(name: str) -> None:
    """Make this request, whose address names none, one of the collection that its body names.

    Raises:
        UnknownCollection: If there is none that whoever asks may read.
    """
    collections().require(name, asker())
    request.environ[_COLLECTION] = name


def require_collection() -> None:
    """Let a request pass whose collection there is; it is not opened.

    Raises:
        DefaultNotOpened: If its address names none, and its key does not open the default one.
        UnknownCollection: If there is none that whoever asks may read.
    """
    if not is_named() and not asker().may("read", collection_name()):
        raise DefaultNotOpened("the key of a request does not open the default collection")
    collections().require(collection_name(), asker())


def elsewhere() -> str:
    """Return a sentence on which collections with documents could be asked beside the default one.

    "" where the request names one, or whoever asks may read no other.
    """
    if is_named():
        return ""
    found = [one.name for one in collections().summaries(asker()) if one.documents][:_LISTED]
    return f" Or ask {', '.join(map(repr, found))}, in `collections`." if found else ""


def service() -> Service:
    """Return the collection that this request is of; it stays open until the reply is over.

    Raises:
        UnknownCollection: If there is none that whoever asks may read.
        IndexFault: If it cannot be opened, with the reason.
    """
    if "service" not in g:
        require_collection()
        g.service = visited(collection_name())
    found: Service = g.service
    return found


def visited(name: str) -> Service:
    """Return a collection by its name; it stays open until the reply is over.

    Raises:
        UnknownCollection: If there is none that whoever asks may read.
        IndexFault: If it cannot be opened, with the reason.
    """
    ending: ExitStack = request.environ[_ENDING]
    return ending.enter_context(collections().visit(name, asker()))


def here(path: str) -> str:
    """Return where a path of the collection that this request is of is, on this host."""
    return request.script_root + address_of(collection_in_address(), path)
